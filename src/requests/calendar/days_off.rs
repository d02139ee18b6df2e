//! Days, and half days, on which nobody is at work.

use std::collections::BTreeMap;

use jiff::civil::{self, Date};

/// Which part of a day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// Until noon.
    Morning,
    /// From noon on.
    Afternoon,
}

/// What of a day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Off {
    pub(super) morning: bool,
    pub(super) afternoon: bool,
}

/// The days off of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaysOff(BTreeMap<i64, Off>);

impl DaysOff {
    /// Adds a day; two halves make a whole one.
    pub fn add(&mut self, date: Date, part: Part) {
        let off = self.0.entry(day_of(date)).or_default();
        off.morning |= part != Part::Afternoon;
        off.afternoon |= part != Part::Morning;
    }

    /// What of a day is off, the day counted from 1970-01-01.
    pub(super) fn on(&self, day: i64) -> Off {
        self.0.get(&day).copied().unwrap_or_default()
    }

    /// What of a date is off, if anything.
    pub fn part_of(&self, date: Date) -> Option<Part> {
        match self.on(day_of(date)) {
            Off { morning: true, afternoon: true } => Some(Part::Whole),
            Off { morning: true, afternoon: false } => Some(Part::Morning),
            Off { morning: false, afternoon: true } => Some(Part::Afternoon),
            Off { morning: false, afternoon: false } => None,
        }
    }
}

impl Extend<(Date, Part)> for DaysOff {
    fn extend<I: IntoIterator<Item = (Date, Part)>>(&mut self, days: I) {
        for (date, part) in days {
            self.add(date, part);
        }
    }
}

/// A date counted from 1970-01-01.
fn day_of(date: Date) -> i64 {
    date.duration_since(civil::date(1970, 1, 1)).as_hours() / 24
}
