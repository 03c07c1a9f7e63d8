//! Signing in and out at the desk.

use super::deny::Deny;
use super::desk_guard::{Officer, cookie};
use super::wire::limited;
use crate::archive::rows::DeskSessionRow;
use crate::audit::{self, Act};
use crate::hub::Hub;
use crate::officers::{self, NotFirst};
use crate::throttle::{self, Tried};
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::response::{IntoResponse, Response};
use domain::audit::Audited;
use oplog::Digest;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use sync::desk::{FirstLogin, Login, Session};
use tokio::sync::Semaphore;

/// Passwords hashed at one moment: each takes 19 MiB.
static HASHING: Semaphore = Semaphore::const_new(2);
const SMALL: usize = 16 * 1024;

/// A small JSON body.
///
/// # Errors
/// [`Deny::TooLarge`] or [`Deny::Shape`].
pub async fn json<T: DeserializeOwned>(request: Request) -> Result<T, Deny> {
    json_up_to(request, SMALL).await
}

/// The same with another limit, in bytes.
///
/// # Errors
/// As [`json`].
pub async fn json_up_to<T: DeserializeOwned>(request: Request, limit: usize) -> Result<T, Deny> {
    serde_json::from_slice(&limited(request.into_body(), limit).await?).map_err(|_| Deny::Shape)
}

/// Where a request comes from.
#[derive(Clone)]
pub struct From {
    /// The network address.
    pub address: IpAddr,
    /// The browser, as far as it says.
    pub browser: String,
}

impl From {
    /// Of this request.
    pub fn of(request: &Request) -> Self {
        let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Self {
            address: from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip()),
            browser: officers::browser(agent.unwrap_or_default()),
        }
    }
}

/// Counts a try, and writes down where one begins to wait.
///
/// # Errors
/// [`Deny::LoginTooMany`] or those of the archive.
pub async fn tried(hub: &Hub, name: Option<&str>, address: IpAddr) -> Result<(), Deny> {
    let name = name.map(str::to_owned);
    let tried = hub.writer.run(move |work| {
        let tried = throttle::attempt(work.tx, name.as_deref(), address, work.now_ms)?;
        if tried == Tried::Last {
            let name = known(work.tx, name)?;
            let refused = Deny::LoginTooMany(0).code().to_owned();
            let key = format!("locked:{name}");
            let line =
                Audited { name, from: address.to_string(), refused, ..Audited::of(Act::LockedOut, "") };
            audit::note_counted(work, &key, line)?;
        }
        Ok(tried)
    });
    match tried.await? {
        Tried::Wait(seconds) => Err(Deny::LoginTooMany(seconds)),
        Tried::Go | Tried::Last => Ok(()),
    }
}

/// The name, where somebody has it: all others are one, so that no list of names fills the log.
fn known(view: &dyn crate::archive::View, name: Option<String>) -> crate::archive::Read<String> {
    Ok(match name {
        Some(name) if view.officer(&name)?.is_some() => name,
        _ => String::new(),
    })
}

/// `POST login`
pub async fn login(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let from = From::of(&request);
    let login: Login = json(request).await?;
    if login.name.len() > officers::LONGEST || login.password.len() > officers::LONGEST {
        return Err(Deny::LoginWrong);
    }
    tried(&hub, Some(&login.name), from.address).await?;
    let name = login.name.clone();
    let row = hub.read(move |view| view.officer(&name)).await?;
    let phc = row.filter(|row| !row.closed).map(|row| row.phc);
    if !slowly(move || officers::verify(&login.password, phc.as_deref())).await? {
        failed(&hub, Some(login.name), &from, Deny::LoginWrong).await?;
        return Err(Deny::LoginWrong);
    }
    begin(&hub, login.name, from, Act::LoggedIn).await
}

/// `POST first-login`
pub async fn first_login(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let from = From::of(&request);
    let first: FirstLogin = json(request).await?;
    let name = first.name.trim().to_owned();
    if name.is_empty() || name.len() > officers::LONGEST {
        return Err(Deny::LoginName);
    }
    if first.password.chars().count() < officers::SHORTEST || first.password.len() > officers::LONGEST {
        return Err(Deny::LoginShort);
    }
    tried(&hub, None, from.address).await?;
    let outside = hub.shared.outside.clone();
    let phc = slowly(move || officers::hash(&first.password, &*outside)).await??;
    let (once, of) = (officers::once_hash(&first.once), name.clone());
    let set = hub.writer.run(move |work| officers::first(work.tx, once, (&of, phc), work.now_ms));
    let refused = match set.await? {
        Ok(()) => return begin(&hub, name, from, Act::FirstLogin).await,
        Err(NotFirst::Once) => Deny::LoginOnce,
        Err(NotFirst::Name) => Deny::LoginName,
    };
    failed(&hub, Some(name), &from, refused).await?;
    Err(refused)
}

/// `POST logout`
pub async fn logout(State(hub): State<Hub>, officer: Officer) -> Result<Response, Deny> {
    let hash = officer.session.hash;
    let left = hub.writer.run(move |work| {
        work.tx.drop_desk_session(hash)?;
        work.events.push(sync::desk::Event::Sessions);
        audit::note(work, Audited::of(Act::LoggedOut, &officer.name))
    });
    left.await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(SET_COOKIE, cookie(None, hub.front.secure()));
    Ok(response)
}

/// `GET session`
pub async fn session(State(hub): State<Hub>, officer: Officer) -> Json<Session> {
    Json(shown(&hub, officer.name, officer.duties))
}

fn shown(hub: &Hub, officer: String, duties: Vec<sync::desk_officers::Duty>) -> Session {
    let scope = hub.shared.identity.scope;
    Session { officer, duties, township: hub.shared.places().name_of(&scope).to_owned(), scope }
}

/// Counts a failure for the log: under its name where there is such an officer, and all others together.
async fn failed(hub: &Hub, name: Option<String>, from: &From, refused: Deny) -> Result<(), Deny> {
    let (from, refused) = (from.address.to_string(), refused.code().to_owned());
    let noted = hub.writer.run(move |work| {
        let name = known(work.tx, name)?;
        let key = format!("login:{refused}:{name}");
        let line = Audited { name, from, refused, ..Audited::of(Act::LoginFailed, "") };
        audit::note_counted(work, &key, line)
    });
    Ok(noted.await?)
}

async fn begin(hub: &Hub, officer: String, from: From, how: Act) -> Result<Response, Deny> {
    let token = officers::new_token(&*hub.shared.outside)?;
    let hash = Digest::of(&token.0);
    let name = officer.clone();
    let begun = hub.writer.run(move |work| {
        // It may have been closed while the password was looked at.
        let Some(row) = work.tx.officer(&name)?.filter(|row| !row.closed) else { return Ok(None) };
        let named = (how == Act::LoggedIn).then_some(name.as_str());
        throttle::succeeded(work.tx, named, from.address, work.now_ms)?;
        let (browser, address) = (from.browser, from.address.to_string());
        let now = work.now_ms;
        let line = Audited { from: address.clone(), reason: browser.clone(), ..Audited::of(how, &name) };
        work.tx.put_desk_session(&DeskSessionRow {
            hash,
            officer: name,
            seen_ms: now,
            begun_ms: now,
            browser,
            address,
        })?;
        audit::note(work, line)?;
        Ok(Some(officers::duties(row.duties)))
    });
    let duties = begun.await?.ok_or(Deny::LoginWrong)?;
    let mut response = Json(shown(hub, officer, duties)).into_response();
    response.headers_mut().insert(SET_COOKIE, cookie(Some(&token.hex()), hub.front.secure()));
    Ok(response)
}

/// Runs what takes long on a thread of its own, two at a time.
///
/// # Errors
/// [`Deny::Broken`]
pub async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Deny> {
    let _turn = HASHING.acquire().await.map_err(|_| Deny::Broken)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Deny::Broken)
}
