//! What goes wrong in the mountains: weather, killed windows, cut power, full storage, copies, and a township that dies
//! or is put back.

use super::air::Weather;
use super::chance::Chance;
use super::shelf::Fault;
use super::town::Kill;
use super::world::World;
use std::sync::atomic::Ordering;

/// How far a phone's clock may be off: hours, decades, or as far as numbers go.
fn wrong_clock(chance: &Chance) -> i64 {
    let hour = 3_600_000;
    match chance.below(8) {
        0 => i64::MIN,
        1 => i64::MAX,
        2 => (1 << 48) - 1,
        3 => chance.next() as i64 >> 16,
        4 => -hour * 24 * 365 * 30,
        _ => (chance.below(96) as i64 - 48) * hour,
    }
}

impl World {
    /// Somebody packs, takes in or delivers; the file may be torn, old, and carried in a circle.
    pub(super) fn carry(&mut self, at: usize) {
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
            (0, _) | (_, None) => phone.pack(tab, now),
            (1, _) => phone.seal(tab, now, core::array::from_fn(|_| chance.next() as u8)),
            (2 | 3, Some(bundle)) => phone.take_in(tab, now, bundle),
            (_, Some(bundle)) if chance.one_in(2) => phone.deliver(tab, now, bundle),
            (_, Some(_)) => phone.deliver_all(tab, now),
        }
    }

    pub(super) fn change_weather(&mut self, at: usize) {
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

    pub(super) fn deliver_stray(&mut self) {
        let count = self.stray.borrow().len();
        if count > 0 {
            let (verb, request) = self.stray.borrow_mut().swap_remove(self.chance.below(count));
            drop(self.town.borrow_mut().answer(verb, &request));
            self.tell(|| format!("a late {verb:?} arrives"));
        }
    }

    pub(super) fn hurt_phone(&mut self, at: usize) {
        let chance = self.chance.clone();
        let Some(phone) = self.phones.get_mut(at) else { return };
        let name = phone.name.clone();
        let what = match chance.below(if self.clones { 34 } else { 20 }) {
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
                phone.drift_ms.set(wrong_clock(&chance));
                "its clock jumps"
            }
            16..19 => {
                phone.freeze(chance.below(phone.tabs.len()));
                self.tally.frozen += 1;
                "a window is frozen in the middle, or goes on"
            }
            19 => {
                self.evict(at);
                self.tally.evictions += 1;
                "all that it stored is thrown away; it begins anew"
            }
            20..24 => {
                phone.earlier.push(phone.shelf.moment());
                "a copy of it is made"
            }
            24..28 => {
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

    pub(super) fn hurt_town(&mut self) {
        let mut town = self.town.borrow_mut();
        let what = match self.chance.below(15) {
            12..14 => {
                town.kill(Kill::Full);
                self.tally.disk_full += 1;
                "the server's disk will be full".to_owned()
            }
            14 => {
                let year = 365 * 24 * 3_600_000;
                town.clock.0.fetch_add(year, Ordering::SeqCst);
                "a year passes".to_owned()
            }
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
                self.tally.restores += 1;
                if self.chance.one_in(2) {
                    town.restore(copy);
                    format!("the server is restored from backup {copy} of {copies}")
                } else {
                    town.put_back(copy);
                    self.tally.put_back += 1;
                    format!(
                        "the server's folder is put back to backup {copy} of {copies}, high-water mark and all"
                    )
                }
            }
        };
        drop(town);
        self.tell(|| what);
    }
}
