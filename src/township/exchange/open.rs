//! What every request of a session must pass: township, known device, signature, rising session and step.

use crate::archive::rows::DeviceRow;
use crate::archive::{self, Read, View};
use crate::hub::Hub;
use crate::routes::deny::Deny;
use domain::fold::Places;
use oplog::{DeviceId, PublicKey, from_cbor};
use std::sync::PoisonError;
use sync::message::{Envelope, Verb};

/// Reads and judges an envelope:
/// - it is deterministic CBOR and for this township;
/// - the device was admitted once, and its signature verifies;
/// - it asks what the path says;
/// - (session, step) is higher than every one before.
///
/// # Errors
/// [`Deny`] with the first condition that does not hold.
pub fn open(hub: &Hub, bytes: &[u8], verb: Verb) -> Result<Envelope, Deny> {
    let envelope: Envelope = from_cbor(bytes)?;
    if envelope.township != hub.shared.identity.township() {
        return Err(Deny::OtherTownship);
    }
    let device = envelope.device;
    let key = hub.shared.places().key(device).ok_or(Deny::UnknownDevice)?;
    envelope.verify(&key).map_err(|_| Deny::Signature)?;
    if envelope.verb != verb {
        return Err(Deny::Shape);
    }
    let known = hub.steps.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&device);
    let stored = if known { None } else { archive::read(&*hub.archive, |view| view.device(device))? };
    let (session, step) = (envelope.session, envelope.step);
    let mut steps = hub.steps.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(row) = stored.filter(|row| (row.session, row.step) != (0, 0)) {
        steps.entry(device).or_insert((row.session, row.step));
    }
    if let Some((highest, _)) = steps.get(&device).filter(|highest| (session, step) <= **highest) {
        return Err(Deny::Replayed(highest.saturating_add(1)));
    }
    steps.insert(device, (session, step));
    Ok(envelope)
}

/// A device's row; made from its grant where a restored database lost it.
pub fn row_of(view: &dyn View, places: &Places, device: DeviceId, now_ms: u64) -> Read<DeviceRow> {
    if let Some(row) = view.device(device)? {
        return Ok(row);
    }
    let person = places.grants_of(device).first().map(|(_, grant)| grant.name.clone()).unwrap_or_default();
    let key = places.key(device).unwrap_or(PublicKey([0; 32]));
    Ok(new_row(device, key, person, String::new(), now_ms))
}

/// The row of a device that was just admitted.
pub fn new_row(id: DeviceId, key: PublicKey, person: String, label: String, admitted_ms: u64) -> DeviceRow {
    DeviceRow {
        id,
        key,
        label,
        person,
        admitted_ms,
        session: 0,
        step: 0,
        last_sync_ms: None,
        unreceived: 0,
        app: String::new(),
        clock_ahead_ms: 0,
    }
}
