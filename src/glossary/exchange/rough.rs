//! A concept as it is found in a foreign file: without a valid id, terms without a settled order, related concepts by
//! the file's own names. Collected by the readers, made whole by [`assemble`](super::assemble).

use std::collections::BTreeMap;

use super::{At, Note};
use crate::glossary::concept::{Bilingual, ConceptTests, Role, Term, TermStatus, Visibility};
use crate::text::Language;

/// One concept, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rough {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// What the file calls it, if it does.
    pub key: Option<String>,
    /// Whose word it is, if that is said.
    pub subject_field: Option<String>,
    /// Its terms with the status that is said of them.
    pub terms: Vec<(Option<TermStatus>, Term)>,
    /// What it is.
    pub definition: Bilingual,
    /// The same for a reader of a role.
    pub plain: BTreeMap<Role, Bilingual>,
    /// A term in use.
    pub example: Bilingual,
    /// Related concepts, by what the file calls them.
    pub see: Vec<String>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Examples of what is found and what is not.
    pub tests: ConceptTests,
}

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// The concepts, in the order of the file.
    pub concepts: Vec<Rough>,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

impl Rows {
    /// Tells of something that is not carried over.
    pub(super) fn note(&mut self, line: u64, what: impl Into<String>, why: impl Into<String>) {
        self.notes.push(Note { what: what.into(), why: why.into(), at: At::Line(line) });
    }
}

impl Rough {
    /// Adds a term, unless it is blank or there already; the more that is said about it is kept.
    pub(super) fn add_term(&mut self, status: Option<TermStatus>, mut term: Term) {
        let text = term.text.trim().to_owned();
        term.text = text;
        if term.text.is_empty() {
            return;
        }
        match self.terms.iter_mut().find(|(_, own)| own.text == term.text && own.language == term.language) {
            None => self.terms.push((status, term)),
            Some((said, own)) => {
                *said = said.or(status);
                own.kind = own.kind.or(term.kind);
                own.case_exact |= term.case_exact;
                own.reading = own.reading.take().or(term.reading);
                for phrase in term.except {
                    if !own.except.contains(&phrase) {
                        own.except.push(phrase);
                    }
                }
            }
        }
    }
}

/// Puts a text that is not blank where none is yet. Gives it back where another one is.
pub(super) fn put(place: &mut Option<String>, text: &str) -> Option<String> {
    let text = text.trim();
    match place {
        _ if text.is_empty() => None,
        Some(own) if own == text => None,
        Some(_) => Some(text.to_owned()),
        None => {
            *place = Some(text.to_owned());
            None
        }
    }
}

/// The language of a word by its letters: Japanese where there are any.
pub(super) fn language_of(text: &str) -> Language {
    use crate::text::boundary::{Script, script};
    let japanese = |c: char| matches!(script(c), Script::Han | Script::Hiragana | Script::Katakana);
    if text.chars().any(japanese) { Language::Japanese } else { Language::English }
}
