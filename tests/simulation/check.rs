//! The promises, looked at after every step and in the end.

use super::phone::Phone;
use super::town::Town;
use super::world::{Broken, World};
use domain::fold::{self, Places};
use oplog::{Op, OpId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use sync::port::PhoneStore;
use township::archive::read;
use township::work::ops_of;

/// The store in memory never waits.
fn now<T>(future: impl Future<Output = Result<T, sync::port::StoreError>>) -> Option<T> {
    let polled = std::pin::pin!(future).poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    match polled {
        std::task::Poll::Ready(value) => value.ok(),
        std::task::Poll::Pending => None,
    }
}

fn broken<T>(which: &'static str, seen: String) -> Result<T, Broken> {
    Err(Broken { which, seen })
}

/// What holds after every step.
pub fn always(world: &mut World) -> Result<(), Broken> {
    let town = world.town.borrow();
    for phone in &world.phones {
        kept(phone)?;
        received(phone, &town)?;
        linked(phone)?;
    }
    drop(town);
    grows(&mut world.town.borrow_mut())
}

/// N1: once an append returned, no step of the program takes it away.
fn kept(phone: &Phone) -> Result<(), Broken> {
    match phone.promised.keys().find(|id| !phone.shelf.inside().holds(id)) {
        None => Ok(()),
        Some(id) => broken("N1", format!("{} has lost {id:?}", phone.name)),
    }
}

/// N6: what the phone calls received is held by the township, exactly.
fn received(phone: &Phone, town: &Town) -> Result<(), Broken> {
    for received in now(phone.shelf.inside().received()).unwrap_or_default() {
        if received.generation != town.generation() {
            continue;
        }
        let own: Vec<Op> = phone.shelf.inside().all_ops();
        let said = own
            .iter()
            .filter(|op| op.header().log() == received.head.log && op.header().seq < received.head.height);
        for op in said {
            let held = read(town.archive(), |view| view.position(op.id())).ok().flatten();
            if held.is_none() {
                return broken(
                    "N6",
                    format!("{} calls {:?} received, which is not there", phone.name, op.id()),
                );
            }
        }
    }
    Ok(())
}

/// N5: all below an advertised height is there and linked.
fn linked(phone: &Phone) -> Result<(), Broken> {
    let ops: BTreeMap<OpId, Op> =
        phone.shelf.inside().all_ops().into_iter().map(|op| (op.id(), op)).collect();
    for head in now(phone.shelf.inside().heads(None)).unwrap_or_default() {
        let (mut at, mut height) = (Some(head.id), head.height);
        while let Some(id) = at {
            let Some(op) =
                ops.get(&id).filter(|op| op.header().log() == head.log && op.header().seq + 1 == height)
            else {
                return broken("N5", format!("{}: below {head:?}, {height} is missing", phone.name));
            };
            (at, height) = (op.header().prev, height - 1);
        }
        if height != 0 {
            return broken("N5", format!("{}: {head:?} ends at {height}", phone.name));
        }
    }
    Ok(())
}

/// N3: within a generation the township's log only grows, at its end.
fn grows(town: &mut Town) -> Result<(), Broken> {
    let (generation, seen) = &town.seen;
    let after = if *generation == town.generation() { seen.len() as u64 } else { 0 };
    let known = if after == 0 { Vec::new() } else { seen.clone() };
    let new = arrived(town, 0)?;
    if new.get(..known.len()) != Some(known.as_slice()) {
        return broken("N3", format!("the first {after} of the log are no longer what they were"));
    }
    town.seen = (town.generation(), new);
    Ok(())
}

/// The ids of what arrived, in order.
fn arrived(town: &Town, after: u64) -> Result<Vec<OpId>, Broken> {
    let places = town.places();
    let scopes: Vec<(Scope, u64)> = places.places.keys().map(|scope| (*scope, after)).collect();
    let page = read(town.archive(), |view| view.page(&scopes, None, usize::MAX, usize::MAX));
    let page = page.map_err(|error| Broken { which: "archive", seen: format!("{error:?}") })?;
    page.ops
        .into_iter()
        .map(|(_, bytes)| Op::read(bytes).map(|op| op.id()))
        .collect::<Result<_, _>>()
        .map_err(|refused| Broken { which: "N16", seen: format!("{refused:?}") })
}

/// What holds once nothing moves any more.
pub fn in_the_end(world: &mut World, rounds: usize) -> Result<(), Broken> {
    everything_arrived(world)?;
    everybody_agrees(world)?;
    dense(world)?;
    quiet(world, rounds)
}

/// N7, N9, N10: every operation that any phone holds is at the township, and nobody was refused.
fn everything_arrived(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    for phone in &world.phones {
        for op in phone.shelf.inside().all_ops() {
            let held = read(town.archive(), |view| view.position(op.id())).ok().flatten();
            if held.is_none() {
                return broken("N7", format!("{} holds {:?}, which never arrived", phone.name, op.id()));
            }
        }
        for id in phone.promised.keys() {
            let received = now(phone.shelf.inside().received()).unwrap_or_default();
            let header = phone.promised.get(id).map(Op::header);
            let told = received.iter().any(|received| {
                header.is_some_and(|header| {
                    received.head.log == header.log() && received.head.height > header.seq
                })
            });
            if !told {
                return broken("N7", format!("{} was never told that {id:?} arrived", phone.name));
            }
        }
    }
    let aside = read(town.archive(), |view| view.asides(10)).unwrap_or_default();
    match aside.first() {
        None => Ok(()),
        Some(row) => broken("N14", format!("{} is still aside", row.code)),
    }
}

/// N2, N13: in each place that it reads, and in no other, a phone holds what the township holds, and sees the same.
fn everybody_agrees(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    let places_there = town.places();
    let all: Vec<(Scope, u64)> = places_there.places.keys().map(|scope| (*scope, 0)).collect();
    let page = read(town.archive(), |view| view.page(&all, None, usize::MAX, usize::MAX));
    let there: Vec<Op> =
        page.unwrap_or_default().ops.into_iter().filter_map(|(_, bytes)| Op::read(bytes).ok()).collect();
    for phone in &world.phones {
        let readable = world.readable(phone);
        let here = phone.shelf.inside().all_ops();
        if let Some(op) = here.iter().find(|op| !readable.contains(&op.header().scope)) {
            return broken("N13", format!("{} holds {:?} of {}", phone.name, op.id(), op.header().scope));
        }
        let ids = |ops: &[Op]| -> BTreeSet<OpId> {
            ops.iter().filter(|op| readable.contains(&op.header().scope)).map(Op::id).collect()
        };
        if ids(&here) != ids(&there) {
            let missing: Vec<_> = ids(&there).difference(&ids(&here)).copied().collect();
            return broken("N5", format!("{} lacks {missing:?}", phone.name));
        }
        let places_here = Places::fold(&now(phone.shelf.inside().place_ops()).unwrap_or_default());
        for (matter, _) in phone.matters() {
            let ops_here = now(phone.shelf.inside().matter_ops(matter)).unwrap_or_default();
            let ops_there =
                read(town.archive(), |view| ops_of(&view.matter_ops(matter)?)).unwrap_or_default();
            let (here, there) =
                (fold::matter(&ops_here, &places_here), fold::matter(&ops_there, &places_there));
            if here != there {
                return broken(
                    "N2",
                    format!("{} sees {matter:?} as {here:?}, the township as {there:?}", phone.name),
                );
            }
        }
    }
    Ok(())
}

/// N19: an honest phone's operations are numbered without a gap, within each epoch.
fn dense(world: &World) -> Result<(), Broken> {
    let town = world.town.borrow();
    for phone in world.phones.iter().filter(|phone| !phone.copied) {
        let mut numbers: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
        for op in phone.shelf.inside().all_ops() {
            let header = op.header();
            if header.device == phone.device() {
                numbers.entry(header.epoch).or_default().insert(header.dseq);
            }
        }
        for (epoch, numbers) in numbers {
            if numbers.iter().copied().ne(0..numbers.len() as u64) {
                return broken("N19", format!("{}, epoch {epoch}: {numbers:?}", phone.name));
            }
        }
    }
    drop(town);
    Ok(())
}

/// N20: with nothing new, a session is one request of at most 1 kB each way.
fn quiet(world: &mut World, rounds: usize) -> Result<(), Broken> {
    for at in 0..world.phones.len() {
        let report = world.session(at)?;
        let Some(phone) = world.phones.get(at) else { continue };
        let (up, down) = (phone.air.up.get(), phone.air.down.get());
        if (report.requests, report.up, report.down) != (1, 0, 0) || up > 1_024 || down > 1_024 {
            let seen = format!(
                "{} after {rounds} rounds: {} requests, {up} bytes up, {down} down",
                phone.name, report.requests
            );
            return broken("N20", seen);
        }
    }
    Ok(())
}
