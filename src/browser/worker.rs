//! The service worker's registration, and the offer of a new version. Nothing takes over unless the app says so.

use js_sys::{Object, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// A new version that is downloaded and waits.
#[derive(Clone)]
pub struct Waiting(ServiceWorker);

impl Waiting {
    /// Lets the new version take over and loads the page again. What is typed must be saved before.
    pub fn take_over(&self) {
        let (Some(window), Some(container)) = (web_sys::window(), container()) else { return };
        let done = Cell::new(false);
        let reload = Closure::<dyn FnMut()>::new(move || {
            if !done.replace(true) {
                // A page that can't reload stays with the version that it has.
                window.location().reload().unwrap_or_default();
            }
        });
        container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
        reload.forget();
        let message = Object::new();
        Reflect::set(&message, &"type".into(), &"take-over".into()).map(drop).unwrap_or_default();
        // A worker that is gone has nothing to take over.
        self.0.post_message(&message).unwrap_or_default();
    }
}

/// Registers `/sw.js` and calls `offer` whenever a new version waits: one left from an earlier visit as well as
/// one found now. Not called for the very first one. Whether the registration worked.
pub async fn register(offer: impl Fn(Waiting) + 'static) -> bool {
    let Some(container) = container() else { return false };
    let Ok(registered) = JsFuture::from(container.register("/sw.js")).await else { return false };
    let registration: ServiceWorkerRegistration = registered.unchecked_into();
    let offer: Rc<dyn Fn(Waiting)> = Rc::new(offer);
    if let Some(waiting) = registration.waiting() {
        offer(Waiting(waiting));
    } else if let Some(installing) = registration.installing() {
        watch(installing, offer.clone());
    }
    let known = registration.clone();
    let found = Closure::<dyn FnMut()>::new(move || {
        if let Some(installing) = known.installing() {
            watch(installing, offer.clone());
        }
    });
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
    true
}

/// Looks for a new version now; the browser does so by itself about once a day.
pub async fn look_for_update() {
    let Some(container) = container() else { return };
    let Ok(found) = JsFuture::from(container.get_registration()).await else { return };
    if let Ok(registration) = found.dyn_into::<ServiceWorkerRegistration>()
        && let Ok(update) = registration.update()
    {
        // Without a network there is no update; the next look will tell.
        JsFuture::from(update).await.map(drop).unwrap_or_default();
    }
}

/// Offers the worker once it is installed while another one serves the page.
fn watch(worker: ServiceWorker, offer: Rc<dyn Fn(Waiting)>) {
    let watched = worker.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let served = container().and_then(|container| container.controller()).is_some();
        if watched.state() == ServiceWorkerState::Installed && served {
            offer(Waiting(watched.clone()));
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    // As long as the page lives the worker may change.
    changed.forget();
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}
