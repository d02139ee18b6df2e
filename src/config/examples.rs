//! Runs the examples that concepts carry: what must be found in them, and what must not.

use crate::glossary::Glossary;
use crate::glossary::concept::Concept;
use crate::text::Passage;

use super::error::ConfigError;
use super::fields::Report;
use super::source::Source;

/// How many examples the concepts carry.
pub(super) fn count(concepts: &[Concept]) -> usize {
    concepts.iter().map(|concept| concept.tests.matches.len() + concept.tests.skips.len()).sum()
}

/// Runs every example of every concept. `places` says where each concept stands: the file's place in `sources`
/// and the line.
pub(super) fn run(glossary: &Glossary, places: &[(usize, u64)], sources: &[Source]) -> Vec<ConfigError> {
    let mut problems = Vec::new();
    for (concept, &(file, line)) in glossary.concepts().iter().zip(places) {
        let found = |text: &str| {
            glossary.find(&Passage::read(text)).iter().any(|occurrence| occurrence.concept.id == concept.id)
        };
        let mut report = Report::about(&sources[file]);
        let expectations = [("match", &concept.tests.matches, true), ("skip", &concept.tests.skips, false)];
        for (list, texts, expected) in expectations {
            for (index, text) in texts.iter().enumerate().filter(|(_, text)| found(text) != expected) {
                let key = format!("{}.tests.{list}[{index}]", concept.id);
                let (problem, remedy) = if expected {
                    ("none of its terms is found in", "add the term that is said there, or mend the example")
                } else {
                    ("one of its terms is found in", "add the phrase to the term's `except`, or mend the example")
                };
                report.problem(line, &key, format!("{problem} \"{text}\""), remedy);
            }
        }
        problems.append(&mut report.problems);
    }
    problems
}
