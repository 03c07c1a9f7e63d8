//! The archive in SQLite: one connection that writes, others that only read (WAL, `synchronous=FULL`).

mod cells;
mod office;
mod schema;
mod tx;
mod view;

use super::{Archive, ArchiveError, Read, Reading, Writing};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);
const IDLE_READERS: usize = 8;
const STATEMENTS: usize = 64;
/// Pages of the log after which it is brought into the database, 16 MB: the pages of the indices are written over and over,
/// and the longer that is put off, the fewer of them go there twice.
const CHECKPOINT: u32 = 4_000;

/// The archive.
pub struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens or makes the database, and brings its schema up to date.
    ///
    /// # Errors
    /// [`ArchiveError::TooNew`] for the database of a later version, or as SQLite says.
    pub fn open(path: &Path) -> Read<Self> {
        let mut writer = Connection::open(path).map_err(refused)?;
        writer.busy_timeout(PATIENCE).map_err(refused)?;
        statements_stay(&writer)?;
        for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("foreign_keys", "ON")] {
            writer.pragma_update(None, name, value).map_err(refused)?;
        }
        writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).map_err(refused)?;
        schema::migrate(&mut writer)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })
    }

    /// Opens a copy to read it; nothing is written beside it.
    ///
    /// # Errors
    /// As [`Sqlite::open`]; [`ArchiveError::Corrupt`] for the copy of an earlier version: start the server on it once.
    pub fn open_copy(path: &Path) -> Read<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let writer = Connection::open_with_flags(path, flags).map_err(refused)?;
        schema::is_current(&writer)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })
    }

    fn reader(&self) -> Read<Connection> {
        if let Some(reader) = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(reader);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags).map_err(refused)?;
        reader.busy_timeout(PATIENCE).map_err(refused)?;
        statements_stay(&reader)?;
        Ok(reader)
    }
}

impl Archive for Sqlite {
    fn write(&self, work: &mut Writing<'_>) -> Read<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction =
            writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(refused)?;
        work(&mut view::Conn(&transaction))?;
        transaction.commit().map_err(refused)
    }

    fn read(&self, work: &mut Reading<'_>) -> Read<()> {
        let mut reader = self.reader()?;
        let transaction = reader.transaction().map_err(refused)?;
        work(&view::Conn(&transaction))?;
        drop(transaction);
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(reader);
        }
        Ok(())
    }
}

/// Copies a database, also beside those who write to it: one moment of it, as a file that needs nothing beside it.
///
/// # Errors
/// As SQLite says.
pub fn copy_into(from: &Path, to: &Path) -> Read<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(from, flags).map_err(refused)?;
    reader.busy_timeout(PATIENCE).map_err(refused)?;
    let to = to.to_str().ok_or(ArchiveError::Corrupt)?;
    reader.execute("VACUUM INTO ?1", [to]).map(drop).map_err(refused)
}

/// Prepared once, prepared for good: the planner does not look at the values that are bound, which may make a statement
/// anew for every other value where an index is partial.
fn statements_stay(connection: &Connection) -> Read<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop).map_err(refused)
}

/// SQLite's reason in the port's words.
fn refused(error: rusqlite::Error) -> ArchiveError {
    use rusqlite::ErrorCode;
    match &error {
        rusqlite::Error::SqliteFailure(inner, _) => match inner.code {
            ErrorCode::DiskFull => ArchiveError::Full,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ArchiveError::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => ArchiveError::Corrupt,
            _ => ArchiveError::Failed(inner.extended_code),
        },
        // A value of another type or length than the schema says.
        _ => ArchiveError::Corrupt,
    }
}
