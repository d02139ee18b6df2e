//! Writes concepts as our own glossary file: the form `liaison check` reads. Carries everything.

use std::fmt::Write as _;

use crate::glossary::concept::{Bilingual, Concept, Term, TermStatus, TermType, Visibility};
use crate::text::Language;

/// Writes a glossary file.
pub fn write(concepts: &[Concept]) -> String {
    let mut out = String::new();
    let shared = match concepts {
        [first, rest @ ..] => {
            rest.iter().all(|concept| concept.subject_field == first.subject_field).then_some(&first.subject_field)
        }
        [] => None,
    };
    if let Some(field) = shared {
        line(&mut out, 0, "subject_field", field);
    }
    out.push_str(if concepts.is_empty() { "concepts: []\n" } else { "concepts:\n" });
    for (place, concept) in concepts.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        one(&mut out, concept, shared.is_none());
    }
    out
}

fn one(out: &mut String, concept: &Concept, with_field: bool) {
    let _ = writeln!(out, "  - id: {}", scalar(concept.id.as_str())); // writing to a String cannot fail
    if with_field {
        line(out, 2, "subject_field", &concept.subject_field);
    }
    out.push_str("    terms:\n");
    for language in Language::ALL {
        let terms: Vec<&Term> = concept.terms.iter().filter(|term| term.language == language).collect();
        if terms.is_empty() {
            continue;
        }
        let _ = writeln!(out, "      {}:", language.code());
        let preferred = terms.iter().filter(|term| term.status == TermStatus::Preferred).count();
        for (place, term) in terms.into_iter().enumerate() {
            // What the order says already is left unsaid.
            let said = match term.status {
                TermStatus::Preferred => place == 0 && preferred == 1,
                TermStatus::Admitted => preferred > 0,
                TermStatus::Deprecated => false,
            };
            let _ = writeln!(out, "        - {}", of_term(term, !said));
        }
    }
    both(out, 2, "definition", &concept.definition);
    if !concept.plain.is_empty() {
        out.push_str("    plain:\n");
        for (role, text) in &concept.plain {
            both(out, 3, role.id(), text);
        }
    }
    both(out, 2, "example", &concept.example);
    if !concept.see.is_empty() {
        let see: Vec<String> = concept.see.iter().map(|other| scalar(other.as_str())).collect();
        let _ = writeln!(out, "    see: [{}]", see.join(", "));
    }
    if concept.visibility == Visibility::Public {
        out.push_str("    visibility: public\n");
    }
    for (key, text) in [("owner", &concept.owner), ("source", &concept.source)] {
        if let Some(text) = text {
            line(out, 2, key, text);
        }
    }
    let lists = [("match", &concept.tests.matches), ("skip", &concept.tests.skips)];
    if lists.iter().any(|(_, texts)| !texts.is_empty()) {
        out.push_str("    tests:\n");
        for (key, texts) in lists.into_iter().filter(|(_, texts)| !texts.is_empty()) {
            let _ = writeln!(out, "      {key}:");
            for text in texts {
                let _ = writeln!(out, "        - {}", scalar(text));
            }
        }
    }
}

fn of_term(term: &Term, with_status: bool) -> String {
    let mut said = String::new();
    if with_status {
        let _ = write!(said, ", status: {}", status(term.status));
    }
    if let Some(kind) = term.kind {
        let _ = write!(said, ", type: {}", of_kind(kind));
    }
    if term.case_exact {
        said.push_str(", case: exact");
    }
    if let Some(reading) = &term.reading {
        let _ = write!(said, ", reading: {}", scalar(reading));
    }
    if !term.except.is_empty() {
        let except: Vec<String> = term.except.iter().map(|phrase| scalar(phrase)).collect();
        let _ = write!(said, ", except: [{}]", except.join(", "));
    }
    if said.is_empty() { scalar(&term.text) } else { format!("{{term: {}{said}}}", scalar(&term.text)) }
}

/// The word for a status, as the files have it.
pub(super) const fn status(status: TermStatus) -> &'static str {
    match status {
        TermStatus::Preferred => "preferred",
        TermStatus::Admitted => "admitted",
        TermStatus::Deprecated => "deprecated",
    }
}

/// The word for a kind of term, as the files have it.
pub(super) const fn of_kind(kind: TermType) -> &'static str {
    match kind {
        TermType::Acronym => "acronym",
        TermType::FullForm => "full-form",
        TermType::Variant => "variant",
    }
}

fn both(out: &mut String, depth: usize, key: &str, text: &Bilingual) {
    if *text == Bilingual::default() {
        return;
    }
    let _ = writeln!(out, "{:1$}{key}:", "", depth * 2);
    for language in Language::ALL {
        if let Some(text) = text.exactly(language) {
            line(out, depth + 1, language.code(), text);
        }
    }
}

fn line(out: &mut String, depth: usize, key: &str, text: &str) {
    let _ = writeln!(out, "{:1$}{key}: {2}", "", depth * 2, scalar(text));
}

/// A text as a scalar of YAML: bare where no reader can take it for anything else, else in double quotes.
fn scalar(text: &str) -> String {
    if is_bare(text) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            letter if is_printed(letter) => quoted.push(letter),
            letter => {
                let code = u32::from(letter);
                let _ = match code {
                    0..=0xffff => write!(quoted, "\\u{code:04x}"),
                    _ => write!(quoted, "\\U{code:08x}"),
                };
            }
        }
    }
    quoted.push('"');
    quoted
}

/// What may stand in a file as it is (YAML 1.2, production 1), without what is not seen or ends a line.
fn is_printed(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_bare(text: &str) -> bool {
    // Words that readers of YAML 1.1 take for truth values or for nothing.
    const MEANT: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|letter| {
            letter.is_alphanumeric() || " -_./()'+%=;".contains(letter) || "。、・「」（）ー…’".contains(letter)
        })
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !MEANT.contains(&text.to_ascii_lowercase().as_str())
        && text.chars().all(is_printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_only_where_it_must_be() {
        assert_eq!(scalar("canary release"), "canary release");
        assert_eq!(scalar("カナリアリリース"), "カナリアリリース");
        for text in ["no", "a: b", "a #b", "@sre", "404", "1.10", "[x]", "a, b", " a", "null"] {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
        assert_eq!(scalar("a\n\"b\"\\\u{85}\u{1f}"), r#""a\n\"b\"\\\u0085\u001f""#);
    }
}
