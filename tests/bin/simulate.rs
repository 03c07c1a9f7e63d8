//! `cargo xtask simulate [--seeds N] [--from SEED] [--story SEED]`: plays seeds until one breaks a promise, and tells its
//! story; or tells the story of one.

use std::process::ExitCode;
use tests::simulation::{Tally, play, story};

fn main() -> ExitCode {
    let (mut seeds, mut from) = (10_000u64, 0u64);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next().and_then(|text| text.parse().ok());
        match (word.as_str(), number) {
            ("--seeds", Some(number)) => seeds = number,
            ("--from", Some(number)) => from = number,
            ("--story", Some(seed)) => {
                println!("{}", story(seed));
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!("simulate: --seeds, --from and --story take a number; {word} is not understood");
                return ExitCode::FAILURE;
            }
        }
    }
    let mut sum = Tally::default();
    for seed in from..from.saturating_add(seeds) {
        match play(seed) {
            Ok(tally) => sum = sum.with(&tally),
            Err(_) => {
                println!("{}", story(seed));
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{seeds} seeds from {from}, every promise held\n{sum:#?}");
    ExitCode::SUCCESS
}
