//! Between the values of a row and the types of this program.

use super::refused;
use crate::archive::rows::Waits;
use crate::archive::{ArchiveError, Read};
use oplog::{DeviceId, LogKey, Scope};
use rusqlite::Row;
use rusqlite::types::FromSql;

/// SQLite's integers have 63 bits and a sign; no number of ours comes near.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A cell by its position.
pub(super) fn cell<T: FromSql>(row: &Row<'_>, at: usize) -> Read<T> {
    row.get(at).map_err(refused)
}

/// A number that is never negative.
pub(super) fn number<T: TryFrom<i64>>(row: &Row<'_>, at: usize) -> Read<T> {
    T::try_from(cell::<i64>(row, at)?).map_err(|_| ArchiveError::Corrupt)
}

/// A region code.
pub(super) fn scope(row: &Row<'_>, at: usize) -> Read<Scope> {
    Scope::parse(&cell::<String>(row, at)?).map_err(|_| ArchiveError::Corrupt)
}

/// What an operation kept aside waits for, as text that an index finds.
pub(super) fn waits_text(waits: &Waits) -> String {
    match waits {
        Waits::Nothing => String::new(),
        Waits::Log(log, seq) => format!("log {} {} {} {seq}", log.device, log.epoch, log.scope),
        Waits::Key(device) => format!("key {device}"),
    }
}

/// The opposite of [`waits_text`].
pub(super) fn waits_of(text: &str) -> Read<Waits> {
    let parts: Vec<&str> = text.split(' ').collect();
    let read = match parts.as_slice() {
        [""] => Some(Waits::Nothing),
        ["key", device] => DeviceId::from_hex(device).map(Waits::Key),
        ["log", device, epoch, scope, seq] => (|| {
            let (device, scope) = (DeviceId::from_hex(device)?, Scope::parse(scope).ok()?);
            Some(Waits::Log(LogKey { device, epoch: epoch.parse().ok()?, scope }, seq.parse().ok()?))
        })(),
        _ => None,
    };
    read.ok_or(ArchiveError::Corrupt)
}
