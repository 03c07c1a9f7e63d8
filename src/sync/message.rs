//! What travels in a session. Each request is one [`Envelope`], signed by the device; each answer is one message
//! or a [`Failure`]. All of it is deterministic CBOR. Maps may grow: they are read by [`oplog::message_from_cbor`], which
//! passes over what a later version added. Arrays and lists of names may not; they change with the protocol's number.

use crate::receipt::SignedReceipt;
use crate::tree::TreeHead;
use oplog::{
    ByteVec, Decode, DeviceId, Digest, Encode, Head, LogKey, OpId, PublicKey, Refused, Scope, Signature,
    TownshipId, to_cbor,
};

/// The media type of requests and answers. An answer of another type is a captive portal's and no answer.
pub const MEDIA_TYPE: &str = "application/vnd.shouyi+cbor";
const CONTEXT: &str = "shouyi/request/1";

/// A random name made with the township's database; a database older than it was gets a new one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Generation(pub [u8; 16]);

/// What a request asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Verb {
    /// Says what is held; answered by [`Answer`].
    #[n(0)]
    Hello,
    /// Brings operations; answered by [`Pushed`].
    #[n(1)]
    Push,
    /// Asks for operations; answered by [`Page`].
    #[n(2)]
    Pull,
    /// Brings what only the township can open; answered by [`Pushed`].
    #[n(3)]
    Deliver,
}

impl Verb {
    /// Its path on the township's server.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Hello => "/sync/v1/hello",
            Self::Push => "/sync/v1/push",
            Self::Pull => "/sync/v1/pull",
            Self::Deliver => "/sync/v1/deliver",
        }
    }
}

/// A signed request. `session` rises with every session of a device and `step` within it, so that a request
/// replayed, or sent by a restored or cloned phone, is noticed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Envelope {
    /// The township that is asked.
    #[n(0)]
    pub township: TownshipId,
    /// Who asks.
    #[n(1)]
    pub device: DeviceId,
    /// The device's session number.
    #[n(2)]
    pub session: u64,
    /// The request's number in the session, from 0.
    #[n(3)]
    pub step: u32,
    /// What is asked.
    #[n(4)]
    pub verb: Verb,
    /// The message: [`Hello`], [`Push`] or [`Pull`].
    #[n(5)]
    pub body: ByteVec,
    /// Over everything before it, see [`Envelope::to_sign`].
    #[n(6)]
    pub signature: Signature,
}

impl Envelope {
    fn signed_part(&self) -> Vec<u8> {
        to_cbor(&(self.township, self.device, self.session, self.step, self.verb, Digest::of(&self.body)))
    }

    /// The bytes that the device signs, context included.
    pub fn to_sign(&self) -> Vec<u8> {
        oplog::signed_message(CONTEXT, &self.signed_part())
    }

    /// Verifies the signature under the device's key.
    ///
    /// # Errors
    /// [`Refused::Device`] where the key is another device's, or as [`PublicKey::verify`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), Refused> {
        if key.device() != self.device {
            return Err(Refused::Device);
        }
        key.verify(CONTEXT, &self.signed_part(), &self.signature)
    }
}

/// What a phone holds of one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct ScopeState {
    /// The place.
    #[n(0)]
    pub scope: Scope,
    /// [`crate::digest::of_heads`] over all logs of the place.
    #[n(1)]
    pub digest: Digest,
    /// The last arrival number of this generation below which everything of the place is held.
    #[n(2)]
    pub cursor: u64,
}

/// The first request.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// Protocol versions that the phone speaks.
    #[n(0)]
    pub protocols: Vec<u16>,
    /// The app's version, for the officer.
    #[n(1)]
    pub app: String,
    /// The generation last seen.
    #[n(2)]
    pub generation: Option<Generation>,
    /// The places held.
    #[n(3)]
    pub scopes: Vec<ScopeState>,
    /// The device's own logs, always.
    #[n(4)]
    pub own: Vec<Head>,
    /// All logs of the places for which the server asked with [`Verdict::Differs`].
    #[n(5)]
    pub vectors: Vec<Head>,
    /// How many own operations have no receipt, for the officer.
    #[n(6)]
    pub unreceived: u32,
    /// The tree of that generation as this phone last saw it signed.
    #[n(7)]
    pub tree: Option<TreeHead>,
    /// The receipt of that tree, where the answer before did not go on from it: a township that was put back to an earlier
    /// state, and does not know, sees its own signature under what it has forgotten.
    #[n(8)]
    pub proof: Option<SignedReceipt>,
}

/// What the server says of one place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Verdict {
    /// Both hold the same.
    #[n(0)]
    InSync,
    /// They differ and no vector was sent: send one if the pages to come do not settle it.
    #[n(1)]
    Differs,
    /// The device may not read this place (any more).
    #[n(2)]
    NotGranted,
    /// They differ, and nothing of others arrived after the cursor: there is nothing to be pulled. Send a vector if the
    /// pushes to come do not settle it.
    #[n(3)]
    Ahead,
}

/// What the server lacks of a log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Want {
    /// The log.
    #[n(0)]
    pub log: LogKey,
    /// The first `seq` that is missing.
    #[n(1)]
    pub from: u64,
    /// The first that is not asked for.
    #[n(2)]
    pub to: u64,
}

/// A log that says two things at one position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Forked {
    /// The log.
    #[n(0)]
    pub log: LogKey,
    /// The first position where they differ, as far as the vectors tell.
    #[n(1)]
    pub seq: u64,
    /// What the server holds there.
    #[n(2)]
    pub held: OpId,
}

/// The answer to [`Hello`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// The protocol version from here on.
    #[n(0)]
    pub protocol: u16,
    /// The database's generation.
    #[n(1)]
    pub generation: Generation,
    /// The server's clock, UTC milliseconds.
    #[n(2)]
    pub server_ms: u64,
    /// The places that the device reads now: its grants', what lies within them, and those above.
    #[n(3)]
    pub scopes: Vec<Scope>,
    /// One for each place of the question.
    #[n(4)]
    pub verdicts: Vec<(Scope, Verdict)>,
    /// What the server lacks: of the device's own logs always, of others where vectors were sent.
    #[n(5)]
    pub want: Vec<Want>,
    /// Forks that the vectors show.
    #[n(6)]
    pub forked: Vec<Forked>,
    /// What the server durably holds of the device's own logs and of the logs of the vectors.
    #[n(7)]
    pub receipt: SignedReceipt,
    /// That the tree of the receipt begins with the one that the phone named, if it is of this generation
    /// ([`crate::tree::is_prefix`]).
    #[n(8)]
    pub prefix: Vec<Digest>,
    /// The township's operations that ended the device's roles in places of the question that it reads no more, each as
    /// [`oplog::Op::bytes`]: with the place it would not get them.
    #[n(9)]
    pub told: Option<Vec<ByteVec>>,
}

/// Operations on their way up, in the order of their logs.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Push {
    /// Each as [`oplog::Op::bytes`]; at most [`crate::limits::MAX_BATCH_OPS`].
    #[n(0)]
    pub ops: Vec<ByteVec>,
}

/// Sealed frames of a bundle that somebody carries ([`oplog::bundle::Kind::Sealed`]).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Deliver {
    /// The public half of the bundle's key, from its index.
    #[n(0)]
    pub ephemeral: [u8; 32],
    /// The number of the first frame among the sealed ones of the bundle.
    #[n(1)]
    pub from: u32,
    /// The frames, in order.
    #[n(2)]
    pub frames: Vec<ByteVec>,
}

/// An operation that the server keeps aside: it is stored, a person will look, and no other waits for it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Aside {
    /// BLAKE3-256 of the bytes as they came.
    #[n(0)]
    pub bytes: Digest,
    /// Why: a stable code, `op.signature`.
    #[n(1)]
    pub code: String,
}

/// The answer to [`Push`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Pushed {
    /// What was kept aside.
    #[n(0)]
    pub aside: Vec<Aside>,
    /// What the server durably holds of every log that the batch touched.
    #[n(1)]
    pub receipt: SignedReceipt,
    /// What the township tells the devices whose operations came, by the hand that brought them: see [`Answer::told`].
    #[n(2)]
    pub told: Option<Vec<ByteVec>>,
}

/// Asks for what arrived after the cursors.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Pull {
    /// The generation that the cursors belong to.
    #[n(0)]
    pub generation: Generation,
    /// The last arrival number held, by place; 0 for nothing.
    #[n(1)]
    pub cursors: Vec<(Scope, u64)>,
    /// Whether the device's own operations shall come too: asked for when the township holds more of them than
    /// the phone (a restored phone), and else left out, because they came from here.
    #[n(2)]
    pub own: bool,
}

/// Operations on their way down, in the order of arrival over all places asked for.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Page {
    /// The generation of the cursors.
    #[n(0)]
    pub generation: Generation,
    /// The operations.
    #[n(1)]
    pub ops: Vec<ByteVec>,
    /// Up to which arrival number the page reaches, by place.
    #[n(2)]
    pub cursors: Vec<(Scope, u64)>,
    /// Whether there is more.
    #[n(3)]
    pub more: bool,
}

/// Whether trying again can help.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Retry {
    /// Later, with back-off.
    #[n(0)]
    Later,
    /// Not before something changed: an update, a new enrolment.
    #[n(1)]
    Never,
    /// At once, with the session number that the failure names.
    #[n(2)]
    NextSession,
}

/// A request that was refused as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Failure {
    /// A stable code: `sync.unknown-device`, `sync.replayed`, `sync.too-old`, `body.too-large`, ….
    #[n(0)]
    pub code: String,
    /// The request's id in the server's log.
    #[n(1)]
    pub request: String,
    /// Whether trying again can help.
    #[n(2)]
    pub retry: Retry,
    /// For [`Retry::NextSession`]: the least session number that is taken.
    #[n(3)]
    pub session: u64,
}
