//! The township's archive: the port, with SQLite and memory behind it.
//!
//! Operations are only ever added. Everything is written inside [`Archive::write`], which is one transaction and
//! durable when it returns `Ok`; everything is read inside [`Archive::read`], which sees one moment.

#[cfg(test)]
mod contract;
pub mod memory;
pub mod office;
pub mod rows;
pub mod sqlite;

use crate::merkle::Tile;
use oplog::{DeviceId, Digest, LogKey, MatterId, OpId, Scope};
use rows::{
    ArrivalRow, AsideRow, ClaimRow, CodeRow, DayRow, DeviceRow, HeldOp, Meta, NewOp, PageRows, Position,
    SummaryRow, Waits,
};
use sync::receipt::ReceivedHead;

/// Why the archive could not do it. Nothing of a failed transaction is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArchiveError {
    /// The disk is full.
    Full,
    /// Another process held the database for too long.
    Busy,
    /// What is stored is not what this program stores.
    Corrupt,
    /// The database was made by a later version of this program.
    TooNew,
    /// The database failed with this SQLite code.
    Failed(i32),
    /// An operation that the township itself was to write broke the format's limits.
    Own(oplog::Refused),
    /// The writer stopped.
    Stopped,
}

impl ArchiveError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "archive.full",
            Self::Busy => "archive.busy",
            Self::Corrupt => "archive.corrupt",
            Self::TooNew => "archive.too-new",
            Self::Failed(_) => "archive.failed",
            Self::Own(refused) => refused.code(),
            Self::Stopped => "archive.stopped",
        }
    }
}

/// What reading gives.
pub type Read<T> = Result<T, ArchiveError>;

/// One moment of the archive, to be read.
pub trait View: office::OfficeView {
    /// A single value.
    fn meta(&self, key: Meta) -> Read<Option<Vec<u8>>>;
    /// The arrival number of the last operation; 0 for none.
    fn last_arrival(&self) -> Read<u64>;
    /// How far a log is held.
    fn head(&self, log: &LogKey) -> Read<Option<ReceivedHead>>;
    /// The head of a branch of a log, by the number of the branch.
    fn branch_head(&self, log: &LogKey, branch: u64) -> Read<Option<ReceivedHead>>;
    /// The heads of all branches of a log, without its own.
    fn branches(&self, log: &LogKey) -> Read<Vec<ReceivedHead>>;
    /// The heads of all logs of exactly this place, of forked ones one a branch.
    fn heads_in(&self, scope: Scope) -> Read<Vec<ReceivedHead>>;
    /// The heads of all logs of a device, of forked ones one a branch.
    fn heads_of(&self, device: DeviceId) -> Read<Vec<ReceivedHead>>;
    /// Where an operation stands, if it is held.
    fn position(&self, id: OpId) -> Read<Option<Position>>;
    /// The operation at a position; not one of a branch.
    fn op_at(&self, log: &LogKey, seq: u64) -> Read<Option<OpId>>;
    /// Operations after an arrival number, in the order of arrival, at most `limit`.
    fn ops_after(&self, arrival: u64, limit: usize) -> Read<Vec<HeldOp>>;
    /// The ids of the operations from a number (from 0, in the order of arrival) to before another.
    fn ids(&self, from: u64, to: u64) -> Read<Vec<OpId>>;
    /// The roots of the tiles of a level from a number to before another, see [`crate::merkle::Tile`].
    fn tiles(&self, level: u32, from: u64, to: u64) -> Read<Vec<Digest>>;
    /// All operations about places (without a matter, of a kind below 16 but the audit log's), in the order of arrival.
    fn place_ops(&self) -> Read<Vec<HeldOp>>;
    /// All operations of a matter, the raising one included, in the order of arrival.
    fn matter_ops(&self, matter: MatterId) -> Read<Vec<HeldOp>>;
    /// All closings of meetings, in the order of arrival.
    fn closings(&self) -> Read<Vec<HeldOp>>;
    /// Operations after the cursors of these places, merged in the order of arrival, up to `max_bytes` and one
    /// operation more, at most `max_ops`; without those of the device `except`.
    fn page(
        &self,
        cursors: &[(Scope, u64)],
        except: Option<DeviceId>,
        max_bytes: usize,
        max_ops: usize,
    ) -> Read<PageRows>;
    /// What arrived since from others than this device, together by sender, moment, place and matter, the newest first.
    fn arrivals(&self, since_ms: u64, except: DeviceId, limit: usize) -> Read<Vec<ArrivalRow>>;
    /// Operations kept aside that wait for exactly this.
    fn waiting(&self, waits: &Waits) -> Read<Vec<AsideRow>>;
    /// What was kept aside last, without the bytes.
    fn asides(&self, limit: usize) -> Read<Vec<AsideRow>>;
    /// How many are kept aside and how many bytes they have: of one sender, or all.
    fn aside_size(&self, sender: Option<DeviceId>) -> Read<(u64, u64)>;
    /// A device.
    fn device(&self, id: DeviceId) -> Read<Option<DeviceRow>>;
    /// All devices, the last admitted first.
    fn devices(&self) -> Read<Vec<DeviceRow>>;
    /// A one-time code by its hash.
    fn code(&self, hash: Digest) -> Read<Option<CodeRow>>;
    /// The codes that were made for somebody, the last made first.
    fn made_codes(&self) -> Read<Vec<CodeRow>>;
    /// A device's claim.
    fn claim(&self, device: DeviceId) -> Read<Option<ClaimRow>>;
    /// Every claim that was not forgotten yet, the oldest first.
    fn claims(&self) -> Read<Vec<ClaimRow>>;
    /// Summaries of the matters of a place and those within it, the last touched first.
    fn summaries(&self, within: Scope) -> Read<Vec<SummaryRow>>;
    /// The last checkpoints of days up to this one, the latest day first, at most `limit`.
    fn days(&self, upto: u32, limit: usize) -> Read<Vec<DayRow>>;
    /// A matter's summary.
    fn summary(&self, matter: MatterId) -> Read<Option<SummaryRow>>;
}

/// One transaction of the archive. What was written is seen by what is read after it.
pub trait Tx: View + office::OfficeTx {
    /// Sets or removes a single value.
    fn put_meta(&mut self, key: Meta, value: Option<&[u8]>) -> Read<()>;
    /// Adds an operation. Its name, its arrival number and its position in its branch must be new.
    fn append(&mut self, new: &NewOp<'_>) -> Read<()>;
    /// Sets how far a log is held, or a branch of it.
    fn put_head(&mut self, head: &ReceivedHead, branch: u64) -> Read<()>;
    /// Sets a tile of the tree.
    fn put_tile(&mut self, tile: &Tile) -> Read<()>;
    /// Keeps bytes aside; false where the same bytes are there already.
    fn put_aside(&mut self, row: &AsideRow) -> Read<bool>;
    /// Takes bytes out of those kept aside.
    fn drop_aside(&mut self, hash: Digest) -> Read<()>;
    /// Sets a device.
    fn put_device(&mut self, row: &DeviceRow) -> Read<()>;
    /// Sets a code.
    fn put_code(&mut self, row: &CodeRow) -> Read<()>;
    /// Sets a claim.
    fn put_claim(&mut self, row: &ClaimRow) -> Read<()>;
    /// Forgets what expired before this moment: sessions of the desk, codes but those made for somebody, and claims.
    fn sweep(&mut self, before_ms: u64) -> Read<()>;
    /// Sets the last checkpoint of a day.
    fn put_day(&mut self, row: &DayRow) -> Read<()>;
    /// Sets a matter's summary.
    fn put_summary(&mut self, row: &SummaryRow) -> Read<()>;
}

/// What [`Archive::write`] runs.
pub type Writing<'a> = dyn FnMut(&mut dyn Tx) -> Read<()> + 'a;
/// What [`Archive::read`] runs.
pub type Reading<'a> = dyn FnMut(&dyn View) -> Read<()> + 'a;

/// The archive.
pub trait Archive: Send + Sync {
    /// Runs `work` in one transaction: all of it is durable when this returns `Ok`, nothing where it does not.
    fn write(&self, work: &mut Writing<'_>) -> Read<()>;
    /// Runs `work` over one moment.
    fn read(&self, work: &mut Reading<'_>) -> Read<()>;
}

/// [`Archive::read`] with an answer.
///
/// # Errors
/// Those of the archive.
pub fn read<T>(archive: &dyn Archive, work: impl FnOnce(&dyn View) -> Read<T>) -> Read<T> {
    let (mut work, mut out) = (Some(work), None);
    archive.read(&mut |view| {
        if let Some(work) = work.take() {
            out = Some(work(view)?);
        }
        Ok(())
    })?;
    out.ok_or(ArchiveError::Corrupt)
}

/// [`Archive::write`] with an answer.
///
/// # Errors
/// Those of the archive.
pub fn write<T>(archive: &dyn Archive, work: impl FnOnce(&mut dyn Tx) -> Read<T>) -> Read<T> {
    let (mut work, mut out) = (Some(work), None);
    archive.write(&mut |tx| {
        if let Some(work) = work.take() {
            out = Some(work(tx)?);
        }
        Ok(())
    })?;
    out.ok_or(ArchiveError::Corrupt)
}
