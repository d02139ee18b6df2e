//! How fast messages are read and terms found: the whole analysis and its stages, beside general matchers that get
//! the same messages already normalised (and check no word boundary, inflection or letter case).
//!
//! `cargo bench --bench analysis`

mod corpus;

use std::collections::BTreeSet;

use corpus::{SIZES, concepts, messages, normalised, terms};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use liaison::glossary::{Glossary, LookUp};
use liaison::text::{Passage, normalise};

fn main() {
    divan::main();
}

fn volume() -> BytesCount {
    BytesCount::new(messages().iter().map(String::len).sum::<usize>())
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn whole_analysis(bencher: Bencher, count: usize) {
    let glossary = Glossary::build(concepts(count));
    bencher.counter(volume()).bench_local(|| {
        messages().iter().map(|text| glossary.find(&Passage::read(black_box(text))).len()).sum::<usize>()
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn find_only(bencher: Bencher, count: usize) {
    let glossary = Glossary::build(concepts(count));
    let passages: Vec<Passage<'_>> = messages().iter().map(|text| Passage::read(text)).collect();
    bencher
        .counter(volume())
        .bench_local(|| passages.iter().map(|passage| glossary.find(black_box(passage)).len()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn read_only(bencher: Bencher) {
    bencher
        .counter(volume())
        .bench_local(|| messages().iter().map(|text| Passage::read(black_box(text)).normalised().len()).sum::<usize>());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn build(bencher: Bencher, count: usize) {
    bencher.with_inputs(|| concepts(count)).bench_local_values(Glossary::build);
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn peer_aho_corasick(bencher: Bencher, count: usize) {
    let terms: Vec<String> = terms(count).iter().map(|term| normalise(term)).collect();
    let Ok(matcher) =
        aho_corasick::AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(terms)
    else {
        return;
    };
    bencher
        .counter(volume())
        .bench_local(|| normalised().iter().map(|text| matcher.find_iter(black_box(text)).count()).sum::<usize>());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn peer_daachorse(bencher: Bencher, count: usize) {
    let terms: BTreeSet<String> = terms(count).iter().map(|term| normalise(term)).collect();
    let Ok(matcher) = daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(terms)
    else {
        return;
    };
    bencher.counter(volume()).bench_local(|| {
        normalised().iter().map(|text| matcher.leftmost_find_iter(black_box(text)).count()).sum::<usize>()
    });
}

#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn peer_regex(bencher: Bencher, count: usize) {
    let terms: Vec<String> = terms(count).iter().map(|term| regex::escape(&normalise(term))).collect();
    let Ok(matcher) = regex::RegexBuilder::new(&terms.join("|")).size_limit(1 << 30).build() else { return };
    bencher
        .counter(volume())
        .bench_local(|| normalised().iter().map(|text| matcher.find_iter(black_box(text)).count()).sum::<usize>());
}

/// Questions of each kind: what is there, in another spelling, a part, nearly right, and not there at all.
fn questions(count: usize) -> Vec<String> {
    let terms = terms(count);
    let mut questions = Vec::new();
    for term in terms.iter().step_by((count / 40).max(1)).take(40) {
        questions.push(term.clone());
        questions.push(term.to_uppercase());
        questions.push(term.split(' ').next().unwrap_or(term).to_owned());
        questions.push(term.chars().take(term.chars().count() - 1).chain(['x']).collect());
        questions.push(term.chars().rev().chain(['q']).collect());
    }
    questions
}

/// One look-up is a two-hundredth of an iteration.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn two_hundred_look_ups(bencher: Bencher, count: usize) {
    let glossary = Glossary::build(concepts(count));
    glossary.prepare_look_up();
    let questions = questions(count);
    bencher
        .bench_local(|| questions.iter().filter(|asked| glossary.look_up(black_box(asked)) != LookUp::Nothing).count());
}

#[divan::bench(args = [10_000, 100_000], sample_count = 5)]
fn prepare_look_up(bencher: Bencher, count: usize) {
    bencher.with_inputs(|| Glossary::build(concepts(count))).bench_local_values(|glossary| {
        glossary.prepare_look_up();
        glossary
    });
}
