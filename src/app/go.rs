//! Going from screen to screen. The page's own back and the phone's back button do the same.

use crate::route::Route;
use crate::state::App;
use leptos::leptos_dom::helpers::{location, window, window_event_listener};
use leptos::tachys::html::event as ev;
use wasm_bindgen::JsValue;

/// The screens behind the present one, as far as this page knows them.
#[derive(Clone, Default)]
pub struct Past {
    screens: Vec<Route>,
    at: usize,
}

impl App {
    /// Follows the address from now on.
    pub fn follow_address(self) {
        self.route.set(here());
        self.past.set(Past { screens: vec![here()], at: 0 });
        note(0, None);
        let handle = window_event_listener(ev::popstate, move |event| {
            // An address from outside, a scanned link's, is one more screen.
            let known = event.state().as_f64().map(|at| at as usize);
            let mut at = 0;
            self.past.update(|past| {
                past.at = known.unwrap_or(past.at + 1).min(past.screens.len());
                past.screens.truncate(past.at);
                past.screens.push(here());
                at = past.at;
            });
            if known.is_none() {
                note(at, None);
            }
            self.show(here());
        });
        std::mem::forget(handle);
    }

    /// Goes to a screen.
    pub fn go(self, route: Route) {
        if self.route.get_untracked() == route {
            return;
        }
        let mut at = 0;
        self.past.update(|past| {
            past.screens.truncate(past.at + 1);
            past.screens.push(route);
            past.at += 1;
            at = past.at;
        });
        push(at, &route.hash());
        self.show(route);
    }

    /// Goes to a screen in place of this one: back does not lead here again.
    pub fn replace(self, route: Route) {
        let mut at = 0;
        self.past.update(|past| {
            at = past.at;
            if let Some(last) = past.screens.get_mut(at) {
                *last = route;
            }
        });
        note(at, Some(&route.hash()));
        self.show(route);
    }

    /// Goes to another main page: today's is always the one behind.
    pub fn tab(self, route: Route) {
        match (self.route.get_untracked(), route) {
            (from, to) if from == to => {}
            (Route::Today, _) => self.go(route),
            (_, Route::Today) => self.up(),
            _ => self.replace(route),
        }
    }

    /// Goes up: back to the screen above if one came from there, else there in place of this one.
    pub fn up(self) {
        let route = self.route.get_untracked();
        let above = route.up();
        // Whoever scanned goes back to where that came in between.
        let scanned = matches!(route, Route::Check(link) if link > 0);
        let steps = self.past.with_untracked(|past| {
            let behind = past.screens.get(..past.at).unwrap_or_default();
            let there =
                |screen: &Route| if scanned { !matches!(screen, Route::Check(_)) } else { *screen == above };
            behind.iter().rposition(there).map(|found| past.at - found)
        });
        let back = steps.and_then(|steps| i32::try_from(steps).ok()).zip(history());
        if back.is_none_or(|(steps, history)| history.go_with_delta(-steps).is_err()) {
            self.replace(above);
        }
    }

    fn show(self, route: Route) {
        if self.route.get_untracked() != route {
            self.route.set(route);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }
}

fn here() -> Route {
    Route::parse(&location().hash().unwrap_or_default())
}

fn history() -> Option<web_sys::History> {
    window().history().ok()
}

// Chrome refuses only more than 200 changes in 30 seconds; the screen changes all the same.
fn push(at: usize, hash: &str) {
    if let Some(history) = history() {
        history.push_state_with_url(&JsValue::from_f64(at as f64), "", Some(hash)).unwrap_or_default();
    }
}

fn note(at: usize, hash: Option<&str>) {
    if let Some(history) = history() {
        history.replace_state_with_url(&JsValue::from_f64(at as f64), "", hash).unwrap_or_default();
    }
}
