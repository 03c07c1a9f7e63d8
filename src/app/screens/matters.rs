//! All matters held: those that somebody must act on first.

use super::today::raise;
use crate::page::{Around, content, foot, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::matters::{Matters as W, stands};
use crate::words::{Common, today};
use domain::view::MatterSummary;
use std::cmp::Reverse;
use ui::dom::{El, Say, el, p};
use ui::parts::{Look, State, badge, button, field, key};
use ui::signal::{Derived, Var};
use ui::words::names;

const SHOWN: usize = 30;
const FEW: usize = 6;

/// The list of matters.
pub fn matters() -> El {
    let app = app();
    let lang = app.lang();
    let (find, shown) = (Var::new(String::new()), Var::new(SHOWN));
    let many = Derived::new(move || app.summaries.with(|all| all.len() > FEW));
    let search = move || many.get().then(|| field("matters.find", W::Find.in_(lang), find).line());
    let all = content().live_one(search).live(move || list(app, &find.get(), shown));
    let actions = foot().with(button(Look::Main, "matters.raise", W::Raise.in_(lang), move || raise(app)));
    page(Around::Main, Common::Matters.in_(lang), Say::live(move || app.home_name()), all, Some(actions))
}

fn list(app: App, find: &str, shown: Var<usize>) -> Vec<El> {
    let (lang, find) = (app.lang(), find.trim());
    let mut found: Vec<MatterSummary> =
        app.summaries.with(|all| all.iter().filter(|matter| matter.title.contains(find)).cloned().collect());
    if found.is_empty() {
        let words = if find.is_empty() { W::None } else { W::NoneFound };
        return vec![p(words.in_(lang)).class("note")];
    }
    oplog::sort::sort_by_key(&mut found, |matter| {
        (matter.open_meeting.is_none(), !app.may_open(matter), Reverse(matter.touched.ms))
    });
    let more = (found.len() > shown.get()).then(|| {
        button(Look::Plain, "matters.more", W::More.in_(lang), move || shown.update(|n| *n += SHOWN))
    });
    found.truncate(shown.get());
    let rows = el("section").class("card rows").all(found.iter().map(|matter| row(app, matter)));
    std::iter::once(rows).chain(more).collect()
}

fn row(app: App, matter: &MatterSummary) -> El {
    let (lang, id) = (app.lang(), matter.id);
    let place = [&app.place_name(matter.scope), names::procedure(matter.procedure, lang)].join(" · ");
    let current = match &matter.current {
        None => badge(State::Plain, W::AllDone.in_(lang)),
        Some(step) => {
            let state = if matter.open_meeting.is_some() { State::Open } else { State::Plain };
            badge(state, [names::step(step.step, lang), stands(step.state, lang)].join(" · "))
        }
    };
    let asked = (matter.open_questions > 0)
        .then(|| badge(State::Open, today::questions(matter.open_questions, lang)));
    let words = el("span").with(el("b").say(matter.title.as_str())).with(el("small").say(place));
    let go = key("matters.row", move || app.go(Route::Matter(id))).at("data-id", &id.hex()).class("row");
    go.with(words.with(current).maybe(asked))
}
