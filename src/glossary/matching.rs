//! Finds the terms of a glossary in a message: whole words, inflected, in either width and script.
//!
//! Three steps. [`Index`] proposes places where a spelling may end; [`Entry`] and the boundaries here say whether
//! the stretch reads as the term and is a whole word; then the longest of what overlaps is kept.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::glossary::compound::LOAN_SUFFIXES;
use crate::glossary::concept::{Concept, Term};
use crate::glossary::entry::{Entry, Stands};
use crate::glossary::exact::is_shouted;
use crate::glossary::explained::is_explained;
use crate::glossary::index::{Builder, Hit, Index};
use crate::glossary::kanji::{is_japanese, is_whole};
use crate::glossary::number;
use crate::glossary::okurigana::stands_bare;
use crate::glossary::spelling::{WORD, letter, spell, word_end};
use crate::ids::ConceptId;
use crate::text::boundary::{Boundaries, Script, script};
use crate::text::{Passage, normalise};

pub use crate::glossary::lookup::LookUp;

/// A glossary ready to be searched. Immutable; a change builds a new one.
#[derive(Debug, Default)]
pub struct Glossary {
    concepts: Vec<Concept>,
    by_id: HashMap<ConceptId, usize>,
    entries: Vec<Entry>,
    index: Index,
}

/// A term found in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence<'g> {
    /// The concept; two occurrences share a range when two concepts share a term.
    pub concept: &'g Concept,
    /// The term that matched.
    pub term: &'g Term,
    /// Byte offsets into the message as it came, on character boundaries.
    pub range: Range<usize>,
    /// Explained where it stands: "SLA (service level agreement)".
    pub explained: bool,
}

impl Glossary {
    /// Builds the index. Concepts with the same id must have been refused before.
    pub fn build(concepts: Vec<Concept>) -> Self {
        let mut entries = Vec::new();
        let mut builder = Builder::default();
        let mut add = |(text, entry): (String, Entry)| {
            builder.add(&text, entries.len() as u32);
            entries.push(entry);
        };
        for suffix in LOAN_SUFFIXES {
            add(Entry::suffix(suffix));
        }
        for (concept, place) in concepts.iter().zip(0..) {
            for (term, term_place) in concept.terms.iter().zip(0..) {
                Entry::of(term, place, term_place).into_iter().for_each(&mut add);
                term.except.iter().filter_map(|text| Entry::except(text, place, term_place)).for_each(&mut add);
            }
        }
        let by_id = concepts.iter().enumerate().map(|(place, concept)| (concept.id.clone(), place)).collect();
        Self { index: builder.build(), concepts, by_id, entries }
    }

    /// All concepts, in the order given.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// A concept by id.
    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.by_id.get(id).map(|&place| &self.concepts[place])
    }

    /// The terms in a message, in order of their start; the longest wins where they overlap.
    pub fn find<'g>(&'g self, passage: &Passage<'_>) -> Vec<Occurrence<'g>> {
        let text = passage.normalised();
        let mut search = Search {
            glossary: self,
            passage,
            text,
            boundaries: Boundaries::new(text),
            found: Vec::new(),
            tails: Vec::new(),
            run: 0..0,
        };
        search.read();
        if search.found.is_empty() {
            return Vec::new();
        }
        search.settle()
    }
}

/// A place where an entry was read, in normalised bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    entry: u32,
}

struct Search<'g, 's, 'p> {
    glossary: &'g Glossary,
    passage: &'s Passage<'p>,
    text: &'s str,
    boundaries: Boundaries<'s>,
    found: Vec<Found>,
    /// Whether the rest of the katakana run from a place is made of terms and loan suffixes.
    tails: Vec<(usize, bool)>,
    /// The run `tails` is about.
    run: Range<usize>,
}

impl<'g> Search<'g, '_, '_> {
    /// Steps over the text and tries every place where a term may begin.
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let index = &self.glossary.index;
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                if WORD[usize::from(bytes[at])] {
                    at = self.word(at);
                    continue;
                }
                if index.may_begin_with(char::from(bytes[at])) {
                    self.begin(at);
                }
                at += 1;
                continue;
            }
            let (letter, next) = letter(bytes, at);
            at = if index.may_begin_with(letter) { self.letter(letter, at, next) } else { next };
        }
    }

    /// A letter at which a term may begin, or a word or run has to be passed over as a whole.
    fn letter(&mut self, letter: char, at: usize, next: usize) -> usize {
        match script(letter) {
            Script::Latin => return self.word(at),
            Script::Katakana => return self.run_of_katakana(letter, at, next),
            Script::Han | Script::Hiragana if self.refuses(letter, next) => {}
            _ => drop(self.begin(at)),
        }
        next
    }

    /// Whether no term begins with a letter and the one that follows.
    fn refuses(&self, letter: char, next: usize) -> bool {
        let second = self.text[next..].chars().next().unwrap_or(' ');
        // The one letter that has another form inside a term.
        is_japanese(second) && second != 'イ' && self.glossary.index.refuses(letter, second)
    }

    #[inline]
    fn word(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end = word_end(self.text, at);
        if bytes[at].is_ascii_digit() || bytes[end - 1].is_ascii_digit() {
            self.word_with_number(at, end);
        } else if self.glossary.index.may_begin_with_word(bytes, at, end) {
            self.begin(at);
        }
        end
    }

    /// A word that begins or ends with digits, which may be a number that touches a term.
    fn word_with_number(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let digit = |byte: &&u8| byte.is_ascii_digit();
        let stem = end - bytes[start..end].iter().rev().take_while(digit).count();
        let first = start + bytes[start..end].iter().take_while(digit).count();
        let index = &self.glossary.index;
        let may = |start: usize| {
            index.may_begin_with_word(bytes, start, end)
                || start < stem && index.may_begin_with_word(bytes, start, stem)
        };
        let (whole, inner) = (may(start), start < first && first < end && may(first));
        if whole {
            self.begin(start);
        }
        if inner {
            self.begin(first);
        }
    }

    fn run_of_katakana(&mut self, first: char, at: usize, next: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = next;
        while end < bytes.len() {
            let (letter, next) = letter(bytes, end);
            if script(letter) != Script::Katakana {
                break;
            }
            end = next;
        }
        if !self.refuses(first, next) {
            self.katakana(at, end);
        }
        end
    }

    /// Tries all entries that may begin here; returns where those read end.
    fn begin(&mut self, start: usize) -> Vec<usize> {
        let mut hits = Vec::new();
        self.glossary.index.walk(self.text, start, &mut hits);
        let mut ends = Vec::new();
        for hit in hits {
            for &entry in self.glossary.index.entries(hit) {
                if self.reads(start, hit.end, entry)
                    && let Some(end) = self.whole_word(start, hit.end, entry)
                {
                    let stands = self.glossary.entries[entry as usize].stands;
                    // An exception is no word that another could follow in the same run.
                    if !matches!(stands, Stands::Except(..)) {
                        ends.push(hit.end);
                    }
                    if stands != Stands::Suffix {
                        self.found.push(Found { range: start..end, entry });
                    }
                }
            }
        }
        ends
    }

    /// In a katakana run a term begins where the run does, or where another term or a loan suffix ends.
    fn katakana(&mut self, start: usize, end: usize) {
        let mut places = BTreeSet::from([start]);
        while let Some(place) = places.pop_first() {
            // A hit lies behind its beginning, so that no place comes up twice.
            places.extend(self.begin(place).into_iter().filter(|&hit| hit < end));
        }
    }

    fn reads(&self, start: usize, end: usize, entry: u32) -> bool {
        let entry = &self.glossary.entries[entry as usize];
        let source = || {
            let range = self.passage.source_range(start..end);
            self.passage.source()[range].to_owned()
        };
        entry.reads(&spell(&self.text[start..end]), source)
            && !(entry.is_exact() && is_shouted(self.passage.source(), self.passage.source_range(start..end)))
    }

    /// Where the word ends if this is a whole one, with a possessive ending.
    fn whole_word(&mut self, start: usize, end: usize, entry: u32) -> Option<usize> {
        let first = self.text[start..].chars().next().map_or(Script::None, script);
        let last = self.text[..end].chars().next_back().map_or(Script::None, script);
        let free = matches!(self.glossary.entries[entry as usize].stands, Stands::Except(..));
        let begins = first != Script::Latin || self.latin_begins(start) || self.number_before(start..end);
        let ends =
            last != Script::Latin || self.latin_ends(end) || number::follows(&self.text[start..end], &self.text[end..]);
        if !begins || !ends || self.glossary.entries[entry as usize].is_bare() && !stands_bare(&self.text[end..]) {
            return None;
        }
        if !free && (!self.joins_well(start..end, entry) || last == Script::Katakana && !self.tail(end)) {
            return None;
        }
        Some(if last == Script::Latin { self.possessive(end) } else { end })
    }

    /// Whether letters that are neither Latin nor katakana at the edges let a term begin and end there.
    fn joins_well(&mut self, range: Range<usize>, entry: u32) -> bool {
        let known = || self.glossary.entries[entry as usize].is_in_dictionary();
        self.hiragana_joins(range.start, false)
            && self.hiragana_joins(range.end, true)
            && is_whole(self.text, range, known, &mut self.boundaries)
    }

    /// Between two hiragana the dictionary decides, and after a term a particle does.
    fn hiragana_joins(&mut self, at: usize, ends: bool) -> bool {
        let before = self.text[..at].chars().next_back().map_or(Script::None, script);
        let after = self.text[at..].chars().next().map_or(Script::None, script);
        (before, after) != (Script::Hiragana, Script::Hiragana)
            || self.boundaries.cuts(at, is_japanese)
            || ends && PARTICLES.iter().any(|particle| self.text[at..].starts_with(particle))
            || !ends && self.particle_before(at)
    }

    /// Whether the one hiragana before a place is a particle behind another script: 要点のすり合わせ.
    fn particle_before(&self, at: usize) -> bool {
        let mut back = self.text[..at].chars().rev();
        back.next().is_some_and(|particle| "のをはがにでともへや".contains(particle))
            && back.next().is_some_and(|word| script(word) != Script::Hiragana)
    }

    /// Whether what follows in a katakana run lets a term end here.
    fn tail(&mut self, at: usize) -> bool {
        let next = self.text[at..].chars().next().map_or(Script::None, script);
        if next != Script::Katakana {
            return true;
        }
        let rest = &self.text[at..];
        let letters = rest
            .char_indices()
            .take_while(|&(place, letter)| place < LONGEST_RUN && script(letter) == Script::Katakana);
        let end = at + letters.last().map_or(0, |(last, letter)| last + letter.len_utf8());
        if end - at >= LONGEST_RUN {
            return false;
        }
        if self.run.end != end {
            self.run = at..end;
            self.tails.clear();
        }
        self.tiles(at, at + LONGEST_RUN)
    }

    /// Whether the rest of the katakana run around a place is made of terms and loan suffixes; the last may go on
    /// behind another script or a middle dot.
    fn tiles(&mut self, at: usize, limit: usize) -> bool {
        let katakana = |letter: Option<char>| letter.is_some_and(|letter| script(letter) == Script::Katakana);
        if !katakana(self.text[..at].chars().next_back()) || !katakana(self.text[at..].chars().next()) {
            return true;
        }
        if let Some(&(_, known)) = self.tails.iter().find(|(place, _)| *place == at) {
            return known;
        }
        let mut hits: Vec<Hit> = Vec::new();
        self.glossary.index.walk(self.text, at, &mut hits);
        let whole = hits.into_iter().any(|hit| {
            let may = self.glossary.index.entries(hit).iter().any(|&entry| {
                !matches!(self.glossary.entries[entry as usize].stands, Stands::Except(..))
                    && self.reads(at, hit.end, entry)
            });
            may && hit.end <= limit && self.tiles(hit.end, limit)
        });
        self.tails.push((at, whole));
        whole
    }

    /// Whether a number of its own stands right before a word.
    fn number_before(&self, word: Range<usize>) -> bool {
        let before = &self.text[..word.start];
        before.ends_with(|last: char| last.is_ascii_digit())
            && number::precedes(before, &self.passage.source()[self.passage.source_range(word)])
    }

    /// A Latin word may begin here: it is no part of a name such as `foo.bar`, an option or a variable.
    fn latin_begins(&self, start: usize) -> bool {
        let before = &self.text[..start];
        let mut back = before.chars().rev();
        match (back.next(), back.next()) {
            (Some('.'), Some(name)) => !name.is_alphabetic() || script(name) != Script::Latin,
            (Some('$' | '@'), _) => false,
            (Some('-'), Some('-')) => !back.next().is_none_or(char::is_whitespace),
            (Some(letter), _) => script(letter) != Script::Latin,
            (None, _) => true,
        }
    }

    /// A Latin word may end here: no file extension, call, or sign that makes another word of it follows.
    fn latin_ends(&self, end: usize) -> bool {
        let after = &self.text[end..];
        let mut next = after.chars();
        match (next.next(), next.next()) {
            (Some('.'), Some(letter)) => !letter.is_alphabetic() || script(letter) != Script::Latin,
            (Some('+'), Some('+')) | (Some('('), Some(')')) => false,
            (Some('#'), following) => following.is_some_and(|c| c.is_ascii_digit()),
            (Some(letter), _) => script(letter) != Script::Latin,
            (None, _) => true,
        }
    }

    /// Takes in `'s`, and the apostrophe after a plural unless it closes a quotation.
    fn possessive(&self, end: usize) -> usize {
        let after = &self.text[end..];
        if after.starts_with("'s") && word_end(self.text, end + 1) == end + 2 {
            return end + 2;
        }
        let owned = self.text[..end].ends_with('s') && after.starts_with("' ");
        let quoted = self.text[..end].contains('\'');
        if owned && !quoted { end + 1 } else { end }
    }

    /// Keeps what no exception covers, and of what overlaps the longest.
    fn settle(self) -> Vec<Occurrence<'g>> {
        let glossary = self.glossary;
        let (mut terms, mut excepted) = (Vec::new(), Vec::new());
        for found in self.found {
            match glossary.entries[found.entry as usize].stands {
                Stands::Term(concept, term) => terms.push((found.range, concept, term)),
                Stands::Except(concept, term) => excepted.push((found.range, concept, term)),
                Stands::Suffix => {}
            }
        }
        terms.retain(|(range, concept, term)| {
            !excepted.iter().any(|(phrase, of, which)| {
                (of, which) == (concept, term) && phrase.start <= range.start && range.end <= phrase.end
            })
        });
        terms.sort_by(|a, b| {
            b.0.len().cmp(&a.0.len()).then(a.0.start.cmp(&b.0.start)).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        });
        let mut kept: Vec<(Range<usize>, u32, u32)> = Vec::new();
        let mut taken = vec![false; self.text.len()];
        for (range, concept, term) in terms {
            if let Some((last, ..)) = kept.last()
                && *last == range
            {
                if !kept.iter().rev().take_while(|(same, ..)| *same == range).any(|(_, of, _)| *of == concept) {
                    kept.push((range, concept, term));
                }
                continue;
            }
            if taken[range.start] || taken[range.end - 1] {
                continue;
            }
            taken[range.clone()].fill(true);
            kept.push((range, concept, term));
        }
        kept.sort_by_key(|(range, concept, _)| (range.start, *concept));
        let mut occurrences: Vec<Occurrence<'g>> = kept
            .into_iter()
            .map(|(range, concept, term)| {
                let concept = &glossary.concepts[concept as usize];
                let same = |other: &str| {
                    concept.terms.iter().any(|term| spell(&normalise(&term.text)).letters == spell(other).letters)
                };
                Occurrence {
                    concept,
                    term: &concept.terms[term as usize],
                    explained: is_explained(self.text, range.clone(), same),
                    range: self.passage.source_range(range),
                }
            })
            .collect();
        // A message that explains a term once needs no help with it further on.
        let explained: Vec<*const Concept> =
            occurrences.iter().filter(|one| one.explained).map(|one| std::ptr::from_ref(one.concept)).collect();
        for one in &mut occurrences {
            one.explained |= explained.contains(&std::ptr::from_ref(one.concept));
        }
        occurrences
    }
}

/// No compound of loan words is longer than this many bytes.
const LONGEST_RUN: usize = 180;

/// What may follow a term in hiragana although the dictionary would not cut there.
const PARTICLES: [&str; 24] = [
    "を", "に", "は", "が", "の", "で", "と", "も", "へ", "や", "か", "だ", "な", "し", "さ", "す", "せ", "から",
    "まで", "より", "です", "って", "ば", "み",
];
