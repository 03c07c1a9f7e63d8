//! Where operations go that come from others: planned over plain values first, stored in one go then.
//!
//! A log is one strand as long as its device signs one operation a position. A cloned or restored phone may sign two: then
//! the log forks, both strands are kept, and an operation belongs to the strand of the one that it names as `prev`.

use crate::memory::{about_places, matter_of};
use crate::port::Taken;
use oplog::flat::{Map, Set};
use oplog::{Head, LogKey, Op, OpId, sort};

/// The reason of an operation whose predecessor is missing.
pub const GAP: &str = "log.gap";
/// The reason of an operation whose predecessor stands at another position, or in another log.
pub const CHAIN: &str = "op.chain";

/// A log, or a branch of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Strand {
    /// The log.
    pub log: LogKey,
    /// The branch's first operation; none for what was there first.
    pub root: Option<OpId>,
}

impl Strand {
    /// What was there first.
    pub const fn main(log: LogKey) -> Self {
        Self { log, root: None }
    }
}

/// What is to be written.
#[derive(Default)]
pub struct Plan<'a> {
    /// New operations, each the next of its strand.
    pub add: Vec<(&'a Op, Strand)>,
    /// The heads of the strands after them.
    pub heads: Map<Strand, Head>,
    /// Operations to be kept aside, with the reason.
    pub aside: Vec<(&'a Op, &'static str)>,
    /// Operations that were kept aside and are held now.
    pub filled: Vec<&'a Op>,
    /// What the caller is told.
    pub taken: Taken,
}

/// Those among the operations that do not simply go on where their log ends: of these [`plan`] must be told which are
/// held, and which of those before them.
pub fn odd<'a>(ops: impl Iterator<Item = &'a Op>, held: &Map<Strand, Head>) -> Vec<&'a Op> {
    let mut heads = held.clone();
    ops.filter(|op| {
        let strand = Strand::main(op.header().log());
        let odd = !goes_on(op, heads.get(&strand));
        if !odd {
            heads.insert(strand, head_at(op));
        }
        odd
    })
    .collect()
}

/// Plans a batch.
///
/// - `held` are the heads of all strands of the logs that the operations belong to;
/// - `known` says where an operation is held, for those that [`odd`] names and for their predecessors;
/// - `waiting` were kept aside because their predecessor was missing; what the batch brings may fill the gap.
pub fn plan<'a>(
    batch: &'a [Op],
    waiting: &'a [Op],
    held: Map<Strand, Head>,
    known: &dyn Fn(&OpId) -> Option<(Strand, u64)>,
) -> Plan<'a> {
    let mut plan = Plan::default();
    let mut heads = held;
    let mut added: Map<OpId, (Strand, u64)> = Map::new();
    let mut matters = Set::new();
    let mut rest: Vec<(&Op, bool)> = batch.iter().map(|op| (op, false)).collect();
    rest.extend(in_order(waiting.iter().map(|op| (op, true)).collect()));
    // What waits for something that came behind it is looked at again, as long as anything is let in.
    loop {
        let mut left = Vec::new();
        for (op, waited) in core::mem::take(&mut rest) {
            let find = |id: &OpId| added.get(id).copied().or_else(|| known(id));
            if find(&op.id()).is_some() {
                if waited {
                    plan.filled.push(op);
                }
                continue;
            }
            match place(op, &heads, &find) {
                Ok(strand) => {
                    if strand.root == Some(op.id()) {
                        plan.taken.forks += 1;
                    }
                    let head = head_at(op);
                    heads.insert(strand, head);
                    plan.heads.insert(strand, head);
                    added.insert(op.id(), (strand, op.header().seq));
                    plan.add.push((op, strand));
                    plan.taken.places |= about_places(op);
                    matters.extend(matter_of(op));
                    if waited {
                        plan.filled.push(op);
                    }
                }
                Err(GAP) => left.push((op, waited)),
                Err(reason) => plan.aside.push((op, reason)),
            }
        }
        rest = in_order(left);
        let so_far = plan.add.len() as u32;
        if core::mem::replace(&mut plan.taken.new, so_far) == so_far {
            break;
        }
    }
    for (op, _) in rest.into_iter().filter(|(_, waited)| !waited) {
        // It counts for the places while it waits, see [`crate::port::PhoneStore::place_ops`].
        plan.taken.places |= about_places(op);
        plan.aside.push((op, GAP));
    }
    plan.taken.gaps = plan.aside.len() as u32;
    plan.taken.matters = matters.into_vec();
    plan
}

fn in_order(mut ops: Vec<(&Op, bool)>) -> Vec<(&Op, bool)> {
    sort::sort_by_key(&mut ops, |(op, _)| (op.header().log(), op.header().seq));
    ops
}

fn head_at(op: &Op) -> Head {
    Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() }
}

/// Whether an operation is the next after this head.
fn goes_on(op: &Op, head: Option<&Head>) -> bool {
    let header = op.header();
    header.seq == head.map_or(0, |head| head.height) && header.prev == head.map(|head| head.id)
}

fn place(
    op: &Op,
    heads: &Map<Strand, Head>,
    find: &dyn Fn(&OpId) -> Option<(Strand, u64)>,
) -> Result<Strand, &'static str> {
    let header = op.header();
    let main = Strand::main(header.log());
    if goes_on(op, heads.get(&main)) {
        return Ok(main);
    }
    let branch = Strand { log: header.log(), root: Some(op.id()) };
    let Some(prev) = header.prev else { return Ok(branch) };
    match find(&prev) {
        None => Err(GAP),
        Some((strand, seq)) if strand.log != header.log() || seq + 1 != header.seq => Err(CHAIN),
        Some((strand, _)) if heads.get(&strand).is_some_and(|head| head.id == prev) => Ok(strand),
        Some(_) => Ok(branch),
    }
}
