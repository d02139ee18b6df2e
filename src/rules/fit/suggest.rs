//! Phrases that tell kinds of trouble apart in labelled talk and that no cue covers yet, for a person to accept,
//! generalise or refuse: `liaison fit --suggest`. Returns the most promising, for each kind and for calm.
//!
//! A phrase is a run of one to five English words, or of two to nine characters of Japanese between word boundaries.
//! For a kind, those count that stand in conversations of the kind and outside what its cues hear already; the more
//! conversations that were missed they would have helped, and the fewer others they stand in, the better. For calm,
//! the same with conversations in which something was wrongly found, against those in which it was rightly found.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use crate::rules::RuleSet;
use crate::rules::cue::Side;
use crate::rules::finding::Kind;
use crate::text::{Language, Passage};

use super::labelled::Conversation;

/// What a phrase would speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A kind of trouble.
    Kind(Kind),
    /// Nothing to step in for.
    Calm,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Kind(Kind::DivergentGoals),
        Self::Kind(Kind::CommunicationStyle),
        Self::Kind(Kind::KnowledgeGap),
        Self::Calm,
    ];

    /// The id of the kind, or `calm`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.id(),
            Self::Calm => "calm",
        }
    }

    fn covers(self, side: Side) -> bool {
        match self {
            Self::Kind(kind) => side.kind() == Some(kind),
            Self::Calm => side == Side::Calm,
        }
    }
}

/// A phrase that may be worth a cue.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What for.
    pub target: Target,
    /// As it stands in normalised text.
    pub phrase: String,
    /// In how many conversations it would have helped: missed ones of the kind, or for calm wrongly raised ones.
    pub helps: usize,
    /// In how many of the kind it stands uncovered; for calm, the same as `helps`.
    pub inside: usize,
    /// In how many of the others it stands.
    pub outside: usize,
    /// One of those it would have helped.
    pub example: String,
}

/// A conversation and the kind it was taken for.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// What was said.
    pub conversation: &'a Conversation,
    /// Taken for; nothing where nothing was raised.
    pub taken_for: Option<Kind>,
}

/// How many conversations a phrase must help before it is shown: one is chance.
const LEAST_HELPED: usize = 2;
/// How often a phrase must stand inside for each time outside.
const LEAST_RATIO: f64 = 2.0;
/// The most words of an English phrase.
const MOST_WORDS: usize = 5;
/// The most characters of a Japanese phrase.
const MOST_CHARACTERS: usize = 9;
/// The least characters of a Japanese phrase.
const LEAST_CHARACTERS: usize = 2;

/// What cues hear of one message: for which side, and where in it.
type Covered = Vec<(Side, Range<usize>)>;

/// The `most` most promising phrases for each target.
pub fn suggest(rules: &RuleSet, judged: &[Judged<'_>], most: usize) -> Vec<Suggestion> {
    let passages: Vec<Vec<Passage<'_>>> = judged
        .iter()
        .map(|it| it.conversation.messages.iter().map(|message| Passage::read(&message.text)).collect())
        .collect();
    let heard: Vec<Vec<Covered>> =
        passages.iter().map(|messages| messages.iter().map(|passage| covered(rules, passage)).collect()).collect();
    Target::ALL.into_iter().flat_map(|target| of_target(target, judged, &passages, &heard, most)).collect()
}

/// What cues hear of a message, in bytes of it as it came.
fn covered(rules: &RuleSet, passage: &Passage<'_>) -> Covered {
    let start = passage.source().as_ptr() as usize;
    let place = |words: &str| {
        let from = words.as_ptr() as usize - start;
        from..from + words.len()
    };
    rules.heard(passage).into_iter().map(|(cue, words)| (cue.side, place(words))).collect()
}

#[derive(Default)]
struct Count {
    helps: usize,
    inside: usize,
    outside: usize,
    example: usize,
    /// The conversation counted last, so that each counts once.
    last: Option<usize>,
}

fn of_target(
    target: Target,
    judged: &[Judged<'_>],
    passages: &[Vec<Passage<'_>>],
    heard: &[Vec<Covered>],
    most: usize,
) -> Vec<Suggestion> {
    let mut counts: HashMap<&str, Count> = HashMap::new();
    for (number, it) in judged.iter().enumerate() {
        let label = it.conversation.label;
        let (helped, inside) = match target {
            Target::Kind(kind) => (label == Some(kind) && it.taken_for != Some(kind), label == Some(kind)),
            Target::Calm => {
                let wrongly = label.is_none() && it.taken_for.is_some();
                (wrongly, wrongly)
            }
        };
        // What calms must not stand where something was rightly found; talk in which nothing was raised is no matter.
        if target == Target::Calm && !inside && it.taken_for.is_none() {
            continue;
        }
        for (passage, hits) in passages[number].iter().zip(&heard[number]) {
            for range in phrases(passage) {
                let source = passage.source_range(range.clone());
                let over = |(side, hit): &(Side, Range<usize>)| {
                    target.covers(*side) && hit.start < source.end && source.start < hit.end
                };
                if inside && hits.iter().any(over) {
                    continue;
                }
                let count = counts.entry(&passage.normalised()[range]).or_default();
                if count.last == Some(number) {
                    continue;
                }
                count.last = Some(number);
                count.helps += usize::from(helped);
                count.inside += usize::from(inside);
                count.outside += usize::from(!inside);
                if helped {
                    count.example = number;
                }
            }
        }
    }
    let telling =
        |count: &Count| count.helps >= LEAST_HELPED && count.inside as f64 >= LEAST_RATIO * count.outside as f64;
    let mut found: Vec<(&str, Count)> = counts.into_iter().filter(|(_, count)| telling(count)).collect();
    found.sort_by(|(a, x), (b, y)| order((a, x), (b, y)));
    let mut shown: Vec<Suggestion> = vec![];
    for (phrase, count) in found {
        if shown.len() == most {
            break;
        }
        // Parts of a phrase, or longer forms of it, say the same again.
        if shown.iter().any(|other| other.phrase.contains(phrase) || phrase.contains(&other.phrase)) {
            continue;
        }
        shown.push(Suggestion {
            target,
            phrase: phrase.to_owned(),
            helps: count.helps,
            inside: count.inside,
            outside: count.outside,
            example: judged[count.example].conversation.id.clone(),
        });
    }
    shown
}

/// The more conversations helped and the fewer others, the earlier; then the longer phrase, then the alphabet.
fn order((a, x): (&str, &Count), (b, y): (&str, &Count)) -> Ordering {
    let worth = |count: &Count| {
        let odds = (count.inside as f64 + 0.5) / (count.outside as f64 + 0.5);
        count.helps as f64 * odds.ln()
    };
    worth(y).total_cmp(&worth(x)).then_with(|| b.len().cmp(&a.len())).then_with(|| a.cmp(b))
}

/// Where the phrases of a message stand in its normalised text.
fn phrases(passage: &Passage<'_>) -> Vec<Range<usize>> {
    let japanese = passage.language() == Some(Language::Japanese);
    let text = passage.normalised();
    let stop = |c: char| {
        if japanese { !c.is_alphanumeric() && c != 'ー' } else { !c.is_alphanumeric() && !"' -".contains(c) }
    };
    let mut all = vec![];
    for segment in passage.segments() {
        let mut at = segment.start;
        for part in text[segment].split(stop) {
            let words: Vec<Range<usize>> = if japanese { characters(at, part) } else { words(at, part) };
            let (least, most) = if japanese { (LEAST_CHARACTERS, MOST_CHARACTERS) } else { (1, MOST_WORDS) };
            for first in 0..words.len() {
                for last in (first + least - 1)..words.len().min(first + most) {
                    let range = words[first].start..words[last].end;
                    if !japanese || (passage.starts_word(range.start) && passage.ends_word(range.end)) {
                        all.push(range);
                    }
                }
            }
            at += part.len() + text[at + part.len()..].chars().next().map_or(0, char::len_utf8);
        }
    }
    all
}

fn characters(at: usize, part: &str) -> Vec<Range<usize>> {
    part.char_indices().map(|(place, c)| at + place..at + place + c.len_utf8()).collect()
}

fn words(at: usize, part: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    let mut start = at;
    for word in part.split([' ', '-']) {
        if !word.is_empty() {
            found.push(start..start + word.len());
        }
        start += word.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation(id: &str, label: &str, text: &str) -> Conversation {
        let line = serde_json::json!({
            "id": id, "label": label, "act_at": 0, "messages": [{"user": "U1", "role": "sales", "text": text}]});
        Conversation::read(&line.to_string()).unwrap()
    }

    fn suggested(conversations: &[Conversation], target: Target) -> Vec<Suggestion> {
        let judged: Vec<Judged<'_>> =
            conversations.iter().map(|conversation| Judged { conversation, taken_for: None }).collect();
        suggest(&RuleSet::default(), &judged, 5).into_iter().filter(|it| it.target == target).collect()
    }

    #[test]
    fn a_phrase_of_the_kind_is_suggested_and_one_that_stands_everywhere_is_not() {
        let all = [
            conversation("1", "knowledge-gap", "Sorry, the whole churn thing goes over my head today"),
            conversation("2", "knowledge-gap", "That goes over my head, today as ever"),
            conversation("3", "none", "Lunch is at one today"),
            conversation("4", "none", "My train is late today"),
        ];
        let found = suggested(&all, Target::Kind(Kind::KnowledgeGap));
        assert_eq!(found[0].phrase, "goes over my head");
        assert_eq!((found[0].helps, found[0].inside, found[0].outside), (2, 2, 0));
        assert!(found.iter().all(|suggestion| suggestion.phrase != "today"));
    }

    #[test]
    fn japanese_phrases_are_runs_of_characters() {
        let all = [
            conversation("1", "knowledge-gap", "すみません、ちんぷんかんぷんです"),
            conversation("2", "knowledge-gap", "用語がちんぷんかんぷんで…"),
            conversation("3", "none", "すみません、昼に出ます"),
        ];
        let found = suggested(&all, Target::Kind(Kind::KnowledgeGap));
        assert!(
            found[0].phrase.starts_with("ちんぷんかんぷん") || found[0].phrase.ends_with("ちんぷんかんぷん"),
            "{found:?}"
        );
    }

    #[test]
    fn what_stands_where_something_was_wrongly_raised_is_suggested_for_calm() {
        let all = [
            conversation("1", "none", "we already sorted this with the customer"),
            conversation("2", "none", "no worries, already sorted this"),
            conversation("3", "divergent-goals", "we promised the customer"),
        ];
        let judged: Vec<Judged<'_>> =
            all.iter().map(|conversation| Judged { conversation, taken_for: Some(Kind::DivergentGoals) }).collect();
        let found = suggest(&RuleSet::default(), &judged, 5);
        let calm: Vec<&str> =
            found.iter().filter(|it| it.target == Target::Calm).map(|it| it.phrase.as_str()).collect();
        assert_eq!(calm, ["already sorted this"]);
    }
}
