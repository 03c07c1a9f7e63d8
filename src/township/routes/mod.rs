//! The routes: one file a verb, each parse → call → map.

pub mod assets;
mod checkpoint;
pub mod deny;
mod desk_account;
mod desk_carried;
mod desk_codes;
mod desk_events;
pub mod desk_guard;
mod desk_log;
mod desk_login;
mod desk_matter;
mod desk_officers;
mod desk_phones;
mod desk_read;
mod desk_readings;
mod desk_slips;
pub mod desk_table;
mod enrol;
mod frame;
mod sync_deliver;
mod sync_hello;
mod sync_pull;
mod sync_push;
mod wire;

use crate::hub::Hub;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use deny::Deny;
use sync::message::Verb;

/// Everything that the server answers.
pub fn router(hub: Hub) -> Router {
    let desk = desk_table::router(&hub)
        .fallback(|| async { Deny::NotFound })
        .layer(from_fn(desk_guard::uncached))
        .layer(from_fn_with_state(hub.clone(), desk_guard::own_pages));
    Router::new()
        .route(Verb::Hello.path(), post(sync_hello::hello))
        .route(Verb::Push.path(), post(sync_push::push))
        .route(Verb::Pull.path(), post(sync_pull::pull))
        .route(Verb::Deliver.path(), post(sync_deliver::deliver))
        .route("/enrol/v1/claim", post(enrol::claim))
        .route("/enrol/v1/state", post(enrol::state))
        .route("/enrol/v1/move", post(enrol::take_over))
        .route("/ping", get(ping))
        .route("/checkpoint", get(checkpoint::now))
        .route("/checkpoint/key", get(checkpoint::key))
        .route("/checkpoint/proof/{old}/{new}", get(checkpoint::proof))
        .nest("/desk/api", desk)
        .fallback_service(get(assets::serve))
        .layer(from_fn_with_state(hub.clone(), frame::around))
        .with_state(hub)
}

/// Says which township answers, so that a captive portal is not taken for it.
async fn ping(State(hub): State<Hub>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(value) = HeaderValue::from_str(&hub.shared.identity.township().hex()) {
        response.headers_mut().insert("x-shouyi", value);
    }
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    response
}
