//! Paper at the desk: the slips of minutes and of the notice board, and checking what comes back on paper.

use super::deny::Deny;
use super::desk_guard::{Officer, host};
use super::desk_login::json;
use super::desk_phones::base;
use super::desk_readings::may_read;
use crate::hub::Hub;
use crate::{check, slips};
use axum::Json;
use axum::extract::{Path, Request, State};
use oplog::{MatterId, OpId};
use sync::desk::{Check, Checked, Day, Printed};

/// How many days the desk offers.
const DAYS: usize = 400;

/// `GET matters/ID/meetings/OP/slip`
pub async fn of_meeting(
    State(hub): State<Hub>,
    officer: Officer,
    Path((matter, meeting)): Path<(String, String)>,
    request: Request,
) -> Result<Json<Printed>, Deny> {
    let of = MatterId::from_hex(&matter).zip(OpId::from_hex(&meeting)).ok_or(Deny::NotFound)?;
    let (shared, places, now) = (hub.shared.clone(), hub.shared.places(), hub.now_ms());
    let slip = hub.read(move |view| {
        Ok(match may_read(view, &officer, of.0, now)? {
            true => Some(slips::of_meeting(view, &shared, &places, of, now)?),
            false => None,
        })
    });
    let slip = slip.await?.ok_or(Deny::ReadingReason)?;
    let base = base(&hub, host(request.headers(), request.uri()));
    Ok(Json(slips::printed(&slip.ok_or(Deny::NotFound)?, &hub.shared.identity, &base)?))
}

/// `GET days`
pub async fn days(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<Day>>, Deny> {
    let rows = hub.read(|view| view.days(u32::MAX, DAYS)).await?;
    Ok(Json(rows.into_iter().map(|row| Day { day: row.day, at_ms: row.at_ms }).collect()))
}

/// `GET days/DAY`
pub async fn of_day(
    State(hub): State<Hub>,
    _: Officer,
    Path(day): Path<u32>,
    request: Request,
) -> Result<Json<Printed>, Deny> {
    let shared = hub.shared.clone();
    let slip = hub.read(move |view| slips::of_day(view, &shared.identity, day)).await?;
    let base = base(&hub, host(request.headers(), request.uri()));
    Ok(Json(slips::printed(&slip.ok_or(Deny::NotFound)?, &hub.shared.identity, &base)?))
}

/// `POST check`
pub async fn check(State(hub): State<Hub>, _: Officer, request: Request) -> Result<Json<Checked>, Deny> {
    let asked: Check = json(request).await?;
    let (shared, places) = (hub.shared.clone(), hub.shared.places());
    let checked = hub.read(move |view| check::check(view, &shared, &places, &asked.text)).await?;
    Ok(Json(checked))
}
