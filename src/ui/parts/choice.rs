//! One of several, all of them seen at once.

use super::button::key;
use crate::dom::{El, Live, div, el};
use crate::signal::Var;

/// How a choice is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// Chips that flow into lines.
    #[default]
    Chips,
    /// Two to four side by side.
    Segments,
    /// One below the other, for long words.
    List,
}

/// What can be picked: the value, its name for tests, its words.
pub type Picked<T> = (T, &'static str, String);

/// Something to pick from; `on` says whether an option is picked, `pick` picks it. What is picked has a frame, a
/// ground and a tick, so that it shows without colour.
pub fn options<T>(
    shape: Shape,
    t: &'static str,
    label: &str,
    options: Vec<Picked<T>>,
    value: Var<Option<T>>,
) -> El
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons = options.into_iter().map(|(option, name, words)| {
        let on = move || value.with(|picked| *picked == Some(option));
        pick(t, name, words, Box::new(on), Box::new(move || value.set(Some(option))))
    });
    frame(shape, t, label, buttons.collect())
}

fn frame(shape: Shape, t: &str, label: &str, buttons: Vec<El>) -> El {
    let class = match shape {
        Shape::Chips => "chips",
        Shape::Segments => "seg",
        Shape::List => "picks",
    };
    let shown = (!label.is_empty()).then(|| el("span").class("label").say(label));
    div("field").at("role", "group").at("aria-label", label).t(t).maybe(shown).with(div(class).all(buttons))
}

fn pick(t: &str, name: &str, words: String, on: Box<dyn Live<bool>>, pick: Box<dyn Live<()>>) -> El {
    let pressed = move || Some(if on.now() { "true" } else { "false" }.to_owned());
    key(&format!("{t}.{name}"), move || pick.now()).at_live("aria-pressed", pressed).say(words)
}
