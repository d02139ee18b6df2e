//! Tells whether a term is explained where it stands: "SLA (service level agreement)", 「NRR（売上継続率）」,
//! "NRR means …". Returns yes or no for one occurrence in normalised text.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::boundary::{Script, script};
use crate::text::normalise::OBJECT;

/// Whether the text around a term says what it is. `same` tells whether a text is another designation of the
/// same concept.
pub(super) fn is_explained<'t>(text: &'t str, range: Range<usize>, same: impl Fn(&str) -> bool) -> bool {
    let term = &text[range.clone()];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    // Most terms stand in plain talk; one look at either side tells.
    let spaced = after.trim_start_matches(' ');
    let turns = spaced.trim_start_matches(CLOSES_NAME);
    let opened = spaced.starts_with(TURNS)
        || turns.bytes().next().is_some_and(|first| MAY_OPEN[usize::from(first)])
            && (turns.starts_with(BRACKETS) || OPENS.iter().chain(&MEANS).any(|open| turns.starts_with(open)));
    let bare = before.trim_end_matches([' ', '\n']);
    let closed = bare.trim_end_matches([' ', '\n', '"', '\'', '「']).ends_with(['(', ',', '、'])
        || bare.bytes().next_back().is_some_and(|last| MAY_CLOSE[usize::from(last)])
            && BEFORE.iter().any(|word| bare.ends_with(word));
    if !opened && !closed {
        return false;
    }
    let after = window(text, range.end..range.end + NEAR).split(OBJECT).next().unwrap_or_default();
    let before = window(text, range.start.saturating_sub(NEAR)..range.start).rsplit(OBJECT).next().unwrap_or_default();
    let (same_line, line_before) =
        (after.split('\n').next().unwrap_or_default(), before.rsplit('\n').next().unwrap_or_default());
    // Over a line end only a name or the words of the letters count as an explanation.
    let join = |text: &'t str, lines| {
        if text.contains('\n') { Cow::Owned(text.replacen('\n', " ", lines)) } else { Cow::Borrowed(text) }
    };
    let (joined, joined_before) = (join(after, 2), join(before, usize::MAX));
    let names = |text: &str| same(text) || stands_for(term, text);
    in_brackets_after(term, same_line, &same)
        || brackets(joined.trim_start_matches(CLOSES_NAME)).is_some_and(names)
        || in_brackets_itself(term, &joined_before, &joined, &same)
        || is_named_after(same_line, &same, &|text| stands_for(term, text))
        || is_named_before(term, line_before, &same)
        || is_defined(line_before, same_line)
}

/// What may stand between a term and its explanation.
const CLOSES_NAME: [char; 6] = [' ', '"', '\'', '」', '”', ','];

/// What may stand right behind a term that is explained, where no word does.
const TURNS: [char; 8] = ['\n', ':', '=', '、', ',', '-', '–', '—'];

/// Words before a term that name it after its explanation.
const BEFORE: [&str; 8] = ["(", " or", "by", "aka", "いわゆる", "つまり", "すなわち", "略して"];

const BRACKETS: [char; 6] = ['(', '（', '[', '［', '〔', '【'];

/// The first bytes of what opens an explanation behind a term.
const MAY_OPEN: [bool; 256] = {
    let mut table = first_bytes(&OPENS, [false; 256]);
    table = first_bytes(&MEANS, table);
    let mut at = 0;
    while at < BRACKETS.len() {
        let mut bytes = [0; 4];
        table[BRACKETS[at].encode_utf8(&mut bytes).as_bytes()[0] as usize] = true;
        at += 1;
    }
    table
};

/// The last bytes of [`BEFORE`].
const MAY_CLOSE: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < BEFORE.len() {
        let bytes = BEFORE[at].as_bytes();
        table[bytes[bytes.len() - 1] as usize] = true;
        at += 1;
    }
    table
};

const fn first_bytes(words: &[&str], mut table: [bool; 256]) -> [bool; 256] {
    let mut at = 0;
    while at < words.len() {
        table[words[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    table
}

/// An explanation stands within this many bytes.
const NEAR: usize = 300;

/// The characters that lie wholly in a range.
pub(super) fn window(text: &str, range: Range<usize>) -> &str {
    let start = (range.start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let end = (start..=range.end.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    &text[start..end]
}

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

/// "SLA, or service level agreement", "SLA: service level agreement", 「SLA＝サービスレベル合意」: another name behind a
/// sign, up to where the clause ends.
fn is_named_after(after: &str, same: &impl Fn(&str) -> bool, spells: &impl Fn(&str) -> bool) -> bool {
    let rest = after.trim_start_matches([' ', '"', '\'', '」', '”']);
    let Some(rest) = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign)) else { return false };
    let rest = rest.trim_start_matches([' ', '"', '「', '“']);
    let rest = ["a ", "an ", "the "].iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    let clause = rest.split([',', '.', ';', ')', '、', '。', '」', '"', '\n']).next().unwrap_or_default().trim();
    same(clause) || spells(clause) || clause.char_indices().take(60).any(|(at, _)| at > 2 && same(&clause[..at]))
}

const SIGNS: [&str; 14] = [
    ":",
    "=",
    "- ",
    "– ",
    "— ",
    ", or ",
    ", aka ",
    ", a.k.a. ",
    ", short for ",
    ", the ",
    ", that is",
    "、つまり",
    "、すなわち",
    "、別名",
];

/// "service level agreement, or SLA", 「売上継続率、いわゆるNRR」: the other name stands first.
fn is_named_before(term: &str, before: &str, same: &impl Fn(&str) -> bool) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '「', '“']);
    let Some(outside) = BEFORE.iter().skip(1).find_map(|word| before.strip_suffix(word)) else { return false };
    let outside = outside.trim_end_matches([' ', ',', '、', '"', '」']);
    let words = words(outside);
    (1..=words.len().min(8)).any(|count| {
        let tail = &outside[words[words.len() - count].0..];
        same(tail) || count >= 2 && count <= term.len() && stands_for(term, tail)
    }) || outside.char_indices().rev().take(16).any(|(at, _)| same(&outside[at..]))
}

/// What stands between brackets at the beginning of a text.
fn brackets(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(BRACKETS)?;
    let end = inside.find([')', '）', ']', '］', '〕', '】'])?;
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
    let told = !inside.ends_with("ことです") && TOLD.iter().any(|ending| inside.ends_with(ending));
    term.is_ascii() && count >= 4 && !note && !told && !inside.ends_with(['か', '?', '？'])
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
const NOTES: [&str; 46] = [
    "参照", "未定", "予定", "仮", "案", "済", "確認", "対応", "含む", "除く", "以下", "以上", "別途", "場合", "など",
    "さん", "必須", "任意", "先月", "今月", "来月", "先週", "今週", "来週", "前期", "今期", "来期", "昨年", "去年",
    "今年", "来年", "昨日", "本日", "今日", "明日", "速報", "別紙", "後述", "前述", "下記", "上記", "資料", "最新",
    "担当", "税抜", "税込",
];

/// How a remark in brackets ends that tells something and names nothing.
const TOLD: [&str; 9] = ["ます", "ました", "です", "でした", "ません", "ない", "中", "ください", "とのこと"];

/// "NRR means …", 「NRRとは…のことです」, but no question, and no remark on what follows from it.
fn is_defined(before: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(CLOSES_NAME);
    let rest = rest.strip_prefix("which ").unwrap_or(rest);
    if !MEANS.iter().chain(&WE_MEAN).chain(&OPENS).any(|begins| rest.starts_with(begins)) {
        return false;
    }
    let sentence = rest.split(['.', '。', '!', '！']).next().unwrap_or_default();
    // "i.e." holds full stops of its own.
    let asked = rest.split(['。', '!', '！']).next().unwrap_or_default();
    if asked.contains(['?', '？']) || QUESTIONS.iter().any(|question| sentence.contains(question)) {
        return false;
    }
    if let Some(said) = MEANS.iter().find_map(|means| rest.strip_prefix(means)) {
        return said.len() > 2 && !FOLLOWS.iter().any(|word| said.starts_with(word));
    }
    if let Some(said) = WE_MEAN.iter().find_map(|means| rest.strip_prefix(means)) {
        return said.len() > 2 && before.trim_end_matches([' ', '"', '\'', '“']).ends_with("by");
    }
    let Some((open, said)) = OPENS.iter().find_map(|open| Some((*open, rest.strip_prefix(open)?))) else {
        return false;
    };
    let said = said.trim_start_matches([' ', '、']);
    let sets_apart = APART.iter().any(|word| said.starts_with(word));
    let names = matches!(open, "とは" | "というのは" | "っていうのは" | "とは、");
    let sentence = sentence.trim_end();
    open.starts_with('、')
        || CLOSES.iter().any(|close| sentence.contains(close))
        || names && !sets_apart && ["です", "である", "だ", "こと"].iter().any(|end| sentence.ends_with(end))
}

const WE_MEAN: [&str; 2] = ["i mean ", "we mean "];

/// What follows from a thing and does not say what it is: "that SLA means we work at night".
const FOLLOWS: [&str; 17] = [
    "nothing",
    "little",
    "a lot",
    "something",
    "everything",
    "more ",
    "less ",
    "no ",
    "we ",
    "we'",
    "you ",
    "you'",
    "i ",
    "they ",
    "he ",
    "she ",
    "trouble",
];

/// How a sentence goes on that compares: 「NRRとは別の指標です」.
const APART: [&str; 12] = ["別", "違", "異な", "関係", "言", "い", "限", "比べ", "無", "思", "ほど", "相性"];

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
        for (text, term) in [
            ("our ARR (annual recurring revenue) grew", "arr"),
            ("the RTO (recovery time objective) is two hours", "rto"),
            ("our ARR\n(annual recurring\nrevenue) grew", "arr"),
            ("annual recurring revenue (ARR) grew", "arr"),
            ("annual recurring\nrevenue (ARR) grew", "arr"),
            ("look at ARR [annual recurring revenue] first", "arr"),
            ("the figure (ARR = annual recurring revenue) grew", "arr"),
            ("ARR（年間経常収益）が伸びました", "arr"),
            ("年間経常収益（ARR）が伸びました", "arr"),
            ("RTO（復旧までの目標時間）を決めます", "rto"),
            ("いわゆるRTO（復旧までの目標時間）を決めます", "rto"),
            ("RTO（復旧までの目標時間のことです）", "rto"),
            ("ＡＲＲ【年間経常収益】", "arr"),
        ] {
            assert!(explained(text, term), "{text}");
        }
    }

    #[test]
    fn a_name_beside_the_term_explains_it() {
        for text in [
            "ARR, or annual recurring revenue, grew",
            "ARR: annual recurring revenue",
            "ARR - annual recurring revenue",
            "ARR = annual recurring revenue",
            "ARR, short for annual recurring revenue",
            "annual recurring revenue, or ARR, grew",
            "年間経常収益、いわゆるARRの話です",
            "年間経常収益、つまりARR",
            "ARR＝年間経常収益",
        ] {
            assert!(explained(text, "arr"), "{text}");
        }
    }

    #[test]
    fn a_sentence_that_defines_explains() {
        for (text, term) in [
            ("ARR means what customers pay in a year.", "arr"),
            ("ARR, i.e. what customers pay in a year, grew.", "arr"),
            ("ARR, which means what customers pay in a year, grew.", "arr"),
            ("by ARR I mean what customers pay in a year", "arr"),
            ("RTO stands for recovery time objective.", "rto"),
            ("RTOとは、復旧までの目標時間のことです。", "rto"),
            ("RTOとは復旧までの目標時間です。", "rto"),
            ("RTOというのは、復旧までの目標時間です。", "rto"),
            ("RTOは復旧までの目標時間のことです。", "rto"),
        ] {
            assert!(explained(text, term), "{text}");
        }
    }

    #[test]
    fn other_brackets_and_questions_explain_nothing() {
        for (text, term) in [
            ("the ARR (see slide 4) grew", "arr"),
            ("the ARR (see below) grew", "arr"),
            ("the ARR (12 million) grew", "arr"),
            ("the RTO (99.9%) is met", "rto"),
            ("the ARR\n(annual report attached)", "arr"),
            ("ARR: 12 million, RTO: two hours", "arr"),
            ("RTO = 2", "rto"),
            ("RTO（要確認）を決めます", "rto"),
            ("ARR（先月）は伸びました", "arr"),
            ("ARR（先月分の数字）は伸びました", "arr"),
            ("ARR（まだ見ていません）", "arr"),
            ("does ARR mean what they pay?", "arr"),
            ("ARR means nothing to me", "arr"),
            ("the RTO means we work at night", "rto"),
            ("RTOとは何のことですか", "rto"),
            ("RTOとは別の指標です", "rto"),
            ("RTOとは関係ない話です", "rto"),
            ("the ARR is a problem", "arr"),
            ("the ARR, or what is left of it, grew", "arr"),
            ("by ARR alone we would lose", "arr"),
        ] {
            assert!(!explained(text, term), "{text}");
        }
    }
}
