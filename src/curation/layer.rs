//! Lays the entries people wrote in Slack over those of the files: returns all concepts, and what of them would keep
//! them from being loaded again as files.

use std::collections::{BTreeMap, BTreeSet};

use crate::glossary::Glossary;
use crate::glossary::concept::Concept;
use crate::ids::ConceptId;
use crate::text::Passage;

/// The concepts of the files in their order, each in the place of one with its id, then the others by id.
pub fn over(files: &[Concept], written: impl IntoIterator<Item = Concept>) -> Vec<Concept> {
    let mut written: BTreeMap<ConceptId, Concept> =
        written.into_iter().map(|concept| (concept.id.clone(), concept)).collect();
    let mut all: Vec<Concept> =
        files.iter().map(|concept| written.remove(&concept.id).unwrap_or_else(|| concept.clone())).collect();
    all.extend(written.into_values());
    all
}

/// Something of a concept that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// An example that does not hold any more.
    Example(String),
    /// A related concept that is gone.
    See(ConceptId),
}

/// Takes out what does not hold any more among all concepts: with it they would not load as files.
pub fn loadable(concepts: &mut [Concept]) -> Vec<(ConceptId, LeftOut)> {
    let mut left_out = Vec::new();
    let explained: Vec<Concept> = concepts.iter().filter(|concept| concept.is_defined()).cloned().collect();
    let glossary = Glossary::build(explained);
    let ids: BTreeSet<ConceptId> = concepts.iter().map(|concept| concept.id.clone()).collect();
    for concept in concepts {
        for text in broken_examples(concept, &glossary) {
            left_out.push((concept.id.clone(), LeftOut::Example(text)));
        }
        let own = concept.id.clone();
        concept.see.retain(|other| {
            let there = ids.contains(other) && *other != own;
            if !there {
                left_out.push((own.clone(), LeftOut::See(other.clone())));
            }
            there
        });
    }
    left_out
}

/// Takes out the examples of a concept that its own terms do not bear out; returns them.
pub fn drop_broken_examples(concept: &mut Concept) -> Vec<String> {
    if concept.tests.matches.is_empty() && concept.tests.skips.is_empty() {
        return Vec::new();
    }
    let glossary = Glossary::build(vec![concept.clone()]);
    broken_examples(concept, &glossary)
}

fn broken_examples(concept: &mut Concept, glossary: &Glossary) -> Vec<String> {
    if !concept.is_defined() {
        return Vec::new(); // not run before somebody defines it
    }
    let id = concept.id.clone();
    let found = |text: &str| glossary.find(&Passage::read(text)).iter().any(|one| one.concept.id == id);
    let mut broken = Vec::new();
    for (texts, expected) in [(&mut concept.tests.matches, true), (&mut concept.tests.skips, false)] {
        broken.extend(texts.extract_if(.., |text| found(text) != expected));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::concept::Term;
    use crate::text::Language;

    fn concept(id: &str, term: &str) -> Concept {
        let mut concept = Concept { terms: vec![Term::new(term, Language::English)], ..Concept::new(id) };
        concept.definition.en = Some("What it is.".to_owned());
        concept
    }

    #[test]
    fn what_was_written_replaces_what_has_its_id_and_the_rest_follows_in_order() {
        let files = [concept("nps", "NPS"), concept("api", "API")];
        let written = [concept("zebra", "zebra"), concept("api", "interface"), concept("deal", "deal desk")];
        let all = over(&files, written);
        let told: Vec<(&str, &str)> = all.iter().map(|one| (one.id.as_str(), one.terms[0].text.as_str())).collect();
        assert_eq!(told, [("nps", "NPS"), ("api", "interface"), ("deal", "deal desk"), ("zebra", "zebra")]);
    }

    #[test]
    fn examples_and_references_that_do_not_hold_any_more_are_taken_out_and_told() {
        let mut lead = concept("lead", "sales lead");
        lead.tests.matches = vec!["a sales lead".to_owned(), "a sales lead list".to_owned()];
        lead.see = vec!["gone".into()];
        // The longer term of another concept covers the second example.
        let mut all = vec![lead, concept("list", "sales lead list")];
        let told = loadable(&mut all);
        let lead = ConceptId::from("lead");
        assert_eq!(
            told,
            [(lead.clone(), LeftOut::Example("a sales lead list".to_owned())), (lead, LeftOut::See("gone".into()))]
        );
        assert_eq!((all[0].tests.matches.len(), all[0].see.len()), (1, 0));
        assert_eq!(loadable(&mut all), []);
    }
}
