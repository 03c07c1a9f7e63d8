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
use crate::parts::{Tone, reading, say_failure, tag};
use crate::printing::{Code, Printing};
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
    let printing = Printing::new(desk.slip, move || code_of(desk, meeting.get()));
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
            {move || meeting.get().map(|meeting| whole(desk, meeting, printing))}
        </div>
    }
}

/// The sheet of a closed meeting has a code; that of an open one has none, nor while it is not settled which record holds.
fn code_of(desk: Desk, meeting: Option<OpId>) -> Code {
    let closed = desk.matter.value.with(|page| {
        let meeting = page.as_ref()?.view.meeting(meeting?);
        Some(meeting.and_then(|meeting| meeting.holding().map(|closed| closed.digest.clone())))
    });
    match closed {
        None => Code::Waits,
        Some(None) => Code::Ready,
        // That of another meeting may still be there.
        Some(Some(digest)) => match Code::of(desk.slip) {
            Code::Ready
                if desk.slip.value.with(|slip| slip.as_ref().is_none_or(|slip| slip.digest != digest)) =>
            {
                Code::Waits
            }
            code => code,
        },
    }
}

fn whole(desk: Desk, meeting: OpId, printing: Printing) -> impl IntoView {
    let now = desk.now_ms.get();
    desk.matter.value.with(|page| {
        let page = page.as_ref()?;
        let here = desk
            .phones
            .value
            .with(|phones| Here::of(desk, now, page, phones.as_deref().unwrap_or_default(), meeting));
        Some(match here {
            Some(here) => page_of(&here, printing).into_any(),
            None => view! { <p class="d-empty">{Meeting::Gone.in_(desk.lang)}</p> }.into_any(),
        })
    })
}

fn page_of(here: &Here<'_>, printing: Printing) -> impl IntoView + use<> {
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
                <button type="button" class="d-button wide" data-t="desk.meeting.print" on:click=move |_| printing.ask()>
                    {Meeting::Print.in_(here.lang)}
                </button>
                {no_code_yet(here, printing)}
                {unnoted(here.lang, printing)}
                {outcome(here)}
                {roll::quorum(here)}
                {close::closing(here)}
                {open_questions(here)}
            </aside>
        </div>
        {sheet::sheet(here)}
    }
}

/// That the township could not write down that this was printed, and why.
fn unnoted(lang: ui::words::Lang, printing: Printing) -> impl IntoView {
    let words = move |failure| fill(Paper::NotNoted.in_(lang), &[&say_failure(&failure, lang)]);
    move || {
        let why = printing.unnoted.get();
        why.map(|why| view! { <p class="d-note amber" role="alert" data-t="desk.meeting.unnoted">{words(why)}</p> })
    }
}

/// That printing waits for the code, or that the code could not be read and what can be done.
/// Where closings are contested there is none to wait for.
fn no_code_yet(here: &Here<'_>, printing: Printing) -> impl IntoView + use<> {
    let (lang, contested) = (here.lang, here.meeting.contested_closing());
    move || {
        match printing.code() {
        Code::Ready if contested => Some(
            view! { <p class="d-quiet" role="status" data-t="desk.meeting.no-code">{Paper::SealContested.in_(lang)}</p> }
                .into_any(),
        ),
        Code::Ready => None,
        Code::Waits => {
            let words = if printing.wanted.get() { Paper::PrintWaits } else { Paper::SealWaits };
            Some(view! { <p class="d-quiet" role="status" data-t="desk.meeting.code-waits">{words.in_(lang)}</p> }.into_any())
        }
        Code::Failed(failure) => Some(
            view! {
                <div class="d-note amber" role="alert" data-t="desk.meeting.no-code">
                    <p>{fill(Paper::SealFailed.in_(lang), &[&say_failure(&failure, lang)])}</p>
                    <button type="button" class="d-button plain" data-t="desk.meeting.code-again" on:click=move |_| printing.again()>
                        {Paper::SealAgain.in_(lang)}
                    </button>
                    <button type="button" class="d-button plain" data-t="desk.meeting.print-bare" on:click=move |_| printing.at_once()>
                        {Paper::PrintBare.in_(lang)}
                    </button>
                </div>
            }
            .into_any(),
        ),
    }
    }
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
            <p class="d-outcome" data-t="desk.meeting.outcome" data-name=meeting.outcome.name()>
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
