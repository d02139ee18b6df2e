//! What was looked up at Slack and is still fresh; returns nothing for what is unknown or too old.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

/// The most entries of a kind that are kept; what is too old is dropped first.
const MOST: usize = 20_000;

/// Values by key, each with its age. A value of `None` is an answer too: Slack said there is no such thing.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    entries: HashMap<K, (Instant, Option<V>)>,
    fresh: Duration,
    /// Counts what was forgotten, so that an answer that was asked for before is not kept after.
    forgotten: u64,
}

impl<K: Eq + Hash, V> Cache<K, V> {
    pub(super) fn new(fresh: Duration) -> Self {
        Self { entries: HashMap::new(), fresh, forgotten: 0 }
    }

    /// The value, unless there is none or what is known is too old.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.has(key).then(|| self.entries.get(key)?.1.as_ref()).flatten()
    }

    /// Whether it is known, if only that there is none: it need not be looked up.
    pub(super) fn has(&self, key: &K) -> bool {
        self.entries.get(key).is_some_and(|(since, _)| since.elapsed() < self.fresh)
    }

    /// To be passed to [`Cache::put`] with the answer to a question asked now.
    pub(super) const fn asked(&self) -> u64 {
        self.forgotten
    }

    /// Keeps an answer; whether it is still good.
    pub(super) fn put(&mut self, asked: u64, key: K, value: Option<V>) -> bool {
        if asked != self.forgotten {
            return false;
        }
        if self.entries.len() >= MOST {
            let fresh = self.fresh;
            self.entries.retain(|_, (since, _)| since.elapsed() < fresh);
        }
        if self.entries.len() >= MOST {
            self.entries.clear();
        }
        self.entries.insert(key, (Instant::now(), value));
        true
    }

    /// What is known about it is stale.
    pub(super) fn forget(&mut self, key: &K) {
        self.entries.remove(key);
        self.forgotten += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_until_it_is_forgotten_or_too_old() {
        let mut cache = Cache::new(Duration::from_secs(600));
        assert!(!cache.has(&"C1"));
        let asked = cache.asked();
        assert!(cache.put(asked, "C1", Some(1)));
        assert!(cache.put(asked, "C2", None));
        assert_eq!((cache.get(&"C1"), cache.get(&"C2")), (Some(&1), None));
        assert!(cache.has(&"C2"), "that there is none is known");
        cache.forget(&"C1");
        assert!(!cache.has(&"C1"));

        let mut old = Cache::new(Duration::ZERO);
        assert!(old.put(old.asked(), "C1", Some(1)));
        assert!(!old.has(&"C1"));
    }

    #[test]
    fn an_answer_to_a_question_asked_before_a_change_is_not_kept() {
        let mut cache = Cache::new(Duration::from_secs(600));
        let asked = cache.asked();
        cache.forget(&"C1");
        assert!(!cache.put(asked, "C1", Some(1)));
        assert!(!cache.has(&"C1"));
    }
}
