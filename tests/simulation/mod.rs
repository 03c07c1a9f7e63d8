//! The whole system on one thread, in virtual time, with every fault that a seed asks for. The phone's sessions and
//! saving, the domain, and the server's admission and archive are the real ones; storage, network and clocks are
//! models.

pub mod air;
pub mod chance;
mod check;
mod hostile;
mod misfortune;
pub mod phone;
pub mod shelf;
mod tally;
pub mod town;
mod versions;
mod world;

pub use tally::{Broken, Tally};
pub use world::World;

/// How many steps a seed takes before everything is made to calm down.
const STEPS: u32 = 120;

/// Plays a seed.
///
/// # Errors
/// The promise that was broken; [`story`] tells how it came to it.
pub fn play(seed: u64) -> Result<Tally, Broken> {
    let mut world = World::new(seed, false);
    (0..STEPS).try_for_each(|_| world.step())?;
    world.calm()?;
    Ok(world.tally)
}

/// The story of a seed, for a person to read.
pub fn story(seed: u64) -> String {
    let mut world = World::new(seed, true);
    let ended = (0..STEPS).try_for_each(|_| world.step()).and_then(|()| world.calm());
    format!("seed {seed}\n{}\n{ended:?}", world.story())
}
