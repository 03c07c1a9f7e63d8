//! Reading.

use super::cells::{cell, int, number, scope, waits_of, waits_text};
use super::refused;
use crate::archive::rows::{
    ArrivalRow, AsideRow, ClaimRow, CodeRow, DayRow, Decision, DeviceRow, HeldOp, Meta, PageRows, Position,
    SummaryRow, Waits,
};
use crate::archive::{ArchiveError, Read, View};
use oplog::{DeviceId, Digest, Head, LogKey, MatterId, OpId, PublicKey, Scope};
use rusqlite::{Connection, Params, Row, params};
use sync::receipt::ReceivedHead;

/// A transaction over a connection.
pub(super) struct Conn<'a>(pub(super) &'a Connection);

const HEAD: &str = "SELECT device, epoch, scope, height, id, arrival FROM head";
pub(super) const HELD: &str = "SELECT arrival, id, bytes, standing, received_ms FROM op";
const DEVICE: &str = "SELECT id, key, label, person, admitted_ms, session, step, last_sync_ms, unreceived, app, \
                      clock_ahead_ms FROM device";
const CLAIM: &str = "SELECT device, key, label, words, code, asked_ms, expires_ms, decision FROM claim";

impl Conn<'_> {
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> Read<T>,
    ) -> Read<Vec<T>> {
        let mut statement = self.0.prepare_cached(sql).map_err(refused)?;
        let mut rows = statement.query(params).map_err(refused)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(refused)? {
            out.push(read(row)?);
        }
        Ok(out)
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> Read<T>,
    ) -> Read<Option<T>> {
        let mut statement = self.0.prepare_cached(sql).map_err(refused)?;
        let mut rows = statement.query(params).map_err(refused)?;
        rows.next().map_err(refused)?.map(read).transpose()
    }
}

impl View for Conn<'_> {
    fn meta(&self, key: Meta) -> Read<Option<Vec<u8>>> {
        self.one("SELECT value FROM meta WHERE name = ?1", [key.name()], |row| cell(row, 0))
    }

    fn last_arrival(&self) -> Read<u64> {
        let last =
            self.one("SELECT arrival FROM op ORDER BY arrival DESC LIMIT 1", [], |row| number(row, 0))?;
        Ok(last.unwrap_or(0))
    }

    fn head(&self, log: &LogKey) -> Read<Option<ReceivedHead>> {
        self.branch_head(log, 0)
    }

    fn branch_head(&self, log: &LogKey, branch: u64) -> Read<Option<ReceivedHead>> {
        let sql = format!("{HEAD} WHERE device = ?1 AND epoch = ?2 AND scope = ?3 AND branch = ?4");
        self.one(&sql, params![log.device.0, log.epoch, log.scope.as_str(), int(branch)], head)
    }

    fn branches(&self, log: &LogKey) -> Read<Vec<ReceivedHead>> {
        let of_log = "WHERE device = ?1 AND epoch = ?2 AND scope = ?3 AND branch > 0 ORDER BY branch";
        self.all(&format!("{HEAD} {of_log}"), params![log.device.0, log.epoch, log.scope.as_str()], head)
    }

    fn heads_in(&self, scope: Scope) -> Read<Vec<ReceivedHead>> {
        self.all(&format!("{HEAD} WHERE scope = ?1 ORDER BY device, epoch, branch"), [scope.as_str()], head)
    }

    fn heads_of(&self, device: DeviceId) -> Read<Vec<ReceivedHead>> {
        self.all(&format!("{HEAD} WHERE device = ?1 ORDER BY epoch, scope, branch"), [device.0], head)
    }

    fn position(&self, id: OpId) -> Read<Option<Position>> {
        let sql = "SELECT device, epoch, scope, seq, branch FROM op WHERE id = ?1";
        self.one(sql, [id.0], |row| {
            let log =
                LogKey { device: DeviceId(cell(row, 0)?), epoch: number(row, 1)?, scope: scope(row, 2)? };
            Ok(Position { log, seq: number(row, 3)?, branch: number(row, 4)? })
        })
    }

    fn op_at(&self, log: &LogKey, seq: u64) -> Read<Option<OpId>> {
        let sql =
            "SELECT id FROM op WHERE device = ?1 AND epoch = ?2 AND scope = ?3 AND branch = 0 AND seq = ?4";
        let params = params![log.device.0, log.epoch, log.scope.as_str(), int(seq)];
        self.one(sql, params, |row| Ok(OpId(cell(row, 0)?)))
    }

    fn ops_after(&self, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!("{HELD} WHERE arrival > ?1 ORDER BY arrival LIMIT ?2");
        self.all(&sql, params![int(arrival), limit], held)
    }

    fn ids(&self, from: u64, to: u64) -> Read<Vec<OpId>> {
        let sql = "SELECT id FROM op WHERE arrival > ?1 AND arrival <= ?2 ORDER BY arrival";
        self.all(sql, params![int(from), int(to)], |row| Ok(OpId(cell(row, 0)?)))
    }

    fn tiles(&self, level: u32, from: u64, to: u64) -> Read<Vec<Digest>> {
        let sql = "SELECT root FROM tile WHERE level = ?1 AND number >= ?2 AND number < ?3 ORDER BY number";
        self.all(sql, params![level, int(from), int(to)], |row| Ok(Digest(cell(row, 0)?)))
    }

    fn place_ops(&self) -> Read<Vec<HeldOp>> {
        self.all(&format!("{HELD} WHERE governs = 1 ORDER BY arrival"), [], held)
    }

    fn matter_ops(&self, matter: MatterId) -> Read<Vec<HeldOp>> {
        self.all(&format!("{HELD} WHERE matter = ?1 ORDER BY arrival"), [matter.0], held)
    }

    fn closings(&self) -> Read<Vec<HeldOp>> {
        // The number as it stands in the index.
        self.all(&format!("{HELD} WHERE kind = 24 ORDER BY arrival"), [], held)
    }

    fn page(
        &self,
        cursors: &[(Scope, u64)],
        except: Option<DeviceId>,
        max_bytes: usize,
        max_ops: usize,
    ) -> Read<PageRows> {
        let sql = "SELECT arrival, length(bytes) FROM op WHERE scope = ?1 AND arrival > ?2 \
                   AND (?4 IS NULL OR device <> ?4) ORDER BY arrival LIMIT ?3";
        let except = except.map(|id| id.0);
        let limit = int(max_ops as u64 + 1);
        let mut found: Vec<(u64, usize)> = Vec::new();
        for (scope, after) in cursors {
            found.extend(self.all(sql, params![scope.as_str(), int(*after), limit, except], |row| {
                Ok((number(row, 0)?, number(row, 1)?))
            })?);
        }
        found.sort_unstable();
        let (mut page, mut bytes) = (PageRows::default(), 0);
        for (arrival, len) in found {
            if page.ops.len() >= max_ops || bytes >= max_bytes {
                page.more = true;
                break;
            }
            bytes += len;
            let op =
                self.one("SELECT bytes FROM op WHERE arrival = ?1", [int(arrival)], |row| cell(row, 0))?;
            page.ops.push((arrival, op.ok_or(ArchiveError::Corrupt)?));
        }
        Ok(page)
    }

    fn arrivals(&self, since_ms: u64, except: DeviceId, limit: usize) -> Read<Vec<ArrivalRow>> {
        let sql = "SELECT received_ms, scope, matter, sender, count(*) FROM op WHERE received_ms >= ?1 \
                   AND sender <> ?3 GROUP BY received_ms, sender, scope, matter ORDER BY max(arrival) DESC LIMIT ?2";
        self.all(sql, params![int(since_ms), int(limit as u64), except.0], |row| {
            Ok(ArrivalRow {
                at_ms: number(row, 0)?,
                scope: scope(row, 1)?,
                matter: cell::<Option<[u8; 16]>>(row, 2)?.map(MatterId),
                sender: DeviceId(cell(row, 3)?),
                ops: number(row, 4)?,
            })
        })
    }

    fn waiting(&self, waits: &Waits) -> Read<Vec<AsideRow>> {
        let sql = "SELECT hash, bytes, len, code, sender, waits, at_ms FROM aside WHERE waits = ?1 AND waits <> '' ORDER BY hash";
        self.all(sql, [waits_text(waits)], aside)
    }

    fn asides(&self, limit: usize) -> Read<Vec<AsideRow>> {
        let sql =
            "SELECT hash, x'', len, code, sender, waits, at_ms FROM aside ORDER BY at_ms DESC, hash LIMIT ?1";
        self.all(sql, [int(limit as u64)], aside)
    }

    fn aside_size(&self, sender: Option<DeviceId>) -> Read<(u64, u64)> {
        let sql = "SELECT count(*), coalesce(sum(len), 0) FROM aside WHERE ?1 IS NULL OR sender = ?1";
        let size = self.one(sql, [sender.map(|id| id.0)], |row| Ok((number(row, 0)?, number(row, 1)?)))?;
        Ok(size.unwrap_or_default())
    }

    fn device(&self, id: DeviceId) -> Read<Option<DeviceRow>> {
        self.one(&format!("{DEVICE} WHERE id = ?1"), [id.0], device)
    }

    fn devices(&self) -> Read<Vec<DeviceRow>> {
        self.all(&format!("{DEVICE} ORDER BY admitted_ms DESC, id"), [], device)
    }

    fn code(&self, hash: Digest) -> Read<Option<CodeRow>> {
        self.one("SELECT hash, expires_ms, used_by, made FROM code WHERE hash = ?1", [hash.0], code)
    }

    fn made_codes(&self) -> Read<Vec<CodeRow>> {
        let sql = "SELECT hash, expires_ms, used_by, made FROM code WHERE made IS NOT NULL ORDER BY made_ms DESC, hash";
        self.all(sql, [], code)
    }

    fn claim(&self, device: DeviceId) -> Read<Option<ClaimRow>> {
        self.one(&format!("{CLAIM} WHERE device = ?1"), [device.0], claim)
    }

    fn claims(&self) -> Read<Vec<ClaimRow>> {
        self.all(&format!("{CLAIM} ORDER BY asked_ms, device"), [], claim)
    }

    fn summaries(&self, within: Scope) -> Read<Vec<SummaryRow>> {
        // The sign after 9 is the colon: all codes that begin with this one lie between.
        let sql = "SELECT received_ms, json FROM summary WHERE scope >= ?1 AND scope < ?1 || ':' \
                   ORDER BY received_ms DESC, matter";
        self.all(sql, [within.as_str()], summary)
    }

    fn summary(&self, matter: MatterId) -> Read<Option<SummaryRow>> {
        self.one("SELECT received_ms, json FROM summary WHERE matter = ?1", [matter.0], summary)
    }

    fn days(&self, upto: u32, limit: usize) -> Read<Vec<DayRow>> {
        let sql = "SELECT number, at_ms, note FROM day WHERE number <= ?1 ORDER BY number DESC LIMIT ?2";
        self.all(sql, params![upto, int(limit as u64)], |row| {
            Ok(DayRow { day: number(row, 0)?, at_ms: number(row, 1)?, note: cell(row, 2)? })
        })
    }
}

fn head(row: &Row<'_>) -> Read<ReceivedHead> {
    let log = LogKey { device: DeviceId(cell(row, 0)?), epoch: number(row, 1)?, scope: scope(row, 2)? };
    Ok(ReceivedHead {
        head: Head { log, height: number(row, 3)?, id: OpId(cell(row, 4)?) },
        arrival: number(row, 5)?,
    })
}

pub(super) fn held(row: &Row<'_>) -> Read<HeldOp> {
    Ok(HeldOp {
        arrival: number(row, 0)?,
        id: OpId(cell(row, 1)?),
        bytes: cell(row, 2)?,
        standing: cell(row, 3)?,
        received_ms: number(row, 4)?,
    })
}

fn aside(row: &Row<'_>) -> Read<AsideRow> {
    Ok(AsideRow {
        hash: Digest(cell(row, 0)?),
        bytes: cell(row, 1)?,
        len: number(row, 2)?,
        code: cell(row, 3)?,
        sender: DeviceId(cell(row, 4)?),
        waits: waits_of(&cell::<String>(row, 5)?)?,
        at_ms: number(row, 6)?,
    })
}

fn device(row: &Row<'_>) -> Read<DeviceRow> {
    let last: Option<i64> = cell(row, 7)?;
    Ok(DeviceRow {
        id: DeviceId(cell(row, 0)?),
        key: PublicKey(cell(row, 1)?),
        label: cell(row, 2)?,
        person: cell(row, 3)?,
        admitted_ms: number(row, 4)?,
        session: number(row, 5)?,
        step: number(row, 6)?,
        last_sync_ms: last.and_then(|last| u64::try_from(last).ok()),
        unreceived: number(row, 8)?,
        app: cell(row, 9)?,
        clock_ahead_ms: cell(row, 10)?,
    })
}

fn claim(row: &Row<'_>) -> Read<ClaimRow> {
    Ok(ClaimRow {
        device: DeviceId(cell(row, 0)?),
        key: PublicKey(cell(row, 1)?),
        label: cell(row, 2)?,
        words: cell(row, 3)?,
        code: Digest(cell(row, 4)?),
        asked_ms: number(row, 5)?,
        expires_ms: number(row, 6)?,
        decision: match cell::<i64>(row, 7)? {
            0 => Decision::Waiting,
            1 => Decision::Confirmed,
            2 => Decision::Refused,
            _ => return Err(ArchiveError::Corrupt),
        },
    })
}

fn code(row: &Row<'_>) -> Read<CodeRow> {
    let made = cell::<Option<String>>(row, 3)?;
    let made = made.map(|json| serde_json::from_str(&json)).transpose().map_err(|_| ArchiveError::Corrupt)?;
    Ok(CodeRow {
        hash: Digest(cell(row, 0)?),
        expires_ms: number(row, 1)?,
        used_by: cell::<Option<[u8; 16]>>(row, 2)?.map(DeviceId),
        made,
    })
}

fn summary(row: &Row<'_>) -> Read<SummaryRow> {
    let summary = serde_json::from_str(&cell::<String>(row, 1)?).map_err(|_| ArchiveError::Corrupt)?;
    Ok(SummaryRow { received_ms: number(row, 0)?, summary })
}
