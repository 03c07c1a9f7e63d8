//! The last fault of the program, as the gate around the page kept it for the next start (`public/app/gate.js`): what the engine
//! said, and where in the wasm. What the person sees is the page behind the app, which says that the notes are safe.

use gloo_storage::{LocalStorage, Storage};
use leptos::leptos_dom::helpers::window;

const KEY: &str = "shouyi.fault";

/// What the last fault said, if there ever was one.
pub fn last() -> Option<String> {
    let storage = window().local_storage().ok().flatten().map(|_| LocalStorage::raw())?;
    storage.get_item(KEY).ok().flatten()
}
