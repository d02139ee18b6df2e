//! A liaison team: who looks after requests and where they are shown.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// How a configuration file names a person or a group: `@handle` of a user group, or a user id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberRef {
    /// One person.
    Person(UserId),
    /// Everybody in a Slack user group, by its handle without `@`.
    Group(String),
}

/// A team of liaisons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Stable, kebab-case.
    pub id: String,
    /// The channel its cards go to: `#name` or a channel id, as written.
    pub triage_channel: String,
    /// Who is in it.
    pub members: Vec<MemberRef>,
}
