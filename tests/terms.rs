//! The matcher against the reference, which follows the rules of what counts as an occurrence word by word.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod reference;
mod sentences;
mod traps;

use proptest::prelude::*;

use liaison::glossary::Glossary;
use liaison::glossary::concept::Concept;
use liaison::text::Passage;

/// What the matcher finds, in the reference's words.
fn found(concepts: &[Concept], message: &str) -> Vec<reference::Hit> {
    let glossary = Glossary::build(concepts.to_vec());
    let place = |one: &liaison::glossary::Occurrence<'_>| {
        let concept = concepts.iter().position(|concept| concept.id == one.concept.id).unwrap();
        let term = glossary.concepts()[concept].terms.iter().position(|term| std::ptr::eq(term, one.term)).unwrap();
        reference::Hit { range: (one.range.start, one.range.end), concept, term }
    };
    let mut hits: Vec<_> = glossary.find(&Passage::read(message)).iter().map(place).collect();
    hits.sort();
    hits
}

/// The smallest part of a scene in which the two still disagree, in words.
fn disagreement(concepts: &[Concept], message: &str) -> Option<String> {
    let differ = |concepts: &[Concept], message: &str| found(concepts, message) != reference::find(concepts, message);
    if !differ(concepts, message) {
        return None;
    }
    let (mut concepts, mut message) = (concepts.to_vec(), message.to_owned());
    let mut smaller = true;
    while smaller {
        smaller = false;
        for concept in (0..concepts.len()).rev() {
            for term in (0..concepts[concept].terms.len()).rev() {
                let mut fewer = concepts.clone();
                fewer[concept].terms.remove(term);
                if differ(&fewer, &message) {
                    concepts = fewer;
                    smaller = true;
                }
            }
        }
        let places: Vec<usize> = message.char_indices().map(|(at, _)| at).chain([message.len()]).collect();
        let cuts = places.iter().flat_map(|&from| places.iter().rev().map(move |&to| (from, to)));
        for (from, to) in cuts.filter(|(from, to)| from < to) {
            let shorter = format!("{}{}", &message[..from], &message[to..]);
            if differ(&concepts, &shorter) {
                message = shorter;
                smaller = true;
                break;
            }
        }
    }
    let terms: Vec<String> = concepts
        .iter()
        .flat_map(|concept| &concept.terms)
        .map(|term| format!("{:?}{} except {:?}", term.text, if term.case_exact { " exact" } else { "" }, term.except))
        .collect();
    let surfaces = |hits: Vec<reference::Hit>| {
        hits.into_iter().map(|hit| message[hit.range.0..hit.range.1].to_owned()).collect::<Vec<_>>()
    };
    Some(format!(
        "{message:?}: found {:?}, the reference {:?}; {}",
        surfaces(found(&concepts, &message)),
        surfaces(reference::find(&concepts, &message)),
        terms.join(", "),
    ))
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(800)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn the_matcher_finds_what_the_reference_finds(choices in prop::collection::vec(any::<u16>(), 0..100)) {
        let (concepts, message) = traps::scene(&choices);
        if let Some(disagreement) = disagreement(&concepts, &message) {
            prop_assert!(false, "{}", disagreement);
        }
    }
}

#[test]
fn sentences_as_people_write_them() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for group in sentences::GROUPS {
        let concepts: Vec<Concept> = group.terms.iter().map(|text| traps::concept_of(text)).collect();
        let glossary = Glossary::build(concepts);
        for (text, expected) in group.sentences {
            count += 1;
            let passage = Passage::read(text);
            let surfaces: Vec<&str> = glossary.find(&passage).iter().map(|one| &text[one.range.clone()]).collect();
            if surfaces.join(" | ") != *expected {
                wrong.push(format!(
                    "{}: {text}\n    expected {expected:?}, found {:?}",
                    group.about,
                    surfaces.join(" | ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} sentences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150);
}
