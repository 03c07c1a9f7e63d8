//! A township, its phones, their weather and their misfortunes, one step after the other.

use super::air::{Air, Stray, Weather};
use super::chance::Chance;
use super::check;
use super::hostile::Hostile;
use super::phone::{Done, Phone};
use super::shelf::Shelf;
use super::tally::{Broken, Tally};
use super::town::{Clock, Town};
use domain::Body;
use domain::place::PlaceNamed;
use domain::story::{START_MS, scope};
use oplog::{Op, OpId, Scope, SecretKey};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use sync::saving::SaveError;
use sync::session::Report;

/// Everything.
pub struct World {
    pub chance: Chance,
    pub town: Rc<RefCell<Town>>,
    pub phones: Vec<Phone>,
    /// What honest phones signed: (device, epoch, place, position) → operation.
    pub signed: BTreeMap<(oplog::LogKey, u64), OpId>,
    /// Every append that returned anywhere.
    pub said: BTreeMap<OpId, Op>,
    pub tally: Tally,
    story: Option<Vec<String>>,
    /// Whether phones are copied and put back in this run.
    pub(super) clones: bool,
    /// Bundles in somebody's bag: for anybody, as often as they like.
    pub(super) bag: Vec<Vec<u8>>,
    pub(super) stray: Stray,
    pub(super) hostile: Hostile,
    /// How many phones began anew with nothing.
    evicted: u8,
}

impl World {
    pub fn new(seed: u64, told: bool) -> Self {
        let chance = Chance::new(seed);
        let clock = Arc::new(Clock(AtomicU64::new(START_MS), AtomicU64::new(seed)));
        let town = Rc::new(RefCell::new(Town::new(clock)));
        let mut world = Self {
            chance: chance.clone(),
            town: town.clone(),
            phones: Vec::new(),
            signed: BTreeMap::new(),
            said: BTreeMap::new(),
            tally: Tally::default(),
            story: told.then(Vec::new),
            clones: chance.one_in(2),
            bag: Vec::new(),
            stray: Rc::default(),
            hostile: Hostile::new(),
            evicted: 0,
        };
        town.borrow_mut().later = chance.one_in(4);
        for (code, name) in
            [("532301104201", "前进村"), ("532301104201001", "上白"), ("532301104201002", "下白")]
        {
            let named = PlaceNamed { name: name.to_owned() };
            town.borrow_mut().say(scope(code), Body::PlaceNamed(named));
        }
        let places = ["532301104201001", "532301104201001", "532301104201002", "532301104201"];
        let count = 2 + chance.below(3);
        for (at, code) in places.iter().take(count).enumerate() {
            let phone = world.new_phone(at as u8 + 1, scope(code), 1 + chance.below(3));
            world.phones.push(phone);
        }
        town.borrow_mut().enrol(&world.hostile.key, Hostile::place(), "坏人");
        world
    }

    /// A phone out of the box, admitted by an officer.
    fn new_phone(&self, seed: u8, scope: Scope, tabs: usize) -> Phone {
        let mut air = Air::new(self.town.clone(), self.stray.clone(), self.chance.clone());
        air.later = self.chance.one_in(4).then(|| SecretKey::from_seed(&[seed; 32]));
        let key = self.town.borrow().key();
        let phone = Phone::new(seed, scope, tabs, key, Shelf::new(self.chance.clone()), air);
        self.town.borrow_mut().enrol(phone.secret(), scope, &phone.name);
        phone
    }

    /// The browser throws away all that a phone stored, its key among it: it comes back empty, as a new device.
    pub fn evict(&mut self, at: usize) {
        let Some(old) = self.phones.get(at) else { return };
        let (scope, tabs) = (old.scope, old.tabs.len());
        self.evicted += 1;
        let new = self.new_phone(100 + self.evicted, scope, tabs);
        if let Some(phone) = self.phones.get_mut(at) {
            *phone = new;
        }
    }

    /// Whoever the township knows no more, because it was put back to before, is admitted anew.
    fn enrol_again(&self) {
        for phone in &self.phones {
            let known = self.town.borrow().places().grants_of(phone.device()).len();
            if known == 0 {
                self.town.borrow_mut().enrol(phone.secret(), phone.scope, &phone.name);
            }
        }
    }

    /// The story so far, if it is told.
    pub fn story(&self) -> String {
        self.story.as_ref().map(|lines| lines.join("\n")).unwrap_or_default()
    }

    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(format!("{:>5}  {}", self.tally.steps, line()));
        }
    }

    pub(super) fn now(&self) -> u64 {
        self.town.borrow().clock.now()
    }

    /// One step, and the promises after it.
    pub fn step(&mut self) -> Result<(), Broken> {
        self.tally.steps += 1;
        let ms = self.chance.below(60_000) as u64;
        self.town.borrow().clock.0.fetch_add(ms, Ordering::SeqCst);
        let at = self.chance.below(self.phones.len());
        match self.chance.below(100) {
            0..55 => self.go_on(at)?,
            55..70 => self.begin_saving(at),
            70..84 => self.begin_session(at),
            84..86 => self.begin_folding(at),
            86..90 => self.change_weather(at),
            90..92 => self.deliver_stray(),
            92..95 => self.carry(at),
            95..97 => self.hurt_phone(at),
            97 => self.attack()?,
            _ => self.hurt_town(),
        }
        check::always(self, at)
    }

    fn go_on(&mut self, at: usize) -> Result<(), Broken> {
        for _ in 0..1 + self.chance.below(12) {
            let Some(phone) = self.phones.get_mut(at) else { return Ok(()) };
            let busy = phone.windows(true);
            let Some(tab) = self.chance.pick(&busy).copied() else { return Ok(()) };
            if let Some(done) = phone.poll(tab) {
                self.ended(at, tab, done)?;
            }
        }
        Ok(())
    }

    fn ended(&mut self, at: usize, tab: usize, done: Done) -> Result<(), Broken> {
        let Some(phone) = self.phones.get_mut(at) else { return Ok(()) };
        let name = phone.name.clone();
        match done {
            Done::Saved(Ok(op)) => {
                let (log, seq, id) = (op.header().log(), op.header().seq, op.id());
                // N8. Seen to fail: `append` without its look at head and number, seed 1.
                let before = self.signed.insert((log, seq), id);
                if !phone.copied && before.is_some_and(|before| before != id) {
                    return Err(Broken {
                        which: "N8",
                        seen: format!("{name} signed twice at {log:?} {seq}"),
                    });
                }
                phone.promised.insert(id, op.clone());
                self.said.insert(id, op);
                self.tally.saved += 1;
                self.tell(|| {
                    format!("{name}, window {tab}: saved {id:?} at epoch {} position {seq}", log.epoch)
                });
            }
            Done::Saved(Err(SaveError::Refused(refused))) => {
                // Whatever the clock says: what a person wrote is never refused for it.
                return Err(Broken { which: "N12", seen: format!("{name} could not save: {refused:?}") });
            }
            Done::Saved(Err(error)) => {
                self.tally.refused += 1;
                self.tell(|| format!("{name}, window {tab}: not saved, {}", error.code()));
            }
            Done::Session(ended) => {
                match &ended {
                    Ok(report) if report.begun_anew => {
                        // From here on it knows, and is honest again.
                        self.tell(|| format!("{name} begins a new epoch"));
                    }
                    Ok(report) => {
                        // Whoever has asked since knows, also of a township that was put back as a whole.
                        let town = self.town.borrow();
                        let since = phone.tabs.get(tab).is_some_and(|tab| tab.put_backs == town.put_backs);
                        if since && report.differs.is_empty() {
                            check::received(phone, &town)?;
                        }
                        drop(town);
                        self.tally.sessions += 1;
                        self.tally.forks += u64::from(!report.forked.is_empty());
                    }
                    Err(_) => self.tally.broken_off += 1,
                }
                self.tell(|| format!("{name}, window {tab}: session {ended:?}"));
            }
            Done::Folded(_) => {}
            Done::Packed(Ok(bundle)) | Done::Delivered(Ok(bundle)) => {
                self.tally.carried += 1;
                self.tell(|| format!("{name} hands over a bundle of {} bytes", bundle.len()));
                self.bag.push(bundle);
            }
            Done::Packed(Err(error)) => self.tell(|| format!("{name}: not packed, {error:?}")),
            Done::Delivered(Err(error)) => self.tell(|| format!("{name}: not delivered, {error:?}")),
            Done::TakenIn(brought) => self.tell(|| format!("{name} took a bundle in: {brought:?}")),
        }
        Ok(())
    }

    fn begin_saving(&mut self, at: usize) {
        let now = self.now();
        let Some(phone) = self.phones.get_mut(at) else { return };
        let idle = phone.windows(false);
        let Some(tab) = self.chance.pick(&idle).copied() else { return };
        let matters = phone.matters();
        let matter = if self.chance.one_in(3) { None } else { self.chance.pick(&matters).copied() };
        phone.save(
            tab,
            now,
            matter.map(|(matter, _)| matter),
            matter.map(|(_, op)| op).into_iter().collect(),
        );
    }

    fn begin_session(&mut self, at: usize) {
        let now = self.now();
        if let Some(phone) = self.phones.get_mut(at)
            && let Some(tab) = self.chance.pick(&phone.windows(false)).copied()
        {
            phone.sync(tab, now);
        }
    }

    fn begin_folding(&mut self, at: usize) {
        if let Some(phone) = self.phones.get_mut(at)
            && let Some(tab) = self.chance.pick(&phone.windows(false)).copied()
        {
            phone.fold(tab);
        }
    }

    /// Everything that hurt stops; everybody synchronises until nothing moves; then all that was said must be everywhere.
    pub fn calm(&mut self) -> Result<(), Broken> {
        self.tell(|| "all faults stop".to_owned());
        self.town.borrow().heal();
        self.stray.borrow_mut().clear();
        check::reopened(self)?;
        self.enrol_again();
        for phone in &mut self.phones {
            // Twins left in the drawer are found again.
            phone.kill_all();
            phone.shelf.heal();
            phone.air.weather.set(Weather::Clear);
        }
        for round in 0..12 {
            let mut moved = false;
            for at in 0..self.phones.len() {
                let report = self.session(at)?;
                moved |= report.up > 0 || report.down > 0 || report.requests > 1;
            }
            if !moved {
                return check::in_the_end(self, round);
            }
        }
        Err(Broken { which: "N7", seen: "twelve rounds of sessions, and something still moves".to_owned() })
    }

    /// A session that nothing disturbs.
    pub fn session(&mut self, at: usize) -> Result<Report, Broken> {
        let now = self.now();
        let Some(phone) = self.phones.get_mut(at) else { return Ok(Report::default()) };
        phone.air.up.set(0);
        phone.air.down.set(0);
        phone.sync(0, now);
        for _ in 0..100_000 {
            if let Some(Done::Session(ended)) = phone.poll(0) {
                let name = phone.name.clone();
                self.tell(|| format!("{name}: in the calm, session {ended:?}"));
                self.tally.forks += u64::from(ended.as_ref().is_ok_and(|report| !report.forked.is_empty()));
                return ended.map_err(|error| Broken {
                    which: "N7",
                    seen: format!("{name}, in the calm: {error:?}"),
                });
            }
        }
        Err(Broken {
            which: "N7",
            seen: format!("{}: a session without end", self.phones.get(at).map_or("", |phone| &phone.name)),
        })
    }

    /// A phone saves, synchronises and folds, and is ended after so many waits: its windows are killed and the power is cut.
    /// Whether it came to that.
    pub fn cut_short(&mut self, at: usize, mut waits: u32) -> Result<bool, Broken> {
        let now = self.now();
        for task in 0..3 {
            let Some(phone) = self.phones.get_mut(at) else { return Ok(false) };
            match task {
                0 => phone.save(0, now, None, Vec::new()),
                1 => phone.sync(0, now),
                _ => phone.fold(0),
            }
            loop {
                let Some(phone) = self.phones.get_mut(at) else { return Ok(false) };
                if waits == 0 {
                    phone.kill_all();
                    phone.shelf.power_cut();
                    check::always(self, at)?;
                    check::reopened(self)?;
                    return Ok(true);
                }
                waits -= 1;
                if let Some(done) = phone.poll(0) {
                    self.ended(at, 0, done)?;
                    break;
                }
            }
        }
        Ok(false)
    }

    /// Something saved, with nothing in between.
    pub fn saved(&mut self, at: usize) -> Result<(), Broken> {
        let now = self.now();
        if let Some(phone) = self.phones.get_mut(at) {
            phone.save(0, now, None, Vec::new());
        }
        self.run_out(at)
    }

    /// A bundle of what has no receipt.
    pub fn packed(&mut self, at: usize) -> Result<Vec<u8>, Broken> {
        let now = self.now();
        if let Some(phone) = self.phones.get_mut(at) {
            phone.pack(0, now);
        }
        self.run_out(at)?;
        Ok(self.bag.last().cloned().unwrap_or_default())
    }

    /// A bundle taken in.
    pub fn taken_in(&mut self, at: usize, bundle: Vec<u8>) -> Result<(), Broken> {
        let now = self.now();
        if let Some(phone) = self.phones.get_mut(at) {
            phone.take_in(0, now, bundle);
        }
        self.run_out(at)
    }

    fn run_out(&mut self, at: usize) -> Result<(), Broken> {
        for _ in 0..1_000 {
            if let Some(done) = self.phones.get_mut(at).and_then(|phone| phone.poll(0)) {
                self.ended(at, 0, done)?;
                return check::always(self, at);
            }
        }
        Err(Broken { which: "N1", seen: "without end".to_owned() })
    }

    /// The places that a phone reads.
    pub fn readable(&self, phone: &Phone) -> Vec<Scope> {
        let places = self.town.borrow().places();
        let granted = phone.scope;
        let within = places.places.keys().filter(|place| granted.covers(place)).copied();
        let mut all: Vec<Scope> = granted.with_ancestors().chain(within).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
