//! What a screen or a form shows of a matter: plain values that follow from its operations, and nothing else.

use crate::matter::MatterRaised;
use crate::meeting::Moment;
use crate::rules::{ProcedureKind, Step};
use oplog::{Decode, DeviceId, Encode, Fill, MatterId, OpId, Reader, Scope, Writer};
use serde::{Deserialize, Serialize};

pub mod hex;
pub mod hexes;
pub mod maybe_hex;
mod meeting;
mod settling;

pub use meeting::{
    BallotView, ClosedView, CorrectionView, Disagreement, Entry, LateAddition, LateSays, LaterAnswer,
    MeetingView, Outcome, RollLine, Tally, TextView,
};
pub use settling::{HeadView, SettlementView, Settling};

/// Who signed an operation, when by their clock.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The operation.
    #[serde(with = "hex")]
    pub op: OpId,
    /// The device that signed it.
    #[serde(with = "hex")]
    pub device: DeviceId,
    /// When, as claimed.
    pub at: Moment,
}

/// A matter with everything that is known of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MatterView {
    /// Its name.
    #[serde(with = "hex")]
    pub id: MatterId,
    /// Its place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// What was raised.
    pub raised: MatterRaised,
    /// Who raised it, when.
    pub source: Source,
    /// The steps of its procedure, in order.
    pub steps: Vec<StepView>,
    /// Its meetings in display order.
    pub meetings: Vec<MeetingView>,
    /// Questions still without an answer after their meeting was closed.
    pub open_questions: Vec<OpenQuestion>,
    /// Operations of a kind or schema that this program does not know: "update the app to read this".
    #[serde(with = "hexes")]
    pub unknown: Vec<OpId>,
    /// Operations that could not be applied (they name a meeting or question that is not here), kept and shown.
    #[serde(with = "hexes")]
    pub loose: Vec<OpId>,
    /// The operations that no other operation of the matter names: what a new one puts into `deps`.
    #[serde(with = "hexes")]
    pub heads: Vec<OpId>,
    /// How many operations it rests on.
    pub ops: u32,
    /// The latest stamp of its operations.
    pub touched: Moment,
}

impl MatterView {
    /// The step that is to be done next, done again or still open; none once all are done.
    pub fn next_step(&self) -> Option<&StepView> {
        self.steps.iter().find(|step| !step.state.done())
    }

    /// The meeting of this name.
    pub fn meeting(&self, id: OpId) -> Option<&MeetingView> {
        self.meetings.iter().find(|meeting| meeting.id == id)
    }

    /// The meeting that is still open, the first if there are several.
    pub fn open_meeting(&self) -> Option<&MeetingView> {
        self.meetings.iter().find(|meeting| meeting.closed.is_none())
    }
}

/// One step of the matter's procedure.
#[derive(Clone, PartialEq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct StepView {
    /// The step.
    #[n(0)]
    pub step: Step,
    /// Where it stands.
    #[n(1)]
    pub state: StepState,
}

/// Where a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum StepState {
    /// Those before it are not done.
    Later,
    /// It is the next to be done.
    Next,
    /// Its meeting is open.
    Open,
    /// It was closed with this outcome; `Passed` and `Heard` are done, the others may be convened again.
    Closed(Outcome),
}

impl StepState {
    /// Whether the step is done, so that the next one may begin.
    pub const fn done(self) -> bool {
        matches!(self, Self::Closed(Outcome::Passed | Outcome::Heard))
    }
}

/// As an array of its number and of an array that holds the outcome, if there is one.
impl Encode for StepState {
    fn encode(&self, writer: &mut Writer) {
        let (number, outcome) = match self {
            Self::Later => (0, None),
            Self::Next => (1, None),
            Self::Open => (2, None),
            Self::Closed(outcome) => (3, Some(outcome)),
        };
        writer.array(2);
        writer.number(number);
        writer.array(outcome.iter().len() as u64);
        outcome.iter().for_each(|outcome| outcome.encode(writer));
    }
}

impl Fill for StepState {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        reader.array(2);
        let number = reader.number(4);
        reader.array(u64::from(number == 3));
        *self = match number {
            0 => Self::Later,
            1 => Self::Next,
            2 => Self::Open,
            _ => {
                let mut outcome = Outcome::EMPTY;
                outcome.fill(reader);
                Self::Closed(outcome)
            }
        };
    }
}

impl Decode for StepState {
    const EMPTY: Self = Self::Later;
}

/// A question that nobody has answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The question's operation.
    #[serde(with = "hex")]
    pub question: OpId,
    /// The meeting.
    #[serde(with = "hex")]
    pub meeting: OpId,
    /// Who asked.
    pub by: String,
    /// What.
    pub text: String,
    /// The meeting's end: from then the days are counted.
    pub since: Moment,
}

/// What a list shows of a matter; small, and stored ready-made.
#[derive(Clone, PartialEq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct MatterSummary {
    /// Its name.
    #[serde(with = "hex")]
    #[n(0)]
    pub id: MatterId,
    /// Its place.
    #[serde(with = "hex")]
    #[n(1)]
    pub scope: Scope,
    /// Title.
    #[n(2)]
    pub title: String,
    /// Procedure.
    #[n(3)]
    pub procedure: ProcedureKind,
    /// When it was raised.
    #[n(4)]
    pub raised: Moment,
    /// The latest stamp of its operations.
    #[n(5)]
    pub touched: Moment,
    /// How far it is: done steps of all steps.
    #[n(6)]
    pub done: u8,
    /// All steps.
    #[n(7)]
    pub of: u8,
    /// The step that is next or open, and where it stands.
    #[n(8)]
    pub current: Option<StepView>,
    /// An open meeting: name and beginning.
    #[n(9)]
    pub open_meeting: Option<OpenMeeting>,
    /// Open questions.
    #[n(10)]
    pub open_questions: u16,
    /// How many operations it rests on.
    #[n(11)]
    pub ops: u32,
}

/// An open meeting, as a list names it.
#[derive(Clone, PartialEq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct OpenMeeting {
    /// Its name.
    #[serde(with = "hex")]
    #[n(0)]
    pub id: OpId,
    /// The step.
    #[n(1)]
    pub step: Step,
    /// When it began.
    #[n(2)]
    pub started: Moment,
}
