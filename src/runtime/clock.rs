//! The one place that reads the clock; returns the time as the core takes it.

use std::time::{Duration, SystemTime};

use crate::time::{Span, Timestamp};

/// The time now.
pub(super) fn now() -> Timestamp {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(); // before 1970: a clock that was never set
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A span as a duration; nothing when it is negative.
pub(super) fn duration(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.0).unwrap_or_default())
}
