//! Which ways of spacing and lengthening a word are the same: 「サーバ」 and 「サーバー」, "tech debt", "tech-debt" and
//! "techdebt". Returns letters and the breaks between them, and compares two of those.

use liaison::text::boundary::{Script, script};

use super::english;

/// Letters without what does not count between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    letters: Vec<char>,
    /// After how many letters a separator stood, and which.
    breaks: Vec<(usize, char)>,
}

pub(super) fn spelled(text: &str) -> Spelled {
    let text: Vec<char> = text.chars().collect();
    let mut letters: Vec<char> = Vec::new();
    let mut breaks = Vec::new();
    // How many morae the katakana so far has, and its last letter.
    let (mut morae, mut last) = (0, ' ');
    let mut at = 0;
    while at < text.len() {
        let length = separator(&text, at, &letters);
        if length > 0 {
            breaks.push((letters.len(), text[at]));
            at += length;
        }
        let mut letter = text[at];
        if script(letter) != Script::Katakana {
            (morae, last) = (0, ' ');
            letters.push(letter);
            at += 1;
            continue;
        }
        // A long e is written ー or イ.
        if letter == 'イ' && "エケゲセゼテデネヘベペメレヱェ".contains(last) {
            letter = 'ー';
        }
        last = letter;
        morae += usize::from(!"ァィゥェォャュョヮ".contains(letter));
        letters.push(letter);
        at += 1;
        // After three morae, the long vowel of -er, -or, -ar and -y may be left out.
        let open = "アカガサザタダナハバパマヤラワァャヮイキギシジチヂニヒビピミリヰィ".contains(letter);
        while morae >= 3 && open && text.get(at) == Some(&'ー') {
            at += 1;
        }
    }
    Spelled { letters, breaks }
}

/// How many characters at `at` only separate: up to three spaces, a hyphen, a middle dot.
fn separator(text: &[char], at: usize, letters: &[char]) -> usize {
    if at == 0 || letters.is_empty() || !matches!(text[at], ' ' | '-' | '・' | '=') {
        return 0;
    }
    let spaces = text[at..].iter().take(3).take_while(|letter| **letter == ' ').count();
    let length = spaces.max(1);
    let (before, after) = (script(text[at - 1]), text.get(at + length).map_or(Script::None, |letter| script(*letter)));
    let any = (before, after) == (Script::Katakana, Script::Katakana);
    let narrow = match before {
        Script::Latin | Script::Katakana => matches!(after, Script::Latin | Script::Katakana | Script::Han),
        Script::Han => matches!(after, Script::Latin | Script::Katakana),
        Script::Hiragana | Script::None => false,
    };
    if any || narrow && matches!(text[at], ' ' | '-') { length } else { 0 }
}

impl Spelled {
    /// The letters alone.
    pub(super) fn text(&self) -> String {
        self.letters.iter().collect()
    }

    /// Whether this reads as a term, as it is or with a regular ending on its last word.
    pub(super) fn is(&self, term: &Self, noun: bool) -> bool {
        if self.letters == term.letters {
            return self.breaks_well(term);
        }
        let word = |spelled: &Self| {
            let start = spelled.last_word();
            (spelled.letters[..start].to_vec(), spelled.letters[start..].iter().collect::<String>())
        };
        let (before, base) = word(term);
        let verb = !noun;
        !base.is_empty()
            && self.letters.starts_with(&before)
            && english::is_form(&self.letters[before.len()..].iter().collect::<String>(), &base, verb)
            && self.breaks_well(term)
    }

    /// Whether this reads as a term that is matched as written: as it is or with the plural s.
    pub(super) fn is_exactly(&self, term: &Self) -> bool {
        let latin = term.letters.last().is_some_and(|last| script(*last) == Script::Latin);
        let plural = latin && term.letters.len() > 1 && self.letters.strip_suffix(&['s']) == Some(&term.letters);
        (self.letters == term.letters || plural) && self.breaks_well(term)
    }

    /// Where the last Latin word begins, if the letters end in one.
    fn last_word(&self) -> usize {
        let latin = self.letters.iter().rev().take_while(|letter| script(**letter) == Script::Latin).count();
        let start = self.letters.len() - latin;
        self.breaks.iter().map(|(at, _)| *at).filter(|at| *at > start).max().unwrap_or(start)
    }

    /// A break stands where the term has one, or where the word could be written as two.
    fn breaks_well(&self, term: &Self) -> bool {
        let own = |at: usize| term.breaks.iter().any(|(own, _)| *own == at);
        let word_of = |at: usize| term.breaks.iter().filter(|(own, _)| *own <= at).count();
        let mut broken = Vec::new();
        for (place, &(at, separator)) in self.breaks.iter().enumerate() {
            if own(at) {
                continue;
            }
            let from = if place == 0 { 0 } else { self.breaks[place - 1].0 };
            let to = self.breaks.get(place + 1).map_or(self.letters.len(), |next| next.0);
            let (first, second) = (&self.letters[from..at], &self.letters[at..to]);
            let scripts = (script(self.letters[at - 1]), script(self.letters[at]));
            let good = match scripts {
                (Script::Latin, Script::Latin) => {
                    let (first, second): (String, String) = (first.iter().collect(), second.iter().collect());
                    let once = !broken.contains(&word_of(at));
                    broken.push(word_of(at));
                    let inside = term.letters.len() > at + 1;
                    once && inside && (separator != ' ' || english::may_be_two_words(&first, &second))
                }
                (Script::Katakana, Script::Katakana) => {
                    let run = |letter: &&char| script(**letter) == Script::Katakana;
                    first.iter().rev().take_while(run).count() > 1 && second.iter().take_while(run).count() > 1
                }
                _ => true,
            };
            if !good {
                return false;
            }
        }
        true
    }
}
