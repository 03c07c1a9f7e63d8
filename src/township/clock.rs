//! The one place that reads the real clock and the system's randomness.
#![allow(clippy::disallowed_methods, reason = "everything else takes both as arguments")]

use crate::error::Trouble;
use std::time::{SystemTime, UNIX_EPOCH};

/// Time and chance, as the rest of the server gets them.
pub trait Outside: Send + Sync {
    /// UTC milliseconds since 1970.
    fn now_ms(&self) -> u64;
    /// Fills with random bytes.
    ///
    /// # Errors
    /// [`Trouble::Randomness`] where the system has none to give.
    fn fill(&self, out: &mut [u8]) -> Result<(), Trouble>;
}

/// So many random bytes.
///
/// # Errors
/// As [`Outside::fill`].
pub fn random<const N: usize>(outside: &dyn Outside) -> Result<[u8; N], Trouble> {
    let mut out = [0u8; N];
    outside.fill(&mut out)?;
    Ok(out)
}

/// The real ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Outside for Real {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn fill(&self, out: &mut [u8]) -> Result<(), Trouble> {
        getrandom::fill(out).map_err(|_| Trouble::Randomness)
    }
}
