//! Moments as the native date and time inputs write them, and back; all in whole numbers.

use domain::meeting::Moment;

const DAY: i64 = 24 * 60;

/// `2026-03-14` and `19:40`, in the moment's own local time.
pub fn written(moment: Moment) -> (String, String) {
    let minutes = i64::try_from(moment.ms / 60_000).unwrap_or(0) + i64::from(moment.offset_min);
    let (day, minute) = (minutes.div_euclid(DAY), minutes.rem_euclid(DAY));
    let (year, month, date) = civil(day);
    (format!("{year:04}-{month:02}-{date:02}"), format!("{:02}:{:02}", minute / 60, minute % 60))
}

/// The moment that date and time inputs name at this offset; none where one of them is not filled in.
pub fn read(date: &str, time: &str, offset_min: i16) -> Option<Moment> {
    let mut parts = date.trim().splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    if civil(days) != (year, month, day) {
        return None;
    }
    let minutes = days * DAY + minute_of_day(time)? - i64::from(offset_min);
    Some(Moment { ms: u64::try_from(minutes).ok()? * 60_000, offset_min })
}

/// A time of day put on the day of `on`; the next day where it would be more than twelve hours before `on`, so
/// that a meeting may go past midnight.
pub fn at_time(time: &str, on: Moment) -> Option<Moment> {
    let moment = read(&written(on).0, time, on.offset_min)?;
    let late = moment.ms.checked_add(12 * 3_600_000)? < on.ms;
    Some(Moment { ms: moment.ms + if late { 24 * 3_600_000 } else { 0 }, ..moment })
}

/// Whole minutes from one moment to a later one.
pub fn minutes_between(from: Moment, to: Moment) -> u64 {
    to.ms.saturating_sub(from.ms) / 60_000
}

fn minute_of_day(time: &str) -> Option<i64> {
    let mut parts = time.trim().split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

// Howard Hinnant's calendar arithmetic: years begin in March, so that the leap day is the last.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, yoe) = (year.div_euclid(400), year.rem_euclid(400));
    let mp = if month > 2 { month - 3 } else { month + 9 };
    let doy = (153 * mp + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (date, time) in [("2026-03-14", "19:40"), ("1970-01-02", "00:00"), ("2028-02-29", "23:59")] {
            let moment = read(date, time, 480).unwrap();
            assert_eq!(written(moment), (date.to_owned(), time.to_owned()));
        }
        assert_eq!(read("2026-03-14", "19:40", 480).unwrap().ms, 1_773_488_400_000);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for (date, time) in
            [("", "19:40"), ("2026-02-29", "10:00"), ("2026-03-14", ""), ("2026-03-14", "24:00")]
        {
            assert_eq!(read(date, time, 480), None, "{date} {time}");
        }
    }

    #[test]
    fn a_time_after_midnight_is_of_the_next_day() {
        let start = read("2026-03-14", "22:30", 480).unwrap();
        assert_eq!(written(at_time("00:20", start).unwrap()).0, "2026-03-15");
        assert_eq!(written(at_time("22:10", start).unwrap()).0, "2026-03-14");
    }
}
