//! What a finding is about: every cue heard lately in the thread speaks for and against themes. Returns the themes
//! that are likely, most telling first.

use std::collections::BTreeSet;

use crate::rules::cue::Cue;
use crate::rules::finding::Theme;
use crate::rules::rule::Turn;
use crate::rules::score::REACH;
use crate::rules::weights::{ThemeWeights, Weights};

/// The most themes of a finding.
const MOST: usize = 3;

/// The weights of all themes, by a cue's place instead of its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topics(Vec<Topic>);

#[derive(Debug, Clone)]
struct Topic {
    theme: Theme,
    bias: f64,
    /// By cue: how much it counts, and whether it is one of the cues of the theme.
    cues: Vec<(f64, bool)>,
}

impl Topics {
    /// Looks every name up once.
    pub(crate) fn new(weights: &Weights, cues: &[Cue]) -> Self {
        let topic = |theme: Theme| {
            let ThemeWeights { bias, weights } = weights.themes.get(&theme).cloned().unwrap_or_default();
            let of_cue = |cue: &Cue| {
                let own = cue.themes.contains(&theme);
                let unnamed = if own { OWN } else { 0.0 };
                (weights.get(cue.id.as_str()).copied().unwrap_or(unnamed), own)
            };
            Topic { theme, bias, cues: cues.iter().map(of_cue).collect() }
        };
        Self(Theme::ALL.into_iter().map(topic).collect())
    }

    /// The themes of what was heard: the likely ones, or the likeliest. None that no cue of its own speaks for.
    pub(crate) fn name(&self, heard: &BTreeSet<usize>) -> Vec<Theme> {
        let score = |topic: &Topic| topic.bias + heard.iter().map(|&cue| topic.cues[cue].0).sum::<f64>();
        let spoken_for = |topic: &&Topic| heard.iter().any(|&cue| topic.cues[cue].1);
        let mut themes: Vec<(f64, Theme)> =
            self.0.iter().filter(spoken_for).map(|topic| (score(topic), topic.theme)).collect();
        themes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let likely = themes.iter().take_while(|(score, _)| *score >= 0.0).count();
        themes.truncate(likely.clamp(1, MOST));
        themes.into_iter().map(|(_, theme)| theme).collect()
    }
}

/// How much a cue speaks for its own themes, unless the file says otherwise.
pub(crate) const OWN: f64 = 1.0;

/// The cues of the last turns.
pub(crate) fn heard_lately(turns: &[Turn]) -> BTreeSet<usize> {
    turns.iter().rev().take(REACH).flat_map(|turn| turn.cues.iter().copied()).collect()
}
