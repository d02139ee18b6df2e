//! Reads prh rules: the word a rule expects becomes a preferred term, the words it corrects become deprecated ones.
//! Such a file defines nothing, so neither do its concepts. What it says in regular expressions is told.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use super::Unreadable;
use super::rough::{Rough, Rows, language_of};
use crate::glossary::concept::{Term, TermStatus};
use crate::text::normalise;

#[derive(Deserialize)]
struct Rules {
    rules: Vec<Spanned<Value>>,
}

/// Reads a file of rules.
///
/// # Errors
/// YAML that is broken, and files without a list of rules, with the line.
pub fn read(text: &str) -> Result<Rows, Unreadable> {
    let top: BTreeMap<String, Spanned<Value>> = parse(text)?;
    if !top.contains_key("rules") {
        let remedy = if top.contains_key("concepts") {
            "it is a glossary of Liaison's own: put it into `glossary/` of the configuration as it is"
        } else {
            "name a file of prh, or say what it is with --from"
        };
        return Err(Unreadable::new(None, "there is no list of `rules` in it", remedy));
    }
    let file: Rules = parse(text)?;
    let mut rows = Rows::default();
    for (key, value) in &top {
        let line = value.referenced.line().max(1);
        match key.as_str() {
            "version" | "rules" => {}
            "imports" => {
                rows.note(line, "`imports`", "other files are not opened: name them on the command line as well");
            }
            key => rows.note(line, format!("`{key}`"), "Liaison has no place for it"),
        }
    }
    let mut places = HashMap::new();
    for rule in &file.rules {
        let line = rule.referenced.line().max(1);
        rows = Rule { line, rows }.read(&rule.value, &mut places);
    }
    Ok(rows)
}

fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Unreadable> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 32, flow_nesting_limit: 32, },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map(|at| at.line());
        let message = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        Unreadable::new(line, format!("not a file of prh: {message}"), "mend the line, or the one above it")
    })
}

/// A rule while it is read.
struct Rule {
    line: u64,
    rows: Rows,
}

impl Rule {
    fn read(mut self, rule: &Value, places: &mut HashMap<String, usize>) -> Rows {
        let bare = serde_json::json!({ "expected": rule });
        let Some(fields) = rule.as_object().or(bare.as_object()) else { return self.rows };
        let Some(expected) = fields.get("expected").and_then(scalar) else {
            self.lost("a rule".to_owned(), "it names no word it expects");
            return self.rows;
        };
        if is_regular(&expected) || refers(&expected) {
            self.lost(format!("the rule for `{expected}`"), "what it expects is no word but put together of parts");
            return self.rows;
        }
        let place = *places.entry(expected.clone()).or_insert_with(|| {
            self.rows.concepts.push(Rough { line: self.line, ..Rough::default() });
            self.rows.concepts.len() - 1
        });
        let mut rough = std::mem::take(&mut self.rows.concepts[place]);
        rough.add_term(Some(TermStatus::Preferred), Term::new(expected.as_str(), language_of(&expected)));
        for key in ["pattern", "patterns"] {
            for pattern in fields.get(key).map(list).unwrap_or_default() {
                self.pattern(&pattern, &expected, &mut rough);
            }
        }
        for spec in fields.get("specs").and_then(Value::as_array).into_iter().flatten() {
            for key in ["from", "to"] {
                if let Some(text) = spec.get(key).and_then(scalar)
                    && !rough.tests.matches.contains(&text)
                {
                    rough.tests.matches.push(text);
                }
            }
        }
        for (key, value) in fields {
            match key.as_str() {
                "expected" | "pattern" | "patterns" | "specs" => {}
                "options" => self.options(value),
                "regexpMustEmpty" => self.lost(format!("`{key}`"), "regular expressions are not carried over"),
                "prh" => self.lost(format!("`{key}`"), "a remark on a correction does not define the word"),
                _ => self.lost(format!("`{key}`"), "Liaison has no place for it"),
            }
        }
        self.rows.concepts[place] = rough;
        self.rows
    }

    fn pattern(&mut self, pattern: &str, expected: &str, rough: &mut Rough) {
        if is_regular(pattern) {
            self.lost(format!("the pattern `{pattern}`"), "a term is words; a regular expression has no one spelling");
        } else if normalise(pattern) == normalise(expected) {
            self.lost(format!("the pattern `{pattern}`"), "width and letter case do not matter: it is found anyway");
        } else {
            rough.add_term(Some(TermStatus::Deprecated), Term::new(pattern, language_of(pattern)));
        }
    }

    fn options(&mut self, options: &Value) {
        let Some(options) = options.as_object() else { return };
        for key in options.keys().filter(|key| *key != "wordBoundary") {
            self.lost(format!("`options.{key}`"), "Liaison has no place for it"); // words are found whole anyway
        }
    }

    fn lost(&mut self, what: String, why: &str) {
        self.rows.note(self.line, what, why);
    }
}

/// Between slashes, flags after the second.
fn is_regular(pattern: &str) -> bool {
    pattern.strip_prefix('/').is_some_and(|rest| {
        rest.rsplit_once('/').is_some_and(|(_, flags)| flags.chars().all(|flag| "dgimsuvy".contains(flag)))
    })
}

/// Whether it names a group of a pattern: `$1`.
fn refers(expected: &str) -> bool {
    expected.split('$').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_digit() || first == '&'))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
    .filter(|text| !text.is_empty())
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &Rows) -> String {
        let lines = rows.notes.iter().map(|note| format!("{:?} {}: {}", note.at, note.what, note.why));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_expected_word_is_preferred_and_the_corrected_ones_deprecated() {
        let rows = read("version: 1\nrules:\n  - expected: Cookie\n    patterns: [クッキー, クッキ]\n    specs:\n      - {from: クッキーを消す, to: Cookieを消す}\n  - jQuery\n").unwrap();
        let terms: Vec<_> = rows.concepts[0].terms.iter().map(|(status, term)| (*status, term.text.as_str())).collect();
        let deprecated = Some(TermStatus::Deprecated);
        assert_eq!(terms, [(Some(TermStatus::Preferred), "Cookie"), (deprecated, "クッキー"), (deprecated, "クッキ")]);
        assert_eq!(rows.concepts[0].tests.matches, ["クッキーを消す", "Cookieを消す"]);
        assert_eq!((rows.concepts[1].line, rows.concepts[1].terms[0].1.text.as_str()), (7, "jQuery"));
        assert_eq!(told(&rows), "");
    }

    #[test]
    fn rules_for_one_word_are_one_concept() {
        let rows = read("rules:\n- {expected: Web, pattern: ウェブ}\n- {expected: Web, pattern: ウエブ}\n").unwrap();
        assert_eq!(rows.concepts.len(), 1);
        assert_eq!(rows.concepts[0].terms.len(), 3);
    }

    #[test]
    fn regular_expressions_are_told_with_their_line() {
        let rows = read("imports: [x.yml]\nrules:\n- expected: ください\n  pattern: /下さい/\n  regexpMustEmpty: $1\n- {expected: $1する, pattern: /(.)した/}\n- {expected: GitHub, pattern: github}\n- {pattern: x}\n").unwrap();
        insta::assert_snapshot!(told(&rows), @r"
        Line(1) `imports`: other files are not opened: name them on the command line as well
        Line(3) the pattern `/下さい/`: a term is words; a regular expression has no one spelling
        Line(3) `regexpMustEmpty`: regular expressions are not carried over
        Line(6) the rule for `$1する`: what it expects is no word but put together of parts
        Line(7) the pattern `github`: width and letter case do not matter: it is found anyway
        Line(8) a rule: it names no word it expects
        ");
    }

    #[test]
    fn other_files_are_named() {
        assert!(read("concepts: []\n").unwrap_err().remedy.contains("Liaison's own"));
        assert!(read("a: [1\n").unwrap_err().line.is_some());
        assert!(read("rules: 3\n").unwrap_err().problem.contains("prh"));
        assert!(read("").is_err());
    }
}
