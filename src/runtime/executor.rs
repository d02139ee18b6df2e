//! Carries out what was decided, once it is on disk: in order within a channel, at Slack's pace, and as often as it
//! takes. Settles each effect in the store, which brings its result back as an event. Returns only on a failure.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use tokio::task::{Id, JoinSet};

use crate::ids::{ChannelId, UserId};
use crate::liaison::decision::Action;
use crate::liaison::event::Outcome;
use crate::runtime::api::Api;
use crate::runtime::attempt::Attempts;
use crate::runtime::clock::now;
use crate::runtime::metrics::Metrics;
use crate::runtime::signals::Signals;
use crate::store::{EffectSeq, Store, StoreError, Waiting};

/// The most effects that are held in memory; the rest stays in the store.
const MOST_HELD: usize = 1_000;
/// How many effects are read at a time.
const PAGE: usize = 64;
/// From how many lanes on those that have nothing to do are looked for and dropped.
const MANY_LANES: usize = 256;

/// Effects that are carried out one after the other. Not to be logged: a response's address is a secret.
#[derive(Clone, PartialEq, Eq, Hash)]
enum LaneKey {
    Channel(ChannelId),
    Person(UserId),
    Response(String),
    Home(UserId),
    /// The fast lane: waits for nothing.
    Alone(EffectSeq),
}

impl LaneKey {
    fn of(waiting: &Waiting) -> Self {
        match &waiting.effect.action {
            Action::Post { channel, .. }
            | Action::PostEphemeral { channel, .. }
            | Action::Update { channel, .. }
            | Action::Delete { channel, .. }
            | Action::React { channel, .. }
            | Action::Unreact { channel, .. } => Self::Channel(channel.clone()),
            Action::PostDirect { user, .. } => Self::Person(user.clone()),
            Action::Respond { to, .. } => Self::Response(to.0.clone()),
            Action::PublishHome { user, .. } => Self::Home(user.clone()),
            Action::OpenModal { .. } | Action::UpdateModal { .. } | Action::Notify { .. } => Self::Alone(waiting.seq),
        }
    }
}

/// Whether Slack allows only one of these a second in a channel.
const fn is_paced(action: &Action) -> bool {
    matches!(action, Action::Post { .. } | Action::PostDirect { .. })
}

#[derive(Debug, Default)]
struct Lane {
    queue: VecDeque<Waiting>,
    /// Whether its first effect is being carried out.
    busy: bool,
    /// When the next message may be posted.
    next_post: Option<Instant>,
}

impl Lane {
    fn is_idle(&self) -> bool {
        !self.busy && self.queue.is_empty() && self.next_post.is_none_or(|at| at <= Instant::now())
    }
}

/// An effect that is being carried out.
struct Running {
    lane: LaneKey,
    seq: EffectSeq,
    is_paced: bool,
}

/// The loop over the outbox.
pub(super) struct Executor<S, A> {
    attempts: Arc<Attempts<S, A>>,
    store: Arc<S>,
    metrics: Arc<Metrics>,
    signals: Arc<Signals>,
    /// Effects up to this one were there when the process started.
    inherited: Option<EffectSeq>,
    lanes: HashMap<LaneKey, Lane>,
    held: usize,
    tasks: JoinSet<Result<(), StoreError>>,
    running: HashMap<Id, Running>,
}

impl<S: Store, A: Api> Executor<S, A> {
    pub(super) fn new(attempts: Attempts<S, A>, signals: Arc<Signals>, inherited: Option<EffectSeq>) -> Self {
        let (store, metrics) = (attempts.store.clone(), attempts.metrics.clone());
        Self {
            attempts: Arc::new(attempts),
            store,
            metrics,
            signals,
            inherited,
            lanes: HashMap::new(),
            held: 0,
            tasks: JoinSet::new(),
            running: HashMap::new(),
        }
    }

    /// Runs until the store fails.
    pub(super) async fn run(mut self) -> StoreError {
        match self.work().await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn work(&mut self) -> Result<std::convert::Infallible, StoreError> {
        let mut decisions = self.signals.decisions();
        let (mut last, mut durable) = (None, self.inherited);
        loop {
            while self.held < MOST_HELD && last < durable {
                let page = self.store.outbox(last, PAGE)?;
                let mut all = page.len() < PAGE;
                for waiting in page {
                    if Some(waiting.seq) > durable {
                        all = true;
                        break;
                    }
                    last = Some(waiting.seq);
                    self.push(waiting)?;
                }
                if all {
                    last = durable;
                }
            }
            tokio::select! {
                Ok(()) = decisions.changed() => {
                    // Nothing is done at Slack before the decision to do it is on disk.
                    let decided = *decisions.borrow_and_update();
                    self.store.durable().await?;
                    durable = durable.max(decided);
                }
                Some(ended) = self.tasks.join_next_with_id() => match ended {
                    Ok((id, ended)) => {
                        ended?;
                        self.ended(id);
                    }
                    Err(panic) => self.panicked(panic.id())?,
                }
            }
        }
    }

    fn push(&mut self, waiting: Waiting) -> Result<(), StoreError> {
        // Another system that does not answer holds up nothing at Slack.
        if matches!(waiting.effect.action, Action::Notify { .. }) {
            self.store.hand_over(waiting.seq, now())?;
            self.signals.deliveries.notify_one();
            self.signals.finished.notify_one();
            return Ok(());
        }
        if self.lanes.len() >= MANY_LANES {
            self.lanes.retain(|_, lane| !lane.is_idle());
        }
        let key = LaneKey::of(&waiting);
        self.lanes.entry(key.clone()).or_default().queue.push_back(waiting);
        self.held += 1;
        self.go_on(&key);
        Ok(())
    }

    /// Starts the next effect of a lane, unless one is under way.
    fn go_on(&mut self, key: &LaneKey) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        if lane.busy {
            return;
        }
        let Some(waiting) = lane.queue.pop_front() else { return };
        lane.busy = true;
        let is_paced = is_paced(&waiting.effect.action);
        let not_before = lane.next_post.filter(|_| is_paced);
        let seq = waiting.seq;
        let inherited = Some(seq) <= self.inherited;
        let (attempts, signals) = (self.attempts.clone(), self.signals.clone());
        let task = self.tasks.spawn(async move {
            if let Some(at) = not_before {
                tokio::time::sleep_until(at.into()).await;
            }
            let outcome = attempts.carry_out(&waiting, inherited).await?;
            log(&waiting, &outcome);
            settle(&*attempts.store, &attempts.metrics, &signals, seq, outcome)?;
            Ok(())
        });
        self.running.insert(task.id(), Running { lane: key.clone(), seq, is_paced });
    }

    /// An effect was carried out: its lane goes on.
    fn ended(&mut self, id: Id) {
        let Some(Running { lane: key, is_paced, .. }) = self.running.remove(&id) else { return };
        self.held -= 1;
        if let Some(lane) = self.lanes.get_mut(&key) {
            lane.busy = false;
            if is_paced {
                lane.next_post = Some(Instant::now() + self.attempts.patience.between_posts);
            }
        }
        self.go_on(&key);
    }

    /// Carrying an effect out panicked: it is given up, and its lane goes on.
    fn panicked(&mut self, id: Id) -> Result<(), StoreError> {
        self.metrics.panicked();
        if let Some(running) = self.running.get(&id) {
            tracing::error!(place = running.seq.0, "carrying out an effect panicked; it is given up");
            let outcome = Outcome::Refused("panicked".to_owned());
            settle(&*self.store, &self.metrics, &self.signals, running.seq, outcome)?;
        }
        self.ended(id);
        Ok(())
    }
}

/// Tells the store how an effect ended and wakes whoever waits for it.
fn settle<S: Store>(
    store: &S,
    metrics: &Metrics,
    signals: &Signals,
    seq: EffectSeq,
    outcome: Outcome,
) -> Result<(), StoreError> {
    metrics.settled(&outcome);
    if store.settle(seq, outcome, now())?.is_some() {
        signals.inbox.notify_one();
    }
    signals.finished.notify_one();
    Ok(())
}

fn log(waiting: &Waiting, outcome: &Outcome) {
    let effect = &waiting.effect.id;
    match outcome {
        Outcome::Done(_) => tracing::debug!(%effect, "done"),
        Outcome::Refused(reason) => tracing::warn!(%effect, reason, "Slack refused it, or it was given up"),
        Outcome::Expired => tracing::info!(%effect, "no longer of use"),
    }
}
