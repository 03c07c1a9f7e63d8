//! Officers, sessions and tallies in SQLite.

use super::cells::{cell, int, number};
use super::view::{Conn, HELD, held};
use crate::archive::Read;
use crate::archive::office::{OfficeTx, OfficeView};
use crate::archive::rows::{DeskSessionRow, FailureRow, HeldOp, OfficerRow, ReadingRow, TallyRow};
use oplog::{Digest, MatterId, Scope};
use rusqlite::{Row, params};

const OFFICER: &str = "SELECT name, phc, duties, closed, once, once_until_ms FROM officer";
const SESSION: &str = "SELECT hash, officer, seen_ms, begun_ms, browser, address FROM desk_session";
const TALLY: &str = "SELECT key, since_ms, last_ms, count, line FROM tally";

impl OfficeView for Conn<'_> {
    fn officer(&self, name: &str) -> Read<Option<OfficerRow>> {
        self.one(&format!("{OFFICER} WHERE name = ?1"), [name], officer)
    }

    fn officers(&self) -> Read<u64> {
        Ok(self.one("SELECT count(*) FROM officer", [], |row| number(row, 0))?.unwrap_or(0))
    }

    fn all_officers(&self) -> Read<Vec<OfficerRow>> {
        self.all(&format!("{OFFICER} ORDER BY name"), [], officer)
    }

    fn desk_session(&self, hash: Digest) -> Read<Option<DeskSessionRow>> {
        self.one(&format!("{SESSION} WHERE hash = ?1"), [hash.0], session)
    }

    fn sessions_of(&self, officer: &str) -> Read<Vec<DeskSessionRow>> {
        self.all(&format!("{SESSION} WHERE officer = ?1 ORDER BY seen_ms DESC, hash"), [officer], session)
    }

    fn failure(&self, key: &str) -> Read<Option<FailureRow>> {
        let sql = "SELECT key, count, until_ms, forget_ms FROM failure WHERE key = ?1";
        self.one(sql, [key], |row| {
            let (until_ms, forget_ms) = (number(row, 2)?, number(row, 3)?);
            Ok(FailureRow { key: cell(row, 0)?, count: number(row, 1)?, until_ms, forget_ms })
        })
    }

    fn failures(&self) -> Read<u64> {
        Ok(self.one("SELECT count(*) FROM failure", [], |row| number(row, 0))?.unwrap_or(0))
    }

    fn readings(&self, matter: MatterId) -> Read<Vec<ReadingRow>> {
        let sql =
            "SELECT arrival, matter, session, until_ms FROM reading WHERE matter = ?1 ORDER BY arrival DESC";
        self.all(sql, [matter.0], |row| {
            let (matter, session) = (MatterId(cell(row, 1)?), Digest(cell(row, 2)?));
            Ok(ReadingRow { arrival: number(row, 0)?, matter, session, until_ms: number(row, 3)? })
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
        let sql = "REPLACE INTO officer (name, phc, duties, closed, once, once_until_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (once, until) = (row.once.map(|(hash, _)| hash.0), row.once.map_or(0, |(_, until)| until));
        self.run(sql, params![row.name, row.phc, row.duties, row.closed, once, int(until)]).map(drop)
    }

    fn put_desk_session(&mut self, row: &DeskSessionRow) -> Read<()> {
        let sql = "REPLACE INTO desk_session (hash, officer, seen_ms, begun_ms, browser, address) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (seen, begun) = (int(row.seen_ms), int(row.begun_ms));
        self.run(sql, params![row.hash.0, row.officer, seen, begun, row.browser, row.address]).map(drop)
    }

    fn drop_desk_session(&mut self, hash: Digest) -> Read<()> {
        self.run("DELETE FROM desk_session WHERE hash = ?1", [hash.0]).map(drop)
    }

    fn put_failure(&mut self, row: &FailureRow) -> Read<()> {
        let sql = "REPLACE INTO failure (key, count, until_ms, forget_ms) VALUES (?1, ?2, ?3, ?4)";
        self.run(sql, params![row.key, row.count, int(row.until_ms), int(row.forget_ms)]).map(drop)
    }

    fn drop_failure(&mut self, key: &str) -> Read<()> {
        self.run("DELETE FROM failure WHERE key = ?1", [key]).map(drop)
    }

    fn sweep_failures(&mut self, now_ms: u64) -> Read<()> {
        self.run("DELETE FROM failure WHERE forget_ms <= ?1", [int(now_ms)]).map(drop)
    }

    fn put_reading(&mut self, row: &ReadingRow) -> Read<()> {
        let sql = "REPLACE INTO reading (arrival, matter, session, until_ms) VALUES (?1, ?2, ?3, ?4)";
        let until = int(row.until_ms);
        self.run(sql, params![int(row.arrival), row.matter.0, row.session.0, until]).map(drop)
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

fn officer(row: &Row<'_>) -> Read<OfficerRow> {
    let once: Option<[u8; 32]> = cell(row, 4)?;
    let until: u64 = number(row, 5)?;
    Ok(OfficerRow {
        name: cell(row, 0)?,
        phc: cell(row, 1)?,
        duties: number(row, 2)?,
        closed: cell(row, 3)?,
        once: once.map(|hash| (Digest(hash), until)),
    })
}

fn session(row: &Row<'_>) -> Read<DeskSessionRow> {
    Ok(DeskSessionRow {
        hash: Digest(cell(row, 0)?),
        officer: cell(row, 1)?,
        seen_ms: number(row, 2)?,
        begun_ms: number(row, 3)?,
        browser: cell(row, 4)?,
        address: cell(row, 5)?,
    })
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
