//! What somebody proposed for the glossary, and what the stewards made of it.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Concept;
use crate::ids::{ProposalId, UserId};
use crate::requests::request::Place;
use crate::text::Language;
use crate::time::{Span, Timestamp};

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Taken as it was.
    Taken,
    /// Taken, with changes by the steward.
    Changed,
    /// Not taken, and why.
    Declined(String),
}

/// A steward's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its number.
    pub id: ProposalId,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// The language to answer in.
    pub language: Language,
    /// The entry it would change, as it was when this was written; nothing for a new one.
    pub before: Option<Concept>,
    /// What it would say. A new entry has its id only once it is taken.
    pub concept: Concept,
    /// Where the stewards see it.
    pub cards: Vec<Place>,
    /// Whether it went to each steward directly.
    pub direct: bool,
    /// What became of it.
    pub decided: Option<Decided>,
}

impl Proposal {
    /// How long it is kept after it was decided.
    pub const KEPT: Span = Span::days(90);

    /// Whether it waits for a steward.
    pub const fn is_waiting(&self) -> bool {
        self.decided.is_none()
    }

    /// Whether it names a person.
    pub fn names(&self, user: &UserId) -> bool {
        self.by == *user || self.decided.as_ref().is_some_and(|decided| decided.by == *user)
    }

    /// The same without a person's name.
    #[must_use]
    pub fn without(mut self, user: &UserId) -> Self {
        let decided = self.decided.as_mut().map(|decided| &mut decided.by);
        for name in [Some(&mut self.by), decided].into_iter().flatten() {
            if name == user {
                *name = UserId::forgotten();
            }
        }
        self
    }
}
