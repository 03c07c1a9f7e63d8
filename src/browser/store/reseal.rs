//! Rows go over to the present data key: those of a database that was never sealed, and those under a key that lay open
//! before there was a PIN. Batch by batch, each a transaction that reads and writes; a page killed in between goes on where
//! rows still bear another number.

use super::connection::Connection;
use super::lock;
use super::schema::*;
use super::tx::{Durability, answers};
use super::{ring::Ring, rows};
use crate::{keys, timer};
use js_sys::Array;
use sync::pin::LockRow;
use sync::port::StoreError;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

const STORES: [&str; 6] = [DRAFTS, SUMMARIES, OPS, ASIDE, CARRIED, FILES];
/// Rows of a batch: nothing that a finger notices.
const BATCH: u32 = 64;
/// Files are up to megabytes.
const FILES_BATCH: u32 = 1;

/// Seals anew whatever the present key has not sealed, and then lets go of the keys before it.
pub async fn all(at: &Connection, mut row: LockRow) -> Result<(), StoreError> {
    while row.plain || !row.before.is_empty() {
        keys_rows(at).await?;
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
        let [keys, found] = found.as_slice() else { return Err(StoreError::Aborted) };
        let keys = Array::from(keys);
        for (key, row) in keys.iter().zip(Array::from(found).iter()) {
            match rows::resealed(at.ring(), store, &key, &row) {
                Ok(Some(row)) => held.put(&key, &row)?,
                Ok(None) => {}
                // It could not be read before either; whoever reads it is told. The others go on.
                Err(StoreError::Corrupt) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(keys.at(-1)).filter(|last| !last.is_undefined()))
    })
    .await
}

/// Who the phone is: its key, where that is wrapped, and its enrolment.
async fn keys_rows(at: &Connection) -> Result<(), StoreError> {
    let ring: &Ring = at.ring();
    at.write(&[KEYS], Durability::Strict, async |tx, _| {
        let store = tx.store(KEYS)?;
        let (device, enrolment) = (JsValue::from(DEVICE), JsValue::from(ENROLMENT));
        let found = answers(vec![store.get(&device)?, store.get(&enrolment)?]).await?;
        let [key, enrolled] = found.as_slice() else { return Err(StoreError::Aborted) };
        if let Some(row) = keys::resealed(ring, key)? {
            store.put(&device, &row)?;
        }
        if !enrolled.is_undefined()
            && let Some(row) = rows::resealed(ring, KEYS, &enrolment, enrolled)?
        {
            store.put(&enrolment, &row)?;
        }
        Ok(())
    })
    .await
}
