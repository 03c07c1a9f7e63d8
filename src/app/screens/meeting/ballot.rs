//! 表决: what was counted, and the form that counts.

pub mod card;
mod form;
mod law;

use self::card::ballot_card;
use self::form::{Votes, form};
use super::frame::{going, screen, tabbed};
use super::room::{Room, Trouble};
use crate::drafts::{Kept, keep};
use crate::page::foot;
use crate::route::MeetingTab;
use crate::words::meeting::{Ballot as W, Meeting as M};
use domain::Body;
use leptos::reactive::graph::untrack;
use std::rc::Rc;
use ui::dom::{El, row};
use ui::parts::{Look, Tone, button, said};
use ui::signal::{Derived, Var};

/// The ballot's tab.
pub fn ballot_tab(room: Room) -> El {
    let lang = room.lang();
    let votes = Votes::new();
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Ballot, ""),
        move || [&title, " · ", M::TabBallot.in_(lang)].concat(),
        move || votes.write(),
        |draft| votes.read(draft),
    );
    let some = Derived::new(move || room.with(|meeting| !meeting.ballots.is_empty()));
    let decides = room.peek(|meeting| room.way(meeting).is_some_and(|way| way.majority.is_some()));
    // The form is open where a ballot is due, and where something is typed already.
    let counting = Var::new(untrack(|| !votes.write().is_empty() || (decides && !some.get())));
    let trouble = Trouble::new(lang);
    let again = move |question: String| {
        votes.clear();
        votes.question.set(question);
        counting.set(true);
    };
    let counted = move || {
        let ops: Vec<_> =
            room.with(|meeting| meeting.ballots.iter().map(|ballot| ballot.source.op).collect());
        ops.into_iter().map(|op| row(op.hex(), move || ballot_card(room, op, Some(Rc::new(again))))).collect()
    };
    let below = move || {
        let another = move |look, word: W| {
            button(look, "meeting.ballot.another", word.in_(lang), move || again(String::new()))
        };
        if counting.get() {
            untrack(|| form(room, votes, kept, trouble))
        } else if decides || some.get() {
            vec![another(Look::Plain, W::Another)]
        } else {
            let why = said(Tone::Info, "meeting.ballot.none", W::Hearing.in_(lang));
            vec![why, another(Look::Quiet, W::WantAnyway)]
        }
    };
    let action = foot().live(move || action(room, votes, kept, trouble, counting));
    screen(room, going(room), tabbed(room, MeetingTab::Ballot).each(counted).live(below), action)
}

fn action(room: Room, votes: Votes, kept: Kept, trouble: Trouble, counting: Var<bool>) -> Vec<El> {
    let lang = room.lang();
    if !counting.get() {
        let go = move || room.app.replace(room.tab(MeetingTab::Close));
        return vec![button(Look::Main, "meeting.ballot.go-on", W::ToText.in_(lang), go)];
    }
    let save = move || {
        let body = untrack(|| votes.body(room));
        room.save(Body::Counted(body), Some(kept), trouble, move |_| {
            votes.clear();
            kept.taken();
            counting.set(false);
        });
    };
    let recount =
        button(Look::Plain, "meeting.ballot.recount", W::Recount.in_(lang), move || votes.recount());
    let save = button(Look::Main, "meeting.ballot.save", W::Right.in_(lang), save);
    vec![recount, save.flag("disabled", move || trouble.busy.get())]
}
