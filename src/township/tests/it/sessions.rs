//! Sessions: what is missing on either side, receipts, pages, and that no place leaks.

use crate::town::{LOWER, Town, UPPER, VILLAGE, bytes, place};
use domain::authority::Role;
use oplog::{Digest, Head, Op, OpId, from_cbor};
use std::collections::BTreeSet;
use sync::digest::of_heads;
use sync::message::{Generation, ScopeState, Verdict, Want};
use township::archive::read;

fn head_of(op: &Op) -> Head {
    Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() }
}

fn state(code: &str, digest: Digest) -> ScopeState {
    ScopeState { scope: place(code), digest, cursor: 0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn hello_says_what_is_missing_and_what_is_held() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let ops: Vec<Op> = (0..3).map(|n| phone.raise(UPPER, &format!("事项{n}"))).collect();
    phone.push(&town, &bytes(&ops[..1])).await;
    let scopes = vec![state(UPPER, Digest([0; 32])), state(LOWER, Digest([0; 32]))];
    let (answer, receipt) = phone.hello(&town, scopes, vec![head_of(&ops[2])], vec![]).await;
    assert_eq!(answer.verdicts, [(place(UPPER), Verdict::Differs), (place(LOWER), Verdict::NotGranted)]);
    assert_eq!(answer.want, [Want { log: ops[0].header().log(), from: 1, to: 3 }]);
    assert_eq!(answer.scopes, [place("532301104"), place(VILLAGE), place(UPPER)]);
    assert_eq!(receipt.heads[0].head, head_of(&ops[0]));
    phone.push(&town, &bytes(&ops[1..])).await;
    let heads = read(&*town.hub.archive, |view| view.heads_in(place(UPPER))).unwrap();
    let digest = of_heads(place(UPPER), heads.iter().map(|head| &head.head));
    let (answer, receipt) =
        phone.hello(&town, vec![state(UPPER, digest)], vec![head_of(&ops[2])], vec![]).await;
    assert_eq!((answer.verdicts, answer.want), (vec![(place(UPPER), Verdict::InSync)], vec![]));
    assert_eq!(receipt.heads[0].head, head_of(&ops[2]));
    let row = read(&*town.hub.archive, |view| view.device(phone.device())).unwrap().unwrap();
    assert_eq!((row.unreceived, row.app.as_str(), row.last_sync_ms.is_some()), (3, "0.1.0", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_only_ahead_is_not_sent_to_pull() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let mut other = town.phone(8, UPPER, Role::Recorder).await;
    let own = phone.raise(UPPER, "进村道路");
    let cursor = town.hub.shared.tree().0;
    let state = || vec![ScopeState { cursor, ..state(UPPER, Digest([0; 32])) }];
    // Its cursor means something in the generation that it knows, and in no other.
    let (answer, _) = phone.hello(&town, state(), vec![head_of(&own)], vec![]).await;
    assert_eq!(answer.verdicts, [(place(UPPER), Verdict::Differs)]);
    phone.generation = Some(answer.generation);
    phone.push(&town, &bytes(std::slice::from_ref(&own))).await;
    let (answer, _) = phone.hello(&town, state(), vec![head_of(&own)], vec![]).await;
    assert_eq!(answer.verdicts, [(place(UPPER), Verdict::Ahead)], "what arrived is its own");
    let foreign = other.raise(UPPER, "水池");
    other.push(&town, &bytes(&[foreign])).await;
    let (answer, _) = phone.hello(&town, state(), vec![head_of(&own)], vec![]).await;
    assert_eq!(answer.verdicts, [(place(UPPER), Verdict::Differs)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn vectors_tell_what_others_have_and_where_a_log_forked() {
    let town = Town::new();
    let mut phone = town.phone(7, VILLAGE, Role::Recorder).await;
    let mut other = town.phone(8, UPPER, Role::Recorder).await;
    let ops: Vec<Op> = (0..2).map(|n| other.raise(UPPER, &format!("事项{n}"))).collect();
    let (answer, _) = phone.hello(&town, vec![], vec![], vec![head_of(&ops[1])]).await;
    assert_eq!(answer.want, [Want { log: ops[0].header().log(), from: 0, to: 2 }]);
    phone.push(&town, &bytes(&ops)).await;
    let forged = Head { id: OpId([5; 32]), ..head_of(&ops[0]) };
    let (answer, receipt) = phone.hello(&town, vec![], vec![], vec![forged]).await;
    assert_eq!(answer.want, [Want { log: ops[0].header().log(), from: 0, to: 1 }], "the other branch");
    assert_eq!((answer.forked[0].seq, answer.forked[0].held), (0, ops[0].id()));
    assert_eq!(receipt.heads[0].head, head_of(&ops[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_place_is_read_without_a_grant() {
    let town = Town::new();
    let mut upper = town.phone(7, UPPER, Role::Recorder).await;
    let mut lower = town.phone(8, LOWER, Role::Recorder).await;
    let (secret, shared) = (lower.raise(LOWER, "下白的事"), lower.raise(VILLAGE, "全村的事"));
    lower.push(&town, &bytes(&[secret.clone(), shared.clone()])).await;
    let generation = town.hub.shared.identity.generation();
    let everything = [(place(LOWER), 0), (place(UPPER), 0), (place(VILLAGE), 0), (place("532301104"), 0)];
    let page = upper.pull(&town, generation, &everything).await;
    let ops: Vec<Op> = page.ops.iter().map(|bytes| Op::read(bytes.to_vec()).unwrap()).collect();
    let scopes: BTreeSet<_> = ops.iter().map(|op| op.header().scope).collect();
    assert_eq!(scopes, BTreeSet::from([place("532301104"), place(VILLAGE), place(UPPER)]));
    assert!(ops.iter().any(|op| op.id() == shared.id()));
    assert!(page.cursors.iter().all(|(scope, _)| *scope != place(LOWER)));
    // Not by its vector either.
    let (answer, receipt) = upper.hello(&town, vec![], vec![], vec![head_of(&secret)]).await;
    assert!(answer.want.is_empty() && receipt.heads.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_bring_everything_once_and_then_nothing() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let long = "长".repeat(20_000);
    let ops: Vec<Op> = (0..10).map(|n| phone.raise(UPPER, &format!("{n}{long}"))).collect();
    for batch in ops.chunks(4) {
        phone.push(&town, &bytes(batch)).await;
    }
    let generation = town.hub.shared.identity.generation();
    let (mut cursors, mut seen, mut pages) = (vec![(place(UPPER), 0), (place(VILLAGE), 0)], Vec::new(), 0);
    loop {
        let page = phone.pull(&town, generation, &cursors).await;
        seen.extend(page.ops.iter().map(|bytes| Op::read(bytes.to_vec()).unwrap().id()));
        cursors = page.cursors;
        pages += 1;
        if !page.more {
            break;
        }
    }
    let unique: BTreeSet<_> = seen.iter().collect();
    assert!(unique.len() == seen.len() && ops.iter().all(|op| unique.contains(&op.id())));
    assert!(pages > 1, "{pages}");
    let page = phone.pull(&town, generation, &cursors).await;
    assert!(page.ops.is_empty() && !page.more && page.cursors == cursors);
    // Cursors of another generation mean nothing.
    let page = phone.pull(&town, Generation([0; 16]), &cursors).await;
    assert!(!page.ops.is_empty() && page.generation == generation);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_packed_for_those_who_take_it() {
    use axum::http::Request;
    use std::io::Read;
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let generation = town.hub.shared.identity.generation();
    let pull = sync::message::Pull { generation, cursors: vec![(place(UPPER), 0)], own: false };
    let envelope = phone.envelope(sync::message::Verb::Pull, oplog::to_cbor(&pull));
    let request = Request::post("/sync/v1/pull").header("content-type", sync::message::MEDIA_TYPE);
    let request = request.header("accept-encoding", "br, gzip").body(envelope.into()).unwrap();
    let reply = town.send(request).await;
    assert_eq!(reply.headers["content-encoding"], "gzip");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&reply.body[..]).read_to_end(&mut plain).unwrap();
    assert!(!from_cbor::<sync::message::Page>(&plain).unwrap().ops.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_phones_at_once_lose_nothing() {
    let town = Town::new();
    let mut tasks = Vec::new();
    let town = std::sync::Arc::new(town);
    for seed in 20..28 {
        let mut phone = town.phone(seed, UPPER, Role::Recorder).await;
        let town = std::sync::Arc::clone(&town);
        tasks.push(tokio::spawn(async move {
            for n in 0..10 {
                let op = phone.raise(UPPER, &format!("{seed}-{n}"));
                let (_, receipt) = phone.push(&town, &bytes(std::slice::from_ref(&op))).await;
                assert_eq!(receipt.heads[0].head, head_of(&op));
                assert!(receipt.tree_size >= receipt.heads[0].arrival);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let (last, size) =
        read(&*town.hub.archive, |view| Ok((view.last_arrival()?, view.summaries(place(UPPER))?.len())))
            .unwrap();
    assert_eq!((last, size), (town.hub.shared.tree().0, 80));
}
