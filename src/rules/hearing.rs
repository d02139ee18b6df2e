//! Hears the cues of a message: one automaton over the literals of all phrases, then the few patterns all of
//! whose literals occurred. Returns each cue once, with the words that were heard first.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};
use regex_automata::meta::Regex;

use crate::rules::cue::Cue;
use crate::rules::phrase::{COMPILED_LIMIT, Pattern};
use crate::text::Passage;

/// A pattern, compiled when its literals are heard for the first time, so that start-up and memory do not pay for
/// phrases nobody uses: at first in the form that is quick to build, and once it has been tried
/// [`OFTEN`] times in the form that is quick to run. Both find the same.
#[derive(Debug)]
struct Lazy {
    cue: usize,
    except: bool,
    source: String,
    tried: AtomicU32,
    first: OnceLock<Option<Regex>>,
    often: OnceLock<Option<Regex>>,
}

/// The most memory one pattern's lazily built automaton may take, in bytes; it is emptied when full.
const HYBRID_CACHE: usize = 96 << 10;
/// How many texts a pattern is tried on before it is worth compiling it well.
const OFTEN: u32 = 64;

impl Lazy {
    /// Nothing only where the pattern is beyond the size limit, which [`crate::rules::phrase::compile`] refuses.
    fn regex(&self) -> Option<&Regex> {
        let config = Regex::config().nfa_size_limit(Some(COMPILED_LIMIT));
        let build = |config| Regex::builder().configure(config).build(&self.source).ok();
        // Which of two threads counts first does not matter: either form gives the same answer.
        if self.tried.fetch_add(1, Ordering::Relaxed) < OFTEN {
            let quick = config.hybrid(false).dfa(false).onepass(false).auto_prefilter(false);
            return self.first.get_or_init(|| build(quick)).as_ref();
        }
        self.often.get_or_init(|| build(config.hybrid_cache_capacity(HYBRID_CACHE))).as_ref()
    }
}

/// The phrases of all cues, ready to be looked for.
#[derive(Debug, Default)]
pub(crate) struct Hearing {
    patterns: Vec<Lazy>,
    literals: Option<AhoCorasick>,
    /// Which patterns a literal speaks for and as which of their sets (a bit), by its number in the automaton.
    of_literal: Vec<Vec<(u32, u8)>>,
    /// By pattern: the bits of all its sets.
    all_sets: Vec<u8>,
    /// The patterns without a literal, looked for together.
    free: Option<RegexSet>,
    of_free: Vec<u32>,
}

/// A cue heard in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The cue's place in the rule set.
    pub(crate) cue: usize,
    /// Where, in bytes of the message as it came.
    pub(crate) range: Range<usize>,
}

impl Hearing {
    /// Builds the automaton. Says so when all phrases together are more than it can hold.
    pub(crate) fn build(cues: &[Cue]) -> Result<Self, String> {
        let mut patterns = vec![];
        let mut literals: BTreeMap<String, Vec<(u32, u8)>> = BTreeMap::new();
        let mut free = vec![];
        let mut of_free = vec![];
        let mut all_sets = vec![];
        let mut add = |cue: usize, except: bool, pattern: &Pattern| {
            let number = patterns.len() as u32;
            if pattern.anchors.is_empty() {
                free.push(pattern.regex.clone());
                of_free.push(number);
            }
            let mut sets = 0_u8;
            for (place, set) in pattern.anchors.iter().take(8).enumerate() {
                sets |= 1 << place;
                for literal in set {
                    literals.entry(literal.clone()).or_default().push((number, 1 << place));
                }
            }
            all_sets.push(sets);
            patterns.push(Lazy {
                cue,
                except,
                source: pattern.regex.clone(),
                tried: AtomicU32::new(0),
                first: OnceLock::new(),
                often: OnceLock::new(),
            });
        };
        for (place, cue) in cues.iter().enumerate() {
            cue.phrases.iter().for_each(|pattern| add(place, false, pattern));
            cue.except.iter().for_each(|pattern| add(place, true, pattern));
        }
        let (words, of_literal): (Vec<String>, Vec<Vec<(u32, u8)>>) = literals.into_iter().unzip();
        let automaton =
            if words.is_empty() { None } else { Some(AhoCorasick::new(&words).map_err(|error| error.to_string())?) };
        let set = if free.is_empty() {
            None
        } else {
            let limit = COMPILED_LIMIT * free.len();
            Some(RegexSetBuilder::new(&free).size_limit(limit).build().map_err(|error| error.to_string())?)
        };
        Ok(Self { patterns, literals: automaton, of_literal, all_sets, free: set, of_free })
    }

    /// Lets go of what was compiled so far, after the examples have been run.
    pub(crate) fn rest(&mut self) {
        for pattern in &mut self.patterns {
            pattern.tried = AtomicU32::new(0);
            pattern.first.take();
            pattern.often.take();
        }
    }

    /// The cues of a message, in the order they are first heard.
    pub(crate) fn hear(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let text = passage.normalised();
        let mut candidates: Vec<u32> = vec![];
        if let Some(literals) = &self.literals {
            let mut occurred: Vec<u32> =
                literals.find_overlapping_iter(text).map(|found| found.pattern().as_u32()).collect();
            occurred.sort_unstable();
            occurred.dedup();
            let mut sets = vec![0_u8; self.patterns.len()];
            for &(pattern, set) in occurred.iter().flat_map(|&literal| &self.of_literal[literal as usize]) {
                let so_far = &mut sets[pattern as usize];
                *so_far |= set;
                if *so_far == self.all_sets[pattern as usize] {
                    candidates.push(pattern);
                }
            }
        }
        if let Some(free) = &self.free {
            candidates.extend(free.matches(text).into_iter().map(|place| self.of_free[place]));
        }
        candidates.sort_unstable();
        candidates.dedup();

        // Patterns are numbered cue by cue, phrases before exceptions, so each cue's candidates lie together.
        let mut hits: Vec<(usize, Range<usize>)> = vec![];
        for of_cue in candidates.chunk_by(|&a, &b| self.patterns[a as usize].cue == self.patterns[b as usize].cue) {
            let patterns = || of_cue.iter().map(|&number| &self.patterns[number as usize]);
            let excepted: Vec<Range<usize>> = patterns()
                .filter(|pattern| pattern.except)
                .filter_map(Lazy::regex)
                .flat_map(|regex| regex.find_iter(text).map(|found| found.range()).collect::<Vec<_>>())
                .collect();
            let free = |range: &Range<usize>| !excepted.iter().any(|e| e.start < range.end && range.start < e.end);
            let first = patterns()
                .filter(|pattern| !pattern.except)
                .filter_map(Lazy::regex)
                .filter_map(|regex| regex.find_iter(text).map(|found| found.range()).find(free))
                .min_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
            if let (Some(range), Some(&number)) = (first, of_cue.first()) {
                hits.push((self.patterns[number as usize].cue, range));
            }
        }
        hits.sort_by_key(|(cue, range)| (range.start, *cue));
        hits.into_iter().map(|(cue, range)| Hit { cue, range: passage.source_range(range) }).collect()
    }
}
