//! A button.

use crate::dom::{El, Say, el};

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
