//! The desk's API: logins, cookies, foreign pages, and what it shows.

use crate::town::{Phone, Reply, Town, UPPER, bytes, place};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::authority::Role;
use oplog::to_cbor;
use std::net::SocketAddr;
use sync::desk::{
    Confirm, FirstLogin, Login, MatterPage, MatterRow, NewCode, Overview, Refusal, Register, Session,
    WaitingPhone,
};
use sync::desk_devices::Whose;
use township::archive::rows::Meta;
use township::officers::{IDLE_MS, new_once};

pub struct Desk<'a> {
    pub town: &'a Town,
    pub cookie: String,
}

impl Desk<'_> {
    async fn send(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Reply {
        let mut request =
            request.header("host", "desk.cn").header("cookie", &self.cookie).body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
        self.town.send(request).await
    }

    pub async fn post<T: serde::Serialize>(&self, path: &str, body: &T) -> Reply {
        let request = Request::post(format!("/desk/api/{path}"))
            .header("x-shouyi", "desk")
            .header("origin", "http://desk.cn");
        self.send(request, serde_json::to_vec(body).unwrap()).await
    }

    pub async fn file(&self, path: &str, kind: &str, bytes: Vec<u8>) -> Reply {
        let request = Request::post(format!("/desk/api/{path}"))
            .header("x-shouyi", "desk")
            .header("origin", "http://desk.cn")
            .header("content-type", kind);
        self.send(request, bytes).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(format!("/desk/api/{path}")), vec![]).await
    }

    /// The officer signs in again, after a session that ended.
    pub async fn again<'b>(&self, town: &'b Town) -> Desk<'b> {
        let reply = self.login(PASSWORD).await;
        let cookie = reply.headers["set-cookie"].to_str().unwrap();
        Desk { town, cookie: cookie.split(';').next().unwrap().to_owned() }
    }

    async fn login(&self, password: &str) -> Reply {
        self.post("login", &Login { name: "王干部".into(), password: password.into() }).await
    }

    /// What a browser keeps of an answer.
    pub fn keep(&mut self, reply: &Reply) {
        let cookie = reply.headers["set-cookie"].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }
}

pub const PASSWORD: &str = "紫溪镇的十个字密码啊";

async fn once(town: &Town) -> String {
    let (text, hash) = new_once(&*town.hub.shared.outside).unwrap();
    town.hub.writer.run(move |work| work.tx.put_meta(Meta::Once, Some(&hash.0))).await.unwrap();
    text
}

pub async fn signed_in(town: &Town) -> Desk<'_> {
    let mut desk = Desk { town, cookie: String::new() };
    let first = FirstLogin { once: once(town).await, name: "王干部".into(), password: PASSWORD.into() };
    let reply = desk.post("first-login", &first).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200"), "{cookie}");
    desk.cookie = cookie.split(';').next().unwrap().to_owned();
    desk
}

pub fn refused(reply: &Reply) -> (u16, String) {
    (reply.status.as_u16(), reply.json::<Refusal>().code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_login_is_used_once_and_sets_the_password() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let session: Session = desk.get("session").await.json();
    assert_eq!((session.officer.as_str(), session.township.as_str()), ("王干部", "紫溪镇"));
    let again = |once: String, name: &str, password: &str| FirstLogin {
        once,
        name: name.into(),
        password: password.into(),
    };
    let reply = desk.post("first-login", &again("0000-0000".into(), "李", PASSWORD)).await;
    assert_eq!(refused(&reply), (401, "login.once".into()));
    let reply = desk.post("first-login", &again("0000-0000".into(), "李", "短密码")).await;
    assert_eq!(refused(&reply), (422, "login.short".into()));
    let reply = desk.post("first-login", &again(once(&town).await, "王干部", PASSWORD)).await;
    assert_eq!(refused(&reply), (422, "login.name".into()));
    assert_eq!(desk.login(PASSWORD).await.status, 200);
    assert_eq!(refused(&desk.login("错的密码错的密码").await), (401, "login.wrong".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_are_slowed_down_and_sessions_end() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    for _ in 0..5 {
        assert_eq!(refused(&desk.login("不是这个密码啊啊啊").await).1, "login.wrong");
    }
    let reply = desk.login(PASSWORD).await;
    assert_eq!(refused(&reply), (429, "login.too-many".into()));
    assert_eq!((reply.json::<Refusal>().retry_s, &reply.headers["retry-after"]), (5, &"5".parse().unwrap()));
    town.later(5_000);
    assert_eq!(desk.login(PASSWORD).await.status, 200);
    town.later(IDLE_MS);
    assert_eq!(refused(&desk.get("overview").await), (401, "session.none".into()));
    let desk = Desk { town: &town, cookie: "shouyi_desk=abc".into() };
    assert_eq!(refused(&desk.get("overview").await), (401, "session.none".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_cannot_act_for_the_officer() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let without = desk.send(Request::post("/desk/api/codes"), vec![]).await;
    assert_eq!(refused(&without), (403, "session.foreign".into()));
    for origin in ["http://evil.cn", "null", "http://desk.cn.evil.cn"] {
        let request = Request::post("/desk/api/codes").header("x-shouyi", "desk").header("origin", origin);
        assert_eq!(refused(&desk.send(request, vec![]).await), (403, "session.foreign".into()), "{origin}");
    }
    assert_eq!(desk.post("codes", &()).await.status, 200);
    // HTTP/2 names the host in the address alone.
    let request = Request::post("https://desk.cn/desk/api/codes").header("x-shouyi", "desk");
    let request = request.header("origin", "https://desk.cn").header("cookie", &desk.cookie);
    let reply = town.send(request.body(Body::empty()).unwrap()).await;
    assert!(reply.json::<NewCode>().link.starts_with("http://desk.cn/#enrol="));
    assert_eq!(desk.post("logout", &()).await.status, 204);
    assert_eq!(refused(&desk.post("codes", &()).await), (401, "session.none".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_confirmed_at_the_desk_and_its_records_are_shown() {
    let town = Town::new();
    let desk = signed_in(&town).await;
    let mut news = town.hub.shared.events.subscribe();
    let code: NewCode = desk.post("codes", &()).await.json();
    assert!(code.link.starts_with("http://desk.cn/#enrol=") && code.qr_svg.starts_with("<svg"));
    let mut phone = Phone::new(7, town.township());
    let claim = phone.claim(sync::enrol::Code::parse(&code.code).unwrap_or_else(|_| panic!("a code")));
    town.post("/enrol/v1/claim", to_cbor(&claim)).await;
    let waiting: Vec<WaitingPhone> = desk.get("claims").await.json();
    assert_eq!(
        (waiting.len(), waiting[0].device, waiting[0].label.as_str()),
        (1, phone.device(), "Redmi 9A")
    );
    let people: Register = desk.get(&format!("people?scope={UPPER}")).await.json();
    let person = people.people.iter().find(|person| person.name == "普红梅").map(|person| person.id);
    let whose = Whose { name: "普红梅".into(), person, roles: vec![Role::Recorder], scope: place(UPPER) };
    let confirm = Confirm { whose: whose.clone(), instead_of: None };
    let path = format!("claims/{}/confirm", phone.device());
    let nowhere = Confirm { whose: Whose { scope: place("532301104999"), ..whose }, instead_of: None };
    assert_eq!(refused(&desk.post(&path, &nowhere).await), (422, "enrol.grant".into()));
    assert_eq!(desk.post(&path, &confirm).await.status, 204);
    assert_eq!(refused(&desk.post(&path, &confirm).await), (404, "enrol.gone".into()));

    let op = phone.raise(UPPER, "进村道路硬化");
    phone.push(&town, &bytes(std::slice::from_ref(&op))).await;
    let overview: Overview = desk.get("overview").await.json();
    assert_eq!((overview.arrivals.len(), overview.waiting, overview.aside), (1, 0, 0));
    assert_eq!((&overview.rolled_back, overview.backed_up_ms), (&None, None));
    assert_eq!(
        (overview.arrivals[0].title.as_str(), overview.arrivals[0].from.as_str()),
        ("进村道路硬化", "普红梅")
    );
    assert_eq!(overview.tree.places[0].places[0].matters, 1);
    let rows: Vec<MatterRow> = desk.get("matters?scope=532301104").await.json();
    assert_eq!((rows.len(), rows[0].place.as_str()), (1, "上白村民小组"));
    let page: MatterPage = desk.get(&format!("matters/{}", rows[0].summary.id)).await.json();
    assert_eq!(page.places, ["紫溪镇", "前进村", "上白村民小组"]);
    let record = &page.records[0];
    assert!(record.verified && record.standing == "effective" && record.person == "普红梅");
    let phones: Vec<sync::desk::Phone> = desk.get("phones").await.json();
    assert_eq!((phones[0].ops, phones[0].grants[0].place.as_str()), (1, "上白村民小组"));
    let mut heard = Vec::new();
    while let Ok(event) = news.try_recv() {
        heard.push(event);
    }
    assert!(
        matches!(
            heard.as_slice(),
            [sync::desk::Event::Claims, sync::desk::Event::Claims, sync::desk::Event::Arrived(_)]
        ),
        "{heard:?}"
    );
    assert_eq!(refused(&desk.get("matters/00").await), (404, "request.not-found".into()));
    assert_eq!(refused(&desk.get("matters?scope=1&scope=2").await), (400, "body.shape".into()));
    assert_eq!(refused(&desk.get("nothing").await), (404, "request.not-found".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officer_sees_that_the_database_went_back_and_when_it_was_copied() {
    let town = Town::new();
    // Without its mark nobody can say that the database was not put back.
    std::fs::remove_file(town.dir.path().join("high-water")).unwrap();
    let town = town.reopen();
    let desk = signed_in(&town).await;
    let overview: Overview = desk.get("overview").await.json();
    let back = overview.rolled_back.unwrap();
    assert_eq!((back.held + 2, overview.backed_up_ms), (overview.ops, None), "with two lines of the log");
    let copy = town.dir.path().join("copy.db");
    township::backup::back_up(town.dir.path(), &copy, false, false, 77).unwrap();
    let overview: Overview = desk.get("overview").await.json();
    assert_eq!(overview.backed_up_ms, Some(77));
}
