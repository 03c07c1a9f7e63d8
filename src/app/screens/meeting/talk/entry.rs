//! One entry of the proceedings, with what was corrected of it later beside it.

use super::super::room::Room;
use crate::words::meeting::{Minutes, Talk as W};
use domain::meeting::{EntryKind, Moment};
use domain::view::{CorrectionView, Entry};
use leptos::prelude::*;
use oplog::OpId;
use ui::format;
use ui::words::{Lang, names};

/// The entry made by an operation, followed as it changes.
#[component]
pub fn EntryCard(room: Room, op: OpId) -> impl IntoView {
    let lang = room.lang();
    let entry = Memo::new(move |_| {
        room.with(|meeting| {
            let entry = meeting.entries.iter().find(|entry| entry.source.op == op)?;
            let re =
                entry.answers.and_then(|asked| meeting.entries.iter().find(|one| one.source.op == asked));
            Some((entry.clone(), re.map(|asked| asked.text.clone())))
        })
    });
    let right = Memo::new(move |_| {
        room.with(|meeting| {
            meeting.corrections.iter().filter(|one| one.target == op).cloned().collect::<Vec<_>>()
        })
    });
    let (closed, started) = room.peek(|meeting| (meeting.closed.is_some(), meeting.head.started));
    move || {
        let (entry, re) = entry.get()?;
        let class = class(entry.kind);
        let unanswered =
            entry.kind == EntryKind::Question && entry.answered_by.is_none() && entry.later_answer.is_none();
        Some(view! {
            <article class=class data-t="meeting.entry" data-kind=key(entry.kind) data-op=op.hex()>
                <p class="who">
                    <b>{entry.speaker.clone()}</b>
                    <span>{names::entry(entry.kind, lang)}" · "{time(lang, entry.at, started)}</span>
                </p>
                {re.map(|asked| view! { <p class="re">{format!("↳ {asked}")}</p> })}
                <p class="said" dir="auto">{entry.text.clone()}</p>
                {unanswered.then(|| view! { <p class="open">{W::Unanswered.in_(lang)}</p> })}
                {closed.then(|| later(lang, &entry))}
                {right.get().iter().map(|one| correction(lang, one)).collect_view()}
            </article>
        })
    }
}

/// The time, with the day where it is not that of the meeting.
fn time(lang: Lang, at: Moment, started: Moment) -> String {
    if format::days_between(at, started) + format::days_between(started, at) == 0 {
        format::clock(at)
    } else {
        format!("{} {}", lang.pick("补记", "entered"), format::date_time(at, lang))
    }
}

fn later(lang: Lang, entry: &Entry) -> Option<impl IntoView + use<>> {
    let answer = entry.later_answer.as_ref()?;
    let head = format!(
        "{} · {} · {}",
        W::LaterAnswer.in_(lang),
        answer.by,
        format::date_time(answer.source.at, lang)
    );
    Some(view! { <p class="m-right" dir="auto"><small>{head}</small>{answer.text.clone()}</p> })
}

/// A correction beside what it corrects.
pub fn correction(lang: Lang, one: &CorrectionView) -> impl IntoView + use<> {
    let head = format!(
        "{} · {} · {} · {}",
        Minutes::WasCorrected.in_(lang),
        one.by,
        one.reason,
        format::date_time(one.source.at, lang)
    );
    view! { <p class="m-right" dir="auto" data-t="meeting.correction"><small>{head}</small>{one.text.clone()}</p> }
}

const fn class(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Question => "m-entry question",
        EntryKind::Answer => "m-entry answer",
        _ => "m-entry",
    }
}

/// A kind's key in the page, for tests.
pub const fn key(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Statement => "statement",
        EntryKind::Question => "question",
        EntryKind::Answer => "answer",
        EntryKind::Amendment => "amendment",
        EntryKind::Ruling => "ruling",
    }
}
