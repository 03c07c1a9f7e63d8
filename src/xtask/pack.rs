//! Brotli beside each file that shrinks, and the table of sizes.
use crate::failed::Failed;
use crate::streams;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// What the phone was to download for the main job alone, in bytes of brotli.
const GOAL: usize = 250_000;
/// What it was to be when everything is in it.
const BUDGET: usize = 350_000;
/// What it may now: lowered with every gain, raised only with a decision that says what for (73, 76, 85, 91, 99, 105, 106, 130, 136).
const CEILING: usize = 348_000;
const SHRINKING: [&str; 8] = ["html", "js", "css", "wasm", "sorted", "svg", "webmanifest", "json"];
/// A wasm in the form of [`streams`]; the wasm itself is there for whoever can't put it back.
pub const SORTED: &str = ".sorted";

/// The finished files of one face: path below its folder → content.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file's size as it is, and as it travels.
struct Size {
    raw: usize,
    travels: usize,
}

/// Writes the face's folder: what is the same stays untouched (the server is then not compiled again), the rest goes.
pub fn write(folder: &Path, files: Files) -> Result<(), Failed> {
    let mut wanted = files;
    let packed: Vec<(String, Vec<u8>)> = wanted
        .iter()
        .filter(|(path, _)| SHRINKING.iter().any(|ending| path.ends_with(&format!(".{ending}"))))
        .map(|(path, bytes)| Ok((format!("{path}.br"), once_more(folder, path, bytes)?)))
        .collect::<Result<_, Failed>>()?;
    wanted.extend(packed);
    let mut present = Vec::new();
    crate::stamp::collect(folder, &mut present)?;
    for old in present {
        let name = old.strip_prefix(folder).unwrap_or(&old).to_string_lossy().into_owned();
        if !wanted.contains_key(&name) {
            fs::remove_file(&old).map_err(|error| Failed::file(&old, &error))?;
        }
    }
    for (name, bytes) in &wanted {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Failed::file(parent, &error))?;
        fs::write(&path, bytes).map_err(|error| Failed::file(&path, &error))?;
    }
    Ok(())
}

/// The packed form, taken from the last build if the file has not changed since.
fn once_more(folder: &Path, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Failed> {
    let packed = folder.join(format!("{path}.br"));
    if fs::read(folder.join(path)).is_ok_and(|there| there == bytes)
        && let Ok(there) = fs::read(&packed)
    {
        return Ok(there);
    }
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 65_536, 11, 24);
    let cuts = if path.ends_with(SORTED) { streams::cuts(bytes) } else { Vec::new() };
    let mut from = 0;
    for to in cuts.into_iter().chain([bytes.len()]) {
        let piece = bytes.get(from..to).unwrap_or_default();
        if piece.is_empty() {
            continue;
        }
        writer
            .write_all(piece)
            .and_then(|()| writer.flush())
            .map_err(|error| Failed::file(&packed, &error))?;
        from = to;
    }
    drop(writer);
    Ok(out)
}

/// Prints what each face weighs. The phone's budget counts what its service worker stores: `kept`, and the worker itself.
pub fn weigh(face: &str, folder: &Path, kept: &[String]) -> Result<usize, Failed> {
    let mut total = Size { raw: 0, travels: 0 };
    println!("\n{face:<34} {:>11} {:>11}", "raw", "brotli");
    for name in kept {
        let size = size(folder, name)?;
        println!("  {name:<32} {:>11} {:>11}", grouped(size.raw), grouped(size.travels));
        total.raw += size.raw;
        total.travels += size.travels;
    }
    println!("  {:<32} {:>11} {:>11}", "in all", grouped(total.raw), grouped(total.travels));
    Ok(total.travels)
}

/// The limit on the phone's download. It is that of faces whose standard library was compiled with them; `terse` says whether
/// this machine could.
pub fn within_budget(travels: usize, terse: bool) -> Result<(), Failed> {
    if travels > GOAL {
        println!(
            "the phone downloads {} bytes, {} above what was meant for the main job alone; {} is the most now, {} was meant for all of it",
            grouped(travels),
            grouped(travels - GOAL),
            grouped(CEILING),
            grouped(BUDGET)
        );
    }
    if travels <= CEILING || !terse {
        return Ok(());
    }
    Err(Failed::new(
        format!(
            "the phone downloads {} bytes, {} more than it may",
            grouped(travels),
            grouped(travels - CEILING)
        ),
        "make it smaller, or raise the ceiling with a decision that says what for",
    ))
}

fn size(folder: &Path, name: &str) -> Result<Size, Failed> {
    let length =
        |path: &Path| fs::metadata(path).map(|meta| usize::try_from(meta.len()).unwrap_or(usize::MAX));
    let path = folder.join(name);
    let raw = length(&path).map_err(|error| Failed::file(&path, &error))?;
    let travels = length(&folder.join(format!("{name}.br"))).unwrap_or(raw).min(raw);
    Ok(Size { raw, travels })
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{CEILING, Files, grouped, within_budget, write};

    #[test]
    fn figures_are_grouped_in_threes() {
        assert_eq!(
            ["0", "999", "1,000", "250,000"],
            [0, 999, 1000, 250_000].map(grouped).each_ref().map(String::as_str)
        );
    }

    #[test]
    fn one_byte_above_the_limit_is_too_much() {
        assert!(within_budget(CEILING, true).is_ok() && within_budget(CEILING + 1, false).is_ok());
        assert!(within_budget(CEILING + 1, true).unwrap_err().to_string().contains("1 more"));
    }

    #[test]
    fn a_folder_holds_exactly_the_files_given_and_their_packed_forms() {
        let folder = std::env::temp_dir().join(format!("pack-{}", std::process::id()));
        let files = |name: &str| Files::from([(name.to_owned(), b"aaaaaaaaaaaaaaaa".to_vec())]);
        write(&folder, files("old.js")).unwrap();
        write(&folder, files("new.js")).unwrap();
        let mut names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(names, ["new.js", "new.js.br"]);
    }
}
