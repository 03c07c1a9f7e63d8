//! One digest for all that is held of a place.

use oplog::{Digest, Head, Scope, sort, to_cbor};

/// BLAKE3-256 over the place's heads in ascending order of their logs. Equal digests mean equal sets, because a
/// head's hash covers all that is before it in its log.
pub fn of_heads<'a>(scope: Scope, heads: impl IntoIterator<Item = &'a Head>) -> Digest {
    let mut sorted: Vec<&Head> = heads.into_iter().filter(|head| head.log.scope == scope).collect();
    sort::sort_by(&mut sorted, |a, b| a.cmp(b));
    Digest::of(&sorted.iter().flat_map(|head| to_cbor(*head)).collect::<Vec<u8>>())
}
