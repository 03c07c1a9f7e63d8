//! One matter beside the table: what it is about, its whole chain, the questions that wait for an answer.

use super::cause;
use crate::desk::Desk;
use crate::hours;
use crate::parts::{Tone, fact, reading, tag};
use crate::places;
use crate::route::Route;
use domain::default_rules;
use domain::view::{MatterView, MeetingView, OpenQuestion, Outcome, StepState, StepView};
use leptos::prelude::*;
use oplog::Scope;
use sync::desk::MatterPage;
use ui::format;
use ui::words::desk::{Frame, Matters, fill};
use ui::words::{Lang, names};

/// What the functions below need of the desk.
#[derive(Clone, Copy)]
struct At {
    lang: Lang,
    now_ms: u64,
    scope: Option<Scope>,
}

/// The pane.
pub fn pane(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let back = move || Route::Matters { scope: desk.route.get().scope(), matter: None }.address();
    view! {
        <a class="d-close" href=back data-t="desk.matter.close" aria-label=Frame::Close.in_(lang)>"×"</a>
        {move || match desk.route.get().matter().filter(|_| cause::asked(desk)) {
            Some(matter) => cause::ask(desk, matter).into_any(),
            None => reading(desk.matter, lang).into_any(),
        }}
        {cause::seen(desk)}
        {move || {
            let at = At { lang, now_ms: desk.now_ms.get(), scope: desk.route.get().scope() };
            desk.matter.value.with(|page| page.as_ref().map(|page| whole(desk, at, page)))
        }}
    }
}

fn whole(desk: Desk, at: At, page: &MatterPage) -> impl IntoView + use<> {
    let view = &page.view;
    let steps = view.steps.iter().map(|step| line(at, view, step)).collect_view();
    view! {
        <article data-t="desk.matter" data-title=view.raised.title.clone()>
            <h2>{view.raised.title.clone()}</h2>
            {about(desk, at, page)}
            <h3>{Matters::Steps.in_(at.lang)}</h3>
            <ol class="d-steps">{steps}</ol>
            {questions(at, view)}
            {notes(at, page)}
        </article>
    }
}

fn about(desk: Desk, at: At, page: &MatterPage) -> impl IntoView + use<> {
    let (lang, raised, view) = (at.lang, &page.view.raised, &page.view);
    let place = desk.overview.value.with(|overview| match overview {
        Some(overview) => places::path(&overview.tree, view.scope),
        None => page.places.last().cloned().unwrap_or_default(),
    });
    let some = |number: u64, said: String| if number == 0 { String::new() } else { said };
    let when = hours::moment(view.source.at, at.now_ms, lang);
    let by = fill(Matters::RaisedBy.in_(lang), &[&raised.raised_by]);
    view! {
        <p class="d-quiet">{place}" · "{names::category(raised.category, lang)}</p>
        <dl class="d-facts">
            {fact(Matters::Money.in_(lang), some(raised.money_fen, format::yuan(raised.money_fen, lang)))}
            {fact(Matters::Labour.in_(lang),
                some(raised.labour_days.into(), fill(Matters::LabourDays.in_(lang), &[&raised.labour_days])))}
            {fact(Matters::Households.in_(lang),
                some(raised.households.into(), fill(Matters::HouseholdsUnit.in_(lang), &[&raised.households])))}
            {fact(Matters::Origin.in_(lang), names::origin(raised.origin, lang).to_owned())}
            {fact(Matters::Procedure.in_(lang), names::procedure(raised.procedure, lang).to_owned())}
            {fact(Matters::Raised.in_(lang), format!("{when} · {by}"))}
            {fact(Matters::Description.in_(lang), raised.description.clone())}
        </dl>
    }
}

/// One step with its meetings.
fn line(at: At, view: &MatterView, step: &StepView) -> impl IntoView + use<> {
    let class = match step.state {
        StepState::Closed(Outcome::Passed | Outcome::Heard) => "done",
        StepState::Closed(_) | StepState::Open => "now",
        StepState::Next => "next",
        StepState::Later => "later",
    };
    let said = match step.state {
        StepState::Closed(outcome) => names::outcome(outcome, at.lang),
        StepState::Open => Matters::StateOpen.in_(at.lang),
        StepState::Next => Matters::Due.in_(at.lang),
        StepState::Later => Matters::Later.in_(at.lang),
    };
    let name = names::step(step.step, at.lang);
    let meetings = view.meetings.iter().filter(|meeting| meeting.step == step.step);
    let meetings = meetings.map(|meeting| held(at, view, meeting)).collect_view();
    view! {
        <li class=class data-title=name aria-current=(class == "now").then_some("step")>
            <span class="d-dot" aria-hidden="true"></span>
            <div><b>{name}</b><small>{said}</small>{meetings}</div>
        </li>
    }
}

/// A meeting in one line, and the way to its page.
fn held(at: At, view: &MatterView, meeting: &MeetingView) -> impl IntoView + use<> {
    let to = Route::Meeting { scope: at.scope, matter: view.id, meeting: meeting.id };
    let outcome = if meeting.closed.is_some() {
        names::outcome(meeting.outcome, at.lang)
    } else {
        Matters::MeetingOpenStill.in_(at.lang)
    };
    view! {
        <a class="d-meeting" href=to.address() data-t=format!("desk.meeting.{}", meeting.id)
            data-title=names::step(meeting.step, at.lang) data-name=outcome>
            <small>{in_short(at, meeting)}</small>
            {Matters::OpenMeeting.in_(at.lang)}" ›"
        </a>
    }
}

/// 5月9日 · 到 33 / 45 · 3 问 2 答
fn in_short(at: At, meeting: &MeetingView) -> String {
    let (lang, tally) = (at.lang, &meeting.tally);
    let mut said = vec![
        hours::day(meeting.head.started, at.now_ms, lang),
        fill(Matters::StepCounts.in_(lang), &[&tally.did_attend, &tally.should_attend]),
    ];
    let questions =
        || meeting.entries.iter().filter(|entry| entry.kind == domain::meeting::EntryKind::Question);
    if questions().next().is_some() {
        let answered = questions().filter(|question| question.answered_by.is_some()).count();
        said.push(fill(Matters::StepQuestions.in_(lang), &[&questions().count(), &answered]));
    }
    if let Some(ballot) = meeting.ballots.last() {
        let counted = &ballot.counted;
        said.push(fill(
            Matters::StepVotes.in_(lang),
            &[&counted.votes_for, &counted.against, &counted.abstain],
        ));
    }
    if meeting.outcome == Outcome::Inquorate {
        said.push(fill(Matters::QuorumNeeds.in_(lang), &[&tally.quorum_least]));
    }
    said.join(" · ")
}

fn questions(at: At, view: &MatterView) -> Option<impl IntoView + use<>> {
    let lines = view.open_questions.iter().map(|question| open_question(at, question)).collect_view();
    (!view.open_questions.is_empty()).then(|| {
        view! {
            <section class="d-note amber" data-t="desk.matter.questions">
                <h3>{Matters::Unanswered.in_(at.lang)}</h3>
                {lines}
            </section>
        }
    })
}

/// A question with the days that are left for its answer.
pub fn days_left(question: &OpenQuestion, now_ms: u64, lang: Lang) -> String {
    let allowed = u64::from(default_rules::shipped().question_overdue_days);
    let gone = hours::days_since(question.since, now_ms);
    match (allowed.checked_sub(gone), gone.saturating_sub(allowed)) {
        (Some(0), _) => Matters::LastDay.in_(lang).to_owned(),
        (Some(left), _) => fill(Matters::DaysLeft.in_(lang), &[&left]),
        (None, over) => fill(Matters::Overdue.in_(lang), &[&over]),
    }
}

fn open_question(at: At, question: &OpenQuestion) -> impl IntoView + use<> {
    let left = days_left(question, at.now_ms, at.lang);
    view! { <p>{question.text.clone()}<br/><small>{question.by.clone()}" · "{left}</small></p> }
}

/// What can't be read or placed yet, and how much came when.
fn notes(at: At, page: &MatterPage) -> impl IntoView + use<> {
    let (lang, view) = (at.lang, &page.view);
    let note = |many: usize, words: Matters| {
        (many > 0).then(|| view! { <p class="d-note amber">{fill(words.in_(lang), &[&many])}</p> })
    };
    let last = page.records.iter().map(|record| record.received_ms).max();
    let came =
        last.map(|last| fill(Matters::Records.in_(lang), &[&view.ops, &hours::near(last, at.now_ms, lang)]));
    let wrong = page.records.iter().filter(|record| !record.verified).count();
    view! {
        {note(view.unknown.len(), Matters::Unknown)}
        {note(view.loose.len(), Matters::Loose)}
        {note(wrong, Matters::Unverified)}
        <p class="d-quiet">{came}" "{(wrong == 0).then(|| tag(Tone::Green, Matters::AllVerified.in_(lang).to_owned()))}</p>
    }
}
