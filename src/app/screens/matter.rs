//! One matter: what it is, where it stands, its meetings, its open questions, and the next meeting to open.

use crate::home::held_here;
use crate::opened::{OpenMatter, Opened};
use crate::page::{Around, content, foot, page};
use crate::route::{MeetingTab, Route};
use crate::state::{App, app};
use crate::words::carry::Carry;
use crate::words::matters::{Matters as W, days_left, only_here, stands};
use crate::words::{Common, today, trouble};
use browser::Kept;
use domain::view::{MatterView, MeetingView, OpenQuestion, StepState, StepView};
use oplog::MatterId;
use std::sync::Arc;
use ui::dom::{El, Say, div, el, p};
use ui::format::{date, days_between, near, yuan};
use ui::parts::{Look, State, Stop, StopState, Tone, badge, button, key, path, said};
use ui::words::names;

/// One matter.
pub fn matter(id: MatterId) -> El {
    let app = app();
    let opened = app.matter(id);
    let place =
        move || opened.with(Opened::here).map(|matter| app.place_name(matter.view.scope)).unwrap_or_default();
    let all = content().live(move || match opened.get() {
        Opened::Here(matter) => here(app, &matter),
        other => vec![not_here(app, &other)],
    });
    let action = foot().live_one(move || opened.with(Opened::here).map(|matter| next(app, &matter.view)));
    page(Around::Below, Common::Matters.in_(app.lang()), Say::live(place), all, Some(action))
}

/// What is shown while a matter is read, or can't be.
pub fn not_here(app: App, opened: &Opened) -> El {
    let lang = app.lang();
    match opened {
        Opened::Missing => said(Tone::Act, "matter.missing", Common::Missing.in_(lang)),
        Opened::Failed(error) => said(Tone::Wrong, "matter.failed", trouble::store(*error, lang)),
        Opened::Opening | Opened::Here(_) => p(Common::Opening.in_(lang)).class("note").at("role", "status"),
    }
}

fn card(lang: ui::words::Lang, heading: W) -> El {
    el("section").class("card").with(el("h2").say(heading.in_(lang)))
}

fn here(app: App, matter: &Arc<OpenMatter>) -> Vec<El> {
    let (view, lang) = (&matter.view, app.lang());
    let unknown =
        (!view.unknown.is_empty()).then(|| said(Tone::Act, "matter.unknown", W::UpdateApp.in_(lang)));
    let loose = (!view.loose.is_empty()).then(|| said(Tone::Info, "matter.loose", W::Loose.in_(lang)));
    let description = &view.raised.description;
    let described = (!description.is_empty()).then(|| p(description.as_str()).class("words"));
    let title = el("h2").t("matter.title").say(view.raised.title.as_str());
    let title = el("section").class("card").with(title).maybe(described);
    let steps = card(lang, W::Steps).with(path("matter.steps", stops(app, view)));
    let below = [Some(steps), meetings(app, view), Some(facts(app, view)), Some(whereabouts(app, matter))];
    [unknown, loose, Some(title), questions(app, view)].into_iter().chain(below).flatten().collect()
}

fn facts(app: App, view: &MatterView) -> El {
    let (lang, raised) = (app.lang(), &view.raised);
    let counted = |count: u32, unit: W| (count > 0).then(|| [&count.to_string(), unit.in_(lang)].join(" "));
    let money = (raised.money_fen > 0).then(|| yuan(raised.money_fen, lang));
    let by = [raised.raised_by.as_str(), &date(view.source.at, lang)].join(" · ");
    let lines = [
        (W::Category, Some(names::category(raised.category, lang).to_owned())),
        (W::Origin, Some(names::origin(raised.origin, lang).to_owned())),
        (W::RaisedBy, Some(by)),
        (W::Procedure, Some(names::procedure(raised.procedure, lang).to_owned())),
        (W::MoneyFact, money),
        (W::LabourFact, counted(raised.labour_days, W::Days)),
        (W::HouseholdsFact, counted(raised.households, W::HouseholdsUnit)),
    ];
    let line = |(word, value): (W, Option<String>)| {
        Some(el("div").with(el("dt").say(word.in_(lang))).with(el("dd").say(value?)))
    };
    card(lang, W::Facts).with(el("dl").t("matter.facts").all(lines.into_iter().filter_map(line)))
}

fn stops(app: App, view: &MatterView) -> Vec<Stop> {
    let lang = app.lang();
    let stop = |step: &StepView| Stop {
        state: match step.state {
            state if state.done() => StopState::Done,
            StepState::Later => StopState::Later,
            StepState::Open => StopState::Here,
            StepState::Next | StepState::Closed(_) => StopState::Act,
        },
        title: names::step(step.step, lang).to_owned(),
        note: match step.state {
            StepState::Next if !held_here(step.step) => W::OnPaper.in_(lang),
            state => stands(state, lang),
        }
        .to_owned(),
    };
    view.steps.iter().map(stop).collect()
}

fn questions(app: App, view: &MatterView) -> Option<El> {
    let (lang, now, id) = (app.lang(), app.now(), view.id);
    let most = app.places.with(|places| places.current_rule_book().question_overdue_days);
    let line = |asked: &OpenQuestion| {
        let (days, overdue) = days_left(days_between(asked.since, now), most, lang);
        let route = Route::Meeting(id, asked.meeting, MeetingTab::Minutes);
        let state = if overdue { State::Open } else { State::Plain };
        el("li")
            .t("matter.question")
            .with(el("b").say(asked.by.as_str()))
            .with(p(asked.text.as_str()).class("words"))
            .with(badge(state, days))
            .with(button(Look::Plain, "matter.answer", W::Answer.in_(lang), move || app.go(route)))
    };
    (!view.open_questions.is_empty()).then(|| {
        let lines = el("ul").class("plain").all(view.open_questions.iter().map(line));
        card(lang, W::Questions).class("card act").with(lines)
    })
}

fn meetings(app: App, view: &MatterView) -> Option<El> {
    let (lang, id) = (app.lang(), view.id);
    let row = |meeting: &MeetingView| {
        let (tab, state, outcome) = if meeting.closed.is_some() {
            (MeetingTab::Minutes, State::Plain, names::outcome(meeting.outcome, lang))
        } else {
            (MeetingTab::Roll, State::Open, W::OpenNow.in_(lang))
        };
        let route = Route::Meeting(id, meeting.id, tab);
        let when = el("small").say(near(meeting.head.started, app.now(), lang));
        let words = el("span").with(el("b").say(names::step(meeting.step, lang))).with(when);
        let go = key("matter.meeting", move || app.go(route)).class("row").at("data-id", &meeting.id.hex());
        go.with(words.with(badge(state, outcome)))
    };
    (!view.meetings.is_empty())
        .then(|| card(lang, W::Meetings).class("card rows").all(view.meetings.iter().map(row)))
}

/// The state of the matter's records in one line, which leads to the path.
fn whereabouts(app: App, matter: &Arc<OpenMatter>) -> El {
    let (lang, id, matter) = (app.lang(), matter.view.id, Arc::clone(matter));
    let kept = move || {
        let kept: Vec<Kept> = matter.ops.iter().map(|op| app.kept(op)).collect();
        let here = kept.iter().filter(|kept| **kept == Kept::ThisPhone).count();
        let badge = match here {
            0 if kept.iter().all(|kept| kept.at_township()) => badge(State::Town, W::AtTownship.in_(lang)),
            0 => badge(State::Here, Carry::Handed.in_(lang)),
            here => badge(State::Here, only_here(here, lang)),
        };
        Some(badge.t("matter.kept"))
    };
    let words = el("span").with(el("b").say(W::Where.in_(lang))).live_one(kept);
    key("matter.where", move || app.go(Route::Where(id))).class("card row").with(words)
}

/// The main action: going on with the open meeting, opening the next, or why not.
fn next(app: App, view: &MatterView) -> El {
    let (lang, id) = (app.lang(), view.id);
    let told = |words: &str| div("note").t("matter.next").say(words);
    if let Some(meeting) = view.open_meeting() {
        let route = Route::Meeting(id, meeting.id, MeetingTab::Roll);
        let label = [W::GoOnMeeting.in_(lang), names::step(meeting.step, lang)].concat();
        return button(Look::Main, "matter.go-on", label, move || app.go(route));
    }
    // Before a step is convened again the chair says which of two signed records holds.
    if let Some(meeting) = view.meetings.iter().find(|meeting| meeting.contested_closing()) {
        let route = Route::Meeting(id, meeting.id, MeetingTab::Minutes);
        return button(Look::Main, "matter.settle", W::Settle.in_(lang), move || app.go(route));
    }
    let Some(step) = view.next_step() else { return told(W::AllDone.in_(lang)) };
    if !held_here(step.step) {
        return told(&today::due(names::step(step.step, lang), lang));
    }
    if !app.may_record(view.scope) {
        return told(W::MayNotRecord.in_(lang));
    }
    let label = [W::StartMeeting.in_(lang), names::step(step.step, lang)].concat();
    button(Look::Main, "matter.open-meeting", label, move || app.go(Route::OpenMeeting(id)))
}
