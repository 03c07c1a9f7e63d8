//! Phones at the desk: those admitted, those that ask, and codes for new ones.

use super::deny::Deny;
use super::desk_guard::{Officer, host};
use super::desk_login::json;
use crate::archive::rows::{Decision, DeviceRow};
use crate::archive::{Read, View};
use crate::audit::{self, Act};
use crate::codes;
use crate::devices;
use crate::enrol::{self, Grant};
use crate::hub::Hub;
use crate::qr;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use domain::audit::Audited;
use domain::authority::Role;
use domain::fold::Places;
use oplog::{DeviceId, LogKey, Scope};
use std::collections::BTreeSet;
use sync::desk::{Confirm, NewCode, Phone, PhoneGrant, WaitingPhone};
use sync::desk_devices::{End, Whose};

const LONGEST_REASON: usize = 200;

/// `GET phones`
pub async fn phones(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<Phone>>, Deny> {
    let places = hub.shared.places();
    let phones = hub.read(move |view| {
        let devices = view.devices()?;
        devices.into_iter().map(|row| phone(view, &places, row)).collect::<Read<Vec<_>>>()
    });
    Ok(Json(phones.await?))
}

fn phone(view: &dyn View, places: &Places, row: DeviceRow) -> Read<Phone> {
    let heads = view.heads_of(row.id)?;
    let ops = heads.iter().map(|head| head.head.height).sum();
    let logs: BTreeSet<LogKey> = heads.iter().map(|head| head.head.log).collect();
    let copied = logs.len() < heads.len() || logs.iter().any(|log| log.epoch > 0);
    let grants = places.grants_of(row.id).into_iter().map(|(scope, grant)| PhoneGrant {
        scope,
        place: places.name_of(&scope).to_owned(),
        roles: grant.roles.clone(),
    });
    Ok(Phone {
        device: row.id,
        person: row.person,
        label: row.label,
        grants: grants.collect(),
        admitted_ms: row.admitted_ms,
        last_sync_ms: row.last_sync_ms,
        unreceived: row.unreceived,
        app: row.app,
        ops,
        clock_ahead_ms: row.clock_ahead_ms,
        copied,
    })
}

/// `POST codes`
pub async fn codes(
    State(hub): State<Hub>,
    officer: Officer,
    request: Request,
) -> Result<Json<NewCode>, Deny> {
    let base = base(&hub, host(request.headers(), request.uri()));
    let (code, row) = enrol::new_code(&*hub.shared.outside)?;
    let expires_ms = row.expires_ms;
    let made = hub.writer.run(move |work| {
        enrol::keep_code(work.tx, &row)?;
        audit::note(work, Audited::of(Act::CodeMade, &officer.name))
    });
    made.await?;
    let link = format!("{}/#enrol={}", base, code.text());
    Ok(Json(NewCode { code: code.text(), qr_svg: qr::svg(&link), link, expires_ms }))
}

/// The address that phones use: as set, or the one under which the officer reached the desk.
pub fn base(hub: &Hub, host: Option<&str>) -> String {
    if let Some(url) = &hub.front.public_url {
        return url.clone();
    }
    format!("{}://{}", if hub.front.tls { "https" } else { "http" }, host.unwrap_or("127.0.0.1"))
}

/// `GET claims`
pub async fn claims(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<WaitingPhone>>, Deny> {
    let now = hub.now_ms();
    let shown = hub.read(move |view| waiting(view, now)).await?;
    Ok(Json(shown))
}

fn waiting(view: &dyn View, now: u64) -> Read<Vec<WaitingPhone>> {
    let rows = view.claims()?;
    let waiting = rows.into_iter().filter(|row| row.decision == Decision::Waiting && row.expires_ms > now);
    let shown = waiting.map(|row| {
        Ok(WaitingPhone {
            made_for: codes::made_for(view, row.code)?,
            device: row.device,
            label: row.label,
            words: row.words,
            asked_ms: row.asked_ms,
            expires_ms: row.expires_ms,
        })
    });
    shown.collect()
}

/// `POST claims/DEVICE/confirm`
pub async fn confirm(
    State(hub): State<Hub>,
    officer: Officer,
    Path(device): Path<String>,
    request: Request,
) -> Result<StatusCode, Deny> {
    let device = DeviceId::from_hex(&device).ok_or(Deny::NotFound)?;
    let Confirm { whose, instead_of } = json(request).await?;
    let reason = format!("换成了新手机（{}）", whose.name.trim());
    let grant = granting(&hub, officer.name, whose)?;
    let officer = grant.officer.clone();
    let confirmed = hub.writer.run(move |work| {
        let confirmed = enrol::confirm(work, device, grant)?;
        if let Some(old) = instead_of.filter(|old| confirmed && *old != device) {
            devices::end(work, old, (&reason, &officer), None)?;
        }
        Ok(confirmed)
    });
    if confirmed.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::EnrolGone) }
}

/// Whether name, roles and place are what can be granted.
pub fn is_grant(places: &Places, name: &str, roles: &[Role], scope: Scope) -> bool {
    let known = places.places.contains_key(&scope);
    !name.is_empty() && name.chars().count() <= 100 && !roles.is_empty() && known
}

/// What is granted, where name, place and roles are there.
fn granting(hub: &Hub, officer: String, whose: Whose) -> Result<Grant, Deny> {
    let Whose { name, person, roles, scope } = whose;
    let name = name.trim().to_owned();
    if !is_grant(&hub.shared.places(), &name, &roles, scope) {
        return Err(Deny::EnrolGrant);
    }
    Ok(Grant { scope, roles, name, person, officer })
}

/// `POST phones/DEVICE/end`
pub async fn end(
    State(hub): State<Hub>,
    officer: Officer,
    Path(device): Path<String>,
    request: Request,
) -> Result<StatusCode, Deny> {
    let device = DeviceId::from_hex(&device).ok_or(Deny::NotFound)?;
    let End { reason } = json(request).await?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Deny::PhoneReason);
    }
    let ended = hub.writer.run(move |work| devices::end(work, device, (&reason, &officer.name), None));
    if ended.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::PhoneNone) }
}

/// `POST phones/DEVICE/change`
pub async fn change(
    State(hub): State<Hub>,
    officer: Officer,
    Path(device): Path<String>,
    request: Request,
) -> Result<StatusCode, Deny> {
    let device = DeviceId::from_hex(&device).ok_or(Deny::NotFound)?;
    let grant = granting(&hub, officer.name, json(request).await?)?;
    let reason = format!("改到{}", hub.shared.places().name_of(&grant.scope));
    let changed = hub.writer.run(move |work| devices::change(work, device, grant, &reason));
    if changed.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::PhoneNone) }
}

/// `POST claims/DEVICE/refuse`
pub async fn refuse(
    State(hub): State<Hub>,
    officer: Officer,
    Path(device): Path<String>,
) -> Result<StatusCode, Deny> {
    let device = DeviceId::from_hex(&device).ok_or(Deny::NotFound)?;
    match hub.writer.run(move |work| enrol::refuse(work, device, &officer.name)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Deny::EnrolGone),
    }
}
