//! Finds the weights that tell labelled conversations apart best, and says how well they do on ones they have not
//! seen: `liaison fit`.
//!
//! [`labelled`] reads the conversations and hears their cues once; [`samples`] makes rows of features of them, each
//! conversation twice, with and without the speakers' roles; [`regression`] finds the weights; [`trial`] judges
//! conversations with weights and counts what was right; [`folds`] keeps a conversation out of the fit that judges
//! it; [`themes`] finds what tells the themes apart; [`suggest`] lists phrases no cue covers.
//!
//! What is left out on purpose: anything about how the labelled sets happen to be written. The features are cues,
//! rules and sides, and nothing else: no emoji, length, punctuation, language, place in the thread or who opens. The
//! features by role (`id/sales`, `id/engineering`) are never fitted, since in labelled talk a role and a kind go
//! together more than they do at work; a person may still write one into `weights.yaml`.

mod folds;
pub mod labelled;
mod regression;
mod samples;
pub mod suggest;
mod themes;
pub mod trial;

use crate::rules::RuleSet;
use crate::rules::finding::Kind;
use crate::rules::score::Scorers;
use crate::rules::weights::{KindWeights, Weights};

use labelled::Trace;
use samples::Samples;
use themes::Themes;
use trial::{Figures, Reading};

/// How a fit is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Into how many parts the conversations are divided for cross-validation; each is judged by the others.
    pub folds: usize,
    /// How strongly weights are held to what a feature counts unless something else is shown (`unnamed`).
    pub strength: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { folds: 10, strength: 3.0 }
    }
}

/// The weights fitted to all of the conversations. Thresholds and `unnamed` stay as they are in the rule set.
pub fn fit(rules: &RuleSet, traces: &[Trace], options: Options) -> Weights {
    Fitting::new(rules, traces, options).weights(&|_| true)
}

/// Judges every conversation with weights fitted to the conversations of the other parts; `share` of those, from 0
/// to 1, is used.
pub fn cross_validate(rules: &RuleSet, traces: &[Trace], options: Options, share: f64) -> Vec<Verdicts> {
    let fitting = Fitting::new(rules, traces, options);
    let fold = folds::assign(traces, options.folds);
    let used = folds::ranks(traces);
    let mut verdicts: Vec<Option<Verdicts>> = traces.iter().map(|_| None).collect();
    for part in 0..options.folds {
        let weights = fitting.weights(&|trace| fold[trace] != part && used[trace] < share);
        let scorers = rules.scorers(&weights);
        for (place, trace) in traces.iter().enumerate().filter(|(place, _)| fold[*place] == part) {
            verdicts[place] = Some(Verdicts::of(rules, &scorers, trace));
        }
    }
    verdicts.into_iter().flatten().collect()
}

/// Judges every conversation with the same weights.
pub fn judge_all(rules: &RuleSet, weights: &Weights, traces: &[Trace]) -> Vec<Verdicts> {
    let scorers = rules.scorers(weights);
    traces.iter().map(|trace| Verdicts::of(rules, &scorers, trace)).collect()
}

/// What was found in one conversation at each [`Reading`].
#[derive(Debug, Clone)]
pub struct Verdicts([trial::Verdict; Reading::ALL.len()]);

impl Verdicts {
    fn of(rules: &RuleSet, scorers: &Scorers, trace: &Trace) -> Self {
        Self(Reading::ALL.map(|reading| trial::judge(rules, scorers, trace, reading)))
    }

    /// At one of them.
    pub const fn at(&self, reading: Reading) -> &trial::Verdict {
        &self.0[reading as usize]
    }
}

/// The figures of those conversations that `wanted` picks.
pub fn figures<'a>(
    traces: &'a [Trace],
    verdicts: &[Verdicts],
    reading: Reading,
    wanted: impl Fn(&'a Trace) -> bool,
) -> Figures {
    let mut figures = Figures::default();
    for (trace, verdict) in traces.iter().zip(verdicts).filter(|(trace, _)| wanted(trace)) {
        figures.count(trace, verdict.at(reading));
    }
    figures
}

/// The rows of every kind, made once.
struct Fitting<'a> {
    weights: &'a Weights,
    strength: f64,
    kinds: Vec<Samples>,
    themes: Themes,
}

impl<'a> Fitting<'a> {
    fn new(rules: &'a RuleSet, traces: &[Trace], options: Options) -> Self {
        let kinds = Kind::ALL.map(|kind| Samples::of(kind, rules, traces)).into();
        let themes = Themes::of(rules, traces);
        Self { weights: rules.weights(), strength: options.strength, kinds, themes }
    }

    fn weights(&self, wanted: &dyn Fn(usize) -> bool) -> Weights {
        let mut weights = self.weights.clone();
        for samples in &self.kinds {
            let fitted = regression::fit(&samples.rows(wanted), &samples.coefficients, self.strength);
            let named = samples.names.iter().cloned().zip(fitted.weights.iter().map(|weight| rounded(*weight)));
            let before = weights.kinds.get(&samples.kind);
            let (calm, keen) = before.map_or((0.8, 0.5), |before| (before.calm, before.keen));
            let of_kind = KindWeights { bias: rounded(fitted.bias), calm, keen, weights: named.collect() };
            weights.kinds.insert(samples.kind, of_kind);
        }
        weights.themes = self.themes.weights(wanted);
        weights
    }
}

/// As the file shows it: what is judged is what a person can read there.
fn rounded(weight: f64) -> f64 {
    (weight * 100.0).round() / 100.0
}
