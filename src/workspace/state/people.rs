//! What people do: post, edit, delete, react, read, join, leave, invite. Each tells the apps that listen.

use super::model::{Author, Channel, ChannelKind, Message, Reaction, User};
use super::{Change, State, typed_to_mrkdwn};
use crate::ids::{ChannelId, MessageTs, UserId};

/// Why somebody could not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// There is no such person.
    #[error("there is no such person: {0}")]
    NoSuchUser(UserId),
    /// There is no such channel, or it is hidden from this person.
    #[error("there is no such channel: {0}")]
    NoSuchChannel(ChannelId),
    /// The person is not in the channel.
    #[error("{0} is not in that channel")]
    NotAMember(UserId),
    /// The channel is archived.
    #[error("the channel is archived")]
    Archived,
    /// There is no such message, or it is not for this person to see.
    #[error("there is no such message: {0}")]
    NoSuchMessage(MessageTs),
    /// Only its author can change a message.
    #[error("only its author can change a message")]
    NotYours,
    /// A message needs words, at most 40,000 characters.
    #[error("a message needs words, at most 40,000 characters")]
    NoText,
    /// An emoji's name has lower-case letters, digits, `_`, `-`, `+` and `'` only.
    #[error("not the name of an emoji: {0}")]
    NoSuchEmoji(String),
    /// There is no such button, menu or field there.
    #[error("there is no {0} there")]
    NoSuchElement(String),
    /// There is no such command or shortcut.
    #[error("there is no such command: {0}")]
    NoSuchCommand(String),
    /// There is no such window open for this person.
    #[error("that window is not open")]
    NoSuchView,
    /// A window was sent in with fields that must be filled in or are too long: block ids.
    #[error("these fields are not filled in as they must be: {0:?}")]
    Fields(Vec<String>),
}

impl State {
    /// Posts what a person typed, in a thread when given its root. Returns the message's timestamp.
    pub fn post_as(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        text: &str,
    ) -> Result<MessageTs, ActionError> {
        self.may_write(user, channel)?;
        let thread = thread.map(|root| self.root_of(channel, root)).transpose()?;
        let text = self.typed(text)?;
        let ts = self.next_ts();
        let author = Author::Person(user.clone());
        self.put(Message { thread, ..new_message(channel, &ts, author, text) });
        self.read_up_to.insert((user.clone(), channel.clone()), ts.clone());
        self.tell_of_message(channel, &ts);
        Ok(ts)
    }

    /// Changes the words of one's own message.
    pub fn edit_as(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        ts: &MessageTs,
        text: &str,
    ) -> Result<(), ActionError> {
        self.may_write(user, channel)?;
        self.own_message(user, channel, ts)?;
        let text = self.typed(text)?;
        let edited = self.next_ts();
        self.change_message(channel, ts, |message| {
            message.text = text;
            message.edited = Some(edited);
        });
        Ok(())
    }

    /// Deletes one's own message. A thread keeps a mark in the place of its root while replies remain.
    pub fn delete_as(&mut self, user: &UserId, channel: &ChannelId, ts: &MessageTs) -> Result<(), ActionError> {
        self.member(user, channel)?;
        self.own_message(user, channel, ts)?;
        self.remove_message(channel, ts);
        Ok(())
    }

    /// Adds an emoji (its name without colons) to a message; nothing happens when it is there already.
    pub fn react_as(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        ts: &MessageTs,
        name: &str,
    ) -> Result<(), ActionError> {
        self.may_write(user, channel)?;
        self.seen_message(channel, ts)?;
        if !is_emoji_name(name) {
            return Err(ActionError::NoSuchEmoji(name.to_owned()));
        }
        self.add_reaction(user, channel, ts, name);
        Ok(())
    }

    /// Takes one's emoji away from a message; nothing happens when it is not there.
    pub fn unreact_as(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        ts: &MessageTs,
        name: &str,
    ) -> Result<(), ActionError> {
        self.may_write(user, channel)?;
        self.seen_message(channel, ts)?;
        self.remove_reaction(user, channel, ts, name);
        Ok(())
    }

    /// Notes that a person has read a channel to its end.
    pub fn mark_read(&mut self, user: &UserId, channel: &ChannelId) -> Result<(), ActionError> {
        self.member(user, channel)?;
        let last = self.messages(channel).next_back().map(|message| message.ts.clone());
        let key = (user.clone(), channel.clone());
        if let Some(last) = last.filter(|last| self.read_up_to.get(&key) != Some(last)) {
            self.read_up_to.insert(key, last);
            self.changed(Change::Read { user: user.clone(), channel: channel.clone() });
        }
        Ok(())
    }

    /// Takes an ephemeral message off its reader's screen; the app does not hear of it.
    pub fn dismiss(&mut self, user: &UserId, ts: &MessageTs) -> Result<(), ActionError> {
        let theirs = self.ephemeral(ts).is_some_and(|it| it.reader == *user);
        if !theirs {
            return Err(ActionError::NoSuchMessage(ts.clone()));
        }
        self.drop_ephemeral(ts);
        Ok(())
    }

    /// Joins a public channel.
    pub fn join(&mut self, user: &UserId, channel: &ChannelId) -> Result<(), ActionError> {
        self.somebody(user)?;
        let there = self.channel(channel).filter(|it| it.kind == ChannelKind::Public);
        let there = there.ok_or_else(|| ActionError::NoSuchChannel(channel.clone()))?;
        if there.archived {
            return Err(ActionError::Archived);
        }
        self.add_member(channel, user, None);
        Ok(())
    }

    /// Leaves a channel.
    pub fn leave(&mut self, user: &UserId, channel: &ChannelId) -> Result<(), ActionError> {
        let there = self.member(user, channel)?;
        if there.kind == ChannelKind::Direct {
            return Err(ActionError::NoSuchChannel(channel.clone()));
        }
        self.remove_member(channel, user);
        Ok(())
    }

    /// Invites somebody (a bot, too) into a channel one is in; nothing happens when they are in it already.
    pub fn invite(&mut self, by: &UserId, channel: &ChannelId, guest: &UserId) -> Result<(), ActionError> {
        self.somebody(guest)?;
        self.may_write(by, channel)?;
        self.add_member(channel, guest, Some(by));
        Ok(())
    }

    /// Archives a channel or takes it out of the archive.
    pub fn set_archived(&mut self, by: &UserId, channel: &ChannelId, archived: bool) -> Result<(), ActionError> {
        self.member(by, channel)?;
        let (channel, by) = (channel.clone(), by.clone());
        self.change_channel(&channel, |it| it.archived = archived);
        self.tell_of_archiving(&channel, &by, archived);
        Ok(())
    }

    /// Gives a channel another name.
    pub fn rename(&mut self, by: &UserId, channel: &ChannelId, name: &str) -> Result<(), ActionError> {
        self.may_write(by, channel)?;
        self.change_channel(channel, |it| name.clone_into(&mut it.name));
        self.tell_of_rename(channel);
        Ok(())
    }

    /// Shares a channel with another organisation, invites one (`pending`), or takes either back.
    pub fn share(&mut self, channel: &ChannelId, shared: bool, pending: bool) -> Result<(), ActionError> {
        self.channel(channel).ok_or_else(|| ActionError::NoSuchChannel(channel.clone()))?;
        self.change_channel(channel, |it| (it.ext_shared, it.pending_ext_shared) = (shared, pending));
        Ok(())
    }

    // What both people and apps do.

    pub(super) fn change_channel(&mut self, id: &ChannelId, change: impl FnOnce(&mut Channel)) {
        if let Some(channel) = self.channels.get_mut(id) {
            change(channel);
            self.changed(Change::Channel(id.clone()));
        }
    }

    pub(super) fn add_member(&mut self, channel: &ChannelId, user: &UserId, by: Option<&UserId>) {
        if self.channel(channel).is_none_or(|it| it.members.contains(user)) {
            return;
        }
        self.change_channel(channel, |it| _ = it.members.insert(user.clone()));
        self.post_system(channel, user, "channel_join", "has joined the channel");
        self.tell_of_member(channel, user, by, true);
    }

    fn remove_member(&mut self, channel: &ChannelId, user: &UserId) {
        self.post_system(channel, user, "channel_leave", "has left the channel");
        self.tell_of_member(channel, user, None, false);
        self.change_channel(channel, |it| _ = it.members.remove(user));
        self.tell_of_leaving(channel, user);
    }

    fn post_system(&mut self, channel: &ChannelId, user: &UserId, subtype: &str, words: &str) {
        let ts = self.next_ts();
        let text = format!("<@{user}> {words}");
        let message = new_message(channel, &ts, Author::Person(user.clone()), text);
        self.put(Message { subtype: Some(subtype.to_owned()), ..message });
        self.tell_of_message(channel, &ts);
    }

    /// Changes a message and tells of it; the apps hear `message_changed`.
    pub(super) fn change_message(&mut self, channel: &ChannelId, ts: &MessageTs, change: impl FnOnce(&mut Message)) {
        let Some(before) = self.message(channel, ts).cloned() else { return };
        if let Some(message) = self.message_mut(channel, ts) {
            change(message);
        }
        self.changed(Change::Message { channel: channel.clone(), ts: ts.clone(), thread: before.thread.clone() });
        self.tell_of_edit(channel, ts, &before);
    }

    pub(super) fn remove_message(&mut self, channel: &ChannelId, ts: &MessageTs) {
        let has_replies = self.replies(channel, ts).next().is_some();
        let Some(messages) = self.messages.get_mut(channel) else { return };
        let Some(before) = messages.remove(ts) else { return };
        if has_replies {
            let mark = new_message(channel, ts, before.author.clone(), "This message was deleted.".to_owned());
            let subtype = Some("tombstone".to_owned());
            messages.insert(ts.clone(), Message { deleted: true, subtype, ..mark });
        }
        self.changed(Change::Message { channel: channel.clone(), ts: ts.clone(), thread: before.thread.clone() });
        self.tell_of_deletion(channel, &before);
    }

    /// Adds a reaction; `false` when this user had put it there already.
    pub(super) fn add_reaction(&mut self, user: &UserId, channel: &ChannelId, ts: &MessageTs, name: &str) -> bool {
        let Some(message) = self.message_mut(channel, ts) else { return false };
        match message.reactions.iter_mut().find(|reaction| reaction.name == name) {
            Some(reaction) if reaction.users.contains(user) => return false,
            Some(reaction) => reaction.users.push(user.clone()),
            None => message.reactions.push(Reaction { name: name.to_owned(), users: vec![user.clone()] }),
        }
        self.told_of_reaction(user, channel, ts, name, true);
        true
    }

    /// Takes a reaction away; `false` when this user had not put it there.
    pub(super) fn remove_reaction(&mut self, user: &UserId, channel: &ChannelId, ts: &MessageTs, name: &str) -> bool {
        let Some(message) = self.message_mut(channel, ts) else { return false };
        let Some(reaction) = message.reactions.iter_mut().find(|reaction| reaction.name == name) else { return false };
        let before = reaction.users.len();
        reaction.users.retain(|it| it != user);
        let removed = reaction.users.len() < before;
        message.reactions.retain(|reaction| !reaction.users.is_empty());
        if removed {
            self.told_of_reaction(user, channel, ts, name, false);
        }
        removed
    }

    fn told_of_reaction(&mut self, user: &UserId, channel: &ChannelId, ts: &MessageTs, name: &str, added: bool) {
        let thread = self.message(channel, ts).and_then(|message| message.thread.clone());
        self.changed(Change::Message { channel: channel.clone(), ts: ts.clone(), thread });
        self.tell_of_reaction(user, channel, ts, name, added);
    }

    // What may be done.

    pub(super) fn somebody(&self, user: &UserId) -> Result<&User, ActionError> {
        self.user(user).filter(|it| !it.deleted).ok_or_else(|| ActionError::NoSuchUser(user.clone()))
    }

    pub(super) fn member(&self, user: &UserId, channel: &ChannelId) -> Result<&Channel, ActionError> {
        self.somebody(user)?;
        let there = self.channel(channel).ok_or_else(|| ActionError::NoSuchChannel(channel.clone()))?;
        if there.members.contains(user) {
            Ok(there)
        } else if there.kind == ChannelKind::Public {
            Err(ActionError::NotAMember(user.clone()))
        } else {
            Err(ActionError::NoSuchChannel(channel.clone()))
        }
    }

    pub(super) fn may_write(&self, user: &UserId, channel: &ChannelId) -> Result<(), ActionError> {
        if self.member(user, channel)?.archived { Err(ActionError::Archived) } else { Ok(()) }
    }

    pub(super) fn seen_message(&self, channel: &ChannelId, ts: &MessageTs) -> Result<&Message, ActionError> {
        let message = self.message(channel, ts).filter(|message| !message.deleted);
        message.ok_or_else(|| ActionError::NoSuchMessage(ts.clone()))
    }

    fn own_message(&self, user: &UserId, channel: &ChannelId, ts: &MessageTs) -> Result<(), ActionError> {
        let message = self.seen_message(channel, ts)?;
        let own = message.author == Author::Person(user.clone()) && message.subtype.is_none();
        if own { Ok(()) } else { Err(ActionError::NotYours) }
    }

    fn root_of(&self, channel: &ChannelId, ts: &MessageTs) -> Result<MessageTs, ActionError> {
        let message = self.message(channel, ts).ok_or_else(|| ActionError::NoSuchMessage(ts.clone()))?;
        Ok(message.root().clone())
    }

    fn typed(&self, text: &str) -> Result<String, ActionError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > 40_000 {
            return Err(ActionError::NoText);
        }
        Ok(typed_to_mrkdwn(self, text))
    }
}

pub(super) fn new_message(channel: &ChannelId, ts: &MessageTs, author: Author, text: String) -> Message {
    Message {
        channel: channel.clone(),
        ts: ts.clone(),
        thread: None,
        broadcast: false,
        author,
        subtype: None,
        text,
        blocks: Vec::new(),
        metadata: None,
        edited: None,
        deleted: false,
        reactions: Vec::new(),
    }
}

/// Whether this can be the name of an emoji (`book`, `+1`, `woman-raising-hand`, `thumbsup::skin-tone-2`).
pub(super) fn is_emoji_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '\'' | ':');
    !name.is_empty()
        && name.len() <= 100
        && name.chars().all(|c| fits(c) && !c.is_uppercase())
        && !name.starts_with(':')
}
