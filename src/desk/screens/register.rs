//! The name of a phone's owner: searched in the register of the place by name, pinyin or initials, or free.

use super::claim_form::Form;
use crate::forms::Missing;
use crate::parts::Field;
use domain::place::Person;
use leptos::prelude::*;
use oplog::PersonId;
use ui::words::desk::Enrol;

/// So many at a time.
const MOST: usize = 8;

/// The field with those of the register whom it fits.
pub fn name_field(form: Form) -> impl IntoView {
    let (register, lang) = (form.register, form.desk.lang);
    let place = Memo::new(move |_| form.read(|draft| draft.scope));
    Effect::new(move |_| match place.get() {
        Some(scope) => register.ask(format!("people?scope={scope}")),
        None => register.forget(),
    });
    let name = Signal::derive(move || form.read(|draft| draft.name.clone()));
    let chosen = move || person(form);
    let found = move || {
        let typed = name.get();
        if chosen().is_some() || typed.trim().is_empty() {
            return Vec::new();
        }
        register.value.with(|register| {
            let people = register.as_ref().map(|register| register.people.as_slice()).unwrap_or_default();
            people.iter().filter(|person| fits(person, &typed)).take(MOST).cloned().collect::<Vec<_>>()
        })
    };
    let known = move || {
        let typed = name.with(|name| !name.trim().is_empty());
        match (chosen().is_some(), typed && place.get().is_some() && found().is_empty()) {
            (true, _) => Some(Enrol::FromRegister.in_(lang)),
            (_, true) => Some(Enrol::NotInRegister.in_(lang)),
            _ => None,
        }
    };
    view! {
        <Field label=Enrol::Name.in_(lang) name=form.named("name") value=name help=Enrol::NameHelp.in_(lang)
            typed=move |text| form.change(|draft| draft.name(text))
            wrong=Signal::derive(move || form.wrong(Missing::Name, Enrol::NameMissing))/>
        <p class="d-found">{move || found().into_iter().map(|person| pick(form, person)).collect_view()}</p>
        <p class="d-quiet" data-t=form.named("known")>{known}</p>
    }
}

/// Who of the register it is: chosen, or the only one of exactly this name.
pub fn person(form: Form) -> Option<PersonId> {
    let (chosen, name) = form.read(|draft| (draft.person, draft.name.trim().to_owned()));
    chosen.or_else(|| {
        form.register.value.with(|register| {
            let people = register.as_ref().map(|register| register.people.as_slice()).unwrap_or_default();
            let mut same = people.iter().filter(|person| holds_a_phone(person) && person.name == name);
            same.next().filter(|_| same.next().is_none()).map(|person| person.id)
        })
    })
}

fn pick(form: Form, person: Person) -> impl IntoView {
    let id = person.id;
    let name = person.name.clone();
    let shown = if person.office.is_empty() {
        person.name.clone()
    } else {
        format!("{} {}", person.name, person.office)
    };
    let choose = move |_| {
        let name = name.clone();
        form.change(|draft| {
            draft.name(name);
            draft.person = Some(id);
        });
    };
    view! {
        <button type="button" class="d-pick" data-t=form.named(&format!("pick.{id}")) data-name=person.name.clone()
            on:click=choose>{shown}</button>
    }
}

const fn holds_a_phone(person: &Person) -> bool {
    !person.household && !person.left
}

/// Whether somebody who can hold a phone has this name, pinyin or initials.
fn fits(person: &Person, typed: &str) -> bool {
    if !holds_a_phone(person) {
        return false;
    }
    let typed = typed.trim();
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let initials: String =
        person.pinyin.split_whitespace().filter_map(|syllable| syllable.chars().next()).collect();
    let whole: String = person.pinyin.split_whitespace().collect();
    person.name.contains(typed) || initials.starts_with(&plain) || whole.starts_with(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::place::Membership;

    #[test]
    fn somebody_is_found_by_name_pinyin_and_initials() {
        let mut person = Person {
            id: PersonId([1; 8]),
            name: "杨晓芬".into(),
            pinyin: "yang xiao fen".into(),
            membership: Membership::Full,
            adult: true,
            household: false,
            representative: false,
            party_committee: false,
            village_committee: false,
            supervisor: false,
            office: String::new(),
            left: false,
        };
        for typed in ["杨", "晓芬", "yxf", "YX", "yangxiao", "yang x"] {
            assert!(fits(&person, typed), "{typed}");
        }
        assert!(!fits(&person, "李") && !fits(&person, "xf"));
        person.left = true;
        assert!(!fits(&person, "杨"));
    }
}
