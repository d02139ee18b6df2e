//! Says what the bot can do, made from the grammar so that no command can be missing.

use crate::commands::Verb;
use crate::wording::message::{Message, Mrkdwn, Part};
use crate::wording::offer::single;
use crate::wording::voice::{Arg, Voice};

/// Every command with its usage.
pub fn help(voice: Voice<'_>) -> Message {
    let mut lines = Vec::new();
    for verb in Verb::ALL {
        let usage = voice.markup(usage_id(verb), &[]);
        lines.push(
            voice.markup("help-line", &[("command", Arg::Text(&spelled(voice, verb))), ("text", Arg::Markup(&usage))]),
        );
    }
    let parts = vec![
        Part::Section(Mrkdwn::bold(&voice.text("help-title", &[]))),
        Part::Section(voice.markup("help-intro", &[])),
        Part::Section(Mrkdwn::lines(&lines)),
    ];
    Message::of(parts)
}

/// Says that a line was not understood, with the nearest command and the usage of all.
pub fn unknown(voice: Voice<'_>, text: &str, nearest: Option<Verb>) -> Message {
    let text: String = text.chars().take(80).collect();
    let command = nearest.map(|verb| spelled(voice, verb)).unwrap_or_default();
    let id = if nearest.is_some() { "unknown-near" } else { "unknown" };
    let said = single(voice, id, &[("text", Arg::Text(&text)), ("command", Arg::Text(&command))]);
    Message::of(said.parts.into_iter().chain([Part::Divider]).chain(help(voice).parts).collect())
}

/// Says what a command still needs.
pub fn incomplete(voice: Voice<'_>, verb: Verb) -> Message {
    let id = match verb {
        Verb::Explain => "incomplete-explain",
        Verb::Search => "incomplete-search",
        Verb::Define
        | Verb::Ask
        | Verb::Requests
        | Verb::IAm
        | Verb::Quiet
        | Verb::Settings
        | Verb::Why
        | Verb::Help => "incomplete",
    };
    single(voice, id, &[("command", Arg::Text(&spelled(voice, verb)))])
}

const fn usage_id(verb: Verb) -> &'static str {
    match verb {
        Verb::Explain => "usage-explain",
        Verb::Search => "usage-search",
        Verb::Define => "usage-define",
        Verb::Ask => "usage-ask",
        Verb::Requests => "usage-requests",
        Verb::IAm => "usage-i-am",
        Verb::Quiet => "usage-quiet",
        Verb::Settings => "usage-settings",
        Verb::Why => "usage-why",
        Verb::Help => "usage-help",
    }
}

/// A command as one writes it: `/liaison explain TERM`.
pub fn spelled(voice: Voice<'_>, verb: Verb) -> String {
    let name = verb.names(voice.language()).first().copied().unwrap_or_default();
    let takes = match verb {
        Verb::Explain => voice.text("help-term", &[]),
        Verb::Search => voice.text("help-words", &[]),
        Verb::Define => format!("[{}]", voice.text("help-term", &[])),
        Verb::Ask => voice.text("help-text", &[]),
        Verb::Requests => format!("[{}]", voice.text("help-listing", &[])),
        Verb::IAm => format!("[{}]", voice.text("help-role", &[])),
        Verb::Quiet => format!("[{}]", voice.text("help-quiet", &[])),
        Verb::Settings | Verb::Why | Verb::Help => return format!("/liaison {name}"),
    };
    format!("/liaison {name} {takes}")
}
