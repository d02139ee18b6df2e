//! Time zones: which instant a clock on the wall shows, by the rules that are part of the program.

use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{DAY, MINUTE};
use crate::time::Timestamp;

/// The time zones of the world, part of the program, so that a decision is the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A time during which clocks are not changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// Its end: milliseconds since 1970, UTC.
    pub(super) until: i64,
    /// How far clocks are ahead of UTC, in milliseconds.
    ahead: i64,
}

impl Zone {
    /// The zone of a name in the IANA database, such as `Asia/Tokyo`.
    pub fn named(name: &str) -> Option<Self> {
        ZONES.get(name).ok().map(Self)
    }

    /// The names there are, for those who look for one.
    pub fn names() -> impl Iterator<Item = String> {
        ZONES.available().map(|name| name.to_string())
    }

    /// Coordinated universal time.
    pub const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant at which clocks show a date and time. Of two, the first; where clocks skip it, as long after they
    /// are put forward as it is into what they skip. Nothing at the ends of time.
    pub fn instant(&self, shown: civil::DateTime) -> Option<Timestamp> {
        let instant = self.0.to_ambiguous_timestamp(shown).compatible().ok()?;
        Some(Timestamp(instant.as_millisecond()))
    }

    /// What clocks show at an instant. Nothing at the ends of time.
    pub fn shown(&self, at: Timestamp) -> Option<civil::DateTime> {
        Some(self.0.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?))
    }

    /// From an instant until clocks are changed next.
    pub(super) fn stretch(&self, from: i64) -> Option<Stretch> {
        let at = jiff::Timestamp::from_millisecond(from).ok()?;
        let next = self.0.following(at).next().map(|change| change.timestamp());
        let until = next.unwrap_or(jiff::Timestamp::MAX).as_millisecond();
        (from < until).then(|| Stretch { until, ahead: i64::from(self.0.to_offset(at).seconds()) * 1000 })
    }
}

impl Stretch {
    /// The day clocks show, counted from 1970-01-01.
    pub(super) const fn day_of(self, at: i64) -> i64 {
        (at + self.ahead).div_euclid(DAY)
    }

    /// The instant at which clocks would show a minute of a day.
    pub(super) fn instant(self, day: i64, minute: u16) -> i64 {
        day * DAY + i64::from(minute) * MINUTE - self.ahead
    }
}
