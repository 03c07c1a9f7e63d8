//! The audit log: who did what at the desk, as signed operations in a log of the township's own.
//!
//! A line is written by the transaction of the act itself: neither is there without the other. What outsiders can cause as
//! often as they like is counted, and becomes one line an hour ([`note_counted`]).

use crate::archive::rows::TallyRow;
use crate::archive::{ArchiveError, Read, Tx};
use crate::authority::say;
use crate::work::Work;
use domain::Body;
use domain::audit::{Audited, log_of};

pub use domain::audit::Act;

/// How long the same is counted before it becomes another line.
pub const WINDOW_MS: u64 = 60 * 60 * 1000;
/// The longest name and reason in a line, in characters; longer ones are cut.
pub const LONGEST: usize = 300;

/// Writes a line.
///
/// # Errors
/// Those of [`say`].
pub fn note(work: &mut Work<'_>, line: Audited) -> Read<()> {
    let line = bounded(line);
    let place = log_of(work.identity.scope);
    say(work, place, &Body::Audited(line)).map(drop)
}

/// Writes a line of what outsiders cause: the first at once, those within an hour after it joined in one line that says how many
/// they were. `key` says what is the same; the caller sees to it that there are few of them, whatever outsiders send.
///
/// # Errors
/// Those of [`note`].
pub fn note_counted(work: &mut Work<'_>, key: &str, line: Audited) -> Read<()> {
    let now = work.now_ms;
    if let Some(row) = work.tx.tally(key)? {
        // A clock that went back must not count for ever.
        if row.since_ms <= now && now < row.since_ms.saturating_add(WINDOW_MS) {
            let count = row.count.saturating_add(1);
            return work.tx.put_tally(&TallyRow { count, last_ms: now, ..row });
        }
        joined(work, &row)?;
    }
    let (key, body) = (key.to_owned(), Body::Audited(bounded(line.clone())).encode());
    note(work, line)?;
    work.tx.put_tally(&TallyRow { key, since_ms: now, last_ms: now, count: 0, line: body })
}

/// Leaves a line to be written by the server, for a command that runs beside it and must not sign in its logs.
///
/// # Errors
/// Those of the archive.
pub fn later(tx: &mut dyn Tx, key: &str, line: Audited, now_ms: u64) -> Read<()> {
    let line = Body::Audited(bounded(line)).encode();
    tx.put_tally(&TallyRow { key: format!("later:{key}"), since_ms: 0, last_ms: now_ms, count: 1, line })
}

/// Writes what was left for later, and the joined lines of all that was counted for an hour or longer.
///
/// # Errors
/// Those of [`note`].
pub fn settle(work: &mut Work<'_>) -> Read<()> {
    let before = work.now_ms.saturating_sub(WINDOW_MS);
    for row in work.tx.tallies(before)? {
        joined(work, &row)?;
        work.tx.drop_tally(&row.key)?;
    }
    Ok(())
}

fn joined(work: &mut Work<'_>, row: &TallyRow) -> Read<()> {
    if row.count == 0 {
        return Ok(());
    }
    let line: Audited = oplog::from_cbor(&row.line).map_err(|_| ArchiveError::Corrupt)?;
    let since_ms = if row.since_ms == 0 { row.last_ms } else { row.since_ms };
    note(work, Audited { times: row.count, since_ms, ..line })
}

fn bounded(mut line: Audited) -> Audited {
    for text in [&mut line.officer, &mut line.from, &mut line.name, &mut line.reason, &mut line.refused] {
        if let Some((end, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(end);
        }
    }
    line
}
