//! A path: what is done, where it stands, what is still to come.

use crate::dom::{El, el};

/// How a stop stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopState {
    /// Done. Green, ✓.
    Done,
    /// Here it stands, and all is well. Blue, ….
    Here,
    /// Here it stands, and somebody must act. Amber, !.
    Act,
    /// Still to come. Empty.
    Later,
}

/// A stop on the path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// How it stands.
    pub state: StopState,
    /// Its name.
    pub title: String,
    /// What is said of it; may be empty.
    pub note: String,
}

/// A path of stops.
pub fn path(t: &str, stops: Vec<Stop>) -> El {
    el("ol").class("steps").t(t).all(stops.into_iter().map(one))
}

fn one(stop: Stop) -> El {
    let (class, current) = match stop.state {
        StopState::Done => ("done", false),
        StopState::Here => ("now", true),
        StopState::Act => ("act", true),
        StopState::Later => ("later", false),
    };
    let note = (!stop.note.is_empty()).then(|| el("small").say(stop.note));
    let dot = el("span").class("dot").at("aria-hidden", "true");
    let line = el("li").class(class).with(dot).with(el("span").with(el("b").say(stop.title)).maybe(note));
    if current { line.at("aria-current", "step") } else { line }
}
