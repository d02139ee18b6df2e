//! The acronyms several people use, and the words they ask for, that the glossary does not have; from a data folder no
//! bot is running on.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::cli::data;
use crate::config::Folder;
use crate::glossary::lookup::LookUp;
use crate::liaison::facts::Records as _;
use crate::liaison::records::{Candidate, Collection, Record};
use crate::store::{Store as _, StoreError};

/// Options of `liaison candidates`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// The data folder [default: $LIAISON_DATA, else as liaison.toml says, else liaison-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// A line of JSON each.
    Jsonl,
}

pub(super) fn run(args: Args) -> ExitCode {
    let found = match candidates(args.config, args.data) {
        Ok(found) => found,
        Err(problem) => {
            eprintln!("liaison candidates: {problem}");
            return ExitCode::FAILURE;
        }
    };
    match write(&found, args.format, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("liaison candidates: cannot write: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// A word the glossary does not have, and whether it is used or asked for.
struct Missing {
    candidate: Candidate,
    used: bool,
}

/// The ripe candidates of all workspaces that the glossary still does not have, the most used first.
fn candidates(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Vec<Missing>, String> {
    let said = |error: StoreError| error.to_string();
    let (loaded, store) = data::open(&Folder::locate(config, &|name| std::env::var_os(name)), data)?;
    let mut found: Vec<Missing> = Vec::new();
    for team in store.teams().map_err(said)? {
        let entries = store.entries(&team).map_err(said)?;
        let layered = (!entries.is_empty()).then(|| loaded.policy.with_entries(&entries));
        let policy = layered.as_ref().unwrap_or(&loaded.policy);
        for (collection, used) in [(Collection::Candidates, true), (Collection::Missed, false)] {
            for record in store.list(&team, collection).map_err(said)? {
                let Record::Candidate(candidate) = record else { continue };
                let known = matches!(policy.glossary.look_up(&candidate.word), LookUp::Found(_));
                if candidate.ripe && !known {
                    found.push(Missing { candidate, used });
                }
            }
        }
    }
    found.sort_by(|a, b| {
        b.candidate.messages.cmp(&a.candidate.messages).then_with(|| a.candidate.word.cmp(&b.candidate.word))
    });
    Ok(found)
}

fn write(found: &[Missing], format: Format, output: &mut dyn Write) -> io::Result<()> {
    if format == Format::Text && found.is_empty() {
        return writeln!(output, "Several people use or ask for nothing that the glossary does not have.");
    }
    for Missing { candidate: Candidate { word, messages, first, last, .. }, used } in found {
        let how = if *used { "used" } else { "asked for" };
        match format {
            Format::Text => writeln!(output, "{word:12} {how} {messages} times, last on {}", day(last.0))?,
            Format::Jsonl => {
                let line =
                    json!({"word": word, "how": how, "times": messages, "first": day(first.0), "last": day(last.0)});
                writeln!(output, "{line}")?;
            }
        }
    }
    if format == Format::Text {
        writeln!(
            output,
            "Each by {} people or more. To explain one, add a concept to a file in glossary/ or use `/liaison define`.",
            Candidate::SEVERAL
        )?;
    }
    output.flush()
}

/// A day in UTC.
fn day(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
