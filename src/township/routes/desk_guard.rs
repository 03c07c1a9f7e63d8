//! Who may call the desk's API: a session cookie for everything but the two logins; for every POST the desk's own
//! header and origin.

use super::deny::Deny;
use crate::archive::rows::DeskSessionRow;
use crate::hub::Hub;
use crate::officers;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use sync::desk_officers::Duty;

/// The session cookie's name.
pub const COOKIE_NAME: &str = "shouyi_desk";
const TOUCH_MS: u64 = 60_000;

/// The officer who is signed in.
#[derive(Clone)]
pub struct Officer {
    /// The name.
    pub name: String,
    /// What the account is for.
    pub duties: Vec<Duty>,
    /// The session.
    pub session: DeskSessionRow,
    /// The password's hash.
    pub phc: String,
}

impl FromRequestParts<Hub> for Officer {
    type Rejection = Deny;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Deny> {
        // The table of routes has asked already.
        if let Some(officer) = parts.extensions.get::<Self>() {
            return Ok(officer.clone());
        }
        let token = token(&parts.headers).ok_or(Deny::NoSession)?;
        let now = hub.now_ms();
        let found = hub.read(move |view| officers::session(view, &token, now)).await?;
        let (session, row) = found.ok_or(Deny::NoSession)?;
        if session.seen_ms + TOUCH_MS <= now {
            let hash = session.hash;
            let touched = hub.writer.run(move |work| match work.tx.desk_session(hash)? {
                Some(row) => work.tx.put_desk_session(&DeskSessionRow { seen_ms: now, ..row }),
                // It was ended in the meantime, and must not come back.
                None => Ok(()),
            });
            touched.await?;
        }
        Ok(Self { name: row.name, duties: officers::duties(row.duties), session, phc: row.phc })
    }
}

fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value.to_owned())
}

/// The cookie of a new session, or of none.
pub fn cookie(token: Option<&str>, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let age = officers::ABSOLUTE_MS / 1000;
    let text = match token {
        Some(token) => {
            format!("{COOKIE_NAME}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={age}{secure}")
        }
        None => format!("{COOKIE_NAME}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0{secure}"),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Refuses what another site's page could send.
pub async fn own_pages(State(_): State<Hub>, request: Request, next: Next) -> Result<Response, Deny> {
    let (headers, host) = (request.headers(), host(request.headers(), request.uri()));
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let named = headers.get("x-shouyi").is_some_and(|value| value == "desk");
    if (changes && !named) || !same_origin(headers, host) {
        return Err(Deny::Foreign);
    }
    Ok(next.run(request).await)
}

/// What the API answers is for this moment and this officer.
pub async fn uncached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The host that the browser asked: HTTP/1 says it in a header, HTTP/2 in the address.
pub fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let header = headers.get(HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| uri.authority().map(Authority::as_str))
}

fn same_origin(headers: &HeaderMap, host: Option<&str>) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == host
}
