//! Says of a place in normalised text whether a spelling may begin there, from small tables that stay in the
//! processor's caches: most places in a message are passed over after one look. Never refuses a place at which
//! [`super::index`] would find something.

use std::sync::LazyLock;

use super::inflection;
use super::spelling::{Letters, Units};
use crate::text::boundary::{Script, script};
use crate::text::lanes::{self, BLOCK, eight, first};

/// What spellings begin with.
#[derive(Debug)]
pub(super) struct Starts {
    /// A Bloom filter of the first eight bytes of words, two bits of one element for each.
    words: Vec<u64>,
    /// By letter or symbol of the basic plane; those that make up words and runs are always in it.
    letters: Box<[u64; 1024]>,
    /// Whether a spelling begins with an ASCII symbol.
    symbols: bool,
    /// Whether a spelling begins with a hiragana or CJK punctuation.
    soft: bool,
}

/// Collects what spellings begin with.
#[derive(Debug)]
pub(super) struct Builder {
    words: Vec<u64>,
    letters: Box<[u64; 1024]>,
    symbols: bool,
    soft: bool,
}

fn beginning(word: &[u8]) -> u64 {
    eight(&word[..word.len().min(8)], 0)
}

impl Default for Starts {
    fn default() -> Self {
        Builder::default().build()
    }
}

impl Default for Builder {
    fn default() -> Self {
        static RUNS: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
            let mut letters = Box::new([0; 1024]);
            for code in 0x80..0x1_0000_u32 {
                let script = char::from_u32(code).map(script);
                if matches!(script, Some(Script::Latin | Script::Katakana)) {
                    letters[code as usize / 64] |= 1 << (code % 64);
                }
            }
            letters
        });
        Self { words: Vec::new(), letters: RUNS.clone(), symbols: false, soft: false }
    }
}

impl Builder {
    /// Adds a spelling in normalised text.
    pub(super) fn add(&mut self, text: &str) {
        let mut units = Units::new(text, 0);
        let mut closed = String::new();
        while let Some(unit) = units.next() {
            match unit.letters {
                Letters::One(letter) if unit.start == 0 => return self.letter(letter),
                Letters::One(_) => break,
                Letters::Word => {
                    // As it stands with the words before it, with or without separators.
                    closed.push_str(&text[unit.start..unit.end]);
                    self.words.push(beginning(closed.as_bytes()));
                    if closed.len() >= 8 + LONGEST_CHANGE {
                        break;
                    }
                }
            }
        }
        if closed.len() < 8 + LONGEST_CHANGE {
            self.words.extend(inflection::forms(&closed).iter().map(|form| beginning(form.as_bytes())));
            closed.push('s');
            self.words.push(beginning(closed.as_bytes()));
            closed.pop();
        }
        // Broken by a space after some of its letters.
        for length in 1..closed.len().min(8) {
            if closed.get(..length).is_some_and(inflection::may_open) {
                self.words.push(first(beginning(closed.as_bytes()), length));
            }
        }
    }

    fn letter(&mut self, letter: char) {
        self.symbols |= letter.is_ascii();
        self.soft |= ('\u{3000}'..'\u{30a0}').contains(&letter);
        let code = letter as usize;
        if let Some(bits) = self.letters.get_mut(code / 64) {
            *bits |= 1 << (code % 64);
        }
    }

    pub(super) fn build(self) -> Starts {
        let size = (self.words.len() * 8 / 64).next_power_of_two().max(64);
        let mut starts = Starts { words: vec![0; size], letters: self.letters, symbols: self.symbols, soft: self.soft };
        for word in self.words {
            let (place, bits) = starts.place(word);
            starts.words[place] |= bits;
        }
        starts
    }
}

/// A regular ending changes no more than this many letters at the end of its word.
const LONGEST_CHANGE: usize = 2;

impl Starts {
    /// Whether a spelling may begin with a Latin word of which these are the first eight bytes (zeros after a shorter
    /// one), whole or as half of a closed term that a space follows. A hyphen after the word is no matter of this.
    #[inline]
    pub(super) fn has_word(&self, beginning: u64) -> bool {
        let (place, bits) = self.place(beginning);
        self.words[place] & bits == bits
    }

    /// One bit for each byte of a block of the text at which a spelling may begin, or where that has to be found out
    /// by looking at a whole word or run. `letters` are those of the block, `after` the words of the next one, and
    /// `before` is whether the block goes on with a word.
    #[inline]
    pub(super) fn block(&self, text: &[u8], base: usize, letters: lanes::Letters, after: u64, before: bool) -> u64 {
        let words = letters.words;
        let mut may = 0;
        let mut begin = words & !(words << 1 | u64::from(before));
        while begin != 0 {
            let bit = begin.trailing_zeros();
            begin &= begin - 1;
            let rest = words >> bit | (after << 1) << (63 - bit);
            let length = (!rest).trailing_zeros() as usize;
            let at = base + bit as usize;
            let beginning = eight(text, at);
            // Half of a word before a hyphen is not in the filter, letters that are not ASCII are not in the marks,
            // and a number may touch a term.
            let (last, next) = (text[at + length - 1], text.get(at + length).copied().unwrap_or(0));
            let open = next == b'-' || next >= 0x80 || text[at] < b'A' || last < b'A' || length == BLOCK;
            may |= u64::from(self.has_word(first(beginning, length.min(8))) | open) << bit;
        }
        let mut wide = if self.soft { letters.wide | letters.soft } else { letters.wide };
        while wide != 0 {
            let bit = wide.trailing_zeros();
            wide &= wide - 1;
            let at = base + bit as usize;
            let has = match text.get(at..at + 3) {
                Some(&[first @ 0xe0..0xf0, second, third]) => {
                    let [first, second, third] = [first, second, third].map(usize::from);
                    let code = (first & 0xf) << 12 | (second & 0x3f) << 6 | third & 0x3f;
                    self.letters[code / 64] >> (code % 64) & 1
                }
                _ => 1,
            };
            may |= has << bit;
        }
        if self.symbols {
            for (bit, &byte) in (0..).zip(text[base..].iter().take(BLOCK)) {
                let symbol = byte < 0x80 && !byte.is_ascii_alphanumeric() && byte != b'_';
                may |= u64::from(symbol && self.has_letter(char::from(byte))) << bit;
            }
        }
        may
    }

    /// Whether a spelling may begin with this letter or symbol, or a word or run does that has to be looked at as a
    /// whole.
    #[inline]
    pub(super) fn has_letter(&self, letter: char) -> bool {
        let code = letter as usize;
        self.letters.get(code / 64).is_none_or(|bits| bits & (1 << (code % 64)) != 0)
    }

    #[inline]
    fn place(&self, beginning: u64) -> (usize, u64) {
        let hash = beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = hash ^ hash >> 32;
        let place = (hash >> 12) as usize & (self.words.len() - 1);
        (place, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }
}
