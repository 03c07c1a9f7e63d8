//! Putting the app on the home screen: the browser's own offer, kept until the person wants it.

use crate::Listener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

#[wasm_bindgen]
extern "C" {
    type Prompt;
    #[wasm_bindgen(method, catch)]
    fn prompt(this: &Prompt) -> Result<js_sys::Promise, JsValue>;
}

thread_local! {
    static KEPT: RefCell<Option<Prompt>> = const { RefCell::new(None) };
}

/// Keeps the browser's offer; `changed` is called when there is one and when it is used up. Call it early: the
/// browser offers once, soon after the page was loaded.
pub fn keep_offer(changed: impl Fn() + 'static) -> Listener {
    let Some(window) = web_sys::window() else { return Listener::new(|| ()) };
    let changed: Rc<dyn Fn()> = Rc::new(changed);
    let told = changed.clone();
    let offered = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        event.prevent_default();
        KEPT.set(Some(event.unchecked_into()));
        told();
    });
    let installed = Closure::<dyn FnMut(Event)>::new(move |_: Event| {
        KEPT.set(None);
        changed();
    });
    let events = [("beforeinstallprompt", offered), ("appinstalled", installed)];
    for (name, hear) in &events {
        // Adding a listener does not fail in a window.
        window.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref()).unwrap_or_default();
    }
    Listener::new(move || {
        for (name, hear) in &events {
            window
                .remove_event_listener_with_callback(name, hear.as_ref().unchecked_ref())
                .unwrap_or_default();
        }
    })
}

/// Whether the browser offers to install.
pub fn is_offered() -> bool {
    KEPT.with_borrow(Option::is_some)
}

/// Shows the browser's own question; it can be asked once an offer. Call it from a tap.
pub async fn ask() {
    let Some(offer) = KEPT.take() else { return };
    if let Ok(asked) = offer.prompt() {
        // Whatever the person answers, the browser acts on it.
        JsFuture::from(asked).await.map(drop).unwrap_or_default();
    }
}

/// Whether the page runs as an installed app.
pub fn is_installed() -> bool {
    let matches = |query| web_sys::window()?.match_media(query).ok()?.map(|list| list.matches());
    matches("(display-mode: standalone)") == Some(true) || matches("(display-mode: fullscreen)") == Some(true)
}
