//! The header of an operation: everything but the body, in a fixed order.

use crate::{Clock, Decode, DeviceId, Digest, Encode, LogKey, MatterId, OpId, Refused, Scope, TownshipId};

/// The most operations that one may name as answered, corrected, signed or seen.
pub const MAX_DEPS: usize = 16;
/// The most chunks that one operation may name.
pub const MAX_BLOBS: usize = 64;
const VERSION: u8 = 1;
const SUITE: u8 = 1;

/// A content-addressed chunk: hash and length in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct BlobRef {
    /// BLAKE3-256 of the chunk.
    #[n(0)]
    pub hash: Digest,
    /// Length in bytes.
    #[n(1)]
    pub len: u32,
}

/// When, by whose clock: the hybrid clock and the local offset that the phone claims.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Encode, Decode)]
#[cbor(array)]
pub struct Stamp {
    /// The hybrid clock.
    #[n(0)]
    pub clock: Clock,
    /// Claimed local offset from UTC in minutes (480 in China).
    #[n(1)]
    pub offset_min: i16,
}

/// The header. Field order is the wire order (a CBOR array).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Header {
    /// Format version, 1.
    #[n(0)]
    pub version: u8,
    /// Crypto suite: 1 = Ed25519 and BLAKE3-256.
    #[n(1)]
    pub suite: u8,
    /// The township whose record this is.
    #[n(2)]
    pub township: TownshipId,
    /// The place whose record this is.
    #[n(3)]
    pub scope: Scope,
    /// The device that signs.
    #[n(4)]
    pub device: DeviceId,
    /// The device's epoch: raised after a fork or a restored phone.
    #[n(5)]
    pub epoch: u32,
    /// Position in its log, dense from 0.
    #[n(6)]
    pub seq: u64,
    /// The operation before it in its log; none for the first.
    #[n(7)]
    pub prev: Option<OpId>,
    /// Position among all operations of the device in this epoch, dense from 0 over all its logs.
    #[n(8)]
    pub dseq: u64,
    /// Operations that this one answers, corrects, signs or saw as heads; at most [`MAX_DEPS`].
    #[n(9)]
    pub deps: Vec<OpId>,
    /// The matter it belongs to; none for those that raise one or are about a place.
    #[n(10)]
    pub matter: Option<MatterId>,
    /// What kind of body it carries.
    #[n(11)]
    pub kind: u16,
    /// Version of that body's shape.
    #[n(12)]
    pub schema: u16,
    /// Whether a program that does not know the kind must stop and ask for an update.
    #[n(13)]
    pub critical: bool,
    /// When it was signed, as claimed.
    #[n(14)]
    pub stamp: Stamp,
    /// The rule book under which it was made.
    #[n(15)]
    pub rule_book: u32,
    /// Length of the body in bytes.
    #[n(16)]
    pub body_len: u32,
    /// BLAKE3-256 of the body.
    #[n(17)]
    pub body_hash: Digest,
    /// Chunks that belong to it; at most [`MAX_BLOBS`].
    #[n(18)]
    pub blobs: Vec<BlobRef>,
}

impl Header {
    /// The format version and suite that this program writes.
    pub const WRITES: (u8, u8) = (VERSION, SUITE);

    /// The log that it continues.
    pub const fn log(&self) -> LogKey {
        LogKey { device: self.device, epoch: self.epoch, scope: self.scope }
    }

    /// Checks what the shape alone does not say:
    /// - the version and suite are known;
    /// - `prev` stands exactly where `seq` is not 0;
    /// - deps and blobs keep their limits, and deps repeat nothing;
    /// - the clock is below 2^48 and the offset within ±18 hours.
    pub(crate) fn check(&self) -> Result<(), Refused> {
        if self.version != VERSION {
            return Err(Refused::Version);
        }
        if self.suite != SUITE {
            return Err(Refused::Suite);
        }
        if (self.seq == 0) != self.prev.is_none() {
            return Err(Refused::Chain);
        }
        if self.deps.len() > MAX_DEPS || self.blobs.len() > MAX_BLOBS {
            return Err(Refused::TooLarge);
        }
        let repeated =
            self.deps.iter().enumerate().any(|(at, dep)| self.deps.iter().skip(at + 1).any(|d| d == dep));
        if repeated || self.stamp.clock.ms >= 1 << 48 || self.stamp.offset_min.unsigned_abs() > 18 * 60 {
            return Err(Refused::Shape);
        }
        Ok(())
    }
}
