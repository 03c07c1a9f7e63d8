//! How a session ended.

use crate::message::{Aside, Forked};
use crate::port::{KeyError, StoreError, TransportError};
use oplog::{Refused, Scope};

/// What a session that ended well did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Operations sent.
    pub up: u32,
    /// New operations taken in.
    pub down: u32,
    /// Requests made.
    pub requests: u32,
    /// Matters whose summaries must be made anew.
    pub matters: Vec<oplog::MatterId>,
    /// Whether registers, grants or rule books changed.
    pub places: bool,
    /// What the township keeps aside of what was sent.
    pub aside: Vec<Aside>,
    /// What came down and could not be verified or linked; it is kept aside on the phone.
    pub unverified: u32,
    /// Forks that the township named.
    pub forked: Vec<Forked>,
    /// Whether this phone turned out to be a copy, or an earlier state, of itself and began a new epoch.
    pub begun_anew: bool,
    /// Places in which both sides still hold different sets, after vectors were compared.
    pub differs: Vec<Scope>,
    /// The township's clock, UTC milliseconds.
    pub server_ms: u64,
}

/// Why a session ended early. What was done before stays done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SessionError {
    /// The way to the township.
    Transport(TransportError),
    /// The phone's store.
    Store(StoreError),
    /// The key would not sign.
    Key,
    /// What answered is not the township that this phone was enrolled with, or its answer is broken.
    NotTheTownship(Refused),
    /// The township's log is not the one that it signed before: something in it was changed or taken out.
    Rewritten,
    /// The township speaks a protocol that this app does not.
    TooOld,
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TransportError> for SessionError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<KeyError> for SessionError {
    fn from(_: KeyError) -> Self {
        Self::Key
    }
}
