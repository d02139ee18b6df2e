//! Japanese words: where the dictionary and the affixes let one begin and end.

use std::ops::Range;

use liaison::text::boundary::{Boundaries, Script, script};

/// Loan words that may stand beside a term in one katakana run. The reference is asked about these only.
pub(super) const LOAN_WORDS: [&str; 7] =
    ["チーム", "スケジュール", "ルール", "ノート", "サーバー", "オーナー", "プロダクト"];

/// Kanji that may stand before or after a word without making another of it.
const PREFIXES: &str = "再未非不無高低新旧全各総副多短長最超仮本当同両諸前次後初実純要被反脱準半過急即既別他毎御第一二三四五六七八九十百千数";
const SUFFIXES: &str =
    "書者日率数額費先元側分中後前時用化性済系型版部課室員長会案表料権力度法所場品物金点件名毎別等内外間量期年月";

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
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let affix = match (is_edge(text, range.start), is_edge(text, range.end)) {
        (true, true) => return !is_torn(text, range, before, after),
        (false, false) => return false,
        (true, false) => after.is_some_and(|c| SUFFIXES.contains(c) && is_edge(text, range.end + c.len_utf8())),
        (false, true) => before.is_some_and(|c| PREFIXES.contains(c) && is_edge(text, range.start - c.len_utf8())),
    };
    let known = term.chars().all(is_japanese) && !inside(term, 0..term.len());
    // Taken apart together with the affix, it may be a word without it.
    let (from, to) = if is_edge(text, range.end) { (range.start, text.len()) } else { (0, range.end) };
    let (part, place) = (&text[from..to], range.start - from..range.end - from);
    let whole = is_edge(part, place.start) && is_edge(part, place.end) && !inside(part, place);
    affix && (!known || !inside(text, range.clone()) || whole)
}

/// The dictionary left one kanji behind that makes a word with the last one of the term.
fn is_torn(text: &str, range: &Range<usize>, before: Option<char>, after: Option<char>) -> bool {
    let han = |letter: Option<char>| letter.filter(|letter| script(*letter) == Script::Han);
    let last = han(text[range.clone()].chars().skip(1).last());
    let (Some(_), Some(last), Some(next)) = (han(before), last, han(after)) else { return false };
    let natural = SUFFIXES.contains(next) && next != '力';
    let word = format!("{last}{next}");
    !natural && is_edge(text, range.end + next.len_utf8()) && !dictionary_cuts(&word, last.len_utf8())
}

/// Between two hiragana the dictionary decides, and behind a term a particle or する does.
pub(super) fn is_whole_in_hiragana(text: &str, range: &Range<usize>) -> bool {
    const PARTICLES: &str = "を に は が の で と も へ や か だ な し さ す せ から まで より です って ば み";
    let kana = (Script::Hiragana, Script::Hiragana);
    let mut back = text[..range.start].chars().rev();
    let particle = back.next().is_some_and(|particle| "のをはがにでともへや".contains(particle))
        && back.next().is_some_and(|word| script(word) != Script::Hiragana);
    let begins = around(text, range.start) != kana || dictionary_cuts(text, range.start) || particle;
    let particle = PARTICLES.split(' ').any(|particle| text[range.end..].starts_with(particle));
    let ends = around(text, range.end) != kana || dictionary_cuts(text, range.end) || particle;
    begins && ends
}

/// Other ways to write the kana after a kanji, of the words this reference is asked about.
pub(super) fn okurigana(text: &str) -> Vec<String> {
    const WAYS: [&str; 4] = [
        "すり合わせ すり合せ",
        "見積もり 見積り 見積",
        "引き継ぎ 引き継 引継ぎ 引継",
        "打ち合わせ 打ち合せ 打合わせ 打合せ",
    ];
    let ways = WAYS.iter().find(|ways| ways.split(' ').next() == Some(text));
    ways.into_iter().flat_map(|ways| ways.split(' ')).skip(1).map(str::to_owned).collect()
}

/// A term that was written without its last kana is a noun, so a particle or する may follow, and no kana of a verb.
pub(super) fn stands_without_its_kana(text: &str, range: &Range<usize>, term: &str) -> bool {
    let last = |text: &str| text.chars().next_back().map_or(Script::None, script);
    let rest = &text[range.end..];
    if last(term) != Script::Hiragana
        || last(&text[..range.end]) != Script::Han
        || around(text, range.end).1 != Script::Hiragana
    {
        return true;
    }
    // What follows a noun, and among it what conjugates the verb instead: 見積もる, 繰り上がった.
    let after_noun = "を に は の で と へ や だ な も が か する すれ した して しま しな しよ され させ まで より";
    let conjugated = "もる もり もら もれ もっ がな がら がれ がり がる がっ かな かれ かる かせ かさ かっ";
    let begins = |with: &str| with.split(' ').any(|kana| rest.starts_with(kana));
    begins(after_noun) && !begins(conjugated)
}
