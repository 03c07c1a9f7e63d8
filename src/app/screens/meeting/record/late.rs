//! What came after the closing and is not covered by it: shown behind, not folded in.

use super::super::room::Room;
use crate::words::meeting::{Minutes as W, conclusion, say};
use domain::Body;
use leptos::prelude::*;
use oplog::{Op, OpId};
use ui::words::{Lang, names};

/// The late additions.
#[component]
pub fn Late(room: Room) -> impl IntoView {
    let lang = room.lang();
    let late = Memo::new(move |_| {
        let ids: Vec<OpId> = room.with(|meeting| meeting.late.clone());
        let Some(matter) = room.held.with(crate::state::Opened::here) else { return Vec::new() };
        let ops = ids.iter().filter_map(|id| matter.ops.iter().find(|op| op.id() == *id));
        ops.map(|op| said(lang, op)).collect::<Vec<_>>()
    });
    move || {
        let late = late.get();
        (!late.is_empty()).then(|| {
            view! {
                <section class="card" data-t="meeting.minutes.late">
                    <h2>{W::Late.in_(lang)}</h2>
                    <ul class="m-list">{late.into_iter().map(|said| view! { <li dir="auto">{said}</li> }).collect_view()}</ul>
                </section>
            }
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
