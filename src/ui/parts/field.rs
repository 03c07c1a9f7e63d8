//! Fields to type in. What is typed is read as it comes and never written back while it is the same, so that an
//! input method in the middle of a word is not disturbed.

use crate::dom::{El, Live, Say, div, el, follow, p};
use crate::signal::Var;
use leptos::leptos_dom::helpers::{document, event_target_value, request_animation_frame, window};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

/// Which keys the phone shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keys {
    /// Letters and characters.
    #[default]
    Text,
    /// Digits.
    Digits,
    /// Digits and a point.
    Money,
    /// Letters of a code: no input method, no corrections.
    Code,
}

impl Keys {
    const fn mode(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "numeric",
            Self::Money => "decimal",
            Self::Code => "url",
        }
    }
}

/// What is wrong, if something is: beside its field, read aloud at once.
pub fn wrong(error: impl Fn() -> Option<String> + 'static) -> impl Fn() -> Option<El> + 'static {
    move || error().map(|words| p(words).class("wrong").at("role", "alert"))
}

/// Brings the first field that is wrong into sight, once what is wrong has been drawn.
pub fn show_wrong() {
    request_animation_frame(|| {
        if let Ok(Some(first)) = document().query_selector(".wrong") {
            let field = first.closest(".field").ok().flatten().unwrap_or(first);
            field.scroll_into_view();
            window().scroll_by_with_x_and_y(0.0, -80.0);
        }
    });
}

/// A field that is being put together.
pub struct Line {
    t: String,
    label: String,
    value: Var<String>,
    hint: Option<Say<'static>>,
    error: Option<Rc<dyn Live<Option<String>>>>,
    keys: Keys,
    unit: String,
    rows: u32,
    bare: bool,
}

/// A field: its name for tests (and id), what is asked, what is typed.
pub fn field(t: &str, label: &str, value: Var<String>) -> Line {
    Line {
        t: t.to_owned(),
        label: label.to_owned(),
        value,
        hint: None,
        error: None,
        keys: Keys::Text,
        unit: String::new(),
        rows: 3,
        bare: false,
    }
}

impl Line {
    /// How to fill it in.
    #[must_use]
    pub fn hint<'a>(mut self, hint: impl Into<Say<'a>>) -> Self {
        self.hint = Some(hint.into().kept());
        self
    }

    /// What is wrong with it, if something is.
    #[must_use]
    pub fn error(mut self, error: impl Fn() -> Option<String> + 'static) -> Self {
        self.error = Some(Rc::new(error));
        self
    }

    /// Which keys the phone shows.
    #[must_use]
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// What follows the number: days, households, yuan.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.unit);
        self
    }

    /// Lines shown while it is empty.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = rows;
        self
    }

    /// The label is only read aloud, not shown.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// What is typed.
    pub const fn value(&self) -> Var<String> {
        self.value
    }

    /// Its name for tests.
    pub fn t(&self) -> &str {
        &self.t
    }

    /// One line.
    pub fn line(self) -> El {
        let plain = self.keys == Keys::Code;
        let input = self.ready(el("input").at("type", "text").at("inputmode", self.keys.mode()));
        let input = input.at("enterkeyhint", "next").at("spellcheck", "false");
        let input = if plain { input.at("autocapitalize", "characters") } else { input };
        let node: HtmlInputElement = input.node().clone().unchecked_into();
        let value = self.value;
        follow(move || {
            value.with(|value| {
                if node.value() != *value {
                    node.set_value(value)
                }
            })
        });
        let unit = (!self.unit.is_empty()).then(|| el("span").class("unit").say(self.unit.as_str()));
        let line = div("line").with(input).maybe(unit);
        self.frame(line)
    }

    /// Many lines; grows with the text.
    pub fn text(self) -> El {
        let area = self.ready(el("textarea").at("rows", &self.rows.to_string()));
        let node: HtmlTextAreaElement = area.node().clone().unchecked_into();
        let (value, rows) = (self.value, self.rows);
        follow(move || {
            value.with(|value| {
                if node.value() != *value {
                    node.set_value(value);
                }
                let lines = value.lines().map(|line| 1 + line.chars().count() as u32 / 16).sum::<u32>();
                node.set_rows(lines.clamp(rows, 12));
            });
        });
        self.frame(area)
    }

    fn ready(&self, node: El) -> El {
        let value = self.value;
        let node = node.t(&self.t).at("id", &self.t).at("autocomplete", "off");
        let node = node.at("aria-describedby", &format!("{}-help", self.t));
        let node = node.on("input", move |event| value.set(event_target_value(&event)));
        match self.error.clone() {
            Some(error) => node.at_live("aria-invalid", move || error.now().map(|_| "true".to_owned())),
            None => node,
        }
    }

    fn frame(self, inside: El) -> El {
        let label =
            el("label").class(if self.bare { "unseen" } else { "label" }).at("for", &self.t).say(self.label);
        let help = el("div").at("id", &format!("{}-help", self.t));
        let help = match self.error {
            Some(error) => help.live_one(wrong(move || error.now())),
            None => help,
        };
        let help = help.maybe(self.hint.map(|hint| p(hint).class("hint")));
        div("field").with(label).with(inside).with(help)
    }
}
