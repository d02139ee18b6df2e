//! Writes the glossary of a configuration, with what people wrote into it in Slack, in any form, to standard output or
//! a file; what that form has no place for goes to standard error.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::told::{plural, told};
use crate::cli::data;
use crate::config::{self, Folder};
use crate::curation::Kept;
use crate::curation::layer::{self, LeftOut};
use crate::glossary::concept::Concept;
use crate::glossary::exchange::{Written, csv, markdown, tbx, yaml};
use crate::liaison::facts::Records as _;
use crate::store::{Store as _, StoreError};

/// Options of `liaison glossary export`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// The data folder of the bot, to write what people wrote in Slack too
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The workspace, where the data folder knows several
    #[arg(long, value_name = "ID", requires = "data")]
    workspace: Option<String>,
    /// The form to write
    #[arg(long, value_name = "FORMAT")]
    to: Form,
    /// Where to write it [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Begin a CSV with a byte order mark, by which Excel knows that it is UTF-8
    #[arg(long)]
    bom: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// TBX-Basic, version 3
    Tbx,
    /// A table, one row a term
    Csv,
    /// One glossary file of our own
    Yaml,
    /// A page to read
    Markdown,
}

pub(super) fn run(args: Args) -> ExitCode {
    let placed = match Folder::locate(args.config, &|name| std::env::var_os(name))
        .read()
        .map_err(config::Problems)
        .and_then(|files| config::glossary(&files.glossary))
    {
        Ok(placed) => placed,
        Err(problems) => {
            eprintln!("{problems}\n{}", plural(problems.0.len(), "problem"));
            return ExitCode::FAILURE;
        }
    };
    let mut concepts: Vec<Concept> = placed.into_iter().map(|placed| placed.concept).collect();
    if let Some(data) = &args.data {
        match written_in_slack(data, args.workspace.as_deref()) {
            Ok(entries) => concepts = layer::over(&concepts, entries),
            Err(problem) => {
                eprintln!("liaison glossary export: {problem}");
                return ExitCode::FAILURE;
            }
        }
        for (id, left_out) in layer::loadable(&mut concepts) {
            let what = match left_out {
                LeftOut::Example(text) => format!("the example \"{text}\", which does not hold any more"),
                LeftOut::See(other) => format!("see `{other}`, which is gone"),
            };
            eprintln!("left out: {id}: {what}");
        }
    }
    let mut written = match args.to {
        Form::Tbx => tbx::write(&concepts),
        Form::Csv => Written { text: csv::write(&concepts), ..Written::default() },
        Form::Yaml => Written { text: yaml::write(&concepts), ..Written::default() },
        Form::Markdown => markdown::write(&concepts),
    };
    if args.bom && args.to == Form::Csv {
        written.text.insert(0, '\u{feff}');
    }
    let result = match &args.out {
        Some(out) => fs::write(out, &written.text),
        None => io::stdout().lock().write_all(written.text.as_bytes()),
    };
    super::ended(
        "export",
        result.map(|()| {
            if !written.notes.is_empty() {
                eprint!("not carried over:\n{}", told("glossary", &written.notes));
            }
            ExitCode::SUCCESS
        }),
    )
}

/// What the people of a workspace wrote into the glossary.
fn written_in_slack(data: &Path, workspace: Option<&str>) -> Result<Vec<Concept>, String> {
    let said = |error: StoreError| error.to_string();
    let store = data::store(data)?;
    let mut teams = store.teams().map_err(said)?;
    if let Some(wanted) = workspace {
        teams.retain(|team| team.as_str() == wanted);
        if teams.is_empty() {
            return Err(format!("nothing is remembered of the workspace {wanted}"));
        }
    } else if teams.len() > 1 {
        let known: Vec<&str> = teams.iter().map(crate::ids::TeamId::as_str).collect();
        return Err(format!(
            "the folder knows several workspaces\n    help: name one with --workspace: {}",
            known.join(", ")
        ));
    }
    let mut concepts = Vec::new();
    for team in teams {
        concepts.extend(store.entries(&team).map_err(said)?.iter().filter_map(Kept::concept).cloned());
    }
    Ok(concepts)
}
