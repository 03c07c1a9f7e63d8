//! `GET events`: what happens, as it happens (server-sent events), for as long as the session stands.

use super::desk_guard::Officer;
use crate::hub::Hub;
use crate::officers::{self, ABSOLUTE_MS};
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::future::ready;
use futures_util::{Stream, StreamExt};
use oplog::Digest;
use std::convert::Infallible;
use std::time::Duration;
use sync::desk::Event as News;
use sync::desk_officers::Duty;
use tokio_stream::wrappers::BroadcastStream;

const HEARTBEAT: Duration = Duration::from_secs(15);

/// The route. The stream begins with a comment, so that the desk knows at once that it is open. Whoever only administers hears
/// of accounts and of nothing else.
pub async fn events(
    State(hub): State<Hub>,
    officer: Officer,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let first = futures_util::stream::once(async { Ok(Event::default().comment("open")) });
    let session = officer.session;
    let reads = officer.duties.iter().any(|duty| *duty != Duty::Administrator);
    let left = session.begun_ms.saturating_add(ABSOLUTE_MS).saturating_sub(hub.now_ms());
    let heard = BroadcastStream::new(hub.shared.events.subscribe());
    let stands = heard.then(move |news| {
        let hub = hub.clone();
        async move {
            // Who lags behind may have missed the end, and looks as well.
            let asks = matches!(news, Ok(News::Sessions) | Err(_));
            (!asks || stands(&hub, session.hash).await, news)
        }
    });
    let news = stands.take_while(|(stands, _)| ready(*stands)).filter_map(move |(_, news)| {
        // Who lags behind misses some; the desk loads anew with the next one.
        let news = news.ok().filter(|news| reads || *news == News::Sessions);
        ready(
            news.and_then(|news| serde_json::to_string(&news).ok())
                .map(|json| Ok(Event::default().data(json))),
        )
    });
    let ends = tokio::time::sleep(Duration::from_millis(left));
    Sse::new(first.chain(news.take_until(ends))).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

async fn stands(hub: &Hub, session: Digest) -> bool {
    let now = hub.now_ms();
    let found = hub.read(move |view| officers::standing(view, session, now)).await;
    matches!(found, Ok(Some(_)))
}
