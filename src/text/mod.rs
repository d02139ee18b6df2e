//! What a message says: Slack markup to readable spans, normalised with a map back to the original bytes.
//!
//! The way of a text: [`mrkdwn::readable`] finds the runs a person reads; [`normalise`] folds width, case and
//! script variants; [`boundary`] says where a word may begin and end; [`language`] guesses the language.

use serde::{Deserialize, Serialize};

/// The languages Liaison speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

impl Language {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// `en` or `ja`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Reads a locale such as `ja-JP`, `ja` or `en_GB`; `None` for a language Liaison does not speak.
    pub fn from_locale(locale: &str) -> Option<Self> {
        match locale.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }
}

/// A message made ready for analysis: parsed and normalised once, shared by the glossary and the rules.
#[derive(Debug)]
pub struct Passage<'a> {
    source: &'a str,
}

impl<'a> Passage<'a> {
    /// Reads a message in Slack's markup.
    pub fn read(source: &'a str) -> Self {
        Self { source }
    }

    /// The message as it came.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The language it is mostly in; nothing for one Liaison does not speak, or for no words at all.
    pub fn language(&self) -> Option<Language> {
        todo!("text room")
    }
}
