//! The names of all concepts, made ready to be asked for: by what they are called however it is written, by their sound,
//! by a part, or nearly. Made when somebody asks for the first time, since finding terms in talk has no need of it.

use std::collections::HashMap;

use super::romaji;
use super::spelling::spell;
use crate::glossary::concept::Concept;
use crate::text::normalise;

/// A name somebody may ask for.
#[derive(Debug, Clone)]
struct Name {
    /// Its letters in one width, case and kana, without what separates them and without long vowels, which are left out
    /// at the end of a long word and not of a short one.
    key: String,
    concept: u32,
    term: u32,
}

/// A name that was found: the places of the concept and of its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) concept: u32,
    pub(super) term: u32,
}

/// All names.
#[derive(Debug, Clone, Default)]
pub(super) struct Catalogue {
    names: Vec<Name>,
    /// By key, and by sound.
    exact: HashMap<String, Vec<u32>>,
    sounds: HashMap<String, Vec<u32>>,
    /// By what is left when a mark, a small letter or a doubling is forgotten.
    loose: HashMap<String, Vec<u32>>,
    /// By each two letters that stand side by side.
    pairs: HashMap<[char; 2], Vec<u32>>,
    /// Names too short to be told by their pairs.
    short: Vec<u32>,
}

/// Names of so many letters are compared one by one.
const SHORT: usize = 5;

impl Catalogue {
    pub(super) fn of(concepts: &[Concept]) -> Self {
        let mut all = Self::default();
        for (concept, of_concept) in (0..).zip(concepts) {
            for (term, one) in (0..).zip(&of_concept.terms) {
                let text = normalise(&one.text);
                all.add(&text, Named { concept, term });
                if let Some(reading) = &one.reading {
                    all.add(&normalise(reading), Named { concept, term });
                }
            }
        }
        all
    }

    fn add(&mut self, text: &str, named: Named) {
        let key = folded(text);
        if key.is_empty() {
            return;
        }
        let number = self.names.len() as u32;
        if let Some(sound) = romaji::of_kana(&key).filter(|sound| !sound.is_empty()) {
            self.sounds.entry(sound).or_default().push(number);
        }
        let loose = loosened(&key);
        if loose != key {
            self.loose.entry(loose).or_default().push(number);
        }
        let bare = bare(&key);
        for pair in pairs(&bare) {
            self.pairs.entry(pair).or_default().push(number);
        }
        if bare.chars().count() <= SHORT {
            self.short.push(number);
        }
        self.exact.entry(key).or_default().push(number);
        self.names.push(Name { key: bare, concept: named.concept, term: named.term });
    }

    fn named(&self, number: u32) -> Named {
        let name = &self.names[number as usize];
        Named { concept: name.concept, term: name.term }
    }

    /// What is called just that, in letters or by sound.
    pub(super) fn called(&self, asked: &str) -> Vec<Named> {
        let key = folded(asked);
        let by_name = self.exact.get(&key);
        let by_sound = || {
            let latin = asked.chars().all(|c| c.is_alphabetic() && !is_japanese(c) || c == ' ' || c == '-');
            let sound = if latin { romaji::of_latin(asked) } else { return None };
            (sound.len() >= 3).then(|| self.sounds.get(&sound)).flatten()
        };
        let found = by_name.or_else(by_sound);
        found.into_iter().flatten().map(|&number| self.named(number)).collect()
    }

    /// What has it as a part: whole words of Latin letters, at least two letters of Japanese.
    pub(super) fn with_part(&self, asked: &str, texts: &dyn Fn(Named) -> String) -> Vec<Named> {
        let key = bare(&folded(asked));
        if key.chars().count() < 2 {
            return Vec::new();
        }
        let whole_words = !key.chars().any(is_japanese);
        let holds = |number: &u32| {
            let name = &self.names[*number as usize];
            name.key.contains(&key) && (!whole_words || has_words(&texts(self.named(*number)), asked))
        };
        let rarest =
            pairs(&key).map(|pair| self.pairs.get(&pair).map_or(&[][..], Vec::as_slice)).min_by_key(|it| it.len());
        let mut found: Vec<(usize, u32)> = rarest
            .unwrap_or_default()
            .iter()
            .filter(|number| holds(number))
            .map(|&number| (self.names[number as usize].key.len(), number))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, number)| self.named(number)).collect()
    }

    /// What is nearly called that, nearest first.
    pub(super) fn near(&self, asked: &str) -> Vec<Named> {
        let key = bare(&folded(asked));
        let wanted: Vec<char> = key.chars().collect();
        if wanted.len() < 2 {
            return Vec::new();
        }
        let bound = (wanted.len() / 3).clamp(1, 3);
        let mut near: Vec<(usize, usize, u32)> = Vec::new();
        let alike = self.loose.get(&loosened(&key)).into_iter().chain(self.exact.get(&loosened(&key)));
        near.extend(alike.flatten().map(|&number| (1, 0, number)));
        for number in self.similar(&key, wanted.len(), bound) {
            if let Some(distance) = distance(&wanted, &self.names[number as usize].key, bound) {
                near.push((distance, self.names[number as usize].key.len().abs_diff(key.len()), number));
            }
        }
        near.sort_unstable();
        near.into_iter().map(|(.., number)| self.named(number)).collect()
    }

    /// Names that share enough pairs of letters to be within the bound: each letter that differs spoils two pairs, and
    /// a swap three.
    fn similar(&self, key: &str, length: usize, bound: usize) -> Vec<u32> {
        let least = (length.saturating_sub(1)).saturating_sub(3 * bound).max(1);
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for pair in pairs(key) {
            for &number in self.pairs.get(&pair).into_iter().flatten() {
                *shared.entry(number).or_default() += 1;
            }
        }
        let mut similar: Vec<u32> =
            shared.into_iter().filter(|(_, count)| *count >= least).map(|(number, _)| number).collect();
        if length <= SHORT + 1 {
            similar.extend(&self.short);
        }
        similar.sort_unstable();
        similar.dedup();
        similar
    }
}

/// The letters of a normalised text with hiragana as katakana, so that a reading may be given in either.
fn folded(normalised: &str) -> String {
    spell(&normalised.trim().chars().map(romaji::katakana).collect::<String>()).letters.into_owned()
}

fn bare(key: &str) -> String {
    key.replace('ー', "")
}

/// What is left of a key when the marks of voiced kana, small kana and doublings are forgotten: ヴァ and バ, ティ and
/// チ are often mistaken for each other.
fn loosened(key: &str) -> String {
    const PLAIN: [(&str, &str); 10] = [
        ("ガギグゲゴ", "カキクケコ"),
        ("ザジズゼゾ", "サシスセソ"),
        ("ダヂヅデド", "タシステト"),
        ("バビブベボ", "ハヒフヘホ"),
        ("パピプペポ", "ハヒフヘホ"),
        ("ァィゥェォ", "アイウエオ"),
        ("ャュョヮ", "ヤユヨワ"),
        ("ヴヰヱヲ", "フイエオ"),
        ("チツ", "シス"),
        ("ヤ", "ア"),
    ];
    let plain = |letter: char| {
        PLAIN.iter().fold(letter, |letter, (marked, plain)| {
            marked.chars().position(|known| known == letter).and_then(|at| plain.chars().nth(at)).unwrap_or(letter)
        })
    };
    key.chars().filter(|letter| !matches!(letter, 'ー' | 'ッ')).map(plain).collect()
}

fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々')
}

/// Whether the words asked for stand side by side among the words of a term.
fn has_words(term: &str, asked: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let normal = normalise(text);
        normal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (term, asked) = (words(term), words(asked));
    !asked.is_empty() && term.windows(asked.len()).any(|window| window == asked)
}

fn pairs(key: &str) -> impl Iterator<Item = [char; 2]> {
    key.chars().zip(key.chars().skip(1)).map(|(one, next)| [one, next])
}

/// How many letters must be put in, left out, changed or swapped; nothing if more than `bound`.
fn distance(wanted: &[char], name: &str, bound: usize) -> Option<usize> {
    let name: Vec<char> = name.chars().take(wanted.len() + bound + 1).collect();
    if name.len().abs_diff(wanted.len()) > bound || wanted.len() < 3 {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    for (row, letter) in wanted.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in name.iter().enumerate() {
            let mut cost = last[column] + usize::from(letter != other);
            cost = cost.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *letter == name[column - 1] && wanted[row - 1] == *other {
                cost = cost.min(before[column - 1] + 1);
            }
            current.push(cost);
        }
        if current.iter().min().is_some_and(|least| *least > bound) {
            return None;
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|distance| *distance <= bound)
}
