//! Decides between the spellings that were read in a message: drops what an exception covers, keeps the longest of
//! what overlaps, and tells what is explained where it stands. Returns the occurrences in order.

use std::cmp::Reverse;

use super::explained::is_explained;
use super::search::Found;
use super::spelling::spell;
use super::{Glossary, Occurrence};
use crate::glossary::concept::Concept;
use crate::text::{Passage, normalise};

/// The occurrences among what was found.
pub(super) fn occurrences<'g>(glossary: &'g Glossary, passage: &Passage<'_>, found: Vec<Found>) -> Vec<Occurrence<'g>> {
    let mut occurrences: Vec<Occurrence<'g>> = kept(found)
        .into_iter()
        .map(|Found { range, concept, term, .. }| {
            let concept = &glossary.concepts()[concept as usize];
            let same = |other: &str| {
                let other = spell(other).letters;
                concept.terms.iter().any(|term| spell(&normalise(&term.text)).letters == other)
            };
            Occurrence {
                concept,
                term: &concept.terms[term as usize],
                explained: is_explained(passage.normalised(), range.clone(), same),
                range: passage.source_range(range),
            }
        })
        .collect();
    // A message that explains a term once needs no help with it further on.
    let explained: Vec<*const Concept> =
        occurrences.iter().filter(|one| one.explained).map(|one| std::ptr::from_ref(one.concept)).collect();
    if !explained.is_empty() {
        for one in &mut occurrences {
            one.explained |= explained.contains(&std::ptr::from_ref(one.concept));
        }
    }
    occurrences
}

/// What no exception covers, and of what overlaps the longest, in order.
fn kept(mut found: Vec<Found>) -> Vec<Found> {
    if found.iter().any(|one| one.except) {
        let excepted: Vec<Found> = found.extract_if(.., |one| one.except).collect();
        found.retain(|one| {
            !excepted.iter().any(|phrase| {
                (phrase.concept, phrase.term) == (one.concept, one.term)
                    && phrase.range.start <= one.range.start
                    && one.range.end <= phrase.range.end
            })
        });
    }
    // Most messages hold one term or none.
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|one| (Reverse(one.range.len()), one.range.start, one.concept, one.term));
    let end = found.iter().map(|one| one.range.end).max().unwrap_or_default();
    let mut taken = vec![false; end];
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        if let Some(last) = kept.last()
            && last.range == one.range
        {
            let mut same = kept.iter().rev().take_while(|other| other.range == one.range);
            if !same.any(|other| other.concept == one.concept) {
                kept.push(one);
            }
            continue;
        }
        if taken[one.range.start] || taken[one.range.end - 1] {
            continue;
        }
        taken[one.range.clone()].fill(true);
        kept.push(one);
    }
    kept.sort_by_key(|one| (one.range.start, one.concept));
    kept
}
