//! The promises of the phone's store, kept by IndexedDB in a real browser.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test stops at the first broken promise"
)]

mod common;

use browser::Store;
use common::{delete, fresh};
use sync::contract::{self, Pencil};
use sync::port::PhoneStore;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

sync::contract_suite!(
    #[wasm_bindgen_test]
    fresh
);

#[wasm_bindgen_test]
async fn many_operations_fit() {
    contract::many_operations_fit(&fresh("many").await, 10_000).await;
}

#[wasm_bindgen_test]
async fn what_was_stored_is_there_when_it_is_opened_again() {
    delete("again").await;
    let mut pencil = Pencil::new(1);
    let store = Store::open("again").await.unwrap();
    let append = pencil.append(16, None, "一");
    store.append(&append).await.unwrap();
    drop(store);
    let store = Store::open("again").await.unwrap();
    assert_eq!(store.heads(None).await.unwrap(), [pencil.head()]);
    assert_eq!(store.pen().await.unwrap(), pencil.pen);
    assert_eq!(store.matter_ops(append.op.id().raised_matter()).await.unwrap(), [append.op]);
}
