//! Enrolment from the phone's side: a code is presented, the officer's decision is asked for.

use crate::keys::{Key, Make, MakeError};
use crate::locks::{self, Patience};
use crate::net;
use crate::phone::{Enrolment, Me, Phone, Township};
use crate::status::{Begun, Change, SyncStatus, Why};
use crate::store::Store;
use crate::store::rows::bytes;
use crate::store::schema::{ENROLMENT, FORMER, KEYS, SETTINGS};
use crate::syncing;
use domain::fold::Places;
use oplog::{PublicKey, Refused, TownshipId, from_cbor, message_from_cbor, to_cbor};
use std::rc::Rc;
use sync::enrol::{Claim, ClaimAnswer, ClaimState, Claimed, Code, Enrolment as Row, check_words};
use sync::invite::{Alone, Invite};
use sync::message::Retry;
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
pub(crate) struct Enrolled(pub(crate) Row);

impl Enrolled {
    pub(crate) async fn load(store: &Store) -> Result<Option<Self>, StoreError> {
        let Some(row) = store.sealed_value(KEYS, ENROLMENT).await? else {
            store.belongs_to(None);
            return Ok(None);
        };
        let read = message_from_cbor(&row).or_else(|_| {
            // As it was kept before a phone could begin without having asked.
            let (code, township, name, confirmed) = from_cbor(&row)?;
            Ok(Row { code: Some(code), township, name, confirmed, assumed: None, moving: None, alone: None })
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

    /// Adds what the phone takes itself for to what is known of the places.
    pub(crate) fn assume(&self, key: PublicKey, places: &mut Places) {
        let Self(kept) = self;
        if kept.confirmed {
            return;
        }
        if let Some(assumed) = &kept.assumed {
            assumed.add_to(places, key, kept.township);
        } else if let Some(alone) = &kept.alone {
            alone.assume(key, places);
        }
    }

    /// Whether the person chose to record before the township has decided, and it has not yet.
    pub(crate) fn begun(&self) -> bool {
        let Self(kept) = self;
        let alone = kept.alone.as_ref().is_some_and(|alone| alone.begun);
        !kept.confirmed && (alone || kept.assumed.is_some())
    }

    pub(crate) fn me(&self, key: PublicKey) -> Me {
        let Self(kept) = self;
        let state = match &kept.alone {
            _ if kept.confirmed => Enrolment::Enrolled,
            _ if kept.assumed.is_some() => Enrolment::Begun(Begun::NotAsked),
            Some(Alone { begun: true, ended: Some(code), .. }) => {
                Enrolment::Begun(Begun::Ended(code.clone()))
            }
            Some(Alone { begun: true, asked: true, .. }) => Enrolment::Begun(Begun::Waiting),
            Some(Alone { begun: true, .. }) => Enrolment::Begun(Begun::NotAsked),
            _ => Enrolment::Claimed,
        };
        Me {
            device: key.device(),
            key,
            township: Township {
                id: kept.township.device().into(),
                key: kept.township,
                name: kept.name.clone(),
            },
            state,
            words: kept.code.map(|code| check_words(&code, &key, &kept.township)).unwrap_or_default(),
        }
    }
}

/// The key of a phone that records, and the township.
pub(crate) struct Hand {
    pub(crate) key: Rc<Key>,
    pub(crate) township: TownshipId,
    pub(crate) township_key: PublicKey,
}

impl Phone {
    /// The key and the township, once this phone records: confirmed, or begun alone.
    pub(crate) fn hand(&self) -> Option<Hand> {
        let key = self.0.key.borrow().clone()?;
        let records = |enrolled: &&Enrolled| enrolled.0.confirmed || enrolled.begun();
        let township_key = self.0.enrolled.borrow().as_ref().filter(records)?.0.township;
        Some(Hand { key, township: township_key.device().into(), township_key })
    }

    /// Whether the officer has confirmed.
    pub(crate) fn confirmed(&self) -> bool {
        self.0.enrolled.borrow().as_ref().is_some_and(|enrolled| enrolled.0.confirmed)
    }

    /// Presents a one-time code, at first or after the phone's roles have ended; makes the phone's key first, if there is none.
    /// `invite` came with it in a link.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn claim(&self, code: Code, invite: Option<&Invite>) -> Result<Claimed, EnrolError> {
        let (_guard, before) = self.may_enrol().await?;
        let key = self.own_key().await?;
        let answer = net::post(CLAIM, signed(&key, code).await?).await?;
        let claimed: Claimed = message_from_cbor(&answer).map_err(|_| TransportError::NotTheTownship)?;
        if claimed.township != TownshipId::from(claimed.key.device()) {
            return Err(TransportError::NotTheTownship.into());
        }
        let pinned = before.as_ref().map(|before| before.0.township).or(invite.map(|invite| invite.township));
        if pinned.is_some_and(|pinned| pinned != claimed.key) {
            return Err(EnrolError::OtherTownship);
        }
        // A phone whose roles have ended keeps what it holds open while it asks to be taken in again; a session tells.
        let confirmed = before.as_ref().is_some_and(|before| before.0.confirmed);
        let begun = before.as_ref().is_some_and(Enrolled::begun);
        let alone = match (invite, before.and_then(|before| before.0.alone)) {
            (Some(invite), _) => Some(Alone { begun, asked: true, ..Alone::new(invite.clone()) }),
            (None, alone) => alone.map(|alone| Alone { asked: true, ended: None, ..alone }),
        };
        let (township, name) = (claimed.key, claimed.name.clone());
        let (code, assumed, moving) = (Some(code), None, None);
        self.is_now(Enrolled(Row { code, township, name, confirmed, assumed, moving, alone })).await?;
        Ok(claimed)
    }

    /// Begins to record as the link says, before the township knows of it: makes the key, if there is none, and pins the
    /// township's. A code that could not be presented is presented by [`Phone::sync`].
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn begin(&self, invite: &Invite) -> Result<(), EnrolError> {
        let (_guard, before) = self.may_enrol().await?;
        if before.as_ref().is_some_and(|before| before.0.township != invite.township) {
            return Err(EnrolError::OtherTownship);
        }
        // Whose roles the township has ended takes nothing for granted any more.
        if self.confirmed() {
            return Err(TransportError::Offline.into());
        }
        self.own_key().await?;
        let asked = before
            .and_then(|before| before.0.alone)
            .is_some_and(|alone| alone.asked && alone.invite == *invite);
        let Invite { code, township, township_name: name, .. } = invite.clone();
        let alone = Some(Alone { begun: true, asked, ..Alone::new(invite.clone()) });
        let (code, assumed, moving) = (Some(code), None, None);
        self.is_now(Enrolled(Row { code, township, name, confirmed: false, assumed, moving, alone })).await?;
        self.wish_to_sync(Why::Start);
        Ok(())
    }

    /// Begins to record while the officer has not decided: [`Phone::begin`] for a code that came with a link and is presented.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn begin_at_once(&self) -> Result<(), EnrolError> {
        let alone = self.0.enrolled.borrow().as_ref().and_then(|enrolled| enrolled.0.alone.clone());
        self.begin(&alone.ok_or(EnrolError::NoClaim)?.invite).await
    }

    /// Whether the claim came with a link, so that this phone may begin before the officer has decided.
    pub fn may_begin(&self) -> bool {
        self.0
            .enrolled
            .borrow()
            .as_ref()
            .is_some_and(|enrolled| !enrolled.0.confirmed && enrolled.0.alone.is_some())
    }

    /// Holds back other windows that enrol; what is known of the enrolment, where a code may be taken.
    async fn may_enrol(&self) -> Result<(locks::Guard, Option<Enrolled>), EnrolError> {
        let busy = EnrolError::Store(StoreError::Moved);
        let guard = locks::take(&self.lock("enrol"), Patience::Ms(PATIENCE_MS)).await.map_err(|_| busy)?;
        if self.confirmed() && !self.has_ended() {
            return Err(EnrolError::Enrolled);
        }
        let before = self.0.enrolled.borrow().clone();
        Ok((guard, before.filter(|before| before.0.confirmed || before.begun())))
    }

    /// Keeps what this phone is now, and what follows for its places.
    pub(crate) async fn is_now(&self, enrolled: Enrolled) -> Result<(), StoreError> {
        enrolled.keep(&self.0.store).await?;
        let begun = enrolled.begun();
        self.0.enrolled.replace(Some(enrolled));
        if begun {
            self.read_places().await?;
            self.announce(Change::Places);
        }
        self.announce(Change::Me);
        Ok(())
    }

    /// What a phone that began alone does before a session: presents its code, then asks for the decision.
    pub(crate) async fn ask_to_be_admitted(&self) -> Result<(), SyncStatus> {
        let Some(enrolled) = self.0.enrolled.borrow().clone().filter(Enrolled::begun) else { return Ok(()) };
        if let Some(moving) = &enrolled.0.moving {
            return self.ask_to_take_over(&enrolled, moving).await;
        }
        let (Some(alone), Some(code)) = (enrolled.0.alone.clone(), enrolled.0.code) else { return Ok(()) };
        if let Some(code) = alone.ended {
            return Err(SyncStatus::Refused(code));
        }
        let asked = match alone.asked {
            true => Ok(()),
            false => self.claim(code, Some(&alone.invite)).await.map(drop),
        };
        let answer = match asked {
            Ok(()) => self.claim_state().await,
            Err(error) => Err(error),
        };
        let ended = match answer {
            Ok(ClaimState::Confirmed) => return Ok(()),
            Ok(ClaimState::Waiting) => return Err(SyncStatus::Waiting),
            Ok(ClaimState::Refused) => "enrol.refused".to_owned(),
            Ok(ClaimState::Expired) => "enrol.late".to_owned(),
            Err(EnrolError::Net(TransportError::Refused(failure)))
                if failure.retry == Retry::Never && failure.code.starts_with("enrol.") =>
            {
                failure.code
            }
            Err(error) => return Err(status_of(error)),
        };
        let Some(Enrolled(kept)) = self.0.enrolled.borrow().clone() else { return Ok(()) };
        let alone = kept.alone.clone().map(|alone| Alone { ended: Some(ended.clone()), ..alone });
        self.is_now(Enrolled(Row { alone, ..kept })).await.map_err(SyncStatus::Store)?;
        Err(SyncStatus::Refused(ended))
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

    /// Forgets a claim that was not confirmed, and its key, so that another code can be taken. Not where something may have
    /// been recorded with the key.
    ///
    /// # Errors
    /// [`EnrolError`]
    pub async fn forget_claim(&self) -> Result<(), EnrolError> {
        if self.hand().is_some() {
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

fn status_of(error: EnrolError) -> SyncStatus {
    match error {
        EnrolError::Net(error) => syncing::net(error),
        EnrolError::Store(error) => SyncStatus::Store(error),
        EnrolError::Key => SyncStatus::Key,
        EnrolError::OtherTownship => SyncStatus::Refused("enrol.other-township".to_owned()),
        EnrolError::NoClaim | EnrolError::Enrolled => SyncStatus::NotEnrolled,
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
