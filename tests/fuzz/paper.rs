//! What is scanned from paper or typed from it: slips, checkpoints, digests, base 64.

use crate::decoders::Decoder;
use oplog::{SecretKey, to_cbor};
use std::path::Path;
use sync::base64::Base64;
use sync::checkpoint;
use sync::printed::typed;
use sync::slip::{SignedSlip, Slip};

fn golden(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/sync").join(name)).unwrap()
}

/// All of them.
pub fn paper() -> Vec<Decoder> {
    // The key that signed the golden ones: what is bent is read as deep as it goes.
    let (key, words) =
        (SecretKey::from_seed(&[7; 32]), |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned());
    let public = key.public();
    let (link, note) = (golden("slip-1.txt").trim().to_owned(), golden("checkpoint-1.txt"));
    let signed = SignedSlip::read(&link).unwrap();
    let whole = to_cbor(&signed);
    let slip = signed.bytes.to_vec();
    let sample: Slip = oplog::from_cbor(&slip).unwrap();
    vec![
        Decoder::new(
            "link as scanned",
            vec![link.clone().into_bytes(), format!("http://a/#check/{link}").into()],
            {
                let (sample, public) = (sample.clone(), public);
                move |bytes| {
                    let read = SignedSlip::read(&words(bytes))?;
                    let opened = read.open(&public);
                    assert!(
                        opened.is_err() || opened == Ok(sample.clone()),
                        "only what was signed is opened"
                    );
                    assert!(SignedSlip::read(&read.text()) == Some(read));
                    None
                }
            },
        ),
        Decoder::new("slip with its signatures", vec![whole], move |bytes| {
            let read: SignedSlip = oplog::from_cbor(bytes).ok()?;
            drop(read.open(&public));
            Some(to_cbor(&read))
        }),
        // Signed whatever it says: the proof is looked at.
        Decoder::new("slip, signed", vec![slip], move |bytes| {
            let read: Slip = oplog::from_cbor(bytes).ok()?;
            let opened = read.sign(&key)?.open(&public);
            assert!(opened.is_err() || opened.as_ref() == Ok(&read));
            // In the tree of the sample nothing else stands at a place than what stands there.
            let place = |slip: &Slip| slip.minutes.as_ref().map(|minutes| (minutes.at, minutes.closing));
            let same = |one: &Slip| place(one).is_none_or(|(at, _)| at != 1) || place(one) == place(&sample);
            assert!(opened.is_err() || read.tree != sample.tree || same(&read));
            Some(to_cbor(&read))
        }),
        Decoder::new("checkpoint", vec![note.clone().into_bytes()], move |bytes| {
            let text = core::str::from_utf8(bytes).ok()?;
            let opened = checkpoint::open(text, &public).ok()?;
            assert!(
                note.starts_with(&checkpoint::text(&opened.origin, &opened.tree)),
                "only what was signed"
            );
            None
        }),
        Decoder::new("digest as typed", vec![b"3f2a 91c0 7788".to_vec()], move |bytes| {
            let digits = typed(&words(bytes))?;
            assert!(typed(&digits) == Some(digits));
            None
        }),
        Decoder::new("base 64 of links", vec![link.into_bytes()], |bytes| {
            Base64::Link
                .decode(core::str::from_utf8(bytes).ok()?)
                .map(|read| Base64::Link.encode(&read).into_bytes())
        }),
        Decoder::new(
            "base 64 of notes",
            vec![b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_vec()],
            |bytes| {
                Base64::Note
                    .decode(core::str::from_utf8(bytes).ok()?)
                    .map(|read| Base64::Note.encode(&read).into_bytes())
            },
        ),
    ]
}
