//! One spelling of a term as the index holds it, and whether a stretch of text reads as it: the letters with a
//! regular ending, breaks that make sense, and the letter case where it matters.

use std::borrow::Cow;

use super::concept::Term;
use super::inflection::{self, Head, is_form_of, may_be_split};
use super::irregular;
use super::kanji::is_japanese;
use super::okurigana;
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
    pub(super) spelling: Spelling<'static>,
    /// Letters in their own case, for a term that is matched only as written.
    exact: Option<String>,
    /// Whether the last word is one before which the term's noun stands ("point of contact"): no verb.
    noun: bool,
    /// Written without the kana its last kanji would have: a noun only where no other kana follow.
    bare: bool,
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

    /// The spellings of a term: as it is, with the ending on an inner word ("points of contact"), in forms that no
    /// rule gives ("ran") and with other kana (見積り).
    pub(super) fn of(term: &Term, concept: u32, place: u32) -> Vec<(String, Self)> {
        let stands = Stands::Term(concept, place);
        let text = normalise(&term.text).trim().to_owned();
        if !text.contains(char::is_alphanumeric) {
            return Vec::new();
        }
        let exact = (term.case_exact || is_capitals(&term.text)).then(|| as_written(&term.text));
        let mut all = vec![Self::plain(text.clone(), stands, exact.clone())];
        if exact.is_none() && text.len() < LONGEST_INFLECTED {
            all.extend(other_forms(&text).into_iter().map(|form| Self::plain(form, stands, None)));
            let closed = text.chars().next_back().is_some_and(|last| script(last) == Script::Hiragana);
            all.extend(okurigana::variants(&text).into_iter().map(|variant| {
                let (text, mut entry) = Self::plain(variant, stands, None);
                entry.bare = closed && text.chars().next_back().is_some_and(|last| script(last) == Script::Han);
                (text, entry)
            }));
        }
        all
    }

    fn plain(text: String, stands: Stands, exact: Option<String>) -> (String, Self) {
        let spelling = spell(&text).into_owned();
        let words: Vec<&str> = text.split([' ', '-']).take(MOST_WORDS).collect();
        let noun = matches!(inflection::inner_head(&words), Some(Head::Noun(_)));
        (text, Self { stands, spelling, exact, noun, bare: false })
    }

    /// Whether the Japanese dictionary takes it for one word.
    pub(super) fn is_in_dictionary(&self) -> bool {
        is_one_word(&self.spelling.letters)
    }

    /// Whether it is a noun only where no other kana follow.
    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }

    /// Whether only its own letter case counts.
    pub(super) fn is_exact(&self) -> bool {
        self.exact.is_some()
    }

    /// Whether a stretch of text is this spelling or a regular form of it. `written` gives the text as it was typed.
    pub(super) fn reads<'w>(&self, text: &Spelling<'_>, written: impl FnOnce() -> &'w str) -> bool {
        let same = match &self.exact {
            Some(exact) => self.has_letters_or_plural(text) && is_written(written(), exact),
            None => self.is_letters_or_form(text),
        };
        same && text.breaks.iter().enumerate().all(|(place, _)| self.may_break(text, place))
    }

    /// Only the plain s, whatever the last letter is: "CMSs", "R&Ds". One letter alone has no plural.
    fn has_letters_or_plural(&self, text: &Spelling<'_>) -> bool {
        let own = &self.spelling;
        text.letters == own.letters
            || own.last_word.is_some()
                && own.letters.chars().nth(1).is_some()
                && text.letters.strip_suffix('s') == Some(&*own.letters)
    }

    fn is_letters_or_form(&self, text: &Spelling<'_>) -> bool {
        let own = &self.spelling;
        text.letters == own.letters
            || own.last_word.is_some_and(|last| {
                text.letters.as_bytes().get(..last) == Some(&own.letters.as_bytes()[..last])
                    && is_form_of(&text.letters[last..], &own.letters[last..])
                    && !(self.noun && text.letters.ends_with(['d', 'g']))
            })
    }

    /// Whether a break in the text stands where the term has one or could have one.
    fn may_break(&self, text: &Spelling<'_>, place: usize) -> bool {
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
            // No break cuts off the last letter and its ending.
            (Script::Latin, Script::Latin) => {
                self.spelling.letters.get(at..).is_some_and(|rest| rest.chars().nth(1).is_some())
                    && (separator != ' ' || may_be_split(first, second))
            }
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

/// A term's text in the forms that its last word does not get by rule: the inner head inflected, and what is
/// irregular.
fn other_forms(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', '-']).collect();
    let put = |place: usize, form: &str| {
        let mut changed = words.clone();
        changed[place] = form;
        changed.join(" ")
    };
    let verb = |place: usize| {
        let regular = inflection::forms(words[place]);
        let all = regular.into_iter().chain(irregular::verb_forms(words[place], true));
        all.map(|form| put(place, &form)).collect::<Vec<_>>()
    };
    let last = words.len() - 1;
    let mut all: Vec<String> = irregular::plural(words[last]).map(|form| put(last, form)).into_iter().collect();
    if last == 0 {
        all.extend(irregular::verb_forms(text, false));
        if let Some((verb, particle)) = inflection::particle_verb(text).filter(|_| !irregular::is_only_noun(text)) {
            let forms = inflection::forms(verb).into_iter().chain(irregular::verb_forms(verb, true));
            all.extend(forms.map(|form| format!("{form} {particle}")));
        }
        return all;
    }
    // "go live" is a verb also where it is written "go-live"; "go-to-market" is a noun.
    let phrase = irregular::opens_phrase(words[0]) && (last == 1 || !text.contains('-'));
    match inflection::inner_head(&words) {
        Some(Head::Verb(place)) => all.extend(verb(place)),
        _ if phrase => all.extend(verb(0)),
        Some(Head::Noun(place)) => {
            let plural =
                irregular::plural(words[place]).map(str::to_owned).or_else(|| inflection::plural(words[place]));
            all.extend(plural.map(|form| put(place, &form)));
        }
        None => {}
    }
    all
}

/// Written wholly in capitals: no small letter and at least two letters (or one letter alone).
pub(super) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether a text as it was typed has these letters in their own case, or their plural.
fn is_written(text: &str, exact: &str) -> bool {
    if text.is_ascii() && !text.contains('&') {
        // As below, without memory.
        let mut letters = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-' | b'\'' | b'*' | b'~'));
        let begins = exact.bytes().all(|byte| letters.next() == Some(byte));
        return begins && matches!((letters.next(), letters.next()), (None, _) | (Some(b's'), None));
    }
    matches!(as_written(text).strip_prefix(exact), Some("" | "s"))
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
