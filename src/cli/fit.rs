//! Fits the weights of the rules to labelled conversations. Prints how well they do on conversations they have not
//! seen, before and after; writes the weights only where it is told to.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use crate::config::{self, Folder};
use crate::rules::RuleSet;
use crate::rules::finding::Kind;
use crate::rules::fit::labelled::{Conversation, Trace};
use crate::rules::fit::suggest::{Judged, Target, suggest};
use crate::rules::fit::trial::{Figures, Reading};
use crate::rules::fit::{Options, Verdicts, cross_validate, figures, fit, judge_all};

/// Options of `liaison fit`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Labelled conversations, one JSON object a line; a file without any trouble in it is ordinary talk, counted in
    /// findings per 1000 messages
    #[arg(required = true, value_name = "LABELLED.jsonl")]
    labelled: Vec<PathBuf>,
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// Where to write the weights, as `rules/weights.yaml` has them
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Into how many parts to divide the conversations; each is judged with weights fitted to the others
    #[arg(long, default_value_t = Options::default().folds, value_parser = parts)]
    folds: usize,
    /// How strongly weights are held to what `unnamed` says of a feature
    #[arg(long, default_value_t = Options::default().strength, value_parser = strength)]
    strength: f64,
    /// Measure these conversations too, with weights fitted to the others only
    #[arg(long, value_name = "LABELLED.jsonl")]
    held_out: Vec<PathBuf>,
    /// List so many phrases for each kind that tell it apart and that no cue covers yet
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, default_missing_value = "20")]
    suggest: Option<usize>,
    /// Show how the figures grow with the share of conversations that is used
    #[arg(long)]
    curve: bool,
}

fn parts(word: &str) -> Result<usize, String> {
    word.parse().ok().filter(|number| (2..=50).contains(number)).ok_or_else(|| "a number from 2 to 50".to_owned())
}

fn strength(word: &str) -> Result<f64, String> {
    let number = word.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "a number above 0".to_owned())
}

pub(super) fn run(args: &Args) -> ExitCode {
    match report(args) {
        Ok(report) => match io::Write::write_all(&mut io::stdout().lock(), report.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("fit: {error}");
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        },
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}

/// The conversations of the files and what is heard in them.
struct Sets {
    conversations: Vec<Conversation>,
    traces: Vec<Trace>,
    names: Vec<String>,
}

impl Sets {
    fn read(rules: &RuleSet, files: &[PathBuf]) -> Result<Self, String> {
        let mut sets = Self { conversations: vec![], traces: vec![], names: vec![] };
        let mut problems = String::new();
        let mut seen = BTreeSet::new();
        for file in files {
            let name = file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if !sets.names.contains(&name) {
                sets.names.push(name.clone());
            }
            let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
            let first = sets.traces.len();
            for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
                let problem = match std::str::from_utf8(line).map(str::trim) {
                    Ok("") => continue,
                    Err(_) => "not valid UTF-8".to_owned(),
                    Ok(line) => match Conversation::read(line) {
                        Ok(read) if !seen.insert((name.clone(), read.id.clone())) => {
                            format!("`{}` stands twice: give each conversation an id of its own", read.id)
                        }
                        Ok(read) => {
                            sets.traces.push(Trace::of(rules, &name, &read));
                            sets.conversations.push(read);
                            continue;
                        }
                        Err(problem) => problem,
                    },
                };
                let _ = writeln!(problems, "{}:{}: {problem}", file.display(), number + 1);
            }
            let of_file = &mut sets.traces[first..];
            let ordinary = of_file.iter().all(|trace| trace.label.is_none());
            for trace in of_file {
                trace.ordinary = ordinary;
            }
        }
        if problems.is_empty() { Ok(sets) } else { Err(problems.trim_end().to_owned()) }
    }
}

fn report(args: &Args) -> Result<String, String> {
    let folder = Folder::locate(args.config.clone(), &|name| std::env::var_os(name));
    let policy = config::load(&folder).map_err(|problems| problems.to_string())?.policy;
    let rules = &policy.rules;
    let sets = Sets::read(rules, &args.labelled)?;
    let options = Options { folds: args.folds, strength: args.strength };
    let messages: usize = sets.traces.iter().map(|trace| trace.heard.len()).sum();
    let mut out = format!("{} conversations, {messages} messages\n", sets.traces.len());

    let before = judge_all(rules, rules.weights(), &sets.traces);
    let after = cross_validate(rules, &sets.traces, options, 1.0);
    section(&mut out, "before: the weights of the configuration, which may have been fitted to these", &sets, &before);
    let title =
        format!("after, cross-validated: each of {} parts judged with weights fitted to the others", args.folds);
    section(&mut out, &title, &sets, &after);

    let fitted = fit(rules, &sets.traces, options);
    if !args.held_out.is_empty() {
        let held_out = Sets::read(rules, &args.held_out)?;
        let verdicts = judge_all(rules, &fitted, &held_out.traces);
        section(&mut out, "held out: weights fitted to none of these", &held_out, &verdicts);
    }
    if args.curve {
        curve(&mut out, rules, &sets, options);
    }
    if let Some(most) = args.suggest {
        suggestions(&mut out, rules, &sets, &after, most);
    }
    match &args.out {
        Some(file) => {
            write(file, &fitted.to_yaml())?;
            let _ = writeln!(out, "\nweights fitted to all of them: {}", file.display());
        }
        None => out.push_str("\nnothing was written; --out FILE writes the weights fitted to all of them\n"),
    }
    Ok(out)
}

/// All of it or nothing: the file may be the one the bot reads.
fn write(file: &Path, text: &str) -> Result<(), String> {
    let part = file.with_extension("part");
    fs::write(&part, text).and_then(|()| fs::rename(&part, file)).map_err(|error| {
        let _ = fs::remove_file(&part); // it may not be there
        format!("{}: {error}", file.display())
    })
}

fn section(out: &mut String, title: &str, sets: &Sets, verdicts: &[Verdicts]) {
    let _ = writeln!(out, "\n{title}");
    for (reading, name) in [
        (Reading::Calm, "calm"),
        (Reading::CalmWithoutRoles, "calm, nobody's role known"),
        (Reading::Keen, "keen"),
        (Reading::KeenWithoutRoles, "keen, nobody's role known"),
    ] {
        let _ = writeln!(out, "  {name}");
        for set in &sets.names {
            line(out, set, &figures(&sets.traces, verdicts, reading, |trace| &trace.set == set));
        }
    }
}

fn line(out: &mut String, name: &str, figures: &Figures) {
    if figures.ordinary.of > 0 {
        let ordinary = figures.ordinary;
        let _ = writeln!(out, "    {name:14} {:.2} findings per 1000 messages ({ordinary})", figures.per_thousand());
        return;
    }
    let any = figures.any;
    let _ = write!(out, "    {name:14} any P {:.3} R {:.3} F1 {:.3}", any.precision(), any.recall(), any.f1());
    for (kind, tally) in Kind::ALL.into_iter().zip(figures.kinds) {
        let _ = write!(out, " · {} {:.3}", kind.id(), tally.f1());
    }
    let _ = writeln!(out, " · in time {} · themes {}", figures.in_time, figures.themes);
}

fn curve(out: &mut String, rules: &RuleSet, sets: &Sets, options: Options) {
    out.push_str("\nheld-out figures by the share of conversations the weights are fitted to\n");
    for percent in [10, 20, 40, 60, 80, 100] {
        let verdicts = cross_validate(rules, &sets.traces, options, f64::from(percent) / 100.0);
        let of = |reading| figures(&sets.traces, &verdicts, reading, |trace| !trace.ordinary);
        let noise = figures(&sets.traces, &verdicts, Reading::Calm, |trace| trace.ordinary);
        let (calm, keen) = (of(Reading::Calm).any, of(Reading::Keen).any);
        let _ = writeln!(
            out,
            "    {percent:3} %  calm P {:.3} R {:.3}  keen F1 {:.3}  ordinary {:.2} per 1000",
            calm.precision(),
            calm.recall(),
            keen.f1(),
            noise.per_thousand()
        );
    }
}

fn suggestions(out: &mut String, rules: &RuleSet, sets: &Sets, verdicts: &[Verdicts], most: usize) {
    let judged: Vec<Judged<'_>> = sets
        .conversations
        .iter()
        .zip(verdicts)
        .map(|(conversation, verdicts)| Judged { conversation, taken_for: verdicts.at(Reading::Keen).kind() })
        .collect();
    let found = suggest(rules, &judged, most);
    out.push_str("\nphrases no cue covers yet (conversations helped, of the kind, others; one it would help)\n");
    for target in Target::ALL {
        let _ = writeln!(out, "  {}", target.id());
        for it in found.iter().filter(|it| it.target == target) {
            let _ =
                writeln!(out, "    {:3} {:3} {:3}  {}  ({})", it.helps, it.inside, it.outside, it.phrase, it.example);
        }
    }
}
