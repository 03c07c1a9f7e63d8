//! What does not forbid an intention, but must be seen before it is done.

use super::{Asking, Field};
use crate::Body;
use crate::meeting::{Counted, Head};
use crate::outcome::judge;
use crate::rules::{StepRule, Way};
use crate::view::{MeetingView, Outcome};

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

/// What does not forbid it, but must be seen before it is done:
/// - opening, or stating the head anew: notice shorter than the rule's, agenda not reviewed;
/// - a ballot: the quorum does not stand;
/// - closing: no quorum, no ballot where one is needed, no text.
pub fn warnings(asking: &Asking<'_>, body: &Body) -> Vec<Warning> {
    let view = body.meeting().and_then(|meeting| asking.matter?.meeting(meeting));
    match (body, view) {
        (Body::MeetingOpened(body), _) => {
            let rule = asking.places.current_rule_book().step(body.step);
            let way = asking.places.current_rule_book().way(body.step, body.body, body.counted_by);
            of_head(&body.head, rule, way)
        }
        (Body::HeadChanged(body), Some(view)) => {
            let book = asking.places.rule_book(view.rule_book);
            let way = book.and_then(|book| book.way(view.step, view.body, view.counted_by));
            of_head(&body.head, book.and_then(|book| book.step(view.step)), way)
        }
        (Body::Counted(counted), Some(view)) => of_ballot(asking, view, counted),
        (Body::Closed(_), Some(view)) => of_closing(view),
        _ => Vec::new(),
    }
}

fn of_head(head: &Head, rule: Option<&StepRule>, way: Option<&Way>) -> Vec<Warning> {
    let (given, needed) = (head.notice_days, way.map_or(0, |way| way.notice_days));
    let short = (given < needed).then_some(Warning::NoticeShort { given, needed });
    let reviewed =
        !rule.is_some_and(|rule| rule.agenda_reviewed) || !head.agenda_reviewed_by.trim().is_empty();
    short.into_iter().chain((!reviewed).then_some(Warning::AgendaNotReviewed)).collect()
}

fn of_ballot(asking: &Asking<'_>, view: &MeetingView, counted: &Counted) -> Vec<Warning> {
    let book = asking.places.rule_book(view.rule_book);
    let way = book.and_then(|book| book.way(view.step, view.body, view.counted_by));
    let attendance = crate::outcome::Attendance::of(&view.roll);
    let inquorate = judge(way, attendance, Some(counted)) == Outcome::Inquorate;
    inquorate.then(|| missing(view)).into_iter().collect()
}

fn of_closing(view: &MeetingView) -> Vec<Warning> {
    let inquorate = (!view.tally.quorate).then(|| missing(view));
    let no_ballot = (view.tally.majority.is_some() && view.ballots.is_empty()).then_some(Warning::NoBallot);
    let no_text = view.text().trim().is_empty().then_some(Warning::NoText);
    inquorate.into_iter().chain(no_ballot).chain(no_text).collect()
}

const fn missing(view: &MeetingView) -> Warning {
    Warning::QuorumMissing { here: view.tally.here_now, least: view.tally.quorum_least }
}
