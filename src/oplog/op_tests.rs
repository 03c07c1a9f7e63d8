//! The operation's bytes: golden, bent, cut and random.
#![allow(clippy::type_complexity, reason = "tables of conditions")]

use crate::{
    BlobRef, Clock, DeviceId, Digest, Head, Header, Link, MatterId, Op, OpId, Refused, Scope, SecretKey,
    Stamp, TownshipId,
};
use proptest::prelude::*;

fn header(key: &SecretKey) -> Header {
    Header {
        version: 1,
        suite: 1,
        township: TownshipId([2; 16]),
        scope: Scope::parse("532301104201001").unwrap(),
        device: key.public().device(),
        epoch: 0,
        seq: 3,
        prev: Some(OpId([4; 32])),
        dseq: 9,
        deps: vec![OpId([5; 32])],
        matter: Some(MatterId([6; 16])),
        kind: 21,
        schema: 1,
        critical: false,
        stamp: Stamp { clock: Clock { ms: 1_773_488_400_000, count: 2 }, offset_min: 480 },
        rule_book: 1,
        body_len: 0,
        body_hash: Digest::default(),
        blobs: vec![BlobRef { hash: Digest([7; 32]), len: 262_144 }],
    }
}

fn signed() -> (SecretKey, Op) {
    let key = SecretKey::from_seed(&[1; 32]);
    let op = Op::sign(header(&key), &crate::to_cbor(&"一户出十个工"), &key).unwrap();
    (key, op)
}

/// These bytes are for ever.
const GOLDEN: &str = "93010150020202020202020202020202020202026f3533323330313130343230313030315083561adb398fd87f8e7ed8\
331bff2fcb00035820040404040404040404040404040404040404040404040404040404040404040409815820050505\
050505050505050505050505050505050505050505050505050505050550060606060606060606060606060606061501\
f482821b0000019cec256680021901e0011358205ee96f764cc468bad34c4e59f1cf5df6372803b5a6cc8974bab09d8e\
7ee564838182582007070707070707070707070707070707070707070707070707070707070707071a00040000fde9ce\
f8fbdbed61ae724e2f55ad7558a8b9dd2537678962ed5e8d45ba59fa60b39e669f3d3c7655f62e3b7d35e506f0c0511a\
db224a783b83e0e6ee195ddb0972e4b880e688b7e587bae58d81e4b8aae5b7a5";

#[test]
fn golden_bytes_of_version_1() {
    let (key, op) = signed();
    let hex: String = op.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, GOLDEN);
    assert_eq!(op.id().hex(), GOLDEN_ID);
    assert_eq!(op.bytes().len(), LEN);
    assert_eq!(op.verify(&key.public()), Ok(()));
}

const GOLDEN_ID: &str = "25192882561c8482ad1994c4d617d552d64fd2903b6c1e4c6744c7f64b9bfe26";
const LEN: usize = 320;

#[test]
fn conditions_of_a_header_one_by_one() {
    let key = SecretKey::from_seed(&[1; 32]);
    let cases: Vec<(&str, Box<dyn Fn(&mut Header)>, Refused)> = vec![
        ("another version", Box::new(|h| h.version = 2), Refused::Version),
        ("another suite", Box::new(|h| h.suite = 2), Refused::Suite),
        ("a later one without predecessor", Box::new(|h| h.prev = None), Refused::Chain),
        ("a first one with predecessor", Box::new(|h| h.seq = 0), Refused::Chain),
        ("too many deps", Box::new(|h| h.deps = (0..17).map(|n| OpId([n; 32])).collect()), Refused::TooLarge),
        ("a dep twice", Box::new(|h| h.deps = vec![OpId([1; 32]); 2]), Refused::Shape),
        (
            "too many chunks",
            Box::new(|h| h.blobs = vec![BlobRef { hash: Digest([7; 32]), len: 1 }; 65]),
            Refused::TooLarge,
        ),
        ("a clock beyond 48 bits", Box::new(|h| h.stamp.clock.ms = 1 << 48), Refused::Shape),
        ("an offset beyond the day", Box::new(|h| h.stamp.offset_min = -1081), Refused::Shape),
    ];
    for (what, bend, refused) in cases {
        let mut bent = header(&key);
        bend(&mut bent);
        assert_eq!(Op::sign(bent, &[0xf6], &key).err(), Some(refused), "{what}");
    }
}

#[test]
fn a_body_has_its_length_its_hash_and_its_form() {
    let (key, op) = signed();
    let mut longer = op.bytes().to_vec();
    longer.push(0);
    assert_eq!(Op::read(longer).err(), Some(Refused::Body));
    assert_eq!(Op::sign(header(&key), &[0x18, 0x01], &key).err(), Some(Refused::NotCanonical));
    let huge = crate::to_cbor(&crate::ByteVec::from(vec![0; crate::MAX_BODY]));
    assert_eq!(Op::sign(header(&key), &huge, &key).err(), Some(Refused::TooLarge));
    let other = SecretKey::from_seed(&[9; 32]);
    assert_eq!(op.verify(&other.public()), Err(Refused::Device));
    assert_ne!(DeviceId::default(), key.public().device());
}

#[test]
fn a_log_takes_the_next_and_names_the_rest() {
    let (_, op) = signed();
    let head = |height, id| Head { log: op.header().log(), height, id: OpId([id; 32]) };
    let cases = [
        (None, Link::Gap),
        (Some(head(2, 4)), Link::Gap),
        (Some(head(3, 4)), Link::Next),
        (Some(head(3, 5)), Link::Fork),
        (Some(head(4, 4)), Link::Taken),
    ];
    for (held, link) in cases {
        assert_eq!(Link::of(op.header(), held.as_ref()), link, "{held:?}");
    }
}

proptest! {
    /// N15: whatever single bit is turned, the operation is refused or its signature fails.
    #[test]
    fn any_turned_bit_is_found(at in 0usize..LEN * 8) {
        let (key, op) = signed();
        let mut bytes = op.bytes().to_vec();
        bytes[at / 8] ^= 1 << (at % 8);
        prop_assert!(Op::read(bytes).and_then(|op| op.verify(&key.public())).is_err());
    }

    #[test]
    fn every_cut_is_refused(len in 0usize..LEN) {
        prop_assert!(Op::read(signed().1.bytes()[..len].to_vec()).is_err());
    }

    /// N16: nothing makes it panic, and what is accepted is exactly what would be written.
    #[test]
    fn random_bytes_never_pass(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Op::read(bytes).is_err());
    }

    #[test]
    fn what_is_written_is_read(seq in 1u64..u64::MAX, dseq: u64, epoch: u32, kind: u16, ms in 0u64..1 << 48, words in ".*") {
        let key = SecretKey::from_seed(&[3; 32]);
        let mut written = header(&key);
        (written.seq, written.dseq, written.epoch, written.kind, written.stamp.clock.ms) = (seq, dseq, epoch, kind, ms);
        let op = Op::sign(written, &crate::to_cbor(&words), &key).unwrap();
        let read = Op::read(op.bytes().to_vec()).unwrap();
        prop_assert_eq!(&read, &op);
        prop_assert_eq!(crate::to_cbor(read.header()), &op.bytes()[..op.bytes().len() - 64 - op.body().len()]);
    }
}
