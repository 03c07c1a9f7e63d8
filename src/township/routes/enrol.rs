//! `POST /enrol/v1/claim` and `/enrol/v1/state`: a phone asks to be admitted, and asks whether it was.

use super::deny::Deny;
use super::wire::{accepts, answer, body};
use crate::devices::{self, NotMoved};
use crate::enrol::{self, Unclaimed};
use crate::hub::Hub;
use axum::extract::{Request, State};
use axum::response::Response;
use oplog::{Digest, message_from_cbor};
use sync::enrol::{Claim, ClaimAnswer, ClaimState, Claimed};
use sync::moving::Moving;

async fn read(request: Request) -> Result<(Claim, bool), Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let claim: Claim = message_from_cbor(&body(request).await?)?;
    claim.verify().map_err(|_| Deny::EnrolSignature)?;
    Ok((claim, gzip))
}

/// `POST /enrol/v1/claim`
pub async fn claim(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let (claim, gzip) = read(request).await?;
    hub.writer.run(move |work| enrol::claim(work, &claim)).await?.map_err(|unclaimed| match unclaimed {
        Unclaimed::Unknown => Deny::EnrolUnknown,
        Unclaimed::Used => Deny::EnrolUsed,
        Unclaimed::Cancelled => Deny::EnrolCancelled,
        Unclaimed::Expired => Deny::EnrolExpired,
    })?;
    let identity = &hub.shared.identity;
    let name = hub.shared.places().name_of(&identity.scope).to_owned();
    Ok(answer(&Claimed { key: identity.public(), township: identity.township(), name }, gzip))
}

/// `POST /enrol/v1/state`
pub async fn state(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let (claim, gzip) = read(request).await?;
    let (device, code) = (claim.key.device(), Digest::of(&claim.code.0));
    let row = hub.read(move |view| view.claim(device)).await?;
    let row = row.filter(|row| row.code == code).ok_or(Deny::EnrolGone)?;
    let state = enrol::state(&row, hub.now_ms());
    let former = match state {
        ClaimState::Confirmed => {
            let places = hub.shared.places();
            hub.read(move |view| devices::former(view, &places, device)).await?
        }
        _ => Vec::new(),
    };
    let former = Some(former).filter(|former| !former.is_empty());
    Ok(answer(&ClaimAnswer { state, former }, gzip))
}

/// `POST /enrol/v1/move`
pub async fn take_over(State(hub): State<Hub>, request: Request) -> Result<Response, Deny> {
    let gzip = accepts(request.headers(), "gzip");
    let moving: Moving = message_from_cbor(&body(request).await?)?;
    hub.writer.run(move |work| devices::take_over(work, &moving)).await?.map_err(|not| match not {
        NotMoved::Unknown => Deny::MoveUnknown,
        NotMoved::Signature => Deny::EnrolSignature,
        NotMoved::Ended => Deny::MoveEnded,
    })?;
    Ok(answer(&ClaimAnswer { state: ClaimState::Confirmed, former: None }, gzip))
}
