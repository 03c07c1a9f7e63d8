//! The server as a program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    township::cli::run()
}
