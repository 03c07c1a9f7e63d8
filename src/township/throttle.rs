//! Slows down whoever tries passwords: by account and address, with growing waits.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Tries that cost nothing.
const FREE: u32 = 5;
/// The first wait, and the longest.
const FIRST_MS: u64 = 5_000;
const LONGEST_MS: u64 = 15 * 60 * 1000;
/// Failures are forgotten after this time without one.
const FORGET_MS: u64 = 60 * 60 * 1000;
/// The most pairs remembered.
const REMEMBERED: usize = 10_000;

type Who = (String, IpAddr);

/// Who failed how often.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Who, Failures>>);

#[derive(Clone, Copy, Default)]
struct Failures {
    count: u32,
    last_ms: u64,
    until_ms: u64,
}

impl Throttle {
    /// Counts a try as failed until [`Throttle::succeeded`] is called, so that tries at one moment count too.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn attempt(&self, name: &str, address: IpAddr, now_ms: u64) -> Result<(), u32> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.retain(|_, failures| failures.last_ms + FORGET_MS > now_ms);
        }
        let full = all.len() >= REMEMBERED;
        let who = (if full { String::new() } else { name.chars().take(100).collect() }, address);
        let failures = all.entry(who).or_default();
        if failures.last_ms + FORGET_MS <= now_ms {
            *failures = Failures::default();
        }
        if failures.until_ms > now_ms {
            return Err(u32::try_from((failures.until_ms - now_ms).div_ceil(1000)).unwrap_or(u32::MAX));
        }
        failures.count = failures.count.saturating_add(1);
        failures.last_ms = now_ms;
        if let Some(over) = failures.count.checked_sub(FREE) {
            failures.until_ms = now_ms + (FIRST_MS << over.min(10)).min(LONGEST_MS);
        }
        Ok(())
    }

    /// The password was right: the failures are forgotten.
    pub fn succeeded(&self, name: &str, address: IpAddr) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&(name.chars().take(100).collect(), address));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn waits_grow_and_end_with_success() {
        let (throttle, here) = (Throttle::default(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        for _ in 0..FREE {
            assert_eq!(throttle.attempt("李", here, 1_000_000), Ok(()));
        }
        assert_eq!(throttle.attempt("李", here, 1_000_000), Err(5));
        assert_eq!(throttle.attempt("王", here, 1_000_000), Ok(()));
        assert_eq!(throttle.attempt("李", here, 1_005_000), Ok(()));
        assert_eq!(throttle.attempt("李", here, 1_005_001), Err(10));
        throttle.succeeded("李", here);
        assert_eq!(throttle.attempt("李", here, 1_005_002), Ok(()));
    }
}
