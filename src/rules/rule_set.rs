//! All cues and rules, ready to hear a message and judge a thread. Returns at most one finding a message.

use std::collections::{BTreeMap, HashMap};

use crate::glossary::concept::Role;
use crate::ids::{CueId, RuleId};
use crate::rules::cue::Cue;
use crate::rules::finding::{Because, Finding, Kind};
use crate::rules::hearing::{Hearing, Hit};
use crate::rules::memory::{Heard, ThreadMemory};
use crate::rules::rule::{Evidence, Level, Rule, Turn};
use crate::rules::score::{Features, Scorer, Scorers};
use crate::rules::topics::{Topics, heard_lately};
use crate::rules::weights::Weights;
use crate::text::{Language, Passage};
use crate::time::{Span, Timestamp};

/// How readily a finding is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Threshold {
    /// Only when rather sure.
    #[default]
    Calm,
    /// Also on weaker signs.
    Keen,
}

/// A message as the rules take it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Its id or timestamp.
    pub message: &'a str,
    /// When it was said.
    pub at: Timestamp,
    /// A number that only tells the speakers of one thread apart.
    pub speaker: u32,
    /// The speaker's role.
    pub role: Role,
    /// The message.
    pub passage: &'a Passage<'a>,
}

/// How long a kind already raised in a thread is left alone.
const RAISED_AGAIN_AFTER: Span = Span::days(1);
/// How many more messages a thread needs before something new and strong may be raised sooner than that.
const MESSAGES_BEFORE_AGAIN: usize = 4;

/// Cues, rules and weights, compiled.
#[derive(Debug, Default)]
pub struct RuleSet {
    cues: Vec<Cue>,
    rules: Vec<Rule>,
    places: HashMap<CueId, usize>,
    hearing: Hearing,
    weights: Weights,
    scorers: Scorers,
}

/// A rule that fired, by its place, and why.
struct Fired {
    rule: usize,
    evidence: Vec<Evidence>,
}

impl RuleSet {
    /// Builds the automaton. Ids must be unique and the rules' conditions as long as the list of cues, which
    /// `config` sees to. An error says that the phrases are too many to hold.
    pub fn build(cues: Vec<Cue>, rules: Vec<Rule>, weights: Weights) -> Result<Self, String> {
        let hearing = Hearing::build(&cues)?;
        let places = cues.iter().enumerate().map(|(place, cue)| (cue.id.clone(), place)).collect();
        let scorers = Scorers::new(&weights, &cues, &rules);
        Ok(Self { cues, rules, places, hearing, weights, scorers })
    }

    /// The least score at which a kind is raised.
    pub fn least(&self, kind: Kind, threshold: Threshold) -> f64 {
        let scorer = self.scorers.all().iter().find(|scorer| scorer.kind == kind);
        scorer.map_or(1.0, |scorer| match threshold {
            Threshold::Calm => scorer.calm,
            Threshold::Keen => scorer.keen,
        })
    }

    /// What each feature counts.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Other weights, made ready to judge with: see [`RuleSet::judge_heard`].
    pub(crate) fn scorers(&self, weights: &Weights) -> Scorers {
        Scorers::new(weights, &self.cues, &self.rules)
    }

    /// Lets go of the memory that running the examples took; patterns are compiled again when they are needed.
    #[must_use]
    pub fn rested(mut self) -> Self {
        self.hearing.rest();
        self
    }

    /// All cues.
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Why a rule speaks, as a person reads it.
    pub fn why(&self, rule: &RuleId, language: Language) -> Option<&str> {
        self.rules.iter().find(|candidate| &candidate.id == rule)?.why.best(language)
    }

    /// What a cue is called, as a person reads it.
    pub fn cue_name(&self, cue: &CueId, language: Language) -> Option<&str> {
        self.cues[*self.places.get(cue)?].name.best(language)
    }

    /// The cues heard in a text and the words they were heard in, in order.
    pub fn heard<'a>(&self, passage: &Passage<'a>) -> Vec<(&Cue, &'a str)> {
        let hits = self.hearing.hear(passage);
        hits.into_iter().map(|hit| (&self.cues[hit.cue], surface(passage, &hit))).collect()
    }

    /// Hears a message, remembers its cues in the thread and says what is worth raising, if anything.
    pub fn judge(&self, memory: &mut ThreadMemory, said: Said<'_>, threshold: Threshold) -> Option<Finding> {
        self.judge_heard(&self.scorers, memory, self.hear(said), threshold)
    }

    /// What a thread remembers of a message.
    pub fn hear(&self, said: Said<'_>) -> Heard {
        let hits = self.hearing.hear(said.passage);
        Heard {
            message: said.message.to_owned(),
            at: said.at,
            speaker: said.speaker,
            role: said.role,
            cues: hits.iter().map(|hit| self.cues[hit.cue].id.clone()).collect(),
            surfaces: hits.iter().map(|hit| surface(said.passage, hit).to_owned()).collect(),
        }
    }

    /// [`RuleSet::judge`] of a message that was heard before, with weights of the caller's.
    pub(crate) fn judge_heard(
        &self,
        scorers: &Scorers,
        memory: &mut ThreadMemory,
        heard: Heard,
        threshold: Threshold,
    ) -> Option<Finding> {
        let at = heard.at;
        let turns = self.remember(memory, heard);
        let now = turns.last()?;
        if now.cues.iter().all(|&cue| self.cues[cue].side.kind().is_none()) {
            return None;
        }
        let fired = self.fired(&turns);
        let numbers: Vec<usize> = fired.iter().map(|fired| fired.rule).collect();
        let features = Features::of(&turns, &numbers, &self.cues);
        for scorer in scorers.all() {
            let of_kind = |cue: usize| self.cues[cue].side.kind() == Some(scorer.kind);
            let mine: Vec<&Fired> = fired.iter().filter(|fired| self.rules[fired.rule].kind == scorer.kind).collect();
            let score = scorer.score(&features);
            let least = match threshold {
                Threshold::Calm => scorer.calm,
                Threshold::Keen => scorer.keen,
            };
            if mine.is_empty() || score < least || !now.cues.iter().any(|&cue| of_kind(cue)) {
                continue;
            }
            if Self::raised_lately(memory, scorer.kind, at) && !self.new_and_strong(memory, &turns, &mine, scorer) {
                return None; // what is at stake has been said; a lesser kind on top of it would be noise
            }
            memory.found.push((scorer.kind, at));
            let excess = memory.found.len().saturating_sub(ThreadMemory::LIMIT);
            memory.found.drain(..excess);
            let topics = &scorers.topics;
            return Some(self.finding(memory, &turns, scorer.kind, &mine, score, topics));
        }
        None
    }

    /// What the score of a message would be made of, by name, and the kinds that could be raised on it at all: the
    /// ground for fitting weights. The message is remembered in the thread as [`RuleSet::judge`] does.
    pub(crate) fn features(&self, memory: &mut ThreadMemory, heard: Heard) -> (BTreeMap<String, f64>, Vec<Kind>) {
        let turns = self.remember(memory, heard);
        let fired: Vec<usize> = self.fired(&turns).into_iter().map(|fired| fired.rule).collect();
        let said_now = |kind: Kind| {
            turns.last().is_some_and(|now| now.cues.iter().any(|&cue| self.cues[cue].side.kind() == Some(kind)))
        };
        let possible = Kind::ALL
            .into_iter()
            .filter(|&kind| said_now(kind) && fired.iter().any(|&rule| self.rules[rule].kind == kind))
            .collect();
        (Features::of(&turns, &fired, &self.cues).named(&self.cues, &self.rules), possible)
    }

    /// The rules that fire on a message, which is remembered in the thread.
    pub(crate) fn firing(&self, memory: &mut ThreadMemory, said: Said<'_>) -> Vec<&Rule> {
        let turns = self.remember(memory, self.hear(said));
        self.fired(&turns).into_iter().map(|fired| &self.rules[fired.rule]).collect()
    }

    /// Takes a message into the memory; one heard before (an edit) replaces what it was.
    fn remember(&self, memory: &mut ThreadMemory, heard: Heard) -> Vec<Turn> {
        memory.heard.retain(|before| before.message != heard.message);
        let at = heard.at;
        memory.heard.push(heard);
        let excess = memory.heard.len().saturating_sub(ThreadMemory::LIMIT);
        memory.heard.drain(..excess);
        let turn = |heard: &Heard| Turn {
            speaker: heard.speaker,
            role: heard.role,
            ago: at.since(heard.at),
            cues: heard.cues.iter().filter_map(|cue| self.places.get(cue).copied()).collect(),
        };
        memory.heard.iter().map(turn).collect()
    }

    fn fired(&self, turns: &[Turn]) -> Vec<Fired> {
        if turns.last().is_none_or(|now| now.cues.is_empty()) {
            return vec![];
        }
        let fire = |(rule, it): (usize, &Rule)| it.fires(turns).map(|evidence| Fired { rule, evidence });
        self.rules.iter().enumerate().filter_map(fire).collect()
    }

    fn raised_lately(memory: &ThreadMemory, kind: Kind, now: Timestamp) -> bool {
        memory.found.iter().any(|(found, at)| *found == kind && now.since(*at).0 < RAISED_AGAIN_AFTER.0)
    }

    /// Whether the thread has gone on for a while since, and a strong rule now rests on a cue not heard before.
    fn new_and_strong(&self, memory: &ThreadMemory, turns: &[Turn], fired: &[&Fired], scorer: &Scorer) -> bool {
        let last = memory.found.iter().filter(|(kind, _)| *kind == scorer.kind).map(|(_, at)| *at).max();
        let since = memory.heard.iter().filter(|heard| last.is_some_and(|at| heard.at > at)).count();
        let now = turns.len() - 1; // `judge` has made sure that there is a turn
        let new = |cue: usize| !turns[..now].iter().any(|turn| turn.cues.contains(&cue));
        let strong = |fired: &&Fired| {
            let rests_on_new = fired.evidence.iter().any(|evidence| evidence.turn == now && new(evidence.cue));
            self.rules[fired.rule].level == Level::Strong && rests_on_new
        };
        since >= MESSAGES_BEFORE_AGAIN && fired.iter().any(strong)
    }

    fn finding(
        &self,
        memory: &ThreadMemory,
        turns: &[Turn],
        kind: Kind,
        fired: &[&Fired],
        score: f64,
        topics: &Topics,
    ) -> Finding {
        let now = turns.len() - 1; // `judge` has made sure that there is a turn
        let mut evidence: Vec<Evidence> = fired.iter().flat_map(|fired| fired.evidence.iter().copied()).collect();
        let said_now = turns[now].cues.iter().map(|&cue| Evidence { turn: now, cue });
        evidence.extend(said_now);
        evidence.retain(|evidence| self.cues[evidence.cue].side.kind() == Some(kind));
        evidence.sort();
        evidence.dedup();
        let because = |evidence: &Evidence| {
            let heard = &memory.heard[evidence.turn];
            let id = &self.cues[evidence.cue].id;
            let surface = heard.cues.iter().zip(&heard.surfaces).find(|(cue, _)| *cue == id);
            let surface = surface.map(|(_, surface)| surface.clone());
            Because { cue: id.clone(), surface, message: heard.message.clone() }
        };
        // Only what pulls both ways has themes; elsewhere the way it is said, or a word, is the matter.
        let themes = match kind {
            Kind::DivergentGoals => topics.name(&heard_lately(turns)),
            Kind::CommunicationStyle | Kind::KnowledgeGap => vec![],
        };
        Finding {
            kind,
            themes,
            rules: fired.iter().map(|fired| self.rules[fired.rule].id.clone()).collect(),
            score,
            because: evidence.iter().map(because).collect(),
        }
    }
}

/// The words of a hit, as they were written.
fn surface<'a>(passage: &Passage<'a>, hit: &Hit) -> &'a str {
    passage.source().get(hit.range.clone()).unwrap_or_default()
}
