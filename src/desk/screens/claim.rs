//! One phone that waits: its six words, whose it is, where and what for, yes or no.

use super::claim_form::{Form, confirm, refuse};
use super::register::name_field;
use crate::desk::Desk;
use crate::forms::{Missing, roles_for};
use crate::hours;
use crate::parts::say_failure;
use crate::phone_name::phone_name;
use domain::authority::Role;
use leptos::prelude::*;
use oplog::Scope;
use sync::desk::{Phone, PlaceNode, WaitingPhone};
use ui::words::desk::{Enrol, Frame, Many, Phones, fill};
use ui::words::{check_word, names};

/// The card of a phone.
pub fn claim(desk: Desk, at: usize, phone: WaitingPhone) -> impl IntoView {
    let lang = desk.lang;
    let form = Form::new(desk, phone.device, ("claim", at));
    let made_for = phone.made_for.as_ref().map(|whose| {
        form.prefill(whose);
        fill(Many::ForThem.in_(lang), &[&whose.name])
    });
    let words = phone.words.map(|number| check_word(number, lang));
    let items = words.map(|word| view! { <li>{word}</li> });
    let label = phone_name(&phone.label, lang);
    let expired = move || desk.now_ms.get() >= phone.expires_ms;
    let times = move || {
        let now = desk.now_ms.get();
        let asked = fill(Enrol::Asked.in_(lang), &[&hours::near(phone.asked_ms, now, lang)]);
        let until = fill(Enrol::ClaimExpires.in_(lang), &[&hours::near(phone.expires_ms, now, lang)]);
        format!("{asked} · {until}")
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        confirm(form);
    };
    view! {
        <form class="d-card d-claim" novalidate data-t=format!("desk.claim.{at}") data-name=phone.device.hex()
            data-title=words.join(" ") on:submit=submit>
            <p class="d-row between"><b title=phone.label.clone()>{label}</b><small class="d-quiet">{times}</small></p>
            {move || expired().then(|| view! { <p class="d-note amber">{Enrol::ClaimExpired.in_(lang)}</p> })}
            {made_for.map(|whose| view! { <p class="d-note">{whose}</p> })}
            <p class="d-label">{Enrol::Words.in_(lang)}</p>
            <ol class="d-words" data-t=form.named("words")>{items.into_iter().collect_view()}</ol>
            {place_field(form)}
            {name_field(form)}
            {role_fields(form)}
            {instead_of(form)}
            <p class="d-sure">{Enrol::OnlyIfSame.in_(lang)}</p>
            <p class="d-wrong" role="alert" data-t=form.named("wrong")>
                {move || form.failure.get().map(|failure| say_failure(&failure, lang))}
            </p>
            {buttons(form)}
        </form>
    }
}

fn buttons(form: Form) -> impl IntoView {
    let lang = form.desk.lang;
    let confirm_words = move || if form.busy.get() { Enrol::Sending } else { Enrol::Confirm }.in_(lang);
    view! {
        <div class="d-row">
            <button type="submit" class="d-button" data-t=form.named("confirm") disabled=move || form.busy.get()>
                {confirm_words}
            </button>
            <button type="button" class="d-button plain" data-t=form.named("refuse")
                on:click=move |_| form.refusing.update(|refusing| *refusing = !*refusing)>
                {Enrol::Refuse.in_(lang)}
            </button>
        </div>
        {move || form.refusing.get().then(|| view! {
            <div class="d-note amber d-row between">
                <p>{Enrol::RefuseSure.in_(lang)}</p>
                <button type="button" class="d-button" data-t=form.named("refuse.yes") on:click=move |_| refuse(form)>
                    {Enrol::RefuseYes.in_(lang)}
                </button>
                <button type="button" class="d-button plain" data-t=form.named("refuse.no")
                    on:click=move |_| form.refusing.set(false)>
                    {Frame::Cancel.in_(lang)}
                </button>
            </div>
        })}
    }
}

pub(super) fn place_field(form: Form) -> impl IntoView {
    let (desk, lang) = (form.desk, form.desk.lang);
    let id = form.named("scope");
    let tree =
        Memo::new(move |_| desk.overview.value.with(|overview| overview.as_ref().map(|o| o.tree.clone())));
    let options = move || tree.get().map(|tree| options(&tree, 0));
    let chosen = move || form.read(|draft| draft.scope.map_or_else(String::new, |scope| scope.to_string()));
    view! {
        <div class="d-field">
            <label for=id.clone()>{Enrol::Place.in_(lang)}</label>
            // The value is set again whenever the options come anew.
            <select id=id.clone() data-t=id
                prop:value=move || { tree.track(); chosen() }
                on:change=move |event| {
                    let scope = Scope::parse(&event_target_value(&event)).ok();
                    form.change(|draft| draft.place(scope));
                }>
                <option value="">{Enrol::ChoosePlace.in_(lang)}</option>
                {options}
            </select>
            <p class="d-wrong" role="alert">{move || form.wrong(Missing::Place, Enrol::PlaceMissing)}</p>
        </div>
    }
}

/// Other phones of the same name: whoever comes with a new one often lost the old one.
fn instead_of(form: Form) -> impl IntoView {
    let (desk, lang) = (form.desk, form.desk.lang);
    let name = Memo::new(move |_| form.read(|draft| draft.name.trim().to_owned()));
    let others = move || {
        let name = name.get();
        let phones = desk.phones.value.get().unwrap_or_default();
        let same = move |phone: &Phone| {
            phone.person == name && phone.device != form.device && !phone.grants.is_empty()
        };
        phones.into_iter().filter(same).collect::<Vec<_>>()
    };
    let line = move |phone: Phone| {
        let (old, now) = (phone.device, desk.now_ms.get_untracked());
        let seen = phone.last_sync_ms.map_or_else(
            || Phones::Never.in_(lang).to_owned(),
            |at| fill(Phones::LastAt.in_(lang), &[&hours::near(at, now, lang)]),
        );
        let words = fill(Enrol::InsteadOf.in_(lang), &[&phone_name(&phone.label, lang), &seen]);
        let on = move || form.read(|draft| draft.instead_of == Some(old));
        let change = move |event| {
            let on = event_target_checked(&event);
            form.change(|draft| draft.instead_of = on.then_some(old));
        };
        view! {
            <label class="d-check">
                <input type="checkbox" data-t=form.named("instead") prop:checked=on on:change=change/>{words}
            </label>
        }
    };
    move || others().into_iter().map(line).collect_view()
}

/// A place and those below it, indented.
fn options(place: &PlaceNode, depth: usize) -> Vec<AnyView> {
    let name = format!("{}{}", "　".repeat(depth), place.name);
    let own = view! { <option value=place.scope.to_string()>{name}</option> }.into_any();
    core::iter::once(own).chain(place.places.iter().flat_map(|below| options(below, depth + 1))).collect()
}

pub(super) fn role_fields(form: Form) -> impl IntoView {
    let lang = form.desk.lang;
    let place = Memo::new(move |_| form.read(|draft| draft.scope));
    view! {
        <fieldset class="d-field">
            <legend>{Enrol::Roles.in_(lang)}</legend>
            {move || roles_for(place.get()).iter().map(|role| role_field(form, *role)).collect_view()}
            <p class="d-wrong" role="alert">{move || form.wrong(Missing::Roles, Enrol::RolesMissing)}</p>
        </fieldset>
    }
}

fn role_field(form: Form, role: Role) -> impl IntoView {
    let on = move || form.read(|draft| draft.roles.contains(&role));
    let change = move |event| {
        let on = event_target_checked(&event);
        form.change(|draft| {
            if on {
                draft.roles.insert(role)
            } else {
                draft.roles.remove(&role)
            };
        });
    };
    view! {
        <label class="d-check">
            <input type="checkbox" data-t=form.named(&format!("role.{}", role.name())) prop:checked=on on:change=change/>
            {names::role(role, form.desk.lang)}
        </label>
    }
}
