//! The starting glossary: what people who ask for its words can count on.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::PathBuf;

use liaison::config::{Folder, load};
use liaison::glossary::LookUp;
use liaison::glossary::concept::{Concept, Term};
use liaison::text::Language;

fn is_kanji(letter: char) -> bool {
    matches!(letter, '々' | '\u{3400}'..='\u{9fff}')
}

fn is_kana(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヴ' | 'ー')
}

#[test]
fn every_word_in_kanji_is_found_by_its_reading() {
    let folder = Folder::Disk(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/config")));
    let glossary = load(&folder).unwrap().policy.glossary;
    let in_kanji = |term: &&Term| term.language == Language::Japanese && term.text.chars().any(is_kanji);
    let terms: Vec<(&Concept, &Term)> = glossary
        .concepts()
        .iter()
        .flat_map(|concept| concept.terms.iter().filter(in_kanji).map(move |term| (concept, term)))
        .collect();
    assert!(terms.len() > 1_000, "{} terms in kanji", terms.len());
    let lost: Vec<String> = terms
        .iter()
        .filter(|(concept, term)| {
            let Some(reading) = term.reading.as_deref().filter(|reading| reading.chars().all(is_kana)) else {
                return true;
            };
            !matches!(glossary.look_up(reading), LookUp::Found(found) if found.iter().any(|it| it.id == concept.id))
        })
        .map(|(_, term)| format!("{} ({})", term.text, term.reading.as_deref().unwrap_or("no reading")))
        .collect();
    assert!(lost.is_empty(), "not found by a reading in kana: {}", lost.join(", "));
}
