//! The head stated anew before closing: a slip in the place or the time, a recorder who was not named, one of two heads
//! that recorders state.

use super::super::open::fields::Fields;
use super::super::open::head::{SHOWN, head_form};
use super::super::open::people_of;
use super::super::parts::{self, wrongs};
use super::super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::route::MeetingTab;
use crate::words::Common;
use crate::words::meeting::{Close as W, Meeting as M, why};
use domain::Body;
use domain::meeting::HeadChanged;
use domain::view::HeadView;
use leptos::reactive::graph::untrack;
use std::rc::Rc;
use ui::dom::{El, div, el, p};
use ui::parts::{Look, button};
use ui::signal::Var;
use ui::words::versions;

/// The button, and the form behind it.
pub fn head(room: Room) -> El {
    let lang = room.lang();
    let open = Var::new(untrack(|| room.has_draft(MeetingTab::Close, "head")));
    let trouble = Trouble::new(lang);
    div("inside").live_one(move || differ(room, trouble)).live(move || {
        if open.get() {
            return untrack(|| form(room, open));
        }
        let change = move || open.set(true);
        vec![button(Look::Quiet, "meeting.head.change", W::HeadChange.in_(lang), change)]
    })
}

/// Where recorders state two heads: each, with what it states differently and who did, and the press that takes it.
fn differ(room: Room, trouble: Trouble) -> Option<El> {
    let lang = room.lang();
    let heads = room.with(|meeting| meeting.differing_heads().to_vec());
    let lines = versions::heads(lang, &heads);
    let some = !heads.is_empty();
    let one = |(stated, lines): (HeadView, Vec<String>)| {
        let who = el("b").say(room.who(&stated.source));
        let take = move || {
            let body = HeadChanged { meeting: room.id, head: stated.head.clone() };
            room.save(Body::HeadChanged(body), None, trouble, |_| ());
        };
        let take = button(Look::Plain, "meeting.head.take", W::HeadTake.in_(lang), take);
        parts::stated(div("m-pick").with(who), lines).with(take.flag("disabled", move || trouble.busy.get()))
    };
    some.then(|| {
        let section = el("section").class("card act").t("meeting.head.differ");
        let all = heads.into_iter().zip(lines).map(one);
        let why = div("inside").live_one(wrongs(trouble.rest(&[])));
        section.with(p(W::HeadDiffer.in_(lang))).all(all).with(why)
    })
}

fn form(room: Room, open: Var<bool>) -> Vec<El> {
    let lang = room.lang();
    let fields = room
        .peek(|meeting| Some(Fields::of(&meeting.head)))
        .unwrap_or_else(|| Fields::of(&Default::default()));
    let first = fields.write("", "");
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "head"),
        move || [&title, " · ", M::TabClose.in_(lang)].concat(),
        move || fields.write(&first, ""),
        |draft| drop(fields.read(draft)),
    );
    let trouble = Trouble::new(lang);
    let tried = Var::new(false);
    let no_time = move || (tried.get() && fields.started().is_none()).then(|| why::fill_in(lang).to_owned());
    let roll = move || room.with(|meeting| meeting.roll.iter().map(|line| line.expected.clone()).collect());
    let people = move || people_of(room.app, room.scope);
    let save = move || {
        tried.set(true);
        if untrack(|| fields.started()).is_none() {
            return;
        }
        let body = Body::HeadChanged(HeadChanged { meeting: room.id, head: untrack(|| fields.head()) });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    let save = button(Look::Plain, "meeting.head.save", M::Save.in_(lang), save);
    let pair = div("m-pair")
        .with(button(Look::Plain, "meeting.head.cancel", Common::Cancel.in_(lang), cancel))
        .with(save.flag("disabled", move || trouble.busy.get()));
    let mut all = head_form(fields, trouble, lang, Rc::new(roll), Rc::new(people), Rc::new(no_time), true);
    all.push(div("inside").live_one(wrongs(trouble.rest(SHOWN))));
    all.push(pair);
    all
}
