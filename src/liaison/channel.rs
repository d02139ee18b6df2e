//! How a channel is set: opens the form, takes what is chosen in it, keeps the bot quiet there, and introduces the bot
//! where it joins. Who changed what is said in the channel, unless outsiders read along.

use crate::commands::Verb;
use crate::glossary::concept::{Concept, Role};
use crate::ids::{ChannelId, ConceptId, UserId};
use crate::liaison::decision::{Action, Placement};
use crate::liaison::draft::Draft;
use crate::liaison::event::{Filled, Pressed, ResponseUrl, TriggerId};
use crate::liaison::records::{
    self, Budget, ChannelSettings, Explain, Friction, Key, QuietHours, Record, Saying, Spoken,
};
use crate::liaison::{noise, reception};
use crate::requests::request::Place;
use crate::text::Language;
use crate::time::Span;
use crate::wording::channel::{self, Change, Form};
use crate::wording::message::Message;
use crate::wording::reception::{Cause, SHOWN, Said, State, why_here};
use crate::wording::{Voice, help, request};

/// How long after it introduced itself the bot does so again when it joins anew.
const HELLO_AGAIN: Span = Span::days(30);

/// Opens the form for a channel, or says why there is none.
pub(super) fn open(
    draft: &mut Draft<'_>,
    voice: Voice<'_>,
    user: &UserId,
    id: &ChannelId,
    trigger: Option<(&TriggerId, Option<&ResponseUrl>)>,
) -> Option<Message> {
    let facts = draft.facts;
    let Some(known) = facts.channel(id) else { return Some(channel::not_here(voice)) };
    if known.direct {
        return Some(channel::only_channels(voice, &help::spelled(voice, Verb::Settings)));
    }
    if !known.member {
        return Some(channel::not_here(voice));
    }
    let Some((trigger, response)) = trigger else { return Some(channel::button(voice, id)) };
    let settings = facts.channel_settings(id);
    let zone = settings.quiet_hours.as_ref().map(|hours| hours.zone.clone());
    let zone = zone.or_else(|| facts.person(user)?.zone.clone().filter(|zone| noise::is_zone(zone)));
    let muted: Vec<&Concept> =
        settings.muted.iter().rev().filter_map(|id| draft.policy.glossary.concept(id)).take(Form::MOST_MUTED).collect();
    let usual = &draft.policy.settings;
    let form = Form {
        channel: id,
        settings: &settings,
        muted: &muted,
        zone: zone.as_deref().unwrap_or("UTC"),
        usual: (usual.explain, usual.friction, usual.budget),
    };
    draft.open(trigger.clone(), channel::form(voice, &form), response, voice.language());
    None
}

/// The button that opens it.
pub(super) fn pressed(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, id: &ChannelId) {
    let trigger = pressed.trigger.as_ref().map(|trigger| (trigger, pressed.response.as_ref()));
    if let Some(answer) = open(draft, voice, &pressed.user, id, trigger) {
        draft.respond(pressed.response.as_ref(), Placement::Beside, answer);
    }
}

/// Takes what was chosen. What is not in the form stays as it is.
pub(super) fn submitted(
    draft: &mut Draft<'_>,
    user: &UserId,
    id: &ChannelId,
    zone: &str,
    shown: &[ConceptId],
    values: &Filled,
) {
    let before = draft.facts.channel_settings(id);
    let after = chosen(&before, zone, shown, values);
    if after == before {
        return;
    }
    draft.put(Key::Channel(id.clone()), Record::Channel(after.clone()));
    let voice = voice_of(draft, id, user);
    let changes = changes(draft, &before, &after);
    say(draft, user, id, channel::changed(voice, user, &changes));
}

fn chosen(before: &ChannelSettings, zone: &str, shown: &[ConceptId], values: &Filled) -> ChannelSettings {
    let hour = |field: &str| values.typed(field).and_then(|hour| hour.parse::<i8>().ok());
    let number = |field: &str| values.typed(field).and_then(channel::number);
    let quiet_hours = match (hour(channel::FROM), hour(channel::TO)) {
        (Some(from), Some(to)) if from != to => Some(QuietHours { from, to, zone: zone.to_owned() }),
        _ => None,
    };
    let audience: Vec<Role> = values.chosen(channel::AUDIENCE).iter().filter_map(|role| Role::from_id(role)).collect();
    let still = values.chosen(channel::MUTED);
    let kept = |id: &ConceptId| !shown.contains(id) || still.iter().any(|kept| kept == id.as_str());
    ChannelSettings {
        explain: values.typed(channel::EXPLAIN).and_then(Explain::from_id),
        friction: values.typed(channel::FRICTION).and_then(Friction::from_id),
        audience: (!audience.is_empty()).then_some(audience),
        language: values
            .typed(channel::LANGUAGE)
            .and_then(|code| Language::ALL.into_iter().find(|language| language.code() == code)),
        muted: before.muted.iter().filter(|id| kept(id)).cloned().collect(),
        quiet: values.chosen(channel::QUIET).iter().any(|it| it == channel::QUIET),
        quiet_hours,
        budget: match (number(channel::HOUR), number(channel::DAY)) {
            (None, None) => None,
            (hour, day) => Some(Budget { hour: hour.unwrap_or(Budget::MOST), day: day.unwrap_or(Budget::MOST) }),
        },
    }
}

/// What is different now.
fn changes<'a>(draft: &Draft<'a>, before: &ChannelSettings, after: &ChannelSettings) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    let usual = &draft.policy.settings;
    if before.explain != after.explain {
        changes.push(Change::Explain(after.explain.unwrap_or(usual.explain)));
    }
    if before.friction != after.friction {
        changes.push(Change::Friction(after.friction.unwrap_or(usual.friction)));
    }
    if before.audience != after.audience {
        changes.push(Change::Audience(after.audience.clone().unwrap_or_default()));
    }
    if before.language != after.language {
        changes.push(Change::Language(after.language));
    }
    if before.quiet_hours != after.quiet_hours {
        changes.push(Change::Hours(after.quiet_hours.clone()));
    }
    if before.budget != after.budget {
        changes.push(Change::Budget(after.budget.unwrap_or(usual.budget)));
    }
    if before.muted != after.muted {
        let again = before.muted.iter().filter(|id| !after.muted.contains(id));
        changes.push(Change::ExplainedAgain(again.filter_map(|id| draft.policy.glossary.concept(id)).collect()));
    }
    if before.quiet != after.quiet {
        changes.push(Change::Quiet(after.quiet));
    }
    changes
}

/// Keeps the bot from saying anything in a channel by itself, or lets it again. Returns what to tell who asked.
pub(super) fn quiet(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, id: &ChannelId, quiet: bool) -> Message {
    let facts = draft.facts;
    let Some(known) = facts.channel(id).filter(|channel| channel.member) else {
        return channel::not_here(voice);
    };
    if known.direct {
        return channel::only_channels(voice, &help::spelled(voice, Verb::Quiet));
    }
    let before = facts.channel_settings(id);
    if before.quiet != quiet {
        draft.put(Key::Channel(id.clone()), Record::Channel(ChannelSettings { quiet, ..before }));
        let public = voice_of(draft, id, user);
        say(draft, user, id, channel::changed(public, user, &[Change::Quiet(quiet)]));
    }
    channel::quiet_done(voice, quiet)
}

/// The voice that speaks to a whole channel.
fn voice_of<'a>(draft: &Draft<'a>, id: &ChannelId, user: &UserId) -> Voice<'a> {
    draft.voice(draft.facts.public_language(id, None, user))
}

/// Says in a channel what somebody changed; where outsiders read along, to that person alone.
fn say(draft: &mut Draft<'_>, user: &UserId, id: &ChannelId, message: Message) {
    if draft.facts.has_outsiders(id) {
        draft.show(user, id, None, message);
    } else {
        draft.post(id, None, message);
    }
}

/// The bot was added to a channel: one short hello, with how to tune or remove it. Where outsiders read along, to
/// whoever added it.
pub(super) fn joined(draft: &mut Draft<'_>, id: &ChannelId, by: Option<&UserId>) {
    let facts = draft.facts;
    let Some(known) = facts.channel(id).filter(|channel| channel.member && !channel.direct) else { return };
    let is_triage = facts.teams.iter().any(|team| team.triage.as_ref() == Some(id));
    let spoken = noise::spoken(draft, id);
    let lately = spoken.introduced.is_some_and(|at| draft.now().since(at) < HELLO_AGAIN);
    if is_triage || lately {
        return;
    }
    let inviter = by.filter(|user| facts.person(user).is_some_and(|person| !person.external && !person.bot));
    let language = facts.channel_settings(id).language.or_else(|| Some(facts.language_of(inviter?, Some(id), None)));
    let voice = draft.voice(language.unwrap_or(Language::English));
    match (known.external, inviter) {
        (false, _) => draft.post(id, None, channel::hello(voice, id, false)),
        (true, Some(user)) => {
            let message = channel::hello(voice, id, true);
            draft.act(Action::PostDirect { user: user.clone(), message });
        }
        (true, None) => return,
    }
    let spoken = Spoken { introduced: Some(draft.now()), ..spoken };
    draft.put(Key::Spoken(id.clone()), Record::Spoken(spoken));
}

/// What made the bot speak in a channel of late, how the channel is set, and, for the liaisons, how the rules are
/// received.
pub(super) fn why(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, id: &ChannelId) -> Message {
    let facts = draft.facts;
    let Some(known) = facts.channel(id).filter(|channel| channel.member && !channel.direct) else {
        return channel::only_channels(voice, &help::spelled(voice, Verb::Why));
    };
    if known.external {
        return request::outsider(voice);
    }
    let settings = facts.channel_settings(id);
    let usual = &draft.policy.settings;
    let spoken = noise::spoken(draft, id);
    let said = |span: Span| spoken.recent.iter().filter(|saying| draft.now().since(saying.at) < span).count() as u64;
    let budget = settings.budget.unwrap_or(usual.budget);
    let state = State {
        settings: vec![
            Change::Explain(settings.explain.unwrap_or(usual.explain)),
            Change::Friction(settings.friction.unwrap_or(usual.friction)),
        ],
        quiet: settings.quiet,
        hour: (said(Span::hours(1)), u64::from(budget.hour)),
        day: (said(Span::days(1)), u64::from(budget.day)),
        sayings: spoken
            .recent
            .iter()
            .rev()
            .filter(|it| is_public(it))
            .take(SHOWN)
            .map(|saying| told(draft, voice, id, saying))
            .collect(),
        received: facts.is_keeper(user).then(|| reception::received(draft, id)),
    };
    why_here(voice, &state)
}

/// Whether all in the channel saw it.
const fn is_public(saying: &Saying) -> bool {
    match &saying.cause {
        records::Cause::Words(_) => true,
        records::Cause::Finding(rules) => !rules.is_empty(),
    }
}

fn told<'a>(draft: &Draft<'a>, voice: Voice<'_>, id: &ChannelId, saying: &'a Saying) -> Said<'a> {
    let place = Place { channel: id.clone(), ts: saying.about.clone() };
    let policy = draft.policy;
    let cause = match &saying.cause {
        records::Cause::Words(ids) => {
            let concepts = ids.iter().filter_map(|id| policy.glossary.concept(id));
            Cause::Words(concepts.map(|concept| concept.name(voice.language())).collect())
        }
        records::Cause::Finding(rules) => {
            let why = |rule| policy.rules.why(rule, voice.language()).unwrap_or_default();
            Cause::Rules(rules.iter().map(|rule| (rule.as_str(), why(rule))).collect())
        }
    };
    Said { link: draft.permalink(&place, &saying.about), cause }
}
