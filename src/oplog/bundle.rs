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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> SecretKey {
        SecretKey::from_seed(&[7; 32])
    }

    fn index(frames: u32) -> Index {
        let (township, packer) = (TownshipId([9; 16]), key().public().device());
        Index {
            township,
            packer,
            packed_ms: 1_773_488_400_000,
            heads: Vec::new(),
            frames,
            ephemeral: None,
            name: None,
        }
    }

    fn packed(frames: &[Vec<u8>]) -> Vec<u8> {
        let mut pack = Pack::new(&index(frames.len() as u32));
        frames.iter().for_each(|frame| pack.add(Kind::Operation, frame));
        pack.signed_by(&key())
    }

    /// The bytes of version 1; a golden file is only ever added to.
    #[test]
    fn golden_bytes_of_version_1() {
        let hex: String = packed(&[b"one".to_vec()]).iter().map(|byte| format!("{byte:02x}")).collect();
        let golden = include_str!("golden/bundle-1.hex");
        assert_eq!(hex, golden.trim());
    }

    /// The same with all that an index may hold, and a sealed frame.
    #[test]
    fn golden_bytes_of_a_sealed_one() {
        let index = Index { ephemeral: Some([3; 32]), name: Some("普红梅".into()), ..index(1) };
        let mut pack = Pack::new(&index);
        pack.add(Kind::Sealed, b"sealed");
        let bytes = pack.signed_by(&key());
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, include_str!("golden/bundle-2.hex").trim());
        let read = Bundle::read(&bytes).unwrap();
        assert_eq!((read.index, read.frames), (index, vec![(Kind::Sealed, &b"sealed"[..])]));
    }

    #[test]
    fn a_whole_bundle_is_its_packers() {
        let bytes = packed(&[b"one".to_vec(), b"two".to_vec()]);
        let bundle = Bundle::read(&bytes).unwrap();
        assert_eq!(bundle.of(Kind::Operation).collect::<Vec<_>>(), [b"one", b"two"]);
        assert_eq!(bundle.verify(&key().public()), Ok(()));
        assert_eq!(bundle.verify(&SecretKey::from_seed(&[8; 32]).public()), Err(Refused::Device));
        assert_eq!(Bundle::read(b"PK\x03\x04").unwrap_err(), Refused::Shape);
    }

    #[test]
    fn unknown_kinds_are_passed_over_and_what_follows_the_end_is_a_tear() {
        let mut pack = Pack::new(&index(2));
        pack.frame(77, b"from a later version");
        pack.add(Kind::Receipt, b"receipt");
        let bytes = pack.finish(&[0; 64]);
        let bundle = Bundle::read(&bytes).unwrap();
        assert_eq!(bundle.frames, [(Kind::Receipt, &b"receipt"[..])]);
        assert_eq!(bundle.verify(&key().public()), Err(Refused::Signature));
        let longer = [bytes.as_slice(), b"x"].concat();
        assert!(matches!(Bundle::read(&longer).unwrap().end, End::Torn(_)));
    }

    #[test]
    fn a_length_that_promises_two_gigabytes_costs_nothing() {
        let mut bytes = packed(&[b"one".to_vec()]);
        let at = bytes.len() - 64 - BEFORE - 1;
        bytes[at..at + 4].copy_from_slice(&0x8000_0000u32.to_be_bytes());
        let bundle = Bundle::read(&bytes).unwrap();
        assert_eq!((bundle.frames.len(), bundle.end), (1, End::Torn(at)));
    }

    #[test]
    fn a_length_that_is_sealed_together_never_passes_what_a_frame_may_hold() {
        let longest = vec![7; MAX_OP];
        let ops: Vec<&[u8]> = vec![b"one", &longest, b"two", b"three", &longest];
        let pieces = to_seal(ops.iter().copied());
        assert!(pieces.iter().all(|piece| piece.len() <= MAX_INNER));
        assert_eq!(pieces.len(), 4, "the short ones together");
        let back: Vec<&[u8]> = pieces.iter().flat_map(|piece| unsealed(piece)).collect();
        assert_eq!(back, ops);
        let mut pack = Pack::new(&index(1));
        pack.add(Kind::Sealed, &vec![1; MAX_INNER + TAG]);
        let bytes = pack.finish(&[0; 64]);
        assert_eq!(Bundle::read(&bytes).unwrap().of(Kind::Sealed).count(), 1);
        // A piece that ends early gives what is whole; whatever else is in it is passed over.
        assert_eq!(unsealed(&pieces[2][..pieces[2].len() - 1]), [b"two"]);
        assert_eq!(unsealed(b"anything"), [b""; 0]);
    }

    proptest! {
        /// Torn anywhere, a bundle yields the frames before the tear and says that it is torn.
        #[test]
        fn a_torn_bundle_yields_its_beginning(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6),
            cut: prop::sample::Index,
        ) {
            let bytes = packed(&frames);
            let cut = cut.index(bytes.len());
            if let Ok(bundle) = Bundle::read(&bytes[..cut]) {
                let read: Vec<Vec<u8>> = bundle.of(Kind::Operation).map(<[u8]>::to_vec).collect();
                prop_assert_eq!(&read[..], &frames[..read.len()]);
                prop_assert!(matches!(bundle.end, End::Torn(at) if at <= cut));
            }
        }

        /// A turned bit never passes for what was packed.
        #[test]
        fn a_turned_bit_is_noticed(frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6),
            bit: prop::sample::Index) {
            let mut bytes = packed(&frames);
            let bit = bit.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            if let Ok(bundle) = Bundle::read(&bytes) {
                prop_assert!(bundle.verify(&key().public()).is_err());
            }
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let with_magic = [MAGIC.as_slice(), &bytes].concat();
            drop(Bundle::read(&bytes));
            drop(Bundle::read(&with_magic));
        }
    }
}
