//! Deliver: somebody brings what only the township can open; the receipt names what is durable of it.

use super::open::open;
use super::push::bring;
use crate::admit::Gate;
use crate::hub::Hub;
use crate::routes::deny::Deny;
use crate::unseal::Unseal;
use oplog::message_from_cbor;
use sync::limits::MAX_BATCH_OPS;
use sync::message::{Deliver, Pushed, Verb};

/// Answers [`Verb::Deliver`].
///
/// # Errors
/// [`Deny`]
pub fn deliver(hub: &Hub, request: &[u8]) -> Result<Pushed, Deny> {
    let envelope = open(hub, request, Verb::Deliver)?;
    let deliver: Deliver = message_from_cbor(&envelope.body)?;
    if deliver.frames.len() > MAX_BATCH_OPS {
        return Err(Deny::TooLarge);
    }
    let identity = &hub.shared.identity;
    let unseal = Unseal::new(identity, deliver.ephemeral)?;
    let places = hub.shared.places();
    let (mut gate, mut checked) = (Gate::new(identity, &places), Vec::new());
    for (number, frame) in (deliver.from..).zip(deliver.frames) {
        unseal.check(number, frame.into(), &mut gate, &mut checked);
    }
    bring(hub, &envelope, checked)
}
