//! How far a phone's clock is off, and when that must be said.

use ui::words::Lang;
use ui::words::desk::{Came, fill};

const MINUTE_MS: u64 = 60_000;
const ALLOWED_MS: u64 = 10 * MINUTE_MS;

/// Whether it must be said.
pub const fn is_wrong(ahead_ms: i64) -> bool {
    ahead_ms.unsigned_abs() > ALLOWED_MS
}

/// How far a record's own time was ahead of its arrival; records arrive after they were made, never before.
pub const fn ahead_of_arrival(claimed_ms: u64, received_ms: u64) -> i64 {
    let ahead = claimed_ms.saturating_sub(received_ms);
    if ahead > i64::MAX as u64 { i64::MAX } else { ahead as i64 }
}

/// 这部手机的时钟不准：快 3 小时
pub fn say(ahead_ms: i64, lang: Lang) -> String {
    let minutes = ahead_ms.unsigned_abs() / MINUTE_MS;
    let far = match minutes {
        0..120 => fill(Came::Minutes.in_(lang), &[&minutes]),
        120..2880 => fill(Came::Hours.in_(lang), &[&(minutes / 60)]),
        _ => fill(Came::Days.in_(lang), &[&(minutes / 1440)]),
    };
    let way = if ahead_ms > 0 { Came::ClockAhead } else { Came::ClockBehind };
    fill(Came::ClockWrong.in_(lang), &[&fill(way.in_(lang), &[&far])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_wrong_beyond_ten_minutes() {
        assert!(!is_wrong(600_000) && is_wrong(600_001) && is_wrong(-600_001));
        assert_eq!(say(3 * 3_600_000, Lang::Zh), "这部手机的时钟不准：快 3 小时");
        assert_eq!(say(-660_000, Lang::En), "This phone’s clock is off: 11 minutes slow");
        assert_eq!((ahead_of_arrival(5, 9), ahead_of_arrival(9, 5)), (0, 4));
    }
}
