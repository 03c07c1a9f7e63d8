//! Officers, sessions and tallies in memory.

use super::State;
use crate::archive::Read;
use crate::archive::office::{OfficeTx, OfficeView};
use crate::archive::rows::{DeskSessionRow, FailureRow, HeldOp, OfficerRow, ReadingRow, TallyRow};
use oplog::{Digest, MatterId, Scope};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What is kept of them.
#[derive(Clone, Default)]
pub(super) struct Office {
    officers: BTreeMap<String, OfficerRow>,
    sessions: BTreeMap<Digest, DeskSessionRow>,
    tallies: BTreeMap<String, TallyRow>,
    failures: BTreeMap<String, FailureRow>,
    readings: BTreeMap<u64, ReadingRow>,
}

impl Office {
    /// Forgets sessions that were not used since.
    pub(super) fn sweep(&mut self, before_ms: u64) {
        self.sessions.retain(|_, row| row.seen_ms >= before_ms);
    }
}

impl OfficeView for State {
    fn officer(&self, name: &str) -> Read<Option<OfficerRow>> {
        Ok(self.office.officers.get(name).cloned())
    }

    fn officers(&self) -> Read<u64> {
        Ok(self.office.officers.len() as u64)
    }

    fn all_officers(&self) -> Read<Vec<OfficerRow>> {
        Ok(self.office.officers.values().cloned().collect())
    }

    fn sessions_of(&self, officer: &str) -> Read<Vec<DeskSessionRow>> {
        let of = self.office.sessions.values().filter(|row| row.officer == officer);
        let mut rows: Vec<DeskSessionRow> = of.cloned().collect();
        rows.sort_by_key(|row| (Reverse(row.seen_ms), row.hash));
        Ok(rows)
    }

    fn failure(&self, key: &str) -> Read<Option<FailureRow>> {
        Ok(self.office.failures.get(key).cloned())
    }

    fn failures(&self) -> Read<u64> {
        Ok(self.office.failures.len() as u64)
    }

    fn readings(&self, matter: MatterId) -> Read<Vec<ReadingRow>> {
        let rows = self.office.readings.values().rev().filter(|row| row.matter == matter);
        Ok(rows.cloned().collect())
    }

    fn desk_session(&self, hash: Digest) -> Read<Option<DeskSessionRow>> {
        Ok(self.office.sessions.get(&hash).cloned())
    }

    fn before(&self, scope: Scope, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        let rows = self.ops.range(..arrival).rev().filter(|(_, row)| row.op.header().scope == scope);
        Ok(rows.take(limit).map(|(arrival, row)| row.held(*arrival)).collect())
    }

    fn tally(&self, key: &str) -> Read<Option<TallyRow>> {
        Ok(self.office.tallies.get(key).cloned())
    }

    fn tallies(&self, before_ms: u64) -> Read<Vec<TallyRow>> {
        Ok(self.office.tallies.values().filter(|row| row.since_ms < before_ms).cloned().collect())
    }
}

impl OfficeTx for State {
    fn put_officer(&mut self, row: &OfficerRow) -> Read<()> {
        self.office.officers.insert(row.name.clone(), row.clone());
        Ok(())
    }

    fn put_desk_session(&mut self, row: &DeskSessionRow) -> Read<()> {
        self.office.sessions.insert(row.hash, row.clone());
        Ok(())
    }

    fn drop_desk_session(&mut self, hash: Digest) -> Read<()> {
        self.office.sessions.remove(&hash);
        Ok(())
    }

    fn put_failure(&mut self, row: &FailureRow) -> Read<()> {
        self.office.failures.insert(row.key.clone(), row.clone());
        Ok(())
    }

    fn drop_failure(&mut self, key: &str) -> Read<()> {
        self.office.failures.remove(key);
        Ok(())
    }

    fn sweep_failures(&mut self, now_ms: u64) -> Read<()> {
        self.office.failures.retain(|_, row| row.forget_ms > now_ms);
        Ok(())
    }

    fn put_reading(&mut self, row: &ReadingRow) -> Read<()> {
        self.office.readings.insert(row.arrival, row.clone());
        Ok(())
    }

    fn put_tally(&mut self, row: &TallyRow) -> Read<()> {
        self.office.tallies.insert(row.key.clone(), row.clone());
        Ok(())
    }

    fn drop_tally(&mut self, key: &str) -> Read<()> {
        self.office.tallies.remove(key);
        Ok(())
    }
}
