//! What only a real IndexedDB can show: two windows, lost room, upgrades, durability.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops at the first broken promise"
)]

mod common;

use browser::Store;
use browser::store::schema::{VERSION, schema};
use browser::store::tx::{self, Durability, Tx};
use common::{delete, fresh, script, together};
use oplog::{Clock, Head, MatterId, Op};
use rexie::{ObjectStore, Rexie};
use std::cell::Cell;
use std::rc::Rc;
use sync::contract::{Pencil, summary};
use sync::message::Generation;
use sync::port::{Append, Batch, Draft, Pen, PhoneStore, StoreError};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn batch(ops: Vec<Op>) -> Batch {
    Batch { ops, generation: Generation::named(1), ..Batch::default() }
}

#[wasm_bindgen_test]
async fn two_windows_make_one_dense_chain() {
    let one = fresh("two-windows").await;
    let two = Store::open("two-windows").await.unwrap();
    let mut pencil = Pencil::new(1);
    for at in 0..20 {
        let store = if at % 2 == 0 { &one } else { &two };
        store.append(&pencil.append(16, None, &at.to_string())).await.unwrap();
    }
    // Both write the same position at once: one is first, the other is told so and has stored nothing.
    let mut other = Pencil::new(1);
    for at in 0..20 {
        other.append(16, None, &at.to_string());
    }
    let (left, right) = (pencil.append(16, None, "left"), other.append(16, None, "right"));
    let (left, right) = together(one.append(&left), two.append(&right)).await;
    assert_eq!([left.is_ok(), right.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert!(left == Err(StoreError::Moved) || right == Err(StoreError::Moved));
    let ops = two.range(pencil.log(), 0, 100, usize::MAX).await.unwrap();
    assert_eq!(ops.len(), 21);
    for (at, pair) in ops.windows(2).enumerate() {
        assert_eq!((pair[1].header().prev, pair[1].header().dseq), (Some(pair[0].id()), at as u64 + 1));
    }
    assert_eq!(one.heads(None).await.unwrap(), [Head { log: pencil.log(), height: 21, id: ops[20].id() }]);
}

/// Seen to fail: without a second try in writing.
#[wasm_bindgen_test]
async fn a_connection_that_is_lost_is_opened_again_and_nothing_is_doubled() {
    script(
        "const open = IDBFactory.prototype.open, all = [];
         IDBFactory.prototype.open = function (...how) {
           const asked = open.apply(this, how);
           asked.addEventListener('success', () => all.push(asked.result));
           return asked;
         };
         window.lose = () => all.splice(0).forEach((database) => database.close());
         window.mendOpen = () => { IDBFactory.prototype.open = open; };",
    );
    let store = fresh("connection-lost").await;
    let mut pencil = Pencil::new(1);
    let raised = pencil.append(16, None, "一");
    store.append(&raised).await.unwrap();
    script("window.lose()");
    assert_eq!(store.heads(None).await.unwrap(), [pencil.head()], "reading opens it again");
    script("window.lose()");
    store.append(&pencil.append(21, Some(raised.op.id().raised_matter()), "二")).await.unwrap();
    assert_eq!(store.matter_ops(raised.op.id().raised_matter()).await.unwrap().len(), 2);
    assert_eq!(
        (store.heads(None).await.unwrap(), store.pen().await.unwrap()),
        (vec![pencil.head()], pencil.pen)
    );
    script("window.mendOpen()");
}

#[wasm_bindgen_test]
async fn a_filled_gap_is_taken_out_of_what_was_kept_aside() {
    let store = fresh("gap").await;
    let mut pencil = Pencil::new(2);
    let ops: Vec<Op> = (0..5).map(|at| pencil.write(16, None, &at.to_string())).collect();
    let late = store
        .take(&batch(vec![ops[0].clone(), ops[3].clone(), ops[2].clone(), ops[4].clone()]))
        .await
        .unwrap();
    assert_eq!((late.new, late.gaps), (1, 3));
    let filled = store.take(&batch(vec![ops[1].clone()])).await.unwrap();
    assert_eq!((filled.new, filled.gaps), (4, 0));
    assert_eq!(store.range(pencil.log(), 0, 9, usize::MAX).await.unwrap(), ops);
    assert_eq!(store.aside().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn a_summary_that_misses_an_operation_is_stale() {
    let store = fresh("stale").await;
    let (mut mine, mut theirs) = (Pencil::new(1), Pencil::new(2));
    let raised = mine.append(16, None, "一");
    let matter = raised.op.id().raised_matter();
    store.append(&raised).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), [matter]);
    store.put_summaries(&[summary(matter, 1)]).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), []);
    store.take(&batch(vec![theirs.write(21, Some(matter), "二")])).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), [matter]);
    store.put_summaries(&[summary(matter, 2)]).await.unwrap();
    store.append(&mine.append(21, Some(matter), "三")).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), [matter]);
}

#[wasm_bindgen_test]
async fn an_upgrade_in_another_window_is_noticed_and_nothing_is_lost() {
    let store = fresh("upgrade").await;
    let mut pencil = Pencil::new(1);
    let append = pencil.append(16, None, "一");
    store.append(&append).await.unwrap();
    let told = Rc::new(Cell::new(false));
    let note = told.clone();
    store.when_outdated(move || note.set(true));
    let newer = schema("upgrade").version(VERSION + 1).add_object_store(ObjectStore::new("later"));
    let newer = newer.build().await.unwrap();
    assert!(told.get());
    assert_eq!(store.append(&pencil.append(16, None, "二")).await, Err(StoreError::Outdated));
    assert_eq!(store.heads(None).await, Err(StoreError::Outdated));
    let transaction = newer.transaction(&["ops"], rexie::TransactionMode::ReadOnly).unwrap();
    assert_eq!(transaction.store("ops").unwrap().count(None).await.unwrap(), 1);
    newer.close();
    let older = Store::open("upgrade").await.err();
    assert_eq!(
        older,
        Some(browser::OpenError::Store(StoreError::Outdated)),
        "an older app leaves a newer store alone"
    );
    delete("upgrade").await;
}

#[wasm_bindgen_test]
async fn the_first_schema_opened_by_this_one_keeps_its_data() {
    // Written out once and for all: what version 1 was.
    delete("first").await;
    let index = rexie::Index::new;
    let ops = ObjectStore::new("ops")
        .add_index(rexie::Index::new_array("by_log", ["log", "seq"]).unique(true))
        .add_index(index("by_matter", "matter"))
        .add_index(index("by_place", "place"));
    let aside = ObjectStore::new("aside").add_index(rexie::Index::new_array("gaps", ["log", "seq"]));
    let plain = ["logs", "pen", "sync", "received", "summaries", "stale", "drafts", "keys", "settings"];
    let builder = Rexie::builder("first").version(1).add_object_store(ops).add_object_store(aside);
    let builder =
        plain.into_iter().fold(builder, |builder, name| builder.add_object_store(ObjectStore::new(name)));
    builder.build().await.unwrap().close();
    let store = Store::open("first").await.unwrap();
    let mut pencil = Pencil::new(1);
    let raised = pencil.append(16, None, "一");
    store.append(&raised).await.unwrap();
    drop(store);
    let store = Store::open("first").await.unwrap();
    assert_eq!(store.matter_ops(raised.op.id().raised_matter()).await.unwrap(), [raised.op]);
}

#[wasm_bindgen_test]
async fn a_database_that_is_not_there_is_not_made_without_its_stores() {
    delete("never").await;
    assert_eq!(tx::open("never").await.err(), Some(StoreError::Lost));
    let store = Store::open("never").await.unwrap();
    store.append(&Pencil::new(1).append(16, None, "一")).await.unwrap();
}

#[wasm_bindgen_test]
async fn records_are_committed_strictly() {
    drop(fresh("strict").await);
    let database = tx::open("strict").await.unwrap();
    let strict = Tx::open(&database, &["ops"], Durability::Strict).unwrap();
    assert_eq!(strict.durability().as_deref(), Some("strict"));
    let relaxed = Tx::open(&database, &["summaries"], Durability::Relaxed).unwrap();
    assert_eq!(relaxed.durability().as_deref(), Some("relaxed"));
    drop((strict, relaxed));
    let asked = common::durabilities_asked(async {
        let store = Store::open("strict").await.unwrap();
        store.append(&Pencil::new(1).append(16, None, "一")).await.unwrap();
        store.take(&batch(vec![Pencil::new(2).write(16, None, "二")])).await.unwrap();
        store.next_session(0).await.unwrap();
        store.put_draft(&draft("a", "一")).await.unwrap();
    });
    assert_eq!(asked.await, ["strict"; 4]);
    database.close();
}

#[wasm_bindgen_test]
async fn a_failed_write_leaves_nothing() {
    let store = fresh("nothing").await;
    store.put_draft(&draft("matter", "还没写完")).await.unwrap();
    let mut pencil = Pencil::new(1);
    let mut append = pencil.append(16, None, "一");
    let matter = append.op.id().raised_matter();
    append.draft_done = Some("matter".into());
    for (name, expected) in [("QuotaExceededError", StoreError::Full), ("UnknownError", StoreError::Lost)] {
        // The last write of the transaction fails, after the operation itself was added.
        let failed = common::while_deleting_throws(name, store.append(&append)).await;
        assert_eq!(failed, Err(expected), "{name}");
        assert_eq!(store.heads(None).await.unwrap(), []);
        assert_eq!(store.pen().await.unwrap(), Pen::default());
        assert_eq!(store.matter_ops(matter).await.unwrap(), []);
        assert_eq!(store.summaries().await.unwrap(), []);
        assert_eq!(store.drafts().await.unwrap().len(), 1);
    }
    store.append(&append).await.unwrap();
    assert_eq!(store.drafts().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn without_room_nothing_is_half_stored() {
    let store = fresh("room").await;
    let mut pencil = Pencil::new(1);
    let first: Append = pencil.append(16, None, "一");
    store.append(&first).await.unwrap();
    // Fills what `webdriver.json` lets an origin have.
    let database = tx::open("room").await.unwrap();
    let mut full = Ok(());
    for at in 0..200u32 {
        let tx = Tx::open(&database, &["settings"], Durability::Relaxed).unwrap();
        tx.store("settings").unwrap().put(&at.into(), &common::megabyte()).unwrap();
        full = tx.commit().await;
        if full.is_err() {
            break;
        }
    }
    assert_eq!(full, Err(StoreError::Full));
    let text = common::noise(200_000);
    let mut other = Pencil::new(2);
    let ops = (0..20).map(|_| other.write(16, None, &text)).collect();
    let mut big = batch(ops);
    big.cursors = vec![(other.scope, 20)];
    big.clock = Clock { ms: 9, count: 0 };
    assert_eq!(store.take(&big).await, Err(StoreError::Full));
    assert_eq!(store.heads(None).await.unwrap(), [pencil.head()]);
    assert_eq!(store.sync_state().await.unwrap().cursors, []);
    assert_eq!(store.stale().await.unwrap(), [first.op.id().raised_matter()] as [MatterId; 1]);
    database.close();
    drop(store);
    delete("room").await;
}

fn draft(key: &str, text: &str) -> Draft {
    Draft { key: key.into(), text: text.into(), title: "首议".into(), touched_ms: 5 }
}
