//! The imperative shell around the core: accept, decide, commit, execute, fire timers.
//!
//! [`serve()`] puts everything together and is the one way in, for `liaison serve`, `liaison demo` and the tests.
//! Within, `door` is the way in, and [`engine`] runs the parts: `inbox` takes deliveries in, `turn` decides on them in
//! `order` with what the `directory` knows of Slack, `executor` carries out what was decided by `attempt`s, `courier`
//! tells other systems, `timers` brings back what is due; `forms` says what is wrong with a form before it is taken,
//! `layers` is the policy of each workspace. The parts share nothing but the store, and wake each other by `signals`.

pub mod api;
mod attempt;
mod cache;
mod clock;
mod courier;
mod directory;
mod door;
pub mod engine;
mod executor;
mod forms;
pub mod inbox;
mod layers;
pub mod metrics;
mod order;
pub mod serve;
mod signals;
mod timers;
mod turn;

#[cfg(test)]
mod tests;

pub use engine::Engine;
pub use metrics::Metrics;
pub use serve::{Data, Options, ServeError, Serving, serve};
