//! Counts what the glossary does not have, so that stewards learn what is missing: acronyms people use, and words
//! somebody asked for. Keeps the word and numbers, never the message or who wrote it.

use crate::glossary::{LookUp, acronyms};
use crate::ids::UserId;
use crate::liaison::draft::Draft;
use crate::liaison::event::Posted;
use crate::liaison::records::{Candidate, ChannelSettings, Explain, Key, Record, TimerKind};
use crate::text::{Passage, normalise};
use crate::time::Span;

/// How long an acronym is kept that only one or two people have used.
const UNRIPE: Span = Span::days(30);
/// How long one is kept that several have used, after it was used last.
const RIPE: Span = Span::days(90);

pub(super) fn note(draft: &mut Draft<'_>, posted: &Posted, settings: &ChannelSettings, passage: &Passage<'_>) {
    // Where nothing is explained, nobody asked for a better glossary either.
    if posted.direct || settings.explain.unwrap_or(draft.policy.settings.explain) == Explain::Off {
        return;
    }
    for word in acronyms::unknown(&draft.policy.glossary, passage) {
        let timer = TimerKind::ForgetCandidate(word.clone());
        count(draft, &posted.author, Key::Candidate(word.clone()), timer, &word);
    }
}

/// Somebody asked for a word: counts it when the glossary has nothing for it.
pub(super) fn asked_for(draft: &mut Draft<'_>, user: &UserId, term: &str) {
    let is_there = matches!(draft.policy.glossary.look_up(term), LookUp::Found(_) | LookUp::Part(_));
    if let Some(word) = missed_word(term).filter(|_| !is_there) {
        count(draft, user, Key::Missed(word.clone()), TimerKind::ForgetMissed(word.clone()), &word);
    }
}

/// The form in which a word is counted that somebody asked for; nothing for what is no word, such as a sentence.
pub(super) fn missed_word(term: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let word = normalise(term);
    let word = word.trim();
    let fits = (2..=LONGEST).contains(&word.chars().count())
        && word.split(' ').count() <= 4
        && word.chars().all(|c| c.is_alphanumeric() || " -ー・".contains(c));
    fits.then(|| word.to_owned())
}

fn count(draft: &mut Draft<'_>, user: &UserId, key: Key, timer: TimerKind, word: &str) {
    let mut candidate = match draft.facts.record(&key) {
        Some(Record::Candidate(candidate)) => candidate.clone(),
        _ => Candidate {
            word: word.to_owned(),
            marks: Vec::new(),
            ripe: false,
            messages: 0,
            first: draft.now(),
            last: draft.now(),
        },
    };
    candidate.messages = candidate.messages.saturating_add(1);
    candidate.last = draft.now();
    let mark = mark(user, word);
    if !candidate.ripe && !candidate.marks.contains(&mark) {
        candidate.marks.push(mark);
        if candidate.marks.len() >= Candidate::SEVERAL {
            candidate.marks.clear();
            candidate.ripe = true;
        }
    }
    draft.set_timer(timer, if candidate.ripe { RIPE } else { UNRIPE });
    draft.put(key, Record::Candidate(candidate));
}

/// A number that tells the users of one acronym apart, and differs for the same person and another acronym.
fn mark(user: &UserId, word: &str) -> u32 {
    let bytes = word.bytes().chain([0]).chain(user.as_str().bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
