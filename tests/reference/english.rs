//! English words: which endings a word takes, which word of a term takes them, when a closed word may be two, and
//! when a number that touches a word is a number of its own.

use liaison::text::boundary::{Script, script};

const PARTICLES: [&str; 11] = ["over", "back", "down", "through", "out", "off", "up", "in", "on", "away", "around"];
const PREPOSITIONS: [&str; 9] = ["of", "for", "in", "to", "at", "by", "with", "from", "per"];

fn ends_with_one_of(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
}

fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

/// Consonant and then this letter.
fn after_consonant(base: &str, letter: char) -> bool {
    let letters: Vec<char> = base.chars().rev().collect();
    letters.len() > 2 && letters[0] == letter && !is_vowel(letters[1])
}

fn plurals(base: &str) -> Vec<String> {
    let mut all = Vec::new();
    let stem: String = base.chars().take(base.chars().count() - 1).collect();
    if ends_with_one_of(base, &["s", "x", "z", "ch", "sh"]) {
        all.push(format!("{base}es"));
    } else if after_consonant(base, 'y') {
        all.push(format!("{stem}ies"));
    } else {
        all.push(format!("{base}s"));
    }
    if after_consonant(base, 'o') {
        all.push(format!("{base}es"));
    }
    if base.ends_with("is") && base.len() > 4 {
        all.push(format!("{}es", &base[..base.len() - 2]));
    }
    all
}

/// Past and -ing by the rules of spelling. Whether a longer word doubles its last letter depends on its stress:
/// both are taken.
fn verb_forms(base: &str) -> Vec<String> {
    if base.len() < 3 || !base.chars().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stem = &base[..base.len() - 1];
    if base.ends_with('e') {
        let mut all = vec![format!("{base}d")];
        if let Some(stem) = base.strip_suffix("ie") {
            all.push(format!("{stem}ying"));
        } else if ends_with_one_of(base, &["ee", "oe", "ye"]) {
            all.push(format!("{base}ing"));
        } else {
            all.push(format!("{stem}ing"));
        }
        return all;
    }
    if after_consonant(base, 'y') {
        return vec![format!("{stem}ied"), format!("{base}ing")];
    }
    let letters: Vec<char> = base.chars().rev().collect();
    let last = letters[0];
    let vowel = is_vowel(letters[1]) && letters[1] != 'y';
    let shielded = !is_vowel(letters[2]) || letters.get(3) == Some(&'q') && letters[2] == 'u';
    let short = vowel && shielded && !is_vowel(last) && !"wxy".contains(last);
    let syllables = base.split(|letter| !is_vowel(letter)).filter(|group| !group.is_empty()).count();
    let mut all = Vec::new();
    if short {
        all.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    if !(short && syllables == 1) {
        all.extend([format!("{base}ed"), format!("{base}ing")]);
    }
    all
}

/// Forms no rule gives, of the words this reference is asked about.
const IRREGULAR: [(&str, &str); 4] =
    [("run", "ran"), ("build", "built"), ("go", "goes went gone going"), ("write", "wrote written")];

fn irregular(base: &str) -> impl Iterator<Item = &'static str> {
    let base = base.to_owned();
    IRREGULAR.into_iter().filter(move |(word, _)| *word == base).flat_map(|(_, forms)| forms.split(' '))
}

pub(super) fn is_form(word: &str, base: &str, verb: bool) -> bool {
    if word == base {
        return true;
    }
    base.chars().count() > 1
        && (plurals(base).iter().any(|form| form == word)
            || verb && (verb_forms(base).iter().any(|form| form == word) || irregular(base).any(|form| form == word)))
}

/// "point of contact": the noun before the preposition is the head.
fn noun_head(words: &[&str]) -> Option<usize> {
    if words.len() > 1 && PARTICLES.contains(words.last()?) {
        return None;
    }
    let place = words.iter().position(|word| PREPOSITIONS.contains(word))?;
    (place > 0 && place + 1 < words.len()).then(|| place - 1)
}

fn words(text: &str) -> Vec<&str> {
    text.split([' ', '-']).collect()
}

pub(super) fn has_noun_head(text: &str) -> bool {
    noun_head(&words(text)).is_some()
}

/// "points of contact", "failed over", "rolled back" for "rollback".
pub(super) fn inner_forms(text: &str) -> Vec<String> {
    let words = words(text);
    let all = |verb: &str| -> Vec<String> {
        plurals(verb).into_iter().chain(verb_forms(verb)).chain(irregular(verb).map(str::to_owned)).collect()
    };
    if let [word] = words.as_slice() {
        return PARTICLES
            .iter()
            .find_map(|particle| {
                let verb = word.strip_suffix(particle)?;
                let verb = (verb.len() >= 3 && verb.chars().all(|c| c.is_ascii_lowercase())).then_some(verb)?;
                Some(all(verb).into_iter().map(|form| format!("{form} {particle}")).collect())
            })
            .unwrap_or_default();
    }
    let replaced = |place: usize, forms: Vec<String>| -> Vec<String> {
        let put = |form: String| {
            let changed: Vec<&str> =
                words.iter().enumerate().map(|(at, word)| if at == place { &form } else { *word }).collect();
            changed.join(" ")
        };
        forms.into_iter().map(put).collect()
    };
    if words.last().is_some_and(|last| PARTICLES.contains(last)) {
        let verb = words.len() - 2;
        return replaced(verb, if words[verb].is_empty() { Vec::new() } else { all(words[verb]) });
    }
    match noun_head(&words) {
        Some(noun) if words[noun].chars().count() > 1 => {
            replaced(noun, plurals(words[noun]).into_iter().take(1).collect())
        }
        _ => Vec::new(),
    }
}

/// A closed word may be written as two where both are words: "per mission" is not "permission".
pub(super) fn may_be_two_words(first: &str, second: &str) -> bool {
    const PREFIXES: [&str; 16] = [
        "up", "on", "in", "out", "off", "over", "down", "back", "under", "re", "pre", "non", "multi", "micro", "sub",
        "co",
    ];
    const SMALL: &str = "the and but for per with from not all any our your his her its their are was were has had \
        have can may will that this who how why when than then into you she they them one two few more most some \
        such very ion";
    let full =
        |word: &str| word.len() >= 3 && word.contains(is_vowel) && !SMALL.split_whitespace().any(|small| small == word);
    (PREFIXES.contains(&first) || full(first)) && (PARTICLES.contains(&second) || full(second))
}

/// The digits before a word are a number of their own: of more than one digit, or before an acronym. Two letters are
/// too few, since they make names and times (3PL, 12PM).
pub(super) fn number_before(before: &str, written: &str) -> bool {
    let rest = before.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = before.len() - rest.len();
    let own = rest.chars().next_back().is_none_or(|letter| script(letter) != Script::Latin && !".-$@".contains(letter));
    let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
    digits > 0
        && own
        && !written.starts_with(char::is_numeric)
        && written.chars().filter(|letter| letter.is_alphabetic()).count() > 2
        && (digits > 1 || capitals > 1)
}

/// The digits after a word are a number of their own: a decimal, or with what is counted.
pub(super) fn number_after(word: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let (mut next, digit) = (rest.chars(), |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit()));
    let first = next.next();
    let decimal = first == Some('.') && digit(next.next());
    let counted = first.is_some_and(|counter| "%回件つ本".contains(counter));
    rest.len() < after.len() && !digit(word.chars().next_back()) && (decimal || counted)
}
