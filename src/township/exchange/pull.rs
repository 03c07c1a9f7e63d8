//! Pull: what arrived after the phone's cursors, of the places that it reads.

use super::hello::readable;
use super::open::{open, row_of};
use crate::archive;
use crate::hub::Hub;
use crate::routes::deny::Deny;
use oplog::{Scope, message_from_cbor};
use std::collections::BTreeMap;
use sync::desk::Event;
use sync::limits::{MAX_BATCH, MAX_SCOPES};
use sync::message::{Page, Pull, Verb};

/// Answers [`Verb::Pull`].
///
/// # Errors
/// [`Deny`]
pub fn pull(hub: &Hub, request: &[u8]) -> Result<Page, Deny> {
    let envelope = open(hub, request, Verb::Pull)?;
    let pull: Pull = message_from_cbor(&envelope.body)?;
    if pull.cursors.len() > MAX_SCOPES {
        return Err(Deny::TooLarge);
    }
    let device = envelope.device;
    let generation = hub.shared.identity.generation();
    // Arrival numbers of another generation mean nothing here.
    let same = pull.generation == generation;
    let readable = readable(&hub.shared.places(), device);
    let asked = pull.cursors.iter().filter(|(scope, _)| readable.contains(scope));
    let asked: BTreeMap<Scope, u64> =
        asked.map(|(scope, after)| (*scope, if same { *after } else { 0 })).collect();
    let cursors: Vec<(Scope, u64)> = asked.into_iter().collect();
    let except = (!pull.own).then_some(device);
    let (rows, last) = archive::read(&*hub.archive, |view| {
        Ok((view.page(&cursors, except, MAX_BATCH, hub.page_ops)?, view.last_arrival()?))
    })?;
    let reached = if rows.more { rows.ops.last().map_or(0, |(arrival, _)| *arrival) } else { last };
    let cursors = cursors.into_iter().map(|(scope, after)| (scope, after.max(reached))).collect();
    let ops = rows.ops.into_iter().map(|(_, bytes)| bytes.into()).collect();
    if !rows.more {
        let (session, step) = (envelope.session, envelope.step);
        hub.writer.run_blocking(move |work| {
            let places = work.places()?;
            let mut row = row_of(work.tx, &places, device, work.now_ms)?;
            (row.session, row.step, row.last_sync_ms) = (session, step, Some(work.now_ms));
            work.events.push(Event::Synced { device });
            work.tx.put_device(&row)
        })?;
    }
    Ok(Page { generation, ops, cursors, more: rows.more })
}
