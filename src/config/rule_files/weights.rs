//! Reads `rules/weights.yaml`: the numbers of each kind by feature name. A name nothing answers to is an error.

use std::collections::BTreeMap;

use crate::config::fields::{Fields, Report, nearest, text};
use crate::config::tree::Node;
use crate::rules::cue::{Cue, Side};
use crate::rules::finding::{Kind, Theme};
use crate::rules::rule::Rule;
use crate::rules::weights::Weights;

/// The weights of the file; what it does not say keeps its default.
pub(super) fn read(root: &Node, cues: &[Cue], rules: &[Rule], report: &mut Report<'_>) -> Weights {
    let mut weights = Weights::default();
    let Some(mut top) = Fields::open(root, "", report) else { return weights };
    if let Some(mut inner) = top.get("unnamed").and_then(|node| Fields::open(node, "unnamed", report)) {
        let unnamed = &mut weights.unnamed;
        number(&mut inner, "cue", &mut unnamed.cue, report);
        number(&mut inner, "calm", &mut unnamed.calm, report);
        number(&mut inner, "weak", &mut unnamed.weak, report);
        number(&mut inner, "normal", &mut unnamed.normal, report);
        number(&mut inner, "strong", &mut unnamed.strong, report);
        inner.close(report);
    }
    let known = names(cues, rules);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for kind in Kind::ALL {
        let Some(mut inner) = top.get(kind.id()).and_then(|node| Fields::open(node, kind.id(), report)) else {
            continue;
        };
        let Some(of_kind) = weights.kinds.get_mut(&kind) else { continue };
        number(&mut inner, "bias", &mut of_kind.bias, report);
        number(&mut inner, "calm", &mut of_kind.calm, report);
        number(&mut inner, "keen", &mut of_kind.keen, report);
        for (key, least) in [("calm", of_kind.calm), ("keen", of_kind.keen)] {
            if !(0.0..=1.0).contains(&least) {
                let name = inner.name(key);
                report.problem(inner.line_of(key), &name, "is not a score", "a number from 0 to 1");
            }
        }
        listed(&mut inner, &known, &mut of_kind.weights, report);
        inner.close(report);
    }
    if let Some(mut themes) = top.get("themes").and_then(|node| Fields::open(node, "themes", report)) {
        let known: Vec<&str> = cues.iter().map(|cue| cue.id.as_str()).collect();
        for theme in Theme::ALL {
            let name = themes.name(theme.id());
            let Some(mut inner) = themes.get(theme.id()).and_then(|node| Fields::open(node, &name, report)) else {
                continue;
            };
            let of_theme = weights.themes.entry(theme).or_default();
            number(&mut inner, "bias", &mut of_theme.bias, report);
            listed(&mut inner, &known, &mut of_theme.weights, report);
            inner.close(report);
        }
        themes.close(report);
    }
    top.close(report);
    weights
}

/// The numbers under `weights`, by the names that are known.
fn listed(inner: &mut Fields<'_>, known: &[&str], into: &mut BTreeMap<String, f64>, report: &mut Report<'_>) {
    let name = inner.name("weights");
    let Some(listed) = inner.get("weights").and_then(|node| Fields::open(node, &name, report)) else { return };
    for entry in listed.all() {
        let name = listed.name(&entry.key);
        if !known.contains(&entry.key.as_str()) {
            let near = nearest(&entry.key, known).map(|near| format!("did you mean `{near}`? "));
            let remedy = format!("{}take out weights of cues and rules that are gone", near.unwrap_or_default());
            report.problem(entry.line, &name, "no cue, rule or side has this name", remedy);
        }
        if let Some(weight) = decimal(&entry.node, &name, report) {
            into.insert(entry.key.clone(), weight);
        }
    }
}

/// Every feature there is.
fn names(cues: &[Cue], rules: &[Rule]) -> Vec<String> {
    let of_cue = |cue: &Cue| ["", "@before", "/sales", "/engineering"].map(|part| format!("{}{part}", cue.id));
    let cues = cues.iter().flat_map(of_cue);
    let rules = rules.iter().map(|rule| format!("rule:{}", rule.id));
    cues.chain(rules).chain(Side::ALL.map(|side| format!("side:{}", side.id()))).collect()
}

fn number(fields: &mut Fields<'_>, key: &'static str, into: &mut f64, report: &mut Report<'_>) {
    let name = fields.name(key);
    if let Some(value) = fields.get(key).and_then(|node| decimal(node, &name, report)) {
        *into = value;
    }
}

fn decimal(node: &Node, name: &str, report: &mut Report<'_>) -> Option<f64> {
    let word = text(node, name, report)?;
    let value = word.parse::<f64>().ok().filter(|value| value.abs() <= 100.0);
    if value.is_none() {
        report.problem(node.line, name, format!("`{word}` is not a weight"), "a number from -100 to 100, such as 0.8");
    }
    value
}
