//! A bundle: records carried as a file where no network comes.
//!
//! `magic(8) ‖ frame*`, and a frame is `length(4, big-endian) ‖ check(4) ‖ kind(1) ‖ bytes`: the length counts kind and bytes,
//! the check is the beginning of their BLAKE3. The first frame is the [`Index`], the last the packer's signature over all
//! before it. Each frame stands for itself, so that of a torn file everything before the tear is read; frames of a
//! kind that is not known are passed over.
//!
//! For carriers of another place the operations stand, as frames of their own, inside of frames that only the township can
//! open ([`crate::seal`]).
//!
//! Who carries is not trusted: each operation and receipt in it bears its own signature. The packer's says only that
//! nothing was lost on the way.

use crate::seal::TAG;
use crate::{
    Decode, DeviceId, Encode, Head, MAX_BODY, MAX_HEADER, PublicKey, Refused, SecretKey, Signature,
    TownshipId, message_from_cbor, to_cbor,
};

const MAGIC: &[u8; 8] = b"SHOUYI\x01\n";
const CONTEXT: &str = "shouyi/bundle/1";
const INDEX: u8 = 0;
const SIGNATURE: u8 = 255;
/// Before the bytes of a frame stand its length and its check.
const BEFORE: usize = 8;
/// The longest operation.
const MAX_OP: usize = MAX_HEADER + 64 + MAX_BODY;
/// How many bytes of frames are sealed together at most: any operation fits.
const MAX_INNER: usize = MAX_OP + FRAME_OVERHEAD;
/// Behind this a new piece begins: what is torn off costs no more.
const PIECE: usize = 32 * 1024;
/// The longest frame.
const MAX_FRAME: usize = MAX_INNER + TAG + 64;

/// What a frame holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An operation, as [`crate::Op::bytes`].
    Operation = 1,
    /// A receipt with the township's signature.
    Receipt = 2,
    /// A signed checkpoint of the township's tree.
    Checkpoint = 3,
    /// Frames, sealed for the township under the key that the index names; its nonce is its number among these, from 0.
    Sealed = 4,
    /// An operation of the township about a device, outside of its log: the end of its roles in a place, of which the device
    /// gets no log any more.
    Told = 5,
    /// What a new phone needs to take the place of the packer, see `sync::moving`.
    Moved = 6,
    /// What the packer holds, for whoever would pack what it lacks, see `sync::carried::Held`.
    Held = 7,
}

/// What is in a bundle; readable by whoever carries it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Index {
    /// The township that it is for or from.
    #[n(0)]
    pub township: TownshipId,
    /// The device that packed it.
    #[n(1)]
    pub packer: DeviceId,
    /// When, UTC milliseconds by the packer's clock.
    #[n(2)]
    pub packed_ms: u64,
    /// The logs of which it carries operations, each up to this head.
    #[n(3)]
    pub heads: Vec<Head>,
    /// How many frames follow, without the signature.
    #[n(4)]
    pub frames: u32,
    /// Where it is sealed, the public half of the key that was made for it.
    #[n(5)]
    pub ephemeral: Option<[u8; 32]>,
    /// Whose phone packed it, as it says itself: for whoever carries it and does not know the device.
    #[n(6)]
    pub name: Option<String>,
}

/// A bundle that is being packed.
pub struct Pack(Vec<u8>);

impl Pack {
    /// Begins with the index.
    pub fn new(index: &Index) -> Self {
        let mut pack = Self(MAGIC.to_vec());
        pack.frame(INDEX, &to_cbor(index));
        pack
    }

    /// Adds a frame.
    pub fn add(&mut self, kind: Kind, bytes: &[u8]) {
        self.frame(kind as u8, bytes);
    }

    fn frame(&mut self, kind: u8, bytes: &[u8]) {
        put(&mut self.0, kind, bytes);
    }

    /// What the packer signs, context included.
    pub fn to_sign(&self) -> Vec<u8> {
        crate::signed_message(CONTEXT, blake3::hash(&self.0).as_bytes())
    }

    /// The finished file, signed by a key that is at hand.
    pub fn signed_by(self, key: &SecretKey) -> Vec<u8> {
        let signature = key.sign(CONTEXT, blake3::hash(&self.0).as_bytes());
        self.finish(&signature)
    }

    /// The finished file.
    pub fn finish(mut self, signature: &Signature) -> Vec<u8> {
        self.frame(SIGNATURE, signature);
        self.0
    }
}

/// Operations as frames, in pieces of which each is sealed by itself.
pub fn to_seal<'a>(ops: impl Iterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    for op in ops {
        match pieces.last_mut().filter(|piece| piece.len() + FRAME_OVERHEAD + op.len() <= PIECE) {
            Some(piece) => put(piece, Kind::Operation as u8, op),
            None => {
                let mut piece = Vec::new();
                put(&mut piece, Kind::Operation as u8, op);
                pieces.push(piece);
            }
        }
    }
    pieces
}

/// The operations in a piece that was opened, up to the first that is not whole.
pub fn unsealed(piece: &[u8]) -> Vec<&[u8]> {
    let mut rest = piece;
    let operation = |frame: (u8, _)| (known(frame.0) == Some(Kind::Operation)).then_some(frame.1);
    core::iter::from_fn(|| next(&mut rest)).filter_map(operation).collect()
}

/// How a bundle ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// With the packer's signature over this hash of all before it.
    Signed([u8; 32], Signature),
    /// In the middle: what follows this byte is missing or is not what was packed.
    Torn(usize),
}

/// What could be read of a bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundle<'a> {
    /// What it says it holds.
    pub index: Index,
    /// The frames of known kinds before its end, in order.
    pub frames: Vec<(Kind, &'a [u8])>,
    /// Its end.
    pub end: End,
}

impl<'a> Bundle<'a> {
    /// Reads as much of a bundle as is whole. Nothing is allocated for what a length only promises.
    ///
    /// # Errors
    /// [`Refused::Shape`] where the bytes are no bundle, [`Refused::Truncated`] where not even its index is whole.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(Refused::Shape)?;
        let index = match next(&mut rest) {
            Some((INDEX, index)) => message_from_cbor(index)?,
            Some(_) => return Err(Refused::Shape),
            None => return Err(Refused::Truncated),
        };
        let mut frames = Vec::new();
        loop {
            let at = bytes.len() - rest.len();
            match next(&mut rest) {
                Some((SIGNATURE, signature)) => {
                    let before = bytes.get(..at).unwrap_or_default();
                    let end = match signature.try_into() {
                        Ok(signature) if rest.is_empty() => {
                            End::Signed(*blake3::hash(before).as_bytes(), signature)
                        }
                        _ => End::Torn(at),
                    };
                    return Ok(Self { index, frames, end });
                }
                Some((kind, frame)) => frames.extend(known(kind).map(|kind| (kind, frame))),
                None => return Ok(Self { index, frames, end: End::Torn(at) }),
            }
        }
    }

    /// The bytes of all frames of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &'a [u8]> {
        self.frames.iter().filter(move |(of, _)| *of == kind).map(|(_, bytes)| *bytes)
    }

    /// Whether the bundle is whole, as its packer signed it.
    ///
    /// # Errors
    /// [`Refused::Truncated`] where it is torn, [`Refused::Device`] where the key is not the packer's, or as
    /// [`PublicKey::verify`].
    pub fn verify(&self, packer: &PublicKey) -> Result<(), Refused> {
        if packer.device() != self.index.packer {
            return Err(Refused::Device);
        }
        match &self.end {
            End::Signed(hash, signature) => packer.verify(CONTEXT, hash, signature),
            End::Torn(_) => Err(Refused::Truncated),
        }
    }
}

const fn known(kind: u8) -> Option<Kind> {
    match kind {
        1 => Some(Kind::Operation),
        2 => Some(Kind::Receipt),
        3 => Some(Kind::Checkpoint),
        4 => Some(Kind::Sealed),
        5 => Some(Kind::Told),
        6 => Some(Kind::Moved),
        7 => Some(Kind::Held),
        _ => None,
    }
}

fn put(out: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    let length = u32::try_from(bytes.len() + 1).unwrap_or(u32::MAX);
    out.extend(length.to_be_bytes());
    out.extend(check(kind, bytes));
    out.push(kind);
    out.extend(bytes);
}

/// The next frame, if it is whole.
fn next<'a>(rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let (length, behind) = rest.split_first_chunk::<4>()?;
    let (wanted, behind) = behind.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| *length <= MAX_FRAME)?;
    let (frame, behind) = behind.split_at_checked(length)?;
    let (kind, bytes) = frame.split_first()?;
    if check(*kind, bytes) != *wanted {
        return None;
    }
    *rest = behind;
    Some((*kind, bytes))
}

fn check(kind: u8, bytes: &[u8]) -> [u8; 4] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[kind]).update(bytes);
    let mut out = [0; 4];
    out.iter_mut().zip(hasher.finalize().as_bytes()).for_each(|(to, from)| *to = *from);
    out
}

/// How many bytes a frame takes beside its content.
pub const FRAME_OVERHEAD: usize = BEFORE + 1;

#[cfg(test)]
#[path = "bundle_tests.rs"]
mod tests;
