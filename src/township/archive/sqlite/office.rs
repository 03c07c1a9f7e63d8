//! Officers, sessions and tallies in SQLite.

use super::cells::{cell, int, number};
use super::view::{Conn, HELD, held};
use crate::archive::Read;
use crate::archive::office::{OfficeTx, OfficeView};
use crate::archive::rows::{DeskSessionRow, HeldOp, OfficerRow, TallyRow};
use oplog::{Digest, Scope};
use rusqlite::{Row, params};

const TALLY: &str = "SELECT key, since_ms, last_ms, count, line FROM tally";

impl OfficeView for Conn<'_> {
    fn officer(&self, name: &str) -> Read<Option<OfficerRow>> {
        self.one("SELECT name, phc FROM officer WHERE name = ?1", [name], |row| {
            Ok(OfficerRow { name: cell(row, 0)?, phc: cell(row, 1)? })
        })
    }

    fn officers(&self) -> Read<u64> {
        Ok(self.one("SELECT count(*) FROM officer", [], |row| number(row, 0))?.unwrap_or(0))
    }

    fn desk_session(&self, hash: Digest) -> Read<Option<DeskSessionRow>> {
        self.one("SELECT hash, officer, seen_ms FROM desk_session WHERE hash = ?1", [hash.0], |row| {
            Ok(DeskSessionRow {
                hash: Digest(cell(row, 0)?),
                officer: cell(row, 1)?,
                seen_ms: number(row, 2)?,
            })
        })
    }

    fn before(&self, scope: Scope, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        let sql = format!("{HELD} WHERE scope = ?1 AND arrival < ?2 ORDER BY arrival DESC LIMIT ?3");
        self.all(&sql, params![scope.as_str(), int(arrival), int(limit as u64)], held)
    }

    fn tally(&self, key: &str) -> Read<Option<TallyRow>> {
        self.one(&format!("{TALLY} WHERE key = ?1"), [key], tally)
    }

    fn tallies(&self, before_ms: u64) -> Read<Vec<TallyRow>> {
        self.all(&format!("{TALLY} WHERE since_ms < ?1 ORDER BY key"), [int(before_ms)], tally)
    }
}

impl OfficeTx for Conn<'_> {
    fn put_officer(&mut self, row: &OfficerRow) -> Read<()> {
        self.run("REPLACE INTO officer (name, phc) VALUES (?1, ?2)", params![row.name, row.phc]).map(drop)
    }

    fn put_desk_session(&mut self, row: &DeskSessionRow) -> Read<()> {
        let sql = "REPLACE INTO desk_session (hash, officer, seen_ms) VALUES (?1, ?2, ?3)";
        self.run(sql, params![row.hash.0, row.officer, int(row.seen_ms)]).map(drop)
    }

    fn drop_desk_session(&mut self, hash: Digest) -> Read<()> {
        self.run("DELETE FROM desk_session WHERE hash = ?1", [hash.0]).map(drop)
    }

    fn put_tally(&mut self, row: &TallyRow) -> Read<()> {
        let sql = "REPLACE INTO tally (key, since_ms, last_ms, count, line) VALUES (?1, ?2, ?3, ?4, ?5)";
        let params = params![row.key, int(row.since_ms), int(row.last_ms), row.count, row.line];
        self.run(sql, params).map(drop)
    }

    fn drop_tally(&mut self, key: &str) -> Read<()> {
        self.run("DELETE FROM tally WHERE key = ?1", [key]).map(drop)
    }
}

fn tally(row: &Row<'_>) -> Read<TallyRow> {
    Ok(TallyRow {
        key: cell(row, 0)?,
        since_ms: number(row, 1)?,
        last_ms: number(row, 2)?,
        count: number(row, 3)?,
        line: cell(row, 4)?,
    })
}
