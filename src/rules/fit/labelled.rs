//! Labelled conversations, one JSON object a line, and what is heard in them. Returns a conversation, or says what
//! is wrong with the line.

use serde::Deserialize;

use crate::glossary::concept::Role;
use crate::rules::finding::{Kind, Theme};
use crate::rules::memory::Heard;
use crate::rules::{RuleSet, Said};
use crate::text::Passage;
use crate::time::{Span, Timestamp};

/// A conversation and what a careful person would do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Unique in its file.
    pub id: String,
    /// What is said, in order.
    pub messages: Vec<Message>,
    /// What kind of trouble it is, if any.
    pub label: Option<Kind>,
    /// What it is about; empty where nobody says.
    pub themes: Vec<Theme>,
    /// The first message, from 0, at which one would step in; 0 where there is no trouble.
    pub act_at: usize,
}

/// One message of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A number that only tells the speakers of the conversation apart.
    pub speaker: u32,
    /// [`Role::Other`] where it is not known.
    pub role: Role,
    /// In Slack's markup.
    pub text: String,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    messages: Vec<LineMessage>,
    label: String,
    #[serde(default)]
    themes: Vec<String>,
    #[serde(default)]
    act_at: Option<usize>,
}

#[derive(Deserialize)]
struct LineMessage {
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    role: Option<String>,
    text: String,
}

impl Conversation {
    /// Reads `{"id", "messages": [{"user", "role", "text"}], "label", "themes", "act_at"}`; `label` is `none` or the
    /// id of a kind. Other keys are left alone.
    ///
    /// # Errors
    /// What is wrong with the line, and how to mend it.
    pub fn read(line: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| format!("not a labelled conversation: {error}"))?;
        let label = match line.label.as_str() {
            "none" => None,
            word => Some(Kind::ALL.into_iter().find(|kind| kind.id() == word).ok_or_else(|| {
                let known = Kind::ALL.map(Kind::id).join(", ");
                format!("`label` is `{word}`: write none, or one of {known}")
            })?),
        };
        let theme = |word: &String| {
            let known = || Theme::ALL.map(Theme::id).join(", ");
            let theme = Theme::ALL.into_iter().find(|theme| theme.id() == word);
            theme.ok_or_else(|| format!("`{word}` is not a theme: write some of {}", known()))
        };
        let themes = line.themes.iter().map(theme).collect::<Result<_, _>>()?;
        if line.messages.is_empty() {
            return Err("`messages` is empty: a conversation has at least one".to_owned());
        }
        if label.is_some() && line.act_at.is_none() {
            return Err("`act_at` is missing: write the first message, from 0, at which one would step in".to_owned());
        }
        let act_at = line.act_at.unwrap_or(0);
        if act_at >= line.messages.len() {
            return Err(format!("`act_at` is {act_at}, but the last message is number {}", line.messages.len() - 1));
        }
        let mut speakers: Vec<(Option<String>, Option<String>)> = vec![];
        let mut messages = vec![];
        for LineMessage { user, role, text } in line.messages {
            let known = role.as_deref().and_then(Role::from_id).unwrap_or(Role::Other);
            // People without a name are told apart by their role.
            let who = if user.is_some() { (user, None) } else { (None, role) };
            let place = speakers.iter().position(|other| *other == who).unwrap_or_else(|| {
                speakers.push(who);
                speakers.len() - 1
            });
            messages.push(Message { speaker: place as u32, role: known, text });
        }
        Ok(Self { id: line.id, messages, label, themes, act_at })
    }
}

/// A conversation as the rules hear it: everything a fit needs, and none of the text.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Of the conversation.
    pub id: String,
    /// A name for the figures it is counted in, such as its file.
    pub set: String,
    /// What kind of trouble it is, if any.
    pub label: Option<Kind>,
    /// What it is about.
    pub themes: Vec<Theme>,
    /// The first message at which one would step in.
    pub act_at: usize,
    /// What was heard, message by message, a minute apart.
    pub heard: Vec<Heard>,
    /// Whether its whole set is talk in which nothing is due: counted by message instead of by conversation.
    pub ordinary: bool,
}

impl Trace {
    /// Hears a conversation.
    pub fn of(rules: &RuleSet, set: &str, conversation: &Conversation) -> Self {
        let hear = |(place, message): (i64, &Message)| {
            rules.hear(Said {
                message: &place.to_string(),
                at: Timestamp::default().plus(Span::minutes(place)),
                speaker: message.speaker,
                role: message.role,
                passage: &Passage::read(&message.text),
            })
        };
        Self {
            id: conversation.id.clone(),
            set: set.to_owned(),
            label: conversation.label,
            themes: conversation.themes.clone(),
            act_at: conversation.act_at,
            heard: (0_i64..).zip(&conversation.messages).map(hear).collect(),
            ordinary: false,
        }
    }

    /// Its messages, with or without what is known of the speakers' roles.
    pub(crate) fn messages(&self, roles: bool) -> impl Iterator<Item = Heard> {
        self.heard.iter().map(move |heard| {
            let role = if roles { heard.role } else { Role::Other };
            Heard { role, ..heard.clone() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_its_speakers_told_apart() {
        let read = Conversation::read(
            r#"{"id": "1", "label": "knowledge-gap", "act_at": 1, "themes": [], "note": "left alone", "messages": [
                {"user": "U1", "role": "sales", "text": "a"}, {"user": "U2", "text": "b"}, {"user": "U1", "text": "c"}]}"#,
        );
        let read = read.unwrap();
        assert_eq!(read.label, Some(Kind::KnowledgeGap));
        assert_eq!(read.messages.iter().map(|message| message.speaker).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(read.messages[1].role, Role::Other);
    }

    #[test]
    fn a_line_that_is_wrong_is_refused_with_what_to_write() {
        let refused = |line: &str| Conversation::read(line).unwrap_err();
        let line = |rest: &str| format!(r#"{{"id": "1", "messages": [{{"text": "a"}}], {rest}}}"#);
        assert!(refused("{").starts_with("not a labelled conversation"));
        assert!(refused(&line(r#""label": "gap""#)).contains("write none, or one of divergent-goals"));
        assert!(refused(&line(r#""label": "knowledge-gap""#)).contains("`act_at` is missing"));
        assert!(refused(&line(r#""label": "knowledge-gap", "act_at": 1"#)).contains("the last message is number 0"));
        assert!(refused(&line(r#""label": "none", "themes": ["time"]"#)).contains("`time` is not a theme"));
        assert!(refused(r#"{"id": "1", "messages": [], "label": "none"}"#).contains("at least one"));
    }
}
