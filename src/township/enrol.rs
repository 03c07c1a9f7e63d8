//! Codes and claims: how a phone asks to be admitted, and what an officer's word makes of it.

use crate::admit::after_grant;
use crate::archive::rows::{ClaimRow, CodeRow, Decision};
use crate::archive::{Read, Tx};
use crate::audit::{self, Act};
use crate::authority::say;
use crate::clock::{Outside, random};
use crate::codes::LONG_CLAIM_MS;
use crate::error::Trouble;
use crate::exchange::new_row;
use crate::work::Work;
use domain::Body;
use domain::audit::Audited;
use domain::authority::{Granted, Role};
use oplog::{DeviceId, Digest, PersonId, Scope};
use sync::desk::Event;
use sync::enrol::{Claim, ClaimState, Code, check_words};

/// How long a code can be used.
pub const CODE_MS: u64 = 24 * 60 * 60 * 1000;
/// How long a claim waits for an officer.
pub const CLAIM_MS: u64 = 30 * 60 * 1000;
/// The most characters that are kept of what a phone says it is.
pub const LABEL: usize = 200;

/// Why a claim was not noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unclaimed {
    /// The code was never made.
    Unknown,
    /// The code was used.
    Used,
    /// The code has expired.
    Expired,
    /// The code was cancelled.
    Cancelled,
}

/// A new code, and what the archive keeps of it: its hash.
///
/// # Errors
/// [`Trouble::Randomness`].
pub fn new_code(outside: &dyn Outside) -> Result<(Code, CodeRow), Trouble> {
    let code = Code(random::<16>(outside)?);
    let expires_ms = outside.now_ms() + CODE_MS;
    Ok((code, CodeRow { hash: Digest::of(&code.0), expires_ms, used_by: None, made: None }))
}

/// Keeps a new code.
///
/// # Errors
/// Those of the archive.
pub fn keep_code(tx: &mut dyn Tx, row: &CodeRow) -> Read<()> {
    tx.put_code(row)
}

/// Notes a claim whose signature was verified. The same phone may present the same code again: its answer was lost.
///
/// # Errors
/// Those of the archive.
pub fn claim(work: &mut Work<'_>, claim: &Claim) -> Read<Result<(), Unclaimed>> {
    let hash = Digest::of(&claim.code.0);
    let device = claim.key.device();
    let Some(code) = work.tx.code(hash)? else { return Ok(Err(Unclaimed::Unknown)) };
    match code.used_by {
        Some(by) if by != device => {
            let line = Audited {
                by: Some(device),
                device: Some(by),
                name: claim.label.clone(),
                refused: "enrol.used".to_owned(),
                ..Audited::of(Act::CodeUsedAgain, "")
            };
            audit::note_counted(work, &format!("code:{hash}"), line)?;
            return Ok(Err(Unclaimed::Used));
        }
        Some(_) if work.tx.claim(device)?.is_some_and(|held| held.code == hash) => return Ok(Ok(())),
        Some(_) => return Ok(Err(Unclaimed::Used)),
        None if code.made.as_ref().is_some_and(|made| made.cancelled) => {
            return Ok(Err(Unclaimed::Cancelled));
        }
        None if code.expires_ms <= work.now_ms => return Ok(Err(Unclaimed::Expired)),
        None => {}
    }
    let waits_ms = if code.made.is_some() { LONG_CLAIM_MS } else { CLAIM_MS };
    work.tx.put_code(&CodeRow { used_by: Some(device), ..code })?;
    work.tx.put_claim(&ClaimRow {
        device,
        key: claim.key,
        label: claim.label.chars().take(LABEL).collect(),
        words: check_words(&claim.code, &claim.key, &work.identity.public()),
        code: hash,
        asked_ms: work.now_ms,
        expires_ms: work.now_ms + waits_ms,
        decision: Decision::Waiting,
    })?;
    work.events.push(Event::Claims);
    Ok(Ok(()))
}

/// Where a claim stands.
pub fn state(row: &ClaimRow, now_ms: u64) -> ClaimState {
    match row.decision {
        Decision::Confirmed => ClaimState::Confirmed,
        Decision::Refused => ClaimState::Refused,
        Decision::Waiting if row.expires_ms <= now_ms => ClaimState::Expired,
        Decision::Waiting => ClaimState::Waiting,
    }
}

/// What an officer grants.
#[derive(Clone, PartialEq, Debug)]
pub struct Grant {
    /// The place.
    pub scope: Scope,
    /// The roles.
    pub roles: Vec<Role>,
    /// The person's name.
    pub name: String,
    /// The person in the register.
    pub person: Option<PersonId>,
    /// The officer.
    pub officer: String,
}

/// Confirms a claim that waits: the township signs the grant. False where it does not wait any more.
///
/// # Errors
/// Those of the archive.
pub fn confirm(work: &mut Work<'_>, device: DeviceId, grant: Grant) -> Read<bool> {
    let Some(row) = work.tx.claim(device)?.filter(|row| state(row, work.now_ms) == ClaimState::Waiting)
    else {
        return Ok(false);
    };
    let (scope, name) = (grant.scope, grant.name.clone());
    let granted = Granted {
        key: row.key,
        name: grant.name,
        person: grant.person,
        roles: grant.roles,
        officer: grant.officer,
    };
    let line = Audited {
        device: Some(device),
        name: name.clone(),
        place: Some(scope),
        ..Audited::of(Act::ClaimConfirmed, &granted.officer)
    };
    say(work, scope, &Body::Granted(granted))?;
    audit::note(work, line)?;
    if work.tx.device(device)?.is_none() {
        work.tx.put_device(&new_row(device, row.key, name, row.label.clone(), work.now_ms))?;
    }
    work.tx.put_claim(&ClaimRow { decision: Decision::Confirmed, ..row })?;
    after_grant(work, device)?;
    work.events.push(Event::Claims);
    Ok(true)
}

/// Refuses a claim that waits. False where it does not wait any more.
///
/// # Errors
/// Those of the archive.
pub fn refuse(work: &mut Work<'_>, device: DeviceId, officer: &str) -> Read<bool> {
    let Some(row) = work.tx.claim(device)?.filter(|row| state(row, work.now_ms) == ClaimState::Waiting)
    else {
        return Ok(false);
    };
    let (device, name) = (Some(device), row.label.clone());
    audit::note(work, Audited { device, name, ..Audited::of(Act::ClaimRefused, officer) })?;
    work.tx.put_claim(&ClaimRow { decision: Decision::Refused, ..row })?;
    work.events.push(Event::Claims);
    Ok(true)
}
