//! What rules cost by their number: ordinary messages through 25 rules and through 250, each with cues of its own that
//! are hardly ever said, and through the shipped ones.
//!
//! `cargo bench --bench rules`

mod corpus;

use std::fmt::Write as _;
use std::sync::Arc;

use corpus::Dice;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use liaison::config::{self, Folder};
use liaison::glossary::concept::Role;
use liaison::rules::memory::ThreadMemory;
use liaison::rules::{RuleSet, Said, Threshold};
use liaison::text::Passage;
use liaison::time::{Span, Timestamp};

/// Messages a pass reads.
const MESSAGES: usize = 20_000;
/// Messages of a thread.
const THREAD: usize = 10;
/// Phrases of a cue.
const PHRASES: usize = 12;

fn main() {
    divan::main();
}

/// A phrase of words nobody says.
fn phrase(dice: &mut Dice) -> String {
    (0..2 + dice.roll(3)).map(|_| corpus::word(dice)).collect::<Vec<_>>().join(" ")
}

/// As many rules as asked for, each with a cue of either side.
fn rules(count: usize) -> Option<Arc<RuleSet>> {
    let mut dice = Dice(0x5eed_5eed_5eed_5eed);
    let (mut cues, mut rules) = (String::from("cues:\n"), String::from("rules:\n"));
    for number in 0..count {
        let mut openers = Vec::new();
        for side in ["revenue", "quality"] {
            let phrases: Vec<String> = (0..PHRASES).map(|_| phrase(&mut dice)).collect();
            let list = phrases.join(", ");
            let _ = writeln!(
                cues,
                "  - {{id: {side}-{number}, side: {side}, themes: [deadline], name: {{en: x, ja: x}}, \
                 phrases: {{en: [{list}]}}, tests: {{match: [{}]}}}}",
                phrases[0]
            );
            openers.push(phrases[0].clone());
        }
        let _ = writeln!(
            rules,
            "  - {{id: rule-{number}, kind: divergent-goals, level: strong, \
             meets: [{{cues: [revenue-{number}]}}, {{cues: [quality-{number}]}}], within: {{messages: 4, minutes: 30}}, \
             why: {{en: x, ja: x}}, tests: {{fires: [[sales: {}, engineering: {}]]}}}}",
            openers[0], openers[1]
        );
    }
    let folder = tempfile::tempdir().ok()?;
    std::fs::create_dir(folder.path().join("rules")).ok()?;
    std::fs::write(folder.path().join("rules/many.yaml"), cues + &rules).ok()?;
    let loaded = config::load(&Folder::Disk(folder.path().to_owned()));
    let policy = loaded.unwrap_or_else(|problems| panic!("{problems}")).policy;
    Some(policy.rules)
}

/// Reads the messages as threads of sales and engineering, and counts what is raised.
fn read(rules: &RuleSet) -> usize {
    let mut raised = 0;
    let mut memory = ThreadMemory::default();
    for (at, text) in corpus::messages().iter().take(MESSAGES).enumerate() {
        if at % THREAD == 0 {
            memory = ThreadMemory::default();
        }
        let passage = Passage::read(text);
        let said = Said {
            message: "1.1",
            at: Timestamp(0).plus(Span::minutes(i64::try_from(at).unwrap_or_default())),
            speaker: u32::from(at % 2 == 1),
            role: if at % 2 == 0 { Role::Sales } else { Role::Engineering },
            passage: &passage,
        };
        raised += usize::from(rules.judge(&mut memory, black_box(said), Threshold::Calm).is_some());
    }
    raised
}

#[divan::bench(args = [25, 250], sample_count = 10)]
fn rules_by_number(bencher: Bencher, count: usize) {
    let Some(rules) = rules(count) else { return };
    assert_eq!(rules.rules().len(), count);
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| read(&rules));
}

#[divan::bench(sample_count = 10)]
fn shipped_rules(bencher: Bencher) {
    let Ok(loaded) = config::load(&Folder::BuiltIn) else { return };
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| read(&loaded.policy.rules));
}

#[divan::bench(sample_count = 10)]
fn reading_alone(bencher: Bencher) {
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        corpus::messages()
            .iter()
            .take(MESSAGES)
            .map(|text| Passage::read(black_box(text)).normalised().len())
            .sum::<usize>()
    });
}
