//! Answers somebody who asks for a term: what is called that, else what has it as a part, else what is near. Acts on a
//! question's words, returns concepts or suggestions.

use std::collections::BTreeSet;

use super::catalogue::{Catalogue, Named};
use crate::glossary::concept::{Concept, Term};
use crate::glossary::matching::Glossary;
use crate::text::{Passage, normalise};

/// The answer to a look-up.
#[derive(Debug, Clone, PartialEq)]
pub enum LookUp<'g> {
    /// These concepts are called that.
    Found(Vec<&'g Concept>),
    /// None is; these terms have it as a part, shortest first, at most five, one a concept.
    Part(Vec<(&'g Concept, &'g Term)>),
    /// None is and has; these terms are near, nearest first, at most three, one a concept.
    Near(Vec<(&'g Concept, &'g Term)>),
    /// Nothing is near.
    Nothing,
}

/// The most terms that are named for a part.
const MOST_PARTS: usize = 5;
/// The most terms that are named as near.
const MOST_NEAR: usize = 3;
/// The most words that are searched for.
const MOST_WORDS: usize = 8;
/// Longer questions (in bytes) are no terms.
const LONGEST_QUESTION: usize = 400;

impl Glossary {
    /// What somebody who asks for `wanted` means: exact or inflected matches first (several when concepts share a term),
    /// by name, reading or sound; else terms of which it is a part; else the nearest terms. Letter case does not matter
    /// here, not even for exact terms.
    pub fn look_up(&self, wanted: &str) -> LookUp<'_> {
        let asked = normalise(wanted);
        let asked = asked.trim_matches(|c: char| c.is_whitespace() || "「」『』\"'?？.。!！".contains(c));
        if asked.is_empty() || asked.len() > LONGEST_QUESTION {
            return LookUp::Nothing;
        }
        let catalogue = self.catalogue();
        let mut found: Vec<&Concept> =
            self.each(&catalogue.called(asked), usize::MAX).into_iter().map(|it| it.0).collect();
        if found.is_empty() {
            found = self.inflected(asked);
        }
        if !found.is_empty() {
            return LookUp::Found(found);
        }
        let text = |named: Named| self.term(named).1.text.clone();
        let parts = self.each(&catalogue.with_part(asked, &text), MOST_PARTS);
        if !parts.is_empty() {
            return LookUp::Part(parts);
        }
        let near = self.each(&catalogue.near(asked), MOST_NEAR);
        if near.is_empty() { LookUp::Nothing } else { LookUp::Near(near) }
    }

    /// Concepts whose terms or definitions hold all of some words, in either language: those with the words in their
    /// terms first. Latin words count where a word begins with them.
    pub fn search(&self, words: &str) -> Vec<&Concept> {
        let words = normalise(words);
        let words: Vec<&str> = words.split_whitespace().take(MOST_WORDS).collect();
        if words.is_empty() || words.iter().map(|word| word.len()).sum::<usize>() > LONGEST_QUESTION {
            return Vec::new();
        }
        let mut found: Vec<(bool, &Concept)> = Vec::new();
        for concept in self.concepts() {
            let terms = concept.terms.iter().map(|term| term.text.as_str());
            let named = normalise(&terms.collect::<Vec<_>>().join("\n"));
            if words.iter().all(|word| holds(&named, word)) {
                found.push((false, concept));
                continue;
            }
            let texts = [&concept.definition].into_iter().chain(concept.plain.values());
            let texts = texts.flat_map(|text| [text.en.as_deref(), text.ja.as_deref()]).flatten();
            let told = normalise(&texts.collect::<Vec<_>>().join("\n"));
            if words.iter().all(|word| holds(&named, word) || holds(&told, word)) {
                found.push((true, concept));
            }
        }
        found.sort_by_key(|(told, _)| *told);
        found.into_iter().map(|(_, concept)| concept).collect()
    }

    /// Makes the names ready to be asked for, which the first look-up does otherwise: 0.1 s for 100,000 concepts.
    pub fn prepare_look_up(&self) {
        self.catalogue();
    }

    fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| Catalogue::of(self.concepts()))
    }

    fn term(&self, named: Named) -> (&Concept, &Term) {
        let concept = &self.concepts()[named.concept as usize];
        (concept, &concept.terms[named.term as usize])
    }

    /// The concepts that were named, each once, with the first of the terms.
    fn each(&self, named: &[Named], most: usize) -> Vec<(&Concept, &Term)> {
        let mut seen = BTreeSet::new();
        let first = named.iter().filter(|named| seen.insert(named.concept));
        first.take(most).map(|named| self.term(*named)).collect()
    }

    /// The concepts whose term the whole question is, in an inflected form.
    fn inflected(&self, asked: &str) -> Vec<&Concept> {
        let passage = Passage::read(asked);
        let whole = self.find(&passage).into_iter().filter(|one| one.range == (0..asked.len()));
        whole.map(|one| one.concept).collect()
    }
}

/// Whether a text holds a word: where it begins one, if it is of Latin letters.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !word.starts_with(|first: char| first.is_ascii_alphanumeric())
            || !text[..at].ends_with(|before: char| before.is_ascii_alphanumeric())
    })
}
