//! `GET events`: what happens, as it happens (server-sent events).

use super::desk_guard::Officer;
use crate::hub::Hub;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::wrappers::BroadcastStream;

const HEARTBEAT: Duration = Duration::from_secs(15);

/// The route. The stream begins with a comment, so that the desk knows at once that it is open.
pub async fn events(
    State(hub): State<Hub>,
    _: Officer,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let first = futures_util::stream::once(async { Ok(Event::default().comment("open")) });
    let news = BroadcastStream::new(hub.shared.events.subscribe()).filter_map(|news| async move {
        // Who lags behind misses some; the desk loads anew with the next one.
        let json = serde_json::to_string(&news.ok()?).ok()?;
        Some(Ok(Event::default().data(json)))
    });
    Sse::new(first.chain(news)).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}
