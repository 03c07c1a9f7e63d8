//! Stores for tests, each of a name of its own.

use browser::Store;
use rexie::Rexie;

pub async fn delete(name: &str) {
    Rexie::delete(name).await.unwrap();
}

pub async fn fresh(name: &str) -> Store {
    delete(name).await;
    Store::open(name).await.unwrap()
}
