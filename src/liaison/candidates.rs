//! Counts the acronyms of a message that the glossary does not have, so that stewards learn what is missing. Keeps the
//! acronym and numbers, never the message or who wrote it.

use crate::glossary::acronyms;
use crate::ids::UserId;
use crate::liaison::draft::Draft;
use crate::liaison::event::Posted;
use crate::liaison::records::{Candidate, ChannelSettings, Explain, Key, Record, TimerKind};
use crate::text::Passage;
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
        let key = Key::Candidate(word.clone());
        let mut candidate = match draft.facts.record(&key) {
            Some(Record::Candidate(candidate)) => candidate.clone(),
            _ => Candidate {
                word: word.clone(),
                marks: Vec::new(),
                ripe: false,
                messages: 0,
                first: draft.now(),
                last: draft.now(),
            },
        };
        candidate.messages = candidate.messages.saturating_add(1);
        candidate.last = draft.now();
        let mark = mark(&posted.author, &word);
        if !candidate.ripe && !candidate.marks.contains(&mark) {
            candidate.marks.push(mark);
            if candidate.marks.len() >= Candidate::SEVERAL {
                candidate.marks.clear();
                candidate.ripe = true;
            }
        }
        let kept = if candidate.ripe { RIPE } else { UNRIPE };
        draft.set_timer(TimerKind::ForgetCandidate(word), kept);
        draft.put(key, Record::Candidate(candidate));
    }
}

/// A number that tells the users of one acronym apart, and differs for the same person and another acronym.
fn mark(user: &UserId, word: &str) -> u32 {
    let bytes = word.bytes().chain([0]).chain(user.as_str().bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
