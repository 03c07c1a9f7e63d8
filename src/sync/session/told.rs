//! What the township tells a device outside of any log: that its roles in a place have ended. The place's log it gets no
//! more, so it would never hear. The operation waits aside for those before it, and counts for the places all the same.

use crate::message::Generation;
use crate::port::{Batch, PhoneStore, StoreError};
use domain::Body;
use oplog::{DeviceId, Op, PublicKey, TownshipId};

/// The operation, where it is the township's own and ends roles of this device.
fn to(bytes: &[u8], township: &PublicKey, device: DeviceId) -> Option<Op> {
    let op = Op::read(bytes.to_vec()).ok()?;
    let ours = op.header().township == TownshipId::from(township.device());
    let ends = matches!(Body::of(&op), Ok(Some(Body::Revoked(body))) if body.device == device);
    (ours && ends && op.header().device == township.device() && op.verify(township).is_ok()).then_some(op)
}

/// Hears what is told, and whether anything was. What is not the township's word to this device is passed over: it says
/// nothing, and holds nothing up.
///
/// # Errors
/// Those of the store.
pub(super) async fn hear<S: PhoneStore>(
    store: &S,
    told: &mut dyn Iterator<Item = &[u8]>,
    (township, device): (&PublicKey, DeviceId),
    generation: Generation,
) -> Result<bool, StoreError> {
    let ops: Vec<Op> = told.filter_map(|bytes| to(bytes, township, device)).collect();
    if ops.is_empty() {
        return Ok(false);
    }
    store.take(&Batch { ops, generation, ..Batch::default() }).await.map(|taken| taken.places)
}
