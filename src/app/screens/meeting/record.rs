//! The minutes as they stand: all of it, what came late, corrections beside the original, later answers.

mod answer;
mod correct;
mod late;
mod sections;
mod settle;

use self::answer::open_questions;
use self::correct::correct;
use self::late::late;
use self::sections::{attendance, head_card, seal};
use self::settle::settle;
use super::ballot::card::ballot_card;
use super::frame::{disagreements, screen};
use super::room::Room;
use super::talk::entry::{correction, entry_card};
use crate::page::{content, foot};
use crate::route::{MeetingTab, Route};
use crate::words::Common;
use crate::words::meeting::{Minutes as W, conclusion};
use domain::view::{CorrectionView, MeetingView};
use leptos::reactive::graph::untrack;
use oplog::OpId;
use ui::dom::{El, Say, div, el, p, row};
use ui::parts::{Look, button};
use ui::signal::Var;
use ui::words::names;

/// The minutes.
pub fn minutes_tab(room: Room) -> El {
    let lang = room.lang();
    let closed = room.peek(|meeting| meeting.closed.is_some());
    let under = Say::live(move || room.with(|meeting| names::step(meeting.step, lang).to_owned()));
    let action = if closed {
        let go = move || room.app.go(Route::Where(room.matter));
        // Where the chair has something to do that is the main thing.
        let look = if room.peek(MeetingView::contested_closing) { Look::Plain } else { Look::Main };
        button(look, "meeting.minutes.where", W::WhereIsIt.in_(lang), go)
    } else {
        let go = move || room.app.replace(room.tab(MeetingTab::Roll));
        button(Look::Main, "meeting.minutes.go-on", W::GoOn.in_(lang), go)
    };
    let all = content().live_one(disagreements(room)).maybe(closed.then(|| seal(room)));
    let all = all
        .live_one(settle(room))
        .with(decided(room))
        .maybe(closed.then(|| open_questions(room)))
        .with(head_card(room))
        .with(attendance(room))
        .with(proceedings(room))
        .live_one(late(room));
    let all = if closed { correcting(all.live_one(other(room)), room) } else { all };
    screen(room, under, all, foot().with(action))
}

/// The button for a correction, or its form.
fn correcting(all: El, room: Room) -> El {
    let lang = room.lang();
    let open = Var::new(untrack(|| room.has_draft(MeetingTab::Minutes, "correct")));
    all.live_one(move || {
        if open.get() {
            return Some(untrack(|| correct(room, open)));
        }
        Some(button(Look::Plain, "meeting.correct", W::Correct.in_(lang), move || open.set(true)))
    })
}

fn decided(room: Room) -> El {
    let lang = room.lang();
    let outcome = move || room.with(|meeting| Some(meeting.outcome.name().to_owned()));
    let title = move || {
        let outcome = room.with(|meeting| names::outcome(meeting.outcome, lang).to_owned());
        [W::Conclusion.in_(lang), lang.pick("：", ": "), &outcome].concat()
    };
    // Of two signed records neither is read out.
    let words = move || {
        room.with(|meeting| match meeting.contested_closing() {
            true => String::new(),
            false => conclusion::conclusion(lang, meeting),
        })
    };
    let right = move || of(room, text_op(room)).iter().map(|one| correction(lang, one)).collect();
    el("section")
        .class("card")
        .t("meeting.minutes.outcome")
        .at_live("data-outcome", outcome)
        .with(el("h2").say(Say::live(title)))
        .with(p(Say::live(words)).class("m-conclusion").at("dir", "auto"))
        .live(right)
}

/// The operation that wrote the text in force.
fn text_op(room: Room) -> Option<OpId> {
    room.with(|meeting| meeting.texts.first().map(|text| text.source.op))
}

/// The corrections of an operation.
fn of(room: Room, target: Option<OpId>) -> Vec<CorrectionView> {
    room.with(|meeting| {
        meeting.corrections.iter().filter(|one| Some(one.target) == target).cloned().collect()
    })
}

/// What was said and what was counted.
fn proceedings(room: Room) -> El {
    let lang = room.lang();
    let heading = move |word: W, some: bool| some.then(|| el("h2").class("m-h").say(word.in_(lang)));
    let entries = move || -> Vec<OpId> {
        room.with(|meeting| meeting.entries.iter().map(|entry| entry.source.op).collect())
    };
    let ballots = move || -> Vec<OpId> {
        room.with(|meeting| meeting.ballots.iter().map(|ballot| ballot.source.op).collect())
    };
    div("inside")
        .live_one(move || heading(W::Proceedings, !entries().is_empty()))
        .each(move || entries().into_iter().map(|op| row(op.hex(), move || entry_card(room, op))).collect())
        .live_one(move || heading(W::Ballots, !ballots().is_empty()))
        .each(move || {
            ballots().into_iter().map(|op| row(op.hex(), move || ballot_card(room, op, None))).collect()
        })
}

/// Corrections that stand beside nothing else on this page: of the closing, or of another correction.
fn other(room: Room) -> impl Fn() -> Option<El> {
    let lang = room.lang();
    move || {
        let text = text_op(room);
        let other: Vec<CorrectionView> = room.with(|meeting| {
            let shown = |op: OpId| {
                op == meeting.id
                    || Some(op) == text
                    || meeting.entries.iter().any(|one| one.source.op == op)
                    || meeting.ballots.iter().any(|one| one.source.op == op)
            };
            meeting.corrections.iter().filter(|one| !shown(one.target)).cloned().collect()
        });
        (!other.is_empty()).then(|| {
            let title = el("h2").say(W::Corrections.in_(lang));
            el("section").class("card").with(title).all(other.iter().map(|one| correction(lang, one)))
        })
    }
}

/// The title of a form's draft.
fn draft_title(room: Room, word: W) -> String {
    [&room.title(), " · ", word.in_(room.lang())].concat()
}

/// The word for giving a form up.
const CANCEL: Common = Common::Cancel;
