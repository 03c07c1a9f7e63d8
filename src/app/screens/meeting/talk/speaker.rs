//! Who speaks: those who spoke last as chips, everybody else by search, and any name that is typed.

use super::super::find::finds;
use super::super::room::Room;
use crate::words::meeting::Talk as W;
use domain::check::clean_text;
use oplog::PersonId;
use std::rc::Rc;
use ui::dom::{El, div, el, row};
use ui::parts::{dialog, field, key, wrong};
use ui::signal::Var;

/// Somebody who can be chosen.
#[derive(Clone, PartialEq, Debug)]
struct One {
    name: String,
    pinyin: String,
    note: String,
}

/// The person on the roll of exactly this name, if there is one only.
pub fn person_of(room: Room, name: &str) -> Option<PersonId> {
    room.peek(|meeting| {
        let mut named = meeting.roll.iter().filter(|line| line.expected.name == name);
        named.next().filter(|_| named.next().is_none()).map(|line| line.expected.person)
    })
}

/// The chips, and the dialog for everybody else.
pub fn speakers(room: Room, chosen: Var<String>, why: impl Fn() -> Option<String> + 'static) -> [El; 3] {
    let lang = room.lang();
    let open = Var::new(false);
    let chips = div("m-row");
    let start = chips.node().clone();
    let chips = chips.each(move || {
        let names = recent(room, &chosen.get());
        // The newest speaker is the first, and seen.
        start.set_scroll_left(0);
        names.into_iter().map(|name| row(name.clone(), move || chip(name, chosen))).collect()
    });
    let other = key("meeting.say.speaker.other", move || open.set(true)).class("m-chip");
    let who = div("m-who").at("role", "group").at("aria-label", W::Who.in_(lang));
    let search = dialog("meeting.say.who", W::OtherTitle.in_(lang), open, move || search(room, chosen, open));
    [who.with(chips).with(other.say(W::Other.in_(lang))), div("inside").live_one(wrong(why)), search]
}

fn chip(name: String, chosen: Var<String>) -> El {
    let (mine, pick) = (name.clone(), name.clone());
    let on = move || chosen.with(|chosen| *chosen == mine);
    key(&["meeting.say.speaker.", &name].concat(), move || chosen.set(pick.clone()))
        .class("m-chip")
        .at("data-name", &name)
        .at_live("aria-pressed", move || Some(on().to_string()))
        .say(name)
}

/// The one chosen, those who spoke last, the chair, and the first of the roll who are here; eight at most.
fn recent(room: Room, chosen: &str) -> Vec<String> {
    room.with(|meeting| {
        let mut names: Vec<String> = Vec::new();
        let spoke = meeting.entries.iter().rev().map(|entry| entry.speaker.as_str());
        let here = meeting.roll.iter().filter(|line| line.here()).map(|line| line.expected.name.as_str());
        for name in spoke.chain([meeting.head.chair.as_str()]).chain(here) {
            if names.len() < 8 && !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        if !chosen.is_empty() && !names.iter().any(|name| name == chosen) {
            names.insert(0, chosen.to_owned());
        }
        names
    })
}

fn everybody(room: Room) -> Vec<One> {
    let lang = room.lang();
    room.peek(|meeting| {
        let roll = meeting.roll.iter().map(|line| One {
            name: line.expected.name.clone(),
            pinyin: line.expected.pinyin.clone(),
            note: ui::words::names::capacity(line.expected.capacity, lang).to_owned(),
        });
        let guests = meeting.guests.iter().map(|guest| One {
            name: guest.name.clone(),
            pinyin: String::new(),
            note: format!("{} {}", W::Attending.in_(lang), guest.office),
        });
        roll.chain(guests).collect()
    })
}

fn search(room: Room, chosen: Var<String>, open: Var<bool>) -> Vec<El> {
    let lang = room.lang();
    let query = Var::new(String::new());
    let all = Rc::new(everybody(room));
    let pick = move |name: &str| {
        chosen.set(name.to_owned());
        open.set(false);
    };
    let one = move |t: &str, name: String, note: &str| {
        let picked = name.clone();
        key(t, move || pick(&picked))
            .class("m-pick")
            .at("data-name", &name)
            .say(name)
            .with(el("small").say(note))
    };
    let everybody = Rc::clone(&all);
    // A name that nobody has is taken as it is typed.
    let free = move || {
        let typed = clean_text(query.get().trim());
        let known = everybody.iter().any(|one| one.name == typed);
        (!typed.is_empty() && !known).then(|| one("meeting.say.who.free", typed, W::FreeName.in_(lang)))
    };
    let found = move || {
        let query = query.get();
        let matching = all.iter().filter(|one| finds(&query, &one.name, &one.pinyin)).take(60);
        matching.map(|found| one("meeting.say.who.pick", found.name.clone(), &found.note)).collect()
    };
    let line = field("meeting.say.who.search", W::Who.in_(lang), query).hint(W::FindHint.in_(lang)).line();
    vec![line, div("m-picks").live_one(free).live(found)]
}
