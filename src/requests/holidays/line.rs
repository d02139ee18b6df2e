//! The lines of an iCalendar file: folded lines put together again, and each taken apart into name, parameters, value.

use super::{Amiss, shown};

/// A content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, counted from 1.
    pub(super) number: u64,
    /// In capitals.
    pub(super) name: String,
    /// In capitals, with the value without its quotes.
    parameters: Vec<(String, String)>,
    /// As written.
    pub(super) value: String,
}

impl Line {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as text, its escapes resolved.
    pub(super) fn text(&self) -> Result<String, String> {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                text.push(letter);
                continue;
            }
            match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped @ (',' | ';' | '\\')) => text.push(escaped),
                Some(other) => return Err(format!("`\\{other}` means nothing")),
                None => return Err("it ends in a backslash".to_owned()),
            }
        }
        Ok(text)
    }
}

/// The lines of a file, those that are folded as one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Result<Line, Amiss>> {
    let mut whole: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), whole.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => whole.push((number, line.to_owned())),
        }
    }
    whole.into_iter().filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| take_apart(number, &line))
}

fn take_apart(number: u64, line: &str) -> Result<Line, Amiss> {
    let amiss = |problem: &str| Amiss {
        line: number,
        name: shown(line),
        problem: problem.to_owned(),
        remedy: "each line is `NAME:value` or `NAME;PARAMETER=value:value`; a line that goes on begins with a space"
            .to_owned(),
    };
    let end = line.find([';', ':']).ok_or_else(|| amiss("is no line of a calendar"))?;
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let (name, mut rest) = line.split_at(end);
    if !is_name(name) {
        return Err(amiss("is no line of a calendar"));
    }
    let mut parameters = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let (name, after) = after.split_once('=').ok_or_else(|| amiss("has a parameter without a value"))?;
        if !is_name(name) {
            return Err(amiss("has a parameter without a name"));
        }
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or_else(|| amiss("has a quote that is not closed"))?,
            None => after.split_at(after.find([';', ':']).ok_or_else(|| amiss("has no value"))?),
        };
        parameters.push((name.to_ascii_uppercase(), value.to_owned()));
        rest = after;
        // Several values of one parameter; none of ours has them.
        while let Some(more) = rest.strip_prefix(',') {
            rest = match more.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(|| amiss("has a quote that is not closed"))?.1,
                None => &more[more.find([',', ';', ':']).ok_or_else(|| amiss("has no value"))?..],
            };
        }
    }
    let value = rest.strip_prefix(':').ok_or_else(|| amiss("has no value"))?;
    Ok(Line { number, name: name.to_ascii_uppercase(), parameters, value: value.to_owned() })
}
