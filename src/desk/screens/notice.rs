//! The notice of the log: the root of a day on paper, for the notice board.

use super::sheet::seal::{picture, signed_at};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::reading;
use crate::printing::{Code, Printing};
use leptos::prelude::*;
use sync::desk::{Day, Printed};
use ui::words::Lang;
use ui::words::checked::groups;
use ui::words::desk::{Paper, fill};

#[component]
pub fn NoticeScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let picked = RwSignal::new(None::<u32>);
    let days = move || desk.days.value.get().unwrap_or_default();
    // The latest one until another is picked.
    Effect::new(move |_| {
        let day = picked.get().or_else(|| days().first().map(|day| day.day));
        if let Some(day) = day {
            desk.notice.ask(format!("days/{day}"));
        }
    });
    let printing = Printing::new(desk.notice, move || Code::of(desk.notice));
    let none = move || desk.days.value.with(|days| days.as_ref().is_some_and(Vec::is_empty));
    view! {
        <main class="d-page d-only" id="content">
            <h1>{Paper::NavDay.in_(lang)}</h1>
            <p class="d-quiet">{Paper::DayLead.in_(lang)}</p>
            {reading(desk.days, lang)}
            {move || none().then(|| view! { <p class="d-empty">{Paper::DayNone.in_(lang)}</p> })}
            <Show when=move || !days().is_empty()>
                <div class="d-field">
                    <label for="desk.notice.day">{Paper::DayPick.in_(lang)}</label>
                    <select id="desk.notice.day" data-t="desk.notice.day"
                        on:change=move |event| picked.set(event_target_value(&event).parse().ok())>
                        {move || days().iter().map(|day| option(day, lang)).collect_view()}
                    </select>
                </div>
                {reading(desk.notice, lang)}
                {move || desk.notice.value.get().map(|notice| view! {
                    <p class="d-quiet">{fill(Paper::DaySizeCount.in_(lang), &[&notice.size])}" · "{signed_at(&notice, lang)}</p>
                    <p><code data-t="desk.notice.root">{groups(&notice.digest)}</code></p>
                    <button type="button" class="d-button" data-t="desk.notice.print"
                        on:click=move |_| printing.ask()>
                        {Paper::DayPrint.in_(lang)}
                    </button>
                })}
            </Show>
        </main>
        {move || match desk.notice.value.get() {
            Some(notice) => sheet(desk, &notice).into_any(),
            None => view! { <p class="p-sheet" data-t="desk.notice.no-sheet">{Paper::DayNotYet.in_(lang)}</p> }.into_any(),
        }}
    }
}

fn option(day: &Day, lang: Lang) -> impl IntoView + use<> {
    view! { <option value=day.day.to_string()>{hours::full(day.at_ms, lang)}</option> }
}

/// The sheet itself.
fn sheet(desk: Desk, notice: &Printed) -> impl IntoView + use<> {
    let lang = desk.lang;
    let township = match desk.who.get() {
        Who::In(session) => session.township,
        _ => String::new(),
    };
    let line = |name: Paper, value: String| view! { <tr><th>{name.in_(lang)}</th><td>{value}</td></tr> };
    view! {
        <div class="p-sheet p-notice" data-t="desk.notice.sheet" data-link=notice.link.clone()>
            <h1>{Paper::DayTitle.in_(lang)}</h1>
            <table class="p-head">
                <colgroup><col class="p-notice-name"/><col/></colgroup>
                <tbody>
                    {line(Paper::DayTownship, township)}
                    {line(Paper::DayDate, hours::full(notice.at_ms, lang))}
                    {line(Paper::DaySize, fill(Paper::DaySizeCount.in_(lang), &[&notice.size]))}
                    <tr><th>{Paper::DayRoot.in_(lang)}</th><td class="p-code">{groups(&notice.digest)}</td></tr>
                </tbody>
            </table>
            <p>{Paper::DayWhy.in_(lang)}</p>
            <div class="p-seal">{picture(notice, lang)}</div>
            <p class="p-small">{Paper::DayKey.in_(lang)}</p>
            <p class="p-small p-code">{notice.verifier.clone()}</p>
        </div>
    }
}
