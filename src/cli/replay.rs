//! What the bot would have said over a Slack export.

use std::process::ExitCode;

/// Options of `liaison replay`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
