//! A phone that begins where there is no network: it records with what the link says, and asks when it can.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test stops at the first broken promise"
)]

mod common;

use browser::{Begun, EnrolError, Enrolment, Intention, Phone, SaveError, SyncOutcome, SyncStatus, Why};
use common::{answer, answer_at, delete, sent};
use domain::Body;
use domain::authority::Role;
use domain::matter::{Category, MatterRaised, Origin};
use domain::rules::ProcedureKind;
use oplog::{Scope, SecretKey, from_cbor, to_cbor};
use sync::enrol::{Claim, ClaimAnswer, ClaimState, Claimed, Code};
use sync::invite::Invite;
use sync::message::{Failure, Retry};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn invite(code: u8) -> Invite {
    Invite {
        code: Code([code; 16]),
        township: SecretKey::from_seed(&[1; 32]).public(),
        township_name: "紫溪镇".into(),
        place: Scope::parse("532301104201").unwrap(),
        place_name: "前进村".into(),
        roles: vec![Role::Member],
        name: "普红梅".into(),
    }
}

fn claimed(seed: u8) -> Vec<u8> {
    let key = SecretKey::from_seed(&[seed; 32]).public();
    to_cbor(&Claimed { key, township: key.device().into(), name: "紫溪镇".into() })
}

fn raising() -> Intention {
    let raised = MatterRaised {
        title: "修水渠".into(),
        category: Category::Labour,
        origin: Origin::Suggested,
        raised_by: "普红梅".into(),
        description: String::new(),
        money_fen: 1,
        labour_days: 2,
        households: 3,
        procedure: ProcedureKind::VillageMatter,
    };
    let body = Body::MatterRaised(raised);
    Intention { scope: invite(7).place, matter: None, deps: vec![], body, draft_done: None }
}

fn refuse(code: &str) {
    let failure = Failure { code: code.into(), request: "r".into(), retry: Retry::Never, session: 0 };
    answer(410, &to_cbor(&failure));
}

async fn begun(name: &str) -> Phone {
    delete(name).await;
    let phone = Phone::open_named(name).await.unwrap();
    assert_eq!(phone.append(raising(), &[]).await, Err(SaveError::NotEnrolled));
    phone.begin(&invite(7)).await.unwrap();
    phone
}

fn state(phone: &Phone) -> Enrolment {
    phone.me().unwrap().state
}

#[wasm_bindgen_test]
async fn it_records_at_once_and_is_the_same_after_a_reload() {
    let phone = begun("alone").await;
    assert!(phone.append(raising(), &[]).await.unwrap().view.is_some());
    let device = phone.me().unwrap().device;
    drop(phone);
    let phone = Phone::open_named("alone").await.unwrap();
    assert_eq!((phone.me().unwrap().device, state(&phone)), (device, Enrolment::Begun(Begun::NotAsked)));
    assert_eq!(phone.places().grants_of(device).len(), 1);
    assert!(phone.append(raising(), &[]).await.unwrap().view.is_some());
    assert_eq!((phone.unreceived(), phone.forget_claim().await), (2, Err(EnrolError::Enrolled)));

    // A network comes: the code goes up by itself, then the question.
    answer(200, &claimed(1));
    answer_at("/state", 200, &to_cbor(&ClaimAnswer { state: ClaimState::Waiting, former: None }));
    assert_eq!(phone.sync(Why::Asked).await, SyncOutcome::Ran(SyncStatus::Waiting));
    let (path, body) = sent();
    let claim: Claim = from_cbor(&body).unwrap();
    assert_eq!(
        (path.as_str(), claim.code == Code([7; 16]), claim.verify()),
        ("/enrol/v1/state", true, Ok(()))
    );
    let again = Phone::open_named("alone").await.unwrap();
    assert_eq!(state(&again), Enrolment::Begun(Begun::Waiting));
    answer(200, &to_cbor(&ClaimAnswer { state: ClaimState::Confirmed, former: None }));
    again.sync(Why::Asked).await;
    assert_eq!(state(&again), Enrolment::Enrolled);
    assert_eq!(again.places().grants_of(device).len(), 1, "until the township's own word has come");
}

#[wasm_bindgen_test]
async fn a_code_that_came_to_nothing_leaves_key_and_records_for_the_next() {
    let phone = begun("alone-ended").await;
    phone.append(raising(), &[]).await.unwrap();
    let device = phone.me().unwrap().device;
    refuse("enrol.cancelled");
    let ended = SyncStatus::Refused("enrol.cancelled".into());
    assert_eq!(phone.sync(Why::Asked).await, SyncOutcome::Ran(ended.clone()));
    assert_eq!(phone.sync(Why::Asked).await, SyncOutcome::Ran(ended), "and does not ask again");
    assert_eq!(state(&phone), Enrolment::Begun(Begun::Ended("enrol.cancelled".into())));
    assert!(phone.append(raising(), &[]).await.is_ok());
    answer(200, &claimed(1));
    phone.claim(Code([8; 16]), None).await.unwrap();
    assert_eq!((phone.me().unwrap().device, state(&phone)), (device, Enrolment::Begun(Begun::Waiting)));
    assert_eq!(phone.unreceived(), 2);
}

#[wasm_bindgen_test]
async fn a_township_with_another_key_is_refused_by_name_and_nothing_is_lost() {
    let phone = begun("alone-other").await;
    phone.append(raising(), &[]).await.unwrap();
    answer(200, &claimed(2));
    let other = SyncStatus::Refused("enrol.other-township".into());
    assert_eq!(phone.sync(Why::Asked).await, SyncOutcome::Ran(other));
    assert_eq!(state(&phone), Enrolment::Begun(Begun::NotAsked), "the right one may still come");
    let foreign = Invite { township: SecretKey::from_seed(&[2; 32]).public(), ..invite(9) };
    assert_eq!(phone.begin(&foreign).await, Err(EnrolError::OtherTownship));
    assert_eq!(phone.unreceived(), 1);
}
