//! The promises, looked at after every step and in the end.

use super::phone::Phone;
use super::shelf::now;
use super::tally::Broken;
use super::town::Town;
use super::world::World;
use domain::fold::{self, Places};
use oplog::{Head, Op, OpId};
use std::collections::{BTreeMap, BTreeSet};
use sync::port::{Batch, PhoneStore, Received, Taken};
use sync::tree::{TreeHead, is_prefix};
use township::archive::read;
use township::merkle::{Nodes, Tree, prefix_proof};
use township::verify::{Verified, verify};
use township::work::ops_of;

fn broken<T>(which: &'static str, seen: String) -> Result<T, Broken> {
    Err(Broken { which, seen })
}

/// What holds after every step: looked at on the phone that took it, and now and then on all of them.
pub fn always(world: &mut World, at: usize) -> Result<(), Broken> {
    let town = world.town.borrow();
    let all = world.tally.steps.is_multiple_of(20);
    for phone in
        world.phones.iter().enumerate().filter(|(other, _)| all || *other == at).map(|(_, phone)| phone)
    {
        kept(phone)?;
        // Put back as a whole, it holds less than it signed for, and nobody can know before he asks.
        if !town.blind() {
            received(phone, &town)?;
        }
        linked(phone)?;
    }
    drop(town);
    grows(&mut world.town.borrow_mut())?;
    witnessed(&mut world.town.borrow_mut())
}

/// N1: once an append returned, no step of the program takes it away. Seen to fail: `take` dropping one of those held,
/// seed 0.
fn kept(phone: &Phone) -> Result<(), Broken> {
    match phone.promised.keys().find(|id| !phone.shelf.inside().holds(id)) {
        None => Ok(()),
        Some(id) => broken("N1", format!("{} has lost {id:?}", phone.name)),
    }
}

/// N6: what the phone calls received is held by the township, exactly. Seen to fail: `covers` written as true, seed 794.
pub fn received(phone: &Phone, town: &Town) -> Result<(), Broken> {
    for Received { head, generation, .. } in now(phone.shelf.inside().received()) {
        if generation != town.generation() {
            continue;
        }
        let said = |op: &&Op| op.header().log() == head.log && op.header().seq < head.height;
        let said: Vec<OpId> = phone.shelf.inside().look(|ops| ops.filter(said).map(Op::id).collect());
        if let Some(id) = missing(town, &said) {
            return broken("N6", format!("{} calls {id:?} received, which is not there", phone.name));
        }
    }
    Ok(())
}

/// The first of these operations that the township does not hold.
fn missing(town: &Town, ids: &[OpId]) -> Option<OpId> {
    let held = |id: &OpId| read(town.archive(), |view| view.position(*id)).is_ok_and(|held| held.is_some());
    ids.iter().find(|id| !held(id)).copied()
}

/// N5: all below an advertised height is there and linked. Seen to fail: heads one too high, seed 0.
fn linked(phone: &Phone) -> Result<(), Broken> {
    let place = |op: &Op| (op.id(), (op.header().log(), op.header().seq, op.header().prev));
    let ops: BTreeMap<OpId, _> = phone.shelf.inside().look(|ops| ops.map(place).collect());
    for head in now(phone.shelf.inside().heads(None)) {
        let (mut at, mut height) = (Some(head.id), head.height);
        while let Some(id) = at {
            let here = ops.get(&id).filter(|(log, seq, _)| *log == head.log && seq + 1 == height);
            let Some((_, _, prev)) = here else {
                return broken("N5", format!("{}: below {head:?}, {height} is missing", phone.name));
            };
            (at, height) = (*prev, height - 1);
        }
        if height != 0 {
            return broken("N5", format!("{}: {head:?} ends at {height}", phone.name));
        }
    }
    Ok(())
}

/// N3: within a generation the township's log only grows, at its end, and its tree is the tree of what arrived.
/// Seen to fail: a database put back that stays in its generation, seed 13 (N10).
fn grows(town: &mut Town) -> Result<(), Broken> {
    let generation = town.generation();
    if town.seen.0 != generation {
        town.seen = (generation, Tree::default());
    }
    let (size, root) = town.tree();
    let known = town.seen.1.size();
    if size < known {
        return broken("N3", format!("{size} operations, and there were {known}"));
    }
    if size > known {
        let new = held_after(town, known)?;
        for op in new {
            town.seen.1.push(&op.id());
        }
    }
    match (town.seen.1.size(), town.seen.1.root()) == (size, root) {
        true => Ok(()),
        false => broken("N3", format!("the tree of {size} is not that of what arrived")),
    }
}

/// What the township holds after an arrival number, in the order of arrival.
fn held_after(town: &Town, after: u64) -> Result<Vec<Op>, Broken> {
    let held = read(town.archive(), |view| view.ops_after(after, usize::MAX));
    let held = held.map_err(|error| Broken { which: "archive", seen: format!("{error:?}") })?;
    let ops: Result<Vec<Op>, _> = held.into_iter().map(|held| Op::read(held.bytes)).collect();
    ops.map_err(|refused| Broken { which: "N16", seen: format!("{refused:?}") })
}

/// N3: whoever keeps the township's tree heads and nothing else is shown that each later tree begins with the earlier.
/// Seen to fail: `prefix_proof` proving nothing, seed 0.
fn witnessed(town: &mut Town) -> Result<(), Broken> {
    let (generation, (size, root)) = (town.generation(), town.tree());
    let new = TreeHead { size, root };
    let before = town.witness.filter(|(before, _)| *before == generation).map(|(_, tree)| tree);
    if let Some(before) = before.filter(|before| *before != new) {
        let proof = read(town.archive(), |view| prefix_proof(view, &Nodes::default(), before.size, size))
            .unwrap_or_default();
        if !is_prefix(&before, &new, &proof) {
            return broken(
                "N3",
                format!("the tree of {size} is not shown to begin with that of {}", before.size),
            );
        }
    }
    town.witness = Some((generation, new));
    Ok(())
}

/// The heads that a phone names.
pub fn heads_of(phone: &Phone) -> Vec<Head> {
    now(phone.shelf.inside().heads(None))
}

/// N18: whatever ended every phone, what is opened again shows what follows from its operations: a summary is that of its
/// matter, or marked as old.
/// Seen to fail: `take` not marking its matters, seed 265.
pub fn reopened(world: &World) -> Result<(), Broken> {
    for phone in &world.phones {
        linked(phone)?;
        let store = phone.shelf.inside();
        let (places, stale) = (Places::fold(&now(store.place_ops())), now(store.stale()));
        for summary in now(store.summaries()).iter().filter(|summary| !stale.contains(&summary.id)) {
            let view = fold::matter(&now(store.matter_ops(summary.id)), &places);
            let follows = view.as_ref().map(fold::summary);
            if follows.as_ref() != Some(summary) {
                return broken(
                    "N18",
                    format!("{}: {summary:?} is shown, and {follows:?} follows", phone.name),
                );
            }
        }
    }
    Ok(())
}

/// What holds once nothing moves any more.
pub fn in_the_end(world: &mut World, rounds: usize) -> Result<(), Broken> {
    everything_arrived(world)?;
    everybody_agrees(world)?;
    dense(world)?;
    verifies(world)?;
    twice(world)?;
    quiet(world, rounds)
}

/// N15: `verify` finds nothing wrong with what was honestly kept.
fn verifies(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    match verify(town.archive(), &town.key()) {
        Ok(Verified::Whole(_)) => Ok(()),
        found => broken("N15", format!("{found:?}")),
    }
}

/// N4: a phone takes all that it holds once more, backwards and twice, and is as it was.
/// Seen to fail: what named a false predecessor was told of again with every batch, seed 8786 (a bug).
fn twice(world: &World) -> Result<(), Broken> {
    for phone in &world.phones {
        let store = phone.shelf.inside();
        let seen = || (heads_of(phone), now(store.received()), now(store.sync_state()), now(store.aside()));
        let before = seen();
        let mut ops: Vec<Op> = store.look(|ops| ops.cloned().collect());
        ops.extend(ops.clone());
        ops.reverse();
        let state = now(store.sync_state());
        let generation = state.generation.unwrap_or_default();
        let taken = now(store.take(&Batch { ops, generation, cursors: state.cursors, ..Batch::default() }));
        if taken != Taken::default() || seen() != before {
            return broken(
                "N4",
                format!("{} is another after having taken everything twice: {taken:?}", phone.name),
            );
        }
    }
    Ok(())
}

/// N7, N9, N10: every operation that any phone holds is at the township, its writer was told so, and nothing waits.
/// Seen to fail: `push_all` stopping before the last one, seed 0; a second branch refused as broken, seed 1.
fn everything_arrived(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    for phone in &world.phones {
        let ids: Vec<OpId> = phone.shelf.inside().look(|ops| ops.map(Op::id).collect());
        if let Some(id) = missing(&town, &ids) {
            return broken("N7", format!("{} holds {id:?}, which never arrived", phone.name));
        }
        let received = now(phone.shelf.inside().received());
        for op in phone.promised.values() {
            let (log, seq) = (op.header().log(), op.header().seq);
            if !received.iter().any(|received| received.head.log == log && received.head.height > seq) {
                return broken("N7", format!("{} was never told that {:?} arrived", phone.name, op.id()));
            }
        }
    }
    left_aside(world, &town)
}

/// N14: of what honest phones said, only that is aside which waits for what nobody has any more: a lost copy of a phone
/// took it along, or the grant of a phone that is no more was lost with a database. The rest is harm.
fn left_aside(world: &World, town: &Town) -> Result<(), Broken> {
    let rows = read(town.archive(), |view| {
        let rows = view.asides(usize::MAX)?;
        rows.iter().map(|row| view.waiting(&row.waits)).collect::<Result<Vec<_>, _>>()
    });
    let places = town.places();
    let somebody = |id: &OpId| world.phones.iter().any(|phone| phone.shelf.inside().holds(id));
    for row in rows.unwrap_or_default().into_iter().flatten() {
        let Ok(op) = Op::read(row.bytes) else { continue };
        let lost = match row.code.as_str() {
            "log.gap" => op.header().prev.is_some_and(|prev| !somebody(&prev)),
            "op.unknown-key" => places.key(op.header().device).is_none(),
            _ => false,
        };
        let honest = world.said.get(&op.id()).is_some_and(|said| said.bytes() == op.bytes());
        if honest && !lost {
            return broken("N14", format!("{} is still aside: {:?}", row.code, op.id()));
        }
    }
    Ok(())
}

/// N2, N5, N13: in each place that it reads, and in no other, a phone holds what the township holds, and sees the same.
/// Seen to fail: every place readable by everybody, seed 0.
fn everybody_agrees(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    let places_there = town.places();
    let there = held_after(&town, 0)?;
    for phone in &world.phones {
        let readable = world.readable(phone);
        let here: Vec<Op> = phone.shelf.inside().look(|ops| ops.cloned().collect());
        if let Some(op) = here.iter().find(|op| !readable.contains(&op.header().scope)) {
            return broken("N13", format!("{} holds {:?} of {}", phone.name, op.id(), op.header().scope));
        }
        let ids = |ops: &[Op]| -> BTreeSet<OpId> {
            ops.iter().filter(|op| readable.contains(&op.header().scope)).map(Op::id).collect()
        };
        let lacking: Vec<OpId> = ids(&there).difference(&ids(&here)).copied().collect();
        if !lacking.is_empty() {
            return broken("N5", format!("{} lacks {lacking:?}", phone.name));
        }
        let places_here = Places::fold(&now(phone.shelf.inside().place_ops()));
        for (matter, _) in phone.matters() {
            let ops_there = read(town.archive(), |view| ops_of(&view.matter_ops(matter)?));
            let seen_there = fold::matter(&ops_there.unwrap_or_default(), &places_there);
            let seen_here = fold::matter(&now(phone.shelf.inside().matter_ops(matter)), &places_here);
            if seen_here != seen_there {
                let seen = format!(
                    "{} sees {matter:?} as {seen_here:?}, the township as {seen_there:?}",
                    phone.name
                );
                return broken("N2", seen);
            }
        }
    }
    Ok(())
}

/// N19: an honest phone's operations are numbered without a gap, within each epoch.
/// Seen to fail: `dseq` counted by twos, seed 1.
fn dense(world: &World) -> Result<(), Broken> {
    for phone in world.phones.iter().filter(|phone| !phone.copied) {
        let mut numbers: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
        phone.shelf.inside().look(|ops| {
            for header in ops.map(Op::header).filter(|header| header.device == phone.device()) {
                numbers.entry(header.epoch).or_default().insert(header.dseq);
            }
        });
        for (epoch, numbers) in numbers {
            if numbers.iter().copied().ne(0..numbers.len() as u64) {
                return broken("N19", format!("{}, epoch {epoch}: {numbers:?}", phone.name));
            }
        }
    }
    Ok(())
}

/// N20: with nothing new, a session is one request of at most 1 kB each way.
/// Seen to fail: a hello that names every head each time, seed 1 (1,038 bytes).
fn quiet(world: &mut World, rounds: usize) -> Result<(), Broken> {
    for at in 0..world.phones.len() {
        let report = world.session(at)?;
        let Some(phone) = world.phones.get(at) else { continue };
        let (up, down) = (phone.air.up.get(), phone.air.down.get());
        if (report.requests, report.up, report.down) != (1, 0, 0) || up > 1_024 || down > 1_024 {
            let requests = report.requests;
            let seen = format!(
                "{} after {rounds} rounds: {requests} requests, {up} bytes up, {down} down",
                phone.name
            );
            return broken("N20", seen);
        }
    }
    Ok(())
}
