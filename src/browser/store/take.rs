//! What becomes of foreign operations: planned over plain values first, stored in one go then.

use super::rows::{FORK, GAP};
use oplog::{Head, Link, LogKey, Op, OpId, sort};
use std::collections::{BTreeMap, BTreeSet};
use sync::memory::{about_places, matter_of};
use sync::port::Taken;

/// What is to be written.
#[derive(Default)]
pub struct Plan<'a> {
    /// New operations, each the next of its log.
    pub add: Vec<&'a Op>,
    /// The heads after them.
    pub heads: BTreeMap<LogKey, Head>,
    /// Operations to be kept aside, with the reason.
    pub aside: Vec<(&'a Op, &'static str)>,
    /// Operations that were kept aside and are held now.
    pub filled: Vec<&'a Op>,
    /// What the caller is told.
    pub taken: Taken,
}

/// Plans a batch.
///
/// - `held` are the heads of all logs that the operations belong to;
/// - `known` are the operations among them that are held already;
/// - `waiting` were kept aside because their predecessor was missing; what the batch brings may fill the gap.
pub fn plan<'a>(
    batch: &'a [Op],
    waiting: &'a [Op],
    held: impl IntoIterator<Item = Head>,
    known: &BTreeSet<OpId>,
) -> Plan<'a> {
    let mut heads = sort::map(held.into_iter().map(|head| (head.log, head)));
    let mut plan = Plan::default();
    let mut added: BTreeSet<OpId> = BTreeSet::new();
    let mut matters = BTreeSet::new();
    let mut later: Vec<&Op> = waiting.iter().collect();
    sort::sort_by_key(&mut later, |op| (op.header().log(), op.header().seq));
    for (op, waited) in batch.iter().map(|op| (op, false)).chain(later.into_iter().map(|op| (op, true))) {
        if known.contains(&op.id()) || added.contains(&op.id()) {
            if waited {
                plan.filled.push(op);
            }
            continue;
        }
        let log = op.header().log();
        match Link::of(op.header(), heads.get(&log)) {
            Link::Next => {
                let head = Head { log, height: op.header().seq + 1, id: op.id() };
                heads.insert(log, head);
                plan.heads.insert(log, head);
                added.insert(op.id());
                plan.add.push(op);
                plan.taken.new += 1;
                plan.taken.places |= about_places(op);
                matters.extend(matter_of(op));
                if waited {
                    plan.filled.push(op);
                }
            }
            Link::Gap if waited => {}
            Link::Gap => {
                plan.taken.gaps += 1;
                plan.aside.push((op, GAP));
            }
            Link::Taken | Link::Fork => {
                plan.taken.forks += 1;
                plan.aside.push((op, FORK));
            }
        }
    }
    plan.taken.matters = matters.into_iter().collect();
    plan
}
