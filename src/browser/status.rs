//! What the phone tells its screens: what changed, how synchronising goes, where a record is.

use oplog::MatterId;
use sync::port::StoreError;

/// Something that a screen may show has changed, here or in another window of the same phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Names, registers, roles or rule books: read [`crate::Phone::places`] again.
    Places,
    /// These matters: read their operations or the summaries again.
    Matters(Vec<MatterId>),
    /// Receipts came: read [`crate::Phone::kept`] and [`crate::Phone::unreceived`] again.
    Receipts,
    /// Drafts were saved or dropped in another window.
    Drafts,
    /// Who this phone is: claimed, confirmed or forgotten.
    Me,
    /// How synchronising goes.
    Sync(SyncStatus),
    /// Another window upgraded the store: this page must be loaded again.
    Outdated,
}

/// How synchronising goes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum SyncStatus {
    /// Not tried since the page was loaded, and never ended well before.
    #[default]
    Never,
    /// A session runs.
    Running,
    /// Another window has the session; nothing is stolen from it.
    Elsewhere,
    /// The last session ended well.
    Good {
        /// When: the township's clock, UTC milliseconds.
        at_ms: u64,
        /// Operations brought up in that session; 0 after a reload.
        up: u32,
        /// Operations that came down.
        down: u32,
    },
    /// This phone began before the township knew of it, and the officer has not decided.
    Waiting,
    /// No connection, or it broke.
    Offline,
    /// Nothing came in time.
    Timeout,
    /// Something answered that is not the township: a captive portal, a proxy's error page.
    NotTheTownship,
    /// The township refused, with this stable code.
    Refused(String),
    /// This phone is not enrolled.
    NotEnrolled,
    /// The key would not sign.
    Key,
    /// The store failed.
    Store(StoreError),
}

/// What became of a wish to synchronise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SyncOutcome {
    /// A session was run and ended so.
    Ran(SyncStatus),
    /// A session is running already, here or in another window.
    Elsewhere,
}

/// Why a session is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The page was opened.
    Start,
    /// The browser says that there is a network.
    Online,
    /// The page came to the front.
    Visible,
    /// Something was saved.
    Saved,
    /// Time has passed.
    Timer,
    /// The person pressed the button.
    Asked,
}

/// How far it is with a phone that began to record before the township knew of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Its code could not be presented yet.
    NotAsked,
    /// The code was presented; the officer has not decided.
    Waiting,
    /// The code came to nothing, for this reason, a stable code: another one is needed.
    Ended(String),
}

/// How many of this phone's own operations are where, and what it carries for others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Safety {
    /// 已存本机: on this phone only.
    pub here: u64,
    /// 他机代传: handed over, without a receipt.
    pub handed: u64,
    /// 乡镇已收, those of a backup included.
    pub received: u64,
    /// 已备份, as far as receipts tell: of a log all or nothing.
    pub backed_up: u64,
    /// Bundles of others that the township does not have whole.
    pub carried: u64,
}

/// Where an operation is known to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// 已存本机: on this phone only.
    ThisPhone,
    /// 他机代传: handed to somebody who carries it; no receipt has come back yet.
    Handed,
    /// Brought here in a bundle, to be delivered; the township has not signed for it.
    Carried,
    /// Signed elsewhere and brought here by the township; no receipt was asked for it.
    Brought,
    /// 乡镇已收: the township's signed receipt covers it.
    Received,
    /// 已备份: and it is in a verified backup.
    BackedUp,
}

impl Kept {
    /// Whether the township has it.
    pub const fn at_township(self) -> bool {
        matches!(self, Self::Brought | Self::Received | Self::BackedUp)
    }
}

/// Ends the listening when dropped.
#[must_use = "listening ends when this is dropped"]
pub struct Listener(Option<Box<dyn FnOnce()>>);

impl Listener {
    pub(crate) fn new(end: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(end)))
    }

    /// Listens as long as the page lives.
    pub fn forever(self) {
        // What is dropped ends the listening, or takes away the closures that the browser still calls.
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}
