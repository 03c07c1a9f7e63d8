//! The phone's screens: enrolling, today, matters, meetings, where a record is, me.
//!
//! Never in here: bytes of a record, fetch, rules of meetings.

mod actions;
mod drafts;
mod go;
mod home;
mod page;
mod route;
mod screens;
mod state;
mod turn;
mod words;

use leptos::prelude::*;

fn main() {
    ui::fault::keep();
    let Some(root) = document().get_element_by_id("app") else { return };
    mount_to(wasm_bindgen::JsCast::unchecked_into(root), screens::Opening).forget();
}
