//! What a run did, and which promise it broke.

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
    /// Of those, how often the high-water mark was put back with the rest.
    pub put_back: u64,
    pub phones_put_back: u64,
    pub twins: u64,
    pub forks: u64,
    pub carried: u64,
    pub frozen: u64,
    pub evictions: u64,
    pub attacks: u64,
    pub disk_full: u64,
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
            put_back: self.put_back + other.put_back,
            phones_put_back: self.phones_put_back + other.phones_put_back,
            twins: self.twins + other.twins,
            forks: self.forks + other.forks,
            carried: self.carried + other.carried,
            frozen: self.frozen + other.frozen,
            evictions: self.evictions + other.evictions,
            attacks: self.attacks + other.attacks,
            disk_full: self.disk_full + other.disk_full,
        }
    }
}
