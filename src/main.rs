//! The `liaison` command.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    liaison::cli::run(liaison::cli::Cli::parse())
}
