//! What counts as an occurrence of a term, written to be read and not to be fast: for every term and every stretch
//! of a message it asks whether the stretch reads as the term and is a whole word. Returns what should be found.
//!
//! The matcher under test is another program: a table of prefixes, filters in front of it, memory of what was
//! decided before. This one has none of that and shares with it only the concept types, the reading of markup and
//! width (`text::Passage`, which has properties of its own) and the dictionary that cuts Japanese into words.

mod english;
mod japanese;
mod letters;

use std::ops::Range;

use liaison::glossary::concept::{Concept, Term};
use liaison::text::boundary::{Script, script};
use liaison::text::{Passage, normalise};
use unicode_normalization::UnicodeNormalization;

use letters::spelled;

/// An occurrence: places of concept and term in the glossary, bytes of the message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) range: (usize, usize),
    pub(crate) concept: usize,
    pub(crate) term: usize,
}

/// All occurrences in a message, in order of range and concept.
pub(crate) fn find(concepts: &[Concept], message: &str) -> Vec<Hit> {
    let passage = Passage::read(message);
    let terms = designations(concepts);
    let reading = Reading { text: passage.normalised(), passage: &passage, terms: &terms };
    let mut found = Vec::new();
    for term in &terms {
        let excepted = reading.phrases(&term.except);
        for (range, whole) in reading.occurrences(term) {
            let covered = excepted.iter().any(|phrase| phrase.start <= whole.start && whole.end <= phrase.end);
            if !covered {
                found.push((whole, range, term.concept, term.place));
            }
        }
    }
    let mut hits: Vec<Hit> =
        longest(found.into_iter().map(|(whole, _, concept, term)| (whole, concept, term)).collect())
            .into_iter()
            .map(|(range, concept, term)| {
                let source = passage.source_range(range);
                Hit { range: (source.start, source.end), concept, term }
            })
            .collect();
    hits.sort();
    hits
}

/// Of what overlaps the longest, and of that the first. Concepts that share the stretch are all kept, each once.
fn longest(mut found: Vec<(Range<usize>, usize, usize)>) -> Vec<(Range<usize>, usize, usize)> {
    found.sort_by_key(|(range, concept, term)| (usize::MAX - range.len(), range.start, *concept, *term));
    let mut kept: Vec<(Range<usize>, usize, usize)> = Vec::new();
    for (range, concept, term) in found {
        let same = |other: &Range<usize>| *other == range;
        let clash = kept.iter().any(|(other, of, _)| {
            !same(other) && other.start < range.end && range.start < other.end || same(other) && *of == concept
        });
        if !clash {
            kept.push((range, concept, term));
        }
    }
    kept
}

/// A term with all that may be written for it.
struct Designation {
    concept: usize,
    place: usize,
    /// The term, and the forms in which an inner word takes the ending or the kana after a kanji vary.
    forms: Vec<letters::Spelled>,
    /// Only as written: the letters in their own case.
    exact: Option<String>,
    /// No verb: "point of contact".
    noun: bool,
    except: Vec<String>,
    /// As the dictionary would see it.
    text: String,
    longest: usize,
}

fn designations(concepts: &[Concept]) -> Vec<Designation> {
    let mut all = Vec::new();
    for (concept, of) in concepts.iter().enumerate() {
        for (place, term) in of.terms.iter().enumerate() {
            let text = normalise(&term.text).trim().to_owned();
            if text.contains(char::is_alphanumeric) {
                all.push(designation(term, text, concept, place));
            }
        }
    }
    all
}

fn designation(term: &Term, text: String, concept: usize, place: usize) -> Designation {
    let capitals = term.text.contains(char::is_uppercase) && !term.text.contains(char::is_lowercase);
    let exact = (term.case_exact || capitals).then(|| as_written(&term.text));
    let mut forms = vec![text.clone()];
    if exact.is_none() && text.len() < 200 {
        forms.extend(english::inner_forms(&text));
        forms.extend(japanese::okurigana(&text));
    }
    let except = term.except.iter().map(|phrase| normalise(phrase).trim().to_owned());
    Designation {
        concept,
        place,
        longest: forms.iter().map(String::len).max().unwrap_or(0),
        noun: english::has_noun_head(&text),
        forms: forms.iter().map(|form| spelled(form)).collect(),
        exact,
        except: except.filter(|phrase| phrase.contains(char::is_alphanumeric)).collect(),
        text,
    }
}

/// Letters in their own case and one width, without what does not count between them.
fn as_written(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    text.nfkc()
        .map(|c| if matches!(c, '\u{b7}' | '\u{22c5}') { '・' } else { c })
        .filter(|c| {
            !matches!(
                c,
                ' ' | '-' | '\u{2010}' | '\'' | '\u{2019}' | '*' | '~' | '・' | '\u{200b}'..='\u{202e}' | '\u{fe0f}'
            )
        })
        .collect()
}

/// A message being read.
struct Reading<'t> {
    text: &'t str,
    passage: &'t Passage<'t>,
    terms: &'t [Designation],
}

impl Reading<'_> {
    /// The stretches that read as a term and are whole words: without and with a possessive ending.
    fn occurrences(&self, term: &Designation) -> Vec<(Range<usize>, Range<usize>)> {
        let mut all = Vec::new();
        for range in self.stretches(term.longest) {
            if self.reads(&range, term) && self.has_its_long_vowel(&range) && self.is_whole(&range, term) {
                let end = self.possessive(range.end);
                all.push((range.clone(), range.start..end));
            }
        }
        all
    }

    /// The stretches a text of this many bytes may be written in.
    fn stretches(&self, longest: usize) -> impl Iterator<Item = Range<usize>> {
        let places: Vec<usize> = self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let ends = places.clone();
        places.into_iter().flat_map(move |start| {
            let ends = ends.clone();
            ends.into_iter()
                .filter(move |&end| start < end && end - start <= longest * 3 + 12)
                .map(move |end| start..end)
        })
    }

    fn reads(&self, range: &Range<usize>, term: &Designation) -> bool {
        let text = spelled(&self.text[range.clone()]);
        let Some(exact) = &term.exact else {
            return term.forms.iter().any(|form| text.is(form, term.noun));
        };
        let source = &self.passage.source()[self.passage.source_range(range.clone())];
        let written = as_written(source);
        let plural = written.strip_suffix('s');
        term.forms.iter().any(|form| text.is_exactly(form)) && (written == *exact || plural == Some(exact.as_str()))
    }

    /// Where phrases stand in which a term means something else. They need no boundary in Japanese.
    fn phrases(&self, phrases: &[String]) -> Vec<Range<usize>> {
        let mut all = Vec::new();
        for phrase in phrases {
            let (form, noun) = (spelled(phrase), english::has_noun_head(phrase));
            for range in self.stretches(phrase.len()) {
                if spelled(&self.text[range.clone()]).is(&form, noun) && self.is_whole_in_latin(&range) {
                    all.push(range.start..self.possessive(range.end));
                }
            }
        }
        all
    }

    fn before(&self, at: usize) -> Script {
        self.text[..at].chars().next_back().map_or(Script::None, script)
    }

    fn after(&self, at: usize) -> Script {
        self.text[at..].chars().next().map_or(Script::None, script)
    }

    fn is_whole(&self, range: &Range<usize>, term: &Designation) -> bool {
        self.is_whole_in_latin(range)
            && self.is_whole_in_katakana(range)
            && japanese::is_whole_in_hiragana(self.text, range)
            && japanese::is_whole_in_kanji(self.text, range, &spelled(&self.text[range.clone()]).text())
            && japanese::stands_without_its_kana(self.text, range, &term.text)
    }

    /// Never inside a longer Latin word, nor in a name such as `foo.bar`, `--option` or `$VARIABLE`.
    fn is_whole_in_latin(&self, range: &Range<usize>) -> bool {
        let (before, after) = (&self.text[..range.start], &self.text[range.end..]);
        let latin = |letter: Option<char>| letter.is_some_and(|c| script(c) == Script::Latin);
        let letter = |letter: Option<char>| latin(letter) && letter.is_some_and(char::is_alphabetic);
        let mut back = before.chars().rev();
        let (last, last_but_one, third) = (back.next(), back.next(), back.next());
        let mut next = after.chars();
        let (first, second) = (next.next(), next.next());
        let number_before = english::number_before(before, &self.written(range));
        let begins = match last {
            Some('.') => !letter(last_but_one),
            Some('$' | '@') => false,
            Some('-') if last_but_one == Some('-') => third.is_some_and(|c| !c.is_whitespace()),
            other => !latin(other) || number_before,
        };
        let ends = match first {
            Some('.') => !letter(second),
            Some('+') => second != Some('+'),
            Some('(') => second != Some(')'),
            Some('#') => second.is_some_and(|c| c.is_ascii_digit()),
            other => !latin(other) || english::number_after(&self.text[range.clone()], after),
        };
        (self.after(range.start) != Script::Latin || begins) && (self.before(range.end) != Script::Latin || ends)
    }

    fn written(&self, range: &Range<usize>) -> String {
        self.passage.source()[self.passage.source_range(range.clone())].to_owned()
    }

    /// Never inside a longer katakana run, unless the whole run is made of terms and common loan words.
    fn is_whole_in_katakana(&self, range: &Range<usize>) -> bool {
        let mut start = range.start;
        while self.before(start) == Script::Katakana && self.after(start) == Script::Katakana {
            start -= 3;
        }
        self.is_made_of_words(start, range.start) && self.goes_on_in_words(range.end)
    }

    fn words_from(&self, start: usize) -> impl Iterator<Item = usize> {
        let longest = self.terms.iter().map(|term| term.longest).max().unwrap_or(0).max(30);
        self.stretches(longest)
            .filter(move |range| range.start == start && self.is_word(range) && self.has_its_long_vowel(range))
            .map(|range| range.end)
    }

    /// Whether words stand one after the other from `start` to `end`.
    fn is_made_of_words(&self, start: usize, end: usize) -> bool {
        start >= end || self.words_from(start).any(|next| next <= end && self.is_made_of_words(next, end))
    }

    /// Whether words stand one after the other from a place to the end of its katakana run.
    fn goes_on_in_words(&self, at: usize) -> bool {
        let inside = self.before(at) == Script::Katakana && self.after(at) == Script::Katakana;
        !inside || self.words_from(at).any(|next| self.goes_on_in_words(next))
    }

    /// A long vowel that may be left out belongs to the word before it.
    fn has_its_long_vowel(&self, range: &Range<usize>) -> bool {
        let longer = &self.text[range.start..];
        let length = range.len() + 'ー'.len_utf8();
        !longer[range.len()..].starts_with('ー') || spelled(&longer[..length]) != spelled(&longer[..range.len()])
    }

    fn is_word(&self, range: &Range<usize>) -> bool {
        let loan = japanese::LOAN_WORDS.iter().any(|word| spelled(&self.text[range.clone()]).is(&spelled(word), false));
        loan || self.terms.iter().any(|term| self.reads(range, term))
    }

    /// Takes in `'s`, and the apostrophe after a plural unless it closes a quotation.
    fn possessive(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        if self.before(end) != Script::Latin {
            return end;
        }
        if let Some(rest) = rest.strip_prefix("'s") {
            let goes_on = rest.chars().next().is_some_and(|c| script(c) == Script::Latin);
            return if goes_on { end } else { end + 2 };
        }
        let owned = self.text[..end].ends_with('s') && rest.starts_with("' ") && !self.text[..end].contains('\'');
        if owned { end + 1 } else { end }
    }
}
