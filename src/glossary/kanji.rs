//! Says whether a term in kanji stands on word boundaries, also where the dictionary keeps it together with a
//! prefix or suffix of one character (納品書, 高品質) or does not know it at all.

use std::ops::Range;

use crate::text::boundary::{Boundaries, Script, script};

/// Whether the kanji at the edges of `range` let a word begin and end there. `known` tells whether the dictionary
/// has the term as one word; it then never cuts inside it, unless the letters belong to two other words.
pub(super) fn is_whole(
    text: &str,
    range: Range<usize>,
    known: impl FnOnce() -> bool,
    boundaries: &mut Boundaries<'_>,
) -> bool {
    let (begins, ends) = (is_cut(text, range.start, boundaries), is_cut(text, range.end, boundaries));
    if begins == ends {
        return begins;
    }
    if known() && (range.start + 1..range.end).any(|at| text.is_char_boundary(at) && boundaries.cuts(at, is_japanese)) {
        return false;
    }
    if ends {
        let prefix = text[..range.start].chars().next_back();
        return prefix.is_some_and(|c| PREFIXES.contains(c) && is_cut(text, range.start - c.len_utf8(), boundaries));
    }
    if begins {
        let suffix = text[range.end..].chars().next();
        return suffix.is_some_and(|c| SUFFIXES.contains(c) && is_cut(text, range.end + c.len_utf8(), boundaries));
    }
    false
}

/// A change of script, an end of the text or a cut of the dictionary.
fn is_cut(text: &str, at: usize, boundaries: &mut Boundaries<'_>) -> bool {
    let before = text[..at].chars().next_back().map_or(Script::None, script);
    let after = text[at..].chars().next().map_or(Script::None, script);
    (before, after) != (Script::Han, Script::Han) || boundaries.cuts(at, is_japanese)
}

/// A letter Japanese words are made of.
pub(super) fn is_japanese(letter: char) -> bool {
    matches!(script(letter), Script::Han | Script::Hiragana | Script::Katakana)
}

/// Characters that are put before a word without changing what it names.
const PREFIXES: &str = "再未非不無高低新旧全各総副多短長最超仮本当同両諸前次後初実純要被反脱準半過急即既別他毎御第一二三四五六七八九十百千数";

/// Characters that are put after a word.
const SUFFIXES: &str =
    "書者日率数額費先元側分中後前時用化性済系型版部課室員長会案表料権力度法所場品物金点件名毎別等内外間量期年月";
