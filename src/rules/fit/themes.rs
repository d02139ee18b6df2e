//! What tells the themes apart: one row for each labelled conversation in which goals diverge, made of all cues heard
//! up to the message at which to step in. Returns each theme's weights.

use std::collections::BTreeMap;

use crate::rules::RuleSet;
use crate::rules::cue::Side;
use crate::rules::finding::{Kind, Theme};
use crate::rules::topics::OWN;
use crate::rules::weights::ThemeWeights;

use super::labelled::Trace;
use super::regression::{self, Coefficient, Row};
use super::rounded;

/// How strongly a cue is held to speaking for its own themes and no others. Most conversations say little of a theme,
/// and there are few of each: more would be learnt by heart.
const STRENGTH: f64 = 3.0;

/// The rows.
#[derive(Debug)]
pub(super) struct Themes {
    /// By the cue's place in the rule set: its id and its own themes.
    cues: Vec<(String, Vec<Theme>)>,
    rows: Vec<Sample>,
}

/// One conversation.
#[derive(Debug)]
struct Sample {
    trace: usize,
    heard: Vec<(usize, f64)>,
    themes: Vec<Theme>,
}

impl Themes {
    pub(super) fn of(rules: &RuleSet, traces: &[Trace]) -> Self {
        let telling = |side: Side| side == Side::Topic || side.kind() == Some(Kind::DivergentGoals);
        let cues = rules.cues().iter().map(|cue| (cue.id.to_string(), cue.themes.clone())).collect();
        let row = |(number, trace): (usize, &Trace)| {
            if trace.label != Some(Kind::DivergentGoals) || trace.themes.is_empty() {
                return None;
            }
            let heard = trace.heard.iter().take(trace.act_at + 1).flat_map(|heard| &heard.cues);
            let mut places: Vec<usize> =
                heard.filter_map(|id| rules.cues().iter().position(|cue| cue.id == *id && telling(cue.side))).collect();
            places.sort_unstable();
            places.dedup();
            let heard = places.into_iter().map(|place| (place, 1.0)).collect();
            Some(Sample { trace: number, heard, themes: trace.themes.clone() })
        };
        Self { cues, rows: traces.iter().enumerate().filter_map(row).collect() }
    }

    /// Fitted to the conversations that `wanted` picks by their number.
    pub(super) fn weights(&self, wanted: &dyn Fn(usize) -> bool) -> BTreeMap<Theme, ThemeWeights> {
        let of_theme = |theme: Theme| {
            let coefficients: Vec<Coefficient> = self
                .cues
                .iter()
                .map(|(_, themes)| {
                    if themes.contains(&theme) {
                        Coefficient { prior: OWN, least: 0.0, most: f64::INFINITY }
                    } else {
                        Coefficient { prior: 0.0, least: f64::NEG_INFINITY, most: f64::INFINITY }
                    }
                })
                .collect();
            let mine = self.rows.iter().filter(|sample| wanted(sample.trace));
            let rows: Vec<Row<'_>> =
                mine.map(|it| Row { features: &it.heard, wanted: it.themes.contains(&theme), weight: 1.0 }).collect();
            let fitted = regression::fit(&rows, &coefficients, STRENGTH);
            let named = self.cues.iter().zip(fitted.weights).map(|((id, themes), weight)| {
                let weight = rounded(weight);
                let unnamed = if themes.contains(&theme) { OWN } else { 0.0 };
                (id.clone(), weight, (weight - unnamed).abs() >= SHOWN)
            });
            let weights = named.filter(|(.., shown)| *shown).map(|(id, weight, _)| (id, weight)).collect();
            (theme, ThemeWeights { bias: rounded(fitted.bias), weights })
        };
        Theme::ALL.into_iter().map(of_theme).collect()
    }
}

/// What differs less from what a cue counts anyway is not written down.
const SHOWN: f64 = 0.1;
