//! What others wrote: verified before it is taken in, whichever way it came.

use domain::fold::Places;
use oplog::{Op, PublicKey, Refused, TownshipId};

/// Verifies a foreign operation. Keys that come with it count as soon as the township signed them.
pub fn verified(bytes: Vec<u8>, township: &PublicKey, places: &mut Places) -> Result<Op, Refused> {
    let op = Op::read(bytes)?;
    let header = op.header();
    if header.township != TownshipId::from(township.device()) {
        return Err(Refused::Township);
    }
    let key = if header.device == township.device() {
        *township
    } else {
        places.key(header.device).ok_or(Refused::Device)?
    };
    op.verify(&key)?;
    if key == *township
        && let Ok(Some(domain::Body::Granted(granted))) = domain::Body::of(&op)
    {
        places.keys.insert(granted.key.device(), granted.key);
    }
    Ok(op)
}
