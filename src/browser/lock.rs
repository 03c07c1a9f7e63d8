//! The PIN: setting it, changing it, trying it.

use crate::clock;
use crate::locks::{self, Guard, Held, Patience};
use crate::phone::Phone;
use crate::status::Change;
use crate::store::Store;
use crate::store::ring::{DataKey, Ring};
use crate::timer;
use argon2::{Algorithm, Argon2, Params, Version};
use oplog::ByteVec;
use sync::pin::{self, LockRow, PinSlip, Stretch, Tries};
use sync::port::StoreError;

/// What a new PIN costs whoever tries: 19 MiB, two passes (OWASP's least for Argon2id). A third one costs a start at a sixth
/// of the speed 120 ms more, of 1,200 that it may take.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Rows that ask for more than this were not written here.
const MOST_MEMORY: u32 = 1 << 16;
const MOST_PASSES: u32 = 16;
/// Where the data key lies, to the seal of the PIN.
const WRAPPED: (&str, &[u8]) = ("lock", b"data");
/// The page draws that it is at work before it is.
const DRAWING_MS: u32 = 40;
/// A window that just opened lets go of what it holds at once; one that works does not.
const ALONE_MS: u32 = 1_500;

/// Whether there is a PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Pin {
    /// None, and nobody has been asked.
    #[default]
    None,
    /// None yet: somebody said later.
    Later,
    /// It is set.
    Set,
}

impl Pin {
    pub(crate) const fn of(row: &LockRow) -> Self {
        match (&row.pin, row.later) {
            (Some(_), _) => Self::Set,
            (None, true) => Self::Later,
            (None, false) => Self::None,
        }
    }
}

/// Why a PIN did not open, or was not set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinError {
    /// It is not one that may be set, or has other signs than digits.
    Slip(PinSlip),
    /// It is another one. So many milliseconds until the next try.
    Wrong(u64),
    /// Too many wrong ones: so many milliseconds until the next try.
    Wait(u64),
    /// Another window is open.
    OtherWindow,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for PinError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<PinSlip> for PinError {
    fn from(slip: PinSlip) -> Self {
        Self::Slip(slip)
    }
}

/// The key that a PIN gives.
fn stretched(pin: &str, how: &Stretch) -> Result<DataKey, StoreError> {
    let mut key = [0; 32];
    if how.memory > MOST_MEMORY || how.passes > MOST_PASSES {
        return Err(StoreError::Corrupt);
    }
    let cost = Params::new(how.memory, how.passes, 1, Some(key.len())).map_err(|_| StoreError::Corrupt)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
    argon2.hash_password_into(pin.as_bytes(), &how.salt, &mut key).map_err(|_| StoreError::Corrupt)?;
    Ok(key)
}

/// What seals the data key: under number 1, as there is one wrapping at a time.
fn wrapping(pin: &str, how: &Stretch) -> Result<Ring, StoreError> {
    let ring = Ring::default();
    ring.take(1, &stretched(pin, how)?)?;
    Ok(ring)
}

fn wrapped(pin: &str, key: &DataKey) -> Result<(Stretch, ByteVec), StoreError> {
    let salt = clock::random().map_err(|_| StoreError::Aborted)?;
    let how = Stretch { salt, memory: MEMORY, passes: PASSES };
    Ok((how, wrapping(pin, &how)?.seal(WRAPPED.0, WRAPPED.1, key)?.into()))
}

/// Tries a PIN: the row and the data key that it opens. The try is counted before it is judged.
///
/// # Errors
/// [`PinError`]; nothing is ever erased.
pub(crate) async fn tried(store: &Store, typed: &str, now_ms: u64) -> Result<(LockRow, DataKey), PinError> {
    let pin = pin::digits(typed)?;
    let wait = std::cell::Cell::new(0);
    let count = |row: &mut LockRow| {
        wait.set(row.tries.wait_ms(now_ms));
        if wait.get() == 0 {
            row.tries.begin(now_ms);
        }
    };
    let mut row = store.change_lock(&count).await?;
    if wait.get() > 0 {
        return Err(PinError::Wait(wait.get()));
    }
    let how = row.pin.ok_or(StoreError::Corrupt)?;
    timer::sleep(DRAWING_MS).await;
    // The cipher's tag is what tells a wrong key.
    let Ok(key) = wrapping(&pin, &how)?.open(WRAPPED.0, WRAPPED.1, row.key.to_vec()) else {
        return Err(PinError::Wrong(row.tries.wait_ms(now_ms)));
    };
    let key = key.try_into().map_err(|_| StoreError::Corrupt)?;
    row = store.change_lock(&|row| row.tries = Tries::default()).await?;
    Ok((row, key))
}

/// Says that a window of this phone is open, until dropped: keys change only where it is the only one.
pub(crate) async fn present(name: &str) -> Result<Guard, Held> {
    locks::share(&[name, "/open"].concat(), Patience::Ms(10_000)).await
}

impl Phone {
    /// Whether there is a PIN.
    pub fn pin(&self) -> Pin {
        self.0.store.pin()
    }

    /// The person will set one later.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_pin_off(&self) -> Result<(), StoreError> {
        self.0.store.change_lock(&|row| row.later = true).await?;
        self.announce(Change::Me);
        Ok(())
    }

    /// Sets a PIN where there was none. The data key lay open until now: another one takes its place, and the rows go over
    /// to it, see [`Self::finish_sealing`].
    ///
    /// # Errors
    /// [`PinError`]
    pub async fn set_pin(&self, typed: &str) -> Result<(), PinError> {
        let pin = pin::check(typed)?;
        timer::sleep(DRAWING_MS).await;
        let key = clock::random().map_err(|_| StoreError::Aborted)?;
        let (how, sealed) = wrapped(&pin, &key)?;
        // A window with the old key would go on sealing with it.
        drop(self.0.window.take());
        let alone = locks::take(&[&self.0.name, "/open"].concat(), Patience::Ms(ALONE_MS)).await;
        let done = match &alone {
            Ok(_) => self.0.store.follow_key(&key, how, sealed).await.map_err(PinError::Store),
            Err(Held) => Err(PinError::OtherWindow),
        };
        drop(alone);
        self.0.window.replace(present(&self.0.name).await.ok());
        done?;
        self.announce(Change::Me);
        Ok(())
    }

    /// Wraps the data key by another PIN.
    ///
    /// # Errors
    /// [`PinError`]; `Wrong` and `Wait` as when unlocking.
    pub async fn change_pin(&self, old: &str, typed: &str) -> Result<(), PinError> {
        let pin = pin::check(typed)?;
        let (_, key) = tried(&self.0.store, old, clock::now_ms()).await?;
        let (how, sealed) = wrapped(&pin, &key)?;
        self.0
            .store
            .change_lock(&|row| {
                (row.pin, row.key) = (Some(how), sealed.clone());
            })
            .await?;
        Ok(())
    }

    /// Rows that another key has sealed, or none, go over to the present one; a page killed in between goes on when the phone
    /// is unlocked again.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn finish_sealing(&self) -> Result<(), StoreError> {
        self.0.store.reseal().await
    }
}
