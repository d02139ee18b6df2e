//! Finds the terms of a glossary in a message: whole words, inflected, in either width and script.
//!
//! Two steps. [`search`] reads every spelling that stands in the message as a whole word; [`settle`] keeps the longest
//! of what overlaps.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::glossary::catalogue::Catalogue;
use crate::glossary::compound::LOAN_SUFFIXES;
use crate::glossary::concept::{Concept, Term};
use crate::glossary::entry::Entry;
use crate::glossary::index::{Builder, Index};
use crate::glossary::{search, settle};
use crate::ids::ConceptId;
use crate::text::Passage;

pub use crate::glossary::lookup::LookUp;

/// A glossary ready to be searched. Immutable; a change builds a new one.
#[derive(Debug, Default)]
pub struct Glossary {
    concepts: Vec<Concept>,
    by_id: HashMap<ConceptId, usize>,
    entries: Vec<Entry>,
    index: Index,
    /// The names to be asked for, once somebody asks.
    pub(super) catalogue: OnceLock<Catalogue>,
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
        let mut entries = Vec::new();
        let mut builder = Builder::default();
        let mut add = |(text, entry): (String, Entry)| {
            builder.add(&text, entries.len() as u32);
            entries.push(entry);
        };
        for suffix in LOAN_SUFFIXES {
            add(Entry::suffix(suffix));
        }
        for (concept, place) in concepts.iter().zip(0..) {
            for (term, term_place) in concept.terms.iter().zip(0..) {
                Entry::of(term, place, term_place).into_iter().for_each(&mut add);
                term.except.iter().filter_map(|text| Entry::except(text, place, term_place)).for_each(&mut add);
            }
        }
        let by_id = concepts.iter().enumerate().map(|(place, concept)| (concept.id.clone(), place)).collect();
        Self { index: builder.build(), concepts, by_id, entries, catalogue: OnceLock::new() }
    }

    /// All concepts, in the order given.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// A concept by id.
    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.by_id.get(id).map(|&place| &self.concepts[place])
    }

    /// The terms in a message, in order of their start; the longest wins where they overlap.
    pub fn find<'g>(&'g self, passage: &Passage<'_>) -> Vec<Occurrence<'g>> {
        let found = search::candidates(&self.index, &self.entries, passage);
        if found.is_empty() { Vec::new() } else { settle::occurrences(self, passage, found) }
    }
}
