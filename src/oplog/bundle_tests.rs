//! Bundles: their bytes for ever, torn, turned and hostile ones.

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

/// What goes back to a phone whose roles have ended.
#[test]
fn golden_bytes_of_one_that_tells() {
    let mut pack = Pack::new(&index(1));
    pack.add(Kind::Told, b"ended");
    let bytes = pack.signed_by(&key());
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, include_str!("golden/bundle-3.hex").trim());
    assert_eq!(Bundle::read(&bytes).unwrap().frames, [(Kind::Told, &b"ended"[..])]);
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
