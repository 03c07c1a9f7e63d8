//! Today: the meeting to go on with, what is typed and not recorded, what is to be done.

use crate::drafts::form_of;
use crate::page::Page;
use crate::route::{MeetingTab, Route};
use crate::state::{App, app};
use crate::words::today::{self, Today as W};
use crate::words::{Common, matters};
use browser::install;
use domain::view::{MatterSummary, StepState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::port::Draft;
use ui::format::near;
use ui::parts::{Button, Look, Notice, Tone};
use ui::words::names;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Today's page.
#[component]
pub fn Today() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let foot = move || {
        view! {
            <Button t="today.raise" look=Look::Plain label=W::Raise.in_(lang) press=move || raise(app)/>
            <Button t="today.record" label=W::Record.in_(lang) press=move || record(app)/>
        }
    };
    view! {
        <Page title=Signal::derive(move || app.home_name()) sub=Signal::derive(move || app.home_line()) top=true foot>
            {move || no_grant(app)}
            {move || nag(app)}
            {move || open_meetings(app)}
            <Half/>
            {move || to_do(app)}
            <Install/>
        </Page>
    }
}

/// Begins a new matter, beside those half written.
pub fn raise(app: App) {
    app.go(Route::Raise(app.now().ms));
}

/// The one meeting that is due, or the matters to choose from, or a new matter.
fn record(app: App) {
    let due: Vec<_> = app.summaries.with_untracked(|all| all.iter().filter(|matter| app.may_open(matter)).map(|matter| matter.id).collect());
    match due.as_slice() {
        [] => raise(app),
        [one] => app.go(Route::OpenMeeting(*one)),
        _ => app.go(Route::Matters),
    }
}

fn no_grant(app: App) -> Option<AnyView> {
    let words = match app.places.with(|places| (places.township_key.is_some(), app.grants(places).is_empty())) {
        (_, false) => return None,
        (false, true) => W::NoRegister,
        (true, true) => W::NoGrant,
    };
    Some(view! { <Notice tone=Tone::Act t="today.no-grant">{words.in_(app.lang())}</Notice> }.into_any())
}

fn nag(app: App) -> Option<AnyView> {
    let count = app.unreceived.get();
    let late = app.last_good.get().is_none_or(|good| good + DAY_MS < app.now().ms);
    (count > 0 && late)
        .then(|| view! { <Notice tone=Tone::Act t="today.nag">{today::nag(count, app.lang())}</Notice> }.into_any())
}

fn open_meetings(app: App) -> Vec<AnyView> {
    let lang = app.lang();
    let card = |matter: &MatterSummary| {
        let open = matter.open_meeting.clone()?;
        let route = last_tab(app, Route::Meeting(matter.id, open.id, MeetingTab::default()));
        let line = today::began(names::step(open.step, lang), &near(open.started, app.now(), lang), lang);
        Some(
            view! {
                <section class="card now" data-t="today.open">
                    <h2>{W::GoOnWith.in_(lang)}{matter.title.clone()}</h2>
                    <p>{line}</p>
                    <Button t="today.go-on" label=Common::GoOn.in_(lang) press=move || app.go(route)/>
                </section>
            }
            .into_any(),
        )
    };
    app.summaries.with(|all| all.iter().filter_map(card).collect())
}

/// The tab on which something is half typed, else the first.
fn last_tab(app: App, route: Route) -> Route {
    let same = |draft: &Draft| Some(form_of(draft)).filter(|form| form.up() == route.up() && matches!(form, Route::Meeting(..)));
    app.drafts.with(|all| all.iter().find_map(same)).unwrap_or(route)
}

/// What is half typed outside the open meetings.
#[component]
fn Half() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    move || {
        let drafts = app.drafts.get();
        let mine: Vec<Draft> = drafts.iter().filter(|draft| !matches!(form_of(draft), Route::Meeting(..))).cloned().collect();
        (!mine.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{W::Drafts.in_(lang)}</h2>
                    {mine.into_iter().take(3).map(|draft| half(app, &draft)).collect::<Vec<_>>()}
                    <Button t="today.drafts" look=Look::Quiet label=W::AllDrafts.in_(lang) press=move || app.go(Route::Drafts)/>
                </section>
            }
        })
    }
}

fn half(app: App, draft: &Draft) -> impl IntoView + use<> {
    let (route, lang) = (form_of(draft), app.lang());
    let title = if draft.title.is_empty() { W::Untitled.in_(lang).to_owned() } else { draft.title.clone() };
    let when = today::touched(&near(app.moment(draft.touched_ms), app.now(), lang), lang);
    view! {
        <button type="button" class="row" data-t="today.draft" on:click=move |_| app.go(route)>
            <span><b>{title}</b><small>{when}</small></span>
        </button>
    }
}

fn to_do(app: App) -> AnyView {
    let lang = app.lang();
    let line = |matter: &MatterSummary| {
        let due = matter.current.as_ref().filter(|step| step.state != StepState::Open && app.may_open(matter));
        let due = due.map(|step| today::due(names::step(step.step, lang), lang));
        let asked = (matter.open_questions > 0).then(|| today::questions(matter.open_questions, lang));
        let what = [due, asked].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (!what.is_empty()).then(|| {
            let (id, title) = (matter.id, matter.title.clone());
            view! {
                <button type="button" class="row act" data-t="today.to-do" on:click=move |_| app.go(Route::Matter(id))>
                    <span><b>{title}</b><small>{what}</small></span>
                </button>
            }
        })
    };
    let mut lines: Vec<_> = app.summaries.with(|all| all.iter().filter_map(line).collect());
    let more = lines.len() > 8;
    lines.truncate(8);
    let nothing = lines.is_empty().then(|| view! { <p class="note">{W::Nothing.in_(lang)}</p> });
    view! {
        <section class="card">
            <h2>{W::ToDo.in_(lang)}</h2>
            {nothing}{lines}
            {more.then(|| view! {
                <Button t="today.more" look=Look::Quiet label=matters::Matters::More.in_(lang) press=move || app.go(Route::Matters)/>
            })}
        </section>
    }
    .into_any()
}

/// The browser offers to put the app on the home screen.
#[component]
fn Install() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let ask = move || spawn_local(install::ask());
    move || {
        app.install_offered.get().then(|| {
            view! {
                <section class="card">
                    <p>{W::InstallNote.in_(lang)}</p>
                    <Button t="today.install" look=Look::Plain label=W::Install.in_(lang) press=ask/>
                </section>
            }
        })
    }
}
