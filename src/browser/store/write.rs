//! Writing: reads first, then every write at once, then the commit. Nothing but the transaction's own requests is
//! awaited in between.

use super::connection::Connection;
use super::ring::Ring;
use super::rows;
use super::schema::*;
use super::tx::{Durability, Tx, answers};
use domain::view::MatterSummary;
use oplog::flat::{Map, Set};
use oplog::{Head, Link, LogKey, MatterId, Op, OpId};
use sync::kept::{advance, covers, seen};
use sync::memory::matter_of;
use sync::message::Generation;
use sync::port::{Append, Batch, Draft, Pen, Received, StoreError, SyncState, Taken};
use sync::receipt::{Receipt, SignedReceipt};
use sync::strand::{Strand, odd, plan};
use sync::tree::TreeHead;
use wasm_bindgen::JsValue;

/// How many operations are added between two moments in which the page can draw.
const ADD_AT_ONCE: usize = 64;

type Written<T> = Result<T, StoreError>;

fn only() -> JsValue {
    ONLY.into()
}

pub async fn append(at: &Connection, append: &Append) -> Written<()> {
    let header = append.op.header();
    // Sealed before the transaction is open.
    let row = rows::op_row(at.ring(), &append.op, &Strand::main(header.log()))?;
    let id = rows::bytes(append.op.id().as_bytes());
    let log = rows::log_key(&header.log());
    let head = Head { log: header.log(), height: header.seq + 1, id: append.op.id() };
    let mut stores = vec![OPS, LOGS, PEN, STALE];
    stores.extend(append.draft_done.as_ref().map(|_| DRAFTS));
    at.write(&stores, Durability::Strict, async |tx, again| {
        let (logs, pens) = (tx.store(LOGS)?, tx.store(PEN)?);
        let asked = vec![logs.get(&log)?, pens.get(&only())?];
        let add = |pen: &Pen| -> Written<()> {
            tx.store(OPS)?.add(&id, &row)?;
            logs.put(&log, &rows::head_row(&head))?;
            pens.put(&only(), &rows::pen_row(pen))?;
            if let Some(matter) = matter_of(&append.op) {
                mark_stale(tx, matter)?;
            }
            append.draft_done.iter().try_for_each(|key| tx.store(DRAFTS)?.delete(&key.into()))
        };
        // Asked and written in one go, and compared before the commit: an answer waited for costs as much as all writes. Not
        // where the first try may have been committed: what is there already is no reason to give up then.
        if !again {
            add(&append.pen)?;
        }
        let found = answers(asked).await?;
        let [held, pen] = found.as_slice() else { return Err(StoreError::Aborted) };
        let held = if held.is_undefined() { None } else { Some(rows::head_of(held)?) };
        if again && held == Some(head) {
            // The connection was lost after the commit, before it was told.
            return Ok(());
        }
        let pen = rows::pen_of(pen)?;
        let next = Link::of(header, held.as_ref()) == Link::Next;
        if !next || header.dseq != pen.dseq || header.epoch != pen.epoch {
            return Err(StoreError::Moved);
        }
        let moved = Pen { clock: append.pen.clock.max(pen.clock), ..append.pen };
        if again {
            add(&moved)?;
        } else if moved != append.pen {
            pens.put(&only(), &rows::pen_row(&moved))?;
        }
        Ok(())
    })
    .await
}

fn mark_stale(tx: &Tx, matter: MatterId) -> Written<()> {
    tx.store(STALE)?.put(&rows::matter_key(matter), &JsValue::TRUE)
}

pub async fn take(at: &Connection, batch: &Batch) -> Written<Taken> {
    let stores = [OPS, LOGS, PEN, SYNC, ASIDE, STALE, SUMMARIES];
    at.write(&stores, Durability::Strict, async |tx, _| {
        let (ops, aside) = (tx.store(OPS)?, tx.store(ASIDE)?);
        let found =
            answers(vec![tx.store(SYNC)?.get(&only())?, tx.store(PEN)?.get(&only())?, aside.all_of(GAPS)?]);
        let found = found.await?;
        let [state, pen, waiting] = found.as_slice() else { return Err(StoreError::Aborted) };
        let waiting = js_sys::Array::from(waiting)
            .iter()
            .map(|row| rows::op_of(at.ring(), ASIDE, &row))
            .collect::<Written<Vec<_>>>()?;
        let candidates = || batch.ops.iter().chain(&waiting);
        let held = held_heads(tx, candidates()).await?;
        let known = known_among(at.ring(), tx, &odd(candidates(), &held)).await?;
        let plan = plan(&batch.ops, &waiting, held, &|id| known.get(id).copied());
        // What a matter shows hangs on who may do what.
        let summed = match plan.taken.places {
            true => js_sys::Array::from(&tx.store(SUMMARIES)?.all_keys()?.answer().await?),
            false => js_sys::Array::new(),
        };

        for (done, (op, strand)) in plan.add.iter().enumerate() {
            let row = rows::op_row(at.ring(), op, strand)?;
            let added = ops.add(&rows::bytes(op.id().as_bytes()), &row)?;
            if done % ADD_AT_ONCE == ADD_AT_ONCE - 1 {
                added.answer().await?;
            }
        }
        let logs = tx.store(LOGS)?;
        for (strand, head) in plan.heads.iter() {
            logs.put(&rows::strand_key(strand), &rows::head_row(head))?;
        }
        for op in &plan.filled {
            aside.delete(&rows::aside_key(op.bytes()))?;
        }
        let unlinked = plan.aside.iter().map(|(op, reason)| rows::aside_op(at.ring(), op, reason));
        let unverified =
            batch.aside.iter().map(|(bytes, reason)| rows::aside_bytes(at.ring(), bytes, reason, None));
        for made in unlinked.chain(unverified) {
            let (key, row) = made?;
            aside.put(&key, &row)?;
        }
        for matter in &plan.taken.matters {
            mark_stale(tx, *matter)?;
        }
        for row in summed.iter() {
            mark_stale(tx, rows::matter_of_key(&row)?)?;
        }
        let (mut state, mut pen) = (rows::sync_of(state)?, rows::pen_of(pen)?);
        advance(&mut state, batch);
        pen.clock = pen.clock.max(batch.clock);
        tx.store(SYNC)?.put(&only(), &rows::sync_row(&state))?;
        tx.store(PEN)?.put(&only(), &rows::pen_row(&pen))?;
        Ok(plan.taken)
    })
    .await
}

/// The heads held of the logs that these operations belong to, of each of their strands.
async fn held_heads<'a>(tx: &Tx, ops: impl Iterator<Item = &'a Op>) -> Written<Map<Strand, Head>> {
    let logs: Set<LogKey> = ops.map(|op| op.header().log()).collect();
    let store = tx.store(LOGS)?;
    let asked =
        logs.iter().map(|log| store.in_range(&rows::strand_keys(log)?)).collect::<Written<Vec<_>>>()?;
    let mut held = Vec::new();
    for (log, found) in logs.iter().zip(answers(asked).await?) {
        let found: Vec<JsValue> = js_sys::Array::from(&found).iter().collect();
        if let [only] = found.as_slice() {
            held.push((Strand::main(*log), rows::head_of(only)?));
        } else if !found.is_empty() {
            let keys = store.keys_in_range(&rows::strand_keys(log)?)?.answer().await?;
            for (key, head) in js_sys::Array::from(&keys).iter().zip(&found) {
                held.push((rows::strand_of(*log, &key)?, rows::head_of(head)?));
            }
        }
    }
    Ok(held.into_iter().collect())
}

/// Where those of these operations are held that are, and those of the operations before them.
async fn known_among(ring: &Ring, tx: &Tx, ops: &[&Op]) -> Written<Map<OpId, (Strand, u64)>> {
    let ids = ops.iter().flat_map(|op| [Some(op.id()), op.header().prev]).flatten();
    let ids: Vec<OpId> = ids.collect::<Set<_>>().into_vec();
    let store = tx.store(OPS)?;
    let asked = ids.iter().map(|id| store.get(&rows::bytes(id.as_bytes()))).collect::<Written<Vec<_>>>()?;
    let found = answers(asked).await?;
    let held = ids.into_iter().zip(&found).filter(|(_, row)| !row.is_undefined());
    let place = |(id, row): (OpId, &JsValue)| {
        let (found, strand, seq) = rows::place_of(ring, row)?;
        if found == id { Ok((id, (strand, seq))) } else { Err(StoreError::Corrupt) }
    };
    let held = held.map(place).collect::<Written<Vec<_>>>()?;
    Ok(held.into_iter().collect())
}

/// Stores summaries; with `counts`, only where the matter still has so many operations as were folded.
pub async fn put_summaries(
    at: &Connection,
    summaries: &[MatterSummary],
    counts: Option<&[u32]>,
) -> Written<()> {
    let made = summaries.iter().map(|summary| {
        let key = rows::matter_key(summary.id);
        let row = rows::sealed(at.ring(), SUMMARIES, &key, summary)?;
        Ok((key, row))
    });
    let made = made.collect::<Written<Vec<_>>>()?;
    at.write(&[SUMMARIES, STALE, OPS], Durability::Relaxed, async |tx, _| {
        let ops = tx.store(OPS)?;
        let asked = made.iter().map(|(key, _)| ops.count_of(BY_MATTER, key)).collect::<Written<Vec<_>>>()?;
        let held = answers(asked).await?;
        for (index, ((key, row), held)) in made.iter().zip(held).enumerate() {
            let folded = counts.and_then(|counts| counts.get(index));
            if folded.is_some_and(|folded| held.as_f64() != Some(f64::from(*folded))) {
                continue;
            }
            tx.store(SUMMARIES)?.put(key, row)?;
            tx.store(STALE)?.delete(key)?;
        }
        Ok(())
    })
    .await
}

/// Changes what is kept between sessions. Where the change says so, the receipt is kept with it.
async fn change_state(
    at: &Connection,
    beside: Option<&SignedReceipt>,
    change: &dyn Fn(&mut SyncState) -> bool,
) -> Written<SyncState> {
    at.write(&[SYNC], Durability::Strict, async |tx, _| {
        let store = tx.store(SYNC)?;
        let mut state = rows::sync_of(&store.get(&only())?.answer().await?)?;
        if change(&mut state)
            && let Some(signed) = beside
        {
            store.put(&PROOF.into(), &rows::bytes(&oplog::to_cbor(signed)))?;
        }
        store.put(&only(), &rows::sync_row(&state))?;
        Ok(state)
    })
    .await
}

pub async fn next_session(at: &Connection, least: u64) -> Written<u64> {
    let next = |state: &mut SyncState| {
        state.session = (state.session + 1).max(least);
        false
    };
    Ok(change_state(at, None, &next).await?.session)
}

/// With it the phone remembers to tell whoever holds it why.
pub async fn new_epoch(at: &Connection, least: u32) -> Written<()> {
    at.write(&[PEN, SETTINGS], Durability::Strict, async |tx, _| {
        tx.store(SETTINGS)?.put(&COPIED.into(), &JsValue::TRUE)?;
        let store = tx.store(PEN)?;
        let pen = rows::pen_of(&store.get(&only())?.answer().await?)?;
        store.put(&only(), &rows::pen_row(&pen.next_epoch(least)))
    })
    .await
}

pub async fn session_ended(at: &Connection, scopes: &[oplog::Scope], server_ms: u64) -> Written<()> {
    let note = |state: &mut SyncState| {
        state.scopes = scopes.to_vec();
        state.last_good_ms = Some(server_ms);
        false
    };
    change_state(at, None, &note).await.map(drop)
}

pub async fn witness(
    at: &Connection,
    generation: Generation,
    tree: TreeHead,
    signed: &SignedReceipt,
) -> Written<()> {
    change_state(at, Some(signed), &|state| seen(state, generation, tree)).await.map(drop)
}

pub async fn put_receipt(at: &Connection, receipt: &Receipt) -> Written<u32> {
    let heads: Vec<_> = receipt.heads.iter().filter(|entry| entry.head.height > 0).collect();
    at.write(&[OPS, LOGS, RECEIVED], Durability::Strict, async |tx, _| {
        let (ops, logs, received) = (tx.store(OPS)?, tx.store(LOGS)?, tx.store(RECEIVED)?);
        let mut asked = Vec::with_capacity(heads.len() * 3);
        for entry in &heads {
            let log = rows::log_key(&entry.head.log);
            let place = js_sys::Array::of2(&log, &JsValue::from_f64((entry.head.height - 1) as f64));
            asked.push(ops.key_of(BY_LOG, &place)?);
            asked.push(logs.in_range(&rows::strand_keys(&entry.head.log)?)?);
            asked.push(received.get(&log)?);
        }
        let found = answers(asked).await?;
        let mut believed = 0;
        for (entry, found) in heads.iter().zip(found.chunks_exact(3)) {
            let [id, ends, before] = found else { continue };
            let ends = js_sys::Array::from(ends)
                .iter()
                .map(|row| rows::head_of(&row))
                .collect::<Written<Vec<_>>>()?;
            let same = !id.is_undefined() && rows::bytes_of(id)? == entry.head.id.as_bytes();
            if !(same || ends.contains(&entry.head)) || !covers(receipt, &entry.head, &ends) {
                continue;
            }
            believed += 1;
            let new = Received {
                head: entry.head,
                arrival: entry.arrival,
                server_ms: receipt.server_ms,
                generation: receipt.generation,
                durable_upto: receipt.durable_upto,
            };
            if before.is_undefined() || rises(&rows::received_of(before)?, &new) {
                received.put(&rows::log_key(&entry.head.log), &rows::received_row(&new))?;
            }
        }
        Ok(believed)
    })
    .await
}

/// Within a generation what was received only rises; a new generation begins anew.
fn rises(before: &Received, new: &Received) -> bool {
    before.generation != new.generation
        || (before.head.height, before.durable_upto) <= (new.head.height, new.durable_upto)
}

pub async fn put_draft(at: &Connection, draft: &Draft) -> Written<()> {
    let (key, row) = (JsValue::from(&draft.key), rows::draft_row(at.ring(), draft)?);
    at.write(&[DRAFTS], Durability::Strict, async |tx, _| tx.store(DRAFTS)?.put(&key, &row)).await
}

pub async fn drop_draft(at: &Connection, key: &str) -> Written<()> {
    at.write(&[DRAFTS], Durability::Strict, async |tx, _| tx.store(DRAFTS)?.delete(&key.into())).await
}

pub async fn put_value(at: &Connection, store: &str, key: &str, value: &JsValue) -> Written<()> {
    at.write(&[store], Durability::Strict, async |tx, _| {
        let store = tx.store(store)?;
        if value.is_undefined() { store.delete(&key.into()) } else { store.put(&key.into(), value) }
    })
    .await
}
