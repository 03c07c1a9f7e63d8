//! A button.

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

/// A button. While `busy` or `off` it does nothing.
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
    let class = match look {
        Look::Main => "btn",
        Look::Plain => "btn plain",
        Look::Quiet => "btn quiet",
    };
    view! {
        <button type="button" class=class data-t=t disabled=off on:click=move |_| press()>
            {label}
        </button>
    }
}
