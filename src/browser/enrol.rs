//! Enrolment from the phone's side: a code is presented, the officer's decision is asked for.

use crate::keys::{Key, Make, MakeError};
use crate::locks::{self, Patience};
use crate::net;
use crate::phone::{Enrolment, Me, Phone, Township};
use crate::status::{Change, SyncStatus, Why};
use crate::store::Store;
use crate::store::rows::{bytes, bytes_of};
use crate::store::schema::{ENROLMENT, FORMER, KEYS, SETTINGS};
use domain::fold::Places;
use oplog::{PublicKey, Refused, TownshipId, from_cbor, message_from_cbor, to_cbor};
use std::rc::Rc;
use sync::enrol::{Claim, ClaimAnswer, ClaimState, Claimed, Code, Former, check_words};
use sync::port::{DeviceKey, StoreError, TransportError};
use wasm_bindgen::JsValue;

const CLAIM: &str = "/enrol/v1/claim";
const STATE: &str = "/enrol/v1/state";
const PATIENCE_MS: u32 = 10_000;
const MAX_LABEL: usize = 200;

/// Why enrolling did not go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EnrolError {
    /// The way to the township; `Refused` carries `enrol.used`, `enrol.expired`, `enrol.unknown`, ….
    Net(TransportError),
    /// The browser made no key, or it does not sign.
    Key,
    /// The phone could not keep it.
    Store(StoreError),
    /// There is no claim to ask about.
    NoClaim,
    /// The phone is enrolled already.
    Enrolled,
    /// The code is another township's than the one that has this phone's records.
    OtherTownship,
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TransportError> for EnrolError {
    fn from(error: TransportError) -> Self {
        Self::Net(error)
    }
}

/// What is kept of the enrolment.
#[derive(Clone)]
pub(crate) struct Enrolled(pub(crate) sync::enrol::Enrolment);

impl Enrolled {
    pub(crate) async fn load(store: &Store) -> Result<Option<Self>, StoreError> {
        let Some(row) = store.sealed_value(KEYS, ENROLMENT).await? else {
            store.belongs_to(None);
            return Ok(None);
        };
        let read = message_from_cbor(&row).or_else(|_| {
            // As it was kept before a phone could begin without having asked.
            let (code, township, name, confirmed) = from_cbor(&row)?;
            Ok(sync::enrol::Enrolment {
                code: Some(code),
                township,
                name,
                confirmed,
                assumed: None,
                moving: None,
            })
        });
        let enrolled = read.map_err(|_: Refused| StoreError::Corrupt)?;
        store.belongs_to(Some(row));
        Ok(Some(Self(enrolled)))
    }

    pub(crate) async fn keep(&self, store: &Store) -> Result<(), StoreError> {
        let row = to_cbor(&self.0);
        store.put_sealed(KEYS, ENROLMENT, &row).await?;
        store.belongs_to(Some(row));
        Ok(())
    }

    pub(crate) fn me(&self, key: PublicKey) -> Me {
        let Self(kept) = self;
        Me {
            device: key.device(),
            key,
            township: Township {
                id: kept.township.device().into(),
                key: kept.township,
                name: kept.name.clone(),
            },
            state: match (kept.confirmed, &kept.assumed) {
                (true, _) => Enrolment::Enrolled,
                (_, Some(_)) => Enrolment::Assumed,
                _ => Enrolment::Claimed,
            },
            words: kept.code.map(|code| check_words(&code, &key, &kept.township)).unwrap_or_default(),
        }
    }

    /// Adds what the phone takes itself for.
    pub(crate) fn assume(&self, places: &mut Places, key: PublicKey) {
        if let Some(assumed) = self.0.assumed.as_ref().filter(|_| !self.0.confirmed) {
            assumed.add_to(places, key, self.0.township);
        }
    }
}

/// The key and township of a phone that records.
pub(crate) struct Confirmed {
    pub(crate) key: Rc<Key>,
    pub(crate) township: TownshipId,
    pub(crate) township_key: PublicKey,
}

impl Phone {
    /// The key and the township, once the officer has confirmed.
    pub(crate) fn confirmed(&self) -> Option<Confirmed> {
        self.acting()
            .filter(|_| self.0.enrolled.borrow().as_ref().is_some_and(|enrolled| enrolled.0.confirmed))
    }

    /// The key and the township, once the officer has confirmed or the phone goes on by what it takes itself for.
    pub(crate) fn acting(&self) -> Option<Confirmed> {
        let key = self.0.key.borrow().clone()?;
        let enrolled = self.0.enrolled.borrow();
        let acts = |enrolled: &&Enrolled| enrolled.0.confirmed || enrolled.0.assumed.is_some();
        let township_key = enrolled.as_ref().filter(acts)?.0.township;
        Some(Confirmed { key, township: township_key.device().into(), township_key })
    }

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

    /// Presents a one-time code, at first or after the phone's roles have ended; makes the phone's key first, if there is none.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn claim(&self, code: Code) -> Result<Claimed, EnrolError> {
        let busy = EnrolError::Store(StoreError::Moved);
        let _guard = locks::take(&self.lock("enrol"), Patience::Ms(PATIENCE_MS)).await.map_err(|_| busy)?;
        let before = self.confirmed();
        if before.is_some() && !self.has_ended() {
            return Err(EnrolError::Enrolled);
        }
        let key = self.own_key().await?;
        let answer = net::post(CLAIM, signed(&key, code).await?).await?;
        let claimed: Claimed = message_from_cbor(&answer).map_err(|_| TransportError::NotTheTownship)?;
        if claimed.township != TownshipId::from(claimed.key.device()) {
            return Err(TransportError::NotTheTownship.into());
        }
        if before.as_ref().is_some_and(|before| before.township_key != claimed.key) {
            return Err(EnrolError::OtherTownship);
        }
        // A phone whose roles have ended keeps what it holds open while it asks to be taken in again; a session tells.
        let confirmed = before.is_some();
        let (code, township, name) = (Some(code), claimed.key, claimed.name.clone());
        let kept = sync::enrol::Enrolment { code, township, name, confirmed, assumed: None, moving: None };
        let enrolled = Enrolled(kept);
        enrolled.keep(&self.0.store).await?;
        self.0.enrolled.replace(Some(enrolled));
        self.announce(Change::Me);
        Ok(claimed)
    }

    /// Asks whether the officer has decided. `Confirmed` is remembered.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn claim_state(&self) -> Result<ClaimState, EnrolError> {
        let (Some(key), Some(enrolled)) = (self.0.key.borrow().clone(), self.0.enrolled.borrow().clone())
        else {
            return Err(EnrolError::NoClaim);
        };
        if enrolled.0.confirmed {
            return Ok(ClaimState::Confirmed);
        }
        let code = enrolled.0.code.ok_or(EnrolError::NoClaim)?;
        let answer = net::post(STATE, signed(&key, code).await?).await?;
        let answer: ClaimAnswer = message_from_cbor(&answer).map_err(|_| TransportError::NotTheTownship)?;
        if answer.state == ClaimState::Confirmed {
            if let Some(former) = answer.former {
                self.0.store.put_value(SETTINGS, FORMER, &bytes(&to_cbor(&former))).await?;
            }
            self.admitted(enrolled).await?;
            self.wish_to_sync(Why::Start);
        }
        Ok(answer.state)
    }

    /// Remembers that the township has admitted this phone.
    pub(crate) async fn admitted(&self, mut enrolled: Enrolled) -> Result<(), StoreError> {
        (enrolled.0.confirmed, enrolled.0.moving) = (true, None);
        enrolled.keep(&self.0.store).await?;
        self.0.enrolled.replace(Some(enrolled));
        self.set_status(SyncStatus::Never);
        self.announce(Change::Me);
        Ok(())
    }

    /// Forgets a claim that was not confirmed, and its key, so that another code can be taken.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn forget_claim(&self) -> Result<(), EnrolError> {
        if self.confirmed().is_some() {
            return Err(EnrolError::Enrolled);
        }
        self.0.store.put_value(KEYS, ENROLMENT, &JsValue::UNDEFINED).await?;
        self.0.store.belongs_to(None);
        Key::forget(&self.0.store).await?;
        self.0.enrolled.take();
        self.0.key.take();
        self.announce(Change::Me);
        Ok(())
    }

    /// The key that is there, or a new one.
    pub(crate) async fn own_key(&self) -> Result<Rc<Key>, EnrolError> {
        if let Some(key) = self.0.key.borrow().clone() {
            return Ok(key);
        }
        // Another window may have made one a moment ago.
        let key = match Key::load(&self.0.store).await? {
            Some(key) => key,
            None => Key::make(&self.0.store, Make::Best).await?,
        };
        let key = Rc::new(key);
        self.0.key.replace(Some(key.clone()));
        Ok(key)
    }
}

impl From<MakeError> for EnrolError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Key => Self::Key,
            MakeError::Store(error) => Self::Store(error),
        }
    }
}

async fn signed(key: &Key, code: Code) -> Result<Vec<u8>, EnrolError> {
    let mut claim = Claim { code, key: key.public(), label: label(), signature: [0; 64] };
    claim.signature = key.sign(&claim.to_sign()).await.map_err(|_| EnrolError::Key)?;
    Ok(to_cbor(&claim))
}

/// What kind of phone and browser, as the browser says.
pub(crate) fn label() -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    agent.chars().take(MAX_LABEL).collect()
}
