//! Writing a correction: it stands beside the original and never in its place.

use super::super::open::people_of;
use super::super::parts::{draft_failed, name, wrongs};
use super::super::room::{Room, Trouble};
use super::{CANCEL, draft_title, text_op};
use crate::drafts::{keep, pack, unpack};
use crate::route::MeetingTab;
use crate::words::meeting::Minutes as W;
use domain::Body;
use domain::check::{Field as F, clean_text};
use domain::meeting::Corrected;
use oplog::OpId;
use std::rc::Rc;
use ui::dom::{El, div, el, p};
use ui::parts::{Look, button, field, key, wrong};
use ui::signal::Var;

const SHOWN: &[F] = &[F::Target, F::Text, F::Reason, F::By];

/// What can be corrected: the operation, and how it is named.
fn targets(room: Room) -> Vec<(OpId, String)> {
    let lang = room.lang();
    let text = text_op(room).map(|op| (op, W::Text.in_(lang).to_owned()));
    room.with(|meeting| {
        let head = [(meeting.id, W::HeadAndRoll.in_(lang).to_owned())];
        let entries =
            meeting.entries.iter().map(|one| (one.source.op, format!("{}：{}", one.speaker, one.text)));
        let ballots = meeting
            .ballots
            .iter()
            .map(|one| (one.source.op, format!("{}：{}", W::Ballots.in_(lang), one.counted.question)));
        head.into_iter().chain(entries).chain(ballots).chain(text).collect()
    })
}

/// The form.
pub fn correct(room: Room, open: Var<bool>) -> El {
    let lang = room.lang();
    let target = Var::new(None::<OpId>);
    let [text, reason, by] = std::array::from_fn(|_| Var::new(String::new()));
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Minutes, "correct"),
        move || draft_title(room, W::Correct),
        move || {
            let target = target.get().map(|op| op.hex()).unwrap_or_default();
            pack(&[&target, &text.get(), &reason.get(), &by.get()])
        },
        |draft| {
            let mut parts = unpack(draft);
            target.set(parts.next().and_then(OpId::from_hex));
            for field in [text, reason, by] {
                field.set(parts.next().unwrap_or_default().to_owned());
            }
        },
    );
    let trouble = Trouble::new(lang);
    let missing = Var::new(false);
    let save = move || {
        missing.set(target.get_untracked().is_none());
        let Some(target) = target.get_untracked() else { return };
        let clean = |field: Var<String>| clean_text(field.get_untracked().trim());
        let (text, reason, by) = (clean(text), clean(reason), clean(by));
        let body = Body::Corrected(Corrected { meeting: room.id, target, text, reason, by });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    let people = Rc::new(move || people_of(room.app, room.scope));
    let line = |t: &str, word: W, value, of: F| field(t, word.in_(lang), value).error(trouble.at(of));
    let save = button(Look::Plain, "meeting.correct.save", W::CorrectSave.in_(lang), save);
    let pair = div("m-pair")
        .with(button(Look::Plain, "meeting.correct.cancel", CANCEL.in_(lang), cancel))
        .with(save.flag("disabled", move || trouble.busy.get()));
    el("section")
        .class("card")
        .t("meeting.correct.form")
        .with(el("h2").say(W::Correct.in_(lang)))
        .with(p(W::CorrectNote.in_(lang)).class("hint"))
        .all(what(room, target))
        .live_one(wrong(move || missing.get().then(|| W::CorrectWhat.in_(lang).to_owned())))
        .with(line("meeting.correct.text", W::CorrectText, text, F::Text).text())
        .with(line("meeting.correct.reason", W::CorrectWhy, reason, F::Reason).line())
        .with(name(line("meeting.correct.by", W::CorrectBy, by, F::By), people))
        .live_one(wrongs(trouble.rest(SHOWN)))
        .live_one(draft_failed(kept, lang))
        .with(pair)
}

/// What is corrected: all that can be, then only what was chosen.
fn what(room: Room, target: Var<Option<OpId>>) -> [El; 3] {
    let lang = room.lang();
    let one = move |(at, (op, said)): (usize, (OpId, String))| {
        let on = move || Some((target.get() == Some(op)).to_string());
        key(&["meeting.correct.target.", &at.to_string()].concat(), move || target.set(Some(op)))
            .class("m-pick one")
            .at("role", "radio")
            .at("dir", "auto")
            .at_live("aria-checked", on)
            .say(said)
    };
    let list = div("m-picks").at("role", "radiogroup").at("aria-label", W::CorrectWhat.in_(lang));
    let list = list.live(move || {
        let chosen = target.get();
        let all = targets(room).into_iter().enumerate();
        all.filter(|(_, (op, _))| chosen.is_none_or(|chosen| chosen == *op)).map(one).collect()
    });
    let other = move || {
        let press = move || target.set(None);
        target.get().map(|_| button(Look::Quiet, "meeting.correct.other", W::CorrectOther.in_(lang), press))
    };
    [p(W::CorrectWhat.in_(lang)).class("label"), list, div("inside").live_one(other)]
}
