//! Carries one effect to its end: looks for what may have been posted already, tries, waits, tries again; returns
//! how it ended. Never sends twice what cannot be looked up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::liaison::decision::{Action, Placement};
use crate::liaison::event::Outcome;
use crate::runtime::api::Api;
use crate::runtime::clock::{duration, now};
use crate::runtime::metrics::Metrics;
use crate::slack::web_api::{Attempt, LookUpError};
use crate::store::{Store, StoreError, Waiting};

/// How to wait between attempts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// The least time between two posts in a channel: Slack takes one a second.
    pub(super) between_posts: Duration,
    /// The wait after the first failure; it doubles with each further one.
    pub(super) first_wait: Duration,
    /// The longest wait between two attempts, unless Slack asks for a longer one.
    pub(super) longest_wait: Duration,
    /// How long to go on trying.
    pub(super) give_up_after: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            between_posts: Duration::from_secs(1),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(5 * 60),
            give_up_after: Duration::from_secs(60 * 60),
        }
    }
}

/// What can be done about an attempt whose outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// It posts a message that can be looked for.
    Findable,
    /// Doing it again changes nothing.
    Repeatable,
    /// Neither: it is sent at most once.
    Once,
}

impl Nature {
    pub(super) const fn of(action: &Action) -> Self {
        match action {
            Action::Post { .. } | Action::PostDirect { .. } => Self::Findable,
            Action::Update { .. }
            | Action::Delete { .. }
            | Action::React { .. }
            | Action::Unreact { .. }
            | Action::UpdateModal { .. }
            | Action::PublishHome { .. }
            | Action::Notify { .. }
            | Action::Respond { placement: Placement::Instead, .. } => Self::Repeatable,
            Action::PostEphemeral { .. }
            | Action::Respond { placement: Placement::Beside, .. }
            | Action::OpenModal { .. } => Self::Once,
        }
    }
}

/// What an attempt needs.
pub(super) struct Attempts<S, A> {
    pub(super) store: Arc<S>,
    pub(super) api: Arc<A>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) patience: Patience,
}

impl<S: Store, A: Api> Attempts<S, A> {
    /// Carries an effect to its end. `inherited` says that an earlier process may have sent it already.
    pub(super) async fn carry_out(&self, waiting: &Waiting, inherited: bool) -> Result<Outcome, StoreError> {
        let (effect, nature) = (&waiting.effect, Nature::of(&waiting.effect.action));
        if waiting.begun {
            // An earlier process was about to send it, and nobody can tell whether it did.
            return Ok(Outcome::Refused("interrupted".to_owned()));
        }
        let mut perhaps_sent = inherited && nature == Nature::Findable;
        let began = Instant::now();
        let mut wait = self.patience.first_wait;
        loop {
            let at_least = if perhaps_sent {
                match self.api.find(effect, waiting.decided).await {
                    Ok(Some(place)) => return Ok(Outcome::Done(Some(place))),
                    Ok(None) => {
                        perhaps_sent = false;
                        continue;
                    }
                    // Where the bot may not look it may not post either.
                    Err(LookUpError::Refused(code)) => return Ok(Outcome::Refused(code)),
                    Err(LookUpError::Later { wait, reason }) => {
                        tracing::warn!(effect = %effect.id, reason, "looking for what was posted failed");
                        duration(wait)
                    }
                }
            } else {
                if effect.not_after.is_some_and(|end| now() > end) {
                    return Ok(Outcome::Expired);
                }
                if nature == Nature::Once {
                    self.store.begin(waiting.seq)?;
                    self.store.durable().await?;
                }
                match self.api.perform(effect).await {
                    Attempt::Done(place) => return Ok(Outcome::Done(place)),
                    Attempt::Refused(code) => return Ok(Outcome::Refused(code)),
                    Attempt::Later(wait) => duration(wait),
                    Attempt::Unknown(reason) => {
                        tracing::warn!(effect = %effect.id, reason, "it is not known whether it was done");
                        match nature {
                            Nature::Findable => perhaps_sent = true,
                            Nature::Repeatable => {}
                            Nature::Once => return Ok(Outcome::Refused("unknown".to_owned())),
                        }
                        Duration::ZERO
                    }
                }
            };
            let pause = wait.max(at_least);
            if began.elapsed() + pause > self.patience.give_up_after {
                return Ok(Outcome::Refused("gave_up".to_owned()));
            }
            self.metrics.retried();
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(self.patience.longest_wait);
        }
    }
}
