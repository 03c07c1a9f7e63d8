//! What a meeting's page begins with: title and head.

use super::came::came;
use super::here::Here;
use crate::hours;
use crate::parts::fact;
use leptos::prelude::*;
use ui::format;
use ui::words::desk::{Meeting, body, fill};
use ui::words::{names, versions};

/// Step, matter, places.
pub fn title(here: &Here<'_>) -> impl IntoView + use<> {
    let step = names::step(here.meeting.step, here.lang);
    view! {
        <h1 data-t="desk.meeting.title">{step}<small>{here.matter.raised.title.clone()}</small></h1>
        <p class="d-quiet">{here.places.join(" · ")}</p>
    }
}

/// The head as the recorder stated it.
pub fn facts(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, head) = (here.lang, &here.meeting.head);
    let known =
        |text: &str| if text.is_empty() { Meeting::NotStated.in_(lang).to_owned() } else { text.to_owned() };
    // Of two heads neither is shown as the one that holds.
    if here.meeting.heads().len() > 1 {
        let rows = versions::head_of(lang, here.meeting);
        let rows = rows.into_iter().map(|(name, value)| fact(name, value)).collect_view();
        return view! {
            <section class="d-part" data-t="desk.meeting.head">
                <h2>{Meeting::Head.in_(lang)}</h2>
                <dl class="d-facts two">{rows}</dl>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="d-part" data-t="desk.meeting.head">
            <h2>{Meeting::Head.in_(lang)}</h2>
            <dl class="d-facts two">
                {fact(Meeting::Time.in_(lang), time(here))}
                {fact(Meeting::Venue.in_(lang), known(&head.venue))}
                {fact(Meeting::Chair.in_(lang), known(&head.chair))}
                {fact(Meeting::Recorder.in_(lang), recorders(here))}
                {fact(Meeting::Convener.in_(lang), head.convener.clone())}
                {fact(Meeting::Notice.in_(lang), notice(here))}
                {fact(Meeting::Reviewed.in_(lang), head.agenda_reviewed_by.clone())}
                {fact(Meeting::Body.in_(lang), who_meets(here))}
            </dl>
            {came(here, here.meeting.id)}
        </section>
    }
    .into_any()
}

/// From when to when, or since when.
pub fn time(here: &Here<'_>) -> String {
    let (lang, started) = (here.lang, here.meeting.head.started);
    match here.meeting.holding() {
        Some(closed) => {
            let (from, to) = hours::span(started, closed.ended, lang);
            fill(Meeting::Until.in_(lang), &[&from, &to])
        }
        None => fill(Meeting::Since.in_(lang), &[&format::date_time(started, lang)]),
    }
}

/// One recorder or two.
pub fn recorders(here: &Here<'_>) -> String {
    let head = &here.meeting.head;
    match (head.recorder.as_str(), head.second_recorder.as_str()) {
        ("", "") => Meeting::NotStated.in_(here.lang).to_owned(),
        (one, "") | ("", one) => one.to_owned(),
        (one, two) => fill(Meeting::Recorders.in_(here.lang), &[&one, &two]),
    }
}

/// How long before and how notice was given.
pub fn notice(here: &Here<'_>) -> String {
    let (lang, head) = (here.lang, &here.meeting.head);
    match head.notice_how.as_str() {
        "" => fill(Meeting::NoticeDays.in_(lang), &[&head.notice_days]),
        how => fill(Meeting::NoticeDaysHow.in_(lang), &[&head.notice_days, &how]),
    }
}

fn who_meets(here: &Here<'_>) -> String {
    let (lang, meeting) = (here.lang, here.meeting);
    format!("{} · {}", body(meeting.body, lang), names::counted_by(meeting.counted_by, lang))
}
