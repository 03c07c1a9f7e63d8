//! A log: one device, one epoch, one place. One writer, so that position and hash chain mean something.

use crate::{Decode, DeviceId, Encode, Header, OpId, Scope};

/// Names a log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
#[cbor(array)]
pub struct LogKey {
    /// Who writes it.
    #[n(0)]
    pub device: DeviceId,
    /// The writer's epoch.
    #[n(1)]
    pub epoch: u32,
    /// The place that it is about.
    #[n(2)]
    pub scope: Scope,
}

/// How far a log is held without a gap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Head {
    /// The log.
    #[n(0)]
    pub log: LogKey,
    /// How many operations are held from 0 on without a gap: the first missing `seq`, never the highest seen.
    #[n(1)]
    pub height: u64,
    /// The operation at `height - 1`.
    #[n(2)]
    pub id: OpId,
}

/// How an operation stands to what is held of its log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// It is the next one.
    Next,
    /// Its predecessors are missing: those from the height held up to its own `seq`.
    Gap,
    /// Its position is taken: it is known already, or it is a fork; the caller compares ids.
    Taken,
    /// It is the next by number, but names another predecessor than the one held: a fork.
    Fork,
}

impl Link {
    /// Compares a header with the head held of its log.
    pub fn of(header: &Header, held: Option<&Head>) -> Self {
        let height = held.map_or(0, |head| head.height);
        match header.seq.cmp(&height) {
            core::cmp::Ordering::Less => Self::Taken,
            core::cmp::Ordering::Greater => Self::Gap,
            core::cmp::Ordering::Equal if header.prev == held.map(|head| head.id) => Self::Next,
            core::cmp::Ordering::Equal => Self::Fork,
        }
    }
}
