//! Starting other programs, with their output passed through.
use crate::failed::Failed;
use crate::places::Places;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Says what is being done; the eye finds these lines among cargo's.
pub fn say(what: &str) {
    eprintln!("\n── {what}");
}

/// Cargo in the checkout.
pub fn cargo(places: &Places) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(&places.root);
    command
}

/// Runs to the end; a bad exit becomes a failure that names the stage.
pub fn finish(command: &mut Command, stage: &str, remedy: &str) -> Result<(), Failed> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failed::new(format!("{stage}: {program} ended with {status}"), remedy)),
        Err(error) => Err(Failed::new(format!("{stage}: {program} did not start: {error}"), remedy)),
    }
}

/// Becomes the server; the caller's own arguments come last and win over the demo's.
pub fn serve(places: &Places, args: Vec<OsString>) -> Result<(), Failed> {
    let given = |flag: &str| {
        args.iter().any(|arg| arg == flag || arg.to_string_lossy().starts_with(&format!("{flag}=")))
    };
    let mut command = Command::new(&places.township);
    command.current_dir(&places.root).arg("serve");
    if !given("--data") {
        command.args(["--data", "target/demo"]);
    }
    if !given("--listen") {
        command.args(["--listen", "127.0.0.1:8080"]);
    }
    if !given("--demo") {
        command.arg("--demo");
    }
    command.args(&args);
    say("starting the township; Ctrl-C ends it, the data stays");
    let error = command.exec();
    Err(Failed::new(
        format!("{} did not start: {error}", places.shown(&places.township)),
        "cargo xtask build",
    ))
}

/// Runs a program of the `tests` member.
pub fn tool(places: &Places, name: &str, args: Vec<OsString>) -> Result<(), Failed> {
    let mut command = cargo(places);
    command.args(["run", "--quiet", "--package", "tests", "--bin", name]);
    if name == "bench" {
        command.args(["--profile", "server"]);
    }
    command.arg("--").args(args);
    say(name);
    finish(&mut command, name, "its own lines above say what failed")
}
