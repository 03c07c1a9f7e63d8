//! A phone's store that costs almost nothing: it only ever appends. The one of the tests copies everything at each
//! write, which would be measured too.

use oplog::{DeviceId, Digest, Head, Link, LogKey, MatterId, Op, PublicKey, Scope};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sync::carried::Carried;
use sync::kept::{advance, seen};
use sync::memory::{about_places, matter_of};
use sync::message::Generation;
use sync::port::{Append, Batch, Draft, Pen, PhoneStore, Received, StoreError, SyncState, Taken};
use sync::receipt::{Receipt, SignedReceipt};
use sync::tree::TreeHead;

#[derive(Default)]
struct Held {
    logs: BTreeMap<LogKey, Vec<Op>>,
    places: Vec<Op>,
    received: BTreeMap<LogKey, Received>,
    sync: SyncState,
    proof: Option<SignedReceipt>,
    pen: Pen,
}

impl Held {
    fn head(&self, log: &LogKey) -> Option<Head> {
        let ops = self.logs.get(log)?;
        Some(Head { log: *log, height: ops.len() as u64, id: ops.last()?.id() })
    }

    fn link(&mut self, op: &Op) -> Link {
        let log = op.header().log();
        let link = Link::of(op.header(), self.head(&log).as_ref());
        if link == Link::Next {
            self.logs.entry(log).or_default().push(op.clone());
            if about_places(op) {
                self.places.push(op.clone());
            }
        }
        link
    }
}

/// The store.
#[derive(Default)]
pub struct Shelf(RefCell<Held>);

impl Shelf {
    /// Puts own operations there, as if they had been saved one by one.
    pub fn load(&self, ops: &[Op]) {
        let mut held = self.0.borrow_mut();
        for op in ops {
            held.link(op);
        }
    }

    /// Operations held that somebody else than this key signed.
    pub fn foreign(&self, own: &PublicKey) -> usize {
        let held = self.0.borrow();
        held.logs.iter().filter(|(log, _)| log.device != own.device()).map(|(_, ops)| ops.len()).sum()
    }
}

impl PhoneStore for Shelf {
    async fn pen(&self) -> Result<Pen, StoreError> {
        Ok(self.0.borrow().pen)
    }

    async fn tip(&self, device: DeviceId, scope: Scope) -> Result<(Pen, Option<Head>), StoreError> {
        let held = self.0.borrow();
        Ok((held.pen, held.head(&LogKey { device, epoch: held.pen.epoch, scope })))
    }

    async fn new_epoch(&self, least: u32) -> Result<(), StoreError> {
        let pen = &mut self.0.borrow_mut().pen;
        *pen = pen.next_epoch(least);
        Ok(())
    }

    async fn heads(&self, scope: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        let held = self.0.borrow();
        let wanted = held.logs.keys().filter(|log| scope.is_none_or(|scope| log.scope == scope));
        Ok(wanted.filter_map(|log| held.head(log)).collect())
    }

    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        self.load(std::slice::from_ref(&append.op));
        Ok(())
    }

    async fn take(&self, batch: &Batch) -> Result<Taken, StoreError> {
        let mut held = self.0.borrow_mut();
        let mut taken = Taken::default();
        let mut matters = BTreeSet::new();
        for op in &batch.ops {
            match held.link(op) {
                Link::Next => {
                    taken.new += 1;
                    taken.places |= about_places(op);
                    matters.extend(matter_of(op));
                }
                Link::Gap => taken.gaps += 1,
                Link::Fork => taken.forks += 1,
                Link::Taken => {}
            }
        }
        advance(&mut held.sync, batch);
        held.pen.clock = held.pen.clock.max(batch.clock);
        taken.matters = matters.into_iter().collect();
        Ok(taken)
    }

    async fn range(&self, log: LogKey, from: u64, to: u64, max_bytes: usize) -> Result<Vec<Op>, StoreError> {
        let held = self.0.borrow();
        let ops = held.logs.get(&log).map(Vec::as_slice).unwrap_or_default();
        let (from, to) = (usize::try_from(from), usize::try_from(to).unwrap_or(usize::MAX));
        let mut bytes = 0;
        let fits = |op: &&Op| {
            let more = bytes < max_bytes;
            bytes += op.bytes().len();
            more
        };
        let wanted = ops.get(from.unwrap_or(usize::MAX)..to.min(ops.len())).unwrap_or_default();
        Ok(wanted.iter().take_while(fits).cloned().collect())
    }

    async fn matter_ops(&self, matter: MatterId) -> Result<Vec<Op>, StoreError> {
        let held = self.0.borrow();
        Ok(held.logs.values().flatten().filter(|op| matter_of(op) == Some(matter)).cloned().collect())
    }

    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        Ok(self.0.borrow().places.clone())
    }

    async fn keep_carried(&self, _: &Carried, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn put_carried(&self, _: &Carried, _: bool) -> Result<(), StoreError> {
        Ok(())
    }

    async fn carried_file(&self, _: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        Ok(Vec::new())
    }

    async fn drop_carried(&self, _: &Digest) -> Result<(), StoreError> {
        Ok(())
    }

    async fn note_handed(&self, _: &[Head], _: u64) -> Result<(), StoreError> {
        Ok(())
    }

    async fn handed(&self) -> Result<Vec<(Head, u64)>, StoreError> {
        Ok(Vec::new())
    }

    async fn summaries(&self) -> Result<Vec<domain::view::MatterSummary>, StoreError> {
        Ok(Vec::new())
    }

    async fn put_summaries(&self, _: &[domain::view::MatterSummary]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn stale(&self) -> Result<Vec<MatterId>, StoreError> {
        Ok(Vec::new())
    }

    async fn sync_state(&self) -> Result<SyncState, StoreError> {
        Ok(self.0.borrow().sync.clone())
    }

    async fn next_session(&self, least: u64) -> Result<u64, StoreError> {
        let sync = &mut self.0.borrow_mut().sync;
        sync.session = (sync.session + 1).max(least);
        Ok(sync.session)
    }

    async fn session_ended(&self, scopes: &[Scope], server_ms: u64) -> Result<(), StoreError> {
        let sync = &mut self.0.borrow_mut().sync;
        sync.scopes = scopes.to_vec();
        sync.last_good_ms = Some(server_ms);
        Ok(())
    }

    async fn put_receipt(&self, receipt: &Receipt) -> Result<u32, StoreError> {
        let mut held = self.0.borrow_mut();
        let mut believed = 0;
        for entry in &receipt.heads {
            let at = usize::try_from(entry.head.height).unwrap_or(usize::MAX).wrapping_sub(1);
            let op = held.logs.get(&entry.head.log).and_then(|ops| ops.get(at));
            if op.map(Op::id) == Some(entry.head.id) {
                let (server_ms, generation) = (receipt.server_ms, receipt.generation);
                let durable_upto = receipt.durable_upto;
                let new = Received {
                    head: entry.head,
                    arrival: entry.arrival,
                    server_ms,
                    generation,
                    durable_upto,
                };
                held.received.insert(entry.head.log, new);
                believed += 1;
            }
        }
        Ok(believed)
    }

    async fn witness(
        &self,
        generation: Generation,
        tree: TreeHead,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError> {
        let mut held = self.0.borrow_mut();
        if seen(&mut held.sync, generation, tree) {
            held.proof = Some(signed.clone());
        }
        Ok(())
    }

    async fn proof(&self) -> Result<Option<SignedReceipt>, StoreError> {
        Ok(self.0.borrow().proof.clone())
    }

    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        Ok(self.0.borrow().received.values().copied().collect())
    }

    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        Ok(Vec::new())
    }

    async fn put_draft(&self, _: &Draft) -> Result<(), StoreError> {
        Ok(())
    }

    async fn drop_draft(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        Ok(Vec::new())
    }
}
