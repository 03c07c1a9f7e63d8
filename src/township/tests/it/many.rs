//! Codes made for many people at once: a sheet of them, what each stands for, longer, cancelled, made anew.

use crate::desk::{refused, signed_in};
use crate::town::{Phone, Town, UPPER, VILLAGE, bytes, place};
use domain::authority::Role;
use oplog::{Digest, from_cbor, to_cbor};
use sync::desk::{Confirm, WaitingPhone};
use sync::desk_codes::{CodeRow, CodeState, Extend, MAX_CODES, NewSheet, Strip};
use sync::desk_devices::Whose;
use sync::enrol::{ClaimAnswer, ClaimState, Code};
use sync::invite::Invite;
use township::archive::read;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn whose(name: &str) -> Whose {
    Whose { name: name.into(), person: None, roles: vec![Role::Recorder, Role::Member], scope: place(UPPER) }
}

fn sheet(names: &[&str]) -> NewSheet {
    NewSheet { days: 14, people: names.iter().map(|name| whose(name)).collect(), instead_of: None }
}

fn state_of(rows: &[CodeRow], name: &str) -> CodeState {
    rows.iter().find(|row| row.made_for.name == name).unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_a_sheet_says_whose_it_is_from_paper_to_grant() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let strips: Vec<Strip> =
        desk.post("codes/sheet", &sheet(&["普红梅", "李<b>正华", "杨朝贵"])).await.json();
    assert_eq!(strips.len(), 3);
    let invites: Vec<Invite> = strips
        .iter()
        .map(|strip| Invite::parse(strip.link.split_once("/#enrol=").unwrap().1).unwrap().unwrap())
        .collect();
    assert!(invites[0].township == town.hub.shared.identity.public() && invites[0].place == place(UPPER));
    assert_eq!(
        (invites[1].name.as_str(), &invites[1].roles),
        ("李<b>正华", &vec![Role::Member, Role::Recorder])
    );
    assert_eq!(strips[0].code, invites[0].code.text());
    assert!(strips[0].qr_svg.starts_with("<svg"));
    let rows: Vec<CodeRow> = desk.get("codes").await.json();
    assert!(rows.iter().all(|row| row.state == CodeState::Unused && row.officer == "王干部"));
    // Nothing that is kept gives a code back.
    assert!(!String::from_utf8(desk.get("codes").await.body).unwrap().contains(&strips[0].code));

    let phone = Phone::new(7, town.township());
    let claim = phone.claim(invites[0].code);
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&claim)).await.status, 200);
    let waiting: Vec<WaitingPhone> = desk.get("claims").await.json();
    assert_eq!(waiting[0].made_for, Some(whose("普红梅")));
    assert_eq!(state_of(&desk.get("codes").await.json::<Vec<CodeRow>>(), "普红梅"), CodeState::Asked);
    town.later(29 * DAY_MS);
    let desk = desk.again(&town).await;
    let path = format!("claims/{}/confirm", phone.device());
    let whose = waiting[0].made_for.clone().unwrap();
    let confirm = Confirm { whose, instead_of: None };
    assert_eq!(desk.post(&path, &confirm).await.status, 204);
    let reply = town.post("/enrol/v1/state", to_cbor(&claim)).await;
    assert_eq!(from_cbor::<ClaimAnswer>(&reply.body).unwrap().state, ClaimState::Confirmed);
    let rows: Vec<CodeRow> = desk.get("codes").await.json();
    assert!(matches!(state_of(&rows, "普红梅"), CodeState::Enrolled(_)));
    assert_eq!(state_of(&rows, "杨朝贵"), CodeState::Expired);
    // The same code again, from another phone: a replay admits nobody.
    let thief = Phone::new(8, town.township()).claim(invites[0].code);
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&thief)).await.refused(), (409, "enrol.used".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_made_longer_cancelled_and_made_anew() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let strips: Vec<Strip> = desk.post("codes/sheet", &sheet(&["普红梅", "李正华"])).await.json();
    let codes: Vec<Code> =
        strips.iter().map(|strip| Code::parse(&strip.code).unwrap_or(Code([0; 16]))).collect();
    let [first, second] = [codes[0], codes[1]].map(|code| Digest::of(&code.0).hex());
    town.later(15 * DAY_MS);
    let desk = desk.again(&town).await;
    let phone = Phone::new(7, town.township());
    let claim = to_cbor(&phone.claim(codes[0]));
    assert_eq!(town.post("/enrol/v1/claim", claim.clone()).await.refused(), (410, "enrol.expired".into()));
    assert_eq!(desk.post(&format!("codes/{first}/extend"), &Extend { days: 3 }).await.status, 204);
    assert_eq!(refused(&desk.post(&format!("codes/{first}/extend"), &Extend { days: 61 }).await).0, 422);
    assert_eq!(town.post("/enrol/v1/claim", claim).await.status, 200);
    assert_eq!(refused(&desk.post(&format!("codes/{first}/cancel"), &()).await), (409, "enrol.used".into()));

    let anew = NewSheet { instead_of: Digest::from_hex(&second), ..sheet(&["李正华"]) };
    let made: Vec<Strip> = desk.post("codes/sheet", &anew).await.json();
    let other = Phone::new(8, town.township());
    let old = town.post("/enrol/v1/claim", to_cbor(&other.claim(codes[1]))).await;
    assert_eq!(old.refused(), (410, "enrol.cancelled".into()));
    assert_eq!(desk.post(&format!("codes/{second}/extend"), &Extend { days: 3 }).await.status, 409);
    let new = Code::parse(&made[0].code).unwrap_or(Code([0; 16]));
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&other.claim(new))).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_made_whole_or_not_at_all() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let many: Vec<Whose> = (0..MAX_CODES + 1).map(|number| whose(&format!("村民{number}"))).collect();
    let all = NewSheet { days: 60, people: many[1..].to_vec(), instead_of: None };
    for wrong in [
        NewSheet { people: vec![], ..all.clone() },
        NewSheet { people: many.clone(), ..all.clone() },
        NewSheet { days: 0, ..all.clone() },
        NewSheet { days: 61, ..all.clone() },
    ] {
        assert_eq!(refused(&desk.post("codes/sheet", &wrong).await), (422, "enrol.sheet".into()));
    }
    let bad = [
        Whose { name: "  ".into(), ..whose("") },
        Whose { roles: vec![], ..whose("李") },
        Whose { roles: vec![Role::Officer], ..whose("李") },
        Whose { scope: place("532301999"), ..whose("李") },
    ];
    for last in bad {
        let wrong = NewSheet { people: vec![whose("普红梅"), last], ..all.clone() };
        assert_eq!(refused(&desk.post("codes/sheet", &wrong).await), (422, "enrol.grant".into()));
    }
    assert!(read(&*town.hub.archive, |view| view.made_codes()).unwrap().is_empty(), "none of it");
    let before = town.hub.shared.outside.now_ms();
    let strips: Vec<Strip> = desk.post("codes/sheet", &all).await.json();
    assert_eq!(strips.len(), MAX_CODES);
    assert!(strips.iter().all(|strip| strip.expires_ms == before + 60 * DAY_MS));
}

/// A phone that began alone: its records travel by hand before anybody knows its key, and count once it is admitted.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_before_the_admission_is_let_in_by_it() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let mut carrier = town.phone(5, VILLAGE, Role::Recorder).await;
    let strips: Vec<Strip> = desk.post("codes/sheet", &sheet(&["普红梅"])).await.json();
    let mut beginner = Phone::new(7, town.township());
    let raised = beginner.raise(UPPER, "修水渠");
    let (pushed, _) = carrier.push(&town, &bytes(std::slice::from_ref(&raised))).await;
    assert_eq!(pushed.aside[0].code, "op.unknown-key");
    let code = Code::parse(&strips[0].code).unwrap_or(Code([0; 16]));
    town.post("/enrol/v1/claim", to_cbor(&beginner.claim(code))).await;
    assert!(read(&*town.hub.archive, |view| view.position(raised.id())).unwrap().is_none());
    town.grant(beginner.device(), UPPER, Role::Member, "普红梅").await;
    assert!(read(&*town.hub.archive, |view| view.position(raised.id())).unwrap().is_some());
    // Brought again, as carriers do daily, it gives the receipt.
    let (pushed, receipt) = carrier.push(&town, &bytes(std::slice::from_ref(&raised))).await;
    assert!(pushed.aside.is_empty() && receipt.heads.iter().any(|head| head.head.id == raised.id()));
}
