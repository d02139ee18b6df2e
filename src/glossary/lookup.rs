//! Answers somebody who asks for a term: what is called that, else what is near. Acts on a question's words,
//! returns concepts or suggestions.

use crate::glossary::concept::{Concept, Term};
use crate::glossary::matching::Glossary;
use crate::glossary::spelling::spell;
use crate::text::{Passage, normalise};

/// The answer to a look-up.
#[derive(Debug, Clone, PartialEq)]
pub enum LookUp<'g> {
    /// These concepts are called that.
    Found(Vec<&'g Concept>),
    /// None is; these terms are near, nearest first, at most three.
    Near(Vec<(&'g Concept, &'g Term)>),
    /// Nothing is near.
    Nothing,
}

impl Glossary {
    /// What somebody who asks for `wanted` means: exact or inflected matches first (several when concepts share
    /// a term), else the nearest terms. Letter case does not matter here, not even for exact terms.
    pub fn look_up(&self, wanted: &str) -> LookUp<'_> {
        let asked = normalise(wanted);
        let asked = asked.trim_matches(|c: char| c.is_whitespace() || "「」『』\"'?？.。!！".contains(c));
        if asked.is_empty() || asked.len() > LONGEST_QUESTION {
            return LookUp::Nothing;
        }
        let key = folded(asked);
        let mut found = self.called(&key);
        if found.is_empty() {
            found = self.inflected(asked);
        }
        if !found.is_empty() {
            return LookUp::Found(found);
        }
        let near = self.near(&key);
        if near.is_empty() { LookUp::Nothing } else { LookUp::Near(near) }
    }

    fn called(&self, key: &str) -> Vec<&Concept> {
        let named = |term: &Term| {
            folded(&normalise(&term.text)) == key
                || term.reading.as_ref().is_some_and(|reading| folded(&normalise(reading)) == key)
        };
        self.concepts().iter().filter(|concept| concept.terms.iter().any(named)).collect()
    }

    /// The concepts whose term the whole question is, in an inflected form.
    fn inflected(&self, asked: &str) -> Vec<&Concept> {
        let passage = Passage::read(asked);
        let whole = self.find(&passage).into_iter().filter(|one| one.range == (0..asked.len()));
        whole.map(|one| one.concept).collect()
    }

    fn near(&self, key: &str) -> Vec<(&Concept, &Term)> {
        let wanted: Vec<char> = key.chars().collect();
        let bound = if wanted.is_empty() { 0 } else { (wanted.len() / 3).clamp(1, 3) };
        let mut near: Vec<(usize, &Concept, &Term)> = Vec::new();
        for concept in self.concepts() {
            let best = concept.terms.iter().filter_map(|term| {
                let names = std::iter::once(term.text.as_str()).chain(term.reading.as_deref());
                let distance = names.filter_map(|name| distance(&wanted, &folded(&normalise(name)), bound)).min()?;
                Some((distance, concept, term))
            });
            near.extend(best.min_by_key(|(distance, ..)| *distance));
        }
        near.sort_by_key(|(distance, ..)| *distance);
        near.into_iter().take(3).map(|(_, concept, term)| (concept, term)).collect()
    }
}

/// Longer questions (in bytes) are no terms.
const LONGEST_QUESTION: usize = 400;

/// The letters of a term with hiragana as katakana, so that a reading may be given in either.
fn folded(normalised: &str) -> String {
    let kana = |c: char| match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        other => other,
    };
    spell(&normalised.trim().chars().map(kana).collect::<String>()).letters.into_owned()
}

/// How many letters must be put in, left out, changed or swapped; nothing if more than `bound`. A question that
/// is the beginning of a longer term counts as at the bound.
fn distance(wanted: &[char], name: &str, bound: usize) -> Option<usize> {
    let name: Vec<char> = name.chars().take(wanted.len() + LONGEST_QUESTION).collect();
    if wanted.len() >= 3 && name.len() > wanted.len() && (name.starts_with(wanted) || name.ends_with(wanted)) {
        return Some(bound);
    }
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
