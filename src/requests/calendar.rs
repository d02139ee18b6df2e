//! Business time: when a team is at work, and how long something takes when only that counts.
//!
//! An instant is business time if the clock on the team's wall shows a time of its working hours, on a day that is not
//! off. Where clocks are put forward, the minutes that are skipped were never worked; where they are put back, those
//! that come twice are worked twice. A shift past midnight belongs to the day it begins on, and so does its being off.

mod days_off;
mod week;
mod zone;

use std::ops::Range;

use crate::time::{Span, Timestamp};

pub use days_off::{DaysOff, Part};
pub use week::{NOON, Shift, Week, minute_of_day};
pub use zone::Zone;

use days_off::Off;
use week::MIDNIGHT;
use zone::Stretch;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// How many days without any business time end a search: nobody is away for longer and comes back.
const LONGEST_CLOSED: u32 = 800;

/// When a team or a person is at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Whose clock it goes by.
    pub zone: Zone,
    /// The hours of each weekday.
    pub week: Week,
    /// The days off.
    pub off: DaysOff,
}

impl Calendar {
    /// Every instant is business time.
    pub fn always() -> Self {
        Self { zone: Zone::utc(), week: Week::always(), off: DaysOff::default() }
    }

    /// Whether an instant is within business time. The end of a shift no longer is.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.openings(at.0).next().is_some_and(|open| open.start == at.0)
    }

    /// The next instant of business time: this one, if it is. Nothing if there is none for years.
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        self.openings(at.0).next().map(|open| Timestamp(open.start))
    }

    /// The first instant by which so much business time has passed. Nothing if that never comes.
    pub fn add(&self, at: Timestamp, length: Span) -> Option<Timestamp> {
        let mut left = length.0;
        if left <= 0 {
            return Some(at);
        }
        for open in self.openings(at.0) {
            let here = open.end - open.start;
            if left <= here {
                return Some(Timestamp(open.start + left));
            }
            left -= here;
        }
        None
    }

    /// How much business time lies between two instants; negative when the second is the earlier one.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> Span {
        if until < from {
            return Span(-self.between(until, from).0);
        }
        let openings = self.openings(from.0).take_while(|open| open.start < until.0);
        Span(openings.map(|open| open.end.min(until.0) - open.start).sum())
    }

    /// The stretches of business time from an instant on, in order. Two may touch.
    fn openings(&self, from: i64) -> Openings<'_> {
        let stretch = self.zone.stretch(from);
        let day = stretch.as_ref().map_or(0, |stretch| stretch.day_of(from));
        Openings { calendar: self, from, stretch, day, hours: self.hours_on(day).into_iter(), closed: 0 }
    }

    /// The minutes of a day that are worked, in order: its own, and what the night shift of the day before leaves.
    fn hours_on(&self, day: i64) -> Vec<Range<u16>> {
        let night = self.begun_on(day - 1).filter(|shift| shift.end > MIDNIGHT);
        let night = night.map(|shift| shift.start.saturating_sub(MIDNIGHT)..shift.end - MIDNIGHT);
        let own = self.begun_on(day).map(|shift| shift.start..shift.end.min(MIDNIGHT));
        let mut hours: Vec<_> = night.chain(own).filter(|hours| !hours.is_empty()).collect();
        hours.sort_by_key(|hours| hours.start);
        hours.dedup_by(|next, before| {
            let meet = next.start <= before.end;
            if meet {
                before.end = before.end.max(next.end);
            }
            meet
        });
        hours
    }

    /// The shifts that begin on a day, as minutes since its midnight, without what is off.
    fn begun_on(&self, day: i64) -> impl Iterator<Item = Range<u16>> {
        let Off { morning, afternoon } = self.off.on(day);
        let first = if morning { NOON } else { 0 };
        let last = if afternoon { NOON } else { 2 * MIDNIGHT };
        let shifts = self.week.on(weekday(day)).iter();
        shifts.map(move |shift| shift.from().max(first)..shift.until().min(last)).filter(|hours| !hours.is_empty())
    }
}

/// 0 for Monday.
const fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize // 1970-01-01 was a Thursday
}

/// See [`Calendar::openings`].
struct Openings<'c> {
    calendar: &'c Calendar,
    /// Nothing before this counts.
    from: i64,
    /// Where we are: the time until clocks are changed. Nothing at the end of time.
    stretch: Option<Stretch>,
    /// The day on the wall, counted from 1970-01-01.
    day: i64,
    /// What is left of its hours.
    hours: std::vec::IntoIter<Range<u16>>,
    /// Days in a row without any.
    closed: u32,
}

impl Iterator for Openings<'_> {
    type Item = Range<i64>;

    fn next(&mut self) -> Option<Range<i64>> {
        loop {
            let stretch = self.stretch.as_ref()?;
            for hours in self.hours.by_ref() {
                let start = stretch.instant(self.day, hours.start).max(self.from);
                let end = stretch.instant(self.day, hours.end).min(stretch.until);
                if start < end {
                    self.closed = 0;
                    return Some(start..end);
                }
            }
            self.closed += 1;
            if self.closed > LONGEST_CLOSED {
                return None;
            }
            if stretch.instant(self.day + 1, 0) < stretch.until {
                self.day += 1;
            } else {
                self.from = stretch.until;
                self.stretch = self.calendar.zone.stretch(self.from);
                self.day = self.stretch.as_ref()?.day_of(self.from);
            }
            self.hours = self.calendar.hours_on(self.day).into_iter();
        }
    }
}
