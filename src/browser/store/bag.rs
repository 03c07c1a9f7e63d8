//! What is carried for others, its files in a store of their own so that a list does not read them; and what was handed to
//! somebody to carry.

use super::connection::Connection;
use super::rows;
use super::schema::{CARRIED, FILES, HANDED, SETTINGS};
use super::tx::Durability;
use oplog::{Digest, Head};
use rexie::Transaction;
use sync::carried::Carried;
use sync::kept::hand;
use sync::port::StoreError;
use wasm_bindgen::JsValue;

type Done<T> = Result<T, StoreError>;

fn key(id: &Digest) -> JsValue {
    rows::bytes(id.as_bytes()).into()
}

fn row(at: &Connection, carried: &Carried) -> Done<JsValue> {
    rows::sealed(at.ring(), CARRIED, &key(&carried.id), carried)
}

pub async fn keep(at: &Connection, carried: &Carried, file: &[u8]) -> Done<()> {
    let (key, row) = (key(&carried.id), row(at, carried)?);
    let file = rows::bytes(&at.ring().seal(FILES, carried.id.as_bytes(), file)?);
    at.write(&[CARRIED, FILES], Durability::Strict, async |tx, _| {
        tx.store(CARRIED)?.put(&key, &row)?;
        tx.store(FILES)?.put(&key, &file)
    })
    .await
}

pub async fn put(at: &Connection, carried: &Carried, needed: bool) -> Done<()> {
    let (key, row) = (key(&carried.id), row(at, carried)?);
    at.write(&[CARRIED, FILES], Durability::Strict, async |tx, _| {
        tx.store(CARRIED)?.put(&key, &row)?;
        if needed { Ok(()) } else { tx.store(FILES)?.delete(&key) }
    })
    .await
}

pub async fn dropped(at: &Connection, id: &Digest) -> Done<()> {
    let key = key(id);
    at.write(&[CARRIED, FILES], Durability::Strict, async |tx, _| {
        tx.store(CARRIED)?.delete(&key)?;
        tx.store(FILES)?.delete(&key)
    })
    .await
}

pub async fn all(at: &Connection) -> Done<Vec<Carried>> {
    let found = super::read::all_opened(at, CARRIED).await?;
    // As it was kept by another version, which may have known more.
    let read = |words: &Vec<u8>| oplog::message_from_cbor::<Carried>(words).map_err(|_| StoreError::Corrupt);
    let mut all: Vec<Carried> = found.iter().map(read).collect::<Done<_>>()?;
    oplog::sort::sort_by_key(&mut all, |carried| core::cmp::Reverse(carried.taken_ms));
    Ok(all)
}

pub async fn file(at: &Connection, id: &Digest) -> Done<Option<Vec<u8>>> {
    let key = key(id);
    let get = async |tx: &Transaction| Ok(tx.store(FILES)?.get(key.clone()).await?);
    let open = |file: &JsValue| at.ring().open(FILES, id.as_bytes(), rows::bytes_of(file)?);
    at.read(&[FILES], get).await?.as_ref().map(open).transpose()
}

pub async fn handed(at: &Connection) -> Done<Vec<(Head, u64)>> {
    read_handed(&super::read::value(at, SETTINGS, HANDED).await?)
}

pub async fn note_handed(at: &Connection, heads: &[Head], at_ms: u64) -> Done<()> {
    at.write(&[SETTINGS], Durability::Strict, async |tx, _| {
        let (store, key) = (tx.store(SETTINGS)?, JsValue::from(HANDED));
        let mut handed = read_handed(&store.get(&key)?.answer().await?)?;
        hand(&mut handed, heads, at_ms);
        store.put(&key, &rows::bytes(&oplog::to_cbor(&handed)))
    })
    .await
}

pub fn read_handed(value: &JsValue) -> Done<Vec<(Head, u64)>> {
    if value.is_undefined() {
        return Ok(Vec::new());
    }
    oplog::from_cbor(&rows::bytes_of(value)?).map_err(|_| StoreError::Corrupt)
}
