//! Hello: the phone says what it holds; the answer says what is missing on either side.

use super::open::{open, row_of};
use crate::archive::rows::Meta;
use crate::archive::{self, Read, View};
use crate::hub::{Hub, Shared};
use crate::routes::deny::Deny;
use domain::fold::Places;
use oplog::{DeviceId, Head, LogKey, Scope, from_cbor};
use std::collections::{BTreeMap, BTreeSet};
use sync::desk::Event;
use sync::limits::{MAX_HEADS, MAX_SCOPES, PROTOCOLS};
use sync::message::{Answer, Envelope, Forked, Hello, Verb, Verdict, Want};
use sync::receipt::ReceivedHead;

/// Answers [`Verb::Hello`].
///
/// # Errors
/// [`Deny`]
pub fn hello(hub: &Hub, request: &[u8]) -> Result<Answer, Deny> {
    let envelope = open(hub, request, Verb::Hello)?;
    let hello: Hello = from_cbor(&envelope.body)?;
    let protocol =
        PROTOCOLS.iter().copied().find(|ours| hello.protocols.contains(ours)).ok_or(Deny::TooOld)?;
    if hello.scopes.len() > MAX_SCOPES || hello.own.len() + hello.vectors.len() > MAX_HEADS {
        return Err(Deny::TooLarge);
    }
    let device = envelope.device;
    let app = hello.app.chars().take(100).collect();
    let unreceived = hello.unreceived;
    let compared = archive::read(&*hub.archive, |view| compare(&hub.shared, view, device, &hello))?;
    let in_sync =
        compared.want.is_empty() && compared.verdicts.iter().all(|(_, verdict)| *verdict == Verdict::InSync);
    note(hub, &envelope, app, unreceived, in_sync)?;
    Ok(Answer {
        protocol,
        generation: hub.shared.identity.generation,
        server_ms: hub.now_ms(),
        scopes: compared.scopes,
        verdicts: compared.verdicts,
        want: compared.want,
        forked: compared.forked,
        receipt: hub.shared.receipt(compared.received, compared.durable),
    })
}

/// All places that a device reads: those granted, those known within them, and those above.
pub fn readable(places: &Places, device: DeviceId) -> BTreeSet<Scope> {
    let mut out = BTreeSet::new();
    for (granted, _) in places.grants_of(device) {
        out.extend(granted.with_ancestors());
        out.extend(places.places.keys().filter(|place| granted.covers(place)));
    }
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
}

fn compare(shared: &Shared, view: &dyn View, device: DeviceId, hello: &Hello) -> Read<Compared> {
    let readable = readable(&shared.places(), device);
    let mut out = Compared { durable: durable(view)?, ..Compared::default() };
    for state in &hello.scopes {
        let verdict = match readable.contains(&state.scope) {
            false => Verdict::NotGranted,
            true if shared.digest(view, state.scope)? == state.digest => Verdict::InSync,
            true => Verdict::Differs,
        };
        out.verdicts.push((state.scope, verdict));
    }
    let mut received: BTreeMap<LogKey, ReceivedHead> =
        view.heads_of(device)?.into_iter().map(|head| (head.head.log, head)).collect();
    let own = hello.own.iter().filter(|head| head.log.device == device);
    let others =
        hello.vectors.iter().filter(|head| head.log.device != device && readable.contains(&head.log.scope));
    let told: BTreeSet<&Head> = own.chain(others).collect();
    for head in told {
        let held = match received.get(&head.log) {
            Some(held) => Some(*held),
            None => view.head(&head.log)?,
        };
        if let Some(held) = held {
            received.insert(head.log, held);
        }
        one_log(view, head, held.map(|held| held.head), &mut out)?;
    }
    out.received = received.into_values().collect();
    out.scopes = readable.into_iter().collect();
    Ok(out)
}

fn one_log(view: &dyn View, told: &Head, held: Option<Head>, out: &mut Compared) -> Read<()> {
    let height = held.map_or(0, |held| held.height);
    if told.height > height {
        out.want.push(Want { log: told.log, from: height, to: told.height });
    } else if let Some(seq) = told.height.checked_sub(1)
        && let Some(ours) = view.op_at(&told.log, seq)?
        && ours != told.id
    {
        out.forked.push(Forked { log: told.log, seq, held: ours });
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
