//! Makes whole concepts of rough ones: ids, one order of terms, references by id, and only examples that hold, so that
//! what comes out loads. Returns them with their lines, and tells what it changed or left out.

use std::collections::{HashMap, HashSet};

use super::naming;
use super::rough::{Rough, Rows};
use super::{At, Note};
use crate::glossary::Glossary;
use crate::glossary::concept::{Concept, Term};
use crate::ids::ConceptId;
use crate::text::{Language, Passage};

/// What the importing person says about the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The subject field of concepts that name none.
    pub subject_field: Option<String>,
    /// Subject fields by what the file calls them.
    pub fields: HashMap<String, String>,
    /// Concepts of other files: `see` may name them, and no other concept can have their ids.
    pub others: Vec<Concept>,
}

/// Concepts ready to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assembled {
    /// The concepts, in the order of the file.
    pub concepts: Vec<Concept>,
    /// The line each was read from.
    pub lines: Vec<u64>,
    /// What could not be carried over.
    pub lost: Vec<Note>,
    /// What is not as it was, or was made up: ids, subject fields.
    pub changed: Vec<Note>,
}

/// The subject field of concepts when nothing is said about it.
pub const NO_FIELD: &str = "general";

/// Makes concepts of what was read.
pub fn assemble(rows: Rows, wishes: &Wishes) -> Assembled {
    let mut all = Assembled { lost: rows.notes, ..Assembled::default() };
    let mut roughs = Vec::with_capacity(rows.concepts.len());
    for rough in rows.concepts {
        if rough.terms.is_empty() {
            let what = rough.key.as_deref().map_or("an entry".to_owned(), |key| format!("the entry `{key}`"));
            all.lost.push(note(&rough, what, "it has no term in English or Japanese"));
        } else {
            roughs.push(rough);
        }
    }
    let ids = names(&roughs, &wishes.others, &mut all.changed);
    let by_key: HashMap<&str, &str> = roughs
        .iter()
        .zip(&ids)
        .rev() // where two are called the same, the first is meant
        .filter_map(|(rough, id)| Some((rough.key.as_deref()?, id.as_str())))
        .collect();
    let known: HashSet<&str> =
        ids.iter().map(String::as_str).chain(wishes.others.iter().map(|other| other.id.as_str())).collect();
    let see: Vec<Vec<ConceptId>> =
        roughs.iter().zip(&ids).map(|(rough, id)| references(rough, id, &by_key, &known, &mut all.lost)).collect();
    for ((rough, id), see) in roughs.into_iter().zip(&ids).zip(see) {
        let line = rough.line;
        all.concepts.push(concept(rough, id, see, wishes, &mut all.changed));
        all.lines.push(line);
    }
    examples(&mut all, &wishes.others);
    all
}

fn note(rough: &Rough, what: impl Into<String>, why: impl Into<String>) -> Note {
    Note { what: what.into(), why: why.into(), at: At::Line(rough.line) }
}

fn names(roughs: &[Rough], others: &[Concept], changed: &mut Vec<Note>) -> Vec<String> {
    let mut taken: HashSet<String> = others.iter().map(|other| other.id.as_str().to_owned()).collect();
    // Names the file itself gives come first, so that no made-up one takes them.
    let mut ids: Vec<Option<String>> = roughs
        .iter()
        .map(|rough| {
            let (name, own) = naming::name(rough);
            (own && taken.insert(name.clone())).then_some(name)
        })
        .collect();
    for (rough, id) in roughs.iter().zip(&mut ids).filter(|(_, id)| id.is_none()) {
        let (name, own) = naming::name(rough);
        let given = naming::unique(&name, &mut taken);
        if let Some(key) = &rough.key {
            let why = if own { "that id stands for another concept already" } else { "an id is in kebab-case" };
            changed.push(note(rough, format!("the id `{key}` is now `{given}`"), why));
        } else if given != name {
            changed.push(note(rough, format!("the id is `{given}`"), format!("`{name}` stands for another concept")));
        } else if given.starts_with("concept-") {
            let why = "no name could be made of its words: give it a readable one before it is used";
            changed.push(note(rough, format!("the id is `{given}`"), why));
        }
        *id = Some(given);
    }
    ids.into_iter().map(Option::unwrap_or_default).collect()
}

fn references(
    rough: &Rough,
    id: &str,
    by_key: &HashMap<&str, &str>,
    known: &HashSet<&str>,
    lost: &mut Vec<Note>,
) -> Vec<ConceptId> {
    let mut see: Vec<ConceptId> = Vec::new();
    for other in &rough.see {
        let made = naming::kebab(other);
        let found = by_key
            .get(other.as_str())
            .copied()
            .or_else(|| known.get(other.as_str()).copied())
            .or_else(|| known.get(made.as_deref()?).copied());
        match found {
            Some(found) if found == id => lost.push(note(rough, format!("see `{other}`"), "it is the concept itself")),
            Some(found) if see.iter().any(|own| own.as_str() == found) => {}
            Some(found) => see.push(ConceptId::new(found)),
            None => lost.push(note(rough, format!("see `{other}`"), "no concept is called that")),
        }
    }
    see
}

fn concept(rough: Rough, id: &str, see: Vec<ConceptId>, wishes: &Wishes, changed: &mut Vec<Note>) -> Concept {
    let field = rough.subject_field.as_ref().map(|field| wishes.fields.get(field).unwrap_or(field).clone());
    let subject_field = field.or_else(|| wishes.subject_field.clone()).unwrap_or_else(|| {
        let why = "the file names none, and neither did --subject-field; its words are explained to everybody";
        changed.push(note(&rough, format!("the subject field is `{NO_FIELD}`"), why));
        NO_FIELD.to_owned()
    });
    let mut terms = Vec::with_capacity(rough.terms.len());
    for language in Language::ALL {
        let of_language = rough.terms.iter().filter(|(_, term)| term.language == language).cloned().collect();
        terms.extend(Term::in_order(of_language));
    }
    Concept {
        id: ConceptId::new(id),
        subject_field,
        terms,
        definition: rough.definition,
        plain: rough.plain,
        example: rough.example,
        see,
        visibility: rough.visibility.unwrap_or_default(),
        owner: rough.owner,
        source: rough.source,
        tests: rough.tests,
    }
}

/// Takes out the examples that do not hold: with them the file would not load. A concept without a definition is not
/// there for the others; its own examples must hold once it is.
fn examples(all: &mut Assembled, others: &[Concept]) {
    if all.concepts.iter().all(|concept| concept.tests.matches.is_empty() && concept.tests.skips.is_empty()) {
        return;
    }
    let everything: Vec<Concept> = others.iter().chain(&all.concepts).cloned().collect();
    let explained = Glossary::build(everything.iter().filter(|concept| concept.is_defined()).cloned().collect());
    let later = Glossary::build(everything);
    for (concept, &line) in all.concepts.iter_mut().zip(&all.lines) {
        let glossary = if concept.is_defined() { &explained } else { &later };
        let found = |text: &str| glossary.find(&Passage::read(text)).iter().any(|one| one.concept.id == concept.id);
        let lists = [
            ("match", &mut concept.tests.matches, true, "none of the concept's terms is found in it"),
            ("skip", &mut concept.tests.skips, false, "one of the concept's terms is found in it"),
        ];
        for (list, texts, expected, why) in lists {
            texts.retain(|text| {
                let holds = found(text) == expected;
                if !holds {
                    let what = format!("the example \"{text}\" under {list}");
                    all.lost.push(Note { what, why: why.to_owned(), at: At::Line(line) });
                }
                holds
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::csv;

    fn made(table: &str, wishes: &Wishes) -> Assembled {
        assemble(csv::read(table).unwrap(), wishes)
    }

    fn ids(all: &Assembled) -> Vec<&str> {
        all.concepts.iter().map(|concept| concept.id.as_str()).collect()
    }

    #[test]
    fn ids_are_made_of_what_the_file_calls_a_concept_else_of_its_english_term() {
        let all =
            made("id,ja,en\nUAT_2,受入試験,user test\n,検収,acceptance\n,検収書,Acceptance\n", &Wishes::default());
        assert_eq!(ids(&all), ["uat-2", "acceptance", "acceptance-2"]);
        let changed: Vec<&str> = all.changed.iter().map(|note| note.what.as_str()).collect();
        assert!(changed.contains(&"the id `UAT_2` is now `uat-2`"), "{changed:?}");
    }

    #[test]
    fn an_id_another_file_has_is_not_taken_and_may_be_referred_to() {
        let wishes = Wishes { others: vec![Concept::new("lead")], ..Wishes::default() };
        let all = made("id,term,see\nlead,a lead,\ndeal,a deal,lead; nowhere\n", &wishes);
        assert_eq!(ids(&all), ["lead-2", "deal"]);
        // The file's own concept is meant where it has the name.
        assert_eq!(all.concepts[1].see, [ConceptId::new("lead-2")]);
        assert_eq!(all.lost[0].what, "see `nowhere`");
    }

    #[test]
    fn subject_fields_are_renamed_and_given_where_the_file_is_silent() {
        let wishes = Wishes {
            subject_field: Some("sales".to_owned()),
            fields: HashMap::from([("technical".to_owned(), "engineering".to_owned())]),
            ..Wishes::default()
        };
        let all = made("term,category\napi,technical\nlead,\nledger,finance\n", &wishes);
        let fields: Vec<&str> = all.concepts.iter().map(|concept| concept.subject_field.as_str()).collect();
        assert_eq!(fields, ["engineering", "sales", "finance"]);
    }

    #[test]
    fn an_entry_without_a_term_is_refused_with_its_line() {
        let all = made("id,term,definition\nghost,,What nobody says.\n", &Wishes::default());
        assert!(all.concepts.is_empty());
        assert_eq!((all.lost[0].what.as_str(), &all.lost[0].at), ("the entry `ghost`", &At::Line(2)));
    }

    #[test]
    fn examples_that_do_not_hold_are_left_out() {
        let all =
            made("term,definition,match,skip\nlead,A contact.,new leads | nothing,the lead\n", &Wishes::default());
        assert_eq!(all.concepts[0].tests.matches, ["new leads"]);
        assert!(all.concepts[0].tests.skips.is_empty());
        assert_eq!(all.lost.len(), 2);
    }
}
