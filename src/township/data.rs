//! The data folder: database, key, high-water mark and lock.

use crate::archive::rows::Meta;
use crate::archive::sqlite::Sqlite;
use crate::archive::{self, Archive, ArchiveError, View};
use crate::clock::{Outside, random};
use crate::error::Trouble;
use crate::hub::{Front, Hub, Identity, Shared};
use crate::merkle::Tree;
use crate::work::places_of;
use oplog::{Scope, SecretKey};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use sync::message::Generation;

const DATABASE: &str = "township.db";
const KEY: &str = "township.key";
const MARK: &str = "high-water";
const LOCK: &str = "lock";

/// A data folder that this process holds alone.
pub struct DataDir {
    path: PathBuf,
    /// Held as long as the folder is.
    _lock: File,
}

impl DataDir {
    /// Makes the folder where it is missing, and takes it for this process.
    ///
    /// # Errors
    /// [`Trouble::Running`] where another process holds it, or [`Trouble::File`].
    pub fn hold(path: &Path) -> Result<Self, Trouble> {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
        made.map_err(|error| Trouble::File(path.to_owned(), error.kind()))?;
        let lock = path.join(LOCK);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&lock);
        let file = file.map_err(|error| Trouble::File(lock.clone(), error.kind()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: file }),
            Err(fs::TryLockError::WouldBlock) => Err(Trouble::Running(path.to_owned())),
            Err(fs::TryLockError::Error(error)) => Err(Trouble::File(lock, error.kind())),
        }
    }

    /// Opens the database.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn archive(&self) -> Result<Arc<dyn Archive>, Trouble> {
        archive_at(&self.path)
    }

    /// The township's key; made on the first call.
    ///
    /// # Errors
    /// [`Trouble::Key`] where the file is no key, or [`Trouble::File`].
    pub fn key(&self, outside: &dyn Outside, make: bool) -> Result<SecretKey, Trouble> {
        let path = self.path.join(KEY);
        let seed: [u8; 32] = match fs::read(&path) {
            Ok(bytes) => bytes.try_into().map_err(|_| Trouble::Key(path))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && make => {
                let seed = random::<32>(outside)?;
                let written = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path);
                let written =
                    written.and_then(|mut file| file.write_all(&seed).and_then(|()| file.sync_all()));
                written.map_err(|error| Trouble::File(path, error.kind()))?;
                seed
            }
            Err(_) => return Err(Trouble::Key(path)),
        };
        Ok(SecretKey::from_seed(&seed))
    }

    /// Opens the township: its archive, key and generation. A database that is older than it was gets a new
    /// generation by itself.
    ///
    /// # Errors
    /// [`Trouble::NoTownship`] where none was entered, [`Trouble::Key`] where the key is another's, or those of
    /// the archive.
    pub fn open(&self, outside: Arc<dyn Outside>, front: Front) -> Result<Hub, Trouble> {
        let archive = self.archive()?;
        let scope = township_scope(&*archive)?.ok_or_else(|| Trouble::NoTownship(self.path.clone()))?;
        let secret = self.key(&*outside, false)?;
        let (tree, places) =
            archive::read(&*archive, |view| Ok((tree(view)?, places_of(&view.place_ops()?)?)))?;
        if places.township_key.is_some_and(|key| key != secret.public()) {
            return Err(Trouble::Key(self.path.join(KEY)));
        }
        let high_water = HighWater::open(&self.path.join(MARK))?;
        let generation = generation(&*archive, &high_water, tree.size(), &*outside)?;
        let identity = Identity { secret, scope, generation };
        let shared = Shared::new(identity, outside, places, &tree, Some(high_water));
        Ok(Hub::new(archive, shared, front))
    }
}

/// Opens the database of a data folder, also beside a running server.
///
/// # Errors
/// Those of the archive.
pub fn archive_at(path: &Path) -> Result<Arc<dyn Archive>, Trouble> {
    Ok(Arc::new(Sqlite::open(&path.join(DATABASE))?))
}

/// Whether the folder has a database.
pub fn has_database(path: &Path) -> bool {
    path.join(DATABASE).exists()
}

/// The township's place, once one was entered.
///
/// # Errors
/// Those of the archive.
pub fn township_scope(archive: &dyn Archive) -> Result<Option<Scope>, Trouble> {
    let bytes = archive::read(archive, |view| view.meta(Meta::Township))?;
    let scope = bytes.map(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| ArchiveError::Corrupt)?;
        Scope::parse(&text).map_err(|_| ArchiveError::Corrupt)
    });
    Ok(scope.transpose()?)
}

fn tree(view: &dyn View) -> archive::Read<Tree> {
    let tree = view.meta(Meta::Tree)?.map(|bytes| Tree::from_bytes(&bytes).ok_or(ArchiveError::Corrupt));
    Ok(tree.transpose()?.unwrap_or_default())
}

/// The generation, or a new one where the database holds less than it once held.
fn generation(
    archive: &dyn Archive,
    mark: &HighWater,
    size: u64,
    outside: &dyn Outside,
) -> Result<Generation, Trouble> {
    let (held, epoch) = archive::read(archive, |view| {
        let epoch =
            view.meta(Meta::Epoch)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        Ok((view.meta(Meta::Generation)?, epoch))
    })?;
    let (highest, highest_epoch) = mark.get();
    if let Some(held) = held.and_then(|held| held.try_into().ok())
        && size >= highest
    {
        mark.set(size, epoch.max(highest_epoch));
        return Ok(Generation(held));
    }
    let new = random::<16>(outside)?;
    // A new epoch: what the township signed and lost is still out there, and must not be contradicted.
    let next = if highest > size { epoch.max(highest_epoch) + 1 } else { epoch };
    archive::write(archive, |tx| {
        tx.put_meta(Meta::Generation, Some(&new))?;
        tx.put_meta(Meta::Epoch, Some(&next.to_be_bytes()))
    })?;
    if highest > size {
        tracing::error!(
            code = "data.rolled-back",
            held = size,
            once = highest,
            "THE DATABASE IS OLDER THAN IT WAS: a new generation begins, and returning phones refill what is missing"
        );
    }
    mark.set(size, next);
    Ok(Generation(new))
}

/// The highest tree size ever, and the highest epoch of the township's own logs, outside of the database.
pub struct HighWater {
    path: PathBuf,
    mark: Mutex<(u64, u64)>,
}

impl HighWater {
    /// Reads the mark; 0 where there is none yet.
    ///
    /// # Errors
    /// [`Trouble::File`] where the file cannot be read.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let mark = match fs::read_to_string(path) {
            Ok(text) => {
                let mut numbers = text.split_whitespace().map(str::parse::<u64>);
                match (numbers.next(), numbers.next()) {
                    (Some(Ok(size)), Some(Ok(epoch))) => (size, epoch),
                    _ => {
                        tracing::error!(code = "data.high-water", path = %path.display(), "the high-water mark is unreadable and begins anew");
                        (0, 0)
                    }
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (0, 0),
            Err(error) => return Err(Trouble::File(path.to_owned(), error.kind())),
        };
        Ok(Self { path: path.to_owned(), mark: Mutex::new(mark) })
    }

    /// Size and epoch.
    pub fn get(&self) -> (u64, u64) {
        *self.mark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a size that is durable in the database.
    pub fn rise(&self, size: u64) {
        let (highest, epoch) = self.get();
        if size > highest {
            self.set(size, epoch);
        }
    }

    fn set(&self, size: u64, epoch: u64) {
        let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        *mark = (size, epoch);
        let new = self.path.with_extension("new");
        let written =
            fs::write(&new, format!("{size} {epoch}\n")).and_then(|()| fs::rename(&new, &self.path));
        if let Err(error) = written {
            tracing::error!(code = "data.high-water", kind = %error.kind(), "the high-water mark could not be written");
        }
    }
}
