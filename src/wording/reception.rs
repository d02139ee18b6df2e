//! Says how rules are received, that one is silent, and why the bot spoke in a channel of late.

use crate::ids::RuleId;
use crate::wording::channel::{self, Change};
use crate::wording::message::{Button, Emphasis, Message, Mrkdwn, Part};
use crate::wording::offer::single;
use crate::wording::press::Press;
use crate::wording::voice::{Arg, Voice};

/// How many sayings are shown.
pub const SHOWN: usize = 5;
/// How many rules are shown.
const RULES_SHOWN: usize = 15;

/// How often something was accepted and refused.
pub type Counts = (u32, u32);

/// How a rule is received.
#[derive(Debug, Clone)]
pub struct Received {
    /// The rule.
    pub rule: RuleId,
    /// In this channel.
    pub here: Counts,
    /// In the workspace.
    pub everywhere: Counts,
    /// Whether it is silent.
    pub silent: bool,
}

/// Something the bot said by itself.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// A link to what it was about.
    pub link: String,
    /// What made it speak.
    pub cause: Cause<'a>,
}

/// What made the bot speak.
#[derive(Debug, Clone)]
pub enum Cause<'a> {
    /// These words.
    Words(Vec<&'a str>),
    /// These rules, each with what it says of itself.
    Rules(Vec<(&'a str, &'a str)>),
}

/// What there is to say about a channel.
#[derive(Debug)]
pub struct State<'a> {
    /// How it is set.
    pub settings: Vec<Change<'a>>,
    /// Whether the bot is quiet there.
    pub quiet: bool,
    /// How often it spoke within an hour, and may.
    pub hour: (u64, u64),
    /// How often it spoke within a day, and may.
    pub day: (u64, u64),
    /// What it said of late, the newest first.
    pub sayings: Vec<Said<'a>>,
    /// How the rules are received, for those it is shown to.
    pub received: Option<Vec<Received>>,
}

/// Why the bot speaks in a channel.
pub fn why_here(voice: Voice<'_>, state: &State<'_>) -> Message {
    let mut lines = vec![Mrkdwn::bold(&voice.text("why-here-title", &[]))];
    if state.quiet {
        lines.push(voice.markup("why-here-quiet", &[]));
    }
    lines.extend(state.settings.iter().map(|setting| channel::line(voice, setting)));
    let counts = [
        ("hour", Arg::Count(state.hour.0)),
        ("hours", Arg::Count(state.hour.1)),
        ("day", Arg::Count(state.day.0)),
        ("days", Arg::Count(state.day.1)),
    ];
    lines.push(voice.markup("why-here-budget", &counts));
    let mut blocks = vec![Mrkdwn::lines(&lines)];
    if state.sayings.is_empty() {
        blocks.push(voice.markup("why-here-nothing", &[]));
    } else {
        let mut lines = vec![voice.markup("why-here-lately", &[])];
        lines.extend(state.sayings.iter().take(SHOWN).map(|said| said_line(voice, said)));
        blocks.push(Mrkdwn::lines(&lines));
    }
    match state.received.as_deref() {
        None => {}
        Some([]) => blocks.push(voice.markup("why-here-no-rules", &[])),
        Some(received) => {
            let mut lines = vec![voice.markup("why-here-rules", &[])];
            lines.extend(received.iter().take(RULES_SHOWN).map(|received| rule_line(voice, received)));
            blocks.push(Mrkdwn::lines(&lines));
        }
    }
    let mut parts: Vec<Part> = blocks.into_iter().map(Part::Section).collect();
    parts.push(Part::Context(voice.markup("why-here-change", &[])));
    Message::of(parts)
}

fn said_line(voice: Voice<'_>, said: &Said<'_>) -> Mrkdwn {
    let link = Mrkdwn::link(&said.link, &voice.text("why-here-message", &[]));
    let cause = match &said.cause {
        Cause::Words(words) => {
            let terms = super::explanation::listed(voice.language(), words);
            voice.markup("why-here-words", &[("terms", Arg::Text(&terms))])
        }
        Cause::Rules(rules) => {
            let (rule, why) = rules.first().copied().unwrap_or_default();
            Mrkdwn::plain(if why.is_empty() { rule } else { why })
        }
    };
    voice.markup("why-here-said", &[("link", Arg::Markup(&link)), ("cause", Arg::Markup(&cause))])
}

fn rule_line(voice: Voice<'_>, received: &Received) -> Mrkdwn {
    let counts = |(accepted, refused): Counts| format!("{accepted} / {refused}");
    let (here, all) = (counts(received.here), counts(received.everywhere));
    let silent = if received.silent { "yes" } else { "no" };
    let args = [
        ("rule", Arg::Text(received.rule.as_str())),
        ("here", Arg::Text(&here)),
        ("all", Arg::Text(&all)),
        ("silent", Arg::Text(silent)),
    ];
    voice.markup("why-here-rule", &args)
}

/// Tells the liaisons that most people reject a rule, and that it is silent therefore.
pub fn silenced(voice: Voice<'_>, rule: &RuleId, why: &str, (accepted, refused): Counts) -> Message {
    let args = [
        ("accepted", Arg::Count(u64::from(accepted))),
        ("refused", Arg::Count(u64::from(refused))),
        ("why", Arg::Text(why)),
        ("rule", Arg::Text(rule.as_str())),
    ];
    let title = Mrkdwn::bold(&voice.text("silenced-title", &[]));
    let body = voice.markup("silenced-body", &args);
    let press = Press::WakeRule(rule.clone());
    let wake = Button { label: voice.text("button-wake-rule", &[]), press, emphasis: Emphasis::Normal };
    Message::of(vec![Part::Section(title), Part::Section(body), Part::Buttons(vec![wake])])
}

/// Says that a rule speaks again.
pub fn woken(voice: Voice<'_>, rule: &RuleId) -> Message {
    single(voice, "woken", &[("rule", Arg::Text(rule.as_str()))])
}

/// Says that something is for the liaison team.
pub fn team_only(voice: Voice<'_>) -> Message {
    single(voice, "refused-team-only", &[])
}
