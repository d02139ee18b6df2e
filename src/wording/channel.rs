//! Composes the form in which a channel is set, says in the channel who changed what, and introduces the bot.

use crate::glossary::concept::{Concept, Role};
use crate::ids::{ChannelId, UserId};
use crate::settings::{Budget, ChannelSettings, Explain, Friction, QuietHours};
use crate::text::Language;
use crate::wording::explanation::listed;
use crate::wording::home::role_name;
use crate::wording::message::{Button, Choice, Emphasis, Entry, Input, Message, Modal, Mrkdwn, Part, Row, Watched};
use crate::wording::offer::single;
use crate::wording::press::{ModalPurpose, Press};
use crate::wording::voice::{Arg, Voice};

/// The field in which it is chosen how words are explained.
pub const EXPLAIN: &str = "explain";
/// The field in which it is chosen how friction is answered.
pub const FRICTION: &str = "friction";
/// The field in which it is chosen who reads along.
pub const AUDIENCE: &str = "audience";
/// The field in which the channel's language is chosen.
pub const LANGUAGE: &str = "language";
/// The field of the first quiet hour.
pub const FROM: &str = "quiet-from";
/// The field of the first hour that is not quiet any more.
pub const TO: &str = "quiet-to";
/// The field of the most posts an hour.
pub const HOUR: &str = "posts-an-hour";
/// The field of the most posts a day.
pub const DAY: &str = "posts-a-day";
/// The field of the words not explained.
pub const MUTED: &str = "muted";
/// The field, and its one value, that silences the bot.
pub const QUIET: &str = "quiet";

/// The value of a choice that leaves it as it usually is.
const USUAL: &str = "usual";

/// What the form is made of.
#[derive(Debug)]
pub struct Form<'a> {
    /// The channel.
    pub channel: &'a ChannelId,
    /// How it is set now.
    pub settings: &'a ChannelSettings,
    /// Words not explained there, at most [`Form::MOST_MUTED`].
    pub muted: &'a [&'a Concept],
    /// The time zone of its quiet hours.
    pub zone: &'a str,
    /// What holds where nothing is chosen.
    pub usual: (Explain, Friction, Budget),
}

impl Form<'_> {
    /// The most words it shows: as many as Slack shows boxes to tick.
    pub const MOST_MUTED: usize = 10;
}

/// Something that was changed.
#[derive(Debug, Clone)]
pub enum Change<'a> {
    /// How words are explained.
    Explain(Explain),
    /// How friction is answered.
    Friction(Friction),
    /// Who reads along; nobody in particular when it goes by the members.
    Audience(Vec<Role>),
    /// The language to all; as people write when there is none.
    Language(Option<Language>),
    /// The quiet hours.
    Hours(Option<QuietHours>),
    /// The most posts.
    Budget(Budget),
    /// Words that are explained again.
    ExplainedAgain(Vec<&'a Concept>),
    /// Whether the bot is silent.
    Quiet(bool),
}

/// What a field for the most posts may hold.
pub fn number(text: &str) -> Option<u16> {
    // Full-width digits are what a Japanese keyboard gives.
    let digits: String = text
        .chars()
        .map(|c| match u32::from(c) {
            wide @ 0xFF10..=0xFF19 => char::from_u32(wide - 0xFF10 + 0x30).unwrap_or(c),
            _ => c,
        })
        .collect();
    digits.trim().parse().ok().filter(|number| *number <= Budget::MOST)
}

/// The form.
pub fn form(voice: Voice<'_>, form: &Form<'_>) -> Modal {
    let (explain, friction, budget) = form.usual;
    let settings = form.settings;
    let intro = [("channel", Arg::Markup(&Mrkdwn::channel(form.channel)))];
    let mut rows = vec![Row::Shown(Part::Context(voice.markup("settings-intro", &intro)))];
    let explains = Explain::ALL.map(|mode| (mode.id(), explain_name(voice, mode)));
    let usual = usual(voice, &explain_name(voice, explain));
    rows.push(one(voice, EXPLAIN, "settings-explain", usual, &explains, settings.explain.map(Explain::id)));
    let frictions = Friction::ALL.map(|mode| (mode.id(), friction_name(voice, mode)));
    let usual = self::usual(voice, &friction_name(voice, friction));
    rows.push(one(voice, FRICTION, "settings-friction", usual, &frictions, settings.friction.map(Friction::id)));
    rows.push(audience(voice, settings.audience.as_deref().unwrap_or_default()));
    let languages = [("en", "English".to_owned()), ("ja", "日本語".to_owned())];
    let spoken = voice.text("settings-language-spoken", &[]);
    let language = settings.language.map(Language::code);
    rows.push(one(voice, LANGUAGE, "settings-language", spoken, &languages, language));
    rows.extend(hours(voice, settings.quiet_hours.as_ref(), form.zone));
    let posts = |id, label, usual: u16, chosen: Option<u16>| {
        let hint = voice.text("settings-budget-hint", &[("count", Arg::Count(u64::from(usual)))]);
        let initial = chosen.map(|number| number.to_string());
        let entry = Entry::Text { initial, placeholder: Some(usual.to_string()), multiline: false, max_length: 3 };
        input(voice, id, label, Some(hint), true, entry)
    };
    rows.push(posts(HOUR, "settings-hour", budget.hour, settings.budget.map(|it| it.hour)));
    rows.push(posts(DAY, "settings-day", budget.day, settings.budget.map(|it| it.day)));
    if !form.muted.is_empty() {
        let words = form.muted.iter().map(|it| choice(it.id.as_str(), it.name(voice.language()).to_owned()));
        let chosen = form.muted.iter().map(|concept| concept.id.to_string()).collect();
        let entry = Entry::Any { choices: words.collect(), chosen };
        let hint = Some(voice.text("settings-muted-hint", &[]));
        rows.push(input(voice, MUTED, "settings-muted", hint, true, entry));
    }
    let quiet = vec![choice(QUIET, voice.text("settings-quiet-choice", &[]))];
    let chosen = if settings.quiet { vec![QUIET.to_owned()] } else { Vec::new() };
    rows.push(input(voice, QUIET, "settings-quiet", None, true, Entry::Any { choices: quiet, chosen }));
    Modal {
        title: voice.text("settings-title", &[]),
        submit: Some(voice.text("settings-submit", &[])),
        close: voice.text("ask-close", &[]),
        rows,
        purpose: ModalPurpose::Settings {
            channel: form.channel.clone(),
            zone: form.zone.to_owned(),
            muted: form.muted.iter().map(|concept| concept.id.clone()).collect(),
        },
    }
}

fn choice(value: &str, label: String) -> Choice {
    Choice { value: value.to_owned(), label, detail: None }
}

fn usual(voice: Voice<'_>, what: &str) -> String {
    voice.text("settings-usual", &[("what", Arg::Text(what))])
}

fn input(voice: Voice<'_>, id: &str, label: &str, hint: Option<String>, optional: bool, entry: Entry) -> Row {
    let label = voice.text(label, &[]);
    Row::Input(Input { id: id.to_owned(), label, hint, optional, watched: Watched::No, entry })
}

fn one(voice: Voice<'_>, id: &str, label: &str, usual: String, others: &[(&str, String)], chosen: Option<&str>) -> Row {
    let mut choices = vec![choice(USUAL, usual)];
    choices.extend(others.iter().map(|(value, label)| choice(value, label.clone())));
    let chosen = Some(chosen.unwrap_or(USUAL).to_owned());
    input(voice, id, label, None, false, Entry::One { choices, chosen })
}

fn audience(voice: Voice<'_>, chosen: &[Role]) -> Row {
    let choices = [Role::Sales, Role::Engineering].map(|role| choice(role.id(), role_name(voice, role)));
    let chosen = chosen.iter().map(|role| role.id().to_owned()).collect();
    let hint = Some(voice.text("settings-audience-hint", &[]));
    input(voice, AUDIENCE, "settings-audience", hint, true, Entry::Any { choices: choices.into(), chosen })
}

fn hours(voice: Voice<'_>, chosen: Option<&QuietHours>, zone: &str) -> [Row; 2] {
    let field = |id: &str, label: &str, hint, chosen: Option<i8>| {
        let mut choices = vec![choice(USUAL, voice.text("settings-no-hour", &[]))];
        choices.extend((0..24).map(|hour| choice(&hour.to_string(), clock(hour))));
        let chosen = Some(chosen.map_or(USUAL.to_owned(), |hour| hour.to_string()));
        input(voice, id, label, hint, false, Entry::One { choices, chosen })
    };
    let hint = voice.text("settings-hours-hint", &[("zone", Arg::Text(zone))]);
    [
        field(FROM, "settings-from", None, chosen.map(|hours| hours.from)),
        field(TO, "settings-to", Some(hint), chosen.map(|hours| hours.to)),
    ]
}

fn clock(hour: i8) -> String {
    format!("{hour}:00")
}

pub(super) fn explain_name(voice: Voice<'_>, mode: Explain) -> String {
    let id = match mode {
        Explain::Thread => "settings-explain-thread",
        Explain::Reaction => "settings-explain-reaction",
        Explain::Off => "settings-explain-off",
    };
    voice.text(id, &[])
}

fn friction_name(voice: Voice<'_>, mode: Friction) -> String {
    let id = match mode {
        Friction::Offer => "settings-friction-offer",
        Friction::Notify => "settings-friction-notify",
        Friction::Post => "settings-friction-post",
        Friction::Off => "settings-friction-off",
    };
    voice.text(id, &[])
}

/// Says in a channel who changed what.
pub fn changed(voice: Voice<'_>, who: &UserId, changes: &[Change<'_>]) -> Message {
    let mut lines = vec![voice.markup("settings-changed", &[("who", Arg::Markup(&Mrkdwn::person(who)))])];
    lines.extend(changes.iter().map(|change| line(voice, change)));
    Message::of(vec![Part::Section(Mrkdwn::lines(&lines))])
}

/// A setting with its value.
pub(super) fn line(voice: Voice<'_>, change: &Change<'_>) -> Mrkdwn {
    let say = |id: &str| voice.text(id, &[]);
    let names = |names: Vec<String>| listed(voice.language(), &names.iter().map(String::as_str).collect::<Vec<_>>());
    let (what, value) = match change {
        Change::Explain(mode) => ("settings-explain", explain_name(voice, *mode)),
        Change::Friction(mode) => ("settings-friction", friction_name(voice, *mode)),
        Change::Audience(roles) if roles.is_empty() => ("settings-audience", say("settings-audience-members")),
        Change::Audience(roles) => {
            ("settings-audience", names(roles.iter().map(|role| role_name(voice, *role)).collect()))
        }
        Change::Language(None) => ("settings-language", say("settings-language-spoken")),
        Change::Language(Some(Language::English)) => ("settings-language", "English".to_owned()),
        Change::Language(Some(Language::Japanese)) => ("settings-language", "日本語".to_owned()),
        Change::Hours(None) => ("change-hours", say("change-hours-none")),
        Change::Hours(Some(hours)) => {
            let (from, to) = (clock(hours.from), clock(hours.to));
            let args = [("from", Arg::Text(&from)), ("to", Arg::Text(&to)), ("zone", Arg::Text(&hours.zone))];
            ("change-hours", voice.text("change-hours-span", &args))
        }
        Change::Budget(Budget { hour, day }) => {
            let args = [("hour", Arg::Count(u64::from(*hour))), ("day", Arg::Count(u64::from(*day)))];
            ("change-budget", voice.text("change-budget-value", &args))
        }
        Change::ExplainedAgain(concepts) => {
            let of = |concept: &&Concept| concept.name(voice.language()).to_owned();
            ("change-again", names(concepts.iter().map(of).collect()))
        }
        Change::Quiet(quiet) => {
            let value = voice.markup(if *quiet { "change-quiet-on" } else { "change-quiet-off" }, &[]);
            let what = say("change-quiet");
            return voice.markup("change-line", &[("what", Arg::Text(&what)), ("value", Arg::Markup(&value))]);
        }
    };
    voice.markup("change-line", &[("what", Arg::Text(&say(what))), ("value", Arg::Text(&value))])
}

/// Says that the bot is quiet in a channel from now on, or no more.
pub fn quiet_done(voice: Voice<'_>, quiet: bool) -> Message {
    single(voice, if quiet { "quiet-here-done" } else { "quiet-here-over" }, &[])
}

/// Says that a command is for channels.
pub fn only_channels(voice: Voice<'_>, command: &str) -> Message {
    single(voice, "settings-only-channels", &[("command", Arg::Text(command))])
}

/// Says that the bot is not in the channel.
pub fn not_here(voice: Voice<'_>) -> Message {
    single(voice, "settings-not-here", &[])
}

/// The button that opens the form, where a form cannot be opened at once.
pub fn button(voice: Voice<'_>, channel: &ChannelId) -> Message {
    let mut message = single(voice, "settings-open", &[]);
    message.parts.push(Part::Buttons(vec![settings_button(voice, channel)]));
    message
}

fn settings_button(voice: Voice<'_>, channel: &ChannelId) -> Button {
    let press = Press::Settings(channel.clone());
    Button { label: voice.text("button-settings", &[]), press, emphasis: Emphasis::Normal }
}

/// Introduces the bot where it joined; to the person who added it alone, where outsiders read along.
pub fn hello(voice: Voice<'_>, channel: &ChannelId, external: bool) -> Message {
    let name = Mrkdwn::channel(channel);
    let hello = if external {
        voice.markup("hello-external", &[("channel", Arg::Markup(&name))])
    } else {
        voice.markup("hello", &[])
    };
    let tune = voice.markup("hello-tune", &[]);
    let press = Press::QuietHere(channel.clone(), true);
    let quiet = Button { label: voice.text("button-quiet-here", &[]), press, emphasis: Emphasis::Normal };
    let buttons = vec![settings_button(voice, channel), quiet];
    Message::of(vec![Part::Section(hello), Part::Context(tune), Part::Buttons(buttons)])
}
