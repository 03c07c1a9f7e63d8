//! The data folder: database, key, high-water mark and lock.

use crate::archive::rows::Meta;
use crate::archive::sqlite::Sqlite;
use crate::archive::{self, Archive, ArchiveError, View};
use crate::audit::{self, Act};
use crate::clock::{Outside, random};
use crate::error::Trouble;
use crate::high_water::{HighWater, settle};
use crate::hub::{Front, Hub, Identity, Shared};
use crate::merkle::{Tree, complete};
use crate::work::places_of;
use domain::audit::Audited;
use oplog::{Scope, SecretKey};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The name of the database in a data folder.
pub const DATABASE: &str = "township.db";
/// The name of the township's key there.
pub const KEY: &str = "township.key";
const MARK: &str = "high-water";
/// How often another holder of the folder is asked to let go, and how long is waited in between: a second in all.
const TRIES: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);
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
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { path: path.to_owned(), _lock: file }),
                // A program that was just stopped may not have let go, and one that this process starts holds its files
                // until it is on its own.
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
                Err(fs::TryLockError::Error(error)) => return Err(Trouble::File(lock, error.kind())),
            }
        }
        Err(Trouble::Running(path.to_owned()))
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
        self.open_through(outside, front, |archive| archive)
    }

    /// The same with something between the township and its archive.
    ///
    /// # Errors
    /// As [`DataDir::open`].
    pub fn open_through(
        &self,
        outside: Arc<dyn Outside>,
        front: Front,
        through: impl FnOnce(Arc<dyn Archive>) -> Arc<dyn Archive>,
    ) -> Result<Hub, Trouble> {
        let archive = through(self.archive()?);
        let scope = township_scope(&*archive)?.ok_or_else(|| Trouble::NoTownship(self.path.clone()))?;
        let secret = self.key(&*outside, false)?;
        let (tree, places) =
            archive::read(&*archive, |view| Ok((tree(view)?, places_of(&view.place_ops()?)?)))?;
        if places.township_key.is_some_and(|key| key != secret.public()) {
            return Err(Trouble::Key(self.path.join(KEY)));
        }
        complete(&*archive, tree.size())?;
        let high_water = HighWater::open(&self.path.join(MARK))?;
        let settled = settle(&*archive, high_water.get(), tree.size(), &*outside)?;
        high_water.begin(settled.mark)?;
        let generation = settled.mark.generation;
        let identity = Identity::new(secret, scope, generation);
        let founded = places.township_key.is_some();
        let shared = Shared::new(identity, outside, places, &tree, Some(high_water));
        let hub = Hub::new(archive, shared, front);
        if settled.rolled_back && founded {
            let reason = tree.size().to_string();
            let line = Audited { reason, ..Audited::of(Act::PutBack, "") };
            hub.writer.run_blocking(move |work| audit::note(work, line))?;
        }
        Ok(hub)
    }
}

/// Opens the database of a data folder, also beside a running server.
///
/// # Errors
/// Those of the archive.
pub fn archive_at(path: &Path) -> Result<Arc<dyn Archive>, Trouble> {
    Ok(Arc::new(Sqlite::open(&path.join(DATABASE))?))
}

/// The township's key of a data folder, also beside a running server.
///
/// # Errors
/// [`Trouble::Key`] where there is none, or the file is no key.
pub fn key_in(path: &Path) -> Result<SecretKey, Trouble> {
    let path = path.join(KEY);
    let bytes = fs::read(&path).map_err(|_| Trouble::Key(path.clone()))?;
    bytes.try_into().map(|seed| SecretKey::from_seed(&seed)).map_err(|_| Trouble::Key(path))
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
