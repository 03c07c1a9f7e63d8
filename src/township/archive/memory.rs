//! The archive in memory, for tests: a transaction works on a copy that replaces the whole when it ends well.

mod office;

use super::rows::{
    ArrivalRow, AsideRow, ClaimRow, CodeRow, DayRow, DeviceRow, HeldOp, Meta, NewOp, PageRows, Position,
    SummaryRow, Waits,
};
use super::{Archive, ArchiveError, Read, Reading, Tx, View, Writing};
use crate::merkle::Tile;
use domain::Kind;
use oplog::{DeviceId, Digest, LogKey, MatterId, Op, OpId, Scope};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use sync::receipt::ReceivedHead;

/// The archive.
#[derive(Default)]
pub struct Memory(Mutex<Arc<State>>);

impl Memory {
    /// A copy of all that is held now: a backup.
    pub fn copied(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }

    /// Notes an id as the next to arrive, without an operation.
    #[cfg(test)]
    pub fn note_id(&self, id: &OpId) {
        Arc::make_mut(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)).noted.push(*id);
    }

    /// Goes back to what a copy holds.
    pub fn restore(&self, copy: &Self) {
        let old = copy.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = old;
    }
}

impl Archive for Memory {
    fn write(&self, work: &mut Writing<'_>) -> Read<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = State::clone(&state);
        work(&mut next)?;
        *state = Arc::new(next);
        Ok(())
    }

    fn read(&self, work: &mut Reading<'_>) -> Read<()> {
        let state = Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner));
        work(&*state)
    }
}

/// Moment, sender, place and matter of operations that came together.
type Together = (u64, DeviceId, Scope, Option<MatterId>);

#[derive(Clone)]
struct Row {
    op: Arc<Op>,
    matter: Option<MatterId>,
    standing: &'static str,
    received_ms: u64,
    sender: DeviceId,
    branch: u64,
}

#[derive(Clone, Default)]
struct State {
    ops: BTreeMap<u64, Row>,
    ids: BTreeMap<OpId, u64>,
    positions: BTreeMap<(LogKey, u64, u64), OpId>,
    heads: BTreeMap<(LogKey, u64), ReceivedHead>,
    meta: BTreeMap<Meta, Vec<u8>>,
    asides: BTreeMap<Digest, AsideRow>,
    devices: BTreeMap<DeviceId, DeviceRow>,
    codes: BTreeMap<Digest, CodeRow>,
    claims: BTreeMap<DeviceId, ClaimRow>,
    office: office::Office,
    summaries: BTreeMap<MatterId, SummaryRow>,
    tiles: BTreeMap<(u32, u64), Digest>,
    days: BTreeMap<u32, DayRow>,
    /// Ids without operations, for tests of the tree.
    #[cfg(test)]
    noted: Vec<OpId>,
}

impl Row {
    fn held(&self, arrival: u64) -> HeldOp {
        HeldOp {
            arrival,
            id: self.op.id(),
            bytes: self.op.bytes().to_vec(),
            standing: self.standing.to_owned(),
            received_ms: self.received_ms,
        }
    }
}

impl State {
    fn held(&self, keep: impl Fn(&Row) -> bool) -> Vec<HeldOp> {
        let kept = self.ops.iter().filter(|(_, row)| keep(row));
        kept.map(|(arrival, row)| row.held(*arrival)).collect()
    }
}

impl View for State {
    fn meta(&self, key: Meta) -> Read<Option<Vec<u8>>> {
        Ok(self.meta.get(&key).cloned())
    }

    fn last_arrival(&self) -> Read<u64> {
        Ok(self.ops.last_key_value().map_or(0, |(arrival, _)| *arrival))
    }

    fn head(&self, log: &LogKey) -> Read<Option<ReceivedHead>> {
        self.branch_head(log, 0)
    }

    fn branch_head(&self, log: &LogKey, branch: u64) -> Read<Option<ReceivedHead>> {
        Ok(self.heads.get(&(*log, branch)).copied())
    }

    fn branches(&self, log: &LogKey) -> Read<Vec<ReceivedHead>> {
        Ok(self.heads.range((*log, 1)..=(*log, u64::MAX)).map(|(_, head)| *head).collect())
    }

    fn position(&self, id: OpId) -> Read<Option<Position>> {
        let row = self.ids.get(&id).and_then(|arrival| self.ops.get(arrival));
        Ok(row.map(|row| {
            let header = row.op.header();
            Position { log: header.log(), seq: header.seq, branch: row.branch }
        }))
    }

    fn heads_in(&self, scope: Scope) -> Read<Vec<ReceivedHead>> {
        Ok(self.heads.values().filter(|head| head.head.log.scope == scope).copied().collect())
    }

    fn heads_of(&self, device: DeviceId) -> Read<Vec<ReceivedHead>> {
        Ok(self.heads.values().filter(|head| head.head.log.device == device).copied().collect())
    }

    fn op_at(&self, log: &LogKey, seq: u64) -> Read<Option<OpId>> {
        Ok(self.positions.get(&(*log, 0, seq)).copied())
    }

    fn ops_after(&self, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        let rows = self.ops.range(arrival + 1..).take(limit);
        Ok(rows.map(|(arrival, row)| row.held(*arrival)).collect())
    }

    fn ids(&self, from: u64, to: u64) -> Read<Vec<OpId>> {
        let arrived = self.ops.range(from + 1..=to).map(|(_, row)| row.op.id());
        #[cfg(test)]
        let arrived =
            arrived.chain(self.noted.get(from as usize..to as usize).unwrap_or_default().iter().copied());
        Ok(arrived.collect())
    }

    fn tiles(&self, level: u32, from: u64, to: u64) -> Read<Vec<Digest>> {
        Ok(self.tiles.range((level, from)..(level, to)).map(|(_, root)| *root).collect())
    }

    fn place_ops(&self) -> Read<Vec<HeldOp>> {
        Ok(self.held(|row| row.op.header().matter.is_none() && Kind::about_places(row.op.header().kind)))
    }

    fn matter_ops(&self, matter: MatterId) -> Read<Vec<HeldOp>> {
        Ok(self.held(|row| row.matter == Some(matter)))
    }

    fn closings(&self) -> Read<Vec<HeldOp>> {
        Ok(self.held(|row| row.op.header().kind == Kind::Closed.number()))
    }

    fn page(
        &self,
        cursors: &[(Scope, u64)],
        except: Option<DeviceId>,
        max_bytes: usize,
        max_ops: usize,
    ) -> Read<PageRows> {
        let (mut page, mut bytes) = (PageRows::default(), 0);
        let wanted = |arrival: u64, row: &Row| {
            let header = row.op.header();
            let after = cursors.iter().any(|(place, after)| *place == header.scope && arrival > *after);
            after && except != Some(header.device)
        };
        for (arrival, row) in self.ops.iter().filter(|(arrival, row)| wanted(**arrival, row)) {
            if page.ops.len() >= max_ops || bytes >= max_bytes {
                page.more = true;
                break;
            }
            bytes += row.op.bytes().len();
            page.ops.push((*arrival, row.op.bytes().to_vec()));
        }
        Ok(page)
    }

    fn arrivals(&self, since_ms: u64, except: DeviceId, limit: usize) -> Read<Vec<ArrivalRow>> {
        let mut groups: BTreeMap<Together, (u64, u32)> = BTreeMap::new();
        let wanted = |row: &Row| row.received_ms >= since_ms && row.sender != except;
        for (arrival, row) in self.ops.iter().filter(|(_, row)| wanted(row)) {
            let group =
                groups.entry((row.received_ms, row.sender, row.op.header().scope, row.matter)).or_default();
            *group = (*arrival, group.1 + 1);
        }
        let mut rows: Vec<_> = groups.into_iter().collect();
        rows.sort_by_key(|(_, (last, _))| std::cmp::Reverse(*last));
        let rows = rows.into_iter().take(limit);
        Ok(rows
            .map(|((at_ms, sender, scope, matter), (_, ops))| ArrivalRow {
                at_ms,
                scope,
                matter,
                sender,
                ops,
            })
            .collect())
    }

    fn waiting(&self, waits: &Waits) -> Read<Vec<AsideRow>> {
        Ok(self.asides.values().filter(|row| row.waits == *waits).cloned().collect())
    }

    fn asides(&self, limit: usize) -> Read<Vec<AsideRow>> {
        let mut rows: Vec<AsideRow> = self.asides.values().cloned().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.at_ms), row.hash));
        rows.truncate(limit);
        rows.iter_mut().for_each(|row| row.bytes.clear());
        Ok(rows)
    }

    fn aside_size(&self, sender: Option<DeviceId>) -> Read<(u64, u64)> {
        let rows = self.asides.values().filter(|row| sender.is_none_or(|sender| row.sender == sender));
        Ok(rows.fold((0, 0), |(count, bytes), row| (count + 1, bytes + row.len)))
    }

    fn device(&self, id: DeviceId) -> Read<Option<DeviceRow>> {
        Ok(self.devices.get(&id).cloned())
    }

    fn devices(&self) -> Read<Vec<DeviceRow>> {
        let mut rows: Vec<DeviceRow> = self.devices.values().cloned().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.admitted_ms), row.id));
        Ok(rows)
    }

    fn code(&self, hash: Digest) -> Read<Option<CodeRow>> {
        Ok(self.codes.get(&hash).cloned())
    }

    fn made_codes(&self) -> Read<Vec<CodeRow>> {
        let mut rows: Vec<CodeRow> = self.codes.values().filter(|row| row.made.is_some()).cloned().collect();
        let made = |row: &CodeRow| row.made.as_ref().map(|made| made.made_ms);
        rows.sort_by(|one, other| (made(other), one.hash).cmp(&(made(one), other.hash)));
        Ok(rows)
    }

    fn claim(&self, device: DeviceId) -> Read<Option<ClaimRow>> {
        Ok(self.claims.get(&device).cloned())
    }

    fn claims(&self) -> Read<Vec<ClaimRow>> {
        let mut rows: Vec<ClaimRow> = self.claims.values().cloned().collect();
        rows.sort_by_key(|row| (row.asked_ms, row.device));
        Ok(rows)
    }

    fn summaries(&self, within: Scope) -> Read<Vec<SummaryRow>> {
        let mut rows: Vec<SummaryRow> =
            self.summaries.values().filter(|row| within.covers(&row.summary.scope)).cloned().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.received_ms), row.summary.id));
        Ok(rows)
    }

    fn days(&self, upto: u32, limit: usize) -> Read<Vec<DayRow>> {
        Ok(self.days.range(..=upto).rev().take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn summary(&self, matter: MatterId) -> Read<Option<SummaryRow>> {
        Ok(self.summaries.get(&matter).cloned())
    }
}

impl Tx for State {
    fn put_meta(&mut self, key: Meta, value: Option<&[u8]>) -> Read<()> {
        match value {
            Some(value) => drop(self.meta.insert(key, value.to_vec())),
            None => drop(self.meta.remove(&key)),
        }
        Ok(())
    }

    fn append(&mut self, new: &NewOp<'_>) -> Read<()> {
        let (id, position) = (new.op.id(), (new.op.header().log(), new.branch, new.op.header().seq));
        if self.ids.contains_key(&id)
            || self.positions.contains_key(&position)
            || self.ops.contains_key(&new.arrival)
        {
            return Err(ArchiveError::Corrupt);
        }
        self.ids.insert(id, new.arrival);
        self.positions.insert(position, id);
        let row = Row {
            op: Arc::new(new.op.clone()),
            matter: new.matter,
            standing: new.standing,
            received_ms: new.received_ms,
            sender: new.sender,
            branch: new.branch,
        };
        self.ops.insert(new.arrival, row);
        Ok(())
    }

    fn put_head(&mut self, head: &ReceivedHead, branch: u64) -> Read<()> {
        self.heads.insert((head.head.log, branch), *head);
        Ok(())
    }

    fn put_tile(&mut self, tile: &Tile) -> Read<()> {
        self.tiles.insert((tile.level, tile.index), tile.root);
        Ok(())
    }

    fn put_aside(&mut self, row: &AsideRow) -> Read<bool> {
        let new = !self.asides.contains_key(&row.hash);
        if new {
            self.asides.insert(row.hash, row.clone());
        }
        Ok(new)
    }

    fn drop_aside(&mut self, hash: Digest) -> Read<()> {
        self.asides.remove(&hash);
        Ok(())
    }

    fn put_device(&mut self, row: &DeviceRow) -> Read<()> {
        self.devices.insert(row.id, row.clone());
        Ok(())
    }

    fn put_code(&mut self, row: &CodeRow) -> Read<()> {
        self.codes.insert(row.hash, row.clone());
        Ok(())
    }

    fn put_claim(&mut self, row: &ClaimRow) -> Read<()> {
        self.claims.insert(row.device, row.clone());
        Ok(())
    }

    fn sweep(&mut self, before_ms: u64) -> Read<()> {
        self.office.sweep(before_ms);
        self.codes.retain(|_, row| row.expires_ms >= before_ms || row.made.is_some());
        self.claims.retain(|_, row| row.expires_ms >= before_ms);
        Ok(())
    }

    fn put_day(&mut self, row: &DayRow) -> Read<()> {
        self.days.insert(row.day, row.clone());
        Ok(())
    }

    fn put_summary(&mut self, row: &SummaryRow) -> Read<()> {
        self.summaries.insert(row.summary.id, row.clone());
        Ok(())
    }
}
