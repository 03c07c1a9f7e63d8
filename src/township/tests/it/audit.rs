//! The audit log: each act leaves a signed line, no phone gets any of them, and a flood becomes a count.

use crate::desk::{Desk, refused, signed_in};
use crate::town::{Phone, Town, UPPER, VILLAGE, place};
use domain::audit::{Act, log_of};
use domain::authority::Role;
use oplog::to_cbor;
use sync::desk::{Login, NewCode};
use sync::desk_devices::End;
use sync::desk_log::{LogLine, LogPage};
use sync::message::{ScopeState, Verdict};
use township::verify::{Verified, verify};

/// The lines that the desk shows, the newest first.
pub async fn lines(desk: &Desk<'_>, query: &str) -> Vec<LogLine> {
    desk.get(&format!("log?{query}")).await.json::<LogPage>().lines
}

fn acts(lines: &[LogLine]) -> Vec<Act> {
    lines.iter().map(|line| Act::from_number(line.act).unwrap()).collect()
}

fn whole(town: &Town) {
    let found = verify(&*town.hub.archive, &town.hub.shared.identity.public()).unwrap();
    assert!(matches!(found, Verified::Whole(_)), "{found:?}");
}

/// Seen to fail: the line of a used code left out.
#[tokio::test(flavor = "multi_thread")]
async fn each_act_of_an_officer_leaves_a_line_with_who_what_and_why() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let code: NewCode = desk.post("codes", &()).await.json();
    let code = sync::enrol::Code::parse(&code.code).unwrap();
    let phone = Phone::new(40, town.township());
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&phone.claim(code))).await.status, 200);
    let device = phone.device();
    // Another phone with the same code.
    let second = Phone::new(41, town.township());
    assert_eq!(town.post("/enrol/v1/claim", to_cbor(&second.claim(code))).await.status, 409);
    town.grant(device, UPPER, Role::Recorder, "普红梅").await;
    let end = End { reason: "手机丢在街上".into() };
    assert_eq!(desk.post(&format!("phones/{device}/end"), &end).await.status, 204);
    let lines = lines(&desk, "").await;
    assert_eq!(
        acts(&lines),
        [Act::RolesEnded, Act::ClaimConfirmed, Act::CodeUsedAgain, Act::CodeMade, Act::FirstLogin]
    );
    assert!(lines.iter().all(|line| line.verified));
    let ended = &lines[0];
    assert_eq!((ended.who.as_str(), ended.reason.as_str()), ("王干部", "手机丢在街上"));
    assert_eq!((ended.device, ended.name.as_str()), (Some(device), "普红梅"));
    assert_eq!((ended.place, ended.place_name.as_str()), (Some(place(UPPER)), "上白村民小组"));
    let again = &lines[2];
    assert_eq!((again.by, again.device), (Some(second.device()), Some(device)));
    assert_eq!(again.refused, "enrol.used");
    assert_eq!((lines[4].who.as_str(), lines[4].from.as_str()), ("王干部", "10.0.0.1"));
    whole(&town);
}

/// Seen to fail: `readable` without its last line.
#[tokio::test(flavor = "multi_thread")]
async fn no_phone_gets_a_line_not_even_one_that_is_given_the_place_of_the_log() {
    let town = Town::new();
    let township = town.hub.shared.identity.scope;
    let log = log_of(township);
    let mut phones = vec![
        town.phone(50, township.as_str(), Role::Officer).await,
        town.phone(51, VILLAGE, Role::VillageSecretary).await,
        town.phone(52, log.as_str(), Role::Officer).await,
    ];
    let named = domain::Body::PlaceNamed(domain::place::PlaceNamed { name: "办公室".into() });
    town.hub.writer.run(move |work| township::authority::say(work, log, &named)).await.unwrap();
    for phone in &mut phones {
        let state = ScopeState { scope: log, cursor: 0, digest: oplog::Digest::default() };
        let (answer, receipt) = phone.hello(&town, vec![state], vec![], vec![]).await;
        assert_eq!(answer.verdicts, [(log, Verdict::NotGranted)]);
        assert!(!answer.scopes.contains(&log));
        assert!(receipt.heads.iter().all(|head| head.head.log.scope != log));
        let page = phone.pull(&town, answer.generation, &[(log, 0), (township, 0)]).await;
        assert!(page.cursors.iter().all(|(scope, _)| *scope != log));
        let kinds = page.ops.iter().map(|op| oplog::Op::read(op.to_vec()).unwrap().header().kind);
        assert!(kinds.into_iter().all(|kind| kind != domain::Kind::Audited.number()));
    }
    let held = town.hub.read(move |view| view.before(log, u64::MAX, 10)).await.unwrap();
    assert_eq!(held.len(), 5, "three lines, a grant and a name");
}

/// Any number of wrong passwords is two lines: the first, and one that says how many followed.
#[tokio::test(flavor = "multi_thread")]
async fn what_outsiders_cause_is_counted_and_not_written_a_thousand_times() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let before = town.hub.shared.tree().0;
    for at in 0..18 {
        // Names that nobody has are counted together, so that no list of names fills the tree.
        let login = Login { name: format!("生人{at}"), password: "不是这个密码啊啊啊".into() };
        assert_eq!(refused(&desk.post("login", &login).await).1, "login.wrong");
    }
    assert_eq!(town.hub.shared.tree().0, before + 1);
    town.later(60 * 60 * 1000 + 1);
    let lines = lines(&desk, "topic=logins&who=").await;
    assert_eq!(acts(&lines), [Act::LoginFailed, Act::LoginFailed, Act::FirstLogin]);
    assert_eq!((lines[0].times, lines[1].times), (17, 1));
    assert_eq!((lines[0].name.as_str(), lines[0].refused.as_str()), ("", "login.wrong"));
    assert_eq!(lines[0].since_ms, lines[1].at_ms);
    whole(&town);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_searched_by_who_what_and_when_and_comes_in_pages() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    for _ in 0..60 {
        assert_eq!(desk.post("codes", &()).await.status, 200);
        town.later(1_000);
    }
    let first: LogPage = desk.get("log").await.json();
    assert_eq!(first.lines.len(), 50);
    let rest: LogPage = desk.get(&format!("log?before={}", first.before.unwrap())).await.json();
    assert_eq!((rest.lines.len(), rest.before), (11, None));
    assert!(rest.lines[0].arrival < first.lines[49].arrival);
    assert_eq!(lines(&desk, "who=李").await, []);
    assert_eq!(acts(&lines(&desk, "topic=logins").await), [Act::FirstLogin]);
    let tenth = first.lines[9].at_ms;
    assert_eq!(lines(&desk, &format!("from={tenth}")).await.len(), 10);
    assert_eq!(lines(&desk, &format!("to={tenth}&topic=phones")).await.len(), 50);
}
