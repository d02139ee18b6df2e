//! The workspace in memory: who is there, what was said, what is on whose screen. No I/O and no clock in here:
//! time is set from outside, changes and what apps must hear queue up to be taken from outside.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ids::{ChannelId, MessageTs, TeamId, UserId};
use crate::time::Timestamp;

mod apps;
pub(crate) mod blocks;
mod events;
mod inputs;
mod installed;
mod interactions;
mod json;
mod look;
mod model;
mod notices;
mod people;
mod responses;
mod rich_text;
#[cfg(test)]
mod tests;
mod typed;
mod views;

pub use apps::{ApiError, Post};
pub(crate) use events::{Delivery, DeliveryKind};
pub use installed::{ALL_EVENTS, ALL_SCOPES, App, Shortcut, SlashCommand, Transport};
pub use model::{
    AppId, Author, Channel, ChannelKind, Ephemeral, GroupId, Message, Reaction, Target, Team, User, UserGroup, View,
    ViewId, ViewKind,
};
pub use people::ActionError;
pub use typed::typed_to_mrkdwn;
pub(crate) use views::ViewRef;

/// What changed, for whoever shows it. It names the thing; look at the state for what it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A message was posted, edited, deleted, reacted to or replied to.
    Message {
        /// Where.
        channel: ChannelId,
        /// Which.
        ts: MessageTs,
        /// The root of the thread it is in, when it is a reply.
        thread: Option<MessageTs>,
    },
    /// An ephemeral message came, changed or went.
    Ephemeral {
        /// Who sees it.
        reader: UserId,
        /// Where.
        channel: ChannelId,
        /// Which.
        ts: MessageTs,
    },
    /// A channel was made, or its name, topic, members or sharing changed.
    Channel(ChannelId),
    /// A person came or changed.
    User(UserId),
    /// The user groups changed.
    Groups,
    /// A modal was opened, changed or closed on somebody's screen.
    Modal {
        /// Whose.
        user: UserId,
        /// Which.
        view: ViewId,
    },
    /// An app's home tab changed for somebody.
    Home {
        /// For whom.
        user: UserId,
        /// Of which app.
        app: AppId,
    },
    /// Somebody read a channel.
    Read {
        /// Who.
        user: UserId,
        /// Which.
        channel: ChannelId,
    },
    /// An app connected or lost a connection.
    Connections {
        /// Which.
        app: AppId,
        /// How many it has now.
        open: usize,
    },
}

/// A workspace.
#[derive(Debug)]
pub struct State {
    pub(super) team: Team,
    pub(super) now: Timestamp,
    secret: u64,
    count: u64,
    last_micros: i64,
    users: BTreeMap<UserId, User>,
    groups: BTreeMap<GroupId, UserGroup>,
    channels: BTreeMap<ChannelId, Channel>,
    apps: BTreeMap<AppId, App>,
    messages: BTreeMap<ChannelId, BTreeMap<MessageTs, Message>>,
    ephemerals: BTreeMap<MessageTs, Ephemeral>,
    views: BTreeMap<ViewId, View>,
    modals: BTreeMap<UserId, Vec<ViewId>>,
    homes: BTreeMap<(UserId, AppId), ViewId>,
    read_up_to: BTreeMap<(UserId, ChannelId), MessageTs>,
    triggers: BTreeMap<String, views::Trigger>,
    response_urls: BTreeMap<String, responses::ResponseAddress>,
    connections: BTreeMap<AppId, usize>,
    base_url: String,
    changes: Vec<Change>,
    deliveries: Vec<Delivery>,
}

impl State {
    /// An empty workspace. `secret` makes its trigger ids and response addresses hard to guess; the same
    /// secret gives the same ids.
    pub fn new(id: impl Into<String>, name: impl Into<String>, domain: impl Into<String>, secret: u64) -> Self {
        Self {
            team: Team { id: TeamId::new(id), name: name.into(), domain: domain.into() },
            now: Timestamp::default(),
            secret,
            count: 0,
            last_micros: 0,
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            channels: BTreeMap::new(),
            apps: BTreeMap::new(),
            messages: BTreeMap::new(),
            ephemerals: BTreeMap::new(),
            views: BTreeMap::new(),
            modals: BTreeMap::new(),
            homes: BTreeMap::new(),
            read_up_to: BTreeMap::new(),
            triggers: BTreeMap::new(),
            response_urls: BTreeMap::new(),
            connections: BTreeMap::new(),
            base_url: String::new(),
            changes: Vec::new(),
            deliveries: Vec::new(),
        }
    }

    /// Sets the time that new messages bear and that trigger ids are judged by. It never goes back.
    pub fn set_now(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
    }

    /// The address people and apps reach this workspace at, without a slash at the end; it is part of
    /// permalinks and response addresses.
    pub fn set_base_url(&mut self, url: impl Into<String>) {
        self.base_url = url.into();
    }

    // Building one.

    /// Adds a person, or changes one with the same id.
    pub fn add_user(&mut self, user: User) -> UserId {
        let id = user.id.clone();
        let known = self.users.insert(id.clone(), user).is_some();
        self.changed(Change::User(id.clone()));
        if known {
            self.tell_of_user_change(&id);
        }
        id
    }

    /// Adds a user group, or changes one with the same id.
    pub fn add_group(&mut self, handle: &str, name: &str, members: impl IntoIterator<Item = UserId>) -> GroupId {
        let id = GroupId::new(format!("S0{}", handle.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "")));
        let group = UserGroup {
            id: id.clone(),
            handle: handle.to_owned(),
            name: name.to_owned(),
            members: members.into_iter().collect(),
        };
        self.groups.insert(id.clone(), group);
        self.changed(Change::Groups);
        id
    }

    /// Adds a channel, or changes one with the same id. Nobody is told of its members one by one.
    pub fn add_channel(&mut self, channel: Channel) -> ChannelId {
        let id = channel.id.clone();
        self.channels.insert(id.clone(), channel);
        self.changed(Change::Channel(id.clone()));
        id
    }

    /// Installs an app with its bot user, replacing one with the same id.
    pub fn install(&mut self, app: App) -> AppId {
        if !self.users.contains_key(&app.user) {
            let handle = app.name.to_lowercase().replace(' ', "-");
            self.add_user(User { is_bot: true, ..User::new(app.user.as_str(), handle, app.name.clone()) });
        }
        let id = app.id.clone();
        self.apps.insert(id.clone(), app);
        id
    }

    /// The direct message of two people, made when there is none.
    pub fn open_direct(&mut self, one: &UserId, other: &UserId) -> ChannelId {
        if let Some(channel) = self.direct_between(one, other) {
            return channel.id.clone();
        }
        let id = format!("D{}", self.next_id());
        let channel = Channel { kind: ChannelKind::Direct, created: self.now, ..Channel::new(id, "") };
        self.add_channel(channel.with([one, other]))
    }

    // Machinery.

    /// Takes what changed since the last call, in order.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Takes what apps must hear since the last call, in order.
    pub(crate) fn take_deliveries(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.deliveries)
    }

    /// Notes how many connections an app has.
    pub(crate) fn set_connections(&mut self, app: &AppId, open: usize) {
        self.connections.insert(app.clone(), open);
        self.changed(Change::Connections { app: app.clone(), open });
    }

    /// Says where an app gets its deliveries.
    pub(crate) fn set_transport(&mut self, app: &AppId, transport: Transport) {
        if let Some(app) = self.apps.get_mut(app) {
            app.transport = transport;
        }
    }

    /// A word that nobody can guess: a challenge, a ticket.
    pub(crate) fn unguessable(&mut self) -> String {
        self.next_token()
    }

    fn changed(&mut self, change: Change) {
        self.changes.push(change);
    }

    fn next_count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Ten characters as Slack's ids have them, unique in this workspace.
    fn next_id(&mut self) -> String {
        let mut number = self.next_count();
        let mut id = vec![b'0'; 9];
        for place in id.iter_mut().rev() {
            *place = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(number % 36) as usize];
            number /= 36;
        }
        format!("0{}", String::from_utf8_lossy(&id))
    }

    /// A word that cannot be guessed without the secret (splitmix64 over the count; the values it guards are
    /// only of use on this machine).
    fn next_token(&mut self) -> String {
        let count = self.next_count();
        let mix = |mut x: u64| {
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            x ^ (x >> 31)
        };
        let one = mix(self.secret ^ mix(count));
        format!("{one:016x}{:016x}", mix(one ^ self.secret.rotate_left(17)))
    }

    /// The next message timestamp: now, or just after the last one.
    fn next_ts(&mut self) -> MessageTs {
        self.last_micros = (self.now.0.saturating_mul(1000)).max(self.last_micros + 1);
        MessageTs::new(format!("{:010}.{:06}", self.last_micros / 1_000_000, self.last_micros % 1_000_000))
    }

    /// Puts a message in its place and tells of it.
    fn put(&mut self, message: Message) {
        self.changed(Change::Message {
            channel: message.channel.clone(),
            ts: message.ts.clone(),
            thread: message.thread.clone(),
        });
        self.messages.entry(message.channel.clone()).or_default().insert(message.ts.clone(), message);
    }

    fn message_mut(&mut self, channel: &ChannelId, ts: &MessageTs) -> Option<&mut Message> {
        self.messages.get_mut(channel)?.get_mut(ts)
    }

    /// Puts an ephemeral message in its place and tells of it.
    fn put_ephemeral(&mut self, ephemeral: Ephemeral) {
        let (reader, channel, ts) = (ephemeral.reader.clone(), ephemeral.channel.clone(), ephemeral.ts.clone());
        self.ephemerals.insert(ts.clone(), ephemeral);
        self.changed(Change::Ephemeral { reader, channel, ts });
    }

    /// Takes an ephemeral message away and tells of it.
    fn drop_ephemeral(&mut self, ts: &MessageTs) {
        if let Some(Ephemeral { reader, channel, ts, .. }) = self.ephemerals.remove(ts) {
            self.changed(Change::Ephemeral { reader, channel, ts });
        }
    }

    /// Says something to one person in the workspace's own name.
    fn notice(&mut self, reader: &UserId, channel: &ChannelId, notice: &notices::Notice<'_>) {
        let text = self.words(reader, notice);
        let ts = self.next_ts();
        let (reader, channel) = (reader.clone(), channel.clone());
        let blocks: Vec<Value> = Vec::new();
        self.put_ephemeral(Ephemeral { channel, ts, thread: None, reader, app: None, text, blocks });
    }
}
