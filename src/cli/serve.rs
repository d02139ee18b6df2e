//! The bot on Slack: Socket Mode when an app token is set, the HTTP Events API otherwise.

use std::process::ExitCode;

/// Options of `liaison serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
