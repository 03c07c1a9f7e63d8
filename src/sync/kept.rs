//! What every store of a phone decides alike: which receipt counts, how cursors, trees and what was handed over rise.

use crate::message::Generation;
use crate::port::{Batch, Received, SyncState};
use crate::receipt::Receipt;
use crate::tree::TreeHead;
use oplog::{Head, LogKey};
use std::collections::BTreeMap;

/// Whether a receipt may be believed that it names `head` in a log of which these ends are held. A log with branches is
/// received only where every branch is named as it is held: height alone does not tell them apart.
pub fn covers(receipt: &Receipt, head: &Head, ends: &[Head]) -> bool {
    let named = |end: &Head| receipt.heads.iter().any(|entry| entry.head == *end);
    ends.len() < 2 || (ends.contains(head) && ends.iter().all(named))
}

/// The cursors after a batch: those of its generation only rise, those of another are dropped. None goes beyond the tree
/// that was seen signed: what a page brought after that has no witness, and a township that is put back to before it would
/// give its numbers to other operations.
pub fn advance(sync: &mut SyncState, batch: &Batch) {
    if sync.generation != Some(batch.generation) {
        sync.generation = Some(batch.generation);
        sync.cursors.clear();
        sync.tree = None;
    }
    if let Some(scopes) = &batch.scopes {
        sync.scopes.clone_from(scopes);
    }
    let signed = sync.tree.map_or(u64::MAX, |tree| tree.size);
    for (scope, reached) in &batch.cursors {
        let reached = &signed.min(*reached);
        match sync.cursors.iter_mut().find(|(held, _)| held == scope) {
            Some((_, cursor)) => *cursor = (*cursor).max(*reached),
            None => sync.cursors.push((*scope, *reached)),
        }
    }
}

/// Notes what was handed over: of each log the highest.
pub fn hand(handed: &mut Vec<(Head, u64)>, heads: &[Head], at_ms: u64) {
    for head in heads {
        match handed.iter_mut().find(|(held, _)| held.log == head.log) {
            Some(held) if held.0.height <= head.height => *held = (*head, at_ms),
            Some(_) => {}
            None => handed.push((*head, at_ms)),
        }
    }
}

/// Keeps the largest tree of the present generation; whether it is this one, and was not kept before.
pub fn seen(sync: &mut SyncState, generation: Generation, tree: TreeHead) -> bool {
    let new = sync.generation == Some(generation) && sync.tree.is_none_or(|kept| kept.size < tree.size);
    if new {
        sync.tree = Some(tree);
    }
    new
}

/// Within a generation what was received only rises; a new generation begins anew.
pub fn keep(received: &mut BTreeMap<LogKey, Received>, new: Received) {
    let older = received.get(&new.head.log).is_some_and(|held| {
        held.generation == new.generation
            && (held.head.height, held.durable_upto) > (new.head.height, new.durable_upto)
    });
    if !older {
        received.insert(new.head.log, new);
    }
}
