//! The phone before anybody is in: perhaps locked. What can be said without the key, and how one begins anew.

use crate::clock;
use crate::lock::{self, PinError};
use crate::locks::Guard;
use crate::phone::{AtFirst, OpenError, Phone};
use crate::store::{Store, delete};
use std::pin::Pin;
use sync::port::StoreError;

/// The store's name of the first person of a phone.
pub const FIRST: &str = "shouyi";

/// A phone whose store is open, and perhaps locked.
pub struct Door {
    name: String,
    store: Store,
    window: Guard,
}

/// What would be gone with the store, as far as it can be told without its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lost {
    /// Own records that the township has not signed for.
    pub records: u64,
    /// How many of them somebody carries.
    pub handed: u64,
    /// In so many matters.
    pub matters: u32,
    /// What is typed and not recorded.
    pub drafts: u32,
    /// Files carried for others.
    pub files: u32,
}

impl Door {
    /// Opens the store of this name.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn at(name: &str) -> Result<Self, OpenError> {
        // Said before the lock is read: whoever changes the key waits, or sees this window.
        let window = lock::present(name).await.map_err(|_| OpenError::Blocked)?;
        Ok(Self { name: name.to_owned(), store: Store::open(name).await?, window })
    }

    /// The name of the store.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a PIN is asked for.
    pub fn is_locked(&self) -> bool {
        self.store.is_locked()
    }

    /// Tries a PIN.
    ///
    /// # Errors
    /// [`PinError`]
    pub fn unlock<'a>(&'a self, typed: &'a str) -> Pin<Box<dyn Future<Output = Result<(), PinError>> + 'a>> {
        Box::pin(self.unlock_at(typed, clock::now_ms()))
    }

    /// The same at this time of the phone's clock.
    ///
    /// # Errors
    /// [`PinError`]
    pub async fn unlock_at(&self, typed: &str, now_ms: u64) -> Result<(), PinError> {
        let (row, key) = lock::tried(&self.store, typed, now_ms).await?;
        Ok(self.store.unlocked(row, &key)?)
    }

    /// Milliseconds until a PIN may be tried.
    pub fn wait_ms(&self) -> u64 {
        self.store.wait_ms(clock::now_ms())
    }

    /// Goes in: reads what the first screen shows. It must not be locked.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn enter(self) -> Result<(Phone, AtFirst), OpenError> {
        Phone::enter(self.name, self.store, self.window).await
    }

    /// What would be gone if the store were wiped.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn lost(&self) -> Result<Lost, StoreError> {
        self.store.lost().await
    }

    /// Wipes the store: nothing of it can be read again.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn wipe(self) -> Result<(), StoreError> {
        let Self { name, store, window } = self;
        drop((store, window));
        delete(&name).await
    }
}
