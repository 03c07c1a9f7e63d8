//! What a phone carries for others: what is known of a bundle that was taken in. The file stays until the township has all of
//! it, and the township's receipts for the way back longer.

use crate::receipt::SignedReceipt;
use oplog::bundle::{Bundle, End, Kind};
use oplog::{ByteVec, Decode, DeviceId, Digest, Encode, Head, LogKey, PublicKey};

/// The longest bundle that a phone takes along, in bytes.
pub const MAX_BUNDLE: usize = 16 * 1024 * 1024;

/// How long what was taken in part is left with the township before it is brought again.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// The longest name that is kept of whoever packed a bundle.
pub const MAX_NAME: usize = 40;
/// The media type of a bundle.
pub const BUNDLE_TYPE: &str = "application/vnd.shouyi.bundle";

/// A bundle that is carried.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Carried {
    /// BLAKE3-256 of the file: the same file is carried once.
    #[n(0)]
    pub id: Digest,
    /// Who packed it.
    #[n(1)]
    pub packer: DeviceId,
    /// When it was packed, UTC milliseconds by the packer's clock.
    #[n(2)]
    pub packed_ms: u64,
    /// When it was taken in, UTC milliseconds by this phone's clock.
    #[n(3)]
    pub taken_ms: u64,
    /// The logs of which it carries operations, as its index says.
    #[n(4)]
    pub heads: Vec<Head>,
    /// Whether only the township can open it.
    #[n(5)]
    pub sealed: bool,
    /// Whether its end is missing.
    #[n(6)]
    pub torn: bool,
    /// What the township gave for it.
    #[n(7)]
    pub receipts: Vec<SignedReceipt>,
    /// How many pieces of it the township keeps aside.
    #[n(8)]
    pub aside: u32,
    /// Whether the township has all that it names.
    #[n(9)]
    pub arrived: bool,
    /// Why the township does not take it, a stable code.
    #[n(10)]
    pub refused: Option<String>,
    /// Whose it is, as the file says itself, cut to [`MAX_NAME`] characters.
    #[n(11)]
    pub name: String,
    /// What the township tells whoever packed it, see [`crate::message::Answer::told`].
    #[n(12)]
    pub told: Option<Vec<ByteVec>>,
    /// When it was delivered last, UTC milliseconds by this phone's clock.
    #[n(13)]
    pub tried_ms: Option<u64>,
}

impl Carried {
    /// Of a file, if there is anything in it to be carried: its index names what the township may not have.
    pub fn of(bundle: &Bundle<'_>, file: &[u8], now_ms: u64) -> Option<Self> {
        let (plain, sealed) = (bundle.of(Kind::Operation).next(), bundle.of(Kind::Sealed).next());
        plain.or(sealed)?;
        bundle.index.heads.first()?;
        Some(Self {
            id: Digest::of(file),
            packer: bundle.index.packer,
            packed_ms: bundle.index.packed_ms,
            taken_ms: now_ms,
            heads: bundle.index.heads.clone(),
            sealed: sealed.is_some(),
            torn: matches!(bundle.end, End::Torn(_)),
            receipts: Vec::new(),
            aside: 0,
            arrived: false,
            refused: None,
            name: bundle.index.name.as_deref().unwrap_or_default().chars().take(MAX_NAME).collect(),
            told: None,
            tried_ms: None,
        })
    }

    /// Notes what the township gave for it, how many pieces it keeps aside, and what it tells the packer.
    pub fn deliver(
        &mut self,
        receipts: Vec<SignedReceipt>,
        aside: u32,
        told: Vec<ByteVec>,
        township: &PublicKey,
    ) {
        (self.receipts, self.aside, self.told) =
            (receipts, aside, Some(told).filter(|told| !told.is_empty()));
        self.arrived = !self.torn && aside == 0 && self.signed_for(township);
    }

    /// Whether the receipts name all that the index names.
    fn signed_for(&self, township: &PublicKey) -> bool {
        let signed: Vec<_> = self.receipts.iter().filter_map(|signed| signed.open(township).ok()).collect();
        let has = |head: &Head| {
            let received = signed.iter().flat_map(|receipt| &receipt.heads).map(|entry| entry.head);
            received.filter(|held| held.log == head.log).any(|held| held.height >= head.height)
        };
        self.heads.iter().all(has)
    }

    /// Whether it is to be delivered now: at first, and once a day as long as the township keeps some of it aside. That may be
    /// let in later, when a phone is admitted or what it follows has come; and only whoever brings it again gets the receipt.
    pub fn is_due(&self, now_ms: u64) -> bool {
        let later = self.aside > 0 && self.tried_ms.is_none_or(|tried| now_ms.abs_diff(tried) >= DAY_MS);
        !self.arrived && self.refused.is_none() && (self.receipts.is_empty() || later)
    }

    /// Whether it was delivered, as far as it can be.
    pub const fn delivered(&self) -> bool {
        !self.receipts.is_empty() || self.refused.is_some()
    }
}

/// What a phone holds, for whoever would pack what it lacks.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// The logs of which it holds operations, each up to this head.
    #[n(0)]
    pub heads: Vec<Head>,
    /// What is in the bundles that it carries and cannot read, as their indexes say.
    #[n(1)]
    pub carried: Vec<Head>,
    /// What the township has signed for of its own logs.
    #[n(2)]
    pub received: Vec<Head>,
}

impl Held {
    /// How far a log is held.
    pub(crate) fn height(&self, log: LogKey) -> u64 {
        self.heads.iter().find(|head| head.log == log).map_or(0, |head| head.height)
    }

    /// Whether all of it is here or is carried.
    pub(crate) fn has(&self, head: &Head) -> bool {
        self.heads.iter().chain(&self.carried).any(|there| reaches(there, head))
    }

    /// Whether these receipts say nothing that it does not know.
    pub(crate) fn knows(&self, receipts: &[SignedReceipt], township: &PublicKey) -> bool {
        let named = receipts.iter().filter_map(|signed| signed.open(township).ok());
        let mut heads = named.flat_map(|receipt| receipt.heads);
        heads.all(|named| self.received.iter().any(|there| reaches(there, &named.head)))
    }
}

fn reaches(there: &Head, head: &Head) -> bool {
    let at = |head: &Head| (head.height, head.id);
    there.log == head.log && (there.height > head.height || at(there) == at(head))
}
