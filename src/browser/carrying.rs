//! Records that travel by hand: packed here, taken in from others, and the receipts that come back.

use crate::clock;
use crate::keys::Gcm;
use crate::net::Net;
use crate::phone::Phone;
use crate::status::Change;
use oplog::{Digest, Head, Refused, TownshipId};
use std::pin::Pin;
use sync::carried::{Carried, MAX_BUNDLE};
use sync::port::{PhoneStore, StoreError};
use sync::session::carry::{self, Brought, CarryError, Packed};

/// Who may read what is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// The township alone: whoever carries it sees that there is something, and of whom.
    Township,
    /// Every phone of the place that takes it in.
    Anybody,
    /// The same, also one that has never reached the township: names and registers go with it.
    Beginner,
}

impl Phone {
    /// Packs the own records that the township has not signed for; `name` is whose they are.
    ///
    /// # Errors
    /// [`CarryError`]
    pub fn pack(
        &self,
        reader: Reader,
        name: String,
    ) -> Pin<Box<dyn Future<Output = Result<Packed, CarryError>> + '_>> {
        Box::pin(self.packed(reader, name))
    }

    async fn packed(&self, reader: Reader, name: String) -> Result<Packed, CarryError> {
        let me = self.hand().ok_or(CarryError::Key)?;
        let (store, key, device) = (&self.0.store, &*me.key, me.key.public().device());
        let now_ms = clock::now_ms();
        match reader {
            Reader::Anybody | Reader::Beginner => {
                let town = (me.township, reader == Reader::Beginner);
                carry::pack(store, key, (device, &name), town, now_ms).await
            }
            Reader::Township => {
                let random = clock::random::<32>().map_err(|_| CarryError::Key)?;
                carry::pack_sealed(store, (key, &Gcm), (device, &name), &me.township_key, &random, now_ms)
                    .await
            }
        }
    }

    /// Notes that what was packed has left this phone.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn handed_over(&self, heads: &[Head]) -> Result<(), StoreError> {
        self.0.store.note_handed(heads, clock::now_ms()).await?;
        self.read_receipts().await?;
        self.announce(Change::Receipts);
        Ok(())
    }

    /// Takes a file in: records of the own places, receipts, and what is to be delivered for others.
    ///
    /// # Errors
    /// [`CarryError`]
    pub fn take_in(&self, file: Vec<u8>) -> Pin<Box<dyn Future<Output = Result<Brought, CarryError>> + '_>> {
        Box::pin(self.taken_in(file))
    }

    async fn taken_in(&self, file: Vec<u8>) -> Result<Brought, CarryError> {
        let me = self.hand().ok_or(CarryError::Key)?;
        if file.len() > MAX_BUNDLE {
            return Err(CarryError::Refused(Refused::TooLarge));
        }
        let device = me.key.public().device();
        let alone = self.0.enrolled.borrow().as_ref().and_then(|enrolled| enrolled.0.alone.clone());
        let who = (device, alone.as_ref());
        let brought =
            carry::take_in((&self.0.store, &Net), &me.township_key, who, &file, clock::now_ms()).await;
        // What came in before an error is there.
        self.follow().await?;
        self.read_receipts().await?;
        self.announce(Change::Receipts);
        brought
    }

    /// The file with the receipts for what was carried, for whoever packed it.
    ///
    /// # Errors
    /// [`CarryError`]
    pub async fn pack_back(&self, id: &Digest) -> Result<Vec<u8>, CarryError> {
        let me = self.hand().ok_or(CarryError::Key)?;
        let (store, key, township): (_, _, TownshipId) = (&self.0.store, &*me.key, me.township);
        carry::pack_back(store, key, key.public().device(), township, id, clock::now_ms()).await
    }

    /// What is carried for others.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        self.0.store.carried().await
    }

    /// Carries it no more.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn drop_carried(&self, id: &Digest) -> Result<(), StoreError> {
        self.0.store.drop_carried(id).await?;
        self.read_receipts().await?;
        self.announce(Change::Receipts);
        Ok(())
    }
}
