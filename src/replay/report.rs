//! Counts what a replay read and what the bot would have done, and writes both as text or as JSON Lines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use crate::ids::ChannelId;
use crate::liaison::decision::{Action, Effect, Purpose};
use crate::wording::press::Press;

use super::bot::Said;
use super::days::Read;
use super::people::People;

/// What the bot did, in the words of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Explained words in a thread.
    Explanation,
    /// Marked known words with :book:.
    Mark,
    /// Offered to bring in the liaison, or showed both sides.
    Offer,
    /// Put a card in the triage channel.
    Card,
    /// Anything else, such as an answer to a command.
    Other,
}

impl Deed {
    /// What an effect is.
    pub fn of(effect: &Effect) -> Self {
        match (&effect.purpose, &effect.action) {
            (Purpose::Explanation(..), _) => Self::Explanation,
            (Purpose::Card(_) | Purpose::Proposal(_), _) => Self::Card,
            (_, Action::React { .. }) => Self::Mark,
            (_, Action::Post { message, .. } | Action::PostEphemeral { message, .. }) if offers(message) => Self::Offer,
            _ => Self::Other,
        }
    }
}

fn offers(message: &crate::wording::message::Message) -> bool {
    use crate::wording::message::Part;
    message.parts.iter().any(|part| match part {
        Part::Buttons(buttons) => buttons.iter().any(|button| matches!(button.press, Press::BringLiaison(_))),
        Part::Header(_) | Part::Section(_) | Part::Fields(_) | Part::Context(_) | Part::Divider => false,
    })
}

/// The numbers of one channel, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Messages in the export, those that are ignored too.
    pub messages: u64,
    /// What the bot would have done.
    pub deeds: BTreeMap<Deed, u64>,
}

impl Numbers {
    fn deed(&self, deed: Deed) -> u64 {
        self.deeds.get(&deed).copied().unwrap_or_default()
    }
}

/// What a replay came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// All together.
    pub all: Numbers,
    /// By channel.
    pub channels: BTreeMap<ChannelId, Numbers>,
    /// Messages that mean nothing to the bot, by the reason.
    pub ignored: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Counts what was read.
    pub(super) fn read(&mut self, read: &Read) {
        for (channel, number) in &read.of_channel {
            self.all.messages += number;
            self.channels.entry(channel.clone()).or_default().messages += number;
        }
        for (reason, number) in &read.ignored {
            *self.ignored.entry(reason).or_default() += number;
        }
    }

    /// Counts what was said.
    pub(super) fn said(&mut self, said: &Said) {
        for effect in &said.effects {
            let deed = Deed::of(effect);
            *self.all.deeds.entry(deed).or_default() += 1;
            if let Some(heard) = &said.message {
                *self.channels.entry(heard.channel.clone()).or_default().deeds.entry(deed).or_default() += 1;
            }
        }
    }

    /// Messages the bot listened to.
    pub fn heard(&self) -> u64 {
        self.all.messages.saturating_sub(self.ignored.values().sum())
    }

    /// Writes the summary for a person.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_text(&self, people: &People, output: &mut dyn Write) -> io::Result<()> {
        let count =
            |number: u64, noun: &str| if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") };
        write!(output, "{}", count(self.all.messages, "message"))?;
        if self.ignored.is_empty() {
            writeln!(output)?;
        } else {
            let reasons: Vec<_> = self.ignored.iter().map(|(reason, number)| format!("{number} {reason}")).collect();
            writeln!(output, ", {} heard, the rest ignored: {}", self.heard(), reasons.join(", "))?;
        }
        if self.heard() == 0 {
            return writeln!(output, "Nobody said anything in this export.");
        }
        let n = |deed| self.all.deed(deed);
        writeln!(
            output,
            "{}, {}, {}, {}",
            count(n(Deed::Explanation), "explanation"),
            count(n(Deed::Mark), "mark"),
            count(n(Deed::Offer), "offer"),
            count(n(Deed::Card), "card"),
        )?;
        let name_of = |channel: &ChannelId| people.channel_name(channel);
        let width = self.channels.keys().map(|id| name_of(id).chars().count()).max().unwrap_or_default();
        writeln!(output, "{:width$}  messages  explanations  marks  offers  cards", "")?;
        for (channel, numbers) in &self.channels {
            writeln!(
                output,
                "{:width$}  {:>8}  {:>12}  {:>5}  {:>6}  {:>5}",
                name_of(channel),
                numbers.messages,
                numbers.deed(Deed::Explanation),
                numbers.deed(Deed::Mark),
                numbers.deed(Deed::Offer),
                numbers.deed(Deed::Card),
            )?;
        }
        Ok(())
    }

    /// Writes the summary as a line of JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_json(&self, people: &People, output: &mut dyn Write) -> io::Result<()> {
        let channels: BTreeMap<_, _> =
            self.channels.iter().map(|(id, numbers)| (people.channel_name(id), numbers)).collect();
        let summary = json!({"messages": self.all.messages, "heard": self.heard(), "ignored": self.ignored,
            "deeds": self.all.deeds, "channels": channels});
        writeln!(output, "{}", json!({"summary": summary}))
    }
}

/// Writes what the bot would have done at one moment, for a person.
///
/// # Errors
/// When it cannot be written.
pub fn write_text(said: &Said, people: &People, output: &mut dyn Write) -> io::Result<()> {
    let when = jiff::Timestamp::from_millisecond(said.at.0)
        .map_or_else(|_| said.at.0.to_string(), |at| at.strftime("%Y-%m-%d %H:%M").to_string());
    match &said.message {
        Some(heard) => {
            let channel = people.channel_name(&heard.channel);
            let author = people.person_name(&heard.author);
            writeln!(output, "{when} {} {}: {}", shown(&channel), shown(author), excerpt(&heard.text))?;
        }
        None => writeln!(output, "{when}")?,
    }
    for effect in &said.effects {
        writeln!(output, "    {}", deed_line(effect, people))?;
    }
    writeln!(output)
}

fn deed_line(effect: &Effect, people: &People) -> String {
    let indent = |text: &str| text.trim_end().lines().map(shown).collect::<Vec<_>>().join("\n      ");
    match &effect.action {
        Action::Post { channel, thread, message } => {
            let place = if thread.is_some() { "in the thread".to_owned() } else { people.channel_name(channel) };
            format!("{place}: {}", indent(message.fallback.as_str()))
        }
        Action::PostDirect { user, message } => {
            format!("direct to {}: {}", shown(people.person_name(user)), indent(message.fallback.as_str()))
        }
        Action::PostEphemeral { user, message, .. } => {
            format!("only to {}: {}", shown(people.person_name(user)), indent(message.fallback.as_str()))
        }
        Action::Update { message, .. } => format!("changes its message: {}", indent(message.fallback.as_str())),
        Action::Delete { .. } => "deletes its message".to_owned(),
        Action::React { name, .. } => format!("adds :{name}:"),
        Action::Unreact { name, .. } => format!("takes :{name}: away"),
        Action::Respond { message, .. } => format!("answers: {}", indent(message.fallback.as_str())),
        Action::OpenModal { modal, .. } => format!("opens: {}", indent(&modal.title)),
        Action::PublishHome { user, .. } => format!("shows {} their App Home", shown(people.person_name(user))),
        Action::UpdateModal { modal, .. } => format!("changes the form: {}", indent(&modal.title)),
        Action::Notify { webhook, .. } => format!("tells the webhook {}", shown(webhook)),
    }
}

/// Writes what the bot would have done at one moment as a line of JSON. The text of the message is left out.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(said: &Said, people: &People, output: &mut dyn Write) -> io::Result<()> {
    let deeds: Vec<_> =
        said.effects.iter().map(|effect| json!({"deed": Deed::of(effect), "action": effect.action})).collect();
    let mut line = json!({"at": said.at, "deeds": deeds});
    if let Some(heard) = &said.message {
        line["channel"] = json!(people.channel_name(&heard.channel));
        line["ts"] = json!(heard.ts);
        line["author"] = json!(heard.author);
    }
    writeln!(output, "{line}")
}

/// The beginning of a message, on one line.
fn excerpt(text: &str) -> String {
    const MOST: usize = 80;
    let line = shown(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}

/// Text of an export on a terminal: nothing in it moves the cursor or turns the direction of what follows.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
