//! A township, its phones, their weather and their misfortunes, one step after the other.

use super::air::{Air, Weather};
use super::chance::Chance;
use super::check;
use super::phone::{Done, Phone};
use super::shelf::{Fault, Shelf};
use super::town::{Clock, Kill, Town};
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

/// A promise that was broken, and when.
#[derive(Debug)]
pub struct Broken {
    /// Which invariant.
    pub which: &'static str,
    /// What was seen.
    pub seen: String,
}

/// What a run did: shows that the faults really happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub steps: u64,
    pub saved: u64,
    pub refused: u64,
    pub sessions: u64,
    pub broken_off: u64,
    pub window_kills: u64,
    pub power_cuts: u64,
    pub store_faults: u64,
    pub server_kills: u64,
    pub restores: u64,
    pub phones_put_back: u64,
    pub twins: u64,
    pub forks: u64,
    pub carried: u64,
}

impl Tally {
    /// Both together.
    pub const fn with(self, other: &Self) -> Self {
        Self {
            steps: self.steps + other.steps,
            saved: self.saved + other.saved,
            refused: self.refused + other.refused,
            sessions: self.sessions + other.sessions,
            broken_off: self.broken_off + other.broken_off,
            window_kills: self.window_kills + other.window_kills,
            power_cuts: self.power_cuts + other.power_cuts,
            store_faults: self.store_faults + other.store_faults,
            server_kills: self.server_kills + other.server_kills,
            restores: self.restores + other.restores,
            phones_put_back: self.phones_put_back + other.phones_put_back,
            twins: self.twins + other.twins,
            forks: self.forks + other.forks,
            carried: self.carried + other.carried,
        }
    }
}

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
    clones: bool,
    /// Bundles in somebody's bag: for anybody, as often as they like.
    bag: Vec<Vec<u8>>,
    stray: super::air::Stray,
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

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(format!("{:>5}  {}", self.tally.steps, line()));
        }
    }

    fn now(&self) -> u64 {
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

    /// Somebody packs, takes in or delivers; the file may be torn, old, and carried in a circle.
    fn carry(&mut self, at: usize) {
        let (now, chance) = (self.now(), self.chance.clone());
        let mut bundle = chance.pick(&self.bag).cloned();
        if chance.one_in(4)
            && let Some(bundle) = &mut bundle
        {
            bundle.truncate(chance.below(bundle.len() + 1));
        }
        let Some(phone) = self.phones.get_mut(at) else { return };
        let Some(tab) = chance.pick(&phone.windows(false)).copied() else { return };
        match (chance.below(5), bundle) {
            (0 | 1, _) | (_, None) => phone.pack(tab, now),
            (2 | 3, Some(bundle)) => phone.take_in(tab, bundle),
            (_, Some(bundle)) => phone.deliver(tab, now, bundle),
        }
    }

    fn change_weather(&mut self, at: usize) {
        let weathers = [
            Weather::Clear,
            Weather::Clear,
            Weather::Clear,
            Weather::Clear,
            Weather::Clear,
            Weather::Rough,
            Weather::Rough,
            Weather::Offline,
            Weather::Portal,
        ];
        let weather = self.chance.pick(&weathers).copied().unwrap_or(Weather::Clear);
        if let Some(phone) = self.phones.get(at) {
            phone.air.weather.set(weather);
            let name = phone.name.clone();
            self.tell(|| format!("{name}: the network is {weather:?}"));
        }
    }

    fn deliver_stray(&mut self) {
        let count = self.stray.borrow().len();
        if count > 0 {
            let (verb, request) = self.stray.borrow_mut().swap_remove(self.chance.below(count));
            drop(self.town.borrow_mut().answer(verb, &request));
            self.tell(|| format!("a late {verb:?} arrives"));
        }
    }

    fn hurt_phone(&mut self, at: usize) {
        let chance = self.chance.clone();
        let Some(phone) = self.phones.get_mut(at) else { return };
        let name = phone.name.clone();
        let what = match chance.below(if self.clones { 30 } else { 16 }) {
            0..5 => {
                phone.kill(chance.below(phone.tabs.len()));
                self.tally.window_kills += 1;
                "a window is killed"
            }
            5..8 => {
                phone.kill_all();
                phone.shelf.power_cut();
                self.tally.power_cuts += 1;
                "the power is cut"
            }
            8..13 => {
                let faults = [Fault::Full, Fault::Aborted, Fault::LostBefore, Fault::LostAfter];
                let fault = chance.pick(&faults).copied().unwrap_or(Fault::Aborted);
                phone.shelf.fail_at(1 + chance.below(4) as u32, fault);
                self.tally.store_faults += 1;
                "its storage will fail"
            }
            13 => {
                phone.shelf.misread();
                "its storage is misread"
            }
            14..16 => {
                let hours = chance.below(96) as i64 - 48;
                phone.drift_ms.set(hours * 3_600_000);
                "its clock jumps"
            }
            16..20 => {
                phone.earlier.push(phone.shelf.moment());
                "a copy of it is made"
            }
            20..24 => {
                let Some(moment) = chance.pick(&phone.earlier).cloned() else { return };
                phone.put_back(&moment);
                self.tally.phones_put_back += 1;
                "it is put back to an earlier copy"
            }
            _ => {
                phone.swap();
                self.tally.twins += 1;
                "its clone is used instead"
            }
        };
        self.tell(|| format!("{name}: {what}"));
    }

    fn hurt_town(&mut self) {
        let mut town = self.town.borrow_mut();
        let what = match self.chance.below(12) {
            0..2 => {
                town.kill(Kill::Before);
                self.tally.server_kills += 1;
                "the server will be killed before a commit".to_owned()
            }
            2..4 => {
                town.kill(Kill::After);
                self.tally.server_kills += 1;
                "the server will be killed after a commit".to_owned()
            }
            4..8 => {
                town.back_up();
                "a backup is made".to_owned()
            }
            _ => {
                let copies = town.copies();
                if copies == 0 {
                    return;
                }
                let copy = self.chance.below(copies);
                town.restore(copy);
                self.tally.restores += 1;
                format!("the server is restored from backup {copy} of {copies}")
            }
        };
        drop(town);
        self.tell(|| what);
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
