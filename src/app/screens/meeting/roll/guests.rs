//! Those who attend without a vote and are on no roll.

use super::Desk;
use crate::words::meeting::{Roll as W, why};
use domain::check::clean_text;
use domain::meeting::Guest;
use leptos::reactive::graph::untrack;
use ui::dom::{El, Say, el};
use ui::parts::{Look, button, field};
use ui::signal::{Derived, Var};

/// The list, and the way to add to it.
pub fn guests(desk: Desk) -> El {
    let lang = desk.room.lang();
    let guests = Derived::new(move || {
        desk.marks
            .with(|marks| marks.guests.clone())
            .unwrap_or_else(|| desk.room.with(|meeting| meeting.guests.clone()))
    });
    let (name, office) = (Var::new(String::new()), Var::new(String::new()));
    let wrong = Var::new(None::<String>);
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
    let one = move |(at, guest): (usize, Guest)| {
        let said = match guest.office.as_str() {
            "" => guest.name.clone(),
            office => [office, " ", &guest.name].concat(),
        };
        let t = ["meeting.roll.guest.", &at.to_string(), ".remove"].concat();
        let gone = button(Look::Quiet, &t, W::RemoveGuest.in_(lang), move || remove(at));
        el("li").class("m-guest").at("data-name", &guest.name).with(el("span").say(said)).with(gone)
    };
    let count = move || [W::Guests.in_(lang), "（", &guests.with(Vec::len).to_string(), "）"].concat();
    let who = field("meeting.roll.guest.name", W::GuestName.in_(lang), name).error(move || wrong.get());
    let all = el("details")
        .class("card m-more")
        .with(el("summary").t("meeting.roll.guests").say(Say::live(count)))
        .with(el("ul").class("m-list").live(move || guests.get().into_iter().enumerate().map(one).collect()))
        .with(who.line())
        .with(field("meeting.roll.guest.office", W::GuestOffice.in_(lang), office).line())
        .with(button(Look::Plain, "meeting.roll.guest.add", W::AddGuest.in_(lang), add));
    if untrack(|| guests.with(Vec::is_empty)) { all } else { all.at("open", "") }
}
