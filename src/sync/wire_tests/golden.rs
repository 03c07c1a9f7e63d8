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

/// Every shape by name: its sample, and how it is read.
fn shapes() -> Vec<(&'static str, Vec<u8>, Same)> {
    macro_rules! shapes {
        ($($shape:ident: $sample:expr;)*) => {
            vec![$({
                fn same(bytes: &[u8]) -> Result<bool, Refused> {
                    let sample = $sample;
                    let read = from_cbor(bytes)?;
                    Ok(sample == read && to_cbor(&read) == bytes)
                }
                (stringify!($shape), to_cbor(&$sample), same as Same)
            }),*]
        };
    }
    shapes! {
        Generation: samples::GENERATION;
        Verb: Verb::Pull;
        Envelope: samples::envelope();
        ScopeState: samples::scope_state();
        Hello: samples::hello();
        Verdict: Verdict::NotGranted;
        Want: samples::want();
        Forked: samples::forked();
        Answer: samples::answer();
        Push: samples::push();
        Aside: samples::aside();
        Pushed: samples::pushed();
        Deliver: samples::deliver();
        Carried: samples::carried();
        Pull: samples::pull();
        Page: samples::page();
        Retry: Retry::NextSession;
        Failure: samples::failure();
        ReceivedHead: samples::received();
        Receipt: samples::receipt();
        SignedReceipt: samples::signed_receipt();
        TreeHead: samples::tree();
        Code: samples::CODE;
        Claim: samples::claim();
        Claimed: samples::claimed();
        ClaimState: ClaimState::Expired;
        ClaimAnswer: samples::claim_answer();
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
    for (name, written, same) in shapes() {
        let path = folder().join(format!("{name}-1.hex"));
        let golden = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{name} has no golden bytes; these are its: {}", hex(&written)));
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
        include_str!("../tree.rs"),
    ];
    let declared = sources.iter().flat_map(|source| source.lines()).filter_map(|line| {
        let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
        name.split(|sign: char| !sign.is_alphanumeric()).next()
    });
    // What is wrong with a code as typed never travels.
    let declared: BTreeSet<String> = declared.filter(|name| *name != "CodeSlip").map(str::to_owned).collect();
    let known: BTreeSet<String> = shapes().iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(declared, known);
    let files = std::fs::read_dir(folder()).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .map(|name| name.split('-').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(files, known);
}
