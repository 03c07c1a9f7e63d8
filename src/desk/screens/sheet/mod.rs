//! The minutes on paper: A4, seen only by the printer. Header and footer are those of a table, which browsers
//! repeat on every page.

mod body;
mod roll;
pub mod seal;
mod settled;
mod signatures;

use super::meeting::here::Here;
use crate::hours;
use leptos::prelude::*;
use ui::format;
use ui::words::desk::{Sheet, fill};
use ui::words::names;

/// The whole sheet.
pub fn sheet(here: &Here<'_>) -> impl IntoView + use<> {
    view! {
        <table class="p-sheet" data-t="desk.sheet">
            <thead><tr><td>{header(here)}</td></tr></thead>
            <tfoot><tr><td>{footer(here)}</td></tr></tfoot>
            <tbody><tr><td>
                <h1>{fill(Sheet::Title.in_(here.lang), &[&names::step(here.meeting.step, here.lang)])}</h1>
                {warnings(here)}
                {body::head(here)}
                {roll::roll(here)}
                {body::proceedings(here)}
                {body::ballots(here)}
                {body::conclusion(here)}
                {signatures::signatures(here)}
                {settled::settled(here)}
                {body::corrections(here)}
                {body::late(here)}
                {seal::seal(here)}
            </td></tr></tbody>
        </table>
    }
}

fn header(here: &Here<'_>) -> impl IntoView + use<> {
    let title = &here.matter.raised.title;
    view! {
        <div class="p-header">
            <span>{here.places.join(" ")}</span>
            <span>{super::meeting::here::shortened(title)}</span>
        </div>
    }
}

/// The digest by which a sheet is matched with the record, and the day of printing.
fn footer(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, printed) = (here.lang, hours::full(here.now_ms, here.lang));
    let said = match here.meeting.holding() {
        None if here.meeting.contested_closing() => fill(Sheet::FooterContested.in_(lang), &[&printed]),
        Some(closed) => fill(Sheet::Footer.in_(lang), &[&format::short(&closed.digest), &printed]),
        None => fill(Sheet::FooterOpen.in_(lang), &[&printed]),
    };
    let id: String = here.meeting.id.hex().chars().take(8).collect();
    view! {
        <div class="p-footer">
            <span>{said}</span>
            <span>{fill(Sheet::Id.in_(lang), &[&id])}</span>
        </div>
    }
}

/// What makes these minutes less than a formal record.
fn warnings(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let differs = meeting.holding().is_some_and(|closed| !closed.digest_matches);
    let contested = meeting.contested_closing();
    let late = if meeting.versions.is_empty() { Sheet::LateNote } else { Sheet::NotCovered };
    let open = if contested { 0 } else { meeting.disagreements.len() };
    let some = |many: usize, words: Sheet| (many > 0).then(|| fill(words.in_(lang), &[&many]));
    [
        differs.then(|| Sheet::NotMatching.in_(lang).to_owned()),
        contested.then(|| Sheet::Contested.in_(lang).to_owned()),
        some(meeting.late.len(), late),
        some(open, Sheet::Differ),
    ]
    .into_iter()
    .flatten()
    .map(|words| view! { <p class="p-warning">{words}</p> })
    .collect_view()
}
