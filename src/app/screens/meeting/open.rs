//! Opening a meeting on the matter's next step: all of it a draft until the main button makes it a record.

pub mod fields;
pub mod head;
mod way;

use self::fields::Fields;
use self::head::{HeadForm, SHOWN};
use self::way::{RollCount, Ways};
use super::frame::Waiting;
use super::parts::{Warned, Wrongs};
use super::room::{Trouble, save};
use crate::drafts::{self, keep};
use crate::page::Page;
use crate::route::{MeetingTab, Route};
use crate::state::{App, OpenMatter, Opened, app};
use crate::words::Common;
use crate::words::meeting::{Open as W, why};
use domain::Body;
use domain::check::{self, Asking};
use domain::meeting::{Capacity, Expected, Head, MeetingOpened};
use domain::rules::{RollBody, Step, Way};
use domain::view::StepState;
use leptos::prelude::*;
use oplog::MatterId;
use std::sync::Arc;
use ui::parts::{Button, Notice, Tone};
use ui::words::{self, Lang, names};

/// Opens a meeting on the matter's next step.
#[component]
pub fn OpenMeeting(id: MatterId) -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let held = app.matter(id);
    let ready = Memo::new(move |_| held.with(|held| matches!(held, Opened::Here(_))));
    move || {
        if !ready.get() {
            return view! { <Waiting held/> }.into_any();
        }
        let Some(matter) = held.with_untracked(Opened::here) else { return ().into_any() };
        let next = matter.view.next_step().cloned();
        let open = matter.view.open_meeting().map(|meeting| meeting.id);
        let ways = next.as_ref().map(|next| ways(app, next.step)).unwrap_or_default();
        match (next, open) {
            (_, Some(meeting)) => {
                let on = move |()| app.replace(Route::Meeting(id, meeting, MeetingTab::Roll));
                view! { <Stop title=W::Title.in_(lang) why=W::Already.in_(lang) word=W::GoOn.in_(lang) press=on/> }
                    .into_any()
            }
            (Some(next), None) if !ways.is_empty() && next.state != StepState::Later => {
                view! { <Form matter step=next.step ways/> }.into_any()
            }
            _ => {
                let back = move |()| app.up();
                let word = Common::Back.in_(lang);
                view! { <Stop title=W::Title.in_(lang) why=W::NoStep.in_(lang) word press=back/> }.into_any()
            }
        }
    }
}

fn ways(app: App, step: Step) -> Vec<Way> {
    let places = app.places_now();
    let ways = places.current_rule_book().step(step).map(|rule| rule.ways.clone()).unwrap_or_default();
    ways.into_iter().filter(|way| way.body != RollBody::Nobody).collect()
}

/// There is nothing to open here.
#[component]
fn Stop(
    title: &'static str,
    why: &'static str,
    word: &'static str,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    view! {
        <Page title=title foot=move || view! {
            <Button t="meeting.open.stop" label=word press=move || press.run(())/>
        }>
            <p class="card">{why}</p>
        </Page>
    }
}

#[component]
fn Form(matter: Arc<OpenMatter>, step: Step, ways: Vec<Way>) -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let (id, scope) = (matter.view.id, matter.view.scope);
    let title = matter.view.raised.title.clone();
    let fields = Fields::of(&Head { started: app.now(), recorder: app.my_name(), ..Head::default() });
    let chosen = RwSignal::new(Some(0_usize));
    let first = StoredValue::new(untrack(|| fields.write("", "0")));
    let named = format!("{} · {}", names::step(step, lang), title);
    let kept = keep(
        app,
        Route::OpenMeeting(id).hash().trim_start_matches('#').to_owned(),
        move || named.clone(),
        move || first.with_value(|first| fields.write(first, &chosen.get().unwrap_or_default().to_string())),
        |text| chosen.set(fields.read(text).parse().ok().or(Some(0))),
    );
    let ways = StoredValue::new(ways);
    let way = Memo::new(move |_| {
        ways.with_value(|ways| ways.get(chosen.get().unwrap_or_default()).or(ways.first()).cloned())
    });
    let roll = Memo::new(move |_| {
        let way = way.get()?;
        Some(app.places.with(|places| places.expected(scope, way.body, way.counted_by)))
    });
    let expected = Signal::derive(move || roll.get().unwrap_or_default());
    let people = Signal::derive(move || people_of(app, scope));
    let body = move || opened(step, fields, way.get()?, expected.get());
    let trouble = Trouble::new(lang);
    let tried = RwSignal::new(false);
    let no_time = Signal::derive(move || {
        (tried.get() && fields.started().is_none()).then(|| why::fill_in(lang).to_owned())
    });
    let start = Callback::new(move |()| {
        let missing = untrack(|| fields.started()).is_none();
        tried.set(true);
        let Some(body) = untrack(body).filter(|_| !missing) else { return };
        save(app, scope, id, Body::MeetingOpened(body), Some(kept), trouble, move |op| {
            kept.over();
            app.replace(Route::Meeting(id, op.id(), MeetingTab::Roll));
        });
    });
    let warnings = Memo::new(move |_| warnings(app, &matter, body(), lang));
    let foot = move || {
        view! {
            <Button t="meeting.open.start" label=W::Start.in_(lang) off=trouble.busy press=move || start.run(())/>
        }
    };
    view! {
        <Page title=format!("{} · {}", W::Title.in_(lang), names::step(step, lang)) sub=title foot>
            <Ways ways chosen lang/>
            <HeadForm fields trouble lang roll=expected people no_time more=step == Step::Hearing/>
            <Warned warnings/>
            <RollCount expected way lang/>
            <p class="m-quiet">{W::Draft.in_(lang)}</p>
            <DraftFailed kept lang/>
            <Wrongs why=trouble.rest(SHOWN) lang/>
        </Page>
    }
}

fn opened(step: Step, fields: Fields, way: Way, expected: Vec<Expected>) -> Option<MeetingOpened> {
    Some(MeetingOpened { step, head: fields.head(), expected, counted_by: way.counted_by, body: way.body })
}

/// Everybody of the place's registers, for the fields that take any name.
pub fn people_of(app: App, scope: oplog::Scope) -> Vec<Expected> {
    app.places.with(|places| {
        let people = places.people_within(scope).filter(|person| !person.left && !person.household);
        let line = |person: &domain::place::Person| Expected {
            person: person.id,
            name: person.name.clone(),
            pinyin: person.pinyin.clone(),
            capacity: Capacity::Villager,
        };
        people.map(line).collect()
    })
}

fn warnings(app: App, matter: &OpenMatter, body: Option<MeetingOpened>, lang: Lang) -> Vec<String> {
    let (Some(body), Some(device)) = (body, app.device()) else { return Vec::new() };
    let places = app.places.get();
    let asking = Asking { places: &places, device, scope: matter.view.scope, matter: Some(&matter.view) };
    check::warnings(&asking, &Body::MeetingOpened(body)).iter().map(|one| words::warning(one, lang)).collect()
}

/// What is typed could not be kept as a draft.
#[component]
pub fn DraftFailed(kept: drafts::Kept, lang: Lang) -> impl IntoView {
    move || {
        kept.failed.get().then(|| view! { <Notice tone=Tone::Wrong>{Common::DraftFailed.in_(lang)}</Notice> })
    }
}
