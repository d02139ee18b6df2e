//! Slack's limit on posting: a message a second in each channel, with some tolerance for bursts.

use std::collections::HashMap;
use std::time::Instant;

use super::state::AppId;

/// How many messages may come at once.
const BURST: f64 = 4.0;

/// What each app may still post in each channel.
#[derive(Debug, Default)]
pub(super) struct Pacing {
    allowances: HashMap<(AppId, String), (f64, Instant)>,
}

impl Pacing {
    /// Whether an app may post in a channel at this moment; counts the post if so.
    pub(super) fn admit(&mut self, app: &AppId, channel: &str, now: Instant) -> bool {
        let allowance = self.allowances.entry((app.clone(), channel.to_owned())).or_insert((BURST, now));
        let refilled = allowance.0 + now.saturating_duration_since(allowance.1).as_secs_f64();
        *allowance = (refilled.min(BURST), now);
        let admitted = allowance.0 >= 1.0;
        if admitted {
            allowance.0 -= 1.0;
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn after_a_burst_one_message_a_second_passes_in_each_channel() {
        let (mut pacing, app, start) = (Pacing::default(), AppId::new("A1"), Instant::now());
        let admitted = (0..10).filter(|_| pacing.admit(&app, "C1", start)).count();
        assert_eq!(admitted, 4);
        assert!(pacing.admit(&app, "C2", start), "another channel has its own allowance");
        let later = start + Duration::from_millis(1100);
        assert!(pacing.admit(&app, "C1", later));
        assert!(!pacing.admit(&app, "C1", later));
    }
}
