//! The page of one meeting: everything that was recorded, how it came, what it amounts to; and its printed form.

pub mod ballots;
pub mod came;
pub mod clock;
mod close;
pub mod differ;
pub mod head;
pub mod here;
pub mod roll;
pub mod settled;
mod talk;

use super::frame::headline;
use super::matter::days_left;
use super::sheet;
use crate::desk::Desk;
use crate::parts::{Tone, reading, tag};
use crate::route::Route;
use domain::view::Outcome;
use here::Here;
use leptos::prelude::*;
use oplog::OpId;
use ui::words::desk::{Matters, Meeting, Paper, fill};
use ui::words::names;

#[component]
pub fn MeetingScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let meeting = Memo::new(move |_| match desk.route.get() {
        Route::Meeting { meeting, .. } => Some(meeting),
        _ => None,
    });
    let back = move || {
        Route::Matters { scope: desk.route.get().scope(), matter: desk.route.get().matter() }.address()
    };
    view! {
        <div class="d-screen">
            <header class="d-bar d-row between">
                <a href=back data-t="desk.meeting.back">"‹ "{Meeting::Back.in_(lang)}</a>
                {headline(desk)}
            </header>
            {reading(desk.matter, lang)}
            {move || meeting.get().map(|meeting| whole(desk, meeting))}
        </div>
    }
}

fn whole(desk: Desk, meeting: OpId) -> impl IntoView {
    let now = desk.now_ms.get();
    desk.matter.value.with(|page| {
        let page = page.as_ref()?;
        let here = desk
            .phones
            .value
            .with(|phones| Here::of(desk, now, page, phones.as_deref().unwrap_or_default(), meeting));
        Some(match here {
            Some(here) => page_of(&here).into_any(),
            None => view! { <p class="d-empty">{Meeting::Gone.in_(desk.lang)}</p> }.into_any(),
        })
    })
}

fn page_of(here: &Here<'_>) -> impl IntoView + use<> {
    view! {
        <div class="d-minutes" data-t="desk.meeting" data-title=here.matter.raised.title.clone()>
            <main class="d-page" id="content">
                {head::title(here)}
                {differ::disagreements(here)}
                {settled::section(here)}
                {head::facts(here)}
                {roll::roll(here)}
                {talk::proceedings(here)}
                {ballots::ballots(here)}
                {ballots::text(here)}
                {differ::corrections(here)}
                {came::table(here)}
            </main>
            <aside class="d-detail">
                <button type="button" class="d-button wide" data-t="desk.meeting.print" on:click=move |_| print()>
                    {Meeting::Print.in_(here.lang)}
                </button>
                {no_code_yet(here)}
                {outcome(here)}
                {roll::quorum(here)}
                {close::closing(here)}
                {open_questions(here)}
            </aside>
        </div>
        {sheet::sheet(here)}
    }
}

/// That a closed meeting would be printed without its code.
fn no_code_yet(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let lang = here.lang;
    let why = if here.meeting.contested_closing() { Paper::SealContested } else { Paper::SealWaits };
    (here.meeting.closed.is_some() && here.slip.is_none())
        .then(|| view! { <p class="d-quiet" role="status" data-t="desk.meeting.no-code">{why.in_(lang)}</p> })
}

/// What the rule book makes of it.
fn outcome(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let tone = match meeting.outcome {
        Outcome::Passed | Outcome::Heard => Tone::Green,
        _ => Tone::Amber,
    };
    let open = meeting.closed.is_none().then(|| {
        view! {
            <p class="d-note amber" data-t="desk.meeting.open">{Meeting::Open.in_(lang)}</p>
        }
    });
    view! {
        <section>
            <h2>{Meeting::Outcome.in_(lang)}</h2>
            <p class="d-outcome" data-t="desk.meeting.outcome" data-name=format!("{:?}", meeting.outcome)>
                {tag(tone, names::outcome(meeting.outcome, lang).to_owned())}
            </p>
            {open}
            <p class="d-quiet">{fill(Meeting::OutcomeBy.in_(lang), &[&meeting.rule_book])}</p>
        </section>
    }
}

/// The questions of this meeting that wait for an answer.
fn open_questions(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let questions = here.matter.open_questions.iter().filter(|question| question.meeting == here.meeting.id);
    let lines: Vec<_> = questions
        .map(|question| {
            let left = days_left(question, here.now_ms, here.lang);
            view! { <p>{question.text.clone()}<br/><small>{question.by.clone()}" · "{left}</small></p> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="d-note amber" data-t="desk.meeting.questions">
                <h3>{Matters::Unanswered.in_(here.lang)}</h3>
                {lines}
            </section>
        }
    })
}

fn print() {
    // A browser without printing says so itself.
    window().print().unwrap_or_default();
}
