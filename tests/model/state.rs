//! The small world at a moment, and what may happen next.

use super::name::{bundle_name, name_store};
use oplog::{Digest, Op, OpId};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use sync::port::PhoneStore;
use tests::simulation::air::{Air, Lost};
use tests::simulation::chance::Chance;
use tests::simulation::phone::{Done, Phone};
use tests::simulation::shelf::{Shelf, now};
use tests::simulation::town::{Clock, Moment as TownAt, Town};
use township::archive::read;

/// What can happen in a small world.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// How many operations are saved.
    pub saves: usize,
    /// Whether the first phone is copied, and put back to the copy.
    pub put_back: bool,
    /// Whether the server is copied, and put back to the copy.
    pub restore: bool,
    /// Whether its high-water mark is put back with it.
    pub whole: bool,
    /// Whether one answer is lost.
    pub cut: bool,
    /// Whether there is a mule.
    pub mule: bool,
}

impl World {
    /// Nothing but saving and synchronising.
    pub const QUIET: Self =
        Self { saves: 0, put_back: false, restore: false, whole: false, cut: false, mule: false };
}

const PHONES: usize = 2;
const PLACE: &str = "532301104201001";
const NOW: u64 = domain::story::START_MS + 60_000;

/// What may happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// A phone saves something.
    Save(usize),
    /// A phone synchronises; of the call with this number the request or the answer is lost.
    Sync(usize, Option<(u32, Lost)>),
    /// A phone packs what has no receipt into the mule's bag.
    Pack(usize),
    /// A phone takes in what the bag holds.
    TakeIn(usize),
    /// A phone delivers what the bag holds; receipts go back into the bag.
    Deliver(usize),
    /// A copy of the first phone is made.
    Copy,
    /// The first phone is put back to its copy.
    PutBack,
    /// A copy of the database is made.
    BackUp,
    /// The server is put back to its copy; with its high-water mark or without.
    Restore(bool),
}

/// A phone at a moment.
#[derive(Clone)]
struct PhoneAt {
    store: sync::memory::Moment,
    /// What it saved and must never lose.
    promised: BTreeMap<OpId, Op>,
}

/// Everything at a moment.
#[derive(Clone)]
pub struct State {
    phones: [Arc<PhoneAt>; PHONES],
    copy: Option<Arc<PhoneAt>>,
    put_back: bool,
    town: Arc<TownAt>,
    restored: bool,
    bag: Option<Arc<Vec<u8>>>,
    /// Whether the server holds something that came in the bag before its writer ever spoke to it.
    carried: bool,
    cut: bool,
    said: BTreeMap<OpId, Op>,
    key: Arc<Vec<u8>>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} said, {}", self.said.keys(), Digest::of(&self.key))
    }
}

/// The world put up for one action: the real parts, on one thread.
struct Put {
    town: Rc<std::cell::RefCell<Town>>,
    phones: Vec<Phone>,
}

fn clock() -> Arc<Clock> {
    Arc::new(Clock(AtomicU64::new(NOW), AtomicU64::new(7)))
}

fn phone(at: usize, town: &Rc<std::cell::RefCell<Town>>) -> Phone {
    let chance = Chance::new(1);
    let air = Air::new(town.clone(), Rc::default(), chance.clone());
    let key = town.borrow().key();
    Phone::new(at as u8 + 1, domain::story::scope(PLACE), 1, key, Shelf::new(chance), air)
}

impl Put {
    fn up(state: &State) -> Self {
        let clock = clock();
        // Another chance than that of the beginning, so that a new generation is another one.
        clock.1.fetch_add(1_000, std::sync::atomic::Ordering::SeqCst);
        let town = Rc::new(std::cell::RefCell::new(Town::at(&state.town, clock)));
        let mut phones: Vec<Phone> = (0..PHONES).map(|at| phone(at, &town)).collect();
        for (phone, at) in phones.iter_mut().zip(&state.phones) {
            phone.shelf.go_back(&at.store);
        }
        Self { town, phones }
    }

    /// Lets a phone go on until it is done.
    fn done(&mut self, at: usize) -> Done {
        for _ in 0..100_000 {
            if let Some(done) = self.phones[at].poll(0) {
                return done;
            }
        }
        panic!("without end");
    }
}

impl State {
    /// Two phones that have just been admitted and have synchronised once.
    pub fn first() -> Self {
        let town = Rc::new(std::cell::RefCell::new(Town::new(clock())));
        let phones: Vec<Phone> = (0..PHONES).map(|at| phone(at, &town)).collect();
        for phone in &phones {
            assert!(town.borrow_mut().enrol(phone.secret(), phone.scope, &phone.name));
        }
        let mut put = Put { town, phones };
        for at in (0..PHONES).chain(0..PHONES) {
            put.phones[at].sync(0, NOW);
            assert!(matches!(put.done(at), Done::Session(Ok(_))));
        }
        let held =
            |phone: &Phone| Arc::new(PhoneAt { store: phone.shelf.moment(), promised: BTreeMap::new() });
        let mut state = Self {
            phones: [held(&put.phones[0]), held(&put.phones[1])],
            copy: None,
            put_back: false,
            town: Arc::new(put.town.borrow().moment()),
            restored: false,
            bag: None,
            carried: false,
            cut: false,
            said: BTreeMap::new(),
            key: Arc::default(),
        };
        state.name(&put);
        state
    }

    /// What may happen from here.
    pub fn possible(&self, world: &World, actions: &mut Vec<Action>) {
        for at in 0..PHONES {
            if self.said.len() < world.saves {
                actions.push(Action::Save(at));
            }
            actions.push(Action::Sync(at, None));
            if world.cut && !self.cut {
                actions.extend((0..4).map(|call| Action::Sync(at, Some((call, Lost::Answer)))));
            }
            if world.mule && !self.phones[at].promised.is_empty() {
                actions.push(Action::Pack(at));
            }
            if self.bag.is_some() {
                actions.extend([Action::TakeIn(at), Action::Deliver(at)]);
            }
        }
        match (world.put_back, &self.copy, self.put_back) {
            (true, None, _) => actions.push(Action::Copy),
            (true, Some(_), false) => actions.push(Action::PutBack),
            _ => {}
        }
        match (world.restore, self.town.backup(), self.restored) {
            (true, None, _) => actions.push(Action::BackUp),
            (true, Some(_), false) => actions.push(Action::Restore(world.whole)),
            _ => {}
        }
    }

    /// What is after something has happened.
    pub fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        let mut put = Put::up(self);
        match action {
            Action::Save(at) => {
                // Later with each, so that no two are the same.
                put.phones[at].save(0, NOW + self.said.len() as u64, None, Vec::new());
                if let Done::Saved(Ok(op)) = put.done(at) {
                    Arc::make_mut(&mut next.phones[at]).promised.insert(op.id(), op.clone());
                    next.said.insert(op.id(), op);
                }
            }
            Action::Sync(at, cut) => {
                put.phones[at].air.cut.set(cut);
                put.phones[at].sync(0, NOW);
                drop(put.done(at));
                // A cut behind the last call was none.
                next.cut |= cut.is_some() && put.phones[at].air.cut.get().is_none();
            }
            Action::Pack(at) => {
                put.phones[at].pack(0, NOW);
                if let Done::Packed(Ok(bundle)) = put.done(at) {
                    next.bag = Some(Arc::new(bundle));
                }
            }
            Action::TakeIn(at) => {
                let bundle = self.bag.as_deref().cloned().unwrap_or_default();
                put.phones[at].take_in(0, NOW, bundle);
                drop(put.done(at));
            }
            Action::Deliver(at) => {
                let (bundle, before) = (self.bag.as_deref().cloned().unwrap_or_default(), self.town_ids());
                put.phones[at].deliver(0, NOW, bundle);
                if let Done::Delivered(Ok(receipts)) = put.done(at) {
                    next.bag = Some(Arc::new(receipts));
                    let held =
                        read(put.town.borrow().archive(), |view| view.last_arrival()).unwrap_or_default();
                    next.carried |= held as usize > before.len();
                }
            }
            Action::Copy => next.copy = Some(Arc::clone(&self.phones[0])),
            Action::PutBack => {
                if let Some(copy) = &self.copy {
                    next.phones[0] = Arc::clone(copy);
                    put.phones[0].shelf.go_back(&copy.store);
                }
                next.put_back = true;
            }
            Action::BackUp => put.town.borrow_mut().back_up(),
            Action::Restore(whole) => {
                match whole {
                    true => put.town.borrow_mut().put_back(0),
                    false => put.town.borrow_mut().restore(0),
                }
                next.restored = true;
            }
        }
        for (at, phone) in put.phones.iter().enumerate() {
            Arc::make_mut(&mut next.phones[at]).store = phone.shelf.moment();
        }
        next.town = Arc::new(put.town.borrow().moment());
        next.name(&put);
        next
    }

    fn town_ids(&self) -> Vec<OpId> {
        read(self.town.archive(), |view| view.ids(0, u64::MAX >> 1)).unwrap_or_default()
    }

    /// What the server holds but its audit log, which no phone gets.
    fn for_phones(&self) -> Vec<OpId> {
        let held = read(self.town.archive(), |view| view.ops_after(0, usize::MAX >> 1)).unwrap_or_default();
        let ops = held.into_iter().filter_map(|held| Op::read(held.bytes).ok());
        ops.filter(|op| !domain::audit::is_log(&op.header().scope)).map(|op| op.id()).collect()
    }

    /// Gives the state its name: what phones, server and bag hold and believe.
    fn name(&mut self, put: &Put) {
        let town = put.town.borrow();
        let happened = (self.put_back, self.restored, town.blind(), self.cut, self.carried);
        let mut key = format!("{happened:?}").into_bytes();
        for (phone, at) in put.phones.iter().zip(&self.phones) {
            name_store(&mut key, phone, town.generation());
            let steps = read(town.archive(), |view| view.device(phone.device())).ok().flatten();
            let behind = now(phone.shelf.inside().sync_state()).session < steps.map_or(0, |row| row.session);
            key.extend(format!(" {behind} {:?}", at.promised.keys()).into_bytes());
        }
        if let Some(copy) = self.copy.as_ref().filter(|_| !self.put_back) {
            let phone = phone(0, &put.town);
            phone.shelf.go_back(&copy.store);
            name_store(&mut key, &phone, town.generation());
        }
        key.extend(self.town_ids().iter().flat_map(|id| id.0));
        let backup = self.town.backup().filter(|_| !self.restored);
        let backup = backup.map(|copy| read(copy, |view| view.last_arrival()).unwrap_or_default());
        let asides = read(town.archive(), |view| view.aside_size(None)).unwrap_or_default();
        key.extend(format!(" {backup:?} {asides:?}").into_bytes());
        key.extend(self.bag.iter().flat_map(|bag| bundle_name(bag)));
        key.extend(self.said.keys().flat_map(|id| id.0));
        self.key = Arc::new(key);
    }

    /// N1
    pub fn keeps(&self) -> bool {
        let put = Put::up(self);
        let mut both = put.phones.iter().zip(&self.phones);
        both.all(|(phone, at)| at.promised.keys().all(|id| phone.shelf.inside().holds(id)))
    }

    /// N6; of a server that was put back as a whole nobody can know before he has asked.
    pub fn received_is_held(&self) -> bool {
        let (put, held) = (Put::up(self), self.town_ids());
        if put.town.borrow().blind() {
            return true;
        }
        let generation = put.town.borrow().generation();
        put.phones.iter().all(|phone| {
            let store = phone.shelf.inside();
            now(store.received()).iter().filter(|received| received.generation == generation).all(
                |received| {
                    let said = |op: &&Op| {
                        op.header().log() == received.head.log && op.header().seq < received.head.height
                    };
                    store.look(|ops| ops.filter(said).all(|op| held.contains(&op.id())))
                },
            )
        })
    }

    /// N8; the phone that was put back may have, and says so by a new epoch as soon as it hears of it.
    pub fn signs_once(&self) -> bool {
        let mut at = BTreeMap::new();
        let first = Put::up(self).phones[0].device();
        self.said.values().all(|op| {
            let header = op.header();
            let twice = at.insert((header.log(), header.seq), op.id()).is_some();
            !twice || (self.put_back && header.device == first)
        })
    }

    /// N7, N9, N10: once nothing is lost any more, a few sessions bring everything that anybody holds to everybody.
    pub fn arrives(&self) -> bool {
        let mut put = Put::up(self);
        let mut wanted = self.for_phones();
        for phone in &put.phones {
            wanted.extend(phone.shelf.inside().look(|ops| ops.map(Op::id).collect::<Vec<_>>()));
        }
        for _ in 0..8 {
            let mut moved = false;
            for at in 0..PHONES {
                put.phones[at].sync(0, NOW);
                let Done::Session(Ok(report)) = put.done(at) else { return false };
                moved |= report.requests > 1 || report.up > 0 || report.down > 0;
            }
            if !moved {
                let town = put.town.borrow();
                let there =
                    |id: &OpId| read(town.archive(), |view| view.position(*id)).is_ok_and(|at| at.is_some());
                let here = |id: &OpId| put.phones.iter().all(|phone| phone.shelf.inside().holds(id));
                return wanted.iter().all(|id| there(id) && here(id));
            }
        }
        false
    }

    /// Whether both phones and the server hold two operations at one position.
    pub fn forked(&self) -> bool {
        let held = self.town_ids();
        let mut at = BTreeMap::new();
        let there = self.said.values().filter(|op| held.contains(&op.id()));
        let twice =
            there.filter(|op| at.insert((op.header().log(), op.header().seq), op.id()).is_some()).count();
        let put = Put::up(self);
        let everywhere = |id: &OpId| put.phones.iter().all(|phone| phone.shelf.inside().holds(id));
        twice > 0 && self.said.keys().all(everywhere)
    }

    /// Whether the bag brought something to the server.
    pub const fn carried(&self) -> bool {
        self.carried
    }
}
