//! Two phones beside each other: only what is missing passes over, to whom it may, and what came stays.

use super::carry::{self, Brought, CarryError};
use super::carry_tests::{Turned, delivered};
use super::nearby::{Missing, Packer, pack_held, pack_missing};
use super::paper::Paper;
use super::tests::{Key, Phone, at_once};
use crate::contract::Pencil;
use crate::memory::MemoryStore;
use oplog::Refused;
use oplog::bundle::{Bundle, Kind};

const NOW: u64 = 1_790_000_000_000;

fn with<R>(phone: &Phone, paper: &Paper, then: impl FnOnce(&Packer<'_, Key<'_>>) -> R) -> R {
    let (key, township) = (Key(&phone.pencil.key), paper.key());
    let device = phone.pencil.device();
    then(&Packer { key: &key, device, name: "普红梅", township: &township, now_ms: NOW })
}

fn held(phone: &Phone, paper: &Paper) -> Vec<u8> {
    with(phone, paper, |packer| at_once(pack_held(&phone.store, packer)).unwrap())
}

fn shown(phone: &Phone, paper: &Paper, held: &[u8]) -> Result<Missing, CarryError> {
    with(phone, paper, |packer| at_once(pack_missing(&phone.store, packer, &Turned, &|| Some([9; 32]), held)))
}

/// What `from` shows to `to`.
fn missing(from: &Phone, to: &Phone, paper: &Paper) -> Missing {
    shown(from, paper, &held(to, paper)).unwrap()
}

fn taken(phone: &Phone, paper: &Paper, part: &[u8]) -> Brought {
    let device = phone.pencil.device();
    at_once(carry::take_in((&phone.store, paper), &paper.key(), (device, None), part, NOW)).unwrap()
}

fn neighbours(paper: &Paper) -> (Phone, Phone) {
    let (one, other) = (Phone::enrolled(1, paper), Phone::enrolled(2, paper));
    one.sync(paper).unwrap();
    other.sync(paper).unwrap();
    (one, other)
}

/// A phone that nobody knows here, but that knows the township.
fn stranger(seed: u8) -> Phone {
    Phone { store: MemoryStore::new(), pencil: Pencil::new(seed) }
}

#[test]
fn records_pass_over_and_their_receipts_come_back() {
    let paper = Paper::new();
    let (mut one, other) = neighbours(&paper);
    let road = one.raise("进村道路硬化");
    one.say(road, "一");
    let first = missing(&one, &other, &paper);
    assert_eq!((first.parts.len(), first.ops, first.handed.len()), (1, 2, 0));
    let brought = taken(&other, &paper, &first.parts[0]);
    assert_eq!((brought.taken.new, brought.unverified), (2, 0));
    assert_eq!(brought.carried.unwrap().heads[0].height, 2, "the other brings them to the township");
    one.say(road, "二");
    assert_eq!(missing(&one, &other, &paper).ops, 1, "what it has is not shown again");
    taken(&other, &paper, &missing(&one, &other, &paper).parts[0]);
    let nothing = missing(&one, &other, &paper);
    assert_eq!((nothing.parts.len(), nothing.ops, nothing.handed[0].height), (0, 0, 3));
    assert_eq!(missing(&other, &one, &paper), Missing::default(), "nor the other way");
    delivered(&other, &paper).unwrap();
    // The first phone was never online.
    let back = missing(&other, &one, &paper);
    assert_eq!((back.parts.len(), back.ops), (2, 0), "one for each bundle that was carried");
    back.parts.iter().for_each(|part| drop(taken(&one, &paper, part)));
    assert_eq!(one.unreceived(), 0);
    assert_eq!(missing(&other, &one, &paper), Missing::default());
    assert_eq!(missing(&one, &other, &paper).handed, [], "what is received need not be handed over");
}

#[test]
fn what_came_before_an_interruption_is_not_shown_again() {
    let paper = Paper::new();
    let (mut one, other) = neighbours(&paper);
    let road = one.raise("进村道路硬化");
    (0..40).for_each(|_| one.say(road, &"修路的事大家都说好。".repeat(60)));
    let all = missing(&one, &other, &paper);
    assert!(all.parts.len() > 2 && all.ops == 41);
    assert!(all.parts.iter().all(|part| part.len() < 26 * 1024));
    let came = taken(&other, &paper, &all.parts[0]).taken.new;
    let rest = missing(&one, &other, &paper);
    assert_eq!((rest.parts.len(), rest.ops), (all.parts.len() - 1, 41 - came as usize));
    let new: u32 = rest.parts.iter().map(|part| taken(&other, &paper, part).taken.new).sum();
    assert_eq!(new + came, 41);
    assert_eq!(missing(&one, &other, &paper).parts, [] as [Vec<u8>; 0]);
    // Each part names what of it is to be delivered: all of it is received in the end.
    delivered(&other, &paper).unwrap();
    missing(&other, &one, &paper).parts.iter().for_each(|part| drop(taken(&one, &paper, part)));
    assert_eq!(one.unreceived(), 0);
}

#[test]
fn what_the_township_has_is_shown_and_not_carried() {
    let paper = Paper::new();
    let (mut one, other) = neighbours(&paper);
    let road = one.raise("进村道路硬化");
    one.say(road, "一");
    one.sync(&paper).unwrap();
    let brought = taken(&other, &paper, &missing(&one, &other, &paper).parts[0]);
    assert_eq!((brought.taken.new, brought.carried), (2, None));
}

#[test]
fn a_stranger_gets_what_only_the_township_opens_and_passes_it_on() {
    let paper = Paper::new();
    let (mut one, other) = neighbours(&paper);
    one.raise("进村道路硬化");
    let (first, second) = (stranger(7), stranger(8));
    let given = missing(&one, &first, &paper);
    assert_eq!((given.parts.len(), given.ops), (1, 1));
    let bundle = Bundle::read(&given.parts[0]).unwrap();
    assert_eq!((bundle.of(Kind::Operation).count(), bundle.of(Kind::Sealed).count()), (0, 1));
    assert!(taken(&first, &paper, &given.parts[0]).carried.unwrap().sealed);
    assert_eq!(missing(&one, &first, &paper).handed.len(), 1, "it carries them already");
    let on = missing(&first, &second, &paper);
    assert_eq!(on.parts, given.parts, "as they are");
    taken(&second, &paper, &on.parts[0]);
    assert_eq!(missing(&first, &second, &paper), Missing::default());
    assert_eq!(missing(&first, &one, &paper), Missing::default(), "not back to whoever packed it");
    assert_eq!(missing(&first, &other, &paper).parts.len(), 1);
    // What was received is nobody's to pass on.
    one.sync(&paper).unwrap();
    assert_eq!(missing(&one, &stranger(9), &paper), Missing::default());
}

#[test]
fn whoever_claims_to_be_somebody_gets_nothing() {
    let paper = Paper::new();
    let (mut one, other) = neighbours(&paper);
    one.raise("进村道路硬化");
    let asked = held(&other, &paper);
    let mut changed = asked.clone();
    *changed.last_mut().unwrap() ^= 1;
    let elsewhere = Paper::of(77);
    let refused = |shown: Result<Missing, CarryError>| match shown {
        Err(CarryError::Refused(refused)) => Some(refused),
        _ => None,
    };
    assert_eq!(refused(shown(&one, &paper, &changed)), Some(Refused::Truncated), "its end is not whole");
    // Somebody else's signature under the neighbour's name.
    let thief = Phone { store: MemoryStore::new(), pencil: Pencil::new(66) };
    let (key, township) = (Key(&thief.pencil.key), paper.key());
    let packer =
        Packer { key: &key, device: other.pencil.device(), name: "", township: &township, now_ms: NOW };
    let forged = at_once(pack_held(&thief.store, &packer)).unwrap();
    assert_eq!(refused(shown(&one, &paper, &forged)), Some(Refused::Signature));
    assert_eq!(refused(shown(&one, &paper, &held(&other, &elsewhere))), Some(Refused::Township));
    let file = with(&one, &paper, |packer| {
        at_once(carry::pack(
            &one.store,
            packer.key,
            (packer.device, ""),
            (paper.key().device().into(), false),
            NOW,
        ))
    });
    assert_eq!(refused(shown(&one, &paper, &file.unwrap().file)), Some(Refused::Shape));
    for cut in 0..asked.len() {
        assert!(shown(&one, &paper, &asked[..cut]).is_err(), "cut at {cut}");
    }
    assert!(shown(&one, &paper, &asked).is_ok());
}
