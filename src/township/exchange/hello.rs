//! Hello: the phone says what it holds; the answer says what is missing on either side.

use super::open::{open, row_of};
use super::put_back::shown;
use super::told::told;
use crate::archive::rows::{Meta, Waits};
use crate::archive::{self, Read, View};
use crate::hub::{Hub, Shared};
use crate::merkle::prefix_proof;
use crate::routes::deny::Deny;
use domain::fold::Places;
use oplog::{ByteVec, DeviceId, Head, Scope, message_from_cbor};
use std::collections::BTreeSet;
use sync::desk::Event;
use sync::limits::{MAX_HEADS, MAX_SCOPES, PROTOCOLS};
use sync::message::{Answer, Envelope, Forked, Generation, Hello, ScopeState, Verb, Verdict, Want};
use sync::receipt::ReceivedHead;

/// Answers [`Verb::Hello`].
///
/// # Errors
/// [`Deny`]
pub fn hello(hub: &Hub, request: &[u8]) -> Result<Answer, Deny> {
    let envelope = open(hub, request, Verb::Hello)?;
    let hello: Hello = message_from_cbor(&envelope.body)?;
    let protocol =
        PROTOCOLS.iter().copied().find(|ours| hello.protocols.contains(ours)).ok_or(Deny::TooOld)?;
    if hello.scopes.len() > MAX_SCOPES || hello.own.len() + hello.vectors.len() > MAX_HEADS {
        return Err(Deny::TooLarge);
    }
    let device = envelope.device;
    if let Some(proof) = &hello.proof {
        shown(hub, device, proof)?;
    }
    // In whatever order generation and tree are asked for beside a new beginning: all that is held is held in both.
    let generation = hub.shared.identity.generation();
    let app = hello.app.chars().take(100).collect();
    let unreceived = hello.unreceived;
    let compared =
        archive::read(&*hub.archive, |view| compare(&hub.shared, view, device, (&hello, generation)))?;
    let in_sync =
        compared.want.is_empty() && compared.verdicts.iter().all(|(_, verdict)| *verdict == Verdict::InSync);
    note(hub, &envelope, app, unreceived, in_sync)?;
    let tree = hub.shared.tree();
    // A larger tree than ours cannot be shown to begin it: the phone will see that the log was rewritten.
    let seen = hello.tree.filter(|seen| hello.generation == Some(generation) && seen.size <= tree.0);
    let prefix = match seen {
        Some(seen) => {
            archive::read(&*hub.archive, |view| prefix_proof(view, &hub.shared.nodes, seen.size, tree.0))?
        }
        None => Vec::new(),
    };
    Ok(Answer {
        protocol,
        generation,
        server_ms: hub.now_ms(),
        scopes: compared.scopes,
        verdicts: compared.verdicts,
        want: compared.want,
        forked: compared.forked,
        receipt: hub.shared.receipt_of(generation, tree, compared.received, compared.durable),
        prefix,
        told: compared.told,
    })
}

/// All places that a device reads: those granted, those known within them, and those above; never the audit log.
pub fn readable(places: &Places, device: DeviceId) -> BTreeSet<Scope> {
    let mut out = BTreeSet::new();
    for (granted, _) in places.grants_of(device) {
        out.extend(granted.with_ancestors());
        out.extend(places.places.keys().filter(|place| granted.covers(place)));
    }
    // Nobody is granted it; should somebody name it or grant it all the same, it still goes to no phone.
    out.retain(|place| !domain::audit::is_log(place));
    out
}

/// Up to which arrival number a verified backup reaches.
pub fn durable(view: &dyn View) -> Read<u64> {
    let bytes = view.meta(Meta::Durable)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
}

#[derive(Default)]
struct Compared {
    scopes: Vec<Scope>,
    verdicts: Vec<(Scope, Verdict)>,
    want: Vec<Want>,
    forked: Vec<Forked>,
    received: Vec<ReceivedHead>,
    durable: u64,
    told: Option<Vec<ByteVec>>,
}

fn compare(
    shared: &Shared,
    view: &dyn View,
    device: DeviceId,
    (hello, generation): (&Hello, Generation),
) -> Read<Compared> {
    let places = shared.places();
    let readable = readable(&places, device);
    let mut out = Compared { durable: durable(view)?, ..Compared::default() };
    for state in &hello.scopes {
        let verdict = match readable.contains(&state.scope) {
            false => Verdict::NotGranted,
            true if shared.digest(view, state.scope)? == state.digest => Verdict::InSync,
            // Arrival numbers of another generation mean nothing here.
            true if hello.generation == Some(generation) && !news(view, state, device)? => Verdict::Ahead,
            true => Verdict::Differs,
        };
        out.verdicts.push((state.scope, verdict));
    }
    let mut received: BTreeSet<ReceivedHead> = view.heads_of(device)?.into_iter().collect();
    let own = hello.own.iter().filter(|head| head.log.device == device);
    let others =
        hello.vectors.iter().filter(|head| head.log.device != device && readable.contains(&head.log.scope));
    let named: BTreeSet<&Head> = own.chain(others).collect();
    for head in &named {
        let held = view.head(&head.log)?;
        let branches = view.branches(&head.log)?;
        // Whoever does not name every branch of a forked log may not know that it has forked.
        let mut strands = held.iter().chain(&branches);
        let unheard = !branches.is_empty() && strands.any(|strand| !named.contains(&strand.head));
        if head.log.device != device {
            received.extend(held.iter().chain(&branches));
        }
        one_log(view, head, held.map_or(0, |held| held.head.height), unheard, &mut out)?;
    }
    let asked = |scope: &Scope| hello.scopes.iter().any(|state| state.scope == *scope);
    out.told = told(view, &places, &[device].into(), |scope| asked(scope) && !readable.contains(scope))?;
    out.received = received.into_iter().collect();
    out.scopes = readable.into_iter().collect();
    Ok(out)
}

/// Whether anything that others wrote arrived in a place after the phone's cursor. The heads say it: a phone that is only
/// ahead never moves its cursor, and all that it ever wrote lies behind it.
fn news(view: &dyn View, state: &ScopeState, device: DeviceId) -> Read<bool> {
    let fresh = |head: &ReceivedHead| head.head.log.device != device && head.arrival > state.cursor;
    Ok(view.heads_in(state.scope)?.iter().any(fresh))
}

/// What is to be done about one log of which `height` operations are held, not counting branches; `unheard` where it has
/// branches that were not told.
fn one_log(view: &dyn View, told: &Head, height: u64, unheard: bool, out: &mut Compared) -> Read<()> {
    let log = told.log;
    let Some(seq) = told.height.checked_sub(1) else { return Ok(()) };
    let held = view.position(told.id)?.filter(|position| position.log == log && position.seq == seq);
    // What goes on from the height held, but not from the operation held there, waits: the log has forked before.
    let forked = held.is_some_and(|position| position.branch != 0)
        || (held.is_none() && (told.height <= height || !view.waiting(&Waits::Log(log, height))?.is_empty()));
    if (forked || unheard)
        && let Some(ours) = view.op_at(&log, seq.min(height.saturating_sub(1)))?
    {
        out.forked.push(Forked { log, seq, held: ours });
    }
    if held.is_none() {
        // Of a branch nobody knows where it begins: all of the log is asked for, and what is held changes nothing.
        out.want.push(Want { log, from: if forked { 0 } else { height }, to: told.height });
    }
    Ok(())
}

fn note(hub: &Hub, envelope: &Envelope, app: String, unreceived: u32, in_sync: bool) -> Result<(), Deny> {
    let (device, session, step) = (envelope.device, envelope.session, envelope.step);
    Ok(hub.writer.run_blocking(move |work| {
        let places = work.places()?;
        let mut row = row_of(work.tx, &places, device, work.now_ms)?;
        (row.session, row.step, row.app, row.unreceived) = (session, step, app, unreceived);
        if in_sync {
            row.last_sync_ms = Some(work.now_ms);
            work.events.push(Event::Synced { device });
        }
        work.tx.put_device(&row)
    })?)
}
