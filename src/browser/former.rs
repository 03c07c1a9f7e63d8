//! Phones and roles that are no more: whether this phone's own have ended, and what is known of the phone before it.

use crate::phone::Phone;
use crate::store::rows::bytes_of;
use crate::store::schema::{FORMER, SETTINGS};
use oplog::from_cbor;
use sync::enrol::Former;
use sync::port::StoreError;
use wasm_bindgen::JsValue;

impl Phone {
    /// Whether the township has ended all of this phone's roles.
    pub fn has_ended(&self) -> bool {
        let device = self.0.key.borrow().as_ref().map(|key| key.public().device());
        let places = self.places();
        device.is_some_and(|device| places.grants_of(device).is_empty() && places.last_end(device).is_some())
    }

    /// What the township knew of this person's phones before this one, until it was read.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn former(&self) -> Result<Vec<Former>, StoreError> {
        let row = self.0.store.value(SETTINGS, FORMER).await?;
        if row.is_undefined() {
            return Ok(Vec::new());
        }
        from_cbor(&bytes_of(&row)?).map_err(|_| StoreError::Corrupt)
    }

    /// Notes that somebody read it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn former_was_read(&self) -> Result<(), StoreError> {
        self.0.store.put_value(SETTINGS, FORMER, &JsValue::UNDEFINED).await
    }
}
