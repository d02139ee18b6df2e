//! Remembers the signatures of the last minutes; says of each request whether its signature is new.

use std::collections::HashSet;
use std::time::{Duration, Instant};

/// How long a signature is remembered at least: as long as its timestamp can pass, 5 minutes either way.
const REMEMBERED: Duration = Duration::from_secs(600);

/// How many are remembered at most, in each of two generations. Slack itself sends at most 30,000 events an hour to
/// a workspace; beyond this the inbox still knows every delivery by its id.
const MOST: usize = 50_000;

/// The signatures seen, in two generations: the younger one is added to, the older one only asked.
#[derive(Debug, Default)]
pub(super) struct Replays {
    younger: HashSet<u128>,
    older: HashSet<u128>,
    begun: Option<Instant>,
}

impl Replays {
    /// Whether this signature is seen for the first time; it is remembered from now on.
    pub(super) fn first(&mut self, signature: &str, now: Instant) -> bool {
        let begun = *self.begun.get_or_insert(now);
        if now.duration_since(begun) >= REMEMBERED || self.younger.len() >= MOST {
            self.older = std::mem::take(&mut self.younger);
            self.begun = Some(now);
        }
        let key = key(signature);
        !self.older.contains(&key) && self.younger.insert(key)
    }

    /// Forgets a signature whose request was not taken.
    pub(super) fn forget(&mut self, signature: &str) {
        let key = key(signature);
        self.younger.remove(&key);
        self.older.remove(&key);
    }
}

/// The first half of a signature that has been verified (`v0=` and 64 hexadecimal digits).
fn key(signature: &str) -> u128 {
    signature.get(3..35).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(n: u64) -> String {
        format!("v0={n:032x}{:032x}", 0)
    }

    #[test]
    fn a_signature_is_new_once_and_again_after_it_was_forgotten() {
        let (mut replays, now) = (Replays::default(), Instant::now());
        assert!(replays.first(&signature(1), now));
        assert!(!replays.first(&signature(1), now));
        assert!(replays.first(&signature(2), now));
        replays.forget(&signature(1));
        assert!(replays.first(&signature(1), now));
    }

    #[test]
    fn signatures_are_remembered_for_ten_minutes_and_not_for_ever() {
        let (mut replays, start) = (Replays::default(), Instant::now());
        assert!(replays.first(&signature(1), start));
        assert!(!replays.first(&signature(1), start + REMEMBERED));
        for n in 2..4 {
            assert!(replays.first(&signature(n), start + REMEMBERED * u32::try_from(n).unwrap()));
        }
        assert!(replays.first(&signature(1), start + REMEMBERED * 4));
    }

    #[test]
    fn memory_is_bounded() {
        let (mut replays, now) = (Replays::default(), Instant::now());
        for n in 0..(MOST as u64 * 3) {
            assert!(replays.first(&signature(n), now));
        }
        assert!(replays.younger.len() + replays.older.len() <= 2 * MOST);
    }
}
