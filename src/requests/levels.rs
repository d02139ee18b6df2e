//! Service levels: how long a first response and a resolution may take, in business time, by priority.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::requests::calendar::Week;
use crate::time::Span;

/// How pressing a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Everything else waits.
    Urgent,
    /// Before the rest.
    High,
    /// As most are.
    #[default]
    Normal,
    /// When there is time.
    Low,
}

impl Priority {
    /// All of them, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Urgent, Self::High, Self::Normal, Self::Low];

    /// As in `teams.yaml`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }
}

/// How long something may take, in business time. What is not said is not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Level {
    /// Until somebody takes it up.
    pub first_response: Option<Span>,
    /// Until it is solved.
    pub resolution: Option<Span>,
}

/// The levels of a team.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels(BTreeMap<Priority, Level>);

impl Levels {
    /// Sets the level of a priority.
    pub fn set(&mut self, priority: Priority, level: Level) {
        self.0.insert(priority, level);
    }

    /// The level of a priority: its own, else that of *normal*, else none.
    pub fn of(&self, priority: Priority) -> Level {
        self.0.get(&priority).or_else(|| self.0.get(&Priority::Normal)).copied().unwrap_or_default()
    }
}

/// The longest a level may be.
const LONGEST: Span = Span::days(366);

/// Reads a length of business time such as `30m`, `4h`, `2d` or `1d 4h`: a day is a working day of this week, and `1w`
/// all of it. Nothing if it is none, or longer than a year.
pub fn length(text: &str, week: &Week) -> Option<Span> {
    let mut whole = 0_i64;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at(digits);
        let number: i64 = number.parse().ok()?;
        let mut letters = after.trim_start().chars();
        let unit = match letters.next()? {
            'm' => Span::minutes(1),
            'h' => Span::hours(1),
            'd' => week.day()?,
            'w' => week.whole(),
            _ => return None,
        };
        whole = number.checked_mul(unit.0).and_then(|part| whole.checked_add(part))?;
        rest = letters.as_str().trim_start();
    }
    (1..=LONGEST.0).contains(&whole).then_some(Span(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::calendar::Shift;

    #[test]
    fn a_day_is_as_long_as_the_teams_working_day() {
        let hours = || ["9:00-12:00", "13:00-18:00"].map(|text| Shift::read(text).unwrap()).to_vec();
        let week = Week::new([hours(), hours(), hours(), hours(), hours(), Vec::new(), Vec::new()]);
        let read = |text| length(text, &week);
        assert_eq!(read("30m"), Some(Span::minutes(30)));
        assert_eq!(read("2d"), Some(Span::hours(16)));
        assert_eq!(read("1d 4h"), Some(Span::hours(12)));
        assert_eq!(read("1d4h"), Some(Span::hours(12)));
        assert_eq!(read("1w"), Some(Span::hours(40)));
        assert_eq!(length("2d", &Week::always()), Some(Span::days(2)));
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["", "4", "h", "4 hours", "-4h", "0h", "1.5d", "99999d", "99999999999999999999h", "4h!", "2h²"] {
            assert_eq!(length(text, &Week::always()), None, "{text}");
        }
        assert_eq!(length("1d", &Week::default()), None, "a week without hours has no day");
    }

    #[test]
    fn a_priority_without_a_level_of_its_own_has_that_of_normal() {
        let mut levels = Levels::default();
        let level = |hours| Level { first_response: Some(Span::hours(hours)), resolution: None };
        assert_eq!(levels.of(Priority::Urgent), Level::default());
        levels.set(Priority::Normal, level(4));
        levels.set(Priority::Urgent, level(1));
        assert_eq!(levels.of(Priority::Urgent), level(1));
        assert_eq!(levels.of(Priority::Low), level(4));
    }
}
