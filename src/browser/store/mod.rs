//! The phone's store on IndexedDB.
//!
//! rexie owns the schema and serves reads. Everything that writes goes through [`tx`]: one transaction a call, done
//! on `complete` alone, strict where a record or a receipt is at stake.

mod bag;
mod connection;
mod lock;
mod lost;
mod read;
mod reseal;
pub mod ring;
pub mod rows;
pub mod schema;
pub mod tx;
mod write;

use crate::lock::Pin;
use crate::{Lost, OpenError};
use connection::Connection;
use domain::view::MatterSummary;
use oplog::{ByteVec, DeviceId, Digest, Head, LogKey, MatterId, Op, Scope};
use ring::DataKey;
use ring::Ring;
use std::cell::{Cell, RefCell};
use sync::carried::Carried;
use sync::message::Generation;
use sync::pin::{LockRow, Stretch};
use sync::port::{Append, Batch, Draft, Pen, PhoneStore, Received, StoreError, SyncState, Taken};
use sync::receipt::{Receipt, SignedReceipt};
use sync::tree::TreeHead;
use wasm_bindgen::JsValue;

/// The store.
pub struct Store {
    connection: Connection,
    news: Cell<News>,
    lock: RefCell<LockRow>,
}

/// Deletes the database of this name, once every window has let go of it.
pub(crate) async fn delete(name: &str) -> Result<(), StoreError> {
    tx::delete(name).await
}

/// What came in since it was last asked.
#[derive(Clone, Copy, Default)]
pub(crate) struct News {
    /// Registers, grants or rule books.
    pub places: bool,
    /// Receipts, or a new database that makes old ones void.
    pub received: bool,
    /// Another copy of this phone was found.
    pub copied: bool,
}

impl Store {
    /// Opens (and makes, the first time) the database of this name.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open(name: &str) -> Result<Self, OpenError> {
        let connection = Connection::open(name).await?;
        let row = lock::begin(&connection).await?;
        Ok(Self { connection, news: Cell::default(), lock: RefCell::new(row) })
    }

    /// What seals the rows.
    pub(crate) const fn ring(&self) -> &Ring {
        self.connection.ring()
    }

    /// Whether a PIN is asked for before anything that bears words can be read.
    pub fn is_locked(&self) -> bool {
        !self.ring().is_open()
    }

    /// Calls `told` once another window has upgraded the database; every call fails with `Outdated` from then on.
    pub fn when_outdated(&self, told: impl Fn() + 'static) {
        self.connection.when_outdated(told);
    }

    /// Whose store this is: what lies under [`schema::ENROLMENT`]. Where it is another one, or none, after a lost connection was
    /// opened again, every call fails with `Emptied`.
    pub(crate) fn belongs_to(&self, enrolment: Option<Vec<u8>>) {
        self.connection.belongs_to(enrolment);
    }

    /// What came in since this was last asked.
    pub(crate) fn take_news(&self) -> News {
        self.news.take()
    }

    fn note(&self, change: impl FnOnce(&mut News)) {
        let mut news = self.news.get();
        change(&mut news);
        self.news.set(news);
    }

    /// Whether there is a PIN, as the lock was last read.
    pub(crate) fn pin(&self) -> Pin {
        Pin::of(&self.lock.borrow())
    }

    /// How long until a PIN may be tried, as the lock was last read.
    pub(crate) fn wait_ms(&self, now_ms: u64) -> u64 {
        self.lock.borrow_mut().tries.wait_ms(now_ms)
    }

    /// Changes the row of the lock.
    pub(crate) async fn change_lock(&self, change: &dyn Fn(&mut LockRow)) -> Result<LockRow, StoreError> {
        let row = lock::change(&self.connection, change).await?;
        self.lock.replace(row.clone());
        Ok(row)
    }

    /// Another window changed the lock.
    pub(crate) async fn read_lock(&self) -> Result<(), StoreError> {
        self.lock.replace(lock::read(&self.connection).await?);
        Ok(())
    }

    /// Takes up the key that a PIN has opened.
    pub(crate) fn unlocked(&self, row: LockRow, key: &DataKey) -> Result<(), StoreError> {
        lock::take_up(self.ring(), &row, key)?;
        self.lock.replace(row);
        Ok(())
    }

    /// Another data key, wrapped by a PIN, takes the place of one that lay open.
    pub(crate) async fn follow_key(
        &self,
        key: &DataKey,
        how: Stretch,
        sealed: ByteVec,
    ) -> Result<(), StoreError> {
        let held = self.lock.borrow().clone();
        if held.pin.is_some() {
            return Err(StoreError::Moved);
        }
        let (number, before) = lock::followed(&held, key)?;
        let row = self
            .change_lock(&|row| {
                // Only in the place of the one that was open here; another window would have been seen.
                if row.pin.is_none() {
                    (row.number, row.key, row.pin) = (number, sealed.clone(), Some(how));
                    row.before.clone_from(&before);
                }
            })
            .await?;
        lock::take_up(self.ring(), &row, key)
    }

    /// See [`crate::Phone::finish_sealing`].
    pub(crate) async fn reseal(&self) -> Result<(), StoreError> {
        let row = self.lock.borrow().clone();
        reseal::all(&self.connection, row).await?;
        self.read_lock().await
    }

    /// What would be gone with it.
    pub(crate) async fn lost(&self) -> Result<Lost, StoreError> {
        lost::lost(&self.connection).await
    }

    /// A single value of a store without a shape of its own: keys, settings; undefined where there is none.
    pub(crate) async fn value(&self, store: &str, key: &str) -> Result<JsValue, StoreError> {
        read::value(&self.connection, store, key).await
    }

    /// Stores a single value, durably; undefined removes it.
    pub(crate) async fn put_value(&self, store: &str, key: &str, value: &JsValue) -> Result<(), StoreError> {
        write::put_value(&self.connection, store, key, value).await
    }

    /// A single value that is sealed.
    pub(crate) async fn sealed_value(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.value(store, key).await?;
        let open = || self.ring().open_value(store, &key.into(), &row);
        if row.is_undefined() { Ok(None) } else { open().map(Some) }
    }

    /// Stores a single value, durably and sealed.
    pub(crate) async fn put_sealed(&self, store: &str, key: &str, words: &[u8]) -> Result<(), StoreError> {
        let row = self.ring().seal(store, key.as_bytes(), words)?;
        self.put_value(store, key, &rows::bytes(&row)).await
    }

    /// Stores a summary made of `folded` operations, unless more have come in meanwhile: then it stays stale.
    pub(crate) async fn put_summary(&self, summary: MatterSummary, folded: u32) -> Result<(), StoreError> {
        write::put_summaries(&self.connection, &[summary], Some(&[folded])).await
    }
}

impl PhoneStore for Store {
    async fn pen(&self) -> Result<Pen, StoreError> {
        read::pen(&self.connection).await
    }

    async fn tip(&self, device: DeviceId, scope: Scope) -> Result<(Pen, Option<Head>), StoreError> {
        read::tip(&self.connection, device, scope).await
    }

    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        read::heads(&self.connection, scope).await
    }

    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        write::append(&self.connection, append).await
    }

    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError> {
        let taken = write::take(&self.connection, batch).await?;
        self.note(|news| {
            news.places |= taken.places;
            news.received = true;
        });
        Ok(taken)
    }

    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError> {
        read::range(&self.connection, log, from, to, max_bytes).await
    }

    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError> {
        read::matter_ops(&self.connection, matter).await
    }

    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        read::place_ops(&self.connection).await
    }

    async fn summaries(&self) -> Result<Vec<MatterSummary>, StoreError> {
        read::summaries(&self.connection).await
    }

    async fn put_summaries(&self, summaries: &[MatterSummary]) -> Result<(), StoreError> {
        write::put_summaries(&self.connection, summaries, None).await
    }

    async fn stale(&self) -> Result<Vec<MatterId>, StoreError> {
        read::stale(&self.connection).await
    }

    async fn sync_state(&self) -> Result<SyncState, StoreError> {
        read::sync_state(&self.connection).await
    }

    async fn next_session(&self, least: u64) -> Result<u64, StoreError> {
        write::next_session(&self.connection, least).await
    }

    async fn new_epoch(&self, least: u32) -> Result<(), StoreError> {
        write::new_epoch(&self.connection, least).await?;
        self.note(|news| news.copied = true);
        Ok(())
    }

    async fn session_ended(&self, scopes: &[Scope], server_ms: u64) -> Result<(), StoreError> {
        write::session_ended(&self.connection, scopes, server_ms).await
    }

    async fn put_receipt(&self, receipt: &Receipt) -> Result<u32, StoreError> {
        let believed = write::put_receipt(&self.connection, receipt).await?;
        self.note(|news| news.received |= believed > 0);
        Ok(believed)
    }

    async fn witness(
        &self,
        generation: Generation,
        tree: TreeHead,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError> {
        write::witness(&self.connection, generation, tree, signed).await
    }

    async fn proof(&self) -> Result<Option<SignedReceipt>, StoreError> {
        read::proof(&self.connection).await
    }

    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        read::received(&self.connection).await
    }

    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        read::aside(&self.connection).await
    }

    async fn keep_carried(&self, carried: &Carried, file: &[u8]) -> Result<(), StoreError> {
        bag::keep(&self.connection, carried, file).await
    }

    async fn put_carried(&self, carried: &Carried, needed: bool) -> Result<(), StoreError> {
        bag::put(&self.connection, carried, needed).await?;
        self.note(|news| news.received = true);
        Ok(())
    }

    async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        bag::all(&self.connection).await
    }

    async fn carried_file(&self, id: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        bag::file(&self.connection, id).await
    }

    async fn drop_carried(&self, id: &Digest) -> Result<(), StoreError> {
        bag::dropped(&self.connection, id).await
    }

    async fn note_handed(&self, heads: &[Head], at_ms: u64) -> Result<(), StoreError> {
        bag::note_handed(&self.connection, heads, at_ms).await
    }

    async fn handed(&self) -> Result<Vec<(Head, u64)>, StoreError> {
        bag::handed(&self.connection).await
    }

    async fn put_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        write::put_draft(&self.connection, draft).await
    }

    async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        write::drop_draft(&self.connection, key).await
    }

    async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        read::drafts(&self.connection).await
    }
}
