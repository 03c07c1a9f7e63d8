//! `cargo xtask test`: everything that must hold, cheap failures first.
use crate::dist;
use crate::failed::Failed;
use crate::needs;
use crate::pack;
use crate::places::Places;
use crate::run::{self, cargo, say};
use std::env;
use std::process::Command;

/// All rooms but this one, and the stories. The store of the phone runs in a browser only; what else the faces do is tested here.
const ROOMS: [&str; 10] =
    ["oplog-derive", "oplog", "domain", "sync", "codes", "township", "ui", "app", "desk", "tests"];
const BELOW: &str = "the failing test's own lines are above";

pub fn all(places: &Places) -> Result<(), Failed> {
    needs::for_building(places)?;
    needs::for_browsing()?;
    dist::make_folders(places)?;

    say("format: cargo fmt --all --check");
    run::finish(cargo(places).args(["fmt", "--all", "--check"]), "format", "cargo fmt --all")?;

    stage(places, "compiling the tests, with lints", &["--no-run"], "mend what the compiler says")?;
    stage(places, "tests of all rooms", &["--lib", "--bins"], BELOW)?;
    stage(places, "examples in the documentation", &["--doc"], BELOW)?;
    say("tests of the build tool: cargo test -p xtask");
    // By itself, in the features in which it is running: its libraries are the heaviest.
    run::finish(linting(places).args(["-p", "xtask"]), "tests of the build tool", BELOW)?;
    in_browser(places)?;
    let travels = dist::build(places)?;
    stage(places, "stories and browser journeys", &["--test", "*"], "the failing story's lines are above")?;
    pack::within_budget(travels, dist::library_is_here(places))?;
    say("everything holds");
    Ok(())
}

/// Cargo with Clippy as the compiler of our own crates, warnings denied: `cargo clippy` beside `cargo test` would read all
/// libraries twice, which takes minutes. Decision 139.
fn linting(places: &Places) -> Command {
    let mut command = cargo(places);
    command
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
        .arg("test");
    command
}

/// Always of all rooms at once: for fewer, cargo would choose other features and compile the libraries again.
fn stage(places: &Places, name: &str, which: &[&str], remedy: &str) -> Result<(), Failed> {
    say(&format!("{name}: cargo test {}", which.join(" ")));
    let rooms = ROOMS.iter().flat_map(|room| ["-p", room]);
    run::finish(linting(places).args(rooms).args(which), name, remedy)
}

/// The contract suites of the phone's store, in a real browser.
fn in_browser(places: &Places) -> Result<(), Failed> {
    let name = "contract suites in headless Chromium";
    say(name);
    let runner = env::current_exe().map_err(|error| {
        Failed::new(format!("{name}: this program has no path: {error}"), "start it with cargo xtask")
    })?;
    let mut command = linting(places);
    command
        .args(["-p", "browser", "--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("{} test-runner", runner.display()))
        .env("CHROMEDRIVER", needs::chromedriver())
        // Seconds for one file of tests. The runner's own 20 are less than a slow machine needs for ten thousand tries.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "240");
    run::finish(&mut command, name, "the failing test's lines are above")
}
