//! `GET log`: the audit log.

use super::deny::Deny;
use super::desk_guard::Officer;
use crate::audit;
use crate::audit_log::{self, Wanted};
use crate::hub::Hub;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use sync::desk_log::{LogPage, Topic};

/// What is looked for, as the address says it.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<u64>,
    #[serde(default)]
    who: String,
    topic: Option<Topic>,
    from: Option<u64>,
    to: Option<u64>,
}

/// The route. What was counted for an hour becomes a line first.
pub async fn log(
    State(hub): State<Hub>,
    _: Officer,
    Query(asked): Query<Asked>,
) -> Result<Json<LogPage>, Deny> {
    let due = hub.now_ms().saturating_sub(audit::WINDOW_MS);
    if !hub.read(move |view| view.tallies(due)).await?.is_empty() {
        hub.writer.run(audit::settle).await?;
    }
    let wanted = Wanted {
        before: asked.before,
        who: asked.who,
        topic: asked.topic,
        from_ms: asked.from.unwrap_or(0),
        to_ms: asked.to,
    };
    let (places, township) = (hub.shared.places(), hub.shared.identity.scope);
    Ok(Json(hub.read(move |view| audit_log::page(view, &places, township, &wanted)).await?))
}
