//! What would be gone with the store, as far as it can be told without its key: heads and receipts say which records nobody
//! else has, and each record bears the name of its matter.

use super::bag::read_handed;
use super::connection::Connection;
use super::rows;
use super::schema::*;
use super::tx::{Durability, answers};
use crate::Lost;
use crate::keys;
use js_sys::Array;
use oplog::Head;
use oplog::flat::Set;
use sync::port::{Received, StoreError};
use wasm_bindgen::JsValue;

fn each<T>(found: &JsValue, read: fn(&JsValue) -> Result<T, StoreError>) -> Result<Vec<T>, StoreError> {
    Array::from(found).iter().map(|row| read(&row)).collect()
}

pub async fn lost(at: &Connection) -> Result<Lost, StoreError> {
    let stores = [KEYS, SYNC, SETTINGS, LOGS, RECEIVED, OPS, DRAFTS, FILES];
    at.write(&stores, Durability::Relaxed, async |tx, _| {
        let found = answers(vec![
            tx.store(KEYS)?.get(&DEVICE.into())?,
            tx.store(SYNC)?.get(&ONLY.into())?,
            tx.store(SETTINGS)?.get(&HANDED.into())?,
            tx.store(LOGS)?.get_all()?,
            tx.store(RECEIVED)?.get_all()?,
            tx.store(DRAFTS)?.all_keys()?,
            tx.store(FILES)?.all_keys()?,
        ]);
        let found = found.await?;
        let [device, state, handed, heads, received, drafts, files] = found.as_slice() else {
            return Err(StoreError::Aborted);
        };
        let device = keys::device(device)?;
        let present = rows::sync_of(state)?.generation;
        let (handed, received) = (read_handed(handed)?, each(received, rows::received_of)?);
        let count = |rows: &JsValue| Array::from(rows).length();
        let mut lost = Lost { drafts: count(drafts), files: count(files), ..Lost::default() };
        let mut asked = Vec::new();
        for head in each(heads, rows::head_of)?.iter().filter(|head| Some(head.log.device) == device) {
            let there = |there: &&Received| there.head.log == head.log && Some(there.generation) == present;
            let there = received.iter().find(there).map_or(0, |there| there.head.height).min(head.height);
            let of = |(gone, _): &&(Head, u64)| gone.log == head.log;
            let gone = handed.iter().find(of).map_or(0, |(gone, _)| gone.height).min(head.height);
            lost.records += head.height - there;
            lost.handed += gone.saturating_sub(there);
            if head.height > there {
                asked.push(tx.store(OPS)?.all_in(BY_LOG, &rows::places(&head.log, there, head.height)?)?);
            }
        }
        let mut matters = Vec::new();
        for found in answers(asked).await? {
            for row in Array::from(&found).iter() {
                matters.extend(rows::matter_of_row(&row)?);
            }
        }
        lost.matters = matters.into_iter().collect::<Set<_>>().len() as u32;
        Ok(lost)
    })
    .await
}
