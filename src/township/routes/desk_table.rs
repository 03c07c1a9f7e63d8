//! The desk's routes, one line each with who may. The router is made of this table and of nothing else, so that there is no
//! route without its line.

use super::deny::Deny;
use super::desk_guard::Officer;
use super::{
    desk_account, desk_carried, desk_codes, desk_events, desk_log, desk_login, desk_matter, desk_officers,
    desk_phones, desk_read, desk_readings, desk_slips,
};
use crate::hub::Hub;
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use sync::desk_officers::Duty;
use sync::desk_officers::Duty::{Administrator, Officer as Townships, Reader};

/// Who may.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum May {
    /// Whoever opens the page.
    Anybody,
    /// Who is signed in and has one of these duties.
    Who(&'static [Duty]),
}

const ALL: May = May::Who(&[Administrator, Townships, Reader]);
const TOWNSHIP: May = May::Who(&[Townships]);
const READS: May = May::Who(&[Townships, Reader]);
const ADMINISTERS: May = May::Who(&[Administrator]);
const LOOKS_AFTER: May = May::Who(&[Administrator, Townships]);
const COUNTY: May = May::Who(&[Reader]);

/// A route.
pub struct Line {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path below `/desk/api`.
    pub path: &'static str,
    /// Who may.
    pub may: May,
    handler: fn() -> MethodRouter<Hub>,
}

macro_rules! lines {
    ($($method:ident $path:literal $may:ident $handler:expr;)*) => {
        /// The table.
        pub const LINES: &[Line] = &[$(Line {
            method: stringify!($method),
            path: $path,
            may: $may,
            handler: || $method($handler),
        },)*];
    };
}

const ANYBODY: May = May::Anybody;

lines! {
    post "/login" ANYBODY desk_login::login;
    post "/first-login" ANYBODY desk_login::first_login;
    post "/logout" ALL desk_login::logout;
    get "/session" ALL desk_login::session;
    post "/password" ALL desk_account::password;
    get "/sessions" ALL desk_account::sessions;
    post "/sessions/end" ALL desk_account::end;
    get "/events" ALL desk_events::events;
    get "/overview" READS desk_read::overview;
    get "/matters" READS desk_read::matters;
    get "/matters/{id}" READS desk_matter::matter;
    post "/matters/{id}/read" COUNTY desk_readings::open;
    get "/matters/{id}/readings" TOWNSHIP desk_readings::of_matter;
    get "/matters/{id}/meetings/{op}/slip" READS desk_slips::of_meeting;
    post "/matters/{id}/printed" READS desk_readings::printed;
    get "/days" TOWNSHIP desk_slips::days;
    get "/days/{day}" TOWNSHIP desk_slips::of_day;
    post "/check" TOWNSHIP desk_slips::check;
    post "/carried" TOWNSHIP desk_carried::take_in;
    get "/people" TOWNSHIP desk_read::people;
    get "/people/within" TOWNSHIP desk_codes::people;
    get "/aside" TOWNSHIP desk_read::aside;
    get "/phones" TOWNSHIP desk_phones::phones;
    post "/phones/{device}/end" TOWNSHIP desk_phones::end;
    post "/phones/{device}/change" TOWNSHIP desk_phones::change;
    post "/codes" TOWNSHIP desk_phones::codes;
    get "/codes" TOWNSHIP desk_codes::listed;
    post "/codes/sheet" TOWNSHIP desk_codes::sheet;
    post "/codes/{name}/extend" TOWNSHIP desk_codes::extend;
    post "/codes/{name}/cancel" TOWNSHIP desk_codes::cancel;
    get "/claims" TOWNSHIP desk_phones::claims;
    post "/claims/{device}/confirm" TOWNSHIP desk_phones::confirm;
    post "/claims/{device}/refuse" TOWNSHIP desk_phones::refuse;
    get "/log" LOOKS_AFTER desk_log::log;
    get "/officers" ADMINISTERS desk_officers::all;
    post "/officers/make" ADMINISTERS desk_officers::make;
    post "/officers/change" ADMINISTERS desk_officers::change;
    post "/officers/close" ADMINISTERS desk_officers::close;
    post "/officers/open" ADMINISTERS desk_officers::renew;
    post "/officers/reset" ADMINISTERS desk_officers::renew;
    post "/officers/unlock" ADMINISTERS desk_officers::unlock;
    post "/officers/end-sessions" ADMINISTERS desk_officers::end_sessions;
}

/// The router of the table.
pub fn router(hub: &Hub) -> Router<Hub> {
    LINES.iter().fold(Router::new(), |router, line| {
        let guard = from_fn_with_state((hub.clone(), line.may), only);
        router.route(line.path, (line.handler)().route_layer(guard))
    })
}

/// Lets in whoever may, and hands on who it is.
async fn only(State((hub, may)): State<(Hub, May)>, request: Request, next: Next) -> Result<Response, Deny> {
    let May::Who(duties) = may else { return Ok(next.run(request).await) };
    let (mut parts, body) = request.into_parts();
    let officer = Officer::from_request_parts(&mut parts, &hub).await?;
    if !officer.duties.iter().any(|duty| duties.contains(duty)) {
        tracing::warn!(code = Deny::Duty.code(), officer = %officer.name, path = %parts.uri.path(), "not theirs");
        return Err(Deny::Duty);
    }
    parts.extensions.insert(officer);
    Ok(next.run(Request::from_parts(parts, body)).await)
}
