//! What a case costs the thumb.
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// Taps and typed characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Touches or clicks.
    pub taps: u64,
    /// Characters that a person would have to enter.
    pub typed: u64,
}

impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { taps: self.taps + other.taps, typed: self.typed + other.typed }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// What came since an earlier tally.
impl Sub for Tally {
    type Output = Self;
    fn sub(self, earlier: Self) -> Self {
        Self { taps: self.taps.saturating_sub(earlier.taps), typed: self.typed.saturating_sub(earlier.typed) }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} taps, {} characters", self.taps, self.typed)
    }
}
