//! Small parts of the meeting's forms: native date and time, names found as they are typed, what went wrong.

use super::find::finds;
use crate::drafts::Kept;
use crate::page::into_view;
use crate::words::Common;
use domain::meeting::Expected;
use leptos::leptos_dom::helpers::event_target_value;
use std::rc::Rc;
use ui::dom::{El, Row, div, el, follow, p, row};
use ui::parts::{Line, Tone, key, notice, said, wrong};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What may be wrong with a field.
pub type Wrong = Rc<dyn Fn() -> Option<String>>;

/// A date or a time (`kind`), by the browser's own picker; `t` is its name for tests, and its id.
pub fn native(t: &str, label: &str, kind: &str, value: Var<String>, error: Option<Wrong>) -> El {
    let input = el("input").at("id", t).t(t).at("type", kind);
    let input = input.on("input", move |event| value.set(event_target_value(&event)));
    let input = input.on("change", move |event| value.set(event_target_value(&event)));
    let input = match error.clone() {
        Some(error) => input.at_live("aria-invalid", move || error().map(|_| "true".to_owned())),
        None => input,
    };
    let node: HtmlInputElement = input.node().clone().unchecked_into();
    follow(move || {
        value.with(|value| {
            if node.value() != *value {
                node.set_value(value);
            }
        });
    });
    let label = el("label").class("label").at("for", t).say(label);
    let field = div("field").with(label).with(div("line").with(input));
    match error {
        Some(error) => field.live_one(wrong(move || error())),
        None => field,
    }
}

/// A name: the field to type it in, with the people found by it to tap on. What is found has the field's name for
/// tests and `.pick`, with `data-name`.
pub fn name(line: Line, people: Rc<dyn Fn() -> Vec<Expected>>) -> El {
    let (value, pick) = (line.value(), [line.t(), ".pick"].concat());
    let chip = move |name: String| -> Row {
        let (pick, picked) = (pick.clone(), name.clone());
        row(name.clone(), move || {
            key(&pick, move || value.set(picked.clone())).at("data-name", &name).say(name)
        })
    };
    let chips = div("chips").each(move || {
        let found = value.with(|typed| found(typed.trim(), &people()));
        found.into_iter().map(&chip).collect()
    });
    div("m-name").with(line.line()).with(chips)
}

/// The names that what is typed finds; none once it is one of them.
fn found(typed: &str, people: &[Expected]) -> Vec<String> {
    if typed.is_empty() || people.iter().any(|person| person.name == typed) {
        return Vec::new();
    }
    let matching = people.iter().filter(|one| finds(typed, &one.name, &one.pinyin));
    matching.take(8).map(|one| one.name.clone()).collect()
}

/// What is wrong with a form as a whole, over its main button.
pub fn wrongs(why: impl Fn() -> Vec<String> + 'static) -> impl Fn() -> Option<El> + 'static {
    move || {
        let why = why();
        (!why.is_empty()).then(|| {
            let all = notice(Tone::Wrong, "meeting.error").all(why.into_iter().map(p));
            into_view(all)
        })
    }
}

/// What somebody stated, a line each.
pub fn stated(mut all: El, lines: Vec<String>) -> El {
    for line in lines {
        all = all.with(el("small").at("dir", "auto").say(line));
    }
    all
}

/// What should be looked at, in words; it blocks nothing.
pub fn warned(warnings: impl Fn() -> Vec<String> + 'static) -> impl Fn() -> Option<El> + 'static {
    move || {
        let warnings = warnings();
        (!warnings.is_empty()).then(|| notice(Tone::Act, "meeting.warnings").all(warnings.into_iter().map(p)))
    }
}

/// What is typed could not be kept as a draft. It stands below the reason why it was not saved either, which it would push out
/// of sight.
pub fn draft_failed(kept: Kept, lang: Lang) -> impl Fn() -> Option<El> + 'static {
    move || kept.failed.get().then(|| said(Tone::Wrong, "draft.failed", Common::DraftFailed.in_(lang)))
}
