//! Two signed records of one meeting: both, which one holds, and who settled it.

use super::came::came;
use super::here::Here;
use domain::view::MeetingView;
use leptos::prelude::*;
use oplog::OpId;
use ui::format;
use ui::words::desk::{Meeting, fill};
use ui::words::versions;

/// A signed record in words.
pub struct Signed {
    /// Its closing.
    pub closing: OpId,
    /// Whose, and what came of it.
    pub title: String,
    /// Whether it holds; none while nobody has settled it.
    pub standing: Option<&'static str>,
    /// What it states that not all of them do.
    pub lines: Vec<String>,
    /// Who signed, and the digest.
    pub signed: String,
}

/// The records that were signed, where they differ.
pub fn signed(here: &Here<'_>) -> Vec<Signed> {
    let (lang, meeting) = (here.lang, here.meeting);
    let one = |(version, lines): (&MeetingView, Vec<String>)| {
        let closed = version.closed.as_ref()?;
        let closing = closed.source.op;
        let holds = meeting.holding().map(|of| match of.source.op == closing {
            true => Meeting::SettledHolds.in_(lang),
            false => Meeting::SettledKept.in_(lang),
        });
        let names = [&closed.chair.name, &closed.recorder.name, &format::short(&closed.digest)];
        let mut signed = fill(Meeting::SettledSigned.in_(lang), &[names[0], names[1], names[2]]);
        if !closed.digest_matches {
            signed.push_str(Meeting::SettledMissing.in_(lang));
        }
        let title = versions::title(lang, &here.who(closing), version);
        Some(Signed { closing, title, standing: holds, lines, signed })
    };
    let lines = versions::records(lang, &meeting.versions);
    meeting.versions.iter().zip(lines).filter_map(one).collect()
}

/// What the chair said of them, also what had no effect.
pub fn said(here: &Here<'_>) -> Vec<String> {
    let all = here.meeting.settlements.iter();
    all.map(|one| versions::settlement(here.lang, &here.who(one.holds), one)).collect()
}

/// What that is called: settled, or still to be settled.
pub fn heading(here: &Here<'_>) -> &'static str {
    let word = if here.meeting.contested_closing() { Meeting::SettleTitle } else { Meeting::SettledTitle };
    word.in_(here.lang)
}

/// The section of the page.
pub fn section(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    (!here.meeting.versions.is_empty()).then(|| {
        let contested = here.meeting.contested_closing();
        let note = contested.then(|| view! { <p>{Meeting::SettleNote.in_(here.lang)}</p> });
        let said = said(here).into_iter().map(|said| view! { <p>{said}</p> }).collect_view();
        let one = |one: Signed| {
            view! {
                <li data-op=one.closing.hex()>
                    <b>{one.title}</b>{one.standing.map(|said| format!(" · {said}"))}
                    <ul>{one.lines.into_iter().map(|line| view! { <li dir="auto">{line}</li> }).collect_view()}</ul>
                    <small>{one.signed}</small>
                    {came(here, one.closing)}
                </li>
            }
        };
        let all = signed(here).into_iter().map(one).collect_view();
        view! {
            <section class=if contested { "d-note amber" } else { "d-part" } data-t="desk.meeting.settle">
                <h2>{heading(here)}</h2>
                {note}
                {said}
                <ul>{all}</ul>
            </section>
        }
    })
}
