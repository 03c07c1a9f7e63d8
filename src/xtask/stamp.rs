//! A content hash of everything that a build reads, so that a second start takes seconds.
use crate::failed::Failed;
use crate::places::Places;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const INPUTS: [&str; 15] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "public",
    "style",
    "src/app",
    "src/browser",
    "src/desk",
    "src/domain",
    "src/oplog",
    "src/sync",
    "src/township",
    "src/ui",
    "src/xtask",
];

/// The hash of all inputs and of the compiler that reads them.
pub fn of_inputs(places: &Places) -> Result<String, Failed> {
    let mut files = Vec::new();
    for input in INPUTS {
        collect(&places.root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = blake3::Hasher::new();
    let version = Command::new("rustc").current_dir(&places.root).arg("-vV").output();
    hash.update(&version.map(|version| version.stdout).unwrap_or_default());
    for file in files {
        let bytes = fs::read(&file).map_err(|error| Failed::file(&file, &error))?;
        hash.update(places.shown(&file).to_string().as_bytes());
        hash.update(blake3::hash(&bytes).as_bytes());
    }
    Ok(hash.finalize().to_hex().to_string())
}

/// The first ten hex digits of the content's hash: what a file name carries.
pub fn short(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(10).collect()
}

/// Every file at or below a path; nothing if there is none.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| Failed::file(path, &error))? {
            collect(&entry.map_err(|error| Failed::file(path, &error))?.path(), files)?;
        }
    }
    Ok(())
}
