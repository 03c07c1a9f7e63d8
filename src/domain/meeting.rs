//! The record of a meeting 会议记录: head, roll, proceedings, ballots, text, close, corrections.

mod settled;

pub use crate::moment::Moment;
pub use settled::ClosingSettled;
pub(crate) use settled::bare_name;

use crate::rules::Step;
use oplog::{Decode, Digest, Encode, OpId, PersonId};
use serde::{Deserialize, Serialize};

/// In what capacity somebody stands on the roll.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Capacity {
    /// Full Party member 正式党员.
    #[n(0)]
    FullMember,
    /// Probationary Party member 预备党员: attends and speaks, has no vote.
    #[n(1)]
    ProbationaryMember,
    /// A household 户, by its head or another adult of it.
    #[n(2)]
    Household,
    /// A villager aged 18 or more.
    #[n(3)]
    Villager,
    /// A villagers' representative 村民代表.
    #[n(4)]
    Representative,
    /// A member of the committee or committees that meet.
    #[n(5)]
    CommitteeMember,
}

impl Capacity {
    /// Whether this capacity carries a vote, or counts among those invited where nothing is decided.
    pub const fn entitled(self) -> bool {
        !matches!(self, Self::ProbationaryMember)
    }
}

/// A line of the roll as it stood when the meeting was opened.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Expected {
    /// The person or household.
    #[n(0)]
    #[serde(with = "crate::view::hex")]
    pub person: PersonId,
    /// The name, so that the record stands by itself.
    #[n(1)]
    pub name: String,
    /// Pinyin for the search; may be empty.
    #[n(2)]
    pub pinyin: String,
    /// Capacity.
    #[n(3)]
    pub capacity: Capacity,
}

/// The head of a meeting. Chair, recorder and convener are named as people say them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Head {
    /// Where it is held.
    #[n(0)]
    pub venue: String,
    /// When it really began.
    #[n(1)]
    pub started: Moment,
    /// Who convened it; may be empty.
    #[n(2)]
    pub convener: String,
    /// Chair 主持人; must be on the roll.
    #[n(3)]
    pub chair: String,
    /// Recorder 记录人.
    #[n(4)]
    pub recorder: String,
    /// A second recorder; may be empty.
    #[n(5)]
    pub second_recorder: String,
    /// Supervisors present, who reviewed the agenda; may be empty.
    #[n(6)]
    pub agenda_reviewed_by: String,
    /// Full days of notice given.
    #[n(7)]
    pub notice_days: u16,
    /// How notice was given; may be empty.
    #[n(8)]
    pub notice_how: String,
}

/// A meeting on a step of a matter begins. The operation's id names the meeting.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MeetingOpened {
    /// The step of the procedure.
    #[n(0)]
    pub step: Step,
    /// The head as first stated.
    #[n(1)]
    pub head: Head,
    /// Whom the roll expects, entitled or not. For a hearing: those invited.
    #[n(2)]
    pub expected: Vec<Expected>,
    /// What is counted; decides which quorum and majority of the step apply.
    #[n(3)]
    pub counted_by: CountedBy,
    /// The body that meets; with `counted_by` it selects the rule book's way of holding the step.
    #[n(4)]
    pub body: crate::rules::RollBody,
}

/// What a meeting counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum CountedBy {
    /// People.
    #[default]
    #[n(0)]
    People,
    /// Households.
    #[n(1)]
    Households,
}

/// The head stated anew as a whole, before closing.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HeadChanged {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// The head.
    #[n(1)]
    pub head: Head,
}

/// A mark on the roll.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Mark {
    /// 到
    #[n(0)]
    Present,
    /// 代: another adult of the household.
    #[n(1)]
    Proxy,
    /// 假
    #[n(2)]
    Leave,
    /// 缺
    #[n(3)]
    Absent,
    /// 回避: has a stake in the matter, leaves the count of those entitled.
    #[n(4)]
    Recused,
    /// 早退: was present and left at `at`.
    #[n(5)]
    Left,
}

/// A mark for one line of the roll.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct RollMark {
    /// The person or household.
    #[n(0)]
    #[serde(with = "crate::view::hex")]
    pub person: PersonId,
    /// The mark.
    #[n(1)]
    pub mark: Mark,
    /// When: arrival or departure; none for "from the beginning".
    #[n(2)]
    pub at: Option<Moment>,
    /// The proxy's name, the reason of a recusal or leave; may be empty.
    #[n(3)]
    pub note: String,
}

/// Marks on the roll of a meeting; a later mark of the same person replaces the earlier.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RollMarked {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// The marks.
    #[n(1)]
    pub marks: Vec<RollMark>,
}

/// Somebody who attends without a vote 列席 and is on no roll.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Guest {
    /// Name.
    #[n(0)]
    pub name: String,
    /// Office or reason; may be empty.
    #[n(1)]
    pub office: String,
}

/// The non-voting attendees, stated anew as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GuestsNoted {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// All of them.
    #[n(1)]
    pub guests: Vec<Guest>,
}

/// What an entry of the proceedings is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum EntryKind {
    /// 发言
    #[n(0)]
    Statement,
    /// 质询
    #[n(1)]
    Question,
    /// 答复, linked to its question.
    #[n(2)]
    Answer,
    /// 提议/修改
    #[n(3)]
    Amendment,
    /// 主持人裁定
    #[n(4)]
    Ruling,
}

/// An entry of the proceedings. Its time is the operation's stamp unless `at` says otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Spoken {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// What it is.
    #[n(1)]
    pub entry: EntryKind,
    /// Who spoke, by name as shown.
    #[n(2)]
    pub speaker: String,
    /// Who spoke, if on the roll.
    #[n(3)]
    pub person: Option<PersonId>,
    /// What was said, up to 20,000 characters.
    #[n(4)]
    pub text: String,
    /// For an answer: the question's operation.
    #[n(5)]
    pub answers: Option<OpId>,
    /// When it was said, if the recorder states it.
    #[n(6)]
    pub at: Option<Moment>,
}

/// How a ballot is taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Method {
    /// 举手
    #[default]
    #[n(0)]
    ShowOfHands,
    /// 记名
    #[n(1)]
    RollCall,
    /// 无记名
    #[n(2)]
    Secret,
}

/// A ballot was counted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Counted {
    /// The meeting.
    #[n(0)]
    #[serde(with = "crate::view::hex")]
    pub meeting: OpId,
    /// The question put.
    #[n(1)]
    pub question: String,
    /// The method.
    #[n(2)]
    pub method: Method,
    /// 赞成
    #[n(3)]
    pub votes_for: u32,
    /// 反对
    #[n(4)]
    pub against: u32,
    /// 弃权
    #[n(5)]
    pub abstain: u32,
    /// 废票
    #[n(6)]
    pub void: u32,
    /// 计票人; may be empty.
    #[n(7)]
    pub teller: String,
    /// 监票人; may be empty.
    #[n(8)]
    pub scrutineer: String,
}

impl Counted {
    /// All votes together; `None` where they exceed 32 bits.
    pub fn cast(&self) -> Option<u32> {
        self.votes_for.checked_add(self.against)?.checked_add(self.abstain)?.checked_add(self.void)
    }
}

/// The text of the proposal, opinion or resolution, stated anew.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TextWritten {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// The text.
    #[n(1)]
    pub text: String,
}

/// A signature on the screen.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Signed {
    /// Who signed, by name.
    #[n(0)]
    pub name: String,
    /// The drawn strokes as an SVG path of absolute integer `M` and `L` only; empty where none was drawn.
    #[n(1)]
    pub strokes: String,
}

/// Chair and recorder sign. It names every operation that it covers; what comes later is a late addition.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Closed {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// Every operation covered, ascending by id, the opening one included.
    #[n(1)]
    pub covers: Vec<OpId>,
    /// BLAKE3-256 of the canonical minutes of exactly those operations, see [`crate::minutes`].
    #[n(2)]
    pub minutes: Digest,
    /// When the meeting really ended.
    #[n(3)]
    pub ended: Moment,
    /// The chair.
    #[n(4)]
    pub chair: Signed,
    /// The recorder.
    #[n(5)]
    pub recorder: Signed,
    /// Whether the conclusion was read aloud.
    #[n(6)]
    pub read_aloud: bool,
}

/// A correction after closing: appended, shown beside the original, never in its place.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Corrected {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// What it corrects: any operation of the meeting.
    #[n(1)]
    pub target: OpId,
    /// What is right.
    #[n(2)]
    pub text: String,
    /// Why.
    #[n(3)]
    pub reason: String,
    /// Who asked for it, by name.
    #[n(4)]
    pub by: String,
}
