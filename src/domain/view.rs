//! What a screen or a form shows of a matter: plain values that follow from its operations, and nothing else.

use crate::matter::MatterRaised;
use crate::meeting::{Counted, CountedBy, EntryKind, Expected, Guest, Head, Mark, Moment, RollMark, Signed};
use crate::rules::{ProcedureKind, RollBody, Step, Threshold};
use oplog::{DeviceId, MatterId, OpId, Scope};
use serde::{Deserialize, Serialize};

/// Ids as hexadecimal text where a view travels as text.
pub mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// What can be shown as hexadecimal digits and read back.
    pub trait Hex: Sized {
        /// The digits.
        fn digits(&self) -> String;
        /// From digits.
        fn from_digits(text: &str) -> Option<Self>;
    }

    macro_rules! hex_for {
        ($($name:ty),*) => { $(impl Hex for $name {
            fn digits(&self) -> String { self.hex() }
            fn from_digits(text: &str) -> Option<Self> { Self::from_hex(text) }
        })* };
    }
    hex_for!(oplog::OpId, oplog::PersonId, oplog::MatterId, oplog::DeviceId, oplog::Digest, oplog::TownshipId);

    impl Hex for oplog::Scope {
        fn digits(&self) -> String {
            self.as_str().to_owned()
        }
        fn from_digits(text: &str) -> Option<Self> {
            Self::parse(text).ok()
        }
    }

    /// Writes the digits.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T: Hex, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.digits())
    }

    /// Reads the digits.
    ///
    /// # Errors
    /// Those of the deserializer, and text that is no such name.
    pub fn deserialize<'de, T: Hex, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        T::from_digits(&text).ok_or_else(|| D::Error::custom("not a name of this kind"))
    }
}

/// [`hex`] for what may be missing.
pub mod maybe_hex {
    use super::hex::Hex;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    /// Writes the digits, or nothing.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T: Hex, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Hex::digits).serialize(to)
    }

    /// Reads the digits, or nothing.
    ///
    /// # Errors
    /// Those of the deserializer, and text that is no such name.
    pub fn deserialize<'de, T: Hex, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| T::from_digits(&text).ok_or_else(|| D::Error::custom("not a name of this kind")))
            .transpose()
    }
}

/// [`hex`] for lists.
pub mod hexes {
    use super::hex::Hex;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    /// Writes each one's digits.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<'a, T, I, S>(values: &'a I, to: S) -> Result<S::Ok, S::Error>
    where
        T: Hex + 'a,
        &'a I: IntoIterator<Item = &'a T>,
        S: Serializer,
    {
        values.into_iter().map(Hex::digits).collect::<Vec<_>>().serialize(to)
    }

    /// Reads each one's digits.
    ///
    /// # Errors
    /// Those of the deserializer, and text that is no such name.
    pub fn deserialize<'de, T: Hex, I: FromIterator<T>, D: Deserializer<'de>>(from: D) -> Result<I, D::Error> {
        Vec::<String>::deserialize(from)?
            .iter()
            .map(|text| T::from_digits(text).ok_or_else(|| D::Error::custom("not a name of this kind")))
            .collect()
    }
}

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
}

/// One step of the matter's procedure.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StepView {
    /// The step.
    pub step: Step,
    /// Where it stands.
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

/// What came out of a meeting, computed and never typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// 通过
    Passed,
    /// 未通过
    Rejected,
    /// 未达法定人数
    Inquorate,
    /// 已听证: a hearing consults and decides nothing.
    Heard,
    /// No ballot was taken where one is needed.
    NoBallot,
    /// Two recorders state different things; the chair must settle them.
    Contested,
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

/// A meeting.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeetingView {
    /// Its name: the opening operation.
    #[serde(with = "hex")]
    pub id: OpId,
    /// Who opened it, when.
    pub source: Source,
    /// The step.
    pub step: Step,
    /// The body that meets.
    pub body: RollBody,
    /// What is counted.
    pub counted_by: CountedBy,
    /// The rule book's version.
    pub rule_book: u32,
    /// The head; where recorders differ, the last in display order, and the difference is among `disagreements`.
    pub head: Head,
    /// The roll, in the order in which it was opened.
    pub roll: Vec<RollLine>,
    /// Non-voting attendees who are on no roll.
    pub guests: Vec<Guest>,
    /// The proceedings in display order.
    pub entries: Vec<Entry>,
    /// The ballots in display order.
    pub ballots: Vec<BallotView>,
    /// The texts as stated, the last one in force first.
    pub texts: Vec<TextView>,
    /// Should attend, did attend, what stands in the way.
    pub tally: Tally,
    /// What the rule book says of it as it stands now.
    pub outcome: Outcome,
    /// The closing, if it was closed.
    pub closed: Option<ClosedView>,
    /// Operations of this meeting that came after the closing and are not covered by it.
    #[serde(with = "hexes")]
    pub late: Vec<OpId>,
    /// Corrections after closing.
    pub corrections: Vec<CorrectionView>,
    /// What recorders state differently, not yet settled.
    pub disagreements: Vec<Disagreement>,
    /// Every operation of the meeting that a closing would cover, ascending by id.
    #[serde(with = "hexes")]
    pub ops: Vec<OpId>,
}

impl MeetingView {
    /// The text in force.
    pub fn text(&self) -> &str {
        self.texts.first().map_or("", |text| &text.text)
    }
}

/// A line of the roll.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RollLine {
    /// Who is expected.
    pub expected: Expected,
    /// The mark in force; none while unmarked.
    pub mark: Option<RollMark>,
    /// When the person came, where that was not the beginning.
    pub arrived: Option<Moment>,
    /// Whether the person was there at any time, as themselves or by proxy.
    pub attended: bool,
}

impl RollLine {
    /// Whether the line is there now (present or by proxy, not left, not recused).
    pub fn here(&self) -> bool {
        matches!(self.mark.as_ref().map(|mark| mark.mark), Some(Mark::Present | Mark::Proxy))
    }

    /// Whether the line counts among those entitled: it carries a vote and is not recused.
    pub fn counts(&self) -> bool {
        self.expected.capacity.entitled()
            && !matches!(self.mark.as_ref().map(|mark| mark.mark), Some(Mark::Recused))
    }
}

/// 应到/实到 and the quorum.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// 应到: entitled, the recused left out.
    pub should_attend: u32,
    /// 实到: entitled and attended at any time, the recused left out.
    pub did_attend: u32,
    /// Entitled and here now.
    pub here_now: u32,
    /// Recused.
    pub recused: u32,
    /// 列席: on the roll without a vote and attended, and guests.
    pub non_voting: u32,
    /// Lines of the roll without a mark.
    pub unmarked: u32,
    /// The quorum's rule, if the step has one.
    pub quorum: Option<Threshold>,
    /// The least attendance that meets the quorum; 0 without one.
    pub quorum_least: u32,
    /// Whether the quorum stands (by those here now while open, at the ballot once one was counted).
    pub quorate: bool,
    /// The majority's rule, if the step decides.
    pub majority: Option<Threshold>,
    /// The number that the majority is taken of.
    pub majority_base: u32,
    /// The least votes for that pass; 0 where nothing is decided.
    pub majority_least: u32,
}

/// An entry of the proceedings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Who recorded it, when.
    pub source: Source,
    /// What it is.
    pub kind: EntryKind,
    /// Who spoke.
    pub speaker: String,
    /// What was said.
    pub text: String,
    /// When it was said: as stated, or else when it was recorded.
    pub at: Moment,
    /// For an answer: the question.
    #[serde(with = "maybe_hex")]
    pub answers: Option<OpId>,
    /// For a question: its answer, in the meeting or after it.
    #[serde(with = "maybe_hex")]
    pub answered_by: Option<OpId>,
    /// For a question that was answered after the meeting: who answered, what.
    pub later_answer: Option<LaterAnswer>,
}

/// An answer given after the meeting.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LaterAnswer {
    /// Who recorded it, when.
    pub source: Source,
    /// Who answered.
    pub by: String,
    /// What.
    pub text: String,
}

/// A counted ballot and what it means.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BallotView {
    /// Who recorded it, when.
    pub source: Source,
    /// The counts.
    pub counted: Counted,
    /// Entitled and here when it was counted.
    pub here: u32,
    /// Whether the quorum stood when it was counted.
    pub quorate: bool,
    /// What it gives.
    pub outcome: Outcome,
}

/// A text as one recorder stated it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TextView {
    /// Who, when.
    pub source: Source,
    /// The text.
    pub text: String,
}

/// A closing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClosedView {
    /// Who closed it, when.
    pub source: Source,
    /// When the meeting ended.
    pub ended: Moment,
    /// The chair's signature.
    pub chair: Signed,
    /// The recorder's signature.
    pub recorder: Signed,
    /// Whether the conclusion was read aloud.
    pub read_aloud: bool,
    /// How many operations it covers.
    pub covers: u32,
    /// Whether all that it covers is here and the minutes' digest is the one that was signed.
    pub digest_matches: bool,
    /// The digest that was signed, hexadecimal.
    pub digest: String,
}

/// A correction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CorrectionView {
    /// Who, when.
    pub source: Source,
    /// What it corrects.
    #[serde(with = "hex")]
    pub target: OpId,
    /// What is right.
    pub text: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub by: String,
}

/// What two recorders state differently.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Disagreement {
    /// The head.
    Head {
        /// The concurrent operations.
        #[serde(with = "hexes")]
        ops: Vec<OpId>,
    },
    /// A person's mark.
    Mark {
        /// The person.
        name: String,
        /// The marks, in display order.
        marks: Vec<RollMark>,
    },
    /// The counts of one question.
    Ballot {
        /// The question put.
        question: String,
        /// The concurrent operations.
        #[serde(with = "hexes")]
        ops: Vec<OpId>,
    },
    /// The text.
    Text {
        /// The concurrent operations.
        #[serde(with = "hexes")]
        ops: Vec<OpId>,
    },
    /// The closing.
    Close {
        /// The concurrent operations.
        #[serde(with = "hexes")]
        ops: Vec<OpId>,
    },
}

/// What a list shows of a matter; small, and stored ready-made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MatterSummary {
    /// Its name.
    #[serde(with = "hex")]
    pub id: MatterId,
    /// Its place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// Title.
    pub title: String,
    /// Procedure.
    pub procedure: ProcedureKind,
    /// When it was raised.
    pub raised: Moment,
    /// The latest stamp of its operations.
    pub touched: Moment,
    /// How far it is: done steps of all steps.
    pub done: u8,
    /// All steps.
    pub of: u8,
    /// The step that is next or open, and where it stands.
    pub current: Option<StepView>,
    /// An open meeting: name and beginning.
    pub open_meeting: Option<OpenMeeting>,
    /// Open questions.
    pub open_questions: u16,
    /// How many operations it rests on.
    pub ops: u32,
}

/// An open meeting, as a list names it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenMeeting {
    /// Its name.
    #[serde(with = "hex")]
    pub id: OpId,
    /// The step.
    pub step: Step,
    /// When it began.
    pub started: Moment,
}
