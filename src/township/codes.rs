//! Codes that are made for people, many at once: what the archive keeps of them, what is printed, and what becomes of them.

use crate::archive::rows::{CodeRow, Decision, Made};
use crate::archive::{Read, View};
use crate::clock::{Outside, random};
use crate::enrol::state;
use crate::error::Trouble;
use crate::hub::Shared;
use crate::work::Work;
use domain::fold::Places;
use oplog::{Digest, sort};
use sync::desk::Event;
use sync::desk_codes::{self, CodeState};
use sync::desk_devices::Whose;
use sync::enrol::{ClaimState, Code};
use sync::invite::Invite;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// How long a claim that came with such a code waits for an officer: sheets are handed out long before phones have a network.
pub const LONG_CLAIM_MS: u64 = 30 * DAY_MS;

/// A new code for somebody, and what the archive keeps of it.
///
/// # Errors
/// [`Trouble::Randomness`].
pub fn new_code(
    outside: &dyn Outside,
    made_for: Whose,
    (days, officer): (u32, &str),
) -> Result<(Code, CodeRow), Trouble> {
    let code = Code(random::<16>(outside)?);
    let made_ms = outside.now_ms();
    let made = Made { made_for, officer: officer.to_owned(), made_ms, cancelled: false };
    let expires_ms = made_ms + u64::from(days) * DAY_MS;
    Ok((code, CodeRow { hash: Digest::of(&code.0), expires_ms, used_by: None, made: Some(made) }))
}

/// What the link of a code carries, so that its phone can begin without a network.
pub fn invite(shared: &Shared, places: &Places, code: Code, made_for: &Whose) -> Invite {
    let named = |scope| Invite::name_of(places.name_of(scope));
    let mut roles = made_for.roles.clone();
    sort::sort_by_key(&mut roles, |role| *role);
    roles.dedup();
    Invite {
        code,
        township: shared.identity.public(),
        township_name: named(&shared.identity.scope),
        place: made_for.scope,
        place_name: named(&made_for.scope),
        roles,
        name: Invite::name_of(&made_for.name),
    }
}

/// Keeps new codes, and cancels the one that one of them takes the place of.
///
/// # Errors
/// Those of the archive.
pub fn keep(work: &mut Work<'_>, rows: &[CodeRow], instead_of: Option<Digest>) -> Read<()> {
    for row in rows {
        work.tx.put_code(row)?;
    }
    if let Some(old) = instead_of {
        cancel(work, old)?;
    }
    work.events.push(Event::Claims);
    Ok(())
}

/// A code that was made for somebody and that nobody has presented.
fn unused(work: &Work<'_>, hash: Digest) -> Read<Option<(CodeRow, Made)>> {
    let row = work.tx.code(hash)?.filter(|row| row.used_by.is_none());
    Ok(row.and_then(|row| row.made.clone().filter(|made| !made.cancelled).map(|made| (row, made))))
}

/// Lets a code be used for so many days from now on, also one that has expired. False where it was presented or cancelled.
///
/// # Errors
/// Those of the archive.
pub fn extend(work: &mut Work<'_>, hash: Digest, days: u32) -> Read<bool> {
    let Some((row, _)) = unused(work, hash)? else { return Ok(false) };
    work.tx.put_code(&CodeRow { expires_ms: work.now_ms + u64::from(days) * DAY_MS, ..row })?;
    work.events.push(Event::Claims);
    Ok(true)
}

/// Cancels a code. False where it was presented or cancelled already.
///
/// # Errors
/// Those of the archive.
pub fn cancel(work: &mut Work<'_>, hash: Digest) -> Read<bool> {
    let Some((row, made)) = unused(work, hash)? else { return Ok(false) };
    work.tx.put_code(&CodeRow { made: Some(Made { cancelled: true, ..made }), ..row })?;
    work.events.push(Event::Claims);
    Ok(true)
}

/// The codes made for people, the last made first.
///
/// # Errors
/// Those of the archive.
pub fn listed(view: &dyn View, now_ms: u64) -> Read<Vec<desk_codes::CodeRow>> {
    let mut out = Vec::new();
    for row in view.made_codes()? {
        let Some(made) = row.made.clone() else { continue };
        out.push(desk_codes::CodeRow {
            name: row.hash,
            state: state_of(view, &row, &made, now_ms)?,
            made_for: made.made_for,
            made_ms: made.made_ms,
            officer: made.officer,
            expires_ms: row.expires_ms,
            used_by: row.used_by,
        });
    }
    Ok(out)
}

fn state_of(view: &dyn View, row: &CodeRow, made: &Made, now_ms: u64) -> Read<CodeState> {
    let Some(device) = row.used_by else {
        return Ok(match (made.cancelled, row.expires_ms <= now_ms) {
            (true, _) => CodeState::Cancelled,
            (_, true) => CodeState::Expired,
            _ => CodeState::Unused,
        });
    };
    let claim = view.claim(device)?.filter(|claim| claim.code == row.hash);
    let decided = claim.as_ref().map(|claim| (claim.decision, state(claim, now_ms)));
    Ok(match (decided, view.device(device)?) {
        (Some((_, ClaimState::Waiting)), _) => CodeState::Asked,
        // A claim that was swept long after it was confirmed leaves the phone that it admitted.
        (Some((Decision::Confirmed, _)) | None, Some(phone)) => CodeState::Enrolled(phone.admitted_ms),
        _ => CodeState::Refused,
    })
}

/// For whom the code of a claim was made.
///
/// # Errors
/// Those of the archive.
pub fn made_for(view: &dyn View, code: Digest) -> Read<Option<Whose>> {
    Ok(view.code(code)?.and_then(|row| row.made).map(|made| made.made_for))
}
