//! The bodies of the fuzz targets over their seeds and over what grows from them: a short run of each, every time.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, unreachable_pub, reason = "the fuzz targets take one body each")]
#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How many variations of the seeds each body is given.
const VARIATIONS: u32 = 400;

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 3, "{} has too few seeds", folder.display());
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Pieces of two seeds with a few bytes changed, and sometimes something else altogether.
fn variations(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let index = any::<prop::sample::Index>;
    let change = (index(), prop_oneof![any::<u8>(), prop::sample::select(b"|\n:<>`*_\"{}[]0aA~=/\\".to_vec())]);
    let grown =
        (index(), index(), index(), prop::collection::vec(change, 0..6)).prop_map(move |(a, b, cut, changes)| {
            let (one, other) = (a.get(&seeds), b.get(&seeds));
            let at = cut.index(one.len() + 1);
            let mut bytes: Vec<u8> = one[..at].iter().chain(&other[at.min(other.len())..]).copied().collect();
            for (place, byte) in changes {
                if !bytes.is_empty() {
                    let place = place.index(bytes.len());
                    bytes[place] = byte;
                }
            }
            bytes
        });
    prop_oneof![9 => grown, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

fn holds(name: &str) {
    let (_, body) = bodies::BODIES.into_iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    for seed in &seeds {
        body(seed);
    }
    let config = Config { cases: VARIATIONS, failure_persistence: None, ..Config::default() };
    let tried = TestRunner::new(config).run(&variations(seeds), |bytes| {
        body(&bytes);
        Ok(())
    });
    tried.unwrap();
}

macro_rules! targets {
    ($($test:ident of $name:literal),+ $(,)?) => {$(
        #[test]
        fn $test() {
            holds($name);
        }
    )+};
}

targets! {
    normalising_holds of "normalise",
    reading_markup_holds of "markup",
    matching_holds_against_the_reference of "matching",
    reading_phrases_holds of "phrase",
    reading_glossaries_holds of "glossary",
    importing_glossaries_holds of "exchange",
    decoding_what_slack_sends_holds of "decode",
    reading_holidays_holds of "holidays",
}
