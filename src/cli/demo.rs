//! Try it in the browser: a local workspace with the bot in it, connected over the real protocol. Runs until
//! Ctrl-C; an error says what to do.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use clap::ValueEnum;
use tempfile::TempDir;
use url::Url;

use crate::cli::log;
use crate::config::{self, Folder};
use crate::runtime::{self, Data};
use crate::slack::tokens::{AppToken, BotToken, TokenError, Tokens};
use crate::text::Language;
use crate::time::Timestamp;
use crate::webhooks::Secrets;
use crate::workspace::state::{ActionError, State};
use crate::workspace::{Workspace, WorkspaceOptions, page, seed};

/// Options of `liaison demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port of the page on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Where the bot keeps what it must not forget; a fresh temporary folder unless given.
    #[arg(long)]
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

/// Why the demo cannot run, with what to do about it.
#[derive(Debug, thiserror::Error)]
enum DemoError {
    #[error("the demo cannot start: {0}")]
    Runtime(std::io::Error),
    #[error("{0}")]
    Log(String),
    #[error(
        "port {0} is in use, perhaps by another demo\n    help: end that one, or choose another port with --port \
         (0 takes any that is free)"
    )]
    PortInUse(u16),
    #[error("port {0} cannot be had: {1}\n    help: choose another with --port (0 takes any that is free)")]
    Port(u16, std::io::Error),
    #[error("there is no place for temporary files: {0}\n    help: name a folder with --data")]
    Temporary(std::io::Error),
    #[error("the demo's workspace cannot be made: {0}")]
    Seed(#[from] ActionError),
    #[error("the demo's tokens cannot be used: {0}")]
    Token(#[from] TokenError),
    #[error("the demo's address cannot be used: {0}")]
    Address(#[from] url::ParseError),
    #[error(transparent)]
    Bot(#[from] runtime::ServeError),
}

pub(super) fn run(args: Args) -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().map_err(DemoError::Runtime);
    match runtime.and_then(|runtime| runtime.block_on(demo(args))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("liaison demo: {problem}");
            ExitCode::from(1)
        }
    }
}

async fn demo(args: Args) -> Result<(), DemoError> {
    log::start().map_err(DemoError::Log)?;
    let options = WorkspaceOptions { port: args.port, page: Some(page::router), ..WorkspaceOptions::new(opening()?) };
    let workspace = Workspace::start(options).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => DemoError::PortInUse(args.port),
        _ => DemoError::Port(args.port, error),
    })?;
    // Removed when the demo ends.
    let temporary = if args.data.is_none() { Some(TempDir::new().map_err(DemoError::Temporary)?) } else { None };
    let data = args.data.as_deref().or(temporary.as_ref().map(TempDir::path)).unwrap_or(Path::new("."));
    let mut bot = runtime::serve(bot_options(&workspace, data)?).await?;
    announce(&workspace, args.language.map(Language::from));
    let failure = tokio::select! {
        () = asked_to_end() => None,
        failure = bot.failed() => Some(failure),
    };
    bot.stop().await?;
    workspace.stop();
    failure.map_or(Ok(()), |failure| Err(failure.into()))
}

/// The bot as `liaison serve` runs it; only the address and the tokens are the local workspace's.
fn bot_options(workspace: &Workspace, data: &Path) -> Result<runtime::Options, DemoError> {
    let folder = Folder::locate(None, &|name| std::env::var_os(name));
    Ok(runtime::Options {
        policy: Arc::new(move || {
            let (mut policy, _) = config::load(&folder)?.for_serving()?;
            policy.settings.webhooks.clear(); // what is only tried here is nobody else's business
            Ok(policy)
        }),
        data: Data::Folder(data.to_owned()),
        tokens: Tokens {
            bot: BotToken::parse(&workspace.bot_token())?,
            app: Some(AppToken::parse(&workspace.app_token())?),
            signing_secret: None,
        },
        api: Some(Url::parse(&workspace.api_url())?),
        http: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        webhooks: Secrets::from_variables(|_| None),
    })
}

/// The demo's people and what they said, with tokens nobody can guess.
fn opening() -> Result<State, ActionError> {
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

/// Resolves on Ctrl-C, or when the system asks the process to end.
async fn asked_to_end() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}
