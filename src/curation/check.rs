//! What is wrong with a form, and what is worth knowing about one that can be taken: a word another entry has, one that
//! would be found in too much of what people say. Returns facts; how they are told is for `wording`.

use crate::curation::Proposal;
use crate::curation::sketch::{FIELD, Part, Sketch, with_reading};
use crate::glossary::Glossary;
use crate::glossary::concept::{Concept, Term};
use crate::glossary::lint;
use crate::ids::{ConceptId, ProposalId};
use crate::text::{Language, Passage, normalise};

/// The most terms of a language.
const MOST_TERMS: usize = 20;
/// The longest term, in characters.
pub const LONGEST_TERM: usize = 80;
/// The longest wording, in characters.
pub const LONGEST_TEXT: usize = 1000;
/// A word that is found in more than one of so many definitions and examples is found everywhere.
const OFTEN: usize = 15;
/// Fewer texts than this tell nothing.
const ENOUGH: usize = 100;
/// So many other words that were asked for are too many for one term.
const WIDE: usize = 3;

/// Why a form cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no term in either language.
    NoTerm,
    /// No language has both a term and a definition.
    NoDefinition,
    /// A term would be found in too many messages.
    Broad(String),
    /// A term would be found in none.
    NeverFound(String),
    /// A term is too long.
    LongTerm(String),
    /// There are too many terms; the most there may be.
    ManyTerms(usize),
    /// A wording is too long; the most characters it may have.
    LongText(usize),
    /// It is not said whose word it is.
    NoField,
    /// Nothing is changed.
    Unchanged,
    /// The entry is not as the form showed it any more.
    Outdated,
}

/// What is wrong with the fields of a form, each with the field's name; nothing for a form that can be taken. `before`
/// is the entry it changes, with what the form showed of it; `fields` are whose words there are.
pub fn faults(
    sketch: &Sketch,
    before: Option<(&Concept, &Sketch)>,
    glossary: &Glossary,
    fields: &[&str],
) -> Vec<(&'static str, Fault)> {
    let mut faults = Vec::new();
    if sketch.terms.is_empty() {
        faults.push((Part::Terms.field(Language::English), Fault::NoTerm));
    } else if Language::ALL.into_iter().all(|language| !is_whole(sketch, language)) {
        let first = sketch.terms.first().map_or(Language::English, |(language, _)| *language);
        faults.push((Part::Definition.field(first), Fault::NoDefinition));
    }
    for language in Language::ALL {
        let field = Part::Terms.field(language);
        let had = |text: &str| before.is_some_and(|(_, shown)| shown.terms_in(language).any(|term| term == text));
        let count = sketch.terms_in(language).count();
        let most = before.map_or(0, |(_, shown)| shown.terms_in(language).count()).max(MOST_TERMS);
        let own = before.map(|(concept, _)| &concept.id);
        let wrong =
            sketch.terms_in(language).filter(|text| !had(text)).find_map(|text| term(text, language, glossary, own));
        if count > most {
            faults.push((field, Fault::ManyTerms(most)));
        } else if let Some(fault) = wrong {
            faults.push((field, fault));
        }
        for part in [Part::Definition, Part::Plain, Part::Example] {
            let length = |sketch: &Sketch| sketch.shown(part, language).map_or(0, |text| text.chars().count());
            let most = before.map_or(0, |(_, shown)| length(shown)).max(LONGEST_TEXT);
            if length(sketch) > most {
                faults.push((part.field(language), Fault::LongText(most)));
            }
        }
    }
    if !sketch.subject_field.as_deref().is_some_and(|field| fields.contains(&field)) {
        faults.push((FIELD, Fault::NoField));
    }
    if faults.is_empty() && before.is_some_and(|(_, shown)| shown == sketch) {
        let first = sketch.terms.first().map_or(Language::English, |(language, _)| *language);
        faults.push((Part::Definition.field(first), Fault::Unchanged));
    }
    faults
}

fn is_whole(sketch: &Sketch, language: Language) -> bool {
    sketch.terms_in(language).next().is_some() && sketch.definition.exactly(language).is_some()
}

fn term(text: &str, language: Language, glossary: &Glossary, own: Option<&ConceptId>) -> Option<Fault> {
    let (text, _) = with_reading(text, language);
    if text.chars().count() > LONGEST_TERM {
        return Some(Fault::LongTerm(text.chars().take(LONGEST_TERM).collect()));
    }
    let term = Term::new(text, language);
    let alone = alone(&term);
    if lint::is_broad(&term) || is_common(&alone, language, glossary, own) {
        Some(Fault::Broad(text.to_owned()))
    } else if alone.find(&Passage::read(text)).is_empty() {
        Some(Fault::NeverFound(text.to_owned()))
    } else {
        None
    }
}

/// A glossary of one term.
fn alone(term: &Term) -> Glossary {
    Glossary::build(vec![Concept { terms: vec![term.clone()], ..Concept::new("alone") }])
}

/// Whether a term stands in so many of the glossary's own texts that it would stand in as many messages.
fn is_common(alone: &Glossary, language: Language, glossary: &Glossary, own: Option<&ConceptId>) -> bool {
    let others = glossary.concepts().iter().filter(|concept| Some(&concept.id) != own);
    let texts = others.flat_map(|concept| [concept.definition.exactly(language), concept.example.exactly(language)]);
    let (mut all, mut with) = (0, 0);
    for text in texts.flatten() {
        all += 1;
        with += usize::from(!alone.find(&Passage::read(text)).is_empty());
    }
    all >= ENOUGH && with * OFTEN > all
}

/// What is worth knowing about a form that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark<'a> {
    /// An entry of the same field has the term.
    Same(String, &'a Concept),
    /// An entry of another field has it; both will be shown.
    Shared(String, &'a Concept),
    /// Somebody proposed it already.
    Waiting(String, ProposalId),
    /// It would be found in these words, which people asked for lately.
    Wide(String, Vec<String>),
    /// So often somebody asked for it.
    Asked(String, u32),
    /// A language still lacks something.
    Lacks(Language),
    /// A definition is long for a phone.
    Long(Language),
}

/// A word the glossary does not have and that was asked for lately, with how often.
pub type AskedFor<'a> = (&'a str, u32);

/// What is worth knowing about the terms of a concept: `waiting` are the proposals that are not decided.
pub fn on_terms<'a>(
    concept: &Concept,
    glossary: &'a Glossary,
    waiting: &[&Proposal],
    asked: &[AskedFor<'_>],
) -> Vec<Remark<'a>> {
    let mut remarks = Vec::new();
    let mut named: Vec<&ConceptId> = Vec::new();
    for term in &concept.terms {
        let text = || term.text.clone();
        for other in called(glossary, &term.text) {
            if other.id == concept.id || named.contains(&&other.id) {
                continue;
            }
            named.push(&other.id);
            let same = other.subject_field == concept.subject_field || concept.subject_field.is_empty();
            remarks.push(if same { Remark::Same(text(), other) } else { Remark::Shared(text(), other) });
        }
        let proposes = |proposal: &&&Proposal| {
            let same = |other: &Term| normalise(&other.text) == normalise(&term.text);
            proposal.before.is_none() && proposal.concept.terms.iter().any(same)
        };
        remarks.extend(waiting.iter().find(proposes).map(|proposal| Remark::Waiting(text(), proposal.id)));
        let alone = alone(term);
        let is_it = |word: &str| normalise(word).trim() == normalise(&term.text).trim();
        let wide: Vec<&str> = asked
            .iter()
            .map(|(word, _)| *word)
            .filter(|word| !is_it(word) && !alone.find(&Passage::read(word)).is_empty())
            .collect();
        if wide.len() >= WIDE {
            remarks.push(Remark::Wide(text(), wide.into_iter().take(WIDE).map(str::to_owned).collect()));
        }
        remarks.extend(asked.iter().find(|(word, _)| is_it(word)).map(|(_, times)| Remark::Asked(text(), *times)));
    }
    remarks
}

/// The concepts that are called that, inflected or not.
fn called<'g>(glossary: &'g Glossary, text: &str) -> Vec<&'g Concept> {
    let whole = glossary.find(&Passage::read(text)).into_iter().filter(|one| one.range == (0..text.len()));
    whole.map(|one| one.concept).collect()
}

/// What is worth knowing about the wordings of a concept.
pub fn on_texts(concept: &Concept) -> Vec<Remark<'static>> {
    let lacks = Language::ALL.into_iter().filter(|language| !concept.lacks(*language).is_empty()).map(Remark::Lacks);
    let is_long = |language: &Language| {
        concept.definition.exactly(*language).is_some_and(|text| text.chars().count() > lint::longest(*language))
    };
    lacks.chain(Language::ALL.into_iter().filter(is_long).map(Remark::Long)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::Proposal;
    use crate::time::Timestamp;

    const FIELDS: [&str; 2] = ["sales", "engineering"];

    fn sketch(english: &[&str], japanese: &[&str], definition: (Option<&str>, Option<&str>)) -> Sketch {
        let of =
            |language, terms: &[&str]| terms.iter().map(move |term| (language, (*term).to_owned())).collect::<Vec<_>>();
        let mut sketch = Sketch { subject_field: Some("sales".to_owned()), ..Sketch::default() };
        sketch.terms = of(Language::English, english);
        sketch.terms.extend(of(Language::Japanese, japanese));
        (sketch.definition.en, sketch.definition.ja) =
            (definition.0.map(str::to_owned), definition.1.map(str::to_owned));
        sketch
    }

    fn concept(id: &str, field: &str, term: &str, says: &str) -> Concept {
        let mut concept = Concept {
            terms: vec![Term::new(term, Language::English)],
            subject_field: field.to_owned(),
            ..Concept::new(id)
        };
        concept.definition.en = Some(says.to_owned());
        concept
    }

    fn wrong(sketch: &Sketch) -> Vec<(&'static str, Fault)> {
        faults(sketch, None, &Glossary::default(), &FIELDS)
    }

    #[test]
    fn a_term_and_its_definition_in_one_language_are_enough() {
        assert_eq!(wrong(&sketch(&["NPS"], &[], (Some("How many recommend us."), None))), []);
        assert_eq!(wrong(&sketch(&[], &["推奨度"], (None, Some("勧めたい人の割合。")))), []);
        let crossed = sketch(&["NPS"], &[], (None, Some("勧めたい人の割合。")));
        assert_eq!(wrong(&crossed), [("definition-en", Fault::NoDefinition)]);
        assert_eq!(wrong(&sketch(&[], &["推奨度"], (None, None))), [("definition-ja", Fault::NoDefinition)]);
        assert_eq!(wrong(&sketch(&[], &[], (Some("What?"), None))), [("terms-en", Fault::NoTerm)]);
    }

    #[test]
    fn words_of_everyday_talk_single_letters_and_signs_are_no_terms() {
        for (term, expected) in [
            ("x", Fault::Broad("x".to_owned())),
            ("the", Fault::Broad("the".to_owned())),
            ("deal", Fault::Broad("deal".to_owned())),
            ("+++", Fault::NeverFound("+++".to_owned())),
        ] {
            assert_eq!(wrong(&sketch(&[term], &[], (Some("It is."), None))), [("terms-en", expected)], "{term}");
        }
        let japanese = sketch(&[], &["確認"], (None, Some("確かめること。")));
        assert_eq!(wrong(&japanese), [("terms-ja", Fault::Broad("確認".to_owned()))]);
    }

    #[test]
    fn a_word_that_stands_in_many_of_the_glossarys_texts_is_too_broad() {
        let texts = |count: usize, with: usize| {
            let says = move |n: usize| if n < with { "Some gizmos in it." } else { "Nothing of it." };
            Glossary::build(
                (0..count).map(|n| concept(&format!("c{n}"), "sales", &format!("term {n}"), says(n))).collect(),
            )
        };
        let gizmo = sketch(&["gizmo"], &[], (Some("A thing."), None));
        assert_eq!(faults(&gizmo, None, &texts(120, 9), &FIELDS), [("terms-en", Fault::Broad("gizmo".to_owned()))]);
        assert_eq!(faults(&gizmo, None, &texts(120, 8), &FIELDS), []);
        assert_eq!(faults(&gizmo, None, &texts(20, 20), &FIELDS), [], "so few texts tell nothing");
    }

    #[test]
    fn what_is_too_long_too_much_or_nobodys_is_named() {
        let long = "あ".repeat(LONGEST_TEXT + 1);
        let mut all = sketch(&["NPS"], &[], (Some("It is."), Some(&long)));
        all.subject_field = Some("cooking".to_owned());
        assert_eq!(wrong(&all), [("definition-ja", Fault::LongText(LONGEST_TEXT)), (FIELD, Fault::NoField)]);
        let terms: Vec<String> = (0..21).map(|n| format!("term number {n}")).collect();
        let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        assert_eq!(wrong(&sketch(&terms, &[], (Some("It is."), None))), [("terms-en", Fault::ManyTerms(20))]);
    }

    #[test]
    fn an_edit_must_change_something_and_may_keep_a_term_that_would_be_refused_today() {
        let before = concept("deal", "sales", "deal", "A sale in the making.");
        let shown = sketch(&["deal"], &[], (Some("A sale in the making."), None));
        let found = |sketch: &Sketch| faults(sketch, Some((&before, &shown)), &Glossary::default(), &FIELDS);
        assert_eq!(found(&shown), [("definition-en", Fault::Unchanged)]);
        assert_eq!(found(&sketch(&["deal"], &[], (Some("A sale."), None))), []);
    }

    #[test]
    fn entries_and_proposals_with_the_same_word_are_named() {
        let glossary = Glossary::build(vec![
            concept("lead", "sales", "sales lead", "Somebody who may buy."),
            concept("wire", "engineering", "lead wire", "A wire."),
        ]);
        let new = |terms: &[&str]| {
            let mut new = concept("", "sales", "", "It is.");
            new.terms = terms.iter().map(|term| Term::new(*term, Language::English)).collect();
            new
        };
        let [lead, wire] = glossary.concepts() else { panic!("two") };
        let proposed = Proposal {
            id: ProposalId(3),
            by: "UEMMA".into(),
            at: Timestamp(1),
            language: Language::English,
            before: None,
            concept: new(&["ＭＱＬ"]),
            cards: Vec::new(),
            direct: false,
            decided: None,
        };
        let remarks = on_terms(&new(&["Sales Leads", "lead wires", "MQL"]), &glossary, &[&proposed], &[]);
        let expected = [
            Remark::Same("Sales Leads".to_owned(), lead),
            Remark::Shared("lead wires".to_owned(), wire),
            Remark::Waiting("MQL".to_owned(), ProposalId(3)),
        ];
        assert_eq!(remarks, expected);
        assert_eq!(on_terms(&Concept { id: "lead".into(), ..new(&["sales lead"]) }, &glossary, &[], &[]), []);
    }

    #[test]
    fn a_word_that_would_answer_many_questions_of_last_week_is_told_and_one_that_was_asked_for() {
        let (empty, release) = (Glossary::default(), concept("", "engineering", "release", "A version."));
        let asked = [("release train", 4), ("dark release", 2), ("release notes", 1), ("canary", 9)];
        let remarks = on_terms(&release, &empty, &[], &asked);
        let words = ["release train", "dark release", "release notes"].map(str::to_owned).to_vec();
        assert_eq!(remarks, [Remark::Wide("release".to_owned(), words)]);
        let canary = concept("", "engineering", "Canary", "A bird.");
        let remarks = on_terms(&canary, &empty, &[], &asked);
        assert_eq!(remarks, [Remark::Asked("Canary".to_owned(), 9)]);
    }

    #[test]
    fn what_a_language_lacks_and_what_is_long_is_told() {
        let mut half = concept("", "sales", "NPS", &"word ".repeat(50));
        assert_eq!(on_texts(&half), [Remark::Lacks(Language::Japanese), Remark::Long(Language::English)]);
        half.terms.push(Term::new("推奨度", Language::Japanese));
        (half.definition.en, half.definition.ja) = (Some("Short.".to_owned()), Some("短い。".to_owned()));
        assert_eq!(on_texts(&half), []);
    }
}
