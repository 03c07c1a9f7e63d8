//! Synchronising by itself: at the start, when a network comes, when the page comes to the front, after saving, and
//! from time to time, spread by chance so that a village does not call all at once.

use crate::clock;
use crate::phone::{Phone, upgrade};
use crate::status::{SyncOutcome, SyncStatus, Why};
use crate::timer::Later;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// After saving, more is often saved at once: wait so long for it.
const AFTER_SAVING_MS: u32 = 1_000;
/// The first wait after a failure is at most this; each further one at most twice as long.
const FIRST_MS: u32 = 5_000;
/// No wait is longer.
const CAP_MS: u32 = 10 * 60_000;
/// Where nothing failed, the next look comes after at least this.
const CALM_MS: u32 = 4 * 60_000;
/// How long at least a phone that waits to be admitted waits before it asks again.
const AN_OFFICER_MS: u32 = 20_000;

/// The state of synchronising by itself.
#[derive(Default)]
pub(crate) struct Auto {
    on: Cell<bool>,
    failures: Cell<u32>,
    again: Cell<bool>,
    soon: RefCell<Option<Later>>,
    next: RefCell<Option<Later>>,
}

impl Phone {
    /// Synchronises by itself from now on: at once, when a network comes, when the page comes to the front, after
    /// saving, and from time to time.
    pub fn start_auto_sync(&self) {
        if self.0.auto.on.replace(true) {
            return;
        }
        let Some(window) = web_sys::window() else { return };
        self.on_event(&window, "online", Why::Online);
        if let Some(page) = window.document() {
            self.on_event(&page, "visibilitychange", Why::Visible);
        }
        let phone = self.clone();
        spawn_local(async move {
            // A page that was killed between taking in and folding left summaries behind.
            if let Err(error) = phone.fold_stale().await {
                phone.set_status(SyncStatus::Store(error));
            }
            phone.wish_to_sync(Why::Start);
        });
    }

    fn on_event(&self, target: &web_sys::EventTarget, name: &str, why: Why) {
        let phone = Rc::downgrade(&self.0);
        let hear = Closure::<dyn FnMut()>::new(move || {
            let hidden =
                web_sys::window().and_then(|window| window.document()).is_some_and(|page| page.hidden());
            if let Some(phone) = upgrade(&phone).filter(|_| why != Why::Visible || !hidden) {
                phone.wish_to_sync(why);
            }
        });
        // Adding a listener does not fail in a window.
        target.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref()).unwrap_or_default();
        hear.forget();
    }

    /// Something happened that makes a session worth while.
    pub(crate) fn wish_to_sync(&self, why: Why) {
        let auto = &self.0.auto;
        if !auto.on.get() || self.hand().is_none() {
            return;
        }
        let wait = match why {
            Why::Saved => AFTER_SAVING_MS,
            _ => 0,
        };
        let phone = Rc::downgrade(&self.0);
        let later = Later::new(wait, move || {
            if let Some(phone) = upgrade(&phone) {
                spawn_local(async move { phone.sync_and_plan(why).await });
            }
        });
        // A later wish takes the place of an earlier one that still waits.
        auto.soon.replace(Some(later));
    }

    async fn sync_and_plan(&self, why: Why) {
        let auto = &self.0.auto;
        if self.0.running.get() {
            auto.again.set(true);
            return;
        }
        match self.sync(why).await {
            SyncOutcome::Ran(SyncStatus::Good { .. }) => auto.failures.set(0),
            // The other window's session may have passed what was just saved here, or that window may stand still.
            SyncOutcome::Elsewhere if self.unreceived() > 0 || self.status() == SyncStatus::Elsewhere => {
                return self.plan(FIRST_MS / 2 + clock::jitter(FIRST_MS));
            }
            SyncOutcome::Elsewhere => {}
            // An officer's word takes no network trouble to wait for.
            SyncOutcome::Ran(SyncStatus::Waiting) => {
                return self.plan(AN_OFFICER_MS + clock::jitter(AN_OFFICER_MS));
            }
            SyncOutcome::Ran(_) => auto.failures.set(auto.failures.get().saturating_add(1)),
        }
        if auto.again.replace(false) {
            return self.wish_to_sync(Why::Saved);
        }
        self.plan(match auto.failures.get() {
            0 => CALM_MS + clock::jitter(CAP_MS - CALM_MS),
            failures => 500 + clock::jitter(FIRST_MS.saturating_mul(1 << failures.min(8)).min(CAP_MS)),
        });
    }

    fn plan(&self, wait_ms: u32) {
        let phone = Rc::downgrade(&self.0);
        let later = Later::new(wait_ms, move || {
            if let Some(phone) = upgrade(&phone) {
                phone.wish_to_sync(Why::Timer);
            }
        });
        self.0.auto.next.replace(Some(later));
    }
}
