//! The hybrid logical clock: wall milliseconds that never go back, with a counter for ties.

use crate::{Decode, Encode};

/// The most that a foreign clock may pull ours ahead: 24 hours.
pub const MAX_PULL_MS: u64 = 24 * 60 * 60 * 1000;
const MS_LIMIT: u64 = 1 << 48;

/// A claimed moment: milliseconds since 1970 UTC (48 bits) and a counter. A claim, never a proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, Decode)]
#[cbor(array)]
pub struct Clock {
    /// Milliseconds since 1970 UTC, below 2^48.
    #[n(0)]
    pub ms: u64,
    /// Counter within one millisecond.
    #[n(1)]
    pub count: u16,
}

impl Clock {
    /// The stamp of a new operation at wall time `now_ms`: later than every stamp given before.
    #[must_use]
    pub fn tick(self, now_ms: u64) -> Self {
        let now_ms = now_ms.min(MS_LIMIT - 1);
        if now_ms > self.ms {
            return Self { ms: now_ms, count: 0 };
        }
        match self.count.checked_add(1) {
            Some(count) => Self { ms: self.ms, count },
            None => Self { ms: (self.ms + 1).min(MS_LIMIT - 1), count: 0 },
        }
    }

    /// Takes notice of a foreign stamp at wall time `now_ms`: follows it, but at most 24 hours ahead of the wall.
    #[must_use]
    pub fn observe(self, foreign: Self, now_ms: u64) -> Self {
        if foreign.ms > now_ms.saturating_add(MAX_PULL_MS) { self } else { self.max(foreign) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stamps_only_rise(walls in proptest::collection::vec(any::<u64>(), 1..50)) {
            let mut clock = Clock::default();
            for wall in walls {
                let next = clock.tick(wall);
                prop_assert!(next > clock || next.ms == MS_LIMIT - 1);
                prop_assert!(next.ms < MS_LIMIT);
                clock = next;
            }
        }

        #[test]
        fn a_foreign_clock_pulls_at_most_a_day(now in 0u64..1 << 47, foreign in 0u64..MS_LIMIT) {
            let pulled = Clock { ms: now, count: 0 }.observe(Clock { ms: foreign, count: 3 }, now);
            prop_assert!(pulled.ms <= now + MAX_PULL_MS);
        }
    }
}
