//! Those who attend without a vote and are on no roll.

use super::Desk;
use crate::words::meeting::{Roll as W, why};
use domain::check::clean_text;
use domain::meeting::Guest;
use leptos::prelude::*;
use ui::parts::{Button, Field, Look};

/// The list, and the way to add to it.
#[component]
pub fn Guests(desk: Desk) -> impl IntoView {
    let lang = desk.room.lang();
    let guests = Memo::new(move |_| {
        desk.marks
            .with(|marks| marks.guests.clone())
            .unwrap_or_else(|| desk.room.with(|meeting| meeting.guests.clone()))
    });
    let (name, office) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<String>);
    let set = move |change: &dyn Fn(&mut Vec<Guest>)| {
        let mut all = guests.get_untracked();
        change(&mut all);
        desk.marks.update(|marks| marks.guests = Some(all));
    };
    let add = move || {
        let guest = Guest {
            name: clean_text(name.get_untracked().trim()),
            office: clean_text(office.get_untracked().trim()),
        };
        if guest.name.is_empty() {
            wrong.set(Some(why::fill_in(lang).to_owned()));
            return;
        }
        wrong.set(None);
        set(&|all| all.push(guest.clone()));
        name.set(String::new());
        office.set(String::new());
    };
    let remove = move |at: usize| {
        set(&|all| {
            if at < all.len() {
                all.remove(at);
            }
        });
    };
    let row = move |(at, guest): (usize, Guest)| {
        let said = if guest.office.is_empty() {
            guest.name.clone()
        } else {
            format!("{} {}", guest.office, guest.name)
        };
        view! {
            <li class="m-guest" data-name=guest.name>
                <span>{said}</span>
                <Button t=format!("meeting.roll.guest.{at}.remove") label=W::RemoveGuest.in_(lang) look=Look::Quiet
                    press=move || remove(at)/>
            </li>
        }
    };
    view! {
        <details class="card m-more" open=untrack(|| guests.with(|all| !all.is_empty()))>
            <summary data-t="meeting.roll.guests">
                {move || format!("{}（{}）", W::Guests.in_(lang), guests.with(Vec::len))}
            </summary>
            <ul class="m-list">{move || guests.get().into_iter().enumerate().map(row).collect_view()}</ul>
            <Field t="meeting.roll.guest.name" label=W::GuestName.in_(lang) value=name error=wrong/>
            <Field t="meeting.roll.guest.office" label=W::GuestOffice.in_(lang) value=office/>
            <Button t="meeting.roll.guest.add" label=W::AddGuest.in_(lang) look=Look::Plain press=add/>
        </details>
    }
}
