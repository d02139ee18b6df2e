//! Reads an export's messages a day at a time, all channels together: one file for each channel and day, each
//! message decoded as a live one would be. Returns them in the order of time, with the reasons of those that mean
//! nothing to the bot.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Value, json};

use crate::ids::{ChannelId, MessageTs, UserId};
use crate::liaison::event::Envelope;
use crate::liaison::facts::Directory as _;
use crate::slack::decode;
use crate::time::Timestamp;

use super::archive::{Archive, Fault};
use super::people::People;

/// A day of an export: the files that hold its messages.
#[derive(Debug)]
pub struct Day {
    /// As in the names of the files: `2026-11-25`.
    pub date: String,
    files: Vec<(ChannelId, String)>,
}

/// What was read of a day.
#[derive(Debug, Default)]
pub struct Read {
    /// The messages that mean something to the bot.
    pub messages: Vec<Envelope>,
    /// How many messages there are in each channel, those that are ignored too.
    pub of_channel: BTreeMap<ChannelId, u64>,
    /// How many messages are ignored, by the reason.
    pub ignored: BTreeMap<&'static str, u64>,
    /// What is wrong with the files.
    pub faults: Vec<Fault>,
}

impl Read {
    /// The messages in the order of time; those of one moment in the order of their channels.
    pub fn in_order(self) -> Vec<Envelope> {
        let mut messages = self.messages;
        messages.sort_by_key(|envelope| envelope.received);
        messages
    }
}

/// The days of an export in their order.
pub fn list(archive: &Archive, people: &People) -> Vec<Day> {
    let mut days: BTreeMap<&str, Vec<(ChannelId, String)>> = BTreeMap::new();
    for name in archive.names() {
        let Some((folder, file)) = name.split_once('/') else { continue };
        let (Some(channel), Some(date)) = (people.channel_of(folder), date(file)) else { continue };
        days.entry(date).or_default().push((channel.clone(), name.to_owned()));
    }
    days.into_iter().map(|(date, files)| Day { date: date.to_owned(), files }).collect()
}

/// The date in the name of a day's file, `2026-11-25.json`.
pub(super) fn date(file: &str) -> Option<&str> {
    let date = file.strip_suffix(".json")?;
    let shape = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    shape.then_some(date)
}

impl Day {
    /// Reads the files of the day. A broken one gives the messages before the break.
    pub fn read(&self, archive: &mut Archive, people: &People) -> Read {
        let mut into = Read::default();
        for (channel, name) in &self.files {
            let bytes = match archive.read(name) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => continue,
                Err(fault) => {
                    into.faults.push(fault);
                    continue;
                }
            };
            let mut messages = Messages::of(channel, people);
            if let Err(error) = each(&bytes, &mut |message| messages.take(message)) {
                // Half a surrogate pair is no error in an export, though strict JSON refuses it.
                if let Some(Value::Array(list)) = decode::parse(&bytes) {
                    messages = Messages::of(channel, people);
                    for message in list {
                        messages.take(message);
                    }
                } else {
                    let problem = format!("is not a list of messages: {error}; what comes before is read");
                    into.faults.push(Fault::new(name.as_str(), problem));
                }
            }
            *into.of_channel.entry(channel.clone()).or_default() += messages.number;
            for (reason, number) in messages.ignored {
                *into.ignored.entry(reason).or_default() += number;
            }
            into.messages.append(&mut messages.taken);
        }
        into
    }
}

/// The messages of one file, as they are taken.
struct Messages<'p> {
    channel: &'p ChannelId,
    people: &'p People,
    bot: Option<UserId>,
    number: u64,
    taken: Vec<Envelope>,
    ignored: BTreeMap<&'static str, u64>,
}

impl<'p> Messages<'p> {
    fn of(channel: &'p ChannelId, people: &'p People) -> Self {
        let bot = people.bot(&people.team).map(|bot| bot.user);
        Self { channel, people, bot, number: 0, taken: Vec::new(), ignored: BTreeMap::new() }
    }

    fn take(&mut self, message: Value) {
        self.number += 1;
        match event_of(message, self.channel, self.people, self.bot.as_ref()) {
            Ok(envelope) => self.taken.push(envelope),
            Err(reason) => *self.ignored.entry(reason).or_default() += 1,
        }
    }
}

/// A message of an export as the event it was.
fn event_of(
    mut message: Value,
    channel: &ChannelId,
    people: &People,
    bot: Option<&UserId>,
) -> Result<Envelope, &'static str> {
    let ts = message["ts"].as_str().map(MessageTs::from);
    let received = ts.as_ref().and_then(Timestamp::of_message).ok_or("no-timestamp")?;
    let Some(fields) = message.as_object_mut() else { return Err("no-message") };
    fields.insert("channel".to_owned(), json!(channel));
    let delivery = json!({
        "type": "event_callback",
        "team_id": people.team,
        "event_id": format!("{channel}:{received:?}"),
        "event": message,
    });
    decode::event(&delivery, bot, received).map_err(|ignored| ignored.0)
}

/// Gives the items of a list one by one, so that only one of them is in memory at a time.
fn each(bytes: &[u8], take: &mut dyn FnMut(Value)) -> Result<(), serde_json::Error> {
    struct Each<'t>(&'t mut dyn FnMut(Value));

    impl<'de> Visitor<'de> for Each<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of messages")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
            while let Some(item) = items.next_element::<Value>()? {
                (self.0)(item);
            }
            Ok(())
        }
    }

    impl<'de> DeserializeSeed<'de> for Each<'_> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_seq(self)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Each(take).deserialize(&mut deserializer)?;
    deserializer.end()
}
