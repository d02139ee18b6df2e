//! What the bot goes by: everything from the configuration, validated and immutable. `config` makes it.

use std::collections::BTreeMap;

use crate::glossary::Glossary;
use crate::glossary::concept::Role;
use crate::liaison::records::{Budget, Explain, Friction};
use crate::requests::team::Team;
use crate::rules::RuleSet;
use crate::time::Span;
use crate::wording::Wording;

/// The settings of `liaison.toml`, with defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How explanations are given where a channel does not say.
    pub explain: Explain,
    /// How friction is answered where a channel does not say.
    pub friction: Friction,
    /// How long a concept counts as explained in a channel. 14 days.
    pub explain_again_after: Span,
    /// The most concepts explained in one reply. 3.
    pub most_terms: usize,
    /// How much the bot says by itself in a channel that does not say. 12 times an hour, 60 a day.
    pub budget: Budget,
    /// How long after an offer the same person gets no other. 10 minutes.
    pub offer_again_after: Span,
    /// How long after *solved* a request closes when nobody objects. 5 days.
    pub close_solved_after: Span,
    /// How long a quiet thread is remembered. 7 days.
    pub forget_thread_after: Span,
    /// Which subject fields a role knows. A role not named knows the field of its own name.
    pub fields: BTreeMap<Role, Vec<String>>,
    /// Which role the members of a Slack user group have, by the group's handle.
    pub groups: BTreeMap<String, Role>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            explain: Explain::default(),
            friction: Friction::default(),
            explain_again_after: Span::days(14),
            most_terms: 3,
            budget: Budget { hour: 12, day: 60 },
            offer_again_after: Span::minutes(10),
            close_solved_after: Span::days(5),
            forget_thread_after: Span::days(7),
            fields: BTreeMap::new(),
            groups: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Whether people of a role know the words of a subject field. Liaisons know all; of others nothing is known.
    pub fn knows(&self, role: Role, field: &str) -> bool {
        match role {
            Role::Liaison | Role::Other => true,
            Role::Sales | Role::Engineering => match self.fields.get(&role) {
                Some(fields) => fields.iter().any(|f| f == field),
                None => role.id() == field,
            },
        }
    }
}

/// Everything the bot goes by.
#[derive(Debug)]
pub struct Policy {
    /// The settings.
    pub settings: Settings,
    /// The concepts.
    pub glossary: Glossary,
    /// The cues and rules.
    pub rules: RuleSet,
    /// What the bot says.
    pub wording: Wording,
    /// The liaison teams, at least one.
    pub teams: Vec<Team>,
}
