//! Who may what: every route of the desk asked by everybody, against a table that is written down here a second time.

use crate::desk::{Desk, PASSWORD, refused, signed_in};
use crate::town::{Reply, Town};
use axum::body::Body;
use axum::http::Request;
use sync::desk::{FirstLogin, Refusal};
use sync::desk_officers::{Duty, Once, SetAccount};
use township::routes::desk_table::LINES;

/// Nobody, an administrator, an officer, a reader: who is let in. Whoever adds a route adds it here and thinks of all four.
const TABLE: &[(&str, &str, [bool; 4])] = &[
    ("post", "/login", [true, true, true, true]),
    ("post", "/first-login", [true, true, true, true]),
    ("post", "/logout", [false, true, true, true]),
    ("get", "/session", [false, true, true, true]),
    ("post", "/password", [false, true, true, true]),
    ("get", "/sessions", [false, true, true, true]),
    ("post", "/sessions/end", [false, true, true, true]),
    ("get", "/events", [false, true, true, true]),
    ("get", "/overview", [false, false, true, true]),
    ("get", "/matters", [false, false, true, true]),
    ("get", "/matters/{id}", [false, false, true, true]),
    ("post", "/matters/{id}/read", [false, false, false, true]),
    ("get", "/matters/{id}/readings", [false, false, true, false]),
    ("get", "/matters/{id}/meetings/{op}/slip", [false, false, true, true]),
    ("post", "/matters/{id}/printed", [false, false, true, true]),
    ("get", "/days", [false, false, true, false]),
    ("get", "/days/{day}", [false, false, true, false]),
    ("post", "/check", [false, false, true, false]),
    ("post", "/carried", [false, false, true, false]),
    ("get", "/people", [false, false, true, false]),
    ("get", "/people/within", [false, false, true, false]),
    ("get", "/aside", [false, false, true, false]),
    ("get", "/phones", [false, false, true, false]),
    ("post", "/phones/{device}/end", [false, false, true, false]),
    ("post", "/phones/{device}/change", [false, false, true, false]),
    ("post", "/codes", [false, false, true, false]),
    ("get", "/codes", [false, false, true, false]),
    ("post", "/codes/sheet", [false, false, true, false]),
    ("post", "/codes/{name}/extend", [false, false, true, false]),
    ("post", "/codes/{name}/cancel", [false, false, true, false]),
    ("get", "/claims", [false, false, true, false]),
    ("post", "/claims/{device}/confirm", [false, false, true, false]),
    ("post", "/claims/{device}/refuse", [false, false, true, false]),
    ("get", "/log", [false, true, true, false]),
    ("get", "/officers", [false, true, false, false]),
    ("post", "/officers/make", [false, true, false, false]),
    ("post", "/officers/change", [false, true, false, false]),
    ("post", "/officers/close", [false, true, false, false]),
    ("post", "/officers/open", [false, true, false, false]),
    ("post", "/officers/reset", [false, true, false, false]),
    ("post", "/officers/unlock", [false, true, false, false]),
    ("post", "/officers/end-sessions", [false, true, false, false]),
];

/// An account of these duties, signed in with the login that an administrator made.
pub async fn another<'a>(town: &'a Town, by: &Desk<'_>, name: &str, duties: &[Duty]) -> Desk<'a> {
    let set = SetAccount { name: name.into(), duties: duties.to_vec() };
    let reply = by.post("officers/make", &set).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    let once: Once = reply.json();
    let mut desk = Desk { town, cookie: String::new() };
    let first = FirstLogin { once: once.once, name: name.into(), password: PASSWORD.into() };
    let reply = desk.post("first-login", &first).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    desk.keep(&reply);
    desk
}

/// The answer's head; the stream of events has no end.
async fn ask(desk: &Desk<'_>, method: &str, path: &str) -> Reply {
    use tower::ServiceExt;
    let filled = path.replace("{id}", &"0".repeat(32)).replace("{device}", &"0".repeat(32));
    let filled =
        filled.replace("{op}", &"0".repeat(64)).replace("{day}", "1").replace("{name}", &"0".repeat(64));
    let request = Request::builder()
        .method(method.to_uppercase().as_str())
        .uri(format!("/desk/api{filled}"))
        .header("host", "desk.cn")
        .header("x-shouyi", "desk")
        .header("cookie", &desk.cookie)
        .body(Body::empty())
        .unwrap();
    let (parts, body) = desk.town.app.clone().oneshot(request).await.unwrap().into_parts();
    let streams = parts.headers.get("content-type").is_some_and(|media| media == "text/event-stream");
    let bytes = match streams || parts.status == 204 {
        true => Vec::new(),
        false => axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec(),
    };
    Reply { status: parts.status, headers: parts.headers, body: bytes }
}

/// Seen to fail: `/phones` opened to readers.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_whom_the_table_names_and_nobody_else() {
    let routes: Vec<(&str, &str)> = LINES.iter().map(|line| (line.method, line.path)).collect();
    let written: Vec<(&str, &str)> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(routes, written, "a route needs a row here, and a row a route");
    let town = Town::new();
    let first = signed_in(&town).await;
    for (at, duty) in
        [None, Some(Duty::Administrator), Some(Duty::Officer), Some(Duty::Reader)].into_iter().enumerate()
    {
        let desk = match duty {
            None => Desk { town: &town, cookie: String::new() },
            Some(duty) => another(&town, &first, &format!("第{at}人"), &[duty]).await,
        };
        // Signing out comes last.
        let (last, rows): (Vec<_>, Vec<_>) = TABLE.iter().partition(|(_, path, _)| *path == "/logout");
        for (method, path, may) in rows.into_iter().chain(last) {
            let reply = ask(&desk, method, path).await;
            let code = serde_json::from_slice::<Refusal>(&reply.body).map(|refusal| refusal.code);
            let code = code.unwrap_or_default();
            let let_in = !matches!(code.as_str(), "session.none" | "officer.duty");
            assert_eq!(let_in, may[at], "{method} {path} by {duty:?}: {} {code}", reply.status);
            let want = if duty.is_none() { 401 } else { 403 };
            assert!(let_in || reply.status == want, "{method} {path}: {}", reply.status);
        }
    }
    assert_eq!(refused(&ask(&first, "get", "/nothing").await), (404, "request.not-found".into()));
}
