//! What joins the archive, what is kept aside, and that one delays no other.

use crate::town::{LOWER, Town, UPPER, VILLAGE, bytes, place};
use domain::authority::Role;
use oplog::{Digest, Op};
use sync::message::Pushed;
use township::archive::read;

fn codes(pushed: &Pushed, of: &[&[u8]]) -> Vec<Option<String>> {
    let found = |bytes: &[u8]| {
        pushed.aside.iter().find(|aside| aside.bytes == Digest::of(bytes)).map(|a| a.code.clone())
    };
    of.iter().map(|bytes| found(bytes)).collect()
}

fn bent(op: &Op, at: usize) -> Vec<u8> {
    let mut bytes = op.bytes().to_vec();
    bytes[at] ^= 1;
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_operation_is_kept_aside_by_name_and_delays_no_other() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let first = phone.raise(UPPER, "进村路");
    let second = phone.raise(UPPER, "路灯");
    let header_end = first.bytes().len() - first.body().len() - 64;
    let bad_signature = bent(&first, header_end + 3);
    let bad_body = bent(&first, first.bytes().len() - 1);
    let mut long = first.bytes().to_vec();
    long.push(0);
    let indefinite = vec![0x9f, 0xff];
    let foreign = domain::story::Writer::new(7, oplog::TownshipId([9; 16])).append_bytes(
        place(UPPER),
        None,
        &[],
        (100, 1),
        &[0xf6],
    );
    let unknown_key = domain::story::Writer::new(99, town.township()).append_bytes(
        place(UPPER),
        None,
        &[],
        (100, 1),
        &[0xf6],
    );
    let bad: Vec<(&[u8], &str)> = vec![
        (&bad_signature, "op.signature"),
        (&bad_body, "op.body"),
        (&long, "op.body"),
        (&indefinite, "op.not-canonical"),
        (&[], "op.truncated"),
        (foreign.bytes(), "op.township"),
        (unknown_key.bytes(), "op.unknown-key"),
    ];
    let mut batch: Vec<Vec<u8>> = bad.iter().map(|(bytes, _)| bytes.to_vec()).collect();
    batch.insert(2, first.bytes().to_vec());
    batch.push(second.bytes().to_vec());
    let (pushed, receipt) = phone.push(&town, &batch).await;
    assert_eq!(pushed.aside.len(), bad.len());
    for (bytes, code) in &bad {
        assert_eq!(codes(&pushed, &[bytes]), [Some((*code).to_owned())]);
    }
    let head = receipt.heads.iter().find(|head| head.head.log.device == phone.device()).unwrap();
    assert_eq!((head.head.height, head.head.id), (2, second.id()));
    let held = read(&*town.hub.archive, |view| view.asides(100)).unwrap();
    assert_eq!(held.len(), bad.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_a_batch_and_of_batches_loses_nothing() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let ops: Vec<Op> = (0..6).map(|n| phone.raise(UPPER, &format!("事项{n}"))).collect();
    // Later ones first, in a push of their own.
    let (pushed, receipt) = phone.push(&town, &bytes(&[ops[5].clone(), ops[4].clone()])).await;
    assert_eq!(
        codes(&pushed, &[ops[5].bytes(), ops[4].bytes()]),
        [Some("log.gap".into()), Some("log.gap".into())]
    );
    assert!(receipt.heads.is_empty());
    // Then the rest, backwards.
    let rest: Vec<Op> = ops[..4].iter().rev().cloned().collect();
    let (pushed, receipt) = phone.push(&town, &bytes(&rest)).await;
    assert_eq!(pushed.aside, []);
    assert_eq!((receipt.heads[0].head.height, receipt.heads[0].head.id), (6, ops[5].id()));
    assert_eq!(read(&*town.hub.archive, |view| view.aside_size(None)), Ok((0, 0)));
    // Once more: nothing is doubled, all is receipted.
    let before = town.hub.shared.tree();
    let (pushed, receipt) = phone.push(&town, &bytes(&ops)).await;
    assert_eq!((pushed.aside.len(), receipt.heads[0].head.height, receipt.tree_size), (0, 6, before.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_branches_of_a_fork_are_kept() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let first = phone.raise(UPPER, "进村路");
    let mut clone = crate::town::Phone::new(7, town.township());
    let other = clone.raise(UPPER, "另一条路");
    let after = clone.raise(UPPER, "又一条路");
    phone.push(&town, &bytes(std::slice::from_ref(&first))).await;
    let (pushed, receipt) = phone.push(&town, &bytes(&[other.clone(), after.clone()])).await;
    assert_eq!(codes(&pushed, &[other.bytes(), after.bytes()]), [None, None]);
    let heads: Vec<_> = receipt.heads.iter().map(|entry| (entry.head.height, entry.head.id)).collect();
    assert_eq!(heads, [(1, first.id()), (2, after.id())], "received, each branch for itself");
    // The log goes on where it was.
    let second = phone.raise(UPPER, "路灯");
    let (pushed, receipt) = phone.push(&town, &bytes(std::slice::from_ref(&second))).await;
    assert_eq!(pushed.aside, []);
    assert!(receipt.heads.iter().any(|entry| entry.head.id == second.id() && entry.head.height == 2));
    // What comes again, or before what it follows, changes nothing in the end.
    let last = clone.raise(UPPER, "再一条路");
    let end = clone.raise(UPPER, "最后一条路");
    let (pushed, _) = phone.push(&town, &bytes(&[end.clone(), other])).await;
    assert_eq!(codes(&pushed, &[end.bytes()]), [Some("log.gap".into())]);
    let (pushed, receipt) = phone.push(&town, &bytes(&[last])).await;
    assert_eq!(pushed.aside, []);
    assert!(receipt.heads.iter().any(|entry| entry.head.id == end.id() && entry.head.height == 4));
    assert_eq!(receipt.heads.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_kinds_and_unauthorised_ones_are_admitted_with_their_standing() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let unknown = phone.pen.append_bytes(place(UPPER), None, &[], (900, 1), &[0xf6]);
    let elsewhere = phone.raise(LOWER, "别组的事");
    let (pushed, receipt) = phone.push(&town, &bytes(&[unknown.clone(), elsewhere.clone()])).await;
    assert_eq!((pushed.aside.len(), receipt.heads.len()), (0, 2));
    let held = read(&*town.hub.archive, |view| view.matter_ops(elsewhere.id().raised_matter())).unwrap();
    assert_eq!(held[0].standing, "standing.unauthorised");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_carries_what_another_recorded_and_what_waited_for_its_key() {
    let town = Town::new();
    let mut carrier = town.phone(7, VILLAGE, Role::Recorder).await;
    let mut silent = town.phone(8, UPPER, Role::Recorder).await;
    let op = silent.raise(UPPER, "进村路");
    let (pushed, receipt) = carrier.push(&town, &bytes(std::slice::from_ref(&op))).await;
    assert_eq!((pushed.aside.len(), receipt.heads[0].head.id), (0, op.id()));
    // A phone that is not admitted yet: its record waits for its key.
    let mut new = crate::town::Phone::new(9, town.township());
    let early = new.raise(UPPER, "新手机记的");
    let (pushed, _) = carrier.push(&town, &bytes(std::slice::from_ref(&early))).await;
    assert_eq!(pushed.aside[0].code, "op.unknown-key");
    let new = town.phone(9, UPPER, Role::Recorder).await;
    let heads = read(&*town.hub.archive, |view| view.heads_of(new.device())).unwrap();
    assert_eq!((heads.len(), heads[0].head.id), (1, early.id()));
    assert_eq!(read(&*town.hub.archive, |view| view.aside_size(None)), Ok((0, 0)));
}
