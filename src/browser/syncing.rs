//! Synchronising: one session at a time over all windows, and what follows from what it brought.

use crate::broadcast::Word;
use crate::clock;
use crate::keys::Key;
use crate::locks::{self, Patience};
use crate::net::Net;
use crate::phone::Phone;
use crate::status::{Change, SyncOutcome, SyncStatus, Why};
use crate::store::Store;
use crate::timer;
use domain::fold;
use std::cell::Cell;
use std::pin::Pin;
use sync::port::{PhoneStore, StoreError, TransportError};
use sync::session::{self, Report, Session, SessionError};

/// The browser lets go of a lock a moment after its holder did.
const SETTLING_MS: u32 = 250;

/// Says that a session runs, until dropped.
struct Running<'a>(&'a Cell<bool>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Phone {
    /// Runs one session with the township, unless one is running in any window.
    pub fn sync(&self, why: Why) -> Pin<Box<dyn Future<Output = SyncOutcome> + '_>> {
        // Boxed: whoever starts a session would have it compiled once more.
        Box::pin(self.one_session(why))
    }

    async fn one_session(&self, why: Why) -> SyncOutcome {
        let Some(me) = self.hand() else {
            self.set_status(SyncStatus::NotEnrolled);
            return SyncOutcome::Ran(SyncStatus::NotEnrolled);
        };
        if self.0.running.replace(true) {
            return SyncOutcome::Elsewhere;
        }
        let _running = Running(&self.0.running);
        let Ok(_guard) = locks::take(&self.lock("sync"), Patience::Ms(SETTLING_MS)).await else {
            // The other window says how its session ended; one that stands still never does.
            if !matches!(why, Why::Timer) {
                self.set_status(SyncStatus::Elsewhere);
            }
            return SyncOutcome::Elsewhere;
        };
        let before = self.status();
        // What goes on by itself says so only once it has brought something about.
        if !matches!(why, Why::Timer) {
            self.set_status(SyncStatus::Running);
        }
        let session = Session {
            store: &self.0.store,
            transport: &Net,
            key: &*me.key,
            device: me.key.public().device(),
            township: me.township_key,
            app: env!("CARGO_PKG_VERSION"),
            now_ms: clock::now_ms(),
            batch_ops: sync::limits::MAX_BATCH_OPS,
        };
        let ended = match self.ask_to_be_admitted().await {
            Ok(()) => both(&session).await.map_err(failed),
            Err(status) => Err(status),
        };
        let followed = self.follow().await;
        let status = match (ended, followed) {
            (Ok(report), Ok(())) => {
                SyncStatus::Good { at_ms: report.server_ms, up: report.up, down: report.down }
            }
            (Ok(_), Err(error)) => SyncStatus::Store(error),
            (Err(status), _) => status,
        };
        if let SyncStatus::Good { at_ms, .. } = status {
            self.tell(&Word::Synced(at_ms));
        }
        if status != before || !matches!(why, Why::Timer) {
            self.set_status(status.clone());
        }
        SyncOutcome::Ran(status)
    }

    /// What a session brought is read again, folded, and told.
    pub(crate) async fn follow(&self) -> Result<(), StoreError> {
        self.forget_tip();
        let news = self.0.store.take_news();
        if news.copied {
            self.0.copied.set(true);
            self.announce(Change::Me);
        }
        if news.places {
            self.read_places().await?;
            self.announce(Change::Places);
        }
        if news.received {
            self.read_receipts().await?;
            self.announce(Change::Receipts);
        }
        self.fold_stale().await
    }

    /// Makes summaries anew: those older than what they follow from. What gives no summary yet (its raising is not here)
    /// stays stale and is tried again.
    pub(crate) async fn fold_stale(&self) -> Result<(), StoreError> {
        let store = &self.0.store;
        let changed = store.stale().await?;
        let places = self.places();
        for matter in &changed {
            let ops = store.matter_ops(*matter).await?;
            if let Some(view) = fold::matter(&ops, &places) {
                let folded = u32::try_from(ops.len()).unwrap_or(u32::MAX);
                store.put_summary(fold::summary(&view), folded).await?;
            }
            timer::breathe().await;
        }
        if !changed.is_empty() {
            self.announce(Change::Matters(changed));
        }
        Ok(())
    }
}

/// A session, then the delivery of what is carried for others: it holds up nothing of one's own.
async fn both(session: &Session<'_, Store, Net, Key>) -> Result<Report, SessionError> {
    let report = session::run(session).await?;
    session::carry::deliver_all(session).await?;
    Ok(report)
}

/// How a failure of the way is told.
pub(crate) fn net(error: TransportError) -> SyncStatus {
    match error {
        TransportError::Offline => SyncStatus::Offline,
        TransportError::Timeout => SyncStatus::Timeout,
        TransportError::NotTheTownship => SyncStatus::NotTheTownship,
        TransportError::Refused(failure) => SyncStatus::Refused(failure.code),
    }
}

fn failed(error: SessionError) -> SyncStatus {
    match error {
        SessionError::Transport(error) => net(error),
        SessionError::NotTheTownship(_) => SyncStatus::NotTheTownship,
        SessionError::Rewritten => SyncStatus::Refused("sync.rewritten".to_owned()),
        SessionError::TooOld => SyncStatus::Refused("sync.too-old".to_owned()),
        SessionError::Store(error) => SyncStatus::Store(error),
        SessionError::Key => SyncStatus::Key,
    }
}
