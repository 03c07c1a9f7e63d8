//! The phone's screens: enrolling, today, matters, meetings, where a record is, me.
//!
//! Never in here: bytes of a record, fetch, rules of meetings.

mod actions;
mod drafts;
mod go;
mod home;
mod opened;
mod page;
mod route;
mod screens;
mod state;
mod turn;
mod words;

use leptos::prelude::*;
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

fn main() {
    ui::fault::keep();
    let Some(root) = document().get_element_by_id("app") else { return };
    mount_to(wasm_bindgen::JsCast::unchecked_into(root), || screens::opening().shown()).forget();
}
