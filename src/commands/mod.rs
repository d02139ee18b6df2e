//! The grammar of `/liaison …` and of mentions of the bot: text in, [`Command`] out, in English and Japanese.

use serde::{Deserialize, Serialize};

/// What somebody asks the bot to do. [`crate::commands`] grows with the surfaces; every variant has its names,
/// its usage line and its help in both languages, held by a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// What a word means.
    Explain(String),
    /// Bring in the liaison; the text, if any, starts the brief.
    Ask(String),
    /// Requests: the caller's own, all open ones, or one.
    Requests(Listing),
    /// How to use it.
    Help,
    /// Not understood: what was written, and the nearest command's name if there is one.
    Unknown(String, Option<String>),
}

/// Which requests to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listing {
    /// The caller's own.
    Mine,
    /// All that are not over.
    Open,
    /// One, by number.
    One(crate::ids::RequestId),
}
