//! A cue: a family of phrases that speaks for one side, with the examples that hold it to its word.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Bilingual;
use crate::ids::CueId;
use crate::rules::finding::{Kind, Theme};
use crate::rules::phrase::Pattern;

/// What a cue speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A deal, a date, a promise: what it takes to win or keep a customer.
    Revenue,
    /// Stability, tests, security, capacity: what it takes to keep the product sound.
    Quality,
    /// The way it is said.
    Style,
    /// Somebody does not understand a word or an idea.
    Gap,
    /// Settled, agreed, past, or a joke: nothing to step in for.
    Calm,
    /// Nothing: it only says what a conversation is about.
    Topic,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Revenue, Self::Quality, Self::Style, Self::Gap, Self::Calm, Self::Topic];

    /// As in rule files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Quality => "quality",
            Self::Style => "style",
            Self::Gap => "gap",
            Self::Calm => "calm",
            Self::Topic => "topic",
        }
    }

    /// Reads an id as [`Side::id`] writes it.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.id() == id)
    }

    /// The kind of finding a cue of this side may name; calm cues and topics name none.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Revenue | Self::Quality => Some(Kind::DivergentGoals),
            Self::Style => Some(Kind::CommunicationStyle),
            Self::Gap => Some(Kind::KnowledgeGap),
            Self::Calm | Self::Topic => None,
        }
    }
}

/// Texts a cue must be heard in, and ones it must not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CueTests {
    /// It is heard in each of these.
    pub matches: Vec<String>,
    /// It is heard in none of these.
    pub skips: Vec<String>,
}

/// A family of phrases that speaks for one side.
#[derive(Debug, Clone)]
pub struct Cue {
    /// Stable, kebab-case.
    pub id: CueId,
    /// What it speaks for.
    pub side: Side,
    /// What it is about; may be empty.
    pub themes: Vec<Theme>,
    /// What a person reads under *Why this?*.
    pub name: Bilingual,
    /// How people say it.
    pub phrases: Vec<Pattern>,
    /// Longer phrases that contain one of those but mean something else.
    pub except: Vec<Pattern>,
    /// Its own examples.
    pub tests: CueTests,
}

impl Cue {
    /// How many examples it carries.
    pub const fn examples(&self) -> usize {
        self.tests.matches.len() + self.tests.skips.len()
    }
}
