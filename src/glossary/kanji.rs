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
    if begins && ends {
        return !is_torn(text, &range, boundaries);
    }
    if !begins && !ends {
        return false;
    }
    let beyond_affix = if ends {
        let prefix = text[..range.start].chars().next_back();
        prefix.is_some_and(|c| PREFIXES.contains(c) && is_cut(text, range.start - c.len_utf8(), boundaries))
    } else {
        let suffix = text[range.end..].chars().next();
        suffix.is_some_and(|c| SUFFIXES.contains(c) && is_cut(text, range.end + c.len_utf8(), boundaries))
    };
    if !beyond_affix {
        return false;
    }
    let apart =
        known() && (range.start + 1..range.end).any(|at| text.is_char_boundary(at) && boundaries.cuts(at, is_japanese));
    // 同案|件, 値|引率: without the affix the dictionary may see the word after all.
    !apart
        || if ends {
            stays_whole(&text[range.start..], 0, range.len())
        } else {
            stays_whole(&text[..range.end], range.start, range.end)
        }
}

/// Whether the dictionary keeps `start..end` in one piece in this part of a text, which begins or ends there.
fn stays_whole(part: &str, start: usize, end: usize) -> bool {
    let mut boundaries = Boundaries::new(part);
    is_cut(part, start, &mut boundaries)
        && is_cut(part, end, &mut boundaries)
        && !(start + 1..end).any(|at| part.is_char_boundary(at) && boundaries.cuts(at, is_japanese))
}

/// Whether the dictionary left a single kanji behind the term that would make another word with the term's last
/// one, while the first has a word before it to belong to: 専門|外注|目 is 専門外 and 注目.
fn is_torn(text: &str, range: &Range<usize>, boundaries: &mut Boundaries<'_>) -> bool {
    let is_han = |letter: char| script(letter) == Script::Han;
    let Some(next) = text[range.end..].chars().next().filter(|next| is_han(*next)) else { return false };
    let (before, last) = (text[..range.start].chars().next_back(), text[..range.end].chars().next_back());
    let natural = next != '力' && SUFFIXES.contains(next);
    if natural || !before.is_some_and(is_han) || !is_cut(text, range.end + next.len_utf8(), boundaries) {
        return false;
    }
    let Some(last) = last.filter(|last| is_han(*last) && range.len() > last.len_utf8()) else { return false };
    let word = format!("{last}{next}");
    !Boundaries::new(&word).cuts(last.len_utf8(), is_japanese)
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
