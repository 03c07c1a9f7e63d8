//! The law as a picture: a bar, the mark that must be reached, and the sentence that says so.

use crate::dom::{El, Say, div, el, follow, p};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A bar of `have` of `of` with a mark at `least`.
#[component]
pub fn QuorumBar(
    /// Its name for tests.
    t: &'static str,
    /// What stands on the left: 应到 11.
    #[prop(into)]
    left: Signal<String>,
    /// What stands on the right: 实到 8.
    #[prop(into)]
    right: Signal<String>,
    /// What is there.
    #[prop(into)]
    have: Signal<u32>,
    /// All.
    #[prop(into)]
    of: Signal<u32>,
    /// The least that suffices; 0 for no mark.
    #[prop(into)]
    least: Signal<u32>,
    /// Whether it suffices.
    #[prop(into)]
    met: Signal<bool>,
    /// What it means, and why not.
    #[prop(into)]
    sentence: Signal<String>,
) -> impl IntoView {
    let share = move |part: u32| {
        let share = (u64::from(part) * 100).checked_div(of.get().into()).unwrap_or(0).min(100);
        format!("{share}%")
    };
    let mark = placed(el("u"), "left", move || share(least.get())).flag("hidden", move || least.get() == 0);
    let bar = div("bar")
        .at("aria-hidden", "true")
        .with(placed(el("i"), "width", move || share(have.get())))
        .with(mark);
    let number = |words: Signal<String>| el("span").say(Say::from(words));
    let class = move || Some(if met.get() { "quorum" } else { "quorum unmet" }.to_owned());
    el("div")
        .at_live("class", class)
        .at("role", "status")
        .t(t)
        .with(div("nums").with(number(left)).with(number(right)))
        .with(bar)
        .with(p(sentence))
}

/// A measure that follows what the closure reads.
fn placed(part: El, property: &'static str, value: impl Fn() -> String + 'static) -> El {
    let node: HtmlElement = part.node().clone().unchecked_into();
    // A known property does not fail.
    follow(move || node.style().set_property(property, &value()).unwrap_or_default());
    part
}
