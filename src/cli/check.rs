//! Validates the configuration and runs its embedded examples: prints how much there is, or everything that is
//! wrong with it, as `file:line: key: problem`, and how to mend it.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::feedback;
use crate::config::{self, Counts, Folder};
use crate::liaison::policy::Policy;
use crate::requests::routing::{ChannelRef, Rule};

/// Options of `liaison check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// Also show how each rule was received, from a data folder no bot is running on
    #[arg(long)]
    feedback: bool,
    /// The data folder [default: $LIAISON_DATA, else as liaison.toml says, else liaison-data]
    #[arg(long, value_name = "DIR", requires = "feedback")]
    data: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> ExitCode {
    let folder = Folder::locate(args.config, &|name| std::env::var_os(name));
    // Output that nobody reads to its end is no reason to complain; the verdict is not known then.
    let Ok(right) = check(&folder, &mut io::stdout().lock()) else { return ExitCode::FAILURE };
    if args.feedback
        && right
        && let Err(problem) = feedback::show(&folder, args.data)
    {
        eprintln!("liaison check: {problem}");
        return ExitCode::FAILURE;
    }
    if right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes what was found; whether all is right.
fn check(folder: &Folder, output: &mut impl Write) -> io::Result<bool> {
    let result = config::load(folder);
    match &result {
        Ok(loaded) => {
            for warning in &loaded.warnings {
                writeln!(output, "warning: {warning}")?;
            }
            for line in routes(&loaded.policy) {
                writeln!(output, "{line}")?;
            }
            let warnings = match loaded.warnings.len() {
                0 => String::new(),
                number => format!(" ({})", plural(number, "warning")),
            };
            writeln!(output, "{}: all right{warnings}", summary(loaded.counts))?;
        }
        Err(problems) => {
            writeln!(output, "{problems}\n{}", plural(problems.0.len(), "problem"))?;
        }
    }
    output.flush()?;
    Ok(result.is_ok())
}

/// For each channel the routing names, which team a request from it goes to.
fn routes(policy: &Policy) -> Vec<String> {
    let rules = &policy.routing.rules;
    let mut named: Vec<_> = rules.iter().flat_map(|rule| &rule.channels).collect();
    let mut seen = BTreeSet::new();
    named.retain(|channel| seen.insert(*channel));
    let first = policy.teams.first().map_or("nobody", |team| team.id.as_str());
    let route = |channel: &ChannelRef| {
        let mut ways = Vec::new();
        let mut always = first;
        for rule in policy.routing.from_channel(channel) {
            let conditions = conditions(rule);
            if conditions.is_empty() {
                always = &rule.team;
            } else {
                ways.push(format!("{} where {}", rule.team, conditions.join(" and ")));
            }
        }
        ways.push(always.to_owned());
        format!("requests from {channel} go to {}", ways.join(", else "))
    };
    named.into_iter().map(route).collect()
}

/// What a rule asks for besides the channel.
fn conditions(rule: &Rule) -> Vec<String> {
    let topics: Vec<_> = rule.topics.iter().map(|topic| topic.id()).collect();
    let lists = [("the topic is", topics.join(" or ")), ("the brief names", rule.accounts.join(" or "))];
    let lists = lists.into_iter().filter(|(_, words)| !words.is_empty()).map(|(say, words)| format!("{say} {words}"));
    lists.chain(rule.language.map(|language| format!("the language is {}", language.code()))).collect()
}

fn summary(counts: Counts) -> String {
    let parts =
        [(counts.concepts, "concept"), (counts.cues, "cue"), (counts.rules, "rule"), (counts.examples, "example")];
    parts.map(|(number, noun)| plural(number, noun)).join(", ")
}

fn plural(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
