//! What does not forbid an intention, but must be seen before it is done.

use super::Field;

/// A warning. The code is stable; the words for people live in `ui`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// Notice was shorter than the rule asks.
    NoticeShort {
        /// Full days given.
        given: u16,
        /// Full days asked for.
        needed: u16,
    },
    /// The supervision committee has not reviewed the agenda.
    AgendaNotReviewed,
    /// The quorum does not stand.
    QuorumMissing {
        /// Entitled and here.
        here: u32,
        /// The least that meets it.
        least: u32,
    },
    /// The step decides, and no ballot was counted.
    NoBallot,
    /// No text of a proposal, opinion or resolution was written.
    NoText,
}

impl Warning {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoticeShort { .. } => "head.notice-short",
            Self::AgendaNotReviewed => "head.agenda-not-reviewed",
            Self::QuorumMissing { .. } => "roll.quorum-missing",
            Self::NoBallot => "close.no-ballot",
            Self::NoText => "close.no-text",
        }
    }

    /// The form field beside which it is said; none where it is about the whole.
    pub const fn field(&self) -> Option<Field> {
        match self {
            Self::NoticeShort { .. } => Some(Field::NoticeHow),
            Self::AgendaNotReviewed => Some(Field::AgendaReviewedBy),
            Self::QuorumMissing { .. } => Some(Field::Roll),
            Self::NoBallot => None,
            Self::NoText => Some(Field::Text),
        }
    }
}
