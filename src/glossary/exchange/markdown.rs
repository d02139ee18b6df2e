//! Writes concepts as a page of Markdown for people to read: one heading a subject field, one below it a concept.
//! Nothing reads it back; what serves only to find a term is left out, and told.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::{At, Note, Written};
use crate::glossary::concept::{Bilingual, Concept, Term, TermStatus};
use crate::text::Language;

/// Writes a page.
pub fn write(concepts: &[Concept]) -> Written {
    let mut written = Written { text: "# Glossary\n".to_owned(), notes: Vec::new() };
    let names: HashMap<&str, &Concept> = concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    let mut fields: BTreeMap<&str, Vec<&Concept>> = BTreeMap::new();
    for concept in concepts {
        fields.entry(&concept.subject_field).or_default().push(concept);
    }
    for (field, mut concepts) in fields {
        let _ = writeln!(written.text, "\n## {}", plain(field)); // writing to a String cannot fail
        concepts.sort_by_cached_key(|concept| concept.name(Language::English).to_lowercase());
        for concept in concepts {
            one(&mut written.text, concept, &names);
        }
    }
    for concept in concepts {
        lost(concept, &mut written.notes);
    }
    written
}

fn one(out: &mut String, concept: &Concept, names: &HashMap<&str, &Concept>) {
    let _ = writeln!(out, "\n<a id=\"{}\"></a>\n\n### {}\n", plain(concept.id.as_str()), title(concept));
    for language in Language::ALL {
        if let Some(text) = concept.definition.exactly(language) {
            let _ = writeln!(out, "{}\n", plain(text));
        }
    }
    let mut points = Vec::new();
    let others: Vec<String> = concept.terms.iter().filter(|term| !is_named(concept, term)).map(of_term).collect();
    if !others.is_empty() {
        points.push(format!("Also: {}", others.join(", ")));
    }
    for (role, text) in &concept.plain {
        points.extend(said(text).map(|text| format!("For {}: {}", role.id(), plain(text))));
    }
    points.extend(said(&concept.example).map(|text| format!("Example: {}", plain(text))));
    let see = concept.see.iter().map(|other| match names.get(other.as_str()) {
        Some(concept) => format!("[{}](#{})", plain(concept.name(Language::English)), other.as_str()),
        None => plain(other.as_str()),
    });
    let see = see.collect::<Vec<_>>().join(", ");
    if !see.is_empty() {
        points.push(format!("See: {see}"));
    }
    for (name, text) in [("Owner", &concept.owner), ("Source", &concept.source)] {
        points.extend(text.iter().map(|text| format!("{name}: {}", plain(text))));
    }
    for point in points {
        let _ = writeln!(out, "- {point}");
    }
}

fn said(text: &Bilingual) -> impl Iterator<Item = &str> {
    Language::ALL.into_iter().filter_map(|language| text.exactly(language))
}

fn first(concept: &Concept, language: Language) -> Option<&Term> {
    concept.terms.iter().find(|term| term.language == language)
}

fn is_named(concept: &Concept, term: &Term) -> bool {
    first(concept, term.language).is_some_and(|first| std::ptr::eq(first, term))
}

fn title(concept: &Concept) -> String {
    let mut names: Vec<String> =
        Language::ALL.into_iter().filter_map(|language| first(concept, language)).map(of_term).collect();
    names.dedup();
    names.join(" · ")
}

fn of_term(term: &Term) -> String {
    let reading = term.reading.as_ref().map(|reading| format!("（{}）", plain(reading))).unwrap_or_default();
    let status = if term.status == TermStatus::Deprecated { " (better not used)" } else { "" };
    format!("{}{reading}{status}", plain(&term.text))
}

/// A text on one line in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '>' | '"' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    // What a line begins with could make it a list or a rule.
    match out.as_bytes() {
        [b'+' | b'-' | b'=', ..] => format!("\\{out}"),
        [b'0'..=b'9', ..] => match out.find(|letter: char| !letter.is_ascii_digit()) {
            Some(end) if out[end..].starts_with(['.', ')']) => format!("{}\\{}", &out[..end], &out[end..]),
            _ => out,
        },
        _ => out,
    }
}

fn lost(concept: &Concept, notes: &mut Vec<Note>) {
    let mut note = |what: &str| {
        let why = "it serves to find the word, not to read about it".to_owned();
        notes.push(Note { what: what.to_owned(), why, at: At::Concept(concept.id.as_str().to_owned()) });
    };
    if !(concept.tests.matches.is_empty() && concept.tests.skips.is_empty()) {
        note("tests");
    }
    if concept.terms.iter().any(|term| term.case_exact) {
        note("case");
    }
    if concept.terms.iter().any(|term| !term.except.is_empty()) {
        note("except");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::concept::TermType;
    use crate::ids::ConceptId;

    fn concept(id: &str, terms: &[(&str, Language)]) -> Concept {
        let said = terms.iter().map(|(text, language)| (None, Term::new(*text, *language)));
        Concept { subject_field: "engineering".to_owned(), terms: Term::in_order(said.collect()), ..Concept::new(id) }
    }

    #[test]
    fn a_page_names_each_concept_once_in_both_languages() {
        let mut canary = concept("canary", &[("canary release", Language::English), ("canary", Language::English)]);
        canary
            .terms
            .push(Term { status: TermStatus::Preferred, ..Term::new("カナリアリリース", Language::Japanese) });
        canary.terms[1].kind = Some(TermType::Variant);
        canary.definition.en = Some("A *small* share\nfirst <b>.".to_owned());
        canary.see = vec![ConceptId::new("rollback")];
        canary.tests.matches = vec!["we canary it".to_owned()];
        let written = write(&[canary, concept("rollback", &[("rollback", Language::English)])]);
        insta::assert_snapshot!(written.text, @r#"
        # Glossary

        ## engineering

        <a id="canary"></a>

        ### canary release · カナリアリリース

        A \*small\* share first &lt;b\>.

        - Also: canary
        - See: [rollback](#rollback)

        <a id="rollback"></a>

        ### rollback
        "#);
        assert_eq!(written.notes.len(), 1);
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(plain("1. a_b"), "1\\. a\\_b");
        assert_eq!(plain("- x"), "\\- x");
        assert_eq!(plain("<script>"), "&lt;script\\>");
    }
}
