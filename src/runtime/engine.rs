//! Starts the parts over one store and one workspace, and stops them in order: nothing more is taken in, what was
//! taken in is finished within a given time, and everything is written.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::liaison::policy::Policy;
use crate::runtime::api::Api;
use crate::runtime::attempt::{Attempts, Patience};
use crate::runtime::courier::{Courier, Means};
use crate::runtime::directory::Directory;
use crate::runtime::executor::Executor;
use crate::runtime::forms;
use crate::runtime::inbox::Inbox;
use crate::runtime::layers::CurrentPolicy;
use crate::runtime::metrics::Metrics;
use crate::runtime::signals::Signals;
use crate::runtime::timers;
use crate::runtime::turn::Turn;
use crate::slack::events_api::Health;
use crate::slack::web_api::Identity;
use crate::store::{EffectSeq, Store, StoreError};
use crate::webhooks::Secrets;

/// Why the parts cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A part ended that never should.
    #[error("a part of the bot ended unexpectedly; please report what the log says before this")]
    Ended,
}

/// Inbox, turn, executor, courier and timers, running. Dropping it ends them at once, as a crash would.
#[derive(Debug)]
pub struct Engine<S> {
    store: Arc<S>,
    inbox: Arc<Inbox<S>>,
    policy: Arc<CurrentPolicy>,
    metrics: Arc<Metrics>,
    signals: Arc<Signals>,
    faults: mpsc::Receiver<StoreError>,
    parts: JoinSet<StoreError>,
}

impl<S: Store> Engine<S> {
    /// Starts the parts on the current tokio runtime. What an earlier process left undone is gone on with at once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn start<A: Api>(
        policy: Arc<Policy>,
        store: Arc<S>,
        api: A,
        identity: Identity,
        secrets: Secrets,
    ) -> Result<Self, StoreError> {
        let means = Means::new(secrets);
        Self::start_with(policy, store, Arc::new(api), identity, Patience::default(), means)
    }

    pub(super) fn start_with<A: Api>(
        policy: Arc<Policy>,
        store: Arc<S>,
        api: Arc<A>,
        identity: Identity,
        patience: Patience,
        means: Means,
    ) -> Result<Self, StoreError> {
        let metrics = Arc::new(Metrics::default());
        let inherited = last_effect(&*store)?;
        let (signals, faults) = Signals::new(inherited);
        let (signals, policy) = (Arc::new(signals), Arc::new(CurrentPolicy::new(policy)));
        let directory = Arc::new(Directory::new(api.clone(), identity, metrics.clone()));
        let check = forms::check(store.clone(), directory.clone(), policy.clone(), metrics.clone());
        let attempts = Attempts { store: store.clone(), api, metrics: metrics.clone(), patience };
        let executor = Executor::new(attempts, signals.clone(), inherited);
        let turn = Turn {
            store: store.clone(),
            directory,
            policy: policy.clone(),
            metrics: metrics.clone(),
            signals: signals.clone(),
        };
        let (known, counted) = (policy.clone(), metrics.clone());
        let courier = Courier::new(store.clone(), known, counted, signals.clone(), means);
        let mut parts = JoinSet::new();
        parts.spawn(executor.run());
        parts.spawn(turn.run());
        parts.spawn(courier.run());
        parts.spawn(timers::run(store.clone(), signals.clone()));
        let inbox = Arc::new(Inbox::new(store.clone(), metrics.clone(), signals.clone(), check));
        Ok(Self { store, inbox, policy, metrics, signals, faults, parts })
    }

    /// Where the receivers bring deliveries.
    pub fn inbox(&self) -> Arc<Inbox<S>> {
        self.inbox.clone()
    }

    /// What was counted.
    pub fn metrics(&self) -> Arc<Metrics> {
        self.metrics.clone()
    }

    /// How the parts are doing.
    pub(super) fn health(&self) -> EngineHealth<S> {
        EngineHealth { store: self.store.clone(), inbox: self.inbox.clone(), metrics: self.metrics.clone() }
    }

    /// The policy of the moment.
    pub(super) fn policy(&self) -> Arc<CurrentPolicy> {
        self.policy.clone()
    }

    /// Waits until the parts cannot go on: resolves with the reason.
    pub async fn failed(&mut self) -> Failure {
        tokio::select! {
            Some(error) = self.faults.recv() => Failure::Store(error),
            ended = self.parts.join_next() => match ended {
                Some(Ok(error)) => Failure::Store(error),
                Some(Err(_)) | None => Failure::Ended,
            },
        }
    }

    /// Takes nothing more in, finishes what was taken in, until `end` at most, and writes everything. What
    /// could not be finished is gone on with at the next start.
    ///
    /// # Errors
    /// When the store could not be written.
    pub async fn stop(mut self, end: Instant) -> Result<(), Failure> {
        self.inbox.close();
        while !self.is_idle() {
            let finished = self.signals.clone();
            tokio::select! {
                () = finished.finished.notified() => {}
                failure = self.failed() => return Err(failure),
                () = tokio::time::sleep_until(end) => {
                    let backlog = self.store.backlog();
                    tracing::warn!(events = backlog.inbox, effects = backlog.outbox, "left for the next start");
                    break;
                }
            }
        }
        self.parts.shutdown().await;
        Ok(self.store.durable().await?)
    }

    fn is_idle(&self) -> bool {
        let backlog = self.store.backlog();
        backlog.inbox == 0 && backlog.outbox == 0
    }
}

/// How the parts are doing, for whoever asks over HTTP.
pub(super) struct EngineHealth<S> {
    store: Arc<S>,
    inbox: Arc<Inbox<S>>,
    metrics: Arc<Metrics>,
}

impl<S: Store> Health for EngineHealth<S> {
    fn ready(&self) -> Result<(), String> {
        if self.inbox.is_closed() { Err("stopping".to_owned()) } else { Ok(()) }
    }

    fn metrics(&self) -> String {
        self.metrics.render(self.store.backlog())
    }
}

/// The last effect in the outbox.
fn last_effect<S: Store>(store: &S) -> Result<Option<EffectSeq>, StoreError> {
    let mut last = None;
    loop {
        let page = store.outbox(last, 256)?;
        match page.last() {
            Some(waiting) => last = Some(waiting.seq),
            None => return Ok(last),
        }
    }
}
