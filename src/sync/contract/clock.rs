//! The pen's clock, which never goes back.

use super::{Pencil, batch};
use crate::port::{Batch, PhoneStore};
use oplog::Clock;

/// What others wrote may have pulled the clock ahead while something was being signed: saving does not put it back
/// (N12). Seen to fail: the append writes the clock that it brings.
pub async fn a_clock_never_goes_back(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    let append = pencil.append(super::TITLE, None, "一");
    let ahead = Clock { ms: append.pen.clock.ms + 5_000, count: 3 };
    store.take(&Batch { clock: ahead, ..batch(vec![]) }).await.unwrap();
    store.append(&append).await.unwrap();
    let pen = store.pen().await.unwrap();
    assert_eq!((pen.clock, pen.dseq), (ahead, append.pen.dseq));
    // A clock that is ahead of the store's is kept, too.
    pencil.pen.clock = Clock { ms: ahead.ms + 1, count: 0 };
    store.append(&pencil.append(super::ENTRY, None, "二")).await.unwrap();
    assert_eq!(store.pen().await.unwrap(), pencil.pen);
}
