//! What the runtime asks of Slack: carrying out effects and looking things up. The Web API client answers it.

use std::collections::BTreeSet;

use crate::ids::{ChannelId, UserId};
use crate::liaison::decision::Effect;
use crate::liaison::facts::Person;
use crate::requests::request::Place;
use crate::slack::web_api::{Attempt, ChannelInfo, Client, Group, LookUpError};
use crate::time::Timestamp;

/// The Web API of one workspace, as far as the runtime uses it; see the methods of [`Client`].
pub trait Api: Send + Sync + 'static {
    /// Carries out an effect once.
    fn perform(&self, effect: &Effect) -> impl Future<Output = Attempt> + Send;
    /// Looks for the message an effect may have posted.
    fn find(
        &self,
        effect: &Effect,
        since: Timestamp,
    ) -> impl Future<Output = Result<Option<Place>, LookUpError>> + Send;
    /// A channel.
    fn channel(&self, id: &ChannelId) -> impl Future<Output = Result<ChannelInfo, LookUpError>> + Send;
    /// The people in a channel, at most `limit`.
    fn members(
        &self,
        id: &ChannelId,
        limit: usize,
    ) -> impl Future<Output = Result<BTreeSet<UserId>, LookUpError>> + Send;
    /// The channels the bot can see.
    fn channels(&self) -> impl Future<Output = Result<Vec<(ChannelId, String)>, LookUpError>> + Send;
    /// A person.
    fn person(&self, id: &UserId) -> impl Future<Output = Result<Person, LookUpError>> + Send;
    /// The user groups with their members.
    fn groups(&self) -> impl Future<Output = Result<Vec<Group>, LookUpError>> + Send;
}

impl Api for Client {
    async fn perform(&self, effect: &Effect) -> Attempt {
        Self::perform(self, effect).await
    }
    async fn find(&self, effect: &Effect, since: Timestamp) -> Result<Option<Place>, LookUpError> {
        Self::find(self, effect, since).await
    }
    async fn channel(&self, id: &ChannelId) -> Result<ChannelInfo, LookUpError> {
        Self::channel(self, id).await
    }
    async fn members(&self, id: &ChannelId, limit: usize) -> Result<BTreeSet<UserId>, LookUpError> {
        Self::members(self, id, limit).await
    }
    async fn channels(&self) -> Result<Vec<(ChannelId, String)>, LookUpError> {
        Self::channels(self).await
    }
    async fn person(&self, id: &UserId) -> Result<Person, LookUpError> {
        Self::person(self, id).await
    }
    async fn groups(&self) -> Result<Vec<Group>, LookUpError> {
        Self::groups(self).await
    }
}
