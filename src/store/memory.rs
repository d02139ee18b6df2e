//! The store in memory, for `replay`, measurements and tests: the same contract as on disk, gone with the process.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ids::{DeliveryId, TeamId};
use crate::liaison::decision::{Change, Decision};
use crate::liaison::event::{Envelope, Outcome};
use crate::liaison::facts::Records;
use crate::liaison::records::{Collection, Key, Record, TimerKind};
use crate::liaison::webhook::Delivery;
use crate::store::deliveries::{Deliveries, PlacedDelivery, delivery_of};
use crate::store::encoding::{decode, encode};
use crate::store::{Accepted, Backlog, Durable, EffectSeq, EventSeq, Store, StoreError, Waiting, returning};
use crate::time::Timestamp;

/// A store that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last_event: u64,
    last_effect: u64,
    inbox: BTreeMap<u64, Envelope>,
    outbox: BTreeMap<u64, Waiting>,
    seen: HashMap<(TeamId, DeliveryId), Timestamp>,
    /// Encoded as on disk, so that what is not written there is not kept here either.
    records: BTreeMap<(TeamId, String), Vec<u8>>,
    timers: HashMap<(TeamId, String), (Timestamp, TimerKind)>,
    due: BTreeSet<(Timestamp, TeamId, String)>,
    deliveries: BTreeMap<(TeamId, u64), Delivery>,
}

impl State {
    fn take_in(&mut self, envelope: Envelope) -> EventSeq {
        self.last_event += 1;
        self.inbox.insert(self.last_event, envelope);
        EventSeq(self.last_event)
    }

    fn stop_timer(&mut self, team: &TeamId, path: String) -> Option<(Timestamp, TimerKind)> {
        let stopped = self.timers.remove(&(team.clone(), path.clone()))?;
        self.due.remove(&(stopped.0, team.clone(), path));
        Some(stopped)
    }
}

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records for Memory {
    type Error = StoreError;

    fn get(&self, team: &TeamId, key: &Key) -> Result<Option<Record>, StoreError> {
        let path = key.path();
        let state = self.lock();
        let found = state.records.get(&(team.clone(), path.clone()));
        found.map(|bytes| decode(path.as_bytes(), bytes)).transpose()
    }

    fn list(&self, team: &TeamId, collection: Collection) -> Result<Vec<Record>, StoreError> {
        let prefix = collection.prefix();
        let state = self.lock();
        let from = state.records.range((team.clone(), prefix.to_owned())..);
        from.take_while(|((of, path), _)| of == team && path.starts_with(prefix))
            .map(|((_, path), bytes)| decode(path.as_bytes(), bytes))
            .collect()
    }
}

impl Deliveries for Memory {
    fn hand_over(&self, effect: EffectSeq, now: Timestamp) -> Result<bool, StoreError> {
        let mut state = self.lock();
        let Some(waiting) = state.outbox.get(&effect.0) else { return Ok(false) };
        let Some(delivery) = delivery_of(&waiting.effect, now) else { return Ok(false) };
        let team = waiting.team.clone();
        state.outbox.remove(&effect.0);
        state.deliveries.insert((team, effect.0), delivery);
        Ok(true)
    }

    fn deliveries(&self, after: Option<EffectSeq>) -> Result<Vec<PlacedDelivery>, StoreError> {
        let kept = |((team, place), delivery): (&(TeamId, u64), &Delivery)| PlacedDelivery {
            seq: EffectSeq(*place),
            team: team.clone(),
            delivery: delivery.clone(),
        };
        let state = self.lock();
        let later = state.deliveries.iter().filter(|((_, place), _)| after.is_none_or(|after| *place > after.0));
        Ok(later.map(kept).collect())
    }

    fn delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<Option<Delivery>, StoreError> {
        Ok(self.lock().deliveries.get(&(team.clone(), seq.0)).cloned())
    }

    fn keep_delivery(&self, kept: &PlacedDelivery) -> Result<(), StoreError> {
        self.lock().deliveries.insert((kept.team.clone(), kept.seq.0), kept.delivery.clone());
        Ok(())
    }

    fn forget_delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<(), StoreError> {
        self.lock().deliveries.remove(&(team.clone(), seq.0));
        Ok(())
    }
}

impl Store for Memory {
    fn teams(&self) -> Result<Vec<TeamId>, StoreError> {
        let mut teams: Vec<TeamId> = self.lock().records.keys().map(|(team, _)| team.clone()).collect();
        teams.dedup();
        Ok(teams)
    }

    fn accept(&self, envelope: &Envelope) -> Result<Accepted, StoreError> {
        let mut state = self.lock();
        let name = |id: &DeliveryId| (envelope.team.clone(), id.clone());
        if envelope.ids.iter().any(|id| state.seen.contains_key(&name(id))) {
            return Ok(Accepted::Duplicate);
        }
        for id in &envelope.ids {
            state.seen.insert(name(id), envelope.received);
        }
        Ok(Accepted::New(state.take_in(envelope.clone())))
    }

    fn durable(&self) -> Durable {
        Box::pin(std::future::ready(Ok(())))
    }

    fn inbox(&self, after: Option<EventSeq>, limit: usize) -> Result<Vec<(EventSeq, Envelope)>, StoreError> {
        let state = self.lock();
        let from = after.map_or(0, |seq| seq.0.saturating_add(1));
        Ok(state.inbox.range(from..).take(limit).map(|(&seq, envelope)| (EventSeq(seq), envelope.clone())).collect())
    }

    fn commit(
        &self,
        event: EventSeq,
        team: &TeamId,
        decided: Timestamp,
        decision: &Decision,
    ) -> Result<Vec<Waiting>, StoreError> {
        let mut state = self.lock();
        if !state.inbox.contains_key(&event.0) {
            return Ok(Vec::new());
        }
        let mut written = Vec::new();
        for change in &decision.changes {
            if let Change::Put(key, record) = change {
                written.push((key.path(), encode(record)?));
            }
        }
        let mut written = written.into_iter();
        state.inbox.remove(&event.0);
        for change in &decision.changes {
            match change {
                Change::Put(..) => {
                    if let Some((path, bytes)) = written.next() {
                        state.records.insert((team.clone(), path), bytes);
                    }
                }
                Change::Remove(key) => {
                    state.records.remove(&(team.clone(), key.path()));
                }
                Change::SetTimer(kind, at) => {
                    state.stop_timer(team, kind.path());
                    state.timers.insert((team.clone(), kind.path()), (*at, kind.clone()));
                    state.due.insert((*at, team.clone(), kind.path()));
                }
                Change::StopTimer(kind) => {
                    state.stop_timer(team, kind.path());
                }
            }
        }
        let mut waiting = Vec::with_capacity(decision.effects.len());
        for effect in &decision.effects {
            state.last_effect += 1;
            let seq = EffectSeq(state.last_effect);
            let entry = Waiting { seq, team: team.clone(), decided, begun: false, effect: effect.clone() };
            state.outbox.insert(seq.0, entry.clone());
            waiting.push(entry);
        }
        Ok(waiting)
    }

    fn outbox(&self, after: Option<EffectSeq>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let state = self.lock();
        let from = after.map_or(0, |seq| seq.0.saturating_add(1));
        Ok(state.outbox.range(from..).take(limit).map(|(_, waiting)| waiting.clone()).collect())
    }

    fn begin(&self, effect: EffectSeq) -> Result<(), StoreError> {
        if let Some(waiting) = self.lock().outbox.get_mut(&effect.0) {
            waiting.begun = true;
        }
        Ok(())
    }

    fn settle(&self, effect: EffectSeq, outcome: Outcome, now: Timestamp) -> Result<Option<EventSeq>, StoreError> {
        let mut state = self.lock();
        let Some(waiting) = state.outbox.remove(&effect.0) else { return Ok(None) };
        let envelope = returning::settled(&waiting.team, &waiting.effect, outcome, now);
        Ok(envelope.map(|envelope| state.take_in(envelope)))
    }

    fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.lock().due.first().map(|(at, _, _)| *at))
    }

    fn fire_due(&self, now: Timestamp, limit: usize) -> Result<Vec<EventSeq>, StoreError> {
        let mut state = self.lock();
        let due: Vec<_> = state.due.iter().take_while(|(at, _, _)| *at <= now).take(limit).cloned().collect();
        let mut fired = Vec::with_capacity(due.len());
        for (_, team, path) in due {
            if let Some((at, kind)) = state.stop_timer(&team, path) {
                let envelope = returning::due(&team, kind, at, now);
                fired.push(state.take_in(envelope));
            }
        }
        Ok(fired)
    }

    fn forget_seen(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let mut state = self.lock();
        let old: Vec<_> =
            state.seen.iter().filter(|&(_, &at)| at < before).map(|(name, _)| name.clone()).take(limit).collect();
        for name in &old {
            state.seen.remove(name);
        }
        Ok(old.len())
    }

    fn backlog(&self) -> Backlog {
        let state = self.lock();
        Backlog { inbox: state.inbox.len() as u64, outbox: state.outbox.len() as u64 }
    }
}
