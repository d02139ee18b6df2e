//! Finds which designations may begin at a place in normalised text: a trie of their spellings, kept as a table
//! from the hash of a prefix to what it leads to. Returns ends and entries; whether they are right is for
//! matching to verify.
//!
//! A place is a whole Latin word or one letter of another script, so the cost is one probe a word and not one a
//! byte, and a bit table in front of it answers most probes without touching memory that is far away.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::inflection;
use super::spelling::{Letters, Unit, Units};
use crate::text::boundary::{Script, script};

/// What a prefix leads to.
#[derive(Debug, Clone, Copy)]
struct Node {
    key: u64,
    /// Index into `ends`, plus one; 0 when no spelling ends here.
    end: u32,
    /// Whether a longer spelling goes on from here.
    goes_on: bool,
}

/// The spellings of a glossary.
#[derive(Debug, Default)]
pub(super) struct Index {
    nodes: Vec<Node>,
    filter: Vec<u64>,
    /// Entries that end at the same prefix.
    ends: Vec<Vec<u32>>,
    /// Whether some spelling is a single letter that is not Latin.
    single: bool,
    starts: Starts,
}

/// Collects spellings and builds the table once.
#[derive(Debug, Default)]
pub(super) struct Builder {
    prefixes: HashMap<u64, (Vec<u32>, bool)>,
    single: bool,
    starts: Starts,
}

impl Builder {
    /// Adds a spelling in normalised text under an entry's number.
    pub(super) fn add(&mut self, text: &str, entry: u32) {
        let mut units = Units::new(text, 0);
        let mut hash = 0;
        let mut count = 0;
        while let Some(unit) = units.next() {
            if count == 0 {
                match unit.letters {
                    Letters::Word => self.starts.add_word(text, unit.end),
                    Letters::One(letter) => self.starts.add_letter(letter),
                }
            }
            if count > 0 {
                self.prefixes.entry(hash).or_default().1 = true;
            }
            hash = step(hash, text, &unit);
            count += 1;
        }
        if count == 0 {
            return;
        }
        self.single |= count == 1 && !text.starts_with(|letter: char| letter.is_ascii());
        let entries = &mut self.prefixes.entry(hash).or_default().0;
        if entries.last() != Some(&entry) {
            entries.push(entry);
        }
    }

    /// The finished index.
    pub(super) fn build(self) -> Index {
        let slots = (self.prefixes.len() * 2).next_power_of_two().max(16);
        let bits = (self.prefixes.len() * 16).next_power_of_two().max(1024);
        let mut index = Index {
            nodes: vec![Node { key: 0, end: 0, goes_on: false }; slots],
            filter: vec![0; bits / 64],
            ends: Vec::new(),
            single: self.single,
            starts: self.starts,
        };
        for (key, (entries, goes_on)) in self.prefixes {
            let end = if entries.is_empty() {
                0
            } else {
                index.ends.push(entries);
                index.ends.len() as u32
            };
            let bit = index.bit(key);
            index.filter[bit / 64] |= 1 << (bit % 64);
            let mut slot = index.slot(key);
            while index.nodes[slot].key != 0 {
                slot = (slot + 1) & (slots - 1);
            }
            index.nodes[slot] = Node { key, end, goes_on };
        }
        index
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(hash: u64, letter: u64) -> u64 {
    (hash.rotate_left(5) ^ letter).wrapping_mul(MIX)
}

fn mix_word(hash: u64, word: &str) -> u64 {
    word.bytes().fold(hash, |hash, byte| mix(hash, u64::from(byte)))
}

fn step(hash: u64, text: &str, unit: &Unit) -> u64 {
    match unit.letters {
        Letters::Word => mix_word(hash, &text[unit.start..unit.end]),
        Letters::One(letter) => mix(hash, u64::from(u32::from(letter))),
    }
}

/// A place where spellings end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// One past the last byte in the normalised text.
    pub(super) end: usize,
    /// Which entries, for [`Index::entries`].
    node: u32,
}

impl Index {
    fn bit(&self, key: u64) -> usize {
        (key >> 24) as usize & (self.filter.len() * 64 - 1)
    }

    fn slot(&self, key: u64) -> usize {
        (key >> 40 ^ key) as usize & (self.nodes.len() - 1)
    }

    fn node(&self, key: u64) -> Option<&Node> {
        let bit = self.bit(key);
        if self.filter[bit / 64] & (1 << (bit % 64)) == 0 {
            return None;
        }
        let mut slot = self.slot(key);
        loop {
            let node = &self.nodes[slot];
            if node.key == key {
                return Some(node);
            }
            if node.key == 0 {
                return None;
            }
            slot = (slot + 1) & (self.nodes.len() - 1);
        }
    }

    /// The entries that end at a hit.
    pub(super) fn entries(&self, hit: Hit) -> &[u32] {
        &self.ends[hit.node as usize]
    }

    /// Whether a spelling may begin with the Latin word at `start..end`, whole or as half of a closed term.
    #[inline]
    pub(super) fn may_begin_with_word(&self, text: &[u8], start: usize, end: usize) -> bool {
        self.starts.has_word(text, start, end)
    }

    /// Whether a spelling may begin with this letter or symbol, or a word or run does that has to be looked at as a whole.
    #[inline]
    pub(super) fn may_begin_with(&self, letter: char) -> bool {
        self.starts.has_letter(letter)
    }

    /// Calls `found` with every place where a spelling that begins at `start` may end.
    pub(super) fn walk(&self, text: &str, start: usize, found: &mut Vec<Hit>) {
        if self.filter.is_empty() {
            return;
        }
        let mut units = Units::new(text, start);
        let mut hash = 0;
        // A word that leads nowhere by itself may be half of a closed term: "hot fix", "hot-fix".
        let mut loose = false;
        while let Some(unit) = units.next() {
            if let Letters::Word = unit.letters {
                let word = &text[unit.start..unit.end];
                self.inflected(hash, word, unit.end, found);
                if word.as_bytes()[word.len() - 1].is_ascii_digit() {
                    self.before_number(hash, word, unit.start, found);
                }
            }
            if loose && unit.letters != Letters::Word {
                return;
            }
            hash = step(hash, text, &unit);
            match self.node(hash) {
                Some(node) => {
                    if node.end > 0 {
                        found.push(Hit { end: unit.end, node: node.end - 1 });
                    }
                    if !node.goes_on && unit.letters != Letters::Word {
                        return;
                    }
                    loose = !node.goes_on;
                }
                None if loose || unit.letters != Letters::Word => return,
                None => loose = true,
            }
        }
    }

    /// Probes a word that a number touches.
    fn before_number(&self, before: u64, word: &str, start: usize, found: &mut Vec<Hit>) {
        let stem = word.trim_end_matches(|last: char| last.is_ascii_digit());
        if stem.is_empty() {
            return;
        }
        let end = start + stem.len();
        if let Some(node) = self.node(mix_word(before, stem))
            && node.end > 0
        {
            found.push(Hit { end, node: node.end - 1 });
        }
        self.inflected(before, stem, end, found);
    }

    /// Probes what a word may be a regular form of.
    fn inflected(&self, before: u64, word: &str, end: usize, found: &mut Vec<Hit>) {
        let bytes = word.as_bytes();
        let length = bytes.len();
        let mut probe = |stem: usize, ending: &str| {
            if let Some(stem) = word.get(..stem)
                && !(stem.is_empty() && ending.is_empty())
                && let Some(node) = self.node(mix_word(mix_word(before, stem), ending))
                && node.end > 0
            {
                found.push(Hit { end, node: node.end - 1 });
            }
        };
        match bytes {
            [.., b's'] if length > 1 => {
                probe(length - 1, "");
                if word.ends_with("es") {
                    probe(length - 2, "");
                    probe(length - 2, "is");
                }
                if word.ends_with("ies") {
                    probe(length - 3, "y");
                }
            }
            [.., b'e', b'd'] if length > 3 => {
                probe(length - 1, "");
                probe(length - 2, "");
                if word.ends_with("ied") {
                    probe(length - 3, "y");
                }
                if bytes[length - 3] == bytes[length - 4] {
                    probe(length - 3, "");
                }
            }
            [.., b'i', b'n', b'g'] if length > 4 => {
                probe(length - 3, "");
                probe(length - 3, "e");
                if word.ends_with("ying") {
                    probe(length - 4, "ie");
                }
                if bytes[length - 4] == bytes[length - 5] {
                    probe(length - 4, "");
                }
            }
            _ => {}
        }
    }

    /// Whether nothing can begin with these two letters.
    pub(super) fn refuses(&self, first: char, second: char) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        if self.single {
            return false;
        }
        let both = mix(mix(0, u64::from(u32::from(first))), u64::from(u32::from(second)));
        let bit = self.bit(both);
        self.filter[bit / 64] & (1 << (bit % 64)) == 0
    }
}

/// What spellings begin with, in two bit tables small enough to stay in the first cache: most places in a message
/// are passed over after one look.
#[derive(Debug)]
struct Starts {
    /// By the first four bytes of a Latin word.
    words: Vec<u64>,
    /// By letter or symbol of the basic plane; those that make up words and runs are always in it.
    letters: Vec<u64>,
}

impl Default for Starts {
    fn default() -> Self {
        static RUNS: LazyLock<Vec<u64>> = LazyLock::new(|| {
            let mut letters = vec![0; 0x1_0000 / 64];
            for code in 0x80..0x1_0000_u32 {
                let script = char::from_u32(code).map(script);
                if matches!(script, Some(Script::Latin | Script::Katakana)) {
                    letters[code as usize / 64] |= 1 << (code % 64);
                }
            }
            letters
        });
        Self { words: vec![0; (1 << WORD_BITS) / 64], letters: RUNS.clone() }
    }
}

const WORD_BITS: u32 = 16;

/// The first four bytes of a word, with zeros after a shorter one.
#[inline]
fn beginning(text: &[u8], start: usize, end: usize) -> u32 {
    if let Some(&[a, b, c, d]) = text.get(start..start + 4) {
        let four = u32::from_le_bytes([a, b, c, d]);
        return if end - start >= 4 { four } else { four & ((1 << (8 * (end - start))) - 1) };
    }
    text[start..end].iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte))
}

impl Starts {
    fn place(beginning: u32) -> usize {
        (beginning.wrapping_mul(0x9e37_79b1) >> (32 - WORD_BITS)) as usize
    }

    fn set(&mut self, word: &[u8]) {
        let place = Self::place(beginning(word, 0, word.len()));
        self.words[place / 64] |= 1 << (place % 64);
    }

    /// A spelling whose first word ends at `end`: as it is, in its regular forms, closed up with what follows,
    /// and broken after any of its first letters.
    fn add_word(&mut self, text: &str, end: usize) {
        self.set(&text.as_bytes()[..end]);
        self.set(format!("{}s", &text[..end]).as_bytes());
        for form in inflection::forms(&text[..end]) {
            self.set(form.as_bytes());
        }
        let closed: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).take(4).collect();
        if closed.len() == 4 {
            self.set(&closed);
        }
        for length in 1..closed.len() {
            let mut piece = closed[..length].to_vec();
            if std::str::from_utf8(&piece).is_ok_and(inflection::may_open) {
                self.set(&piece);
            }
            piece.push(b'-');
            self.set(&piece);
        }
    }

    #[inline]
    fn has_word(&self, text: &[u8], start: usize, end: usize) -> bool {
        let has = |end: usize| {
            let place = Self::place(beginning(text, start, end));
            self.words[place / 64] & (1 << (place % 64)) != 0
        };
        has(end) || end - start < 4 && text.get(end) == Some(&b'-') && has(end + 1)
    }

    fn add_letter(&mut self, letter: char) {
        let code = letter as usize;
        if let Some(bits) = self.letters.get_mut(code / 64) {
            *bits |= 1 << (code % 64);
        }
    }

    #[inline]
    fn has_letter(&self, letter: char) -> bool {
        let code = letter as usize;
        self.letters.get(code / 64).is_none_or(|bits| bits & (1 << (code % 64)) != 0)
    }
}
