//! The township's tree, and the receipt that names it.

use super::batch;
use crate::message::Generation;
use crate::port::{Batch, PhoneStore};
use crate::receipt::SignedReceipt;
use crate::tree::TreeHead;
use oplog::{Digest, Scope};

/// The largest tree of the present generation is kept as a witness, with the receipt that names it and no other; another
/// generation begins anew, and what was signed in the one before can still be shown. Seen to fail: the receipt kept with
/// every call.
pub async fn the_largest_tree_is_kept(store: &impl PhoneStore) {
    let tree = |size| TreeHead { size, root: Digest([size as u8; 32]) };
    let signed = |size: u64| SignedReceipt { bytes: vec![size as u8; 40].into(), signature: [7; 64] };
    store.take(&batch(vec![])).await.unwrap();
    assert_eq!(store.sync_state().await.unwrap().tree, None);
    assert_eq!(store.proof().await.unwrap(), None);
    for size in [3, 9, 5] {
        store.witness(Generation::named(1), tree(size), &signed(size)).await.unwrap();
    }
    store.witness(Generation::named(2), tree(20), &signed(20)).await.unwrap();
    assert_eq!(store.sync_state().await.unwrap().tree, Some(tree(9)));
    assert_eq!(store.proof().await.unwrap(), Some(signed(9)));
    store.take(&Batch { generation: Generation::named(2), ..batch(vec![]) }).await.unwrap();
    assert_eq!(store.sync_state().await.unwrap().tree, None);
    assert_eq!(store.proof().await.unwrap(), Some(signed(9)));
    store.witness(Generation::named(2), tree(4), &signed(4)).await.unwrap();
    assert_eq!(store.proof().await.unwrap(), Some(signed(4)));
}

/// No cursor is kept beyond what was seen signed: a township put back to before it would give its numbers again.
/// Seen to fail: the cursors kept as they came; in the simulation at seed 823 (N7).
pub async fn no_cursor_goes_beyond_the_tree(store: &impl PhoneStore) {
    let (generation, scope) = (Generation::named(1), Scope::parse("532301104201").unwrap());
    let reached = |cursor| Batch { cursors: vec![(scope, cursor)], ..batch(vec![]) };
    let cursors = async || store.sync_state().await.unwrap().cursors;
    store.take(&batch(vec![])).await.unwrap();
    let signed = SignedReceipt { bytes: vec![1].into(), signature: [7; 64] };
    store.witness(generation, TreeHead { size: 10, root: Digest([1; 32]) }, &signed).await.unwrap();
    store.take(&reached(12)).await.unwrap();
    assert_eq!(cursors().await, [(scope, 10)]);
    store.witness(generation, TreeHead { size: 15, root: Digest([2; 32]) }, &signed).await.unwrap();
    store.take(&reached(12)).await.unwrap();
    assert_eq!(cursors().await, [(scope, 12)]);
}
