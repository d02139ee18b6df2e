//! Points and spans of time. Nothing here reads a clock: the time of an event comes with its envelope.

use serde::{Deserialize, Serialize};

use crate::ids::MessageTs;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A span of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1000)
    }
    /// A span of whole minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n * 60)
    }
    /// A span of whole hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n * 60)
    }
    /// A span of whole days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n * 24)
    }
}

impl Timestamp {
    /// This point plus a span.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long after `earlier` this is; negative when it is before.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Reads Slack's `seconds.micros`; `None` when it is not one.
    pub fn of_message(ts: &MessageTs) -> Option<Self> {
        let (seconds, fraction) = ts.as_str().split_once('.').unwrap_or((ts.as_str(), "0"));
        let seconds: i64 = seconds.parse().ok().filter(|s| (0..=100_000_000_000).contains(s))?;
        let digits = fraction.as_bytes().iter().take(3).filter(|b| b.is_ascii_digit());
        let millis = digits.zip([100, 10, 1]).map(|(b, weight)| i64::from(b - b'0') * weight).sum::<i64>();
        Some(Self(seconds * 1000 + millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_timestamps_are_read_to_the_millisecond() {
        let ts = |s: &str| Timestamp::of_message(&MessageTs::from(s));
        assert_eq!(ts("1700000000.123456"), Some(Timestamp(1_700_000_000_123)));
        assert_eq!(ts("1700000000"), Some(Timestamp(1_700_000_000_000)));
        assert_eq!(ts("1700000000.5"), Some(Timestamp(1_700_000_000_500)));
        assert_eq!(ts("soon"), None);
        assert_eq!(ts(""), None);
    }
}
