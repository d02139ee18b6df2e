//! Apps as they are installed: their tokens, what they may do and what they want to hear.

use std::collections::BTreeSet;

use super::model::AppId;
use crate::ids::UserId;

/// A slash command an app registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlashCommand {
    /// With its slash (`/liaison`).
    pub command: String,
    /// Shown beside it.
    pub description: String,
    /// What may follow it.
    pub usage_hint: String,
}

/// A shortcut an app registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    /// What comes back when it is used.
    pub callback_id: String,
    /// What the menu says.
    pub name: String,
    /// On a message (`true`) or anywhere.
    pub on_message: bool,
}

/// Where an app wants its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// Over a WebSocket it opens.
    Socket,
    /// Posted to this address, signed. The address must have answered the challenge before.
    Http(String),
}

/// An app installed in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its id (`A…`).
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// Its bot user.
    pub user: UserId,
    /// Its bot id (`B…`).
    pub bot_id: String,
    /// `xoxb-…`
    pub bot_token: String,
    /// `xapp-…`
    pub app_token: String,
    /// With which requests to it are signed.
    pub signing_secret: String,
    /// What it may do.
    pub scopes: BTreeSet<String>,
    /// Its slash commands.
    pub commands: Vec<SlashCommand>,
    /// Its shortcuts.
    pub shortcuts: Vec<Shortcut>,
    /// The events it wants, by Slack's names (`message.channels`, `app_mention`, …).
    pub events: BTreeSet<String>,
    /// Where it wants them.
    pub transport: Transport,
}

impl App {
    /// An app on Socket Mode with every event this workspace knows of and every scope but `chat:write.public`
    /// (posting where it was not invited); its tokens are made from its id and `secret`. [`State::install`]
    /// adds its bot user when it is not there.
    ///
    /// [`State::install`]: super::State::install
    pub fn new(id: &str, name: impl Into<String>, user: &UserId, secret: &str) -> Self {
        Self {
            id: AppId::new(id),
            name: name.into(),
            user: user.clone(),
            bot_id: format!("B{}", id.trim_start_matches('A')),
            bot_token: format!("xoxb-{id}-{secret}"),
            app_token: format!("xapp-1-{id}-{secret}"),
            signing_secret: format!("{id}{secret}").to_lowercase(),
            scopes: ALL_SCOPES.iter().filter(|&&it| it != "chat:write.public").map(|&it| it.to_owned()).collect(),
            commands: Vec::new(),
            shortcuts: Vec::new(),
            events: ALL_EVENTS.iter().map(|&it| it.to_owned()).collect(),
            transport: Transport::Socket,
        }
    }

    /// The same with one more shortcut on messages.
    #[must_use]
    pub fn with_shortcut(mut self, callback_id: &str, name: &str) -> Self {
        let (callback_id, name) = (callback_id.to_owned(), name.to_owned());
        self.shortcuts.push(Shortcut { callback_id, name, on_message: true });
        self
    }

    /// The same with one more slash command.
    #[must_use]
    pub fn with_command(mut self, command: &str, description: &str, usage_hint: &str) -> Self {
        self.commands.push(SlashCommand {
            command: command.to_owned(),
            description: description.to_owned(),
            usage_hint: usage_hint.to_owned(),
        });
        self
    }
}

/// The scopes this workspace asks for anywhere.
pub const ALL_SCOPES: &[&str] = &[
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "users:read",
];

/// The events this workspace delivers.
pub const ALL_EVENTS: &[&str] = &[
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_left",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "user_change",
];
