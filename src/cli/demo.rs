//! Try it in the browser: a local workspace with the bot in it, connected over the real protocol.

use std::process::ExitCode;

/// Options of `liaison demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> ExitCode {
    todo!()
}
