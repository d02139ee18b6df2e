//! An entry of the glossary that people wrote in Slack, with all its versions and who keeps it right.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Concept;
use crate::ids::{ConceptId, ProposalId, UserId};
use crate::time::{Span, Timestamp};

/// How long an entry counts as right after somebody said so.
pub const GOOD_FOR: Span = Span::days(180);
/// How long an answer is waited for before it is asked again.
pub const WAIT: Span = Span::days(30);

/// An entry as it was from some point in time on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The entry.
    pub concept: Concept,
    /// Who wrote it.
    pub by: UserId,
    /// Which steward took it.
    pub taken_by: UserId,
    /// When.
    pub at: Timestamp,
    /// What proposed it; nothing where a steward wrote it without one.
    pub proposal: Option<ProposalId>,
}

/// Whom the question whether an entry is still right has gone to since it was last confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Nobody yet.
    #[default]
    Nobody,
    /// Its owner.
    Owner,
    /// Its owner, twice.
    OwnerAgain,
    /// The stewards; it is not asked any further.
    Stewards,
}

/// An entry with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Oldest first; at least one.
    pub versions: Vec<Version>,
    /// When somebody last said that it is right, by writing, taking or confirming it.
    pub confirmed: Timestamp,
    /// How far the question whether it is still right has got.
    pub asked: Asked,
}

impl Kept {
    /// A new entry.
    pub fn new(first: Version) -> Self {
        Self { confirmed: first.at, asked: Asked::Nobody, versions: vec![first] }
    }

    /// Adds a version; with it the entry counts as right.
    #[must_use]
    pub fn with(mut self, version: Version) -> Self {
        (self.confirmed, self.asked) = (version.at, Asked::Nobody);
        self.versions.push(version);
        self
    }

    /// Its latest version.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// What it says now.
    pub fn concept(&self) -> Option<&Concept> {
        self.latest().map(|version| &version.concept)
    }

    /// Its id.
    pub fn id(&self) -> Option<&ConceptId> {
        self.concept().map(|concept| &concept.id)
    }

    /// The number of its latest version. An entry that is in the files alone has the number 0.
    pub fn number(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(u32::MAX)
    }

    /// Whether it names a person.
    pub fn names(&self, user: &UserId) -> bool {
        self.versions.iter().any(|version| version.by == *user || version.taken_by == *user)
    }

    /// The same without a person's name.
    #[must_use]
    pub fn without(mut self, user: &UserId) -> Self {
        for version in &mut self.versions {
            for name in [&mut version.by, &mut version.taken_by] {
                if name == user {
                    *name = UserId::forgotten();
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(by: &str, at: i64) -> Version {
        Version {
            concept: Concept::new("nps"),
            by: by.into(),
            taken_by: "UMORI".into(),
            at: Timestamp(at),
            proposal: None,
        }
    }

    #[test]
    fn a_new_version_is_added_to_the_others_and_counts_as_confirmed() {
        let mut kept = Kept::new(version("UEMMA", 1));
        kept.asked = Asked::OwnerAgain;
        let kept = kept.with(version("UDAVID", 9));
        assert_eq!((kept.number(), kept.confirmed, kept.asked), (2, Timestamp(9), Asked::Nobody));
        assert_eq!(kept.versions[0].by, "UEMMA".into());
    }

    #[test]
    fn a_person_who_is_forgotten_is_named_in_no_version() {
        let kept = Kept::new(version("UEMMA", 1)).with(version("UDAVID", 9));
        assert!(kept.names(&"UMORI".into()) && kept.names(&"UEMMA".into()));
        let kept = kept.without(&"UEMMA".into()).without(&"UMORI".into());
        assert!(!kept.names(&"UMORI".into()) && !kept.names(&"UEMMA".into()) && kept.names(&"UDAVID".into()));
    }
}
