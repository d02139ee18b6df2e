//! The grammar of `/liaison …` and of mentions of the bot: text in, [`Command`] out, in English and Japanese.
//!
//! [`verb`] names every command once, for the parser and for the help alike; [`mod@parse`] reads a line;
//! [`question`] reads the plain questions people ask.

pub mod parse;
pub mod question;
pub mod verb;

pub use parse::{for_all, parse};
pub use verb::Verb;

use crate::glossary::concept::Role;
use crate::ids::RequestId;

/// What somebody asks the bot to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// What a word means.
    Explain(String),
    /// Which concepts have to do with these words.
    Search(String),
    /// Write an entry for a word, or improve the one it has; empty: a word to be named in the form.
    Define(String),
    /// Bring in the liaison; the text, if any, starts the brief.
    Ask(String),
    /// Requests: the caller's own, all open ones, or one.
    Requests(Listing),
    /// What the caller's role is, or shall be.
    IAm(Wish),
    /// Where the bot shall say less.
    Quiet(Quiet),
    /// How the channel is set.
    Settings,
    /// Why the bot spoke in the channel, and how that is received.
    Why,
    /// How to use it.
    Help,
    /// A command without what it needs, such as `explain` alone.
    Incomplete(Verb),
    /// Not understood: what was written, and the nearest command if there is one.
    Unknown(String, Option<Verb>),
}

/// Which requests to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listing {
    /// The caller's own.
    Mine,
    /// All that are not over.
    Open,
    /// Those that wait for an answer or a confirmation of their requester.
    Waiting,
    /// Those that have to do with some words.
    Search(String),
    /// One, by number.
    One(RequestId),
}

/// What somebody wishes their role to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Only to know which it is.
    Tell,
    /// This one.
    Be(Role),
    /// Whatever their user group says.
    AsInSlack,
}

/// Where somebody wishes the bot to say less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quiet {
    /// To see what there is to choose.
    Tell,
    /// About a word, to them.
    About(String),
    /// By itself in this channel, to anybody.
    Here,
    /// By itself to them, anywhere.
    Everywhere,
    /// Nowhere any more.
    Off,
}
