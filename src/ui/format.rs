//! Days, times, money and counts as people write them; all in whole numbers.

use crate::words::Lang;
use domain::meeting::Moment;

const DAY_MIN: i64 = 24 * 60;

/// A moment's own local day and time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Local {
    /// Days since 1970.
    pub day: i64,
    /// Year.
    pub year: i64,
    /// Month, from 1.
    pub month: i64,
    /// Day of the month, from 1.
    pub date: i64,
    /// Minute of the day.
    pub minute: i64,
}

/// The local day and time of a moment, by its own offset.
pub fn local(moment: Moment) -> Local {
    let minutes = i64::try_from(moment.ms / 60_000).unwrap_or(0) + i64::from(moment.offset_min);
    let (day, minute) = (minutes.div_euclid(DAY_MIN), minutes.rem_euclid(DAY_MIN));
    // Years begin in March here, so that the leap day is the last of the year.
    let z = day + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    Local { day, year: year_of_era + era * 400 + i64::from(month <= 2), month, date, minute }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(month: i64) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

/// 19:40
pub fn clock(moment: Moment) -> String {
    let minute = local(moment).minute;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// 2026年3月14日, 14 Mar 2026
pub fn date(moment: Moment, lang: Lang) -> String {
    let Local { year, month, date, .. } = local(moment);
    match lang {
        Lang::Zh => format!("{year}年{month}月{date}日"),
        Lang::En => format!("{date} {} {year}", month_name(month)),
    }
}

/// 2026年3月14日 19:40
pub fn date_time(moment: Moment, lang: Lang) -> String {
    format!("{} {}", date(moment, lang), clock(moment))
}

/// 今天 19:40, 昨天 19:40, 3月14日 19:40, and with the year where it is another.
pub fn near(moment: Moment, now: Moment, lang: Lang) -> String {
    let (then, today) = (local(moment), local(now));
    let day = match today.day - then.day {
        0 => lang.pick("今天", "today").to_owned(),
        1 => lang.pick("昨天", "yesterday").to_owned(),
        _ if then.year != today.year => date(moment, lang),
        _ => match lang {
            Lang::Zh => format!("{}月{}日", then.month, then.date),
            Lang::En => format!("{} {}", then.date, month_name(then.month)),
        },
    };
    format!("{day} {}", clock(moment))
}

/// Whole days from one local day to another; 0 where the other is earlier.
pub fn days_between(from: Moment, to: Moment) -> u64 {
    u64::try_from(local(to).day - local(from).day).unwrap_or(0)
}

/// Money in yuan: 186,000元, 12.50元.
pub fn yuan(fen: u64, lang: Lang) -> String {
    let (whole, rest) = (fen / 100, fen % 100);
    let rest = if rest == 0 { String::new() } else { format!(".{rest:02}") };
    match lang {
        Lang::Zh => format!("{}{rest}元", grouped(whole)),
        Lang::En => format!("CNY {}{rest}", grouped(whole)),
    }
}

/// 186,000
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What is wrong with a number as typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberSlip {
    /// A sign that no number contains.
    Sign(char),
    /// Two decimal points, or a point without digits.
    Point,
    /// Finer than a fen, or a fraction of something that is counted whole.
    TooFine,
    /// More than can be kept.
    TooMuch,
}

/// Reads an amount in yuan as people type it: `186000`, `186,000.50`, `18.6万`, `１２００元`. Nothing typed is 0.
///
/// # Errors
/// [`NumberSlip`]
pub fn read_yuan(text: &str) -> Result<u64, NumberSlip> {
    let text: String =
        text.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
    let text = text.strip_suffix('元').unwrap_or(&text);
    let (text, places) = match text.strip_suffix('万') {
        Some(rest) => (rest, 6),
        None => (text, 2),
    };
    let (whole, part) = text.split_once('.').map_or((text, ""), |(whole, part)| (whole, part));
    if part.contains('.') || (text.contains('.') && part.is_empty()) || (whole.is_empty() && places == 6) {
        return Err(NumberSlip::Point);
    }
    let part = part.trim_end_matches('0');
    if part.len() > places && part.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberSlip::TooFine);
    }
    let zeros = "0".repeat(places.saturating_sub(part.len()));
    digits(&[whole, part, &zeros].concat())
}

/// Reads a whole number. Nothing typed is 0.
///
/// # Errors
/// [`NumberSlip`]
pub fn read_count(text: &str) -> Result<u32, NumberSlip> {
    let text: String =
        text.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
    if text.contains('.') {
        return Err(NumberSlip::TooFine);
    }
    digits(&text).and_then(|number| u32::try_from(number).map_err(|_| NumberSlip::TooMuch))
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' | '。' => '.',
        other => other,
    }
}

fn digits(text: &str) -> Result<u64, NumberSlip> {
    let odd = |c: &char| !c.is_ascii_digit();
    // 万 and 元 have their place at the end: what stands behind them is the slip.
    let slip =
        text.chars().find(|c| odd(c) && !matches!(c, '万' | '元' | '.')).or_else(|| text.chars().find(odd));
    text.chars().try_fold(0u64, |sum, c| {
        let digit = c.to_digit(10).ok_or(NumberSlip::Sign(slip.unwrap_or(c)))?;
        sum.checked_mul(10).and_then(|sum| sum.checked_add(digit.into())).ok_or(NumberSlip::TooMuch)
    })
}

/// A slip in words.
pub fn slip(of: NumberSlip, lang: Lang) -> String {
    match (of, lang) {
        (NumberSlip::Sign(c), Lang::Zh) => format!("“{c}”不是数字，请只打数字。"),
        (NumberSlip::Sign(c), Lang::En) => format!("“{c}” is not a digit. Type digits only."),
        (NumberSlip::Point, Lang::Zh) => "小数点打得不对，例：1200.50。".into(),
        (NumberSlip::Point, Lang::En) => "The decimal point is wrong. Example: 1200.50.".into(),
        (NumberSlip::TooFine, Lang::Zh) => "太细了，钱只记到分，其他只记整数。".into(),
        (NumberSlip::TooFine, Lang::En) => {
            "Too fine: money goes down to the fen, the rest is counted whole.".into()
        }
        (NumberSlip::TooMuch, Lang::Zh) => "数字太大，请核对。".into(),
        (NumberSlip::TooMuch, Lang::En) => "The number is too large. Please check.".into(),
    }
}

/// The beginning of a digest, in groups of four: enough to compare a sheet of paper with the record by eye.
pub fn short(digest: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digest.chars().take(16).enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2026-03-14 19:40 in China.
    const EVENING: Moment = Moment { ms: 1_773_488_400_000, offset_min: 480 };

    #[test]
    fn a_moment_is_shown_by_its_own_offset() {
        assert_eq!(date_time(EVENING, Lang::Zh), "2026年3月14日 19:40");
        assert_eq!(date_time(EVENING, Lang::En), "14 Mar 2026 19:40");
        assert_eq!(clock(Moment { offset_min: 0, ..EVENING }), "11:40");
        assert_eq!(date(Moment { ms: 0, offset_min: -60 }, Lang::Zh), "1969年12月31日");
        assert_eq!(date(Moment { ms: 951_782_400_000, offset_min: 0 }, Lang::Zh), "2000年2月29日");
    }

    #[test]
    fn what_is_near_is_named_by_the_day() {
        let later = |hours: u64| Moment { ms: EVENING.ms + hours * 3_600_000, ..EVENING };
        assert_eq!(near(EVENING, later(4), Lang::Zh), "今天 19:40");
        assert_eq!(near(EVENING, later(5), Lang::Zh), "昨天 19:40");
        assert_eq!(near(EVENING, later(60), Lang::Zh), "3月14日 19:40");
        assert_eq!(near(EVENING, later(24 * 365), Lang::En), "14 Mar 2026 19:40");
        assert_eq!((days_between(EVENING, later(5)), days_between(later(5), EVENING)), (1, 0));
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        for (text, fen) in [
            ("", 0),
            ("186000", 18_600_000),
            ("186,000.50", 18_600_050),
            ("18.6万", 18_600_000),
            ("0.1", 10),
            ("0.07", 7),
            ("１２００元", 120_000),
            ("3.000001万", 3_000_001),
            ("12.50", 1250),
        ] {
            assert_eq!(read_yuan(text), Ok(fen), "{text}");
        }
        assert_eq!(yuan(18_600_050, Lang::Zh), "186,000.50元");
        assert_eq!(yuan(7, Lang::En), "CNY 0.07");
    }

    #[test]
    fn a_slip_is_named() {
        assert_eq!(read_yuan("12a"), Err(NumberSlip::Sign('a')));
        assert_eq!(read_yuan("18.6万x"), Err(NumberSlip::Sign('x')));
        assert_eq!(read_yuan("-5"), Err(NumberSlip::Sign('-')));
        assert_eq!(read_yuan("1.2.3"), Err(NumberSlip::Point));
        assert_eq!(read_yuan("1."), Err(NumberSlip::Point));
        assert_eq!(read_yuan("0.001"), Err(NumberSlip::TooFine));
        assert_eq!(read_yuan("999999999999999999999"), Err(NumberSlip::TooMuch));
        assert_eq!(read_count("4.5"), Err(NumberSlip::TooFine));
        assert_eq!(read_count("4294967296"), Err(NumberSlip::TooMuch));
        assert_eq!(read_count(" 42 "), Ok(42));
    }
}
