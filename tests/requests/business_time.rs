//! Business time against a walk from minute to minute that asks the time zone what the clock shows.

use std::collections::BTreeMap;

use jiff::civil::{self, Date};
use jiff::tz::TimeZoneDatabase;
use liaison::requests::calendar::{Calendar, DaysOff, NOON, Part, Shift, Week, Zone};
use liaison::time::{Span, Timestamp};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

/// How many minutes the walk goes at most.
const FAR: i64 = 9 * 24 * 60;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

/// An instant at which clocks of a zone show this.
fn at(zone_name: &str, shown: &str) -> Timestamp {
    zone(zone_name).instant(shown.parse().unwrap()).unwrap()
}

fn weekly(days: &[usize], hours: &[&str]) -> Week {
    let shifts: Vec<Shift> = hours.iter().map(|text| Shift::read(text).unwrap()).collect();
    Week::new(std::array::from_fn(|day| if days.contains(&day) { shifts.clone() } else { Vec::new() }))
}

fn calendar(zone_name: &str, days: &[usize], hours: &[&str], off: &[(&str, Part)]) -> Calendar {
    let mut days_off = DaysOff::default();
    days_off.extend(off.iter().map(|(date, part)| (date.parse().unwrap(), *part)));
    Calendar { zone: zone(zone_name), week: weekly(days, hours), off: days_off }
}

const WORKDAYS: &[usize] = &[0, 1, 2, 3, 4];
const EVERY_DAY: &[usize] = &[0, 1, 2, 3, 4, 5, 6];

#[test]
fn an_afternoon_runs_on_into_the_next_working_day() {
    let office = calendar("Asia/Tokyo", WORKDAYS, &["09:00-12:00", "13:00-18:00"], &[("2026-11-23", Part::Whole)]);
    let tokyo = |shown| at("Asia/Tokyo", shown);
    let friday = tokyo("2026-11-20T17:00");
    assert!(office.is_open(friday));
    assert!(!office.is_open(tokyo("2026-11-20T12:30")), "lunch");
    assert!(!office.is_open(tokyo("2026-11-20T18:00")), "the end of a shift is no part of it");
    assert!(!office.is_open(tokyo("2026-11-23T10:00")), "勤労感謝の日");
    assert_eq!(office.add(friday, Span::hours(2)), Some(tokyo("2026-11-24T10:00")));
    assert_eq!(office.add(friday, Span::hours(1)), Some(tokyo("2026-11-20T18:00")), "by the end of the day");
    assert_eq!(office.next_open(tokyo("2026-11-20T18:00")), Some(tokyo("2026-11-24T09:00")));
    assert_eq!(office.between(friday, tokyo("2026-11-24T13:30")), Span::minutes(60 + 180 + 30));
}

#[test]
fn half_a_day_off_ends_or_begins_at_noon() {
    let off = [("2026-12-28", Part::Afternoon), ("2027-01-04", Part::Morning)];
    let office = calendar("Asia/Tokyo", WORKDAYS, &["09:00-18:00"], &off);
    let tokyo = |shown: &str| at("Asia/Tokyo", shown);
    let whole_day = |day: &str| office.between(tokyo(&format!("{day}T00:00")), tokyo(&format!("{day}T23:59")));
    assert_eq!(whole_day("2026-12-28"), Span::hours(3));
    assert_eq!(whole_day("2027-01-04"), Span::hours(6));
    let mut both = office.off.clone();
    both.add("2026-12-28".parse().unwrap(), Part::Morning);
    assert_eq!(both.part_of("2026-12-28".parse().unwrap()), Some(Part::Whole), "two halves make a whole day");
}

#[test]
fn a_night_shift_is_an_hour_shorter_or_longer_when_clocks_change() {
    let nights = calendar("America/New_York", EVERY_DAY, &["22:00-06:00"], &[]);
    let night = |from: &str, until: &str| nights.between(at("America/New_York", from), at("America/New_York", until));
    assert_eq!(night("2026-03-06T12:00", "2026-03-07T12:00"), Span::hours(8));
    assert_eq!(night("2026-03-07T12:00", "2026-03-08T12:00"), Span::hours(7), "2:00 became 3:00");
    assert_eq!(night("2026-10-31T12:00", "2026-11-01T12:00"), Span::hours(9), "1:00 to 2:00 came twice");
}

#[test]
fn a_night_shift_that_begins_on_a_day_off_does_not_take_place_and_the_one_before_ends_as_always() {
    let nights = calendar("Europe/Berlin", EVERY_DAY, &["22:00-06:00"], &[("2026-12-25", Part::Whole)]);
    let berlin = |shown| at("Europe/Berlin", shown);
    assert!(nights.is_open(berlin("2026-12-25T05:59")), "begun on the 24th");
    assert!(!nights.is_open(berlin("2026-12-25T22:30")));
    assert!(!nights.is_open(berlin("2026-12-26T03:00")), "begun on the 25th");
    assert!(nights.is_open(berlin("2026-12-26T22:00")));
}

#[test]
fn half_an_hour_comes_twice_on_lord_howe_island() {
    // Clocks go from 2:00 back to 1:30 there.
    let office = calendar("Australia/Lord_Howe", EVERY_DAY, &["01:00-02:00"], &[]);
    let on = |day: &str, next: &str| {
        let midnight = |day: &str| at("Australia/Lord_Howe", &format!("{day}T00:00"));
        office.between(midnight(day), midnight(next))
    };
    assert_eq!(on("2026-04-04", "2026-04-05"), Span::minutes(60));
    assert_eq!(on("2026-04-05", "2026-04-06"), Span::minutes(90));
    assert_eq!(on("2026-10-04", "2026-10-05"), Span::minutes(60), "the gap is later, from 2:00 to 2:30");
}

#[test]
fn without_hours_or_with_everything_off_nothing_is_ever_due() {
    let never = calendar("Asia/Tokyo", &[], &[], &[]);
    let now = Timestamp(1_800_000_000_000);
    assert_eq!(never.next_open(now), None);
    assert_eq!(never.add(now, Span::minutes(1)), None);
    assert_eq!(never.add(now, Span(0)), Some(now));
    assert_eq!(never.between(now, now.plus(Span::days(30))), Span(0));
    assert!(Calendar::always().is_open(now));
    assert_eq!(Calendar::always().add(now, Span::days(40)), Some(now.plus(Span::days(40))));
}

#[test]
fn the_ends_of_time_are_survived() {
    let office = calendar("Europe/Berlin", WORKDAYS, &["09:00-18:00"], &[]);
    for far in [i64::MIN, i64::MAX, 253_402_207_200_000, -377_705_023_201_000] {
        assert!(!office.is_open(Timestamp(far)) || far.abs() < i64::MAX);
        assert_eq!(office.next_open(Timestamp(i64::MAX)), None);
        let _ = office.add(Timestamp(far), Span::hours(4));
    }
}

#[test]
fn shifts_that_meet_are_told_from_those_that_overlap() {
    assert_eq!(weekly(WORKDAYS, &["09:00-12:00", "12:00-18:00"]).overlap(), None);
    assert_eq!(weekly(WORKDAYS, &["09:00-12:01", "12:00-18:00"]).overlap(), Some(0));
    assert_eq!(weekly(&[6], &["22:00-24:00"]).overlap(), None);
    let mut days: [Vec<Shift>; 7] = Default::default();
    days[6] = vec![Shift::read("22:00-06:00").unwrap()];
    days[0] = vec![Shift::read("05:00-12:00").unwrap()];
    assert_eq!(Week::new(days).overlap(), Some(0), "Sunday's night reaches into Monday");
}

#[test]
fn what_is_no_shift_is_refused() {
    for text in ["", "9-18", "09:00", "09:00-09:00", "24:00-06:00", "09:60-18:00", "09:00-24:01", "9:0-18:00", "-"] {
        assert_eq!(Shift::read(text), None, "{text}");
    }
    assert!(Shift::read("9:00 – 18:00").is_some_and(|shift| (shift.from(), shift.until()) == (540, 1080)));
    assert!(Shift::read("00:00-24:00").is_some_and(|shift| (shift.from(), shift.until()) == (0, 1440)));
}

/// A calendar as one would write it down, for the walk.
#[derive(Debug, Clone)]
struct Written {
    zone: &'static str,
    /// For each day from Monday on: from and until, in minutes; until is of the next day where it is not later.
    hours: [Vec<(u16, u16)>; 7],
    off: BTreeMap<Date, Part>,
}

impl Written {
    fn calendar(&self) -> Calendar {
        let week = self
            .hours
            .clone()
            .map(|day| day.into_iter().map(|(from, until)| Shift::new(from, until).unwrap()).collect::<Vec<_>>());
        let mut off = DaysOff::default();
        off.extend(self.off.iter().map(|(date, part)| (*date, *part)));
        Calendar { zone: zone(self.zone), week: Week::new(week), off }
    }

    /// Whether the shifts that begin on a day cover a minute, counted from its midnight.
    fn covers(&self, date: Date, minute: u16) -> bool {
        let in_part = match self.off.get(&date) {
            None => true,
            Some(Part::Whole) => false,
            Some(Part::Morning) => minute >= NOON,
            Some(Part::Afternoon) => minute < NOON,
        };
        let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
        in_part
            && self.hours[day].iter().any(|&(from, until)| {
                let until = if until > from { until } else { until + 1440 };
                (from..until).contains(&minute)
            })
    }

    /// Whether the clock shows working hours.
    fn is_open(&self, at: Timestamp) -> bool {
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap();
        let shown = TimeZoneDatabase::bundled().get(self.zone).unwrap().to_datetime(instant);
        let minute = u16::try_from(shown.hour()).unwrap() * 60 + u16::try_from(shown.minute()).unwrap();
        self.covers(shown.date(), minute) || self.covers(shown.date().yesterday().unwrap(), minute + 1440)
    }
}

fn hours_of_a_day() -> impl Strategy<Value = Vec<(u16, u16)>> {
    // To the minute, and often on the hours at which clocks are changed.
    let time = || prop_oneof![0_u16..1440, (0_u16..48).prop_map(|half| half * 30), 0_u16..240];
    let shift = (time(), time()).prop_map(|(from, until)| if from == until { (from, 1440) } else { (from, until) });
    prop_oneof![1 => Just(Vec::new()), 3 => prop::collection::vec(shift, 1..4)]
}

/// A week that holds a change of clocks in one of the zones, or begins anywhere in three years.
fn somewhere() -> impl Strategy<Value = (&'static str, Date)> {
    let zones = ["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Lord_Howe"];
    let changes = ["2026-03-05", "2026-10-29", "2026-03-26", "2026-10-22", "2026-04-02", "2026-10-01", "2027-03-11"];
    let dates = prop_oneof![
        prop::sample::select(changes.to_vec()).prop_map(|date| date.parse::<Date>().unwrap()),
        (0_i32..1_000).prop_map(|days| civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap()),
    ];
    (prop::sample::select(zones.to_vec()), dates)
}

fn written() -> impl Strategy<Value = (Written, Timestamp)> {
    let part = prop::sample::select(vec![Part::Whole, Part::Morning, Part::Afternoon]);
    let off = prop::collection::vec((0_i32..9, part), 0..4);
    let hours = prop::collection::vec(hours_of_a_day(), 7);
    (somewhere(), hours, off, 0_i64..24 * 60).prop_map(|((zone_name, begin), hours, off, minute)| {
        let off = off.into_iter().map(|(days, part)| (begin.checked_add(jiff::Span::new().days(days)).unwrap(), part));
        let written = Written { zone: zone_name, hours: hours.try_into().unwrap(), off: off.collect() };
        let from = zone(zone_name).instant(begin.to_datetime(civil::Time::midnight())).unwrap();
        (written, from.plus(Span::minutes(minute)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn business_time_is_what_a_walk_from_minute_to_minute_finds((written, from) in written(), length in 1_i64..3_000) {
        let calendar = written.calendar();
        let open: Vec<bool> = (0..FAR).map(|n| written.is_open(Timestamp(from.0 + n * MINUTE))).collect();
        let worked: Vec<i64> = (0_i64..).zip(&open).filter(|(_, open)| **open).map(|(minute, _)| minute).collect();

        for n in (0..FAR).step_by(7) {
            let at = Timestamp(from.0 + n * MINUTE);
            let is_open = open[usize::try_from(n).unwrap()];
            prop_assert_eq!(calendar.is_open(at), is_open, "minute {}", n);
            prop_assert_eq!(calendar.is_open(Timestamp(at.0 + MINUTE - 1)), is_open, "the end of minute {}", n);
        }
        for end in [0, 1, 600, 24 * 60, FAR] {
            let found = calendar.between(from, Timestamp(from.0 + end * MINUTE)).0;
            prop_assert_eq!(found, worked.iter().filter(|minute| **minute < end).map(|_| Span::minutes(1).0).sum::<i64>(), "until minute {}", end);
        }
        if let Some(first) = worked.first() {
            prop_assert_eq!(calendar.next_open(from), Some(Timestamp(from.0 + first * MINUTE)));
        }
        if let Some(last) = worked.get(usize::try_from(length).unwrap() - 1) {
            let due = Timestamp(from.0 + (last + 1) * MINUTE);
            prop_assert_eq!(calendar.add(from, Span::minutes(length)), Some(due), "{} minutes", length);
        }
    }

    #[test]
    fn adding_and_measuring_agree((written, from) in written(), length in 1_i64..5_000_000, more in 0_i64..5_000_000) {
        let calendar = written.calendar();
        if let Some(due) = calendar.add(from, Span(length)) {
            prop_assert_eq!(calendar.between(from, due), Span(length));
            prop_assert_eq!(calendar.between(due, from), Span(-length));
            prop_assert_eq!(calendar.between(from, Timestamp(due.0 - 1)), Span(length - 1), "the first such instant");
            let later = calendar.add(due, Span(more));
            prop_assert_eq!(later, calendar.add(from, Span(length + more)), "in two steps or in one");
        }
    }
}
