//! The closing: who signed, what exactly, and whether that is what arrived.

use super::came::came;
use super::here::Here;
use crate::signature::picture;
use domain::meeting::Signed;
use domain::view::{ClosedView, LateAddition};
use leptos::prelude::*;
use ui::format;
use ui::words;
use ui::words::desk::{Meeting, fill};

/// The closing, or that there is none.
pub fn closing(here: &Here<'_>) -> impl IntoView + use<> {
    let lang = here.lang;
    let said = match here.meeting.holding() {
        Some(closed) => signed(here, closed).into_any(),
        None if here.meeting.contested_closing() => {
            view! { <p class="d-note amber">{Meeting::SettleNote.in_(lang)}</p> }.into_any()
        }
        None => view! { <p class="d-quiet">{Meeting::NotClosed.in_(lang)}</p> }.into_any(),
    };
    view! {
        <section data-t="desk.meeting.closing">
            <h2>{Meeting::Closing.in_(lang)}</h2>
            {said}
            {late(here)}
        </section>
    }
}

fn signed(here: &Here<'_>, closed: &ClosedView) -> impl IntoView + use<> {
    let lang = here.lang;
    let (class, words) = if closed.digest_matches {
        ("d-note green", Meeting::DigestRight)
    } else {
        ("d-note amber", Meeting::DigestWrong)
    };
    let read = if closed.read_aloud { Meeting::ReadAloud } else { Meeting::NotReadAloud };
    let ended = format::date_time(closed.ended, lang);
    view! {
        <p class=class data-t="desk.meeting.digest" data-name=closed.digest_matches.to_string()>{words.in_(lang)}</p>
        <p>{Meeting::Ended.in_(lang)}" "{ended}" · "{read.in_(lang)}</p>
        {one(here, Meeting::SignedChair, &closed.chair)}
        {one(here, Meeting::SignedRecorder, &closed.recorder)}
        <p class="d-quiet" title=closed.digest.clone()>
            {fill(Meeting::Covers.in_(lang), &[&closed.covers])}" · "
            {fill(Meeting::Digest.in_(lang), &[&format::short(&closed.digest)])}
        </p>
        {came(here, closed.source.op)}
    }
}

fn one(here: &Here<'_>, words: Meeting, signed: &Signed) -> impl IntoView + use<> {
    let words = words.in_(here.lang);
    let drawn = match picture(&signed.strokes, format!("{words} {}", signed.name)) {
        Some(picture) => picture.into_any(),
        None => view! { <small class="d-quiet">{Meeting::NoStrokes.in_(here.lang)}</small> }.into_any(),
    };
    view! { <div class="d-signed"><small>{words}</small><b>{signed.name.clone()}</b>{drawn}</div> }
}

/// What came too late to be covered, in its own words.
fn late(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let late = &here.meeting.late;
    let twice = !here.meeting.versions.is_empty();
    let count = if twice { Meeting::NotCoveredCount } else { Meeting::LateCount };
    (!late.is_empty()).then(|| {
        let one = |one: &LateAddition| {
            let said = words::late(here.lang, here.meeting, &one.says);
            view! { <li><span dir="auto">{said}</span>{came(here, one.source.op)}</li> }
        };
        view! {
            <div class="d-note amber" data-t="desk.meeting.late">
                <p>{fill(count.in_(here.lang), &[&late.len()])}" "{Meeting::LateNote.in_(here.lang)}</p>
                <ul>{late.iter().map(one).collect_view()}</ul>
            </div>
        }
    })
}
