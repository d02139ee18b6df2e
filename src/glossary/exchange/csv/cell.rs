//! Several texts in one cell: splits them where a separator stands, joins them so that they split the same way.

/// Between words.
pub(super) const WORDS: &[char] = &['|', ';', '；', '、', '\n'];
/// Between synonyms, where a comma is no part of a word either.
pub(super) const SYNONYMS: &[char] = &['|', ';', '；', '、', '\n', ',', '，'];
/// Between sentences.
pub(super) const SENTENCES: &[char] = &['|', '\n'];

/// The texts of a cell, their ends trimmed, without blank ones. A backslash before a separator or a backslash takes
/// its meaning away; before anything else it is a letter.
pub(super) fn split(cell: &str, separators: &[char]) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let plain = letter == '\\' && letters.peek().is_some_and(|next| *next == '\\' || separators.contains(next));
        if separators.contains(&letter) {
            texts.push(String::new());
        } else if let Some(text) = texts.last_mut() {
            text.push(if plain { letters.next().unwrap_or(letter) } else { letter });
        }
    }
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// One cell of several texts, which [`split`] gives back.
pub(super) fn join(texts: &[String], separators: &[char]) -> String {
    let guarded = texts.iter().map(|text| {
        let mut cell = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter == '\\' || separators.contains(&letter) {
                cell.push('\\');
            }
            cell.push(letter);
        }
        cell
    });
    guarded.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_split_where_people_separate_them() {
        assert_eq!(split("SLA; service level agreement", WORDS), ["SLA", "service level agreement"]);
        assert_eq!(split("検収、検収書 | ", WORDS), ["検収", "検収書"]);
        assert_eq!(split("CI/CD, pipeline", WORDS), ["CI/CD, pipeline"]);
        assert_eq!(split(r"a\;b\c", WORDS), [r"a;b\c"]);
        assert_eq!(split("one, two; three | four", SENTENCES), ["one, two; three", "four"]);
    }

    proptest! {
        #[test]
        fn what_is_joined_splits_the_same_way(texts in prop::collection::vec("[a|;、\\\\ \\n]{0,6}", 0..4)) {
            let texts: Vec<String> =
                texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned).collect();
            for separators in [WORDS, SYNONYMS, SENTENCES] {
                prop_assert_eq!(split(&join(&texts, separators), separators), texts.clone());
            }
        }
    }
}
