//! Two recorders closed one meeting with different records: each of them, what the chair said, and where the chair says it.

use super::super::close::pad::pad;
use super::super::close::strokes::Strokes;
use super::super::parts::{draft_failed, stated, wrongs};
use super::super::room::{Room, Trouble};
use crate::drafts::{keep, pack, unpack};
use crate::page::into_view;
use crate::route::MeetingTab;
use crate::words::meeting::{Close, Settle as W};
use domain::Body;
use domain::check::{Field as F, clean_text};
use domain::meeting::{ClosingSettled, Signed};
use domain::view::MeetingView;
use leptos::reactive::graph::untrack;
use oplog::OpId;
use oplog::flat::Set;
use ui::dom::{El, div, el, p};
use ui::format;
use ui::parts::{Look, State, badge, button, field, key, wrong};
use ui::signal::{Derived, Var};
use ui::words::versions;

const SHOWN: &[F] = &[F::ChairSignature, F::Reason];

/// The records that were signed, where they differ.
pub fn settle(room: Room) -> impl Fn() -> Option<El> {
    let lang = room.lang();
    move || {
        let (some, contested) =
            room.with(|meeting| (!meeting.versions.is_empty(), meeting.contested_closing()));
        some.then(|| {
            let picked = Picked { op: Var::new(None), strokes: Var::default() };
            let (class, title) = if contested { ("card act", W::Title) } else { ("card", W::Settled) };
            let section = el("section").class(class).t("meeting.settle").with(el("h2").say(title.in_(lang)));
            let said = room.with(|meeting| words(room, meeting));
            let said = section.all(said.into_iter().map(|said| p(said).t("meeting.settle.said")));
            if !contested {
                return said.all(room.with(|meeting| shown(room, meeting, None)));
            }
            let picks = div("m-picks").at("role", "radiogroup").at("aria-label", W::Which.in_(lang));
            let picks = picks.all(room.with(|meeting| shown(room, meeting, Some(picked))));
            said.with(p(W::Ask.in_(lang))).with(picks).with(untrack(|| form(room, picked)))
        })
    }
}

/// The record that the chair chose, and the signature.
#[derive(Clone, Copy)]
struct Picked {
    op: Var<Option<OpId>>,
    strokes: Var<Strokes>,
}

impl Picked {
    /// Another record wants another signature.
    fn pick(self, op: OpId) {
        if self.op.get_untracked() != Some(op) {
            self.strokes.set(Strokes::default());
            self.op.set(Some(op));
        }
    }
}

/// What was said of them.
fn words(room: Room, meeting: &MeetingView) -> Vec<String> {
    let whose = |op| signer(room, meeting.version(op));
    let said = meeting.settlements.iter();
    said.map(|one| versions::settlement(room.lang(), &whose(one.holds), one)).collect()
}

/// Whose phone a record was signed on.
fn signer(room: Room, version: Option<&MeetingView>) -> String {
    let closed = version.and_then(|one| one.closed.as_ref());
    closed.map(|closed| room.who(&closed.source)).unwrap_or_default()
}

/// Each record: whose, what came of it, what it states that not all do. `picked` where one is to be chosen.
fn shown(room: Room, meeting: &MeetingView, picked: Option<Picked>) -> Vec<El> {
    let lang = room.lang();
    let lines = versions::records(lang, &meeting.versions);
    let one = |(version, lines): (&MeetingView, Vec<String>)| {
        let closed = version.closed.as_ref()?;
        let op = closed.source.op;
        let one = match picked {
            Some(picked) => key("meeting.settle.pick", move || picked.pick(op))
                .class("m-pick")
                .at("role", "radio")
                .at_live("aria-checked", move || Some((picked.op.get() == Some(op)).to_string())),
            None => div("m-pick"),
        };
        let holds = meeting.holding().is_some_and(|of| of.source.op == op);
        let state = match (picked, holds) {
            (Some(_), _) => None,
            (None, true) => Some(badge(State::Town, W::Holds.in_(lang))),
            (None, false) => Some(badge(State::Plain, W::Kept.in_(lang))),
        };
        let title = versions::title(lang, &signer(room, Some(version)), version);
        let mut lines = lines;
        lines.push([W::Digest.in_(lang), " ", &format::short(&closed.digest)].concat());
        if !closed.digest_matches {
            lines.push(W::Missing.in_(lang).to_owned());
        }
        let state = state.map(|state| el("small").with(state));
        let all = one.at("data-op", &op.hex()).with(el("b").say(title)).maybe(state);
        Some(stated(all, lines))
    };
    meeting.versions.iter().zip(lines).filter_map(one).collect()
}

/// Where the chair signs, once a record is picked.
fn form(room: Room, picked: Picked) -> El {
    let lang = room.lang();
    let Picked { op: picked, strokes } = picked;
    let reason = Var::new(String::new());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Minutes, "settle"),
        move || [&title, " · ", W::Title.in_(lang)].concat(),
        move || {
            let path = strokes.with(|strokes| strokes.path().to_owned());
            let picked = picked.get().map(|op| op.hex()).unwrap_or_default();
            pack(&[&picked, &reason.get(), &path])
        },
        |draft| {
            let mut parts = unpack(draft);
            let mut next = || parts.next().unwrap_or_default().to_owned();
            picked.set(OpId::from_hex(&next()));
            reason.set(next());
            strokes.set(Strokes::of(next()));
        },
    );
    let trouble = Trouble::new(lang);
    let chair = Derived::new(move || {
        let picked = picked.get();
        room.with(|meeting| picked.and_then(|op| meeting.version(op)).map(|one| one.head.chair.clone()))
            .unwrap_or_default()
    });
    let unsigned = move || strokes.with(|strokes| strokes.path().is_empty());
    let save = move || {
        let Some(holds) = picked.get_untracked() else { return };
        let over = room.peek(|meeting| meeting.differing_closings().iter().copied().collect::<Set<_>>());
        let strokes = strokes.with_untracked(|strokes| strokes.path().to_owned());
        let mut over = over.into_vec();
        over.retain(|op| *op != holds);
        let body = ClosingSettled {
            meeting: room.id,
            holds,
            over,
            chair: Signed { name: chair.get_untracked(), strokes },
            reason: clean_text(reason.get_untracked().trim()),
        };
        room.save(Body::ClosingSettled(body), Some(kept), trouble, move |_| kept.over());
    };
    div("inside").live(move || {
        if picked.with(Option::is_none) {
            return Vec::new();
        }
        let why = field("meeting.settle.reason", W::Reason.in_(lang), reason).error(trouble.at(F::Reason));
        let save = button(Look::Main, "meeting.settle.save", W::Save.in_(lang), save);
        vec![
            why.text(),
            p(W::Sign.in_(lang)).class("label"),
            pad("meeting.settle.chair", Close::ChairSigns, chair, strokes, lang),
            div("inside").live_one(wrong(move || unsigned().then(trouble.at(F::ChairSignature)).flatten())),
            p(W::Note.in_(lang)).class("hint"),
            div("inside").live_one(wrongs(trouble.rest(SHOWN))).live_one(draft_failed(kept, lang)),
            // The records above fill the screen: what to do next is brought into sight.
            into_view(save.flag("disabled", move || trouble.busy.get())),
        ]
    })
}
