//! Try it in the browser: a local workspace with the bot in it, connected over the real protocol.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::ValueEnum;

use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::state::State;
use crate::workspace::{Workspace, WorkspaceOptions, page, seed};

/// Options of `liaison demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port of the page on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 7878, env = "LIAISON_DEMO_PORT")]
    port: u16,
    /// Where the bot keeps what it must not forget; a fresh temporary folder unless given.
    #[arg(long, env = "LIAISON_DATA")]
    data: Option<PathBuf>,
    /// Whose eyes to look through first: somebody who speaks this language. Otherwise the browser's is taken.
    #[arg(long, value_enum)]
    language: Option<PageLanguage>,
}

/// A language of the page.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PageLanguage {
    /// English.
    En,
    /// Japanese.
    Ja,
}

impl From<PageLanguage> for Language {
    fn from(language: PageLanguage) -> Self {
        match language {
            PageLanguage::En => Self::English,
            PageLanguage::Ja => Self::Japanese,
        }
    }
}

pub(super) fn run(args: Args) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the demo cannot start: {error}")),
    };
    match runtime.block_on(demo(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => failed(&problem),
    }
}

fn failed(problem: &str) -> ExitCode {
    eprintln!("liaison demo: {problem}");
    ExitCode::from(1)
}

async fn demo(args: Args) -> Result<(), String> {
    let state = opening().map_err(|error| format!("the demo's workspace cannot be made: {error}"))?;
    let options = WorkspaceOptions { port: args.port, page: Some(page::router), ..WorkspaceOptions::new(state) };
    let workspace = Workspace::start(options).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!(
            "port {} is in use, perhaps by another demo; stop that, or choose another port with --port (0 takes any)",
            args.port
        ),
        _ => format!("port {} cannot be used: {error}; choose another with --port", args.port),
    })?;
    announce(&workspace, args.language.map(Language::from));
    let _ = tokio::signal::ctrl_c().await;
    workspace.stop();
    Ok(())
}

/// The demo's people and what they said, with tokens nobody can guess.
fn opening() -> Result<State, crate::workspace::state::ActionError> {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let now = Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX));
    // The hasher's keys come from the system's source of randomness, fresh in every process.
    let secret = RandomState::new().hash_one(now.0);
    seed::aozora(now, secret)
}

fn announce(workspace: &Workspace, language: Option<Language>) {
    let path = language.map_or_else(|| "/".to_owned(), |it| format!("/as/{}", seed::first_person(it)));
    let mut out = std::io::stdout().lock();
    // Nobody listens when this fails.
    let _ = writeln!(out, "Open {}{path} in a browser. Ctrl-C ends the demo.", workspace.base_url());
    let _ = out.flush();
}
