//! How things lie in the database: operations as objects whose fields the indexes read, the rest as deterministic
//! CBOR.

use super::ring::{Ring, key_bytes};
use super::schema::{ASIDE, OPS};
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
    #[wasm_bindgen(method, getter, catch)]
    fn seq(this: &OpRow) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &OpRow, kind: u16);
    #[wasm_bindgen(method, setter)]
    fn set_matter(this: &OpRow, matter: &Uint8Array);
    #[wasm_bindgen(method, getter, catch)]
    fn matter(this: &OpRow) -> Result<JsValue, JsValue>;
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

/// The keys of a log's operations from one position to before another.
pub fn places(log: &LogKey, from: u64, to: u64) -> Result<IdbKeyRange, StoreError> {
    let key = log_key(log);
    let place = |seq: u64| js_sys::Array::of2(&key, &JsValue::from_f64(seq as f64));
    IdbKeyRange::bound_with_lower_open_and_upper_open(&place(from), &place(to), false, true).map_err(corrupt)
}

/// Where the operation of a record stands.
pub fn place_of(ring: &Ring, row: &JsValue) -> Result<(OpId, Strand, u64), StoreError> {
    let op = op_of(ring, OPS, row)?;
    let key = row.unchecked_ref::<OpRow>().log().map_err(corrupt)?;
    Ok((op.id(), strand_of(op.header().log(), &key)?, op.header().seq))
}

/// An operation's record.
pub fn op_row(ring: &Ring, op: &Op, strand: &Strand) -> Result<OpRow, StoreError> {
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
    seal_in(ring, OPS, &row, op.bytes())?;
    Ok(row)
}

/// Seals words into a record whose other fields stand. It is bound to the log and position that stand in it, for the indexes
/// read it by those.
fn seal_in(ring: &Ring, store: &str, row: &OpRow, words: &[u8]) -> Result<(), StoreError> {
    row.set_bytes(&bytes(&ring.seal(store, &position(row)?, words)?));
    Ok(())
}

/// The log and position that stand in a record; nothing where none do.
fn position(row: &OpRow) -> Result<Vec<u8>, StoreError> {
    let log = row.log().map_err(corrupt)?;
    if log.is_undefined() {
        return Ok(Vec::new());
    }
    let seq = row.seq().ok().and_then(|seq| seq.as_f64()).ok_or(StoreError::Corrupt)?;
    let mut key = bytes_of(&log)?;
    key.extend((seq as u64).to_be_bytes());
    Ok(key)
}

/// What a record of `ops` or `aside` holds, opened.
fn words_of(ring: &Ring, store: &str, row: &JsValue) -> Result<Vec<u8>, StoreError> {
    let row = row.unchecked_ref::<OpRow>();
    ring.open(store, &position(row)?, bytes_of(&row.bytes().map_err(corrupt)?)?)
}

/// The operation of a record of `ops` or `aside`.
pub fn op_of(ring: &Ring, store: &str, row: &JsValue) -> Result<Op, StoreError> {
    Op::read(words_of(ring, store, row)?).map_err(|_| StoreError::Corrupt)
}

/// The operations of records of `ops`.
pub fn ops_of(ring: &Ring, rows: &[JsValue]) -> Result<Vec<Op>, StoreError> {
    rows.iter().map(|row| op_of(ring, OPS, row)).collect()
}

/// A record of this store sealed by the present key; none where it is already.
pub fn resealed(
    ring: &Ring,
    store: &str,
    key: &JsValue,
    row: &JsValue,
) -> Result<Option<JsValue>, StoreError> {
    if !matches!(store, OPS | ASIDE) {
        let held = bytes_of(row)?;
        if ring.is_present(&held) {
            return Ok(None);
        }
        let key = key_bytes(key)?;
        let words = ring.open(store, &key, held)?;
        return Ok(Some(bytes(&ring.seal(store, &key, &words)?).into()));
    }
    let op = row.unchecked_ref::<OpRow>();
    if ring.is_present(&bytes_of(&op.bytes().map_err(corrupt)?)?) {
        return Ok(None);
    }
    let words = words_of(ring, store, row)?;
    seal_in(ring, store, op, &words)?;
    Ok(Some(row.clone()))
}

/// A matter's name as a key.
pub fn matter_key(matter: MatterId) -> Uint8Array {
    bytes(matter.as_bytes())
}

/// The matter of a key.
pub fn matter_of_key(key: &JsValue) -> Result<MatterId, StoreError> {
    MatterId::from_slice(&bytes_of(key)?).ok_or(StoreError::Corrupt)
}

/// The key of what is kept aside of these bytes.
pub fn aside_key(raw: &[u8]) -> Uint8Array {
    bytes(Digest::of(raw).as_bytes())
}

/// The matter that stands in a record of `ops`, if it is of one.
pub fn matter_of_row(row: &JsValue) -> Result<Option<MatterId>, StoreError> {
    let matter = row.unchecked_ref::<OpRow>().matter().map_err(corrupt)?;
    if matter.is_undefined() { Ok(None) } else { matter_of_key(&matter).map(Some) }
}

/// What is kept aside of an operation.
pub fn aside_op(ring: &Ring, op: &Op, reason: &str) -> Result<(Uint8Array, AsideRow), StoreError> {
    let place = (reason == GAP).then(|| (log_key(&op.header().log()), op.header().seq as f64));
    aside_bytes(ring, op.bytes(), reason, place)
}

/// What is kept aside of bytes; with log and position where only a predecessor is missing.
pub fn aside_bytes(
    ring: &Ring,
    raw: &[u8],
    reason: &str,
    place: Option<(Uint8Array, f64)>,
) -> Result<(Uint8Array, AsideRow), StoreError> {
    let row: AsideRow = Object::new().unchecked_into();
    row.set_reason(reason);
    if let Some((log, seq)) = place {
        row.set_aside_log(&log);
        row.set_aside_seq(seq);
    }
    seal_in(ring, ASIDE, row.unchecked_ref(), raw)?;
    Ok((aside_key(raw), row))
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

/// The value of a record that holds its CBOR sealed.
pub fn sealed<T: oplog::Encode>(
    ring: &Ring,
    store: &str,
    key: &JsValue,
    value: &T,
) -> Result<JsValue, StoreError> {
    Ok(bytes(&ring.seal(store, &key_bytes(key)?, &oplog::to_cbor(value))?).into())
}

/// The summary of a record, opened.
pub fn summary_of(words: Vec<u8>) -> Result<MatterSummary, StoreError> {
    oplog::from_cbor(&words).map_err(corrupt)
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
pub fn draft_row(ring: &Ring, draft: &Draft) -> Result<JsValue, StoreError> {
    let Draft { key, text, title, touched_ms } = draft;
    sealed(ring, super::schema::DRAFTS, &key.into(), &(key, text, title, touched_ms))
}

/// The draft of a record, opened.
pub fn draft_of(words: Vec<u8>) -> Result<Draft, StoreError> {
    let shape: (String, String, String, u64) = oplog::from_cbor(&words).map_err(corrupt)?;
    let (key, text, title, touched_ms) = shape;
    Ok(Draft { key, text, title, touched_ms })
}
