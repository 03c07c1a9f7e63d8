//! `GET /checkpoint` and what belongs to it: for whoever follows the township's log from outside. Public, plain text.

use super::deny::Deny;
use crate::hub::Hub;
use crate::{check, checkpoint};
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// `GET /checkpoint`: the tree of now as a signed note.
pub async fn now(State(hub): State<Hub>) -> Result<Response, Deny> {
    // Signed once a tree; asking costs nothing more.
    Ok(plain(hub.shared.checkpoint()?, "no-store"))
}

/// `GET /checkpoint/key`: what a verifier knows the township's key by.
pub async fn key(State(hub): State<Hub>) -> Response {
    plain(checkpoint::verifier(&hub.shared.identity) + "\n", "no-store")
}

/// `GET /checkpoint/proof/OLD/NEW`: that one tree begins the other (RFC 9162 §2.1.4), a node a line in base 64.
pub async fn proof(State(hub): State<Hub>, Path((old, new)): Path<(u64, u64)>) -> Result<Response, Deny> {
    let shared = hub.shared.clone();
    let proof = hub.read(move |view| check::proof(view, &shared.nodes, old, new)).await?;
    Ok(plain(proof.ok_or(Deny::NotFound)?, "no-store"))
}

fn plain(text: String, cache: &'static str) -> Response {
    let mut response = text.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}
