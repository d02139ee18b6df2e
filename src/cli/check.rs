//! Validates the configuration and runs its embedded examples.

use std::process::ExitCode;

/// Options of `liaison check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
