//! One matter: what it is, where it stands, its meetings, its open questions, and the next meeting to open.

use crate::page::Page;
use crate::home::held_here;
use crate::route::{MeetingTab, Route};
use crate::state::{App, OpenMatter, Opened, app};
use crate::words::matters::{Matters as W, days_left, only_here, stands};
use crate::words::{Common, today, trouble};
use browser::Kept;
use domain::meeting::Moment;
use domain::view::{MatterView, MeetingView, StepState};
use leptos::prelude::*;
use oplog::MatterId;
use std::sync::Arc;
use ui::format::{date, days_between, near, yuan};
use ui::parts::{Badge, Button, Look, Notice, State, Stop, StopState, Stops, Tone};
use ui::words::names;

/// One matter.
#[component]
pub fn Matter(id: MatterId) -> impl IntoView {
    let app = app();
    let opened = app.matter(id);
    let place = move || opened.with(Opened::here).map(|matter| app.place_name(matter.view.scope)).unwrap_or_default();
    let foot = move || opened.with(Opened::here).map(|matter| next(app, &matter.view));
    view! {
        <Page title=Common::Matters.in_(app.lang()) sub=Signal::derive(place) foot>
            {move || match opened.get() {
                Opened::Here(matter) => here(app, &matter),
                other => not_here(app, &other),
            }}
        </Page>
    }
}

/// What is shown while a matter is read, or can't be.
pub fn not_here(app: App, opened: &Opened) -> AnyView {
    let lang = app.lang();
    match opened {
        Opened::Missing => view! { <Notice tone=Tone::Act t="matter.missing">{Common::Missing.in_(lang)}</Notice> }.into_any(),
        Opened::Failed(error) => {
            let words = trouble::store(*error, lang);
            view! { <Notice tone=Tone::Wrong>{words}</Notice> }.into_any()
        }
        Opened::Opening | Opened::Here(_) => view! { <p class="note" role="status">{Common::Opening.in_(lang)}</p> }.into_any(),
    }
}

fn here(app: App, matter: &Arc<OpenMatter>) -> AnyView {
    let (view, lang) = (&matter.view, app.lang());
    let unknown = (!view.unknown.is_empty()).then(|| view! { <Notice tone=Tone::Act>{W::UpdateApp.in_(lang)}</Notice> });
    let loose = (!view.loose.is_empty()).then(|| view! { <Notice>{W::Loose.in_(lang)}</Notice> });
    view! {
        {unknown}{loose}
        {facts(app, view)}
        {questions(app, view)}
        <section class="card"><h2>{W::Steps.in_(lang)}</h2><Stops t="matter.steps" stops=stops(app, view)/></section>
        {meetings(app, view)}
        {whereabouts(app, matter)}
    }
    .into_any()
}

fn facts(app: App, view: &MatterView) -> impl IntoView + use<> {
    let (lang, raised) = (app.lang(), &view.raised);
    let mut lines = vec![
        (W::Category, names::category(raised.category, lang).to_owned()),
        (W::Origin, names::origin(raised.origin, lang).to_owned()),
        (W::RaisedBy, format!("{} · {}", raised.raised_by, date(view.source.at, lang))),
        (W::Procedure, names::procedure(raised.procedure, lang).to_owned()),
    ];
    if raised.money_fen > 0 {
        lines.push((W::MoneyFact, yuan(raised.money_fen, lang)));
    }
    if raised.labour_days > 0 {
        lines.push((W::LabourFact, format!("{} {}", raised.labour_days, W::Days.in_(lang))));
    }
    if raised.households > 0 {
        lines.push((W::HouseholdsFact, format!("{} {}", raised.households, W::HouseholdsUnit.in_(lang))));
    }
    let lines = lines.into_iter().map(|(word, value)| view! { <div><dt>{word.in_(lang)}</dt><dd>{value}</dd></div> });
    view! {
        <section class="card">
            <h2 data-t="matter.title">{raised.title.clone()}</h2>
            {(!raised.description.is_empty()).then(|| view! { <p class="words">{raised.description.clone()}</p> })}
            <dl>{lines.collect::<Vec<_>>()}</dl>
        </section>
    }
}

fn stops(app: App, view: &MatterView) -> Vec<Stop> {
    let lang = app.lang();
    let paper = |step, state: StepState| !held_here(step) && state == StepState::Next;
    let stop = |step: &domain::view::StepView| Stop {
        state: match step.state {
            state if state.done() => StopState::Done,
            StepState::Later => StopState::Later,
            StepState::Open => StopState::Here,
            StepState::Next | StepState::Closed(_) => StopState::Act,
        },
        title: names::step(step.step, lang).to_owned(),
        note: if paper(step.step, step.state) { W::OnPaper.in_(lang) } else { stands(step.state, lang) }.to_owned(),
    };
    view.steps.iter().map(stop).collect()
}

fn questions(app: App, view: &MatterView) -> Option<AnyView> {
    let (lang, now, id) = (app.lang(), app.now(), view.id);
    let most = app.places.with(|places| places.current_rule_book().question_overdue_days);
    let line = |asked: &domain::view::OpenQuestion| {
        let (days, overdue) = days_left(days_between(asked.since, now), most, lang);
        let meeting = asked.meeting;
        view! {
            <li data-t="matter.question">
                <b>{asked.by.clone()}</b><p class="words">{asked.text.clone()}</p>
                <Badge state=if overdue { State::Open } else { State::Plain } words=days/>
                <Button t="matter.answer" look=Look::Plain label=W::Answer.in_(lang)
                    press=move || app.go(Route::Meeting(id, meeting, MeetingTab::Minutes))/>
            </li>
        }
    };
    let lines: Vec<_> = view.open_questions.iter().map(line).collect();
    (!lines.is_empty())
        .then(|| view! { <section class="card act"><h2>{W::Questions.in_(lang)}</h2><ul class="plain">{lines}</ul></section> }.into_any())
}

fn meetings(app: App, view: &MatterView) -> Option<AnyView> {
    let (lang, id) = (app.lang(), view.id);
    let row = |meeting: &MeetingView| {
        let at: Moment = meeting.head.started;
        let tab = if meeting.closed.is_some() { MeetingTab::Minutes } else { MeetingTab::Roll };
        let route = Route::Meeting(id, meeting.id, tab);
        let outcome = if meeting.closed.is_some() { names::outcome(meeting.outcome, lang) } else { W::OpenNow.in_(lang) };
        let state = if meeting.closed.is_some() { State::Plain } else { State::Open };
        view! {
            <button type="button" class="row" data-t="matter.meeting" data-id=meeting.id.hex() on:click=move |_| app.go(route)>
                <span><b>{names::step(meeting.step, lang)}</b><small>{near(at, app.now(), lang)}</small>
                    <Badge state words=outcome/></span>
            </button>
        }
    };
    let rows: Vec<_> = view.meetings.iter().map(row).collect();
    (!rows.is_empty()).then(|| view! { <section class="card rows"><h2>{W::Meetings.in_(lang)}</h2>{rows}</section> }.into_any())
}

/// The state of the matter's records in one line, which leads to the path.
fn whereabouts(app: App, matter: &Arc<OpenMatter>) -> impl IntoView + use<> {
    let (lang, id, matter) = (app.lang(), matter.view.id, Arc::clone(matter));
    let badge = move || {
        let here = matter.ops.iter().filter(|op| app.kept(op) == Kept::ThisPhone).count();
        if here > 0 {
            view! { <Badge state=State::Here t="matter.kept" words=only_here(here, lang)/> }
        } else {
            view! { <Badge state=State::Town t="matter.kept" words=W::AtTownship.in_(lang)/> }
        }
    };
    view! {
        <button type="button" class="card row" data-t="matter.where" on:click=move |_| app.go(Route::Where(id))>
            <span><b>{W::Where.in_(lang)}</b>{badge}</span>
        </button>
    }
}

/// The main action: going on with the open meeting, opening the next, or why not.
fn next(app: App, view: &MatterView) -> AnyView {
    let (lang, id) = (app.lang(), view.id);
    if let Some(meeting) = view.open_meeting() {
        let route = Route::Meeting(id, meeting.id, MeetingTab::Roll);
        let label = format!("{}{}", W::GoOnMeeting.in_(lang), names::step(meeting.step, lang));
        return view! { <Button t="matter.go-on" label press=move || app.go(route)/> }.into_any();
    }
    let Some(step) = view.next_step() else { return said(W::AllDone.in_(lang)) };
    if !held_here(step.step) {
        return said(&today::due(names::step(step.step, lang), lang));
    }
    if !app.may_record(view.scope) {
        return said(W::MayNotRecord.in_(lang));
    }
    let label = format!("{}{}", W::StartMeeting.in_(lang), names::step(step.step, lang));
    view! { <Button t="matter.open-meeting" label press=move || app.go(Route::OpenMeeting(id))/> }.into_any()
}

fn said(words: &str) -> AnyView {
    view! { <p class="note" data-t="matter.next">{words.to_owned()}</p> }.into_any()
}
