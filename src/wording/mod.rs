//! Everything a person reads, in both languages: Fluent messages in `en.ftl` and `ja.ftl`, and the functions
//! that compose them into [`message::Message`]s.
//!
//! [`voice`] says a sentence in a language; [`explanation`], [`offer`], [`request`] and [`help`] compose.

pub mod explanation;
pub mod help;
pub mod message;
pub mod offer;
pub mod press;
pub mod request;
pub mod voice;

pub use voice::{Voice, Wording};
