//! Timers of the page.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Something that happens later, unless this is dropped before.
pub struct Later {
    timer: JsValue,
    _then: Closure<dyn FnMut()>,
}

impl Later {
    /// Calls `then` in `ms` milliseconds.
    pub fn new(ms: u32, then: impl FnOnce() + 'static) -> Self {
        let then = Closure::once(then);
        Self { timer: set_timeout(then.as_ref().unchecked_ref(), ms), _then: then }
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
    });
    // The promise of a timer is never refused.
    JsFuture::from(promise).await.map(drop).unwrap_or_default();
}

/// Lets the page draw and answer to touches; in the background there is nothing to draw, and timers are slow.
pub async fn breathe() {
    let seen = web_sys::window().and_then(|window| window.document()).is_some_and(|page| !page.hidden());
    if seen {
        sleep(0).await;
    }
}
