//! A township, its phones, their weather and their misfortunes, one step after the other.

use super::air::{Air, Stray, Weather};
use super::chance::Chance;
use super::check;
use super::phone::{Done, Phone};
use super::shelf::Shelf;
use super::tally::{Broken, Tally};
use super::town::{Clock, Town};
use domain::Body;
use domain::authority::{Granted, Role};
use domain::place::PlaceNamed;
use domain::story::{START_MS, scope};
use oplog::{Op, OpId, Scope};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
        };
        for (code, name) in
            [("532301104201", "前进村"), ("532301104201001", "上白"), ("532301104201002", "下白")]
        {
            let named = PlaceNamed { name: name.to_owned() };
            town.borrow_mut().say(scope(code), Body::PlaceNamed(named));
        }
        let places = ["532301104201001", "532301104201001", "532301104201002", "532301104201"];
        let count = 2 + chance.below(3);
        for (at, code) in places.iter().take(count).enumerate() {
            let (seed, tabs) = (at as u8 + 1, 1 + chance.below(3));
            let air = Air::new(town.clone(), world.stray.clone(), chance.clone());
            let key = town.borrow().key();
            let phone = Phone::new(seed, scope(code), tabs, key, Shelf::new(chance.clone()), air);
            world.grant(&phone);
            world.phones.push(phone);
        }
        world
    }

    fn grant(&self, phone: &Phone) {
        let granted = Granted {
            key: phone.public(),
            name: phone.name.clone(),
            person: None,
            roles: vec![Role::Recorder],
            officer: "张干事".into(),
        };
        self.town.borrow_mut().say(phone.scope, Body::Granted(granted));
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
            95..98 => self.hurt_phone(at),
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

    /// Something saved, with nothing in between.
    pub fn saved(&mut self, at: usize) -> Result<(), Broken> {
        let (now, tab) = (self.now(), 0);
        if let Some(phone) = self.phones.get_mut(at) {
            phone.save(tab, now, None, Vec::new());
        }
        for _ in 0..1_000 {
            let done = self.phones.get_mut(at).and_then(|phone| phone.poll(tab));
            if let Some(done) = done {
                self.ended(at, tab, done)?;
                return check::always(self, at);
            }
        }
        Err(Broken { which: "N1", seen: "a save without end".to_owned() })
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
