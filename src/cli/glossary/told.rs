//! Tells what was not carried over: the same thing in many places is told once, with the places. Returns lines for
//! people to read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::glossary::exchange::{At, Note};

/// So many places of one thing are named.
const PLACES: usize = 10;

/// One line for each kind of note, in the order of their first places: `file:3, 5, 9 and 12 more: what: why`.
pub(super) fn told(file: &str, notes: &[Note]) -> String {
    let mut kinds: BTreeMap<(&str, &str), Vec<&At>> = BTreeMap::new();
    for note in notes {
        kinds.entry((&note.what, &note.why)).or_default().push(&note.at);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    for (_, places) in &mut kinds {
        places.sort();
        places.dedup();
    }
    kinds.sort_by_key(|(_, places)| places.first().copied());
    let mut out = String::new();
    for ((what, why), places) in kinds {
        let named: Vec<String> = places
            .iter()
            .take(PLACES)
            .map(|place| match place {
                At::Line(line) => line.to_string(),
                At::Concept(id) => id.clone(),
            })
            .collect();
        let more = match places.len() {
            number if number > PLACES => format!(" and {} more", number - PLACES),
            _ => String::new(),
        };
        let _ = writeln!(out, "{file}:{}{more}: {what}: {why}", named.join(", ")); // writing to a String cannot fail
    }
    out
}

/// `1 concept`, `2 concepts`.
pub(super) fn plural(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_in_many_places_is_told_once() {
        let note = |line, what: &str| Note { what: what.to_owned(), why: "no place".to_owned(), at: At::Line(line) };
        let notes: Vec<Note> = (1..=12).map(|line| note(line, "x")).chain([note(4, "y"), note(4, "y")]).collect();
        let expected = "a.csv:1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: x: no place\na.csv:4: y: no place\n";
        assert_eq!(told("a.csv", &notes), expected);
    }
}
