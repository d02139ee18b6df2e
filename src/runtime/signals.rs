//! How the parts wake each other. What there is to do stands in the store; a signal only says that it is worth
//! looking, so one that comes twice or too early costs nothing.

use tokio::sync::{Notify, mpsc, watch};

use crate::store::{EffectSeq, StoreError};

/// The wires between inbox, turn, executor, timers and courier.
#[derive(Debug)]
pub(super) struct Signals {
    /// The inbox holds something new.
    pub(super) inbox: Notify,
    /// The last effect that was decided.
    decided: watch::Sender<Option<EffectSeq>>,
    /// A timer was set.
    pub(super) timers: Notify,
    /// Something is to be told to another system.
    pub(super) deliveries: Notify,
    /// Something was finished.
    pub(super) finished: Notify,
    fault: mpsc::Sender<StoreError>,
}

impl Signals {
    /// Wires, and where it is heard that the store failed. Effects up to `decided` are known to be there.
    pub(super) fn new(decided: Option<EffectSeq>) -> (Self, mpsc::Receiver<StoreError>) {
        let (fault, faults) = mpsc::channel(1);
        let decided = watch::Sender::new(decided);
        let signals = Self {
            inbox: Notify::new(),
            decided,
            timers: Notify::new(),
            deliveries: Notify::new(),
            finished: Notify::new(),
            fault,
        };
        (signals, faults)
    }

    /// Effects were decided, up to this one.
    pub(super) fn decided(&self, last: EffectSeq) {
        self.decided.send_replace(Some(last));
    }

    /// Hears of effects that were decided.
    pub(super) fn decisions(&self) -> watch::Receiver<Option<EffectSeq>> {
        self.decided.subscribe()
    }

    /// The store failed; the bot cannot go on.
    pub(super) fn failed(&self, error: StoreError) {
        let _ = self.fault.try_send(error); // the first failure says enough
    }
}
