//! Days off from `.ics` files: what is read, what is named as not read, and Japan's holidays against the law.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{self, Date, Weekday};
use liaison::requests::calendar::Part;
use liaison::requests::holidays::{Holiday, read};
use proptest::prelude::*;

fn day(date: &str, name: &str) -> Holiday {
    let date: Date = date.parse().unwrap();
    Holiday { first: date, last: date, part: Part::Whole, name: name.to_owned() }
}

fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines.trim().replace('\n', "\r\n"))
}

/// What is said about an event of these lines.
fn said(event: &str) -> String {
    let amiss = read(&calendar(&format!("BEGIN:VEVENT\n{event}\nEND:VEVENT"))).expect_err("something is amiss");
    let lines = amiss.iter().map(|it| format!("{}: {}: {}. {}", it.line, it.name, it.problem, it.remedy));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn whole_days_are_read_with_their_names() {
    let text = calendar(
        "
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260101
SUMMARY;LANGUAGE=ja:元日
DESCRIPTION:Not read.\\x
BEGIN:VALARM
TRIGGER:-PT15M
DURATION:PT1H
END:VALARM
END:VEVENT
BEGIN:VEVENT
dtstart;value=date;X-NOTE=\"a:b;c\",d:20261229
DTEND;VALUE=DATE:20270104
SUMMARY:年末年始\\, a long\\nna
 me\\; \\\\
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261228
X-LIAISON-OFF:AFTERNOON
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260704
STATUS:CANCELLED
END:VEVENT
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19510909T010000
RRULE:FREQ=YEARLY
END:STANDARD
END:VTIMEZONE",
    );
    let expected = [
        day("2026-01-01", "元日"),
        Holiday { last: civil::date(2027, 1, 3), ..day("2026-12-29", "年末年始, a long\nname; \\") },
        Holiday { part: Part::Afternoon, ..day("2026-12-28", "") },
    ];
    assert_eq!(read(&text).unwrap(), expected);
    assert_eq!(read(&text.replace("\r\n", "\n")).unwrap(), expected, "lines of Unix are read as well");
    assert_eq!(expected[1].days().count(), 6);
}

#[test]
fn what_is_not_read_is_named_with_its_line_and_what_to_do() {
    insta::assert_snapshot!(said(
        "DTSTART;TZID=Asia/Tokyo:20260101T090000
DTEND:20260101T180000
RRULE:FREQ=YEARLY
EXDATE;VALUE=DATE:20270101
DURATION:P1D
RECURRENCE-ID;VALUE=DATE:20260101
X-LIAISON-OFF:EVENING
SUMMARY:a\\q"
    ));
}

#[test]
fn dates_that_are_none_and_ends_before_beginnings_are_named() {
    let each = [
        "DTSTART;VALUE=DATE:20260230",
        "DTSTART;VALUE=DATE:2026-01-01",
        "DTSTART:20260101",
        "DTSTART;VALUE=DATE:20260101\nDTSTART;VALUE=DATE:20260102",
        "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101",
        "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20280101",
        "SUMMARY:no date",
        "DTSTART",
        "DTSTART;VALUE:20260101",
        "DTSTART;VALUE=\"DATE:20260101",
        "two words:x",
    ];
    insta::assert_snapshot!(each.map(said).join("\n"));
}

#[test]
fn a_file_of_another_shape_is_named() {
    let each = [
        "",
        "\n\nhello\n",
        "2026-01-01,元日\n2026-01-12,成人の日\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\n",
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n",
    ];
    let said = each.map(|text| {
        let amiss = read(text).expect_err(text);
        let lines = amiss.iter().map(|it| format!("{}: {}: {}. {}\n", it.line, it.name, it.problem, it.remedy));
        lines.collect::<Vec<_>>().concat()
    });
    insta::assert_snapshot!(said.join("--\n"));
}

/// A file with these holidays, folded after so many characters.
fn write(holidays: &[Holiday], fold: usize, end: &str) -> String {
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned()];
    for holiday in holidays {
        let date = |date: Date| date.strftime("%Y%m%d").to_string();
        let name = holiday.name.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n");
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("DTSTART;VALUE=DATE:{}", date(holiday.first)));
        lines.push(format!("DTEND;VALUE=DATE:{}", date(holiday.last.tomorrow().unwrap())));
        match holiday.part {
            Part::Whole => {}
            Part::Morning => lines.push("X-LIAISON-OFF:MORNING".to_owned()),
            Part::Afternoon => lines.push("X-LIAISON-OFF:AFTERNOON".to_owned()),
        }
        lines.push(format!("SUMMARY:{name}"));
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    let folded = lines.iter().map(|line| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(fold).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(&format!("{end} "))
    });
    folded.collect::<Vec<_>>().join(end)
}

fn some_holidays() -> impl Strategy<Value = Vec<Holiday>> {
    let name = "[\\PC\n]{0,20}".prop_map(|name| name.replace('\r', ""));
    let part = prop::sample::select(vec![Part::Whole, Part::Morning, Part::Afternoon]);
    let one = (0_i32..3_000, 0_i32..30, part, name).prop_map(|(begin, more, part, name)| {
        let first = civil::date(2024, 1, 1).checked_add(jiff::Span::new().days(begin)).unwrap();
        Holiday { first, last: first.checked_add(jiff::Span::new().days(more)).unwrap(), part, name }
    });
    prop::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_however_it_is_folded(
        holidays in some_holidays(),
        fold in 1_usize..90,
        end in prop::sample::select(vec!["\r\n", "\n", "\r\n\t"]),
    ) {
        let end = if end == "\r\n\t" { "\r\n" } else { end };
        prop_assert_eq!(read(&write(&holidays, fold, end)), Ok(holidays));
    }

    #[test]
    fn whatever_stands_in_a_file_each_problem_has_a_line_of_it(text in "([A-Z;:=,\"0-9\\\\ \r\n]|BEGIN:VEVENT\n|END:VEVENT\n){0,60}") {
        match read(&format!("BEGIN:VCALENDAR\n{text}")) {
            Ok(_) => {}
            Err(amiss) => {
                let lines = text.split('\n').count() as u64 + 1;
                prop_assert!(!amiss.is_empty() && amiss.iter().all(|it| (1..=lines).contains(&it.line)), "{:?}", amiss);
            }
        }
    }
}

/// 国民の祝日に関する法律, articles 2 and 3, for years in which nothing moves a day: the days of a year with their names.
fn by_the_law(year: i16) -> BTreeMap<Date, &'static str> {
    let monday = |month, nth| civil::date(year, month, 1).nth_weekday_of_month(nth, Weekday::Monday).unwrap();
    let on = |month, day| civil::date(year, month, day);
    // The usual approximation of when the sun crosses the equator, good from 1980 to 2099.
    let years = f64::from(year) - 1980.0;
    let equinox = |begin: f64| (begin + 0.242_194 * years - (years / 4.0).floor()).floor() as i8;
    let named = BTreeMap::from([
        (on(1, 1), "元日"),
        (monday(1, 2), "成人の日"),
        (on(2, 11), "建国記念の日"),
        (on(2, 23), "天皇誕生日"),
        (on(3, equinox(20.8431)), "春分の日"),
        (on(4, 29), "昭和の日"),
        (on(5, 3), "憲法記念日"),
        (on(5, 4), "みどりの日"),
        (on(5, 5), "こどもの日"),
        (monday(7, 3), "海の日"),
        (on(8, 11), "山の日"),
        (monday(9, 3), "敬老の日"),
        (on(9, equinox(23.2488)), "秋分の日"),
        (monday(10, 2), "スポーツの日"),
        (on(11, 3), "文化の日"),
        (on(11, 23), "勤労感謝の日"),
    ]);
    let mut all = named.clone();
    // 3 II: where one falls on a Sunday, the next day that is none of them is off.
    for sunday in named.keys().filter(|date| date.weekday() == Weekday::Sunday) {
        let next = sunday.series(jiff::Span::new().days(1)).find(|date| !named.contains_key(date)).unwrap();
        all.insert(next, "休日（振替休日）");
    }
    // 3 III: a day between two of them is off.
    for date in named.keys() {
        let between = date.tomorrow().unwrap();
        if named.contains_key(&between.tomorrow().unwrap()) {
            all.entry(between).or_insert("休日（国民の休日）");
        }
    }
    all
}

fn shipped(name: &str) -> Vec<Holiday> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/holidays").join(name);
    read(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_shipped_holidays_of_japan_are_those_of_the_law() {
    let shipped: BTreeMap<Date, String> =
        shipped("japan.ics").into_iter().map(|holiday| (holiday.first, holiday.name)).collect();
    let expected: BTreeMap<Date, String> =
        (2026..=2028).flat_map(by_the_law).map(|(date, name)| (date, name.to_owned())).collect();
    assert_eq!(shipped, expected);
}

#[test]
fn the_law_gives_the_days_the_cabinet_office_has_published() {
    let dates = |year| {
        let dates: Vec<_> = by_the_law(year).keys().map(|date| date.strftime("%-m/%-d").to_string()).collect();
        dates.join(" ")
    };
    // https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html
    let days = "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23";
    assert_eq!(dates(2026), days);
    let days = "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23";
    assert_eq!(dates(2027), days);
    let days = "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24";
    assert_eq!(dates(2025), days);
}

#[test]
fn the_example_of_company_days_holds_the_end_of_the_year_and_obon() {
    let days: Vec<_> = shipped("company.example.ics").iter().flat_map(Holiday::days).map(|(date, _)| date).collect();
    for year in 2026..=2028 {
        for (month, day) in [(12, 29), (12, 30), (12, 31), (8, 13), (8, 14), (8, 15)] {
            assert!(days.contains(&civil::date(year, month, day)), "{year}-{month}-{day}");
        }
        for day in 1..=3 {
            assert!(days.contains(&civil::date(year + 1, 1, day)), "{}-1-{day}", year + 1);
        }
    }
    assert_eq!(days.len(), 3 * (6 + 3));
}
