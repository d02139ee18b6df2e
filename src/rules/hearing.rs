//! Hears the cues of a message: one automaton over the literals of all phrases, then the few patterns all of
//! whose literals occurred, as words and in their order. Returns each cue once, with the words that were heard first.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};
use regex_automata::meta::Regex;

use crate::rules::anchors::{Anchor, is_word};
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
    /// What a literal speaks for, by its number in the automaton.
    of_literal: Vec<Vec<Spoken>>,
    /// By pattern: how many sets it has.
    sets: Vec<u8>,
    /// The patterns without a literal, looked for together.
    free: Option<RegexSet>,
    of_free: Vec<u32>,
}

/// A literal as one of a pattern's.
#[derive(Debug, Clone, Copy)]
struct Spoken {
    pattern: u32,
    /// Which of the pattern's sets it is in; one of each is to occur in this order.
    set: u8,
    /// Whether a Latin word must begin, and end, where it does.
    begins: bool,
    ends: bool,
}

/// How far a message has come through a pattern's sets.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    sets: u8,
    /// Where the last of them ended.
    end: u32,
}

/// Room for the progress of one message, used again for the next, so that its cost does not grow with the number of
/// patterns: those that nothing spoke for are not touched.
#[derive(Debug, Default)]
struct Scratch {
    /// By pattern.
    progress: Vec<Progress>,
    /// The patterns that are not at their beginning.
    touched: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
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
        let mut literals: BTreeMap<String, Vec<Spoken>> = BTreeMap::new();
        let mut free = vec![];
        let mut of_free = vec![];
        let mut sets = vec![];
        let mut add = |cue: usize, except: bool, pattern: &Pattern| {
            let number = patterns.len() as u32;
            if pattern.anchors.is_empty() {
                free.push(pattern.regex.clone());
                of_free.push(number);
            }
            for (set, anchors) in (0..).zip(&pattern.anchors) {
                for Anchor { text, begins, ends } in anchors {
                    let spoken = Spoken { pattern: number, set, begins: *begins, ends: *ends };
                    literals.entry(text.clone()).or_default().push(spoken);
                }
            }
            sets.push(pattern.anchors.len() as u8);
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
        let (words, of_literal): (Vec<String>, Vec<Vec<Spoken>>) = literals.into_iter().unzip();
        let automaton =
            if words.is_empty() { None } else { Some(AhoCorasick::new(&words).map_err(|error| error.to_string())?) };
        let set = if free.is_empty() {
            None
        } else {
            let limit = COMPILED_LIMIT * free.len();
            Some(RegexSetBuilder::new(&free).size_limit(limit).build().map_err(|error| error.to_string())?)
        };
        Ok(Self { patterns, literals: automaton, of_literal, sets, free: set, of_free })
    }

    /// Lets go of what was compiled so far, after the examples have been run.
    pub(crate) fn rest(&mut self) {
        for pattern in &mut self.patterns {
            pattern.tried = AtomicU32::new(0);
            pattern.first.take();
            pattern.often.take();
        }
    }

    /// The patterns that may match a text, since one literal of each of their sets occurs where it may and in order.
    fn through_literals(&self, literals: &AhoCorasick, text: &str, scratch: &mut Scratch, candidates: &mut Vec<u32>) {
        let Scratch { progress, touched } = scratch;
        if progress.len() < self.patterns.len() {
            progress.resize(self.patterns.len(), Progress::default());
        }
        // What the message before left, even where reading it was broken off.
        for pattern in touched.drain(..) {
            progress[pattern as usize] = Progress::default();
        }
        let is_word_at = |place: usize| text.as_bytes().get(place).is_some_and(|&byte| is_word(byte));
        // They come in the order of their ends: taking the first that fits leaves the most to those after it.
        for found in literals.find_overlapping_iter(text) {
            let within = found.start() > 0 && is_word_at(found.start() - 1);
            let goes_on = is_word_at(found.end());
            for spoken in &self.of_literal[found.pattern().as_usize()] {
                let so_far = &mut progress[spoken.pattern as usize];
                if spoken.set != so_far.sets
                    || (found.start() as u32) < so_far.end
                    || spoken.begins && within
                    || spoken.ends && goes_on
                {
                    continue;
                }
                if so_far.sets == 0 {
                    touched.push(spoken.pattern);
                }
                *so_far = Progress { sets: so_far.sets + 1, end: found.end() as u32 };
                if so_far.sets == self.sets[spoken.pattern as usize] {
                    candidates.push(spoken.pattern);
                }
            }
        }
    }

    /// The cues of a message, in the order they are first heard.
    pub(crate) fn hear(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let text = passage.normalised();
        let mut candidates: Vec<u32> = vec![];
        if let Some(literals) = &self.literals {
            SCRATCH.with_borrow_mut(|scratch| self.through_literals(literals, text, scratch, &mut candidates));
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
