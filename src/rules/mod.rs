//! What is worth saying something about: cues heard in a message, rules over a thread, findings with reasons.
//!
//! [`cue`] is what is heard, [`memory`] what a thread remembers (cue ids, never text), [`rule`] how cues
//! combine, [`finding`] what comes out.

pub mod finding;
pub mod memory;
pub mod rule_set;

pub use rule_set::{RuleSet, Said, Threshold};
