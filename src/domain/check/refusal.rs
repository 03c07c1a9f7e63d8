//! Why an intention is refused: one name a reason, with the numbers that the words need.

use super::Field;
use crate::authority::Power;
use crate::rules::{ProcedureKind, RuleBookFault, Step};
use oplog::{OpId, PersonId};

/// Why something may not be done. The code is stable; the words for people live in `ui`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The device has no grant in any place.
    NotEnrolled,
    /// The township has ended the device's roles.
    Ended,
    /// The device's roles here do not give the power.
    MayNot(Power),
    /// A text that must be there is empty.
    Empty(Field),
    /// A text is longer than it may be.
    TooLong {
        /// Which.
        field: Field,
        /// Its length in characters.
        chars: usize,
        /// The most.
        most: usize,
    },
    /// More money than can be kept.
    MoneyTooMuch {
        /// The most, in fen.
        most: u64,
    },
    /// This procedure is not for a place of this kind.
    ProcedureNotHere(ProcedureKind),
    /// The rule book of this version is not held.
    RuleBookUnknown(u32),
    /// The rule book contradicts itself.
    RuleBookWrong(RuleBookFault),
    /// The matter is not held.
    MatterUnknown,
    /// The matter has no meeting of this name.
    MeetingUnknown,
    /// The meeting is closed: only corrections are taken.
    MeetingClosed,
    /// The meeting is still open: corrections and later answers come after the closing.
    MeetingNotClosed,
    /// Another step is next; none where all are done.
    StepNotNext {
        /// The step asked for.
        asked: Step,
        /// The step that is next.
        next: Option<Step>,
    },
    /// Another meeting on the matter is still open.
    OtherMeetingOpen(OpId),
    /// The rule book knows no way of holding the step by this body, counted so.
    WayUnknown(Step),
    /// Nobody is expected.
    NobodyExpected,
    /// A person stands on the roll twice.
    ExpectedTwice {
        /// The name.
        name: String,
    },
    /// The chair is not on the roll.
    ChairNotOnRoll {
        /// The name given.
        name: String,
    },
    /// A mark for somebody who is not on the roll.
    PersonNotOnRoll(PersonId),
    /// No mark at all.
    NothingMarked,
    /// A proxy where people are counted: only a household can be stood for.
    ProxyForPerson {
        /// The name.
        name: String,
    },
    /// An answer that names no question.
    AnswerWithoutQuestion,
    /// An entry that is no answer names a question.
    NotAnAnswer,
    /// The question named is not one of this meeting.
    QuestionUnknown,
    /// The question was answered already; what is added is a statement.
    QuestionAnswered,
    /// The counts together exceed what can be kept.
    CountsOverflow,
    /// More votes than people entitled and here.
    MoreVotesThanPresent {
        /// All votes together.
        cast: u32,
        /// Entitled and here.
        here: u32,
    },
    /// Lines of the roll without a mark.
    RollUnmarked {
        /// How many.
        count: u32,
    },
    /// What recorders state differently must be settled first.
    Unsettled {
        /// How many differences.
        count: u32,
    },
    /// The closing does not cover exactly the meeting's operations.
    CoversWrong,
    /// The digest is not that of the minutes.
    DigestWrong,
    /// The meeting ended before it began.
    EndedBeforeStart,
    /// No closings differ: there is nothing for the chair to settle.
    NothingToSettle,
    /// The closings named are not exactly those that differ.
    ClosingsWrong,
    /// Of the closing that is to hold not everything is here, or it does not give the digest that was signed.
    VersionIncomplete,
    /// Somebody else than the chair of the minutes that are to hold.
    NotTheChair {
        /// The chair.
        chair: String,
    },
    /// The operation to correct is not one of the meeting.
    TargetUnknown,
    /// A text holds a NUL, see [`super::clean_text`].
    Nul(Field),
    /// The place does not lie in the township.
    PlaceUnknown,
}

impl Refusal {
    /// The stable code, for word lists, logs and wire answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "authority.not-enrolled",
            Self::Ended => "authority.ended",
            Self::MayNot(Power::Raise) => "authority.raise",
            Self::MayNot(Power::Record) => "authority.record",
            Self::MayNot(Power::Govern) => "authority.govern",
            Self::Empty(field) => field.empty_code(),
            Self::TooLong { field, .. } => field.too_long_code(),
            Self::MoneyTooMuch { .. } => "matter.money-too-much",
            Self::ProcedureNotHere(_) => "matter.procedure-not-here",
            Self::RuleBookUnknown(_) => "rules.unknown",
            Self::RuleBookWrong(_) => "rules.wrong",
            Self::MatterUnknown => "matter.unknown",
            Self::MeetingUnknown => "meeting.unknown",
            Self::MeetingClosed => "meeting.closed",
            Self::MeetingNotClosed => "meeting.not-closed",
            Self::StepNotNext { .. } => "meeting.step-not-next",
            Self::OtherMeetingOpen(_) => "meeting.other-open",
            Self::WayUnknown(_) => "meeting.way-unknown",
            Self::NobodyExpected => "roll.nobody-expected",
            Self::ExpectedTwice { .. } => "roll.twice",
            Self::ChairNotOnRoll { .. } => "head.chair-not-on-roll",
            Self::PersonNotOnRoll(_) => "roll.person-unknown",
            Self::NothingMarked => "roll.nothing-marked",
            Self::ProxyForPerson { .. } => "roll.proxy-for-person",
            Self::AnswerWithoutQuestion => "entry.answer-without-question",
            Self::NotAnAnswer => "entry.not-an-answer",
            Self::QuestionUnknown => "entry.question-unknown",
            Self::QuestionAnswered => "entry.question-answered",
            Self::CountsOverflow => "ballot.overflow",
            Self::MoreVotesThanPresent { .. } => "ballot.more-than-present",
            Self::RollUnmarked { .. } => "close.roll-unmarked",
            Self::Unsettled { .. } => "close.unsettled",
            Self::CoversWrong => "close.covers",
            Self::DigestWrong => "close.digest",
            Self::EndedBeforeStart => "close.ended-before-start",
            Self::NothingToSettle => "settle.nothing",
            Self::ClosingsWrong => "settle.closings",
            Self::VersionIncomplete => "settle.incomplete",
            Self::NotTheChair { .. } => "settle.not-the-chair",
            Self::TargetUnknown => "correction.target-unknown",
            Self::Nul(_) => "text.nul",
            Self::PlaceUnknown => "place.unknown",
        }
    }

    /// The form field beside which it is said; none where it is about the whole.
    pub const fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Empty(field) | Self::TooLong { field, .. } | Self::Nul(field) => *field,
            Self::MoneyTooMuch { .. } => Field::Money,
            Self::ProcedureNotHere(_) => Field::Procedure,
            Self::StepNotNext { .. } | Self::WayUnknown(_) => Field::Step,
            Self::NobodyExpected
            | Self::ExpectedTwice { .. }
            | Self::PersonNotOnRoll(_)
            | Self::NothingMarked
            | Self::ProxyForPerson { .. }
            | Self::RollUnmarked { .. } => Field::Roll,
            Self::ChairNotOnRoll { .. } => Field::Chair,
            Self::AnswerWithoutQuestion
            | Self::NotAnAnswer
            | Self::QuestionUnknown
            | Self::QuestionAnswered => Field::Answers,
            Self::CountsOverflow | Self::MoreVotesThanPresent { .. } => Field::For,
            Self::EndedBeforeStart => Field::Ended,
            Self::TargetUnknown => Field::Target,
            _ => return None,
        })
    }
}
