//! Push: the phone brings operations, its own and others'; the receipt names what is durable.

use super::hello::durable;
use super::open::{open, row_of};
use super::told::told;
use crate::admit::{Admitted, Checked, Gate, admit};
use crate::archive::Read;
use crate::hub::Hub;
use crate::routes::deny::Deny;
use crate::work::Work;
use oplog::{ByteVec, DeviceId, message_from_cbor};
use sync::limits::MAX_BATCH_OPS;
use sync::message::{Aside, Envelope, Push, Pushed, Verb};
use sync::receipt::ReceivedHead;

/// Answers [`Verb::Push`]. Signatures are verified on the caller's thread; the writer only links.
///
/// # Errors
/// [`Deny`]
pub fn push(hub: &Hub, request: &[u8]) -> Result<Pushed, Deny> {
    let envelope = open(hub, request, Verb::Push)?;
    let push: Push = message_from_cbor(&envelope.body)?;
    if push.ops.len() > MAX_BATCH_OPS {
        return Err(Deny::TooLarge);
    }
    let places = hub.shared.places();
    let mut gate = Gate::new(&hub.shared.identity, &places);
    let checked: Vec<Checked> = push.ops.into_iter().map(|bytes| gate.check(bytes.into())).collect();
    bring(hub, &envelope, checked)
}

/// Brings what was looked at to the writer, in the name of whoever sent it.
pub(super) fn bring(hub: &Hub, envelope: &Envelope, checked: Vec<Checked>) -> Result<Pushed, Deny> {
    let (device, session, step) = (envelope.device, envelope.session, envelope.step);
    let (admitted, heads, durable, told) =
        hub.writer.run_blocking(move |work| take(work, checked, device, (session, step)))?;
    let aside =
        admitted.aside.into_iter().map(|(bytes, reason)| Aside { bytes, code: reason.code().to_owned() });
    Ok(Pushed { aside: aside.collect(), receipt: hub.shared.receipt(heads, durable), told })
}

/// What was admitted, the heads of its logs, how far a backup reaches, and what its devices are told.
type Took = (Admitted, Vec<ReceivedHead>, u64, Option<Vec<ByteVec>>);

fn take(work: &mut Work<'_>, checked: Vec<Checked>, device: DeviceId, step: (u64, u32)) -> Read<Took> {
    let own = checked.iter().filter_map(|one| match one {
        Checked::Good(op) if op.header().device == device => Some(op.header().stamp.clock.ms),
        _ => None,
    });
    let latest = own.max();
    let admitted = admit(work, checked, device)?;
    let mut heads = Vec::new();
    for log in &admitted.logs {
        heads.extend(work.heads_of(log)?);
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
    // The sender hears it by its hello.
    let others = admitted.logs.iter().map(|log| log.device).filter(|other| *other != device).collect();
    let told = told(work.tx, &places, &others, |_| true)?;
    Ok((admitted, heads, durable, told))
}
