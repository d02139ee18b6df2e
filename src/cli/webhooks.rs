//! What webhooks were told, and telling again what they were not; in a data folder no bot is running on.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use serde_json::json;

use crate::cli::data;
use crate::config::Folder;
use crate::liaison::webhook::{Delivery, Progress};
use crate::store::{Deliveries as _, Disk, PlacedDelivery, Store as _, StoreError};
use crate::time::Timestamp;

/// Options of `liaison webhooks`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The deliveries that wait, that failed, and that were taken of late
    List {
        #[command(flatten)]
        place: Place,
        /// How to write them
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Tell again, at the next start and with the same ids, what failed
    Replay {
        #[command(flatten)]
        place: Place,
        /// The ids of deliveries
        #[arg(value_name = "ID", required_unless_present = "failed")]
        ids: Vec<String>,
        /// All that failed
        #[arg(long, conflicts_with = "ids")]
        failed: bool,
    },
}

/// Where the data lies.
#[derive(Debug, clap::Args)]
struct Place {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// The data folder [default: $LIAISON_DATA, else as liaison.toml says, else liaison-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Place {
    fn open(self) -> Result<Disk, String> {
        let folder = Folder::locate(self.config, &|name| std::env::var_os(name));
        data::open(&folder, self.data).map(|(_, store)| store)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// A line of JSON each.
    Jsonl,
}

pub(super) fn run(args: Args) -> ExitCode {
    let done = match args.what {
        What::List { place, format } => place.open().and_then(|store| {
            let all = store.deliveries(None).map_err(|error| error.to_string())?;
            match list(&all, format, &mut io::stdout().lock()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
                _ => Ok(()),
            }
        }),
        What::Replay { place, ids, failed } => {
            place.open().and_then(|store| replay(&store, ids, failed)).map(|replayed| {
                let line = format!("{replayed} to be told again at the next start");
                let _ = writeln!(io::stdout(), "{line}"); // it is done, heard or not
            })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("liaison webhooks: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// A progress as it is written: its name, its time, what that time means.
fn told(delivery: &Delivery) -> (&'static str, Timestamp) {
    match delivery.progress {
        Progress::Waiting { due, .. } => ("waiting", due),
        Progress::Delivered(at) => ("delivered", at),
        Progress::Failed(at) => ("failed", at),
    }
}

fn list(all: &[PlacedDelivery], format: Format, output: &mut dyn Write) -> io::Result<()> {
    if format == Format::Text && all.is_empty() {
        return writeln!(output, "No webhook was told anything yet.");
    }
    for PlacedDelivery { team, delivery, .. } in all {
        let (progress, at) = told(delivery);
        let Delivery { webhook, id, attempts, .. } = delivery;
        let last = delivery.last.as_deref().unwrap_or("not tried yet");
        let at = jiff::Timestamp::from_millisecond(at.0).map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let at = at.unwrap_or_default();
        match format {
            Format::Text => writeln!(output, "{at}  {webhook:16} {progress:9} {attempts:>3}  {id}  {last}")?,
            Format::Jsonl => {
                let line = json!({"webhook": webhook, "workspace": team, "id": id, "progress": progress, "at": at,
                                  "attempts": attempts, "last": delivery.last});
                writeln!(output, "{line}")?;
            }
        }
    }
    output.flush()
}

/// Makes deliveries that failed due again; how many. Where one that was named cannot be, none is.
fn replay(store: &Disk, ids: Vec<String>, failed: bool) -> Result<usize, String> {
    let said = |error: StoreError| error.to_string();
    let mut all = store.deliveries(None).map_err(said)?;
    if !failed {
        let wanted: BTreeSet<String> = ids.into_iter().collect();
        let named = |kept: &PlacedDelivery| wanted.contains(kept.delivery.id.as_str());
        for id in &wanted {
            match all.iter().find(|kept| kept.delivery.id.as_str() == id).map(|kept| kept.delivery.progress) {
                Some(Progress::Failed(_)) => {}
                Some(Progress::Waiting { .. }) => return Err(format!("{id} waits to be told already")),
                Some(Progress::Delivered(_)) => return Err(format!("{id} was delivered; it is not kept any more")),
                None => return Err(format!("{id} is not known\n    help: `liaison webhooks list` names them all")),
            }
        }
        all.retain(named);
    }
    all.retain(|kept| matches!(kept.delivery.progress, Progress::Failed(_)));
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let now = Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    for kept in &mut all {
        kept.delivery.attempts = 0;
        kept.delivery.progress = Progress::Waiting { due: now, since: now };
        store.keep_delivery(kept).map_err(said)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| format!("no thread to run on: {error}"))?;
    runtime.block_on(store.durable()).map_err(said)?;
    Ok(all.len())
}
