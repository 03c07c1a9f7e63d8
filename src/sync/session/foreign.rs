//! What others wrote: verified before it is taken in, whichever way it came, here or beside the page.

use crate::message::Page;
use domain::fold::Places;
use oplog::{Op, PublicKey, Refused, TownshipId, message_from_cbor};

/// Verifies a foreign operation. Keys that come with it count as soon as the township signed them.
///
/// # Errors
/// [`Refused`]: it is no operation of this township, its key is not known, or the signature does not verify.
pub fn verified(bytes: Vec<u8>, township: &PublicKey, places: &mut Places) -> Result<Op, Refused> {
    looked_at(bytes, township, places, false)
}

/// The same; where somebody beside has `judged` that it verifies, the signature is not verified once more.
pub(super) fn looked_at(
    bytes: Vec<u8>,
    township: &PublicKey,
    places: &mut Places,
    judged: bool,
) -> Result<Op, Refused> {
    let op = Op::read(bytes)?;
    let header = op.header();
    if header.township != TownshipId::from(township.device()) {
        return Err(Refused::Township);
    }
    let own = header.device == township.device();
    if !judged {
        let key = if own { *township } else { places.key(header.device).ok_or(Refused::Device)? };
        op.verify(&key)?;
    }
    if own && let Ok(Some(domain::Body::Granted(granted))) = domain::Body::of(&op) {
        places.keys.insert(granted.key.device(), granted.key);
    }
    Ok(op)
}

/// The keys under which a page is to be judged: the township's and all that are known, 32 bytes each.
pub(super) fn keys(township: &PublicKey, places: &Places) -> Vec<u8> {
    let mut out = township.0.to_vec();
    places.keys.values().for_each(|key| out.extend_from_slice(&key.0));
    out
}

/// Verifies a page of operations for somebody else: under these keys, the township's the first, in the order of the page,
/// exactly as [`verified`] does. A one for each operation that verifies, a zero for each that does not; nothing where
/// the question cannot be read.
pub fn judge(keys: &[u8], page: &[u8]) -> Vec<u8> {
    let (mut places, mut said) = (Places::default(), Vec::new());
    let (keys, _) = keys.as_chunks::<32>();
    for key in keys {
        let key = PublicKey(*key);
        places.keys.insert(key.device(), key);
    }
    if let (Some(township), Ok(page)) = (keys.first(), message_from_cbor::<Page>(page)) {
        for bytes in page.ops {
            said.push(u8::from(verified(bytes.into(), &PublicKey(*township), &mut places).is_ok()));
        }
    }
    said
}
