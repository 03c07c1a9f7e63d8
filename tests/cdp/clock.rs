//! The only place of the tests that asks what time it is.
#![allow(clippy::disallowed_methods, reason = "this is the place")]
use std::time::{Duration, Instant};

/// A moment until which to wait.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// From now on.
    pub fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// What is left of it.
    pub fn left(&self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether nothing is left.
    pub fn passed(&self) -> bool {
        self.left().is_zero()
    }

    /// Sleeps a little; false when the time is over.
    pub fn pause(&self) -> bool {
        if self.passed() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
        true
    }
}

/// Measures.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Since it began.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
