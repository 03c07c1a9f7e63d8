//! wasm-bindgen as a library: the generator of the glue and the runner of browser tests, so that neither is installed.
use crate::failed::Failed;
use std::ffi::OsString;
use std::path::Path;

/// Writes `NAME.js` and `NAME_bg.wasm` (and `snippets/`, where a crate brings any) into `out`.
pub fn generate(wasm: &Path, name: &str, out: &Path) -> Result<(), Failed> {
    let mut args: Vec<OsString> = vec!["wasm-bindgen".into(), wasm.into(), "--out-dir".into(), out.into()];
    args.extend(["--out-name", name, "--target", "web"].map(OsString::from));
    let lean = [
        "--no-typescript",
        "--omit-default-module-path",
        "--remove-name-section",
        "--remove-producers-section",
    ];
    args.extend(lean.map(OsString::from));
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args).map_err(|error| {
        Failed::new(
            format!("the glue of {name} could not be made: {error:#}"),
            "wasm-bindgen in Cargo.toml and wasm-bindgen-cli in src/xtask/Cargo.toml must be the same version",
        )
    })
}

/// What `cargo test --target wasm32-unknown-unknown` calls for each test binary.
pub fn test_runner(args: Vec<OsString>) -> Result<(), Failed> {
    let args = std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(args);
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)
        .map_err(|error| Failed::new(format!("{error:#}"), "the lines above name the tests that failed"))
}
