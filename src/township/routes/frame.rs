//! What is around every request: its id, its log line, its time limit, the words of a refusal, security headers,
//! and the end of a panic.

use super::deny::Deny;
use crate::clock::random;
use crate::hub::Hub;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use sync::desk::Refusal;
use sync::message::{Failure, MEDIA_TYPE};

/// Long enough for a full batch over a slow line.
const LIMIT: Duration = Duration::from_secs(300);
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                   connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; base-uri 'none'; \
                   form-action 'self'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), \
                           midi=(), accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()";
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", PERMISSIONS),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The middleware.
pub async fn around(State(hub): State<Hub>, request: Request, next: Next) -> Response {
    let id = match random::<8>(&*hub.shared.outside) {
        Ok(bytes) => format!("{:016x}", u64::from_be_bytes(bytes)),
        Err(_) => String::from("0000000000000000"),
    };
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let answered = tokio::time::timeout(LIMIT, AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Deny::Broken.into_response(),
        Err(_) => Deny::TimedOut.into_response(),
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && response.extensions().get::<Deny>().is_none() {
        response = Deny::Method.into_response();
    }
    let spoken = ["/sync/", "/enrol/", "/desk/api/"].iter().any(|start| path.starts_with(start));
    if spoken && response.status() == StatusCode::BAD_REQUEST && response.extensions().get::<Deny>().is_none()
    {
        // The router's own words for a query that it cannot read.
        response = Deny::Shape.into_response();
    }
    if let Some(deny) = response.extensions().get::<Deny>().copied() {
        if deny.status().is_server_error() {
            tracing::error!(request = %id, %method, %path, code = deny.code(), "refused");
        } else {
            tracing::info!(request = %id, %method, %path, code = deny.code(), "refused");
        }
        response = words(deny, &path, &id);
    } else {
        tracing::debug!(request = %id, %method, %path, status = response.status().as_u16(), "answered");
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if hub.front.secure() {
        let value = HeaderValue::from_static("max-age=31536000");
        headers.insert(HeaderName::from_static("strict-transport-security"), value);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// A refusal as the path speaks.
fn words(deny: Deny, path: &str, id: &str) -> Response {
    let (code, request) = (deny.code().to_owned(), id.to_owned());
    let (media, body) = if path.starts_with("/sync/") || path.starts_with("/enrol/") {
        let failure = Failure { code, request, retry: deny.retry(), session: deny.session() };
        (MEDIA_TYPE, oplog::to_cbor(&failure))
    } else if path.starts_with("/desk/api/") {
        let refusal = Refusal { code, request, retry_s: deny.retry_s() };
        ("application/json", serde_json::to_vec(&refusal).unwrap_or_default())
    } else {
        ("text/plain; charset=utf-8", format!("{code} ({request})\n").into_bytes())
    };
    let mut response = (deny.status(), Body::from(body)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if deny.retry_s() > 0 {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(deny.retry_s()));
    }
    response
}
