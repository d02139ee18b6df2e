//! The core: one event in, what is known about it, and a decision out. Pure and synchronous.
//!
//! [`event`] is what happens outside, [`facts`] what is known when it is handled (read by [`gather()`]),
//! [`records`] what is remembered, [`decision`] what to remember and what to do at Slack. [`decide()`] hands an
//! event to the file that answers it: [`posted`] for messages, [`answers`] for what happens to them later,
//! [`candidates`] for acronyms that may be missing in the glossary,
//! [`asked`] for commands and mentions, [`pressed`] for buttons,
//! [`choices`] for what people choose for themselves, [`channel`] for what they choose for a channel,
//! [`shortcuts`] for shortcuts and the raised hand, [`home`] for the App Home; [`desk`] moves requests, [`webhook`]
//! tells other systems of each step, [`defining`] and [`stewards`] write into the glossary. [`noise`] says whether the
//! bot may speak by itself, [`reception`] how its rules are received. [`forms`] tells what is wrong with a form while it
//! is still open.

mod addressed;
mod answers;
mod asked;
mod candidates;
mod channel;
mod choices;
pub mod decide;
pub mod decision;
mod defining;
mod desk;
mod draft;
pub mod event;
pub mod facts;
pub mod forms;
pub mod gather;
mod home;
mod noise;
pub mod policy;
mod posted;
mod pressed;
mod reception;
pub mod records;
mod shortcuts;
mod stewards;
pub mod webhook;
mod written;

pub use decide::decide;
pub use gather::{gather, needs};
