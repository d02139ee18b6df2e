//! The bot on Slack: Socket Mode when an app token is set, the HTTP Events API otherwise. Runs until SIGTERM or
//! SIGINT, then finishes what it took in; SIGHUP reads the configuration again. Exit status 1 with what to do when it
//! cannot start or go on.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use url::Url;

use crate::cli::log;
use crate::config::{self, Flags, Folder, Process};
use crate::runtime::{self, Data, Options, Serving};
use crate::slack::tokens::Tokens;
use crate::webhooks::Secrets;

/// The variable with another address of the Web API.
const API_URL: &str = "LIAISON_SLACK_API_URL";

/// Options of `liaison serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// The data folder [default: $LIAISON_DATA, else as liaison.toml says, else liaison-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen when no app token is set [default: $LIAISON_HTTP, else as liaison.toml says, else 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR")]
    http: Option<String>,
}

pub(super) fn run(args: Args) -> ExitCode {
    let began = Instant::now();
    let outcome = options(args).and_then(|options| {
        log::start()?;
        let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("no threads to run on: {error}"))?;
        runtime.block_on(serve(options, began))
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("liaison serve: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Reads what to run with; everything that is wrong is said at once.
fn options(args: Args) -> Result<Options, String> {
    let environment = |name: &str| std::env::var_os(name);
    let folder = Folder::locate(args.config, &environment);
    let (mut problems, mut server, mut first) = (Vec::new(), None, None);
    match config::load(&folder).and_then(config::Loaded::for_serving) {
        Ok((policy, file)) => (first, server) = (Some(policy), Some(file)),
        Err(errors) => problems.push(errors.to_string()),
    }
    let flags = Flags { data: args.data, http: args.http };
    let process = Process::resolve(flags, &environment, &server.unwrap_or_default());
    let process = process.map_err(|error| problems.push(error.to_string())).ok();
    let tokens = Tokens::from_environment().map_err(|errors| problems.push(errors.to_string())).ok();
    let api = api_url().map_err(|error| problems.push(error)).ok();
    let (Some(process), Some(tokens), Some(api), true) = (process, tokens, api, problems.is_empty()) else {
        return Err(problems.join("\n"));
    };
    // What was read to check it is what the bot starts with; each later call reads anew.
    let first = Mutex::new(first);
    let load = move || match first.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(policy) => Ok(policy),
        None => Ok(config::load(&folder)?.for_serving()?.0),
    };
    Ok(Options {
        policy: Arc::new(load),
        data: Data::Folder(process.data_dir),
        tokens,
        api,
        http: process.http,
        webhooks: Secrets::from_environment(),
    })
}

fn api_url() -> Result<Option<Url>, String> {
    let text = std::env::var(API_URL).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong =
        |error| format!("{API_URL}: {text} is no address: {error}\n    help: such as http://127.0.0.1:7878/api");
    text.parse().map(Some).map_err(wrong)
}

async fn serve(options: Options, began: Instant) -> Result<(), String> {
    let mut signals = Signals::listen().map_err(|error| format!("cannot hear signals: {error}"))?;
    let mut starting = std::pin::pin!(runtime::serve(options));
    let mut serving = loop {
        tokio::select! {
            serving = &mut starting => break serving.map_err(|error| error.to_string())?,
            told = signals.next() => match told {
                Told::End => return Ok(()),
                Told::Reload => {} // it is being read
            },
        }
    };
    let identity = serving.identity();
    tracing::info!(
        target: "liaison",
        "connected to {} ({}) as {}, ready in {} ms",
        identity.team,
        identity.url,
        identity.user,
        began.elapsed().as_millis()
    );
    if let Some(address) = serving.address() {
        tracing::info!(target: "liaison", "listening on http://{address}/slack/events");
    }
    loop {
        tokio::select! {
            error = serving.failed() => return Err(error.to_string()),
            told = signals.next() => match told {
                Told::End => break,
                Told::Reload => reload(&serving),
            },
        }
    }
    tracing::info!(target: "liaison", "stopping");
    serving.stop().await.map_err(|error| error.to_string())?;
    tracing::info!(target: "liaison", "stopped");
    Ok(())
}

fn reload(serving: &Serving) {
    match serving.reload() {
        Ok(()) => tracing::info!(target: "liaison", "the configuration was read again"),
        Err(problems) => {
            tracing::error!(target: "liaison", "the configuration is wrong; going on with the one before\n{problems}");
        }
    }
}

/// What the system tells the process.
enum Told {
    /// To end.
    End,
    /// To read the configuration again.
    Reload,
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Told {
        tokio::select! {
            _ = self.terminate.recv() => Told::End,
            _ = self.interrupt.recv() => Told::End,
            _ = self.hang_up.recv() => Told::Reload,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Told {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Told::End,
            Err(_) => std::future::pending().await,
        }
    }
}
