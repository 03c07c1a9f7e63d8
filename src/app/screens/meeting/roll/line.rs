//! One line of the roll.

use super::Desk;
use super::marks::plain;
use crate::words::meeting::Roll as W;
use domain::meeting::{Capacity, Mark, RollMark};
use leptos::reactive::graph::untrack;
use oplog::PersonId;
use ui::dom::{El, Say, div, el};
use ui::format;
use ui::parts::key;
use ui::signal::Derived;
use ui::words::{Lang, names};

/// A person or household with 到, 假, 缺 and more.
pub fn roll_row(desk: Desk, person: PersonId) -> El {
    let lang = desk.room.lang();
    let mark = Derived::new(move || {
        let line = desk.line(person)?;
        desk.marks.with(|marks| marks.of(&line).cloned())
    });
    let expected = untrack(|| desk.line(person)).map(|line| line.expected);
    let name = expected.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let note = expected.and_then(|one| capacity(lang, one.capacity));
    // Of two marks that recorders set none is picked: the line asks for a third.
    let contested = Derived::new(move || {
        desk.room.with(|meeting| meeting.contested_mark(person))
            && desk.marks.with(|marks| marks.marks.get(&person).is_none())
    });
    let said = move || {
        if contested.get() {
            return W::Contested.in_(lang).to_owned();
        }
        mark.with(|mark| mark.as_ref().map(|mark| detail(lang, mark)))
            .unwrap_or_else(|| W::Unmarked.in_(lang).to_owned())
    };
    let unmarked = move || (contested.get() || mark.with(Option::is_none)).then(|| "unmarked".to_owned());
    let t = ["meeting.roll.", &person.hex()].concat();
    let buttons = [
        (Mark::Present, "present", W::Present),
        (Mark::Leave, "leave", W::Leave),
        (Mark::Absent, "absent", W::Absent),
    ]
    .map(|(value, is, word)| {
        let on = move || {
            !contested.get() && mark.with(|mark| mark.as_ref().is_some_and(|mark| mark.mark == value))
        };
        let put = move || {
            if let Some(line) = untrack(|| desk.line(person)) {
                desk.marks.update(|marks| marks.set(&line, plain(person, value)));
            }
        };
        let button = key(&[&t, ".", is].concat(), put)
            .at("aria-label", &[&*name, " ", names::mark(value, lang)].concat())
            .at_live("aria-pressed", move || Some(on().to_string()))
            .say(word.in_(lang));
        if value == Mark::Present { button.class("here") } else { button }
    });
    let dots = key(&[&t, ".more"].concat(), move || desk.more.set(Some(person)))
        .class("m-dots")
        .at("aria-label", &[&*name, " ", W::More.in_(lang)].concat())
        .say("⋮");
    let about = div("name")
        .say(name.as_str())
        .maybe(note.map(|note| el("small").say(note)))
        .with(el("small").at_live("class", unmarked).say(Say::live(said)));
    el("li")
        .class("m-person")
        .at("data-name", &name)
        .t(&t)
        .at_live("data-mark", move || mark.with(|mark| mark.as_ref().map(|mark| is(mark.mark).to_owned())))
        .with(about)
        .with(div("m-seg").at("role", "group").all(buttons))
        .with(dots)
}

/// A mark's key in the page, for tests.
const fn is(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "present",
        Mark::Proxy => "proxy",
        Mark::Leave => "leave",
        Mark::Absent => "absent",
        Mark::Recused => "recused",
        Mark::Left => "left",
    }
}

/// `代到：李大妈`, `晚到 20:05`, `早退 20:40`.
pub fn detail(lang: Lang, mark: &RollMark) -> String {
    let mut said = match (mark.mark, mark.at) {
        (Mark::Present, Some(_)) => W::Late.in_(lang),
        (of, _) => names::mark(of, lang),
    }
    .to_owned();
    if let Some(at) = mark.at {
        said.push(' ');
        said.push_str(&format::clock(at));
    }
    if !mark.note.is_empty() {
        said.push_str(lang.pick("：", ": "));
        said.push_str(&mark.note);
    }
    said
}

fn capacity(lang: Lang, capacity: Capacity) -> Option<String> {
    (!capacity.entitled()).then(|| names::capacity(capacity, lang).to_owned())
}
