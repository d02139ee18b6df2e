//! Says what could be better about the glossary of a configuration, as `file:line: id: what it is [check]`, and what
//! to do about it.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use super::told::plural;
use crate::config::{self, Folder, Placed};
use crate::glossary::concept::Concept;
use crate::glossary::lint::lint;

/// Options of `liaison glossary lint`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// End with status 1 where there is anything to say
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: Args) -> ExitCode {
    let folder = Folder::locate(args.config, &|name| std::env::var_os(name));
    super::ended("lint", say(&folder, args.strict))
}

fn say(folder: &Folder, strict: bool) -> io::Result<ExitCode> {
    let mut output = io::stdout().lock();
    let placed = match folder.read().map_err(config::Problems).and_then(|files| config::glossary(&files.glossary)) {
        Ok(placed) => placed,
        Err(problems) => {
            writeln!(output, "{problems}\n{}", plural(problems.0.len(), "problem"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let concepts: Vec<Concept> = placed.iter().map(|placed| placed.concept.clone()).collect();
    let advice = lint(&concepts);
    for one in &advice {
        let Placed { concept, file, line } = &placed[one.place];
        let place = format!("{}:{line}: {}", file.display(), concept.id);
        writeln!(output, "{place}: {} [{}]\n    help: {}", one.found, one.check, one.remedy)?;
    }
    writeln!(output, "{}, {}", plural(concepts.len(), "concept"), plural(advice.len(), "finding"))?;
    output.flush()?;
    Ok(if strict && !advice.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
