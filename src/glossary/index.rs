//! Finds which designations may begin at a place in normalised text: a trie of their spellings, kept as a table
//! from the hash of a prefix to what it leads to. Returns ends and entries; whether they are right is for
//! matching to verify.
//!
//! A place is a whole Latin word or one letter of another script, so the cost is one probe a word and not one a
//! byte, and a bit table in front of it answers most probes without touching memory that is far away.

use std::collections::HashMap;

use super::spelling::{Letters, Unit, Units};
use super::starts::{self, Starts};

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
    starts: starts::Builder,
}

impl Builder {
    /// Adds a spelling in normalised text under an entry's number.
    pub(super) fn add(&mut self, text: &str, entry: u32) {
        let mut units = Units::new(text, 0);
        let mut hash = 0;
        let mut count = 0;
        while let Some(unit) = units.next() {
            if count > 0 {
                self.prefixes.entry(hash).or_default().1 = true;
            }
            hash = step(hash, text, &unit);
            count += 1;
        }
        if count == 0 {
            return;
        }
        self.starts.add(text);
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
            starts: self.starts.build(),
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

    /// Where a spelling may begin.
    #[inline]
    pub(super) fn starts(&self) -> &Starts {
        &self.starts
    }

    /// Calls `found` with every place where a spelling that begins at `start` may end.
    pub(super) fn walk(&self, text: &str, start: usize, found: &mut impl FnMut(Hit)) {
        if self.filter.is_empty() {
            return;
        }
        let mut units = Units::new(text, start);
        let mut hash = 0;
        // A word that leads nowhere by itself may be half of a closed term: "hot fix", "hot-fix".
        let mut loose = false;
        while let Some(unit) = units.next() {
            match unit.letters {
                Letters::Word => {
                    let word = &text.as_bytes()[unit.start..unit.end];
                    if word[word.len() - 1].is_ascii_digit() {
                        self.before_number(hash, word, unit.start, found);
                    }
                    hash = self.word(hash, word, unit.end, found);
                }
                Letters::One(_) if loose => return,
                Letters::One(letter) => hash = mix(hash, u64::from(u32::from(letter))),
            }
            match self.node(hash) {
                Some(node) => {
                    if node.end > 0 {
                        found(Hit { end: unit.end, node: node.end - 1 });
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
    fn before_number(&self, before: u64, word: &[u8], start: usize, found: &mut impl FnMut(Hit)) {
        let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let stem = &word[..word.len() - digits];
        if stem.is_empty() {
            return;
        }
        let end = start + stem.len();
        let hash = self.word(before, stem, end, found);
        if let Some(node) = self.node(hash)
            && node.end > 0
        {
            found(Hit { end, node: node.end - 1 });
        }
    }

    /// Takes a word into the hash of what is before it, and probes what it may be a regular form of.
    fn word(&self, before: u64, word: &[u8], end: usize, found: &mut impl FnMut(Hit)) -> u64 {
        let mut hash = before;
        // The hashes without the last one to four letters.
        let mut without = [before; 4];
        for &byte in word {
            without = [hash, without[0], without[1], without[2]];
            hash = mix(hash, u64::from(byte));
        }
        let mut probe = |letters: usize, ending: &str| {
            if letters < word.len() + ending.len()
                && let Some(node) = self.node(mix_word(without[letters - 1], ending))
                && node.end > 0
            {
                found(Hit { end, node: node.end - 1 });
            }
        };
        match word {
            [.., before, b's'] => {
                probe(1, "");
                if *before == b'e' {
                    probe(2, "");
                    probe(2, "is");
                    if word.ends_with(b"ies") {
                        probe(3, "y");
                    }
                }
            }
            [.., third, second, b'e', b'd'] => {
                probe(1, "");
                probe(2, "");
                if *second == b'i' {
                    probe(3, "y");
                }
                if second == third {
                    probe(3, "");
                }
            }
            [.., third, second, b'i', b'n', b'g'] => {
                probe(3, "");
                probe(3, "e");
                if *second == b'y' {
                    probe(4, "ie");
                }
                if second == third {
                    probe(4, "");
                }
            }
            _ => {}
        }
        hash
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
