//! What apps do to messages, as strict as Slack: each call gives the result, or Slack's error code.

use serde_json::Value;

use super::State;
use super::installed::App;
use super::model::{Author, Channel, ChannelKind, Ephemeral, Message};
use super::people::{is_emoji_name, new_message};
use crate::ids::{ChannelId, MessageTs, UserId};

/// A refusal of the Web API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// Slack's code (`channel_not_found`).
    pub code: &'static str,
    /// What is wrong in particular (`response_metadata.messages`).
    pub messages: Vec<String>,
    /// The scope that is missing, when that is it.
    pub needed: Option<&'static str>,
}

impl ApiError {
    /// A refusal that needs no more words.
    pub const fn new(code: &'static str) -> Self {
        Self { code, messages: Vec::new(), needed: None }
    }

    /// Blocks that break limits.
    pub(crate) fn invalid_blocks(messages: Vec<String>) -> Self {
        Self { messages, ..Self::new("invalid_blocks") }
    }

    /// Arguments that break limits.
    pub(crate) fn invalid_arguments(messages: Vec<String>) -> Self {
        Self { messages, ..Self::new("invalid_arguments") }
    }
}

/// What an app wants to say. The blocks are checked already.
#[derive(Debug, Clone, Default)]
pub struct Post {
    /// In Slack's markup.
    pub text: String,
    /// Block Kit.
    pub blocks: Vec<Value>,
    /// The root of the thread.
    pub thread: Option<MessageTs>,
    /// Whether a reply is shown in the channel too.
    pub broadcast: bool,
    /// `{event_type, event_payload}`.
    pub metadata: Option<Value>,
}

impl Post {
    fn checked(&self) -> Result<(), ApiError> {
        if self.text.trim().is_empty() && self.blocks.is_empty() {
            return Err(ApiError::new("no_text"));
        }
        if self.text.chars().count() > 40_000 {
            return Err(ApiError::new("msg_too_long"));
        }
        if let Some(metadata) = &self.metadata {
            if !metadata["event_type"].is_string() || !metadata["event_payload"].is_object() {
                return Err(ApiError::new("invalid_metadata_format"));
            }
            if metadata.to_string().len() > 8192 {
                return Err(ApiError::new("metadata_too_large"));
            }
        }
        Ok(())
    }
}

impl State {
    /// Posts a message of an app. `channel` is an id, a `#name`, or a person's id for a direct message.
    pub fn post_by(&mut self, app: &App, channel: &str, post: Post) -> Result<Message, ApiError> {
        let channel = self.addressed(app, channel)?;
        let channel = self.writable(app, &channel, app.scopes.contains("chat:write.public"))?.id.clone();
        post.checked()?;
        let thread = match &post.thread {
            Some(root) => {
                let root = self.message(&channel, root).ok_or(ApiError::new("thread_not_found"))?;
                Some(root.root().clone())
            }
            None => None,
        };
        let ts = self.next_ts();
        let broadcast = post.broadcast && thread.is_some();
        let message = new_message(&channel, &ts, Author::of(app), post.text);
        let message = Message { thread, broadcast, blocks: post.blocks, metadata: post.metadata, ..message };
        self.put(message.clone());
        self.tell_of_message(&channel, &ts);
        Ok(message)
    }

    /// Says something to one person in a channel both are in.
    pub fn post_ephemeral_by(
        &mut self,
        app: &App,
        channel: &str,
        reader: &UserId,
        post: Post,
    ) -> Result<MessageTs, ApiError> {
        let channel = self.addressed(app, channel)?;
        let there = self.writable(app, &channel, false)?;
        let (id, present) = (there.id.clone(), there.members.contains(reader));
        if self.user(reader).is_none_or(|it| it.deleted) {
            return Err(ApiError::new("user_not_found"));
        }
        if !present {
            return Err(ApiError::new("user_not_in_channel"));
        }
        post.checked()?;
        let ts = self.next_ts();
        self.put_ephemeral(Ephemeral {
            channel: id,
            ts: ts.clone(),
            thread: post.thread,
            reader: reader.clone(),
            app: Some(app.id.clone()),
            text: post.text,
            blocks: post.blocks,
        });
        Ok(ts)
    }

    /// Changes a message of the app's own. What is `None` stays; an empty list takes the blocks away.
    pub fn update_by(
        &mut self,
        app: &App,
        channel: &ChannelId,
        ts: &MessageTs,
        text: Option<String>,
        blocks: Option<Vec<Value>>,
        metadata: Option<Value>,
    ) -> Result<Message, ApiError> {
        self.writable(app, channel, true)?;
        let message = self.live_message(channel, ts)?;
        if message.author.app() != Some(&app.id) {
            return Err(ApiError::new("cant_update_message"));
        }
        let post = Post {
            text: text.unwrap_or_else(|| message.text.clone()),
            blocks: blocks.unwrap_or_else(|| message.blocks.clone()),
            metadata: metadata.or_else(|| message.metadata.clone()),
            ..Post::default()
        };
        post.checked()?;
        let edited = self.next_ts();
        self.change_message(channel, ts, |message| {
            (message.text, message.blocks, message.metadata) = (post.text, post.blocks, post.metadata);
            message.edited = Some(edited);
        });
        self.live_message(channel, ts).cloned()
    }

    /// Deletes a message of the app's own.
    pub fn delete_by(&mut self, app: &App, channel: &ChannelId, ts: &MessageTs) -> Result<(), ApiError> {
        self.seen_by(app, channel)?;
        if self.live_message(channel, ts)?.author.app() != Some(&app.id) {
            return Err(ApiError::new("cant_delete_message"));
        }
        self.remove_message(channel, ts);
        Ok(())
    }

    /// Adds a reaction as the app's bot.
    pub fn react_by(&mut self, app: &App, channel: &ChannelId, ts: &MessageTs, name: &str) -> Result<(), ApiError> {
        self.writable(app, channel, false)?;
        let message = self.live_message(channel, ts)?;
        if !is_emoji_name(name) {
            return Err(ApiError::new("invalid_name"));
        }
        let new_name = message.reactions.iter().all(|it| it.name != name);
        if new_name && message.reactions.len() >= 23 {
            return Err(ApiError::new("too_many_emoji"));
        }
        let added = self.add_reaction(&app.user, channel, ts, name);
        if added { Ok(()) } else { Err(ApiError::new("already_reacted")) }
    }

    /// Takes the app's reaction away.
    pub fn unreact_by(&mut self, app: &App, channel: &ChannelId, ts: &MessageTs, name: &str) -> Result<(), ApiError> {
        self.writable(app, channel, false)?;
        self.live_message(channel, ts)?;
        if !is_emoji_name(name) {
            return Err(ApiError::new("invalid_name"));
        }
        let removed = self.remove_reaction(&app.user, channel, ts, name);
        if removed { Ok(()) } else { Err(ApiError::new("no_reaction")) }
    }

    /// Lets the app's bot join a public channel.
    pub fn join_by(&mut self, app: &App, channel: &ChannelId) -> Result<(), ApiError> {
        let there = self.seen_by(app, channel)?;
        if there.kind != ChannelKind::Public {
            return Err(ApiError::new("method_not_supported_for_channel_type"));
        }
        if there.archived {
            return Err(ApiError::new("is_archived"));
        }
        self.add_member(channel, &app.user, None);
        Ok(())
    }

    /// A channel the app can see: public, or one its bot is in.
    pub fn seen_by(&self, app: &App, channel: &ChannelId) -> Result<&Channel, ApiError> {
        let there = self.channel(channel);
        let there = there.filter(|it| it.kind == ChannelKind::Public || it.members.contains(&app.user));
        there.ok_or(ApiError::new("channel_not_found"))
    }

    /// A channel whose messages the app can read.
    pub fn read_by(&self, app: &App, channel: &ChannelId) -> Result<&Channel, ApiError> {
        let there = self.seen_by(app, channel)?;
        if there.members.contains(&app.user) { Ok(there) } else { Err(ApiError::new("not_in_channel")) }
    }

    /// The message, for the app.
    pub(crate) fn live_message(&self, channel: &ChannelId, ts: &MessageTs) -> Result<&Message, ApiError> {
        self.message(channel, ts).filter(|it| !it.deleted).ok_or(ApiError::new("message_not_found"))
    }

    fn writable(&self, app: &App, channel: &ChannelId, uninvited: bool) -> Result<&Channel, ApiError> {
        let there = self.seen_by(app, channel)?;
        if there.archived {
            return Err(ApiError::new("is_archived"));
        }
        if !uninvited && !there.members.contains(&app.user) {
            return Err(ApiError::new("not_in_channel"));
        }
        Ok(there)
    }

    fn addressed(&mut self, app: &App, channel: &str) -> Result<ChannelId, ApiError> {
        if channel.starts_with(['U', 'W']) {
            let user = UserId::from(channel);
            if self.user(&user).is_none_or(|it| it.deleted) {
                return Err(ApiError::new("channel_not_found"));
            }
            return Ok(self.open_direct(&app.user, &user));
        }
        let id = ChannelId::from(channel);
        if self.channel(&id).is_some() {
            return Ok(id);
        }
        let named = self.channel_named(channel.trim_start_matches('#')).map(|it| it.id.clone());
        named.ok_or(ApiError::new("channel_not_found"))
    }
}
