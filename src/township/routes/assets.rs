//! The phone app and the desk, embedded in the program.

use super::deny::Deny;
use super::wire::accepts;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/dist"]
struct Dist;

const EMPTY: &str = "The phone app and the desk are not in this program: it was compiled before they were built.\n\
                     Run `cargo xtask build`, and start target/release/township.\n";

/// Whether both faces are embedded.
pub fn complete() -> bool {
    ["app/index.html", "desk/index.html"].iter().all(|page| Dist::get(page).is_some())
}

/// Every GET that no other route takes.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Result<Response, Deny> {
    let path = uri.path();
    if path == "/desk" {
        return Ok(Redirect::permanent("/desk/").into_response());
    }
    let (face, name) = match path.strip_prefix("/desk/") {
        Some(name) => ("desk", name),
        None => ("app", path.trim_start_matches('/')),
    };
    if ["sync/", "enrol/", "api/", "checkpoint/"].iter().any(|api| name.starts_with(api))
        || name.ends_with(".br")
    {
        return Err(Deny::NotFound);
    }
    // A path without an ending is a screen of the page.
    let page = name.is_empty() || !name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if page { "index.html" } else { name };
    let path = format!("{face}/{name}");
    let Some(plain) = Dist::get(&path) else {
        let missing = if page {
            (StatusCode::SERVICE_UNAVAILABLE, EMPTY).into_response()
        } else {
            return Err(Deny::NotFound);
        };
        return Ok(missing);
    };
    Ok(file(&path, plain, &headers))
}

fn file(path: &str, plain: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag: String =
        plain.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let packed = if accepts(headers, "br") { Dist::get(&format!("{path}.br")) } else { None };
    let tag = format!("\"{tag}{}\"", if packed.is_some() { "-br" } else { "" });
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let unchanged = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let is_packed = packed.is_some();
    let mut response = match unchanged {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Body::from(packed.unwrap_or(plain).data.into_owned()).into_response(),
    };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    out.insert(CACHE_CONTROL, HeaderValue::from_static(caching(path)));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(ETAG, tag);
    }
    if is_packed && !unchanged {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name that carries its content's hash (`app-0123456789.wasm`) is for ever; all others are asked for again.
fn caching(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    if hash.len() == 10 && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_for_ever() {
        assert!(caching("app/app-0123456789.wasm").ends_with("immutable"));
        for asked in
            ["app/index.html", "app/sw.js", "app/manifest.webmanifest", "app/icon-192.png", "app/a-0123.js"]
        {
            assert_eq!(caching(asked), "no-cache", "{asked}");
        }
    }
}
