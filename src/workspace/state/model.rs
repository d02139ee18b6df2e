//! What a workspace is made of: people, groups, channels, messages, views and apps, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ids::{ChannelId, MessageTs, TeamId, UserId};
use crate::time::Timestamp;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Wraps an identifier.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }
            /// The identifier as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// An app (`A…`).
    AppId,
    /// A modal or an App Home (`V…`).
    ViewId,
    /// A user group (`S…`).
    GroupId,
}

/// The workspace itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its id (`T…`).
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The part of its address before `.slack.com`.
    pub domain: String,
}

/// A person or a bot user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id (`U…`).
    pub id: UserId,
    /// The handle, lower case, without `@`.
    pub name: String,
    /// The full name.
    pub real_name: String,
    /// What others see; empty means the full name.
    pub display_name: String,
    /// `en-US`, `ja-JP`, …
    pub locale: String,
    /// An IANA time zone (`Asia/Tokyo`).
    pub tz: String,
    /// What the person does, shown on the page (`sales`, `engineering`, `liaison`).
    pub role: Option<String>,
    /// The bot user of an app.
    pub is_bot: bool,
    /// Deactivated.
    pub deleted: bool,
    /// Belongs to another organisation, met through a shared channel.
    pub stranger: bool,
}

impl User {
    /// A person with an English locale in UTC; set the other fields as needed.
    pub fn new(id: impl Into<String>, name: impl Into<String>, real_name: impl Into<String>) -> Self {
        Self {
            id: UserId::new(id),
            name: name.into(),
            real_name: real_name.into(),
            display_name: String::new(),
            locale: "en-US".to_owned(),
            tz: "Etc/UTC".to_owned(),
            role: None,
            is_bot: false,
            deleted: false,
            stranger: false,
        }
    }

    /// What others see of the name.
    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.real_name } else { &self.display_name }
    }
}

/// A user group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserGroup {
    /// Its id (`S…`).
    pub id: GroupId,
    /// Without `@`.
    pub handle: String,
    /// The long name.
    pub name: String,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
}

/// Who can see a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// Everybody.
    Public,
    /// Its members.
    Private,
    /// A conversation of two.
    Direct,
}

/// A channel or a direct message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its id (`C…`, or `D…` for a direct message).
    pub id: ChannelId,
    /// Without `#`; empty for a direct message.
    pub name: String,
    /// Who can see it.
    pub kind: ChannelKind,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
    /// Its topic; may be empty.
    pub topic: String,
    /// Nobody can post any more.
    pub archived: bool,
    /// Shared with another organisation.
    pub ext_shared: bool,
    /// An invitation to another organisation is under way.
    pub pending_ext_shared: bool,
    /// When it was made.
    pub created: Timestamp,
}

impl Channel {
    /// An empty public channel; set the other fields as needed.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: ChannelId::new(id),
            name: name.into(),
            kind: ChannelKind::Public,
            members: BTreeSet::new(),
            topic: String::new(),
            archived: false,
            ext_shared: false,
            pending_ext_shared: false,
            created: Timestamp::default(),
        }
    }

    /// The same with these members.
    #[must_use]
    pub fn with<'a>(mut self, members: impl IntoIterator<Item = &'a UserId>) -> Self {
        self.members.extend(members.into_iter().cloned());
        self
    }
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person.
    Person(UserId),
    /// An app, under the name of its bot user.
    App {
        /// Which app.
        app: AppId,
        /// Its bot user.
        user: UserId,
    },
}

impl Author {
    /// The user it is shown under.
    pub fn user(&self) -> &UserId {
        match self {
            Self::Person(user) | Self::App { user, .. } => user,
        }
    }

    /// The app, when it is one.
    pub fn app(&self) -> Option<&AppId> {
        match self {
            Self::Person(_) => None,
            Self::App { app, .. } => Some(app),
        }
    }
}

/// An emoji under a message and who put it there, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji's name without colons.
    pub name: String,
    /// Who.
    pub users: Vec<UserId>,
}

/// A message everybody in the channel sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Where.
    pub channel: ChannelId,
    /// Which; unique in the workspace and increasing.
    pub ts: MessageTs,
    /// The root of its thread, when it is a reply.
    pub thread: Option<MessageTs>,
    /// A reply that is shown in the channel too.
    pub broadcast: bool,
    /// Who wrote it.
    pub author: Author,
    /// Slack's `subtype` of system messages (`channel_join`, …).
    pub subtype: Option<String>,
    /// In Slack's markup.
    pub text: String,
    /// Block Kit; empty for plain messages.
    pub blocks: Vec<Value>,
    /// `{event_type, event_payload}`, only apps set it.
    pub metadata: Option<Value>,
    /// When it was last edited.
    pub edited: Option<MessageTs>,
    /// The root of a thread whose root was deleted while replies remain.
    pub deleted: bool,
    /// In the order of their first use.
    pub reactions: Vec<Reaction>,
}

impl Message {
    /// The root of the thread this message belongs to: its own timestamp when it starts one.
    pub fn root(&self) -> &MessageTs {
        self.thread.as_ref().unwrap_or(&self.ts)
    }
}

/// A message only one person sees. It lives until replaced or deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Ephemeral {
    /// Where it is shown.
    pub channel: ChannelId,
    /// Which; from the same count as messages.
    pub ts: MessageTs,
    /// In which thread.
    pub thread: Option<MessageTs>,
    /// Who sees it.
    pub reader: UserId,
    /// Which app said it; `None` for the workspace's own notices (Slack's "Only visible to you").
    pub app: Option<AppId>,
    /// In Slack's markup.
    pub text: String,
    /// Block Kit.
    pub blocks: Vec<Value>,
}

/// What a view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    /// A window over everything else.
    Modal,
    /// The app's home tab.
    Home,
}

/// A modal or an App Home as one person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Its id (`V…`).
    pub id: ViewId,
    /// What it is.
    pub kind: ViewKind,
    /// Whose screen it is on.
    pub user: UserId,
    /// Which app opened it.
    pub app: AppId,
    /// The view at the bottom of the stack; its own id when it is that.
    pub root: ViewId,
    /// The view under it.
    pub previous: Option<ViewId>,
    /// Changes with every update.
    pub hash: String,
    /// The view as the app gave it (`title`, `submit`, `close`, `blocks`, `private_metadata`, `callback_id`, …).
    pub body: Value,
    /// What the person has filled in so far: block id → action id → Slack's value object.
    pub values: BTreeMap<String, BTreeMap<String, Value>>,
    /// What the app found wrong: block id → words.
    pub errors: BTreeMap<String, String>,
    /// Something went wrong as a whole (the app did not answer).
    pub failed: Option<String>,
    /// Sent in; the app has not answered yet.
    pub submitting: bool,
}

impl View {
    /// Its blocks.
    pub fn blocks(&self) -> &[Value] {
        self.body["blocks"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.body["title"]["text"].as_str().unwrap_or_default()
    }

    /// The words on the button that sends it, if it can be sent.
    pub fn submit(&self) -> Option<&str> {
        self.body["submit"]["text"].as_str()
    }

    /// The words on the button that closes it.
    pub fn close(&self) -> Option<&str> {
        self.body["close"]["text"].as_str()
    }
}

/// Something on a screen that can be acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A message everybody sees.
    Message(ChannelId, MessageTs),
    /// An ephemeral message.
    Ephemeral(MessageTs),
    /// A modal or an App Home.
    View(ViewId),
}
