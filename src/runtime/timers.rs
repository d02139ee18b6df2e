//! Puts timers that are due into the inbox as events, and forgets old delivery ids now and then. Returns only on a
//! failure.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::runtime::clock::{duration, now};
use crate::runtime::signals::Signals;
use crate::store::{Store, StoreError};
use crate::time::{Span, Timestamp};

/// The longest sleep: the clock may be set, and the machine may have slept itself.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// How many timers are fired at a time.
const PAGE: usize = 100;
/// How long delivery ids are remembered. Slack sends again for a day at most (its delayed events).
const REMEMBER: Span = Span::hours(36);
/// How often old delivery ids are forgotten, and how many at a time.
const FORGET_EVERY: Duration = Duration::from_secs(10 * 60);
const FORGET: usize = 10_000;

/// Runs until the store fails.
pub(super) async fn run<S: Store>(store: Arc<S>, signals: Arc<Signals>) -> StoreError {
    match work(&store, &signals).await {
        Ok(never) => match never {},
        Err(error) => error,
    }
}

async fn work<S: Store>(store: &Arc<S>, signals: &Signals) -> Result<std::convert::Infallible, StoreError> {
    let mut forgotten = Instant::now();
    loop {
        while !store.fire_due(now(), PAGE)?.is_empty() {
            signals.inbox.notify_one();
            tokio::task::yield_now().await;
        }
        if forgotten.elapsed() >= FORGET_EVERY {
            forgotten = Instant::now();
            let (store, before) = (store.clone(), Timestamp(now().0.saturating_sub(REMEMBER.0)));
            // A walk over all that are remembered, away from those who wait for events.
            match tokio::task::spawn_blocking(move || store.forget_seen(before, FORGET)).await {
                Ok(count) => tracing::debug!(count = count?, "forgot old delivery ids"),
                Err(panic) => tracing::error!(%panic, "forgetting old delivery ids panicked"),
            }
        }
        let due = store.next_due()?.map_or(LONGEST_SLEEP, |at| duration(at.since(now())));
        tokio::select! {
            () = signals.timers.notified() => {}
            () = tokio::time::sleep(due.min(LONGEST_SLEEP)) => {}
        }
    }
}
