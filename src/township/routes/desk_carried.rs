//! Bundles at the desk: files in which somebody brings records from where there is no network.

use super::deny::Deny;
use super::desk_guard::Officer;
use super::wire::limited;
use crate::audit::{self, Act};
use crate::carried;
use crate::hub::Hub;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use domain::audit::Audited;
use sync::carried::{BUNDLE_TYPE, MAX_BUNDLE};
use sync::desk::Brought;

/// `POST carried`: the file as it is.
pub async fn take_in(
    State(hub): State<Hub>,
    officer: Officer,
    request: Request,
) -> Result<Json<Brought>, Deny> {
    let (parts, body) = request.into_parts();
    if parts.headers.get(CONTENT_TYPE).is_none_or(|media| media.as_bytes() != BUNDLE_TYPE.as_bytes()) {
        return Err(Deny::BodyType);
    }
    let file = limited(body, MAX_BUNDLE).await?;
    let name = officer.name.clone();
    let brought = match hub.blocking(move |hub| carried::take_in(hub, &file, &name)).await {
        Ok(brought) => brought,
        Err(deny) => {
            let refused = deny.code().to_owned();
            let line = Audited { refused, ..Audited::of(Act::BundleRefused, &officer.name) };
            let key = format!("bundle:{}:{}", officer.name, line.refused);
            hub.writer.run(move |work| audit::note_counted(work, &key, line)).await?;
            return Err(deny);
        }
    };
    tracing::info!(officer = %officer.name, ops = brought.ops, torn = brought.torn, "a bundle was brought to the desk");
    Ok(Json(brought))
}
