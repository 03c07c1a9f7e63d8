//! Saving: the own head, a signature, one strict transaction. No lock: the transaction itself compares the head, and
//! whoever was second signs again. A window that the browser has frozen can hold nobody up.

use crate::port::{Append, DeviceKey, KeyError, Pen, PhoneStore, StoreError};
use oplog::{Digest, Head, Header, MatterId, Op, OpId, PublicKey, Refused, Scope, Stamp, TownshipId};
use std::cell::RefCell;

/// How often the head may have moved under our hands. Each time another window has saved one: somebody always
/// gets on.
const TRIES: u32 = 20;

/// Where a window's pen stood after its last save. The store compares it inside the transaction; where another window
/// has written since, it is read again.
#[derive(Clone, Copy, Debug)]
pub struct Tip {
    scope: Scope,
    pen: Pen,
    head: Option<Head>,
}

/// What is to become an operation.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The place.
    pub scope: Scope,
    /// The matter; none where it raises one.
    pub matter: Option<MatterId>,
    /// The operations that it answers, corrects, signs or saw as heads.
    pub deps: &'a [OpId],
    /// Number and schema of its kind.
    pub kind: (u16, u16),
    /// The body as deterministic CBOR.
    pub body: &'a [u8],
    /// The draft that it makes superfluous.
    pub draft_done: Option<&'a str>,
}

/// Who signs, and when.
pub struct Hand<'a, S, K> {
    /// The phone's store.
    pub store: &'a S,
    /// The device's key.
    pub key: &'a K,
    /// Its public half.
    pub public: PublicKey,
    /// The township.
    pub township: TownshipId,
    /// The rule book in force.
    pub rule_book: u32,
    /// The phone's wall clock, UTC milliseconds.
    pub now_ms: u64,
    /// The offset that it claims, in minutes.
    pub offset_min: i16,
    /// This window's tip.
    pub tip: &'a RefCell<Option<Tip>>,
}

/// Why something was not saved. Nothing of it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveError {
    /// The phone is not enrolled.
    NotEnrolled,
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
            Self::Key => "save.key",
            Self::Refused(refused) => refused.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeyError> for SaveError {
    fn from(_: KeyError) -> Self {
        Self::Key
    }
}

/// Signs and saves: durable on this phone when it returns.
///
/// # Errors
/// [`SaveError`]; nothing is stored then.
pub async fn save<S: PhoneStore, K: DeviceKey>(
    hand: &Hand<'_, S, K>,
    words: &Words<'_>,
) -> Result<Op, SaveError> {
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match try_save(hand, words).await {
            Err(SaveError::Store(StoreError::Moved)) if tries > 0 => {}
            done => return done,
        }
    }
}

async fn try_save<S: PhoneStore, K: DeviceKey>(
    hand: &Hand<'_, S, K>,
    words: &Words<'_>,
) -> Result<Op, SaveError> {
    let device = hand.public.device();
    // Taken, and put back only after the commit: whatever goes wrong in between, the store is asked again.
    let known = hand.tip.take().filter(|tip| tip.scope == words.scope);
    let (pen, head) = match known {
        Some(tip) => (tip.pen, tip.head),
        None => hand.store.tip(device, words.scope).await?,
    };
    let clock = pen.clock.tick(hand.now_ms);
    let header = Header {
        version: Header::WRITES.0,
        suite: Header::WRITES.1,
        township: hand.township,
        scope: words.scope,
        device,
        epoch: pen.epoch,
        seq: head.map_or(0, |head| head.height),
        prev: head.map(|head| head.id),
        dseq: pen.dseq,
        deps: words.deps.to_vec(),
        matter: words.matter,
        kind: words.kind.0,
        schema: words.kind.1,
        critical: false,
        stamp: Stamp { clock, offset_min: hand.offset_min },
        rule_book: hand.rule_book,
        body_len: 0,
        body_hash: Digest::default(),
        blobs: Vec::new(),
    };
    let header = Op::header_bytes(header, words.body);
    let signature = hand.key.sign(&Op::to_sign(&header)).await?;
    let op = Op::assemble(&header, &signature, words.body).map_err(SaveError::Refused)?;
    let pen = Pen { epoch: pen.epoch, dseq: pen.dseq + 1, clock };
    let append = Append { op, pen, draft_done: words.draft_done.map(str::to_owned) };
    hand.store.append(&append).await?;
    let op = append.op;
    let head = Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() };
    hand.tip.replace(Some(Tip { scope: words.scope, pen, head: Some(head) }));
    Ok(op)
}
