//! What happens outside, in our own words. `slack::decode` makes these from Slack's JSON; timers and the
//! results of our own effects come back as events too.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, DeliveryId, EffectId, MessageTs, TeamId, UserId};
use crate::liaison::decision::Purpose;
use crate::liaison::records::TimerKind;
use crate::requests::request::Place;
use crate::time::Timestamp;
use crate::wording::press::{ModalPurpose, Press};

/// An event with where and when it arrived. Handled once: a second delivery that shares any id is a duplicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The workspace.
    pub team: TeamId,
    /// What identifies this delivery; the first is its main name. A post that mentions the bot reaches us both
    /// as a message and as a mention, and is the same by its channel and timestamp.
    pub ids: Vec<DeliveryId>,
    /// When it was received. The only time a decision knows.
    pub received: Timestamp,
    /// What happened.
    pub event: Event,
}

impl Envelope {
    /// The id of the effect at a place in the decision on this event.
    pub fn effect_id(&self, index: usize) -> EffectId {
        let delivery = self.ids.first().map_or("", |id| id.as_str());
        EffectId::new(format!("{delivery}/{index}"))
    }
}

/// A message somebody posted in a channel the bot is in, or to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Where.
    pub channel: ChannelId,
    /// Which.
    pub ts: MessageTs,
    /// The root of its thread, when it is a reply.
    pub thread: Option<MessageTs>,
    /// Who started that thread (Slack's `parent_user_id`), when it is a reply.
    #[serde(default)]
    pub parent: Option<UserId>,
    /// Who.
    pub author: UserId,
    /// What, in Slack's markup.
    pub text: String,
    /// Whether the channel is a direct message with the bot.
    pub direct: bool,
    /// Whether it came as a mention: the bot is meant even where it is not a member.
    pub mention: bool,
}

impl Posted {
    /// The root of the thread this message belongs to: its own timestamp when it starts one.
    pub fn root(&self) -> &MessageTs {
        self.thread.as_ref().unwrap_or(&self.ts)
    }
}

/// A short-lived address to answer a command or a click at: at most 5 uses within 30 minutes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResponseUrl(pub String);

impl std::fmt::Debug for ResponseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResponseUrl(…)") // whoever knows it can post
    }
}

/// A permission to open a modal; lives 3 seconds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TriggerId(pub String);

impl std::fmt::Debug for TriggerId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TriggerId(…)")
    }
}

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Where it was written.
    pub channel: ChannelId,
    /// Who wrote it.
    pub user: UserId,
    /// What follows `/liaison`.
    pub text: String,
    /// Where to answer.
    pub response: Option<ResponseUrl>,
    /// With which to open a modal.
    pub trigger: Option<TriggerId>,
}

/// A click on one of our buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// Who clicked.
    pub user: UserId,
    /// The workspace the person belongs to, when it is not the event's.
    pub user_team: Option<TeamId>,
    /// The message the button is in, unless it is in the App Home.
    pub place: Option<Place>,
    /// The root of that message's thread, when it is in one.
    pub thread: Option<MessageTs>,
    /// Whether only the clicker sees the message.
    pub ephemeral: bool,
    /// What the button means.
    pub press: Press,
    /// Where to answer.
    pub response: Option<ResponseUrl>,
    /// With which to open a modal.
    pub trigger: Option<TriggerId>,
}

/// What one of our shortcuts on a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShortcutKind {
    /// Explain the words of the message to whoever used it.
    ExplainMessage,
    /// Bring in the liaison for it.
    AskAbout,
}

impl ShortcutKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ExplainMessage, Self::AskAbout];

    /// Its name at Slack, the `callback_id`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ExplainMessage => "explain-message",
            Self::AskAbout => "ask-about",
        }
    }
}

/// Somebody used one of our shortcuts on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortcut {
    /// Who.
    pub user: UserId,
    /// The workspace the person belongs to, when it is not the event's.
    pub user_team: Option<TeamId>,
    /// Which.
    pub kind: ShortcutKind,
    /// The message.
    pub place: Place,
    /// The root of its thread, when it is in one.
    pub thread: Option<MessageTs>,
    /// What it says, in Slack's markup.
    pub text: String,
    /// Where to answer.
    pub response: Option<ResponseUrl>,
    /// With which to open a modal.
    pub trigger: Option<TriggerId>,
}

impl Shortcut {
    /// The first message of the thread the message is in, or it itself.
    pub fn root(&self) -> &MessageTs {
        self.thread.as_ref().unwrap_or(&self.place.ts)
    }
}

/// A modal sent in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Who sent it.
    pub user: UserId,
    /// What for.
    pub purpose: ModalPurpose,
    /// What was filled in.
    pub values: Filled,
}

/// What a person filled into a form, by the fields' ids: what was typed, or the values of the choices. Empty fields
/// are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filled(pub BTreeMap<String, Vec<String>>);

impl Filled {
    /// What was typed or chosen in a field, without the space around it; nothing when it is empty.
    pub fn typed(&self, id: &str) -> Option<&str> {
        self.chosen(id).first().map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// All that was chosen in a field.
    pub fn chosen(&self, id: &str) -> &[String] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }
}

/// A view that is open at Slack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenView {
    /// Slack's id for it.
    pub id: String,
    /// Which state of it was seen: a later one is not overwritten.
    pub hash: String,
}

/// Somebody changed a watched field of a modal that is still open, or of the App Home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filling {
    /// Who.
    pub user: UserId,
    /// Which modal.
    pub view: OpenView,
    /// What it is for.
    pub purpose: ModalPurpose,
    /// What is filled in so far.
    pub values: Filled,
}

/// How an effect ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done; where the message is, for effects that post one.
    Done(Option<Place>),
    /// Slack refused, for good: its error code (`channel_not_found`, `is_archived`, …).
    Refused(String),
    /// Too late to be of use.
    Expired,
}

/// What happens.
#[allow(
    clippy::large_enum_variant,
    reason = "events are handled one at a time, and the common ones are the large ones"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody posted a message. One that mentions the bot is this too.
    Posted(Posted),
    /// Somebody changed a message: the message as it is now.
    Edited(Posted),
    /// Somebody deleted a message.
    Deleted(Place),
    /// Somebody added a reaction to a message.
    Reacted {
        /// Who.
        user: UserId,
        /// To which message.
        place: Place,
        /// The emoji's name without colons.
        name: String,
    },
    /// Somebody called a slash command.
    Called(Called),
    /// Somebody clicked one of our buttons.
    Pressed(Pressed),
    /// Somebody sent in one of our modals.
    Submitted(Submitted),
    /// Somebody is filling in one of our modals.
    Filling(Filling),
    /// Somebody used one of our shortcuts on a message.
    Shortcut(Shortcut),
    /// Somebody opened the App Home.
    HomeOpened(UserId),
    /// The bot was added to a channel.
    Joined {
        /// Which.
        channel: ChannelId,
        /// By whom, where known.
        by: Option<UserId>,
    },
    /// Something about a channel, a person or a user group changed: what is cached about it is stale.
    Changed(Subject),
    /// A timer came due.
    Due(TimerKind),
    /// One of our effects ended.
    Settled {
        /// Which.
        effect: EffectId,
        /// What it was for.
        purpose: Purpose,
        /// How.
        outcome: Outcome,
    },
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A channel: its name, members, sharing or whether the bot is in it.
    Channel(ChannelId),
    /// A person: locale, name, whether they are still there.
    Person(UserId),
    /// The user groups.
    Groups,
}
