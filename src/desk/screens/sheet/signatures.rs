//! The signatures on paper: what was drawn on the phone, or a line to sign on.

use super::super::meeting::here::Here;
use crate::signature::picture;
use domain::meeting::Signed;
use leptos::prelude::*;
use ui::format;
use ui::words::desk::{Sheet, fill};

/// Chair and recorder.
pub fn signatures(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let unsigned = |name: &str| Signed { name: name.to_owned(), strokes: String::new() };
    let (chair, recorder, on) = match meeting.holding() {
        Some(closed) => (closed.chair.clone(), closed.recorder.clone(), format::date(closed.ended, lang)),
        None => (unsigned(&meeting.head.chair), unsigned(&meeting.head.recorder), String::new()),
    };
    let covered = meeting.holding().map(|closed| {
        let device: String = closed.source.device.hex().chars().take(8).collect();
        fill(Sheet::Covered.in_(lang), &[&closed.covers, &device])
    });
    view! {
        <section class="p-whole">
            <h2>{Sheet::Signatures.in_(lang)}</h2>
            <table class="p-signatures"><tbody><tr>
                {one(Sheet::ChairSign.in_(lang), &chair, &on)}
                {one(Sheet::RecorderSign.in_(lang), &recorder, &on)}
            </tr></tbody></table>
            {covered.map(|covered| view! { <p class="p-small">{covered}</p> })}
        </section>
    }
}

fn one(words: &'static str, signed: &Signed, on: &str) -> impl IntoView + use<> {
    let drawn = picture(&signed.strokes, format!("{words} {}", signed.name));
    view! {
        <td>
            <span>{words}</span>
            <div class="p-drawn">{drawn}</div>
            <b>{signed.name.clone()}</b>
            <span>{on.to_owned()}</span>
        </td>
    }
}
