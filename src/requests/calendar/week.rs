//! The working hours of a week.

use crate::time::Span;

/// Minutes from midnight to midnight.
pub(super) const MIDNIGHT: u16 = 24 * 60;

/// Minutes from midnight to noon, where half days end and begin.
pub const NOON: u16 = 12 * 60;

/// A stretch of working hours that begins on a day and may end on the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    from: u16,
    until: u16,
}

impl Shift {
    /// From a minute of the day until another; until that of the next day where it is not later. `24:00` is the end of
    /// the day. Nothing if it is empty or no minute of a day.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        if from >= MIDNIGHT || until > MIDNIGHT || from == until {
            return None;
        }
        Some(Self { from, until: if until > from { until } else { until + MIDNIGHT } })
    }

    /// Reads `09:00-18:00`, or `22:00-06:00` for one past midnight.
    pub fn read(text: &str) -> Option<Self> {
        let (from, until) = text.split_once(['-', '–', '~', '〜'])?;
        Self::new(minute_of_day(from.trim())?, minute_of_day(until.trim())?)
    }

    /// Its first minute, counted from the midnight the day begins with.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The minute it ends before, counted from the midnight the day begins with: up to two days.
    pub const fn until(self) -> u16 {
        self.until
    }
}

/// Reads `9:30` or `09:30` as a minute of the day; `24:00` is its end.
pub fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || !digits(minute, 2) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= MIDNIGHT).then_some(at)
}

/// The working hours of each day of a week, from Monday on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week([Vec<Shift>; 7]);

impl Week {
    /// The hours of each day, from Monday on.
    pub fn new(mut days: [Vec<Shift>; 7]) -> Self {
        for day in &mut days {
            day.sort_unstable();
        }
        Self(days)
    }

    /// All day, every day.
    pub fn always() -> Self {
        Self(std::array::from_fn(|_| vec![Shift { from: 0, until: MIDNIGHT }]))
    }

    /// The shifts that begin on a day; 0 is Monday.
    pub fn on(&self, weekday: usize) -> &[Shift] {
        &self.0[weekday % 7]
    }

    /// The days on which work begins; 0 is Monday.
    pub fn days(&self) -> impl Iterator<Item = usize> {
        (0..7).filter(|day| !self.0[*day].is_empty())
    }

    /// The first day with a shift that begins before another has ended, also one of the night before.
    pub fn overlap(&self) -> Option<usize> {
        let all = (0..8_u16).flat_map(|day| {
            let shifts = self.0[usize::from(day % 7)].iter();
            shifts.map(move |shift| (day, day * MIDNIGHT + shift.from, day * MIDNIGHT + shift.until))
        });
        let all: Vec<_> = all.collect();
        all.windows(2).find(|pair| pair[1].1 < pair[0].2).map(|pair| usize::from(pair[1].0 % 7))
    }

    /// All hours of a week.
    pub fn whole(&self) -> Span {
        let minutes = self.0.iter().flatten().map(|shift| i64::from(shift.until - shift.from)).sum();
        Span::minutes(minutes)
    }

    /// The hours of a working day: the mean over those that have any. Nothing for a week without.
    pub fn day(&self) -> Option<Span> {
        let days = i64::try_from(self.days().count()).ok().filter(|days| *days > 0)?;
        Some(Span(self.whole().0 / days))
    }
}
