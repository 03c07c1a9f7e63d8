//! The phones: whose, where, when last seen, what has not arrived from them.

use super::figures::{is_silent, unseen_days};
use super::frame::headline;
use super::phone::manage;
use crate::desk::Desk;
use crate::hours;
use crate::parts::{Tone, reading, tag};
use crate::phone_name::phone_name;
use crate::screens::meeting::clock;
use leptos::prelude::*;
use oplog::DeviceId;
use sync::desk::{Phone, PhoneGrant};
use ui::words::desk::{Frame, Phones, fill};
use ui::words::{Lang, names};

#[component]
pub fn PhonesScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let phones = move || desk.phones.value.get().unwrap_or_default();
    let known = move || desk.phones.value.with(Option::is_some);
    let rows = move || phones().iter().map(|phone| row(desk, phone)).collect::<Vec<_>>();
    view! {
        <main class="d-page" id="content">
            <header class="d-row between"><h1>{Frame::Phones.in_(lang)}</h1>{headline(desk)}</header>
            <p class="d-quiet">{move || fill(Phones::Lead.in_(lang), &[&phones().len()])}</p>
            <p class="d-decided" role="status" data-t="desk.phones.decided">{move || desk.decided.get()}</p>
            {reading(desk.phones, lang)}
            {move || desk.managed.get().and_then(|device| of_all(desk, device)).map(|phone| manage(desk, &phone))}
            {move || (known() && phones().is_empty()).then(|| view! {
                <p class="d-empty">{Phones::Empty.in_(lang)}</p>
            })}
            <Show when=move || !phones().is_empty()>
                <table class="d-table">
                    <thead><tr>
                        <th scope="col">{Phones::Person.in_(lang)}</th>
                        <th scope="col">{Phones::Grants.in_(lang)}</th>
                        <th scope="col">{Phones::LastSync.in_(lang)}</th>
                        <th scope="col">{Phones::Unreceived.in_(lang)}</th>
                        <th scope="col" class="number">{Phones::Ops.in_(lang)}</th>
                        <th scope="col">{Phones::App.in_(lang)}</th>
                        <th></th>
                    </tr></thead>
                    <tbody data-t="desk.phones">{rows}</tbody>
                </table>
            </Show>
        </main>
    }
}

/// Read once, so that what arrives meanwhile does not take the form away.
fn of_all(desk: Desk, device: DeviceId) -> Option<Phone> {
    let find = |phones: &Vec<Phone>| phones.iter().find(|phone| phone.device == device).cloned();
    desk.phones.value.with_untracked(|phones| phones.as_ref().and_then(find))
}

fn row(desk: Desk, phone: &Phone) -> impl IntoView + use<> {
    let (lang, now, device) = (desk.lang, desk.now_ms.get(), phone.device);
    let seen = match phone.last_sync_ms {
        Some(at) => hours::near(at, now, lang),
        None => Phones::Never.in_(lang).to_owned(),
    };
    let silent = is_silent(phone, now)
        .then(|| tag(Tone::Amber, fill(Phones::Silent.in_(lang), &[&unseen_days(phone, now)])));
    let unreceived = match phone.unreceived {
        0 => tag(Tone::Green, Phones::UnreceivedNone.in_(lang).to_owned()),
        some => tag(Tone::Amber, fill(Phones::UnreceivedSome.in_(lang), &[&some])),
    };
    let wrong = clock::is_wrong(phone.clock_ahead_ms)
        .then(|| tag(Tone::Amber, clock::say(phone.clock_ahead_ms, lang)));
    let copied = phone.copied.then(|| {
        view! {
            <div class="d-note amber" data-t="desk.phone.copied">
                <b>{Phones::Copied.in_(lang)}</b>" "{Phones::CopiedNote.in_(lang)}
            </div>
        }
    });
    let grants = phone.grants.iter().map(|grant| grant_line(grant, lang)).collect_view();
    let admitted = fill(Phones::Admitted.in_(lang), &[&hours::near(phone.admitted_ms, now, lang)]);
    view! {
        <tr data-name=phone.person.clone() data-t=format!("desk.phone.{}", phone.device)>
            <td><b>{phone.person.clone()}</b><small class="d-quiet" title=phone.label.clone()>{phone_name(&phone.label, lang)}</small><small class="d-quiet">{admitted}</small>{copied}</td>
            <td>
                {grants}
                {phone.grants.is_empty().then(|| tag(Tone::Grey, Phones::NoGrants.in_(lang).to_owned()))}
            </td>
            <td>{seen}" "{silent}" "{wrong}</td>
            <td>{unreceived}</td>
            <td class="number">{phone.ops}</td>
            <td>{phone.app.clone()}</td>
            <td><button type="button" class="d-button plain" data-t="desk.phone.manage" data-name=phone.person.clone()
                on:click=move |_| {
                    desk.decided.set(None);
                    desk.managed.set(Some(device));
                }>{Phones::Manage.in_(lang)}</button></td>
        </tr>
    }
}

fn grant_line(grant: &PhoneGrant, lang: Lang) -> impl IntoView + use<> {
    let roles: Vec<_> = grant.roles.iter().map(|role| names::role(*role, lang)).collect();
    let place = if grant.place.is_empty() { grant.scope.to_string() } else { grant.place.clone() };
    view! { <div>{place}<small class="d-quiet">{roles.join(lang.pick("、", ", "))}</small></div> }
}
