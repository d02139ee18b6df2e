//! The store on disk, in sled: every change is one transaction over its trees, durable once [`Store::durable`] says
//! so. Opening it refuses a folder another process holds, and one that is damaged or of a newer program.
//!
//! Trees and keys, each key after the workspace's id and a NUL:
//! `inbox`, `outbox` and `deliveries` by place, `seen` by delivery id, `records` by their path, `timers` twice, by name (`n`) with
//! the time and by time (`t`) with the kind; `meta`, alone without a workspace, holds the reserved places.

mod deliveries;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sled::transaction::{TransactionError, Transactional as _};
use sled::{Batch, Tree};

use crate::ids::TeamId;
use crate::liaison::decision::{Change, Decision, Effect};
use crate::liaison::event::{Envelope, Outcome};
use crate::liaison::facts::Records;
use crate::liaison::records::{Collection, Key, Record, TimerKind};
use crate::store::encoding::{decode, encode};
use crate::store::flusher::Flusher;
use crate::store::folder;
use crate::store::keys::{
    at_place, foreign, key, placed, split, team, timed, timer_by_name, timer_by_time, timers_by_time,
};
use crate::store::ledger::{Ledger, Line};
use crate::store::{Accepted, Backlog, Durable, EffectSeq, EventSeq, Store, StoreError, Waiting, returning};
use crate::time::Timestamp;

const INBOX_RESERVED: &[u8] = b"inbox-reserved";
const OUTBOX_RESERVED: &[u8] = b"outbox-reserved";

/// A data folder, held by this process until dropped.
pub struct Disk {
    trees: Trees,
    /// Held while a transaction is made, so that places are given out in the order entries become visible.
    ledger: Mutex<Ledger>,
    /// Where [`Store::forget_seen`] goes on.
    forgetting: Mutex<Vec<u8>>,
    flusher: Flusher,
    /// Released when dropped, after the database above it.
    _lock: File,
}

struct Trees {
    inbox: Tree,
    seen: Tree,
    outbox: Tree,
    timers: Tree,
    records: Tree,
    deliveries: Tree,
    meta: Tree,
}

/// What one transaction writes.
#[derive(Default)]
struct Writes {
    inbox: Batch,
    outbox: Batch,
    timers: Batch,
    records: Batch,
    meta: Batch,
}

/// An effect as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    decided: Timestamp,
    begun: bool,
    effect: Effect,
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Disk").field("backlog", &self.backlog()).finish_non_exhaustive()
    }
}

impl Disk {
    /// Opens the store in a data folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process holds the folder, [`StoreError::Unusable`] when it cannot be read
    /// or written or is damaged, [`StoreError::Unreadable`] when it is of a newer program.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        let lock = folder::hold(data)?;
        let database = folder::open(data)?;
        let unusable = |reason: String| StoreError::Unusable { folder: data.display().to_string(), reason };
        let tree = |name: &str| database.db.open_tree(name).map_err(|error| unusable(error.to_string()));
        let trees = Trees {
            inbox: tree("inbox")?,
            seen: tree("seen")?,
            outbox: tree("outbox")?,
            timers: tree("timers")?,
            records: tree("records")?,
            deliveries: tree("deliveries")?,
            meta: tree("meta")?,
        };
        let ledger = trees.ledger()?;
        let flusher = Flusher::start(database.db, database.file).map_err(|error| unusable(error.to_string()))?;
        Ok(Self { trees, ledger: Mutex::new(ledger), forgetting: Mutex::default(), flusher, _lock: lock })
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        // Entries are noted only after their transaction, so a panic leaves nothing half done.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Trees {
    /// Reads what waits and what is reserved.
    fn ledger(&self) -> Result<Ledger, StoreError> {
        let reserved = |key: &[u8]| Ok(read::<u64>(&self.meta, key)?.unwrap_or_default());
        let mut ledger = Ledger::from_reserved(reserved(INBOX_RESERVED)?, reserved(OUTBOX_RESERVED)?);
        for entry in self.inbox.iter().keys() {
            let (team, place) = placed(&entry.map_err(unwritable)?)?;
            let name = ledger.name(&team);
            ledger.inbox.found(place, &name);
        }
        for entry in self.outbox.iter().keys() {
            let (team, place) = placed(&entry.map_err(unwritable)?)?;
            let name = ledger.name(&team);
            ledger.outbox.found(place, &name);
        }
        // From one workspace to the next without walking their timers.
        let mut from = Vec::new();
        while let Some(entry) = self.timers.range(from..).keys().next() {
            let entry = entry.map_err(unwritable)?;
            let Some((team, _)) = split(&entry) else { return Err(foreign(&entry)) };
            let name = ledger.name(team);
            ledger.with_timers.insert(name);
            from = [team.as_bytes(), &[1]].concat();
        }
        Ok(ledger)
    }

    /// Writes in one transaction.
    fn write(&self, writes: &Writes) -> Result<(), StoreError> {
        let trees = (&self.inbox, &self.outbox, &self.timers, &self.records, &self.meta);
        let done = trees.transaction(|(inbox, outbox, timers, records, meta)| {
            inbox.apply_batch(&writes.inbox)?;
            outbox.apply_batch(&writes.outbox)?;
            timers.apply_batch(&writes.timers)?;
            records.apply_batch(&writes.records)?;
            meta.apply_batch(&writes.meta)?;
            Ok(())
        });
        done.map_err(refused)
    }
}

impl Writes {
    /// Appends events of one workspace to the inbox, at its next places.
    fn take_in(&mut self, line: &Line, team: &str, envelopes: &[Envelope]) -> Result<(), StoreError> {
        for (place, envelope) in line.places(envelopes.len()).zip(envelopes) {
            self.inbox.insert(at_place(team, place), encode(envelope)?);
        }
        if let Some(reserved) = line.reservation(envelopes.len()) {
            self.meta.insert(INBOX_RESERVED, encode(&reserved)?);
        }
        Ok(())
    }

    /// Replaces the timer of a name; `old` is what is set now.
    fn timer(
        &mut self,
        team: &str,
        path: &str,
        old: Option<Timestamp>,
        new: Option<(Timestamp, &TimerKind)>,
    ) -> Result<(), StoreError> {
        let name = timer_by_name(team, path);
        if let Some(old) = old {
            self.timers.remove(timer_by_time(team, old, path));
        }
        match new {
            Some((at, kind)) => {
                self.timers.insert(timer_by_time(team, at, path), encode(kind)?);
                self.timers.insert(name, encode(&at)?);
            }
            None => self.timers.remove(name),
        }
        Ok(())
    }
}

impl Records for Disk {
    type Error = StoreError;

    fn get(&self, of: &TeamId, name: &Key) -> Result<Option<Record>, StoreError> {
        read(&self.trees.records, &key(team(of)?, &[name.path().as_bytes()]))
    }

    fn list(&self, of: &TeamId, collection: Collection) -> Result<Vec<Record>, StoreError> {
        let prefix = key(team(of)?, &[collection.prefix().as_bytes()]);
        let entries = self.trees.records.scan_prefix(prefix);
        entries.map(|entry| entry.map_err(unwritable).and_then(|(key, value)| decode(&key, &value))).collect()
    }
}

impl Store for Disk {
    fn teams(&self) -> Result<Vec<TeamId>, StoreError> {
        // From one workspace to the next without walking their records.
        let (mut teams, mut from) = (Vec::new(), Vec::new());
        while let Some(entry) = self.trees.records.range(from..).keys().next() {
            let entry = entry.map_err(unwritable)?;
            let Some((team, _)) = split(&entry) else { return Err(foreign(&entry)) };
            teams.push(TeamId::from(team));
            from = [team.as_bytes(), &[1]].concat();
        }
        Ok(teams)
    }

    fn accept(&self, envelope: &Envelope) -> Result<Accepted, StoreError> {
        let team = team(&envelope.team)?;
        let event = encode(envelope)?;
        let received = encode(&envelope.received)?;
        let ids: Vec<_> = envelope.ids.iter().map(|id| key(team, &[id.as_str().as_bytes()])).collect();

        let mut ledger = self.lock();
        let place = ledger.inbox.places(1).start;
        let reservation = ledger.inbox.reservation(1).map(|reserved| encode(&reserved)).transpose()?;
        let trees = (&self.trees.seen, &self.trees.inbox, &self.trees.meta);
        let new = trees.transaction(|(seen, inbox, meta)| {
            for id in &ids {
                if seen.get(id)?.is_some() {
                    return Ok(false);
                }
            }
            for id in &ids {
                seen.insert(id.as_slice(), received.as_slice())?;
            }
            inbox.insert(at_place(team, place), event.as_slice())?;
            if let Some(reserved) = &reservation {
                meta.insert(INBOX_RESERVED, reserved.as_slice())?;
            }
            Ok(true)
        });
        if !new.map_err(refused)? {
            return Ok(Accepted::Duplicate);
        }
        let name = ledger.name(team);
        ledger.inbox.added(&name, 1);
        Ok(Accepted::New(EventSeq(place)))
    }

    fn durable(&self) -> Durable {
        self.flusher.durable()
    }

    fn inbox(&self, after: Option<EventSeq>, limit: usize) -> Result<Vec<(EventSeq, Envelope)>, StoreError> {
        let places = self.lock().inbox.after(after.map(|seq| seq.0), limit);
        let mut events = Vec::with_capacity(places.len());
        for (place, team) in places {
            if let Some(envelope) = read(&self.trees.inbox, &at_place(&team, place))? {
                events.push((EventSeq(place), envelope));
            }
        }
        Ok(events)
    }

    fn commit(
        &self,
        event: EventSeq,
        of: &TeamId,
        decided: Timestamp,
        decision: &Decision,
    ) -> Result<Vec<Waiting>, StoreError> {
        let team = team(of)?;
        let mut ledger = self.lock();
        if ledger.inbox.team_of(event.0).as_deref() != Some(team) {
            return Ok(Vec::new());
        }
        let mut writes = Writes::default();
        writes.inbox.remove(at_place(team, event.0));
        let mut timers = BTreeMap::new();
        for change in &decision.changes {
            match change {
                Change::Put(name, record) => {
                    writes.records.insert(key(team, &[name.path().as_bytes()]), encode(record)?);
                }
                Change::Remove(name) => writes.records.remove(key(team, &[name.path().as_bytes()])),
                Change::SetTimer(kind, at) => {
                    timers.insert(kind.path(), Some((*at, kind)));
                }
                Change::StopTimer(kind) => {
                    timers.insert(kind.path(), None);
                }
            }
        }
        let sets_timers = !timers.is_empty();
        for (path, new) in timers {
            let old = read(&self.trees.timers, &timer_by_name(team, &path))?;
            writes.timer(team, &path, old, new)?;
        }
        let count = decision.effects.len();
        let mut waiting = Vec::with_capacity(count);
        for (place, effect) in ledger.outbox.places(count).zip(&decision.effects) {
            let stored = Stored { decided, begun: false, effect: effect.clone() };
            writes.outbox.insert(at_place(team, place), encode(&stored)?);
            waiting.push(Waiting {
                seq: EffectSeq(place),
                team: of.clone(),
                decided,
                begun: false,
                effect: stored.effect,
            });
        }
        if let Some(reserved) = ledger.outbox.reservation(count) {
            writes.meta.insert(OUTBOX_RESERVED, encode(&reserved)?);
        }
        self.trees.write(&writes)?;

        let name = ledger.name(team);
        ledger.inbox.removed(event.0);
        ledger.outbox.added(&name, count);
        if sets_timers {
            ledger.with_timers.insert(name);
        }
        Ok(waiting)
    }

    fn outbox(&self, after: Option<EffectSeq>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let places = self.lock().outbox.after(after.map(|seq| seq.0), limit);
        let mut effects = Vec::with_capacity(places.len());
        for (place, team) in places {
            if let Some(Stored { decided, begun, effect }) = read(&self.trees.outbox, &at_place(&team, place))? {
                effects.push(Waiting { seq: EffectSeq(place), team: TeamId::new(&*team), decided, begun, effect });
            }
        }
        Ok(effects)
    }

    fn begin(&self, effect: EffectSeq) -> Result<(), StoreError> {
        let ledger = self.lock(); // so that it is not settled in between
        let Some(team) = ledger.outbox.team_of(effect.0) else { return Ok(()) };
        let entry = at_place(&team, effect.0);
        if let Some(stored) = read::<Stored>(&self.trees.outbox, &entry)? {
            let begun = encode(&Stored { begun: true, ..stored })?;
            self.trees.outbox.insert(entry, begun).map_err(unwritable)?;
        }
        Ok(())
    }

    fn settle(&self, effect: EffectSeq, outcome: Outcome, now: Timestamp) -> Result<Option<EventSeq>, StoreError> {
        let mut ledger = self.lock();
        let Some(team) = ledger.outbox.team_of(effect.0) else { return Ok(None) };
        let entry = at_place(&team, effect.0);
        let stored: Option<Stored> = read(&self.trees.outbox, &entry)?;
        let mut writes = Writes::default();
        writes.outbox.remove(entry);
        let id = TeamId::new(&*team);
        let event = stored.and_then(|stored| returning::settled(&id, &stored.effect, outcome, now));
        let place = ledger.inbox.places(1).start;
        writes.take_in(&ledger.inbox, &team, event.as_slice())?;
        self.trees.write(&writes)?;

        ledger.outbox.removed(effect.0);
        ledger.inbox.added(&team, event.as_slice().len());
        Ok(event.map(|_| EventSeq(place)))
    }

    fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let teams: Vec<_> = self.lock().with_timers.iter().cloned().collect();
        let mut next = None;
        for team in teams {
            if let Some(entry) = self.trees.timers.scan_prefix(timers_by_time(&team)).keys().next() {
                let (at, _) = timed(&entry.map_err(unwritable)?)?;
                next = Some(next.map_or(at, |earlier: Timestamp| earlier.min(at)));
            }
        }
        Ok(next)
    }

    fn fire_due(&self, now: Timestamp, limit: usize) -> Result<Vec<EventSeq>, StoreError> {
        let mut ledger = self.lock();
        let mut due = Vec::new();
        for team in &ledger.with_timers {
            for entry in self.trees.timers.scan_prefix(timers_by_time(team)).take(limit) {
                let (key, value) = entry.map_err(unwritable)?;
                let (at, path) = timed(&key)?;
                if at > now {
                    break;
                }
                due.push((at, team.clone(), path, decode::<TimerKind>(&key, &value)?));
            }
        }
        due.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)));
        due.truncate(limit);

        let mut writes = Writes::default();
        let places = ledger.inbox.places(due.len());
        for (place, (at, team, path, kind)) in places.clone().zip(&due) {
            writes.timer(team, path, Some(*at), None)?;
            let envelope = returning::due(&TeamId::new(&**team), kind.clone(), *at, now);
            writes.inbox.insert(at_place(team, place), encode(&envelope)?);
        }
        if let Some(reserved) = ledger.inbox.reservation(due.len()) {
            writes.meta.insert(INBOX_RESERVED, encode(&reserved)?);
        }
        self.trees.write(&writes)?;
        for (_, team, _, _) in &due {
            ledger.inbox.added(team, 1);
        }
        Ok(places.map(EventSeq).collect())
    }

    fn forget_seen(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        // Ids are not kept by time: one round over them a call at most, going on where the last call stopped.
        let mut from = self.forgetting.lock().unwrap_or_else(PoisonError::into_inner);
        let start = from.clone();
        let later = self.trees.seen.range(start.clone()..);
        let earlier = self.trees.seen.range(..start);
        let (mut batch, mut forgotten) = (Batch::default(), 0);
        from.clear();
        for entry in later.chain(earlier) {
            let (id, received) = entry.map_err(unwritable)?;
            if forgotten == limit {
                *from = id.to_vec();
                break;
            }
            if decode::<Timestamp>(&id, &received)? < before {
                batch.remove(id);
                forgotten += 1;
            }
        }
        self.trees.seen.apply_batch(batch).map_err(unwritable)?;
        Ok(forgotten)
    }

    fn backlog(&self) -> Backlog {
        let ledger = self.lock();
        Backlog { inbox: ledger.inbox.len(), outbox: ledger.outbox.len() }
    }
}

/// Reads a value.
fn read<T: DeserializeOwned>(tree: &Tree, key: &[u8]) -> Result<Option<T>, StoreError> {
    tree.get(key).map_err(unwritable)?.map(|value| decode(key, &value)).transpose()
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unwritable(error: sled::Error) -> StoreError {
    StoreError::Unwritable(error.to_string())
}

fn refused(error: TransactionError<()>) -> StoreError {
    match error {
        TransactionError::Storage(error) => unwritable(error),
        TransactionError::Abort(()) => StoreError::Unwritable("the transaction was given up".to_owned()),
    }
}
