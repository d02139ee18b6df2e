//! The one place where decisions are made: takes events from the inbox in order, waits for the look-ups one needs
//! while others go on, decides, and commits. Returns only when it cannot go on.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::task::{Id, JoinSet};

use crate::liaison::decision::{Change, Decision};
use crate::liaison::event::{Envelope, Event, Subject};
use crate::liaison::facts::Needs;
use crate::liaison::policy::Policy;
use crate::liaison::{decide, gather, needs};
use crate::runtime::api::Api;
use crate::runtime::directory::Directory;
use crate::runtime::layers::CurrentPolicy;
use crate::runtime::metrics::{Metrics, kind};
use crate::runtime::order::{Line, Order};
use crate::runtime::signals::Signals;
use crate::store::{EventSeq, Store, StoreError};

/// The most events that are held in memory; the rest stays in the store.
const MOST_HELD: usize = 1_000;
/// How many events are read at a time.
const PAGE: usize = 64;

/// The loop over the inbox.
pub(super) struct Turn<S, A> {
    pub(super) store: Arc<S>,
    pub(super) directory: Arc<Directory<A>>,
    pub(super) policy: Arc<CurrentPolicy>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) signals: Arc<Signals>,
}

/// Look-ups under way, each for the first event of a line.
#[derive(Default)]
struct LookUps {
    tasks: JoinSet<()>,
    lines: HashMap<Id, Line>,
}

impl<S: Store, A: Api> Turn<S, A> {
    /// Runs until the store fails.
    pub(super) async fn run(self) -> StoreError {
        match self.work().await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn work(&self) -> Result<std::convert::Infallible, StoreError> {
        let (mut order, mut look_ups) = (Order::default(), LookUps::default());
        let mut last = None;
        loop {
            while order.len() < MOST_HELD {
                let page = self.store.inbox(last, PAGE)?;
                if page.is_empty() {
                    break;
                }
                for (seq, envelope) in page {
                    last = Some(seq);
                    if let Some(line) = order.push(seq, envelope) {
                        self.advance(&mut order, &mut look_ups, &line, false)?;
                        // Those who wait to be acknowledged go first.
                        tokio::task::yield_now().await;
                    }
                }
            }
            tokio::select! {
                () = self.signals.inbox.notified() => {}
                Some(ended) = look_ups.tasks.join_next_with_id() => {
                    let id = match ended {
                        Ok((id, ())) => id,
                        Err(panic) => {
                            self.metrics.panicked();
                            tracing::error!("a look-up panicked");
                            panic.id()
                        }
                    };
                    if let Some(line) = look_ups.lines.remove(&id) {
                        self.advance(&mut order, &mut look_ups, &line, true)?;
                    }
                }
            }
        }
    }

    /// Handles the events of a line until one needs a look-up. `looked_up` says that the first one has had its own.
    fn advance(
        &self,
        order: &mut Order,
        look_ups: &mut LookUps,
        line: &Line,
        mut looked_up: bool,
    ) -> Result<(), StoreError> {
        while let Some((seq, envelope)) = order.first(line) {
            let policy = self.policy.of(&envelope.team, &*self.store)?;
            if !looked_up {
                self.forget_what_changed(&envelope.event, &policy);
                let needs = self.needs(envelope)?;
                if !self.directory.has(&needs, &policy) {
                    let directory = self.directory.clone();
                    let task = look_ups.tasks.spawn(async move { directory.look_up(&needs, &policy).await });
                    look_ups.lines.insert(task.id(), line.clone());
                    return Ok(());
                }
            }
            self.handle(*seq, envelope, &policy)?;
            order.done(line);
            looked_up = false;
        }
        Ok(())
    }

    fn forget_what_changed(&self, event: &Event, policy: &Policy) {
        match event {
            Event::Changed(subject) => self.directory.forget(subject, policy),
            Event::Joined { channel, .. } => self.directory.forget(&Subject::Channel(channel.clone()), policy),
            Event::Posted(_)
            | Event::Edited(_)
            | Event::Deleted(_)
            | Event::Reacted { .. }
            | Event::Called(_)
            | Event::Pressed(_)
            | Event::Submitted(_)
            | Event::Filling(_)
            | Event::Shortcut(_)
            | Event::HomeOpened(_)
            | Event::Due(_)
            | Event::Settled { .. } => {}
        }
    }

    /// What an event needs looked up. If finding that out panics, nothing: deciding will panic too and say so.
    fn needs(&self, envelope: &Envelope) -> Result<Needs, StoreError> {
        catch_unwind(AssertUnwindSafe(|| needs(envelope, &*self.store))).unwrap_or_else(|_| Ok(Needs::default()))
    }

    /// Decides on one event and commits. A panic while deciding costs this event its turn, and nothing else.
    fn handle(&self, seq: EventSeq, envelope: &Envelope, policy: &Policy) -> Result<(), StoreError> {
        let id = envelope.ids.first().map_or("", |id| id.as_str());
        let decision = self.decide(envelope, policy, id)?;
        let waiting = self.store.commit(seq, &envelope.team, envelope.received, &decision)?;
        tracing::debug!(
            event = id,
            kind = kind(&envelope.event),
            changes = decision.changes.len(),
            effects = waiting.len(),
            "decided"
        );
        if let Some(last) = waiting.last() {
            self.signals.decided(last.seq);
        }
        self.policy.changed(&envelope.team, &decision.changes);
        if decision.changes.iter().any(|change| matches!(change, Change::SetTimer(..))) {
            self.signals.timers.notify_one();
        }
        self.signals.finished.notify_one();
        Ok(())
    }

    fn decide(&self, envelope: &Envelope, policy: &Policy, id: &str) -> Result<Decision, StoreError> {
        // What is read is behind its own locks and stays whole; what was half made is dropped.
        let decided = catch_unwind(AssertUnwindSafe(|| {
            let facts = gather(policy, envelope, &self.directory.view(policy), &*self.store)?;
            Ok(facts.map(|facts| decide(policy, &facts, envelope)))
        }));
        match decided {
            Ok(Ok(Some(decision))) => Ok(decision),
            Ok(Ok(None)) => {
                self.metrics.ignored("other workspace");
                tracing::warn!(event = id, team = %envelope.team, "an event of a workspace the token is not for");
                Ok(Decision::default())
            }
            Ok(Err(error)) => Err(error),
            Err(_) => {
                self.metrics.panicked();
                tracing::error!(event = id, kind = kind(&envelope.event), "deciding panicked; the event is given up");
                Ok(Decision::default())
            }
        }
    }
}
