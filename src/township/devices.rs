//! Phones that are admitted: their roles are changed or ended, each by an operation of the township. What a phone has signed
//! keeps its effect, and what it still brings is received; it is told why ([`crate::exchange::told`]).

use crate::admit::after_grant;
use crate::archive::rows::DeviceRow;
use crate::archive::{Read, View};
use crate::audit::{self, Act};
use crate::authority::say;
use crate::enrol::{Grant, LABEL};
use crate::exchange::new_row;
use crate::work::Work;
use domain::Body;
use domain::audit::Audited;
use domain::authority::{Granted, Revoked};
use domain::fold::Places;
use oplog::{DeviceId, Scope};
use sync::desk::Event;
use sync::enrol::Former;
use sync::moving::Moving;

/// Ends the roles of a device in all its places but `except`. False where it has none there.
///
/// # Errors
/// Those of the archive.
pub fn end(
    work: &mut Work<'_>,
    device: DeviceId,
    (reason, officer): (&str, &str),
    except: Option<Scope>,
) -> Read<bool> {
    let places = work.places()?;
    let scopes = places.grants_of(device).into_iter().map(|(scope, _)| scope);
    let ending: Vec<Scope> = scopes.filter(|scope| Some(*scope) != except).collect();
    for scope in &ending {
        let (reason, officer) = (reason.to_owned(), officer.to_owned());
        let name = places.grants.get(&(*scope, device)).map(|grant| grant.name.clone()).unwrap_or_default();
        let line = Audited {
            device: Some(device),
            name,
            place: Some(*scope),
            reason: reason.clone(),
            ..Audited::of(Act::RolesEnded, &officer)
        };
        say(work, *scope, &Body::Revoked(Revoked { device, reason, officer }))?;
        audit::note(work, line)?;
    }
    if !ending.is_empty() {
        work.events.push(Event::Synced { device });
    }
    Ok(!ending.is_empty())
}

/// Gives a device that is or was admitted these roles, and ends those in other places: the new ones are said first, so that at
/// no moment it has none. False where it was never admitted.
///
/// # Errors
/// Those of the archive.
pub fn change(work: &mut Work<'_>, device: DeviceId, grant: Grant, reason: &str) -> Read<bool> {
    let Some(key) = work.places()?.key(device) else { return Ok(false) };
    let Grant { scope, roles, name, person, officer } = grant;
    let granted = Granted { key, name: name.clone(), person, roles, officer: officer.clone() };
    say(work, scope, &Body::Granted(granted))?;
    let (about, place) = (Some(device), Some(scope));
    let (name_of, said) = (name.clone(), reason.to_owned());
    let line = Audited {
        device: about,
        name: name_of,
        place,
        reason: said,
        ..Audited::of(Act::RolesGiven, &officer)
    };
    audit::note(work, line)?;
    end(work, device, (reason, &officer), Some(scope))?;
    if let Some(row) = work.tx.device(device)?.filter(|row| row.person != name) {
        work.tx.put_device(&DeviceRow { person: name, ..row })?;
    }
    work.events.push(Event::Synced { device });
    Ok(true)
}

/// Why a new phone does not take an old one's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotMoved {
    /// The old one was never admitted.
    Unknown,
    /// A signature is wrong.
    Signature,
    /// The old one has no roles any more: it was stopped, or another phone took its place.
    Ended,
}

/// Lets the roles of an old phone pass over to the new one that shows its word; the same phone may show it again.
///
/// # Errors
/// Those of the archive.
pub fn take_over(work: &mut Work<'_>, moving: &Moving) -> Read<Result<(), NotMoved>> {
    let (places, new) = (work.places()?, moving.key.device());
    let old = moving.hand_over.old;
    let Some(key) = places.key(old) else { return Ok(Err(NotMoved::Unknown)) };
    if moving.hand_over.township != work.identity.township() || moving.verify(&key).is_err() {
        return Ok(Err(NotMoved::Signature));
    }
    let passing = places.grants_of(old);
    let known = !places.grants_of(new).is_empty();
    if passing.is_empty() {
        let heirs = moved_reason(new);
        let here = places.ended.iter().any(|((_, device), end)| *device == old && end.reason == heirs);
        return Ok(if known && here { Ok(()) } else { Err(NotMoved::Ended) });
    }
    let reason = moved_reason(new);
    let name = passing.first().map(|(_, grant)| grant.name.clone()).unwrap_or_default();
    for (scope, grant) in &passing {
        say(work, *scope, &Body::Granted(Granted { key: moving.key, ..(*grant).clone() }))?;
        // No officer did it: the old phone's word did.
        let line = Audited {
            device: Some(new),
            name: name.clone(),
            place: Some(*scope),
            reason: reason.clone(),
            ..Audited::of(Act::RolesGiven, "")
        };
        audit::note(work, line)?;
    }
    if work.tx.device(new)?.is_none() {
        let label = moving.label.chars().take(LABEL).collect();
        work.tx.put_device(&new_row(new, moving.key, name, label, work.now_ms))?;
    }
    end(work, old, (&reason, ""), None)?;
    after_grant(work, new)?;
    work.events.push(Event::Claims);
    Ok(Ok(()))
}

/// The words by which the old phone's end is known to be this new one's beginning.
fn moved_reason(new: DeviceId) -> String {
    let name: String = new.hex().chars().take(8).collect();
    format!("换到了新手机（{name}）")
}

/// Phones of the same person in the same place whose roles have ended: what whoever takes a new one must know of the old.
///
/// # Errors
/// Those of the archive.
pub fn former(view: &dyn View, places: &Places, device: DeviceId) -> Read<Vec<Former>> {
    let mut out = Vec::new();
    for (scope, grant) in places.grants_of(device) {
        let ended = places.ended.iter().filter(|((place, other), _)| *place == scope && *other != device);
        for ((_, other), _) in ended {
            if let Some(row) = view.device(*other)?.filter(|row| row.person == grant.name) {
                out.push(last_known(view, row)?);
            }
        }
    }
    Ok(out)
}

/// What the township knows of a phone that will not come again.
fn last_known(view: &dyn View, row: DeviceRow) -> Read<Former> {
    let last = view.heads_of(row.id)?.into_iter().map(|head| head.arrival).max();
    let before = last.and_then(|arrival| arrival.checked_sub(1));
    let arrived = match before {
        Some(before) => view.ops_after(before, 1)?.first().map(|held| held.received_ms),
        None => None,
    };
    // What came after its own last session was brought by others.
    let brought_ms = arrived.filter(|at| row.last_sync_ms.is_none_or(|last| last < *at));
    Ok(Former { label: row.label, last_ms: row.last_sync_ms, unreceived: row.unreceived, brought_ms })
}
