//! Newtypes for the identifiers that travel through the program, so that one cannot stand in for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an identifier that comes from outside.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The identifier as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )+};
}

identifiers! {
    /// A Slack workspace (`T…`). Every stored key begins with it.
    TeamId,
    /// A channel, group or direct message (`C…`, `G…`, `D…`).
    ChannelId,
    /// A person or bot user (`U…`, `W…`).
    UserId,
    /// Slack's timestamp of a message, which identifies it in its channel (`1700000000.000100`).
    MessageTs,
    /// What makes one delivery from Slack the same as another (an event id, a trigger id, a post's place).
    DeliveryId,
    /// One thing to be done at Slack: made of the delivery that caused it and its place in the decision, so
    /// that deciding the same event again gives the same identifier.
    EffectId,
    /// A concept of the glossary, kebab-case.
    ConceptId,
    /// A family of phrases that speaks for one side, kebab-case.
    CueId,
    /// A rule, kebab-case.
    RuleId,
}

impl UserId {
    /// Stands for a person who asked to be forgotten.
    pub fn forgotten() -> Self {
        Self(String::new())
    }

    /// Whether this stands for a person who asked to be forgotten.
    pub fn is_forgotten(&self) -> bool {
        self.0.is_empty()
    }
}

/// A request's number within its workspace, counted from 1 and shown as `R-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", self.0)
    }
}

impl RequestId {
    /// Reads `R-12`, `r12` or `12`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['R', 'r', 'Ｒ']).trim_start_matches('-');
        digits.parse().ok().filter(|&n| n > 0).map(Self)
    }
}

/// The number of a proposal for the glossary within its workspace, counted from 1 and shown as `P-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProposalId(pub u64);

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P-{}", self.0)
    }
}
