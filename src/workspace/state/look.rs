//! Looking at a workspace: who and what is there, what somebody has not read yet.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Channel, ChannelKind, Ephemeral, GroupId, Message, Team, User, UserGroup, View, ViewId};
use super::{App, AppId, SlashCommand, State};
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::time::Timestamp;

impl State {
    /// The workspace itself.
    pub const fn team(&self) -> &Team {
        &self.team
    }

    /// The time as it was last set.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Everybody, bots and strangers too, by id.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// Somebody.
    pub fn user(&self, id: &UserId) -> Option<&User> {
        self.users.get(id)
    }

    /// Somebody by handle, without `@`.
    pub fn user_named(&self, name: &str) -> Option<&User> {
        self.users.values().find(|user| user.name == name)
    }

    /// The user groups, by id.
    pub fn groups(&self) -> impl Iterator<Item = &UserGroup> {
        self.groups.values()
    }

    /// A user group.
    pub fn group(&self, id: &GroupId) -> Option<&UserGroup> {
        self.groups.get(id)
    }

    /// Every channel and direct message, by id.
    pub fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.channels.values()
    }

    /// A channel.
    pub fn channel(&self, id: &ChannelId) -> Option<&Channel> {
        self.channels.get(id)
    }

    /// A channel by name, without `#`.
    pub fn channel_named(&self, name: &str) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.kind != ChannelKind::Direct && channel.name == name)
    }

    /// The channels and direct messages somebody is in, by id.
    pub fn channels_of<'a>(&'a self, user: &'a UserId) -> impl Iterator<Item = &'a Channel> {
        self.channels.values().filter(move |channel| channel.members.contains(user))
    }

    /// The direct message of two people, if they have one.
    pub fn direct_between(&self, one: &UserId, other: &UserId) -> Option<&Channel> {
        let both = BTreeSet::from([one.clone(), other.clone()]);
        self.channels.values().find(|channel| channel.kind == ChannelKind::Direct && channel.members == both)
    }

    /// Every message of a channel in order, replies too.
    pub fn messages(&self, channel: &ChannelId) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.get(channel).into_iter().flat_map(BTreeMap::values)
    }

    /// What a channel shows outside its threads, in order.
    pub fn timeline(&self, channel: &ChannelId) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages(channel).filter(|message| message.thread.is_none() || message.broadcast)
    }

    /// The replies of a thread in order, without its root.
    pub fn replies<'a>(
        &'a self,
        channel: &ChannelId,
        root: &'a MessageTs,
    ) -> impl DoubleEndedIterator<Item = &'a Message> {
        self.messages(channel).filter(move |message| message.thread.as_ref() == Some(root))
    }

    /// A message.
    pub fn message(&self, channel: &ChannelId, ts: &MessageTs) -> Option<&Message> {
        self.messages.get(channel)?.get(ts)
    }

    /// What only this person sees in a channel, in order, in and outside threads.
    pub fn ephemerals<'a>(
        &'a self,
        reader: &'a UserId,
        channel: &'a ChannelId,
    ) -> impl DoubleEndedIterator<Item = &'a Ephemeral> {
        self.ephemerals.values().filter(move |it| it.reader == *reader && it.channel == *channel)
    }

    /// An ephemeral message.
    pub fn ephemeral(&self, ts: &MessageTs) -> Option<&Ephemeral> {
        self.ephemerals.get(ts)
    }

    /// The modals open on somebody's screen, the one in front last.
    pub fn modals<'a>(&'a self, user: &UserId) -> impl DoubleEndedIterator<Item = &'a View> {
        self.modals.get(user).into_iter().flatten().filter_map(|id| self.views.get(id))
    }

    /// The modal in front on somebody's screen.
    pub fn front_modal(&self, user: &UserId) -> Option<&View> {
        self.modals(user).next_back()
    }

    /// An app's home tab as it published it for somebody.
    pub fn home(&self, user: &UserId, app: &AppId) -> Option<&View> {
        self.views.get(self.homes.get(&(user.clone(), app.clone()))?)
    }

    /// A modal or home tab.
    pub fn view(&self, id: &ViewId) -> Option<&View> {
        self.views.get(id)
    }

    /// The installed apps.
    pub fn apps(&self) -> impl Iterator<Item = &App> {
        self.apps.values()
    }

    /// An app.
    pub fn app(&self, id: &AppId) -> Option<&App> {
        self.apps.get(id)
    }

    /// The address of a message, under this workspace's own address.
    pub fn permalink(&self, message: &Message) -> String {
        let number = message.ts.as_str().replace('.', "");
        let link = format!("{}/archives/{}/p{number}", self.base_url, message.channel);
        match &message.thread {
            Some(root) => format!("{link}?thread_ts={root}&cid={}", message.channel),
            None => link,
        }
    }

    /// Every slash command, with its app.
    pub fn slash_commands(&self) -> impl Iterator<Item = (&App, &SlashCommand)> {
        self.apps.values().flat_map(|app| app.commands.iter().map(move |command| (app, command)))
    }

    /// The shortcuts of all apps on messages.
    pub fn message_shortcuts(&self) -> impl Iterator<Item = &super::Shortcut> {
        self.apps.values().flat_map(|app| &app.shortcuts).filter(|shortcut| shortcut.on_message)
    }

    /// How many WebSocket connections an app has open.
    pub fn connections(&self, app: &AppId) -> usize {
        self.connections.get(app).copied().unwrap_or(0)
    }

    /// How many messages of others a person has not read in a channel; threads count only where the person
    /// took part in them or is named.
    pub fn unread(&self, user: &UserId, channel: &ChannelId) -> usize {
        self.unread_messages(user, channel).count()
    }

    /// How many of the unread messages name the person, or are in a direct message.
    pub fn unread_mentions(&self, user: &UserId, channel: &ChannelId) -> usize {
        let direct = self.channel(channel).is_some_and(|it| it.kind == ChannelKind::Direct);
        self.unread_messages(user, channel).filter(|message| direct || self.names(message, user)).count()
    }

    /// Up to where a person has read a channel.
    pub fn read_up_to(&self, user: &UserId, channel: &ChannelId) -> Option<&MessageTs> {
        self.read_up_to.get(&(user.clone(), channel.clone()))
    }

    fn unread_messages<'a>(&'a self, user: &'a UserId, channel: &'a ChannelId) -> impl Iterator<Item = &'a Message> {
        let read = self.read_up_to(user, channel);
        self.messages(channel).rev().take_while(move |message| Some(&message.ts) > read).filter(move |message| {
            let concerns = message.thread.as_ref().is_none_or(|root| {
                message.broadcast
                    || self.names(message, user)
                    || self.message(channel, root).is_some_and(|it| it.author.user() == user)
                    || self.replies(channel, root).any(|it| it.author.user() == user)
            });
            message.author.user() != user && message.subtype.is_none() && !message.deleted && concerns
        })
    }

    fn names(&self, message: &Message, user: &UserId) -> bool {
        let mentions = |id: &str, sigil: &str| {
            let mark = format!("<{sigil}{id}");
            message.text.match_indices(&mark).any(|(at, _)| message.text[at + mark.len()..].starts_with(['>', '|']))
        };
        mentions(user.as_str(), "@")
            || self.groups.values().any(|g| g.members.contains(user) && mentions(g.id.as_str(), "!subteam^"))
    }
}
