//! N16: every decoder is fed with golden bytes that were bent, as bytes and as a tree. Nothing makes it panic, what it
//! takes for good is exactly what it would write, and it asks for no more memory than the bytes are worth.
//!
//! Seen to fail: `from_cbor` without writing again what it read, in messages, bodies, bundles and operations alike.
//!
//! `FUZZ_CASES` says how often each decoder is fed; a person may leave it running overnight.

mod bend;
mod cbor;
mod decoders;
mod heap;
mod paper;

use decoders::Decoder;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

const CASES: u32 = 20_000;
/// What a decoder may hold at most: so many bytes for each byte that it reads, and a little to begin with.
const PER_BYTE: usize = 256;
const TO_BEGIN: usize = 64 * 1024;

fn cases() -> u32 {
    std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

/// Feeds a decoder; tells how many inputs that are no sample it took for good.
fn feed(decoder: &Decoder) -> u32 {
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let taken = Cell::new(0);
    let ended = TestRunner::new(config).run(&bend::bends(), |(which, bends)| {
        let bytes = bend::bent(&decoder.samples, which, &bends);
        let (again, most) = heap::most(|| (decoder.read)(&bytes));
        prop_assert!(most <= TO_BEGIN + PER_BYTE * bytes.len(), "{most} bytes held for {}", bytes.len());
        if let Some(again) = again {
            taken.set(taken.get() + u32::from(!decoder.samples.contains(&bytes)));
            prop_assert_eq!(again, bytes);
        }
        Ok(())
    });
    match ended {
        Ok(()) => taken.get(),
        Err(error) => panic!("{}: {error}", decoder.name),
    }
}

/// Feeds all of them. Those that are `deep` must have been met behind their first byte, or the test proves nothing.
fn feed_all(decoders: &[Decoder], deep: bool) {
    let mut taken = 0;
    for decoder in decoders {
        taken += feed(decoder);
    }
    assert!(
        !deep || taken as usize >= decoders.len() * cases() as usize / 100,
        "only {taken} bent inputs were taken"
    );
}

#[test]
fn messages_of_the_wire() {
    feed_all(&decoders::messages(), true);
}

#[test]
fn bodies_of_every_kind() {
    feed_all(&decoders::bodies(), true);
}

#[test]
fn operations() {
    feed_all(&decoders::operations(), true);
}

#[test]
fn bundles() {
    feed_all(&decoders::bundles(), false);
}

#[test]
fn what_a_camera_sees() {
    feed_all(&decoders::frames(), false);
}

#[test]
fn what_is_typed_and_what_is_stored() {
    feed_all(&decoders::others(), false);
}

/// Seen to fail: without looking at the bits left over in base 64.
#[test]
fn what_is_on_paper() {
    feed_all(&paper::paper(), true);
}

/// A length of two gigabytes, so many items, so deep: nothing is reserved for what is only promised.
#[test]
fn promises_cost_nothing() {
    let all = [decoders::messages(), decoders::bodies(), decoders::operations(), decoders::bundles()];
    for decoder in all.iter().flatten() {
        for major in 2..6u8 {
            for len in [1 << 16, 1 << 31, u64::MAX] {
                let mut bytes = Vec::new();
                cbor::head(&mut bytes, major, len);
                let (read, most) = heap::most(|| (decoder.read)(&bytes));
                assert!(read.is_none() && most < TO_BEGIN, "{}: {most}", decoder.name);
            }
        }
    }
}
