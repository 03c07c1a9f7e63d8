//! Locking: by hand, and by itself where nobody has touched the page for a while, seen or hidden. What is typed is kept
//! first; then the page is loaded again, and nothing of the key is left in it. The address stays, and with it the place.

use crate::page::reload;
use crate::state::App;
use browser::{Pin, clock, timer};
use leptos::leptos_dom::helpers::{document, set_interval, window, window_event_listener_untyped};
use std::time::Duration;
use sync::port::PhoneStore;
use ui::face::idle;
use wasm_bindgen_futures::spawn_local;

const LOOK: Duration = Duration::from_secs(5);
const MINUTE_MS: u64 = 60_000;

impl App {
    /// Locks by itself from now on, where there is a PIN.
    pub fn watch_idle(self) {
        for touch in ["pointerdown", "keydown", "input", "scroll"] {
            std::mem::forget(window_event_listener_untyped(touch, move |_| self.touch()));
        }
        // Coming back after a long time must not show the page first.
        std::mem::forget(window_event_listener_untyped("visibilitychange", move |_| self.look_at_clock()));
        set_interval(move || self.look_at_clock(), LOOK);
    }

    /// Somebody uses the phone at this moment.
    pub fn touch(self) {
        self.touched.set(clock::now_ms());
    }

    fn look_at_clock(self) {
        let (now, last) = (clock::now_ms(), self.touched.get_untracked());
        if now < last {
            // The clock was set back: the time begins anew.
            return self.touched.set(now);
        }
        let late = now - last >= u64::from(idle::minutes()) * MINUTE_MS;
        if late && self.pin.get_untracked() == Pin::Set {
            self.touched.set(now);
            // Nobody sees what was there before the lock is.
            let hide = |hidden| document().body().into_iter().for_each(|body| body.set_hidden(hidden));
            hide(true);
            spawn_local(async move {
                if !self.lock().await {
                    hide(false);
                }
            });
        }
    }

    /// Locks this window; whether it could: what is typed and can't be kept is on the screen alone.
    pub async fn lock(self) -> bool {
        let _turn = self.lane().turn().await;
        // Every form keeps what is typed when the page goes.
        let going = web_sys::Event::new("pagehide").and_then(|going| window().dispatch_event(&going));
        timer::sleep(0).await;
        // The store takes writes in order: with this one, those of the forms are done.
        let kept = self.phone().store().drop_draft("").await;
        timer::sleep(0).await;
        if going.is_err() || kept.is_err() || self.unkept.get_untracked() {
            return false;
        }
        reload();
        true
    }
}
