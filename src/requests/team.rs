//! A liaison team: who looks after requests, when, and where they are shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::requests::calendar::Calendar;
use crate::requests::levels::Levels;
use crate::requests::rota::Rota;

/// How a configuration file names a person or a group: `@handle` of a user group, or a user id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberRef {
    /// One person.
    Person(UserId),
    /// Everybody in a Slack user group, by its handle without `@`.
    Group(String),
}

/// Who stands in when nobody of a team is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backup {
    /// Whoever is on duty in another team, by its id.
    Team(String),
    /// The first of these people who is there.
    People(Vec<UserId>),
}

/// What is special about one person of a team.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// When they are at work, where that is not when the team is.
    pub calendar: Option<Calendar>,
    /// The most requests they have open at a time, where that is not the team's.
    pub max_open: Option<u32>,
}

/// A team of liaisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Stable, kebab-case.
    pub id: String,
    /// The channel its cards go to: `#name` or a channel id, as written.
    pub triage_channel: String,
    /// Who is in it.
    pub members: Vec<MemberRef>,
    /// Who stands in when nobody of it is there.
    pub backup: Option<Backup>,
    /// Who hears of what even the backup did not settle in time.
    pub manager: Option<MemberRef>,
    /// When it is at work.
    pub calendar: Calendar,
    /// Who is on duty when; all its members together where it has none.
    pub rota: Option<Rota>,
    /// The most requests one person has open at a time.
    pub max_open: Option<u32>,
    /// What is special about its people.
    pub people: BTreeMap<UserId, Member>,
    /// How long things may take.
    pub levels: Levels,
}

impl Team {
    /// A team that is always at work, all of it together.
    pub fn new(id: impl Into<String>, triage_channel: impl Into<String>, members: Vec<MemberRef>) -> Self {
        Self {
            id: id.into(),
            triage_channel: triage_channel.into(),
            members,
            backup: None,
            manager: None,
            calendar: Calendar::always(),
            rota: None,
            max_open: None,
            people: BTreeMap::new(),
            levels: Levels::default(),
        }
    }

    /// When a person is at work, if they have hours of their own.
    pub fn own_calendar(&self, person: &UserId) -> Option<&Calendar> {
        self.people.get(person).and_then(|member| member.calendar.as_ref())
    }

    /// The most requests a person has open at a time.
    pub fn max_open(&self, person: &UserId) -> Option<u32> {
        self.people.get(person).and_then(|member| member.max_open).or(self.max_open)
    }
}
