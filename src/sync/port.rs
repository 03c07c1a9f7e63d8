//! What a session needs from outside: the phone's store, a way to the township, a key that signs.

use crate::carried::Carried;
use crate::message::{Generation, Verb};
use crate::receipt::{Receipt, SignedReceipt};
use crate::tree::TreeHead;
use domain::view::MatterSummary;
use oplog::{Clock, DeviceId, Digest, Head, LogKey, MatterId, Op, Scope, Signature};

/// What the next operation of this device must know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pen {
    /// The device's epoch.
    pub epoch: u32,
    /// The next `dseq`: dense from 0 within the epoch.
    pub dseq: u64,
    /// The last clock given or seen.
    pub clock: Clock,
}

impl Pen {
    /// The pen of a device that must not go on in its present epoch: its logs begin anew, in an epoch of at least
    /// `least`.
    pub fn next_epoch(self, least: u32) -> Self {
        Self { epoch: least.max(self.epoch.saturating_add(1)), dseq: 0, clock: self.clock }
    }
}

/// An own operation with all that must become durable together with it.
#[derive(Clone, Debug)]
pub struct Append {
    /// The operation.
    pub op: Op,
    /// The pen after it.
    pub pen: Pen,
    /// The draft that it makes superfluous; removed in the same transaction.
    pub draft_done: Option<String>,
}

/// Foreign operations, verified, with the cursors that they bring.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The operations in the order of arrival; duplicates are allowed and change nothing.
    pub ops: Vec<Op>,
    /// Bytes that could not be verified, with the reason; kept so that a cursor never passes over them.
    pub aside: Vec<(Vec<u8>, &'static str)>,
    /// The cursors after this page; kept no further than the tree that was seen signed.
    pub cursors: Vec<(Scope, u64)>,
    /// The generation of the cursors; another one than the stored drops all stored cursors first.
    pub generation: Generation,
    /// The pen's clock after having seen these operations.
    pub clock: Clock,
    /// The places that the device reads now, where the township has just said so.
    pub scopes: Option<Vec<Scope>>,
}

/// What became of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// New operations.
    pub new: u32,
    /// Matters that changed: their summaries are to be made anew.
    pub matters: Vec<MatterId>,
    /// Whether operations about places (registers, grants, rule books) are among the new ones.
    pub places: bool,
    /// Operations whose predecessor is not held, or is not what they say; kept aside.
    pub gaps: u32,
    /// Branches that began: somebody signed twice at one position. They are held like the rest.
    pub forks: u32,
}

/// How far the township has the phone's logs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Received {
    /// The log, height and head that the receipt names.
    pub head: Head,
    /// The arrival number of that head.
    pub arrival: u64,
    /// The township's clock when it gave the receipt, UTC milliseconds.
    pub server_ms: u64,
    /// The generation in which it was given.
    pub generation: Generation,
    /// Arrival numbers up to here were in a verified backup.
    pub durable_upto: u64,
}

/// What the store keeps between sessions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SyncState {
    /// The generation last seen.
    pub generation: Option<Generation>,
    /// Cursors of that generation.
    pub cursors: Vec<(Scope, u64)>,
    /// The places that the township said this device reads; empty before the first session.
    pub scopes: Vec<Scope>,
    /// The last session number used.
    pub session: u64,
    /// The township's clock at the last session that ended well, UTC milliseconds.
    pub last_good_ms: Option<u64>,
    /// The township's tree as it was last seen signed, in that generation: a later one must begin with it.
    pub tree: Option<TreeHead>,
}

/// What is being typed and is no operation yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Where it belongs: `matter`, `meeting/<id>/entry`, ….
    pub key: String,
    /// What the form holds, in the form's own text format.
    pub text: String,
    /// How a list names it.
    pub title: String,
    /// When it was last touched, UTC milliseconds by the phone's clock.
    pub touched_ms: u64,
}

/// Why the store could not do it. Nothing of a failed call is stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StoreError {
    /// No room: `QuotaExceededError`.
    Full,
    /// The connection was lost and could not be opened again.
    Lost,
    /// Another window upgraded the store; this page must be loaded again.
    Outdated,
    /// The browser has cleared the store under the page: what is typed is nowhere but on the screen.
    Emptied,
    /// The head moved: another tab appended first. Read the head and try again.
    Moved,
    /// Stored bytes are not what was stored.
    Corrupt,
    /// The browser aborted without a reason that this program knows.
    Aborted,
}

impl StoreError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "store.full",
            Self::Lost => "store.lost",
            Self::Outdated => "store.outdated",
            Self::Emptied => "store.emptied",
            Self::Moved => "store.moved",
            Self::Corrupt => "store.corrupt",
            Self::Aborted => "store.aborted",
        }
    }
}

/// The phone's store. Every writing call is one transaction: all of it or nothing, durable (strict) when it
/// returns `Ok`.
#[allow(async_fn_in_trait, reason = "the phone's futures are never sent to another thread")]
pub trait PhoneStore {
    /// The pen of this device.
    async fn pen(&self) -> Result<Pen, StoreError>;
    /// The pen, and the head of the device's log of a place in the pen's epoch.
    async fn tip(&self, device: DeviceId, scope: Scope) -> Result<(Pen, Option<Head>), StoreError>;
    /// The heads of all logs held, or of those of one place; of a forked log one a branch.
    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError>;
    /// Appends an own operation. `Moved` where it does not continue its log, or the pen moved.
    async fn append(&self, append: &Append) -> Result<(), StoreError>;
    /// Takes foreign operations and cursors in.
    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError>;
    /// Operations of a log from `from` to before `to` in the order of their positions, at most `max_bytes` and those
    /// of one position more; of a forked log those of every branch.
    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError>;
    /// All operations of a matter, the raising one included.
    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError>;
    /// All operations about places (without a matter and of a kind below 16), those too that wait for one before them: the
    /// township's word holds whatever of its log is not here.
    async fn place_ops(&self) -> Result<Vec<Op>, StoreError>;
    /// The summaries stored.
    async fn summaries(&self) -> Result<Vec<MatterSummary>, StoreError>;
    /// Stores summaries made anew and clears their matters from [`PhoneStore::stale`].
    async fn put_summaries(&self, summaries: &[MatterSummary]) -> Result<(), StoreError>;
    /// Matters whose summary may be older than what it follows from: every write of operations marks their matter, one of
    /// operations about places marks all.
    async fn stale(&self) -> Result<Vec<MatterId>, StoreError>;
    /// What is kept between sessions.
    async fn sync_state(&self) -> Result<SyncState, StoreError>;
    /// Uses up and returns the next session number, at least `least`.
    async fn next_session(&self, least: u64) -> Result<u64, StoreError>;
    /// Lets the device begin a new epoch, see [`Pen::next_epoch`].
    async fn new_epoch(&self, least: u32) -> Result<(), StoreError>;
    /// Notes what the township said of the places, and that a session ended well.
    async fn session_ended(&self, scopes: &[Scope], server_ms: u64) -> Result<(), StoreError>;
    /// Keeps what a receipt says of logs held here, after having compared each head with the operation held:
    /// only equal hashes count, and of a forked log only all branches together
    /// ([`crate::kept::covers`]). Returns how many heads were believed.
    async fn put_receipt(&self, receipt: &Receipt) -> Result<u32, StoreError>;
    /// Keeps the tree as a witness, where it is larger than the one kept, and with it the receipt that names it.
    async fn witness(
        &self,
        generation: Generation,
        tree: TreeHead,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError>;
    /// The receipt that was last kept with a tree; it may be of a generation before the present one.
    async fn proof(&self) -> Result<Option<SignedReceipt>, StoreError>;
    /// What receipts say, by log; of the present generation only.
    async fn received(&self) -> Result<Vec<Received>, StoreError>;
    /// What was kept aside, by hash, with the reason.
    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError>;
    /// Keeps a bundle that is carried for others, and its file.
    async fn keep_carried(&self, carried: &Carried, file: &[u8]) -> Result<(), StoreError>;
    /// Notes what became of it; the file stays where it is still `needed`.
    async fn put_carried(&self, carried: &Carried, needed: bool) -> Result<(), StoreError>;
    /// What is carried, the one taken in last first.
    async fn carried(&self) -> Result<Vec<Carried>, StoreError>;
    /// The file of what is carried.
    async fn carried_file(&self, id: &Digest) -> Result<Option<Vec<u8>>, StoreError>;
    /// Drops what is carried no more, and its file.
    async fn drop_carried(&self, id: &Digest) -> Result<(), StoreError>;
    /// Notes that own operations up to these heads were handed to somebody to carry; heights only rise.
    async fn note_handed(&self, heads: &[Head], at_ms: u64) -> Result<(), StoreError>;
    /// What was handed over, and when, UTC milliseconds by the phone's clock.
    async fn handed(&self) -> Result<Vec<(Head, u64)>, StoreError>;
    /// Saves a draft.
    async fn put_draft(&self, draft: &Draft) -> Result<(), StoreError>;
    /// Drops a draft that the person gave up.
    async fn drop_draft(&self, key: &str) -> Result<(), StoreError>;
    /// All drafts, the last touched first.
    async fn drafts(&self) -> Result<Vec<Draft>, StoreError>;
}

/// Why the township could not be reached, or what it said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TransportError {
    /// No connection, or it broke.
    Offline,
    /// Nothing came in time.
    Timeout,
    /// Something answered that is not the township: a captive portal, a proxy's error page.
    NotTheTownship,
    /// The township refused the request.
    Refused(crate::message::Failure),
}

/// A way to the township.
#[allow(async_fn_in_trait, reason = "the phone's futures are never sent to another thread")]
pub trait Transport {
    /// Sends an [`crate::message::Envelope`] and returns the answer's bytes.
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError>;

    /// Lets the page breathe between two pieces of long work.
    async fn pause(&self) {}

    /// Has a page of operations judged where it holds nobody up: what [`crate::session::judge`] says of these keys and the
    /// bytes of this [`crate::message::Page`]. Nothing where nobody else is there to do it; then it is done here.
    async fn judge(&self, _keys: &[u8], _page: &[u8]) -> Vec<u8> {
        Vec::new()
    }
}

/// The device's key.
#[allow(async_fn_in_trait, reason = "the phone's futures are never sent to another thread")]
pub trait DeviceKey {
    /// Signs bytes that carry their context already.
    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError>;
}

/// The cipher that seals a bundle for the township: AES-256-GCM.
#[allow(async_fn_in_trait, reason = "the phone's futures are never sent to another thread")]
pub trait Cipher {
    /// Seals, the tag at the end. A nonce serves once under a key.
    async fn seal(&self, key: &[u8; 32], nonce: [u8; 12], plain: &[u8]) -> Result<Vec<u8>, KeyError>;
}

/// The browser would not sign, or not seal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct KeyError;
