//! How a bundle begins and ends, and how it is sealed; what is in it others say.

use super::carry::CarryError;
use crate::port::{Cipher, DeviceKey};
use oplog::bundle::{Index, Kind, Pack, to_seal};
use oplog::seal::{Sealing, nonce};
use oplog::{DeviceId, Head, Op, PublicKey, TownshipId};

/// A bundle of operations that only the township can open.
///
/// # Errors
/// [`CarryError::Key`]; [`CarryError::Refused`] where the township's key is no key.
pub(super) async fn sealed<K: DeviceKey, C: Cipher>(
    (key, cipher): (&K, &C),
    who: (DeviceId, &str),
    (township, random): (&PublicKey, &[u8; 32]),
    (heads, ops): (Vec<Head>, &[Op]),
    now_ms: u64,
) -> Result<Vec<u8>, CarryError> {
    let sealing = Sealing::for_township(township, random)?;
    let pieces = to_seal(ops.iter().map(Op::bytes));
    let (id, ephemeral) = (township.device().into(), Some(sealing.ephemeral));
    let mut pack = Pack::new(&index(id, who, now_ms, heads, pieces.len(), ephemeral));
    for (number, piece) in (0..).zip(&pieces) {
        pack.add(Kind::Sealed, &cipher.seal(&sealing.key, nonce(number), piece).await?);
    }
    signed(key, pack).await
}

/// What stands at the beginning of a bundle.
pub(super) fn index(
    township: TownshipId,
    (packer, name): (DeviceId, &str),
    packed_ms: u64,
    heads: Vec<Head>,
    frames: usize,
    ephemeral: Option<[u8; 32]>,
) -> Index {
    let name = (!name.is_empty()).then(|| name.to_owned());
    Index { township, packer, packed_ms, heads, frames: count(frames), ephemeral, name }
}

/// The finished bundle, with its packer's signature.
pub(super) async fn signed<K: DeviceKey>(key: &K, pack: Pack) -> Result<Vec<u8>, CarryError> {
    let signature = key.sign(&pack.to_sign()).await?;
    Ok(pack.finish(&signature))
}

/// A number of things as a bundle counts them.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
