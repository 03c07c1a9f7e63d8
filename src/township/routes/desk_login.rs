//! Signing in and out at the desk.

use super::deny::Deny;
use super::desk_guard::{Officer, cookie};
use super::wire::limited;
use crate::archive::rows::{DeskSessionRow, OfficerRow};
use crate::hub::Hub;
use crate::officers::{self, NotFirst};
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
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

fn address(request: &Request) -> IpAddr {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
}

/// `POST login`
pub async fn login(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let from = address(&request);
    let login: Login = json(request).await?;
    if login.name.len() > officers::LONGEST || login.password.len() > officers::LONGEST {
        return Err(Deny::LoginWrong);
    }
    hub.throttle.attempt(&login.name, from, hub.now_ms()).map_err(Deny::LoginTooMany)?;
    let name = login.name.clone();
    let phc = hub.read(move |view| view.officer(&name)).await?.map(|row| row.phc);
    if !slowly(move || officers::verify(&login.password, phc.as_deref())).await? {
        return Err(Deny::LoginWrong);
    }
    hub.throttle.succeeded(&login.name, from);
    begin(&hub, login.name).await
}

/// `POST first-login`
pub async fn first_login(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let from = address(&request);
    let first: FirstLogin = json(request).await?;
    let name = first.name.trim().to_owned();
    if name.is_empty() || name.len() > officers::LONGEST {
        return Err(Deny::LoginName);
    }
    if first.password.chars().count() < officers::SHORTEST || first.password.len() > officers::LONGEST {
        return Err(Deny::LoginShort);
    }
    hub.throttle.attempt("", from, hub.now_ms()).map_err(Deny::LoginTooMany)?;
    let outside = hub.shared.outside.clone();
    let phc = slowly(move || officers::hash(&first.password, &*outside)).await??;
    let (once, row) = (officers::once_hash(&first.once), OfficerRow { name: name.clone(), phc });
    hub.writer.run(move |work| officers::first(work.tx, once, &row)).await?.map_err(|not| match not {
        NotFirst::Once => Deny::LoginOnce,
        NotFirst::Name => Deny::LoginName,
    })?;
    hub.throttle.succeeded("", from);
    begin(&hub, name).await
}

/// `POST logout`
pub async fn logout(State(hub): State<Hub>, officer: Officer) -> Result<Response, Deny> {
    let hash = officer.session.hash;
    hub.writer.run(move |work| work.tx.drop_desk_session(hash)).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(SET_COOKIE, cookie(None, hub.front.secure()));
    Ok(response)
}

/// `GET session`
pub async fn session(State(hub): State<Hub>, officer: Officer) -> Json<Session> {
    Json(shown(&hub, officer.name))
}

fn shown(hub: &Hub, officer: String) -> Session {
    let scope = hub.shared.identity.scope;
    Session { officer, township: hub.shared.places().name_of(&scope).to_owned(), scope }
}

async fn begin(hub: &Hub, officer: String) -> Result<Response, Deny> {
    let token = officers::new_token(&*hub.shared.outside)?;
    let row = DeskSessionRow { hash: Digest::of(&token.0), officer: officer.clone(), seen_ms: hub.now_ms() };
    hub.writer.run(move |work| work.tx.put_desk_session(&row)).await?;
    let mut response = Json(shown(hub, officer)).into_response();
    response.headers_mut().insert(SET_COOKIE, cookie(Some(&token.hex()), hub.front.secure()));
    Ok(response)
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Deny> {
    let _turn = HASHING.acquire().await.map_err(|_| Deny::Broken)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Deny::Broken)
}
