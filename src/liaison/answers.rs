//! What happens to messages later: edits are read again, deletions withdraw what answered them, a click on
//! :book: is answered, and the results of our own effects find their place.

use crate::glossary::concept::{Role, Visibility};
use crate::ids::{RequestId, UserId};
use crate::liaison::decision::{Action, Purpose};
use crate::liaison::desk;
use crate::liaison::draft::Draft;
use crate::liaison::event::{Outcome, Posted};
use crate::liaison::posted::{MARK, foreign};
use crate::liaison::records::{Answer, Key, Record};
use crate::liaison::shortcuts::{self, RAISED};
use crate::requests::request::Place;
use crate::text::Passage;
use crate::wording::explanation::{self, Explained};

fn answer_to<'a>(draft: &Draft<'a>, key: &Key) -> Option<&'a Answer> {
    match draft.facts.record(key) {
        Some(Record::Answer(answer)) => Some(answer),
        _ => None,
    }
}

/// Takes back the mark or the reply when the words that called for it are gone.
pub(super) fn edited(draft: &mut Draft<'_>, posted: &Posted) {
    let key = Key::Answer(posted.channel.clone(), posted.ts.clone());
    let Some(answer) = answer_to(draft, &key) else { return };
    let Some(channel) = draft.facts.channel(&posted.channel) else { return };
    let settings = draft.facts.channel_settings(&posted.channel);
    let passage = Passage::read(&posted.text);
    let still = foreign(draft, channel, &settings, &passage);
    if still.iter().any(|(entry, _)| answer.concepts.contains(&entry.concept.id)) {
        return;
    }
    if answer.marked {
        let (channel, ts) = (posted.channel.clone(), posted.ts.clone());
        draft.act(Action::Unreact { channel, ts, name: MARK.to_owned() });
    }
    withdraw_reply(draft, &Place { channel: posted.channel.clone(), ts: posted.ts.clone() }, answer);
    draft.remove(key);
}

/// Withdraws what answered a deleted message. The message took its reactions with it.
pub(super) fn deleted(draft: &mut Draft<'_>, place: &Place) {
    let key = Key::Answer(place.channel.clone(), place.ts.clone());
    let Some(answer) = answer_to(draft, &key) else { return };
    withdraw_reply(draft, place, answer);
    draft.remove(key);
}

fn withdraw_reply(draft: &mut Draft<'_>, place: &Place, answer: &Answer) {
    if let Some(reply) = &answer.reply {
        draft.act(Action::Delete { channel: place.channel.clone(), ts: reply.clone() });
    }
}

/// Answers whoever clicks :book: on a message the bot marked or explained, alone.
pub(super) fn reacted(draft: &mut Draft<'_>, user: &UserId, place: &Place, name: &str) {
    let facts = draft.facts;
    if *user == facts.bot.user {
        return;
    }
    // A hand may come in a colour of skin: `raising_hand::skin-tone-3`.
    match name.split("::").next() {
        Some(RAISED) => return shortcuts::raised(draft, user, place),
        Some(MARK) => {}
        _ => return,
    }
    let Some(answer) = answer_to(draft, &Key::Answer(place.channel.clone(), place.ts.clone())) else { return };
    let Some(reader) = facts.person(user).filter(|person| !person.bot) else { return };
    let outsiders = facts.has_outsiders(&place.channel) || reader.external;
    let role = facts.role_of(user).unwrap_or(Role::Other);
    let policy = draft.policy;
    let entries: Vec<Explained<'_>> = answer
        .concepts
        .iter()
        .filter_map(|id| policy.glossary.concept(id))
        .filter(|concept| !outsiders || concept.visibility == Visibility::Public)
        .map(|concept| Explained { concept, role })
        .collect();
    if entries.is_empty() {
        return;
    }
    let language = facts.language_of(user, Some(&place.channel), None);
    let message = explanation::in_private(draft.voice(language), &entries);
    draft.show(user, &place.channel, None, message);
}

/// Remembers where an effect's message is, or that there is none.
pub(super) fn settled(draft: &mut Draft<'_>, purpose: &Purpose, outcome: &Outcome) {
    let place = match outcome {
        Outcome::Done(place) => place.as_ref(),
        Outcome::Refused(_) | Outcome::Expired => None,
    };
    match (purpose, place) {
        (Purpose::Explanation(channel, ts), Some(place)) => {
            let key = Key::Answer(channel.clone(), ts.clone());
            match answer_to(draft, &key) {
                Some(answer) => {
                    let answer = Answer { reply: Some(place.ts.clone()), ..answer.clone() };
                    draft.put(key, Record::Answer(answer));
                }
                // The message was deleted or changed while the reply was on its way.
                None => draft.act(Action::Delete { channel: place.channel.clone(), ts: place.ts.clone() }),
            }
        }
        (Purpose::Explanation(channel, ts), None) => draft.remove(Key::Answer(channel.clone(), ts.clone())),
        (Purpose::Card(id), Some(place)) => desk::card_posted(draft, *id, place),
        (Purpose::Card(id), None) => unreached(draft, *id),
        (Purpose::Origin(id), Some(place)) => desk::origin_posted(draft, *id, place),
        (Purpose::Origin(id), None) => desk::origin_refused(draft, *id),
        (Purpose::None, _) => {}
    }
}

fn unreached(draft: &mut Draft<'_>, id: RequestId) {
    if let Some(request) = draft.facts.request(id) {
        desk::tell_unreached(draft, request);
    }
}
