//! The frame: navigation at the left, what came last at the top, the screen in the middle.

use super::tree::tree;
use super::{accounts, aside, carried, check, enrol, log, many, matters, meeting, mine, notice, phones};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::live::Line;
use crate::parts::say_failure;
use crate::places;
use crate::route::Route;
use leptos::prelude::*;
use sync::desk::Arrival;
use sync::desk_officers::Duty;
use ui::words::desk::{Carried, Frame, Log, Many, Matters, Officers, Paper, fill};

/// What arrived within this time arrived just now.
const JUST_NOW_MS: u64 = 10 * 60_000;

/// Which screen, without what it shows.
#[derive(Clone, Copy, PartialEq)]
enum Screen {
    Matters,
    Meeting,
    Phones,
    Enrol,
    Many,
    Aside,
    Carried,
    Check,
    Notice,
    Accounts,
    Mine,
    Log,
    Unknown,
}

#[component]
pub fn FrameScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let screen = Memo::new(move |_| match desk.route.get() {
        Route::Matters { .. } => Screen::Matters,
        Route::Meeting { .. } => Screen::Meeting,
        Route::Phones => Screen::Phones,
        Route::Enrol => Screen::Enrol,
        Route::Many => Screen::Many,
        Route::Aside => Screen::Aside,
        Route::Carried => Screen::Carried,
        Route::Check => Screen::Check,
        Route::Notice => Screen::Notice,
        Route::Accounts => Screen::Accounts,
        Route::Mine => Screen::Mine,
        Route::Log => Screen::Log,
        Route::Unknown => Screen::Unknown,
    });
    view! {
        <div class="d-desk">
            {side(desk)}
            <div class="d-main">
                {connection(desk)}
                {move || match screen.get() {
                    Screen::Matters => view! { <matters::MattersScreen desk/> }.into_any(),
                    Screen::Meeting => view! { <meeting::MeetingScreen desk/> }.into_any(),
                    Screen::Phones => view! { <phones::PhonesScreen desk/> }.into_any(),
                    Screen::Enrol => view! { <enrol::EnrolScreen desk/> }.into_any(),
                    Screen::Many => view! { <many::ManyScreen desk/> }.into_any(),
                    Screen::Aside => view! { <aside::AsideScreen desk/> }.into_any(),
                    Screen::Carried => view! { <carried::CarriedScreen desk/> }.into_any(),
                    Screen::Check => view! { <check::CheckScreen desk/> }.into_any(),
                    Screen::Notice => view! { <notice::NoticeScreen desk/> }.into_any(),
                    Screen::Accounts => view! { <accounts::AccountsScreen desk/> }.into_any(),
                    Screen::Mine => view! { <mine::MineScreen desk/> }.into_any(),
                    Screen::Log => view! { <log::LogScreen desk/> }.into_any(),
                    Screen::Unknown => view! {
                        <main class="d-page">
                            <p>{Frame::NotFound.in_(lang)}</p>
                            <p><a href=Route::START.address()>{Frame::ToMatters.in_(lang)}</a></p>
                        </main>
                    }.into_any(),
                }}
            </div>
        </div>
    }
}

/// The left side.
fn side(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let who = move |read: fn(&sync::desk::Session) -> &String| match desk.who.get() {
        Who::In(session) => read(&session).clone(),
        _ => String::new(),
    };
    let overview = move |read: fn(&sync::desk::Overview) -> u32| {
        desk.overview.value.with(|overview| overview.as_ref().map(read)).unwrap_or_default()
    };
    let in_matters = move || matches!(desk.route.get(), Route::Matters { .. } | Route::Meeting { .. });
    let on = move |route: Route| Signal::derive(move || desk.route.get() == route);
    let (officer, administers) = (desk.is(Duty::Officer), desk.is(Duty::Administrator));
    let reads = officer || desk.is(Duty::Reader);
    let phones = move || desk.phones.value.with(|phones| phones.as_ref().map_or(0, Vec::len) as u32);
    view! {
        <nav class="d-side" aria-label=Frame::Navigation.in_(lang)>
            <p class="d-township" data-t="desk.township">{move || who(|session| &session.township)}</p>
            {reads.then(|| link("desk.nav.matters", Frame::Matters.in_(lang), Route::START, Signal::derive(in_matters),
                move || overview(|overview| places::matters(&overview.tree)), false))}
            {officer.then(|| view! {
                {link("desk.nav.enrol", Frame::Enrol.in_(lang), Route::Enrol, on(Route::Enrol),
                    move || overview(|overview| overview.waiting), true)}
                {link("desk.nav.many", Many::Nav.in_(lang), Route::Many, on(Route::Many), || 0, false)}
                {link("desk.nav.phones", Frame::Phones.in_(lang), Route::Phones, on(Route::Phones), phones, false)}
                {link("desk.nav.aside", Frame::Aside.in_(lang), Route::Aside, on(Route::Aside),
                    move || overview(|overview| overview.aside), true)}
                {link("desk.nav.carried", Carried::Nav.in_(lang), Route::Carried, on(Route::Carried), || 0, false)}
                {link("desk.nav.check", Paper::NavCheck.in_(lang), Route::Check, on(Route::Check), || 0, false)}
                {link("desk.nav.notice", Paper::NavDay.in_(lang), Route::Notice, on(Route::Notice), || 0, false)}
            })}
            {administers.then(|| link("desk.nav.accounts", Officers::NavAccounts.in_(lang), Route::Accounts,
                on(Route::Accounts), || 0, false))}
            {(officer || administers).then(|| link("desk.nav.log", Log::Nav.in_(lang), Route::Log, on(Route::Log),
                || 0, false))}
            {link("desk.nav.mine", Officers::NavMine.in_(lang), Route::Mine, on(Route::Mine), || 0, false)}
            {reads.then(|| tree(desk))}
            <div class="d-foot">
                <p data-t="desk.officer">{move || who(|session| &session.officer)}</p>
                <button type="button" class="d-link" data-t="desk.lang" lang=Frame::OtherLanguageTag.in_(lang)
                    on:click=move |_| desk.other_language()>
                    {Frame::OtherLanguage.in_(lang)}
                </button>
                <button type="button" class="d-link" data-t="desk.logout" on:click=move |_| desk.sign_out()>
                    {Frame::SignOut.in_(lang)}
                </button>
            </div>
        </nav>
    }
}

fn link(
    name: &'static str,
    words: &'static str,
    to: Route,
    on: Signal<bool>,
    count: impl Fn() -> u32 + Copy + Send + 'static,
    urgent: bool,
) -> impl IntoView {
    let number = move || match count() {
        0 => None,
        some => Some(view! { <span class:urgent=urgent data-t=format!("{name}.count")>{some}</span> }),
    };
    view! {
        <a class="d-nav" href=to.address() data-t=name aria-current=move || on.get().then_some("page")>
            {words} {number}
        </a>
    }
}

/// That the line is broken, and that the session could not be ended.
fn connection(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let lost = move || match desk.line.get() {
        Line::Lost(at) => Some(fill(Frame::Lost.in_(lang), &[&hours::near(at, desk.now_ms.get(), lang)])),
        _ => None,
    };
    let failed = move || desk.sign_out_failed.get().map(|failure| say_failure(&failure, lang));
    view! {
        <div class="d-line" role="status" data-t="desk.line" data-line=move || match desk.line.get() {
            Line::Off => "off",
            Line::Opening => "opening",
            Line::On => "on",
            Line::Lost(_) => "lost",
        }>
            {move || lost().map(|words| view! { <p class="d-note amber">{words}</p> })}
            {move || failed().map(|words| view! { <p class="d-note amber">{words}</p> })}
        </div>
    }
}

/// How far the township reaches and what came last.
pub fn headline(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let extent = move || {
        desk.overview.value.with(|overview| {
            overview.as_ref().map(|overview| {
                let (villages, groups) = places::extent(&overview.tree);
                fill(Frame::Extent.in_(lang), &[&villages, &groups])
            })
        })
    };
    view! {
        <p class="d-quiet d-headline">
            <span>{extent}</span>
            <span role="status" data-t="desk.recent">{move || recent(desk)}</span>
        </p>
    }
}

fn recent(desk: Desk) -> Option<String> {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let heard = desk.recent.get();
    desk.overview.value.with(|overview| {
        let overview = overview.as_ref()?;
        let listed = overview.arrivals.first().cloned();
        let last: Option<Arrival> = [heard, listed].into_iter().flatten().max_by_key(|arrival| arrival.at_ms);
        let Some(last) = last else { return Some(Frame::NothingRecent.in_(lang).to_owned()) };
        let words =
            if now.saturating_sub(last.at_ms) < JUST_NOW_MS { Frame::Recent } else { Frame::LastReceived };
        let (place, at) = (places::name(&overview.tree, last.scope), hours::near(last.at_ms, now, lang));
        let words = fill(words.in_(lang), &[&place, &last.ops, &at]);
        Some(if last.title.is_empty() {
            words
        } else {
            fill(Matters::AndTitle.in_(lang), &[&words, &last.title])
        })
    })
}
