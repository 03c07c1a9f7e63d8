//! Things that are said: notices, and the state of a record. Always in words; colour and sign repeat them.

use crate::dom::{El, Say, div, el, p};

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

/// An empty notice, to be filled. One that went wrong is read aloud at once.
pub fn notice(tone: Tone, t: &str) -> El {
    let (class, role) = match tone {
        Tone::Info => ("notice", "status"),
        Tone::Good => ("notice good", "status"),
        Tone::Act => ("notice act", "status"),
        Tone::Wrong => ("notice bad", "alert"),
    };
    div(class).at("role", role).t(t)
}

/// A notice of one sentence.
pub fn said<'a>(tone: Tone, t: &str, words: impl Into<Say<'a>>) -> El {
    notice(tone, t).with(p(words))
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
pub fn badge<'a>(state: State, words: impl Into<Say<'a>>) -> El {
    let class = match state {
        State::Here => "state here",
        State::Town => "state town",
        State::Open => "state open",
        State::Plain => "state",
    };
    el("span").class(class).say(words)
}
