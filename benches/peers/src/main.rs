//! The whole analysis and Vectorscan's literal matcher over the same messages, one after the other in one process. The
//! peer gets text that was already normalised, and checks neither word boundaries nor inflection.

#[path = "../../corpus/mod.rs"]
mod corpus;
mod vectorscan;

use std::hint::black_box;
use std::time::Instant;

use corpus::{SIZES, concepts, messages, normalised, terms};
use liaison::glossary::Glossary;
use liaison::text::{Passage, normalise};

/// Passes over the messages; the median counts.
const PASSES: usize = 5;

fn main() {
    let megabytes = messages().iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{megabytes:.0} MB of messages, {PASSES} passes, medians in MB/s");
    println!("{:>8} {:>15} {:>11} {:>27}", "terms", "whole analysis", "vectorscan", "vectorscan and normalising");
    for count in SIZES {
        let glossary = Glossary::build(concepts(count));
        let whole = median(|| messages().iter().map(|text| glossary.find(&Passage::read(text)).len()).sum());
        let mut spelled: Vec<String> = terms(count).iter().map(|term| normalise(term)).collect();
        spelled.sort();
        spelled.dedup();
        let database = vectorscan::Literals::compile(&spelled);
        let alone = median(|| normalised().iter().map(|text| database.count(text)).sum());
        let both = median(|| messages().iter().map(|text| database.count(Passage::read(text).normalised())).sum());
        println!("{count:>8} {:>15.0} {:>11.0} {:>27.0}", megabytes / whole, megabytes / alone, megabytes / both);
    }
}

/// The median time of a pass, in seconds.
fn median(mut pass: impl FnMut() -> usize) -> f64 {
    let mut times: Vec<f64> = (0..PASSES)
        .map(|_| {
            let begun = Instant::now();
            black_box(pass());
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[PASSES / 2]
}
