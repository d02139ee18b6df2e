//! What the bot would have said over a Slack export.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::{self, Folder};
use crate::replay::archive::{Fault, Limits};
use crate::replay::bot::Said;
use crate::replay::people::People;
use crate::replay::report::Summary;
use crate::replay::{Listener, ReplayError, replay, report};

/// Options of `liaison replay`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The export: a zip as Slack gives it, or a folder it was unpacked to
    export: PathBuf,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}

pub(super) fn run(args: Args) -> ExitCode {
    let folder = Folder::locate(args.config, &|name| std::env::var_os(name));
    let policy = match config::load(&folder) {
        Ok(loaded) => loaded.policy,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let mut writer = Writer {
        format: args.format,
        output: BufWriter::new(io::stdout().lock()),
        faults: 0,
        progress: io::stderr().is_terminal() && !io::stdout().is_terminal(),
    };
    match replay(&policy, &args.export, Limits::default(), &mut writer) {
        Ok(()) if writer.faults == 0 => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        // Whoever read the output has had enough.
        Err(ReplayError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes findings to the standard output, and what is wrong to the standard error.
struct Writer<W: Write> {
    format: Format,
    output: W,
    faults: u64,
    /// Whether somebody watches while the output goes elsewhere.
    progress: bool,
}

impl<W: Write> Listener for Writer<W> {
    fn said(&mut self, said: &Said, people: &People) -> io::Result<()> {
        match self.format {
            Format::Text => report::write_text(said, people, &mut self.output),
            Format::Jsonl => report::write_json(said, people, &mut self.output),
        }
    }

    fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        self.faults += 1;
        self.output.flush()?; // so that both streams stay in order where they meet
        eprintln!("{fault}");
        Ok(())
    }

    fn progress(&mut self, done: usize, all: usize) -> io::Result<()> {
        if self.progress {
            let mut terminal = io::stderr().lock();
            write!(terminal, "\r{done} of {all} days")?;
            if done == all {
                writeln!(terminal)?;
            }
            terminal.flush()?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, people: &People) -> io::Result<()> {
        match self.format {
            Format::Text => summary.write_text(people, &mut self.output)?,
            Format::Jsonl => summary.write_json(people, &mut self.output)?,
        }
        self.output.flush()
    }
}
