//! A phone from its code to its records, against a township that is a script.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops at the first broken promise"
)]

mod common;

use browser::keys::{Key, Make};
use browser::{
    Change, EnrolError, Enrolment, Intention, Kept, Phone, SaveError, Store, SyncOutcome, SyncStatus, Why,
    net,
};
use common::{answer, answer_page, delete, fresh, sent, together};
use domain::Body;
use domain::authority::{Granted, Role};
use domain::matter::{Category, MatterRaised, Origin};
use domain::place::TownshipFounded;
use domain::rules::ProcedureKind;
use oplog::{
    Clock, Digest, Head, Header, Op, PublicKey, Scope, SecretKey, Stamp, TownshipId, from_cbor, to_cbor,
};
use std::cell::RefCell;
use std::rc::Rc;
use sync::enrol::{Claim, ClaimAnswer, ClaimState, Claimed, Code};
use sync::message::{Failure, Generation, Retry};
use sync::port::{Batch, DeviceKey, Draft, PhoneStore, TransportError};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn township() -> SecretKey {
    SecretKey::from_seed(&[1; 32])
}

fn claimed() -> Claimed {
    let key = township().public();
    Claimed { key, township: key.device().into(), name: "紫溪镇".into() }
}

async fn enrolled(name: &str) -> Phone {
    delete(name).await;
    let phone = Phone::open_named(name).await.unwrap();
    assert_eq!(phone.me(), None);
    answer(200, &to_cbor(&claimed()));
    assert_eq!(phone.claim(Code([7; 16]), None).await.unwrap(), claimed());
    answer(200, &to_cbor(&ClaimAnswer { state: ClaimState::Confirmed, former: None }));
    assert_eq!(phone.claim_state().await, Ok(ClaimState::Confirmed));
    phone
}

fn scope() -> Scope {
    Scope::parse("532301104").unwrap()
}

fn raising(title: &str) -> Intention {
    let body = Body::MatterRaised(MatterRaised {
        title: title.into(),
        category: Category::PublicWorks,
        origin: Origin::Suggested,
        raised_by: "李正华".into(),
        description: String::new(),
        money_fen: 0,
        labour_days: 0,
        households: 0,
        procedure: ProcedureKind::GroupMatter,
    });
    Intention { scope: scope(), matter: None, deps: vec![], body, draft_done: Some("matter".into()) }
}

/// The township's founding and its grant to a phone.
fn governing(phone: &PublicKey) -> Vec<Op> {
    let key = township();
    let found = Body::TownshipFounded(TownshipFounded { name: "紫溪镇".into(), key: key.public() });
    let grant = Granted {
        key: *phone,
        name: "李正华".into(),
        person: None,
        roles: vec![Role::Recorder],
        officer: "王".into(),
    };
    let mut ops: Vec<Op> = Vec::new();
    for (seq, body) in [found, Body::Granted(grant)].into_iter().enumerate() {
        let header = Header {
            version: 1,
            suite: 1,
            township: TownshipId::from(key.public().device()),
            scope: scope(),
            device: key.public().device(),
            epoch: 0,
            seq: seq as u64,
            prev: ops.last().map(Op::id),
            dseq: seq as u64,
            deps: vec![],
            matter: None,
            kind: body.kind() as u16,
            schema: body.kind().schema(),
            critical: false,
            stamp: Stamp { clock: Clock { ms: 5, count: seq as u16 }, offset_min: 480 },
            rule_book: 1,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: vec![],
        };
        ops.push(Op::sign(header, &body.encode(), &key).unwrap());
    }
    ops
}

#[wasm_bindgen_test]
async fn both_kinds_of_key_sign_and_are_there_again() {
    for (name, make) in [("key-best", Make::Best), ("key-wrapped", Make::Wrapped)] {
        let store = fresh(name).await;
        let key = Key::make(&store, make).await.unwrap();
        assert_eq!(key.is_in_browser(), make == Make::Best, "{name}");
        let public = key.public();
        drop((key, store));
        let key = Key::load(&Store::open(name).await.unwrap()).await.unwrap().unwrap();
        assert_eq!(key.public(), public);
        let signature = key.sign(&oplog::signed_message("test/1", b"words")).await.unwrap();
        assert_eq!(public.verify("test/1", b"words", &signature), Ok(()));
    }
}

#[wasm_bindgen_test]
async fn a_phone_enrols_and_is_the_same_after_a_reload() {
    delete("enrol").await;
    let phone = Phone::open_named("enrol").await.unwrap();
    assert_eq!(phone.append(raising("一"), &[]).await, Err(SaveError::NotEnrolled));
    let failure =
        Failure { code: "enrol.used".into(), request: "r1".into(), retry: Retry::Never, session: 0 };
    answer(409, &to_cbor(&failure));
    let refused = phone.claim(Code([7; 16]), None).await;
    assert_eq!(refused, Err(EnrolError::Net(TransportError::Refused(failure))));
    answer(200, &to_cbor(&claimed()));
    phone.claim(Code([7; 16]), None).await.unwrap();
    let (path, body) = sent();
    let claim: Claim = from_cbor(&body).unwrap();
    assert_eq!((path.as_str(), claim.verify()), ("/enrol/v1/claim", Ok(())));
    let me = phone.me().unwrap();
    assert_eq!(
        (me.key, me.state.clone(), me.township.name.as_str()),
        (claim.key, Enrolment::Claimed, "紫溪镇")
    );
    assert_eq!(phone.append(raising("一"), &[]).await, Err(SaveError::NotEnrolled));
    let again = Phone::open_named("enrol").await.unwrap();
    assert_eq!(again.me(), Some(me.clone()));
    answer(200, &to_cbor(&ClaimAnswer { state: ClaimState::Waiting, former: None }));
    assert_eq!(again.claim_state().await, Ok(ClaimState::Waiting));
    answer(200, &to_cbor(&ClaimAnswer { state: ClaimState::Confirmed, former: None }));
    assert_eq!(again.claim_state().await, Ok(ClaimState::Confirmed));
    assert_eq!(again.me().unwrap().state, Enrolment::Enrolled);
    assert_eq!(again.forget_claim().await, Err(EnrolError::Enrolled));
}

#[wasm_bindgen_test]
async fn a_claim_that_was_not_confirmed_is_forgotten_with_its_key() {
    delete("forget").await;
    let phone = Phone::open_named("forget").await.unwrap();
    answer(200, &to_cbor(&claimed()));
    phone.claim(Code([7; 16]), None).await.unwrap();
    let before = phone.me().unwrap().device;
    phone.forget_claim().await.unwrap();
    assert_eq!(phone.me(), None);
    answer(200, &to_cbor(&claimed()));
    phone.claim(Code([8; 16]), None).await.unwrap();
    assert_ne!(phone.me().unwrap().device, before);
}

#[wasm_bindgen_test]
async fn two_windows_save_into_one_dense_chain() {
    let one = enrolled("tabs").await;
    let two = Phone::open_named("tabs").await.unwrap();
    let draft = Draft { key: "matter".into(), text: "…".into(), title: "一".into(), touched_ms: 1 };
    one.store().put_draft(&draft).await.unwrap();
    for at in 0..10 {
        let title = at.to_string();
        let (left, right) =
            together(one.append(raising(&title), &[]), two.append(raising(&title), &[])).await;
        assert!(left.is_ok() && right.is_ok());
    }
    let heads = one.store().heads(None).await.unwrap();
    assert_eq!(heads.len(), 1);
    let ops = two.store().range(heads[0].log, 0, 99, usize::MAX).await.unwrap();
    assert_eq!(ops.len(), 20);
    let key = one.me().unwrap().key;
    for pair in ops.windows(2) {
        assert_eq!(pair[1].header().prev, Some(pair[0].id()));
        assert!(pair[1].header().stamp.clock > pair[0].header().stamp.clock);
        assert_eq!(pair[1].verify(&key), Ok(()));
    }
    assert_eq!(one.store().drafts().await.unwrap(), []);
    assert_eq!(one.kept(&ops[0]), Kept::ThisPhone);
}

#[wasm_bindgen_test]
async fn a_raised_matter_has_its_summary_and_others_hear_of_it() {
    let one = enrolled("summary").await;
    let batch = Batch {
        ops: governing(&one.me().unwrap().key),
        generation: Generation::named(1),
        ..Batch::default()
    };
    one.store().take(&batch).await.unwrap();
    let one = Phone::open_named("summary").await.unwrap();
    let two = Phone::open_named("summary").await.unwrap();
    assert_eq!(one.places().grants.len(), 1);
    let heard: Rc<RefCell<Vec<Change>>> = Rc::default();
    let note = heard.clone();
    let listener = two.listen(move |change| note.borrow_mut().push(change));
    let saved = one.append(raising("进村道路硬化"), &[]).await.unwrap();
    let matter = saved.op.id().raised_matter();
    assert_eq!(saved.view.unwrap().raised.title, "进村道路硬化");
    assert_eq!(one.store().stale().await.unwrap(), [matter]);
    browser::timer::sleep(200).await;
    let summaries = two.store().summaries().await.unwrap();
    assert_eq!((summaries.len(), summaries[0].id, summaries[0].title.as_str()), (1, matter, "进村道路硬化"));
    assert_eq!(one.store().stale().await.unwrap(), []);
    assert_eq!(one.unreceived(), 1);
    assert!(heard.borrow().contains(&Change::Matters(vec![matter])));
    assert!(heard.borrow().contains(&Change::Receipts));
    assert_eq!(two.unreceived(), 1);
    drop(listener);
    let count = heard.borrow().len();
    one.append(raising("二"), &[]).await.unwrap();
    browser::timer::sleep(200).await;
    assert_eq!(heard.borrow().len(), count);
}

#[wasm_bindgen_test]
async fn a_receipt_makes_a_record_received() {
    let phone = enrolled("receipt").await;
    let op = phone.append(raising("一"), &[]).await.unwrap().op;
    let store = phone.store();
    store.take(&Batch { generation: Generation::named(1), ..Batch::default() }).await.unwrap();
    let receipt = sync::receipt::Receipt {
        township: phone.me().unwrap().township.id,
        generation: Generation::named(1),
        server_ms: 5,
        tree_size: 1,
        tree_root: Digest::default(),
        durable_upto: 0,
        heads: vec![sync::receipt::ReceivedHead {
            head: Head { log: op.header().log(), height: 1, id: op.id() },
            arrival: 1,
        }],
    };
    assert_eq!(store.put_receipt(&receipt).await.unwrap(), 1);
    let again = Phone::open_named("receipt").await.unwrap();
    assert_eq!((again.kept(&op), again.unreceived()), (Kept::Received, 0));
}

#[wasm_bindgen_test]
async fn what_is_not_the_township_is_told_apart() {
    let post = || net::post("/sync/v1/hello", vec![0xa0]);
    answer_page(200, "text/html", b"<html>please log in</html>");
    assert_eq!(post().await, Err(TransportError::NotTheTownship));
    answer_page(502, "text/html", b"bad gateway");
    assert_eq!(post().await, Err(TransportError::NotTheTownship));
    answer(200, &[0x18, 0x01]);
    assert_eq!(post().await, Err(TransportError::NotTheTownship));
    answer(500, &[0xa0]);
    assert_eq!(post().await, Err(TransportError::NotTheTownship));
    common::script("window.fetch = async () => Response.redirect('/login')");
    assert_eq!(post().await, Err(TransportError::NotTheTownship));
    common::script("window.fetch = async () => { throw new TypeError('Failed to fetch') }");
    assert_eq!(post().await, Err(TransportError::Offline));
    answer(200, &[0xa0]);
    assert_eq!(post().await, Ok(vec![0xa0]));
}

#[wasm_bindgen_test]
async fn long_bodies_travel_compressed() {
    answer(200, &[0xa0]);
    let body = vec![7u8; 100_000];
    net::post("/sync/v1/push", body.clone()).await.unwrap();
    let (_, packed) = sent();
    assert!(packed.len() < 1_000 && packed.starts_with(&[0x1f, 0x8b]));
    assert_eq!(common::header("content-encoding"), "gzip");
    assert_eq!(common::unpacked().await, body);
    answer(200, &[0xa0]);
    net::post("/sync/v1/push", vec![7u8; 100]).await.unwrap();
    assert_eq!((sent().1.len(), common::header("content-encoding").as_str()), (100, ""));
}

#[wasm_bindgen_test]
async fn a_session_that_meets_a_portal_says_so_and_one_runs_at_a_time() {
    let one = enrolled("portal").await;
    let two = Phone::open_named("portal").await.unwrap();
    answer_page(200, "text/html", b"<html>please log in</html>");
    assert_eq!(one.sync(Why::Asked).await, SyncOutcome::Ran(SyncStatus::NotTheTownship));
    assert_eq!(one.status(), SyncStatus::NotTheTownship);
    common::script(
        "window.fetch = () => new Promise((done) => setTimeout(() => done(new Response('')), 1000))",
    );
    let (left, right) = together(one.sync(Why::Asked), two.sync(Why::Asked)).await;
    assert_eq!([&left, &right].iter().filter(|outcome| ***outcome == SyncOutcome::Elsewhere).count(), 1);
}

#[wasm_bindgen_test]
async fn a_window_that_never_lets_go_stops_nobody_for_ever() {
    use browser::locks::{Held, Patience, take};
    let held = take("test", Patience::Ms(1_000)).await.unwrap();
    assert_eq!(take("test", Patience::None).await.err(), Some(Held));
    assert_eq!(take("test", Patience::Ms(50)).await.err(), Some(Held));
    drop(held);
    drop(take("test", Patience::Ms(1_000)).await.unwrap());
    assert!(take("test", Patience::Ms(1_000)).await.is_ok());
}
