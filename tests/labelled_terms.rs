//! The labelled messages of `tests/labelled`, by two hands and from many trades: what is found in them does not get
//! worse.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use liaison::config::{Folder, load};
use liaison::text::Passage;
use serde::Deserialize;

#[derive(Deserialize)]
struct Item {
    id: String,
    text: String,
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    concept: String,
    surface: String,
}

/// How often each pair of concept and surface is there.
type Found = BTreeMap<(String, String), usize>;

fn count(pairs: impl Iterator<Item = (String, String)>) -> Found {
    let mut found = Found::new();
    for pair in pairs {
        *found.entry(pair).or_default() += 1;
    }
    found
}

fn read_as_labelled(name: &str) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/labelled"));
    let glossary = load(&Folder::Disk(folder.clone())).unwrap().policy.glossary;
    let lines = std::fs::read_to_string(folder.join(name)).unwrap();
    let items: Vec<Item> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut right, mut wrong, mut missed, mut whole) = (0, 0, 0, 0);
    let mut notes = Vec::new();
    for item in &items {
        let passage = Passage::read(&item.text);
        let hits = glossary.find(&passage);
        let got = count(hits.iter().map(|one| (one.concept.id.to_string(), item.text[one.range.clone()].to_owned())));
        let want = count(item.expect.iter().map(|one| (one.concept.clone(), one.surface.clone())));
        let both: usize = want.iter().map(|(pair, times)| *times.min(got.get(pair).unwrap_or(&0))).sum();
        right += both;
        wrong += got.values().sum::<usize>() - both;
        missed += want.values().sum::<usize>() - both;
        whole += usize::from(got == want);
        if got != want {
            notes.push(format!("{} {:?}: expected {want:?}, found {got:?}", item.id, item.text));
        }
    }
    let f1 = 2.0 * right as f64 / (2 * right + wrong + missed) as f64;
    let whole = whole as f64 / items.len() as f64;
    assert!(f1 >= 0.985 && whole >= 0.97, "F1 {f1:.3}, wholly right {whole:.3}\n{}", notes.join("\n"));
}

#[test]
fn the_first_set_is_read_as_labelled() {
    read_as_labelled("terms.jsonl");
}

#[test]
fn the_second_set_is_read_as_labelled() {
    read_as_labelled("terms-2.jsonl");
}
