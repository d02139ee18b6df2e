//! A request: what somebody asked the liaison to settle, and how far it is.

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, MessageTs, RequestId, UserId};
use crate::requests::life::{Action, State};
use crate::rules::finding::{Kind, Theme};
use crate::text::Language;
use crate::time::Timestamp;

/// Where somebody acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// A button on the offer beside a finding.
    Offer,
    /// A slash command or its modal.
    Command,
    /// A mention of the bot.
    Mention,
    /// A message shortcut.
    Shortcut,
    /// A reaction.
    Reaction,
    /// The card in the triage channel.
    Card,
    /// The thread where it was asked.
    Thread,
    /// The App Home.
    Home,
    /// A timer.
    Timer,
}

/// A message at Slack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The channel.
    pub channel: ChannelId,
    /// The message.
    pub ts: MessageTs,
}

/// One step in a request's life: who, when, from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// What was done.
    pub action: Action,
    /// The state it led to.
    pub to: State,
    /// Who did it; nobody when a timer did.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// From where.
    pub surface: Surface,
}

/// What the requester wrote, and only that: nothing is copied from a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Brief {
    /// What is needed and by when.
    pub needed: Option<String>,
    /// What it is worth: customer, amount, date.
    pub worth: Option<String>,
    /// What it costs: risk, effort, what is put off.
    pub cost: Option<String>,
    /// What has been tried.
    pub tried: Option<String>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its number.
    pub id: RequestId,
    /// The team it went to.
    pub team: String,
    /// How far it is.
    pub state: State,
    /// Who asked.
    pub requester: UserId,
    /// The language of the thread where it was asked.
    pub language: Language,
    /// The thread where it was asked: its channel and root message.
    pub origin: Option<Place>,
    /// A link to the message it is about.
    pub permalink: Option<String>,
    /// What was found, when it came from a finding.
    pub kind: Option<Kind>,
    /// What it is about.
    pub themes: Vec<Theme>,
    /// What the requester wrote.
    pub brief: Brief,
    /// The liaison who claimed it.
    pub liaison: Option<UserId>,
    /// The card in the triage channel, once it is posted.
    pub card: Option<Place>,
    /// How many transitions the posted card shows; behind `history.len()` while an update is on its way.
    pub card_shows: usize,
    /// How many transitions its requester was told of; behind `history.len()` while the direct message that begins the
    /// thread of a request asked outside any is on its way.
    #[serde(default)]
    pub origin_shows: usize,
    /// Who asked to be forgotten while it was not over: their names go when it is.
    #[serde(default)]
    pub forget: Vec<UserId>,
    /// Every step so far, oldest first.
    pub history: Vec<Transition>,
}

impl Request {
    /// Whether a person is named in it.
    pub fn names(&self, user: &UserId) -> bool {
        self.requester == *user
            || self.liaison.as_ref() == Some(user)
            || self.history.iter().any(|step| step.by.as_ref() == Some(user))
    }

    /// All that its requester wrote into it.
    pub fn text(&self) -> String {
        let Brief { needed, worth, cost, tried } = &self.brief;
        let parts = [needed, worth, cost, tried];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// The request without a person: their name, and, where they asked, what they wrote and where.
    #[must_use]
    pub fn without(&self, user: &UserId) -> Self {
        let mut request = self.clone();
        if request.requester == *user {
            request.requester = UserId::forgotten();
            request.brief = Brief::default();
            request.permalink = None;
        }
        let named = request.liaison.iter_mut().chain(request.history.iter_mut().filter_map(|step| step.by.as_mut()));
        for name in named.filter(|name| **name == *user) {
            *name = UserId::forgotten();
        }
        request
    }
}
