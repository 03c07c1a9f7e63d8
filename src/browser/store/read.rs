//! Reading: one request a question, one call over the border to JavaScript a list.

use super::connection::{Connection, Unread};
use super::rows;
use super::schema::*;
use domain::view::MatterSummary;
use futures_util::future::join;
use oplog::{DeviceId, Digest, Head, LogKey, MatterId, Op, Scope};
use rexie::{KeyRange, Transaction};
use sync::memory::about_places;
use sync::port::{Draft, Pen, Received, StoreError, SyncState};
use sync::receipt::SignedReceipt;
use wasm_bindgen::JsValue;

/// How many operations of a log are read at once.
const PAGE: u64 = 500;

type Read<T> = Result<T, StoreError>;

pub async fn value(at: &Connection, store: &str, key: &str) -> Read<JsValue> {
    let get =
        async |tx: &Transaction| Ok(tx.store(store)?.get(key.into()).await?.unwrap_or(JsValue::UNDEFINED));
    at.read(&[store], get).await
}

async fn only(at: &Connection, store: &str) -> Read<JsValue> {
    value(at, store, ONLY).await
}

async fn all(at: &Connection, store: &str) -> Read<Vec<JsValue>> {
    at.read(&[store], async |tx| Ok(tx.store(store)?.get_all(None, None).await?)).await
}

/// All records of a store that are sealed as they are, opened.
pub async fn all_opened(at: &Connection, store: &str) -> Read<Vec<Vec<u8>>> {
    let (keys, found) = at
        .read(&[store], async |tx| {
            let store = tx.store(store)?;
            // Both asked for before either is waited for.
            let both = join(store.get_all_keys(None, None), store.get_all(None, None)).await;
            Ok((both.0?, both.1?))
        })
        .await?;
    keys.iter().zip(&found).map(|(key, row)| at.ring().open_value(store, key, row)).collect()
}

async fn all_keys(at: &Connection, store: &str) -> Read<Vec<JsValue>> {
    at.read(&[store], async |tx| Ok(tx.store(store)?.get_all_keys(None, None).await?)).await
}

/// What an index of `ops` has under a key.
async fn indexed(at: &Connection, index: &str, key: &JsValue) -> Read<Vec<JsValue>> {
    at.read(&[OPS], async |tx| {
        let range = KeyRange::only(key).map_err(|_| Unread::Rexie)?;
        Ok(tx.store(OPS)?.index(index)?.get_all(Some(range), None).await?)
    })
    .await
}

pub async fn pen(at: &Connection) -> Read<Pen> {
    rows::pen_of(&only(at, PEN).await?)
}

pub async fn tip(at: &Connection, device: DeviceId, scope: Scope) -> Read<(Pen, Option<Head>)> {
    at.read(&[PEN, LOGS], async |tx| {
        let pen = tx.store(PEN)?.get(ONLY.into()).await?.unwrap_or(JsValue::UNDEFINED);
        let pen = rows::pen_of(&pen)?;
        let log = rows::log_key(&LogKey { device, epoch: pen.epoch, scope });
        let head = tx.store(LOGS)?.get(log.into()).await?;
        Ok((pen, head.as_ref().map(rows::head_of).transpose()?))
    })
    .await
}

pub async fn heads(at: &Connection, scope: Option<Scope>) -> Read<Vec<Head>> {
    let heads: Vec<Head> = all(at, LOGS).await?.iter().map(rows::head_of).collect::<Read<_>>()?;
    Ok(heads.into_iter().filter(|head| scope.is_none_or(|scope| head.log.scope == scope)).collect())
}

pub async fn range(at: &Connection, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Read<Vec<Op>> {
    let mut out: Vec<Op> = Vec::new();
    let (mut bytes, mut from) = (0usize, from);
    while from < to && bytes < max_bytes {
        let end = to.min(from.saturating_add(PAGE));
        let page = page(at, &log, from, end).await?;
        let whole = page.len() as u64 >= end - from;
        for op in page {
            // Never between two branches' operations at one position: the caller goes on behind the last.
            let seq = op.header().seq;
            if bytes >= max_bytes && out.last().is_some_and(|last| last.header().seq != seq) {
                break;
            }
            bytes = bytes.saturating_add(op.bytes().len());
            out.push(op);
        }
        if !whole {
            break;
        }
        from = end;
    }
    Ok(out)
}

/// Operations at these positions: of the log, and of its branches where it has any.
async fn page(at: &Connection, log: &LogKey, from: u64, to: u64) -> Read<Vec<Op>> {
    let keys = at
        .read(&[LOGS], async |tx| {
            let (first, last) = rows::strand_ends(log);
            let range = KeyRange::bound(&first, &last, None, None).map_err(|_| Unread::Rexie)?;
            Ok(tx.store(LOGS)?.get_all_keys(Some(range), None).await?)
        })
        .await?;
    let place =
        |key: &JsValue, seq: u64| JsValue::from(js_sys::Array::of2(key, &JsValue::from_f64(seq as f64)));
    let (mut ops, branched) = (Vec::new(), keys.len() > 1);
    for key in keys {
        let (first, last) = (place(&key, from), place(&key, to));
        let found = at
            .read(&[OPS], async |tx| {
                let range = KeyRange::bound(&first, &last, None, Some(true)).map_err(|_| Unread::Rexie)?;
                Ok(tx.store(OPS)?.index(BY_LOG)?.get_all(Some(range), None).await?)
            })
            .await?;
        ops.extend(rows::ops_of(at.ring(), &found)?);
    }
    if branched {
        oplog::sort::sort_by_key(&mut ops, |op| op.header().seq);
    }
    Ok(ops)
}

pub async fn matter_ops(at: &Connection, matter: MatterId) -> Read<Vec<Op>> {
    rows::ops_of(at.ring(), &indexed(at, BY_MATTER, &rows::matter_key(matter)).await?)
}

pub async fn place_ops(at: &Connection) -> Read<Vec<Op>> {
    let found = at.read(&[OPS, ASIDE], async |tx| {
        let range = KeyRange::only(&JsValue::from_f64(1.0)).map_err(|_| Unread::Rexie)?;
        let held = tx.store(OPS)?.index(BY_PLACE)?.get_all(Some(range), None).await?;
        Ok((held, tx.store(ASIDE)?.index(GAPS)?.get_all(None, None).await?))
    });
    let (held, waiting) = found.await?;
    let ring = at.ring();
    let mut ops = rows::ops_of(ring, &held)?;
    for row in &waiting {
        let op = rows::op_of(ring, ASIDE, row)?;
        if about_places(&op) {
            ops.push(op);
        }
    }
    Ok(ops)
}

pub async fn summaries(at: &Connection) -> Read<Vec<MatterSummary>> {
    all_opened(at, SUMMARIES).await?.into_iter().map(rows::summary_of).collect()
}

pub async fn stale(at: &Connection) -> Read<Vec<MatterId>> {
    all_keys(at, STALE).await?.iter().map(rows::matter_of_key).collect()
}

pub async fn sync_state(at: &Connection) -> Read<SyncState> {
    rows::sync_of(&only(at, SYNC).await?)
}

pub async fn proof(at: &Connection) -> Read<Option<SignedReceipt>> {
    let row = value(at, SYNC, PROOF).await?;
    if row.is_undefined() {
        return Ok(None);
    }
    oplog::from_cbor(&rows::bytes_of(&row)?).map(Some).map_err(|_| StoreError::Corrupt)
}

pub async fn received(at: &Connection) -> Read<Vec<Received>> {
    let (state, found) = at
        .read(&[SYNC, RECEIVED], async |tx| {
            let state = tx.store(SYNC)?.get(ONLY.into()).await?.unwrap_or(JsValue::UNDEFINED);
            Ok((state, tx.store(RECEIVED)?.get_all(None, None).await?))
        })
        .await?;
    let present = rows::sync_of(&state)?.generation;
    let found: Vec<Received> = found.iter().map(rows::received_of).collect::<Read<_>>()?;
    Ok(found.into_iter().filter(|received| Some(received.generation) == present).collect())
}

pub async fn aside(at: &Connection) -> Read<Vec<(Digest, String)>> {
    let (keys, found) = at
        .read(&[ASIDE], async |tx| {
            let store = tx.store(ASIDE)?;
            let keys = store.get_all_keys(None, None).await?;
            Ok((keys, store.get_all(None, None).await?))
        })
        .await?;
    keys.iter().zip(&found).map(|(key, row)| rows::aside_of(key, row)).collect()
}

pub async fn drafts(at: &Connection) -> Read<Vec<Draft>> {
    let opened = all_opened(at, DRAFTS).await?;
    let mut drafts: Vec<Draft> = opened.into_iter().map(rows::draft_of).collect::<Read<_>>()?;
    oplog::sort::sort_by_key(&mut drafts, |draft| core::cmp::Reverse(draft.touched_ms));
    Ok(drafts)
}
