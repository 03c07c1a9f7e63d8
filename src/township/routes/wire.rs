//! Bodies of phones: their type, size and packing, on the way in and out.

use super::deny::Deny;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder};
use oplog::{Encode, to_cbor};
use std::io::Read;
use sync::limits::MAX_MESSAGE;
use sync::message::MEDIA_TYPE;

/// Smaller answers gain nothing from packing.
const WORTH_PACKING: usize = 512;

/// The request's body, unpacked, of at most [`MAX_MESSAGE`] bytes.
///
/// # Errors
/// [`Deny::BodyType`], [`Deny::BodyEncoding`] or [`Deny::TooLarge`].
pub async fn body(request: Request) -> Result<Vec<u8>, Deny> {
    let (parts, body) = request.into_parts();
    let media = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case(MEDIA_TYPE)) {
        return Err(Deny::BodyType);
    }
    let packed = match parts.headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        None | Some(b"identity") => false,
        Some(b"gzip") => true,
        Some(_) => return Err(Deny::BodyEncoding),
    };
    let bytes = limited(body, MAX_MESSAGE).await?;
    if packed { unpack(&bytes) } else { Ok(bytes) }
}

/// A body of at most so many bytes.
///
/// # Errors
/// [`Deny::TooLarge`], or [`Deny::BodyEncoding`] where it broke off.
pub async fn limited(body: Body, limit: usize) -> Result<Vec<u8>, Deny> {
    use futures_util::StreamExt;
    let (mut stream, mut out) = (body.into_data_stream(), Vec::new());
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Deny::BodyEncoding)?;
        if out.len() + chunk.len() > limit {
            return Err(Deny::TooLarge);
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out)
}

/// Unpacks, but never more than the limit: a bomb is noticed by its first byte too many.
fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Deny> {
    let mut out = Vec::new();
    let mut decoder = GzDecoder::new(bytes).take(MAX_MESSAGE as u64 + 1);
    decoder.read_to_end(&mut out).map_err(|_| Deny::BodyEncoding)?;
    if out.len() > MAX_MESSAGE { Err(Deny::TooLarge) } else { Ok(out) }
}

/// An answer to a phone, packed where it takes that.
pub fn answer<T: Encode>(message: &T, accepts_gzip: bool) -> Response {
    let plain = to_cbor(message);
    let (bytes, packed) = match accepts_gzip && plain.len() >= WORTH_PACKING {
        true => match pack(&plain) {
            Some(packed) => (packed, true),
            None => (plain, false),
        },
        false => (plain, false),
    };
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Whether the client takes gzip.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 2);
    GzEncoder::new(bytes, Compression::fast()).read_to_end(&mut out).ok()?;
    (out.len() < bytes.len()).then_some(out)
}
