//! What the archive stores beside the operations themselves.

use domain::view::MatterSummary;
use oplog::{DeviceId, Digest, LogKey, MatterId, Op, OpId, PublicKey, Scope};
use serde::{Deserialize, Serialize};
use sync::desk_devices::Whose;

/// Names of single values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Meta {
    /// The generation, 16 bytes.
    Generation,
    /// Every generation in which the township is known to have been, 16 bytes each.
    Generations,
    /// The township's place, as text.
    Township,
    /// The epoch in which the township's own logs are written, 8 bytes.
    Epoch,
    /// The next `dseq` of the township, 8 bytes.
    Dseq,
    /// The township's hybrid clock: milliseconds (8 bytes) and counter (2 bytes).
    Clock,
    /// The frontier of the tree.
    Tree,
    /// Hash of the one-time login of the officer.
    Once,
    /// The address under which phones reach the server, as text.
    PublicUrl,
    /// Arrival numbers up to here are in a verified backup, 8 bytes.
    Durable,
    /// When the last verified backup was made, UTC milliseconds, 8 bytes.
    BackedUp,
    /// When the database was found to be older than it was, UTC milliseconds (8 bytes), and how many operations it held
    /// then (8 bytes).
    RolledBack,
    /// Present where the township is the demo's.
    Demo,
}

impl Meta {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generation => "generation",
            Self::Generations => "generations",
            Self::Township => "township",
            Self::Epoch => "epoch",
            Self::Dseq => "dseq",
            Self::Clock => "clock",
            Self::Tree => "tree",
            Self::Once => "once",
            Self::PublicUrl => "public-url",
            Self::Durable => "durable",
            Self::BackedUp => "backed-up",
            Self::RolledBack => "rolled-back",
            Self::Demo => "demo",
        }
    }
}

/// An operation to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewOp<'a> {
    /// Its arrival number.
    pub arrival: u64,
    /// The operation.
    pub op: &'a Op,
    /// The matter that it belongs to or raises.
    pub matter: Option<MatterId>,
    /// The code of its standing.
    pub standing: &'static str,
    /// When it came, UTC milliseconds.
    pub received_ms: u64,
    /// Which device brought it.
    pub sender: DeviceId,
    /// The branch of its log to which it belongs: 0 for the log itself, else the arrival number of the branch's first
    /// operation.
    pub branch: u64,
}

/// Where an operation stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Its log.
    pub log: LogKey,
    /// Its position there.
    pub seq: u64,
    /// Its branch, as [`NewOp::branch`].
    pub branch: u64,
}

/// An operation that is held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldOp {
    /// Its arrival number.
    pub arrival: u64,
    /// The name under which it is held.
    pub id: OpId,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
    /// The code of its standing when it came.
    pub standing: String,
    /// When it came, UTC milliseconds.
    pub received_ms: u64,
}

/// A page of operations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageRows {
    /// Arrival number and bytes, ascending.
    pub ops: Vec<(u64, Vec<u8>)>,
    /// Whether there are more after the last one.
    pub more: bool,
}

/// Operations that came together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArrivalRow {
    /// When.
    pub at_ms: u64,
    /// The place.
    pub scope: Scope,
    /// The matter.
    pub matter: Option<MatterId>,
    /// Which device brought them.
    pub sender: DeviceId,
    /// How many.
    pub ops: u32,
}

/// What an operation kept aside waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Waits {
    /// Nothing: only a person can do something about it.
    Nothing,
    /// Those before this position of its log.
    Log(LogKey, u64),
    /// The key of this device.
    Key(DeviceId),
}

/// Bytes kept aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsideRow {
    /// BLAKE3-256 of the bytes.
    pub hash: Digest,
    /// The bytes; empty in lists.
    pub bytes: Vec<u8>,
    /// How many bytes.
    pub len: u64,
    /// Why.
    pub code: String,
    /// Which device sent them.
    pub sender: DeviceId,
    /// What they wait for.
    pub waits: Waits,
    /// When, UTC milliseconds.
    pub at_ms: u64,
}

/// A device that was admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    /// Its name.
    pub id: DeviceId,
    /// Its key.
    pub key: PublicKey,
    /// What kind of phone.
    pub label: String,
    /// Whose it is.
    pub person: String,
    /// When it was admitted, UTC milliseconds.
    pub admitted_ms: u64,
    /// The highest session number seen.
    pub session: u64,
    /// The highest step seen in it.
    pub step: u32,
    /// The last session that ended, UTC milliseconds.
    pub last_sync_ms: Option<u64>,
    /// How many of its operations had no receipt when it last said so.
    pub unreceived: u32,
    /// The app's version.
    pub app: String,
    /// How far its clock was ahead, in milliseconds.
    pub clock_ahead_ms: i64,
}

/// A one-time code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeRow {
    /// BLAKE3-256 of the code's 16 bytes.
    pub hash: Digest,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
    /// Which device used it.
    pub used_by: Option<DeviceId>,
    /// For whom it was made; none for whoever comes.
    pub made: Option<Made>,
}

/// What is known of a code that was made for somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// For whom, and what is granted with it.
    pub made_for: Whose,
    /// By which officer.
    pub officer: String,
    /// When, UTC milliseconds.
    pub made_ms: u64,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

/// Where a claim stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Nobody has decided.
    Waiting,
    /// The officer confirmed.
    Confirmed,
    /// The officer refused.
    Refused,
}

/// A phone that asks to be admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimRow {
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub key: PublicKey,
    /// What kind of phone.
    pub label: String,
    /// The numbers of the six words.
    pub words: [u8; 6],
    /// The code that it presented, hashed.
    pub code: Digest,
    /// When it asked, UTC milliseconds.
    pub asked_ms: u64,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
    /// Where it stands.
    pub decision: Decision,
}

/// An officer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficerRow {
    /// The name.
    pub name: String,
    /// The password's hash with its parameters (PHC string); empty where none is set.
    pub phc: String,
    /// What the account is for: 1 administrator, 2 officer, 4 reader, or together.
    pub duties: u8,
    /// Whether it is closed.
    pub closed: bool,
    /// The hash of its one-time login, and until when that can be used, UTC milliseconds.
    pub once: Option<(Digest, u64)>,
}

/// A session of the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskSessionRow {
    /// BLAKE3-256 of the token.
    pub hash: Digest,
    /// Who.
    pub officer: String,
    /// When it was last used, UTC milliseconds, to the minute.
    pub seen_ms: u64,
    /// When it began.
    pub begun_ms: u64,
    /// The browser, as far as it says.
    pub browser: String,
    /// The network address.
    pub address: String,
}

/// How often something failed, see [`crate::throttle`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FailureRow {
    /// Who.
    pub key: String,
    /// How often.
    pub count: u32,
    /// Until when it must wait, UTC milliseconds.
    pub until_ms: u64,
    /// From when on it is forgotten.
    pub forget_ms: u64,
}

/// A record opened by a reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingRow {
    /// The arrival number of its line in the audit log.
    pub arrival: u64,
    /// The record.
    pub matter: MatterId,
    /// The session that opened it.
    pub session: Digest,
    /// Until when it can be read, UTC milliseconds.
    pub until_ms: u64,
}

/// The same thing happening again and again, counted until it becomes one line of the audit log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TallyRow {
    /// What is counted.
    pub key: String,
    /// When counting began, UTC milliseconds.
    pub since_ms: u64,
    /// When it happened last.
    pub last_ms: u64,
    /// How often since the last line.
    pub count: u32,
    /// The line that it becomes: a body of [`domain::Kind::Audited`].
    pub line: Vec<u8>,
}

/// A matter's summary with the moment of its last arrival.
#[derive(Clone, PartialEq, Debug)]
pub struct SummaryRow {
    /// The summary.
    pub summary: MatterSummary,
    /// When the last operation of it came, UTC milliseconds.
    pub received_ms: u64,
}

/// The last checkpoint that was signed on a local day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayRow {
    /// Days since 1970 by the township's clock, see [`crate::checkpoint::day_of`].
    pub day: u32,
    /// When, UTC milliseconds.
    pub at_ms: u64,
    /// The checkpoint as a signed note.
    pub note: String,
}
