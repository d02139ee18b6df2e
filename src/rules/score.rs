//! The additive score: what was heard in a thread becomes named features, weighed for each kind. Returns the
//! features by name (for fitting) and each kind's score from 0 to 1.

use std::collections::BTreeMap;

use crate::glossary::concept::Role;
use crate::rules::cue::{Cue, Side};
use crate::rules::finding::Kind;
use crate::rules::rule::{Level, Rule, Turn};
use crate::rules::topics::Topics;
use crate::rules::weights::{BEFORE, BY_ENGINEERING, BY_SALES, RULE, SIDE, SIDE_CAP, Weights};

/// How far back cues count towards the score, in messages including the one just said.
pub(crate) const REACH: usize = 6;

/// What one cue does for the score.
#[allow(clippy::struct_excessive_bools, reason = "each is a feature of its own; they combine freely")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Placed {
    now: bool,
    before: bool,
    by_sales: bool,
    by_engineering: bool,
}

/// What was heard, ready to be weighed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Features {
    cues: Vec<(usize, Placed)>,
    rules: Vec<usize>,
    sides: [usize; 6],
}

impl Features {
    /// From the last turns of a thread and the rules that fired on them.
    pub(crate) fn of(turns: &[Turn], fired: &[usize], cues: &[Cue]) -> Self {
        let mut placed: BTreeMap<usize, Placed> = BTreeMap::new();
        for (back, turn) in turns.iter().rev().take(REACH).enumerate() {
            for &cue in &turn.cues {
                let place = placed.entry(cue).or_default();
                place.now |= back == 0;
                place.before |= back > 0;
                place.by_sales |= turn.role == Role::Sales;
                place.by_engineering |= turn.role == Role::Engineering;
            }
        }
        let mut sides = [0; 6];
        for &cue in placed.keys() {
            sides[cues[cue].side as usize] += 1;
        }
        let sides = sides.map(|count| count.min(SIDE_CAP));
        Self { cues: placed.into_iter().collect(), rules: fired.to_vec(), sides }
    }

    /// By name, as `weights.yaml` has them; only those that are not zero.
    pub(crate) fn named(&self, cues: &[Cue], rules: &[Rule]) -> BTreeMap<String, f64> {
        let mut named = BTreeMap::new();
        for &(cue, placed) in &self.cues {
            let id = &cues[cue].id;
            let parts = [
                (placed.now, ""),
                (placed.before && !placed.now, BEFORE),
                (placed.by_sales, BY_SALES),
                (placed.by_engineering, BY_ENGINEERING),
            ];
            named.extend(parts.into_iter().filter(|(is, _)| *is).map(|(_, part)| (format!("{id}{part}"), 1.0)));
        }
        named.extend(self.rules.iter().map(|&rule| (format!("{RULE}{}", rules[rule].id), 1.0)));
        for side in Side::ALL {
            let count = self.sides[side as usize];
            if count > 0 && side != Side::Topic {
                named.insert(format!("{SIDE}{}", side.id()), count as f64);
            }
        }
        named
    }
}

/// The weights of all kinds, by place instead of by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scorers {
    kinds: Vec<Scorer>,
    /// What names the themes.
    pub(crate) topics: Topics,
}

impl Scorers {
    pub(crate) fn new(weights: &Weights, cues: &[Cue], rules: &[Rule]) -> Self {
        let kinds = Kind::ALL.into_iter().filter_map(|kind| Scorer::new(kind, weights, cues, rules)).collect();
        Self { kinds, topics: Topics::new(weights, cues) }
    }

    /// In the order in which one is preferred over another.
    pub(crate) fn all(&self) -> &[Scorer] {
        &self.kinds
    }
}

/// The weights of one kind, by place instead of by name.
#[derive(Debug, Clone)]
pub(crate) struct Scorer {
    pub(crate) kind: Kind,
    pub(crate) calm: f64,
    pub(crate) keen: f64,
    bias: f64,
    /// By cue: now, before, by sales, by engineering.
    cues: Vec<[f64; 4]>,
    rules: Vec<f64>,
    sides: [f64; 6],
}

impl Scorer {
    /// Looks every name up once. Calm cues never speak for a finding, whatever the file says.
    pub(crate) fn new(kind: Kind, weights: &Weights, cues: &[Cue], rules: &[Rule]) -> Option<Self> {
        let numbers = weights.kinds.get(&kind)?;
        let named = |name: &str| weights.named(kind, name);
        let of_cue = |cue: &Cue| {
            let unnamed = match cue.side {
                Side::Calm => weights.unnamed.calm,
                side if side.kind() == Some(kind) => weights.unnamed.cue,
                _ => 0.0,
            };
            let id = cue.id.as_str();
            let part = |part: &str| named(&format!("{id}{part}"));
            let known = part("").is_some() || part(BEFORE).is_some();
            let now = part("").unwrap_or(if known { 0.0 } else { unnamed });
            let before = part(BEFORE).unwrap_or(if known { 0.0 } else { unnamed / 2.0 });
            let all = [now, before, part(BY_SALES).unwrap_or(0.0), part(BY_ENGINEERING).unwrap_or(0.0)];
            if cue.side == Side::Calm { all.map(|weight| weight.min(0.0)) } else { all }
        };
        let of_rule = |rule: &Rule| {
            let unnamed = match rule.level {
                _ if rule.kind != kind => 0.0,
                Level::Weak => weights.unnamed.weak,
                Level::Normal => weights.unnamed.normal,
                Level::Strong => weights.unnamed.strong,
            };
            named(&format!("{RULE}{}", rule.id)).unwrap_or(unnamed)
        };
        let of_side = |side: Side| {
            let weight = named(&format!("{SIDE}{}", side.id())).unwrap_or(0.0);
            if side == Side::Calm { weight.min(0.0) } else { weight }
        };
        Some(Self {
            kind,
            calm: numbers.calm,
            keen: numbers.keen,
            bias: numbers.bias,
            cues: cues.iter().map(of_cue).collect(),
            rules: rules.iter().map(of_rule).collect(),
            sides: Side::ALL.map(of_side),
        })
    }

    /// From 0 to 1.
    pub(crate) fn score(&self, features: &Features) -> f64 {
        let mut sum = self.bias;
        for &(cue, placed) in &features.cues {
            let [now, before, by_sales, by_engineering] = self.cues[cue];
            let parts = [
                (placed.now, now),
                (placed.before && !placed.now, before),
                (placed.by_sales, by_sales),
                (placed.by_engineering, by_engineering),
            ];
            sum += parts.into_iter().filter(|(is, _)| *is).map(|(_, weight)| weight).sum::<f64>();
        }
        sum += features.rules.iter().map(|&rule| self.rules[rule]).sum::<f64>();
        sum += self.sides.iter().zip(features.sides).map(|(weight, count)| weight * count as f64).sum::<f64>();
        1.0 / (1.0 + (-sum).exp())
    }
}
