//! What a device is told outside of any log: which operations ended its roles, in places that it reads no more.

use crate::archive::{Read, View};
use domain::fold::Places;
use oplog::{ByteVec, DeviceId, OpId, Scope};
use std::collections::BTreeSet;

/// Those about these devices, of the places that `of` says; nothing where there is nothing to tell.
///
/// # Errors
/// Those of the archive.
pub fn told(
    view: &dyn View,
    places: &Places,
    devices: &BTreeSet<DeviceId>,
    of: impl Fn(&Scope) -> bool,
) -> Read<Option<Vec<ByteVec>>> {
    let ends = places.ended.iter().filter(|((scope, device), _)| devices.contains(device) && of(scope));
    let ends: BTreeSet<OpId> = ends.map(|(_, end)| end.op).collect();
    if ends.is_empty() {
        return Ok(None);
    }
    let held = view.place_ops()?.into_iter().filter(|held| ends.contains(&held.id));
    Ok(Some(held.map(|held| held.bytes.into()).collect()))
}
