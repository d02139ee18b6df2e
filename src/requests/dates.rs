//! Reads a day as people write it (`Fri`, `next Friday`, `6/30`, `June 30`, `月末`, `来週金曜`) from a text and the day it
//! is written on; returns the day, or nothing where it is none. What is read is shown back before it counts.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};
use regex::{Captures, Regex};

use crate::text::normalise;

/// The longest text that is read as a day.
const LONGEST: usize = 60;

/// The day a text names, as seen from `today`. A day without a year is the next one of its name; one with a year may
/// lie in the past.
pub fn read(text: &str, today: Date) -> Option<Date> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let text = normalise(text);
    let text = text.trim().trim_end_matches(['.', '。', '、', ',', '!']).trim();
    let text = ["by ", "on ", "until ", "till ", "before "].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let text = ["までに", "まで", "には", "に"].iter().find_map(|it| text.strip_suffix(it)).unwrap_or(text).trim();
    written_out(text, today)
        .or_else(|| weekday(text, today))
        .or_else(|| after(text, today))
        .or_else(|| end_of(text, today))
        .or_else(|| named(text, today))
}

fn named(text: &str, today: Date) -> Option<Date> {
    let days = match text {
        "today" | "今日" | "本日" | "きょう" => 0,
        "tomorrow" | "明日" | "あした" | "あす" | "翌日" => 1,
        "the day after tomorrow" | "day after tomorrow" | "明後日" | "あさって" => 2,
        "next week" | "来週" => 7,
        _ => return None,
    };
    plus(today, days.days())
}

fn plus(date: Date, span: Span) -> Option<Date> {
    date.checked_add(span).ok()
}

/// A number as a person writes it.
fn number(text: &str) -> Option<i64> {
    const WORDS: [(&str, &str); 10] = [
        ("one", "一"),
        ("two", "二"),
        ("three", "三"),
        ("four", "四"),
        ("five", "五"),
        ("six", "六"),
        ("seven", "七"),
        ("eight", "八"),
        ("nine", "九"),
        ("ten", "十"),
    ];
    let word = || WORDS.iter().zip(1..).find(|((en, ja), _)| text == *en || text == *ja).map(|(_, number)| number);
    text.parse().ok().or_else(word).or_else(|| matches!(text, "a" | "an").then_some(1))
}

/// `in 3 days`, `in a week`, `3日後`, `二週間後`, `1か月後`.
fn after(text: &str, today: Date) -> Option<Date> {
    static IN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:in (\w+) (day|week|month)s?|(\w+?)(日|週間|か月|ヶ月|カ月|ヵ月)後)$").ok());
    let found = IN.as_ref()?.captures(text)?;
    let group =
        |english: usize, japanese: usize| found.get(english).or_else(|| found.get(japanese)).map(|it| it.as_str());
    let count = number(group(1, 3)?).filter(|count| *count <= 400)?;
    let span = match group(2, 4)? {
        "day" | "日" => count.days(),
        "week" | "週間" => count.weeks(),
        _ => count.months(),
    };
    plus(today, span)
}

/// `end of the month`, `eow`, `月末`, `来月末`, `年末`.
fn end_of(text: &str, today: Date) -> Option<Date> {
    let friday = |date: Date| plus(date, i64::from(5 - date.weekday().to_monday_one_offset()).max(0).days());
    match text {
        "end of month" | "end of the month" | "end of this month" | "month end" | "eom" | "月末" | "今月末" => {
            Some(today.last_of_month())
        }
        "end of next month" | "来月末" | "翌月末" => {
            Some(plus(today.first_of_month(), 1.month())?.last_of_month())
        }
        "end of week" | "end of the week" | "end of this week" | "eow" | "今週中" | "週内" => friday(today),
        "end of next week" | "来週中" => friday(plus(monday_of(today)?, 1.week())?),
        "end of year" | "end of the year" | "eoy" | "年末" | "年内" => Some(today.last_of_year()),
        "end of quarter" | "end of the quarter" | "eoq" | "四半期末" => {
            let last = (today.month() - 1) / 3 * 3 + 3;
            Some(Date::new(today.year(), last, 1).ok()?.last_of_month())
        }
        _ => None,
    }
}

fn monday_of(date: Date) -> Option<Date> {
    plus(date, i64::from(1 - date.weekday().to_monday_one_offset()).days())
}

fn day_of_week(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" | "月" => Weekday::Monday,
        "tue" | "tues" | "tuesday" | "火" => Weekday::Tuesday,
        "wed" | "wednesday" | "水" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" | "木" => Weekday::Thursday,
        "fri" | "friday" | "金" => Weekday::Friday,
        "sat" | "saturday" | "土" => Weekday::Saturday,
        "sun" | "sunday" | "日" => Weekday::Sunday,
        _ => return None,
    })
}

/// `Fri`, `this Friday`, `next Friday`, `金曜`, `来週の金曜日`. Alone it is the next such day; after "next", the one of the
/// week that begins next Monday.
fn weekday(text: &str, today: Date) -> Option<Date> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:(this|next|coming)? ?(mon|tue|wed|thu|fri|sat|sun)([a-z]*)|(今週|来週|再来週|次)?の?([月火水木金土日])曜日?)$")
            .ok()
    });
    let found = DAY.as_ref()?.captures(text)?;
    let word = match (found.get(2), found.get(3), found.get(5)) {
        (Some(start), Some(rest), _) => format!("{}{}", start.as_str(), rest.as_str()),
        (_, _, Some(japanese)) => japanese.as_str().to_owned(),
        _ => return None,
    };
    let day = day_of_week(&word)?;
    let week = found.get(1).or_else(|| found.get(4)).map(|it| it.as_str());
    let weeks = match week {
        None | Some("coming" | "次") => {
            let ahead = (i64::from(day.to_monday_one_offset()) - i64::from(today.weekday().to_monday_one_offset()))
                .rem_euclid(7);
            return plus(today, if ahead == 0 { 7 } else { ahead }.days());
        }
        Some("this" | "今週") => 0,
        Some("next" | "来週") => 1,
        Some(_) => 2,
    };
    plus(plus(monday_of(today)?, weeks.weeks())?, i64::from(day.to_monday_zero_offset()).days())
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS.iter().zip(1..).find(|(start, _)| word.starts_with(**start)).map(|(_, month)| month)
}

/// `2027-06-30`, `6/30`, `June 30`, `30 June 2027`, `6月30日`, `来月15日`, `30日`.
fn written_out(text: &str, today: Date) -> Option<Date> {
    static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let forms = [
            r"^(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?$",
            r"^(?P<m>\d{1,2})(?:/|月)(?P<d>\d{1,2})日?(?:\([月火水木金土日]\))?$",
            r"^(?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y>\d{4}))?$",
            r"^(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?(?:,? (?P<y>\d{4}))?$",
            r"^(?P<which>今月|来月|再来月)?(?P<d>\d{1,2})日$",
            r"^the (?P<d>\d{1,2})(?:st|nd|rd|th)$",
        ];
        forms.into_iter().filter_map(|form| Regex::new(form).ok()).collect()
    });
    FORMS.iter().find_map(|form| written_as(&form.captures(text)?, today))
}

fn written_as(found: &Captures<'_>, today: Date) -> Option<Date> {
    let part = |name: &str| found.name(name).map(|it| it.as_str());
    let day: i8 = part("d")?.parse().ok()?;
    let year: Option<i16> = match part("y") {
        Some(year) => Some(year.parse().ok()?),
        None => None,
    };
    let month = match (part("m"), part("name")) {
        (Some(number), _) => Some(number.parse().ok()?),
        (_, Some(name)) => Some(month(name)?),
        (None, None) => None,
    };
    match (year, month) {
        (Some(year), Some(month)) => Date::new(year, month, day).ok(),
        (None, Some(month)) => {
            // The next one of its name, however long it is until there is a 29th of February.
            let years = (0..=8).map(|ahead| today.year() + ahead);
            years.filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date >= today)
        }
        (_, None) => {
            let first = today.first_of_month();
            let (from, to) = match part("which") {
                None => (0, 3),
                Some("今月") => (0, 0),
                Some("来月") => (1, 1),
                Some(_) => (2, 2),
            };
            let months = (from..=to).filter_map(|ahead: i64| plus(first, ahead.months()));
            let days = months.filter_map(|month| Date::new(month.year(), month.month(), day).ok());
            let named = part("which").is_some();
            let mut days = days.filter(|date| named || *date >= today);
            days.next()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// A Wednesday.
    const TODAY: Date = date(2026, 11, 25);

    #[test]
    fn a_day_is_read_as_people_write_it_in_english() {
        for (text, day) in [
            ("today", date(2026, 11, 25)),
            ("Tomorrow", date(2026, 11, 26)),
            ("Fri", date(2026, 11, 27)),
            ("by Friday.", date(2026, 11, 27)),
            ("Wednesday", date(2026, 12, 2)),
            ("this Friday", date(2026, 11, 27)),
            ("next Friday", date(2026, 12, 4)),
            ("next Monday", date(2026, 11, 30)),
            ("end of the month", date(2026, 11, 30)),
            ("EOM", date(2026, 11, 30)),
            ("end of next month", date(2026, 12, 31)),
            ("EOW", date(2026, 11, 27)),
            ("end of quarter", date(2026, 12, 31)),
            ("6/30", date(2027, 6, 30)),
            ("12/1", date(2026, 12, 1)),
            ("June 30", date(2027, 6, 30)),
            ("30 June", date(2027, 6, 30)),
            ("Dec 1st, 2026", date(2026, 12, 1)),
            ("2026-10-01", date(2026, 10, 1)),
            ("in 3 days", date(2026, 11, 28)),
            ("in two weeks", date(2026, 12, 9)),
            ("the 30th", date(2026, 11, 30)),
            ("Feb 29", date(2028, 2, 29)),
        ] {
            assert_eq!(read(text, TODAY), Some(day), "{text}");
        }
    }

    #[test]
    fn a_day_is_read_as_people_write_it_in_japanese() {
        for (text, day) in [
            ("本日", date(2026, 11, 25)),
            ("明日まで", date(2026, 11, 26)),
            ("明後日", date(2026, 11, 27)),
            ("金曜", date(2026, 11, 27)),
            ("金曜日までに", date(2026, 11, 27)),
            ("来週金曜", date(2026, 12, 4)),
            ("来週の月曜日", date(2026, 11, 30)),
            ("再来週の水曜", date(2026, 12, 9)),
            ("月末", date(2026, 11, 30)),
            ("来月末", date(2026, 12, 31)),
            ("年末", date(2026, 12, 31)),
            ("６／３０", date(2027, 6, 30)),
            ("6月30日", date(2027, 6, 30)),
            ("12/1(火)", date(2026, 12, 1)),
            ("2026年12月1日", date(2026, 12, 1)),
            ("来月15日", date(2026, 12, 15)),
            ("20日", date(2026, 12, 20)),
            ("３日後", date(2026, 11, 28)),
            ("二週間後", date(2026, 12, 9)),
        ] {
            assert_eq!(read(text, TODAY), Some(day), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_taken_for_one() {
        for text in [
            "",
            "soon",
            "asap",
            "なるはや",
            "13/45",
            "2026-02-30",
            "friday or so",
            "31 February",
            "monster",
            "今月31日",
        ] {
            assert_eq!(read(text, TODAY), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,70}", day in 0..20_000_i64) {
            let today = date(2000, 1, 1).checked_add(day.days()).unwrap();
            read(&text, today);
        }

        #[test]
        fn a_day_without_a_year_is_never_in_the_past_and_soon(month in 1..=12_i8, day in 1..=28_i8, ahead in 0..20_000_i64) {
            let today = date(2000, 1, 1).checked_add(ahead.days()).unwrap();
            for text in [format!("{month}/{day}"), format!("{month}月{day}日")] {
                let read = read(&text, today).unwrap();
                prop_assert!(read >= today && read <= today.checked_add(366.days()).unwrap());
                prop_assert_eq!((read.month(), read.day()), (month, day));
            }
        }

        #[test]
        fn a_day_of_the_week_is_that_day_within_a_week(ahead in 0..20_000_i64) {
            let today = date(2000, 1, 1).checked_add(ahead.days()).unwrap();
            for (text, day) in [("Fri", Weekday::Friday), ("月曜", Weekday::Monday)] {
                let read = read(text, today).unwrap();
                prop_assert_eq!(read.weekday(), day);
                prop_assert!(read > today && read <= today.checked_add(7.days()).unwrap());
            }
        }
    }
}
