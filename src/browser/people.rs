//! Several people on one phone: each has a database of his own with a key and a PIN of his own. What one can see of another
//! is his name, where there are several.

use crate::door::FIRST;
use crate::phone::Phone;
use crate::store;
use crate::store::schema::{SETTINGS, WHO};
use crate::store::tx::{self, Durability, Tx};
use js_sys::{Array, Promise, Reflect};
use sync::port::StoreError;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = indexedDB, catch)]
    fn databases() -> Result<Promise, JsValue>;
}

/// A person of this phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name of his database.
    pub store: String,
    /// His name; none before he is enrolled.
    pub name: Option<String>,
}

/// Everybody on this phone, but for whom this store is. Nobody where the browser does not tell.
pub async fn besides(store: &str) -> Vec<Person> {
    let mut all = Vec::new();
    for other in stores().await.into_iter().filter(|other| other != store) {
        // Whoever can't be named is there all the same.
        let name = name_in(&other).await.ok().flatten();
        all.push(Person { store: other, name });
    }
    all
}

/// The name of a store that nobody has.
pub async fn free_store() -> String {
    let held = stores().await;
    let name = |number: u32| [FIRST, "-", &number.to_string()].concat();
    (2..).map(name).find(|name| !held.contains(name)).unwrap_or_default()
}

/// Whether this is the name of a person's store.
pub fn is_store(name: &str) -> bool {
    let rest = name.strip_prefix(FIRST);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|n| n.parse::<u32>().is_ok())
    })
}

/// Takes away the store of somebody who never enrolled.
///
/// # Errors
/// [`StoreError`]
pub async fn take_away(store: &str) -> Result<(), StoreError> {
    store::delete(store).await
}

async fn stores() -> Vec<String> {
    let Ok(asked) = databases() else { return Vec::new() };
    let Ok(found) = JsFuture::from(asked).await else { return Vec::new() };
    let name = |one: JsValue| Reflect::get(&one, &"name".into()).ok()?.as_string();
    Array::from(&found).iter().filter_map(name).filter(|name| is_store(name)).collect()
}

async fn name_in(store: &str) -> Result<Option<String>, StoreError> {
    let base = tx::open(store).await?;
    let reading = Tx::open(&base, &[SETTINGS], Durability::Relaxed)?;
    let name = reading.store(SETTINGS)?.get(&WHO.into())?.answer().await;
    base.close();
    Ok(name?.as_string())
}

impl Phone {
    /// The name of this person's store.
    pub fn store_name(&self) -> &str {
        &self.0.name
    }

    /// Lets whoever stands before the lock read this name.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn show_name(&self, name: &str) -> Result<(), StoreError> {
        self.0.store.put_value(SETTINGS, WHO, &name.into()).await
    }
}
