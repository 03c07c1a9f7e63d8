//! The phone's store in memory: the model that the contract describes, and what simulations and tests run on.

use crate::carried::Carried;
use crate::kept::{advance, covers, hand, keep, seen};
use crate::message::Generation;
use crate::port::{Append, Batch, Draft, Pen, PhoneStore, Received, StoreError, SyncState, Taken};
use crate::receipt::{Receipt, SignedReceipt};
use crate::strand::{GAP, Strand, plan};
use crate::tree::TreeHead;
use domain::view::MatterSummary;
use oplog::flat::Map;
use oplog::{DeviceId, Digest, Head, Link, LogKey, MatterId, Op, OpId, Scope, sort};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Kinds below this number are about places and belong to no matter.
const FIRST_MATTER_KIND: u16 = 16;

/// A file that is carried, as long as it is needed.
type File = Option<Arc<[u8]>>;

#[derive(Clone, Default)]
struct State {
    ops: BTreeMap<OpId, (Arc<Op>, Strand)>,
    heads: Map<Strand, Head>,
    gaps: BTreeMap<OpId, Op>,
    pen: Pen,
    sync: SyncState,
    received: BTreeMap<LogKey, Received>,
    aside: BTreeMap<Digest, String>,
    summaries: BTreeMap<MatterId, MatterSummary>,
    stale: BTreeSet<MatterId>,
    drafts: BTreeMap<String, Draft>,
    carried: BTreeMap<Digest, (Carried, File)>,
    handed: Vec<(Head, u64)>,
    proof: Option<SignedReceipt>,
}

impl State {
    fn link(&mut self, op: &Op, strand: Strand) {
        let head = Head { log: strand.log, height: op.header().seq + 1, id: op.id() };
        self.heads.insert(strand, head);
        self.ops.insert(op.id(), (Arc::new(op.clone()), strand));
    }

    fn ops(&self) -> impl Iterator<Item = &Op> {
        self.ops.values().map(|(op, _)| &**op)
    }
}

/// A moment of a store, to go back to: a copy of a phone, or what was left after a power cut.
#[derive(Clone, Default)]
pub struct Moment(State);

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

    /// What is stored now.
    pub fn moment(&self) -> Moment {
        Moment(self.state.borrow().clone())
    }

    /// Goes back to a moment, of this store or another.
    pub fn go_back(&self, moment: &Moment) {
        self.state.borrow_mut().clone_from(&moment.0);
    }

    /// Whether an operation is held.
    pub fn holds(&self, id: &OpId) -> bool {
        self.state.borrow().ops.contains_key(id)
    }

    /// Looks at all operations held, in the order of their ids.
    pub fn look<T>(&self, at: impl FnOnce(&mut dyn Iterator<Item = &Op>) -> T) -> T {
        at(&mut self.state.borrow().ops())
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

    async fn tip(&self, device: DeviceId, scope: Scope) -> Result<(Pen, Option<Head>), StoreError> {
        let state = self.state.borrow();
        let strand = Strand::main(LogKey { device, epoch: state.pen.epoch, scope });
        Ok((state.pen, state.heads.get(&strand).copied()))
    }

    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        let state = self.state.borrow();
        let wanted = state.heads.values().filter(|head| scope.is_none_or(|scope| head.log.scope == scope));
        Ok(wanted.copied().collect())
    }

    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        self.write(|state| {
            let header = append.op.header();
            let strand = Strand::main(header.log());
            let next = Link::of(header, state.heads.get(&strand)) == Link::Next;
            if !next || header.dseq != state.pen.dseq || header.epoch != state.pen.epoch {
                return Err(StoreError::Moved);
            }
            state.link(&append.op, strand);
            state.pen = Pen { clock: append.pen.clock.max(state.pen.clock), ..append.pen };
            state.stale.extend(matter_of(&append.op));
            if let Some(key) = &append.draft_done {
                state.drafts.remove(key);
            }
            Ok(())
        })
    }

    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError> {
        self.write(|state| {
            let waiting: Vec<Op> = state.gaps.values().cloned().collect();
            let held = |id: &OpId| state.ops.get(id).map(|(op, strand)| (*strand, op.header().seq));
            let plan = plan(&batch.ops, &waiting, state.heads.clone(), &held);
            for (op, strand) in plan.add {
                state.link(op, strand);
            }
            for op in plan.filled {
                state.gaps.remove(&op.id());
                state.aside.remove(&Digest::of(op.bytes()));
            }
            for (op, code) in plan.aside {
                if code == GAP {
                    state.gaps.insert(op.id(), op.clone());
                } else {
                    // It waited, and what came in the place of its predecessor is not that: it waits no more.
                    state.gaps.remove(&op.id());
                }
                state.aside.insert(Digest::of(op.bytes()), code.to_owned());
            }
            for (bytes, code) in &batch.aside {
                state.aside.insert(Digest::of(bytes), (*code).to_owned());
            }
            advance(&mut state.sync, batch);
            state.pen.clock = state.pen.clock.max(batch.clock);
            state.stale.extend(plan.taken.matters.iter().copied());
            if plan.taken.places {
                state.stale.extend(state.summaries.keys().copied());
            }
            Ok(plan.taken)
        })
    }

    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError> {
        let state = self.state.borrow();
        let within = |op: &&Op| op.header().log() == log && (from..to).contains(&op.header().seq);
        let mut wanted: Vec<&Op> = state.ops().filter(within).collect();
        sort::sort_by_key(&mut wanted, |op| op.header().seq);
        let mut bytes = 0;
        let mut out = Vec::new();
        for op in wanted {
            // Never between two branches' operations at one position: the caller goes on behind the last.
            let seq = op.header().seq;
            if bytes >= max_bytes && out.last().is_some_and(|last: &Op| last.header().seq != seq) {
                break;
            }
            bytes += op.bytes().len();
            out.push(op.clone());
        }
        Ok(out)
    }

    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError> {
        let state = self.state.borrow();
        Ok(state.ops().filter(|op| matter_of(op) == Some(matter)).cloned().collect())
    }

    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        let state = self.state.borrow();
        Ok(state.ops().chain(state.gaps.values()).filter(|op| about_places(op)).cloned().collect())
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

    async fn new_epoch(&self, least: u32) -> Result<(), StoreError> {
        self.write(|state| {
            state.pen = state.pen.next_epoch(least);
            Ok(())
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
                let log = entry.head.log;
                let ends = |head: &&Head| head.log == log;
                let ends: Vec<Head> = state.heads.values().filter(ends).copied().collect();
                let held = state.ops.get(&entry.head.id).map(|(op, _)| op.header());
                let held = held.is_some_and(|at| at.log() == log && at.seq + 1 == entry.head.height);
                if !held || !covers(receipt, &entry.head, &ends) {
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

    async fn witness(
        &self,
        generation: Generation,
        tree: TreeHead,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError> {
        self.write(|state| {
            if seen(&mut state.sync, generation, tree) {
                state.proof = Some(signed.clone());
            }
            Ok(())
        })
    }

    async fn proof(&self) -> Result<Option<SignedReceipt>, StoreError> {
        Ok(self.state.borrow().proof.clone())
    }

    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        let state = self.state.borrow();
        let present = |received: &&Received| Some(received.generation) == state.sync.generation;
        Ok(state.received.values().filter(present).copied().collect())
    }

    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        Ok(self.state.borrow().aside.iter().map(|(digest, code)| (*digest, code.clone())).collect())
    }

    async fn keep_carried(&self, carried: &Carried, file: &[u8]) -> Result<(), StoreError> {
        self.write(|state| {
            state.carried.insert(carried.id, (carried.clone(), Some(file.into())));
            Ok(())
        })
    }

    async fn put_carried(&self, carried: &Carried, needed: bool) -> Result<(), StoreError> {
        self.write(|state| {
            let file = state.carried.remove(&carried.id).and_then(|(_, file)| file).filter(|_| needed);
            state.carried.insert(carried.id, (carried.clone(), file));
            Ok(())
        })
    }

    async fn carried_file(&self, id: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let state = self.state.borrow();
        Ok(state.carried.get(id).and_then(|(_, file)| file.as_ref()).map(|file| file.to_vec()))
    }

    async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        let mut carried: Vec<Carried> =
            self.state.borrow().carried.values().map(|(carried, _)| carried.clone()).collect();
        sort::sort_by_key(&mut carried, |carried| core::cmp::Reverse(carried.taken_ms));
        Ok(carried)
    }

    async fn drop_carried(&self, id: &Digest) -> Result<(), StoreError> {
        self.write(|state| {
            state.carried.remove(id);
            Ok(())
        })
    }

    async fn note_handed(&self, heads: &[Head], at_ms: u64) -> Result<(), StoreError> {
        self.write(|state| {
            hand(&mut state.handed, heads, at_ms);
            Ok(())
        })
    }

    async fn handed(&self) -> Result<Vec<(Head, u64)>, StoreError> {
        Ok(self.state.borrow().handed.clone())
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

impl Generation {
    /// A generation by name, for tests and simulations.
    pub const fn named(name: u8) -> Self {
        Self([name; 16])
    }
}
