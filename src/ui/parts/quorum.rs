//! The law as a picture: a bar, the mark that must be reached, and the sentence that says so.

use crate::dom::{El, div, el, follow, p};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What a bar shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Measure {
    /// What stands on the left: 应到 11.
    pub left: String,
    /// What stands on the right: 实到 8.
    pub right: String,
    /// What is there.
    pub have: u32,
    /// All.
    pub of: u32,
    /// The least that suffices; 0 for no mark.
    pub least: u32,
    /// Whether it suffices.
    pub met: bool,
    /// What it means, and why not.
    pub sentence: String,
}

/// A bar of `have` of `of` with a mark at `least`.
pub fn quorum_bar(t: &str, now: impl Fn() -> Measure + 'static) -> El {
    let (mark, have) = (el("u"), el("i"));
    let (left, right, sentence) = (el("span"), el("span"), p(""));
    let frame = el("div").at("role", "status").t(t);
    let whole = frame
        .clone()
        .with(div("nums").with(left.clone()).with(right.clone()))
        .with(div("bar").at("aria-hidden", "true").with(have.clone()).with(mark.clone()))
        .with(sentence.clone());
    follow(move || {
        let now = now();
        let share = |part: u32| {
            let share = (u64::from(part) * 100).checked_div(now.of.into()).unwrap_or(0).min(100);
            [&share.to_string(), "%"].concat()
        };
        place(&have, "width", &share(now.have));
        place(&mark, "left", &share(now.least));
        mark.node().toggle_attribute_with_force("hidden", now.least == 0).unwrap_or_default();
        for (part, words) in [(&left, &now.left), (&right, &now.right), (&sentence, &now.sentence)] {
            part.node().set_text_content(Some(words));
        }
        frame.node().set_class_name(if now.met { "quorum" } else { "quorum unmet" });
    });
    whole
}

/// A known property does not fail.
fn place(part: &El, property: &str, value: &str) {
    let node: &HtmlElement = part.node().unchecked_ref();
    node.style().set_property(property, value).unwrap_or_default();
}
