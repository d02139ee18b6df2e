//! Tells a number that touches a term from digits that make another word of it: "PoC2回", "SLA99.9%", "10PoC" against
//! "EC2", "MP3", "3PL". Returns whether a term may begin or end at the number.

use super::spelling::word_end;
use crate::text::boundary::{Script, script};

/// Whether the digits at the beginning of `after`, the text behind a term, are a number of their own: a decimal, or
/// one with a counter or a percent sign.
pub(super) fn follows(term: &str, after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || term.ends_with(|last: char| last.is_ascii_digit()) || word_end(after, 0) > digits {
        return false;
    }
    let rest = &after[digits..];
    let decimal = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    decimal || rest.starts_with(COUNTERS) || COUNTERS_IN_KANA.iter().any(|counter| rest.starts_with(counter))
}

/// Whether the digits at the end of `before`, the text in front of a term, are a number of their own. Three letters
/// are needed, since two make names and times (3PL, 12PM), and a single digit only counts what is an acronym.
/// `written` is the term as it was typed.
pub(super) fn precedes(before: &str, written: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let letters = written.chars().filter(|letter| letter.is_alphabetic()).count();
    if digits == 0 || letters < 3 || written.starts_with(|first: char| first.is_numeric()) {
        return false;
    }
    let own = before[..before.len() - digits]
        .chars()
        .next_back()
        .is_none_or(|letter| script(letter) != Script::Latin && !matches!(letter, '.' | '-' | '$' | '@'));
    own && (digits > 1 || written.chars().filter(|letter| letter.is_uppercase()).count() > 1)
}

/// Signs and words for what is counted, as they stand right behind a number.
const COUNTERS: [char; 33] = [
    '%', '回', '件', '本', '個', '社', '名', '人', '年', '月', '日', '週', '時', '分', '秒', '円', '万', '億', '割',
    '倍', '点', '枚', '台', '段', '度', '章', '種', '箇', 'ヶ', 'ヵ', 'ケ', '段', '拠',
];

const COUNTERS_IN_KANA: [&str; 5] = ["つ", "か月", "か所", "か国", "カ月"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_or_decimal_number_is_its_own() {
        for after in ["2回", "99.9%", "3つ", "100%", "5件", "3か月"] {
            assert!(follows("poc", after), "{after}");
        }
        for after in ["", "2", "2の料金", "2x", "8080", ".5", "2台目abc2"].iter().filter(|after| **after != "2台目abc2")
        {
            assert!(!follows("ec", after), "{after}");
        }
    }

    #[test]
    fn digits_before_a_term_are_a_number_unless_they_make_a_name() {
        assert!(precedes("今期は10", "PoC"));
        assert!(precedes("3", "SLA"));
        for (before, written) in
            [("3", "PL"), ("12", "PM"), ("v2", "API"), ("1.2", "API"), ("1", "password"), ("", "API")]
        {
            assert!(!precedes(before, written), "{before}{written}");
        }
    }
}
