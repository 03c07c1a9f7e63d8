//! Seeds of the simulation, played on all cores.

mod scripts;
mod servers;
mod steps;

use std::sync::atomic::{AtomicU64, Ordering};
use tests::simulation::{play, story};

/// How many seeds the test plays.
const SEEDS: u64 = 10_000;

#[test]
fn every_promise_holds_under_every_seed() {
    let next = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let broken = std::thread::scope(|scope| {
        let play_on = || {
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= SEEDS {
                    return None;
                }
                if play(seed).is_err() {
                    next.store(SEEDS, Ordering::Relaxed);
                    return Some(seed);
                }
            }
        };
        let players: Vec<_> = (0..threads).map(|_| scope.spawn(play_on)).collect();
        players.into_iter().filter_map(|player| player.join().unwrap()).min()
    });
    if let Some(seed) = broken {
        panic!("{}", story(seed));
    }
}
