//! What must survive a crash: the inbox of accepted events, the outbox of effects, timers, records and deliveries.
//!
//! [`Store`], with [`Deliveries`] to webhooks, is the whole interface and names no database; [`disk`] keeps it in sled, [`memory`] in memory.

pub mod deliveries;
pub mod disk;
mod encoding;
mod flusher;
mod folder;
mod keys;
mod ledger;
pub mod memory;
mod returning;

pub use deliveries::{Deliveries, PlacedDelivery};
pub use disk::Disk;
pub use memory::Memory;

use std::future::Future;
use std::pin::Pin;

use crate::ids::TeamId;
use crate::liaison::decision::{Decision, Effect};
use crate::liaison::event::{Envelope, Outcome};
use crate::liaison::facts::Records;
use crate::time::Timestamp;

/// The place of an event in the inbox, in order of acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventSeq(pub u64);

/// The place of an effect in the outbox, in order of decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectSeq(pub u64);

/// Whether a delivery was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It waits in the inbox.
    New(EventSeq),
    /// One of its ids has been seen.
    Duplicate,
}

/// An effect that waits in the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Its place.
    pub seq: EffectSeq,
    /// Its workspace.
    pub team: TeamId,
    /// When it was decided: what it may have posted is not older.
    pub decided: Timestamp,
    /// Whether [`Store::begin`] was told that it is about to be sent.
    pub begun: bool,
    /// What to do.
    pub effect: Effect,
}

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the data folder.
    #[error("the data folder {0} is in use by another process; stop it, or choose another folder with --data")]
    InUse(String),
    /// The folder or a file in it cannot be read or written.
    #[error("the data folder {folder}: {reason}")]
    Unusable {
        /// The folder.
        folder: String,
        /// What the system says, and what can be done.
        reason: String,
    },
    /// A stored value is of a newer version, or damaged.
    #[error("the stored value {key} cannot be read: {reason}")]
    Unreadable {
        /// Its key.
        key: String,
        /// Why.
        reason: String,
    },
    /// Writing failed.
    #[error("the store cannot be written: {0}")]
    Unwritable(String),
}

/// A future that says when what was written before it is on disk.
pub type Durable = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// The store. Every method is short and synchronous but for [`Store::durable`], whose one flush all waiters share.
pub trait Store: Records<Error = StoreError> + Deliveries + Send + Sync + 'static {
    /// Takes a delivery into the inbox unless one of its ids has been seen in this workspace.
    fn accept(&self, envelope: &Envelope) -> Result<Accepted, StoreError>;

    /// Resolves when everything written before the call is on disk.
    fn durable(&self) -> Durable;

    /// Up to `limit` events that are not done, in order, from after the given place.
    fn inbox(&self, after: Option<EventSeq>, limit: usize) -> Result<Vec<(EventSeq, Envelope)>, StoreError>;

    /// In one transaction: applies the changes in their order, appends the effects to the outbox, marks the event
    /// done, and returns the effects with their places. `team` and `decided` come from its envelope. An event that
    /// is done already changes nothing.
    fn commit(
        &self,
        event: EventSeq,
        team: &TeamId,
        decided: Timestamp,
        decision: &Decision,
    ) -> Result<Vec<Waiting>, StoreError>;

    /// Up to `limit` effects that are not settled, in order, from after the given place.
    fn outbox(&self, after: Option<EffectSeq>, limit: usize) -> Result<Vec<Waiting>, StoreError>;

    /// Notes that an effect is about to be sent which can neither be looked up nor be sent twice: once this is
    /// durable, it is not known any more whether it was. Changes nothing for an effect that is settled.
    fn begin(&self, effect: EffectSeq) -> Result<(), StoreError>;

    /// In one transaction: takes an effect out of the outbox and, unless its purpose is none, puts its result
    /// into the inbox as an event `settle:<effect id>`. Settling twice changes nothing.
    fn settle(&self, effect: EffectSeq, outcome: Outcome, now: Timestamp) -> Result<Option<EventSeq>, StoreError>;

    /// When the next timer is due.
    fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// In one transaction: takes up to `limit` timers that are due at `now` out, earliest first, and puts them into
    /// the inbox as events `due:<timer>:<milliseconds>`.
    fn fire_due(&self, now: Timestamp, limit: usize) -> Result<Vec<EventSeq>, StoreError>;

    /// Forgets ids of deliveries received before `before`, at most `limit` of them; how many were forgotten. Walks
    /// all that are remembered in the worst case: call it apart from what is waited for.
    fn forget_seen(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError>;

    /// The workspaces of which something is remembered, in the order of their ids.
    fn teams(&self) -> Result<Vec<TeamId>, StoreError>;

    /// What waits, for health and metrics.
    fn backlog(&self) -> Backlog;
}

/// How much waits in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Events accepted and not done.
    pub inbox: u64,
    /// Effects decided and not settled.
    pub outbox: u64,
}
