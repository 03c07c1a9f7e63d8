//! Rows go over to the present data key: those of a database that was never sealed, and those under a key that lay open
//! before there was a PIN. Batch by batch, each a transaction that reads and writes; a page killed in between goes on where
//! rows still bear another number.

use super::connection::Connection;
use super::lock;
use super::rows;
use super::schema::*;
use super::tx::{Durability, answers};
use crate::{keys, timer};
use js_sys::Array;
use sync::pin::LockRow;
use sync::port::StoreError;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

const STORES: [&str; 7] = [KEYS, DRAFTS, SUMMARIES, OPS, ASIDE, CARRIED, FILES];
/// Rows of a batch: nothing that a finger notices.
const BATCH: u32 = 64;
/// Files are up to megabytes.
const FILES_BATCH: u32 = 1;

/// Seals anew whatever the present key has not sealed, and then lets go of the keys before it.
pub async fn all(at: &Connection, mut row: LockRow) -> Result<(), StoreError> {
    while row.plain || !row.before.is_empty() {
        for store in STORES {
            let mut last = None;
            loop {
                last = batch(at, store, last.as_ref()).await?;
                if last.is_none() {
                    break;
                }
                timer::breathe().await;
            }
        }
        let number = row.number;
        let done = |row: &mut LockRow| {
            if row.number == number {
                (row.plain, row.before) = (false, Vec::new());
            }
        };
        // A PIN set meanwhile has begun it anew.
        row = lock::change(at, &done).await?;
    }
    at.ring().only_last();
    Ok(())
}

/// The rows behind this key; the last of them, if there were any.
async fn batch(at: &Connection, store: &str, last: Option<&JsValue>) -> Result<Option<JsValue>, StoreError> {
    let range = last.map(|last| IdbKeyRange::lower_bound_with_open(last, true)).transpose();
    let range = range.map_err(|_| StoreError::Corrupt)?;
    let most = if store == FILES { FILES_BATCH } else { BATCH };
    at.write(&[store], Durability::Strict, async |tx, _| {
        let held = tx.store(store)?;
        let found = answers(held.some(range.as_ref(), most)?.into()).await?;
        let [names, found] = found.as_slice() else { return Err(StoreError::Aborted) };
        let names = Array::from(names);
        for (key, row) in names.iter().zip(Array::from(found).iter()) {
            let anew = match key.as_string().as_deref() {
                // Not a row with words: the browser's own key, or a seed in two seals.
                Some(DEVICE) => keys::resealed(at.ring(), &row),
                Some(LOCK) => Ok(None),
                _ => rows::resealed(at.ring(), store, &key, &row),
            };
            match anew {
                Ok(Some(row)) => held.put(&key, &row)?,
                Ok(None) => {}
                // It could not be read before either; whoever reads it is told. The others go on.
                Err(StoreError::Corrupt) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(names.at(-1)).filter(|last| !last.is_undefined()))
    })
    .await
}
