//! A phone with its windows: each may be killed at every point where it waits.

use super::air::Air;
use super::shelf::Shelf;
use super::town::sign_with_context;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::Body;
use domain::fold::{self, Places};
use domain::matter::{Category, MatterRaised, Origin};
use domain::rules::ProcedureKind;
use oplog::bundle::Bundle;
use oplog::{DeviceId, MatterId, Op, OpId, PublicKey, Scope, SecretKey, Signature};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use sync::memory::Moment;
use sync::port::{Cipher, DeviceKey, KeyError, PhoneStore, StoreError};
use sync::saving::{Hand, SaveError, Tip, Words, save};
use sync::session::carry::{self, Brought, CarryError};
use sync::session::{Report, Session, SessionError, run};

/// Small batches and pages, so that their edges are met.
pub const BATCH_OPS: usize = 3;
/// A kind that no program knows yet.
const UNKNOWN: (u16, u16) = (900, 1);

pub struct Key(SecretKey);

impl DeviceKey for Key {
    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError> {
        Ok(sign_with_context(&self.0, message))
    }
}

/// The browser's cipher.
struct Gcm;

impl Cipher for Gcm {
    async fn seal(&self, key: &[u8; 32], nonce: [u8; 12], plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let cipher = Aes256Gcm::new(&aes_gcm::Key::<Aes256Gcm>::from(*key));
        cipher.encrypt(&Nonce::from(nonce), plain).map_err(|_| KeyError)
    }
}

/// What a window was doing when it was done.
pub enum Done {
    Saved(Result<Op, SaveError>),
    Session(Result<Report, SessionError>),
    Folded(Result<(), StoreError>),
    Packed(Result<Vec<u8>, CarryError>),
    TakenIn(Result<Brought, CarryError>),
    /// What the township signed for, packed for the way back.
    Delivered(Result<Vec<u8>, SessionError>),
}

type Task = Pin<Box<dyn Future<Output = Done>>>;

/// A window of the app.
#[derive(Default)]
pub struct Tab {
    tip: Rc<RefCell<Option<Tip>>>,
    task: Option<Task>,
    /// How often the township had been put back as a whole when its last session began.
    pub put_backs: u64,
    /// The browser has stopped it in the middle of what it does, with all that it holds in its hands.
    frozen: bool,
}

/// A phone.
pub struct Phone {
    pub name: String,
    pub scope: Scope,
    pub shelf: Rc<Shelf>,
    pub air: Rc<Air>,
    pub tabs: Vec<Tab>,
    key: Rc<Key>,
    public: PublicKey,
    township: PublicKey,
    /// How far its clock is off, in milliseconds.
    pub drift_ms: Cell<i64>,
    /// Appends that returned: the promise.
    pub promised: BTreeMap<OpId, Op>,
    /// Whether it was put back or copied: then it may have signed twice without knowing.
    pub copied: bool,
    /// Earlier states of it.
    pub earlier: Vec<Moment>,
    /// Another phone with the same storage and key, at the moment in a drawer.
    pub twin: Option<Moment>,
    said: u32,
}

impl Phone {
    pub fn new(seed: u8, scope: Scope, tabs: usize, township: PublicKey, shelf: Shelf, air: Air) -> Self {
        let key = SecretKey::from_seed(&[seed; 32]);
        Self {
            name: format!("phone {seed}"),
            scope,
            shelf: Rc::new(shelf),
            air: Rc::new(air),
            tabs: (0..tabs).map(|_| Tab::default()).collect(),
            public: key.public(),
            key: Rc::new(Key(key)),
            township,
            drift_ms: Cell::new(0),
            promised: BTreeMap::new(),
            copied: false,
            earlier: Vec::new(),
            twin: None,
            said: 0,
        }
    }

    pub fn device(&self) -> DeviceId {
        self.public.device()
    }

    pub fn secret(&self) -> &SecretKey {
        &self.key.0
    }

    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Windows that do nothing, or something.
    pub fn windows(&self, busy: bool) -> Vec<usize> {
        (0..self.tabs.len())
            .filter(|at| self.tabs.get(*at).is_some_and(|tab| tab.task.is_some() == busy && !tab.frozen))
            .collect()
    }

    fn now(&self, now_ms: u64) -> u64 {
        now_ms.saturating_add_signed(self.drift_ms.get())
    }

    fn start(&mut self, tab: usize, task: Task) {
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.task = Some(task);
        }
    }

    /// Begins to save something: a matter, or words to one.
    pub fn save(&mut self, tab: usize, now_ms: u64, matter: Option<MatterId>, deps: Vec<OpId>) {
        let Some(window) = self.tabs.get(tab) else { return };
        let (tip, shelf, key) = (window.tip.clone(), self.shelf.clone(), self.key.clone());
        let (public, township, scope) = (self.public, self.township.device().into(), self.scope);
        let now_ms = self.now(now_ms);
        self.said += 1;
        let (kind, body) = match matter {
            None => {
                let body = Body::MatterRaised(MatterRaised {
                    title: format!("{}的第{}件事", self.name, self.said),
                    category: Category::Labour,
                    origin: Origin::Suggested,
                    raised_by: "李正华".into(),
                    description: String::new(),
                    money_fen: 1,
                    labour_days: 2,
                    households: 3,
                    procedure: ProcedureKind::GroupMatter,
                });
                ((body.kind() as u16, body.kind().schema()), body.encode())
            }
            Some(_) => (UNKNOWN, oplog::to_cbor(&format!("{} 说的第 {} 句", self.name, self.said))),
        };
        let task = async move {
            let hand = Hand {
                store: &*shelf,
                key: &*key,
                public,
                township,
                rule_book: 1,
                now_ms,
                offset_min: 480,
                tip: &tip,
            };
            let words = Words { scope, matter, deps: &deps, kind, body: &body, draft_done: None };
            Done::Saved(save(&hand, &words).await)
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins a session, and folds what it brings.
    pub fn sync(&mut self, tab: usize, now_ms: u64) {
        let Some(window) = self.tabs.get_mut(tab) else { return };
        window.put_backs = self.air.town.borrow().put_backs;
        let (shelf, key, air, tip) =
            (self.shelf.clone(), self.key.clone(), self.air.clone(), window.tip.clone());
        let (device, township, now_ms) = (self.device(), self.township, self.now(now_ms));
        let task = async move {
            let (store, key, transport, batch_ops) = (&*shelf, &*key, &*air, BATCH_OPS);
            let session =
                Session { store, transport, key, device, township, app: "simulation", now_ms, batch_ops };
            let ended = run(&session).await;
            // As the app does: what it knew of its pen is read again, whatever became of the session.
            tip.take();
            Done::Session(ended)
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins to make stale summaries anew.
    pub fn fold(&mut self, tab: usize) {
        let shelf = self.shelf.clone();
        let task = async move {
            let folded = async {
                let places = Places::fold(&shelf.place_ops().await?);
                for matter in shelf.stale().await? {
                    let view = fold::matter(&shelf.matter_ops(matter).await?, &places);
                    if let Some(view) = view {
                        shelf.put_summaries(&[fold::summary(&view)]).await?;
                    }
                }
                Ok(())
            };
            Done::Folded(folded.await)
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins to pack what has no receipt.
    pub fn pack(&mut self, tab: usize, now_ms: u64) {
        let (shelf, key) = (self.shelf.clone(), self.key.clone());
        let (device, township, now_ms) = (self.device(), self.township.device().into(), self.now(now_ms));
        let task = async move {
            Done::Packed(
                carry::pack(&*shelf, &*key, (device, ""), (township, false), now_ms)
                    .await
                    .map(|packed| packed.file),
            )
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins to pack the same for the township alone.
    pub fn seal(&mut self, tab: usize, now_ms: u64, random: [u8; 32]) {
        let (shelf, key) = (self.shelf.clone(), self.key.clone());
        let (device, township, now_ms) = (self.device(), self.township, self.now(now_ms));
        let task = async move {
            let packed =
                carry::pack_sealed(&*shelf, (&*key, &Gcm), (device, ""), &township, &random, now_ms).await;
            Done::Packed(packed.map(|packed| packed.file))
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins to take a bundle in.
    pub fn take_in(&mut self, tab: usize, now_ms: u64, bundle: Vec<u8>) {
        let (shelf, air, township) = (self.shelf.clone(), self.air.clone(), self.township);
        let (device, now_ms) = (self.device(), self.now(now_ms));
        let task = async move {
            Done::TakenIn(carry::take_in((&*shelf, &*air), &township, (device, None), &bundle, now_ms).await)
        };
        self.start(tab, Box::pin(task));
    }

    /// Begins to deliver all that is carried; what the township signed for goes back.
    pub fn deliver_all(&mut self, tab: usize, now_ms: u64) {
        self.bring(tab, now_ms, None);
    }

    /// Begins to deliver a bundle, whoever packed it.
    pub fn deliver(&mut self, tab: usize, now_ms: u64, bundle: Vec<u8>) {
        self.bring(tab, now_ms, Some(bundle));
    }

    fn bring(&mut self, tab: usize, now_ms: u64, bundle: Option<Vec<u8>>) {
        let (shelf, key, air) = (self.shelf.clone(), self.key.clone(), self.air.clone());
        let (device, township, now_ms) = (self.device(), self.township, self.now(now_ms));
        let task = async move {
            let (store, key, transport, batch_ops) = (&*shelf, &*key, &*air, BATCH_OPS);
            let session =
                Session { store, transport, key, device, township, app: "simulation", now_ms, batch_ops };
            let delivered = async {
                let receipts = match &bundle {
                    Some(bundle) => {
                        let bundle = Bundle::read(bundle).map_err(SessionError::NotTheTownship)?;
                        carry::deliver(&session, &bundle).await?.receipts
                    }
                    None => {
                        carry::deliver_all(&session).await?;
                        shelf.carried().await?.into_iter().flat_map(|carried| carried.receipts).collect()
                    }
                };
                let packed =
                    carry::pack_receipts((&receipts, &[]), key, device, township.device().into(), now_ms);
                packed.await.map_err(|_| SessionError::Key)
            };
            Done::Delivered(delivered.await)
        };
        self.start(tab, Box::pin(task));
    }

    /// Lets a window go on as far as its next wait.
    pub fn poll(&mut self, tab: usize) -> Option<Done> {
        let tab = self.tabs.get_mut(tab)?;
        let mut task = tab.task.take()?;
        match task.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => {
                tab.task = Some(task);
                None
            }
        }
    }

    /// Freezes a window, or lets a frozen one go on.
    pub fn freeze(&mut self, tab: usize) -> bool {
        let Some(tab) = self.tabs.get_mut(tab) else { return false };
        tab.frozen = tab.task.is_some() && !tab.frozen;
        tab.frozen
    }

    /// Kills a window.
    pub fn kill(&mut self, tab: usize) {
        if let Some(tab) = self.tabs.get_mut(tab) {
            *tab = Tab::default();
        }
    }

    /// Kills all of them.
    pub fn kill_all(&mut self) {
        self.tabs.iter_mut().for_each(|tab| *tab = Tab::default());
    }

    /// The phone is put back to an earlier state: what it said since is not there, and it does not know.
    pub fn put_back(&mut self, moment: &Moment) {
        self.kill_all();
        self.shelf.go_back(moment);
        self.copied = true;
        let shelf = self.shelf.clone();
        self.promised.retain(|id, _| shelf.inside().holds(id));
    }

    /// A clone, used alternately: what is in the hand goes to the drawer, and the other way round.
    pub fn swap(&mut self) {
        let now = self.shelf.moment();
        let other = self.twin.replace(now.clone()).unwrap_or(now);
        self.put_back(&other);
    }

    /// The matters that it knows of its place.
    pub fn matters(&self) -> Vec<(MatterId, OpId)> {
        let here = |op: &&Op| op.header().scope == self.scope && op.header().kind == 16;
        self.shelf
            .inside()
            .look(|ops| ops.filter(here).map(|op| (op.id().raised_matter(), op.id())).collect())
    }
}
