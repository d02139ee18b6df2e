//! One spelling of a term as the index holds it, and whether a stretch of text reads as it: the letters with a
//! regular ending, breaks that make sense, and the letter case where it matters.

use std::borrow::Cow;

use super::concept::Term;
use super::inflection::{self, Head, is_form_of, may_be_split};
use super::kanji::is_japanese;
use super::spelling::{Spelling, spell};
use crate::text::boundary::{Boundaries, Script, script};
use crate::text::normalise;
use crate::text::normalise::is_invisible;

/// What a spelling stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// A term, by the places of concept and term.
    Term(u32, u32),
    /// A phrase in which that term means something else.
    Except(u32, u32),
    /// A loan word that may follow a term in one katakana run.
    Suffix,
}

/// One spelling.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) stands: Stands,
    pub(super) spelling: Spelling,
    /// Letters in their own case, for a term that is matched only as written.
    exact: Option<String>,
    /// Whether the last word is one before which the term's noun stands ("point of contact"): no verb.
    noun: bool,
}

impl Entry {
    pub(super) fn suffix(text: &str) -> (String, Self) {
        Self::plain(text.to_owned(), Stands::Suffix, None)
    }

    /// The spellings of a phrase in which a term means something else.
    pub(super) fn except(text: &str, concept: u32, term: u32) -> Option<(String, Self)> {
        let text = normalise(text).trim().to_owned();
        text.contains(char::is_alphanumeric).then(|| Self::plain(text, Stands::Except(concept, term), None))
    }

    /// The spellings of a term: as it is, and with the ending on an inner word ("points of contact").
    pub(super) fn of(term: &Term, concept: u32, place: u32) -> Vec<(String, Self)> {
        let stands = Stands::Term(concept, place);
        let text = normalise(&term.text).trim().to_owned();
        if !text.contains(char::is_alphanumeric) {
            return Vec::new();
        }
        let exact = (term.case_exact || is_capitals(&term.text)).then(|| as_written(&term.text));
        let mut all = vec![Self::plain(text.clone(), stands, exact.clone())];
        if exact.is_none() && text.len() < LONGEST_INFLECTED {
            all.extend(inner_forms(&text).into_iter().map(|form| Self::plain(form, stands, None)));
        }
        all
    }

    fn plain(text: String, stands: Stands, exact: Option<String>) -> (String, Self) {
        let spelling = spell(&text);
        let words: Vec<&str> = text.split([' ', '-']).take(MOST_WORDS).collect();
        let noun = matches!(inflection::inner_head(&words), Some(Head::Noun(_)));
        (text, Self { stands, spelling, exact, noun })
    }

    /// Whether the Japanese dictionary takes it for one word.
    pub(super) fn is_in_dictionary(&self) -> bool {
        is_one_word(&self.spelling.letters)
    }

    /// Whether only its own letter case counts.
    pub(super) fn is_exact(&self) -> bool {
        self.exact.is_some()
    }

    /// Whether a stretch of text is this spelling or a regular form of it. `written` gives the text as it was typed.
    pub(super) fn reads(&self, text: &Spelling, written: impl FnOnce() -> String) -> bool {
        let same = match &self.exact {
            Some(exact) => {
                self.has_letters_or_plural(text) && {
                    let written = as_written(&written());
                    matches!(written.strip_prefix(exact.as_str()), Some("" | "s"))
                }
            }
            None => self.is_letters_or_form(text),
        };
        same && text.breaks.iter().enumerate().all(|(place, _)| self.may_break(text, place))
    }

    /// Only the plain s, whatever the last letter is: "CMSs", "R&Ds". One letter alone has no plural.
    fn has_letters_or_plural(&self, text: &Spelling) -> bool {
        let own = &self.spelling;
        text.letters == own.letters
            || own.last_word.is_some()
                && own.letters.chars().nth(1).is_some()
                && text.letters.strip_suffix('s') == Some(&own.letters)
    }

    fn is_letters_or_form(&self, text: &Spelling) -> bool {
        let own = &self.spelling;
        text.letters == own.letters
            || own.last_word.is_some_and(|last| {
                text.letters.as_bytes().get(..last) == Some(&own.letters.as_bytes()[..last])
                    && is_form_of(&text.letters[last..], &own.letters[last..])
                    && !(self.noun && text.letters.ends_with(['d', 'g']))
            })
    }

    /// Whether a break in the text stands where the term has one or could have one.
    fn may_break(&self, text: &Spelling, place: usize) -> bool {
        let (at, separator) = text.breaks[place];
        if self.spelling.breaks.iter().any(|&(own, _)| own == at) {
            return true;
        }
        let from = place.checked_sub(1).map_or(0, |previous| text.breaks[previous].0);
        let to = text.breaks.get(place + 1).map_or(text.letters.len(), |next| next.0);
        let (first, second) = (&text.letters[from..at], &text.letters[at..to]);
        let before = first.chars().next_back().map_or(Script::None, script);
        let after = second.chars().next().map_or(Script::None, script);
        match (before, after) {
            (Script::Latin, Script::Latin) if separator == ' ' => may_be_split(first, second),
            (Script::Latin, Script::Latin) => self.spelling.letters.len() > at + 1,
            (Script::Katakana, Script::Katakana) => {
                let run = |c: &char| script(*c) == Script::Katakana;
                first.chars().rev().take_while(run).count() > 1 && second.chars().take_while(run).count() > 1
            }
            _ => true,
        }
    }
}

/// Whether the dictionary leaves a Japanese term in one piece.
fn is_one_word(text: &str) -> bool {
    if text.len() > LONGEST_INFLECTED || !text.chars().all(is_japanese) {
        return false;
    }
    let mut boundaries = Boundaries::new(text);
    text.char_indices().skip(1).all(|(at, _)| !boundaries.cuts(at, is_japanese))
}

/// Words after these are no concern of an inner head.
const MOST_WORDS: usize = 12;

/// No term longer than this (in bytes) takes an ending on an inner word.
const LONGEST_INFLECTED: usize = 200;

/// A term's text with its inner head inflected, where it has one.
fn inner_forms(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', '-']).collect();
    if let [word] = words.as_slice() {
        let Some((verb, particle)) = inflection::particle_verb(word) else { return Vec::new() };
        return inflection::forms(verb).into_iter().map(|form| format!("{form} {particle}")).collect();
    }
    let (place, forms) = match inflection::inner_head(&words) {
        Some(Head::Verb(place)) => (place, inflection::forms(words[place])),
        Some(Head::Noun(place)) => (place, inflection::plural(words[place]).into_iter().collect()),
        None => return Vec::new(),
    };
    let put = |form: String| {
        let mut changed = words.clone();
        changed[place] = &form;
        changed.join(" ")
    };
    forms.into_iter().map(put).collect()
}

/// Written wholly in capitals: no small letter and at least two letters (or one letter alone).
fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Letters in their own case, in one width and without separators, markup and apostrophes.
fn as_written(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let text = if text.contains('&') { decoded(text) } else { Cow::Borrowed(text) };
    text.nfkc()
        .map(|c| if matches!(c, '\u{b7}' | '\u{22c5}' | '\u{2027}') { '・' } else { c })
        .filter(|&c| !is_invisible(c) && !matches!(c, ' ' | '-' | '\u{2010}' | '\'' | '\u{2019}' | '*' | '~' | '・'))
        .collect()
}

/// Slack writes three characters as entities: "R&amp;D".
fn decoded(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}
