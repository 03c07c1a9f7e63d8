//! The line on which the server reports what happens: one stream of events, opened again whenever it breaks.

use crate::desk::{Desk, Who};
use leptos::prelude::*;
use sync::desk::Event;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventSource, MessageEvent};

const ADDRESS: &str = "/desk/api/events";
const AGAIN: core::time::Duration = core::time::Duration::from_secs(3);

/// How the line stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// Nobody is signed in.
    Off,
    /// It is being opened for the first time.
    Opening,
    /// Events come.
    On,
    /// It broke, at this moment of the server's clock.
    Lost(u64),
}

type Held = StoredValue<Option<EventSource>, LocalStorage>;

/// Keeps the line open while somebody is signed in.
pub fn follow(desk: Desk) {
    let held: Held = StoredValue::new_local(None);
    let signed_in = Memo::new(move |_| matches!(desk.who.get(), Who::In(_)));
    Effect::new(move |_| {
        close(held);
        if signed_in.get() {
            desk.line.set(Line::Opening);
            open(desk, held);
        } else {
            desk.line.set(Line::Off);
        }
    });
}

fn open(desk: Desk, held: Held) {
    let Ok(source) = EventSource::new(ADDRESS) else { return again(desk, held) };
    let opened = listener(move |_| {
        // What happened while the line was down was not reported.
        if matches!(desk.line.get_untracked(), Line::Lost(_)) {
            desk.renew();
        }
        desk.line.set(Line::On);
    });
    let heard = listener(move |event| {
        let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        if let Some(event) = data.and_then(|data| serde_json::from_str::<Event>(&data).ok()) {
            desk.hear(event);
        }
    });
    let broken = listener(move |_| {
        if !matches!(desk.line.get_untracked(), Line::Off | Line::Lost(_)) {
            desk.line.set(Line::Lost(desk.clock_ms()));
        }
        // The browser opens a broken line by itself, but not one that the server refused.
        let given_up = held.with_value(|source| {
            source.as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED)
        });
        if given_up {
            close(held);
            again(desk, held);
        }
    });
    source.set_onopen(Some(opened.unchecked_ref()));
    source.set_onmessage(Some(heard.unchecked_ref()));
    source.set_onerror(Some(broken.unchecked_ref()));
    held.set_value(Some(source));
}

fn close(held: Held) {
    held.update_value(|source| {
        if let Some(source) = source.take() {
            source.set_onopen(None);
            source.set_onmessage(None);
            source.set_onerror(None);
            source.close();
        }
    });
}

/// Tries again soon. Whether the session still stands is found out by reading.
fn again(desk: Desk, held: Held) {
    set_timeout(
        move || {
            let idle = held.with_value(Option::is_none);
            if idle && matches!(desk.who.get_untracked(), Who::In(_)) {
                desk.still_in();
                desk.overview.refresh();
                open(desk, held);
            }
        },
        AGAIN,
    );
}

fn listener(act: impl FnMut(web_sys::Event) + 'static) -> JsValue {
    Closure::<dyn FnMut(web_sys::Event)>::new(act).into_js_value()
}
