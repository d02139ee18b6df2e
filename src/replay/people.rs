//! Who and what an export knows: its users and channels, as the core's directory. The bot is taken to be in every
//! channel; user groups are not in an export, so nobody's role is known and every channel counts as shared by both
//! sides.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ids::{ChannelId, TeamId, UserId};
use crate::liaison::facts::{Bot, Channel, Directory, Person, TeamOnDuty};
use crate::requests::team::Team;
use crate::text::Language;

use super::archive::{Archive, Fault};

/// The workspace's name where an export does not say it.
const UNNAMED: &str = "TEXPORT";

/// Where the liaisons' cards would have gone.
pub const TRIAGE: &str = "CTRIAGE";

/// The users and channels of an export.
#[derive(Debug)]
pub struct People {
    /// The workspace.
    pub team: TeamId,
    persons: BTreeMap<UserId, Person>,
    /// By the name of the folder that holds its messages.
    folders: BTreeMap<String, ChannelId>,
    channels: BTreeMap<ChannelId, Channel>,
    /// Folders of direct messages, which the bot would not have seen.
    private: BTreeSet<String>,
    teams: Vec<String>,
}

impl People {
    /// Reads `users.json` and the lists of channels. Where one is missing or broken, the folders of the export
    /// still name its channels, and people go by their ids.
    /// The liaison teams are there, with nobody in them.
    pub fn read(archive: &mut Archive, teams: &[Team], faults: &mut Vec<Fault>) -> Self {
        let mut people = Self {
            team: TeamId::from(UNNAMED),
            persons: BTreeMap::new(),
            folders: BTreeMap::new(),
            channels: BTreeMap::new(),
            private: BTreeSet::new(),
            teams: teams.iter().map(|team| team.id.clone()).collect(),
        };
        match list(archive, "users.json", faults) {
            Some(users) => users.iter().for_each(|user| people.take_user(user)),
            None => faults.push(Fault::new("users.json", "is not there; people go by their ids")),
        }
        let channels = list(archive, "channels.json", faults);
        if channels.is_none() {
            faults.push(Fault::new("channels.json", "is not there; channels go by the names of their folders"));
        }
        let groups = list(archive, "groups.json", faults);
        for channel in channels.into_iter().flatten().chain(groups.into_iter().flatten()) {
            people.take_channel(&channel);
        }
        for name in ["dms.json", "mpims.json"] {
            for direct in list(archive, name, faults).into_iter().flatten() {
                people.private.extend(["id", "name"].iter().filter_map(|key| Some(direct[*key].as_str()?.to_owned())));
            }
        }
        people.take_folders(archive);
        people
    }

    /// Whether the export names nobody and no channel.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty() && self.folders.is_empty()
    }

    /// The channel whose messages a folder holds.
    pub fn channel_of(&self, folder: &str) -> Option<&ChannelId> {
        self.folders.get(folder)
    }

    /// What to call a channel, with `#`.
    pub fn channel_name(&self, id: &ChannelId) -> String {
        match self.channels.get(id) {
            Some(channel) => format!("#{}", channel.name),
            None if id.as_str() == TRIAGE => "the triage channel".to_owned(),
            None => id.to_string(),
        }
    }

    /// What to call a person.
    pub fn person_name<'p>(&'p self, id: &'p UserId) -> &'p str {
        self.persons.get(id).map_or(id.as_str(), |person| person.name.as_str())
    }

    fn take_user(&mut self, user: &Value) {
        let Some(id) = user["id"].as_str().map(UserId::from) else { return };
        if self.persons.is_empty()
            && let Some(team) = user["team_id"].as_str().filter(|team| is_id(team))
        {
            self.team = TeamId::from(team);
        }
        let profile = &user["profile"];
        let names = [&profile["display_name"], &profile["real_name"], &user["real_name"], &user["name"]];
        let name = names.into_iter().filter_map(Value::as_str).find(|name| !name.is_empty()).unwrap_or(id.as_str());
        let person = Person {
            name: name.to_owned(),
            language: user["locale"].as_str().and_then(Language::from_locale),
            role: None,
            bot: user["is_bot"] == true || id.as_str() == "USLACKBOT",
            external: user["is_stranger"] == true,
            zone: None,
            deactivated: user["deleted"] == true,
            id: id.clone(),
        };
        self.persons.insert(id, person);
    }

    fn take_channel(&mut self, channel: &Value) {
        let Some(id) = channel["id"].as_str().filter(|id| is_id(id)) else { return };
        let Some(name) = channel["name"].as_str().filter(|name| !name.is_empty()) else { return };
        let external = channel["is_ext_shared"] == true || channel["is_pending_ext_shared"] == true;
        self.add_channel(ChannelId::from(id), name, external);
    }

    fn add_channel(&mut self, id: ChannelId, name: &str, external: bool) {
        let channel = Channel {
            id: id.clone(),
            name: name.to_owned(),
            direct: false,
            external,
            member: true,
            roles: BTreeSet::new(),
            readers: BTreeMap::new(),
        };
        self.folders.insert(name.to_owned(), id.clone());
        self.channels.insert(id, channel);
    }

    /// Folders that no list names are channels too, unless they hold direct messages.
    fn take_folders(&mut self, archive: &Archive) {
        let folders: BTreeSet<String> = archive
            .names()
            .filter_map(|name| name.split_once('/'))
            .filter(|(_, file)| super::days::date(file).is_some())
            .map(|(folder, _)| folder.to_owned())
            .collect();
        let unknown =
            folders.into_iter().filter(|name| !self.folders.contains_key(name) && !self.private.contains(name));
        for (index, name) in unknown.collect::<Vec<_>>().into_iter().enumerate() {
            self.add_channel(ChannelId::new(format!("CFOLDER{index}")), &name, false);
        }
    }
}

impl Directory for People {
    fn bot(&self, team: &TeamId) -> Option<Bot> {
        (*team == self.team).then(|| Bot { user: UserId::from("ULIAISON"), url: "https://slack.com/".to_owned() })
    }

    fn channel(&self, _: &TeamId, id: &ChannelId) -> Option<Channel> {
        self.channels.get(id).cloned()
    }

    fn person(&self, _: &TeamId, id: &UserId) -> Option<Person> {
        let unnamed = || Person {
            id: id.clone(),
            name: id.to_string(),
            language: None,
            role: None,
            bot: false,
            external: false,
            zone: None,
            deactivated: false,
        };
        Some(self.persons.get(id).cloned().unwrap_or_else(unnamed))
    }

    fn teams(&self, _: &TeamId) -> Vec<TeamOnDuty> {
        let team = |id: &String| TeamOnDuty {
            id: id.clone(),
            triage: Some(ChannelId::from(TRIAGE)),
            members: BTreeSet::new(),
        };
        self.teams.iter().map(team).collect()
    }

    fn stewards(&self, _: &TeamId) -> BTreeSet<UserId> {
        BTreeSet::new()
    }
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The objects of a file that holds a list; nothing when it is not there.
fn list(archive: &mut Archive, name: &str, faults: &mut Vec<Fault>) -> Option<Vec<Value>> {
    let read = archive.read(name).and_then(|bytes| {
        bytes
            .map(|bytes| {
                serde_json::from_slice(&bytes)
                    .map_err(|error| Fault::new(name, format!("is not a list in JSON: {error}")))
            })
            .transpose()
    });
    match read {
        Ok(list) => list,
        Err(fault) => {
            faults.push(fault);
            Some(Vec::new()) // said what is wrong: not the same as not there
        }
    }
}
