//! Guesses the language of normalised text, cheaply: by script, then by the small words of the language.
//! Returns nothing for one Liaison does not speak and for text without words.

use super::Language;
use super::boundary::{Script, script};

/// The language a normalised text is mostly in.
pub(super) fn guess(text: &str) -> Option<Language> {
    let mut count = Count::default();
    for character in text.chars() {
        count.add(character);
    }
    let kana = count.kana;
    // A kanji or kana says about as much as two letters.
    let japanese = 2 * (kana + count.han);
    if count.foreign > count.latin + japanese {
        return None;
    }
    if japanese > 0 && (japanese >= count.latin || kana > 3 && 5 * japanese >= 2 * count.latin) {
        return (kana > 0 || !looks_chinese(text, count.han)).then_some(Language::Japanese);
    }
    if count.latin == 0 || looks_foreign(text, &count) {
        return None;
    }
    Some(Language::English)
}

#[derive(Default)]
struct Count {
    latin: usize,
    accented: usize,
    kana: usize,
    han: usize,
    foreign: usize,
}

impl Count {
    fn add(&mut self, character: char) {
        match character {
            'a'..='z' => self.latin += 1,
            '\0'..='\x7f' => {}
            '\u{df}'..='\u{24f}' => {
                self.latin += 1;
                self.accented += 1;
            }
            _ => match script(character) {
                Script::Hiragana | Script::Katakana => self.kana += 1,
                Script::Han => self.han += 1,
                Script::Latin => self.foreign += 1,
                Script::None => {}
            },
        }
    }
}

/// Kanji alone are Japanese in a short note, and Chinese where its particles or many of them stand without kana.
fn looks_chinese(text: &str, han: usize) -> bool {
    han > 24
        || text
            .chars()
            .any(|character| "的们这吗你您没为对说个谢请们們這嗎妳沒個謝請什么麼很还還了在是".contains(character))
}

/// Small words of English, and of languages that share its letters.
fn looks_foreign(text: &str, count: &Count) -> bool {
    let mut english = 0_usize;
    let mut foreign = 0_usize;
    for word in text.split(|character: char| !character.is_alphabetic() && character != '\'') {
        if ENGLISH.contains(&word) {
            english += 1;
        } else if FOREIGN.contains(&word) {
            foreign += 1;
        }
    }
    foreign > 1 && foreign > english || (english == 0 && foreign > 0) && count.accented > 0
}

const ENGLISH: [&str; 40] = [
    "the", "is", "and", "to", "of", "for", "we", "you", "it", "that", "this", "be", "are", "was", "with", "have",
    "not", "can", "will", "i", "they", "at", "by", "from", "or", "if", "our", "your", "has", "my", "but", "please",
    "what", "when", "there", "been", "it's", "do", "would", "should",
];

const FOREIGN: [&str; 56] = [
    "le", "la", "les", "des", "est", "une", "et", "pour", "dans", "avec", "nous", "vous", "que", "qui", "pas", "der",
    "die", "das", "und", "ist", "nicht", "wir", "ein", "eine", "mit", "für", "auf", "el", "los", "las", "por", "para",
    "con", "una", "está", "não", "uma", "com", "você", "het", "een", "van", "niet", "voor", "il", "gli", "sono",
    "della", "per", "och", "att", "det", "som", "jest", "się", "nie",
];
