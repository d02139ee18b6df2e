//! Slack's Web API through slack-morphism: carries out effects, looks up channels, people and groups.

use std::collections::BTreeSet;

use crate::ids::{ChannelId, TeamId, UserId};
use crate::liaison::decision::Effect;
use crate::liaison::facts::Person;
use crate::requests::request::Place;
use crate::time::{Span, Timestamp};

/// How one attempt at an effect ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// Done; where the message is, for effects that post one.
    Done(Option<Place>),
    /// Slack refused for good: its error code.
    Refused(String),
    /// Certainly not done: try again after this long (`Retry-After`, or no connection could be made).
    Later(Span),
    /// It may have been done (a time-out, a 5xx, a lost connection): look it up before trying again.
    Unknown(String),
}

/// Why a look-up failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookUpError {
    /// Slack said no, for good: its error code.
    #[error("Slack answered {0}")]
    Refused(String),
    /// Worth trying again after this long.
    #[error("Slack did not answer: {reason}")]
    Later {
        /// How long to wait.
        wait: Span,
        /// What happened.
        reason: String,
    },
}

/// Who the token belongs to (`auth.test`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The workspace.
    pub team: TeamId,
    /// The bot's user.
    pub user: UserId,
    /// The workspace's address with a slash at its end, as `auth.test` gives it (`https://example.slack.com/`).
    pub url: String,
}

/// A channel (`conversations.info`), without its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelInfo {
    /// Its id.
    pub id: ChannelId,
    /// Its name without `#`.
    pub name: String,
    /// A direct message with the bot.
    pub direct: bool,
    /// Shared with another organisation, or about to be.
    pub external: bool,
    /// Whether the bot is in it.
    pub member: bool,
}

/// A user group and who is in it (`usergroups.list`, `usergroups.users.list`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its handle without `@`.
    pub handle: String,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
}

/// The Web API of one workspace.
#[derive(Debug)]
pub struct Client {}

impl Client {
    /// Who the token belongs to.
    pub async fn identity(&self) -> Result<Identity, LookUpError> {
        todo!("slack room")
    }
    /// Carries out an effect once.
    pub async fn perform(&self, effect: &Effect) -> Attempt {
        todo!("slack room: {effect:?}")
    }
    /// Looks for the message an effect may have posted, by the id in its metadata, not older than `since`.
    /// Nothing for effects that post none.
    pub async fn find(&self, effect: &Effect, since: Timestamp) -> Result<Option<Place>, LookUpError> {
        todo!("slack room: {effect:?} {since:?}")
    }
    /// A channel.
    pub async fn channel(&self, id: &ChannelId) -> Result<ChannelInfo, LookUpError> {
        todo!("slack room: {id}")
    }
    /// The people in a channel, at most `limit`.
    pub async fn members(&self, id: &ChannelId, limit: usize) -> Result<BTreeSet<UserId>, LookUpError> {
        todo!("slack room: {id} {limit}")
    }
    /// The channels the bot can see, id and name.
    pub async fn channels(&self) -> Result<Vec<(ChannelId, String)>, LookUpError> {
        todo!("slack room")
    }
    /// A person; the role is left to the directory.
    pub async fn person(&self, id: &UserId) -> Result<Person, LookUpError> {
        todo!("slack room: {id}")
    }
    /// The user groups with their members.
    pub async fn groups(&self) -> Result<Vec<Group>, LookUpError> {
        todo!("slack room")
    }
}
