//! How much each feature says for each kind: stable names, readable numbers. The score of a kind is a logistic
//! of bias + Σ weight · feature; these are the names and numbers, [`crate::rules::score`] does the sum.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::rules::finding::{Kind, Theme};

/// Where a feature's name says something more than the cue itself.
pub(crate) const BEFORE: &str = "@before";
/// Said by a person of this role.
pub(crate) const BY_SALES: &str = "/sales";
/// Said by a person of this role.
pub(crate) const BY_ENGINEERING: &str = "/engineering";
/// A rule that fired.
pub(crate) const RULE: &str = "rule:";
/// How many different cues of a side were heard, up to [`SIDE_CAP`].
pub(crate) const SIDE: &str = "side:";
/// More different cues of a side than this say no more.
pub(crate) const SIDE_CAP: usize = 3;

/// The numbers of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct KindWeights {
    /// The score of a message in which nothing is heard, before the logistic.
    pub bias: f64,
    /// The least score, from 0 to 1, at which a finding is raised at the *calm* threshold.
    pub calm: f64,
    /// The same at the *keen* threshold.
    pub keen: f64,
    /// By feature: a cue's id (heard in the message just said), `id@before` (heard earlier in the thread),
    /// `id/sales`, `id/engineering` (by whom), `rule:id`, `side:revenue` (how many different cues, at most 3).
    pub weights: BTreeMap<String, f64>,
}

/// What a cue or rule counts that the file does not name, such as one just written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unnamed {
    /// A cue of the kind, in the message just said.
    pub cue: f64,
    /// A calm cue; never more than 0.
    pub calm: f64,
    /// Rules by their level.
    pub weak: f64,
    /// Rules by their level.
    pub normal: f64,
    /// Rules by their level.
    pub strong: f64,
}

/// All weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// For what is not named.
    pub unnamed: Unnamed,
    /// By kind.
    pub kinds: BTreeMap<Kind, KindWeights>,
    /// By theme, what says that a finding is about it.
    pub themes: BTreeMap<Theme, ThemeWeights>,
}

/// The numbers of one theme: it is named where bias + Σ weight of the cues heard is not less than 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeWeights {
    /// Where nothing is heard.
    pub bias: f64,
    /// By a cue's id, heard anywhere in the last messages of the thread; what is not named counts 1 for its own
    /// themes.
    pub weights: BTreeMap<String, f64>,
}

impl Default for ThemeWeights {
    fn default() -> Self {
        Self { bias: -0.5, weights: BTreeMap::new() }
    }
}

/// The numbers used where there is no `weights.yaml`: a strong rule speaks alone, a normal one with one more cue.
impl Default for Weights {
    fn default() -> Self {
        let kind = KindWeights { bias: -2.5, calm: 0.8, keen: 0.5, weights: BTreeMap::new() };
        Self {
            unnamed: Unnamed { cue: 0.6, calm: -1.0, weak: 1.0, normal: 2.5, strong: 3.5 },
            kinds: Kind::ALL.into_iter().map(|k| (k, kind.clone())).collect(),
            themes: BTreeMap::new(),
        }
    }
}

impl Weights {
    /// The weight of a named feature, if the file has it.
    pub fn named(&self, kind: Kind, feature: &str) -> Option<f64> {
        self.kinds.get(&kind)?.weights.get(feature).copied()
    }

    /// As `weights.yaml` has them: the most telling first.
    pub fn to_yaml(&self) -> String {
        let Unnamed { cue, calm, weak, normal, strong } = self.unnamed;
        let mut out = format!(
            "{HEADER}\n# For cues and rules that have no number below; a fit draws every number towards these.\n\
             unnamed: {{cue: {cue}, calm: {calm}, weak: {weak}, normal: {normal}, strong: {strong}}}\n"
        );
        for kind in Kind::ALL {
            let Some(of_kind) = self.kinds.get(&kind) else { continue };
            let KindWeights { bias, calm, keen, weights } = of_kind;
            let _ = writeln!(out, "\n{}:\n  bias: {bias:.2}\n  calm: {calm}\n  keen: {keen}", kind.id());
            list(&mut out, "  ", weights);
        }
        if !self.themes.is_empty() {
            out.push_str("\n# What a finding is about: a theme is named where bias + Σ weight of the cues heard is at least 0.\nthemes:\n");
        }
        for theme in Theme::ALL {
            let Some(ThemeWeights { bias, weights }) = self.themes.get(&theme) else { continue };
            let _ = writeln!(out, "  {}:\n    bias: {bias:.2}", theme.id());
            list(&mut out, "    ", weights);
        }
        out
    }
}

/// The most telling first.
fn list(out: &mut String, indent: &str, weights: &BTreeMap<String, f64>) {
    let mut listed: Vec<(&String, f64)> = weights.iter().map(|(name, weight)| (name, *weight)).collect();
    listed.sort_by(|(a, x), (b, y)| y.abs().total_cmp(&x.abs()).then_with(|| a.cmp(b)));
    if !listed.is_empty() {
        let _ = writeln!(out, "{indent}weights:");
    }
    for (name, weight) in listed {
        let _ = writeln!(out, "{indent}  {name}: {:.2}", weight + 0.0); // no -0.00
    }
}

/// What stands at the top of the file.
const HEADER: &str = "\
# How much each feature says for each kind of finding. The score is 1 / (1 + e^-(bias + Σ weight · feature)).
# Names: a cue's id (heard in the message just said), id@before (heard earlier in the thread), id/sales and
# id/engineering (by whom), rule:id, side:revenue … (how many different cues of the side, at most 3).
# A finding needs a score of `calm`, or of `keen` where a channel wants to hear of weaker signs.
# Fitted by `liaison fit`; edit by hand what you know better.
";
