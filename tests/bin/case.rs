//! `cargo xtask case FILE…`: runs cases through the real screens; prints what came out beside what was expected,
//! with the touches and characters that each took. Ends with 1 where anything differs.

use std::path::PathBuf;
use std::process::ExitCode;
use tests::cases::{Ended, read, run};

fn main() -> ExitCode {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        eprintln!("case: name one or more files, as tests/fixtures/first-proposal-road.json");
        return ExitCode::FAILURE;
    }
    let mut good = true;
    for file in files {
        match read(&file).and_then(|cases| run(&cases)) {
            // Those that it follows were run to get there; the last one is the file's own.
            Ok(ended) => good &= ended.last().is_some_and(show),
            Err(trouble) => {
                println!("{}: {trouble}", file.display());
                good = false;
            }
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn show(ended: &Ended) -> bool {
    println!("\n{} · {}", ended.case, ended.tally);
    for (name, found, expected) in &ended.figures {
        let sign = if found == expected { "=" } else { "≠" };
        println!("  {name}: {found} {sign} {expected}");
    }
    ended.as_expected()
}
