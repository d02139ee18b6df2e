//! A finding: something a careful person would step in for, with the rules and words that say so.

use serde::{Deserialize, Serialize};

use crate::ids::{CueId, RuleId};

/// What kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A revenue interest and a quality interest pull against each other.
    DivergentGoals,
    /// The way it is said is the problem.
    CommunicationStyle,
    /// Somebody does not understand the other side's word or idea.
    KnowledgeGap,
}

impl Kind {
    /// All of them, in the order in which one is preferred over another.
    pub const ALL: [Self; 3] = [Self::DivergentGoals, Self::CommunicationStyle, Self::KnowledgeGap];

    /// As in rule files and in `scan`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DivergentGoals => "divergent-goals",
            Self::CommunicationStyle => "communication-style",
            Self::KnowledgeGap => "knowledge-gap",
        }
    }
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the ids of the labelled sets, which say all there is to say")]
pub enum Theme {
    Deadline,
    Promise,
    Scope,
    Quality,
    Security,
    TechnicalDebt,
    Capacity,
    Price,
    Customisation,
    Incident,
}

impl Theme {
    /// All of them, in the order of the labelled sets.
    pub const ALL: [Self; 10] = [
        Self::Deadline,
        Self::Promise,
        Self::Scope,
        Self::Quality,
        Self::Security,
        Self::TechnicalDebt,
        Self::Capacity,
        Self::Price,
        Self::Customisation,
        Self::Incident,
    ];

    /// As in rule files and in `scan`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Promise => "promise",
            Self::Scope => "scope",
            Self::Quality => "quality",
            Self::Security => "security",
            Self::TechnicalDebt => "technical-debt",
            Self::Capacity => "capacity",
            Self::Price => "price",
            Self::Customisation => "customisation",
            Self::Incident => "incident",
        }
    }
}

/// One reason for a finding: a cue heard in a message of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The cue.
    pub cue: CueId,
    /// The words that were heard, where they are still at hand (they are not kept for earlier messages).
    pub surface: Option<String>,
    /// Which message of the thread, by its id or timestamp.
    pub message: String,
}

/// Something worth saying, with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of trouble.
    pub kind: Kind,
    /// What it is about, most telling first.
    pub themes: Vec<Theme>,
    /// The rules that fired.
    pub rules: Vec<RuleId>,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// The cues behind it, at least one of them in the message just said.
    pub because: Vec<Because>,
}
