//! Everything that reads foreign bytes, each with samples to begin from.

use domain::authority::standing;
use domain::fold::{self, Places};
use domain::story::{Township, Writer, scope};
use domain::{Body, Kind};
use oplog::bundle::Bundle;
use oplog::{Decode, Digest, Encode, MatterId, Op, Scope, SecretKey, from_cbor, message_from_cbor, to_cbor};
use std::path::{Path, PathBuf};
use sync::enrol::Code;
use sync::fountain::{Basin, Fountain};
use sync::invite::Invite;
use sync::receipt::SignedReceipt;
use township::merkle::Tree;

/// Reads bytes; gives what it would write of that which it took for good.
type Reads = Box<dyn Fn(&[u8]) -> Option<Vec<u8>>>;

/// Something that reads foreign bytes.
pub struct Decoder {
    pub name: String,
    pub samples: Vec<Vec<u8>>,
    pub read: Reads,
}

impl Decoder {
    pub fn new(name: &str, samples: Vec<Vec<u8>>, read: impl Fn(&[u8]) -> Option<Vec<u8>> + 'static) -> Self {
        Self { name: name.to_owned(), samples, read: Box::new(read) }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let hex = hex.trim();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The golden files of a room, by name.
fn golden(room: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src").join(room).join("golden");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let name = |file: &Path| file.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|file| (name(file), bytes(&std::fs::read_to_string(file).unwrap()))).collect()
}

/// A message: what another version added is passed over, and what is left is read again as the same.
fn message<T>(bytes: &[u8]) -> Option<Vec<u8>>
where
    T: Decode + Encode + PartialEq,
{
    let (strict, of_any) = (from_cbor::<T>(bytes).ok(), message_from_cbor::<T>(bytes).ok());
    if let Some(read) = &of_any {
        assert!(
            message_from_cbor::<T>(&to_cbor(read)).as_ref() == Ok(read),
            "what was read is written and read"
        );
    }
    assert!(strict.is_none() || strict == of_any, "both readings agree");
    strict.map(|read| to_cbor(&read))
}

/// All messages of the wire, and all other shapes that have golden bytes in `sync`.
pub fn messages() -> Vec<Decoder> {
    use sync::carried::{Carried, Held};
    use sync::enrol::{Assumed, Claim, ClaimAnswer, ClaimState, Claimed, Enrolment, Former, Roles};
    use sync::invite::{Alone, Invite};
    use sync::message::*;
    use sync::moving::{HalfTyped, HandOver, Moved, Moving};
    use sync::pin::{Before, LockRow, Stretch, Tries};
    use sync::receipt::{Receipt, ReceivedHead};
    use sync::tree::TreeHead;
    macro_rules! reads {
        ($($shape:ident)*) => {
            |name: &str| -> Option<fn(&[u8]) -> Option<Vec<u8>>> {
                match name { $(stringify!($shape) => Some(message::<$shape>),)* _ => None }
            }
        };
    }
    let reader = reads! {
        Generation Verb Envelope ScopeState Hello Verdict Want Forked Answer Push Aside Pushed Pull Page Retry
        Failure ReceivedHead Receipt SignedReceipt TreeHead Code Claim Claimed ClaimState ClaimAnswer
        Deliver Carried Stretch Tries Before LockRow Invite Alone Former Assumed Roles Enrolment HandOver Moving Moved
        HalfTyped Held
    };
    let files = golden("sync").into_iter();
    files
        .map(|(file, sample)| {
            let name = file.split('-').next().unwrap_or_default();
            let read = reader(name).unwrap_or_else(|| panic!("{name} is not read here"));
            Decoder::new(&file, vec![sample], read)
        })
        .collect()
}

/// The bodies of all kinds.
pub fn bodies() -> Vec<Decoder> {
    let samples: Vec<(String, Vec<u8>)> =
        golden("domain").into_iter().filter(|(name, _)| name.starts_with("body-")).collect();
    let all: Vec<Vec<u8>> = samples.iter().map(|(_, sample)| sample.clone()).collect();
    let decoder = |(name, sample): (String, Vec<u8>)| {
        let number: u16 = name.split('-').nth(1).unwrap().parse().unwrap();
        let schema = Kind::from_number(number).unwrap().schema();
        // Its own sample mostly, and those of the others to be crossed with.
        let samples = [vec![sample; all.len()], all.clone()].concat();
        Decoder::new(&name, samples, move |bytes| {
            Body::decode(number, schema, bytes).ok().flatten().map(|body| body.encode())
        })
    };
    samples.into_iter().map(decoder).collect()
}

/// A place, a recorder, and one operation of every kind, as if all of it were in one matter.
fn village() -> (Places, MatterId, Vec<Op>) {
    let place = scope("532301104201001");
    let mut township = Township::new(1);
    let mut recorder = township.recorder(place, 2, "普红梅");
    let bodies: Vec<(u16, Vec<u8>)> = golden("domain")
        .into_iter()
        .filter_map(|(name, sample)| {
            let number = name.strip_prefix("body-")?.split('-').next()?.parse().ok()?;
            Some((number, sample))
        })
        .collect();
    let raised = bodies.iter().find(|(number, _)| *number == Kind::MatterRaised.number()).unwrap();
    let raising = recorder.append_bytes(place, None, &[], (raised.0, 1), &raised.1);
    let matter = raising.id().raised_matter();
    let mut ops = vec![raising];
    for (number, body) in &bodies {
        let before = ops.last().map(Op::id).unwrap();
        ops.push(recorder.append_bytes(place, Some(matter), &[before], (*number, 1), body));
    }
    (township.places(), matter, ops)
}

/// Whole operations; headers that are signed whatever they say; bodies that are signed whatever they are.
pub fn operations() -> Vec<Decoder> {
    let (places, matter, ops) = village();
    let whole: Vec<Vec<u8>> = ops.iter().map(|op| op.bytes().to_vec()).collect();
    let samples_of_bodies: Vec<Vec<u8>> = ops.iter().map(|op| op.body().to_vec()).collect();
    // All with one body, so that the hash in the header is right.
    let (body, key) = (to_cbor(&"一户出十个工"), SecretKey::from_seed(&[2; 32]));
    let mut writer = Writer::new(2, ops[0].header().township);
    let headers = (0..4).map(|at| {
        let deps: Vec<_> = ops.iter().take(at).map(Op::id).collect();
        to_cbor(writer.append_bytes(ops[0].header().scope, Some(matter), &deps, (21, 1), &body).header())
    });
    let headers: Vec<Vec<u8>> = headers.collect();
    let seed = ops[0].clone();
    let public = key.public();
    vec![
        Decoder::new("operation", whole, |bytes| Op::read(bytes.to_vec()).ok().map(Op::into_bytes)),
        Decoder::new("header, signed", headers, move |header| {
            let signature = key.sign("shouyi/op/1", header);
            let op = Op::assemble(header, &signature, &body).ok()?;
            assert!(op.header().device != public.device() || op.verify(&public).is_ok());
            Some(to_cbor(op.header()))
        }),
        Decoder::new("body, signed", samples_of_bodies, move |body| {
            let mut writer = Writer::new(2, seed.header().township);
            let mut read = None;
            for kind in Kind::ALL {
                let shape = (kind.number(), kind.schema());
                if oplog::canonical(body).is_err() {
                    return None;
                }
                let op = writer.append_bytes(seed.header().scope, Some(matter), &[seed.id()], shape, body);
                // Whatever it says, it has a standing, and the matter can be shown with it.
                let known = standing(&places, &op);
                let view = fold::matter([&seed, &op], &places);
                assert!(view.is_some_and(|view| view.ops == 2), "{known:?}");
                read = Op::read(op.into_bytes()).ok().map(|op| op.body().to_vec());
            }
            read
        }),
    ]
}

fn frame(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let content = [&[kind], bytes].concat();
    let check = Digest::of(&content).0;
    [&(content.len() as u32).to_be_bytes(), &check[..4], &content].concat()
}

/// What a camera sees: frames of a series of two parts, the second of them bent as anybody may bend it, before the first.
pub fn frames() -> Vec<Decoder> {
    let files: Vec<Vec<u8>> = golden("oplog").into_iter().map(|(_, bytes)| bytes).take(2).collect();
    let mut fountain = Fountain::new(files).unwrap();
    let samples: Vec<Vec<u8>> = (0..8).map(|_| fountain.frame()).collect();
    let first = fountain.frame();
    vec![Decoder::new("frame", samples, move |frame| {
        let mut basin = Basin::default();
        basin.take(frame);
        basin.take(&first);
        assert!(basin.progress().percent <= 100);
        basin.pour();
        None
    })]
}

/// Bundles as files, and their index and receipts with the frames' checks made right.
pub fn bundles() -> Vec<Decoder> {
    let files: Vec<Vec<u8>> = golden("oplog").into_iter().map(|(_, bytes)| bytes).collect();
    let index = Bundle::read(&files[0]).map(|bundle| to_cbor(&bundle.index)).unwrap();
    let op = village().2[0].bytes().to_vec();
    let key = SecretKey::from_seed(&[5; 32]);
    let receipt = golden("sync").into_iter().find(|(name, _)| name == "Receipt-1").unwrap().1;
    vec![
        Decoder::new("bundle", files, |bytes| {
            let bundle = Bundle::read(bytes).ok()?;
            for (_, frame) in &bundle.frames {
                drop(Op::read(frame.to_vec()));
            }
            None
        }),
        Decoder::new("bundle's index", vec![index], move |index| {
            let file =
                [b"SHOUYI\x01\n".to_vec(), frame(0, index), frame(1, &op), frame(255, &[0; 64])].concat();
            let bundle = Bundle::read(&file).ok()?;
            assert_eq!(bundle.frames.len(), 1);
            message::<oplog::bundle::Index>(index)
        }),
        Decoder::new("receipt, signed", vec![receipt], move |bytes| {
            let signature = key.sign("shouyi/receipt/1", bytes);
            let signed = SignedReceipt { bytes: bytes.to_vec().into(), signature };
            drop(signed.open(&key.public()));
            None
        }),
    ]
}

/// What is no CBOR: codes and names as typed, the tree as stored.
pub fn others() -> Vec<Decoder> {
    let typed = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut tree = Tree::default();
    let trees = (0..9u8).map(|at| {
        tree.push(&oplog::OpId([at; 32]));
        tree.to_bytes()
    });
    let trees = trees.collect();
    let codes = vec![Code([7; 16]).text().into_bytes(), Code([0xff; 16]).text().to_lowercase().into_bytes()];
    let link = include_str!("../../src/sync/invite-1.txt").trim().as_bytes().to_vec();
    let links = vec![link, Code([7; 16]).text().into_bytes(), b"2.AAAA".to_vec()];
    let places =
        ["532301104", "532301104201", "532301104201001"].map(|code| code.as_bytes().to_vec()).to_vec();
    vec![
        Decoder::new("code as typed", codes, move |bytes| {
            let code = Code::parse(&typed(bytes)).ok()?;
            assert!(Code::parse(&code.text()) == Ok(code));
            None
        }),
        Decoder::new("link of a code", links, |bytes| {
            let text = core::str::from_utf8(bytes).ok()?;
            Invite::parse(text)?.ok().map(|invite| invite.text().into_bytes())
        }),
        Decoder::new("region code", places, move |bytes| {
            let text = core::str::from_utf8(bytes).ok()?;
            Scope::parse(text).ok().map(|scope| scope.as_str().as_bytes().to_vec())
        }),
        Decoder::new("tree as stored", trees, |bytes| Tree::from_bytes(bytes).map(|tree| tree.to_bytes())),
        Decoder::new(
            "deterministic CBOR",
            golden("sync").into_iter().map(|(_, bytes)| bytes).collect(),
            |bytes| oplog::canonical(bytes).ok().map(|()| bytes.to_vec()),
        ),
    ]
}
