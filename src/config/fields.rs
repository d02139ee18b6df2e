//! Reads the keys of a mapping: what was asked for comes back, and everything else about it goes into a report,
//! with file, line, key and the nearest key that would have been right.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::error::ConfigError;
use super::source::Source;
use super::tree::{Entry, Node, Value};

/// The problems of one file, in the order they were met.
#[derive(Debug)]
pub(super) struct Report<'s> {
    source: &'s Source,
    pub(super) problems: Vec<ConfigError>,
}

impl<'s> Report<'s> {
    /// Nothing wrong yet.
    pub(super) fn about(source: &'s Source) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// Adds a problem.
    pub(super) fn problem(&mut self, line: u64, key: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(ConfigError {
            file: self.source.path.clone(),
            line: Some(line),
            key: if key.is_empty() { None } else { Some(key.to_owned()) },
            problem: problem.into(),
            remedy: Some(remedy.into()),
        });
    }
}

/// A mapping while its keys are asked for.
#[derive(Debug)]
pub(super) struct Fields<'n> {
    path: String,
    /// Where the mapping begins.
    pub(super) line: u64,
    entries: &'n [Entry],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Opens a mapping; `path` is how its keys are called in a report, and may be empty at the top of a file.
    pub(super) fn open(node: &'n Node, path: &str, report: &mut Report<'_>) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => {
                let mut first = HashMap::new();
                for entry in entries {
                    if let Some(line) = first.insert(entry.key.as_str(), entry.line) {
                        let key = join(path, &entry.key);
                        report.problem(entry.line, &key, format!("said already on line {line}"), "keep one of the two");
                    }
                }
                Some(Self { path: path.to_owned(), line: node.line, entries, asked: Vec::new() })
            }
            other => {
                let problem = format!("expected keys with values, found {}", other.name());
                report.problem(node.line, path, problem, "write it as `key: value` lines, indented under it");
                None
            }
        }
    }

    /// Renames the mapping in reports, once its id is known.
    pub(super) fn call(&mut self, path: &str) {
        path.clone_into(&mut self.path);
    }

    /// How a key of this mapping is called in a report.
    pub(super) fn name(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// The value of a key, if it is there and says something. Every key asked for is a known key.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        if entry.node.value == Value::Empty { None } else { Some(&entry.node) }
    }

    /// The line of a key, else of the mapping.
    pub(super) fn line_of(&self, key: &str) -> u64 {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.line, |entry| entry.line)
    }

    /// A text that is not blank.
    pub(super) fn text(&mut self, key: &'static str, report: &mut Report<'_>) -> Option<String> {
        let node = self.get(key)?;
        text(node, &self.name(key), report)
    }

    /// Texts in a list; one alone may stand without the list.
    pub(super) fn texts(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<String> {
        let name = self.name(key);
        self.get(key).map(|node| texts(node, &name, report)).unwrap_or_default()
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
        report: &mut Report<'_>,
    ) -> Option<T> {
        let node = self.get(key)?;
        let name = self.name(key);
        let word = text(node, &name, report)?;
        let found = choices.iter().find(|(choice, _)| *choice == word);
        if found.is_none() {
            let known: Vec<_> = choices.iter().map(|(choice, _)| *choice).collect();
            report.problem(node.line, &name, format!("`{word}` is not known here"), suggestion(&word, &known));
        }
        found.map(|(_, value)| *value)
    }

    /// A whole number within bounds.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<u32>,
        report: &mut Report<'_>,
    ) -> Option<u32> {
        let node = self.get(key)?;
        let name = self.name(key);
        let word = text(node, &name, report)?;
        let number = word.parse().ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let remedy = format!("a whole number from {} to {}", bounds.start(), bounds.end());
            report.problem(node.line, &name, format!("`{word}` is not a number that fits here"), remedy);
        }
        number
    }

    /// The keys with their values, for mappings whose keys are names.
    pub(super) fn all(&self) -> &'n [Entry] {
        self.entries
    }

    /// Reports every key that was never asked for.
    pub(super) fn close(self, report: &mut Report<'_>) {
        for entry in self.all() {
            if !self.asked.contains(&entry.key.as_str()) {
                let name = join(&self.path, &entry.key);
                report.problem(entry.line, &name, "unknown key", suggestion(&entry.key, &self.asked));
            }
        }
    }
}

/// A text that is not blank, its ends trimmed.
pub(super) fn text(node: &Node, name: &str, report: &mut Report<'_>) -> Option<String> {
    match &node.value {
        Value::Scalar(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Scalar(_) | Value::Empty => {
            report.problem(node.line, name, "is empty", "write something, or take the key away");
            None
        }
        other => {
            let problem = format!("expected a single value, found {}", other.name());
            report.problem(node.line, name, problem, "write one value; put it in quotes if it has a `: ` in it");
            None
        }
    }
}

/// Texts in a list; one alone may stand without the list.
pub(super) fn texts(node: &Node, name: &str, report: &mut Report<'_>) -> Vec<String> {
    items(node).iter().enumerate().filter_map(|(index, item)| text(item, &format!("{name}[{index}]"), report)).collect()
}

/// The items of a list; a single value is a list of one, nothing is none.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Empty => &[],
        Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(node),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The nearest word that would have been right, if one is near, and all of them.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    let mut remedy = String::new();
    if let Some(near) = nearest(word, known) {
        let _ = write!(remedy, "did you mean `{near}`? "); // writing to a String cannot fail
    }
    let _ = write!(remedy, "known: {}", known.join(", "));
    remedy
}

/// The word of `known` that differs least from `word`, if it differs in few letters.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    if word.chars().count() > 64 {
        return None; // no key is that long
    }
    let word = word.to_lowercase().replace('-', "_");
    known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase().replace('-', "_")), *candidate))
        .min()
        .filter(|&(distance, candidate)| {
            distance <= 2.max(candidate.chars().count() / 3) && distance < word.chars().count()
        })
        .map(|(_, candidate)| candidate)
}
