//! A message was posted: answers it when it is meant for the bot, else explains words that are foreign to
//! readers, and offers help where revenue and quality pull apart. Says nothing where the facts are missing.

use std::collections::BTreeSet;

use crate::glossary::concept::{Concept, Role, Visibility};
use crate::ids::{ChannelId, ConceptId, MessageTs, UserId};
use crate::liaison::addressed::addressed_text;
use crate::liaison::decision::{Action, Purpose};
use crate::liaison::draft::Draft;
use crate::liaison::event::Posted;
use crate::liaison::facts::Channel;
use crate::liaison::records::{Answer, Cause, ChannelSettings, Explain, Friction, Key, Record, TimerKind};
use crate::liaison::{asked, candidates, desk, noise, reception};
use crate::requests::life;
use crate::requests::request::{Place, Surface};
use crate::rules::finding::{Finding, Kind};
use crate::rules::memory::ThreadMemory;
use crate::rules::{Said, Threshold};
use crate::text::Passage;
use crate::wording::explanation::{self, Explained};
use crate::wording::press::FindingRef;
use crate::wording::{definition, offer};

/// The reaction that marks a message with known words.
pub(super) const MARK: &str = "book";

pub(super) fn posted(draft: &mut Draft<'_>, posted: &Posted) {
    let facts = draft.facts;
    let Some(author) = facts.person(&posted.author) else { return };
    if author.bot || posted.author == facts.bot.user {
        return;
    }
    let in_request = posted.thread.is_some() && replied_to_request(draft, posted);
    if let Some(text) = addressed_text(&facts.bot.user, posted) {
        // In a direct message a reply under a request belongs to the request, not to the grammar.
        if !(posted.direct && in_request) {
            asked::mentioned(draft, posted, &text);
        }
        return;
    }
    let Some(channel) = facts.channel(&posted.channel).filter(|channel| channel.member) else { return };
    let settings = facts.channel_settings(&posted.channel);
    let passage = Passage::read(&posted.text);
    if !settings.quiet {
        explain(draft, posted, channel, &settings, &passage);
    }
    if !channel.external {
        candidates::note(draft, posted, &settings, &passage);
        listen(draft, posted, &settings, &passage);
    }
}

/// A reply by the requester after *solved* reopens. Whether the message is in the thread of a request.
fn replied_to_request(draft: &mut Draft<'_>, posted: &Posted) -> bool {
    let Some(request) = draft.facts.request_at(&posted.channel, posted.root()) else { return false };
    if request.requester == posted.author && request.state == life::State::Solved {
        // The requester may always reopen a solved request, so there is no refusal to speak of.
        let _ = desk::act(draft, request, life::Action::Reopen, &posted.author, Surface::Thread);
    }
    true
}

/// The roles that read a channel: what its settings say, else those of its members, else both sides.
fn audience(channel: &Channel, settings: &ChannelSettings) -> BTreeSet<Role> {
    let roles: BTreeSet<Role> = match &settings.audience {
        Some(roles) => roles.iter().copied().collect(),
        None => channel.roles.clone(),
    };
    if roles.is_empty() { [Role::Sales, Role::Engineering].into() } else { roles }
}

/// Concepts of a message that some reader of its channel does not know, each with that reader's role.
pub(super) fn foreign<'a>(
    draft: &Draft<'a>,
    channel: &Channel,
    settings: &ChannelSettings,
    passage: &Passage<'_>,
) -> Vec<(Explained<'a>, bool)> {
    let audience = audience(channel, settings);
    let mut found: Vec<(Explained<'a>, bool)> = Vec::new();
    for occurrence in draft.policy.glossary.find(passage) {
        let concept: &'a Concept = occurrence.concept;
        let hidden = channel.external && concept.visibility == Visibility::Internal;
        if hidden || settings.muted.contains(&concept.id) {
            continue;
        }
        let stranger = audience.iter().find(|&&role| !draft.policy.settings.knows(role, &concept.subject_field));
        let Some(&role) = stranger else { continue };
        if noise::everybody_knows(draft, channel, &concept.id, &concept.subject_field) {
            continue;
        }
        match found.iter_mut().find(|(entry, _)| entry.concept.id == concept.id) {
            Some((_, in_place)) => *in_place |= occurrence.explained,
            None => found.push((Explained { concept, role }, occurrence.explained)),
        }
    }
    found
}

pub(super) fn explain(
    draft: &mut Draft<'_>,
    posted: &Posted,
    channel: &Channel,
    settings: &ChannelSettings,
    passage: &Passage<'_>,
) {
    let mode = settings.explain.unwrap_or(draft.policy.settings.explain);
    if mode == Explain::Off {
        return;
    }
    let mut fresh = Vec::new();
    let mut known: Vec<ConceptId> = Vec::new();
    for (entry, in_place) in foreign(draft, channel, settings, passage) {
        let key = Key::Explained(posted.channel.clone(), entry.concept.id.clone());
        if in_place {
            // Somebody just explained it here; from now on it only needs the mark.
            draft.put(key, Record::Explained(draft.now()));
        } else if was_explained(draft, &key) {
            known.push(entry.concept.id.clone());
        } else {
            fresh.push(entry);
        }
    }
    let reply = mode == Explain::Thread
        && !draft.facts.person_settings(&posted.author).quiet
        && noise::may_post(draft, &posted.channel, settings);
    if !reply {
        known.extend(fresh.drain(..).map(|entry| entry.concept.id.clone()));
    }
    let rest = fresh.split_off(fresh.len().min(draft.policy.settings.most_terms));
    if fresh.is_empty() {
        if !known.is_empty() {
            mark(draft, &posted.channel, &posted.ts, known);
        }
        return;
    }
    for entry in &fresh {
        let key = Key::Explained(posted.channel.clone(), entry.concept.id.clone());
        draft.put(key, Record::Explained(draft.now()));
    }
    let language = draft.facts.public_language(&posted.channel, passage.language(), &posted.author);
    let rest: Vec<ConceptId> = rest.into_iter().map(|entry| entry.concept.id.clone()).collect();
    let voice = draft.voice(language);
    let mut message = explanation::in_thread(voice, &fresh, &rest);
    if !channel.external {
        message = definition::with_improve(voice, message, &fresh);
    }
    draft.act_for(
        Action::Post { channel: posted.channel.clone(), thread: Some(posted.root().clone()), message },
        Purpose::Explanation(posted.channel.clone(), posted.ts.clone()),
    );
    let words: Vec<ConceptId> = fresh.iter().map(|entry| entry.concept.id.clone()).collect();
    noise::spoke(draft, &posted.channel, &posted.ts, Cause::Words(words.clone()));
    known.extend(words.into_iter().chain(rest));
    answer(draft, &posted.channel, &posted.ts, known, false);
}

fn was_explained(draft: &Draft<'_>, key: &Key) -> bool {
    match draft.facts.record(key) {
        Some(Record::Explained(at)) => draft.now().since(*at) < draft.policy.settings.explain_again_after,
        _ => false,
    }
}

fn mark(draft: &mut Draft<'_>, channel: &ChannelId, ts: &MessageTs, concepts: Vec<ConceptId>) {
    draft.act(Action::React { channel: channel.clone(), ts: ts.clone(), name: MARK.to_owned() });
    answer(draft, channel, ts, concepts, true);
}

/// Remembers what was answered to a message.
fn answer(draft: &mut Draft<'_>, channel: &ChannelId, ts: &MessageTs, concepts: Vec<ConceptId>, marked: bool) {
    let key = Key::Answer(channel.clone(), ts.clone());
    let raised = matches!(draft.facts.record(&key), Some(Record::Answer(before)) if before.raised);
    draft.put(key, Record::Answer(Answer { reply: None, marked, concepts, raised }));
}

fn listen(draft: &mut Draft<'_>, posted: &Posted, settings: &ChannelSettings, passage: &Passage<'_>) {
    let mode = settings.friction.unwrap_or(draft.policy.settings.friction);
    if mode == Friction::Off || settings.quiet {
        return;
    }
    let key = Key::Thread(posted.channel.clone(), posted.root().clone());
    let mut memory = match draft.facts.record(&key) {
        Some(Record::Thread(memory)) => memory.clone(),
        _ => ThreadMemory::default(),
    };
    let said = Said {
        message: posted.ts.as_str(),
        at: draft.now(),
        speaker: speaker_number(&posted.author, posted.root()),
        role: draft.facts.role_of(&posted.author).unwrap_or(Role::Other),
        passage,
    };
    let finding = draft.policy.rules.judge(&mut memory, said, Threshold::Calm);
    if memory.heard.iter().any(|heard| !heard.cues.is_empty()) {
        let place = Place { channel: posted.channel.clone(), ts: posted.root().clone() };
        draft.put(key, Record::Thread(memory));
        draft.set_timer(TimerKind::ForgetThread(place), draft.policy.settings.forget_thread_after);
    }
    // A silent card disturbs nobody in the channel.
    let may_raise = mode == Friction::Notify || noise::may_post(draft, &posted.channel, settings);
    if let Some(finding) = finding.filter(|it| may_raise && reception::is_welcome(draft, &posted.channel, it)) {
        raise(draft, posted, mode, finding, passage);
    }
}

/// A number that tells the speakers of one thread apart and, by itself, nothing else (FNV-1a, 32 bits).
fn speaker_number(user: &UserId, root: &MessageTs) -> u32 {
    let bytes = root.as_str().bytes().chain(user.as_str().bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn raise(draft: &mut Draft<'_>, posted: &Posted, mode: Friction, finding: Finding, passage: &Passage<'_>) {
    let facts = draft.facts;
    let spoken = passage.language();
    let about = FindingRef {
        channel: posted.channel.clone(),
        ts: posted.ts.clone(),
        root: posted.root().clone(),
        author: posted.author.clone(),
        kind: finding.kind,
        themes: finding.themes,
        rules: finding.rules,
        because: finding
            .because
            .into_iter()
            .map(|because| (because.cue, because.surface.unwrap_or_default()))
            .collect(),
        language: facts.public_language(&posted.channel, spoken, &posted.author),
    };
    // How something is said is only ever shown to the person who said it.
    let private_matter = about.kind == Kind::CommunicationStyle;
    match mode {
        Friction::Notify if private_matter => {}
        Friction::Post if !private_matter => {
            let card = offer::offer(draft.voice(about.language), &about, false);
            draft.post(&posted.channel, Some(posted.root()), card);
            noise::spoke(draft, &posted.channel, &posted.ts, Cause::Finding(about.rules));
        }
        Friction::Notify => desk::suggest(draft, &about),
        Friction::Offer | Friction::Post => {
            let answered = posted.parent.as_ref().filter(|parent| **parent != posted.author && !private_matter);
            let mut offered = false;
            for reader in [Some(&posted.author), answered].into_iter().flatten() {
                let inside = facts.person(reader).is_some_and(|person| !person.bot && !person.external);
                if inside && noise::may_offer(draft, reader) {
                    offered = true;
                    let language = facts.language_of(reader, Some(&posted.channel), spoken);
                    let card = offer::offer(draft.voice(language), &about, true);
                    draft.show(reader, &posted.channel, posted.thread.as_ref(), card);
                }
            }
            if offered {
                // It counts, but what one person alone was shown is nobody else's to read.
                noise::spoke(draft, &posted.channel, &posted.ts, Cause::Finding(Vec::new()));
            }
        }
        Friction::Off => {}
    }
}
