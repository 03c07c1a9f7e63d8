//! `POST /sync/v1/push`: the phone brings operations, its own and others'; the receipt names what is durable.

use super::deny::Deny;
use super::wire::{accepts, answer, body};
use crate::exchange;
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;

/// The route.
pub async fn push(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let request = body(request).await?;
    Ok(answer(&hub.blocking(move |hub| exchange::push(hub, &request)).await?, gzip))
}
