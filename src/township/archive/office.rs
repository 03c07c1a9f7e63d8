//! What the archive keeps for the desk itself: officers, their sessions, and what is counted before it becomes a line of the
//! audit log.

use super::Read;
use super::rows::{DeskSessionRow, FailureRow, HeldOp, OfficerRow, ReadingRow, TallyRow};
use oplog::{Digest, MatterId, Scope};

/// One moment of it, to be read.
pub trait OfficeView {
    /// An officer by name.
    fn officer(&self, name: &str) -> Read<Option<OfficerRow>>;
    /// How many officers there are.
    fn officers(&self) -> Read<u64>;
    /// All officers, by name.
    fn all_officers(&self) -> Read<Vec<OfficerRow>>;
    /// The sessions of an officer, the last used first.
    fn sessions_of(&self, officer: &str) -> Read<Vec<DeskSessionRow>>;
    /// How often something failed.
    fn failure(&self, key: &str) -> Read<Option<FailureRow>>;
    /// How many failures are remembered.
    fn failures(&self) -> Read<u64>;
    /// Who of county and prefecture opened a record, the last first.
    fn readings(&self, matter: MatterId) -> Read<Vec<ReadingRow>>;
    /// A session of the desk by its token's hash.
    fn desk_session(&self, hash: Digest) -> Read<Option<DeskSessionRow>>;
    /// Operations of exactly this place that arrived before this number, the last first, at most `limit`.
    fn before(&self, scope: Scope, arrival: u64, limit: usize) -> Read<Vec<HeldOp>>;
    /// What is being counted under this name.
    fn tally(&self, key: &str) -> Read<Option<TallyRow>>;
    /// All that is being counted and began before this moment.
    fn tallies(&self, before_ms: u64) -> Read<Vec<TallyRow>>;
}

/// One transaction of it.
pub trait OfficeTx: OfficeView {
    /// Sets an officer.
    fn put_officer(&mut self, row: &OfficerRow) -> Read<()>;
    /// Sets a session of the desk.
    fn put_desk_session(&mut self, row: &DeskSessionRow) -> Read<()>;
    /// Ends a session of the desk.
    fn drop_desk_session(&mut self, hash: Digest) -> Read<()>;
    /// Sets how often something failed.
    fn put_failure(&mut self, row: &FailureRow) -> Read<()>;
    /// Forgets that something failed.
    fn drop_failure(&mut self, key: &str) -> Read<()>;
    /// Forgets what failed and may be forgotten.
    fn sweep_failures(&mut self, now_ms: u64) -> Read<()>;
    /// Notes that a record was opened.
    fn put_reading(&mut self, row: &ReadingRow) -> Read<()>;
    /// Sets what is being counted.
    fn put_tally(&mut self, row: &TallyRow) -> Read<()>;
    /// Ends counting.
    fn drop_tally(&mut self, key: &str) -> Read<()>;
}
