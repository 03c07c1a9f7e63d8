//! Officers' accounts: made, changed, closed; passwords and sessions; records opened for cause.

use crate::audit::lines;
use crate::desk::{Desk, PASSWORD, refused, signed_in};
use crate::duties::another;
use crate::town::{Town, UPPER, bytes};
use axum::body::Body;
use axum::http::Request;
use domain::audit::Act;
use domain::authority::Role;
use http_body_util::BodyExt;
use sync::desk::{FirstLogin, Login, MatterPage, MatterRow, Session};
use sync::desk_officers::{
    Account, Duty, EndSession, Named, NewPassword, Once, OwnSession, Reading, Reason, SetAccount,
};
use tower::ServiceExt;
use township::officers::{ABSOLUTE_MS, IDLE_MS};
use township::readings::OPEN_MS;

fn named(name: &str) -> Named {
    Named { name: name.into() }
}

async fn login(desk: &mut Desk<'_>, name: &str, password: &str) -> (u16, String) {
    let reply = desk.post("login", &Login { name: name.into(), password: password.into() }).await;
    if reply.status == 200 {
        desk.keep(&reply);
        return (200, String::new());
    }
    refused(&reply)
}

fn out(town: &Town) -> Desk<'_> {
    Desk { town, cookie: String::new() }
}

/// Seen to fail: sessions left standing when duties change.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_changed_closed_and_opened_again() {
    let town = Town::new();
    let admin = signed_in(&town).await;
    let session: Session = admin.get("session").await.json();
    assert_eq!(session.duties, [Duty::Administrator, Duty::Officer], "the first one is both");
    let li = another(&town, &admin, "李干事", &[Duty::Officer]).await;
    assert_eq!(li.get("phones").await.status, 200);
    let set = |duties: &[Duty]| SetAccount { name: "李干事".into(), duties: duties.to_vec() };
    let mixed = admin.post("officers/change", &set(&[Duty::Reader, Duty::Officer])).await;
    assert_eq!(refused(&mixed), (422, "officer.duties".into()));
    let taken = admin.post("officers/make", &set(&[Duty::Officer])).await;
    assert_eq!(refused(&taken), (422, "login.name".into()));
    assert_eq!(admin.post("officers/change", &set(&[Duty::Reader])).await.status, 204);
    assert_eq!(refused(&li.get("phones").await), (401, "session.none".into()), "signed in anew");
    let mut li = out(&town);
    assert_eq!(login(&mut li, "李干事", PASSWORD).await.0, 200);
    assert_eq!(refused(&li.get("phones").await), (403, "officer.duty".into()));
    assert_eq!(admin.post("officers/close", &named("李干事")).await.status, 204);
    assert_eq!(refused(&li.get("session").await).1, "session.none");
    assert_eq!(login(&mut li, "李干事", PASSWORD).await.1, "login.wrong");
    let once: Once = admin.post("officers/open", &named("李干事")).await.json();
    assert_eq!(login(&mut li, "李干事", PASSWORD).await.1, "login.wrong", "the old password is void");
    let first =
        |name: &str| FirstLogin { once: once.once.clone(), name: name.into(), password: PASSWORD.into() };
    assert_eq!(refused(&li.post("first-login", &first("别人")).await).1, "login.once", "another's login");
    assert_eq!(li.post("first-login", &first("李干事")).await.status, 200);
    assert_eq!(refused(&li.post("first-login", &first("李干事")).await).1, "login.once", "used once");
    let accounts: Vec<Account> = admin.get("officers").await.json();
    let li = accounts.iter().find(|account| account.name == "李干事").unwrap();
    assert_eq!((li.duties.as_slice(), li.closed, li.once_until_ms), (&[Duty::Reader][..], false, None));
    let acts: Vec<_> = lines(&admin, "topic=accounts").await.iter().map(|line| line.act).collect();
    let want = [Act::OfficerEnabled, Act::OfficerDisabled, Act::RoleChanged, Act::OfficerMade];
    assert_eq!(acts, want.map(|act| act as u16));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_can_administer_is_always_left() {
    let town = Town::new();
    let admin = signed_in(&town).await;
    let set = SetAccount { name: "王干部".into(), duties: vec![Duty::Officer] };
    assert_eq!(refused(&admin.post("officers/change", &set).await), (409, "officer.last".into()));
    assert_eq!(refused(&admin.post("officers/close", &named("王干部")).await).1, "officer.last");
    // One who never set a password administers nothing yet.
    let second = SetAccount { name: "李干事".into(), duties: vec![Duty::Administrator] };
    assert_eq!(admin.post("officers/make", &second).await.status, 200);
    assert_eq!(refused(&admin.post("officers/close", &named("王干部")).await).1, "officer.last");
    let other = another(&town, &admin, "张干事", &[Duty::Administrator]).await;
    assert_eq!(other.post("officers/close", &named("王干部")).await.status, 204);
    assert_eq!(refused(&admin.get("session").await).1, "session.none");
}

/// Seen to fail: the reason not asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_opens_a_record_for_cause_and_the_township_sees_it() {
    let town = Town::new();
    let admin = signed_in(&town).await;
    let mut phone = town.phone(60, UPPER, Role::Recorder).await;
    let raised = phone.raise(UPPER, "修水池");
    phone.push(&town, &bytes(&[raised])).await;
    let reader = another(&town, &admin, "州委组织部 赵", &[Duty::Reader]).await;
    let matters: Vec<MatterRow> = reader.get("matters").await.json();
    let path = format!("matters/{}", matters[0].summary.id);
    assert_eq!(refused(&reader.get(&path).await), (422, "reading.reason".into()));
    let slip = format!("{path}/meetings/{}/slip", "0".repeat(64));
    assert_eq!(refused(&reader.get(&slip).await).1, "reading.reason");
    assert_eq!(refused(&reader.post(&format!("{path}/printed"), &()).await).1, "reading.reason");
    let give = |reason: &str| Reason { reason: reason.into() };
    for wrong in ["", "   看看  ", &"长".repeat(201)] {
        let reply = reader.post(&format!("{path}/read"), &give(wrong)).await;
        assert_eq!(refused(&reply), (422, "reading.reason".into()), "{wrong}");
    }
    assert_eq!(lines(&admin, "topic=reading").await, []);
    assert_eq!(reader.post(&format!("{path}/read"), &give("核对群众上访件")).await.status, 204);
    assert_eq!(reader.get(&path).await.json::<MatterPage>().view.raised.title, "修水池");
    assert_eq!(reader.post(&format!("{path}/printed"), &()).await.status, 204);
    // The township sees who and why, beside the record and in the log.
    let readings: Vec<Reading> = admin.get(&format!("{path}/readings")).await.json();
    assert_eq!((readings.len(), readings[0].who.as_str()), (1, "州委组织部 赵"));
    assert_eq!(readings[0].reason, "核对群众上访件");
    let log = lines(&admin, "topic=reading").await;
    assert_eq!(
        log.iter().map(|line| line.act).collect::<Vec<_>>(),
        [Act::Printed as u16, Act::RecordRead as u16]
    );
    assert_eq!((log[1].title.as_str(), log[1].place_name.as_str()), ("修水池", "上白村民小组"));
    // Another session of the same reader, and this one after half an hour, ask anew.
    let mut again = out(&town);
    assert_eq!(login(&mut again, "州委组织部 赵", PASSWORD).await.0, 200);
    assert_eq!(refused(&again.get(&path).await).1, "reading.reason");
    town.later(OPEN_MS);
    assert_eq!(refused(&reader.get(&path).await).1, "reading.reason");
}

/// Seen to fail: the old session left after the password was changed.
#[tokio::test(flavor = "multi_thread")]
async fn changing_the_password_asks_the_old_one_and_ends_other_sessions() {
    let town = Town::new();
    let mut desk = signed_in(&town).await;
    let stolen = Desk { town: &town, cookie: desk.cookie.clone() };
    let mut other = out(&town);
    assert_eq!(login(&mut other, "王干部", PASSWORD).await.0, 200);
    let new = |old: &str, new: &str| NewPassword { old: old.into(), new: new.into() };
    let wrong = desk.post("password", &new("不是这个密码啊啊啊", "另外十个字的新密码呀")).await;
    assert_eq!(refused(&wrong), (422, "password.wrong".into()));
    assert_eq!(refused(&desk.post("password", &new(PASSWORD, "短的")).await), (422, "login.short".into()));
    let sessions: Vec<OwnSession> = desk.get("sessions").await.json();
    assert_eq!((sessions.len(), sessions.iter().filter(|session| session.this).count()), (2, 1));
    let reply = desk.post("password", &new(PASSWORD, "另外十个字的新密码呀")).await;
    assert_eq!(reply.status, 204);
    desk.keep(&reply);
    for ended in [&other, &stolen] {
        assert_eq!(refused(&ended.get("session").await), (401, "session.none".into()));
    }
    assert_eq!(desk.get("session").await.status, 200, "with a new token");
    assert_eq!(login(&mut other, "王干部", PASSWORD).await.1, "login.wrong");
    assert_eq!(login(&mut other, "王干部", "另外十个字的新密码呀").await.0, 200);
    // One session ends the others.
    let id =
        desk.get("sessions").await.json::<Vec<OwnSession>>().into_iter().find(|one| !one.this).unwrap().id;
    assert_eq!(desk.post("sessions/end", &EndSession { id: Some(id.clone()) }).await.status, 204);
    assert_eq!(refused(&other.get("session").await).1, "session.none");
    assert_eq!(refused(&desk.post("sessions/end", &EndSession { id: Some(id) }).await).0, 404);
    assert_eq!(login(&mut other, "王干部", "另外十个字的新密码呀").await.0, 200);
    assert_eq!(desk.post("sessions/end", &EndSession { id: None }).await.status, 204);
    assert_eq!(refused(&other.get("session").await).1, "session.none");
}

/// The open line ends with the session that opened it. Seen to fail: the events not told of the end.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_hears_nothing_more_on_its_open_line() {
    let town = Town::new();
    let admin = signed_in(&town).await;
    let li = another(&town, &admin, "李干事", &[Duty::Officer]).await;
    let open = |desk: &Desk<'_>| {
        let request = Request::get("/desk/api/events").header("cookie", &desk.cookie);
        town.app.clone().oneshot(request.body(Body::empty()).unwrap())
    };
    let (mut line, mut mine) =
        (open(&li).await.unwrap().into_body(), open(&admin).await.unwrap().into_body());
    async fn next(line: &mut Body) -> Option<String> {
        let frame = line.frame().await?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }
    assert_eq!(next(&mut line).await.unwrap(), ": open\n\n");
    assert_eq!(next(&mut mine).await.unwrap(), ": open\n\n");
    assert_eq!(admin.post("officers/end-sessions", &named("李干事")).await.status, 204);
    assert_eq!(next(&mut line).await, None, "the line is closed");
    assert!(next(&mut mine).await.unwrap().contains("essions"), "the other one goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_is_not_used_and_when_it_is_old() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let mut other = out(&town);
    assert_eq!(login(&mut other, "王干部", PASSWORD).await.0, 200);
    let step = IDLE_MS / 2;
    for _ in 1..ABSOLUTE_MS / step {
        town.later(step);
        assert_eq!(desk.get("session").await.status, 200);
    }
    assert_eq!(refused(&other.get("session").await).1, "session.none", "not used");
    town.later(step);
    assert_eq!(refused(&desk.get("session").await).1, "session.none", "half a day old");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_waits_after_wrong_passwords_also_over_a_restart_until_somebody_lets_it_in() {
    let town = Town::new();
    let admin = signed_in(&town).await;
    let _ = another(&town, &admin, "李干事", &[Duty::Officer]).await;
    let cookie = admin.cookie.clone();
    let mut stranger = out(&town);
    for _ in 0..5 {
        assert_eq!(login(&mut stranger, "李干事", "不是这个密码啊啊啊").await.1, "login.wrong");
    }
    assert_eq!(login(&mut stranger, "李干事", PASSWORD).await, (429, "login.too-many".into()));
    let town = town.reopen();
    let (admin, mut stranger) = (Desk { town: &town, cookie }, out(&town));
    assert_eq!(login(&mut stranger, "李干事", PASSWORD).await, (429, "login.too-many".into()));
    let accounts: Vec<Account> = admin.get("officers").await.json();
    assert_eq!(accounts.iter().map(|account| account.waits_s).max(), Some(5));
    let log = lines(&admin, "topic=logins&who=李").await;
    assert_eq!(log[0].act, Act::LockedOut as u16);
    assert_eq!((log[0].name.as_str(), log[0].refused.as_str()), ("李干事", "login.too-many"));
    assert_eq!(admin.post("officers/unlock", &named("李干事")).await.status, 204);
    assert_eq!(login(&mut stranger, "李干事", PASSWORD).await.0, 200);
    assert_eq!(lines(&admin, "topic=accounts").await[0].act, Act::LockLifted as u16);
}
