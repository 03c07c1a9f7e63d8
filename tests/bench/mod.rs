//! Measuring: the real server, native phones and the real app, each figure beside what the machine itself can do,
//! measured in the same run. Nothing here asserts a time.

pub mod browser_phone;
mod bundle;
mod cold;
mod download;
mod figures;
mod history;
mod limit;
mod load;
mod native_phone;
mod nearby;
mod past;
mod pull;
mod ready;
mod save;
mod shelf;
mod smooth;
mod table;
mod transfer;
mod village;
mod wire;

use crate::cdp::Done;
use std::path::Path;

/// How many operations the large figures are about.
const MANY: usize = 10_000;

/// A part: its name, what it is about, and how it is measured.
pub type Part = (&'static str, &'static str, fn() -> Done);

/// All parts in the order in which they run.
pub const PARTS: [Part; 9] = [
    ("download", "what a phone downloads", download::measure),
    ("save", "saving one entry", save::measure),
    ("transfer", "10,000 operations up and down, native phones", transfer::measure),
    ("cold", "10,000 operations on the phone: pull, and start without network", cold::measure),
    ("smooth", "10,000 operations of others come while the page goes on drawing", smooth::measure),
    ("bundle", "a bundle of 1,000 operations made and taken in", bundle::measure),
    ("nearby", "operations from a screen to a camera", nearby::measure),
    ("history", "a session where the township's past is long", history::measure),
    ("load", "many phones at once", load::measure),
];

/// The line that says on what all this was measured.
pub fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(Path::new(path)).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let field = |name: &str| {
        info.lines().find(|line| line.starts_with(name)).and_then(|line| line.split(": ").nth(1))
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = read("/proc/loadavg").split(' ').take(2).collect::<Vec<_>>().join(" ");
    format!("{cores} cores, {}, load {load}", field("model name").unwrap_or("unknown processor"))
}
