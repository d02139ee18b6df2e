//! What a terminologist would say of a glossary that is valid: acts on its concepts, returns advice, concept by
//! concept, each with the stable name of the check it comes from.

use std::collections::{BTreeMap, BTreeSet};

use super::concept::{Concept, Term, TermStatus};
use super::entry::is_capitals;
use super::exact::is_ordinary;
use super::matching::Glossary;
use crate::ids::ConceptId;
use crate::text::boundary::{Script, script};
use crate::text::{Language, Passage, normalise};

/// One thing that could be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The concept's place in the list that was given.
    pub place: usize,
    /// The check, by its stable name: `shared-term`.
    pub check: &'static str,
    /// What is so.
    pub found: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// A definition of more characters than this does not fit on a phone beside the message it explains.
pub const fn longest(language: Language) -> usize {
    match language {
        Language::English => 200,
        Language::Japanese => 100,
    }
}

/// Words of everyday talk that are no term of anybody, beside the common English ones.
const EVERYDAY: [&str; 24] = [
    "こと",
    "もの",
    "ひと",
    "とき",
    "ところ",
    "お客様",
    "仕事",
    "会社",
    "今日",
    "明日",
    "時間",
    "問題",
    "連絡",
    "確認",
    "対応",
    "お願い",
    "people",
    "thing",
    "things",
    "today",
    "problem",
    "question",
    "company",
    "customer",
];

/// Everything there is to say, in the order of the concepts.
pub fn lint(concepts: &[Concept]) -> Vec<Advice> {
    let glossary = Glossary::build(concepts.to_vec());
    let mut all = Vec::new();
    let mut says: Vec<BTreeSet<&ConceptId>> = Vec::with_capacity(concepts.len());
    for concept in concepts {
        says.push(named_in_definition(&glossary, concept));
    }
    let ids: BTreeMap<&ConceptId, usize> =
        concepts.iter().enumerate().map(|(place, concept)| (&concept.id, place)).collect();
    let owners = owners(concepts);
    for (place, concept) in concepts.iter().enumerate() {
        let mut about = About { place, all: &mut all };
        about.wordings(concept);
        about.terms(concept);
        about.shared(concept, concepts, &owners);
        about.hidden(concept, &glossary);
        about.circles(concept, &says, &ids);
        for other in concept.see.iter().filter(|other| !ids.contains_key(other) || **other == concept.id) {
            about.say("see-nothing", format!("see `{other}` leads nowhere"), "take it away, or write that concept");
        }
    }
    all
}

/// The advice on one concept while it is collected.
struct About<'a> {
    place: usize,
    all: &'a mut Vec<Advice>,
}

impl About<'_> {
    fn say(&mut self, check: &'static str, found: String, remedy: &'static str) {
        self.all.push(Advice { place: self.place, check, found, remedy });
    }

    fn wordings(&mut self, concept: &Concept) {
        if !concept.is_defined() {
            let remedy = "say what it is: `definition: {en: …, ja: …}`; until then it is not explained";
            self.say("no-definition", "there is no definition".to_owned(), remedy);
        }
        let lacks: Vec<String> = Language::ALL.into_iter().flat_map(|language| concept.lacks(language)).collect();
        if !lacks.is_empty() {
            let found = format!("in one language only: no {}", lacks.join(", no "));
            self.say("one-language", found, "add it, so that readers of that language are helped");
        }
        if Language::ALL.into_iter().all(|language| concept.example.exactly(language).is_none()) {
            self.say("no-example", "there is no example".to_owned(), "add a sentence in which somebody uses it");
        }
        for language in Language::ALL {
            let length = concept.definition.exactly(language).map_or(0, |text| text.chars().count());
            if length > longest(language) {
                let found =
                    format!("definition.{} has {length} characters, over {}", language.code(), longest(language));
                self.say("long-definition", found, "say what it is in one sentence; the rest can stand in `plain`");
            }
        }
    }

    fn terms(&mut self, concept: &Concept) {
        for (place, term) in concept.terms.iter().enumerate() {
            if is_broad(term) {
                let found = format!("`{}` is a word of everyday talk and would be found everywhere", term.text);
                self.say("broad-term", found, "write the longer name, or name what it is not under `except`");
            }
            let same_language = |other: &&Term| other.language == term.language;
            let before = concept.terms[..place].iter().filter(same_language);
            if before.clone().any(|other| normalise(&other.text) == normalise(&term.text) && is_alike(other, term)) {
                self.say("repeated-term", format!("`{}` is there twice", term.text), "keep one of the two");
            } else if term.status != TermStatus::Deprecated && is_found_by(before, term) {
                let found = format!("`{}` is found through the terms before it already", term.text);
                self.say("needless-term", found, "take it away: forms, spaces and hyphens need not be listed");
            }
        }
        let unread: Vec<&str> = concept.terms.iter().filter(|term| is_unread(term)).map(|term| &*term.text).collect();
        if !unread.is_empty() {
            let found = format!("no reading for `{}`", unread.join("`, `"));
            let remedy = "write how it sounds, so that it is found by ear: `{term: 稟議, reading: りんぎ}`";
            self.say("no-reading", found, remedy);
        }
    }

    fn shared(&mut self, concept: &Concept, concepts: &[Concept], owners: &Owners) {
        let mut told = BTreeSet::new();
        for term in &concept.terms {
            for &other in owners.get(&(term.language, normalise(&term.text))).into_iter().flatten() {
                if other != self.place && told.insert((other, normalise(&term.text))) {
                    let found = format!("`{}` is also a term of `{}`", term.text, concepts[other].id);
                    self.say("shared-term", found, "both are shown; where one meaning is rare, leave its term out");
                }
            }
        }
    }

    /// Terms that are not found even where they stand alone.
    fn hidden(&mut self, concept: &Concept, glossary: &Glossary) {
        for term in &concept.terms {
            let passage = Passage::read(&term.text);
            let found = glossary.find(&passage);
            if found.iter().any(|one| one.concept.id == concept.id) {
                continue;
            }
            if let Some(other) = found.iter().max_by_key(|one| one.range.len()) {
                let found = format!(
                    "`{}` is never found: `{}` of `{}` covers it",
                    term.text, other.term.text, other.concept.id
                );
                self.say("hidden-term", found, "write it the way people say it, or leave it to the other concept");
            } else {
                let found = format!("`{}` is never found, not even where it stands alone", term.text);
                self.say("hidden-term", found, "write it the way people say it in a message");
            }
        }
    }

    fn circles(&mut self, concept: &Concept, says: &[BTreeSet<&ConceptId>], ids: &BTreeMap<&ConceptId, usize>) {
        for &other in &says[self.place] {
            let Some(&there) = ids.get(other) else { continue };
            if there == self.place {
                let found = "the definition says the word it defines".to_owned();
                self.say("circular-definition", found, "say it in other words");
            } else if there > self.place && says[there].contains(&concept.id) {
                let found = format!("its definition needs `{other}`, and that one's needs `{}`", concept.id);
                self.say("circular-definition", found, "let one of the two do without the other");
            }
        }
    }
}

/// Which concepts have a term, by language and normalised text.
type Owners = BTreeMap<(Language, String), Vec<usize>>;

fn owners(concepts: &[Concept]) -> Owners {
    let mut owners = Owners::new();
    for (place, concept) in concepts.iter().enumerate() {
        for term in &concept.terms {
            let places = owners.entry((term.language, normalise(&term.text))).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    owners
}

/// The concepts whose terms stand in a concept's definition, in every language it has one in.
fn named_in_definition<'c>(glossary: &'c Glossary, concept: &Concept) -> BTreeSet<&'c ConceptId> {
    let texts = Language::ALL.into_iter().filter_map(|language| concept.definition.exactly(language));
    let mut sets = texts.map(|text| {
        let found = glossary.find(&Passage::read(text));
        found.into_iter().map(|one| &one.concept.id).collect::<BTreeSet<_>>()
    });
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |all, next| all.intersection(&next).copied().collect())
}

fn is_alike(one: &Term, other: &Term) -> bool {
    one.case_exact == other.case_exact && is_capitals(&one.text) == is_capitals(&other.text)
}

/// Whether a term is one letter, or a word everybody says; capitals and exact case keep a term apart from such words.
pub fn is_broad(term: &Term) -> bool {
    let text = normalise(&term.text);
    let text = text.trim();
    if term.case_exact || is_capitals(&term.text) {
        return text.chars().count() < 2;
    }
    text.chars().count() < 2 || is_ordinary(text) || EVERYDAY.contains(&text)
}

/// Whether people cannot look a term up by its sound: kanji do not tell it.
fn is_unread(term: &Term) -> bool {
    term.language == Language::Japanese && term.reading.is_none() && term.text.chars().any(|c| script(c) == Script::Han)
}

/// Whether other terms find this one, whole.
fn is_found_by<'t>(others: impl Iterator<Item = &'t Term>, term: &Term) -> bool {
    let others: Vec<Term> = others.filter(|other| other.status != TermStatus::Deprecated).cloned().collect();
    if others.is_empty() {
        return false;
    }
    let alone = Concept { terms: others, ..Concept::new("alone") };
    let glossary = Glossary::build(vec![alone]);
    glossary.find(&Passage::read(&term.text)).iter().any(|one| one.range == (0..term.text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(id: &str, terms: &[&str], definition: &str) -> Concept {
        let said = terms.iter().map(|text| (None, Term::new(*text, Language::English))).collect();
        let mut concept = Concept { terms: Term::in_order(said), ..Concept::new(id) };
        let reading = Some(format!("{id}のようご"));
        concept.terms.push(Term { reading, ..Term::new(format!("{id}の用語"), Language::Japanese) });
        concept.definition.en = Some(definition.to_owned());
        concept.definition.ja = Some(format!("{definition} 説明。"));
        concept.example.en = Some("Somebody uses it.".to_owned());
        concept.example.ja = Some("使います。".to_owned());
        concept
    }

    fn said(concepts: &[Concept]) -> Vec<String> {
        lint(concepts)
            .into_iter()
            .map(|one| format!("{} {}: {}", concepts[one.place].id, one.check, one.found))
            .collect()
    }

    #[test]
    fn a_whole_glossary_gets_no_advice() {
        let concepts = [
            concept("rollback", &["rollback"], "Going back."),
            concept("sla", &["SLA", "service level agreement"], "A promise."),
        ];
        assert_eq!(said(&concepts), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut bare = concept("bare", &["bare metal"], "Without a system.");
        bare.definition = super::super::concept::Bilingual::default();
        bare.example = super::super::concept::Bilingual::default();
        bare.terms.truncate(1);
        assert_eq!(
            said(&[bare]),
            [
                "bare no-definition: there is no definition",
                "bare one-language: in one language only: no terms.ja",
                "bare no-example: there is no example",
            ]
        );
    }

    #[test]
    fn long_definitions_are_measured_in_characters() {
        let long = concept("long", &["long haul"], &"あ".repeat(99));
        assert_eq!(said(&[long]), ["long long-definition: definition.ja has 103 characters, over 100"]);
    }

    #[test]
    fn words_of_everyday_talk_are_too_broad_and_acronyms_are_not() {
        let broad = concept("broad", &["x", "deal", "problem", "IT", "deal desk"], "It is what it is.");
        assert_eq!(said(&[broad]).iter().filter(|one| one.contains(" broad-term: ")).count(), 3);
    }

    #[test]
    fn kanji_without_a_reading_are_named_once_a_concept() {
        let mut ringi = concept("ringi", &["ringi"], "An approval round.");
        ringi.terms.extend(["稟議", "稟議書", "りんぎ", "リンギ"].map(|text| Term::new(text, Language::Japanese)));
        assert_eq!(said(&[ringi]), ["ringi no-reading: no reading for `稟議`, `稟議書`"]);
    }

    #[test]
    fn terms_that_are_shared_repeated_or_needless_are_named() {
        let concepts = [
            concept("lead", &["sales lead", "Sales Lead", "sales leads"], "A contact."),
            concept("head", &["sales lead"], "A person."),
        ];
        assert_eq!(
            said(&concepts),
            [
                "lead repeated-term: `Sales Lead` is there twice",
                "lead needless-term: `sales leads` is found through the terms before it already",
                "lead shared-term: `sales lead` is also a term of `head`",
                "head shared-term: `sales lead` is also a term of `lead`",
            ]
        );
    }

    #[test]
    fn a_term_that_another_always_covers_is_named() {
        let mut covers = concept("covers", &["blue green"], "Two at once.");
        covers.terms[0].except = vec!["blue green week".to_owned()];
        let mut covered = concept("covered", &["blue"], "A colour of the sky.");
        covered.terms[0].except = vec!["blue".to_owned()];
        let signs = concept("signs", &["+++"], "Three of them.");
        let all = said(&[covers, covered, signs]);
        assert!(all.iter().any(|one| one.starts_with("covered hidden-term: `blue` is never found")), "{all:?}");
        assert!(all.iter().any(|one| one.starts_with("signs hidden-term: `+++` is never found")), "{all:?}");
    }

    #[test]
    fn definitions_that_go_round_in_circles_are_named_once() {
        let concepts = [
            concept("sprint", &["sprint"], "The time between two retrospectives."),
            concept("retro", &["retrospective"], "The talk that ends a sprint."),
            concept("backlog", &["backlog"], "The list of the backlog."),
        ];
        let all = said(&concepts);
        assert_eq!(
            all,
            [
                "sprint circular-definition: its definition needs `retro`, and that one's needs `sprint`",
                "backlog circular-definition: the definition says the word it defines",
            ]
        );
    }
}
