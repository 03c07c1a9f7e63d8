//! Codes made for people, at the desk: a sheet of them, their list, longer or cancelled.

use super::deny::Deny;
use super::desk_guard::{Officer, host};
use super::desk_login::{json, json_up_to};
use super::desk_phones::{base, is_grant};
use super::desk_read::Within as Place;
use crate::archive::Read;
use crate::audit::{self, Act};
use crate::codes;
use crate::hub::Hub;
use crate::qr;
use crate::work::Work;
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use domain::audit::Audited;
use domain::authority::Role;
use oplog::{Digest, Scope};
use sync::desk_codes::{CodeRow, DAYS, Extend, MAX_CODES, NewSheet, Strip, Within};
use sync::desk_devices::Whose;
use sync::invite::FRAGMENT;

/// The longest question for a sheet, in bytes: 500 people with long names.
const LONGEST_SHEET: usize = 512 * 1024;

/// `GET codes`
pub async fn listed(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<CodeRow>>, Deny> {
    let now_ms = hub.now_ms();
    Ok(Json(hub.read(move |view| codes::listed(view, now_ms)).await?))
}

/// `GET people/within`
pub async fn people(
    State(hub): State<Hub>,
    _: Officer,
    Query(asked): Query<Place>,
) -> Result<Json<Vec<Within>>, Deny> {
    let scope = asked.place(&hub)?;
    let places = hub.shared.places();
    let within = places.places.iter().filter(|(place, _)| scope.covers(place));
    let register = |(scope, place): (&Scope, &domain::place::Place)| Within {
        scope: *scope,
        place: place.name.clone(),
        people: place.people.clone(),
    };
    Ok(Json(within.map(|(scope, place)| register((scope, place))).collect()))
}

/// `POST codes/sheet`: all codes or none.
pub async fn sheet(
    State(hub): State<Hub>,
    officer: Officer,
    request: Request,
) -> Result<Json<Vec<Strip>>, Deny> {
    let base = base(&hub, host(request.headers(), request.uri()));
    let NewSheet { days, people, instead_of } = json_up_to(request, LONGEST_SHEET).await?;
    let places = hub.shared.places();
    if people.is_empty() || people.len() > MAX_CODES || !DAYS.contains(&days) {
        return Err(Deny::EnrolSheet);
    }
    let (mut rows, mut strips) = (Vec::new(), Vec::new());
    for made_for in people {
        let name = made_for.name.trim().to_owned();
        let of_phones = made_for.roles.iter().all(|role| *role < Role::Officer);
        if !of_phones || !is_grant(&places, &name, &made_for.roles, made_for.scope) {
            return Err(Deny::EnrolGrant);
        }
        let made_for = Whose { name, ..made_for };
        let (code, row) = codes::new_code(&*hub.shared.outside, made_for.clone(), (days, &officer.name))?;
        let invite = codes::invite(&hub.shared, &places, code, &made_for);
        if !invite.is_whole() {
            return Err(Deny::EnrolGrant);
        }
        let link = [&base, "/", FRAGMENT, &invite.text()].concat();
        strips.push(Strip {
            place: invite.place_name,
            code: code.text(),
            qr_svg: qr::svg(&link),
            link,
            expires_ms: row.expires_ms,
            name: made_for.name,
        });
        rows.push(row);
    }
    let times = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let kept = hub.writer.run(move |work| {
        codes::keep(work, &rows, instead_of)?;
        audit::note(work, Audited { times, ..Audited::of(Act::CodeMade, &officer.name) })
    });
    kept.await?;
    Ok(Json(strips))
}

/// `POST codes/NAME/extend`
pub async fn extend(
    State(hub): State<Hub>,
    officer: Officer,
    Path(name): Path<String>,
    request: Request,
) -> Result<StatusCode, Deny> {
    let hash = Digest::from_hex(&name).ok_or(Deny::NotFound)?;
    let Extend { days } = json(request).await?;
    if !DAYS.contains(&days) {
        return Err(Deny::EnrolSheet);
    }
    let line = Audited::of(Act::CodeExtended, &officer.name);
    let extended = hub.writer.run(move |work| {
        let done = codes::extend(work, hash, days)?;
        noted(work, done, hash, line)
    });
    done(extended.await?)
}

/// `POST codes/NAME/cancel`
pub async fn cancel(
    State(hub): State<Hub>,
    officer: Officer,
    Path(name): Path<String>,
) -> Result<StatusCode, Deny> {
    let hash = Digest::from_hex(&name).ok_or(Deny::NotFound)?;
    let line = Audited::of(Act::CodeCancelled, &officer.name);
    let cancelled = hub.writer.run(move |work| {
        let done = codes::cancel(work, hash)?;
        noted(work, done, hash, line)
    });
    done(cancelled.await?)
}

/// Notes what was done with a code, under whose it is.
fn noted(work: &mut Work<'_>, done: bool, code: Digest, line: Audited) -> Read<bool> {
    if done {
        let name = codes::made_for(work.tx, code)?.map(|made_for| made_for.name).unwrap_or_default();
        audit::note(work, Audited { name, ..line })?;
    }
    Ok(done)
}

fn done(done: bool) -> Result<StatusCode, Deny> {
    if done { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::EnrolUsed) }
}
