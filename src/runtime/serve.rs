//! The bot as a whole: opens the store, says who it is at Slack, goes on with what was left undone and connects.
//! Returns once it is connected, with a handle to stop it by; an error says what to do.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use crate::config::Problems;
use crate::liaison::policy::Policy;
use crate::slack::tokens::Tokens;
use crate::slack::web_api::Identity;
use crate::store::StoreError;

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
    /// Another Web API than Slack's own, such as a local workspace's `http://127.0.0.1:7878/api/`.
    pub api: Option<Url>,
    /// Where to listen for HTTP, when there is no app token. Port 0 takes a free one.
    pub http: SocketAddr,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { policy: _, data, tokens, api, http } = self;
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
    /// The data folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Slack cannot be reached, or refuses the tokens.
    #[error("{0}")]
    Slack(String),
    /// The address to listen on cannot be had.
    #[error("cannot listen on {address}: {reason}; choose another with --http")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: String,
    },
}

/// The bot, running. Dropping it ends it at once, as a crash would; [`Serving::stop`] ends it in order.
#[derive(Debug)]
pub struct Serving {
    identity: Identity,
    address: Option<SocketAddr>,
}

/// Starts the bot on the current tokio runtime; ready when it is connected.
///
/// # Errors
/// A [`ServeError`] that says what is wrong and what to do.
pub async fn serve(options: Options) -> Result<Serving, ServeError> {
    todo!("runtime room: {options:?}")
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

    /// Reads the configuration again: all of it, or, when anything in it is wrong, nothing.
    ///
    /// # Errors
    /// What is wrong with the configuration; the bot goes on with the one it has.
    pub fn reload(&self) -> Result<(), Problems> {
        todo!("runtime room")
    }

    /// Waits until the bot cannot go on, which a running one can: resolves with the reason.
    pub async fn failed(&mut self) -> ServeError {
        std::future::pending().await
    }

    /// Takes nothing more in, finishes what was taken in (10 seconds at most) and writes it to disk.
    ///
    /// # Errors
    /// When the store could not be written.
    pub async fn stop(self) -> Result<(), ServeError> {
        todo!("runtime room")
    }
}
