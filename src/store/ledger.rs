//! What the store on disk keeps in memory about itself: returns the next places in inbox and outbox, what waits in
//! them, and which workspaces have timers. Rebuilt from the keys when the store is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many places are reserved at a time, so that the reservation is rarely written.
const BLOCK: u64 = 10_000;

/// One queue: its waiting entries by place, with the workspace of each, and the next place.
#[derive(Debug, Default)]
pub(super) struct Line {
    waiting: BTreeMap<u64, Arc<str>>,
    next: u64,
    reserved: u64,
}

impl Line {
    /// A queue whose places before `reserved` may have been used.
    pub(super) fn from_reserved(reserved: u64) -> Self {
        Self { waiting: BTreeMap::new(), next: reserved.max(1), reserved: reserved.max(1) }
    }

    /// The places the next `count` entries will get.
    pub(super) fn places(&self, count: usize) -> std::ops::Range<u64> {
        self.next..self.next + count as u64
    }

    /// The reservation to write together with the next `count` entries, when they need one.
    pub(super) fn reservation(&self, count: usize) -> Option<u64> {
        let end = self.places(count).end;
        (end > self.reserved).then(|| end + BLOCK)
    }

    /// Entries were written at the next places, together with their reservation.
    pub(super) fn added(&mut self, team: &Arc<str>, count: usize) {
        self.reserved = self.reservation(count).unwrap_or(self.reserved);
        for place in self.places(count) {
            self.waiting.insert(place, team.clone());
        }
        self.next += count as u64;
    }

    /// An entry found when the store was opened.
    pub(super) fn found(&mut self, place: u64, team: &Arc<str>) {
        self.waiting.insert(place, team.clone());
        self.next = self.next.max(place + 1);
        self.reserved = self.reserved.max(self.next);
    }

    /// An entry was taken out.
    pub(super) fn removed(&mut self, place: u64) {
        self.waiting.remove(&place);
    }

    /// The workspace of a waiting entry.
    pub(super) fn team_of(&self, place: u64) -> Option<Arc<str>> {
        self.waiting.get(&place).cloned()
    }

    /// Up to `limit` waiting entries from after a place.
    pub(super) fn after(&self, place: Option<u64>, limit: usize) -> Vec<(u64, Arc<str>)> {
        let from = place.map_or(0, |place| place.saturating_add(1));
        self.waiting.range(from..).take(limit).map(|(&place, team)| (place, team.clone())).collect()
    }

    /// How many wait.
    pub(super) fn len(&self) -> u64 {
        self.waiting.len() as u64
    }
}

/// Both queues and the known workspaces.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) inbox: Line,
    pub(super) outbox: Line,
    /// The workspaces that have, or had, timers.
    pub(super) with_timers: BTreeSet<Arc<str>>,
    names: BTreeSet<Arc<str>>,
}

impl Ledger {
    /// Empty queues that go on from what was reserved.
    pub(super) fn from_reserved(inbox: u64, outbox: u64) -> Self {
        Self { inbox: Line::from_reserved(inbox), outbox: Line::from_reserved(outbox), ..Self::default() }
    }

    /// A workspace's id, shared by all entries that name it.
    pub(super) fn name(&mut self, team: &str) -> Arc<str> {
        if let Some(name) = self.names.get(team) {
            return name.clone();
        }
        let name: Arc<str> = Arc::from(team);
        self.names.insert(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_on_past_what_was_reserved_and_reserve_in_blocks() {
        let team: Arc<str> = Arc::from("T1");
        let mut line = Line::from_reserved(0);
        assert_eq!(line.places(1), 1..2);
        let reserved = line.reservation(1).unwrap();
        line.added(&team, 1);
        assert_eq!(line.reservation(1), None, "the block covers the next ones");
        let mut reopened = Line::from_reserved(reserved);
        reopened.found(1, &team);
        assert!(reopened.places(1).start > 1);
        assert_eq!(reopened.len(), 1);
    }
}
