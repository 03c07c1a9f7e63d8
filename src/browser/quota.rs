//! Room on the phone, and whether the browser promises not to clear it by itself.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// How much room there is, as the browser estimates it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    /// Bytes used by this app.
    pub used: u64,
    /// Bytes that it may use in all.
    pub allowed: u64,
}

/// The room; none where the browser does not say.
pub async fn room() -> Option<Room> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let bytes = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some(Room { used: bytes("usage")? as u64, allowed: bytes("quota")? as u64 })
}

/// Whether the browser keeps what is stored until a person clears it.
pub async fn is_persistent() -> bool {
    let Some(asked) = manager().and_then(|manager| manager.persisted().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// Asks the browser to keep what is stored; whether it agreed.
pub async fn ask_to_persist() -> bool {
    let Some(asked) = manager().and_then(|manager| manager.persist().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.is_object().then(|| storage.unchecked_into())
}
