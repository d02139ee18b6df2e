//! The core: one event in, what is known about it, and a decision out. Pure and synchronous.
//!
//! [`event`] is what happens outside, [`facts`] what is known when it is handled, [`records`] what is
//! remembered, [`decision`] what to remember and what to do at Slack.

pub mod decide;
pub mod decision;
pub mod event;
pub mod facts;
pub mod policy;
pub mod records;

pub use decide::decide;
