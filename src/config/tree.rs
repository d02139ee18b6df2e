//! Reads a YAML, JSON or TOML file into one kind of tree in which every value knows its line, so that all the
//! problems of a file can be named at once and in the same way, whatever it is written in.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::DuplicateKeyPolicy;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::source::Source;

/// A value with the line it begins on, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) line: u64,
    pub(super) value: Value,
}

/// What a file can say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing: `key:` or `null`.
    Empty,
    /// A word, number or truth value, as it is written (quotes taken away, escapes resolved).
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file; a key may still stand there twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) line: u64,
    pub(super) node: Node,
}

impl Value {
    /// What a person would call it.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Scalar(_) => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "keys with values",
        }
    }
}

/// Reads a YAML or JSON file. Nothing for a file without content.
pub(super) fn of_yaml(source: &Source) -> Result<Option<Node>, Vec<ConfigError>> {
    let options = serde_saphyr::options! {
        // Twice the same key is reported with both lines by whoever reads the mapping.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000_000, // a glossary of 100,000 concepts needs about 5 million
            max_nodes: 10_000_000,
            max_total_scalar_bytes: 512 * 1024 * 1024,
            max_depth: 32,
            flow_nesting_limit: 32,
        },
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(&source.text, options) {
        Ok(root) => {
            let root = located(root, &source.text);
            Ok(if root.value == Value::Empty { None } else { Some(root) })
        }
        Err(error) if matches!(error.without_snippet(), serde_saphyr::Error::Eof { .. }) => Ok(None),
        Err(error) => Err(vec![ConfigError {
            file: source.path.clone(),
            line: error.location().map(|at| at.line()),
            key: None,
            problem: format!("not valid YAML: {}", one_line(&error.to_string())),
            remedy: Some(
                "mend the line, or the one above it; text with `: ` or ` #` in it, or that begins with one of \
                 `[]{}&*!|>'\"%@`, needs quotes"
                    .to_owned(),
            ),
        }]),
    }
}

/// Reads a TOML file; all its syntax errors at once.
pub(super) fn of_toml(source: &Source) -> Result<Node, Vec<ConfigError>> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        let entries = entries(table.get_ref(), source);
        return Ok(Node { line: 1, value: Value::Map(entries) });
    }
    let told = errors.iter().map(|error| ConfigError {
        file: source.path.clone(),
        line: error.span().map(|span| source.line_of(span.start)),
        key: None,
        problem: format!("not valid TOML: {}", one_line(error.message())),
        remedy: Some("mend the line; text stands in double quotes, a list in [brackets]".to_owned()),
    });
    Err(told.collect())
}

/// Messages of the parsers come in several lines; ours are one problem a line.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entries(table: &DeTable<'_>, source: &Source) -> Vec<Entry> {
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let node = Node { line: source.line_of(value.span().start), value: of_toml_value(value.get_ref(), source) };
            let at = key.span().start;
            (at, Entry { key: key.get_ref().to_string(), line: source.line_of(at), node })
        })
        .collect();
    entries.sort_by_key(|(at, _)| *at);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn of_toml_value(value: &DeValue<'_>, source: &Source) -> Value {
    match value {
        DeValue::String(text) => Value::Scalar(text.to_string()),
        DeValue::Integer(number) => Value::Scalar(number.to_string()),
        DeValue::Float(number) => Value::Scalar(number.to_string()),
        DeValue::Boolean(truth) => Value::Scalar(truth.to_string()),
        DeValue::Datetime(time) => Value::Scalar(time.to_string()),
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|item| Node {
                    line: source.line_of(item.span().start),
                    value: of_toml_value(item.get_ref(), source),
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Map(entries(table, source)),
    }
}

/// A YAML value before its scalars are looked up in the text as they are written.
enum Raw {
    Empty,
    Text(String),
    /// A number or truth value: what the parser made of it, for values whose place in the text is not known.
    Typed(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn located(node: Spanned<Raw>, text: &str) -> Node {
    let line = node.referenced.line().max(1);
    let value = match node.value {
        Raw::Empty => Value::Empty,
        Raw::Text(text) => Value::Scalar(text),
        Raw::Typed(made) => {
            // `404` and `1.10` are words here: as written, not as a number prints.
            let span = node.defined.span();
            let written = span.byte_offset().zip(span.byte_len()).and_then(|(start, length)| {
                let start = usize::try_from(start).ok()?;
                text.get(start..start.checked_add(usize::try_from(length).ok()?)?)
            });
            Value::Scalar(written.map_or(made, |written| written.trim().to_owned()))
        }
        Raw::List(items) => Value::List(items.into_iter().map(|item| located(item, text)).collect()),
        Raw::Map(pairs) => Value::Map(
            pairs
                .into_iter()
                .map(|(key, value)| {
                    let key = located(key, text);
                    let name = match key.value {
                        Value::Scalar(name) => name,
                        other => format!("({})", other.name()),
                    };
                    Entry { key: name, line: key.line, node: located(value, text) }
                })
                .collect(),
        ),
    };
    Node { line, value }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, a list or a mapping")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    fn source(text: &str) -> Source {
        Source { path: PathBuf::from("some.yaml"), text: text.to_owned() }
    }

    fn yaml(text: &str) -> Node {
        of_yaml(&source(text)).unwrap().unwrap()
    }

    fn at<'n>(node: &'n Node, key: &str) -> &'n Entry {
        match &node.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key).unwrap(),
            other => panic!("{other:?} is no mapping"),
        }
    }

    #[test]
    fn every_value_knows_its_line() {
        let root = yaml("a: 1\n\nb:\n  - x\n  - {c: [y]}\n");
        assert_eq!(at(&root, "a").line, 1);
        assert_eq!(at(&root, "b").line, 3);
        let Value::List(items) = &at(&root, "b").node.value else { panic!("a list") };
        assert_eq!((items[0].line, items[1].line), (4, 5));
        assert_eq!(at(&items[1], "c").line, 5);
    }

    #[test]
    fn words_that_look_like_numbers_or_truth_values_stay_as_they_are_written() {
        let root = yaml("list: [404, 1.10, no, 0x1F, true, 2026-11-25, \"007\", 1_000]");
        let Value::List(items) = &at(&root, "list").node.value else { panic!("a list") };
        let words: Vec<_> = items
            .iter()
            .map(|item| match &item.value {
                Value::Scalar(word) => word.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(words, ["404", "1.10", "no", "0x1F", "true", "2026-11-25", "007", "1_000"]);
    }

    #[test]
    fn keys_that_look_like_numbers_are_keys() {
        let root = yaml("404: x\nno: y\n");
        assert_eq!((at(&root, "404").line, at(&root, "no").line), (1, 2));
    }

    #[test]
    fn json_with_tabs_and_escapes_is_read_as_well() {
        let root = yaml("{\n\t\"a\": \"caf\\u00e9 \\ud83d\\ude80\",\n\t\"b\": null\n}\n");
        assert_eq!(at(&root, "a").node.value, Value::Scalar("café 🚀".to_owned()));
        assert_eq!(at(&root, "b").node.value, Value::Empty);
    }

    #[test]
    fn a_file_of_comments_holds_nothing() {
        assert_eq!(of_yaml(&source("# nothing yet\n")).unwrap(), None);
        assert_eq!(of_yaml(&source("")).unwrap(), None);
        assert_eq!(of_yaml(&source("---\n")).unwrap(), None);
    }

    #[test]
    fn a_key_said_twice_stands_there_twice() {
        let Value::Map(entries) = yaml("a: 1\na: 2\n").value else { panic!("a mapping") };
        assert_eq!(entries.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn broken_yaml_is_named_with_its_line() {
        let errors = of_yaml(&source("a: 1\nb: [1, 2\nc: 3\n")).unwrap_err();
        assert!(errors[0].line.is_some_and(|line| line >= 2), "{errors:?}");
        assert!(errors[0].problem.starts_with("not valid YAML: "), "{errors:?}");
    }

    #[test]
    fn a_few_lines_that_unfold_into_billions_are_refused() {
        let mut text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (name, before) in ('b'..='k').zip('a'..) {
            let row = vec![format!("*{before}"); 10].join(", ");
            writeln!(text, "{name}: &{name} [{row}]").unwrap();
        }
        assert!(of_yaml(&source(&text)).is_err());
    }

    #[test]
    fn lists_within_lists_without_end_are_refused() {
        assert!(of_yaml(&source(&"[".repeat(100_000))).is_err());
        assert!(of_yaml(&source(&"- ".repeat(100_000))).is_err());
        let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(of_toml(&source(&deep)).is_err());
    }

    #[test]
    fn every_toml_syntax_error_is_named_with_its_line() {
        let errors = of_toml(&source("a = 1\nb = \nc = [1, 2]\nd == 4\n")).unwrap_err();
        let lines: Vec<_> = errors.iter().filter_map(|error| error.line).collect();
        assert!(lines.contains(&2) && lines.contains(&4), "{errors:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC{0,200}|([-:\\[\\]{}&*!|>'\"%@#=\\. \\n\\ta-c]{0,120})") {
            let _ = of_yaml(&source(&text));
            let _ = of_toml(&source(&text));
        }
    }
}
