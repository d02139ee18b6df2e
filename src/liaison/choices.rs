//! What a person chooses for themselves: their role, the words they know, and where the bot shall be quiet. Answers
//! for that person alone; what changes for a whole channel is said there.

use crate::commands::{Quiet, Wish};
use crate::glossary::concept::Concept;
use crate::glossary::lookup::LookUp;
use crate::ids::{ChannelId, ConceptId, UserId};
use crate::liaison::channel;
use crate::liaison::draft::Draft;
use crate::liaison::records::{Key, PersonSettings, Record};
use crate::wording::message::Message;
use crate::wording::{Voice, choices, explanation};

/// The most words a person's list of known ones holds; the oldest give way.
const MOST_KNOWN: usize = 500;

fn put(draft: &mut Draft<'_>, user: &UserId, settings: PersonSettings) {
    draft.put(Key::Person(user.clone()), Record::Person(settings));
}

/// `/liaison i-am`.
pub(super) fn role(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, wish: Wish) -> Message {
    let before = draft.facts.person_settings(user);
    let of_group = draft.facts.person(user).and_then(|person| person.role);
    let chosen = match wish {
        Wish::Tell => return choices::role(voice, before.role.or(of_group)),
        Wish::Be(role) => Some(role),
        Wish::AsInSlack => None,
    };
    put(draft, user, PersonSettings { role: chosen, ..before });
    match chosen {
        Some(role) => choices::role_set(voice, role),
        None => choices::role(voice, of_group),
    }
}

/// `/liaison quiet`.
pub(super) fn quiet(
    draft: &mut Draft<'_>,
    voice: Voice<'_>,
    user: &UserId,
    channel: &ChannelId,
    wish: &Quiet,
) -> Message {
    match wish {
        Quiet::Tell => tell(draft, voice, user, channel),
        Quiet::About(term) => about(draft, voice, user, channel, term),
        Quiet::Here => channel::quiet(draft, voice, user, channel, true),
        Quiet::Everywhere => everywhere(draft, voice, user, true),
        Quiet::Off => {
            let here = draft.facts.channel_settings(channel).quiet;
            let personal = draft.facts.person_settings(user).quiet;
            if here {
                channel::quiet(draft, voice, user, channel, false);
            }
            if personal {
                everywhere(draft, voice, user, false);
            }
            choices::speaks_again(voice)
        }
    }
}

/// Where the bot is quiet, and what can be chosen.
fn tell(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, channel: &ChannelId) -> Message {
    let in_channel = draft.facts.channel(channel).is_some_and(|channel| channel.member && !channel.direct);
    let here = in_channel.then(|| draft.facts.channel_settings(channel).quiet);
    choices::quiet(voice, channel, here, draft.facts.person_settings(user).quiet)
}

/// Says nothing to a person by itself any more, anywhere; or does again.
pub(super) fn everywhere(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, quiet: bool) -> Message {
    let before = draft.facts.person_settings(user);
    put(draft, user, PersonSettings { quiet, ..before });
    if quiet { choices::quiet_everywhere(voice) } else { choices::speaks_again(voice) }
}

/// A word somebody does not want to hear about.
fn about(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, channel: &ChannelId, term: &str) -> Message {
    let shown = |concept: &&Concept| draft.facts.may_show(concept, Some(channel));
    match draft.policy.glossary.look_up(term) {
        LookUp::Found(concepts) => {
            let ids: Vec<ConceptId> = concepts.into_iter().filter(shown).map(|concept| concept.id.clone()).collect();
            if ids.is_empty() { explanation::not_found(voice, term, &[]) } else { known(draft, voice, user, &ids) }
        }
        LookUp::Part(near) | LookUp::Near(near) => {
            let near: Vec<_> = near.into_iter().filter(|(concept, _)| shown(concept)).collect();
            if near.is_empty() { explanation::not_found(voice, term, &[]) } else { choices::which(voice, term, &near) }
        }
        LookUp::Nothing => explanation::not_found(voice, term, &[]),
    }
}

/// A person knows these words.
pub(super) fn known(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, ids: &[ConceptId]) -> Message {
    let mut settings = draft.facts.person_settings(user);
    for id in ids {
        if !settings.known.contains(id) {
            settings.known.push(id.clone());
        }
    }
    let excess = settings.known.len().saturating_sub(MOST_KNOWN);
    settings.known.drain(..excess);
    put(draft, user, settings);
    choices::known(voice, &draft.names(ids, voice.language()))
}
