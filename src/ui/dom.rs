//! Elements put together call by call.
//!
//! The `view!` macro makes a type of every element and compiles building, changing and removing anew for each of
//! them; on a phone these copies are most of the download. Here every call is one plain function, what is live is
//! a boxed closure, and the reactive side is that of Leptos: owners and effects.

use crate::signal::Derived;
use leptos::reactive::effect::{Effect, RenderEffect};
use leptos::reactive::graph::untrack;
use leptos::reactive::owner::{ArenaItem, LocalStorage};
use leptos::tachys::renderer::dom::Dom;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, Node};

mod each;
mod live;

pub use each::{Row, row};
pub use live::{Act, Live, Run};

/// An element that is being put together: one number on the way from call to call.
#[derive(Clone)]
pub struct El(Element);

/// An element of this name.
pub fn el(tag: &str) -> El {
    El(Dom::create_element(tag, None))
}

/// An element of a drawing.
pub fn svg(tag: &str) -> El {
    El(Dom::create_element(tag, Some("http://www.w3.org/2000/svg")))
}

/// A `div` of this class.
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// A paragraph.
pub fn p<'a>(words: impl Into<Say<'a>>) -> El {
    el("p").say(words)
}

/// Words that stand still, or follow a signal.
pub enum Say<'a> {
    /// They stand still.
    Still(&'a str),
    /// They were put together, and stand still.
    Made(String),
    /// They follow what they read.
    Live(Box<dyn Live<String>>),
}

impl Say<'_> {
    /// Words that follow what the closure reads.
    pub fn live(words: impl Fn() -> String + 'static) -> Self {
        Self::Live(Box::new(words))
    }

    /// The same words, to be kept.
    pub fn kept(self) -> Say<'static> {
        match self {
            Self::Still(words) => Say::Made(words.to_owned()),
            Self::Made(words) => Say::Made(words),
            Self::Live(words) => Say::Live(words),
        }
    }
}

impl<'a> From<&'a str> for Say<'a> {
    fn from(words: &'a str) -> Self {
        Self::Still(words)
    }
}

impl From<String> for Say<'_> {
    fn from(words: String) -> Self {
        Self::Made(words)
    }
}

impl From<Derived<String>> for Say<'_> {
    fn from(words: Derived<String>) -> Self {
        Self::live(move || words.get())
    }
}

/// Runs once the screen is drawn, and whenever what it reads changes, as long as the present owner lives.
pub fn later(run: impl FnMut() + 'static) {
    later_boxed(Box::new(run));
}

fn later_boxed(mut run: Box<dyn Run>) {
    Effect::new(move |_| run.run());
}

/// Runs whenever what `watch` reads has changed, but not at first; what `run` reads is not watched.
pub fn changes(watch: impl Fn() + 'static, run: impl Fn() + 'static) {
    changes_boxed(Box::new(watch), Box::new(run));
}

fn changes_boxed(watch: Box<dyn Live<()>>, run: Box<dyn Live<()>>) {
    let mut first = true;
    later(move || {
        watch.now();
        if !std::mem::take(&mut first) {
            untrack(|| run.now());
        }
    });
}

/// Runs now and whenever what it reads changes, as long as the present owner lives.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn Run>) {
    let effect = RenderEffect::new(move |_| run.run());
    // Until its owner goes.
    ArenaItem::<_, LocalStorage>::new_with_storage(effect);
}

impl El {
    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0
    }

    /// Its class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.at("class", class)
    }

    /// Its name for tests.
    #[must_use]
    pub fn t(self, name: &str) -> Self {
        self.at("data-t", name)
    }

    /// An attribute.
    #[must_use]
    pub fn at(self, name: &str, value: &str) -> Self {
        Dom::set_attribute(&self.0, name, value);
        self
    }

    /// An attribute that follows what the closure reads; none takes it away.
    #[must_use]
    pub fn at_live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        attribute(&self.0, name, Box::new(value));
        self
    }

    /// An attribute that is there while the closure says so.
    #[must_use]
    pub fn flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        flag(&self.0, name, Box::new(on));
        self
    }

    /// Words.
    #[must_use]
    pub fn say<'a>(self, words: impl Into<Say<'a>>) -> Self {
        words_into(&self.0, words.into());
        self
    }

    /// An element inside.
    #[must_use]
    pub fn with(self, child: El) -> Self {
        Dom::insert_node(&self.0, &child.0, None);
        self
    }

    /// An element inside, if there is one.
    #[must_use]
    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }

    /// Elements inside.
    #[must_use]
    pub fn all(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::with)
    }

    /// Elements inside that are made anew when what the closure reads changes.
    #[must_use]
    pub fn live(self, children: impl Fn() -> Vec<El> + 'static) -> Self {
        slot(&self.0, Box::new(children));
        self
    }

    /// An element inside that is there or not, made anew when what the closure reads changes.
    #[must_use]
    pub fn live_one(self, child: impl Fn() -> Option<El> + 'static) -> Self {
        slot_one(&self.0, Box::new(child));
        self
    }

    /// Rows inside, each kept as long as its key is among those that the closure gives; what a row watches, it
    /// watches itself.
    #[must_use]
    pub fn each(self, rows: impl Fn() -> Vec<Row> + 'static) -> Self {
        each::keep(&self.0, Box::new(rows));
        self
    }

    /// Something to do when it is pressed.
    #[must_use]
    pub fn press(self, run: impl FnMut() + 'static) -> Self {
        press(&self.0, Box::new(run));
        self
    }

    /// Something to do at an event.
    #[must_use]
    pub fn on(self, event: &str, run: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(run));
        self
    }
}

fn attribute(element: &Element, name: &'static str, value: Box<dyn Live<Option<String>>>) {
    let element = element.clone();
    follow(move || match value.now() {
        Some(value) => Dom::set_attribute(&element, name, &value),
        None => Dom::remove_attribute(&element, name),
    });
}

fn flag(element: &Element, name: &'static str, on: Box<dyn Live<bool>>) {
    attribute(element, name, Box::new(move || on.now().then(String::new)));
}

fn words_into(element: &Element, words: Say<'_>) {
    match words {
        Say::Still(words) => Dom::insert_node(element, &Dom::create_text_node(words), None),
        Say::Made(words) => Dom::insert_node(element, &Dom::create_text_node(&words), None),
        Say::Live(words) => {
            let text = Dom::create_text_node("");
            Dom::insert_node(element, &text, None);
            follow(move || Dom::set_text(&text, &words.now()));
        }
    }
}

fn slot(element: &Element, children: Box<dyn Live<Vec<El>>>) {
    let (begin, end): (Node, Node) = (Dom::create_placeholder().into(), Dom::create_placeholder().into());
    Dom::insert_node(element, &begin, None);
    Dom::insert_node(element, &end, None);
    let parent = element.clone();
    follow(move || {
        while let Some(old) = Dom::next_sibling(&begin).filter(|next| *next != end) {
            Dom::remove(&old);
        }
        for child in children.now() {
            Dom::insert_node(&parent, &child.0, Some(&end));
        }
    });
}

fn slot_one(element: &Element, child: Box<dyn Live<Option<El>>>) {
    slot(element, Box::new(move || child.now().into_iter().collect()));
}

fn press(element: &Element, mut run: Box<dyn Run>) {
    listen(element, "click", Box::new(move |_| run.run()));
}

fn listen(element: &Element, event: &str, mut run: Box<dyn Act<Event>>) {
    let run: Box<dyn FnMut(Event)> = Box::new(move |event| run.act(event));
    let run = Closure::wrap(run).into_js_value();
    // Adding a listener does not fail for an element.
    element.add_event_listener_with_callback(event, run.unchecked_ref()).unwrap_or_default();
}
