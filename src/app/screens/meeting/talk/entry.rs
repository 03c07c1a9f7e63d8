//! One entry of the proceedings, with what was corrected of it later beside it.

use super::super::room::Room;
use crate::words::meeting::{Minutes, Talk as W};
use domain::meeting::{EntryKind, Moment};
use domain::view::{CorrectionView, Entry};
use oplog::OpId;
use ui::dom::{El, el, p};
use ui::format;
use ui::signal::Derived;
use ui::words::{Lang, names};

/// The entry made by an operation, followed as it changes.
pub fn entry_card(room: Room, op: OpId) -> El {
    let lang = room.lang();
    let entry = Derived::new(move || {
        room.with(|meeting| {
            let entry = meeting.entries.iter().find(|entry| entry.source.op == op)?;
            let re =
                entry.answers.and_then(|asked| meeting.entries.iter().find(|one| one.source.op == asked));
            let right: Vec<_> = meeting.corrections.iter().filter(|one| one.target == op).cloned().collect();
            Some((entry.clone(), re.map(|asked| asked.text.clone()), right))
        })
    });
    let (closed, started) = room.peek(|meeting| (meeting.closed.is_some(), meeting.head.started));
    let kind = move || entry.with(|now| now.as_ref().map_or(EntryKind::Statement, |(entry, ..)| entry.kind));
    el("article")
        .at_live("class", move || Some(class(kind()).to_owned()))
        .t("meeting.entry")
        .at_live("data-kind", move || Some(key(kind()).to_owned()))
        .at("data-op", &op.hex())
        .live(move || {
            let Some((entry, re, right)) = entry.get() else { return Vec::new() };
            let under = [names::entry(entry.kind, lang), " · ", &time(lang, entry.at, started)].concat();
            let who =
                p("").class("who").with(el("b").say(entry.speaker.as_str())).with(el("span").say(under));
            let asked = re.map(|asked| p(["↳ ", &asked].concat()).class("re"));
            let said = p(entry.text.as_str()).class("said").at("dir", "auto");
            let unanswered = entry.kind == EntryKind::Question
                && entry.answered_by.is_none()
                && entry.later_answer.is_none();
            let open = unanswered.then(|| p(W::Unanswered.in_(lang)).class("open"));
            let later = later(lang, &entry).filter(|_| closed);
            let right = right.iter().map(|one| correction(lang, one));
            [Some(who), asked, Some(said), open, later].into_iter().flatten().chain(right).collect()
        })
}

/// The time, with the day where it is not that of the meeting.
fn time(lang: Lang, at: Moment, started: Moment) -> String {
    if format::days_between(at, started) + format::days_between(started, at) == 0 {
        format::clock(at)
    } else {
        format!("{} {}", lang.pick("补记", "entered"), format::date_time(at, lang))
    }
}

fn later(lang: Lang, entry: &Entry) -> Option<El> {
    let answer = entry.later_answer.as_ref()?;
    let when = format::date_time(answer.source.at, lang);
    Some(beside(&[W::LaterAnswer.in_(lang), &answer.by, &when], &answer.text))
}

/// A correction beside what it corrects.
pub fn correction(lang: Lang, one: &CorrectionView) -> El {
    let when = format::date_time(one.source.at, lang);
    beside(&[Minutes::WasCorrected.in_(lang), &one.by, &one.reason, &when], &one.text).t("meeting.correction")
}

fn beside(head: &[&str], text: &str) -> El {
    p("").class("m-right").at("dir", "auto").with(el("small").say(head.join(" · "))).say(text)
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
