//! Reads the places of a message at which a term may begin and says which spellings stand there as whole words.
//! Returns them all, also those that overlap.
//!
//! [`Starts`](super::starts::Starts) passes over most places, [`Index`] proposes where a spelling
//! may end, [`Entry`] and [`edges`] say whether the stretch reads as the term and is a whole word.

use std::collections::BTreeSet;
use std::ops::Range;

use super::edges;
use super::entry::{Entry, Stands};
use super::exact::is_shouted;
use super::index::{Hit, Index};
use super::kanji::{is_japanese, is_whole};
use super::okurigana::stands_bare;
use super::spelling::{Spelling, WORD, letter, spell, word_end};
use crate::text::Passage;
use crate::text::boundary::{Boundaries, Script, script};
use crate::text::lanes::{self, BLOCK, eight, first};

/// A term that was read, or a phrase in which it means something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// In normalised bytes.
    pub(super) range: Range<usize>,
    /// The concept's place in the glossary.
    pub(super) concept: u32,
    /// The term's place in the concept.
    pub(super) term: u32,
    /// Whether it is the phrase.
    pub(super) except: bool,
}

/// Every place where an entry of an index stands in a message.
pub(super) fn candidates(index: &Index, entries: &[Entry], passage: &Passage<'_>) -> Vec<Found> {
    let text = passage.normalised();
    let mut search = Search {
        index,
        entries,
        passage,
        text,
        boundaries: Boundaries::new(text),
        found: Vec::new(),
        tails: Vec::new(),
        run: 0..0,
        ends: Vec::new(),
    };
    search.read();
    search.found
}

struct Search<'s, 'p> {
    index: &'s Index,
    entries: &'s [Entry],
    passage: &'s Passage<'p>,
    text: &'s str,
    boundaries: Boundaries<'s>,
    found: Vec<Found>,
    /// Whether the rest of the katakana run from a place is made of terms and loan suffixes.
    tails: Vec<(usize, bool)>,
    /// The run `tails` is about.
    run: Range<usize>,
    /// Where those read by the last [`begin`](Self::begin) end and katakana follow.
    ends: Vec<usize>,
}

impl Search<'_, '_> {
    /// Steps over the text and tries every place where a term may begin.
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let starts = self.index.starts();
        // Up to here the text has been looked at as a whole word or run.
        let mut done = 0;
        let (mut before, mut letters) = (false, lanes::letters(bytes, 0));
        for base in (0..bytes.len()).step_by(BLOCK) {
            let after = lanes::letters(bytes, base + BLOCK);
            let mut may = starts.block(bytes, base, letters, after.words, before);
            while may != 0 {
                let at = base + may.trailing_zeros() as usize;
                may &= may - 1;
                if at >= done {
                    done = self.place(at);
                }
            }
            (before, letters) = (letters.words >> (BLOCK - 1) != 0, after);
        }
    }

    /// Tries a place where something may begin; returns where to go on.
    fn place(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes[at] >= 0x80 {
            let (letter, next) = letter(bytes, at);
            return if self.index.starts().has_letter(letter) { self.letter(letter, at, next) } else { next };
        }
        if WORD[usize::from(bytes[at])] {
            return self.word(at);
        }
        self.begin(at);
        at + 1
    }

    /// A letter at which a term may begin, or a word or run has to be passed over as a whole.
    fn letter(&mut self, letter: char, at: usize, next: usize) -> usize {
        match script(letter) {
            Script::Latin => return self.word(at),
            Script::Katakana => return self.run_of_katakana(letter, at, next),
            Script::Han | Script::Hiragana if self.refuses(letter, next) => {}
            _ => self.begin(at),
        }
        next
    }

    /// Whether no term begins with a letter and the one that follows.
    fn refuses(&self, letter: char, next: usize) -> bool {
        let second = self.text[next..].chars().next().unwrap_or(' ');
        // The one letter that has another form inside a term.
        is_japanese(second) && second != 'イ' && self.index.refuses(letter, second)
    }

    /// Tries a Latin word; returns where it ends.
    fn word(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end = word_end(self.text, at);
        if bytes[at].is_ascii_digit() || bytes[end - 1].is_ascii_digit() {
            self.word_with_number(at, end);
        } else if self.may_begin(at, end) {
            self.begin(at);
        }
        end
    }

    /// Whether a term may begin with the Latin word at `start..end`, whole or as half of a closed term.
    fn may_begin(&self, start: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let beginning = first(eight(bytes, start), (end - start).min(8));
        self.index.starts().has_word(beginning) || bytes.get(end) == Some(&b'-')
    }

    /// A word that begins or ends with digits, which may be a number that touches a term.
    fn word_with_number(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let digit = |byte: &&u8| byte.is_ascii_digit();
        let stem = end - bytes[start..end].iter().rev().take_while(digit).count();
        let first = start + bytes[start..end].iter().take_while(digit).count();
        let may = |start: usize| self.may_begin(start, end) || start < stem && self.may_begin(start, stem);
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

    /// Tries all entries that may begin here.
    fn begin(&mut self, start: usize) {
        self.ends.clear();
        let (index, text) = (self.index, self.text);
        index.walk(text, start, &mut |hit: Hit| {
            let spelling = spell(&text[start..hit.end]);
            for &entry in index.entries(hit) {
                if self.reads(start..hit.end, &spelling, entry) {
                    self.whole_word(start..hit.end, entry);
                }
            }
        });
    }

    /// In a katakana run a term begins where the run does, or where another term or a loan suffix ends.
    fn katakana(&mut self, start: usize, end: usize) {
        self.begin(start);
        // A hit lies behind its beginning, so that no place comes up twice.
        let mut places: BTreeSet<usize> = self.ends.iter().copied().filter(|&hit| hit < end).collect();
        while let Some(place) = places.pop_first() {
            self.begin(place);
            places.extend(self.ends.iter().copied().filter(|&hit| hit < end));
        }
    }

    fn reads(&self, range: Range<usize>, spelling: &Spelling<'_>, entry: u32) -> bool {
        let entry = &self.entries[entry as usize];
        let source = || &self.passage.source()[self.passage.source_range(range.clone())];
        entry.reads(spelling, source)
            && !(entry.is_exact() && is_shouted(self.passage.source(), self.passage.source_range(range)))
    }

    /// Takes note of an entry that reads as a stretch if that is a whole word, with a possessive ending.
    fn whole_word(&mut self, range: Range<usize>, number: u32) {
        let (entries, end) = (self.entries, range.end);
        let entry = &entries[number as usize];
        let Some(last) = self.edges(range.clone(), entry) else { return };
        // An exception is no word that another could follow in the same run.
        let goes_on = last == Script::Katakana && !matches!(entry.stands, Stands::Except(..));
        if goes_on && self.text[end..].starts_with(|next| script(next) == Script::Katakana) {
            self.ends.push(end);
        }
        let (concept, term, except) = match entry.stands {
            Stands::Term(concept, term) => (concept, term, false),
            Stands::Except(concept, term) => (concept, term, true),
            Stands::Suffix => return,
        };
        let end = if last == Script::Latin { edges::possessive(self.text, end) } else { end };
        self.found.push(Found { range: range.start..end, concept, term, except });
    }

    /// The script a whole word ends in; nothing for a part of one.
    fn edges(&mut self, range: Range<usize>, entry: &Entry) -> Option<Script> {
        let text = self.text;
        let (stretch, after) = (&text[range.clone()], &text[range.end..]);
        let first = stretch.chars().next().map_or(Script::None, script);
        let last = stretch.chars().next_back().map_or(Script::None, script);
        let written = || &self.passage.source()[self.passage.source_range(range.clone())];
        let begins = first != Script::Latin || edges::latin_begins(&text[..range.start], written);
        let ends = last != Script::Latin || edges::latin_ends(stretch, after);
        if !begins || !ends || entry.is_bare() && !stands_bare(after) {
            return None;
        }
        let joins = matches!(entry.stands, Stands::Except(..))
            || edges::hiragana_begins(text, range.start, &mut self.boundaries)
                && edges::hiragana_ends(text, range.end, &mut self.boundaries)
                && is_whole(text, range.clone(), || entry.is_in_dictionary(), &mut self.boundaries)
                && (last != Script::Katakana || self.tail(range.end));
        joins.then_some(last)
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
        self.index.walk(self.text, at, &mut |hit| hits.push(hit));
        let whole = hits.into_iter().any(|hit| {
            let spelling = spell(&self.text[at..hit.end]);
            let may = self.index.entries(hit).iter().any(|&entry| {
                !matches!(self.entries[entry as usize].stands, Stands::Except(..))
                    && self.reads(at..hit.end, &spelling, entry)
            });
            may && hit.end <= limit && self.tiles(hit.end, limit)
        });
        self.tails.push((at, whole));
        whole
    }
}

/// No compound of loan words is longer than this many bytes.
const LONGEST_RUN: usize = 180;
