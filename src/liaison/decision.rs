//! What to remember and what to do at Slack. Values: the runtime commits the changes and carries out the
//! effects; nothing happens in here.

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, EffectId, MessageTs, ProposalId, RequestId, UserId};
use crate::liaison::event::{OpenView, ResponseUrl, TriggerId};
use crate::liaison::records::{Key, Record, TimerKind};
use crate::text::Language;
use crate::time::Timestamp;
use crate::wording::message::{Home, Message, Modal};

/// A change to what is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Write a record, in place of an older one.
    Put(Key, Record),
    /// Forget a record.
    Remove(Key),
    /// Set a timer, in place of one of the same kind and subject.
    SetTimer(TimerKind, Timestamp),
    /// Stop a timer, if it runs.
    StopTimer(TimerKind),
}

/// How an answer at a response URL relates to the message it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// A new message only that person sees.
    Beside,
    /// In place of the message with the button.
    Instead,
}

/// Something to do, at Slack unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Post a message. It carries the effect's id in its metadata, and is looked for before it is sent again.
    Post {
        /// Where.
        channel: ChannelId,
        /// In which thread, if any.
        thread: Option<MessageTs>,
        /// What.
        message: Message,
    },
    /// Post a message to a person alone, outside any channel.
    PostDirect {
        /// To whom.
        user: UserId,
        /// What.
        message: Message,
    },
    /// Show a message to one person in a channel. Seen or lost: it cannot be looked up, so it is tried once
    /// after a crash only if it had not been started.
    PostEphemeral {
        /// Where.
        channel: ChannelId,
        /// To whom.
        user: UserId,
        /// In which thread, if any.
        thread: Option<MessageTs>,
        /// What.
        message: Message,
    },
    /// Change a message of ours.
    Update {
        /// Where.
        channel: ChannelId,
        /// Which.
        ts: MessageTs,
        /// What it says from now on.
        message: Message,
    },
    /// Delete a message of ours.
    Delete {
        /// Where.
        channel: ChannelId,
        /// Which.
        ts: MessageTs,
    },
    /// Add a reaction. That it is there already is as good.
    React {
        /// Where.
        channel: ChannelId,
        /// To which message.
        ts: MessageTs,
        /// The emoji's name without colons.
        name: String,
    },
    /// Take our reaction away. That it is gone already is as good.
    Unreact {
        /// Where.
        channel: ChannelId,
        /// From which message.
        ts: MessageTs,
        /// The emoji's name without colons.
        name: String,
    },
    /// Answer a command or a click.
    Respond {
        /// Where to.
        to: ResponseUrl,
        /// What.
        message: Message,
        /// Beside or instead of the message with the button.
        placement: Placement,
    },
    /// Open a modal; the fast lane, of no use 3 seconds after the click.
    OpenModal {
        /// With which permission.
        trigger: TriggerId,
        /// What.
        modal: Modal,
    },
    /// Show a person their App Home.
    PublishHome {
        /// Whose.
        user: UserId,
        /// What.
        home: Home,
    },
    /// Change a modal that is open, unless it has changed since; the fast lane too.
    UpdateModal {
        /// Which.
        view: OpenView,
        /// What it shows from now on.
        modal: Modal,
    },
    /// Tell another system of a step. Not at Slack: it leaves the outbox for the deliveries, which are tried on their
    /// own.
    Notify {
        /// The webhook's name in the configuration.
        webhook: String,
        /// What to tell it, as JSON.
        body: String,
    },
}

/// What an effect is for, so that its result finds its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Nothing waits for the result.
    None,
    /// The explanation of a message: its channel and timestamp.
    Explanation(ChannelId, MessageTs),
    /// The card of a request.
    Card(RequestId),
    /// The message to the requester whose thread hears of each step, for a request asked outside any thread.
    Origin(RequestId),
    /// A card that shows the stewards a proposal for the glossary.
    Proposal(ProposalId),
    /// A form somebody asked for, who is told there and in this language when it cannot be opened.
    Form(ResponseUrl, Language),
}

/// Something to do at Slack, with its name and its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The same whenever the same event is decided.
    pub id: EffectId,
    /// What to do.
    pub action: Action,
    /// What for.
    pub purpose: Purpose,
    /// When it is no longer of use.
    pub not_after: Option<Timestamp>,
}

/// What follows from an event. The order of effects within a channel is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Decision {
    /// What to remember.
    pub changes: Vec<Change>,
    /// What to do.
    pub effects: Vec<Effect>,
}
