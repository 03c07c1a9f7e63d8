//! The overview: figures, the table of matters with their chains, and beside it one matter or what arrived.

use super::arrivals::arrivals;
use super::figures::figures;
use super::frame::headline;
use super::keeping::keeping;
use super::matter::pane;
use crate::desk::Desk;
use crate::hours;
use crate::parts::{Tone, chain, reading, tag};
use crate::places;
use crate::route::Route;
use domain::view::{MatterSummary, Outcome, StepState};
use leptos::prelude::*;
use sync::desk::MatterRow;
use ui::words::Lang;
use ui::words::desk::{Frame, Matters, fill};
use ui::words::names;

/// So many rows at first, and so many more at a time.
const PAGE: usize = 200;

#[component]
pub fn MattersScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let scope = Memo::new(move |_| desk.route.get().scope());
    let matter = Memo::new(move |_| desk.route.get().matter());
    let title = move || match scope.get() {
        None => Frame::Matters.in_(lang).to_owned(),
        Some(scope) => desk.overview.value.with(|overview| {
            overview.as_ref().map_or_else(String::new, |overview| places::path(&overview.tree, scope))
        }),
    };
    view! {
        <div class="d-overview">
            <main class="d-page" id="content">
                <header class="d-row between"><h1 data-t="desk.title">{title}</h1>{headline(desk)}</header>
                {move || keeping(desk)}
                {figures(desk)}
                {reading(desk.matters, lang)}
                {table(desk)}
            </main>
            <aside class="d-detail">
                {move || match matter.get() {
                    Some(_) => pane(desk).into_any(),
                    None => arrivals(desk).into_any(),
                }}
            </aside>
        </div>
    }
}

fn table(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let shown = RwSignal::new(PAGE);
    let rows = Memo::new(move |_| {
        let scope = desk.route.get().scope();
        desk.matters.value.with(|rows| {
            let rows = rows.as_ref()?.iter();
            let here = |row: &&MatterRow| scope.is_none_or(|scope| scope.covers(&row.summary.scope));
            Some(rows.filter(here).cloned().collect::<Vec<_>>())
        })
    });
    let count = move || rows.with(|rows| rows.as_ref().map_or(0, Vec::len));
    let first = move || rows.get().unwrap_or_default().into_iter().take(shown.get()).collect::<Vec<_>>();
    // A row that changed is another row.
    let key = |row: &MatterRow| (row.summary.id, row.summary.ops, row.summary.done, row.received_ms);
    view! {
        <Show when=move || count() != 0>
            <table class="d-table">
                <thead><tr>
                    <th scope="col" class="wide">{Matters::HeadMatter.in_(lang)}</th>
                    <th scope="col">{Matters::HeadPlace.in_(lang)}</th>
                    <th scope="col">{Matters::HeadStep.in_(lang)}</th>
                    <th scope="col">{Matters::HeadState.in_(lang)}</th>
                </tr></thead>
                <tbody data-t="desk.matters">
                    <For each=first key=key children=move |matter| row(desk, matter)/>
                </tbody>
            </table>
        </Show>
        {move || (count() > shown.get()).then(|| view! {
            <button type="button" class="d-button plain" data-t="desk.matters.more"
                on:click=move |_| shown.update(|shown| *shown += PAGE)>
                {fill(Matters::More.in_(lang), &[&(count() - shown.get())])}
            </button>
        })}
        {move || (rows.with(Option::is_some) && count() == 0).then(|| view! {
            <p class="d-empty" data-t="desk.matters.empty">{Matters::Empty.in_(lang)}</p>
        })}
    }
}

fn row(desk: Desk, row: MatterRow) -> impl IntoView {
    let (lang, summary) = (desk.lang, row.summary);
    let (id, scope) = (summary.id, summary.scope);
    let (tone, state) = state(&summary, lang);
    let to = move || Route::Matters { scope: desk.route.get().scope(), matter: Some(id) };
    let on = move || desk.route.get().matter() == Some(id);
    let place = move || {
        desk.overview.value.with(|overview| {
            overview
                .as_ref()
                .map_or_else(|| row.place.clone(), |overview| places::path(&overview.tree, scope))
        })
    };
    let received = move || hours::near(row.received_ms, desk.now_ms.get(), lang);
    let questions = summary.open_questions;
    view! {
        <tr class:on=on data-title=summary.title.clone() on:click=move |_| desk.go(to())>
            <td>
                <a href=move || to().address() data-t=format!("desk.matter.{id}") data-title=summary.title.clone()
                    aria-current=move || on().then_some("true")>{summary.title.clone()}</a>
                {chain(summary.done, summary.of, tone == Tone::Amber, steps_done(&summary, lang))}
            </td>
            <td class="whole">{place}</td>
            <td class="whole">{summary.current.as_ref().map(|current| names::step(current.step, lang))}</td>
            <td>
                {tag(tone, state)}
                {(questions > 0).then(|| tag(Tone::Amber, fill(Matters::QuestionsOpen.in_(lang), &[&questions])))}
                <small class="d-quiet" title=Matters::HeadReceived.in_(lang)>
                    {move || fill(Matters::ReceivedAt.in_(lang), &[&received()])}
                </small>
            </td>
        </tr>
    }
}

/// How many steps are done, in words.
pub fn steps_done(summary: &MatterSummary, lang: Lang) -> String {
    fill(Matters::ChainOf.in_(lang), &[&summary.done, &summary.of])
}

/// Where a matter stands, in words.
fn state(summary: &MatterSummary, lang: Lang) -> (Tone, String) {
    let Some(current) = &summary.current else {
        return (Tone::Green, Matters::StateDone.in_(lang).to_owned());
    };
    match current.state {
        StepState::Open => (Tone::Amber, Matters::StateOpen.in_(lang).to_owned()),
        StepState::Closed(outcome @ (Outcome::Passed | Outcome::Heard)) => {
            (Tone::Green, names::outcome(outcome, lang).to_owned())
        }
        StepState::Closed(outcome @ (Outcome::Inquorate | Outcome::NoBallot)) => {
            (Tone::Amber, fill(Matters::StateAgain.in_(lang), &[&names::outcome(outcome, lang)]))
        }
        StepState::Closed(outcome) => (Tone::Amber, names::outcome(outcome, lang).to_owned()),
        StepState::Next | StepState::Later if summary.done == 0 => {
            (Tone::Grey, Matters::StateNext.in_(lang).to_owned())
        }
        StepState::Next | StepState::Later => (Tone::Green, Matters::StateReceived.in_(lang).to_owned()),
    }
}
