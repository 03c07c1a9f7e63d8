//! Requests to the desk's server: JSON below `/desk/api/`, and one enum for all that can go wrong.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::desk::Refusal;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, File, Headers, RequestCache, RequestCredentials, RequestInit, Response};

const BASE: &str = "/desk/api/";
/// A township's line may be slow; a request that takes longer than this is lost.
const PATIENCE_MS: u32 = 30_000;

/// Why a request brought nothing.
#[derive(Clone, PartialEq, Debug)]
pub enum Failure {
    /// The server did not answer.
    Unreachable,
    /// Nobody is signed in, or the session has ended.
    SignedOut,
    /// The server says no, and why.
    Refused(Refusal),
    /// What came is not an answer of this server.
    Garbled,
}

/// Reads.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let text = send("GET", path, None).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Garbled)
}

/// Sends a body; the answer's own body does not matter.
pub async fn post<B: Serialize>(path: &str, body: &B) -> Result<(), Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Garbled)?;
    send("POST", path, Some(body)).await.map(drop)
}

/// Sends a question that is too long for an address.
pub async fn ask<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Garbled)?;
    let text = send("POST", path, Some(body)).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Garbled)
}

/// Asks for something to be done that needs no body.
pub async fn act(path: &str) -> Result<(), Failure> {
    send("POST", path, None).await.map(drop)
}

/// Asks for something to be made.
pub async fn make<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let text = send("POST", path, None).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Garbled)
}

/// Sends a file as it is.
pub async fn send_file<T: DeserializeOwned>(path: &str, kind: &str, file: &File) -> Result<T, Failure> {
    let init = request("POST", Some((kind, file))).map_err(|_| Failure::Garbled)?;
    let text = answered(path, &init).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Garbled)
}

async fn send(method: &str, path: &str, body: Option<String>) -> Result<String, Failure> {
    let body = body.map(|body| JsValue::from_str(&body));
    let body = body.as_ref().map(|body| ("application/json", body));
    answered(path, &request(method, body).map_err(|_| Failure::Garbled)?).await
}

async fn answered(path: &str, init: &RequestInit) -> Result<String, Failure> {
    let asked = leptos::prelude::window().fetch_with_str_and_init(&format!("{BASE}{path}"), init);
    let response: Response = JsFuture::from(asked)
        .await
        .map_err(|_| Failure::Unreachable)?
        .dyn_into()
        .map_err(|_| Failure::Garbled)?;
    let text = response.text().map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::Unreachable)?.as_string().unwrap_or_default();
    if response.ok() { Ok(text) } else { Err(refused(response.status(), path, &text)) }
}

fn request(method: &str, body: Option<(&str, &JsValue)>) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    if method == "POST" {
        headers.set("x-shouyi", "desk")?;
    }
    if let Some((kind, body)) = body {
        headers.set("content-type", kind)?;
        init.set_body(body);
    }
    init.set_headers(&headers);
    Ok(init)
}

fn refused(status: u16, path: &str, text: &str) -> Failure {
    let signing_in = matches!(path, "login" | "first-login");
    match serde_json::from_str::<Refusal>(text) {
        Ok(refusal) if refusal.code == "session.none" => Failure::SignedOut,
        Ok(refusal) if status != 401 || signing_in => Failure::Refused(refusal),
        _ if status == 401 && !signing_in => Failure::SignedOut,
        // A proxy between here and the server says that there is no server.
        _ if matches!(status, 502..=504) => Failure::Unreachable,
        _ => Failure::Garbled,
    }
}
