//! What is known when an event is handled: about the channel and the people at Slack, and from our records.
//! Gathered before deciding through two narrow traits, so that a decision sees values only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Role;
use crate::ids::{ChannelId, TeamId, UserId};
use crate::liaison::event::Envelope;
use crate::liaison::policy::Policy;
use crate::liaison::records::{Collection, Key, Record};
use crate::text::Language;

/// A channel as Slack describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Its name without `#`; empty for direct messages.
    pub name: String,
    /// A direct message with the bot.
    pub direct: bool,
    /// Shared with another organisation, or about to be (`is_ext_shared`, `is_pending_ext_shared`).
    pub external: bool,
    /// Whether the bot is in it.
    pub member: bool,
    /// The roles of the people in it, as far as user groups tell.
    pub roles: BTreeSet<Role>,
}

/// A person as Slack describes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// What to call them.
    pub name: String,
    /// Their Slack locale, where Liaison speaks it.
    pub language: Option<Language>,
    /// Their role by user group.
    pub role: Option<Role>,
    /// A bot, an app or Slackbot.
    pub bot: bool,
    /// From another organisation (`is_stranger`, or another team).
    pub external: bool,
    /// No longer there.
    pub deactivated: bool,
}

/// A liaison team with its names looked up at Slack.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamOnDuty {
    /// The team's id in `teams.yaml`.
    pub id: String,
    /// Its triage channel, if it exists and the bot knows it.
    pub triage: Option<ChannelId>,
    /// Its members.
    pub members: BTreeSet<UserId>,
}

/// Who the bot is in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Its user id, as it is mentioned.
    pub user: UserId,
    /// The workspace's address with a slash at its end: what links to messages begin with.
    pub url: String,
}

/// What Slack knows. The runtime fills it from the Web API before an event is handled.
pub trait Directory {
    /// Who the bot is.
    fn bot(&self, team: &TeamId) -> Option<Bot>;
    /// A channel, if it has been looked up.
    fn channel(&self, team: &TeamId, id: &ChannelId) -> Option<Channel>;
    /// A person, if they have been looked up.
    fn person(&self, team: &TeamId, id: &UserId) -> Option<Person>;
    /// The teams of `teams.yaml`, by id.
    fn teams(&self, team: &TeamId) -> Vec<TeamOnDuty>;
}

/// What is remembered. The store implements it.
pub trait Records {
    /// What a failed read is.
    type Error;
    /// The record under a key.
    fn get(&self, team: &TeamId, key: &Key) -> Result<Option<Record>, Self::Error>;
    /// All records of a collection, in the order of their keys.
    fn list(&self, team: &TeamId, collection: Collection) -> Result<Vec<Record>, Self::Error>;
}

/// Whom and what an event needs the directory to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Channels.
    pub channels: BTreeSet<ChannelId>,
    /// People.
    pub people: BTreeSet<UserId>,
}

/// What is known when an event is handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Who the bot is.
    pub bot: Bot,
    /// The channels it is about.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// The people it is about.
    pub people: BTreeMap<UserId, Person>,
    /// The liaison teams.
    pub teams: Vec<TeamOnDuty>,
    /// What is remembered, for the keys that matter; a key that was read and is not there is left out.
    pub records: BTreeMap<String, Record>,
}

/// What an event needs the directory to know before it can be decided. The runtime looks up what is missing.
pub fn needs(envelope: &Envelope) -> Needs {
    todo!("core: {envelope:?}")
}

impl Facts {
    /// Reads what a decision on this event will want to know. A channel or person the directory does not know
    /// is left out, and the decision errs on the side of saying nothing.
    ///
    /// # Errors
    /// What the records say when they cannot be read.
    pub fn gather<R: Records>(
        policy: &Policy,
        envelope: &Envelope,
        directory: &dyn Directory,
        records: &R,
    ) -> Result<Self, R::Error> {
        let _ = (policy, envelope, directory, records);
        todo!("core")
    }
}
