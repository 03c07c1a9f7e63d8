//! All matters held: those that somebody must act on first.

use super::today::raise;
use crate::page::Page;
use crate::route::Route;
use crate::state::{App, app};
use crate::words::matters::{Matters as W, stands};
use crate::words::{Common, today};
use domain::view::MatterSummary;
use leptos::prelude::*;
use std::cmp::Reverse;
use ui::parts::{Badge, Button, Field, Look, State};
use ui::words::names;

const SHOWN: usize = 30;
const FEW: usize = 6;

/// The list of matters.
#[component]
pub fn Matters() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let find = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN);
    let many = Memo::new(move |_| app.summaries.with(|all| all.len() > FEW));
    let foot = move || view! { <Button t="matters.raise" label=W::Raise.in_(lang) press=move || raise(app)/> };
    view! {
        <Page title=Common::Matters.in_(lang) sub=Signal::derive(move || app.home_name()) top=true foot>
            {move || many.get().then(|| view! { <Field t="matters.find" label=W::Find.in_(lang) value=find/> })}
            {move || list(app, &find.get(), shown)}
        </Page>
    }
}

fn list(app: App, find: &str, shown: RwSignal<usize>) -> AnyView {
    let (lang, find) = (app.lang(), find.trim());
    let mut found: Vec<MatterSummary> =
        app.summaries.with(|all| all.iter().filter(|matter| matter.title.contains(find)).cloned().collect());
    if found.is_empty() {
        let words = if find.is_empty() { W::None } else { W::NoneFound };
        return view! { <p class="note">{words.in_(lang)}</p> }.into_any();
    }
    found.sort_by_key(|matter| (matter.open_meeting.is_none(), !app.may_open(matter), Reverse(matter.touched.ms)));
    let more = found.len() > shown.get();
    found.truncate(shown.get());
    let rows: Vec<_> = found.iter().map(|matter| row(app, matter)).collect();
    view! {
        <section class="card rows">{rows}</section>
        {more.then(|| view! {
            <Button t="matters.more" look=Look::Plain label=W::More.in_(lang) press=move || shown.update(|n| *n += SHOWN)/>
        })}
    }
    .into_any()
}

fn row(app: App, matter: &MatterSummary) -> impl IntoView + use<> {
    let (lang, id) = (app.lang(), matter.id);
    let place = format!("{} · {}", app.place_name(matter.scope), names::procedure(matter.procedure, lang));
    let current = matter.current.as_ref().map_or_else(
        || (State::Plain, W::AllDone.in_(lang).to_owned()),
        |step| {
            let state = if matter.open_meeting.is_some() { State::Open } else { State::Plain };
            let stand = stands(step.state, lang);
            (state, [names::step(step.step, lang), stand].join(" · "))
        },
    );
    let asked = (matter.open_questions > 0)
        .then(|| view! { <Badge state=State::Open words=today::questions(matter.open_questions, lang)/> });
    view! {
        <button type="button" class="row" data-t="matters.row" data-id=id.hex() on:click=move |_| app.go(Route::Matter(id))>
            <span><b>{matter.title.clone()}</b><small>{place}</small>
                <Badge state=current.0 words=current.1/>{asked}</span>
        </button>
    }
}
