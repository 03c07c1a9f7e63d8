//! The own account: password and sessions.

use super::deny::Deny;
use super::desk_guard::{Officer, cookie};
use super::desk_login::{From, json, slowly, tried};
use crate::accounts::end as end_all;
use crate::archive::rows::{DeskSessionRow, OfficerRow};
use crate::audit::{self, Act};
use crate::hub::Hub;
use crate::{officers, throttle};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use domain::audit::Audited;
use oplog::Digest;
use sync::desk_officers::{EndSession, NewPassword, OwnSession};

/// `POST password`
pub async fn password(State(hub): State<Hub>, officer: Officer, request: Request) -> Result<Response, Deny> {
    let from = From::of(&request);
    let NewPassword { old, new } = json(request).await?;
    if old.len() > officers::LONGEST {
        return Err(Deny::PasswordWrong);
    }
    if new.chars().count() < officers::SHORTEST || new.len() > officers::LONGEST {
        return Err(Deny::LoginShort);
    }
    tried(&hub, Some(&officer.name), from.address).await?;
    let (name, phc) = (officer.name.clone(), officer.phc.clone());
    if !slowly(move || officers::verify(&old, Some(&phc))).await? {
        return Err(Deny::PasswordWrong);
    }
    let outside = hub.shared.outside.clone();
    let phc = slowly(move || officers::hash(&new, &*outside)).await??;
    let token = officers::new_token(&*hub.shared.outside)?;
    let (was, hash) = (officer.session, Digest::of(&token.0));
    let changed = hub.writer.run(move |work| {
        let Some(row) = work.tx.officer(&name)?.filter(|row| !row.closed) else { return Ok(false) };
        work.tx.put_officer(&OfficerRow { phc, once: None, ..row })?;
        throttle::succeeded(work.tx, Some(&name), from.address, work.now_ms)?;
        work.tx.drop_desk_session(was.hash)?;
        work.tx.put_desk_session(&DeskSessionRow { hash, seen_ms: work.now_ms, ..was })?;
        let ended = end_all(work, &name, Some(hash))?;
        let from = from.address.to_string();
        let reason = if ended > 0 { format!("−{ended}") } else { String::new() };
        audit::note(work, Audited { from, reason, ..Audited::of(Act::PasswordChanged, &name) })?;
        Ok(true)
    });
    if !changed.await? {
        return Err(Deny::NoSession);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(SET_COOKIE, cookie(Some(&token.hex()), hub.front.secure()));
    Ok(response)
}

/// `GET sessions`
pub async fn sessions(State(hub): State<Hub>, officer: Officer) -> Result<Json<Vec<OwnSession>>, Deny> {
    let now = hub.now_ms();
    let rows = hub.read(move |view| view.sessions_of(&officer.name)).await?;
    let this = officer.session.hash;
    let shown = rows.into_iter().filter(|row| officers::lives(row, now)).map(|row| OwnSession {
        id: id(row.hash),
        begun_ms: row.begun_ms,
        seen_ms: row.seen_ms,
        this: row.hash == this,
        browser: row.browser,
        address: row.address,
    });
    Ok(Json(shown.collect()))
}

/// `POST sessions/end`
pub async fn end(State(hub): State<Hub>, officer: Officer, request: Request) -> Result<StatusCode, Deny> {
    let EndSession { id: which } = json(request).await?;
    let this = officer.session.hash;
    let ended = hub.writer.run(move |work| {
        let all = work.tx.sessions_of(&officer.name)?.into_iter().filter(|row| row.hash != this);
        let wanted = all.filter(|row| which.as_ref().is_none_or(|which| *which == id(row.hash)));
        let hashes: Vec<Digest> = wanted.map(|row| row.hash).collect();
        if hashes.is_empty() {
            return Ok(false);
        }
        hashes.iter().try_for_each(|hash| work.tx.drop_desk_session(*hash))?;
        work.events.push(sync::desk::Event::Sessions);
        let times = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        let name = officer.name.clone();
        audit::note(work, Audited { name, times, ..Audited::of(Act::SessionsEnded, &officer.name) })?;
        Ok(true)
    });
    if ended.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Deny::NotFound) }
}

/// The name of a session: a part of the hash of its token, which opens nothing.
fn id(hash: Digest) -> String {
    hash.hex().chars().take(16).collect()
}
