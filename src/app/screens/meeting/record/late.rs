//! What came after the closing and is not covered by it: shown behind, not folded in.

use super::super::room::Room;
use crate::words::meeting::{Minutes as W, conclusion, say};
use domain::Body;
use leptos::prelude::*;
use oplog::{Op, OpId};
use ui::dom::{El, el};
use ui::words::{Lang, names};

/// The late additions.
pub fn late(room: Room) -> impl Fn() -> Option<El> {
    let lang = room.lang();
    move || {
        let ids: Vec<OpId> = room.with(|meeting| meeting.late.clone());
        let matter = room.held.with(crate::state::Opened::here)?;
        let ops = ids.iter().filter_map(|id| matter.ops.iter().find(|op| op.id() == *id));
        let lines: Vec<El> = ops.map(|op| el("li").at("dir", "auto").say(said(lang, op))).collect();
        (!lines.is_empty()).then(|| {
            let section = el("section").class("card").t("meeting.minutes.late");
            section.with(el("h2").say(W::Late.in_(lang))).with(el("ul").class("m-list").all(lines))
        })
    }
}

fn said(lang: Lang, op: &Op) -> String {
    match Body::of(op) {
        Ok(Some(Body::Spoken(spoken))) => {
            format!(
                "{} · {}{}{}",
                spoken.speaker,
                names::entry(spoken.entry, lang),
                lang.pick("：", ": "),
                spoken.text
            )
        }
        Ok(Some(Body::Counted(counted))) => {
            format!("{}{}{}", counted.question, lang.pick("：", ": "), conclusion::counts(lang, &counted))
        }
        Ok(Some(Body::TextWritten(text))) => text.text,
        Ok(Some(Body::RollMarked(marked))) => say::late_marks(lang, marked.marks.len()),
        Ok(Some(Body::GuestsNoted(noted))) => {
            let names: Vec<&str> = noted.guests.iter().map(|guest| guest.name.as_str()).collect();
            format!("{}{}{}", W::Guests.in_(lang), lang.pick("：", ": "), names.join(lang.pick("、", ", ")))
        }
        _ => W::OtherRecord.in_(lang).to_owned(),
    }
}
