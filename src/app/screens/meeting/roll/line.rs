//! One line of the roll.

use super::Desk;
use super::marks::plain;
use crate::words::meeting::Roll as W;
use domain::meeting::{Capacity, Mark, RollMark};
use leptos::prelude::*;
use oplog::PersonId;
use ui::format;
use ui::words::{Lang, names};

/// A person or household with 到, 假, 缺 and more.
#[component]
pub fn RollRow(desk: Desk, person: PersonId) -> impl IntoView {
    let lang = desk.room.lang();
    let line = Memo::new(move |_| desk.line(person));
    let mark = Memo::new(move |_| {
        let line = line.get()?;
        desk.marks.with(|marks| marks.of(&line).cloned())
    });
    let expected = untrack(|| line.get()).map(|line| line.expected);
    let name = expected.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let note = expected.and_then(|one| capacity(lang, one.capacity));
    let said =
        move || mark.get().map_or_else(|| W::Unmarked.in_(lang).to_owned(), |mark| detail(lang, &mark));
    let hex = person.hex();
    let (row, more, about) = (name.clone(), name.clone(), name.clone());
    let three = [
        (Mark::Present, "present", W::Present),
        (Mark::Leave, "leave", W::Leave),
        (Mark::Absent, "absent", W::Absent),
    ];
    let buttons = three.map(|(value, key, word)| {
        let on = move || mark.with(|mark| mark.as_ref().is_some_and(|mark| mark.mark == value));
        let label = format!("{name} {}", names::mark(value, lang));
        let put = move |_| {
            if let Some(line) = line.get_untracked() {
                desk.marks.update(|marks| marks.set(&line, plain(person, value)));
            }
        };
        view! {
            <button type="button" class:here=value == Mark::Present data-t=format!("meeting.roll.{hex}.{key}")
                aria-label=label aria-pressed=move || if on() { "true" } else { "false" } on:click=put>
                {word.in_(lang)}
            </button>
        }
    });
    view! {
        <li class="m-person" data-name=row data-t=format!("meeting.roll.{}", person.hex())
            data-mark=move || mark.with(|mark| mark.as_ref().map(|mark| key(mark.mark)))>
            <div class="name">
                {about}
                {note.map(|note| view! { <small>{note}</small> })}
                <small class:unmarked=move || mark.with(Option::is_none)>{said}</small>
            </div>
            <div class="m-seg" role="group">{buttons.collect_view()}</div>
            <button type="button" class="m-dots" data-t=format!("meeting.roll.{}.more", person.hex())
                aria-label=format!("{more} {}", W::More.in_(lang)) on:click=move |_| desk.more.set(Some(person))>"⋮"</button>
        </li>
    }
}

/// A mark's key in the page, for tests.
const fn key(mark: Mark) -> &'static str {
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
