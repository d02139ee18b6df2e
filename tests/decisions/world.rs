//! A workspace as the core sees it, and how its decisions are told: what every test of decisions stands on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use liaison::config::{self, Folder};
use liaison::glossary::concept::Role;
use liaison::ids::{ChannelId, DeliveryId, RequestId, TeamId, UserId};
use liaison::liaison::decision::{Action, Change, Decision, Purpose};
use liaison::liaison::event::{Envelope, Event, Filled, Outcome, Posted, Pressed, ResponseUrl, Submitted};
use liaison::liaison::facts::{Bot, Channel, Directory, Person, Records, TeamOnDuty};
use liaison::liaison::forms::{Faults, faults};
use liaison::liaison::policy::Policy;
use liaison::liaison::records::{ChannelSettings, Collection, Key, Record};
use liaison::liaison::{decide, gather};
use liaison::requests::request::{Place, Request};
use liaison::text::Language;
use liaison::time::{Span, Timestamp};
use liaison::wording::message::{Message, Mrkdwn, Part};
use liaison::wording::press::Press;

/// The policy of the example in the documentation.
pub(crate) static POLICY: LazyLock<Policy> = LazyLock::new(|| policy(str::to_owned));

/// The policy of the example, changed a little.
pub(crate) fn policy(change: impl Fn(&str) -> String) -> Policy {
    let page = include_str!("../../docs/configuration.md");
    let blocks: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [("glossary/example.yaml", blocks[0]), ("rules/example.yaml", blocks[1])] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // The example names a related concept that a reader will have and this folder has not.
        std::fs::write(path, change(&text.replace("see: [rollback]", "see: []"))).unwrap();
    }
    config::load(&Folder::Disk(folder.path().to_owned())).unwrap_or_else(|problems| panic!("{problems}")).policy
}

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub(crate) const SENTENCE: &str = "Can we skip the canary release and ship it by Friday?";

/// A workspace as the core sees it: who is there and what is remembered.
pub(crate) struct World {
    pub(crate) policy: &'static Policy,
    pub(crate) channels: BTreeMap<ChannelId, Channel>,
    pub(crate) people: BTreeMap<UserId, Person>,
    pub(crate) teams: Vec<TeamOnDuty>,
    /// Stewards of the glossary beside the liaison teams.
    pub(crate) stewards: BTreeSet<UserId>,
    pub(crate) records: BTreeMap<String, Record>,
    pub(crate) now: Timestamp,
    pub(crate) events: u32,
}

impl Directory for World {
    fn bot(&self, _: &TeamId) -> Option<Bot> {
        Some(Bot { user: "UBOT".into(), url: "https://example.slack.com/".to_owned() })
    }
    fn channel(&self, _: &TeamId, id: &ChannelId) -> Option<Channel> {
        self.channels.get(id).cloned()
    }
    fn person(&self, _: &TeamId, id: &UserId) -> Option<Person> {
        self.people.get(id).cloned()
    }
    fn teams(&self, _: &TeamId) -> Vec<TeamOnDuty> {
        self.teams.clone()
    }
    fn stewards(&self, _: &TeamId) -> BTreeSet<UserId> {
        let in_teams = self.teams.iter().flat_map(|team| team.members.clone());
        in_teams.chain(self.stewards.clone()).collect()
    }
}

impl Records for World {
    type Error = std::convert::Infallible;
    fn get(&self, _: &TeamId, key: &Key) -> Result<Option<Record>, Self::Error> {
        Ok(self.records.get(&key.path()).cloned())
    }
    fn list(&self, _: &TeamId, collection: Collection) -> Result<Vec<Record>, Self::Error> {
        let prefix = collection.prefix();
        Ok(self.records.iter().filter(|(path, _)| path.starts_with(prefix)).map(|(_, record)| record.clone()).collect())
    }
}

pub(crate) fn channel(id: &str, roles: &[Role]) -> Channel {
    Channel {
        id: id.into(),
        name: id.to_lowercase(),
        direct: id.starts_with('D'),
        external: false,
        member: true,
        roles: roles.iter().copied().collect(),
        readers: BTreeMap::new(),
    }
}

pub(crate) fn person(id: &str, language: Option<Language>, role: Option<Role>) -> Person {
    Person {
        id: id.into(),
        name: id.to_owned(),
        language,
        role,
        zone: None,
        bot: false,
        external: false,
        deactivated: false,
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let both = [Role::Sales, Role::Engineering];
        let channels = [
            channel("CSHARED", &both),
            channel("CENG", &[Role::Engineering]),
            channel("CTRIAGE", &[Role::Liaison]),
            channel("DEMMA", &[]),
        ];
        let english = Some(Language::English);
        let people = [
            person("UEMMA", english, Some(Role::Sales)),
            person("USATO", Some(Language::Japanese), Some(Role::Sales)),
            person("UDAVID", english, Some(Role::Engineering)),
            person("UMORI", Some(Language::Japanese), Some(Role::Liaison)),
            person("ULEE", english, Some(Role::Liaison)),
            Person { external: true, ..person("UOUT", english, None) },
            Person { bot: true, ..person("UBOT", None, None) },
        ];
        Self {
            policy: &POLICY,
            channels: channels.into_iter().map(|channel| (channel.id.clone(), channel)).collect(),
            people: people.into_iter().map(|person| (person.id.clone(), person)).collect(),
            teams: vec![TeamOnDuty {
                id: "liaisons".to_owned(),
                triage: Some("CTRIAGE".into()),
                members: BTreeSet::from(["UMORI".into(), "ULEE".into()]),
            }],
            stewards: BTreeSet::new(),
            records: BTreeMap::new(),
            now: NOW,
            events: 0,
        }
    }

    /// Decides on an event and remembers what is to be remembered.
    pub(crate) fn happens(&mut self, event: Event) -> Decision {
        self.events += 1;
        let envelope = Envelope {
            team: "T1".into(),
            ids: vec![DeliveryId::new(format!("Ev{}", self.events))],
            received: self.now,
            event,
        };
        let layered = self.layered();
        let policy = layered.as_ref().unwrap_or(self.policy);
        let facts = gather(policy, &envelope, self, self).unwrap().expect("the bot is in this workspace");
        let decision = decide(policy, &facts, &envelope);
        assert_eq!(decision, decide(policy, &facts, &envelope), "the same input gives the same decision");
        for change in &decision.changes {
            match change {
                Change::Put(key, record) => drop(self.records.insert(key.path(), record.clone())),
                Change::Remove(key) => drop(self.records.remove(&key.path())),
                Change::SetTimer(..) | Change::StopTimer(_) => {}
            }
        }
        decision
    }

    /// The policy with what people wrote into the glossary, as the runtime makes it.
    fn layered(&self) -> Option<Policy> {
        let entries = self.entries(&"T1".into()).unwrap();
        (!entries.is_empty()).then(|| self.policy.with_entries(&entries))
    }

    /// What is said about a form while it is still open.
    pub(crate) fn faults(&self, submitted: Submitted) -> Faults {
        let event = Event::Submitted(submitted);
        let envelope = Envelope { team: "T1".into(), ids: Vec::new(), received: self.now, event };
        let layered = self.layered();
        let policy = layered.as_ref().unwrap_or(self.policy);
        let facts = gather(policy, &envelope, self, self).unwrap().expect("the bot is in this workspace");
        faults(policy, &facts, &envelope)
    }

    pub(crate) fn says(&mut self, author: &str, channel: &str, ts: &str, text: &str) -> Decision {
        self.happens(Event::Posted(posted(author, channel, ts, text)))
    }

    pub(crate) fn presses(&mut self, user: &str, press: Press) -> Decision {
        self.happens(Event::Pressed(pressed(user, press)))
    }

    /// The button of an offer or a card that was decided on.
    pub(crate) fn settles(&mut self, decision: &Decision, place: &str, ts: &str) -> Decision {
        let effect =
            decision.effects.iter().find(|effect| effect.purpose != Purpose::None).expect("something to settle");
        self.happens(Event::Settled {
            effect: effect.id.clone(),
            purpose: effect.purpose.clone(),
            outcome: Outcome::Done(Some(Place { channel: place.into(), ts: ts.into() })),
        })
    }

    pub(crate) fn request(&self, id: u64) -> Request {
        match self.records.get(&Key::Request(RequestId(id)).path()) {
            Some(Record::Request(request)) => (**request).clone(),
            other => panic!("no request {id}: {other:?}"),
        }
    }

    pub(crate) fn set(&mut self, channel: &str, settings: ChannelSettings) {
        self.records.insert(Key::Channel(channel.into()).path(), Record::Channel(settings));
    }
}

pub(crate) fn posted(author: &str, channel: &str, ts: &str, text: &str) -> Posted {
    Posted {
        channel: channel.into(),
        ts: ts.into(),
        thread: None,
        parent: None,
        author: author.into(),
        text: text.to_owned(),
        direct: channel.starts_with('D'),
        mention: false,
    }
}

pub(crate) fn pressed(user: &str, press: Press) -> Pressed {
    Pressed {
        user: user.into(),
        user_team: None,
        place: Some(Place { channel: "CSHARED".into(), ts: "9.9".into() }),
        thread: None,
        ephemeral: true,
        press,
        response: Some(ResponseUrl("https://hooks.slack.com/actions/1".to_owned())),
        trigger: None,
    }
}

/// The buttons among the effects.
pub(crate) fn buttons(decision: &Decision) -> Vec<Press> {
    decision.effects.iter().filter_map(|effect| message(&effect.action)).flat_map(presses).collect()
}

pub(crate) fn presses(message: &Message) -> Vec<Press> {
    let rows = message.parts.iter().filter_map(|part| match part {
        Part::Buttons(buttons) => Some(buttons),
        _ => None,
    });
    rows.flatten().map(|button| button.press.clone()).collect()
}

pub(crate) fn message(action: &Action) -> Option<&Message> {
    match action {
        Action::Post { message, .. }
        | Action::PostDirect { message, .. }
        | Action::PostEphemeral { message, .. }
        | Action::Update { message, .. }
        | Action::Respond { message, .. } => Some(message),
        Action::Delete { .. }
        | Action::React { .. }
        | Action::Unreact { .. }
        | Action::OpenModal { .. }
        | Action::UpdateModal { .. }
        | Action::PublishHome { .. }
        | Action::Notify { .. } => None,
    }
}

/// A decision as one would tell it.
pub(crate) fn told(decision: &Decision) -> String {
    let mut out = String::new();
    for change in &decision.changes {
        match change {
            Change::Put(key, _) => writeln!(out, "remember {}", key.path()),
            Change::Remove(key) => writeln!(out, "forget {}", key.path()),
            Change::SetTimer(timer, at) => {
                writeln!(out, "timer {} in {} h", timer.path(), at.since(NOW).0 / Span::hours(1).0)
            }
            Change::StopTimer(timer) => writeln!(out, "stop {}", timer.path()),
        }
        .unwrap();
    }
    for effect in &decision.effects {
        let what = match &effect.action {
            Action::Post { channel, thread, .. } => format!("post in {channel}, thread {thread:?}"),
            Action::PostDirect { user, .. } => format!("tell {user} directly"),
            Action::PostEphemeral { channel, user, thread, .. } => {
                format!("show {user} alone in {channel}, thread {thread:?}")
            }
            Action::Update { channel, ts, .. } => format!("update {channel} {ts}"),
            Action::Delete { channel, ts } => format!("delete {channel} {ts}"),
            Action::React { channel, ts, name } => format!("react :{name}: to {channel} {ts}"),
            Action::Unreact { channel, ts, name } => format!("take :{name}: off {channel} {ts}"),
            Action::Respond { placement, .. } => format!("answer {placement:?}"),
            Action::OpenModal { modal, .. } => format!("open “{}”", modal.title),
            Action::PublishHome { user, .. } => format!("show {user} the App Home"),
            Action::UpdateModal { modal, .. } => format!("show anew “{}”", modal.title),
            Action::Notify { webhook, body } => format!("tell {webhook} {body}"),
        };
        writeln!(out, "\n{} {what} ({:?})", effect.id, effect.purpose).unwrap();
        if let Some(message) = message(&effect.action) {
            for part in &message.parts {
                match part {
                    Part::Header(text) => writeln!(out, "  # {text}"),
                    Part::Section(text) => writeln!(out, "  {}", text.as_str().replace('\n', "\n  ")),
                    Part::Fields(fields) => {
                        let fields: Vec<&str> = fields.iter().map(Mrkdwn::as_str).collect();
                        writeln!(out, "  {}", fields.join(" | ").replace('\n', " "))
                    }
                    Part::Context(text) => writeln!(out, "  ({})", text.as_str().replace('\n', "; ")),
                    Part::Divider => writeln!(out, "  ---"),
                    Part::Buttons(buttons) => {
                        let labels: Vec<&str> = buttons.iter().map(|button| button.label.as_str()).collect();
                        writeln!(out, "  [{}]", labels.join("] ["))
                    }
                }
                .unwrap();
            }
        }
    }
    out
}

/// A form as somebody filled it in, one text a field.
pub(crate) fn filled(values: &[(&str, &str)]) -> Filled {
    Filled(values.iter().map(|(id, text)| ((*id).to_owned(), vec![(*text).to_owned()])).collect())
}
