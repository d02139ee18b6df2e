//! Makes every way of writing the same letters the same: width, case, composition and invisible characters.
//! Returns normalised text, and for each stretch of it the source bytes it came from.
//!
//! What belongs here holds without knowing any word: NFKC, lower case, invisible and bidirectional marks
//! dropped, one apostrophe, one hyphen, one middle dot, one space. What depends on the word (an optional long
//! vowel, a hyphen or space inside a term, an ending) belongs to matching.
//!
//! Most characters stand for themselves; [`INERT`] knows those of them that talk is made of, and only the rest
//! goes through Unicode's tables.

use std::ops::Range;
use std::sync::LazyLock;

use super::lanes::{self, BLOCK};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Stands in normalised text for something seen that is not talk, such as code or a link.
pub const OBJECT: char = '\u{fffc}';

/// Text without markup, normalised: for terms, phrases and questions.
pub fn normalise(text: &str) -> String {
    let mut normaliser = Normaliser::with_capacity(text.len());
    normaliser.text(text, 0);
    normaliser.finish().0
}

/// From which source bytes a stretch of normalised text came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    normalised: u32,
    source: u32,
    /// Length in the source of a piece that cannot be split; 0 for one whose bytes correspond one to one.
    whole: u32,
}

/// Maps ranges of normalised text back to the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The source bytes of a range of normalised bytes. A range that begins or ends inside a character that was
    /// written as one (`㌔`) takes in the whole of it; an empty range is empty in the source too.
    pub fn source(&self, normalised: Range<usize>) -> Range<usize> {
        let start = self.piece(normalised.start).map_or(normalised.start, |piece| {
            let into = if piece.whole == 0 { normalised.start - piece.normalised as usize } else { 0 };
            piece.source as usize + into
        });
        if normalised.end <= normalised.start {
            return start..start;
        }
        let last = normalised.end - 1;
        let end = self.piece(last).map_or(normalised.end, |piece| match piece.whole {
            0 => piece.source as usize + (last - piece.normalised as usize) + 1,
            whole => piece.source as usize + whole as usize,
        });
        start..end
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.normalised as usize <= at);
        self.pieces[..after].last()
    }
}

/// Takes the runs of a message one after the other.
#[derive(Debug)]
pub(super) struct Normaliser {
    out: String,
    map: OffsetMap,
    /// The source offset that the next byte must have to go on with the last piece; `None` after an unsplittable one.
    next: Option<usize>,
}

impl Normaliser {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), map: OffsetMap::default(), next: None }
    }

    pub(super) fn finish(self) -> (String, OffsetMap) {
        (self.out, self.map)
    }

    /// Appends something that stands for a source range as a whole.
    pub(super) fn whole(&mut self, character: char, source: Range<usize>) {
        self.piece(source);
        self.out.push(character);
    }

    fn piece(&mut self, source: Range<usize>) {
        let whole = (source.end - source.start) as u32;
        self.map.pieces.push(Piece { normalised: self.out.len() as u32, source: source.start as u32, whole });
        self.next = None;
    }

    /// Appends a stretch whose bytes correspond one to one.
    fn even(&mut self, text: &str, source: usize) {
        if self.next != Some(source) {
            self.map.pieces.push(Piece { normalised: self.out.len() as u32, source: source as u32, whole: 0 });
        }
        self.next = Some(source + text.len());
        self.out.push_str(text);
    }

    /// Appends a run of text that begins at byte `base` of the source.
    pub(super) fn text(&mut self, text: &str, base: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            at = skip_inert(bytes, at);
            if start < at {
                let from = self.out.len();
                self.even(&text[start..at], base + start);
                // Only ASCII changes, so every boundary stays.
                self.out[from..].make_ascii_lowercase();
            }
            if at < bytes.len() {
                at += self.cluster(&text[at..], base + at);
            }
        }
    }

    /// Appends the character at the beginning of `text` and all that joins it; returns how many bytes that was.
    fn cluster(&mut self, text: &str, base: usize) -> usize {
        let mut characters = text.char_indices();
        let Some((_, first)) = characters.next() else { return 0 };
        if is_invisible(first) {
            self.next = None;
            return first.len_utf8();
        }
        let mut end = first.len_utf8();
        if let Some(narrow) = narrow(first)
            && characters.clone().next().is_none_or(|(_, next)| is_inert(next))
        {
            self.piece(base..base + end);
            self.out.push(narrow);
            return end;
        }
        let mut last = end;
        for (at, character) in characters {
            if is_invisible(character) {
                end = at + character.len_utf8();
            } else if !character.is_ascii() && joins(character) {
                end = at + character.len_utf8();
                last = end;
            } else {
                break;
            }
        }
        // Invisible characters at the end are left to the next turn, so that they are in no range.
        let end = last.min(end);
        if joins(first) {
            self.join(&text[..end], base);
        } else {
            let folded = fold(&text[..end]);
            self.put(&folded, base..base + end);
        }
        end
    }

    fn put(&mut self, folded: &str, source: Range<usize>) {
        if folded.is_empty() {
            self.next = None;
            return;
        }
        self.piece(source);
        self.out.push_str(folded);
    }

    /// Appends marks that combine with what was appended last.
    fn join(&mut self, marks: &str, base: usize) {
        let end = base + marks.len();
        let Some(&piece) = self.map.pieces.last() else {
            return self.put(&fold(marks), base..end);
        };
        let (from, source) = if piece.whole == 0 {
            let last = self.out.chars().next_back().map_or(0, char::len_utf8);
            let from = self.out.len() - last;
            (from, piece.source as usize + (from - piece.normalised as usize))
        } else {
            (piece.normalised as usize, piece.source as usize)
        };
        let before = self.out.split_off(from);
        if before == "\n" || before.starts_with(OBJECT) || before.len() > LONGEST_CLUSTER {
            self.out.push_str(&before);
            return self.put(&fold(marks), base..end);
        }
        if piece.whole != 0 || piece.normalised as usize == from {
            self.map.pieces.pop();
        }
        self.put(&fold(&(before + marks)), source..end);
    }
}

/// Where the first character from a place on is that does not stand for itself (or is of another plane).
#[inline]
fn skip_inert(bytes: &[u8], at: usize) -> usize {
    let mut base = at;
    while base < bytes.len() {
        let mut unusual = lanes::unusual(bytes, base);
        while unusual != 0 {
            let place = base + unusual.trailing_zeros() as usize;
            unusual &= unusual - 1;
            if !stands(bytes, place) {
                return place;
            }
        }
        base += BLOCK;
    }
    bytes.len()
}

/// Whether the character at a place, which is not ASCII, stands for itself.
fn stands(bytes: &[u8], at: usize) -> bool {
    let part = |place: usize| usize::from(bytes.get(place).copied().unwrap_or(0)) & 0x3f;
    let code = match usize::from(bytes[at]) {
        first @ 0xc0..0xe0 => (first & 0x1f) << 6 | part(at + 1),
        first @ 0xe0..0xf0 => (first & 0xf) << 12 | part(at + 1) << 6 | part(at + 2),
        _ => return false,
    };
    INERT[code / 64] & (1 << (code % 64)) != 0
}

/// Marks are not gathered beyond this many bytes, so that a text of marks alone stays linear.
const LONGEST_CLUSTER: usize = 256;

/// Characters of the basic plane that are their own normal form, join nothing and are not ASCII.
static INERT: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
    let mut table = Box::new([0; 1024]);
    for code in 0x80..0x1_0000_u32 {
        if let Some(character) = char::from_u32(code)
            && !is_invisible(character)
            && !joins(character)
            && stands_for_itself(character)
        {
            table[code as usize / 64] |= 1 << (code % 64);
        }
    }
    table
});

fn is_inert(character: char) -> bool {
    let code = character as usize;
    code < 0x80 || INERT.get(code / 64).is_some_and(|bits| bits & (1 << (code % 64)) != 0)
}

/// Full-width ASCII and the wide space, which Japanese text is full of, without the way through the tables.
fn narrow(character: char) -> Option<char> {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).map(|narrow| narrow.to_ascii_lowercase()),
        '\u{3000}' => Some(' '),
        '\u{2019}' => Some('\''),
        _ => None,
    }
}

fn stands_for_itself(character: char) -> bool {
    let lower = character.to_lowercase();
    one_way(character) == character
        && lower.len() == 1
        && lower.eq(std::iter::once(character))
        && is_nfkc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// Folds a cluster until folding changes nothing more.
fn fold(text: &str) -> String {
    let mut folded = text.to_owned();
    // Two rounds settle every character of Unicode 16; the bound keeps a surprise from looping.
    for _ in 0..4 {
        let next: String = folded
            .chars()
            .filter(|&c| !is_invisible(c))
            .map(one_way)
            .flat_map(char::to_lowercase)
            .nfkc()
            .map(one_way)
            .collect();
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

/// Apostrophes, hyphens, middle dots and spaces that people do not tell apart when they type.
fn one_way(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' | '\u{b4}' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2043}' | '\u{2212}' => '-',
        '\u{b7}' | '\u{2027}' | '\u{22c5}' => '・',
        '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        'ς' => 'σ',
        other => other,
    }
}

/// Takes no place: format characters, variation selectors, joiners, bidirectional marks.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Combines with the character before it.
fn joins(character: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    let Some(first) = text.nfkd().next() else { return false };
    canonical_combining_class(first) != 0 || is_nfkc_quick(std::iter::once(first)) == IsNormalized::Maybe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_characters_stand_for_themselves() {
        for character in (0x80..0x1_0000).filter_map(char::from_u32) {
            let text = character.to_string();
            if lanes::unusual(text.as_bytes(), 0) == 0 {
                assert!(is_inert(character), "{character:?}");
            }
        }
    }
}
