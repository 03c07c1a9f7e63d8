//! `cargo xtask bench [PART…]`: measures and prints; without names, all parts. It judges nothing: a figure is for
//! people who compare it with the limit printed beside it.

use std::process::ExitCode;
use tests::bench::{PARTS, machine};

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(wrong) = asked.iter().find(|name| !PARTS.iter().any(|(part, _, _)| part == name)) {
        eprintln!("bench: there is no part `{wrong}`; there are:");
        PARTS.iter().for_each(|(part, about, _)| eprintln!("  {part:10} {about}"));
        return ExitCode::FAILURE;
    }
    println!("{}", machine());
    let mut good = true;
    for (name, _, measure) in PARTS {
        if !asked.is_empty() && !asked.iter().any(|asked| asked == name) {
            continue;
        }
        if let Err(trouble) = measure() {
            println!("\n{name} could not be measured: {trouble}");
            good = false;
        }
    }
    println!("\n{}", machine());
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
