//! `POST /sync/v1/pull`: what arrived after the phone's cursors, of the places that it reads.

use super::deny::Deny;
use super::wire::{accepts, answer, body};
use crate::exchange;
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;

/// The route.
pub async fn pull(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let request = body(request).await?;
    Ok(answer(&hub.blocking(move |hub| exchange::pull(hub, &request)).await?, gzip))
}
