//! Moving house: what the old phone packs for a new one, and how the new one goes on with it.

use crate::clock;
use crate::enrol::{EnrolError, Enrolled, label};
use crate::net;
use crate::phone::Phone;
use crate::status::{Change, SyncStatus, Why};
use crate::syncing;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key as CipherKey, Nonce};
use oplog::bundle::{Bundle, End, Index, Kind, Pack};
use oplog::{Refused, Scope, SecretKey, message_from_cbor, to_cbor};
use std::pin::Pin;
use sync::enrol::{Assumed, ClaimAnswer, ClaimState, Enrolment, Roles};
use sync::moving::{HalfTyped, HandOver, MoveCode, Moved, Moving, NotOpened, open, seal};
use sync::port::{Batch, DeviceKey, Draft, PhoneStore, StoreError};
use sync::session::carry::{self, CarryError};

const MOVE: &str = "/enrol/v1/move";

/// A file for the new phone, and the code that opens it.
#[derive(Clone)]
pub struct ForNewPhone {
    /// The file.
    pub file: Vec<u8>,
    /// The code.
    pub code: MoveCode,
    /// How many operations are in it.
    pub ops: usize,
}

/// Why a new phone did not take the old one's place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotMoved {
    /// The file did not open.
    File(NotOpened),
    /// It opened, and is not what an old phone packs.
    Refused(Refused),
    /// This phone is enrolled already.
    Enrolled,
    /// No key could be made here.
    Key,
    /// The phone could not keep it.
    Store(StoreError),
}

impl From<StoreError> for NotMoved {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refused> for NotMoved {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&CipherKey::<Aes256Gcm>::from(*key))
}

impl Phone {
    /// Packs all that is here for a new phone: every operation, what is half typed, and the word by which the roles pass over.
    ///
    /// # Errors
    /// [`CarryError`]
    pub fn pack_for_new_phone(&self) -> Pin<Box<dyn Future<Output = Result<ForNewPhone, CarryError>> + '_>> {
        Box::pin(self.packed_for_new_phone())
    }

    async fn packed_for_new_phone(&self) -> Result<ForNewPhone, CarryError> {
        let me = self.hand().filter(|_| self.confirmed()).ok_or(CarryError::Key)?;
        let (store, device) = (&self.0.store, me.key.public().device());
        let no_luck = |_| CarryError::Key;
        let (seed, salt) = (clock::random::<32>().map_err(no_luck)?, clock::random::<16>().map_err(no_luck)?);
        let code = MoveCode(clock::random::<10>().map_err(no_luck)?);
        let (heir, at_ms) = (SecretKey::from_seed(&seed).public(), clock::now_ms());
        let mut hand_over = HandOver { township: me.township, old: device, heir, at_ms, signature: [0; 64] };
        hand_over.signature = me.key.sign(&hand_over.to_sign()).await?;
        let drafts = store
            .drafts()
            .await?
            .into_iter()
            .map(|Draft { key, text, title, touched_ms }| HalfTyped { key, text, title, touched_ms });
        let township_name =
            self.0.enrolled.borrow().as_ref().map(|kept| kept.0.name.clone()).unwrap_or_default();
        let moved = Moved {
            hand_over,
            heir: seed,
            township: me.township_key,
            township_name,
            assumed: self.assumed(device),
            drafts: drafts.collect(),
        };
        // The township's own first: they bring the keys under which the others are verified.
        let mut heads = store.heads(None).await?;
        let township = me.township_key.device();
        oplog::sort::sort_by_key(&mut heads, |head| head.log.device != township);
        let mut ops = Vec::new();
        for head in &heads {
            ops.extend(store.range(head.log, 0, head.height, usize::MAX).await?);
        }
        let frames = u32::try_from(ops.len() + 1).unwrap_or(u32::MAX);
        let (packed_ms, ephemeral, name) = (at_ms, None, None);
        let index =
            Index { township: me.township, packer: device, packed_ms, heads, frames, ephemeral, name };
        let mut pack = Pack::new(&index);
        pack.add(Kind::Moved, &to_cbor(&moved));
        ops.iter().for_each(|op| pack.add(Kind::Operation, op.bytes()));
        let signature = me.key.sign(&pack.to_sign()).await?;
        let file = seal(&pack.finish(&signature), &code, &salt, &|key, nonce, plain| {
            cipher(key).encrypt(&Nonce::from(nonce), plain).ok()
        });
        Ok(ForNewPhone { file: file.ok_or(CarryError::Key)?, code, ops: ops.len() })
    }

    /// Who this phone is, by its grants.
    fn assumed(&self, device: oplog::DeviceId) -> Assumed {
        let places = self.places();
        let grants = places.grants_of(device);
        let first = grants.first();
        let roles = grants.iter().map(|(scope, grant)| Roles {
            scope: *scope,
            place: places.name_of(scope).to_owned(),
            roles: grant.roles.clone(),
        });
        Assumed {
            name: first.map(|(_, grant)| grant.name.clone()).unwrap_or_default(),
            person: first.and_then(|(_, grant)| grant.person),
            roles: roles.collect(),
        }
    }

    /// Goes on with what an old phone packed: its records, what was half typed, and its roles, which the township passes over
    /// at the first contact.
    ///
    /// # Errors
    /// [`NotMoved`]; what was taken in before it stays, and the same file once more does the rest.
    pub fn take_place_of_old(
        &self,
        file: Vec<u8>,
        code: MoveCode,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotMoved>> + '_>> {
        Box::pin(self.placed(file, code))
    }

    async fn placed(&self, file: Vec<u8>, code: MoveCode) -> Result<(), NotMoved> {
        if self.hand().is_some() {
            return Err(NotMoved::Enrolled);
        }
        let opened =
            open(&file, &code, &|key, nonce, sealed| cipher(key).decrypt(&Nonce::from(nonce), sealed).ok());
        let opened = opened.map_err(NotMoved::File)?;
        let bundle = Bundle::read(&opened)?;
        let moved = Moved::of(&bundle)?;
        if let End::Torn(_) = bundle.end {
            return Err(NotMoved::Refused(Refused::Truncated));
        }
        let (old, store) = (bundle.index.packer, &self.0.store);
        // The places that the old phone read, so that its records are taken in.
        let logs = bundle.index.heads.iter().map(|head| head.log.scope);
        let own = moved.assumed.roles.iter().flat_map(|held| held.scope.with_ancestors());
        let scopes: Vec<Scope> = logs.chain(own).collect::<oplog::flat::Set<Scope>>().into_vec();
        let generation = store.sync_state().await?.generation.unwrap_or_default();
        store.take(&Batch { scopes: Some(scopes), generation, ..Batch::default() }).await?;
        let took =
            carry::take_in((store, &net::Net), &moved.township, (old, None), &opened, clock::now_ms()).await;
        match took {
            Ok(_) => {}
            Err(CarryError::Store(error)) => return Err(NotMoved::Store(error)),
            Err(CarryError::Refused(refused)) => return Err(NotMoved::Refused(refused)),
            Err(CarryError::Key) => return Err(NotMoved::Key),
        }
        for HalfTyped { key, text, title, touched_ms } in moved.drafts {
            store.put_draft(&Draft { key, text, title, touched_ms }).await?;
        }
        let key = self.own_key().await.map_err(|error| match error {
            EnrolError::Store(error) => NotMoved::Store(error),
            _ => NotMoved::Key,
        })?;
        let heir = SecretKey::from_seed(&moved.heir);
        let mut moving = Moving::of(moved.hand_over, &heir, key.public(), label());
        moving.by_new = key.sign(&moving.to_sign()).await.map_err(|_| NotMoved::Key)?;
        let enrolled = Enrolled(Enrolment {
            code: None,
            township: moved.township,
            name: moved.township_name,
            confirmed: false,
            assumed: Some(moved.assumed),
            moving: Some(moving),
            alone: None,
        });
        self.is_now(enrolled).await?;
        self.follow().await?;
        for change in [Change::Drafts, Change::Receipts] {
            self.announce(change);
        }
        self.wish_to_sync(Why::Start);
        Ok(())
    }

    /// A phone that took another's place shows the township the word of that one, as soon as it can.
    pub(crate) async fn ask_to_take_over(
        &self,
        enrolled: &Enrolled,
        moving: &Moving,
    ) -> Result<(), SyncStatus> {
        let answer = net::post(MOVE, to_cbor(moving)).await.map_err(syncing::net)?;
        let answer: ClaimAnswer = message_from_cbor(&answer).map_err(|_| SyncStatus::NotTheTownship)?;
        if answer.state != ClaimState::Confirmed {
            return Err(SyncStatus::Waiting);
        }
        self.admitted(enrolled.clone()).await.map_err(SyncStatus::Store)
    }
}
