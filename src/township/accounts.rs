//! Accounts of officers: made with a one-time login, changed, closed, opened again; their sessions ended. Each act is written
//! to the audit log, in the same transaction.

use crate::archive::Read;
use crate::archive::rows::{DeskSessionRow, OfficerRow};
use crate::audit::{self, Act};
use crate::officers::{bits, duties, lives};
use crate::throttle;
use crate::work::Work;
use domain::audit::Audited;
use oplog::Digest;
use sync::desk::Event;
use sync::desk_officers::{Account, Duty};

/// How long a one-time login can be used.
pub const ONCE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Why nothing was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Undone {
    /// There is no such account.
    None,
    /// There is an account of this name.
    Taken,
    /// Nobody would be left who can administer.
    Last,
}

/// Duties that go together: one or more, and a reader is nothing else.
pub fn fit(asked: &[Duty]) -> bool {
    match asked {
        [] => false,
        [Duty::Reader] => true,
        all => !all.contains(&Duty::Reader),
    }
}

/// Every account, by name.
///
/// # Errors
/// Those of the archive.
pub fn all(work: &dyn crate::archive::View, now_ms: u64) -> Read<Vec<Account>> {
    let mut out = Vec::new();
    for row in work.all_officers()? {
        let sessions: Vec<DeskSessionRow> =
            work.sessions_of(&row.name)?.into_iter().filter(|session| lives(session, now_ms)).collect();
        out.push(Account {
            duties: duties(row.duties),
            closed: row.closed,
            once_until_ms: row.once.map(|(_, until)| until),
            waits_s: throttle::waits(work, &row.name, now_ms)?,
            sessions: u32::try_from(sessions.len()).unwrap_or(u32::MAX),
            seen_ms: sessions.first().map(|session| session.seen_ms),
            name: row.name,
        });
    }
    Ok(out)
}

/// Makes an account with a one-time login.
///
/// # Errors
/// Those of the archive.
pub fn make(
    work: &mut Work<'_>,
    (name, asked): (&str, &[Duty]),
    once: Digest,
    by: &str,
) -> Read<Result<(), Undone>> {
    if work.tx.officer(name)?.is_some() {
        return Ok(Err(Undone::Taken));
    }
    let once = Some((once, work.now_ms + ONCE_MS));
    let row =
        OfficerRow { name: name.to_owned(), phc: String::new(), duties: bits(asked), closed: false, once };
    work.tx.put_officer(&row)?;
    said(work, Act::OfficerMade, name, names(row.duties), by)?;
    Ok(Ok(()))
}

/// Gives an account other duties; its sessions end, so that nobody goes on with what was on the screen.
///
/// # Errors
/// Those of the archive.
pub fn change(work: &mut Work<'_>, (name, asked): (&str, &[Duty]), by: &str) -> Read<Result<(), Undone>> {
    let Some(row) = work.tx.officer(name)? else { return Ok(Err(Undone::None)) };
    let new = OfficerRow { duties: bits(asked), ..row.clone() };
    if !administers(&new) && last(work, name)? {
        return Ok(Err(Undone::Last));
    }
    work.tx.put_officer(&new)?;
    let what = format!("{} → {}", names(row.duties), names(new.duties));
    said(work, Act::RoleChanged, name, what, by)?;
    end(work, name, None)?;
    Ok(Ok(()))
}

/// Closes an account: password, one-time login and sessions are void.
///
/// # Errors
/// Those of the archive.
pub fn close(work: &mut Work<'_>, name: &str, by: &str) -> Read<Result<(), Undone>> {
    let Some(row) = work.tx.officer(name)? else { return Ok(Err(Undone::None)) };
    if last(work, name)? {
        return Ok(Err(Undone::Last));
    }
    work.tx.put_officer(&OfficerRow { phc: String::new(), once: None, closed: true, ..row })?;
    said(work, Act::OfficerDisabled, name, String::new(), by)?;
    end(work, name, None)?;
    Ok(Ok(()))
}

/// Gives an account a new one-time login, and opens it where it is closed. Its password is void, its sessions end.
///
/// # Errors
/// Those of the archive.
pub fn renew(work: &mut Work<'_>, name: &str, once: Digest, by: &str) -> Read<Result<(), Undone>> {
    let Some(row) = work.tx.officer(name)? else { return Ok(Err(Undone::None)) };
    let act = if row.closed { Act::OfficerEnabled } else { Act::LoginReset };
    let once = Some((once, work.now_ms + ONCE_MS));
    work.tx.put_officer(&OfficerRow { phc: String::new(), closed: false, once, ..row })?;
    throttle::lift(work.tx, name)?;
    said(work, act, name, String::new(), by)?;
    end(work, name, None)?;
    Ok(Ok(()))
}

/// Lets an account that must wait try again at once.
///
/// # Errors
/// Those of the archive.
pub fn unlock(work: &mut Work<'_>, name: &str, by: &str) -> Read<Result<(), Undone>> {
    if work.tx.officer(name)?.is_none() {
        return Ok(Err(Undone::None));
    }
    throttle::lift(work.tx, name)?;
    said(work, Act::LockLifted, name, String::new(), by)?;
    Ok(Ok(()))
}

/// Ends the sessions of an account.
///
/// # Errors
/// Those of the archive.
pub fn end_sessions(work: &mut Work<'_>, name: &str, by: &str) -> Read<Result<(), Undone>> {
    if work.tx.officer(name)?.is_none() {
        return Ok(Err(Undone::None));
    }
    said(work, Act::SessionsEnded, name, String::new(), by)?;
    end(work, name, None)?;
    Ok(Ok(()))
}

/// Ends all sessions of an account but one; how many.
///
/// # Errors
/// Those of the archive.
pub fn end(work: &mut Work<'_>, name: &str, but: Option<Digest>) -> Read<u32> {
    let mut ended = 0;
    for session in work.tx.sessions_of(name)?.into_iter().filter(|session| Some(session.hash) != but) {
        work.tx.drop_desk_session(session.hash)?;
        ended += 1;
    }
    // Open lines look again whether they still may.
    work.events.push(Event::Sessions);
    Ok(ended)
}

fn said(work: &mut Work<'_>, act: Act, name: &str, reason: String, by: &str) -> Read<()> {
    audit::note(work, Audited { name: name.to_owned(), reason, ..Audited::of(act, by) })
}

/// An account that is open and can administer, with a password: a one-time login may never be used.
fn administers(row: &OfficerRow) -> bool {
    !row.closed && !row.phc.is_empty() && duties(row.duties).contains(&Duty::Administrator)
}

/// Whether nobody but this one can administer.
fn last(work: &Work<'_>, name: &str) -> Read<bool> {
    Ok(!work.tx.all_officers()?.iter().any(|row| row.name != name && administers(row)))
}

/// Duties in the words of the log.
fn names(bits: u8) -> String {
    let names = duties(bits).into_iter().map(|duty| match duty {
        Duty::Administrator => "管理员",
        Duty::Officer => "乡镇党委干部",
        Duty::Reader => "县市/州组织部",
    });
    names.collect::<Vec<_>>().join("、")
}
