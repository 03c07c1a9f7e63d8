//! A new phone for an old one: the three signatures, and a file that opens with its code and no other.

use crate::moving::{HandOver, MoveCode, Moved, Moving, NotOpened, open, seal};
use crate::wire_tests::samples;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use oplog::bundle::{Bundle, Index, Kind, Pack};
use oplog::{DeviceId, Refused, SecretKey, TownshipId, to_cbor};
use proptest::prelude::*;

fn sealing(key: &[u8; 32], nonce: [u8; 12], plain: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key)).encrypt(&Nonce::from(nonce), plain).ok()
}

fn opening(key: &[u8; 32], nonce: [u8; 12], sealed: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key)).decrypt(&Nonce::from(nonce), sealed).ok()
}

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&[seed; 32])
}

fn signed(by: &SecretKey, message: &[u8]) -> oplog::Signature {
    let zero = message.iter().position(|byte| *byte == 0).unwrap();
    let (context, rest) = message.split_at(zero);
    by.sign(core::str::from_utf8(context).unwrap(), rest.get(1..).unwrap())
}

fn moving(old: &SecretKey, heir: &SecretKey, new: &SecretKey) -> Moving {
    let (township, device) = (TownshipId([1; 16]), old.public().device());
    let mut word = HandOver { township, old: device, heir: heir.public(), at_ms: 5, signature: [0; 64] };
    word.signature = signed(old, &word.to_sign());
    let mut moving = Moving::of(word, heir, new.public(), "Redmi".into());
    moving.by_new = signed(new, &moving.to_sign());
    moving
}

/// Seen to fail: the heir's signature not verified.
#[test]
fn the_word_of_the_old_phone_serves_its_heir_alone() {
    let (old, heir, new, thief) = (key(1), key(2), key(3), key(4));
    let good = moving(&old, &heir, &new);
    assert_eq!(good.verify(&old.public()), Ok(()));
    assert_eq!(good.verify(&thief.public()), Err(Refused::Device));
    // Whoever overhears it has neither the heir's key nor the new phone's.
    let mut stolen = Moving { key: thief.public(), ..good.clone() };
    stolen.by_new = signed(&thief, &stolen.to_sign());
    assert_eq!(stolen.verify(&old.public()), Err(Refused::Signature));
    let other = Moving { label: "Huawei".into(), ..good.clone() };
    assert_eq!(other.verify(&old.public()), Err(Refused::Signature));
    let mut elsewhere = good;
    elsewhere.hand_over.township = TownshipId([2; 16]);
    assert_eq!(elsewhere.verify(&old.public()), Err(Refused::Signature));
}

fn file(moved: &Moved, packer: DeviceId) -> Vec<u8> {
    let township = moved.hand_over.township;
    let index =
        Index { township, packer, packed_ms: 5, heads: vec![], frames: 1, ephemeral: None, name: None };
    let mut pack = Pack::new(&index);
    pack.add(Kind::Moved, &to_cbor(moved));
    pack.signed_by(&key(1))
}

#[test]
fn what_does_not_fit_together_is_no_move() {
    let (old, heir, township) = (key(1), [2; 32], key(9).public());
    let device = old.public().device();
    let hand_over = HandOver {
        township: township.device().into(),
        old: device,
        heir: SecretKey::from_seed(&heir).public(),
        ..samples::hand_over()
    };
    let good = Moved { hand_over, heir, township, ..samples::moved() };
    let read = |moved: &Moved, packer| {
        let bytes = file(moved, packer);
        Moved::of(&Bundle::read(&bytes).unwrap())
    };
    assert_eq!(read(&good, device).as_ref(), Ok(&good));
    assert_eq!(read(&good, DeviceId([7; 16])), Err(Refused::Key), "packed by somebody else");
    assert_eq!(read(&Moved { heir: [3; 32], ..good.clone() }, device), Err(Refused::Key));
    assert_eq!(read(&Moved { township: key(8).public(), ..good.clone() }, device), Err(Refused::Township));
    let bundle = file(&good, device);
    let torn = Bundle::read(bundle.get(..bundle.len() - 120).unwrap()).unwrap();
    assert!(torn.verify(&old.public()).is_err());
}

proptest! {
    #[test]
    fn a_file_opens_with_its_code_and_no_other(
        bytes in prop::collection::vec(any::<u8>(), 0..200_000), code: [u8; 10], salt: [u8; 16], at: prop::sample::Index, bit in 0usize..8,
    ) {
        let code = MoveCode(code);
        let sealed = seal(&bytes, &code, &salt, &sealing).unwrap();
        let typed = MoveCode::parse(&code.text().to_lowercase().replace('-', " ").replace('0', "o"));
        prop_assert!(typed == Some(code));
        prop_assert_eq!(open(&sealed, &code, &opening), Ok(bytes.clone()));
        let mut other = code;
        other.0[at.index(10)] ^= 1 << bit;
        let wrong = open(&sealed, &other, &opening);
        prop_assert!(bytes.is_empty() || wrong == Err(NotOpened::Code));
        let mut bent = sealed.clone();
        let place = at.index(bent.len());
        bent[place] ^= 1 << bit;
        prop_assert!(bytes.is_empty() || open(&bent, &code, &opening).is_err());
        // Cut between two pieces it opens as far as it goes; the bundle inside misses its end and says so.
        if let Ok(part) = open(&sealed[..place], &code, &opening) {
            prop_assert!(bytes.starts_with(&part));
        }
    }

    #[test]
    fn any_bytes_are_opened_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let with_magic = [b"SHOUYI\x02\n".as_slice(), &bytes].concat();
        drop(open(&bytes, &MoveCode([1; 10]), &opening));
        drop(open(&with_magic, &MoveCode([1; 10]), &opening));
        prop_assert!(MoveCode::parse(&String::from_utf8_lossy(&bytes)).is_none_or(|code| !code.text().is_empty()));
    }
}

/// Seen to fail: every piece sealed with the nonce of the first.
#[test]
fn pieces_do_not_change_places() {
    let (code, salt) = (MoveCode([5; 10]), [6; 16]);
    let sealed = seal(&vec![7; 65536 * 2], &code, &salt, &sealing).unwrap();
    let (head, pieces) = sealed.split_at(24);
    let (first, second) = pieces.split_at(pieces.len() / 2);
    assert_eq!(open(&[head, second, first].concat(), &code, &opening), Err(NotOpened::Code));
    assert!(MoveCode::parse("XXXX").is_none() && MoveCode::parse(&"0".repeat(17)).is_none());
}
