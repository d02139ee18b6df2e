//! Configuration: files are read into a raw schema, validated as a whole, and become an immutable
//! [`Policy`]. Every problem is named with file, line, key and remedy.
//!
//! [`folder`] finds the files, [`load`] makes the policy of them, [`process`] resolves what the process itself
//! goes by (flags, environment, file, default).

mod completeness;
pub mod error;
mod examples;
mod fields;
pub mod folder;
mod glossary_files;
mod holiday_files;
pub mod process;
pub mod rule_files;
mod settings_file;
pub mod source;
mod teams_file;
mod tree;
mod webhooks;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::glossary::Glossary;
use crate::glossary::concept::Concept;
use crate::liaison::policy::Policy;
use crate::rules::RuleSet;
use crate::rules::cue::Cue;
use crate::rules::rule::Rule;
use crate::wording::Wording;

pub use error::{ConfigError, Problems};
pub use folder::{Files, Folder};
pub use process::{Flags, Process};
pub use settings_file::ServerFile;
pub use source::Source;

use teams_file::Teams;

/// How much a configuration holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Concepts of the glossary.
    pub concepts: usize,
    /// Cues: families of phrases.
    pub cues: usize,
    /// Rules that combine them.
    pub rules: usize,
    /// Examples that were run, all of them right.
    pub examples: usize,
}

/// A valid configuration.
#[derive(Debug)]
pub struct Loaded {
    /// What the bot goes by.
    pub policy: Policy,
    /// What the file says about the process; see [`Process::resolve`].
    pub server: ServerFile,
    /// How much there is.
    pub counts: Counts,
    /// What works, but could be better: files that are not read, concepts without a definition or not complete in both
    /// languages, fields no role knows, teams no request goes to.
    pub warnings: Vec<ConfigError>,
    folder: Folder,
}

impl Loaded {
    /// The policy, if the bot can serve with it: there must be a team to bring in.
    ///
    /// # Errors
    /// That there is no team.
    pub fn for_serving(self) -> Result<(Policy, ServerFile), Problems> {
        if !self.policy.teams.is_empty() {
            return Ok((self.policy, self.server));
        }
        Err(Problems(vec![ConfigError {
            file: self.folder.file("teams.yaml"),
            line: None,
            key: Some("teams".to_owned()),
            problem: "there is no liaison team".to_owned(),
            remedy: Some(
                "name one: `teams: [{id: liaisons, triage_channel: \"#liaison-triage\", members: [\"@liaisons\"]}]`"
                    .to_owned(),
            ),
        }]))
    }
}

/// Reads and validates a configuration, and runs the examples in it.
///
/// # Errors
/// All problems, in the order of the files.
pub fn load(folder: &Folder) -> Result<Loaded, Problems> {
    of_files(&folder.read().map_err(Problems)?, folder.clone())
}

/// A concept with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The concept; it may still lack a definition.
    pub concept: Concept,
    /// The file, as it is called in what is said about it.
    pub file: PathBuf,
    /// The line it begins on, counted from 1.
    pub line: u64,
}

/// Reads and validates the files of a glossary alone, and runs the examples in them. The concepts that still lack a
/// definition are among those returned.
///
/// # Errors
/// All problems, in the order of the files.
pub fn glossary(sources: &[Source]) -> Result<Vec<Placed>, Problems> {
    let mut read = glossary_files::load(sources);
    let mut problems = std::mem::take(&mut read.problems);
    let place = |(concept, &(file, line)): (&Concept, &(usize, u64))| Placed {
        concept: concept.clone(),
        file: sources[file].path.clone(),
        line,
    };
    let all = read.concepts.iter().zip(&read.places).map(place).collect();
    if problems.is_empty() {
        let (concepts, places) = read.explained();
        problems = examples::run(&Glossary::build(concepts), &places, sources);
    }
    if problems.is_empty() { Ok(all) } else { Err(in_order(problems)) }
}

/// File by file, each from top to bottom.
fn in_order(mut problems: Vec<ConfigError>) -> Problems {
    let mut files: Vec<_> = problems.iter().map(|problem| problem.file.clone()).collect();
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    problems.sort_by_key(|problem| (files.iter().position(|file| *file == problem.file), problem.line));
    Problems(problems)
}

fn of_files(files: &Files, folder: Folder) -> Result<Loaded, Problems> {
    let mut problems = Vec::new();
    let (settings, server) =
        files.settings.as_ref().map_or_else(|| Ok(Default::default()), settings_file::load).unwrap_or_else(|errors| {
            problems.extend(errors);
            Default::default()
        });
    let (holidays, amiss) = holiday_files::load(&files.holidays);
    let teams = files.teams.as_ref().map_or_else(|| Ok(Teams::default()), |source| teams_file::load(source, &holidays));
    let Teams { all: teams, routing, warnings: of_teams } = teams.unwrap_or_else(|errors| {
        problems.extend(errors);
        Teams::default()
    });
    problems.extend(amiss);
    let mut read = glossary_files::load(&files.glossary);
    problems.append(&mut read.problems);
    let mut warnings = files.astray.clone();
    warnings.extend(of_teams);
    warnings.extend(completeness::warnings(&read, &files.glossary, &settings));
    let (concepts, places) = read.explained();
    let examples = examples::count(&concepts);
    let glossary = Glossary::build(concepts);
    let rules = rule_files::load(&files.rules).unwrap_or_else(|errors| {
        problems.extend(errors);
        RuleSet::default()
    });
    if problems.is_empty() {
        problems.extend(examples::run(&glossary, &places, &files.glossary));
    }
    if !problems.is_empty() {
        return Err(in_order(problems));
    }
    let examples = examples
        + rules.cues().iter().map(Cue::examples).sum::<usize>()
        + rules.rules().iter().map(Rule::examples).sum::<usize>();
    let counts =
        Counts { concepts: glossary.concepts().len(), cues: rules.cues().len(), rules: rules.rules().len(), examples };
    let policy = Policy { settings, glossary, rules: rules.into(), wording: Wording::load().into(), teams, routing };
    Ok(Loaded { policy, server, counts, warnings, folder })
}
