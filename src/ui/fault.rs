//! The last fault of the program: said to the browser's console and kept for the next start. What the person sees
//! is the page behind the app, which says that the notes are safe.

use gloo_storage::{LocalStorage, Storage};
use leptos::leptos_dom::helpers::window;
use std::panic;

const KEY: &str = "shouyi.fault";

/// Keeps what a fault says, from now on.
pub fn keep() {
    panic::set_hook(Box::new(|fault| {
        let said = fault.to_string();
        leptos::leptos_dom::error!("{said}");
        if let Some(storage) = storage() {
            storage.set_item(KEY, &said).unwrap_or_default();
        }
    }));
}

/// What the last fault said, if there ever was one.
pub fn last() -> Option<String> {
    storage()?.get_item(KEY).ok().flatten()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten().map(|_| LocalStorage::raw())
}
