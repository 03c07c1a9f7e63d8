//! How the screens look: language, large letters, sun. Kept by the browser's small storage, which holds nothing else but
//! what a phone had when its store was last seen.

use crate::dom::later;
use crate::signal::Var;
use crate::words::Lang;
use gloo_storage::{LocalStorage, Storage};
use leptos::leptos_dom::helpers::{document, window};

const LANG: &str = "shouyi.lang";
const LARGE: &str = "shouyi.large";
const SUN: &str = "shouyi.sun";

/// The settings of a face; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Face {
    /// The language.
    pub lang: Var<Lang>,
    /// Larger letters.
    pub large: Var<bool>,
    /// Black on white with thick lines, for the sun.
    pub sun: Var<bool>,
}

impl Face {
    /// As it was left; keeps every change and puts it on the page.
    pub fn kept() -> Self {
        let lang = if read(LANG).as_deref() == Some("en") { Lang::En } else { Lang::Zh };
        let face = Self {
            lang: Var::new(lang),
            large: Var::new(read(LARGE).is_some()),
            sun: Var::new(read(SUN).is_some()),
        };
        later(move || {
            let lang = face.lang.get();
            put_on("lang", Some(lang.tag()));
            write(LANG, (lang == Lang::En).then_some("en"));
        });
        later(move || flag(LARGE, "data-large", face.large.get()));
        later(move || flag(SUN, "data-sun", face.sun.get()));
        face
    }
}

fn flag(key: &str, attribute: &str, on: bool) {
    let value = on.then_some("on");
    write(key, value);
    put_on(attribute, value);
}

fn put_on(attribute: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // Both only fail for a name that no attribute can have.
    match value {
        Some(value) => root.set_attribute(attribute, value).unwrap_or_default(),
        None => root.remove_attribute(attribute).unwrap_or_default(),
    }
}

// A browser that keeps nothing throws here already; the settings then live as long as the page.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten().map(|_| LocalStorage::raw())
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn write(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    // A setting that can't be kept is asked for again the next time.
    match value {
        Some(value) => storage.set_item(key, value).unwrap_or_default(),
        None => storage.remove_item(key).unwrap_or_default(),
    }
}

/// Whose store is opened, where several people share the phone.
pub mod person {
    const PERSON: &str = "shouyi.person";

    /// The name of the store; none where it is the first person's.
    pub fn store() -> Option<String> {
        super::read(PERSON)
    }

    /// Opens another one from now on; none is the first person's.
    pub fn keep(store: Option<&str>) {
        super::write(PERSON, store);
    }
}

/// After how long the phone locks by itself.
pub mod idle {
    const IDLE: &str = "shouyi.idle";
    const USUAL: u32 = 5;

    /// The minutes.
    pub fn minutes() -> u32 {
        super::read(IDLE).and_then(|kept| kept.parse().ok()).filter(|kept| *kept > 0).unwrap_or(USUAL)
    }

    /// Keeps another time.
    pub fn keep(minutes: u32) {
        super::write(IDLE, Some(&minutes.to_string()));
    }
}

/// Whether records were on this phone once, and how many of them nobody else had: what can still be said where the
/// browser has cleared the store and not the small storage.
pub mod held {
    /// Of each person on the phone, by the name of his store.
    fn key() -> String {
        ["shouyi.held", super::person::store().unwrap_or_default().as_str()].concat()
    }

    /// Notes that this phone is enrolled, with so many records that the township has not received.
    pub fn note(unreceived: u32) {
        super::write(&key(), Some(&unreceived.to_string()));
    }

    /// The store was wiped because somebody wanted it: nothing is missing.
    pub fn forget() {
        super::write(&key(), None);
    }

    /// How many records the township had not received when the store was last seen; none where it never was.
    pub fn last() -> Option<u32> {
        super::read(&key())?.parse().ok()
    }
}
