//! The phone as its screens see it: who it is, what is known, saving, synchronising.

use crate::status::{Change, Kept, Listener, SyncOutcome, SyncStatus, Why};
use crate::{EnrolError, Store};
use domain::Body;
use domain::fold::Places;
use oplog::{DeviceId, MatterId, Op, OpId, PublicKey, Refused, Scope, TownshipId};
use std::rc::Rc;
use sync::enrol::{ClaimState, Claimed, Code};
use sync::port::StoreError;

/// Why the phone could not be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenError {
    /// The browser has no IndexedDB here (a private window, or too old).
    NoStorage,
    /// Another window holds an older version open; it must be closed.
    Blocked,
    /// The store failed.
    Store(StoreError),
}

/// Why something was not saved. Nothing of it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveError {
    /// The phone is not enrolled.
    NotEnrolled,
    /// Another window is in the middle of saving and does not let go.
    Busy,
    /// The key would not sign.
    Key,
    /// What was to be saved breaks a limit (`op.too-large`).
    Refused(Refused),
    /// The store failed.
    Store(StoreError),
}

impl SaveError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEnrolled => "save.not-enrolled",
            Self::Busy => "save.busy",
            Self::Key => "save.key",
            Self::Refused(refused) => refused.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// How far the enrolment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Enrolment {
    /// The code was taken; the officer has not decided.
    Claimed,
    /// Confirmed.
    Enrolled,
}

/// The township that this phone belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Township {
    /// Its name in records.
    pub id: TownshipId,
    /// Its key, pinned at enrolment.
    pub key: PublicKey,
    /// Its name for people.
    pub name: String,
}

/// Who this phone is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Me {
    /// The device.
    pub device: DeviceId,
    /// Its public key.
    pub key: PublicKey,
    /// The township.
    pub township: Township,
    /// How far the enrolment is.
    pub state: Enrolment,
    /// Numbers of the six words that both sides show.
    pub words: [u8; 6],
}

/// What is to become an operation.
#[derive(Clone, PartialEq, Debug)]
pub struct Intention {
    /// The place.
    pub scope: Scope,
    /// The matter; none where it raises one.
    pub matter: Option<MatterId>,
    /// The operations that it answers, corrects, signs or saw as heads.
    pub deps: Vec<OpId>,
    /// What it says.
    pub body: Body,
    /// The draft that it makes superfluous.
    pub draft_done: Option<String>,
}

struct Inner {
    store: Store,
}

/// The phone. Clones are handles of the same one.
#[derive(Clone)]
pub struct Phone(Rc<Inner>);

impl Phone {
    /// Opens the store and the key, if there is one.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open() -> Result<Self, OpenError> {
        Ok(Self(Rc::new(Inner { store: Store::open("shouyi").await? })))
    }

    /// The store: drafts, summaries, a matter's operations ([`sync::port::PhoneStore`]).
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Who this phone is; none before a code was taken.
    pub fn me(&self) -> Option<Me> {
        None
    }

    /// What is known of the places; the same value until [`Change::Places`].
    pub fn places(&self) -> Rc<Places> {
        Rc::default()
    }

    /// Signs and saves: durable on this phone when it returns. `ops` are the matter's operations held.
    ///
    /// # Errors
    /// [`SaveError`]; nothing is stored then.
    pub async fn append(&self, intention: Intention, ops: &[Op]) -> Result<Op, SaveError> {
        let _ = (intention, ops);
        Err(SaveError::NotEnrolled)
    }

    /// Presents a one-time code; makes the phone's key first, if there is none.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn claim(&self, code: Code) -> Result<Claimed, EnrolError> {
        let _ = code;
        Err(EnrolError::Key)
    }

    /// Asks whether the officer has decided. `Confirmed` is remembered.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn claim_state(&self) -> Result<ClaimState, EnrolError> {
        Err(EnrolError::NoClaim)
    }

    /// Forgets a claim that was not confirmed, so that another code can be taken.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn forget_claim(&self) -> Result<(), EnrolError> {
        Err(EnrolError::NoClaim)
    }

    /// Runs one session with the township, unless one is running in any window.
    pub async fn sync(&self, why: Why) -> SyncOutcome {
        let _ = why;
        SyncOutcome::Ran(SyncStatus::NotEnrolled)
    }

    /// How synchronising goes.
    pub fn status(&self) -> SyncStatus {
        SyncStatus::Never
    }

    /// Where an operation is known to be.
    pub fn kept(&self, op: &Op) -> Kept {
        let _ = op;
        Kept::ThisPhone
    }

    /// How many own operations have no receipt.
    pub fn unreceived(&self) -> u32 {
        0
    }

    /// Hears of changes, until the listener is dropped.
    pub fn listen(&self, hear: impl Fn(Change) + 'static) -> Listener {
        let _ = hear;
        Listener::new(|| ())
    }

    /// Synchronises by itself from now on: at once, when a network comes, when the page comes to the front, after
    /// saving, and from time to time.
    pub fn start_auto_sync(&self) {}
}
