//! The requests of a data folder no bot is running on, as CSV or JSON Lines: one line a request, oldest first, with every
//! step it took.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::cli::data;
use crate::config::Folder;
use crate::ids::TeamId;
use crate::liaison::facts::Records as _;
use crate::liaison::records::{Collection, Record};
use crate::requests::request::Request;
use crate::store::{Store as _, StoreError};
use crate::time::Timestamp;

/// Options of `liaison requests`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// The data folder [default: $LIAISON_DATA, else as liaison.toml says, else liaison-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table, for spreadsheets.
    Csv,
    /// A line of JSON each, with every step.
    Jsonl,
}

pub(super) fn run(args: Args) -> ExitCode {
    let requests = match read(args.config, args.data) {
        Ok(requests) => requests,
        Err(problem) => {
            eprintln!("liaison requests: {problem}");
            return ExitCode::FAILURE;
        }
    };
    let output = &mut io::stdout().lock();
    let written = match args.format {
        Format::Csv => csv(&requests, output),
        Format::Jsonl => jsonl(&requests, output),
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("liaison requests: cannot write: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn read(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Vec<(TeamId, Request)>, String> {
    let said = |error: StoreError| error.to_string();
    let (_, store) = data::open(&Folder::locate(config, &|name| std::env::var_os(name)), data)?;
    let mut requests = Vec::new();
    for team in store.teams().map_err(said)? {
        let records = store.list(&team, Collection::Requests).map_err(said)?;
        requests.extend(records.into_iter().filter_map(|record| match record {
            Record::Request(request) => Some((team.clone(), *request)),
            _ => None,
        }));
    }
    Ok(requests)
}

/// The name of something that is written as a word of its own, such as a state.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A point in time in UTC, to the second.
fn at(time: Timestamp) -> String {
    let time = jiff::Timestamp::from_millisecond(time.0).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn csv(requests: &[(TeamId, Request)], output: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(output);
    table.write_record([
        "workspace",
        "request",
        "state",
        "team",
        "requester",
        "liaison",
        "asked",
        "last step",
        "themes",
        "needed",
        "worth",
        "cost",
        "tried",
        "link",
    ])?;
    for (team, request) in requests {
        let brief = &request.brief;
        let text = |part: &Option<String>| inert(part.as_deref().unwrap_or_default());
        let step =
            |step: Option<&crate::requests::request::Transition>| step.map(|step| at(step.at)).unwrap_or_default();
        table.write_record([
            team.to_string(),
            request.id.to_string(),
            word(request.state),
            request.team.clone(),
            request.requester.to_string(),
            request.liaison.as_ref().map(ToString::to_string).unwrap_or_default(),
            step(request.history.first()),
            step(request.history.last()),
            request.themes.iter().map(|theme| theme.id()).collect::<Vec<_>>().join(" "),
            text(&brief.needed),
            text(&brief.worth),
            text(&brief.cost),
            text(&brief.tried),
            request.permalink.clone().unwrap_or_default(),
        ])?;
    }
    table.flush()
}

/// What people wrote, so that a spreadsheet does not take it for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn jsonl(requests: &[(TeamId, Request)], output: &mut dyn Write) -> io::Result<()> {
    for (team, request) in requests {
        let steps = request.history.iter().map(|step| {
            json!({"action": step.action, "to": step.to, "by": step.by, "at": at(step.at), "surface": step.surface})
        });
        let line = json!({
            "workspace": team,
            "request": request.id.to_string(),
            "state": request.state,
            "team": request.team,
            "requester": request.requester,
            "liaison": request.liaison,
            "language": request.language.code(),
            "kind": request.kind,
            "themes": request.themes,
            "brief": request.brief,
            "link": request.permalink,
            "steps": steps.collect::<Vec<_>>(),
        });
        writeln!(output, "{line}")?;
    }
    output.flush()
}
