//! Says whether an English word is a regular form of another: plural, third person, past, -ing; and which
//! word of a longer term takes the ending. No dictionary: spelling rules only.

/// Whether `word` is `base` with a regular ending (or `base` itself).
pub(super) fn is_form_of(word: &str, base: &str) -> bool {
    if word == base {
        return true;
    }
    if base.chars().nth(1).is_none() || word.len() > base.len() + 4 {
        return false;
    }
    let shared = base.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    if !word.is_char_boundary(shared) || !base.is_char_boundary(shared) || shared + 2 < base.len() {
        return false;
    }
    let verb = base.len() > 2 && base.bytes().all(|byte| byte.is_ascii_lowercase());
    match (&base[shared..], &word[shared..]) {
        ("", "s") => !hisses(base) && !ends_in_consonant_y(base),
        ("", "es") => hisses(base) || ends_in_consonant_o(base),
        ("e", "ing") => verb && !["ee", "oe", "ye", "ie"].iter().any(|ending| base.ends_with(ending)),
        ("", "ing") if base.ends_with('e') => verb && ["ee", "oe", "ye"].iter().any(|ending| base.ends_with(ending)),
        ("", "d") => verb && base.ends_with('e'),
        ("", "ed") => verb && !base.ends_with('e') && !doubles(base) && !ends_in_consonant_y(base),
        ("", "ing") => verb && !doubles(base),
        ("y", "ies" | "ied") => ends_in_consonant_y(base) && base.len() > 2,
        ("ie", "ying") => verb,
        ("is", "es") => base.len() > 4,
        ("", ending) => verb && doubled(base, ending),
        _ => false,
    }
}

/// All regular forms of a word apart from itself.
pub(super) fn forms(base: &str) -> Vec<String> {
    let Some(last) = base.chars().next_back() else { return Vec::new() };
    let stem = &base[..base.len() - last.len_utf8()];
    let mut all: Vec<String> = ["s", "es", "d", "ed", "ing"].iter().map(|ending| format!("{base}{ending}")).collect();
    all.extend(["ed", "ing"].iter().map(|ending| format!("{base}{last}{ending}")));
    all.extend(["ies", "ied", "ing"].iter().map(|ending| format!("{stem}{ending}")));
    all.retain(|form| is_form_of(form, base));
    all.dedup();
    all
}

/// The plural of a noun.
pub(super) fn plural(base: &str) -> Option<String> {
    forms(base).into_iter().find(|form| form.ends_with('s'))
}

/// Which word of a term of several words takes the ending, when it is not the last: the verb before a particle
/// ("fail over", "failed over"), the noun before a preposition ("point of contact", "points of contact").
pub(super) fn inner_head(words: &[&str]) -> Option<Head> {
    let last = words.last()?;
    if words.len() > 1 && PARTICLES.contains(last) {
        return Some(Head::Verb(words.len() - 2));
    }
    let preposition = words.iter().position(|word| PREPOSITIONS.contains(word))?;
    (preposition > 0 && preposition + 1 < words.len()).then(|| Head::Noun(preposition - 1))
}

/// The word of a term that takes the ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Verb(usize),
    Noun(usize),
}

/// Splits a noun made of a verb and a particle: `rollback` into `roll` and `back`.
pub(super) fn particle_verb(word: &str) -> Option<(&str, &str)> {
    PARTICLES.iter().find_map(|particle| {
        let verb = word.strip_suffix(particle)?;
        (verb.len() >= 3 && verb.bytes().all(|byte| byte.is_ascii_lowercase())).then_some((verb, *particle))
    })
}

/// Whether a closed term may be written as these two words: both are long enough to be words, or the second is
/// a particle, or the first a prefix.
pub(super) fn may_be_split(first: &str, second: &str) -> bool {
    may_open(first) && (PARTICLES.contains(&second) || is_full_word(second))
}

/// Whether a closed term may be broken by a space after these letters.
pub(super) fn may_open(first: &str) -> bool {
    PREFIXES.contains(&first) || is_full_word(first)
}

/// Long enough to be a word of its own, and not one of those that stand before any other by chance: "per
/// mission" is not "permission".
fn is_full_word(word: &str) -> bool {
    word.len() >= 3 && word.bytes().any(|byte| b"aeiouy".contains(&byte)) && !SMALL_WORDS.contains(&word)
}

const PARTICLES: [&str; 11] = ["over", "back", "down", "through", "out", "off", "up", "in", "on", "away", "around"];

const PREPOSITIONS: [&str; 9] = ["of", "for", "in", "to", "at", "by", "with", "from", "per"];

const PREFIXES: [&str; 16] = [
    "up", "on", "in", "out", "off", "over", "down", "back", "under", "re", "pre", "non", "multi", "micro", "sub", "co",
];

const SMALL_WORDS: [&str; 47] = [
    "the", "and", "but", "for", "per", "with", "from", "not", "all", "any", "our", "your", "his", "her", "its",
    "their", "are", "was", "were", "has", "had", "have", "can", "may", "will", "that", "this", "who", "how", "why",
    "when", "than", "then", "into", "you", "she", "they", "them", "one", "two", "few", "more", "most", "some", "such",
    "very", "ion",
];

/// Takes -es in the plural.
fn hisses(base: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|ending| base.ends_with(ending))
}

fn ends_in_consonant_o(base: &str) -> bool {
    let bytes = base.as_bytes();
    base.ends_with('o') && bytes.len() > 2 && !is_vowel(bytes[bytes.len() - 2])
}

fn ends_in_consonant_y(base: &str) -> bool {
    let bytes = base.as_bytes();
    base.ends_with('y') && bytes.len() > 2 && !is_vowel(bytes[bytes.len() - 2])
}

/// One syllable of consonant, vowel, consonant: the last letter must be doubled ("log", "logged").
fn doubles(base: &str) -> bool {
    ends_in_short_syllable(base) && vowel_groups(base) == 1
}

/// `base` with its last letter doubled and -ed or -ing. Whether a longer word doubles depends on its stress
/// ("committed", "edited"), which spelling does not show: both are taken.
fn doubled(base: &str, ending: &str) -> bool {
    let last = &base[base.len() - 1..];
    ends_in_short_syllable(base) && ending.strip_prefix(last).is_some_and(|ending| matches!(ending, "ed" | "ing"))
}

fn ends_in_short_syllable(base: &str) -> bool {
    let bytes = base.as_bytes();
    let [.., before, vowel, last] = bytes else { return false };
    let shielded = !is_vowel(*before) || bytes.len() > 3 && *before == b'u' && bytes[bytes.len() - 4] == b'q';
    shielded && is_vowel(*vowel) && *vowel != b'y' && !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'y')
}

fn vowel_groups(word: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for byte in word.bytes() {
        let vowel = is_vowel(byte);
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

fn is_vowel(byte: u8) -> bool {
    b"aeiouy".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_are_recognised() {
        for (base, forms) in [
            ("patch", "patches patched patching"),
            ("escalate", "escalates escalated escalating"),
            ("log", "logs logged logging"),
            ("commit", "commits committed committing"),
            ("edit", "edits edited editing"),
            ("verify", "verifies verified verifying"),
            ("deploy", "deploys deployed deploying"),
            ("box", "boxes"),
            ("agree", "agrees agreed agreeing"),
            ("tie", "ties tied tying"),
            ("analysis", "analyses"),
            ("story", "stories"),
        ] {
            for form in forms.split(' ') {
                assert!(is_form_of(form, base), "{form} of {base}");
            }
        }
    }

    #[test]
    fn other_words_that_look_alike_are_refused() {
        for (base, other) in [
            ("rat", "rated"),
            ("plan", "planed"),
            ("car", "caring"),
            ("us", "using"),
            ("hop", "hoping"),
            ("patch", "patchs"),
            ("exception", "exceptional"),
            ("diff", "difference"),
            ("buff", "buffet"),
            ("story", "storys"),
            ("branch", "branche"),
        ] {
            assert!(!is_form_of(other, base), "{other} of {base}");
        }
    }

    #[test]
    fn forms_are_listed_for_the_head_of_a_longer_term() {
        assert_eq!(forms("fail"), ["fails", "failed", "failing"]);
        assert_eq!(forms("set"), ["sets", "setted", "setting"]);
        assert_eq!(plural("proxy").as_deref(), Some("proxies"));
        assert_eq!(inner_head(&["fail", "over"]), Some(Head::Verb(0)));
        assert_eq!(inner_head(&["single", "point", "of", "failure"]), Some(Head::Noun(1)));
        assert_eq!(inner_head(&["tech", "debt"]), None);
    }
}
