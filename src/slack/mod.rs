//! Slack's protocol, both ways; the only place that knows its types.
//!
//! In: [`decode`] turns Slack's JSON into our events, behind two receivers, `socket_mode` and `events_api`,
//! which hand every delivery to a [`Receiver`] and acknowledge only what it took. Out: `web_api` carries out
//! effects and looks things up, `blocks` renders messages within Slack's limits.

pub mod app;
pub mod blocks;
pub mod decode;
pub mod events_api;
pub mod socket_mode;
pub mod tokens;
pub mod web_api;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use crate::liaison::event::Envelope;
use crate::time::Timestamp;

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It is safe with us: new, or seen before.
    Taken,
    /// A form with faults: nothing was taken, and the person is told beside each field. By the fields' ids.
    Corrected(BTreeMap<String, String>),
    /// It could not be stored. It must not be acknowledged, so that Slack sends it again.
    NotTaken(String),
}

/// Where deliveries go. The runtime's inbox implements it.
pub trait Receiver: Send + Sync + 'static {
    /// Takes a delivery; ready once it is durable.
    fn receive(&self, envelope: Envelope) -> Pin<Box<dyn Future<Output = Receipt> + Send + '_>>;

    /// Counts a delivery that means nothing to us, by the reason.
    fn ignored(&self, reason: &'static str);

    /// Counts a request that was refused before it was decoded (a wrong signature, an old timestamp, …).
    fn refused(&self, reason: &'static str);
}

/// The answer to a form with faults, as Slack takes it: the form stays open.
fn correction(faults: &BTreeMap<String, String>) -> serde_json::Value {
    serde_json::json!({"response_action": "errors", "errors": faults})
}

/// The system's time, which everything that arrives is stamped with.
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
