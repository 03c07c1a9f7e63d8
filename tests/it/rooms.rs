//! The table of rooms in `src/README.md` says what the workspace really is, and files keep their size.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace").to_owned()
}

/// What each row of the table says that a room uses; `None` for "all".
fn table() -> BTreeMap<String, Option<BTreeSet<String>>> {
    let page = std::fs::read_to_string(root().join("src/README.md")).expect("src/README.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let names =
            |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
        let room = names(cells[0]).pop_first().expect("a room's name");
        (room, (cells[2] != "all").then(|| names(cells[2])))
    })
    .collect()
}

/// What cargo says that each room uses of ours, outside of tests.
fn workspace() -> BTreeMap<String, BTreeSet<String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).expect("metadata is JSON");
    let packages = all["packages"].as_array().expect("packages");
    let ours: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let uses = |package: &serde_json::Value| {
        let used = package["dependencies"].as_array().into_iter().flatten();
        used.filter(|used| used["kind"].is_null())
            .filter_map(|used| {
                used["name"].as_str().filter(|name| ours.contains(name) && used["path"].is_string())
            })
            .map(str::to_owned)
            .collect()
    };
    packages
        .iter()
        .map(|package| (package["name"].as_str().unwrap_or_default().to_owned(), uses(package)))
        .collect()
}

#[test]
fn the_table_of_rooms_is_true() {
    let (table, workspace) = (table(), workspace());
    assert_eq!(
        table.keys().collect::<Vec<_>>(),
        workspace.keys().collect::<Vec<_>>(),
        "the rooms themselves"
    );
    for (room, allowed) in table {
        let Some(allowed) = allowed else { continue };
        let beyond: Vec<&String> = workspace[&room].difference(&allowed).collect();
        assert!(beyond.is_empty(), "{room} uses {beyond:?}, which src/README.md does not allow");
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of ours").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn a_file_says_its_subject_and_keeps_its_size() {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    rust_files(&root().join("tests"), &mut files);
    assert!(files.len() > 50, "the files were found");
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|path| {
            let text = std::fs::read_to_string(path).expect("a file of ours");
            let lines = text.lines().count();
            let name = path.strip_prefix(root()).unwrap_or(path).display();
            match (text.starts_with("//!"), lines < 400) {
                (true, true) => None,
                (false, _) => Some(format!("{name}: no //! line first")),
                (_, false) => Some(format!("{name}: {lines} lines")),
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
