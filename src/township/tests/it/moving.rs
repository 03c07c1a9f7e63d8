//! A new phone takes the place of an old one that gave its word: once, and nobody else.

use crate::town::{Phone, Reply, Town, UPPER, VILLAGE, bytes, place};
use domain::authority::Role;
use oplog::{SecretKey, TownshipId, from_cbor, to_cbor};
use sync::enrol::{ClaimAnswer, ClaimState};
use sync::moving::{HandOver, Moving};

fn signed(by: &SecretKey, message: &[u8]) -> oplog::Signature {
    let zero = message.iter().position(|byte| *byte == 0).unwrap();
    by.sign(std::str::from_utf8(&message[..zero]).unwrap(), &message[zero + 1..])
}

fn word(old: &Phone, township: TownshipId, heir: &SecretKey) -> HandOver {
    let mut word =
        HandOver { township, old: old.device(), heir: heir.public(), at_ms: 5, signature: [0; 64] };
    word.signature = signed(&old.key, &word.to_sign());
    word
}

fn moving(word: &HandOver, heir: &SecretKey, new: &Phone) -> Moving {
    let mut moving = Moving::of(word.clone(), heir, new.key.public(), "Redmi 12C".into());
    moving.by_new = signed(&new.key, &moving.to_sign());
    moving
}

async fn ask(town: &Town, moving: &Moving) -> Reply {
    town.post("/enrol/v1/move", to_cbor(moving)).await
}

/// Seen to fail: the heir's signature not verified; the old phone's roles left.
#[tokio::test(flavor = "multi_thread")]
async fn the_roles_pass_over_once_and_what_the_old_phone_still_has_is_received() {
    let town = Town::new();
    let mut old = town.phone(7, UPPER, Role::Recorder).await;
    let mut new = Phone::new(8, town.township());
    let heir = SecretKey::from_seed(&[99; 32]);
    let word = word(&old, town.township(), &heir);
    let good = moving(&word, &heir, &new);
    // Whoever overheard it, and one for another township.
    let thief = Phone::new(9, town.township());
    let stolen = moving(&word, &thief.key, &thief);
    assert_eq!(ask(&town, &stolen).await.refused(), (403, "enrol.signature".into()));
    let mut elsewhere = word.clone();
    elsewhere.township = TownshipId([3; 16]);
    elsewhere.signature = signed(&old.key, &elsewhere.to_sign());
    assert_eq!(ask(&town, &moving(&elsewhere, &heir, &new)).await.refused(), (403, "enrol.signature".into()));
    let nobody = Phone::new(10, town.township());
    let of_nobody = moving(&self::word(&nobody, town.township(), &heir), &heir, &new);
    assert_eq!(ask(&town, &of_nobody).await.refused(), (404, "move.unknown".into()));
    // What the new phone recorded before it could ask waits, and comes in with it.
    let early = new.raise(UPPER, "没有网络时记的");
    let mut carrier = town.phone(11, UPPER, Role::Member).await;
    let (pushed, _) = carrier.push(&town, &bytes(&[early])).await;
    assert_eq!(pushed.aside[0].code, "op.unknown-key");
    for _ in 0..2 {
        let answer: ClaimAnswer = from_cbor(&ask(&town, &good).await.body).unwrap();
        assert_eq!((answer.state, answer.former), (ClaimState::Confirmed, None));
    }
    let places = town.hub.shared.places();
    assert_eq!(places.roles(new.device(), place(UPPER)), [Role::Recorder]);
    assert!(places.grants_of(old.device()).is_empty());
    assert_eq!(places.grants_of(new.device())[0].1.name, "普红梅");
    let (_, receipt) = new.hello(&town, vec![], vec![], vec![]).await;
    assert_eq!(receipt.heads[0].head.height, 1, "let in with its key");
    // A second heir comes too late, and so does whoever overheard.
    let late = Phone::new(12, town.township());
    let other = SecretKey::from_seed(&[98; 32]);
    let second = moving(&self::word(&old, town.township(), &other), &other, &late);
    assert_eq!(ask(&town, &second).await.refused(), (410, "move.ended".into()));
    let last = old.raise(UPPER, "旧手机上剩下的");
    let (pushed, receipt) = old.push(&town, &bytes(&[last])).await;
    assert_eq!((pushed.aside.len(), receipt.heads[0].head.height), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_of_the_old_phone_passes_over_and_a_stopped_one_has_no_heir() {
    let town = Town::new();
    let old = town.phone(7, UPPER, Role::Recorder).await;
    let claim = old.claim(town.code().await);
    town.post("/enrol/v1/claim", to_cbor(&claim)).await;
    town.grant(old.device(), VILLAGE, Role::Supervisor, "普红梅").await;
    let (new, heir) = (Phone::new(8, town.township()), SecretKey::from_seed(&[99; 32]));
    let good = moving(&word(&old, town.township(), &heir), &heir, &new);
    assert_eq!(ask(&town, &good).await.status, 200);
    let places = town.hub.shared.places();
    assert_eq!(places.grants_of(new.device()).len(), 2);
    let device = new.device();
    let stop =
        move |work: &mut township::work::Work<'_>| township::devices::end(work, device, ("丢失", "李"), None);
    assert!(town.hub.writer.run(stop).await.unwrap());
    // The one that was stopped can neither come back by the old word nor give its own.
    assert_eq!(ask(&town, &good).await.refused(), (410, "move.ended".into()));
    let third = Phone::new(9, town.township());
    let from_stopped = moving(&word(&new, town.township(), &heir), &heir, &third);
    assert_eq!(ask(&town, &from_stopped).await.refused(), (410, "move.ended".into()));
}
