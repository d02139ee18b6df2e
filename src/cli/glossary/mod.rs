//! A glossary in the forms other programs keep them in, both ways, and what could be better about it.

mod export;
mod import;
mod lint;
mod told;

use std::process::ExitCode;

/// Options of `liaison glossary`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a glossary file of TBX, CSV or prh files; what cannot be carried over is listed with why.
    Import(import::Args),
    /// Write the glossary as TBX, CSV, YAML or Markdown.
    Export(export::Args),
    /// Say what could be better about the glossary.
    Lint(lint::Args),
}

pub(super) fn run(args: Args) -> ExitCode {
    match args.command {
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(args),
        Command::Lint(args) => lint::run(args),
    }
}

/// How a command ends that wrote to a pipe or file: nobody reading on is no reason to complain.
fn ended(command: &str, result: std::io::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("liaison glossary {command}: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}
