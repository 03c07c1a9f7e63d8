//! Four figures over the table: what is under way, what is unanswered, what arrived, which phones are silent.

use crate::desk::Desk;
use crate::hours;
use leptos::prelude::*;
use sync::desk::{MatterRow, Phone};
use sync::desk_officers::Duty;
use ui::words::desk::{Matters, fill};

/// A phone that was not seen for longer is silent.
pub const SILENT_DAYS: u64 = 7;

/// The figures of the whole township.
pub fn figures(desk: Desk) -> impl IntoView {
    view! {
        <div class="d-figures">
            {move || under_way(desk)}
            {move || unanswered(desk)}
            {move || received(desk)}
            // Whoever may not see phones is not told that there are none.
            {desk.is(Duty::Officer).then_some(move || silent(desk))}
        </div>
    }
}

fn figure(
    name: &'static str,
    words: &'static str,
    number: String,
    tone: &'static str,
    note: String,
) -> impl IntoView {
    view! {
        <section class="d-figure" data-t=name>
            <h2>{words}</h2>
            <b class=tone>{number}</b>
            <p>{note}</p>
        </section>
    }
}

fn under_way(desk: Desk) -> impl IntoView {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let going = |row: &&MatterRow| row.summary.done < row.summary.of;
    let fresh = |row: &&MatterRow| hours::this_quarter(row.summary.raised, now);
    let (count, new) = desk.matters.value.with(|rows| {
        let rows = rows.as_deref().unwrap_or_default();
        (rows.iter().filter(going).count(), rows.iter().filter(fresh).count())
    });
    let note = fill(Matters::GoingNote.in_(lang), &[&new]);
    figure("desk.figure.going", Matters::Going.in_(lang), count.to_string(), "", note)
}

fn unanswered(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let (questions, matters) = desk.matters.value.with(|rows| {
        let rows =
            rows.as_deref().unwrap_or_default().iter().map(|row| u32::from(row.summary.open_questions));
        (rows.clone().sum::<u32>(), rows.filter(|questions| *questions > 0).count())
    });
    let (tone, note) = match questions {
        0 => ("", Matters::NoOpenQuestions.in_(lang).to_owned()),
        _ => ("amber", fill(Matters::OpenQuestionsNote.in_(lang), &[&matters])),
    };
    figure("desk.figure.questions", Matters::OpenQuestions.in_(lang), questions.to_string(), tone, note)
}

fn received(desk: Desk) -> impl IntoView {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let (count, last) = desk.overview.value.with(|overview| {
        let arrivals = overview.as_ref().map(|overview| overview.arrivals.as_slice()).unwrap_or_default();
        (
            arrivals.iter().map(|arrival| u64::from(arrival.ops)).sum::<u64>(),
            arrivals.first().map(|last| last.at_ms),
        )
    });
    let note = match last {
        Some(at) => fill(Matters::ReceivedNote.in_(lang), &[&hours::near(at, now, lang)]),
        None => Matters::ReceivedNone.in_(lang).to_owned(),
    };
    figure("desk.figure.received", Matters::Received.in_(lang), count.to_string(), "", note)
}

fn silent(desk: Desk) -> impl IntoView {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let (silent, all) = desk.phones.value.with(|phones| {
        let phones = phones.as_deref().unwrap_or_default();
        (phones.iter().filter(|phone| is_silent(phone, now)).count(), phones.len())
    });
    let note = fill(Matters::SilentNote.in_(lang), &[&all]);
    let tone = if silent > 0 { "amber" } else { "" };
    figure("desk.figure.silent", Matters::Silent.in_(lang), silent.to_string(), tone, note)
}

/// Days since a phone was last seen, counted from its admission where it never was.
pub fn unseen_days(phone: &Phone, now_ms: u64) -> u64 {
    hours::full_days(phone.last_sync_ms.unwrap_or(phone.admitted_ms), now_ms)
}

/// Whether a phone has been silent for too long.
pub fn is_silent(phone: &Phone, now_ms: u64) -> bool {
    unseen_days(phone, now_ms) > SILENT_DAYS
}
