//! The phone's lock: what a PIN must be, how long one waits after wrong ones, and the row that keeps the data key.
//!
//! The data key seals what is stored ([`LockRow`]). A PIN does not seal anything by itself: stretched by Argon2id it wraps
//! the data key, so that another PIN is one row written, not every record.

use oplog::{ByteVec, Decode, Encode};

/// The fewest digits.
pub const LEAST: usize = 6;
/// The most; more would be a mistake of the finger.
pub const MOST: usize = 32;
/// So many wrong tries in a row cost nothing.
pub const FREE: u32 = 5;
const FIRST_WAIT_MS: u64 = 30_000;
/// Twice as long after each further one, up to this many times: at most 64 minutes.
const DOUBLED: u32 = 7;

/// What is wrong with a PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinSlip {
    /// Not a digit.
    Sign(char),
    /// So many digits are missing.
    Short(usize),
    /// More than [`MOST`].
    Long,
    /// One digit, a run, or a group over and over: 000000, 123456, 121212.
    Simple,
    /// It reads like a date of birth: 850312, 19850312.
    Birthday,
}

/// The digits of a PIN as typed: spaces left out, full-width digits as plain ones.
///
/// # Errors
/// [`PinSlip::Sign`]
pub fn digits(typed: &str) -> Result<String, PinSlip> {
    let signs = typed.chars().filter(|sign| !sign.is_whitespace());
    let plain = |sign: char| match sign {
        '0'..='9' => Ok(sign),
        '０'..='９' => char::from_u32(sign as u32 - '０' as u32 + '0' as u32).ok_or(PinSlip::Sign(sign)),
        other => Err(PinSlip::Sign(other)),
    };
    signs.map(plain).collect()
}

/// Whether these are a PIN that may be set.
///
/// # Errors
/// [`PinSlip`]: the first of
/// - a sign that is no digit
/// - fewer than [`LEAST`] digits, or more than [`MOST`]
/// - one digit, a run up or down, or a group of two or three over and over
/// - a date, of six digits or of eight
pub fn check(typed: &str) -> Result<String, PinSlip> {
    let pin = digits(typed)?;
    if pin.len() < LEAST {
        return Err(PinSlip::Short(LEAST - pin.len()));
    }
    if pin.len() > MOST {
        return Err(PinSlip::Long);
    }
    let all: Vec<u8> = pin.bytes().map(|digit| digit - b'0').collect();
    let steps = |step: u8| all.iter().zip(all.iter().skip(1)).all(|(a, b)| (a + step) % 10 == *b);
    let again = |period: usize| all.iter().zip(all.iter().skip(period)).all(|(a, b)| a == b);
    if steps(1) || steps(9) || (1..4).any(again) {
        return Err(PinSlip::Simple);
    }
    let number = |part: &[u8]| part.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(*digit));
    let day = match all.split_last_chunk::<4>() {
        Some(([_, _], date)) => Some(date),
        Some((century @ [_, _, _, _], date)) if matches!(number(century), 1900..=2099) => Some(date),
        _ => None,
    };
    if let Some([a, b, c, d]) = day
        && (1..=12).contains(&number(&[*a, *b]))
        && (1..=31).contains(&number(&[*c, *d]))
    {
        return Err(PinSlip::Birthday);
    }
    Ok(pin)
}

/// How a PIN is stretched: Argon2id, version 1.3, one lane, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Stretch {
    /// Random, made with each PIN.
    #[n(0)]
    pub salt: [u8; 16],
    /// Memory, KiB.
    #[n(1)]
    pub memory: u32,
    /// Passes over it.
    #[n(2)]
    pub passes: u32,
}

/// Wrong tries since the last right one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(array)]
pub struct Tries {
    /// How many.
    #[n(0)]
    pub failed: u32,
    /// When the last began, or when the phone's clock was found to be set back since: UTC milliseconds by that clock.
    #[n(1)]
    pub since_ms: u64,
}

impl Tries {
    /// Milliseconds until the next try, at this time of the phone's clock. A clock that was set back begins the wait anew.
    pub fn wait_ms(&mut self, now_ms: u64) -> u64 {
        if self.failed < FREE {
            return 0;
        }
        self.since_ms = self.since_ms.min(now_ms);
        let wait = FIRST_WAIT_MS << (self.failed - FREE).min(DOUBLED);
        (self.since_ms + wait).saturating_sub(now_ms)
    }

    /// Counts a try as wrong before it is judged, so that a killed page does not give it back.
    pub fn begin(&mut self, now_ms: u64) {
        *self = Self { failed: self.failed.saturating_add(1), since_ms: now_ms };
    }
}

/// A key that was the data key before; rows under it may remain.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Before {
    /// Its number.
    #[n(0)]
    pub number: u8,
    /// It, sealed by the present one.
    #[n(1)]
    pub key: ByteVec,
}

/// The row of the lock.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LockRow {
    /// The data key's number, which each row that it seals begins with.
    #[n(0)]
    pub number: u8,
    /// The data key: itself, or wrapped where there is a PIN.
    #[n(1)]
    pub key: ByteVec,
    /// How the PIN is stretched that wraps it.
    #[n(2)]
    pub pin: Option<Stretch>,
    /// Earlier keys, as long as rows under them remain.
    #[n(3)]
    pub before: Vec<Before>,
    /// Whether rows may remain that no key has sealed.
    #[n(4)]
    pub plain: bool,
    /// Whether somebody has said that he will set a PIN later.
    #[n(5)]
    pub later: bool,
    /// Wrong tries.
    #[n(6)]
    pub tries: Tries,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_pins_are_refused_by_name() {
        for weak in ["000000", "123456", "654321", "890123", "121212", "123123", "77777777", "98765432"] {
            assert_eq!(check(weak), Err(PinSlip::Simple), "{weak}");
        }
        for day in ["850312", "001231", "19850312", "20001231"] {
            assert_eq!(check(day), Err(PinSlip::Birthday), "{day}");
        }
        assert_eq!(check("12a456"), Err(PinSlip::Sign('a')));
        assert_eq!(check(""), Err(PinSlip::Short(6)));
        assert_eq!(check("73915"), Err(PinSlip::Short(1)));
        assert_eq!(check(&"7391".repeat(9)), Err(PinSlip::Long));
    }

    #[test]
    fn others_are_taken_as_they_are_meant() {
        for good in
            ["739154", "７３９１５４", "739 154", "851312", "85031273", "18850312", "110105199003077731"]
        {
            assert!(check(good).is_ok(), "{good}");
        }
        assert_eq!(check(" ７３９154").as_deref(), Ok("739154"));
    }

    #[test]
    fn ten_thousand_tries_take_more_than_a_year() {
        let mut tries = Tries::default();
        let begun = 1_700_000_000_000u64;
        let mut now = begun;
        for _ in 0..10_000 {
            now += tries.wait_ms(now);
            assert_eq!(tries.wait_ms(now), 0);
            tries.begin(now);
        }
        assert_eq!(tries.failed, 10_000);
        assert!(now - begun > 365 * 24 * 3_600_000, "{} hours", (now - begun) / 3_600_000);
        // And then the owner waits an hour and a bit, no longer.
        assert_eq!(tries.wait_ms(now), 30_000 << 7);
    }

    #[test]
    fn a_clock_set_back_shortens_nothing_and_locks_nobody_out() {
        let mut tries = Tries { failed: FREE, since_ms: 1_700_000_000_000 };
        assert_eq!(tries.wait_ms(1_700_000_010_000), 20_000);
        assert_eq!(tries.wait_ms(1_000), 30_000, "the whole wait, by the clock as it goes now");
        assert_eq!(tries.wait_ms(31_000), 0);
    }
}
