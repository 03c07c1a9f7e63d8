//! A button.

use crate::dom::{El, Say, el};
use leptos::prelude::*;

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Look {
    /// The one thing to do on a screen: 64 px, red.
    #[default]
    Main,
    /// Beside the main one, or in the text: a red frame.
    Plain,
    /// A line that can be pressed.
    Quiet,
}

/// A button: its look, its name for tests, what it says, what it does.
pub fn button<'a>(look: Look, t: &str, label: impl Into<Say<'a>>, press: impl FnMut() + 'static) -> El {
    let class = match look {
        Look::Main => "btn",
        Look::Plain => "btn plain",
        Look::Quiet => "btn quiet",
    };
    key(t, press).class(class).say(label)
}

/// Anything that can be pressed, without a look of its own.
pub fn key(t: &str, press: impl FnMut() + 'static) -> El {
    el("button").at("type", "button").t(t).press(press)
}

/// [`button`] for a `view!`. While `off` it does nothing.
#[component]
pub fn Button(
    /// Its name for tests.
    #[prop(into)]
    t: String,
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// Whether it can't be pressed.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// What it does.
    press: impl Fn() + 'static,
) -> impl IntoView {
    button(look, &t, label, press).flag("disabled", move || off.get()).shown()
}
