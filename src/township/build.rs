//! Makes the folders that the server embeds, so that it compiles before the faces were ever built.

use std::env;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/dist");
    for face in ["app", "desk"] {
        std::fs::create_dir_all(dist.join(face))?;
        // Unoptimised, the files are read when they are asked for: nothing is compiled again for new ones.
        if env::var("PROFILE").is_ok_and(|profile| profile != "debug") {
            println!("cargo::rerun-if-changed={}", dist.join(face).display());
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
