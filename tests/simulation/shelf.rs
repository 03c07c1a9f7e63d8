//! A model of the phone's IndexedDB: what the contract promises, and everything that goes wrong with a real one.
//!
//! A power cut takes back relaxed transactions, the last ones first, never a strict one. A transaction may be aborted,
//! find no room, or lose its connection, before its commit or between the commit and the answer. A tab that is killed
//! leaves its transaction either way.

use super::chance::Chance;
use domain::view::MatterSummary;
use oplog::{DeviceId, Digest, Head, LogKey, MatterId, Op, Scope};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::{Context, Poll, Waker};
use sync::carried::Carried;
use sync::memory::{MemoryStore, Moment};
use sync::message::Generation;
use sync::port::{Append, Batch, Draft, Pen, PhoneStore, Received, StoreError, SyncState, Taken};
use sync::receipt::{Receipt, SignedReceipt};
use sync::tree::TreeHead;

/// Lets everybody else go on before this does.
pub async fn breath() {
    let mut waited = false;
    poll_fn(move |_| if core::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}

/// The store in memory never waits.
pub fn now<T: Default>(future: impl Future<Output = Result<T, StoreError>>) -> T {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(value)) => value,
        _ => T::default(),
    }
}

/// What goes wrong with a write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No room.
    Full,
    /// Aborted after its requests had succeeded.
    Aborted,
    /// The connection was lost before the commit.
    LostBefore,
    /// The connection was lost after the commit, before anybody was told.
    LostAfter,
}

/// The store.
pub struct Shelf {
    store: MemoryStore,
    /// What a power cut may leave: the state after the last strict transaction, and after each relaxed one since.
    left: RefCell<Vec<Moment>>,
    fault: Cell<Option<(u32, Fault)>>,
    misread: Cell<bool>,
    chance: Chance,
}

impl Shelf {
    pub fn new(chance: Chance) -> Self {
        let store = MemoryStore::new();
        let left = RefCell::new(vec![store.moment()]);
        Self { store, left, fault: Cell::new(None), misread: Cell::new(false), chance }
    }

    /// The `writes`-th write from now on fails.
    pub fn fail_at(&self, writes: u32, fault: Fault) {
        self.fault.set(Some((writes, fault)));
    }

    /// The next read gives bytes that are not what was stored.
    pub fn misread(&self) {
        self.misread.set(true);
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.fault.set(None);
        self.misread.set(false);
    }

    /// The power is cut: what was not strict may be gone.
    pub fn power_cut(&self) {
        let left = self.left.borrow();
        if let Some(moment) = self.chance.pick(&left) {
            self.store.go_back(moment);
        }
    }

    /// What is stored now, to go back to.
    pub fn moment(&self) -> Moment {
        self.store.moment()
    }

    /// Another phone's storage, or this one's of another time, in the place of what is stored.
    pub fn go_back(&self, moment: &Moment) {
        self.store.go_back(moment);
        *self.left.borrow_mut() = vec![moment.clone()];
    }

    /// The store without its faults, for those who check.
    pub fn inside(&self) -> &MemoryStore {
        &self.store
    }

    async fn read<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        breath().await;
        if self.misread.take() {
            return Err(if self.chance.one_in(2) { StoreError::Corrupt } else { StoreError::Lost });
        }
        work.await
    }

    fn committed(&self, strict: bool) {
        let mut left = self.left.borrow_mut();
        if strict {
            left.clear();
        }
        left.push(self.store.moment());
    }

    async fn write<T>(
        &self,
        strict: bool,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        breath().await;
        let fault = match self.fault.take() {
            Some((0 | 1, fault)) => Some(fault),
            Some((writes, fault)) => {
                self.fault.set(Some((writes - 1, fault)));
                None
            }
            None => None,
        };
        match fault {
            Some(Fault::Full) => return Err(StoreError::Full),
            Some(Fault::Aborted) => return Err(StoreError::Aborted),
            Some(Fault::LostBefore) => return Err(StoreError::Lost),
            Some(Fault::LostAfter) | None => {}
        }
        let done = work.await?;
        self.committed(strict);
        // Committed; a tab killed here has never heard of it.
        breath().await;
        if fault.is_some() { Err(StoreError::Lost) } else { Ok(done) }
    }
}

impl PhoneStore for Shelf {
    async fn pen(&self) -> Result<Pen, StoreError> {
        self.read(self.store.pen()).await
    }
    async fn tip(&self, device: DeviceId, scope: Scope) -> Result<(Pen, Option<Head>), StoreError> {
        self.read(self.store.tip(device, scope)).await
    }
    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        self.read(self.store.heads(scope)).await
    }
    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        self.write(true, self.store.append(append)).await
    }
    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError> {
        self.write(true, self.store.take(batch)).await
    }
    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError> {
        self.read(self.store.range(log, from, to, max_bytes)).await
    }
    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError> {
        self.read(self.store.matter_ops(matter)).await
    }
    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        self.read(self.store.place_ops()).await
    }
    async fn summaries(&self) -> Result<Vec<MatterSummary>, StoreError> {
        self.read(self.store.summaries()).await
    }
    async fn put_summaries(&self, summaries: &[MatterSummary]) -> Result<(), StoreError> {
        // As the real one: not where more operations have come than were folded.
        let folded = |summary: &&MatterSummary| {
            let of_matter = |op: &&Op| sync::memory::matter_of(op) == Some(summary.id);
            self.store.look(|ops| ops.filter(of_matter).count()) == summary.ops as usize
        };
        let work = async {
            let summaries: Vec<MatterSummary> = summaries.iter().filter(folded).cloned().collect();
            self.store.put_summaries(&summaries).await
        };
        self.write(false, work).await
    }
    async fn stale(&self) -> Result<Vec<MatterId>, StoreError> {
        self.read(self.store.stale()).await
    }
    async fn sync_state(&self) -> Result<SyncState, StoreError> {
        self.read(self.store.sync_state()).await
    }
    async fn next_session(&self, least: u64) -> Result<u64, StoreError> {
        self.write(true, self.store.next_session(least)).await
    }
    async fn new_epoch(&self, least: u32) -> Result<(), StoreError> {
        self.write(true, self.store.new_epoch(least)).await
    }
    async fn session_ended(&self, scopes: &[Scope], server_ms: u64) -> Result<(), StoreError> {
        self.write(true, self.store.session_ended(scopes, server_ms)).await
    }
    async fn put_receipt(&self, receipt: &Receipt) -> Result<u32, StoreError> {
        self.write(true, self.store.put_receipt(receipt)).await
    }
    async fn witness(
        &self,
        generation: Generation,
        tree: TreeHead,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError> {
        self.write(true, self.store.witness(generation, tree, signed)).await
    }
    async fn proof(&self) -> Result<Option<SignedReceipt>, StoreError> {
        self.read(self.store.proof()).await
    }
    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        self.read(self.store.received()).await
    }
    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        self.read(self.store.aside()).await
    }
    async fn keep_carried(&self, carried: &Carried, file: &[u8]) -> Result<(), StoreError> {
        self.write(true, self.store.keep_carried(carried, file)).await
    }
    async fn put_carried(&self, carried: &Carried, needed: bool) -> Result<(), StoreError> {
        self.write(true, self.store.put_carried(carried, needed)).await
    }
    async fn carried_file(&self, id: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(self.store.carried_file(id)).await
    }
    async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        self.read(self.store.carried()).await
    }
    async fn drop_carried(&self, id: &Digest) -> Result<(), StoreError> {
        self.write(true, self.store.drop_carried(id)).await
    }
    async fn note_handed(&self, heads: &[Head], at_ms: u64) -> Result<(), StoreError> {
        self.write(true, self.store.note_handed(heads, at_ms)).await
    }
    async fn handed(&self) -> Result<Vec<(Head, u64)>, StoreError> {
        self.read(self.store.handed()).await
    }
    async fn put_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.write(true, self.store.put_draft(draft)).await
    }
    async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        self.write(true, self.store.drop_draft(key)).await
    }
    async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.read(self.store.drafts()).await
    }
}
