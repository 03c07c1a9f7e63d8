//! `POST /sync/v1/push`: the phone brings operations, its own and others'; the receipt names what is durable.

use super::deny::Deny;
use super::sync_hello::durable;
use super::sync_open::{open, row_of};
use super::wire::{accepts, answer, body};
use crate::admit::{Admitted, Checked, admit, check};
use crate::archive::{ArchiveError, Read};
use crate::hub::Hub;
use crate::work::Work;
use axum::extract::{Request, State};
use axum::response::Response;
use oplog::{DeviceId, from_cbor};
use std::sync::Arc;
use sync::limits::MAX_BATCH_OPS;
use sync::message::{Aside, Push, Pushed, Verb};
use sync::receipt::ReceivedHead;

/// The route.
pub async fn push(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let envelope = open(&hub, body(request).await?, Verb::Push).await?;
    let push: Push = from_cbor(&envelope.body)?;
    if push.ops.len() > MAX_BATCH_OPS {
        return Err(Deny::TooLarge);
    }
    let shared = Arc::clone(&hub.shared);
    // Signatures are verified here, on many threads; the writer only links.
    let checked = tokio::task::spawn_blocking(move || {
        let (places, own, township) = (shared.places(), shared.identity.public(), shared.identity.township());
        push.ops.into_iter().map(|bytes| check(bytes.into(), township, &own, &places)).collect::<Vec<_>>()
    });
    let checked = checked.await.map_err(|_| ArchiveError::Stopped)?;
    let (device, session, step) = (envelope.device, envelope.session, envelope.step);
    let taken = hub.writer.run(move |work| take(work, checked, device, (session, step))).await?;
    let (admitted, heads, durable) = taken;
    let aside =
        admitted.aside.into_iter().map(|(bytes, reason)| Aside { bytes, code: reason.code().to_owned() });
    let message = Pushed { aside: aside.collect(), receipt: hub.shared.receipt(heads, durable) };
    Ok(answer(&message, gzip))
}

fn take(
    work: &mut Work<'_>,
    checked: Vec<Checked>,
    device: DeviceId,
    step: (u64, u32),
) -> Read<(Admitted, Vec<ReceivedHead>, u64)> {
    let own = checked.iter().filter_map(|one| match one {
        Checked::Good(op) if op.header().device == device => Some(op.header().stamp.clock.ms),
        _ => None,
    });
    let latest = own.max();
    let admitted = admit(work, checked, device)?;
    let mut heads = Vec::new();
    for log in &admitted.logs {
        heads.extend(work.head(log)?);
    }
    let places = work.places()?;
    let mut row = row_of(work.tx, &places, device, work.now_ms)?;
    (row.session, row.step) = step.max((row.session, row.step));
    if let Some(latest) = latest {
        let ahead = latest.saturating_sub(work.now_ms);
        row.clock_ahead_ms = i64::try_from(ahead).unwrap_or(i64::MAX);
    }
    work.tx.put_device(&row)?;
    let durable = durable(work.tx)?;
    Ok((admitted, heads, durable))
}
