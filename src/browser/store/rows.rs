//! How things lie in the database: operations as objects whose fields the indexes read, the rest as deterministic
//! CBOR.

use domain::view::MatterSummary;
use js_sys::{Object, Uint8Array};
use oplog::{Clock, Digest, Head, LogKey, MatterId, Op, OpId, Scope};
use sync::memory::{about_places, matter_of};
use sync::message::Generation;
use sync::port::{Draft, Pen, Received, StoreError, SyncState};
use sync::strand::{GAP, Strand};
use sync::tree::TreeHead;
use wasm_bindgen::prelude::*;
use web_sys::IdbKeyRange;

#[wasm_bindgen]
extern "C" {
    /// A record of `ops`.
    #[wasm_bindgen(extends = Object)]
    pub type OpRow;
    #[wasm_bindgen(method, setter)]
    fn set_log(this: &OpRow, log: &Uint8Array);
    #[wasm_bindgen(method, getter, catch)]
    fn log(this: &OpRow) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_seq(this: &OpRow, seq: f64);
    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &OpRow, kind: u16);
    #[wasm_bindgen(method, setter)]
    fn set_matter(this: &OpRow, matter: &Uint8Array);
    #[wasm_bindgen(method, setter)]
    fn set_place(this: &OpRow, place: u8);
    #[wasm_bindgen(method, setter)]
    fn set_bytes(this: &OpRow, bytes: &Uint8Array);
    #[wasm_bindgen(method, getter, catch)]
    fn bytes(this: &OpRow) -> Result<JsValue, JsValue>;

    /// A record of `aside`; `log` and `seq` only where a predecessor is missing.
    #[wasm_bindgen(extends = Object)]
    pub type AsideRow;
    #[wasm_bindgen(method, setter, js_name = log)]
    fn set_aside_log(this: &AsideRow, log: &Uint8Array);
    #[wasm_bindgen(method, setter, js_name = seq)]
    fn set_aside_seq(this: &AsideRow, seq: f64);
    #[wasm_bindgen(method, setter, js_name = reason)]
    fn set_reason(this: &AsideRow, reason: &str);
    #[wasm_bindgen(method, setter, js_name = bytes)]
    fn set_aside_bytes(this: &AsideRow, bytes: &Uint8Array);
    #[wasm_bindgen(method, getter, js_name = reason, catch)]
    fn reason(this: &AsideRow) -> Result<JsValue, JsValue>;
}

/// Bytes as a value or key of their own.
pub fn bytes(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

/// Bytes from a value.
pub fn bytes_of(value: &JsValue) -> Result<Vec<u8>, StoreError> {
    // Keys come back as buffers, values as the views that they were stored as.
    if value.is_object() { Ok(Uint8Array::new(value).to_vec()) } else { Err(StoreError::Corrupt) }
}

/// A log's name as a key.
pub fn log_key(log: &LogKey) -> Uint8Array {
    bytes(&oplog::to_cbor(log))
}

/// A strand's name as a key: a branch's is the log's, and its root behind it.
pub fn strand_key(strand: &Strand) -> Uint8Array {
    let mut key = oplog::to_cbor(&strand.log);
    key.extend(strand.root.iter().flat_map(|root| root.0));
    bytes(&key)
}

/// The strand of a key of this log.
pub fn strand_of(log: LogKey, key: &JsValue) -> Result<Strand, StoreError> {
    let key = bytes_of(key)?;
    let rest = key.get(oplog::to_cbor(&log).len()..).ok_or(StoreError::Corrupt)?;
    let root = if rest.is_empty() { None } else { Some(OpId::from_slice(rest).ok_or(StoreError::Corrupt)?) };
    Ok(Strand { log, root })
}

/// The first and the last key that a strand of a log can have.
pub fn strand_ends(log: &LogKey) -> (Uint8Array, Uint8Array) {
    let mut last = oplog::to_cbor(log);
    last.extend([0xff; 33]);
    (log_key(log), bytes(&last))
}

/// The keys of all strands of a log.
pub fn strand_keys(log: &LogKey) -> Result<IdbKeyRange, StoreError> {
    let (first, last) = strand_ends(log);
    IdbKeyRange::bound(&first, &last).map_err(corrupt)
}

/// Where the operation of a record stands.
pub fn place_of(row: &JsValue) -> Result<(Strand, u64), StoreError> {
    let op = op_of(row)?;
    let key = row.unchecked_ref::<OpRow>().log().map_err(corrupt)?;
    Ok((strand_of(op.header().log(), &key)?, op.header().seq))
}

/// An operation's record.
pub fn op_row(op: &Op, strand: &Strand) -> OpRow {
    let row: OpRow = Object::new().unchecked_into();
    let header = op.header();
    row.set_log(&strand_key(strand));
    row.set_seq(header.seq as f64);
    row.set_kind(header.kind);
    if let Some(matter) = matter_of(op) {
        row.set_matter(&matter_key(matter));
    }
    if about_places(op) {
        row.set_place(1);
    }
    row.set_bytes(&bytes(op.bytes()));
    row
}

/// The operation of a record of `ops` or `aside`.
pub fn op_of(row: &JsValue) -> Result<Op, StoreError> {
    let stored = row.unchecked_ref::<OpRow>().bytes().map_err(|_| StoreError::Corrupt)?;
    Op::read(bytes_of(&stored)?).map_err(|_| StoreError::Corrupt)
}

/// The operations of records.
pub fn ops_of(rows: &[JsValue]) -> Result<Vec<Op>, StoreError> {
    rows.iter().map(op_of).collect()
}

/// A matter's name as a key.
pub fn matter_key(matter: MatterId) -> Uint8Array {
    bytes(matter.as_bytes())
}

/// The matter of a key.
pub fn matter_of_key(key: &JsValue) -> Result<MatterId, StoreError> {
    MatterId::from_slice(&bytes_of(key)?).ok_or(StoreError::Corrupt)
}

/// What is kept aside of an operation.
pub fn aside_op(op: &Op, reason: &str) -> (Uint8Array, AsideRow) {
    let (key, row) = aside_bytes(op.bytes(), reason);
    if reason == GAP {
        row.set_aside_log(&log_key(&op.header().log()));
        row.set_aside_seq(op.header().seq as f64);
    }
    (key, row)
}

/// What is kept aside of bytes.
pub fn aside_bytes(raw: &[u8], reason: &str) -> (Uint8Array, AsideRow) {
    let row: AsideRow = Object::new().unchecked_into();
    row.set_reason(reason);
    row.set_aside_bytes(&bytes(raw));
    (bytes(Digest::of(raw).as_bytes()), row)
}

/// Hash and reason of a record kept aside.
pub fn aside_of(key: &JsValue, row: &JsValue) -> Result<(Digest, String), StoreError> {
    let digest = Digest::from_slice(&bytes_of(key)?).ok_or(StoreError::Corrupt)?;
    let reason = row.unchecked_ref::<AsideRow>().reason().ok().and_then(|reason| reason.as_string());
    Ok((digest, reason.ok_or(StoreError::Corrupt)?))
}

fn corrupt<E>(_: E) -> StoreError {
    StoreError::Corrupt
}

/// A head's record.
pub fn head_row(head: &Head) -> Uint8Array {
    bytes(&oplog::to_cbor(head))
}

/// The head of a record.
pub fn head_of(value: &JsValue) -> Result<Head, StoreError> {
    oplog::from_cbor(&bytes_of(value)?).map_err(corrupt)
}

/// A summary's record.
pub fn summary_row(summary: &MatterSummary) -> Uint8Array {
    bytes(&oplog::to_cbor(summary))
}

/// The summary of a record.
pub fn summary_of(value: &JsValue) -> Result<MatterSummary, StoreError> {
    oplog::from_cbor(&bytes_of(value)?).map_err(corrupt)
}

/// The pen's record.
pub fn pen_row(pen: &Pen) -> Uint8Array {
    bytes(&oplog::to_cbor(&(pen.epoch, pen.dseq, pen.clock)))
}

/// The pen of a record; a new one where there is none.
pub fn pen_of(value: &JsValue) -> Result<Pen, StoreError> {
    if value.is_undefined() {
        return Ok(Pen::default());
    }
    let (epoch, dseq, clock): (u32, u64, Clock) = oplog::from_cbor(&bytes_of(value)?).map_err(corrupt)?;
    Ok(Pen { epoch, dseq, clock })
}

type SyncShape = (Option<Generation>, Vec<(Scope, u64)>, Vec<Scope>, u64, Option<u64>, Option<TreeHead>);

/// The record of what is kept between sessions.
pub fn sync_row(state: &SyncState) -> Uint8Array {
    let SyncState { generation, cursors, scopes, session, last_good_ms, tree } = state;
    bytes(&oplog::to_cbor(&(generation, cursors, scopes, session, last_good_ms, tree)))
}

/// What is kept between sessions.
pub fn sync_of(value: &JsValue) -> Result<SyncState, StoreError> {
    if value.is_undefined() {
        return Ok(SyncState::default());
    }
    let bytes = bytes_of(value)?;
    // As it was kept before trees were.
    let (generation, cursors, scopes, session, last_good_ms, tree): SyncShape =
        match oplog::from_cbor::<SyncShape>(&bytes) {
            Ok(shape) => shape,
            Err(_) => {
                let (generation, cursors, scopes, session, last_good_ms) =
                    oplog::from_cbor(&bytes).map_err(corrupt)?;
                (generation, cursors, scopes, session, last_good_ms, None)
            }
        };
    Ok(SyncState { generation, cursors, scopes, session, last_good_ms, tree })
}

/// The record of what a receipt says of a log.
pub fn received_row(received: &Received) -> Uint8Array {
    let Received { head, arrival, server_ms, generation, durable_upto } = received;
    bytes(&oplog::to_cbor(&(head, arrival, server_ms, generation, durable_upto)))
}

/// What a receipt says of a log.
pub fn received_of(value: &JsValue) -> Result<Received, StoreError> {
    let shape: (Head, u64, u64, Generation, u64) = oplog::from_cbor(&bytes_of(value)?).map_err(corrupt)?;
    let (head, arrival, server_ms, generation, durable_upto) = shape;
    Ok(Received { head, arrival, server_ms, generation, durable_upto })
}

/// A draft's record.
pub fn draft_row(draft: &Draft) -> Uint8Array {
    let Draft { key, text, title, touched_ms } = draft;
    bytes(&oplog::to_cbor(&(key, text, title, touched_ms)))
}

/// The draft of a record.
pub fn draft_of(value: &JsValue) -> Result<Draft, StoreError> {
    let shape: (String, String, String, u64) = oplog::from_cbor(&bytes_of(value)?).map_err(corrupt)?;
    let (key, text, title, touched_ms) = shape;
    Ok(Draft { key, text, title, touched_ms })
}
