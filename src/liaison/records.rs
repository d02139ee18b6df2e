//! What is remembered: keys and records in the core's own words. The store knows how to keep them; nothing
//! here holds the text of a conversation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::curation::{Kept, Proposal};
use crate::ids::{ChannelId, ConceptId, MessageTs, ProposalId, RequestId, RuleId, UserId};
use crate::requests::request::{Place, Request};
use crate::rules::memory::ThreadMemory;
pub use crate::settings::{Budget, ChannelSettings, Explain, Friction, PersonSettings, QuietHours};
use crate::time::Timestamp;

/// The name of a record within its workspace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// When a concept was last explained in a channel.
    Explained(ChannelId, ConceptId),
    /// What a thread remembers: channel and root message.
    Thread(ChannelId, MessageTs),
    /// What the bot answered to a message.
    Answer(ChannelId, MessageTs),
    /// How a channel is set.
    Channel(ChannelId),
    /// What a person chose.
    Person(UserId),
    /// A request.
    Request(RequestId),
    /// The request asked in a thread: channel and root message.
    RequestAt(ChannelId, MessageTs),
    /// The last request number given out.
    LastRequest,
    /// How the rules are received in a channel.
    Feedback(ChannelId),
    /// How the rules are received in the whole workspace.
    Receptions,
    /// What the bot said in a channel by itself of late.
    Spoken(ChannelId),
    /// An acronym the glossary does not have.
    Candidate(String),
    /// A word somebody asked for that the glossary does not have.
    Missed(String),
    /// An entry of the glossary that people wrote in Slack.
    Concept(ConceptId),
    /// A proposal for the glossary.
    Proposal(ProposalId),
    /// The last proposal number given out.
    LastProposal,
}

impl Key {
    /// The key as it is stored: parts joined by a slash, none of which can hold one.
    pub fn path(&self) -> String {
        match self {
            Self::Explained(channel, concept) => format!("explained/{channel}/{concept}"),
            Self::Thread(channel, root) => format!("thread/{channel}/{root}"),
            Self::Answer(channel, ts) => format!("answer/{channel}/{ts}"),
            Self::Channel(channel) => format!("channel/{channel}"),
            Self::Person(user) => format!("person/{user}"),
            Self::Request(id) => format!("request/{:020}", id.0),
            Self::RequestAt(channel, root) => format!("request-at/{channel}/{root}"),
            Self::LastRequest => "last-request".to_owned(),
            Self::Feedback(channel) => format!("feedback/{channel}"),
            Self::Receptions => "receptions".to_owned(),
            Self::Spoken(channel) => format!("spoken/{channel}"),
            Self::Candidate(word) => format!("candidate/{word}"),
            Self::Missed(word) => format!("missed/{word}"),
            Self::Concept(id) => format!("concept/{id}"),
            Self::Proposal(id) => format!("proposal/{:020}", id.0),
            Self::LastProposal => "last-proposal".to_owned(),
        }
    }
}

/// A group of records that can be listed, in the order of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Collection {
    /// All requests, by number.
    Requests,
    /// All acronyms the glossary does not have, in alphabetical order.
    Candidates,
    /// All words somebody asked for that the glossary does not have, in alphabetical order.
    Missed,
    /// All entries of the glossary that people wrote in Slack, by id.
    Concepts,
    /// All proposals for the glossary, by number.
    Proposals,
}

impl Collection {
    /// What the keys of the collection begin with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Requests => "request/",
            Self::Candidates => "candidate/",
            Self::Missed => "missed/",
            Self::Concepts => "concept/",
            Self::Proposals => "proposal/",
        }
    }
}

/// What was answered to a message, so that it can be withdrawn, and so that a click on :book: can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The explanation posted in its thread.
    pub reply: Option<MessageTs>,
    /// Whether it carries our :book:.
    pub marked: bool,
    /// The concepts found in it.
    pub concepts: Vec<ConceptId>,
    /// Whether somebody who raised a hand at it was offered the liaison.
    #[serde(default)]
    pub raised: bool,
}

/// How a rule is received in a channel. Numbers only, never who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Feedback {
    /// How often it led to a request.
    pub accepted: u32,
    /// How often it was called not a problem.
    pub refused: u32,
}

impl Feedback {
    /// How much surer than usual a finding of this rule must be to be raised here: the part of the way from the
    /// usual bar to certainty, from 0 to 1. Each refusal that no acceptance makes up for halves what is left; three,
    /// and more than twice as many as were accepted, silence the rule here.
    pub fn reserve(self) -> f64 {
        if self.refused >= 3 && self.refused > 2 * self.accepted {
            return 1.0;
        }
        let more = self.refused.saturating_sub(self.accepted).min(30);
        1.0 - 0.5_f64.powi(i32::try_from(more).unwrap_or(30))
    }
}

/// How a rule is received in the whole workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reception {
    /// How often it led to a request.
    pub accepted: u32,
    /// How often it was called not a problem.
    pub refused: u32,
    /// Numbers that tell apart the first who refused it, until they are [`Reception::SEVERAL`]; then none are kept.
    pub marks: Vec<u32>,
    /// Whether several people have refused it.
    pub by_several: bool,
    /// Whether it is silent in the whole workspace, and since when.
    pub silent: Option<Timestamp>,
}

impl Reception {
    /// So many people are several: one person's taste does not speak for all.
    pub const SEVERAL: usize = 3;

    /// Whether most people reject it: at least six refusals, by several people, and more than twice as many as it was
    /// accepted.
    pub const fn is_rejected(&self) -> bool {
        self.by_several && self.refused >= 6 && self.refused > 2 * self.accepted
    }
}

/// What the bot said in a channel by itself within the last 24 hours, and whether it introduced itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spoken {
    /// When it introduced itself.
    pub introduced: Option<Timestamp>,
    /// What it said, the oldest first.
    pub recent: Vec<Saying>,
}

/// One thing the bot said by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// When.
    pub at: Timestamp,
    /// About which message.
    pub about: MessageTs,
    /// What made it speak.
    pub cause: Cause,
}

/// What made the bot speak by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Words the other side may not know.
    Words(Vec<ConceptId>),
    /// A finding: its rules; none where it was shown to somebody alone, so that it only counts.
    Finding(Vec<RuleId>),
}

/// A word the glossary does not have, and how it is used or asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The acronym in capitals, or the word in the form all spellings share.
    pub word: String,
    /// Numbers that tell apart the first who used it, until they are [`Candidate::SEVERAL`]; then none are kept.
    pub marks: Vec<u32>,
    /// Whether several people have used it.
    pub ripe: bool,
    /// In how many messages it was used.
    pub messages: u32,
    /// When it was used first.
    pub first: Timestamp,
    /// When it was used last.
    pub last: Timestamp,
}

impl Candidate {
    /// So many people are several: one person's habit is no gap in the glossary.
    pub const SEVERAL: usize = 3;
}

/// What is stored under a [`Key`]. A record always matches its key's kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// Under [`Key::Explained`].
    Explained(Timestamp),
    /// Under [`Key::Thread`].
    Thread(ThreadMemory),
    /// Under [`Key::Answer`].
    Answer(Answer),
    /// Under [`Key::Channel`].
    Channel(ChannelSettings),
    /// Under [`Key::Person`].
    Person(PersonSettings),
    /// Under [`Key::Request`].
    Request(Box<Request>),
    /// Under [`Key::RequestAt`].
    RequestAt(RequestId),
    /// Under [`Key::LastRequest`].
    LastRequest(RequestId),
    /// Under [`Key::Feedback`].
    Feedback(BTreeMap<RuleId, Feedback>),
    /// Under [`Key::Receptions`].
    Receptions(BTreeMap<RuleId, Reception>),
    /// Under [`Key::Spoken`].
    Spoken(Spoken),
    /// Under [`Key::Candidate`] and [`Key::Missed`].
    Candidate(Candidate),
    /// Under [`Key::Concept`].
    Concept(Box<Kept>),
    /// Under [`Key::Proposal`].
    Proposal(Box<Proposal>),
    /// Under [`Key::LastProposal`].
    LastProposal(ProposalId),
}

/// What a timer is for; one of a kind and subject exists at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimerKind {
    /// Close a solved request that nobody objected to.
    CloseSolved(RequestId),
    /// Forget a thread that has gone quiet.
    ForgetThread(Place),
    /// Forget an acronym nobody uses any more.
    ForgetCandidate(String),
    /// Forget a word nobody asks for any more.
    ForgetMissed(String),
    /// Ask whether an entry of the glossary is still right.
    StillRight(ConceptId),
    /// Forget a proposal that was decided long ago.
    ForgetProposal(ProposalId),
}

impl TimerKind {
    /// The timer's name within its workspace; setting it again replaces it.
    pub fn path(&self) -> String {
        match self {
            Self::CloseSolved(id) => format!("close-solved/{id}"),
            Self::ForgetMissed(word) => format!("forget-missed/{word}"),
            Self::StillRight(id) => format!("still-right/{id}"),
            Self::ForgetProposal(id) => format!("forget-proposal/{id}"),
            Self::ForgetCandidate(word) => format!("forget-candidate/{word}"),
            Self::ForgetThread(place) => format!("forget-thread/{}/{}", place.channel, place.ts),
        }
    }
}
