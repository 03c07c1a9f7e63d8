//! Opening a meeting on the matter's next step: all of it a draft until the main button makes it a record.

pub mod fields;
pub mod head;
mod way;

use self::fields::Fields;
use self::head::{SHOWN, head_form};
use self::way::{roll_count, way_choice};
use super::frame::waiting;
use super::parts::{draft_failed, warned, wrongs};
use super::room::{Trouble, save};
use crate::drafts::keep;
use crate::opened::{OpenMatter, Opened};
use crate::page::{Around, content, foot, page};
use crate::route::{MeetingTab, Route};
use crate::state::{App, app};
use crate::words::Common;
use crate::words::meeting::{Open as W, why};
use domain::Body;
use domain::check::{self, Asking};
use domain::meeting::{Capacity, Expected, Head, MeetingOpened};
use domain::rules::{RollBody, Step, Way};
use domain::view::StepState;
use leptos::reactive::graph::untrack;
use oplog::MatterId;
use std::rc::Rc;
use std::sync::Arc;
use ui::dom::{El, div, p};
use ui::parts::{Look, button};
use ui::signal::{Derived, Var};
use ui::words::{self, Lang, names};

/// Opens a meeting on the matter's next step.
pub fn open_meeting(id: MatterId) -> El {
    let app = app();
    let lang = app.lang();
    let held = app.matter(id);
    let ready = Derived::new(move || held.with(|held| matches!(held, Opened::Here(_))));
    div("inside").live_one(move || {
        let ready = ready.get();
        let Some(matter) = held.with_untracked(Opened::here).filter(|_| ready) else {
            return Some(waiting(held));
        };
        let next = matter.view.next_step().cloned();
        let open = matter.view.open_meeting().map(|meeting| meeting.id);
        let ways = next.as_ref().map(|next| ways(app, next.step)).unwrap_or_default();
        Some(untrack(|| match (next, open) {
            (_, Some(meeting)) => {
                let on = move || app.replace(Route::Meeting(id, meeting, MeetingTab::Roll));
                stop(lang, W::Already.in_(lang), W::GoOn.in_(lang), on)
            }
            (Some(next), None) if !ways.is_empty() && next.state != StepState::Later => {
                form(matter, next.step, ways)
            }
            _ => stop(lang, W::NoStep.in_(lang), Common::Back.in_(lang), move || app.up()),
        }))
    })
}

fn ways(app: App, step: Step) -> Vec<Way> {
    let places = app.places_now();
    let ways = places.current_rule_book().step(step).map(|rule| rule.ways.clone()).unwrap_or_default();
    ways.into_iter().filter(|way| way.body != RollBody::Nobody).collect()
}

/// There is nothing to open here.
fn stop(lang: Lang, why: &str, word: &str, press: impl FnMut() + 'static) -> El {
    let action = foot().with(button(Look::Main, "meeting.open.stop", word, press));
    page(Around::Below, W::Title.in_(lang), "", content().with(p(why).class("card")), Some(action))
}

fn form(matter: Arc<OpenMatter>, step: Step, ways: Vec<Way>) -> El {
    let app = app();
    let lang = app.lang();
    let (id, scope) = (matter.view.id, matter.view.scope);
    let title = matter.view.raised.title.clone();
    let fields = Fields::of(&Head { started: app.now(), recorder: app.my_name(), ..Head::default() });
    let chosen = Var::new(Some(0_usize));
    let first = fields.write("", "0");
    let named = [names::step(step, lang), " · ", &title].concat();
    let kept = keep(
        app,
        Route::OpenMeeting(id).hash().trim_start_matches('#').to_owned(),
        move || named.clone(),
        move || fields.write(&first, &chosen.get().unwrap_or_default().to_string()),
        |text| chosen.set(fields.read(text).parse().ok().or(Some(0))),
    );
    let choice = way_choice(&ways, chosen, lang);
    let ways = Var::new(ways);
    let way = move || {
        ways.with_untracked(|ways| ways.get(chosen.get().unwrap_or_default()).or(ways.first()).cloned())
    };
    let roll = Derived::new(move || {
        let way = way()?;
        Some(app.places.with(|places| places.expected(scope, way.body, way.counted_by)))
    });
    let expected = move || roll.get().unwrap_or_default();
    let people = move || people_of(app, scope);
    let body = move || opened(step, fields, way()?, expected());
    let trouble = Trouble::new(lang);
    let tried = Var::new(false);
    let no_time = move || (tried.get() && fields.started().is_none()).then(|| why::fill_in(lang).to_owned());
    let start = move || {
        tried.set(true);
        let missing = untrack(|| fields.started()).is_none();
        let Some(body) = untrack(body).filter(|_| !missing) else { return };
        save(app, scope, id, Body::MeetingOpened(body), Some(kept), trouble, move |op| {
            kept.over();
            app.replace(Route::Meeting(id, op.id(), MeetingTab::Roll));
        });
    };
    let warnings = move || warnings(app, &matter, body(), lang);
    let count = roll_count(expected, move || way().map(|way| way.counted_by).unwrap_or_default(), lang);
    let more = step == Step::Hearing;
    let head = head_form(fields, trouble, lang, Rc::new(expected), Rc::new(people), Rc::new(no_time), more);
    let all = content()
        .maybe(choice)
        .all(head)
        .live_one(warned(warnings))
        .live_one(count)
        .with(p(W::Draft.in_(lang)).class("m-quiet"))
        .live_one(wrongs(trouble.rest(SHOWN)))
        .live_one(draft_failed(kept, lang));
    let start = button(Look::Main, "meeting.open.start", W::Start.in_(lang), start);
    let action = foot().with(start.flag("disabled", move || trouble.busy.get()));
    let name = [W::Title.in_(lang), " · ", names::step(step, lang)].concat();
    page(Around::Below, name, title, all, Some(action))
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
