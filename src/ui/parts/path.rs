//! A path: what is done, where it stands, what is still to come.

use leptos::prelude::*;

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
#[component]
pub fn Stops(
    /// Its name for tests.
    t: &'static str,
    /// The stops in order.
    stops: Vec<Stop>,
) -> impl IntoView {
    let items = stops.into_iter().map(|stop| {
        let (class, current) = match stop.state {
            StopState::Done => ("done", None),
            StopState::Here => ("now", Some("step")),
            StopState::Act => ("act", Some("step")),
            StopState::Later => ("", None),
        };
        view! {
            <li class=class aria-current=current>
                <span class="dot" aria-hidden="true"></span>
                <span><b>{stop.title}</b>{(!stop.note.is_empty()).then(|| view! { <small>{stop.note}</small> })}</span>
            </li>
        }
    });
    view! { <ol class="steps" data-t=t>{items.collect::<Vec<_>>()}</ol> }
}
