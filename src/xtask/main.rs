//! Every command a developer runs: `cargo xtask help` lists them.
mod bindings;
mod checks;
mod css;
mod dist;
mod failed;
mod glue;
mod needs;
mod order;
mod pack;
mod places;
mod run;
mod stamp;
mod streams;

use failed::Failed;
use places::Places;
use std::ffi::OsString;
use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  serve [--data DIR] [--listen ADDR] [more of `township serve`]
              install what is missing, build, and start a demo township
  test        everything that must hold: format, lints, tests in this machine and in a browser
  build       the phone app and the desk (target/dist) and the server with both inside (target/release/township)
  case FILE…  run meetings through the real screens against a real server
  simulate [--seeds N] [--from SEED] [--story SEED]
              plays seeds of the simulation until one breaks a promise, and tells its story
  bench       measure
  screens     a picture of every screen
  help        this text

Environment: CHROMIUM and CHROMEDRIVER name other binaries than Debian's.";

fn main() -> ExitCode {
    match command(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("\nxtask: {failed}");
            ExitCode::FAILURE
        }
    }
}

/// Too large a download fails a build and the tests, but keeps nobody from looking at it.
fn warn(places: &Places, travels: usize) {
    if let Err(failed) = pack::within_budget(travels, dist::library_is_here(places)) {
        eprintln!("\nxtask: {failed}");
    }
}

fn command(mut args: Vec<OsString>) -> Result<(), Failed> {
    let name = if args.is_empty() { OsString::from("help") } else { args.remove(0) };
    let places = Places::find();
    match name.to_str().unwrap_or_default() {
        "build" => {
            needs::for_building(&places)?;
            pack::within_budget(dist::build(&places)?, dist::library_is_here(&places))
        }
        "serve" => {
            needs::for_building(&places)?;
            warn(&places, dist::build(&places)?);
            run::serve(&places, args)
        }
        "test" => checks::all(&places),
        tool @ ("case" | "bench" | "screens") => {
            needs::for_building(&places)?;
            needs::for_browsing()?;
            warn(&places, dist::build(&places)?);
            run::tool(&places, tool, args)
        }
        "simulate" => {
            dist::make_folders(&places)?;
            run::tool(&places, "simulate", args)
        }
        "test-runner" => bindings::test_runner(args),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failed::new(format!("there is no command `{other}`"), "cargo xtask help lists them")),
    }
}
