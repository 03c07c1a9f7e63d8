//! What a phone downloads before it works without network.

use super::table::{Table, kb};
use crate::cdp::{Done, Trouble};
use std::path::Path;

/// Kilobytes that the whole download may have.
const BUDGET_KB: f64 = 350.0;

/// Weighs and prints.
pub fn measure() -> Done {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/dist/app");
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    // The wasm itself is there for whoever can't put its sorted form back.
    names.retain(|name| !name.ends_with(".br") && !name.ends_with(".wasm"));
    names.sort();
    let size = |name: &str| std::fs::metadata(folder.join(name)).map(|file| file.len() as f64);
    let mut table = Table::new("download of the phone app", &["raw", "travels"]);
    let (mut raw, mut travels, mut pictures) = (0.0, 0.0, 0.0);
    for name in &names {
        let plain = size(name)?;
        // Without a packed twin it travels as it is.
        let packed = size(&format!("{name}.br")).unwrap_or(plain);
        if name.ends_with(".png") {
            pictures += packed;
            continue;
        }
        raw += plain;
        travels += packed;
        table.line(name, [kb(plain), kb(packed)]);
    }
    if raw == 0.0 {
        return Err(Trouble::new("target/dist/app is empty; `cargo xtask build` fills it"));
    }
    table.line("in all", [kb(raw), kb(travels)]);
    table.note(format!("brotli; {:.2} of the budget of {BUDGET_KB} kB", travels / 1000.0 / BUDGET_KB));
    table.note(format!(
        "Not counted: the pictures for the home screen ({}), which only an installation fetches.",
        kb(pictures)
    ));
    table.print();
    Ok(())
}
