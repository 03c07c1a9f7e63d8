//! The phone's screens: enrolling, today, matters, meetings, where a record is, me.
//!
//! Never in here: bytes of a record, fetch, rules of meetings.

mod actions;
mod drafts;
mod go;
mod home;
mod locking;
mod opened;
mod page;
mod route;
mod screens;
mod state;
mod turn;
mod words;

use js_sys::Uint8Array;
use leptos::leptos_dom::helpers::document;
use leptos::reactive::owner::Owner;
use leptos::tachys::renderer::dom::Dom;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn mark(name: &str);
}

/// Notes in the browser's own timeline that the first screen stands with its data.
fn usable() {
    mark("shouyi.usable");
}

/// Judges beside the page what others wrote, see [`sync::session::judge`].
#[wasm_bindgen]
pub fn judge(keys: &Uint8Array, page: &Uint8Array) -> Uint8Array {
    Uint8Array::from(&*sync::session::judge(&keys.to_vec(), &page.to_vec()))
}

/// Reads a code in a picture of the camera, beside the page as well.
#[wasm_bindgen]
pub fn read(pixels: &Uint8Array, width: u32) -> Option<Uint8Array> {
    browser::nearby::read(pixels, width)
}

fn main() {
    // Beside the page there is nothing to show.
    if web_sys::window().is_none() {
        return;
    }
    let Some(root) = document().get_element_by_id("app") else { return };
    // It fails only where effects run already.
    any_spawner::Executor::init_wasm_bindgen().unwrap_or_default();
    let owner = Owner::new();
    let page = owner.with(screens::opening);
    Dom::insert_node(&root, page.node(), None);
    // It lives as long as the page.
    std::mem::forget(owner);
}
