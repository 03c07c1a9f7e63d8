//! The phone's store in memory: the model that the contract describes, and what simulations and tests run on.

use crate::message::Generation;
use crate::port::{Append, Batch, Draft, Pen, PhoneStore, Received, StoreError, SyncState, Taken};
use crate::receipt::Receipt;
use domain::view::MatterSummary;
use oplog::{Digest, Head, Link, LogKey, MatterId, Op, OpId, Scope, sort};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds below this number are about places and belong to no matter.
const FIRST_MATTER_KIND: u16 = 16;

#[derive(Clone, Default)]
struct State {
    ops: BTreeMap<OpId, Op>,
    logs: BTreeMap<LogKey, Vec<OpId>>,
    pen: Pen,
    sync: SyncState,
    received: BTreeMap<LogKey, Received>,
    aside: BTreeMap<Digest, String>,
    summaries: BTreeMap<MatterId, MatterSummary>,
    stale: BTreeSet<MatterId>,
    drafts: BTreeMap<String, Draft>,
}

impl State {
    fn head(&self, log: &LogKey) -> Option<Head> {
        let ids = self.logs.get(log)?;
        Some(Head { log: *log, height: ids.len() as u64, id: *ids.last()? })
    }

    fn link(&mut self, op: &Op) {
        self.ops.insert(op.id(), op.clone());
        self.logs.entry(op.header().log()).or_default().push(op.id());
    }
}

/// A store that forgets everything when it is dropped, and fails when told to.
#[derive(Default)]
pub struct MemoryStore {
    state: RefCell<State>,
    fail: Cell<Option<(u32, StoreError)>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the `writes`-th writing call from now on fail once with `error`, and nothing of it be stored.
    pub fn fail_at(&self, writes: u32, error: StoreError) {
        self.fail.set(Some((writes, error)));
    }

    fn write<T>(&self, change: impl FnOnce(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self.fail.take() {
            Some((0 | 1, error)) => return Err(error),
            Some((writes, error)) => self.fail.set(Some((writes - 1, error))),
            None => {}
        }
        let mut draft = self.state.borrow().clone();
        let done = change(&mut draft)?;
        *self.state.borrow_mut() = draft;
        Ok(done)
    }
}

/// The matter that an operation changes, if it is about one.
pub fn matter_of(op: &Op) -> Option<MatterId> {
    let header = op.header();
    header.matter.or_else(|| (header.kind >= FIRST_MATTER_KIND).then(|| op.id().raised_matter()))
}

/// Whether an operation is about places: registers, grants, rule books.
pub fn about_places(op: &Op) -> bool {
    op.header().matter.is_none() && op.header().kind < FIRST_MATTER_KIND
}

impl PhoneStore for MemoryStore {
    async fn pen(&self) -> Result<Pen, StoreError> {
        Ok(self.state.borrow().pen)
    }

    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        let state = self.state.borrow();
        let wanted = state.logs.keys().filter(|log| scope.is_none_or(|scope| log.scope == scope));
        Ok(wanted.filter_map(|log| state.head(log)).collect())
    }

    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        self.write(|state| {
            let header = append.op.header();
            let next = Link::of(header, state.head(&header.log()).as_ref()) == Link::Next;
            if !next || header.dseq != state.pen.dseq || header.epoch != state.pen.epoch {
                return Err(StoreError::Moved);
            }
            state.link(&append.op);
            state.pen = append.pen;
            state.stale.extend(matter_of(&append.op));
            if let Some(key) = &append.draft_done {
                state.drafts.remove(key);
            }
            Ok(())
        })
    }

    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError> {
        self.write(|state| {
            let mut taken = Taken::default();
            let mut matters = BTreeSet::new();
            for op in &batch.ops {
                if state.ops.contains_key(&op.id()) {
                    continue;
                }
                let code = match Link::of(op.header(), state.head(&op.header().log()).as_ref()) {
                    Link::Next => {
                        state.link(op);
                        taken.new += 1;
                        taken.places |= about_places(op);
                        matters.extend(matter_of(op));
                        continue;
                    }
                    Link::Gap => {
                        taken.gaps += 1;
                        "log.gap"
                    }
                    Link::Taken | Link::Fork => {
                        taken.forks += 1;
                        "log.fork"
                    }
                };
                state.aside.insert(Digest::of(op.bytes()), code.to_owned());
            }
            for (bytes, code) in &batch.aside {
                state.aside.insert(Digest::of(bytes), (*code).to_owned());
            }
            advance(&mut state.sync, batch);
            state.pen.clock = state.pen.clock.max(batch.clock);
            state.stale.extend(matters.iter().copied());
            taken.matters = matters.into_iter().collect();
            Ok(taken)
        })
    }

    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError> {
        let state = self.state.borrow();
        let Some(ids) = state.logs.get(&log) else { return Ok(Vec::new()) };
        let (from, to) = (usize::try_from(from), usize::try_from(to).unwrap_or(usize::MAX));
        let wanted = ids.get(from.unwrap_or(usize::MAX)..to.min(ids.len())).unwrap_or_default();
        let mut bytes = 0;
        let mut out = Vec::new();
        for op in wanted.iter().filter_map(|id| state.ops.get(id)) {
            bytes += op.bytes().len();
            out.push(op.clone());
            if bytes >= max_bytes {
                break;
            }
        }
        Ok(out)
    }

    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError> {
        let state = self.state.borrow();
        Ok(state.ops.values().filter(|op| matter_of(op) == Some(matter)).cloned().collect())
    }

    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        Ok(self.state.borrow().ops.values().filter(|op| about_places(op)).cloned().collect())
    }

    async fn summaries(&self) -> Result<Vec<MatterSummary>, StoreError> {
        Ok(self.state.borrow().summaries.values().cloned().collect())
    }

    async fn put_summaries(&self, summaries: &[MatterSummary]) -> Result<(), StoreError> {
        self.write(|state| {
            for summary in summaries {
                state.stale.remove(&summary.id);
                state.summaries.insert(summary.id, summary.clone());
            }
            Ok(())
        })
    }

    async fn stale(&self) -> Result<Vec<MatterId>, StoreError> {
        Ok(self.state.borrow().stale.iter().copied().collect())
    }

    async fn sync_state(&self) -> Result<SyncState, StoreError> {
        Ok(self.state.borrow().sync.clone())
    }

    async fn next_session(&self, least: u64) -> Result<u64, StoreError> {
        self.write(|state| {
            state.sync.session = (state.sync.session + 1).max(least);
            Ok(state.sync.session)
        })
    }

    async fn session_ended(&self, scopes: &[Scope], server_ms: u64) -> Result<(), StoreError> {
        self.write(|state| {
            state.sync.scopes = scopes.to_vec();
            state.sync.last_good_ms = Some(server_ms);
            Ok(())
        })
    }

    async fn put_receipt(&self, receipt: &Receipt) -> Result<u32, StoreError> {
        self.write(|state| {
            let mut believed = 0;
            for entry in &receipt.heads {
                let at = usize::try_from(entry.head.height).unwrap_or(usize::MAX).checked_sub(1);
                let held = state.logs.get(&entry.head.log).and_then(|ids| ids.get(at?));
                if held != Some(&entry.head.id) {
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
                keep(&mut state.received, new);
            }
            Ok(believed)
        })
    }

    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        let state = self.state.borrow();
        let present = |received: &&Received| Some(received.generation) == state.sync.generation;
        Ok(state.received.values().filter(present).copied().collect())
    }

    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        Ok(self.state.borrow().aside.iter().map(|(digest, code)| (*digest, code.clone())).collect())
    }

    async fn put_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.write(|state| {
            state.drafts.insert(draft.key.clone(), draft.clone());
            Ok(())
        })
    }

    async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        self.write(|state| {
            state.drafts.remove(key);
            Ok(())
        })
    }

    async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let mut drafts: Vec<Draft> = self.state.borrow().drafts.values().cloned().collect();
        sort::sort_by_key(&mut drafts, |draft| core::cmp::Reverse(draft.touched_ms));
        Ok(drafts)
    }
}

/// The cursors after a batch: those of its generation only rise, those of another are dropped.
pub fn advance(sync: &mut SyncState, batch: &Batch) {
    if sync.generation != Some(batch.generation) {
        sync.generation = Some(batch.generation);
        sync.cursors.clear();
    }
    if let Some(scopes) = &batch.scopes {
        sync.scopes.clone_from(scopes);
    }
    for (scope, reached) in &batch.cursors {
        match sync.cursors.iter_mut().find(|(held, _)| held == scope) {
            Some((_, cursor)) => *cursor = (*cursor).max(*reached),
            None => sync.cursors.push((*scope, *reached)),
        }
    }
}

/// Within a generation what was received only rises; a new generation begins anew.
fn keep(received: &mut BTreeMap<LogKey, Received>, new: Received) {
    let older = received.get(&new.head.log).is_some_and(|held| {
        held.generation == new.generation
            && (held.head.height, held.durable_upto) > (new.head.height, new.durable_upto)
    });
    if !older {
        received.insert(new.head.log, new);
    }
}

impl Generation {
    /// A generation by name, for tests and simulations.
    pub const fn named(name: u8) -> Self {
        Self([name; 16])
    }
}
