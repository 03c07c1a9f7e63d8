//! `POST /sync/v1/hello`: the phone says what it holds; the answer says what is missing on either side.

use super::deny::Deny;
use super::wire::{accepts, answer, body};
use crate::exchange;
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;

/// The route.
pub async fn hello(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let request = body(request).await?;
    Ok(answer(&hub.blocking(move |hub| exchange::hello(hub, &request)).await?, gzip))
}
