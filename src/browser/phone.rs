//! The phone as its screens see it: who it is, what is known, where records are, who listens.

use crate::Store;
use crate::auto::Auto;
use crate::broadcast::{Windows, Word};
use crate::door::Door;
use crate::enrol::Enrolled;
use crate::keys::Key;
use crate::locks::Guard;
use crate::status::{Begun, Change, Kept, Listener, Safety, SyncStatus};
use crate::store::schema::{COPIED, SETTINGS};
use domain::fold::Places;
use domain::view::MatterSummary;
use futures_util::future::{join3, join4};
use oplog::flat::Map;
use oplog::{DeviceId, Head, LogKey, Op, PublicKey, TownshipId};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use sync::carried::Carried;
use sync::port::{Draft, PhoneStore, Received, StoreError};
use sync::saving::Tip;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Why the phone could not be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenError {
    /// The browser has no IndexedDB here (a private window, or too old).
    NoStorage,
    /// Another window holds an older version open; it must be closed.
    Blocked,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// How far the enrolment is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Enrolment {
    /// The code was taken; the officer has not decided.
    Claimed,
    /// The officer has not decided, and the person records meanwhile.
    Begun(Begun),
    /// Confirmed.
    Enrolled,
}

/// The township that this phone belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Township {
    /// Its name in records.
    pub id: TownshipId,
    /// Its key, pinned at enrolment.
    pub key: PublicKey,
    /// Its name for people.
    pub name: String,
}

/// Who this phone is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Me {
    /// The device.
    pub device: DeviceId,
    /// Its public key.
    pub key: PublicKey,
    /// The township.
    pub township: Township,
    /// How far the enrolment is.
    pub state: Enrolment,
    /// Numbers of the six words that both sides show.
    pub words: [u8; 6],
}

/// What the first screen shows, read together with the rest.
pub struct AtFirst {
    /// The matters held.
    pub summaries: Vec<MatterSummary>,
    /// What is typed and not recorded, the last touched first.
    pub drafts: Vec<Draft>,
    /// When the township was last reached, by its clock.
    pub last_good: Option<u64>,
}

type Hear = Rc<dyn Fn(Change)>;

#[derive(Default)]
struct Receipts {
    by_log: Map<LogKey, Received>,
    unreceived: u32,
    safety: Safety,
    handed: Map<LogKey, u64>,
    carried: Map<LogKey, u64>,
}

impl Receipts {
    fn of(device: Option<DeviceId>, read: ReadReceipts) -> Self {
        let (heads, received, handed, carried) = read;
        let own: Vec<_> = heads.into_iter().filter(|head| Some(head.log.device) == device).collect();
        let unreceived = u32::try_from(sync::session::unreceived(&own, &received)).unwrap_or(u32::MAX);
        let by_log: Map<LogKey, Received> =
            received.into_iter().map(|received| (received.head.log, received)).collect();
        let handed: Map<LogKey, u64> = handed.into_iter().map(|(head, _)| (head.log, head.height)).collect();
        let mut safety = Safety::default();
        for head in &own {
            let there = by_log.get(&head.log);
            let received = there.map_or(0, |there: &Received| there.head.height).min(head.height);
            let gone = handed.get(&head.log).map_or(0, |height| (*height).min(head.height)).max(received);
            safety.here += head.height - gone;
            safety.handed += gone - received;
            safety.received += received;
            if there.is_some_and(|there| there.arrival <= there.durable_upto) {
                safety.backed_up += received;
            }
        }
        safety.carried = carried.iter().filter(|carried| !carried.arrived).count() as u64;
        let mut waiting = Map::default();
        for head in carried.iter().filter(|carried| !carried.arrived).flat_map(|carried| &carried.heads) {
            let height = waiting.get(&head.log).copied().unwrap_or(0);
            waiting.insert(head.log, head.height.max(height));
        }
        Self { by_log, unreceived, safety, handed, carried: waiting }
    }
}

/// What is known of the places: what the township said, and what the link of the code said as long as it said nothing.
fn known(ops: &[Op], key: Option<&Rc<Key>>, enrolled: Option<&Enrolled>) -> Places {
    let mut places = Places::fold(ops);
    if let (Some(key), Some(enrolled)) = (key, enrolled) {
        enrolled.assume(key.public(), &mut places);
    }
    places
}

/// Heads, receipts, what was handed over, what is carried.
type ReadReceipts = (Vec<Head>, Vec<Received>, Vec<(Head, u64)>, Vec<Carried>);

async fn read_of(store: &Store) -> Result<ReadReceipts, StoreError> {
    let read = join4(store.heads(None), store.received(), store.handed(), store.carried()).await;
    Ok((read.0?, read.1?, read.2?, read.3?))
}

pub(crate) struct Inner {
    pub(crate) name: String,
    pub(crate) store: Store,
    pub(crate) window: RefCell<Option<Guard>>,
    pub(crate) key: RefCell<Option<Rc<Key>>>,
    pub(crate) enrolled: RefCell<Option<Enrolled>>,
    pub(crate) places: RefCell<Rc<Places>>,
    pub(crate) status: RefCell<SyncStatus>,
    pub(crate) running: Cell<bool>,
    pub(crate) auto: Auto,
    pub(crate) tip: RefCell<Option<Tip>>,
    pub(crate) copied: Cell<bool>,
    receipts: RefCell<Receipts>,
    listeners: RefCell<Map<u32, Hear>>,
    windows: RefCell<Option<Windows>>,
}

/// The phone. Clones are handles of the same one.
#[derive(Clone)]
pub struct Phone(pub(crate) Rc<Inner>);

impl Phone {
    /// Opens a phone of its own in a database of this name; tests have several.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open_named(name: &str) -> Result<Self, OpenError> {
        Door::at(name).await?.enter().await.map(|(phone, _)| phone)
    }

    pub(crate) async fn enter(
        name: String,
        store: Store,
        window: Guard,
    ) -> Result<(Self, AtFirst), OpenError> {
        // All questions at once: on a slow phone each answer waited for alone is a hundredth of a second.
        let who = join3(Key::load(&store), Enrolled::load(&store), store.value(SETTINGS, COPIED));
        let lists = join3(store.summaries(), store.drafts(), store.sync_state());
        let ((key, enrolled, copied), (summaries, drafts, state), places, receipts) =
            join4(who, lists, store.place_ops(), read_of(&store)).await;
        let (key, enrolled) = (key?.map(Rc::new), enrolled?);
        let places = known(&places?, key.as_ref(), enrolled.as_ref());
        let device = key.as_ref().map(|key| key.public().device());
        let receipts = Receipts::of(device, receipts?);
        let first = AtFirst { summaries: summaries?, drafts: drafts?, last_good: state?.last_good_ms };
        let status = match first.last_good {
            Some(at_ms) => SyncStatus::Good { at_ms, up: 0, down: 0 },
            None => SyncStatus::Never,
        };
        let phone = Self(Rc::new(Inner {
            name,
            store,
            window: RefCell::new(Some(window)),
            key: RefCell::new(key),
            enrolled: RefCell::new(enrolled),
            places: RefCell::new(Rc::new(places)),
            status: RefCell::new(status),
            running: Cell::new(false),
            auto: Auto::default(),
            tip: RefCell::default(),
            copied: Cell::new(copied?.is_truthy()),
            receipts: RefCell::new(receipts),
            listeners: RefCell::default(),
            windows: RefCell::default(),
        }));
        phone.hear_others();
        Ok((phone, first))
    }

    /// The store: drafts, summaries, a matter's operations ([`sync::port::PhoneStore`]).
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Who this phone is; none before a code was taken.
    pub fn me(&self) -> Option<Me> {
        let key = self.0.key.borrow().as_ref()?.public();
        self.0.enrolled.borrow().as_ref().map(|enrolled| enrolled.me(key))
    }

    /// Whether another copy of this phone was found, and nobody has said yet that he read it.
    pub fn copied(&self) -> bool {
        self.0.copied.get()
    }

    /// The person has read that there is, or was, another copy.
    ///
    /// # Errors
    /// [`StoreError`]; it is told again then.
    pub async fn copied_was_read(&self) -> Result<(), StoreError> {
        self.0.store.put_value(SETTINGS, COPIED, &JsValue::UNDEFINED).await?;
        self.0.copied.set(false);
        self.announce(Change::Me);
        Ok(())
    }

    /// What is known of the places; the same value until [`Change::Places`].
    pub fn places(&self) -> Rc<Places> {
        self.0.places.borrow().clone()
    }

    /// How synchronising goes.
    pub fn status(&self) -> SyncStatus {
        self.0.status.borrow().clone()
    }

    /// Where an operation is known to be.
    pub fn kept(&self, op: &Op) -> Kept {
        let header = op.header();
        let receipts = self.0.receipts.borrow();
        match receipts.by_log.get(&header.log()).filter(|received| received.head.height > header.seq) {
            Some(received) if received.arrival <= received.durable_upto => Kept::BackedUp,
            Some(_) => Kept::Received,
            None => {
                let own = self.0.key.borrow().as_ref().map(|key| key.public().device());
                let within = |heights: &Map<LogKey, u64>| {
                    heights.get(&header.log()).is_some_and(|height| *height > header.seq)
                };
                match own == Some(header.device) {
                    true if within(&receipts.handed) => Kept::Handed,
                    true => Kept::ThisPhone,
                    false if within(&receipts.carried) => Kept::Carried,
                    false => Kept::Brought,
                }
            }
        }
    }

    /// How many own operations have no receipt.
    pub fn unreceived(&self) -> u32 {
        self.0.receipts.borrow().unreceived
    }

    /// How many own operations are where.
    pub fn safety(&self) -> Safety {
        self.0.receipts.borrow().safety
    }

    /// Hears of changes, until the listener is dropped.
    pub fn listen(&self, hear: impl Fn(Change) + 'static) -> Listener {
        let mut listeners = self.0.listeners.borrow_mut();
        let number = listeners.last_key_value().map_or(0, |(last, _)| last.wrapping_add(1));
        listeners.insert(number, Rc::new(hear));
        let phone = Rc::downgrade(&self.0);
        Listener::new(move || {
            if let Some(phone) = phone.upgrade() {
                phone.listeners.borrow_mut().remove(&number);
            }
        })
    }

    /// Tells the listeners of this window.
    pub(crate) fn say(&self, change: &Change) {
        let listeners: Vec<_> = self.0.listeners.borrow().values().cloned().collect();
        listeners.iter().for_each(|hear| hear(change.clone()));
    }

    /// Tells the other windows.
    pub(crate) fn tell(&self, word: &Word) {
        if let Some(windows) = &*self.0.windows.borrow() {
            windows.tell(word);
        }
    }

    /// Tells this window and the others.
    pub(crate) fn announce(&self, change: Change) {
        self.say(&change);
        self.tell(&Word::Changed(change));
    }

    pub(crate) fn set_status(&self, status: SyncStatus) {
        self.0.status.replace(status.clone());
        self.say(&Change::Sync(status));
    }

    pub(crate) async fn read_places(&self) -> Result<(), StoreError> {
        let ops = self.0.store.place_ops().await?;
        let places = known(&ops, self.0.key.borrow().as_ref(), self.0.enrolled.borrow().as_ref());
        self.0.places.replace(Rc::new(places));
        Ok(())
    }

    pub(crate) async fn read_receipts(&self) -> Result<(), StoreError> {
        let read = read_of(&self.0.store).await?;
        let device = self.0.key.borrow().as_ref().map(|key| key.public().device());
        self.0.receipts.replace(Receipts::of(device, read));
        Ok(())
    }

    /// Counts an operation just saved.
    pub(crate) fn one_more_unreceived(&self) {
        let mut receipts = self.0.receipts.borrow_mut();
        receipts.unreceived = receipts.unreceived.saturating_add(1);
        receipts.safety.here += 1;
    }

    fn hear_others(&self) {
        let phone = Rc::downgrade(&self.0);
        let windows = Windows::open(&self.0.name, move |word| {
            if let Some(phone) = upgrade(&phone) {
                spawn_local(async move { phone.heard(word).await });
            }
        });
        self.0.windows.replace(Some(windows));
        let phone = Rc::downgrade(&self.0);
        self.0.store.when_outdated(move || {
            if let Some(phone) = upgrade(&phone) {
                phone.say(&Change::Outdated);
            }
        });
    }

    /// Another window changed the store: what is held in memory is read again, then this window's listeners hear.
    async fn heard(&self, word: Word) {
        self.forget_tip();
        let change = match word {
            Word::Synced(at_ms) => return self.set_status(SyncStatus::Good { at_ms, up: 0, down: 0 }),
            Word::Changed(change) => change,
        };
        let read = match &change {
            Change::Places => self.read_places().await,
            Change::Receipts => self.read_receipts().await,
            Change::Me => self.read_me().await,
            _ => Ok(()),
        };
        match read {
            Ok(()) => self.say(&change),
            Err(error) => self.set_status(SyncStatus::Store(error)),
        }
    }

    async fn read_me(&self) -> Result<(), StoreError> {
        let key = Key::load(&self.0.store).await?.map(Rc::new);
        let enrolled = Enrolled::load(&self.0.store).await?;
        self.0.copied.set(self.0.store.value(SETTINGS, COPIED).await?.is_truthy());
        self.0.key.replace(key);
        self.0.enrolled.replace(enrolled);
        self.0.store.read_lock().await
    }
}

/// The phone, if its page still has it.
pub(crate) fn upgrade(phone: &Weak<Inner>) -> Option<Phone> {
    phone.upgrade().map(Phone)
}
