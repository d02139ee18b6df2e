//! A message as the core knows it: parts in order, with a fallback text that says the same. How it looks in
//! Slack's blocks is decided in `slack::blocks`, which also keeps to Slack's limits.

use serde::{Deserialize, Serialize};

use crate::wording::press::Press;

/// Slack markup that cannot ping or break out: made from plain text by escaping, or composed of such pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mrkdwn(String);

impl Mrkdwn {
    /// Text of a person or a file: `&`, `<` and `>` are escaped, so no mention, link or channel ping survives,
    /// and the marks of formatting lose their meaning.
    pub fn plain(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 16);
        let mut before = ' ';
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                // Inside a word (`snake_case`) Slack reads no formatting; at its edge a word joiner prevents it.
                '*' | '_' | '~' | '`' => {
                    let inside = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
                    if inside && c != '`' {
                        out.push(c);
                    } else {
                        out.extend(['\u{2060}', c, '\u{2060}']);
                    }
                }
                _ => out.push(c),
            }
            before = c;
        }
        Self(out)
    }

    /// Our own markup from the wording files, whose arguments were already made safe.
    pub(crate) fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// Bold.
    pub fn bold(text: &str) -> Self {
        Self(format!("*{}*", Self::plain(text).0))
    }

    /// Pieces one below the other.
    pub fn lines(pieces: &[Self]) -> Self {
        Self(pieces.iter().map(|piece| piece.0.as_str()).collect::<Vec<_>>().join("\n"))
    }

    /// A mention of a person.
    pub fn person(user: &crate::ids::UserId) -> Self {
        Self(format!("<@{}>", Self::plain(user.as_str()).0))
    }

    /// A mention of a channel.
    pub fn channel(channel: &crate::ids::ChannelId) -> Self {
        Self(format!("<#{}>", Self::plain(channel.as_str()).0))
    }

    /// A link with a label; the label alone when the address is not http or https.
    pub fn link(address: &str, label: &str) -> Self {
        let safe = (address.starts_with("https://") || address.starts_with("http://"))
            && !address.contains(['<', '>', '|', ' ', '\n']);
        if safe { Self(format!("<{address}|{}>", Self::plain(label).0)) } else { Self::plain(label) }
    }

    /// The markup as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How much a button stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Emphasis {
    /// As any other.
    #[default]
    Normal,
    /// The expected next step.
    Primary,
    /// Hard to take back.
    Danger,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says, at most 75 characters.
    pub label: String,
    /// What pressing it means.
    pub press: Press,
    /// How much it stands out.
    pub emphasis: Emphasis,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A short title, plain text.
    Header(String),
    /// A paragraph.
    Section(Mrkdwn),
    /// Short facts side by side.
    Fields(Vec<Mrkdwn>),
    /// Small print.
    Context(Mrkdwn),
    /// A line.
    Divider,
    /// Buttons in a row.
    Buttons(Vec<Button>),
}

/// What the bot says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The same in one text, for notifications and for screen readers, which read it in place of the parts. Slack
    /// reads markup in it too, hence the type.
    pub fallback: Mrkdwn,
    /// What is shown.
    pub parts: Vec<Part>,
}

impl Message {
    /// A message whose fallback says what its parts say.
    pub fn of(parts: Vec<Part>) -> Self {
        Self { fallback: said(&parts), parts }
    }
}

/// What parts say, one below the other; what a button says is left out, as nothing can be pressed where blocks are
/// not shown.
pub(super) fn said(parts: &[Part]) -> Mrkdwn {
    let texts = parts.iter().flat_map(|part| match part {
        Part::Header(text) => vec![Mrkdwn::plain(text)],
        Part::Section(text) | Part::Context(text) => vec![text.clone()],
        Part::Fields(texts) => texts.clone(),
        Part::Divider | Part::Buttons(_) => Vec::new(),
    });
    Mrkdwn::lines(&texts.collect::<Vec<_>>())
}

/// Something to choose from a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name in the submission, at most 150 characters.
    pub value: String,
    /// What it says, at most 75 characters.
    pub label: String,
    /// A word more about it, at most 75 characters; shown beside check boxes only.
    pub detail: Option<String>,
}

/// How a field is filled in, and what stands in it at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Something typed.
    Text {
        /// What stands in it at first.
        initial: Option<String>,
        /// Shown while it is empty.
        placeholder: Option<String>,
        /// Several lines, or one.
        multiline: bool,
        /// The most characters it takes, at most 3000.
        max_length: u16,
    },
    /// One of at most 100 choices.
    One {
        /// The choices.
        choices: Vec<Choice>,
        /// The value of the one chosen at first.
        chosen: Option<String>,
    },
    /// Any of at most 10 choices, each with a box to tick.
    Any {
        /// The choices.
        choices: Vec<Choice>,
        /// The values of those ticked at first.
        chosen: Vec<String>,
    },
}

/// When the bot hears of what is filled into a field, before the form is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watched {
    /// Not at all.
    #[default]
    No,
    /// With each change.
    Changes,
    /// When it is entered; a choice when it is made.
    Entered,
}

/// A field a person fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name in the submission, kebab-case.
    pub id: String,
    /// What it asks for.
    pub label: String,
    /// A word of help under it.
    pub hint: Option<String>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// When the bot hears of it while the form is still open, to say something about it.
    pub watched: Watched,
    /// How it is filled in.
    pub entry: Entry,
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Row {
    /// Something to read, or buttons.
    Shown(Part),
    /// Something to fill in.
    Input(Input),
}

/// The App Home of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// What it shows and asks, from top to bottom.
    pub rows: Vec<Row>,
}

/// A form in a window of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modal {
    /// At most 24 characters.
    pub title: String,
    /// The button that sends it; none where there is nothing to send.
    pub submit: Option<String>,
    /// The button that does not.
    pub close: String,
    /// What it shows and asks, from top to bottom.
    pub rows: Vec<Row>,
    /// What a submission is for; comes back with it.
    pub purpose: crate::wording::press::ModalPurpose,
}
