//! The display order of a set of operations, and who knew of whom. The same set has the same order everywhere.

use oplog::{Clock, DeviceId, LogKey, Op, OpId, sort};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Operations after those that they know of; ties by clock, device, position in the log.
pub(super) struct Order<'a> {
    ops: Vec<&'a Op>,
    /// For each operation, the places in `ops` of those it knows of directly; all smaller than its own.
    parents: Vec<Vec<usize>>,
    at: BTreeMap<OpId, usize>,
}

type Tie = (Clock, DeviceId, u64, OpId);

fn tie(op: &Op) -> Tie {
    (op.header().stamp.clock, op.header().device, op.header().seq, op.id())
}

impl<'a> Order<'a> {
    /// Orders a set. `names` gives the operations that a body names beside the header's `deps` and `prev`.
    pub fn new(set: &BTreeMap<OpId, &'a Op>, names: impl Fn(OpId) -> Vec<OpId>) -> Self {
        let known_of = links(set, names);
        let mut followers: BTreeMap<OpId, Vec<OpId>> = BTreeMap::new();
        for (op, known) in &known_of {
            known.iter().for_each(|parent| followers.entry(*parent).or_default().push(*op));
        }
        let mut waits = sort::map(known_of.iter().map(|(op, known)| (*op, known.len())));
        let mut ready: BinaryHeap<Reverse<Tie>> = BinaryHeap::new();
        let mut rest: BTreeSet<Tie> = BTreeSet::new();
        for op in set.values() {
            rest.insert(tie(op));
            if waits.get(&op.id()) == Some(&0) {
                ready.push(Reverse(tie(op)));
            }
        }
        let mut order = Self { ops: Vec::with_capacity(set.len()), parents: Vec::new(), at: BTreeMap::new() };
        // Hashes allow no cycle; a forked log, joined wrongly, might. Then the earliest of the rest goes on.
        while let Some(next) = ready.pop().map(|Reverse(next)| next).or_else(|| rest.first().copied()) {
            if !rest.remove(&next) {
                continue;
            }
            let Some(op) = set.get(&next.3) else { continue };
            order.push(op, known_of.get(&next.3));
            for follower in followers.get(&next.3).into_iter().flatten() {
                if let (Some(waiting), Some(op)) = (waits.get_mut(follower), set.get(follower)) {
                    *waiting = waiting.saturating_sub(1);
                    if *waiting == 0 {
                        ready.push(Reverse(tie(op)));
                    }
                }
            }
        }
        order
    }

    fn push(&mut self, op: &'a Op, known: Option<&BTreeSet<OpId>>) {
        let parents = known.into_iter().flatten().filter_map(|parent| self.at.get(parent).copied()).collect();
        self.at.insert(op.id(), self.ops.len());
        self.parents.push(parents);
        self.ops.push(op);
    }

    /// The operations in display order.
    pub fn ops(&self) -> &[&'a Op] {
        &self.ops
    }

    /// The operations that no other one knows of, in display order.
    pub fn heads(&self) -> Vec<OpId> {
        let known = sort::set(self.parents.iter().flatten().copied());
        self.ops.iter().enumerate().filter(|(at, _)| !known.contains(at)).map(|(_, op)| op.id()).collect()
    }

    /// Those of `slot` that no other one of `slot` knows of, in display order: what stands.
    pub fn latest(&self, slot: &[OpId]) -> Vec<OpId> {
        if let [only] = slot {
            return vec![*only];
        }
        let slot = self.places(slot);
        let mut known = vec![false; self.ops.len()];
        let mut latest = Vec::new();
        for at in (slot.first().copied().unwrap_or(0)..self.ops.len()).rev() {
            let is_known = known.get(at).copied().unwrap_or(false);
            let in_slot = slot.binary_search(&at).is_ok();
            if in_slot && !is_known {
                latest.extend(self.ops.get(at).map(|op| op.id()));
            }
            if in_slot || is_known {
                for parent in self.parents.get(at).into_iter().flatten() {
                    known.get_mut(*parent).into_iter().for_each(|known| *known = true);
                }
            }
        }
        latest.reverse();
        latest
    }

    /// Those of `slot` that know of no other one of `slot`, in display order: what came first.
    pub fn earliest(&self, slot: &[OpId]) -> Vec<OpId> {
        let slot = self.places(slot);
        let known = self.reach(slot.iter().copied());
        let first = slot.iter().filter(|at| !known.get(**at).copied().unwrap_or(false));
        first.filter_map(|at| self.ops.get(*at)).map(|op| op.id()).collect()
    }

    /// Whether `later` knows of every one of `earlier`.
    pub fn knows_all(&self, later: OpId, earlier: &[OpId]) -> bool {
        earlier.iter().all(|first| {
            let reach = self.reach(self.at.get(first).copied().into_iter());
            self.at.get(&later).and_then(|at| reach.get(*at)).copied().unwrap_or(false)
        })
    }

    /// For each place, whether its operation knows of one of `from`.
    fn reach(&self, from: impl Iterator<Item = usize>) -> Vec<bool> {
        let from = sort::set(from);
        let mut reached: Vec<bool> = Vec::with_capacity(self.ops.len());
        for parents in &self.parents {
            let knows = |at: &usize| from.contains(at) || reached.get(*at).copied().unwrap_or(false);
            let reaches = parents.iter().any(knows);
            reached.push(reaches);
        }
        reached
    }

    fn places(&self, slot: &[OpId]) -> Vec<usize> {
        let mut places: Vec<usize> = slot.iter().filter_map(|op| self.at.get(op).copied()).collect();
        sort::sort_by_key(&mut places, |at| *at);
        places.dedup();
        places
    }
}

/// For each operation of the set, those of the set that it knows of directly: named in `deps`, in `prev` or by
/// its body; and the one before it in its log, also where operations of another set stand between them.
fn links(set: &BTreeMap<OpId, &Op>, names: impl Fn(OpId) -> Vec<OpId>) -> BTreeMap<OpId, BTreeSet<OpId>> {
    let mut logs: BTreeMap<LogKey, Vec<(u64, OpId)>> = BTreeMap::new();
    let mut links: BTreeMap<OpId, BTreeSet<OpId>> = BTreeMap::new();
    for (id, op) in set {
        let header = op.header();
        logs.entry(header.log()).or_default().push((header.seq, *id));
        let named = header.deps.iter().copied().chain(header.prev).chain(names(*id));
        links.insert(*id, sort::set(named.filter(|named| named != id && set.contains_key(named))));
    }
    for log in logs.values_mut() {
        sort::sort_by_key(log, |entry| *entry);
        // Of a forked log only `prev` says which branch follows which.
        if log.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
            continue;
        }
        for pair in log.windows(2) {
            if let [(_, before), (_, after)] = pair {
                links.entry(*after).or_default().insert(*before);
            }
        }
    }
    links
}
