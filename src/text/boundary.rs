//! Says where a word may begin and end in normalised text: at a change of script, at anything that is not a
//! letter, and between two kanji where the dictionary cuts.
//!
//! Latin letters and digits are one word, a katakana run is one word. Between two hiragana no boundary is
//! refused here: particles and endings stand there without a space.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// The script a character belongs to, as far as words are made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin letters and those of other alphabets, digits, `_`.
    Latin,
    /// Katakana and the long-vowel mark.
    Katakana,
    /// Hiragana.
    Hiragana,
    /// Kanji.
    Han,
    /// Everything words are not made of.
    None,
}

/// The script of a character of normalised text.
#[inline]
pub fn script(character: char) -> Script {
    match character {
        'a'..='z' | '0'..='9' | 'A'..='Z' | '_' => Script::Latin,
        '\0'..='\x7f' => Script::None,
        '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Katakana,
        '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Script::Han,
        // Punctuation of Japanese and of typesetting, which is everywhere, without the long way through the tables.
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3030}' | '\u{30a0}' | '\u{30fb}' => {
            Script::None
        }
        other if other.is_alphanumeric() => Script::Latin,
        _ => Script::None,
    }
}

/// Whether a word may begin or end at a byte of normalised text. Ends of the text and bytes inside a character
/// count as: may, may not.
pub fn is_boundary(text: &str, at: usize) -> bool {
    Boundaries::new(text).is_boundary(at)
}

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The boundaries of one text, remembering where the dictionary cut the last run.
#[derive(Debug)]
pub struct Boundaries<'t> {
    text: &'t str,
    run: Range<usize>,
    cuts: Vec<usize>,
}

impl<'t> Boundaries<'t> {
    /// Of a normalised text.
    pub fn new(text: &'t str) -> Self {
        Self { text, run: 0..0, cuts: Vec::new() }
    }

    /// As [`is_boundary`].
    pub fn is_boundary(&mut self, at: usize) -> bool {
        if at == 0 || at >= self.text.len() {
            return true;
        }
        if !self.text.is_char_boundary(at) {
            return false;
        }
        let before = self.text[..at].chars().next_back().map_or(Script::None, script);
        let after = self.text[at..].chars().next().map_or(Script::None, script);
        match (before, after) {
            (Script::Han, Script::Han) => self.cuts(at, script_is_han),
            (Script::Latin, Script::Latin) | (Script::Katakana, Script::Katakana) => false,
            _ => true,
        }
    }

    /// Whether the dictionary cuts the run around `at`.
    pub fn cuts(&mut self, at: usize, belongs: fn(char) -> bool) -> bool {
        if !(self.run.start < at && at < self.run.end) {
            self.segment(at, belongs);
        }
        self.cuts.binary_search(&at).is_ok()
    }

    fn segment(&mut self, at: usize, belongs: fn(char) -> bool) {
        let left = &self.text[..at];
        let right = &self.text[at..];
        let start = left.char_indices().rev().take(RUN).take_while(|&(_, c)| belongs(c)).last().map_or(at, |(i, _)| i);
        let end = right.char_indices().take(RUN).find(|&(_, c)| !belongs(c)).map_or_else(
            || right.char_indices().nth(RUN).map_or(self.text.len(), |(offset, _)| at + offset),
            |(offset, _)| at + offset,
        );
        self.run = start..end;
        self.cuts.clear();
        self.cuts.extend(SEGMENTER.segment_str(&self.text[start..end]).map(|cut| start + cut));
    }
}

/// No word is decided by characters further away than this.
const RUN: usize = 64;

fn script_is_han(character: char) -> bool {
    script(character) == Script::Han
}
