//! What people write into the glossary from within Slack: what a form holds, whether it can be taken, who proposed what
//! and what became of it, and every version of an entry with who and when.
//!
//! [`sketch`] is a concept as a form shows it, [`check`] says what is wrong with one or worth knowing, [`proposal`]
//! waits for a steward, [`kept`] is an entry with its versions, [`layer`] lays the entries over those of the files.

pub mod check;
pub mod kept;
pub mod layer;
pub mod proposal;
pub mod sketch;

pub use kept::{Kept, Version};
pub use proposal::{Proposal, Verdict};
pub use sketch::Sketch;
