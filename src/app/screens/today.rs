//! Today: the meeting to go on with, what is typed and not recorded, what is to be done.

use super::drafts::titled;
use super::enrol;
use crate::drafts::form_of;
use crate::page::{Around, content, foot, page};
use crate::route::{MeetingTab, Route};
use crate::state::{App, app};
use crate::words::carry::Carry;
use crate::words::pin::Lock;
use crate::words::today::{self, Today as W};
use crate::words::{Common, matters};
use browser::{Pin, install};
use domain::view::{MatterSummary, Outcome, StepState};
use sync::enrol::Former;
use sync::port::Draft;
use ui::dom::{El, Say, el, p};
use ui::format::near;
use ui::parts::{Look, Tone, button, key, notice, said};
use ui::signal::Var;
use ui::words::names;
use wasm_bindgen_futures::spawn_local;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const FEW: usize = 8;

/// Today's page.
pub fn today() -> El {
    let app = app();
    let lang = app.lang();
    let may = move || match app.places.with(|places| app.grants(places).is_empty()) && app.ended().is_some() {
        true => Vec::new(),
        false => vec![
            button(Look::Plain, "today.raise", W::Raise.in_(lang), move || raise(app)),
            button(Look::Main, "today.record", W::Record.in_(lang), move || record(app)),
        ],
    };
    let actions = foot().live(may);
    let all = content()
        .live_one(move || copied(app))
        .live(former(app))
        .live_one(move || enrol::not_yet(app))
        .live_one(move || no_grant(app))
        .live_one(move || nag(app))
        .live(move || open_meetings(app))
        .live_one(move || half_typed(app))
        .live_one(move || Some(to_do(app)))
        .live_one(move || no_pin(app))
        .live_one(move || offer_install(app));
    page(
        Around::Main,
        Say::live(move || app.home_name()),
        Say::live(move || app.home_line()),
        all,
        Some(actions),
    )
}

/// Begins a new matter, beside those half written.
pub fn raise(app: App) {
    app.go(Route::Raise(app.now().ms));
}

/// The one meeting that is due, or the matters to choose from, or a new matter.
fn record(app: App) {
    let due = |all: &std::sync::Arc<Vec<MatterSummary>>| {
        all.iter().filter(|matter| app.may_open(matter)).map(|matter| matter.id).collect::<Vec<_>>()
    };
    match app.summaries.with_untracked(due).as_slice() {
        [] => raise(app),
        [one] => app.go(Route::OpenMeeting(*one)),
        _ => app.go(Route::Matters),
    }
}

fn no_grant(app: App) -> Option<El> {
    let lang = app.lang();
    let (known, none) =
        app.places.with(|places| (places.township_key.is_some(), app.grants(places).is_empty()));
    let end = app.ended();
    match (none, known, end) {
        (false, ..) => None,
        (true, true, Some((_, end))) => {
            let when = near(app.moment(end.at_ms), app.now(), lang);
            let code = button(Look::Plain, "today.code", W::NewCode.in_(lang), move || app.go(Route::Enrol));
            let words = p(today::ended(&when, &end.reason, lang));
            let left = (app.unreceived.get() > 0).then(|| p(W::StillSent.in_(lang)));
            Some(
                notice(Tone::Act, "today.no-grant")
                    .with(el("b").say(W::Ended.in_(lang)))
                    .with(words)
                    .maybe(left)
                    .with(p(W::EndedNote.in_(lang)))
                    .with(code),
            )
        }
        (true, known, _) => {
            let words = if known { W::NoGrant } else { W::NoRegister };
            Some(said(Tone::Act, "today.no-grant", words.in_(lang)))
        }
    }
}

/// What became of the phone before this one: told until somebody says that he read it.
fn former(app: App) -> impl Fn() -> Vec<El> + 'static {
    let lang = app.lang();
    let known = Var::new(Vec::<Former>::new());
    spawn_local(async move {
        // What can't be read now is told the next time.
        known.set(app.phone().former().await.unwrap_or_default());
    });
    let read = move || {
        known.set(Vec::new());
        spawn_local(async move {
            app.phone().former_was_read().await.unwrap_or_default();
        });
    };
    let day = move |ms: u64| near(app.moment(ms), app.now(), lang);
    let one = move |former: &Former| {
        let last = former.last_ms.map(day);
        let brought = former.brought_ms.map(|ms| p(today::brought(&day(ms), lang)));
        notice(Tone::Act, "today.former")
            .with(el("b").say(W::Former.in_(lang)))
            .with(p(today::former(last.as_deref(), former.unreceived, lang)))
            .maybe(brought)
            .with(p(W::FormerNote.in_(lang)))
            .with(button(Look::Plain, "today.former.read", W::CopiedRead.in_(lang), read))
    };
    move || known.with(|known| known.iter().map(one).collect())
}

/// Another copy of this phone was found: told until somebody says that he read it.
fn copied(app: App) -> Option<El> {
    let lang = app.lang();
    app.copied.get().then(|| {
        let read = move || {
            spawn_local(async move {
                // What could not be noted is told again.
                app.phone().copied_was_read().await.unwrap_or_default();
            });
        };
        notice(Tone::Act, "today.copied")
            .with(el("b").say(W::Copied.in_(lang)))
            .with(p(W::CopiedNote.in_(lang)))
            .with(button(Look::Plain, "today.copied.read", W::CopiedRead.in_(lang), read))
    })
}

/// The phone has no PIN yet.
fn no_pin(app: App) -> Option<El> {
    let lang = app.lang();
    (app.pin.get() != Pin::Set).then(|| {
        let set = button(Look::Plain, "today.pin", Lock::SetTitle.in_(lang), move || app.go(Route::Pin));
        notice(Tone::Act, "today.no-pin").with(p(Lock::NoPin.in_(lang))).with(set)
    })
}

fn nag(app: App) -> Option<El> {
    let count = app.unreceived.get();
    let late = app.last_good.get().is_none_or(|good| good + DAY_MS < app.now().ms);
    (count > 0 && late).then(|| {
        let by_hand = Carry::Title.in_(app.lang());
        notice(Tone::Act, "today.nag").with(p(today::nag(count, app.lang()))).with(button(
            Look::Plain,
            "today.carry",
            by_hand,
            move || app.go(Route::Carry),
        ))
    })
}

fn open_meetings(app: App) -> Vec<El> {
    let lang = app.lang();
    let card = |matter: &MatterSummary| {
        let open = matter.open_meeting.as_ref()?;
        let route = last_tab(app, Route::Meeting(matter.id, open.id, MeetingTab::default()));
        let began = today::began(names::step(open.step, lang), &near(open.started, app.now(), lang), lang);
        let heading = [W::GoOnWith.in_(lang), &matter.title].concat();
        let go_on = button(Look::Main, "today.go-on", Common::GoOn.in_(lang), move || app.go(route));
        Some(
            el("section")
                .class("card now")
                .t("today.open")
                .with(el("h2").say(heading))
                .with(p(began))
                .with(go_on),
        )
    };
    app.summaries.with(|all| all.iter().filter_map(card).collect())
}

/// The tab on which something is half typed, else the first.
fn last_tab(app: App, route: Route) -> Route {
    let same = |draft: &Draft| {
        Some(form_of(draft)).filter(|form| form.up() == route.up() && matches!(form, Route::Meeting(..)))
    };
    app.drafts.with(|all| all.iter().find_map(same)).unwrap_or(route)
}

/// What is half typed outside the open meetings.
fn half_typed(app: App) -> Option<El> {
    let lang = app.lang();
    let rows: Vec<El> = app.drafts.with(|all| {
        let apart = all.iter().filter(|draft| !matches!(form_of(draft), Route::Meeting(..)));
        apart.take(3).map(|draft| half(app, draft)).collect()
    });
    (!rows.is_empty()).then(|| {
        let all = button(Look::Quiet, "today.drafts", W::AllDrafts.in_(lang), move || app.go(Route::Drafts));
        el("section").class("card").with(el("h2").say(W::Drafts.in_(lang))).all(rows).with(all)
    })
}

fn half(app: App, draft: &Draft) -> El {
    let route = form_of(draft);
    let (title, when) = titled(app, draft);
    row("row", "today.draft", title, when, move || app.go(route))
}

/// A line that leads somewhere: a title, and what is said of it.
pub fn row(class: &str, t: &str, title: String, note: String, press: impl FnMut() + 'static) -> El {
    key(t, press).class(class).with(el("span").with(el("b").say(title)).with(el("small").say(note)))
}

fn to_do(app: App) -> El {
    let lang = app.lang();
    let line = |matter: &MatterSummary| {
        let due =
            matter.current.as_ref().filter(|step| step.state != StepState::Open && app.may_open(matter));
        let due = due.map(|step| match step.state {
            StepState::Closed(contested @ Outcome::Contested) => names::outcome(contested, lang).to_owned(),
            _ => today::due(names::step(step.step, lang), lang),
        });
        let asked = (matter.open_questions > 0).then(|| today::questions(matter.open_questions, lang));
        let id = matter.id;
        let what = [due, asked].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (!what.is_empty()).then(|| {
            row("row act", "today.to-do", matter.title.clone(), what, move || app.go(Route::Matter(id)))
        })
    };
    let mut lines: Vec<El> = app.summaries.with(|all| all.iter().filter_map(line).take(FEW + 1).collect());
    let more = (lines.len() > FEW).then(|| {
        button(Look::Quiet, "today.more", matters::Matters::More.in_(lang), move || app.go(Route::Matters))
    });
    lines.truncate(FEW);
    let nothing = lines.is_empty().then(|| p(W::Nothing.in_(lang)).class("note"));
    el("section").class("card").with(el("h2").say(W::ToDo.in_(lang))).maybe(nothing).all(lines).maybe(more)
}

/// The browser offers to put the app on the home screen.
fn offer_install(app: App) -> Option<El> {
    let lang = app.lang();
    app.install_offered.get().then(|| {
        let ask = button(Look::Plain, "today.install", W::Install.in_(lang), || spawn_local(install::ask()));
        el("section").class("card").with(p(W::InstallNote.in_(lang))).with(ask)
    })
}
