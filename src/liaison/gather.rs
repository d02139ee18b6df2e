//! Reads what a decision on an event will want to know: first whom and what to look up at Slack, then the facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::{self, Command, Listing};
use crate::glossary::acronyms;
use crate::ids::{ChannelId, ConceptId, MessageTs, RequestId, TeamId, UserId};
use crate::liaison::addressed::{addressed_text, plain};
use crate::liaison::candidates::missed_word;
use crate::liaison::decision::Purpose;
use crate::liaison::event::{Envelope, Event, Outcome, Posted};
use crate::liaison::facts::{Bot, Directory, Facts, Needs, Records, Written};
use crate::liaison::policy::Policy;
use crate::liaison::records::{Collection, Key, Record, TimerKind};
use crate::liaison::written;
use crate::requests::request::Request;
use crate::text::Passage;
use crate::wording::press::{ModalPurpose, Press};

/// Whom and what an event needs the directory to know before its facts are gathered.
///
/// # Errors
/// What the records say when they cannot be read.
pub fn needs<R: Records>(envelope: &Envelope, records: &R) -> Result<Needs, R::Error> {
    let mut needs = Needs::default();
    match &envelope.event {
        Event::Posted(posted) | Event::Edited(posted) => {
            needs.channels.insert(posted.channel.clone());
            needs.people.insert(posted.author.clone());
            needs.people.extend(posted.parent.clone());
        }
        Event::Deleted(place)
        | Event::Settled {
            purpose: Purpose::Card(_) | Purpose::Proposal(_),
            outcome: Outcome::Done(Some(place)),
            ..
        } => {
            needs.channels.insert(place.channel.clone());
        }
        Event::Reacted { user, place, .. } => {
            needs.people.insert(user.clone());
            needs.channels.insert(place.channel.clone());
        }
        Event::Called(called) => {
            needs.people.insert(called.user.clone());
            needs.channels.insert(called.channel.clone());
        }
        Event::Pressed(pressed) => {
            needs.people.insert(pressed.user.clone());
            needs.channels.extend(pressed.place.as_ref().map(|place| place.channel.clone()));
            match &pressed.press {
                Press::BringLiaison(finding)
                | Press::ShowBothSides(finding)
                | Press::NotAProblem(finding)
                | Press::Why(finding) => {
                    needs.channels.insert(finding.channel.clone());
                    needs.people.insert(finding.author.clone());
                }
                Press::Claim(_)
                | Press::Solve(_)
                | Press::Confirm(_)
                | Press::Reopen(_)
                | Press::MuteHere(_)
                | Press::Known(_)
                | Press::More(_)
                | Press::QuietEverywhere(_)
                | Press::WakeRule(_)
                | Press::Explain(_)
                | Press::ExplainAgain
                | Press::ForgetMe
                | Press::Define(_)
                | Press::Improve(_)
                | Press::ImproveOne(_)
                | Press::Approve(_)
                | Press::EditProposal(_)
                | Press::Decline(_)
                | Press::StillRight(_)
                | Press::Open(_) => {}
                Press::QuietHere(channel, _) | Press::Settings(channel) => {
                    needs.channels.insert(channel.clone());
                }
                Press::AskAbout(place) => {
                    needs.channels.insert(place.channel.clone());
                }
            }
        }
        Event::Submitted(submitted) => {
            needs.people.insert(submitted.user.clone());
            needs.channels.extend(submitted.purpose.channel().cloned());
            if let ModalPurpose::Ask { about, .. } = &submitted.purpose {
                needs.channels.extend(about.as_ref().map(|place| place.channel.clone()));
            }
        }
        Event::Filling(filling) => {
            needs.people.insert(filling.user.clone());
            needs.channels.extend(filling.purpose.channel().cloned());
        }
        Event::Shortcut(shortcut) => {
            needs.people.insert(shortcut.user.clone());
            needs.channels.insert(shortcut.place.channel.clone());
        }
        Event::HomeOpened(user) => {
            needs.people.insert(user.clone());
        }
        Event::Joined { channel, by } => {
            needs.channels.insert(channel.clone());
            needs.people.extend(by.clone());
        }
        Event::Changed(_) | Event::Due(_) | Event::Settled { .. } => {}
    }
    for id in requests_of(&envelope.event) {
        if let Some(request) = request(&envelope.team, id, records)? {
            needs.people.insert(request.requester.clone());
            needs.channels.extend([request.origin, request.card].into_iter().flatten().map(|place| place.channel));
        }
    }
    // A reply may reopen the request of its thread, and its card changes with it.
    if let Event::Posted(posted) = &envelope.event
        && posted.thread.is_some()
        && let Some(Record::RequestAt(id)) =
            records.get(&envelope.team, &Key::RequestAt(posted.channel.clone(), posted.root().clone()))?
        && let Some(request) = request(&envelope.team, id, records)?
    {
        needs.people.insert(request.requester);
        needs.channels.extend(request.card.map(|card| card.channel));
    }
    written::needs(&envelope.team, &envelope.event, records, &mut needs)?;
    Ok(needs)
}

/// Gathers the facts for an event. A channel or person the directory does not know is left out, and the
/// decision errs on the side of saying nothing. Nothing for a workspace the bot is not in.
///
/// # Errors
/// What the records say when they cannot be read.
pub fn gather<R: Records>(
    policy: &Policy,
    envelope: &Envelope,
    directory: &dyn Directory,
    records: &R,
) -> Result<Option<Facts>, R::Error> {
    let team = &envelope.team;
    let Some(bot) = directory.bot(team) else { return Ok(None) };
    let mut needs = needs(envelope, records)?;
    let teams = directory.teams(team);
    let matter = written::is_about_it(&envelope.event) || is_about_rules(&bot, &envelope.event);
    let stewards = if matter { directory.stewards(team) } else { BTreeSet::default() };
    if needs.stewards {
        needs.channels.extend(teams.iter().filter_map(|team| team.triage.clone()));
        needs.people.extend(stewards.iter().cloned());
    }
    let known = |id: &ChannelId| directory.channel(team, id).map(|channel| (id.clone(), channel));
    let somebody = |id: &UserId| directory.person(team, id).map(|person| (id.clone(), person));
    let mut facts = Facts {
        channels: needs.channels.iter().filter_map(known).collect(),
        people: needs.people.iter().filter_map(somebody).collect(),
        teams,
        stewards,
        bot,
        records: BTreeMap::new(),
        requests: Vec::new(),
        written: Written::default(),
    };
    let wanted = wanted(policy, &facts, &envelope.event);
    for key in wanted.keys {
        facts.records.extend(records.get(team, &key)?.map(|record| (key.path(), record)));
    }
    // A thread names its request; read it too.
    let named: Vec<RequestId> = facts
        .records
        .values()
        .filter_map(|record| match record {
            Record::RequestAt(id) => Some(*id),
            _ => None,
        })
        .collect();
    for id in named {
        let key = Key::Request(id);
        facts.records.extend(records.get(team, &key)?.map(|record| (key.path(), record)));
    }
    // What is done in the App Home changes what it shows.
    let in_home = matches!(&envelope.event, Event::Pressed(pressed) if pressed.place.is_none());
    if wanted.all_requests || in_home {
        facts.requests = records
            .list(team, Collection::Requests)?
            .into_iter()
            .filter_map(|record| match record {
                Record::Request(request) => Some(*request),
                _ => None,
            })
            .collect();
    }
    written::read(team, &envelope.event, records, &mut facts)?;
    Ok(Some(facts))
}

/// Whether somebody asks how the rules are received, or changes that.
fn is_about_rules(bot: &Bot, event: &Event) -> bool {
    let text = match event {
        Event::Pressed(pressed) => return matches!(pressed.press, Press::WakeRule(_)),
        Event::Called(called) => Some(plain(&called.text)),
        Event::Posted(posted) => addressed_text(&bot.user, posted),
        Event::Edited(_)
        | Event::Deleted(_)
        | Event::Reacted { .. }
        | Event::Submitted(_)
        | Event::Filling(_)
        | Event::Shortcut(_)
        | Event::HomeOpened(_)
        | Event::Joined { .. }
        | Event::Changed(_)
        | Event::Due(_)
        | Event::Settled { .. } => None,
    };
    text.is_some_and(|text| commands::parse(&text) == Command::Why)
}

#[derive(Default)]
struct Wanted {
    keys: BTreeSet<Key>,
    all_requests: bool,
}

impl Wanted {
    fn thread(&mut self, channel: &ChannelId, root: &MessageTs) {
        self.keys.insert(Key::RequestAt(channel.clone(), root.clone()));
    }

    /// What to know before saying something in a channel by oneself.
    fn speaking(&mut self, facts: &Facts, channel: &ChannelId) {
        self.keys.insert(Key::Spoken(channel.clone()));
        let readers = facts.channel(channel).into_iter().flat_map(|channel| channel.readers.keys());
        self.keys.extend(readers.map(|user| Key::Person(user.clone())));
    }

    fn command(&mut self, channel: &ChannelId, command: &Command) {
        match command {
            Command::Requests(Listing::Mine | Listing::Open | Listing::Waiting | Listing::Search(_)) => {
                self.all_requests = true;
            }
            Command::Requests(Listing::One(id)) => {
                self.keys.insert(Key::Request(*id));
            }
            Command::Explain(term) => self.keys.extend(missed_word(term).map(Key::Missed)),
            Command::Why => {
                self.keys.insert(Key::Receptions);
                self.keys.insert(Key::Spoken(channel.clone()));
                self.keys.insert(Key::Feedback(channel.clone()));
            }
            Command::Ask(_)
            | Command::Define(_)
            | Command::Search(_)
            | Command::IAm(_)
            | Command::Quiet(_)
            | Command::Settings
            | Command::Help
            | Command::Incomplete(_)
            | Command::Unknown(..) => {}
        }
    }
}

fn wanted(policy: &Policy, facts: &Facts, event: &Event) -> Wanted {
    let mut wanted = Wanted::default();
    wanted.keys.insert(Key::LastRequest);
    wanted.keys.extend(facts.channels.keys().map(|id| Key::Channel(id.clone())));
    wanted.keys.extend(facts.teams.iter().filter_map(|team| Some(Key::Channel(team.triage.clone()?))));
    wanted.keys.extend(facts.people.keys().map(|id| Key::Person(id.clone())));
    wanted.keys.extend(requests_of(event).map(Key::Request));
    match event {
        Event::Posted(posted) => {
            wanted.thread(&posted.channel, posted.root());
            wanted.keys.insert(Key::Thread(posted.channel.clone(), posted.root().clone()));
            wanted.keys.insert(Key::Feedback(posted.channel.clone()));
            wanted.keys.insert(Key::Receptions);
            wanted.speaking(facts, &posted.channel);
            if let Some(text) = addressed_text(&facts.bot.user, posted) {
                wanted.command(&posted.channel, &commands::parse(&text));
            } else {
                wanted.keys.extend(explained_keys(policy, posted));
                let unknown = acronyms::unknown(&policy.glossary, &Passage::read(&posted.text));
                wanted.keys.extend(unknown.into_iter().map(Key::Candidate));
            }
        }
        Event::Edited(posted) => {
            wanted.speaking(facts, &posted.channel);
            wanted.keys.insert(Key::Answer(posted.channel.clone(), posted.ts.clone()));
            wanted.keys.extend(explained_keys(policy, posted));
        }
        Event::Deleted(place) => {
            wanted.keys.insert(Key::Answer(place.channel.clone(), place.ts.clone()));
        }
        Event::Reacted { place, .. } => {
            wanted.keys.insert(Key::Answer(place.channel.clone(), place.ts.clone()));
            wanted.thread(&place.channel, &place.ts);
        }
        Event::Shortcut(shortcut) => wanted.thread(&shortcut.place.channel, shortcut.root()),
        Event::HomeOpened(_) => wanted.all_requests = true,
        Event::Filling(filling) => {
            wanted.all_requests = filling.purpose == ModalPurpose::Home;
            let asked = filling.values.typed(crate::wording::home::TERM);
            wanted.keys.extend(asked.and_then(missed_word).map(Key::Missed));
        }
        Event::Called(called) => wanted.command(&called.channel, &commands::parse(&plain(&called.text))),
        Event::Pressed(pressed) => match &pressed.press {
            Press::BringLiaison(finding)
            | Press::ShowBothSides(finding)
            | Press::NotAProblem(finding)
            | Press::Why(finding) => {
                wanted.thread(&finding.channel, &finding.root);
                wanted.keys.insert(Key::Feedback(finding.channel.clone()));
                wanted.keys.insert(Key::Receptions);
            }
            Press::AskAbout(place) => wanted.thread(&place.channel, &place.ts),
            Press::WakeRule(_) => drop(wanted.keys.insert(Key::Receptions)),
            Press::MuteHere(_)
            | Press::Known(_)
            | Press::More(_)
            | Press::QuietHere(..)
            | Press::QuietEverywhere(_)
            | Press::Settings(_)
            | Press::Explain(_)
            | Press::Claim(_)
            | Press::Solve(_)
            | Press::Confirm(_)
            | Press::Reopen(_)
            | Press::ExplainAgain
            | Press::ForgetMe
            | Press::Define(_)
            | Press::Improve(_)
            | Press::ImproveOne(_)
            | Press::Approve(_)
            | Press::EditProposal(_)
            | Press::Decline(_)
            | Press::StillRight(_)
            | Press::Open(_) => {}
        },
        Event::Submitted(submitted) => match &submitted.purpose {
            ModalPurpose::Ask { about: Some(place), .. } => wanted.thread(&place.channel, &place.ts),
            ModalPurpose::ForgetMe => wanted.all_requests = true,
            ModalPurpose::Ask { about: None, .. }
            | ModalPurpose::Settings { .. }
            | ModalPurpose::Home
            | ModalPurpose::Define(_)
            | ModalPurpose::Decline(_) => {}
        },
        Event::Settled { purpose: Purpose::Explanation(channel, ts), .. } => {
            wanted.keys.insert(Key::Answer(channel.clone(), ts.clone()));
        }
        Event::Joined { channel, .. } => drop(wanted.keys.insert(Key::Spoken(channel.clone()))),
        Event::Settled { .. } | Event::Changed(_) | Event::Due(_) => {}
    }
    wanted
}

fn explained_keys(policy: &Policy, posted: &Posted) -> BTreeSet<Key> {
    let found = policy.glossary.find(&Passage::read(&posted.text));
    let concepts: BTreeSet<ConceptId> = found.into_iter().map(|occurrence| occurrence.concept.id.clone()).collect();
    concepts.into_iter().map(|concept| Key::Explained(posted.channel.clone(), concept)).collect()
}

/// The requests an event names.
fn requests_of(event: &Event) -> impl Iterator<Item = RequestId> + use<> {
    let id = match event {
        Event::Pressed(pressed) => match pressed.press {
            Press::Claim(id) | Press::Solve(id) | Press::Confirm(id) | Press::Reopen(id) => Some(id),
            Press::MuteHere(_)
            | Press::Known(_)
            | Press::More(_)
            | Press::QuietHere(..)
            | Press::QuietEverywhere(_)
            | Press::Settings(_)
            | Press::WakeRule(_)
            | Press::Explain(_)
            | Press::BringLiaison(_)
            | Press::ShowBothSides(_)
            | Press::NotAProblem(_)
            | Press::Why(_)
            | Press::AskAbout(_)
            | Press::ExplainAgain
            | Press::ForgetMe
            | Press::Define(_)
            | Press::Improve(_)
            | Press::ImproveOne(_)
            | Press::Approve(_)
            | Press::EditProposal(_)
            | Press::Decline(_)
            | Press::StillRight(_)
            | Press::Open(_) => None,
        },
        Event::Due(TimerKind::CloseSolved(id))
        | Event::Settled { purpose: Purpose::Card(id) | Purpose::Origin(id), .. } => Some(*id),
        Event::Posted(_)
        | Event::Edited(_)
        | Event::Deleted(_)
        | Event::Reacted { .. }
        | Event::Called(_)
        | Event::Submitted(_)
        | Event::Filling(_)
        | Event::Shortcut(_)
        | Event::HomeOpened(_)
        | Event::Joined { .. }
        | Event::Changed(_)
        | Event::Due(
            TimerKind::ForgetThread(_)
            | TimerKind::ForgetCandidate(_)
            | TimerKind::ForgetMissed(_)
            | TimerKind::StillRight(_)
            | TimerKind::ForgetProposal(_),
        )
        | Event::Settled {
            purpose: Purpose::None | Purpose::Explanation(..) | Purpose::Proposal(_) | Purpose::Form(..),
            ..
        } => None,
    };
    id.into_iter()
}

fn request<R: Records>(team: &TeamId, id: RequestId, records: &R) -> Result<Option<Request>, R::Error> {
    Ok(match records.get(team, &Key::Request(id))? {
        Some(Record::Request(request)) => Some(*request),
        _ => None,
    })
}
