//! Accounts, for administrators.

use super::deny::Deny;
use super::desk_guard::Officer;
use super::desk_login::json;
use crate::accounts::{self, Undone};
use crate::archive::Read;
use crate::hub::Hub;
use crate::officers::{self, new_once};
use crate::work::Work;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use sync::desk_officers::{Account, Duty, Named, Once, SetAccount};

/// `GET officers`
pub async fn all(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<Account>>, Deny> {
    let now = hub.now_ms();
    Ok(Json(hub.read(move |view| accounts::all(view, now)).await?))
}

/// `POST officers/make`
pub async fn make(State(hub): State<Hub>, officer: Officer, request: Request) -> Result<Json<Once>, Deny> {
    let (name, duties) = asked(request).await?;
    let (once, hash) = new_once(&*hub.shared.outside)?;
    let of = name.clone();
    run(&hub, move |work| accounts::make(work, (&of, &duties), hash, &officer.name)).await?;
    Ok(Json(Once { name, once, until_ms: hub.now_ms() + accounts::ONCE_MS }))
}

/// `POST officers/change`
pub async fn change(State(hub): State<Hub>, officer: Officer, request: Request) -> Result<StatusCode, Deny> {
    let (name, duties) = asked(request).await?;
    run(&hub, move |work| accounts::change(work, (&name, &duties), &officer.name)).await
}

/// `POST officers/open` and `officers/reset`
pub async fn renew(State(hub): State<Hub>, officer: Officer, request: Request) -> Result<Json<Once>, Deny> {
    let Named { name } = json(request).await?;
    let (once, hash) = new_once(&*hub.shared.outside)?;
    let of = name.clone();
    run(&hub, move |work| accounts::renew(work, &of, hash, &officer.name)).await?;
    Ok(Json(Once { name, once, until_ms: hub.now_ms() + accounts::ONCE_MS }))
}

/// `POST officers/close`
pub async fn close(hub: State<Hub>, officer: Officer, request: Request) -> Result<StatusCode, Deny> {
    named(hub, officer, request, accounts::close).await
}

/// `POST officers/unlock`
pub async fn unlock(hub: State<Hub>, officer: Officer, request: Request) -> Result<StatusCode, Deny> {
    named(hub, officer, request, accounts::unlock).await
}

/// `POST officers/end-sessions`
pub async fn end_sessions(hub: State<Hub>, officer: Officer, request: Request) -> Result<StatusCode, Deny> {
    named(hub, officer, request, accounts::end_sessions).await
}

type Act = fn(&mut Work<'_>, &str, &str) -> Read<Result<(), Undone>>;

async fn named(
    State(hub): State<Hub>,
    officer: Officer,
    request: Request,
    act: Act,
) -> Result<StatusCode, Deny> {
    let Named { name } = json(request).await?;
    run(&hub, move |work| act(work, &name, &officer.name)).await
}

async fn asked(request: Request) -> Result<(String, Vec<Duty>), Deny> {
    let SetAccount { name, duties } = json(request).await?;
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > officers::LONGEST_NAME {
        return Err(Deny::LoginName);
    }
    if accounts::fit(&duties) { Ok((name, duties)) } else { Err(Deny::OfficerDuties) }
}

async fn run(
    hub: &Hub,
    act: impl FnOnce(&mut Work<'_>) -> Read<Result<(), Undone>> + Send + 'static,
) -> Result<StatusCode, Deny> {
    match hub.writer.run(act).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(Undone::None) => Err(Deny::NotFound),
        Err(Undone::Taken) => Err(Deny::LoginName),
        Err(Undone::Last) => Err(Deny::OfficerLast),
    }
}
