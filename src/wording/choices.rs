//! Answers what a person chose for themselves: their role, the words they know, where the bot is quiet.

use crate::glossary::concept::{Concept, Role, Term};
use crate::ids::ChannelId;
use crate::wording::explanation::listed;
use crate::wording::home::role_name;
use crate::wording::message::{Button, Emphasis, Message, Mrkdwn, Part};
use crate::wording::offer::single;
use crate::wording::press::Press;
use crate::wording::voice::{Arg, Voice};

/// Says which role somebody is taken to have, if any.
pub fn role(voice: Voice<'_>, role: Option<Role>) -> Message {
    match role {
        Some(role) => single(voice, "role-tell", &[("role", Arg::Text(&role_name(voice, role)))]),
        None => single(voice, "role-tell-none", &[]),
    }
}

/// Thanks somebody for saying what their role is.
pub fn role_set(voice: Voice<'_>, role: Role) -> Message {
    single(voice, "role-set", &[("role", Arg::Text(&role_name(voice, role)))])
}

/// Says that somebody knows some words.
pub fn known(voice: Voice<'_>, names: &[&str]) -> Message {
    single(voice, "known-done", &[("terms", Arg::Text(&listed(voice.language(), names)))])
}

/// Asks which of these words somebody knows, where the one they wrote is none.
pub fn which(voice: Voice<'_>, wanted: &str, near: &[(&Concept, &Term)]) -> Message {
    let wanted: String = wanted.chars().take(80).collect();
    let mut message = single(voice, "known-which", &[("term", Arg::Text(&wanted))]);
    let button = |(concept, term): &(&Concept, &Term)| Button {
        label: term.text.clone(),
        press: Press::Known(vec![concept.id.clone()]),
        emphasis: Emphasis::Normal,
    };
    message.parts.push(Part::Buttons(near.iter().map(button).collect()));
    message
}

/// Where the bot is quiet, and the buttons to change that. `here` says whether it is quiet in this channel, where there
/// is one it could be quiet in.
pub fn quiet(voice: Voice<'_>, channel: &ChannelId, here: Option<bool>, everywhere: bool) -> Message {
    let button = |label: &str, press| Button { label: voice.text(label, &[]), press, emphasis: Emphasis::Normal };
    let mut lines = Vec::new();
    if here == Some(true) {
        lines.push(voice.markup("quiet-is-here", &[]));
    }
    if everywhere {
        lines.push(voice.markup("quiet-is-everywhere", &[]));
    }
    if here != Some(true) || !everywhere {
        lines.push(voice.markup("quiet-ask", &[]));
    }
    let mut buttons = Vec::new();
    if let Some(here) = here {
        let label = if here { "button-speak-here" } else { "button-quiet-here" };
        buttons.push(button(label, Press::QuietHere(channel.clone(), !here)));
    }
    let label = if everywhere { "button-speak-everywhere" } else { "button-quiet-everywhere" };
    buttons.push(button(label, Press::QuietEverywhere(!everywhere)));
    Message::of(vec![Part::Section(Mrkdwn::lines(&lines)), Part::Buttons(buttons)])
}

/// Says that the bot is quiet to somebody, everywhere.
pub fn quiet_everywhere(voice: Voice<'_>) -> Message {
    single(voice, "quiet-everywhere-done", &[])
}

/// Says that the bot speaks up again.
pub fn speaks_again(voice: Voice<'_>) -> Message {
    single(voice, "quiet-over", &[])
}
