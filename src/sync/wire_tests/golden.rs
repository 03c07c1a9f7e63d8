//! The bytes of every message, for ever: files are only ever added. A shape without a file fails the test, and so does a
//! file without a shape.

use super::samples;
use crate::enrol::ClaimState;
use crate::message::{Retry, Verb, Verdict};
use oplog::{Refused, from_cbor, to_cbor};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Writes a shape, and tells whether bytes are read as it and written back the same.
type Same = fn(&[u8]) -> Result<bool, Refused>;

/// Every shape by name and version: its sample, and how it is read.
fn shapes() -> Vec<(&'static str, u8, Vec<u8>, Same)> {
    macro_rules! shapes {
        ($($shape:ident $version:literal: $sample:expr;)*) => {
            vec![$({
                fn same(bytes: &[u8]) -> Result<bool, Refused> {
                    let sample = $sample;
                    let read = from_cbor(bytes)?;
                    Ok(sample == read && to_cbor(&read) == bytes)
                }
                (stringify!($shape), $version, to_cbor(&$sample), same as Same)
            }),*]
        };
    }
    shapes! {
        Generation 1: samples::GENERATION;
        Verb 1: Verb::Pull;
        Envelope 1: samples::envelope();
        ScopeState 1: samples::scope_state();
        Hello 1: samples::hello();
        Hello 2: samples::hello_with_proof();
        Verdict 1: Verdict::NotGranted;
        Want 1: samples::want();
        Forked 1: samples::forked();
        Answer 1: samples::answer();
        Answer 2: samples::answer_that_tells();
        Push 1: samples::push();
        Aside 1: samples::aside();
        Pushed 1: samples::pushed();
        Pushed 2: samples::pushed_that_tells();
        Deliver 1: samples::deliver();
        Carried 1: samples::carried();
        Carried 2: samples::carried_that_tells();
        Pull 1: samples::pull();
        Page 1: samples::page();
        Retry 1: Retry::NextSession;
        Failure 1: samples::failure();
        ReceivedHead 1: samples::received();
        Receipt 1: samples::receipt();
        SignedReceipt 1: samples::signed_receipt();
        TreeHead 1: samples::tree();
        Code 1: samples::CODE;
        Claim 1: samples::claim();
        Claimed 1: samples::claimed();
        ClaimState 1: ClaimState::Expired;
        ClaimAnswer 1: samples::claim_answer();
        ClaimAnswer 2: samples::claim_answer_with_former();
        Former 1: samples::former();
        HandOver 1: samples::hand_over();
        Moving 1: samples::moving();
        Roles 1: samples::roles();
        Assumed 1: samples::assumed();
        Enrolment 1: samples::enrolment();
        HalfTyped 1: samples::half_typed();
        Moved 1: samples::moved();
        Held 1: samples::held();
        Stretch 1: samples::STRETCH;
        Tries 1: samples::TRIES;
        Before 1: samples::before();
        LockRow 1: samples::lock();
        Invite 1: samples::invite();
        Alone 1: samples::alone();
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let hex = hex.trim();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Seen to fail: fields 2 and 3 of `Page` exchanged.
#[test]
fn every_message_is_written_and_read_as_it_always_was() {
    for (name, version, written, same) in shapes() {
        let path = folder().join(format!("{name}-{version}.hex"));
        let golden = std::fs::read_to_string(&path).unwrap_or_else(|_| {
            panic!("{name} {version} has no golden bytes; these are its: {}", hex(&written))
        });
        assert_eq!(hex(&written), golden.trim(), "{name} is written differently");
        let golden = bytes(&golden);
        assert_eq!(same(&golden), Ok(true), "{name} is read differently");
        // Cut off anywhere, it is nothing.
        assert!((0..golden.len()).all(|len| same(&golden[..len]).is_err()), "{name} is read in part");
    }
}

/// The shapes that the sources declare are those that have golden bytes; none is forgotten.
#[test]
fn no_shape_and_no_golden_file_stands_alone() {
    let sources = [
        include_str!("../message.rs"),
        include_str!("../carried.rs"),
        include_str!("../receipt.rs"),
        include_str!("../enrol.rs"),
        include_str!("../moving.rs"),
        include_str!("../invite.rs"),
        include_str!("../tree.rs"),
        include_str!("../pin.rs"),
    ];
    let declared = sources.iter().flat_map(|source| source.lines()).filter_map(|line| {
        let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
        name.split(|sign: char| !sign.is_alphanumeric()).next()
    });
    // Neither what is wrong with a code, a PIN or a file ever travels, nor the code of a file.
    let declared: BTreeSet<String> = declared
        .filter(|name| !(name.ends_with("Slip") || matches!(*name, "MoveCode" | "NotOpened" | "Bent")))
        .map(str::to_owned)
        .collect();
    let known: BTreeSet<String> = shapes().iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(declared, known);
    let files = std::fs::read_dir(folder()).unwrap();
    let files: BTreeSet<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let named: BTreeSet<String> =
        shapes().iter().map(|(name, version, ..)| format!("{name}-{version}.hex")).collect();
    assert_eq!(files, named);
}
