//! `POST /sync/v1/pull`: what arrived after the phone's cursors, of the places that it reads.

use super::deny::Deny;
use super::sync_hello::readable;
use super::sync_open::{open, row_of};
use super::wire::{accepts, answer, body};
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;
use oplog::{Scope, from_cbor};
use std::collections::BTreeMap;
use sync::desk::Event;
use sync::limits::{MAX_BATCH, MAX_BATCH_OPS, MAX_SCOPES};
use sync::message::{Page, Pull, Verb};

/// The route.
pub async fn pull(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let envelope = open(&hub, body(request).await?, Verb::Pull).await?;
    let pull: Pull = from_cbor(&envelope.body)?;
    if pull.cursors.len() > MAX_SCOPES {
        return Err(Deny::TooLarge);
    }
    let device = envelope.device;
    let generation = hub.shared.identity.generation;
    // Arrival numbers of another generation mean nothing here.
    let same = pull.generation == generation;
    let readable = readable(&hub.shared.places(), device);
    let asked = pull.cursors.iter().filter(|(scope, _)| readable.contains(scope));
    let asked: BTreeMap<Scope, u64> =
        asked.map(|(scope, after)| (*scope, if same { *after } else { 0 })).collect();
    let cursors: Vec<(Scope, u64)> = asked.into_iter().collect();
    let except = (!pull.own).then_some(device);
    let (rows, last, cursors) = hub
        .read(move |view| {
            Ok((view.page(&cursors, except, MAX_BATCH, MAX_BATCH_OPS)?, view.last_arrival()?, cursors))
        })
        .await?;
    let reached = if rows.more { rows.ops.last().map_or(0, |(arrival, _)| *arrival) } else { last };
    let cursors = cursors.into_iter().map(|(scope, after)| (scope, after.max(reached))).collect();
    let ops = rows.ops.into_iter().map(|(_, bytes)| bytes.into()).collect();
    if !rows.more {
        let (session, step) = (envelope.session, envelope.step);
        hub.writer
            .run(move |work| {
                let places = work.places()?;
                let mut row = row_of(work.tx, &places, device, work.now_ms)?;
                (row.session, row.step, row.last_sync_ms) = (session, step, Some(work.now_ms));
                work.events.push(Event::Synced { device });
                work.tx.put_device(&row)
            })
            .await?;
    }
    Ok(answer(&Page { generation, ops, cursors, more: rows.more }, gzip))
}
