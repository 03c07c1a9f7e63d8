//! Codes for many: whom of the registers, the strips to print, and what became of the codes.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::forms::roles_for;
use crate::hours;
use crate::loaded::Loaded;
use crate::parts::{reading, say_failure};
use crate::printing::print;
use domain::authority::Role;
use domain::place::{Membership, Person};
use leptos::prelude::*;
use leptos::task::spawn_local;
use oplog::{PersonId, Scope};
use std::collections::BTreeSet;
use sync::desk::PlaceNode;
use sync::desk_codes::{CodeRow, CodeState, Extend, NewSheet, Strip, USUAL_DAYS, Within};
use sync::desk_devices::Whose;
use ui::words::desk::{Enrol, Many, fill};
use ui::words::{Lang, names};

type Whom = (Scope, PersonId);

/// What is being chosen; a handle, copied freely.
#[derive(Clone, Copy)]
struct Choice {
    desk: Desk,
    scope: RwSignal<Option<Scope>>,
    of: RwSignal<u8>,
    off: RwSignal<BTreeSet<Whom>>,
    roles: RwSignal<BTreeSet<Role>>,
    days: RwSignal<String>,
    people: Loaded<Vec<Within>>,
    codes: Loaded<Vec<CodeRow>>,
    made: RwSignal<Vec<Strip>>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

#[component]
pub fn ManyScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let choice = Choice {
        desk,
        scope: RwSignal::new(None),
        of: RwSignal::new(1),
        off: RwSignal::default(),
        roles: RwSignal::new([Role::Member].into()),
        days: RwSignal::new(USUAL_DAYS.to_string()),
        people: Loaded::new(desk.who),
        codes: Loaded::new(desk.who),
        made: RwSignal::default(),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    choice.codes.ask("codes".to_owned());
    // Whoever asks or is decided about changes the list.
    Effect::new(move |before: Option<()>| {
        desk.claims.value.track();
        if before.is_some() {
            choice.codes.refresh();
        }
    });
    view! {
        <main class="d-page d-only" id="content">
            <h1>{Many::Nav.in_(lang)}</h1>
            <p class="d-quiet">{Many::Lead.in_(lang)}</p>
            <section class="d-card">{whom(choice)}</section>
            <section><h2>{Many::List.in_(lang)}</h2>{reading(choice.codes, lang)}{list(choice)}</section>
        </main>
        <div class="p-strips" data-t="desk.many.sheet">
            {move || choice.made.get().iter().map(|strip| on_paper(desk, strip)).collect_view()}
        </div>
    }
}

/// Who of these registers is meant by the choice, with the place of the register.
fn meant(people: &[Within], of: u8) -> Vec<(Scope, String, Person)> {
    let fits = |person: &Person| {
        let which = match of {
            0 => person.adult,
            1 => person.membership != Membership::None,
            _ => person.representative,
        };
        which && !person.household && !person.left
    };
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    // Whoever stands in the register of a village and in that of a group gets one code, in the smaller place.
    for within in people.iter().rev() {
        for person in within.people.iter().filter(|person| fits(person)) {
            if seen.insert(person.id) {
                out.push((within.scope, within.place.clone(), person.clone()));
            }
        }
    }
    out
}

impl Choice {
    fn people(self) -> Vec<(Scope, String, Person)> {
        self.people.value.with(|people| meant(people.as_deref().unwrap_or_default(), self.of.get()))
    }

    fn ticked(self) -> Vec<Whose> {
        let (off, roles) = (self.off.get(), self.roles.get());
        let on = self.people().into_iter().filter(|(scope, _, person)| !off.contains(&(*scope, person.id)));
        on.map(|(scope, _, person)| Whose {
            name: person.name,
            person: Some(person.id),
            roles: roles.iter().copied().collect(),
            scope,
        })
        .collect()
    }

    fn make(self, sheet: NewSheet) {
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let made = api::ask::<_, Vec<Strip>>("codes/sheet", &sheet).await;
            self.done(made.map(|made| self.made.set(made)));
        });
    }

    fn act(self, asked: impl Future<Output = Result<(), Failure>> + 'static) {
        self.failure.set(None);
        spawn_local(async move { self.done(asked.await) });
    }

    fn done(self, answer: Result<(), Failure>) {
        self.busy.try_set(false);
        match answer {
            Ok(()) => {}
            Err(Failure::SignedOut) => self.desk.who.set(Who::Out { ended: true }),
            Err(failure) => drop(self.failure.try_set(Some(failure))),
        }
        self.codes.refresh();
    }
}

fn options(place: &PlaceNode, depth: usize) -> Vec<AnyView> {
    let name = format!("{}{}", "　".repeat(depth), place.name);
    let own = view! { <option value=place.scope.to_string()>{name}</option> }.into_any();
    core::iter::once(own).chain(place.places.iter().flat_map(|below| options(below, depth + 1))).collect()
}

fn whom(choice: Choice) -> impl IntoView {
    let (desk, lang) = (choice.desk, choice.desk.lang);
    let villages = move || {
        desk.overview.value.with(|overview| {
            let tree = overview.as_ref().map(|overview| &overview.tree);
            tree.map(|tree| tree.places.iter().flat_map(|place| options(place, 0)).collect_view())
        })
    };
    let chosen = move |event| {
        let scope = Scope::parse(&event_target_value(&event)).ok();
        choice.scope.set(scope);
        choice.off.set(BTreeSet::new());
        let fitting = roles_for(scope);
        choice.roles.update(|roles| roles.retain(|role| fitting.contains(role)));
        match scope {
            Some(scope) => choice.people.ask(format!("people/within?scope={scope}")),
            None => choice.people.forget(),
        }
    };
    let which = move || {
        let all = [(0, Many::Everybody), (1, Many::PartyMembers), (2, Many::Representatives)];
        all.map(
            |(of, word)| view! { <option value=of.to_string() selected=of == 1>{word.in_(lang)}</option> },
        )
        .into_iter()
        .collect_view()
    };
    let make = move |_| {
        let days = choice.days.get_untracked().trim().parse().unwrap_or(0);
        choice.make(NewSheet { days, people: choice.ticked(), instead_of: None });
    };
    let count = Memo::new(move |_| choice.ticked().len());
    let label = move || match choice.busy.get() {
        true => Many::Making.in_(lang).to_owned(),
        false => fill(Many::Make.in_(lang), &[&count.get()]),
    };
    let several = move || choice.scope.get().is_some();
    view! {
        <div class="d-field"><label for="desk.many.scope">{Enrol::Place.in_(lang)}</label>
            <select id="desk.many.scope" data-t="desk.many.scope" on:change=chosen>
                <option value="">{Enrol::ChoosePlace.in_(lang)}</option>{villages}
            </select>
        </div>
        <Show when=several>
            <div class="d-field"><label for="desk.many.of">{Many::Who.in_(lang)}</label>
                <select id="desk.many.of" data-t="desk.many.of"
                    on:change=move |event| choice.of.set(event_target_value(&event).parse().unwrap_or(1))>
                    {which()}
                </select>
            </div>
            {reading(choice.people, lang)}
            {people(choice)}
            <fieldset class="d-field"><legend>{Enrol::Roles.in_(lang)}</legend>
                {move || roles_for(choice.scope.get()).iter().map(|role| role_box(choice, *role)).collect_view()}
            </fieldset>
            <div class="d-field"><label for="desk.many.days">{Many::Days.in_(lang)}</label>
                <input id="desk.many.days" data-t="desk.many.days" inputmode="numeric" prop:value=choice.days
                    on:input=move |event| choice.days.set(event_target_value(&event))/>
            </div>
            <button type="button" class="d-button" data-t="desk.many.make" on:click=make
                disabled=move || choice.busy.get() || count.get() == 0>{label}</button>
        </Show>
        <p class="d-wrong" role="alert" data-t="desk.many.wrong">
            {move || choice.failure.get().map(|failure| say_failure(&failure, lang))}
        </p>
        {move || (!choice.made.with(Vec::is_empty)).then(|| view! {
            <div class="d-note amber" data-t="desk.many.made">
                <p>{fill(Many::Made.in_(lang), &[&choice.made.with(Vec::len)])}</p>
                <button type="button" class="d-button" data-t="desk.many.print" on:click=move |_| print(drop)>
                    {Many::Print.in_(lang)}
                </button>
            </div>
        })}
    }
}

fn role_box(choice: Choice, role: Role) -> impl IntoView {
    let on = move || choice.roles.with(|roles| roles.contains(&role));
    let change = move |event| {
        let on = event_target_checked(&event);
        choice.roles.update(|roles| {
            if on {
                roles.insert(role)
            } else {
                roles.remove(&role)
            };
        });
    };
    view! {
        <label class="d-check"><input type="checkbox" data-t=format!("desk.many.role.{}", role.name()) prop:checked=on on:change=change/>
            {names::role(role, choice.desk.lang)}</label>
    }
}

fn people(choice: Choice) -> impl IntoView {
    let lang = choice.desk.lang;
    let all = move |_| choice.off.set(BTreeSet::new());
    let none = move |_| {
        choice.off.set(choice.people().into_iter().map(|(scope, _, person)| (scope, person.id)).collect());
    };
    let boxes = move || {
        let people = choice.people();
        if people.is_empty() {
            return view! { <p class="d-empty">{Many::Nobody.in_(lang)}</p> }.into_any();
        }
        people
            .into_iter()
            .map(|(scope, place, person)| person_box(choice, (scope, person.id), place, person.name))
            .collect_view()
            .into_any()
    };
    view! {
        <div class="d-row">
            <button type="button" class="d-button plain" data-t="desk.many.all" on:click=all>{Many::All.in_(lang)}</button>
            <button type="button" class="d-button plain" data-t="desk.many.none" on:click=none>{Many::None.in_(lang)}</button>
        </div>
        <div class="d-whom" data-t="desk.many.people">{boxes}</div>
    }
}

fn person_box(choice: Choice, whom: Whom, place: String, name: String) -> impl IntoView {
    let on = move || choice.off.with(|off| !off.contains(&whom));
    let change = move |event| {
        let on = event_target_checked(&event);
        choice.off.update(|off| {
            if on {
                off.remove(&whom)
            } else {
                off.insert(whom)
            };
        });
    };
    view! {
        <label class="d-check"><input type="checkbox" data-t="desk.many.person" data-name=name.clone() prop:checked=on on:change=change/>
            {name}" "<small class="d-quiet">{place}</small></label>
    }
}

fn list(choice: Choice) -> impl IntoView {
    let lang = choice.desk.lang;
    move || {
        let rows = choice.codes.value.get()?;
        if rows.is_empty() {
            return Some(view! { <p class="d-empty">{Many::Empty.in_(lang)}</p> }.into_any());
        }
        let rows = rows.into_iter().map(|row| line(choice, row)).collect_view();
        let heads = [Many::For, Many::By, Many::State].map(|head| view! { <th>{head.in_(lang)}</th> });
        Some(
            view! {
                <table class="d-table" data-t="desk.many.list">
                    <thead><tr>{heads.into_iter().collect_view()}<th></th></tr></thead><tbody>{rows}</tbody>
                </table>
            }
            .into_any(),
        )
    }
}

fn state(row: &CodeRow, now: u64, lang: Lang) -> String {
    let at = |ms| hours::near(ms, now, lang);
    match row.state {
        CodeState::Unused => fill(Many::Unused.in_(lang), &[&at(row.expires_ms)]),
        CodeState::Asked => Many::Asked.in_(lang).to_owned(),
        CodeState::Enrolled(ms) => fill(Many::Enrolled.in_(lang), &[&at(ms)]),
        CodeState::Refused => Many::Refused.in_(lang).to_owned(),
        CodeState::Expired => Many::Expired.in_(lang).to_owned(),
        CodeState::Cancelled => Many::Cancelled.in_(lang).to_owned(),
    }
}

fn line(choice: Choice, row: CodeRow) -> impl IntoView {
    let (desk, lang) = (choice.desk, choice.desk.lang);
    let now = desk.now_ms.get_untracked();
    let whose = &row.made_for;
    let place = desk.overview.value.with_untracked(|overview| {
        overview.as_ref().map_or_else(String::new, |all| crate::places::path(&all.tree, whose.scope))
    });
    let roles = whose.roles.iter().map(|role| names::role(*role, lang)).collect::<Vec<_>>().join("、");
    let name = row.name;
    let extend = move |_| {
        choice.act(
            async move { api::post(&format!("codes/{name}/extend"), &Extend { days: USUAL_DAYS }).await },
        );
    };
    let cancel = move |_| choice.act(async move { api::act(&format!("codes/{name}/cancel")).await });
    let open = matches!(row.state, CodeState::Unused | CodeState::Expired);
    let people = vec![whose.clone()];
    let again = move |_| {
        let instead_of = open.then_some(name);
        choice.make(NewSheet { days: USUAL_DAYS, people: people.clone(), instead_of });
    };
    let key = |what: &str| format!("desk.many.{what}");
    let buttons = open.then(|| view! {
        <button type="button" class="d-pick" data-t=key("extend") on:click=extend>{fill(Many::Extend.in_(lang), &[&USUAL_DAYS])}</button>
        <button type="button" class="d-pick" data-t=key("cancel") on:click=cancel>{Many::Cancel.in_(lang)}</button>
    });
    let anew = !matches!(row.state, CodeState::Asked | CodeState::Enrolled(_));
    view! {
        <tr data-t="desk.many.code" data-name=whose.name.clone()>
            <td><b>{whose.name.clone()}</b><small>{place}" · "{roles}</small></td>
            <td>{row.officer.clone()}<small>{hours::near(row.made_ms, now, lang)}</small></td>
            <td data-t="desk.many.state">{state(&row, now, lang)}</td>
            <td>{buttons}{anew.then(|| view! {
                <button type="button" class="d-pick" data-t="desk.many.again" on:click=again>{Many::Again.in_(lang)}</button>
            })}</td>
        </tr>
    }
}

/// The strip of one person.
fn on_paper(desk: Desk, strip: &Strip) -> impl IntoView + use<> {
    let lang = desk.lang;
    let picture = format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(&strip.qr_svg)));
    let township = match desk.who.get_untracked() {
        Who::In(session) => session.township,
        _ => String::new(),
    };
    view! {
        <div class="p-strip" data-t="desk.many.strip" data-name=strip.name.clone() data-link=strip.link.clone()>
            <img src=picture alt=Enrol::QrAlt.in_(lang)/>
            <div>
                <p><b>{strip.name.clone()}</b>"　"{strip.place.clone()}"　"{township}</p>
                <p>{Many::How.in_(lang)}</p>
                <p>{Many::Then.in_(lang)}</p>
                <p class="p-code">{strip.code.clone()}</p>
                <p>{fill(Many::Until.in_(lang), &[&hours::full(strip.expires_ms, lang)])}</p>
            </div>
        </div>
    }
}
