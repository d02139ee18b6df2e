//! Everything a person reads, in both languages: Fluent messages in `en/` and `ja/`, a file a subject, and the
//! functions that compose them into [`message::Message`]s. Each sentence is short, kind and neutral. Text put into one
//! is escaped before it gets there; people and channels arrive as Slack mentions.
//!
//! [`voice`] says a sentence in a language; [`explanation`], [`definition`], [`steward`], [`offer`], [`request`],
//! [`home`] and [`help`] compose.

pub mod channel;
pub mod choices;
pub mod definition;
pub mod explanation;
pub mod help;
pub mod home;
pub mod message;
pub mod offer;
pub mod press;
pub mod reception;
pub mod request;
pub mod shortcut;
pub mod steward;
pub mod voice;

pub use voice::{Voice, Wording};
