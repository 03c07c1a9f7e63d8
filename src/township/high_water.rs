//! How far this township ever was: kept outside of the database, so that a database which is older than it was is noticed
//! when the server starts.

use crate::archive::rows::Meta;
use crate::archive::{self, Archive, Read, Tx, View};
use crate::clock::{Outside, random};
use crate::error::Trouble;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use sync::message::Generation;

/// What the file says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The generation that was in force.
    pub generation: Generation,
    /// The most operations that were held in it.
    pub size: u64,
    /// The highest epoch of the township's own logs.
    pub epoch: u64,
}

/// What a start found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The mark from here on.
    pub mark: Mark,
    /// Whether the database is older than it was, or another one: it begins a new generation.
    pub rolled_back: bool,
}

/// Decides in which generation the server starts. A new one begins
/// - where the database was never started,
/// - where it is of another generation than the mark, or holds less: it was restored,
/// - where there is no mark: nobody can say that it was not.
///
/// With it a new epoch of the township's own logs begins: what it signed and lost is still out there, and must not be
/// contradicted. It is at least the second since 1970, so that two copies restored without a mark do not choose the same.
///
/// # Errors
/// Those of the archive, or [`Trouble::Randomness`].
pub fn settle(
    archive: &dyn Archive,
    mark: Option<Mark>,
    size: u64,
    outside: &dyn Outside,
) -> Result<Settled, Trouble> {
    let (held, epoch) = archive::read(archive, |view| Ok((view.meta(Meta::Generation)?, epoch_of(view)?)))?;
    let held = held.and_then(|held| held.try_into().ok()).map(Generation);
    if let (Some(held), Some(mark)) = (held, mark)
        && held == mark.generation
        && size >= mark.size
    {
        let mark = Mark { size, epoch: mark.epoch.max(epoch), ..mark };
        return Ok(Settled { mark, rolled_back: false });
    }
    let rolled_back = held.is_some() || mark.is_some();
    let new = Mark { generation: Generation(random::<16>(outside)?), size, epoch };
    let now_ms = outside.now_ms();
    let known = mark;
    let mark = archive::write(archive, |tx| match rolled_back {
        true => begin(tx, new, known, now_ms),
        false => {
            name(tx, new, None)?;
            Ok(new)
        }
    })?;
    if rolled_back {
        tell(size, known.map_or(0, |known| known.size));
    }
    Ok(Settled { mark, rolled_back })
}

/// Begins a new generation: `new` names it and says how much is held; `known` is what is known, from outside of the database,
/// of how far the township ever was. Returns the mark with the epoch that begins with it.
///
/// # Errors
/// Those of the archive.
pub fn begin(tx: &mut dyn Tx, new: Mark, known: Option<Mark>, now_ms: u64) -> Read<Mark> {
    let highest = known.map_or(0, |known| known.epoch).max(epoch_of(tx)?);
    // No two that are put back to one copy choose the same, if not in the same second.
    let mark = Mark { epoch: (highest + 1).max(now_ms / 1000), ..new };
    name(tx, mark, known)?;
    let found: Vec<u8> = [now_ms, new.size].into_iter().flat_map(u64::to_be_bytes).collect();
    tx.put_meta(Meta::RolledBack, Some(&found))?;
    // Copies of the other history say nothing of this one; numbers are dense from 0 within each epoch.
    tx.put_meta(Meta::Durable, None)?;
    tx.put_meta(Meta::Dseq, None)?;
    Ok(mark)
}

/// Says in the log that a new generation began, where `held` operations are and `once` were.
pub fn tell(held: u64, once: u64) {
    tracing::error!(
        code = "data.rolled-back",
        held,
        once,
        "THE DATABASE IS OLDER THAN IT WAS: a new generation begins, and returning phones refill what is missing"
    );
}

/// Writes the name of a generation, among all that are known.
fn name(tx: &mut dyn Tx, mark: Mark, other: Option<Mark>) -> Read<()> {
    let mut names = generations(tx)?;
    let before = tx.meta(Meta::Generation)?.and_then(|held| held.try_into().ok()).map(Generation);
    let other = other.map(|other| other.generation);
    for generation in before.into_iter().chain(other).chain([mark.generation]) {
        if !names.contains(&generation) {
            names.push(generation);
        }
    }
    let names: Vec<u8> = names.iter().flat_map(|generation| generation.0).collect();
    tx.put_meta(Meta::Generations, Some(&names))?;
    tx.put_meta(Meta::Generation, Some(&mark.generation.0))?;
    tx.put_meta(Meta::Epoch, Some(&mark.epoch.to_be_bytes()))
}

/// Every generation in which this database knows that the township was.
///
/// # Errors
/// Those of the archive.
pub fn generations(view: &dyn View) -> Read<Vec<Generation>> {
    let bytes = view.meta(Meta::Generations)?.unwrap_or_default();
    let named = bytes.as_chunks::<16>().0.iter().copied().map(Generation);
    Ok(named.collect())
}

fn epoch_of(view: &dyn View) -> Read<u64> {
    Ok(view.meta(Meta::Epoch)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
}

/// The file. It follows each commit without waiting for the disk: after a power cut it may be a moment behind, which
/// costs nothing, because the database is never behind it by its own doing.
pub struct HighWater {
    path: PathBuf,
    mark: Mutex<Option<Mark>>,
}

impl HighWater {
    /// Reads the mark; none where there is no file, or one that cannot be understood.
    ///
    /// # Errors
    /// [`Trouble::File`] where the file cannot be read.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let mark = match fs::read_to_string(path) {
            Ok(text) => {
                let mark = parse(&text);
                if mark.is_none() {
                    tracing::error!(code = "data.high-water", path = %path.display(), "the high-water mark is unreadable");
                }
                mark
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Trouble::File(path.to_owned(), error.kind())),
        };
        Ok(Self { path: path.to_owned(), mark: Mutex::new(mark) })
    }

    /// The mark.
    pub fn get(&self) -> Option<Mark> {
        *self.mark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the mark with which the server starts, and waits until it is on the disk.
    ///
    /// # Errors
    /// [`Trouble::File`]
    pub fn begin(&self, mark: Mark) -> Result<(), Trouble> {
        self.write(mark, true).map_err(|error| Trouble::File(self.path.clone(), error.kind()))
    }

    /// Sets the mark with which a new generation began while the server runs. Where it cannot be written, the next start finds
    /// the old one and begins another generation.
    pub fn begun(&self, mark: Mark) {
        if let Err(error) = self.write(mark, true) {
            tracing::error!(code = "data.high-water", kind = %error.kind(), "the high-water mark could not be written");
        }
    }

    /// Notes a size that is durable in the database.
    pub fn rise(&self, size: u64) {
        let Some(mark) = self.get().filter(|mark| mark.size < size) else { return };
        if let Err(error) = self.write(Mark { size, ..mark }, false) {
            tracing::error!(code = "data.high-water", kind = %error.kind(), "the high-water mark could not be written");
        }
    }

    fn write(&self, new: Mark, durable: bool) -> std::io::Result<()> {
        let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        *mark = Some(new);
        let beside = self.path.with_extension("new");
        let name = u128::from_be_bytes(new.generation.0);
        let mut file = File::create(&beside)?;
        file.write_all(format!("{name:032x} {} {}\n", new.size, new.epoch).as_bytes())?;
        if durable {
            file.sync_all()?;
        }
        fs::rename(&beside, &self.path)?;
        match self.path.parent() {
            Some(folder) if durable => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }
}

fn parse(text: &str) -> Option<Mark> {
    let mut words = text.split_whitespace();
    let (generation, size, epoch) = (words.next()?, words.next()?, words.next()?);
    let generation = Generation(u128::from_str_radix(generation, 16).ok()?.to_be_bytes());
    Some(Mark { generation, size: size.parse().ok()?, epoch: epoch.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::memory::Memory;
    use crate::clock::Real;

    fn settled(archive: &Memory, mark: Option<Mark>, size: u64) -> Settled {
        settle(archive, mark, size, &Real).unwrap()
    }

    #[test]
    fn only_the_database_that_was_in_force_goes_on() {
        let archive = Memory::default();
        let first = settled(&archive, None, 0);
        assert_eq!((first.rolled_back, first.mark.epoch), (false, 0));
        let later = Mark { size: 5, ..first.mark };
        let again = settled(&archive, Some(later), 7);
        assert_eq!((again.rolled_back, again.mark), (false, Mark { size: 7, ..first.mark }));

        let old = archive.copied();
        let back = settled(&archive, Some(again.mark), 4);
        assert!(back.rolled_back && back.mark.generation != first.mark.generation && back.mark.epoch > 0);
        // A copy of the generation before, though it holds more.
        archive.restore(&old);
        let other = settled(&archive, Some(back.mark), 7);
        assert!(other.rolled_back && other.mark.epoch > back.mark.epoch);
        assert!(
            other.mark.generation != first.mark.generation && other.mark.generation != back.mark.generation
        );
    }

    #[test]
    fn without_a_mark_nobody_can_say_that_it_was_not_restored() {
        let archive = Memory::default();
        let first = settled(&archive, None, 0);
        let again = settled(&archive, None, 9);
        assert!(again.rolled_back && again.mark.generation != first.mark.generation);
        assert!(again.mark.epoch >= 1_700_000_000, "a second of this century: {}", again.mark.epoch);
    }

    #[test]
    fn the_file_says_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("high-water");
        let mark = Mark { generation: Generation([0xa5; 16]), size: 12, epoch: 3 };
        let file = HighWater::open(&path).unwrap();
        assert_eq!(file.get(), None);
        file.begin(mark).unwrap();
        file.rise(20);
        file.rise(15);
        assert_eq!(HighWater::open(&path).unwrap().get(), Some(Mark { size: 20, ..mark }));
        fs::write(&path, "17 4\n").unwrap();
        assert_eq!(HighWater::open(&path).unwrap().get(), None);
    }
}
