//! What must be on the machine, installed when it is missing.
use crate::failed::Failed;
use crate::places::Places;
use crate::run::{self, say};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WASM: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-wqy-microhei"];
const APT: &str = "as root: apt-get update && apt-get install chromium chromium-driver fonts-wqy-microhei \
                   (elsewhere than on Debian: install Chromium and ChromeDriver and name them in CHROMIUM and CHROMEDRIVER)";
const FONT: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

/// The standard library for wasm, and its source if it can be had.
pub fn for_building(places: &Places) -> Result<(), Failed> {
    the_target(places)?;
    the_source(places);
    Ok(())
}

fn the_target(places: &Places) -> Result<(), Failed> {
    let remedy = "rustup target add wasm32-unknown-unknown; without rustup: put the standard library for it, \
                  of the same rustc, into lib/rustlib/wasm32-unknown-unknown of the toolchain";
    let asked = Command::new("rustc")
        .current_dir(&places.root)
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .map_err(|error| {
            Failed::new(format!("rustc did not start: {error}"), "install rustup, then run this again")
        })?;
    let libraries = PathBuf::from(String::from_utf8_lossy(&asked.stdout).trim());
    let there = libraries.read_dir().is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore"))
    });
    if there {
        return Ok(());
    }
    say("installing the standard library for wasm (rustup target add)");
    let mut rustup = Command::new("rustup");
    run::finish(rustup.current_dir(&places.root).args(["target", "add", WASM]), "the wasm target", remedy)
}

/// The standard library's source, with which the faces become smaller; without it they only become larger.
fn the_source(places: &Places) {
    if crate::dist::library_is_here(places) {
        return;
    }
    say("fetching the standard library's source (rustup component add rust-src)");
    let asked =
        Command::new("rustup").current_dir(&places.root).args(["component", "add", "rust-src"]).status();
    if !asked.is_ok_and(|status| status.success()) {
        say("it could not be had; the faces become some 25 kB larger");
    }
}

/// Chromium, its driver, and a Chinese font; only the tests and tools that drive a browser need them.
pub fn for_browsing() -> Result<(), Failed> {
    let own = |name: &str| std::env::var_os(name).is_some_and(|path| Path::new(&path).exists());
    let missing = |package: &&str| match *package {
        "chromium" => !own("CHROMIUM") && !Path::new("/usr/lib/chromium/chromium").exists(),
        "chromium-driver" => !own("CHROMEDRIVER") && !Path::new("/usr/bin/chromedriver").exists(),
        _ => !own("CHROMIUM") && !Path::new(FONT).exists(),
    };
    let wanted: Vec<&str> = PACKAGES.into_iter().filter(missing).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let list = wanted.join(" ");
    let quiet = |command: &mut Command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !quiet(Command::new("apt-get").arg("--version")) {
        return Err(Failed::new(format!("missing here: {list}; and there is no apt-get"), APT));
    }
    let id = Command::new("id").arg("-u").output();
    if !id.is_ok_and(|id| id.stdout.trim_ascii() == b"0") {
        return Err(Failed::new(format!("missing here: {list}; installing them needs root"), APT));
    }
    say(&format!("installing {list} (apt-get; about 400 MB on disk)"));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "-y"])
            .args(arguments)
            .stdout(Stdio::null());
        run::finish(&mut command, "apt-get", APT)
    };
    apt(&["update"])?;
    apt(&[&["install", "--no-install-recommends"], wanted.as_slice()].concat())
}

/// The driver that the runner of the browser suites starts.
pub fn chromedriver() -> PathBuf {
    std::env::var_os("CHROMEDRIVER").map_or_else(|| PathBuf::from("/usr/bin/chromedriver"), PathBuf::from)
}
