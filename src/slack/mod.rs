//! Slack's protocol, both ways; the only place that knows its types.
//!
//! In: [`decode`] turns Slack's JSON into our events, behind two receivers, `socket_mode` and `events_api`,
//! which hand every delivery to a [`Receiver`] and acknowledge only what it took. Out: `web_api` carries out
//! effects and looks things up, `blocks` renders messages within Slack's limits.

pub mod app;
pub mod blocks;
pub mod decode;
mod tls;
pub mod tokens;
pub mod web_api;

use std::future::Future;
use std::pin::Pin;

use crate::liaison::event::Envelope;

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It is safe with us: new, or seen before.
    Taken,
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
