//! The command line: one file a command. Exit status: 0 done, 1 the input was at fault, 2 usage.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod candidates;
mod check;
mod data;
mod demo;
mod feedback;
mod fit;
mod glossary;
mod log;
mod manifest;
mod replay;
mod requests;
mod scan;
mod serve;
mod webhooks;

/// A Slack bot that stands between sales and engineering and helps each understand the other.
#[derive(Debug, Parser)]
#[command(name = "liaison", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it in the browser: a local workspace with the bot in it. No account, no token.
    Demo(demo::Args),
    /// Run the bot on Slack.
    Serve(serve::Args),
    /// Read messages as JSON Lines, write what was found in them.
    Scan(scan::Args),
    /// Validate the configuration and run its examples.
    Check(check::Args),
    /// What the bot would have said over a Slack export.
    Replay(replay::Args),
    /// Fit the rules' weights to labelled conversations.
    Fit(fit::Args),
    /// Bring a glossary in or out (TBX, CSV, prh, Markdown), or say what could be better about it.
    Glossary(glossary::Args),
    /// The words people use or ask for that the glossary does not have.
    Candidates(candidates::Args),
    /// The requests of a data folder, as CSV or JSON Lines.
    Requests(requests::Args),
    /// The Slack app manifest for this configuration, ready to paste.
    Manifest(manifest::Args),
    /// What webhooks were told, and telling again what failed.
    Webhooks(webhooks::Args),
}

/// Runs the command that was asked for.
pub fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Scan(args) => scan::run(args),
        Command::Check(args) => check::run(args),
        Command::Replay(args) => replay::run(args),
        Command::Fit(args) => fit::run(&args),
        Command::Glossary(args) => glossary::run(args),
        Command::Candidates(args) => candidates::run(args),
        Command::Requests(args) => requests::run(args),
        Command::Manifest(args) => manifest::run(args),
        Command::Webhooks(args) => webhooks::run(args),
    }
}
