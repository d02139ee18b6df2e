//! What is known when an event is handled: about the channel and the people at Slack, and from our records.
//! Gathered before deciding through two narrow traits, so that a decision sees values only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::curation::{Kept, Proposal};
use crate::glossary::concept::{Concept, Role, Visibility};
use crate::ids::{ChannelId, ConceptId, MessageTs, ProposalId, RequestId, TeamId, UserId};
use crate::liaison::records::{Candidate, ChannelSettings, Collection, Key, PersonSettings, Record};
use crate::requests::request::Request;
use crate::text::Language;

/// A channel as Slack describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Its name without `#`; empty for direct messages.
    pub name: String,
    /// A direct message with the bot.
    pub direct: bool,
    /// Shared with another organisation, or about to be (`is_ext_shared`, `is_pending_ext_shared`).
    pub external: bool,
    /// Whether the bot is in it.
    pub member: bool,
    /// The roles of the people in it, as far as user groups tell.
    pub roles: BTreeSet<Role>,
    /// The people in it with their roles by user group, where they are few enough to ask each: at most
    /// [`Channel::FEW`]. Empty where they are more, or not known.
    pub readers: BTreeMap<UserId, Option<Role>>,
}

impl Channel {
    /// Up to so many people are few.
    pub const FEW: usize = 30;
}

/// A person as Slack describes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// What to call them.
    pub name: String,
    /// Their Slack locale, where Liaison speaks it.
    pub language: Option<Language>,
    /// Their role by user group.
    pub role: Option<Role>,
    /// The time zone they chose at Slack, by its name in the IANA database.
    pub zone: Option<String>,
    /// A bot, an app or Slackbot.
    pub bot: bool,
    /// From another organisation (`is_stranger`, or another team).
    pub external: bool,
    /// No longer there.
    pub deactivated: bool,
}

/// A liaison team with its names looked up at Slack.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamOnDuty {
    /// The team's id in `teams.yaml`.
    pub id: String,
    /// Its triage channel, if it exists and the bot knows it.
    pub triage: Option<ChannelId>,
    /// Its members.
    pub members: BTreeSet<UserId>,
}

/// Who the bot is in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Its user id, as it is mentioned.
    pub user: UserId,
    /// The workspace's address with a slash at its end: what links to messages begin with.
    pub url: String,
}

/// What Slack knows. The runtime fills it from the Web API before an event is handled.
pub trait Directory {
    /// Who the bot is.
    fn bot(&self, team: &TeamId) -> Option<Bot>;
    /// A channel, if it has been looked up.
    fn channel(&self, team: &TeamId, id: &ChannelId) -> Option<Channel>;
    /// A person, if they have been looked up.
    fn person(&self, team: &TeamId, id: &UserId) -> Option<Person>;
    /// The teams of `teams.yaml`, by id.
    fn teams(&self, team: &TeamId) -> Vec<TeamOnDuty>;
    /// The stewards of the glossary.
    fn stewards(&self, team: &TeamId) -> BTreeSet<UserId>;
}

/// What is remembered. The store implements it.
pub trait Records {
    /// What a failed read is.
    type Error;
    /// The record under a key.
    fn get(&self, team: &TeamId, key: &Key) -> Result<Option<Record>, Self::Error>;
    /// All records of a collection, in the order of their keys.
    fn list(&self, team: &TeamId, collection: Collection) -> Result<Vec<Record>, Self::Error>;
    /// All entries of the glossary that people wrote, by id.
    fn entries(&self, team: &TeamId) -> Result<Vec<Kept>, Self::Error> {
        let entry = |record| if let Record::Concept(kept) = record { Some(*kept) } else { None };
        Ok(self.list(team, Collection::Concepts)?.into_iter().filter_map(entry).collect())
    }
    /// All proposals for the glossary, by number.
    fn proposals(&self, team: &TeamId) -> Result<Vec<Proposal>, Self::Error> {
        let proposal = |record| if let Record::Proposal(proposal) = record { Some(*proposal) } else { None };
        Ok(self.list(team, Collection::Proposals)?.into_iter().filter_map(proposal).collect())
    }
}

/// Whom and what an event needs the directory to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Channels.
    pub channels: BTreeSet<ChannelId>,
    /// People.
    pub people: BTreeSet<UserId>,
    /// The stewards of the glossary, and the channels where their cards go.
    pub stewards: bool,
}

/// What is known when an event is handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Who the bot is.
    pub bot: Bot,
    /// The channels it is about.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// The people it is about.
    pub people: BTreeMap<UserId, Person>,
    /// The liaison teams.
    pub teams: Vec<TeamOnDuty>,
    /// The stewards of the glossary, where it matters.
    pub stewards: BTreeSet<UserId>,
    /// What is remembered under the keys that matter, by their paths; a key that holds nothing is left out.
    pub records: BTreeMap<String, Record>,
    /// All requests, where a list of them was asked for.
    pub requests: Vec<Request>,
    /// What people wrote into the glossary, where it matters.
    pub written: Written,
}

/// What people wrote into the glossary, and what they asked it for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Written {
    /// All proposals, by number.
    pub proposals: Vec<Proposal>,
    /// All entries, by id.
    pub entries: Vec<Kept>,
    /// The words somebody asked for that the glossary does not have.
    pub missed: Vec<Candidate>,
}

impl Facts {
    /// A channel, if Slack knows it.
    pub fn channel(&self, id: &ChannelId) -> Option<&Channel> {
        self.channels.get(id)
    }

    /// A person, if Slack knows them.
    pub fn person(&self, id: &UserId) -> Option<&Person> {
        self.people.get(id)
    }

    /// How a channel is set.
    pub fn channel_settings(&self, id: &ChannelId) -> ChannelSettings {
        match self.record(&Key::Channel(id.clone())) {
            Some(Record::Channel(settings)) => settings.clone(),
            _ => ChannelSettings::default(),
        }
    }

    /// What a person chose.
    pub fn person_settings(&self, id: &UserId) -> PersonSettings {
        match self.record(&Key::Person(id.clone())) {
            Some(Record::Person(settings)) => settings.clone(),
            _ => PersonSettings::default(),
        }
    }

    /// A request.
    pub fn request(&self, id: RequestId) -> Option<&Request> {
        match self.record(&Key::Request(id)) {
            Some(Record::Request(request)) => Some(request),
            _ => None,
        }
    }

    /// A proposal for the glossary.
    pub fn proposal(&self, id: ProposalId) -> Option<&Proposal> {
        match self.record(&Key::Proposal(id)) {
            Some(Record::Proposal(proposal)) => Some(proposal),
            _ => None,
        }
    }

    /// An entry of the glossary that people wrote.
    pub fn entry(&self, id: &ConceptId) -> Option<&Kept> {
        match self.record(&Key::Concept(id.clone())) {
            Some(Record::Concept(kept)) => Some(kept),
            _ => None,
        }
    }

    /// The request asked in a thread.
    pub fn request_at(&self, channel: &ChannelId, root: &MessageTs) -> Option<&Request> {
        match self.record(&Key::RequestAt(channel.clone(), root.clone())) {
            Some(Record::RequestAt(id)) => self.request(*id),
            _ => None,
        }
    }

    /// The record under a key.
    pub fn record(&self, key: &Key) -> Option<&Record> {
        self.records.get(&key.path())
    }

    /// Whether a person is in one of the liaison teams.
    pub fn is_liaison(&self, id: &UserId) -> bool {
        self.teams.iter().any(|team| team.members.contains(id))
    }

    /// Whether a person looks after how the bot speaks: a liaison or a steward of the glossary.
    pub fn is_keeper(&self, id: &UserId) -> bool {
        self.is_liaison(id) || self.stewards.contains(id)
    }

    /// A person's role: what they chose, else their user group's.
    pub fn role_of(&self, id: &UserId) -> Option<Role> {
        self.person_settings(id).role.or_else(|| self.person(id)?.role)
    }

    /// A person's role where something is explained to them: what they chose, else their user group's, else that of
    /// everybody the channel is set to be read by.
    pub fn role_at(&self, user: &UserId, channel: Option<&ChannelId>) -> Role {
        let of_channel = || match self.channel_settings(channel?).audience.as_deref() {
            Some([role]) => Some(*role),
            _ => None,
        };
        self.role_of(user).or_else(of_channel).unwrap_or(Role::Other)
    }

    /// Whether somebody at this place may see a concept: everybody within, where no outsiders look on.
    pub fn may_show(&self, concept: &Concept, channel: Option<&ChannelId>) -> bool {
        concept.visibility == Visibility::Public || channel.is_none_or(|channel| !self.has_outsiders(channel))
    }

    /// A person's language: what they chose, else their Slack locale, else the channel's, else the message's.
    pub fn language_of(&self, person: &UserId, channel: Option<&ChannelId>, message: Option<Language>) -> Language {
        self.person_settings(person)
            .language
            .or_else(|| self.person(person)?.language)
            .or_else(|| self.channel_settings(channel?).language)
            .or(message)
            .unwrap_or(Language::English)
    }

    /// The language for what everybody in a channel reads: the channel's, else the message's, else its author's.
    pub fn public_language(&self, channel: &ChannelId, message: Option<Language>, author: &UserId) -> Language {
        self.channel_settings(channel).language.or(message).unwrap_or_else(|| self.language_of(author, None, None))
    }

    /// Whether outsiders may read a channel. A channel that is not known counts as one.
    pub fn has_outsiders(&self, channel: &ChannelId) -> bool {
        self.channel(channel).is_none_or(|channel| channel.external)
    }
}
