//! Finds the terms of a glossary in a message: whole words, inflected, in either width and script.

use std::ops::Range;

use crate::glossary::concept::{Concept, Term};
use crate::ids::ConceptId;
use crate::text::Passage;

/// A glossary ready to be searched. Immutable; a change builds a new one.
#[derive(Debug, Default)]
pub struct Glossary {
    concepts: Vec<Concept>,
}

/// A term found in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence<'g> {
    /// The concept; two occurrences share a range when two concepts share a term.
    pub concept: &'g Concept,
    /// The term that matched.
    pub term: &'g Term,
    /// Byte offsets into the message as it came, on character boundaries.
    pub range: Range<usize>,
    /// Explained where it stands: "SLA (service level agreement)".
    pub explained: bool,
}

impl Glossary {
    /// Builds the index. Concepts with the same id must have been refused before.
    pub fn build(concepts: Vec<Concept>) -> Self {
        Self { concepts }
    }

    /// All concepts, in the order given.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// A concept by id.
    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.concepts.iter().find(|concept| &concept.id == id)
    }

    /// The terms in a message, in order of their start; the longest wins where they overlap.
    pub fn find<'g>(&'g self, passage: &Passage<'_>) -> Vec<Occurrence<'g>> {
        todo!("glossary room: {}", passage.source())
    }

    /// What somebody who asks for `wanted` means: exact or inflected matches first (several when concepts share
    /// a term), else the nearest terms.
    pub fn look_up(&self, wanted: &str) -> LookUp<'_> {
        todo!("glossary room: {wanted}")
    }
}

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
