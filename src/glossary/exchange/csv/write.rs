//! Writes concepts as a table, one row a term. What is about the concept stands in its first row, what is about a
//! language in the first row of that language. Columns nobody fills are left out. Carries everything.

use super::cell::{SENTENCES, SYNONYMS, WORDS, join};
use crate::glossary::concept::{Bilingual, Concept, Role, Term, Visibility};
use crate::glossary::exchange::yaml::{of_kind, status};
use crate::text::Language;

/// Writes a table, lines ending in CR LF as RFC 4180 has it.
pub fn write(concepts: &[Concept]) -> String {
    let rows: Vec<Row<'_>> = concepts.iter().flat_map(rows).collect();
    let mut columns: Vec<(&str, Vec<String>)> =
        COLUMNS.iter().map(|(name, cell)| (*name, rows.iter().map(cell).collect())).collect();
    let mut place = 0;
    columns.retain(|(_, cells)| {
        place += 1;
        place <= ALWAYS || cells.iter().any(|cell| !cell.is_empty())
    });
    let mut out = String::new();
    line(&mut out, columns.iter().map(|(name, _)| *name));
    for row in 0..rows.len() {
        line(&mut out, columns.iter().map(|(_, cells)| cells[row].as_str()));
    }
    out
}

/// A row before it is written.
struct Row<'c> {
    concept: &'c Concept,
    language: Language,
    /// None where a concept has a wording in a language and no term.
    term: Option<&'c Term>,
    first_of_concept: bool,
    first_of_language: bool,
}

fn rows(concept: &Concept) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for language in Language::ALL {
        let mut terms: Vec<Option<&Term>> =
            concept.terms.iter().filter(|term| term.language == language).map(Some).collect();
        let texts = concept.plain.values().chain([&concept.definition, &concept.example]);
        if terms.is_empty() && texts.into_iter().any(|text| text.exactly(language).is_some()) {
            terms.push(None);
        }
        for (place, term) in terms.into_iter().enumerate() {
            let first_of_concept = rows.is_empty();
            rows.push(Row { concept, language, term, first_of_concept, first_of_language: place == 0 });
        }
    }
    rows
}

impl Row<'_> {
    fn of_concept(&self, cell: impl FnOnce(&Concept) -> String) -> String {
        if self.first_of_concept { cell(self.concept) } else { String::new() }
    }

    fn of_language(&self, text: &Bilingual) -> String {
        text.exactly(self.language).filter(|_| self.first_of_language).unwrap_or_default().to_owned()
    }

    fn of_term(&self, cell: impl FnOnce(&Term) -> String) -> String {
        self.term.map(cell).unwrap_or_default()
    }

    fn plain(&self, role: Role) -> String {
        self.concept.plain.get(&role).map(|text| self.of_language(text)).unwrap_or_default()
    }
}

/// The first columns are always there.
const ALWAYS: usize = 5;

type Column = (&'static str, fn(&Row<'_>) -> String);

const COLUMNS: [Column; 21] = [
    ("id", |row| row.concept.id.as_str().to_owned()),
    ("subject_field", |row| row.of_concept(|concept| concept.subject_field.clone())),
    ("language", |row| row.language.code().to_owned()),
    ("term", |row| row.of_term(|term| join(std::slice::from_ref(&term.text), WORDS))),
    ("definition", |row| row.of_language(&row.concept.definition)),
    ("status", |row| row.of_term(|term| status(term.status).to_owned())),
    ("type", |row| row.of_term(|term| term.kind.map(of_kind).unwrap_or_default().to_owned())),
    ("case", |row| row.of_term(|term| if term.case_exact { "exact".to_owned() } else { String::new() })),
    ("reading", |row| row.of_term(|term| term.reading.clone().unwrap_or_default())),
    ("except", |row| row.of_term(|term| join(&term.except, WORDS))),
    ("plain_sales", |row| row.plain(Role::Sales)),
    ("plain_engineering", |row| row.plain(Role::Engineering)),
    ("plain_liaison", |row| row.plain(Role::Liaison)),
    ("plain_other", |row| row.plain(Role::Other)),
    ("example", |row| row.of_language(&row.concept.example)),
    ("see", |row| {
        row.of_concept(|concept| {
            let others: Vec<String> = concept.see.iter().map(|other| other.as_str().to_owned()).collect();
            join(&others, SYNONYMS)
        })
    }),
    ("visibility", |row| {
        row.of_concept(|concept| match concept.visibility {
            Visibility::Public => "public".to_owned(),
            Visibility::Internal => String::new(),
        })
    }),
    ("owner", |row| row.of_concept(|concept| concept.owner.clone().unwrap_or_default())),
    ("source", |row| row.of_concept(|concept| concept.source.clone().unwrap_or_default())),
    ("match", |row| row.of_concept(|concept| join(&concept.tests.matches, SENTENCES))),
    ("skip", |row| row.of_concept(|concept| join(&concept.tests.skips, SENTENCES))),
];

/// One record.
fn line<'c>(out: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(',');
        }
        let quoted = cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        if quoted {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}
