//! What a phone carries for others, and what it handed to somebody to carry.

use super::Pencil;
use crate::carried::Carried;
use crate::port::PhoneStore;
use crate::receipt::SignedReceipt;
use oplog::{Digest, Head};

fn carried(name: u8, taken_ms: u64) -> Carried {
    let pencil = Pencil::new(name);
    Carried {
        id: Digest([name; 32]),
        packer: pencil.device(),
        packed_ms: 5,
        taken_ms,
        heads: vec![],
        sealed: false,
        torn: false,
        receipts: vec![],
        aside: 0,
        arrived: false,
        refused: None,
        name: "普红梅".into(),
        told: None,
        tried_ms: None,
    }
}

/// A bundle stays until it is dropped, its file as long as it is needed.
pub async fn what_is_carried_stays_until_it_is_dropped(store: &impl PhoneStore) {
    assert_eq!(store.carried().await.unwrap(), []);
    let (first, second) = (carried(1, 7), carried(2, 9));
    let file = |name: u8| vec![name; 100_000];
    store.keep_carried(&first, &file(1)).await.unwrap();
    store.keep_carried(&second, &file(2)).await.unwrap();
    assert_eq!(store.carried().await.unwrap(), [second.clone(), first.clone()], "the last one first");
    let receipt = SignedReceipt { bytes: vec![1, 2].into(), signature: [3; 64] };
    let delivered = Carried { receipts: vec![receipt], aside: 2, arrived: true, ..first };
    store.put_carried(&delivered, true).await.unwrap();
    assert_eq!(store.carried_file(&delivered.id).await.unwrap(), Some(file(1)));
    store.put_carried(&delivered, false).await.unwrap();
    assert_eq!(store.carried().await.unwrap(), [second.clone(), delivered.clone()]);
    assert_eq!(store.carried_file(&delivered.id).await.unwrap(), None);
    assert_eq!(store.carried_file(&second.id).await.unwrap(), Some(file(2)));
    store.drop_carried(&second.id).await.unwrap();
    assert_eq!(store.carried_file(&second.id).await.unwrap(), None);
    assert_eq!(store.carried().await.unwrap(), [delivered]);
    // What is not there is dropped already.
    store.drop_carried(&second.id).await.unwrap();
}

/// Of every log the highest head that was handed over is known, and when that was; a lower one later changes nothing.
pub async fn what_was_handed_over_only_rises(store: &impl PhoneStore) {
    let (mut one, mut other) = (Pencil::new(1), Pencil::new(2));
    let heads = |pencil: &mut Pencil| -> Head {
        pencil.append(super::TITLE, None, "一");
        pencil.head()
    };
    let (low, high, alone) = (heads(&mut one), heads(&mut one), heads(&mut other));
    assert_eq!(store.handed().await.unwrap(), []);
    store.note_handed(&[low], 5).await.unwrap();
    store.note_handed(&[high, alone], 6).await.unwrap();
    store.note_handed(&[low], 7).await.unwrap();
    assert_eq!(store.handed().await.unwrap(), [(high, 6), (alone, 6)]);
    // The same once more: it was handed over again.
    store.note_handed(&[alone], 8).await.unwrap();
    assert_eq!(store.handed().await.unwrap(), [(high, 6), (alone, 8)]);
}
