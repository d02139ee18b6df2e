//! What can be chosen in Slack: how a channel is set, and what a person wants. What nobody chose comes from
//! `liaison.toml`.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Role;
use crate::ids::ConceptId;
use crate::text::Language;
use crate::time::Timestamp;

/// How explanations are given in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Explain {
    /// One reply in the thread.
    #[default]
    Thread,
    /// Only :book:.
    Reaction,
    /// Not at all.
    Off,
}

impl Explain {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Thread, Self::Reaction, Self::Off];

    /// As in `liaison.toml`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Thread => "thread",
            Self::Reaction => "reaction",
            Self::Off => "off",
        }
    }

    /// Reads an id as [`Explain::id`] writes it.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// How friction is answered in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Friction {
    /// A card only the author sees.
    #[default]
    Offer,
    /// A silent card in the triage channel.
    Notify,
    /// A card in the thread.
    Post,
    /// Not at all.
    Off,
}

impl Friction {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Offer, Self::Notify, Self::Post, Self::Off];

    /// As in `liaison.toml`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Notify => "notify",
            Self::Post => "post",
            Self::Off => "off",
        }
    }

    /// Reads an id as [`Friction::id`] writes it.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// How a channel is set; what is not said comes from the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChannelSettings {
    /// How explanations are given.
    pub explain: Option<Explain>,
    /// How friction is answered.
    pub friction: Option<Friction>,
    /// Which roles read it.
    pub audience: Option<Vec<Role>>,
    /// Its language.
    pub language: Option<Language>,
    /// Concepts not to be explained here.
    pub muted: Vec<ConceptId>,
    /// Whether the bot says nothing here by itself, whatever else is chosen.
    #[serde(default)]
    pub quiet: bool,
    /// The hours of the day in which it says nothing by itself.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
    /// How much it may say by itself.
    #[serde(default)]
    pub budget: Option<Budget>,
}

/// The hours of the day in which the bot says nothing by itself; they may go past midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet hour, 0 to 23.
    pub from: i8,
    /// The first hour that is not quiet any more, 0 to 23; not the same as `from`.
    pub to: i8,
    /// By whose clock: the name of a time zone in the IANA database, such as `Asia/Tokyo`.
    pub zone: String,
}

/// The most times the bot speaks by itself in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Within an hour.
    pub hour: u16,
    /// Within 24 hours.
    pub day: u16,
}

impl Budget {
    /// The most that can be chosen.
    pub const MOST: u16 = 500;
}

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonSettings {
    /// Their role.
    pub role: Option<Role>,
    /// Their language.
    pub language: Option<Language>,
    /// Concepts they know.
    pub known: Vec<ConceptId>,
    /// Whether the bot neither answers their messages nor offers them help by itself, anywhere.
    #[serde(default)]
    pub quiet: bool,
    /// When they were last offered help.
    #[serde(default)]
    pub offered: Option<Timestamp>,
}
