//! The display order of a set of operations, and who knew of whom. The same set has the same order everywhere.

use oplog::flat::{Map, Set};
use oplog::{Clock, DeviceId, LogKey, Op, OpId, sort};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Operations after those that they know of; ties by clock, device, position in the log.
pub(super) struct Order<'a> {
    ops: Vec<&'a Op>,
    /// For each operation, the places in `ops` of those it knows of directly; all smaller than its own.
    parents: Vec<Vec<usize>>,
    at: Map<OpId, usize>,
}

type Tie = (Clock, DeviceId, u64, OpId);

fn tie(op: &Op) -> Tie {
    (op.header().stamp.clock, op.header().device, op.header().seq, op.id())
}

impl<'a> Order<'a> {
    /// Orders a set. `names` gives the operations that a body names beside the header's `deps` and `prev`.
    pub fn new(set: &Map<OpId, &'a Op>, names: &dyn Fn(OpId) -> Vec<OpId>) -> Self {
        // Ranked by the ties first, so that a number says who is earlier.
        let mut ranked: Vec<&'a Op> = set.values().copied().collect();
        sort::sort_by_key(&mut ranked, |op| tie(op));
        let mut at: Map<OpId, usize> = ranked.iter().enumerate().map(|(rank, op)| (op.id(), rank)).collect();
        let known_of = links(&ranked, &at, names);
        let places = display(&known_of);
        let (mut ops, mut parents) = (Vec::with_capacity(places.len()), Vec::with_capacity(places.len()));
        let mut place_of: Vec<Option<usize>> = vec![None; ranked.len()];
        for rank in places {
            let (Some(op), Some(known)) = (ranked.get(rank), known_of.get(rank)) else { continue };
            let place = |parent: &usize| place_of.get(*parent).copied().flatten();
            parents.push(known.iter().filter_map(place).collect());
            place_of.get_mut(rank).into_iter().for_each(|place| *place = Some(ops.len()));
            ops.push(*op);
        }
        for at in at.values_mut() {
            *at = place_of.get(*at).copied().flatten().unwrap_or(*at);
        }
        Self { ops, parents, at }
    }

    /// The operations in display order.
    pub fn ops(&self) -> &[&'a Op] {
        &self.ops
    }

    /// The operations that no other one knows of, in display order.
    pub fn heads(&self) -> Vec<OpId> {
        let known: Set<usize> = self.parents.iter().flatten().copied().collect();
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
        let from: Set<usize> = from.collect();
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

/// For each rank, the ranks of those that the operation knows of directly: named in `deps`, in `prev` or by
/// its body; and the one before it in its log, also where operations of another set stand between them.
fn links(ranked: &[&Op], ranks: &Map<OpId, usize>, names: &dyn Fn(OpId) -> Vec<OpId>) -> Vec<Vec<usize>> {
    let mut logs: Vec<(LogKey, u64, usize)> = Vec::with_capacity(ranked.len());
    let mut links: Vec<Vec<usize>> = Vec::with_capacity(ranked.len());
    for (rank, op) in ranked.iter().enumerate() {
        let header = op.header();
        logs.push((header.log(), header.seq, rank));
        let named = header.deps.iter().copied().chain(header.prev).chain(names(op.id()));
        links.push(
            named.filter_map(|named| ranks.get(&named).copied()).filter(|named| *named != rank).collect(),
        );
    }
    sort::sort_by_key(&mut logs, |entry| *entry);
    for log in logs.chunk_by(|(one, ..), (other, ..)| one == other) {
        // Of a forked log only `prev` says which branch follows which.
        if log.windows(2).any(|pair| matches!(pair, [(_, one, _), (_, other, _)] if one == other)) {
            continue;
        }
        for pair in log.windows(2) {
            if let [(.., before), (.., after)] = pair {
                links.get_mut(*after).into_iter().for_each(|links| links.push(*before));
            }
        }
    }
    for links in &mut links {
        sort::sort_by_key(links, |rank| *rank);
        links.dedup();
    }
    links
}

/// The ranks in display order: each after those that it knows of, the least of several first.
fn display(known_of: &[Vec<usize>]) -> Vec<usize> {
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); known_of.len()];
    for (rank, known) in known_of.iter().enumerate() {
        for parent in known {
            followers.get_mut(*parent).into_iter().for_each(|followers| followers.push(rank));
        }
    }
    let mut waits: Vec<usize> = known_of.iter().map(Vec::len).collect();
    let free = waits.iter().enumerate().filter(|(_, waiting)| **waiting == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = free.map(|(rank, _)| Reverse(rank)).collect();
    let mut done = vec![false; known_of.len()];
    let mut order = Vec::with_capacity(known_of.len());
    let mut rest = 0..known_of.len();
    // Hashes allow no cycle; a forked log, joined wrongly, might. Then the earliest of the rest goes on.
    while let Some(next) = ready.pop().map(|Reverse(next)| next).or_else(|| rest.next()) {
        match done.get_mut(next) {
            Some(done) if !*done => *done = true,
            _ => continue,
        }
        order.push(next);
        for follower in followers.get(next).into_iter().flatten() {
            if let Some(waiting) = waits.get_mut(*follower) {
                *waiting = waiting.saturating_sub(1);
                if *waiting == 0 {
                    ready.push(Reverse(*follower));
                }
            }
        }
    }
    order
}
