//! What the bot goes by: everything from the configuration, validated and immutable. `config` makes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::curation::{Kept, layer};
use crate::glossary::Glossary;
use crate::glossary::concept::Role;
use crate::liaison::records::{Budget, Explain, Friction};
use crate::liaison::webhook::Webhook;
use crate::requests::routing::Routing;
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
    /// The Slack user groups whose members are the stewards of the glossary, by handle; none: the liaison teams.
    pub stewards: Vec<String>,
    /// Which other systems hear of the steps of requests. None.
    pub webhooks: Vec<Webhook>,
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
            stewards: Vec::new(),
            webhooks: Vec::new(),
        }
    }
}

impl Settings {
    /// For whom the words of a subject field are put in other words: the side that does not know them.
    pub fn reader(&self, field: &str) -> Role {
        if self.knows(Role::Sales, field) { Role::Engineering } else { Role::Sales }
    }

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
    pub rules: Arc<RuleSet>,
    /// What the bot says.
    pub wording: Arc<Wording>,
    /// The liaison teams, at least one.
    pub teams: Vec<Team>,
    /// Which of them a request goes to.
    pub routing: Routing,
}

impl Policy {
    /// The policy of a workspace where people wrote into the glossary: the same with their entries laid over it.
    #[must_use]
    pub fn with_entries(&self, kept: &[Kept]) -> Self {
        let written = kept.iter().filter_map(Kept::concept).cloned();
        Self {
            settings: self.settings.clone(),
            glossary: Glossary::build(layer::over(self.glossary.concepts(), written)),
            rules: self.rules.clone(),
            wording: self.wording.clone(),
            teams: self.teams.clone(),
            routing: self.routing.clone(),
        }
    }
}
