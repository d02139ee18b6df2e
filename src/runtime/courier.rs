//! Tells other systems what was decided to be told: one at a time each, in order at first, and again with growing waits
//! until it was taken, refused, or is too old. What it comes to is written to the store before anything else follows.
//! Returns only on a failure of the store.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;

use tokio::task::{Id, JoinSet};

use crate::ids::TeamId;
use crate::liaison::webhook::{Delivery, Progress};
use crate::runtime::clock::{duration, now};
use crate::runtime::layers::CurrentPolicy;
use crate::runtime::metrics::Metrics;
use crate::runtime::signals::Signals;
use crate::store::{EffectSeq, PlacedDelivery, Store, StoreError};
use crate::time::{Span, Timestamp};
use crate::webhooks::{Answer, Clients, Secrets};

/// How many deliveries that were taken, and how many that failed, are kept of each webhook.
const KEPT: usize = 200;
/// How long one that failed is kept to be replayed.
const KEPT_FOR: Span = Span::days(30);
/// The longest sleep: a clock that was set is noticed after it.
const LONGEST_SLEEP: Span = Span::minutes(1);

/// How to wait between attempts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// The wait after the first failure; it doubles with each further one.
    pub(super) first_wait: Span,
    /// The longest wait, unless the target asks for a longer one.
    pub(super) longest_wait: Span,
    /// How long to go on trying.
    pub(super) give_up_after: Span,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first_wait: Span::seconds(1), longest_wait: Span::minutes(10), give_up_after: Span::hours(24) }
    }
}

impl Pace {
    /// The wait after so many attempts.
    fn wait(self, attempts: u32) -> Span {
        let doublings = attempts.saturating_sub(1).min(30);
        Span(self.first_wait.0.saturating_mul(1 << doublings).min(self.longest_wait.0))
    }
}

/// What telling others needs from outside.
#[derive(Debug)]
pub(super) struct Means {
    pub(super) secrets: Secrets,
    pub(super) clients: Clients,
    pub(super) pace: Pace,
}

impl Means {
    /// As the bot runs with.
    pub(super) fn new(secrets: Secrets) -> Self {
        Self { secrets, clients: Clients::default(), pace: Pace::default() }
    }
}

/// Where a delivery is kept.
type Spot = (EffectSeq, TeamId);

/// What is to be told to one webhook, and what was.
#[derive(Debug, Default)]
struct Lane {
    /// By when it is due.
    waiting: BTreeSet<(Timestamp, Spot)>,
    busy: bool,
    /// The target asked to be left alone until then.
    not_before: Timestamp,
    delivered: VecDeque<Spot>,
    failed: VecDeque<(Timestamp, Spot)>,
}

impl Lane {
    /// When something is to be done next; never while it is being done.
    fn due(&self) -> Option<Timestamp> {
        let (due, _) = self.waiting.first().filter(|_| !self.busy)?;
        Some((*due).max(self.not_before))
    }
}

/// The loop over the deliveries.
pub(super) struct Courier<S> {
    store: Arc<S>,
    policy: Arc<CurrentPolicy>,
    metrics: Arc<Metrics>,
    signals: Arc<Signals>,
    means: Arc<Means>,
    lanes: HashMap<String, Lane>,
    /// Deliveries up to this one are known.
    last: Option<EffectSeq>,
    tasks: JoinSet<Option<Answer>>,
    running: HashMap<Id, PlacedDelivery>,
}

impl<S: Store> Courier<S> {
    pub(super) fn new(
        store: Arc<S>,
        policy: Arc<CurrentPolicy>,
        metrics: Arc<Metrics>,
        signals: Arc<Signals>,
        means: Means,
    ) -> Self {
        let (lanes, running) = (HashMap::new(), HashMap::new());
        Self {
            store,
            policy,
            metrics,
            signals,
            means: Arc::new(means),
            lanes,
            last: None,
            tasks: JoinSet::new(),
            running,
        }
    }

    /// Runs until the store fails.
    pub(super) async fn run(mut self) -> StoreError {
        match self.work().await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn work(&mut self) -> Result<Infallible, StoreError> {
        loop {
            self.take_in()?;
            let next = self.start_what_is_due()?;
            let sleep = next.map_or(LONGEST_SLEEP, |at| at.since(now()).min(LONGEST_SLEEP));
            tokio::select! {
                () = self.signals.deliveries.notified() => {}
                Some(ended) = self.tasks.join_next_with_id() => {
                    let (id, answer) = match ended {
                        Ok(ended) => ended,
                        Err(panic) => {
                            self.metrics.panicked();
                            tracing::error!("telling a webhook panicked; it is given up");
                            (panic.id(), Some(Answer::Refused("panicked".to_owned())))
                        }
                    };
                    self.ended(id, answer)?;
                    // So that a crash after this tells nobody twice.
                    self.store.durable().await?;
                }
                () = tokio::time::sleep(duration(sleep)) => {}
            }
        }
    }

    /// Learns of deliveries that are new.
    fn take_in(&mut self) -> Result<(), StoreError> {
        for kept in self.store.deliveries(self.last)? {
            self.last = self.last.max(Some(kept.seq));
            self.place(&kept)?;
        }
        Ok(())
    }

    /// Puts a delivery where it belongs in its lane, and forgets what that has no more room for.
    fn place(&mut self, kept: &PlacedDelivery) -> Result<(), StoreError> {
        let lane = self.lanes.entry(kept.delivery.webhook.clone()).or_default();
        let spot = (kept.seq, kept.team.clone());
        let mut over = Vec::new();
        match kept.delivery.progress {
            Progress::Waiting { due, .. } => {
                lane.waiting.insert((due, spot));
            }
            Progress::Delivered(_) => lane.delivered.push_back(spot),
            Progress::Failed(at) => lane.failed.push_back((at, spot)),
        }
        if lane.delivered.len() > KEPT {
            over.extend(lane.delivered.pop_front());
        }
        let oldest = now().0.saturating_sub(KEPT_FOR.0);
        while lane.failed.len() > KEPT || lane.failed.front().is_some_and(|(at, _)| at.0 < oldest) {
            over.extend(lane.failed.pop_front().map(|(_, spot)| spot));
        }
        over.into_iter().try_for_each(|(seq, team)| self.store.forget_delivery(&team, seq))
    }

    /// Starts the first delivery of each lane that is due; when the next one is.
    fn start_what_is_due(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let (mut next, now) = (None, now());
        for lane in self.lanes.values_mut() {
            // One that is no longer there has no place to be told of.
            while let Some(due) = lane.due() {
                if due > now {
                    next = Some(next.map_or(due, |earlier: Timestamp| earlier.min(due)));
                    break;
                }
                let Some((_, (seq, team))) = lane.waiting.pop_first() else { break };
                let Some(delivery) = self.store.delivery(&team, seq)? else { continue };
                lane.busy = true;
                let policy = self.policy.of(&team, &*self.store)?;
                let (means, told) = (self.means.clone(), delivery.clone());
                let task = self.tasks.spawn(async move {
                    let webhook = policy.settings.webhooks.iter().find(|webhook| webhook.name == told.webhook)?;
                    let secret = match means.secrets.of(&webhook.name) {
                        Ok(secret) => secret,
                        Err(error) => return Some(Answer::Later { reason: error.to_string(), at_least: None }),
                    };
                    let body = told.body.as_deref().unwrap_or_default();
                    Some(means.clients.tell(webhook, &secret, &told.id, body, now).await)
                });
                self.running.insert(task.id(), PlacedDelivery { seq, team, delivery });
            }
        }
        Ok(next)
    }

    /// An attempt ended; without an answer when its webhook is no longer configured.
    fn ended(&mut self, id: Id, answer: Option<Answer>) -> Result<(), StoreError> {
        let Some(mut kept) = self.running.remove(&id) else { return Ok(()) };
        let answer = answer.unwrap_or_else(|| Answer::Refused("it is no longer configured".to_owned()));
        let now = now();
        let lane = self.lanes.entry(kept.delivery.webhook.clone()).or_default();
        lane.busy = false;
        if let Answer::Later { at_least: Some(wait), .. } = &answer {
            lane.not_before = now.plus(*wait);
        }
        let outcome = note(&mut kept.delivery, answer, now, self.means.pace);
        self.metrics.told(outcome);
        log(&kept.delivery, outcome);
        self.store.keep_delivery(&kept)?;
        self.place(&kept)
    }
}

/// Notes in a delivery what an attempt came to; how that is called.
fn note(delivery: &mut Delivery, answer: Answer, now: Timestamp, pace: Pace) -> &'static str {
    delivery.attempts = delivery.attempts.saturating_add(1);
    match answer {
        Answer::Delivered(status) => {
            delivery.last = Some(format!("status {status}"));
            delivery.progress = Progress::Delivered(now);
            delivery.body = None;
            "delivered"
        }
        Answer::Refused(reason) => {
            delivery.last = Some(reason);
            delivery.progress = Progress::Failed(now);
            "failed"
        }
        Answer::Later { reason, at_least } => {
            delivery.last = Some(reason);
            let since = match delivery.progress {
                Progress::Waiting { since, .. } => since,
                Progress::Delivered(at) | Progress::Failed(at) => at,
            };
            let due = now.plus(pace.wait(delivery.attempts).max(at_least.unwrap_or_default()));
            if due.since(since) > pace.give_up_after {
                delivery.progress = Progress::Failed(now);
                return "failed";
            }
            delivery.progress = Progress::Waiting { due, since };
            "later"
        }
    }
}

fn log(delivery: &Delivery, outcome: &str) {
    let Delivery { webhook, id, attempts, .. } = delivery;
    let reason = delivery.last.as_deref().unwrap_or_default();
    match outcome {
        "delivered" => tracing::debug!(webhook, %id, attempts, "told"),
        "later" => tracing::info!(webhook, %id, attempts, reason, "not told yet; it is tried again"),
        _ => tracing::warn!(webhook, %id, attempts, reason, "not told; `liaison webhooks replay` tries it again"),
    }
}

#[cfg(test)]
mod tests;
