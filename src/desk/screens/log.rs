//! The audit log: who did what and when, the newest first.

use crate::desk::Desk;
use crate::hours;
use crate::parts::{Field, Tone, reading, tag};
use crate::route::Route;
use domain::audit::Act;
use leptos::prelude::*;
use sync::desk_log::{LogLine, LogPage, Topic};
use ui::words::desk::{Log, act, fill, refusal, topic};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// China's offset from UTC: the township's days.
const OFFSET_MS: u64 = 8 * 60 * 60 * 1000;

#[component]
pub fn LogScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let (who, what) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let before = RwSignal::new(None::<u64>);
    let look = move || {
        let mut path = format!("log?who={}", js_sys::encode_uri_component(&who.get_untracked()));
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                path.push_str(&format!("&{name}={value}"));
            }
        };
        add("topic", Some(what.get_untracked()).filter(|what| !what.is_empty()));
        add("from", day(&from.get_untracked()).map(|ms| ms.to_string()));
        add("to", day(&to.get_untracked()).map(|ms| (ms + DAY_MS).to_string()));
        add("before", before.get_untracked().map(|before| before.to_string()));
        desk.log.ask(path);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        before.set(None);
        look();
    };
    let page = move |read: fn(&LogPage) -> bool| desk.log.value.with(|page| page.as_ref().is_some_and(read));
    let lines =
        move || desk.log.value.with(|page| page.as_ref().map(|page| page.lines.clone())).unwrap_or_default();
    let earlier = move |_| {
        before.set(desk.log.value.with_untracked(|page| page.as_ref().and_then(|page| page.before)));
        look();
    };
    let date = move |label: Log, name: &'static str, value: RwSignal<String>| {
        view! {
            <div class="d-field"><label for=name>{label.in_(lang)}</label>
                <input type="date" id=name data-t=name prop:value=move || value.get()
                    on:change=move |event| value.set(event_target_value(&event))/>
            </div>
        }
    };
    let topics = Topic::ALL.iter().map(|of| view! { <option value=of.name()>{topic(*of, lang)}</option> });
    view! {
        <main class="d-page" id="content">
            <h1>{Log::Nav.in_(lang)}</h1>
            <p class="d-quiet">{Log::Lead.in_(lang)}</p>
            <form class="d-row d-filter" novalidate on:submit=submit>
                <Field label=Log::Who.in_(lang) name="desk.log.who".into() value=who
                    typed=move |text| who.set(text) wrong=Signal::derive(|| None::<String>)/>
                <div class="d-field"><label for="desk.log.what">{Log::What.in_(lang)}</label>
                    <select id="desk.log.what" data-t="desk.log.what"
                        on:change=move |event| what.set(event_target_value(&event))>
                        <option value="">{Log::Everything.in_(lang)}</option>
                        {topics.collect_view()}
                    </select>
                </div>
                {date(Log::From, "desk.log.from", from)}
                {date(Log::To, "desk.log.to", to)}
                <button type="submit" class="d-button" data-t="desk.log.go">{Log::Show.in_(lang)}</button>
            </form>
            {reading(desk.log, lang)}
            {move || page(|page| page.lines.is_empty()).then(|| view! {
                <p class="d-empty">{Log::Empty.in_(lang)}</p>
            })}
            <Show when=move || page(|page| !page.lines.is_empty())>
                <table class="d-table">
                    <thead><tr>
                        <th scope="col">{Log::When.in_(lang)}</th>
                        <th scope="col">{Log::Who.in_(lang).split(['（', '(']).next()}</th>
                        <th scope="col">{Log::What.in_(lang)}</th>
                        <th scope="col">{Log::About.in_(lang)}</th>
                        <th scope="col" class="wide">{Log::Why.in_(lang)}</th>
                    </tr></thead>
                    <tbody data-t="desk.log">
                        {move || lines().iter().map(|line| row(desk, line)).collect::<Vec<_>>()}
                    </tbody>
                </table>
            </Show>
            {move || page(|page| page.before.is_some()).then(|| view! {
                <p><button type="button" class="d-button plain" data-t="desk.log.more" on:click=earlier>
                    {Log::More.in_(lang)}
                </button></p>
            })}
        </main>
    }
}

/// The first moment of a day, from `2026-05-09`.
fn day(typed: &str) -> Option<u64> {
    let ms = js_sys::Date::parse(&format!("{typed}T00:00:00Z"));
    (ms.is_finite() && ms > 0.0).then(|| (ms as u64).saturating_sub(OFFSET_MS))
}

fn row(desk: Desk, line: &LogLine) -> impl IntoView + use<> {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let done = Act::from_number(line.act);
    let what = match done {
        Some(done) => act(done, lang).to_owned(),
        None => fill(Log::Unknown.in_(lang), &[&line.act]),
    };
    let outside = matches!(done, Some(Act::LoginFailed | Act::LockedOut)) || line.by.is_some();
    let who = match (line.who.as_str(), outside) {
        ("", true) => Log::Stranger.in_(lang),
        ("", false) => Log::Server.in_(lang),
        (who, _) => who,
    };
    let refused = (!line.refused.is_empty()).then(|| {
        let words = refusal(&line.refused, lang).map_or(line.refused.clone(), str::to_owned);
        view! { <small>{words}</small> }
    });
    let times = (line.times > 1 && line.since_ms > 0).then(|| {
        let since = hours::near(line.since_ms, now, lang);
        tag(Tone::Amber, fill(Log::Times.in_(lang), &[&line.times, &since]))
    });
    let matter = line.matter.map(|matter| {
        let to = Route::Matters { scope: None, matter: Some(matter) };
        view! { <a href=to.address()>{line.title.clone()}</a> }
    });
    let from = (!line.from.is_empty()).then(|| fill(Log::At.in_(lang), &[&line.from]));
    let wrong = (!line.verified).then(|| {
        view! { <b class="d-wrong">{Log::Unverified.in_(lang)}</b> }
    });
    view! {
        <tr data-name=line.act.to_string() data-title=line.name.clone()>
            <td class="time">{hours::near(line.at_ms, now, lang)}{wrong}</td>
            <td>{who.to_owned()}<small class="d-quiet">{from}</small></td>
            <td>{what}{times}</td>
            <td>{line.name.clone()}{matter}<small class="d-quiet">{line.place_name.clone()}</small></td>
            <td>{line.reason.clone()}{refused}</td>
        </tr>
    }
}
