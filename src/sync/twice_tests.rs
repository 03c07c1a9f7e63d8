//! N4: what comes twice, in parts, or in another order leaves a phone as if it had come once; with forks, gaps and false
//! predecessors among it.

use crate::contract::Pencil;
use crate::memory::MemoryStore;
use crate::message::Generation;
use crate::port::{Batch, PhoneStore, Received, Taken};
use crate::receipt::{Receipt, ReceivedHead};
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use oplog::{Digest, Head, Header, MatterId, Op, OpId, Stamp};
use proptest::prelude::*;
use std::sync::LazyLock;

fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// A log that forked, one that did not, and an operation that names a predecessor from the log of somebody else.
fn tangled() -> Vec<Op> {
    let (mut one, mut copy, mut other) = (Pencil::new(2), Pencil::new(2), Pencil::new(3));
    let first = one.write(16, None, "一");
    assert_eq!(copy.write(16, None, "一"), first);
    let matter = Some(first.id().raised_matter());
    let mut ops = vec![first];
    for at in 0..3 {
        ops.push(one.write(21, matter, &format!("左{at}")));
        ops.push(copy.write(21, matter, &format!("右{at}")));
        ops.push(other.write(21, matter, &format!("另{at}")));
    }
    let wrong = Header {
        seq: 1,
        prev: Some(other.head().id),
        epoch: 5,
        stamp: Stamp::default(),
        ..ops[1].header().clone()
    };
    ops.push(Op::sign(wrong, &[0xf6], &one.key).unwrap());
    ops
}

static TANGLED: LazyLock<Vec<Op>> = LazyLock::new(tangled);

fn batch(ops: Vec<Op>) -> Batch {
    Batch { ops, generation: Generation::named(1), ..Batch::default() }
}

/// All that a store says that may not hang on the way in which it came.
type Seen = (Vec<OpId>, Vec<Head>, Vec<(Digest, String)>, Vec<MatterId>, Vec<Received>);

fn seen(store: &MemoryStore) -> Seen {
    let mut heads = at_once(store.heads(None)).unwrap();
    heads.sort_unstable();
    let ids = store.look(|ops| ops.map(Op::id).collect());
    let (aside, stale) = (at_once(store.aside()).unwrap(), at_once(store.stale()).unwrap());
    (ids, heads, aside, stale, at_once(store.received()).unwrap())
}

fn receipt(store: &MemoryStore, arrival: u64, server_ms: u64) -> Receipt {
    let heads = at_once(store.heads(None)).unwrap();
    Receipt {
        township: oplog::TownshipId([9; 16]),
        generation: Generation::named(1),
        server_ms,
        tree_size: arrival,
        tree_root: Digest::default(),
        durable_upto: 0,
        heads: heads.into_iter().map(|head| ReceivedHead { head, arrival }).collect(),
    }
}

/// Some order of all operations, many of them twice, in batches.
fn arrivals() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let all: Vec<usize> = (0..TANGLED.len()).chain(0..TANGLED.len() / 2).collect();
    (Just(all).prop_shuffle(), 1usize..8)
        .prop_map(|(order, size)| order.chunks(size).map(<[usize]>::to_vec).collect())
}

proptest! {
    /// Seen to fail: a gap that turned out to be a false predecessor stayed among the gaps and was told of with every
    /// batch (seed 8786 of the simulation); `plan` without its look at what is held, first case.
    #[test]
    fn a_store_is_what_it_holds_however_it_came(batches in arrivals()) {
        let (whole, parts) = (MemoryStore::new(), MemoryStore::new());
        at_once(whole.take(&batch(TANGLED.clone()))).unwrap();
        for part in &batches {
            at_once(parts.take(&batch(part.iter().map(|at| TANGLED[*at].clone()).collect()))).unwrap();
        }
        prop_assert_eq!(seen(&parts), seen(&whole));
        prop_assert_eq!(seen(&parts).1.len(), 3, "three ends: two branches and a log");
        for part in &batches {
            let held: Vec<Op> = part.iter().map(|at| TANGLED[*at].clone()).filter(|op| parts.holds(&op.id())).collect();
            prop_assert_eq!(at_once(parts.take(&batch(held))).unwrap(), Taken::default());
        }
        prop_assert_eq!(seen(&parts), seen(&whole));
    }

    /// Receipts, whatever their order: the furthest counts, and none counts twice. Seen to fail: `keep` without its
    /// look at the older one, first case.
    #[test]
    fn receipts_come_in_any_order_and_twice(order in Just(vec![0usize, 1, 2, 0, 1, 2]).prop_shuffle()) {
        let store = MemoryStore::new();
        let mut pencil = Pencil::new(2);
        let mut receipts = Vec::new();
        at_once(store.take(&batch(Vec::new()))).unwrap();
        for at in 1..4u64 {
            at_once(store.append(&pencil.append(16, None, "一"))).unwrap();
            receipts.push(receipt(&store, at, 70 + at));
        }
        for at in &order {
            prop_assert_eq!(at_once(store.put_receipt(&receipts[*at])).unwrap(), 1);
        }
        let received = at_once(store.received()).unwrap();
        prop_assert_eq!((received.len(), received[0].head, received[0].arrival), (1, pencil.head(), 3));
    }
}
