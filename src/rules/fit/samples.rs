//! Rows of features for one kind, made of heard conversations. Every conversation is there twice: as it was, and
//! with nobody's role known, so that no weight rests on a role being known.

use std::collections::HashMap;

use crate::rules::RuleSet;
use crate::rules::cue::Side;
use crate::rules::finding::Kind;
use crate::rules::memory::ThreadMemory;
use crate::rules::rule::Level;
use crate::rules::weights::{BEFORE, RULE, SIDE};

use super::labelled::Trace;
use super::regression::{Coefficient, Row};

/// How much a message counts that stands before the one at which to step in: raising it early is no great harm.
const EARLY: f64 = 0.5;
/// How much a message counts in a conversation of another kind of trouble: there, something is due after all.
const OTHER_KIND: f64 = 0.7;

/// One message on which the kind could be raised.
#[derive(Debug)]
struct Sample {
    trace: usize,
    features: Vec<(usize, f64)>,
    wanted: bool,
    weight: f64,
}

/// All rows of a kind and what is known of its weights beforehand.
#[derive(Debug)]
pub(super) struct Samples {
    pub(super) kind: Kind,
    /// As in `weights.yaml`.
    pub(super) names: Vec<String>,
    /// By the same number.
    pub(super) coefficients: Vec<Coefficient>,
    messages: Vec<Sample>,
}

impl Samples {
    pub(super) fn of(kind: Kind, rules: &RuleSet, traces: &[Trace]) -> Self {
        let (names, coefficients) = features_of(kind, rules);
        let number: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
        let mut messages = vec![];
        for (place, trace) in traces.iter().enumerate() {
            let share = 0.5 / (trace.heard.len() as f64).sqrt();
            for roles in [true, false] {
                let mut memory = ThreadMemory::default();
                for (message, heard) in trace.messages(roles).enumerate() {
                    let (features, possible) = rules.features(&mut memory, heard);
                    if !possible.contains(&kind) {
                        continue; // it is never raised there, whatever the weights
                    }
                    let mine = trace.label == Some(kind);
                    let factor = match trace.label {
                        Some(_) if mine && message < trace.act_at => EARLY,
                        Some(_) if !mine => OTHER_KIND,
                        _ => 1.0,
                    };
                    let features =
                        features.iter().filter_map(|(name, value)| Some((*number.get(name.as_str())?, *value)));
                    messages.push(Sample {
                        trace: place,
                        features: features.collect(),
                        wanted: mine && message >= trace.act_at,
                        weight: share * factor,
                    });
                }
            }
        }
        Self { kind, names, coefficients, messages }
    }

    /// The rows of the conversations that `wanted` picks by their number.
    pub(super) fn rows(&self, wanted: &dyn Fn(usize) -> bool) -> Vec<Row<'_>> {
        let mine = self.messages.iter().filter(|sample| wanted(sample.trace));
        mine.map(|it| Row { features: &it.features, wanted: it.wanted, weight: it.weight }).collect()
    }
}

/// The features that may speak for or against a kind: its own cues and rules never against it, calm cues never for
/// it, those of other kinds not at all.
fn features_of(kind: Kind, rules: &RuleSet) -> (Vec<String>, Vec<Coefficient>) {
    let unnamed = rules.weights().unnamed;
    let speaks_for = |prior: f64| Coefficient { prior, least: 0.0, most: f64::INFINITY };
    let speaks_against = |prior: f64| Coefficient { prior, least: f64::NEG_INFINITY, most: 0.0 };
    let mut features = vec![];
    for cue in rules.cues() {
        let (now, before) = match cue.side {
            Side::Calm => (speaks_against(unnamed.calm), speaks_against(unnamed.calm / 2.0)),
            side if side.kind() == Some(kind) => (speaks_for(unnamed.cue), speaks_for(unnamed.cue / 2.0)),
            _ => continue,
        };
        features.push((cue.id.to_string(), now));
        features.push((format!("{}{BEFORE}", cue.id), before));
    }
    for rule in rules.rules().iter().filter(|rule| rule.kind == kind) {
        let prior = match rule.level {
            Level::Weak => unnamed.weak,
            Level::Normal => unnamed.normal,
            Level::Strong => unnamed.strong,
        };
        features.push((format!("{RULE}{}", rule.id), speaks_for(prior)));
    }
    for side in Side::ALL {
        if side == Side::Calm {
            features.push((format!("{SIDE}{}", side.id()), speaks_against(0.0)));
        } else if side.kind() == Some(kind) {
            features.push((format!("{SIDE}{}", side.id()), speaks_for(0.0)));
        }
    }
    features.into_iter().unzip()
}
