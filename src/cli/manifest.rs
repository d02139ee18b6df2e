//! The Slack app manifest for this configuration.

use std::process::ExitCode;

/// Options of `liaison manifest`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
