//! A count: one less, the number itself to type, one more.

use super::button::key;
use crate::dom::{El, div, el, follow};
use crate::format::read_count;
use crate::signal::Var;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// A count from 0. `says` are the words of the two buttons, read aloud: 少一个, 多一个. The parts' names for tests
/// are `.less`, `.count` and `.more`.
pub fn stepper(t: &str, label: &str, says: (&str, &str), value: Var<u32>) -> El {
    let input =
        el("input").class("num").at("inputmode", "numeric").at("autocomplete", "off").at("aria-label", label);
    let node: HtmlInputElement = input.node().clone().unchecked_into();
    let shown = node.clone();
    follow(move || {
        let value = value.get();
        if read_count(&shown.value()) != Ok(value) || shown.value().is_empty() {
            shown.set_value(&value.to_string());
        }
    });
    let (typed, entered, left) = (node.clone(), node.clone(), node);
    let input = input
        .t(&format!("{t}.count"))
        .on("input", move |_| match read_count(&typed.value()) {
            Ok(count) => value.set(count),
            Err(_) => typed.set_value(&value.get_untracked().to_string()),
        })
        .on("focus", move |_| entered.select())
        .on("blur", move |_| left.set_value(&value.get_untracked().to_string()));
    let round = |name: &str, sign: &str, word: &str, press: Box<dyn Fn()>| {
        key(&format!("{t}.{name}"), press).class("round").at("aria-label", word).say(sign)
    };
    let less = round("less", "−", says.0, Box::new(move || value.update(|n| *n = n.saturating_sub(1))));
    let more = round("more", "+", says.1, Box::new(move || value.update(|n| *n = n.saturating_add(1))));
    div("count")
        .with(el("b").say(label))
        .with(less.flag("disabled", move || value.get() == 0))
        .with(input)
        .with(more)
}
