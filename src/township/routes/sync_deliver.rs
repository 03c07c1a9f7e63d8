//! `POST /sync/v1/deliver`: a phone brings what it carries for others and cannot open.

use super::deny::Deny;
use super::wire::{accepts, answer, body};
use crate::exchange;
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;

/// The route.
pub async fn deliver(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let request = body(request).await?;
    Ok(answer(&hub.blocking(move |hub| exchange::deliver(hub, &request)).await?, gzip))
}
