//! Reads `rules/*.yaml` into cues, rules and weights, runs their examples, and returns a [`RuleSet`] or
//! everything that is wrong with them, with file, line, key and remedy.

mod cues;
mod rules;
mod weights;

use std::collections::BTreeMap;

use crate::ids::{CueId, RuleId};
use crate::rules::RuleSet;
use crate::rules::cue::Cue;
use crate::rules::examples::Failure;
use crate::rules::phrase::Slots;
use crate::rules::rule::Rule;
use crate::rules::weights::Weights;
use crate::text::Language;

use super::error::ConfigError;
use super::fields::{Fields, Report};
use super::source::Source;
use super::tree::{self, Node};

/// The file of the folder that holds weights and nothing else.
const WEIGHTS: &str = "weights.yaml";

/// Where something was written: the file's place among the sources, and the line.
type Place = (usize, u64);

/// A named list of words: its language, its name, the words.
type Slot = (Language, String, Vec<String>);

/// Reads the files of a rules folder, in their order. No files make a set that hears nothing.
pub fn load(sources: &[Source]) -> Result<RuleSet, Vec<ConfigError>> {
    let mut problems = vec![];
    let mut roots: Vec<(usize, Node)> = vec![];
    let mut weights = None;
    for (index, source) in sources.iter().enumerate() {
        match tree::of_yaml(source) {
            Ok(Some(root)) if source.path.file_name().is_some_and(|name| name == WEIGHTS) => {
                weights = Some((index, root));
            }
            Ok(Some(root)) => roots.push((index, root)),
            Ok(None) => {}
            Err(found) => problems.extend(found),
        }
    }

    let slots = read(&roots, sources, &mut problems, slots);
    let mut shared: BTreeMap<Language, Slots> = BTreeMap::new();
    for (_, (language, name, words)) in slots {
        shared.entry(language).or_default().insert(name, words);
    }
    let cues = read(&roots, sources, &mut problems, |root, report| cues::read(root, &shared, report));
    let (cues, cue_places) = unique(cues, |cue: &Cue| cue.id.as_str(), sources, &mut problems);
    let rules = read(&roots, sources, &mut problems, |root, report| rules::read(root, &cues, report));
    let (rules, rule_places) = unique(rules, |rule: &Rule| rule.id.as_str(), sources, &mut problems);
    let weights = match &weights {
        None => Weights::default(),
        Some((index, root)) => {
            let mut report = Report::about(&sources[*index]);
            let weights = weights::read(root, &cues, &rules, &mut report);
            problems.append(&mut report.problems);
            weights
        }
    };
    if !problems.is_empty() {
        return Err(problems);
    }

    let places = Places {
        cues: cues.iter().map(|cue| cue.id.clone()).zip(cue_places).collect(),
        rules: rules.iter().map(|rule| rule.id.clone()).zip(rule_places).collect(),
        sources,
    };
    let set = RuleSet::build(cues, rules, weights).map_err(|problem| {
        let file = sources.first().map(|source| source.path.clone()).unwrap_or_default();
        let remedy = Some("take out phrases, or the repetition in them".to_owned());
        vec![ConfigError { file, line: None, key: None, problem, remedy }]
    })?;
    let failures = set.run_examples().failures;
    if failures.is_empty() {
        Ok(set.rested())
    } else {
        Err(failures.iter().map(|failure| places.told(failure)).collect())
    }
}

/// Reads something out of every file, each with its place.
fn read<T>(
    roots: &[(usize, Node)],
    sources: &[Source],
    problems: &mut Vec<ConfigError>,
    mut part: impl FnMut(&Node, &mut Report<'_>) -> Vec<(u64, T)>,
) -> Vec<(Place, T)> {
    let mut all = vec![];
    for (index, root) in roots {
        let mut report = Report::about(&sources[*index]);
        all.extend(part(root, &mut report).into_iter().map(|(line, it)| ((*index, line), it)));
        problems.append(&mut report.problems);
    }
    all
}

/// The slots of a file; also the place where its top-level keys are checked.
fn slots(root: &Node, report: &mut Report<'_>) -> Vec<(u64, Slot)> {
    let mut found = vec![];
    let Some(mut top) = Fields::open(root, "", report) else { return found };
    top.get("cues");
    top.get("rules");
    if let Some(mut by_language) = top.get("slots").and_then(|node| Fields::open(node, "slots", report)) {
        for (language, code) in [(Language::English, "en"), (Language::Japanese, "ja")] {
            let name = by_language.name(code);
            let Some(fields) = by_language.get(code).and_then(|node| Fields::open(node, &name, report)) else {
                continue;
            };
            for entry in fields.all() {
                let words = super::fields::texts(&entry.node, &fields.name(&entry.key), report);
                found.push((entry.line, (language, entry.key.clone(), words)));
            }
        }
        by_language.close(report);
    }
    top.close(report);
    found
}

/// Reports ids that are used twice, and keeps the first.
fn unique<T>(
    all: Vec<(Place, T)>,
    id: impl Fn(&T) -> &str,
    sources: &[Source],
    problems: &mut Vec<ConfigError>,
) -> (Vec<T>, Vec<Place>) {
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    let (mut kept, mut places) = (vec![], vec![]);
    for (place, it) in all {
        if let Some((file, line)) = first.get(id(&it)) {
            let mut report = Report::about(&sources[place.0]);
            let problem = format!("this id is used already at {}:{line}", sources[*file].path.display());
            report.problem(place.1, id(&it), problem, "give one of the two another id, or join them");
            problems.append(&mut report.problems);
        } else {
            first.insert(id(&it).to_owned(), place);
            kept.push(it);
            places.push(place);
        }
    }
    (kept, places)
}

/// Where cues and rules stand, for telling what fails.
struct Places<'a> {
    cues: BTreeMap<CueId, Place>,
    rules: BTreeMap<RuleId, Place>,
    sources: &'a [Source],
}

impl Places<'_> {
    fn told(&self, failure: &Failure) -> ConfigError {
        let (place, key, problem, remedy) = match failure {
            Failure::CueUnheard { cue, text } => (
                self.cues.get(cue),
                format!("{cue}.tests.match"),
                format!("the cue is not heard in its own example “{text}”"),
                "add a phrase that covers it, narrow `except`, or correct the example".to_owned(),
            ),
            Failure::CueHeard { cue, text, surface } => (
                self.cues.get(cue),
                format!("{cue}.tests.skip"),
                format!("the cue is heard as “{surface}” in an example it must leave alone: “{text}”"),
                "narrow the phrase, or name the longer phrase under `except`".to_owned(),
            ),
            Failure::RuleSilent { rule, conversation, heard } => {
                let heard: Vec<&str> = heard.iter().map(CueId::as_str).collect();
                let heard = if heard.is_empty() { "no cue was heard".to_owned() } else { heard.join(", ") };
                (
                    self.rules.get(rule),
                    format!("{rule}.tests.fires"),
                    format!("the rule does not fire in its own example “{conversation}”"),
                    format!("heard there: {heard}; widen the rule or its cues, or correct the example"),
                )
            }
            Failure::RuleFires { rule, conversation } => (
                self.rules.get(rule),
                format!("{rule}.tests.quiet"),
                format!("the rule fires in an example it must leave alone: “{conversation}”"),
                "add an `unless`, or narrow the rule or its cues".to_owned(),
            ),
            Failure::RuleUntested { rule } => (
                self.rules.get(rule),
                format!("{rule}.tests.fires"),
                "no example shows this rule firing".to_owned(),
                "add a short conversation in which it must fire, under `tests: {fires: [[{sales: …}]]}`".to_owned(),
            ),
        };
        let file = place.and_then(|(index, _)| self.sources.get(*index));
        ConfigError {
            file: file.map(|source| source.path.clone()).unwrap_or_default(),
            line: place.map(|(_, line)| *line),
            key: Some(key),
            problem,
            remedy: Some(remedy),
        }
    }
}
