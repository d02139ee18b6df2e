//! The grammar of `/liaison …` and of mentions of the bot: text in, [`Command`] out, in English and Japanese.
//!
//! [`verb`] names every command once, for the parser and for the help alike; [`mod@parse`] reads a line;
//! [`question`] reads the plain questions people ask.

pub mod parse;
pub mod question;
pub mod verb;

pub use parse::parse;
pub use verb::Verb;

use crate::ids::RequestId;

/// What somebody asks the bot to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// What a word means.
    Explain(String),
    /// Which concepts have to do with these words.
    Search(String),
    /// Bring in the liaison; the text, if any, starts the brief.
    Ask(String),
    /// Requests: the caller's own, all open ones, or one.
    Requests(Listing),
    /// How to use it.
    Help,
    /// A command without what it needs, such as `explain` alone.
    Incomplete(Verb),
    /// Not understood: what was written, and the nearest command if there is one.
    Unknown(String, Option<Verb>),
}

/// Which requests to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// The caller's own.
    Mine,
    /// All that are not over.
    Open,
    /// One, by number.
    One(RequestId),
}
