//! The language engine as a filter: JSON Lines in, JSON Lines out.

use std::process::ExitCode;

/// Options of `liaison scan`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
