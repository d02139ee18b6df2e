//! How long to wait before each further attempt to connect: twice as long each time, with some chance in it, so that
//! many bots do not come back in the same instant.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

/// The longest wait.
const MOST: Duration = Duration::from_secs(30);

/// The waits so far.
#[derive(Debug)]
pub(super) struct Backoff {
    first: Duration,
    attempts: u32,
    chance: RandomState,
}

impl Backoff {
    pub(super) fn new(first: Duration) -> Self {
        Self { first, attempts: 0, chance: RandomState::new() }
    }

    /// The next wait: between half of what it doubles to and all of it.
    pub(super) fn next(&mut self) -> Duration {
        let whole = self.first.saturating_mul(1 << self.attempts.min(16)).min(MOST);
        let mut hasher = self.chance.build_hasher();
        hasher.write_u32(self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        let thousandths = u32::try_from(hasher.finish() % 501).unwrap_or(0) + 500;
        whole * thousandths / 1000
    }

    /// Whether nothing has failed since the start or the last [`Backoff::reset`].
    pub(super) const fn is_fresh(&self) -> bool {
        self.attempts == 0
    }

    /// Begins anew after a connection that held.
    pub(super) const fn reset(&mut self) {
        self.attempts = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_some_chance_up_to_half_a_minute() {
        let mut backoff = Backoff::new(Duration::from_millis(500));
        for whole in [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000] {
            let wait = backoff.next().as_millis();
            assert!((whole / 2..=whole).contains(&wait), "{wait} of {whole}");
        }
        backoff.reset();
        assert!(backoff.is_fresh() && backoff.next() <= Duration::from_millis(500));
        (0..100).for_each(|_| assert!(backoff.next() <= MOST));
    }
}
