//! Writes the glossary of a configuration in another form, to standard output or a file; what that form has no place
//! for goes to standard error.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use super::told::{plural, told};
use crate::config::{self, Folder};
use crate::glossary::concept::Concept;
use crate::glossary::exchange::{Written, csv, markdown, tbx, yaml};

/// Options of `liaison glossary export`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
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
    let concepts: Vec<Concept> = placed.into_iter().map(|placed| placed.concept).collect();
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
