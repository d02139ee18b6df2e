//! What is worth saying something about: cues heard in a message, rules over a thread, findings with reasons.
//!
//! [`phrase`] turns what a person wrote into a pattern, [`cue`] is what is heard, [`memory`] what a thread
//! remembers (cue ids, never text), [`rule`] how cues combine, [`weights`] how much each counts, [`finding`]
//! what comes out, [`examples`] what holds cues and rules to their word, [`mod@fit`] where the weights come from.

mod anchors;
pub mod cue;
pub mod examples;
pub mod finding;
pub mod fit;
mod hearing;
mod inflection;
pub mod memory;
pub mod phrase;
pub mod rule;
pub mod rule_set;
mod score;
mod topics;
pub mod weights;

pub use rule_set::{RuleSet, Said, Threshold};
