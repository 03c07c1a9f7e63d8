//! The phone's store on IndexedDB.

use crate::OpenError;
use domain::view::MatterSummary;
use oplog::{Digest, Head, LogKey, MatterId, Op, Scope};
use sync::port::*;
use sync::receipt::Receipt;

/// The store.
pub struct Store {}

impl Store {
    /// Opens (and makes, the first time) the database of this name.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open(name: &str) -> Result<Self, OpenError> {
        let _ = name;
        Err(OpenError::NoStorage)
    }
}

impl PhoneStore for Store {
    async fn pen(&self) -> Result<Pen, StoreError> {
        Err(StoreError::Lost)
    }
    async fn heads(&self, _: Option<Scope>) -> Result<Vec<Head>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn append(&self, _: &Append) -> Result<(), StoreError> {
        Err(StoreError::Lost)
    }
    async fn take(&self, _: &Batch) -> Result<Taken, StoreError> {
        Err(StoreError::Lost)
    }
    async fn range(&self, _: LogKey, _: u64, _: u64, _: usize) -> Result<Vec<Op>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn matter_ops(&self, _: MatterId) -> Result<Vec<Op>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn place_ops(&self) -> Result<Vec<Op>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn summaries(&self) -> Result<Vec<MatterSummary>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn put_summaries(&self, _: &[MatterSummary]) -> Result<(), StoreError> {
        Err(StoreError::Lost)
    }
    async fn stale(&self) -> Result<Vec<MatterId>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn sync_state(&self) -> Result<SyncState, StoreError> {
        Err(StoreError::Lost)
    }
    async fn next_session(&self, _: u64) -> Result<u64, StoreError> {
        Err(StoreError::Lost)
    }
    async fn session_ended(&self, _: &[Scope], _: u64) -> Result<(), StoreError> {
        Err(StoreError::Lost)
    }
    async fn put_receipt(&self, _: &Receipt) -> Result<u32, StoreError> {
        Err(StoreError::Lost)
    }
    async fn received(&self) -> Result<Vec<Received>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn aside(&self) -> Result<Vec<(Digest, String)>, StoreError> {
        Err(StoreError::Lost)
    }
    async fn put_draft(&self, _: &Draft) -> Result<(), StoreError> {
        Err(StoreError::Lost)
    }
    async fn drop_draft(&self, _: &str) -> Result<(), StoreError> {
        Err(StoreError::Lost)
    }
    async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        Err(StoreError::Lost)
    }
}
