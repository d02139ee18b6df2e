//! Makes ids of what a file calls its concepts, or of their terms: small letters, digits and single hyphens.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use super::rough::Rough;
use crate::glossary::concept::Term;
use crate::text::Language;

/// No id made here is longer than this many bytes.
const LONGEST: usize = 60;

/// A name in kebab-case; nothing where no Latin letter or digit is in it.
pub(super) fn kebab(name: &str) -> Option<String> {
    let mut id = String::new();
    for letter in name.nfkd() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_lowercase());
        } else if !is_mark(letter) && !id.is_empty() && !id.ends_with('-') {
            id.push('-'); // é is e and a mark
        }
        if id.len() >= LONGEST {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\'' | '\u{2019}')
}

/// What to call a concept before it is known whether somebody else is called that; and whether that is what the
/// file itself calls it.
pub(super) fn name(rough: &Rough) -> (String, bool) {
    if let Some(key) = &rough.key
        && (!has_japanese(key) || kebab(key).is_some_and(|id| id.len() > 2))
        && let Some(id) = kebab(key)
    {
        let own = id == *key.strip_prefix('_').unwrap_or(key);
        return (id, own);
    }
    (by_terms(&rough.terms.iter().map(|(_, term)| term).collect::<Vec<_>>()), false)
}

/// What to call a concept after its terms: the first that has a name in Latin letters, English ones before.
pub(super) fn by_terms(terms: &[&Term]) -> String {
    let of = |wanted: Language| terms.iter().filter(move |term| term.language == wanted);
    let english = of(Language::English).find_map(|term| kebab(&term.text));
    let japanese =
        || of(Language::Japanese).filter(|term| !has_japanese(&term.text)).find_map(|term| kebab(&term.text));
    if let Some(id) = english.or_else(japanese) {
        return id;
    }
    // Stays the same as long as the word does, wherever it stands in the file.
    let word = terms.first().map_or("", |term| term.text.as_str());
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("concept-{hash:08x}") // FNV-1a
}

fn has_japanese(text: &str) -> bool {
    super::rough::language_of(text) == Language::Japanese
}

/// The name, with a number after it if it is taken.
pub(super) fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let mut id = name.to_owned();
    let mut number = 2_u64;
    while !taken.insert(id.clone()) {
        id = format!("{name}-{number}");
        number += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_small_letters_with_hyphens() {
        assert_eq!(kebab("Canary Release").as_deref(), Some("canary-release"));
        assert_eq!(kebab("  CI/CD (pipeline) ").as_deref(), Some("ci-cd-pipeline"));
        assert_eq!(kebab("Café’s ＡＰＩ").as_deref(), Some("cafes-api"));
        assert_eq!(kebab("検収"), None);
        assert!(kebab(&"ab ".repeat(100)).is_some_and(|id| id.len() <= LONGEST && !id.ends_with('-')));
    }

    #[test]
    fn a_word_without_latin_letters_gets_a_name_that_stays() {
        let rough = |word: &str| Rough {
            terms: vec![(None, crate::glossary::concept::Term::new(word, Language::Japanese))],
            ..Rough::default()
        };
        assert_eq!(name(&rough("検収")), name(&rough("検収")));
        assert_ne!(name(&rough("検収")), name(&rough("稟議")));
        assert!(name(&rough("検収")).0.starts_with("concept-"));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut taken = HashSet::from(["lead".to_owned()]);
        assert_eq!(unique("lead", &mut taken), "lead-2");
        assert_eq!(unique("lead", &mut taken), "lead-3");
    }
}
