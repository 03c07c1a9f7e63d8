//! `cargo xtask test`: everything that must hold, cheap failures first.
use crate::dist;
use crate::failed::Failed;
use crate::needs;
use crate::pack;
use crate::places::Places;
use crate::run::{self, cargo, say};
use std::env;

/// What runs on this machine, and what runs in a browser.
const NATIVE: [&str; 7] = ["oplog-derive", "oplog", "domain", "sync", "township", "xtask", "tests"];
const WASM: [&str; 4] = ["browser", "ui", "app", "desk"];
const TARGET: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub fn all(places: &Places) -> Result<(), Failed> {
    needs::for_building(places)?;
    needs::for_browsing()?;
    dist::make_folders(places)?;

    stage(places, "format", &["fmt", "--all", "--check"], "cargo fmt --all")?;

    let lints = "cargo clippy, then mend what it says";
    stage(
        places,
        "lints, native rooms",
        &with(&["clippy", "--all-targets"], &NATIVE, &["--", "-D", "warnings"]),
        lints,
    )?;
    let wasm = with(&["clippy", "--all-targets", TARGET[0], TARGET[1]], &WASM, &["--", "-D", "warnings"]);
    stage(places, "lints, rooms of the browser", &wasm, lints)?;

    stage(places, "tests, native rooms", &["test"], "the failing test's own lines are above")?;
    stage(places, "tests, xtask", &["test", "-p", "xtask"], "the failing test's own lines are above")?;
    let plain = with(&["test"], &["ui", "app", "desk"], &[]);
    stage(
        places,
        "tests, what the faces do without a page",
        &plain,
        "the failing test's own lines are above",
    )?;

    in_browser(places)?;
    let travels = dist::build(places)?;
    stage(
        places,
        "tests, stories and browser journeys",
        &["test", "-p", "tests"],
        "the failing story's lines are above",
    )?;
    pack::within_budget(travels, dist::library_is_here(places))?;
    say("everything holds");
    Ok(())
}

/// The contract suites of the phone's store, in a real browser.
fn in_browser(places: &Places) -> Result<(), Failed> {
    let name = "contract suites in headless Chromium";
    say(name);
    let runner = env::current_exe().map_err(|error| {
        Failed::new(format!("{name}: this program has no path: {error}"), "start it with cargo xtask")
    })?;
    let mut command = cargo(places);
    command
        .args(["test", "-p", "browser"])
        .args(TARGET)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("{} test-runner", runner.display()))
        .env("CHROMEDRIVER", needs::chromedriver())
        // Seconds for one file of tests. The runner's own 20 are less than a slow machine needs for ten thousand tries.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "240");
    run::finish(&mut command, name, "the failing test's lines are above")
}

fn stage(places: &Places, name: &str, args: &[&str], remedy: &str) -> Result<(), Failed> {
    say(&format!("{name}: cargo {}", args.join(" ")));
    run::finish(cargo(places).args(args), name, remedy)
}

fn with<'a>(first: &[&'a str], packages: &[&'a str], last: &[&'a str]) -> Vec<&'a str> {
    let packages = packages.iter().flat_map(|package| ["-p", package]);
    first.iter().copied().chain(packages).chain(last.iter().copied()).collect()
}
