//! What is shown of a meeting: roll, proceedings, ballots, outcome, closing, differences.

use super::{HeadView, SettlementView, Source, hex, hexes, maybe_hex};
use crate::meeting::{Counted, CountedBy, EntryKind, Expected, Guest, Head, Mark, Moment, RollMark, Signed};
use crate::rules::{RollBody, Step, Threshold};
use oplog::{Decode, Encode, OpId, PersonId};
use serde::{Deserialize, Serialize};

/// What came out of a meeting, computed and never typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Outcome {
    /// 通过
    #[n(0)]
    Passed,
    /// 未通过
    #[n(1)]
    Rejected,
    /// 未达法定人数
    #[n(2)]
    Inquorate,
    /// 已听证: a hearing consults and decides nothing.
    #[n(3)]
    Heard,
    /// No ballot was taken where one is needed.
    #[n(4)]
    NoBallot,
    /// Two recorders state different things; the chair must settle them.
    #[n(5)]
    Contested,
}

impl Outcome {
    /// Its stable name, for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Rejected => "Rejected",
            Self::Inquorate => "Inquorate",
            Self::Heard => "Heard",
            Self::NoBallot => "NoBallot",
            Self::Contested => "Contested",
        }
    }
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
    /// What the rule book says of it as it stands now; contested also where closings differ or the digest that
    /// was signed is not that of the minutes.
    pub outcome: Outcome,
    /// What the rule book says of roll and ballots alone, closings left aside: the outcome that the minutes state.
    pub computed: Outcome,
    /// The closing, if it was closed. Where closings differ and the chair has not settled it, the first one, which
    /// holds no more than the others: see [`MeetingView::holding`].
    pub closed: Option<ClosedView>,
    /// Where closings differ: each, with exactly the meeting that it signs. They stay here after the chair has settled
    /// which one holds. Empty otherwise.
    pub versions: Vec<MeetingView>,
    /// What the chair said of closings that differ, in display order, also what had no effect.
    pub settlements: Vec<SettlementView>,
    /// What the closing does not cover: it came afterwards, or was signed by a closing that does not hold.
    pub late: Vec<LateAddition>,
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

    /// Whether a ballot's question was counted again afterwards, and that is what holds. Of counts that recorders state
    /// differently none holds and none is passed over, until the chair has counted again.
    pub fn recounted(&self, ballot: OpId) -> bool {
        let question = |ballot: &BallotView| ballot.counted.question.trim().to_owned();
        let Some(at) = self.ballots.iter().position(|one| one.source.op == ballot) else { return false };
        let (before, after) = self.ballots.split_at(at + 1);
        let Some(asked) = before.last().map(question) else { return false };
        let open = self.disagreements.iter().any(
            |one| matches!(one, Disagreement::Ballot { question, ops } if *question == asked && ops.contains(&ballot)),
        );
        !open && after.iter().any(|one| question(one) == asked)
    }

    /// What recorders say of a person's mark, where it is not the same.
    pub fn contested_mark(&self, person: PersonId) -> bool {
        let of = |mark: &RollMark| mark.person == person;
        let any =
            |one: &Disagreement| matches!(one, Disagreement::Mark { marks, .. } if marks.iter().any(of));
        self.disagreements.iter().any(any)
    }
}

/// A record of the meeting that the signatures do not cover: shown behind the minutes, never folded into them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LateAddition {
    /// The operation.
    pub source: Source,
    /// What it says.
    pub says: LateSays,
}

/// What a late addition says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum LateSays {
    /// An entry of the proceedings: who, of which kind, what.
    Spoken(String, EntryKind, String),
    /// A ballot.
    Counted(Counted),
    /// A text.
    Text(String),
    /// Marks on the roll.
    Marks(Vec<RollMark>),
    /// Non-voting attendees.
    Guests(Vec<Guest>),
    /// Another closing, a changed head, an opening.
    Other,
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
    /// Whether the quorum stands: at the deciding ballot once one was counted, before it by those here now; where
    /// nothing is decided, by those who attended.
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
        /// The heads, in display order.
        heads: Vec<HeadView>,
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
