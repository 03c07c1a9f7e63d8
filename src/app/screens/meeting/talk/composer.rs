//! The composer: who, what, of which kind; kept while it is typed, recorded by 记下.

use super::super::parts::{draft_failed, native, wrongs};
use super::super::room::{Room, Trouble};
use super::entry::key as kind_key;
use super::speaker::speakers;
use super::typed::{KINDS, Typed};
use crate::drafts::{Kept, keep};
use crate::route::MeetingTab;
use crate::words::meeting::{Meeting as M, Talk as W, say};
use domain::Body;
use domain::check::{Field as F, MOST_TEXT};
use domain::meeting::EntryKind;
use leptos::reactive::graph::untrack;
use oplog::OpId;
use ui::dom::{El, div, el, p};
use ui::parts::{Look, button, field, key, wrong};
use ui::signal::{Derived, Var};

const SHOWN: &[F] = &[F::Speaker, F::Text, F::Answers];

/// The composer.
pub fn composer(room: Room) -> El {
    let lang = room.lang();
    let typed = Typed::new();
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Say, ""),
        move || [&title, " · ", M::TabSay.in_(lang)].concat(),
        move || typed.write(),
        |draft| typed.read(draft),
    );
    if typed.speaker.with_untracked(String::is_empty) {
        let last = room.peek(|meeting| meeting.entries.last().map(|entry| entry.speaker.clone()));
        typed.speaker.set(last.unwrap_or_else(|| room.peek(|meeting| meeting.head.chair.clone())));
    }
    let trouble = Trouble::new(lang);
    let text = field("meeting.say.text", W::Text.in_(lang), typed.text).rows(2).bare();
    let save = button(Look::Main, "meeting.say.save", W::Note.in_(lang), move || {
        record(room, typed, kept, trouble);
    });
    let composer = div("m-composer")
        .live_one(wrongs(trouble.rest(SHOWN)))
        .live_one(draft_failed(kept, lang))
        .all(speakers(room, typed.speaker, trouble.at(F::Speaker)));
    asked(composer, room, typed, trouble.at(F::Answers))
        .with(text.error(trouble.at(F::Text)).text())
        .live_one(left(room, typed))
        .with(kinds(div("m-send"), room, typed).with(save.flag("disabled", move || trouble.busy.get())))
}

fn record(room: Room, typed: Typed, kept: Kept, trouble: Trouble) {
    let text = typed.text.get_untracked();
    room.save(Body::Spoken(typed.body(room)), Some(kept), trouble, move |_| {
        typed.taken(&text);
        kept.taken();
    });
}

/// How many characters are left, once they are few.
fn left(room: Room, typed: Typed) -> impl Fn() -> Option<El> {
    let words = Derived::new(move || {
        let used = typed.text.with(|text| if text.len() < MOST_TEXT / 2 { 0 } else { text.chars().count() });
        if used + 1000 > MOST_TEXT { say::room(room.lang(), used, MOST_TEXT) } else { String::new() }
    });
    move || {
        let words = words.get();
        (!words.is_empty()).then(|| {
            let over = typed.text.with_untracked(|text| text.chars().count() > MOST_TEXT);
            p(words).class(if over { "wrong" } else { "hint" }).at("role", "status").t("meeting.say.left")
        })
    }
}

/// The kinds as chips in a row, and the time behind them once it is asked for.
fn kinds(send: El, room: Room, typed: Typed) -> El {
    let lang = room.lang();
    let timed = Var::new(!typed.time.with_untracked(String::is_empty));
    let choose = move |kind| {
        typed.kind.set(kind);
        if kind == EntryKind::Answer && typed.answers.with_untracked(Option::is_none) {
            typed.answers.set(untrack(|| open_questions(room)).last().map(|(op, ..)| *op));
        }
    };
    let chip = |(kind, word): (EntryKind, W)| {
        key(&["meeting.say.kind.", kind_key(kind)].concat(), move || choose(kind))
            .class("m-chip")
            .at_live("aria-pressed", move || Some((typed.kind.get() == kind).to_string()))
            .say(word.in_(lang))
    };
    let other =
        key("meeting.say.other-time", move || timed.set(true)).class("m-chip").say(W::OtherTime.in_(lang));
    send.with(div("m-row").at("role", "group").all(KINDS.map(chip)).with(other)).live_one(move || {
        let said_at = W::SaidAt.in_(lang);
        timed.get().then(|| native("meeting.say.time", said_at, "time", typed.time, None))
    })
}

/// The questions of the meeting without an answer: operation, who asked, what.
fn open_questions(room: Room) -> Vec<(OpId, String, String)> {
    room.with(|meeting| {
        let open = meeting
            .entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::Question && entry.answered_by.is_none());
        open.map(|entry| (entry.source.op, entry.speaker.clone(), entry.text.clone())).collect()
    })
}

/// Which question is answered; shown for an answer only.
fn asked(composer: El, room: Room, typed: Typed, why: impl Fn() -> Option<String> + Copy + 'static) -> El {
    let lang = room.lang();
    let one = move |(at, (op, by, text)): (usize, (OpId, String, String))| {
        key(&["meeting.say.answers.", &at.to_string()].concat(), move || typed.answers.set(Some(op)))
            .class("m-pick")
            .at("role", "radio")
            .at("data-name", &text)
            .at_live("aria-checked", move || Some((typed.answers.get() == Some(op)).to_string()))
            .say(text)
            .with(el("small").say(by))
    };
    composer
        .live_one(move || {
            if typed.kind.get() != EntryKind::Answer {
                return None;
            }
            let all = open_questions(room);
            let word = if all.is_empty() { W::NoQuestion } else { W::WhichQuestion }.in_(lang);
            let group = div("m-picks").at("role", "radiogroup").at("aria-label", W::WhichQuestion.in_(lang));
            Some(group.with(p(word).class("hint")).all(all.into_iter().enumerate().map(one)))
        })
        .live_one(wrong(move || why().filter(|_| typed.kind.get() == EntryKind::Answer)))
}
