//! Tells whether a term is explained where it stands: "SLA (service level agreement)", 「NRR（売上継続率）」,
//! "NRR means …". Returns yes or no for one occurrence in normalised text.

use std::ops::Range;

use crate::text::boundary::{Script, script};

/// Whether the text around a term says what it is. `same` tells whether a text is another designation of the
/// same concept.
pub(super) fn is_explained(text: &str, range: Range<usize>, same: impl Fn(&str) -> bool) -> bool {
    let term = &text[range.clone()];
    let bracketed = text[..range.start].trim_end_matches(' ').ends_with(['(', '（']);
    let after = text[range.end..].trim_start_matches(CLOSES_NAME);
    if !bracketed && !after.starts_with(BRACKETS) && !OPENS.iter().chain(&MEANS).any(|open| after.starts_with(open)) {
        return false;
    }
    let after = window(text, range.end..range.end + NEAR).split(ENDS_LINE).next().unwrap_or_default();
    let before =
        window(text, range.start.saturating_sub(NEAR)..range.start).rsplit(ENDS_LINE).next().unwrap_or_default();
    in_brackets_after(term, after, &same) || in_brackets_itself(term, before, after, &same) || is_defined(after)
}

/// What may stand between a term and its explanation.
const CLOSES_NAME: [char; 6] = [' ', '"', '\'', '」', '”', ','];

const BRACKETS: [char; 5] = ['(', '（', '[', '［', '〔'];

/// An explanation stands within this many bytes.
const NEAR: usize = 300;

/// The characters that lie wholly in a range.
pub(super) fn window(text: &str, range: Range<usize>) -> &str {
    let start = (range.start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let end = (start..=range.end.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    &text[start..end]
}

const ENDS_LINE: [char; 2] = ['\n', '\u{fffc}'];

/// "SLA (service level agreement)": the brackets hold another name, the words of the letters, or an aside that
/// begins as an explanation does.
fn in_brackets_after(term: &str, after: &str, same: &impl Fn(&str) -> bool) -> bool {
    let Some(inside) = brackets(after.trim_start_matches(CLOSES_NAME)) else { return false };
    same(inside)
        || stands_for(term, inside)
        || ASIDES.iter().any(|aside| inside.starts_with(aside))
        || glosses(term, inside)
}

/// "service level agreement (SLA)": the term is in the brackets and what it stands for before them.
fn in_brackets_itself(term: &str, before: &str, after: &str, same: &impl Fn(&str) -> bool) -> bool {
    let Some(outside) = before.trim_end().strip_suffix(['(', '（']) else { return false };
    if !after.trim_start().starts_with([')', '）', ',', '、', ':']) {
        return false;
    }
    let outside = outside.trim_end();
    let words: Vec<(usize, &str)> = words(outside);
    let letters = term.chars().filter(|c| c.is_alphanumeric()).count();
    let named = (1..=words.len().min(8)).any(|count| {
        let start = words[words.len() - count].0;
        let tail = &outside[start..];
        same(tail) || count >= 2 && count <= letters && stands_for(term, tail)
    });
    named || same(outside) || outside.char_indices().rev().take(16).any(|(at, _)| same(&outside[at..]))
}

/// What stands between brackets at the beginning of a text.
fn brackets(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(BRACKETS)?;
    let end = inside.find([')', '）', ']', '］', '〕'])?;
    let inside = inside[..end].trim();
    (!inside.is_empty()).then_some(inside)
}

/// Whether the first letters of the words spell the term: "service level agreement" for "sla".
fn stands_for(term: &str, text: &str) -> bool {
    let letters: Vec<char> = term.chars().filter(|c| c.is_alphanumeric()).collect();
    if !(2..=8).contains(&letters.len()) || !term.is_ascii() {
        return false;
    }
    let initials = |words: &[(usize, &str)], skip_small: bool| -> Vec<char> {
        let small = |word: &str| skip_small && ["of", "the", "and", "for", "to", "in", "as", "a"].contains(&word);
        words.iter().filter(|(_, word)| !small(word)).filter_map(|(_, word)| word.chars().next()).collect()
    };
    let words = words(text);
    [false, true].into_iter().any(|skip| initials(&words, skip).starts_with(&letters))
}

fn words(text: &str) -> Vec<(usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}

/// Latin letters glossed in Japanese: 「NRR（売上継続率）」. A note such as （未定） or （参照） is no gloss.
fn glosses(term: &str, inside: &str) -> bool {
    let japanese = |c: char| matches!(script(c), Script::Han | Script::Hiragana | Script::Katakana);
    let count = inside.chars().filter(|&c| japanese(c)).count();
    let note = NOTES.iter().any(|note| inside.contains(note)) || inside.chars().any(|c| c.is_ascii_digit());
    term.is_ascii() && count >= 4 && !note && !inside.ends_with(['か', '?', '？'])
}

/// How an aside begins that says the same in other words.
const ASIDES: [&str; 14] = [
    "i.e.",
    "i.e ",
    "ie ",
    "that is",
    "aka ",
    "a.k.a.",
    "in other words",
    "short for",
    "meaning",
    "つまり",
    "すなわち",
    "いわゆる",
    "要するに",
    "=",
];

/// What is put in brackets without explaining anything.
const NOTES: [&str; 18] = [
    "参照", "未定", "予定", "仮", "案", "済", "確認", "対応", "含む", "除く", "以下", "以上", "別途", "場合", "など",
    "さん", "必須", "任意",
];

/// "NRR means …", 「NRRとは…のことです」, but no question.
fn is_defined(after: &str) -> bool {
    let rest = after.trim_start_matches(CLOSES_NAME);
    let means = MEANS.iter().any(|means| rest.starts_with(means) && rest.len() > means.len() + 2);
    let opened = OPENS.iter().find(|open| rest.starts_with(**open));
    if !means && opened.is_none() {
        return false;
    }
    let sentence = rest.split(['.', '。', '!', '！']).next().unwrap_or_default();
    let asks = sentence.contains(['?', '？']) || QUESTIONS.iter().any(|question| sentence.contains(question));
    let closed =
        opened.is_some_and(|open| open.starts_with('、') || CLOSES.iter().any(|close| sentence.contains(close)));
    !asks && (means || closed)
}

/// How a definition in Japanese goes on after its term.
const OPENS: [&str; 8] = ["とは", "というのは", "っていうのは", "って", "は", "=", "、つまり", "、すなわち"];

const MEANS: [&str; 12] = [
    "means ",
    "mean ",
    "stands for ",
    "is short for ",
    "refers to ",
    "is defined as ",
    "- that is",
    "- i.e",
    "that is, ",
    "i.e. ",
    "is when ",
    "is another word for ",
];

const CLOSES: [&str; 9] =
    ["のことです", "のことで", "のことを", "の略", "を指し", "を意味し", "という意味", "のことだ", "のことね"];

const QUESTIONS: [&str; 8] =
    ["何ですか", "なんですか", "何のこと", "なんのこと", "でしょうか", "ですか", "ますか", "って何"];

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str, term: &str) -> bool {
        let text = crate::text::normalise(text);
        let start = text.find(term).unwrap();
        is_explained(&text, start..start + term.len(), |other| {
            other == "annual recurring revenue" || other == "年間経常収益"
        })
    }

    #[test]
    fn words_in_brackets_explain_an_acronym() {
        assert!(explained("our ARR (annual recurring revenue) grew", "arr"));
        assert!(explained("the RTO (recovery time objective) is two hours", "rto"));
        assert!(explained("annual recurring revenue (ARR) grew", "arr"));
        assert!(explained("ARR（年間経常収益）が伸びました", "arr"));
        assert!(explained("年間経常収益（ARR）が伸びました", "arr"));
        assert!(explained("RTO（復旧までの目標時間）を決めます", "rto"));
    }

    #[test]
    fn a_sentence_that_defines_explains() {
        assert!(explained("ARR means what customers pay in a year.", "arr"));
        assert!(explained("RTO stands for recovery time objective.", "rto"));
        assert!(explained("RTOとは、復旧までの目標時間のことです。", "rto"));
    }

    #[test]
    fn other_brackets_and_questions_explain_nothing() {
        assert!(!explained("the ARR (see slide 4) grew", "arr"));
        assert!(!explained("the ARR (12 million) grew", "arr"));
        assert!(!explained("RTO（要確認）を決めます", "rto"));
        assert!(!explained("does ARR mean what they pay?", "arr"));
        assert!(!explained("RTOとは何のことですか", "rto"));
        assert!(!explained("the ARR is a problem", "arr"));
    }
}
