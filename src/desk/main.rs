//! The township's screens: who is signed in, what the villages sent, phones, and the printed minutes.
//!
//! Never in here: rules of meetings, bytes of operations, or a second copy of what the server knows.

mod api;
mod desk;
mod forms;
mod hours;
mod live;
mod loaded;
mod parts;
mod phone_name;
mod places;
mod printing;
mod route;
mod screens;
mod signature;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn main() {
    let Some(place) = document().get_element_by_id("app").and_then(|node| node.dyn_into().ok()) else {
        return;
    };
    mount_to(place, screens::Whole).forget();
}
