//! Records that somebody carries: sealed for the township, brought by another phone or to the desk, and their receipts on
//! the way back.

use crate::desk::signed_in;
use crate::town::{LOWER, Phone, Reply, Town, UPPER};
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use domain::authority::Role;
use oplog::bundle::{Bundle, Index, Kind, Pack, to_seal};
use oplog::seal::{Sealing, nonce};
use oplog::{Head, Op, from_cbor, to_cbor};
use sync::base64::Base64;
use sync::carried::BUNDLE_TYPE;
use sync::desk::Brought;
use sync::message::{Deliver, Pushed, Verb};
use sync::receipt::{Receipt, SignedReceipt};
use township::archive::read;

/// A bundle as a phone packs it: sealed, or readable.
fn packed(town: &Town, phone: &Phone, ops: &[Op], sealed: bool) -> Vec<u8> {
    let township = town.hub.shared.identity.public();
    let sealing = Sealing::for_township(&township, &[9; 32]).unwrap();
    let head = ops.last().map(|op| Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() });
    let mut pack = Pack::new(&Index {
        township: town.township(),
        packer: phone.device(),
        packed_ms: 5,
        heads: head.into_iter().collect(),
        frames: 1,
        ephemeral: sealed.then_some(sealing.ephemeral),
        name: None,
    });
    if sealed {
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(sealing.key));
        for (number, piece) in (0..).zip(to_seal(ops.iter().map(Op::bytes))) {
            pack.add(Kind::Sealed, &cipher.encrypt(&Nonce::from(nonce(number)), &*piece).unwrap());
        }
    } else {
        ops.iter().for_each(|op| pack.add(Kind::Operation, op.bytes()));
    }
    pack.signed_by(&phone.key)
}

fn deliver(bundle: &Bundle<'_>) -> Deliver {
    let frames = bundle.of(Kind::Sealed).map(|frame| frame.to_vec().into()).collect();
    Deliver { ephemeral: bundle.index.ephemeral.unwrap(), from: 0, frames }
}

fn pushed(town: &Town, reply: &Reply) -> (Pushed, Receipt) {
    assert_eq!(reply.status, 200, "{:?}", reply.failure());
    let pushed: Pushed = from_cbor(&reply.body).unwrap();
    let receipt = pushed.receipt.open(&town.hub.shared.identity.public()).unwrap();
    (pushed, receipt)
}

fn held(town: &Town, op: &Op) -> bool {
    read(&*town.hub.archive, |view| view.position(op.id())).unwrap().is_some()
}

/// Long enough that they are sealed in several pieces.
fn records(phone: &mut Phone) -> Vec<Op> {
    let long = "大伙说路要修".repeat(3_000);
    (0..12).map(|at| phone.raise(UPPER, &format!("{at}{long}"))).collect()
}

/// Seen to fail: with every piece opened under the nonce of the first.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_of_another_place_brings_what_only_the_township_can_open() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let mut carrier = town.phone(8, LOWER, Role::Recorder).await;
    let ops = records(&mut phone);
    let file = packed(&town, &phone, &ops, true);
    assert!(!file.windows(18).any(|part| part == "大伙说路要".as_bytes().get(..18).unwrap_or(b"-")));
    let bundle = Bundle::read(&file).unwrap();
    let message = deliver(&bundle);
    assert!(message.frames.len() > 2, "several pieces");
    let (got, receipt) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&message)).await);
    assert_eq!((got.aside, receipt.heads[0].head), (vec![], bundle.index.heads[0]));
    assert!(ops.iter().all(|op| held(&town, op)));
    // The same once more, from the middle on, and once more by the packer himself: nothing is doubled.
    let size = town.hub.shared.tree().0;
    let rest = Deliver { from: 2, frames: message.frames[2..].to_vec(), ..message.clone() };
    let (again, receipt) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&rest)).await);
    assert_eq!((again.aside, receipt.heads[0].head), (vec![], bundle.index.heads[0]));
    let (own, _) = phone.push(&town, &crate::town::bytes(&ops)).await;
    assert_eq!((own.aside, town.hub.shared.tree().0), (vec![], size));
}

/// Seen to fail: with a piece that does not open passed over in silence.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_open_is_kept_aside_and_delays_nothing() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let mut carrier = town.phone(8, LOWER, Role::Recorder).await;
    let ops = records(&mut phone);
    let file = packed(&town, &phone, &ops, true);
    let good = deliver(&Bundle::read(&file).unwrap());
    let mut bent = good.clone();
    let mut first: Vec<u8> = bent.frames[0].clone().into();
    first[5] ^= 1;
    bent.frames[0] = first.into();
    let (got, receipt) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&bent)).await);
    let codes: Vec<&str> = got.aside.iter().map(|aside| aside.code.as_str()).collect();
    // What stands behind the piece that is missing waits for it.
    assert_eq!(codes.iter().filter(|code| **code == "op.sealed").count(), 1);
    assert!(codes.iter().all(|code| ["op.sealed", "log.gap"].contains(code)), "{codes:?}");
    assert_eq!(receipt.heads, []);
    // Frames of another bundle, or in another order, are no frames of this one.
    let moved = Deliver { from: 1, ..good.clone() };
    let (got, _) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&moved)).await);
    assert!(got.aside.iter().all(|aside| aside.code == "op.sealed"));
    let other = Deliver { ephemeral: [9; 32], ..good.clone() };
    let (got, _) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&other)).await);
    assert!(got.aside.iter().all(|aside| aside.code == "op.sealed"));
    let none = Deliver { ephemeral: [0; 32], ..good.clone() };
    let reply = carrier.ask(&town, Verb::Deliver, to_cbor(&none)).await;
    assert_eq!(reply.refused(), (400, "body.shape".into()));
    // A good one goes through all the same, and what waited joins.
    let (got, receipt) = pushed(&town, &carrier.ask(&town, Verb::Deliver, to_cbor(&good)).await);
    assert_eq!((got.aside, receipt.heads.len()), (vec![], 1));
    assert!(ops.iter().all(|op| held(&town, op)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_brought_to_the_desk_gives_its_receipts_along() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let ops = records(&mut phone);
    let desk = signed_in(&town).await;
    for sealed in [true, false] {
        let file = packed(&town, &phone, &ops, sealed);
        let brought: Brought = desk.file("carried", BUNDLE_TYPE, file.clone()).await.json();
        assert_eq!((brought.packer.as_str(), brought.packed_ms, brought.ops), ("普红梅", 5, 12));
        assert_eq!((brought.new, brought.torn, brought.aside), (sealed, false, vec![]), "new once");
        let back = Base64::Note.decode(&brought.receipts.unwrap()).unwrap();
        let back = Bundle::read(&back).unwrap();
        back.verify(&town.hub.shared.identity.public()).unwrap();
        let receipts: Vec<SignedReceipt> =
            back.of(Kind::Receipt).map(|bytes| from_cbor(bytes).unwrap()).collect();
        let receipt = receipts[0].open(&town.hub.shared.identity.public()).unwrap();
        assert_eq!(receipt.heads[0].head, Bundle::read(&file).unwrap().index.heads[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_whole_bundle_is_named() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let desk = signed_in(&town).await;
    let ops = records(&mut phone);
    let file = packed(&town, &phone, &ops, true);
    let refused = async |kind: &str, bytes: Vec<u8>| {
        let reply = desk.file("carried", kind, bytes).await;
        (reply.status.as_u16(), reply.json::<sync::desk::Refusal>().code)
    };
    assert_eq!(refused(BUNDLE_TYPE, b"PK\x03\x04".to_vec()).await, (400, "bundle.shape".into()));
    assert_eq!(refused(BUNDLE_TYPE, file[..20].to_vec()).await, (400, "bundle.torn".into()));
    assert_eq!(refused("text/plain", file.clone()).await, (415, "body.type".into()));
    let other = Town::new();
    let theirs = packed(&other, &phone, &ops, true);
    assert_eq!(refused(BUNDLE_TYPE, theirs).await, (421, "sync.other-township".into()));
    // Torn in the second piece: the first is whole, and what it holds is received.
    let first = Bundle::read(&file).unwrap().of(Kind::Sealed).next().unwrap().len();
    let at = file.windows(4).position(|four| four == (first as u32 + 1).to_be_bytes()).unwrap();
    let torn: Brought = desk.file("carried", BUNDLE_TYPE, file[..at + first + 20].to_vec()).await.json();
    assert!(torn.torn && torn.new && torn.ops > 0 && torn.ops < 12, "{torn:?}");
    assert!(torn.receipts.is_some());
    // Nobody brings anything without being signed in.
    let reply = town.post("/desk/api/carried", file).await;
    assert!(reply.status.is_client_error());
}
