//! Makes the folders that the server embeds, so that it compiles before the faces were ever built.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/dist");
    for face in ["app", "desk"] {
        std::fs::create_dir_all(dist.join(face))?;
        println!("cargo::rerun-if-changed={}", dist.join(face).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
