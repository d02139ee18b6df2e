//! Writes concepts as TBX version 3, dialect TBX-Basic, style DCA, and tells what that form has no place for.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::data::{of_kind, of_status};
use super::tree::single_spaced;
use crate::glossary::concept::{Concept, Term, Visibility};
use crate::glossary::exchange::{At, Note, Written};
use crate::ids::ConceptId;
use crate::text::Language;

/// Writes a glossary.
pub fn write(concepts: &[Concept]) -> Written {
    let mut written = Written::default();
    let text = &mut written.text;
    text.push_str(HEAD);
    for concept in concepts {
        entry(text, concept);
        lost(concept, &mut written.notes);
    }
    text.push_str("    </body>\n  </text>\n</tbx>\n");
    written
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <titleStmt>
        <title>Glossary</title>
      </titleStmt>
      <sourceDesc>
        <p>Exported by Liaison.</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"#;

/// An id of XML does not begin with a digit.
fn xml_id(id: &ConceptId) -> String {
    let id = id.as_str();
    if id.starts_with(|first: char| first.is_ascii_digit()) { format!("_{id}") } else { id.to_owned() }
}

fn entry(out: &mut String, concept: &Concept) {
    line(out, 3, &format!("<conceptEntry id=\"{}\">", escape(xml_id(&concept.id))));
    element(out, 4, "descrip", "subjectField", &concept.subject_field);
    for other in &concept.see {
        let target = escape(xml_id(other)).into_owned();
        let text = clean(other.as_str());
        line(out, 4, &format!("<ref type=\"crossReference\" target=\"{target}\">{text}</ref>"));
    }
    if let Some(source) = &concept.source {
        element(out, 4, "admin", "source", source);
    }
    for language in Language::ALL {
        let terms: Vec<&Term> = concept.terms.iter().filter(|term| term.language == language).collect();
        if terms.is_empty() {
            continue; // a language without a term is not allowed
        }
        line(out, 4, &format!("<langSec xml:lang=\"{}\">", language.code()));
        if let Some(definition) = concept.definition.exactly(language).filter(|text| says_something(text)) {
            line(out, 5, "<descripGrp>");
            element(out, 6, "descrip", "definition", definition);
            line(out, 5, "</descripGrp>");
        }
        for (place, term) in terms.into_iter().enumerate() {
            line(out, 5, "<termSec>");
            line(out, 6, &format!("<term>{}</term>", clean(&term.text)));
            if let Some(kind) = term.kind {
                element(out, 6, "termNote", "termType", of_kind(kind));
            }
            element(out, 6, "termNote", "administrativeStatus", of_status(term.status));
            let example = concept.example.exactly(language).filter(|text| place == 0 && says_something(text));
            if let Some(example) = example {
                element(out, 6, "descrip", "context", example);
            }
            line(out, 5, "</termSec>");
        }
        line(out, 4, "</langSec>");
    }
    line(out, 3, "</conceptEntry>");
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:1$}{text}", "", depth * 2); // writing to a String cannot fail
}

fn element(out: &mut String, depth: usize, name: &str, category: &str, text: &str) {
    line(out, depth, &format!("<{name} type=\"{category}\">{}</{name}>", clean(text)));
}

/// Escaped text without what XML 1.0 cannot say.
fn clean(text: &str) -> String {
    let said: String = text.chars().filter(|&letter| can_say(letter)).collect();
    escape(said).into_owned()
}

/// Whether anything is left of a text in XML: an element with nothing in it would say less than none.
fn says_something(text: &str) -> bool {
    text.chars().any(|letter| can_say(letter) && !letter.is_whitespace())
}

/// The characters of XML 1.0, production 2.
fn can_say(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Tells what of a concept is not in the file.
fn lost(concept: &Concept, notes: &mut Vec<Note>) {
    let no_place = "TBX-Basic has no place for it";
    let mut note = |what: String, why: &str| {
        notes.push(Note { what, why: why.to_owned(), at: At::Concept(concept.id.as_str().to_owned()) });
    };
    for language in Language::ALL {
        if concept.terms.iter().any(|term| term.language == language) {
            continue;
        }
        for (name, text) in [("definition", &concept.definition), ("example", &concept.example)] {
            if text.exactly(language).is_some() {
                note(format!("{name}.{}", language.code()), "TBX has a language only where there is a term in it");
            }
        }
    }
    if !concept.plain.is_empty() {
        note("plain".to_owned(), no_place);
    }
    if concept.visibility == Visibility::Public {
        note("visibility".to_owned(), no_place);
    }
    if concept.owner.is_some() {
        note("owner".to_owned(), no_place);
    }
    if !(concept.tests.matches.is_empty() && concept.tests.skips.is_empty()) {
        note("tests".to_owned(), no_place);
    }
    if concept.terms.iter().any(|term| term.case_exact) {
        note("case".to_owned(), no_place);
    }
    if concept.terms.iter().any(|term| term.reading.is_some()) {
        note("reading".to_owned(), no_place);
    }
    if concept.terms.iter().any(|term| !term.except.is_empty()) {
        note("except".to_owned(), no_place);
    }
    if every_text(concept).any(|text| !text.chars().all(can_say)) {
        note("control characters".to_owned(), "XML cannot say them");
    }
    if every_text(concept).any(|text| text != single_spaced(text)) {
        note("line breaks".to_owned(), "readers of XML take any run of spaces for one space");
    }
}

/// The texts of a concept that TBX has a place for.
fn every_text(concept: &Concept) -> impl Iterator<Item = &str> {
    let wordings = [&concept.definition, &concept.example].into_iter();
    wordings
        .flat_map(|text| Language::ALL.into_iter().filter_map(|language| text.exactly(language)))
        .chain(concept.source.as_deref())
        .chain([concept.subject_field.as_str()])
        .chain(concept.terms.iter().map(|term| term.text.as_str()))
}
