//! Backups: a verified copy made beside the running server, and going back to one.

use crate::archive::rows::Meta;
use crate::archive::sqlite::{Sqlite, copy_into};
use crate::archive::{self, ArchiveError};
use crate::data::{DATABASE, DataDir, KEY, archive_at, key_in};
use crate::error::Trouble;
use crate::verify::{Findings, Verified, verify};
use oplog::PublicKey;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Copies the township's database to a file, verifies the copy, and tells the township how far it reaches: from then on
/// its receipts say so, and phones show their records as backed up. Works beside a running server. With `with_key` the
/// township's key goes beside the copy, readable by its owner alone.
///
/// # Errors
/// [`Trouble::Exists`] where the file is there and `replace` was not given, [`Trouble::Damaged`] where the copy is not
/// whole, or those of files and the archive.
pub fn back_up(
    data: &Path,
    to: &Path,
    replace: bool,
    with_key: bool,
    now_ms: u64,
) -> Result<Findings, Trouble> {
    if to.exists() && !replace {
        return Err(Trouble::Exists(to.to_owned()));
    }
    let key = key_in(data)?;
    let beside = beside(to, "part");
    remove(&beside)?;
    copy_into(&data.join(DATABASE), &beside)?;
    let findings = look_at(&beside, &key.public())?;
    place(&beside, to)?;
    if with_key {
        write_key(
            &key_beside(to),
            &fs::read(data.join(KEY)).map_err(|error| file(&data.join(KEY), &error))?,
        )?;
    }
    let archive = archive_at(data)?;
    let copied = Sqlite::open_copy(to)?;
    let generation = archive::read(&copied, |view| view.meta(Meta::Generation))?;
    archive::write(&*archive, |tx| {
        // A database restored in the meantime has another history; the copy says nothing of it.
        let same = tx.meta(Meta::Generation)? == generation;
        let known =
            tx.meta(Meta::Durable)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        if !same || findings.ops < known {
            return Ok(());
        }
        tx.put_meta(Meta::BackedUp, Some(&now_ms.to_be_bytes()))?;
        tx.put_meta(Meta::Durable, Some(&findings.ops.to_be_bytes()))
    })?;
    Ok(findings)
}

/// What was put back, and what was there before.
pub struct Restored {
    /// What the copy holds.
    pub findings: Findings,
    /// The database that was there, under its new name.
    pub before: Option<PathBuf>,
}

/// Puts a verified copy in the place of the database. The database that was there is kept under another name. The next
/// start begins a new generation by itself, and returning phones refill what the copy lacks.
///
/// # Errors
/// [`Trouble::Running`] while the server runs, [`Trouble::Damaged`] where the copy is not whole, [`Trouble::Key`] where
/// there is no key for it, or those of files.
pub fn restore(data: &Path, from: &Path, key: Option<&Path>, now_ms: u64) -> Result<Restored, Trouble> {
    let dir = DataDir::hold(data)?;
    let own = data.join(KEY);
    let given = match key {
        Some(path) => Some(fs::read(path).map_err(|error| file(path, &error))?),
        None => None,
    };
    if let Some(bytes) = &given
        && !own.exists()
    {
        write_key(&own, bytes)?;
    }
    let key = key_in(data)?;
    let findings = look_at(from, &key.public())?;
    let part = data.join(format!("{DATABASE}.part"));
    remove(&part)?;
    fs::copy(from, &part).map_err(|error| file(from, &error))?;
    let database = data.join(DATABASE);
    let before = if database.exists() {
        // Opening and closing it brings what its log still holds into the file itself.
        drop(dir.archive()?);
        let kept = data.join(format!("{DATABASE}.before-{now_ms}"));
        fs::rename(&database, &kept).map_err(|error| file(&database, &error))?;
        for ending in ["-wal", "-shm"] {
            let beside = data.join(format!("{DATABASE}{ending}"));
            if beside.exists() {
                let to = data.join(format!("{DATABASE}.before-{now_ms}{ending}"));
                fs::rename(&beside, &to).map_err(|error| file(&beside, &error))?;
            }
        }
        Some(kept)
    } else {
        None
    };
    place(&part, &database)?;
    Ok(Restored { findings, before })
}

/// Verifies a copy as a database of its own.
///
/// # Errors
/// [`Trouble::Damaged`], or those of the archive.
pub fn look_at(copy: &Path, township: &PublicKey) -> Result<Findings, Trouble> {
    File::open(copy).map_err(|error| file(copy, &error))?;
    match verify(&Sqlite::open_copy(copy)?, township)? {
        Verified::Whole(findings) if findings.ops > 0 => Ok(findings),
        Verified::Whole(_) => Err(Trouble::Archive(ArchiveError::Corrupt)),
        Verified::Damaged(damage) => Err(Trouble::Damaged(copy.to_owned(), Box::new(damage))),
    }
}

/// Where the key of a copy lies.
pub fn key_beside(copy: &Path) -> PathBuf {
    beside(copy, "key")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn file(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::File(path.to_owned(), error.kind())
}

fn remove(path: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(file(path, &error)),
        _ => Ok(()),
    }
}

/// Durable under its final name, or not there at all.
fn place(part: &Path, to: &Path) -> Result<(), Trouble> {
    let moved = File::open(part).and_then(|copy| copy.sync_all()).and_then(|()| fs::rename(part, to));
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    moved.and_then(|()| File::open(folder)?.sync_all()).map_err(|error| file(to, &error))
}

fn write_key(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    remove(path)?;
    let opened = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| file(path, &error))
}
