//! Days and hours as an office reads them. The township lies in one zone; a record keeps its own offset.

use domain::meeting::Moment;
use ui::format;
use ui::words::Lang;

/// China's one offset from UTC, in minutes.
pub const OFFICE: i16 = 480;
const DAY_MS: u64 = 86_400_000;

const fn office(ms: u64) -> Moment {
    Moment { ms, offset_min: OFFICE }
}

/// 21:31 for today, else 昨天 21:31, 5月9日 21:31, 2025年5月9日 21:31.
pub fn near(ms: u64, now_ms: u64, lang: Lang) -> String {
    moment(office(ms), now_ms, lang)
}

/// A record's own moment, said like [`near`].
pub fn moment(at: Moment, now_ms: u64, lang: Lang) -> String {
    let now = office(now_ms);
    if format::local(at).day == format::local(now).day {
        format::clock(at)
    } else {
        format::near(at, now, lang)
    }
}

/// The day of a record's moment: 5月9日, or with its year where that is another.
pub fn day(at: Moment, now_ms: u64, lang: Lang) -> String {
    let said = format::date(at, lang);
    let year = format::local(at).year;
    if year != format::local(office(now_ms)).year {
        return said;
    }
    let year = lang.pick(format!("{year}年"), format!(" {year}"));
    said.replacen(&year, "", 1)
}

/// 2026年5月9日 21:31, as it is printed.
pub fn full(ms: u64, lang: Lang) -> String {
    format::date_time(office(ms), lang)
}

/// From when to when; the day is said twice only where it differs.
pub fn span(from: Moment, to: Moment, lang: Lang) -> (String, String) {
    let same = format::local(from).day == format::local(to).day;
    let to = if same { format::clock(to) } else { format::date_time(to, lang) };
    (format::date_time(from, lang), to)
}

/// Days of the calendar from a moment until now.
pub fn days_since(at: Moment, now_ms: u64) -> u64 {
    format::days_between(at, office(now_ms))
}

/// Whether the moment lies in the quarter of the year that now is.
pub fn this_quarter(at: Moment, now_ms: u64) -> bool {
    let (at, now) = (format::local(at), format::local(office(now_ms)));
    at.year == now.year && (at.month - 1) / 3 == (now.month - 1) / 3
}

/// Full days between two moments.
pub const fn full_days(from_ms: u64, to_ms: u64) -> u64 {
    to_ms.saturating_sub(from_ms) / DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2026-05-09 09:30 at +08:00
    const HEARING: Moment = Moment { ms: 1_778_290_200_000, offset_min: 480 };

    #[test]
    fn a_moment_is_said_as_short_as_it_can_be() {
        let now = HEARING.ms + 3 * 3_600_000;
        assert_eq!(near(HEARING.ms, now, Lang::Zh), "09:30");
        assert_eq!(near(HEARING.ms, now + DAY_MS, Lang::Zh), "昨天 09:30");
        assert_eq!(near(HEARING.ms, now + 400 * DAY_MS, Lang::Zh), "2026年5月9日 09:30");
        assert_eq!(day(HEARING, now, Lang::Zh), "5月9日");
        assert_eq!(day(HEARING, now, Lang::En), "9 May");
        assert_eq!(day(HEARING, now + 400 * DAY_MS, Lang::En), "9 May 2026");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(days_since(HEARING, HEARING.ms + 15 * 3_600_000), 1);
        assert!(this_quarter(HEARING, HEARING.ms + 40 * DAY_MS));
        assert!(!this_quarter(HEARING, HEARING.ms + 60 * DAY_MS));
        let end = Moment { ms: HEARING.ms + 9_600_000, ..HEARING };
        assert_eq!(span(HEARING, end, Lang::Zh), ("2026年5月9日 09:30".to_owned(), "12:10".to_owned()));
    }
}
