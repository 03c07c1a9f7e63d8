//! Writing.

use super::cells::{int, waits_text};
use super::refused;
use super::view::Conn;
use crate::archive::rows::{
    AsideRow, ClaimRow, CodeRow, DayRow, Decision, DeviceRow, Meta, NewOp, SummaryRow,
};
use crate::archive::{ArchiveError, Read, Tx};
use crate::merkle::Tile;
use domain::Kind;
use oplog::Digest;
use rusqlite::{Params, params};
use sync::receipt::ReceivedHead;

impl Conn<'_> {
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Read<usize> {
        self.0.prepare_cached(sql).map_err(refused)?.execute(params).map_err(refused)
    }
}

impl Tx for Conn<'_> {
    fn put_meta(&mut self, key: Meta, value: Option<&[u8]>) -> Read<()> {
        match value {
            Some(value) => {
                self.run("REPLACE INTO meta (name, value) VALUES (?1, ?2)", params![key.name(), value])?
            }
            None => self.run("DELETE FROM meta WHERE name = ?1", [key.name()])?,
        };
        Ok(())
    }

    fn append(&mut self, new: &NewOp<'_>) -> Read<()> {
        let header = new.op.header();
        let governs = header.matter.is_none() && Kind::about_places(header.kind);
        let sql = "INSERT INTO op (arrival, id, bytes, scope, device, epoch, seq, dseq, matter, kind, governs, standing, \
                   received_ms, sender, branch) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        self.run(
            sql,
            params![
                int(new.arrival),
                new.op.id().0,
                new.op.bytes(),
                header.scope.as_str(),
                header.device.0,
                header.epoch,
                int(header.seq),
                int(header.dseq),
                new.matter.map(|matter| matter.0),
                header.kind,
                governs,
                new.standing,
                int(new.received_ms),
                new.sender.0,
                int(new.branch),
            ],
        )?;
        Ok(())
    }

    fn put_head(&mut self, head: &ReceivedHead, branch: u64) -> Read<()> {
        let log = head.head.log;
        let sql = "REPLACE INTO head (device, epoch, scope, branch, height, id, arrival) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (height, place) = (int(head.head.height), log.scope.as_str());
        let params =
            params![log.device.0, log.epoch, place, int(branch), height, head.head.id.0, int(head.arrival)];
        self.run(sql, params).map(drop)
    }

    fn put_tile(&mut self, tile: &Tile) -> Read<()> {
        let sql = "REPLACE INTO tile (level, number, root) VALUES (?1, ?2, ?3)";
        self.run(sql, params![tile.level, int(tile.index), tile.root.0]).map(drop)
    }

    fn put_aside(&mut self, row: &AsideRow) -> Read<bool> {
        let sql = "INSERT OR IGNORE INTO aside (hash, bytes, len, code, sender, waits, at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let waits = waits_text(&row.waits);
        let params =
            params![row.hash.0, row.bytes, int(row.len), row.code, row.sender.0, waits, int(row.at_ms)];
        Ok(self.run(sql, params)? == 1)
    }

    fn drop_aside(&mut self, hash: Digest) -> Read<()> {
        self.run("DELETE FROM aside WHERE hash = ?1", [hash.0]).map(drop)
    }

    fn put_device(&mut self, row: &DeviceRow) -> Read<()> {
        let sql = "REPLACE INTO device (id, key, label, person, admitted_ms, session, step, last_sync_ms, unreceived, \
                   app, clock_ahead_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.run(
            sql,
            params![
                row.id.0,
                row.key.0,
                row.label,
                row.person,
                int(row.admitted_ms),
                int(row.session),
                row.step,
                row.last_sync_ms.map(int),
                row.unreceived,
                row.app,
                row.clock_ahead_ms,
            ],
        )
        .map(drop)
    }

    fn put_code(&mut self, row: &CodeRow) -> Read<()> {
        let sql = "REPLACE INTO code (hash, expires_ms, used_by, made_ms, made) VALUES (?1, ?2, ?3, ?4, ?5)";
        let made = row.made.as_ref().map(serde_json::to_string).transpose();
        let made = made.map_err(|_| ArchiveError::Corrupt)?;
        let made_ms = row.made.as_ref().map(|made| int(made.made_ms));
        let used_by = row.used_by.map(|id| id.0);
        self.run(sql, params![row.hash.0, int(row.expires_ms), used_by, made_ms, made]).map(drop)
    }

    fn put_claim(&mut self, row: &ClaimRow) -> Read<()> {
        let decision = match row.decision {
            Decision::Waiting => 0,
            Decision::Confirmed => 1,
            Decision::Refused => 2,
        };
        let sql = "REPLACE INTO claim (device, key, label, words, code, asked_ms, expires_ms, decision) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (asked, expires) = (int(row.asked_ms), int(row.expires_ms));
        let params =
            params![row.device.0, row.key.0, row.label, row.words, row.code.0, asked, expires, decision];
        self.run(sql, params).map(drop)
    }

    fn sweep(&mut self, before_ms: u64) -> Read<()> {
        for sql in [
            "DELETE FROM desk_session WHERE seen_ms < ?1",
            "DELETE FROM code WHERE expires_ms < ?1 AND made IS NULL",
            "DELETE FROM claim WHERE expires_ms < ?1",
        ] {
            self.run(sql, [int(before_ms)])?;
        }
        Ok(())
    }

    fn put_day(&mut self, row: &DayRow) -> Read<()> {
        let sql = "REPLACE INTO day (number, at_ms, note) VALUES (?1, ?2, ?3)";
        self.run(sql, params![row.day, int(row.at_ms), row.note]).map(drop)
    }

    fn put_summary(&mut self, row: &SummaryRow) -> Read<()> {
        let json = serde_json::to_string(&row.summary).map_err(|_| ArchiveError::Corrupt)?;
        let sql = "REPLACE INTO summary (matter, scope, received_ms, json) VALUES (?1, ?2, ?3, ?4)";
        let scope = row.summary.scope.as_str();
        self.run(sql, params![row.summary.id.0, scope, int(row.received_ms), json]).map(drop)
    }
}
