//! The row of the lock: made with the database, changed as a whole, read before anything else.

use super::connection::Connection;
use super::read;
use super::ring::{DataKey, Ring, next_number};
use super::rows::{bytes, bytes_of};
use super::schema::{DEVICE, KEYS, LOCK};
use super::tx::{Durability, answers};
use crate::clock;
use sync::pin::{Before, LockRow, Tries};
use sync::port::StoreError;
use wasm_bindgen::JsValue;

/// Where an earlier key lies, to its seal.
const BEFORE: &[u8] = b"lock/before";

/// Reads the row, makes it and the data key where there is none, and takes the key up where it lies open.
pub async fn begin(at: &Connection) -> Result<LockRow, StoreError> {
    let held = read::value(at, KEYS, LOCK).await?;
    let row = if held.is_undefined() { change(at, &|_| ()).await? } else { row_of(&held)? };
    if row.pin.is_none() {
        let key = row.key.as_slice().try_into().map_err(|_| StoreError::Corrupt)?;
        take_up(at.ring(), &row, &key)?;
    }
    Ok(row)
}

/// The row as it lies.
pub async fn read(at: &Connection) -> Result<LockRow, StoreError> {
    row_of(&read::value(at, KEYS, LOCK).await?)
}

/// Takes up the data key, and those before it.
pub fn take_up(ring: &Ring, row: &LockRow, key: &DataKey) -> Result<(), StoreError> {
    ring.take(row.number, key)?;
    for Before { number, key } in &row.before {
        let before = ring.open(KEYS, BEFORE, key.to_vec())?.try_into().map_err(|_| StoreError::Corrupt)?;
        ring.take(*number, &before)?;
    }
    ring.take(row.number, key)?;
    ring.let_plain(row.plain);
    Ok(())
}

/// Changes the row, or makes it; what comes back is as it lies then. `change` may run twice.
pub async fn change(at: &Connection, change: &dyn Fn(&mut LockRow)) -> Result<LockRow, StoreError> {
    let fresh = clock::random::<32>().map_err(|_| StoreError::Aborted)?;
    at.write(&[KEYS], Durability::Strict, async |tx, _| {
        let keys = tx.store(KEYS)?;
        let found = answers(vec![keys.get(&LOCK.into())?, keys.get(&DEVICE.into())?]).await?;
        let [held, device] = found.as_slice() else { return Err(StoreError::Aborted) };
        let mut row = match held.is_undefined() {
            false => row_of(held)?,
            true => LockRow {
                number: 1,
                key: fresh.to_vec().into(),
                pin: None,
                before: Vec::new(),
                plain: true,
                // Whoever has worked without a PIN is not stopped on his way; the pages say that there is none.
                later: !device.is_undefined(),
                tries: Tries::default(),
            },
        };
        let before = (!held.is_undefined()).then(|| row.clone());
        change(&mut row);
        // A PIN that is typed before its time changes nothing, and need not wait for the disk.
        if before.as_ref() != Some(&row) {
            keys.put(&LOCK.into(), &bytes(&oplog::to_cbor(&row)))?;
        }
        Ok(row)
    })
    .await
}

/// In place of a data key that lay open, another one that is wrapped: its number, and the row of the one before it.
pub fn followed(row: &LockRow, key: &DataKey) -> Result<(u8, Vec<Before>), StoreError> {
    let (number, new) = (next_number(row.number), Ring::default());
    new.take(number, key)?;
    let before = new.seal(KEYS, BEFORE, &row.key)?;
    Ok((number, vec![Before { number: row.number, key: before.into() }]))
}

fn row_of(value: &JsValue) -> Result<LockRow, StoreError> {
    oplog::from_cbor(&bytes_of(value)?).map_err(|_| StoreError::Corrupt)
}
