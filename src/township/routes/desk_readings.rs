//! Records opened for cause by county and prefecture, and what was printed.

use super::deny::Deny;
use super::desk_guard::Officer;
use super::desk_login::json;
use crate::archive::{Read, View};
use crate::audit::{self, Act};
use crate::hub::Hub;
use crate::readings;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use domain::audit::Audited;
use oplog::MatterId;
use sync::desk_officers::{Duty, Reading, Reason};

/// The shortest reason, in characters, and the longest.
const SHORTEST: usize = 4;
const LONGEST: usize = 200;

/// `POST matters/ID/read`: the reason is written down before anything is shown.
pub async fn open(
    State(hub): State<Hub>,
    officer: Officer,
    Path(id): Path<String>,
    request: Request,
) -> Result<StatusCode, Deny> {
    let matter = MatterId::from_hex(&id).ok_or(Deny::NotFound)?;
    let Reason { reason } = json(request).await?;
    let reason = reason.trim().to_owned();
    if !(SHORTEST..=LONGEST).contains(&reason.chars().count()) {
        return Err(Deny::ReadingReason);
    }
    let session = officer.session.hash;
    let opened = hub.writer.run(move |work| readings::open(work, matter, session, (&officer.name, &reason)));
    if opened.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::NotFound) }
}

/// `GET matters/ID/readings`
pub async fn of_matter(
    State(hub): State<Hub>,
    _: Officer,
    Path(id): Path<String>,
) -> Result<Json<Vec<Reading>>, Deny> {
    let matter = MatterId::from_hex(&id).ok_or(Deny::NotFound)?;
    Ok(Json(hub.read(move |view| readings::of(view, matter)).await?))
}

/// `POST matters/ID/printed`: the officer printed what is on the screen.
pub async fn printed(
    State(hub): State<Hub>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Deny> {
    let id = MatterId::from_hex(&id).ok_or(Deny::NotFound)?;
    let now = hub.now_ms();
    let asking = officer.clone();
    let known = hub.read(move |view| Ok((may_read(view, &asking, id, now)?, view.summary(id)?.is_some())));
    match known.await? {
        (false, _) => return Err(Deny::ReadingReason),
        (_, false) => return Err(Deny::NotFound),
        _ => {}
    }
    let line = Audited { matter: Some(id), ..Audited::of(Act::Printed, &officer.name) };
    let key = format!("printed:{}:{id}", officer.name);
    hub.writer.run(move |work| audit::note_counted(work, &key, line)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the officer may see this record now: the township's own do, a reader who gave a reason does.
///
/// # Errors
/// Those of the archive.
pub fn may_read(view: &dyn View, officer: &Officer, matter: MatterId, now_ms: u64) -> Read<bool> {
    if officer.duties.contains(&Duty::Officer) {
        return Ok(true);
    }
    readings::is_open(view, matter, officer.session.hash, now_ms)
}
