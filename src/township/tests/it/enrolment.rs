//! Codes and claims: once, in time, by one phone, confirmed by an officer.

use crate::town::{Phone, Town, UPPER, VILLAGE, place};
use domain::authority::Role;
use domain::fold::Places;
use domain::meeting::CountedBy;
use domain::rules::RollBody;
use oplog::{from_cbor, to_cbor};
use sync::enrol::{ClaimAnswer, ClaimState, Claimed, Code, check_words};
use township::archive::read;
use township::enrol::{CLAIM_MS, CODE_MS, refuse};
use township::work::places_of;

async fn state(town: &Town, claim: &sync::enrol::Claim) -> ClaimState {
    let reply = town.post("/enrol/v1/state", to_cbor(claim)).await;
    from_cbor::<ClaimAnswer>(&reply.body).unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_admits_one_phone_once() {
    let town = Town::new();
    let code = town.code().await;
    let phone = Phone::new(7, town.township());
    let claim = phone.claim(code);
    let reply = town.post("/enrol/v1/claim", to_cbor(&claim)).await;
    let claimed: Claimed = from_cbor(&reply.body).unwrap();
    assert_eq!((claimed.name.as_str(), claimed.township), ("紫溪镇", town.township()));
    assert_eq!(state(&town, &claim).await, ClaimState::Waiting);
    let row = read(&*town.hub.archive, |view| view.claim(phone.device())).unwrap().unwrap();
    assert_eq!(row.words, check_words(&code, &phone.key.public(), &claimed.key));
    // The answer was lost: the same phone asks again. Another one cannot.
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&claim)).await.status, 200);
    let thief = Phone::new(8, town.township()).claim(code);
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&thief)).await.refused(), (409, "enrol.used".into()));
    town.grant(phone.device(), UPPER, Role::Recorder, "普红梅").await;
    assert_eq!(state(&town, &claim).await, ClaimState::Confirmed);
    let places = town.hub.shared.places();
    assert_eq!(places.roles(phone.device(), place(UPPER)), [Role::Recorder]);
    assert_eq!(town.post("/enrol/v1/state", to_cbor(&thief)).await.refused(), (404, "enrol.gone".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_and_expired_codes_say_so() {
    let town = Town::new();
    let phone = Phone::new(7, town.township());
    let wrong = phone.claim(Code([1; 16]));
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&wrong)).await.refused(), (404, "enrol.unknown".into()));
    let mut bent = phone.claim(town.code().await);
    bent.label.push('x');
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&bent)).await.refused(), (403, "enrol.signature".into()));
    let code = town.code().await;
    town.later(CODE_MS);
    assert_eq!(
        town.post("/enrol/v1/claim", to_cbor(&phone.claim(code))).await.refused(),
        (410, "enrol.expired".into())
    );
    let claim = phone.claim(town.code().await);
    town.post("/enrol/v1/claim", to_cbor(&claim)).await;
    town.later(CLAIM_MS);
    assert_eq!(state(&town, &claim).await, ClaimState::Expired);
    let again = phone.claim(town.code().await);
    town.post("/enrol/v1/claim", to_cbor(&again)).await;
    let device = phone.device();
    assert!(town.hub.writer.run(move |work| refuse(work, device, "李干事")).await.unwrap());
    assert!(!town.hub.writer.run(move |work| refuse(work, device, "李干事")).await.unwrap());
    assert_eq!(state(&town, &again).await, ClaimState::Refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_phones_at_one_moment_one_is_admitted() {
    let town = Town::new();
    for _ in 0..5 {
        let code = town.code().await;
        let claims = [8, 9].map(|seed| to_cbor(&Phone::new(seed, town.township()).claim(code)));
        let [first, second] = claims.map(|claim| town.post("/enrol/v1/claim", claim));
        let (first, second) = tokio::join!(first, second);
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    }
}

#[test]
fn the_demo_has_the_people_of_its_meetings() {
    let town = Town::new();
    let places: Places = read(&*town.hub.archive, |view| places_of(&view.place_ops()?)).unwrap();
    let expected = |code: &str, body, counted_by| {
        let roll = places.expected(place(code), body, counted_by);
        roll.iter().filter(|line| line.capacity.entitled()).count()
    };
    assert_eq!(expected(VILLAGE, RollBody::MembersAndRepresentatives, CountedBy::People), 45);
    assert_eq!(expected(UPPER, RollBody::GroupMembers, CountedBy::People), 11);
    assert_eq!(expected(UPPER, RollBody::GroupVillagers, CountedBy::Households), 42);
    assert_eq!(expected(crate::town::LOWER, RollBody::GroupMembers, CountedBy::People), 7);
    assert_eq!(expected(VILLAGE, RollBody::PartyCommittee, CountedBy::People), 5);
    assert_eq!(expected(VILLAGE, RollBody::BothCommittees, CountedBy::People), 9);
    assert!(places.rule_books.contains_key(&1));
}
