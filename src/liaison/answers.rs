//! What happens to messages later: edits are read again, deletions withdraw what answered them, a click on
//! :book: is answered, and the results of our own effects find their place.

use crate::glossary::concept::Visibility;
use crate::ids::{ConceptId, RequestId, UserId};
use crate::liaison::addressed::addressed_text;
use crate::liaison::decision::{Action, Placement, Purpose};
use crate::liaison::draft::Draft;
use crate::liaison::event::{Outcome, Posted, ResponseUrl};
use crate::liaison::posted::{MARK, explain, foreign};
use crate::liaison::records::{Answer, Key, Record};
use crate::liaison::shortcuts::{self, RAISED};
use crate::liaison::{desk, stewards};
use crate::requests::request::Place;
use crate::text::{Language, Passage};
use crate::time::{Span, Timestamp};
use crate::wording::definition;
use crate::wording::explanation::{self, Explained};
use crate::wording::request;

/// How an attempt to open a form ends that may have opened it all the same.
const MAY_BE_OPEN: [&str; 2] = ["unknown", "exchanged_trigger_id"];

/// How long after it was written a message counts as being read, so that a word added to it is explained.
const STILL_READ: Span = Span::hours(1);

fn answer_to<'a>(draft: &Draft<'a>, key: &Key) -> Option<&'a Answer> {
    match draft.facts.record(key) {
        Some(Record::Answer(answer)) => Some(answer),
        _ => None,
    }
}

/// Takes back the mark or the reply when the words that called for it are gone, and explains a word that was not
/// there before. An edit that changes none of that is left alone.
pub(super) fn edited(draft: &mut Draft<'_>, posted: &Posted) {
    let facts = draft.facts;
    let Some(channel) = facts.channel(&posted.channel).filter(|channel| channel.member) else { return };
    let addressed = addressed_text(&facts.bot.user, posted).is_some();
    if addressed || facts.person(&posted.author).is_none_or(|author| author.bot) {
        return;
    }
    let key = Key::Answer(posted.channel.clone(), posted.ts.clone());
    let settings = facts.channel_settings(&posted.channel);
    let passage = Passage::read(&posted.text);
    let still = foreign(draft, channel, &settings, &passage);
    let Some(answer) = answer_to(draft, &key).filter(|answer| !answer.concepts.is_empty()) else {
        // Nothing called for an answer before. An old message is left alone, whoever tidies it up.
        let fresh = Timestamp::of_message(&posted.ts).is_some_and(|at| draft.now().since(at) < STILL_READ);
        if fresh && !settings.quiet && !still.is_empty() {
            explain(draft, posted, channel, &settings, &passage);
        }
        return;
    };
    if still.iter().any(|(entry, _)| answer.concepts.contains(&entry.concept.id)) {
        add_words(draft, posted, answer, &still);
        return;
    }
    if answer.marked {
        let (channel, ts) = (posted.channel.clone(), posted.ts.clone());
        draft.act(Action::Unreact { channel, ts, name: MARK.to_owned() });
    }
    withdraw_reply(draft, &Place { channel: posted.channel.clone(), ts: posted.ts.clone() }, answer);
    draft.remove(key);
}

/// A word was added to a message that is answered already: it gets our :book:, which explains the new word as well.
fn add_words(draft: &mut Draft<'_>, posted: &Posted, answer: &Answer, words: &[(Explained<'_>, bool)]) {
    let explained = words.iter().filter(|(_, in_place)| !in_place).map(|(entry, _)| entry.concept.id.clone());
    let new: Vec<ConceptId> = explained.filter(|id| !answer.concepts.contains(id)).collect();
    if new.is_empty() {
        return;
    }
    if !answer.marked {
        let (channel, ts) = (posted.channel.clone(), posted.ts.clone());
        draft.act(Action::React { channel, ts, name: MARK.to_owned() });
    }
    let mut answer = Answer { marked: true, ..answer.clone() };
    answer.concepts.extend(new);
    draft.put(Key::Answer(posted.channel.clone(), posted.ts.clone()), Record::Answer(answer));
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
    let role = facts.role_at(user, Some(&place.channel));
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
    let voice = draft.voice(language);
    let mut message = explanation::in_private(voice, &entries);
    if !outsiders {
        message = definition::with_improve(voice, message, &entries);
    }
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
        (Purpose::Proposal(id), Some(place)) => stewards::card_posted(draft, *id, place),
        (Purpose::Proposal(id), None) => stewards::card_refused(draft, *id),
        (Purpose::Form(to, language), None) => form_failed(draft, to, *language, outcome),
        (Purpose::None | Purpose::Form(..), _) => {}
    }
}

/// Tells whoever asked for a form that it did not open, unless it may have.
fn form_failed(draft: &mut Draft<'_>, to: &ResponseUrl, language: Language, outcome: &Outcome) {
    let opened = match outcome {
        Outcome::Done(_) => true,
        Outcome::Refused(code) => MAY_BE_OPEN.contains(&code.as_str()),
        Outcome::Expired => false,
    };
    if !opened {
        draft.respond(Some(to), Placement::Beside, request::form_late(draft.voice(language)));
    }
}

fn unreached(draft: &mut Draft<'_>, id: RequestId) {
    if let Some(request) = draft.facts.request(id) {
        desk::tell_unreached(draft, request);
    }
}
