//! The bot as a whole: opens the store, says who it is at Slack, goes on with what was left undone and connects.
//! Returns once it is connected, with a handle to stop it by; an error says what to do.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use url::Url;

use crate::config::{ConfigError, Problems};
use crate::liaison::policy::Policy;
use crate::runtime::door::Door;
use crate::runtime::engine::{Engine, Failure};
use crate::runtime::layers::CurrentPolicy;
use crate::runtime::metrics::Metrics;
use crate::slack::socket_mode::SocketError;
use crate::slack::tokens::{TokenError, Tokens};
use crate::slack::web_api::{Client, ClientError, Identity, LookUpError, ScopesError};
use crate::store::{Disk, Memory, Store, StoreError};
use crate::webhooks::Secrets;

/// How long Slack is asked again at the start when it does not answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long stopping may take, all in all; a little is left for the process to end in.
const STOP_WITHIN: Duration = Duration::from_millis(9_500);
/// How much of it is kept for writing.
const KEEP_FOR_WRITING: Duration = Duration::from_millis(500);

/// Reads the configuration: at start, and again on [`Serving::reload`].
pub type LoadPolicy = Arc<dyn Fn() -> Result<Policy, Problems> + Send + Sync>;

/// Where the bot remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// In a folder, made if it is not there.
    Folder(PathBuf),
    /// Nowhere: all is forgotten when the process ends.
    Memory,
}

/// What the bot runs with.
#[derive(Clone)]
pub struct Options {
    /// Reads the configuration.
    pub policy: LoadPolicy,
    /// Where it remembers.
    pub data: Data,
    /// The tokens. With an app token it connects by Socket Mode, else it listens for HTTP.
    pub tokens: Tokens,
    /// Another Web API than Slack's own, such as a local workspace's `http://127.0.0.1:7878/api`.
    pub api: Option<Url>,
    /// Where to listen for HTTP, when there is no app token. Port 0 takes a free one.
    pub http: SocketAddr,
    /// Where the secrets are that webhooks are signed with.
    pub webhooks: Secrets,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { policy: _, data, tokens, api, http, webhooks: _ } = self;
        f.debug_struct("Options")
            .field("data", data)
            .field("tokens", tokens)
            .field("api", api)
            .field("http", http)
            .finish_non_exhaustive()
    }
}

/// Why the bot cannot run, or cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] Problems),
    /// The data folder cannot be used, or the running parts cannot go on.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// No client for the Web API can be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The bot token, or its scopes, will not do.
    #[error(transparent)]
    Scopes(#[from] ScopesError),
    /// Slack does not say who the bot is.
    #[error("Slack does not say who the bot is: {0}")]
    Identity(#[from] LookUpError),
    /// There is no token for any way in.
    #[error(transparent)]
    Tokens(#[from] TokenError),
    /// Socket Mode is refused.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The address to listen on cannot be had.
    #[error("cannot listen on {address}: {reason}\n    help: choose another with --http")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: std::io::Error,
    },
}

impl From<StoreError> for ServeError {
    fn from(error: StoreError) -> Self {
        Self::Failed(Failure::Store(error))
    }
}

/// The bot, running. Dropping it ends it at once, as a crash would; [`Serving::stop`] ends it in order.
pub struct Serving {
    identity: Identity,
    address: Option<SocketAddr>,
    metrics: Arc<Metrics>,
    policy: Arc<CurrentPolicy>,
    load: LoadPolicy,
    webhooks: Secrets,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl std::fmt::Debug for Serving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (identity, address) = (&self.identity, &self.address);
        f.debug_struct("Serving").field("identity", identity).field("address", address).finish_non_exhaustive()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts the bot on the current tokio runtime; ready when it is connected.
///
/// # Errors
/// A [`ServeError`] that says what is wrong and what to do.
pub async fn serve(options: Options) -> Result<Serving, ServeError> {
    let policy = Arc::new(load(&options.policy, &options.webhooks)?);
    match options.data.clone() {
        Data::Memory => start(options, policy, Memory::new()).await,
        Data::Folder(folder) => start(options, policy, Disk::open(&folder)?).await,
    }
}

async fn start<S: Store>(options: Options, policy: Arc<Policy>, store: S) -> Result<Serving, ServeError> {
    let client = Client::new(options.api.as_ref().map(Url::as_str), &options.tokens.bot)?;
    let identity = introduce(&client).await?;
    let engine = Engine::start(policy, Arc::new(store), client, identity.clone(), options.webhooks.clone())?;
    let (metrics, policy) = (engine.metrics(), engine.policy());
    let mut door = Door::open(&options, &identity, &engine).await?;
    door.connected().await?;
    let address = door.address();
    let (stop, told_to_stop) = oneshot::channel();
    let task = tokio::spawn(supervise(engine, door, told_to_stop));
    let Options { policy: load, webhooks, .. } = options;
    Ok(Serving { identity, address, metrics, policy, load, webhooks, stop: Some(stop), task })
}

/// Reads the configuration, and whether there is a secret for each webhook in it.
fn load(policy: &LoadPolicy, secrets: &Secrets) -> Result<Policy, Problems> {
    let policy = policy()?;
    let wrong = policy.settings.webhooks.iter().filter_map(|webhook| secrets.of(&webhook.name).err());
    let problems: Vec<_> = wrong
        .map(|error| ConfigError {
            file: PathBuf::from(error.variable()),
            line: None,
            key: None,
            problem: error.to_string(),
            remedy: Some(error.remedy()),
        })
        .collect();
    if problems.is_empty() { Ok(policy) } else { Err(Problems(problems)) }
}

/// Asks Slack who the bot is and whether it may do what it does, again for a while when there is no answer.
async fn introduce(client: &Client) -> Result<Identity, ServeError> {
    let end = Instant::now() + PATIENCE;
    let mut wait = Duration::from_millis(500);
    loop {
        let error = match client.verify_scopes().await {
            Ok(()) => match client.identity().await {
                Ok(identity) => return Ok(identity),
                Err(error @ LookUpError::Refused(_)) => return Err(error.into()),
                Err(error @ LookUpError::Later { .. }) => ServeError::from(error),
            },
            Err(error @ (ScopesError::Refused(_) | ScopesError::Missing(_))) => return Err(error.into()),
            Err(error @ ScopesError::Unreachable(..)) => error.into(),
        };
        if Instant::now() + wait > end {
            return Err(error);
        }
        tracing::warn!(%error, "asking Slack again");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(Duration::from_secs(10));
    }
}

/// Keeps the bot running until it is told to stop or cannot go on.
async fn supervise<S: Store>(
    mut engine: Engine<S>,
    mut door: Door,
    told_to_stop: oneshot::Receiver<()>,
) -> Result<(), ServeError> {
    tokio::select! {
        _ = told_to_stop => {}
        failure = engine.failed() => return Err(failure.into()),
        ended = door.ended() => return Err(ended),
    }
    let end = Instant::now() + STOP_WITHIN;
    door.close(end - KEEP_FOR_WRITING).await;
    engine.stop(end - KEEP_FOR_WRITING).await?;
    Ok(())
}

impl Serving {
    /// Who the bot is.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Where it listens for HTTP; none over Socket Mode.
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// What was counted.
    pub fn metrics(&self) -> Arc<Metrics> {
        self.metrics.clone()
    }

    /// Reads the configuration again: all of it, or, when anything in it is wrong, nothing.
    ///
    /// # Errors
    /// What is wrong with the configuration; the bot goes on with the one it has.
    pub fn reload(&self) -> Result<(), Problems> {
        self.policy.set(Arc::new(load(&self.load, &self.webhooks)?));
        Ok(())
    }

    /// Waits until the bot cannot go on: resolves with the reason, and never while it runs.
    pub async fn failed(&mut self) -> ServeError {
        match (&mut self.task).await {
            Ok(Err(error)) => error,
            Ok(Ok(())) | Err(_) => Failure::Ended.into(),
        }
    }

    /// Takes nothing more in, finishes what was taken in (10 seconds at most) and writes it to disk. What could not
    /// be finished is gone on with at the next start.
    ///
    /// # Errors
    /// When the store could not be written, or the bot had failed before.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(()); // it may have failed by itself; then its result says so
        }
        (&mut self.task).await.unwrap_or_else(|_| Err(Failure::Ended.into()))
    }
}
