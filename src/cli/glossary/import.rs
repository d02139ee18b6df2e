//! Makes a glossary file of files other programs wrote. The file goes to standard output or where `--out` says, what
//! was not carried over to standard error.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::told::{plural, told};
use crate::config::{self, Folder, Source};
use crate::glossary::concept::Concept;
use crate::glossary::exchange::assemble::{Wishes, assemble};
use crate::glossary::exchange::encoding::{Decoded, decode};
use crate::glossary::exchange::{Unreadable, csv, prh, tbx, yaml};

/// Options of `liaison glossary import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What they are [default: by their names, `.tbx` and `.xml`, `.csv` and `.tsv`, `.yml` and `.yaml` for prh]
    #[arg(long, value_name = "FORMAT")]
    from: Option<Form>,
    /// Where to write the glossary file [default: standard output]
    #[arg(long, value_name = "FILE.yaml")]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "out")]
    force: bool,
    /// Whose words they are, where a file does not say it
    #[arg(long, value_name = "FIELD")]
    subject_field: Option<String>,
    /// Call a subject field of the files by another name; may be given several times
    #[arg(long, value_name = "THEIRS=OURS", value_parser = renaming)]
    field: Vec<(String, String)>,
    /// The encoding of the files, such as shift_jis or euc-jp [default: UTF-8 or UTF-16, else Shift_JIS where that
    /// gives Japanese]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The configuration the file is meant for: related concepts may be in it, and its ids are taken
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// TBX (ISO 30042), version 3 or the older martif form
    Tbx,
    /// A table with a header line; comma, semicolon or tab
    Csv,
    /// prh rules
    Prh,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "tbx" | "xml" | "martif" | "mtf" => Some(Self::Tbx),
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "yml" | "yaml" => Some(Self::Prh),
            _ => None,
        }
    }
}

fn renaming(text: &str) -> Result<(String, String), String> {
    let (theirs, ours) = text.split_once('=').ok_or("write it as THEIRS=OURS, such as technical=engineering")?;
    if ours.trim().is_empty() {
        Err("there is no name after the =".to_owned())
    } else {
        Ok((theirs.to_owned(), ours.to_owned()))
    }
}

pub(super) fn run(args: &Args) -> ExitCode {
    let result = import(args);
    let said = match &result {
        Ok(said) | Err(said) => said,
    };
    // Nobody reading what is said is no reason to fail.
    let _ = io::stderr().lock().write_all(said.as_bytes());
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads, assembles, validates and writes; what to say about it, or what is wrong.
fn import(args: &Args) -> Result<String, String> {
    if let Some(out) = args.out.as_deref().filter(|out| !args.force && out.exists()) {
        let remedy = "name another file, or write over it with --force";
        return Err(format!("{}: is there already\n    help: {remedy}\n", out.display()));
    }
    let others = match &args.config {
        Some(folder) => {
            let files = Folder::Disk(folder.clone()).read().map_err(|errors| problems(&config::Problems(errors)))?;
            let out = args.out.as_deref().and_then(|out| out.canonicalize().ok());
            // The file that is written over does not stand in its own way.
            files.glossary.into_iter().filter(|file| out.is_none() || file.path.canonicalize().ok() != out).collect()
        }
        None => Vec::new(),
    };
    let taken = config::glossary(&others).map_err(|errors| problems(&errors))?;
    let mut wishes = Wishes {
        subject_field: args.subject_field.clone(),
        fields: args.field.iter().cloned().collect::<HashMap<_, _>>(),
        others: taken.into_iter().map(|placed| placed.concept).collect(),
    };
    let (mut concepts, mut said): (Vec<Concept>, String) = Default::default();
    let mut unreadable = String::new();
    for path in &args.files {
        match read(path, args) {
            Ok((rows, note)) => {
                let name = path.display().to_string();
                let entries = rows.concepts.len();
                let made = assemble(rows, &wishes);
                said.push_str(&note);
                if !made.changed.is_empty() {
                    let _ = write!(said, "changed:\n{}", told(&name, &made.changed)); // a String takes everything
                }
                if !made.lost.is_empty() {
                    let _ = write!(said, "not carried over:\n{}", told(&name, &made.lost)); // a String takes everything
                }
                let carried = made.concepts.len();
                let refused =
                    if entries > carried { format!(", {} refused", entries - carried) } else { String::new() };
                let _ = writeln!(said, "{name}: {} carried over{refused}", plural(carried, "concept")); // a String takes everything
                wishes.others.extend(made.concepts.iter().cloned());
                concepts.extend(made.concepts);
            }
            Err(error) => unreadable.push_str(&error),
        }
    }
    if !unreadable.is_empty() {
        return Err(unreadable);
    }
    if concepts.is_empty() {
        return Err(format!("{said}there is no concept to import\n    help: see above why; nothing was written\n"));
    }
    let text = yaml::write(&concepts);
    validate(args, &text, others)?;
    write(args, &text)?;
    let bare = concepts.iter().filter(|concept| !concept.is_defined()).count();
    if bare > 0 {
        let _ = writeln!(
            said,
            "{} without a definition: not explained until somebody writes one; `liaison glossary lint` names them",
            plural(bare, "concept")
        ); // a String takes everything
    }
    Ok(said)
}

/// What is written must load as every other file does, beside the others it is meant for.
fn validate(args: &Args, text: &str, others: Vec<Source>) -> Result<(), String> {
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from("(the glossary made of it)"));
    let mut sources = others;
    sources.push(Source { path, text: text.to_owned() });
    config::glossary(&sources).map(|_| ()).map_err(|errors| problems(&errors))
}

fn problems(errors: &config::Problems) -> String {
    format!("{errors}\n{}; nothing was written\n", plural(errors.0.len(), "problem"))
}

fn write(args: &Args, text: &str) -> Result<(), String> {
    let result = match &args.out {
        Some(out) => fs::write(out, text),
        None => io::stdout().lock().write_all(text.as_bytes()),
    };
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let out = args.out.as_ref().map_or("standard output".into(), |out| out.display().to_string());
            Err(format!("{out}: cannot be written: {error}\n    help: name a file in a folder you may write to\n"))
        }
        _ => Ok(()),
    }
}

/// What a file holds, and what to say about its encoding.
fn read(path: &Path, args: &Args) -> Result<(crate::glossary::exchange::rough::Rows, String), String> {
    let at = |error: Unreadable| {
        let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}: {}\n    help: {}\n", path.display(), error.problem, error.remedy)
    };
    let bytes = fs::read(path).map_err(|error| {
        format!("{}: cannot be read: {error}\n    help: name a file that is there\n", path.display())
    })?;
    let form = args.from.or_else(|| Form::of(path)).ok_or_else(|| {
        format!("{}: its name does not say what it is\n    help: say it with --from tbx, csv or prh\n", path.display())
    })?;
    let declared = if form == Form::Tbx { tbx::declared_encoding(&bytes) } else { None };
    let Decoded { text, encoding } = decode(&bytes, args.encoding.as_deref(), declared).map_err(at)?;
    let note = match encoding {
        "UTF-8" => String::new(),
        other => format!("{}: read as {other}\n", path.display()),
    };
    let rows = match form {
        Form::Tbx => tbx::read(&text),
        Form::Csv => csv::read(&text),
        Form::Prh => prh::read(&text),
    };
    rows.map(|rows| (rows, note)).map_err(at)
}
