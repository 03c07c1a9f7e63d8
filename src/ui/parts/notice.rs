//! Things that are said: notices, and the state of a record. Always in words; colour and sign repeat them.

use leptos::prelude::*;

/// How a notice is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// To know.
    #[default]
    Info,
    /// It is well.
    Good,
    /// Somebody must act.
    Act,
    /// It went wrong.
    Wrong,
}

/// A notice. One that went wrong is read aloud at once.
#[component]
pub fn Notice(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// Its name for tests.
    #[prop(optional, into)]
    t: String,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Info => ("notice", "status"),
        Tone::Good => ("notice good", "status"),
        Tone::Act => ("notice act", "status"),
        Tone::Wrong => ("notice bad", "alert"),
    };
    let t = (!t.is_empty()).then_some(t);
    view! { <div class=class role=role data-t=t>{children()}</div> }
}

/// Where a record is, or whether somebody must act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// 已存本机: on this phone only. Blue.
    Here,
    /// 乡镇已收, fulfilled. Green.
    Town,
    /// Somebody must act. Amber.
    Open,
    /// Neither. Grey.
    Plain,
}

/// A state in words.
#[component]
pub fn Badge(
    /// The state.
    state: State,
    /// Its words.
    #[prop(into)]
    words: Signal<String>,
    /// Its name for tests.
    #[prop(optional, into)]
    t: String,
) -> impl IntoView {
    let class = match state {
        State::Here => "state here",
        State::Town => "state town",
        State::Open => "state open",
        State::Plain => "state",
    };
    let t = (!t.is_empty()).then_some(t);
    view! { <span class=class data-t=t>{words}</span> }
}
