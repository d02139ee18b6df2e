//! Takes deliveries in: returns that one is taken when it is on disk, new or seen before, and that it is not taken
//! when it could not be stored, so that Slack sends it again; or what is wrong with a form, which is not taken either.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::liaison::event::{Envelope, Event};
use crate::liaison::forms::Faults;
use crate::runtime::metrics::{Metrics, kind};
use crate::runtime::signals::Signals;
use crate::slack::{Receipt, Receiver};
use crate::store::{Accepted, Store};

/// Finds what is wrong with a form, by the facts at hand.
pub(super) type FormCheck = Box<dyn Fn(&Envelope) -> Faults + Send + Sync>;

/// Where the receivers bring deliveries.
pub struct Inbox<S> {
    store: Arc<S>,
    metrics: Arc<Metrics>,
    signals: Arc<Signals>,
    faults: FormCheck,
    closed: AtomicBool,
}

impl<S> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("closed", &self.closed).finish_non_exhaustive()
    }
}

impl<S: Store> Inbox<S> {
    pub(super) fn new(store: Arc<S>, metrics: Arc<Metrics>, signals: Arc<Signals>, faults: FormCheck) -> Self {
        Self { store, metrics, signals, faults, closed: AtomicBool::new(false) }
    }

    /// Takes nothing more in.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Whether nothing more is taken in.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    async fn take(&self, envelope: Envelope) -> Receipt {
        if self.is_closed() {
            return Receipt::NotTaken("stopping".to_owned());
        }
        if matches!(envelope.event, Event::Submitted(_)) {
            let faults = (self.faults)(&envelope);
            if !faults.is_empty() {
                self.metrics.corrected();
                return Receipt::Corrected(faults);
            }
        }
        let accepted = self.store.accept(&envelope);
        match &accepted {
            Ok(Accepted::New(seq)) => {
                self.metrics.accepted(&envelope.event);
                let id = envelope.ids.first().map_or("", |id| id.as_str());
                tracing::debug!(event = id, kind = kind(&envelope.event), place = seq.0, "accepted");
                // Deciding may begin before the event is on disk: what follows is written after it.
                self.signals.inbox.notify_one();
            }
            Ok(Accepted::Duplicate) => self.metrics.duplicate(),
            Err(_) => {}
        }
        // A duplicate too: the first delivery may still be on its way to the disk.
        let durable = match accepted {
            Ok(_) => self.store.durable().await,
            Err(error) => Err(error),
        };
        match durable {
            Ok(()) => Receipt::Taken,
            Err(error) => {
                self.metrics.not_taken();
                let reason = error.to_string();
                tracing::error!(%error, "a delivery could not be stored");
                self.signals.failed(error);
                Receipt::NotTaken(reason)
            }
        }
    }
}

impl<S: Store> Receiver for Inbox<S> {
    fn receive(&self, envelope: Envelope) -> Pin<Box<dyn Future<Output = Receipt> + Send + '_>> {
        Box::pin(self.take(envelope))
    }

    fn ignored(&self, reason: &'static str) {
        self.metrics.ignored(reason);
    }

    fn refused(&self, reason: &'static str) {
        self.metrics.refused(reason);
    }
}
