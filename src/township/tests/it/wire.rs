//! Requests as they must not be: each refused by name, none with a panic.

use crate::town::{Phone, Town, UPPER};
use axum::body::Body;
use axum::http::Request;
use domain::authority::Role;
use flate2::Compression;
use flate2::write::GzEncoder;
use oplog::to_cbor;
use std::io::Write;
use sync::limits::{MAX_BATCH_OPS, MAX_MESSAGE};
use sync::message::{Hello, MEDIA_TYPE, Push, Retry, Verb};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn request(media: &str, encoding: Option<&str>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::post(Verb::Push.path()).header("content-type", media);
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    request.body(Body::from(body)).unwrap()
}

fn hello(protocols: Vec<u16>) -> Vec<u8> {
    to_cbor(&Hello {
        protocols,
        app: String::new(),
        generation: None,
        scopes: vec![],
        own: vec![],
        vectors: vec![],
        unreceived: 0,
        tree: None,
        proof: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_must_not_be() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let fine = phone.envelope(Verb::Push, to_cbor(&Push { ops: vec![] }));
    let mut trailing = fine.clone();
    trailing.push(0);
    let bomb = gzip(&vec![0; 64 * MAX_MESSAGE]);
    assert!(bomb.len() < MAX_MESSAGE);
    for (what, sent, status, code) in [
        ("a form", request("text/plain", None, fine.clone()), 415, "body.type"),
        ("too much", request(MEDIA_TYPE, None, vec![0; MAX_MESSAGE + 1]), 413, "body.too-large"),
        ("a bomb", request(MEDIA_TYPE, Some("gzip"), bomb), 413, "body.too-large"),
        ("torn gzip", request(MEDIA_TYPE, Some("gzip"), gzip(&fine)[..20].to_vec()), 400, "body.encoding"),
        ("another packing", request(MEDIA_TYPE, Some("br"), fine.clone()), 400, "body.encoding"),
        ("trailing bytes", request(MEDIA_TYPE, None, trailing), 400, "body.not-canonical"),
        ("nothing", request(MEDIA_TYPE, None, vec![]), 400, "body.not-canonical"),
        ("another shape", request(MEDIA_TYPE, None, vec![0x01]), 400, "body.shape"),
    ] {
        let reply = town.send(sent).await;
        assert_eq!(reply.refused(), (status, code.to_owned()), "{what}");
    }
    // The same request, packed, is taken: the refusals used up nothing.
    let reply = town.send(request(MEDIA_TYPE, Some("gzip"), gzip(&fine))).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_that_must_not_be() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let mut stranger = Phone::new(50, town.township());
    let reply = stranger.ask(&town, Verb::Hello, hello(vec![1])).await;
    assert_eq!(reply.refused(), (403, "sync.unknown-device".into()));
    let mut lost = Phone::new(7, oplog::TownshipId([1; 16]));
    assert_eq!(
        lost.ask(&town, Verb::Hello, hello(vec![1])).await.refused(),
        (421, "sync.other-township".into())
    );
    let mut bent = phone.envelope(Verb::Hello, hello(vec![1]));
    *bent.last_mut().unwrap() ^= 1;
    assert_eq!(town.post(Verb::Hello.path(), bent).await.refused(), (403, "sync.signature".into()));
    let elsewhere = phone.envelope(Verb::Hello, hello(vec![1]));
    assert_eq!(town.post(Verb::Push.path(), elsewhere).await.refused(), (400, "body.shape".into()));
    assert_eq!(phone.ask(&town, Verb::Hello, hello(vec![9])).await.refused(), (426, "sync.too-old".into()));
    let many = Push { ops: vec![vec![].into(); MAX_BATCH_OPS + 1] };
    assert_eq!(phone.ask(&town, Verb::Push, to_cbor(&many)).await.refused(), (413, "body.too-large".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_counts_once_also_after_a_restart() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    phone.session = 5;
    let sent = phone.envelope(Verb::Hello, hello(vec![1]));
    assert_eq!(town.post(Verb::Hello.path(), sent.clone()).await.status, 200);
    let again = town.post(Verb::Hello.path(), sent.clone()).await;
    assert_eq!(again.refused(), (409, "sync.replayed".into()));
    assert_eq!((again.failure().retry, again.failure().session), (Retry::NextSession, 6));
    let town = town.reopen();
    assert_eq!(town.post(Verb::Hello.path(), sent).await.refused(), (409, "sync.replayed".into()));
    (phone.session, phone.step) = (4, 0);
    assert_eq!(phone.ask(&town, Verb::Hello, hello(vec![1])).await.refused(), (409, "sync.replayed".into()));
    (phone.session, phone.step) = (6, 0);
    assert_eq!(phone.ask(&town, Verb::Hello, hello(vec![1])).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_wears_the_security_headers() {
    let town = Town::new();
    for path in ["/ping", "/", "/desk/", "/sync/v1/hello", "/desk/api/session", "/nothing.js"] {
        let reply = town.get(path).await;
        assert!(
            reply.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert_eq!(reply.headers["referrer-policy"], "no-referrer");
        assert!(reply.headers.contains_key("x-request-id"));
    }
    let ping = town.get("/ping").await;
    assert_eq!(
        (ping.status.as_u16(), ping.headers["x-shouyi"].to_str().unwrap()),
        (204, &*town.township().hex())
    );
    assert_eq!(town.get("/sync/v1/hello").await.refused(), (405, "request.method".into()));
    assert_eq!(town.get("/nothing.js").await.status, 404);
}
