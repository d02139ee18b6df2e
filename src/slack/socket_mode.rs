//! The way in without a public address: reads Slack's deliveries from a WebSocket and acknowledges each once it is
//! safe with us. Runs until told to stop, through reconnections; returns early only for what a person must mend.
//!
//! A connection that Slack is about to close is replaced before it is left, so that nothing waits in between.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::ids::UserId;
use crate::slack::Receiver;
use crate::slack::tokens::{APP_TOKEN, AppToken};
use crate::slack::web_api::ClientError;

mod backoff;
mod connection;
mod open;

use backoff::Backoff;
use connection::{Context, Notice};
use open::{NotOpened, Opener, Socket};

/// The intervals of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How long opening may take, and the greeting after it. 10 s.
    pub open_within: Duration,
    /// How often we ask whether the other side is there. 10 s.
    pub ping_every: Duration,
    /// After how long without any frame a connection is given up. 30 s.
    pub silent_after: Duration,
    /// The first wait before connecting again; it doubles up to 30 s. 500 ms.
    pub retry_after: Duration,
    /// How long deliveries at hand may take when a connection is left. 5 s.
    pub drain_within: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            open_within: Duration::from_secs(10),
            ping_every: Duration::from_secs(10),
            silent_after: Duration::from_secs(30),
            retry_after: Duration::from_millis(500),
            drain_within: Duration::from_secs(5),
        }
    }
}

/// What a Socket Mode reader needs.
#[derive(Debug)]
pub struct SocketOptions {
    /// Another Web API than Slack's own.
    pub api_url: Option<String>,
    /// Opens connections.
    pub token: AppToken,
    /// The bot's own user, where it is known.
    pub bot: Option<UserId>,
    /// The intervals.
    pub timing: Timing,
    /// Told `true` while a connection is up, `false` while none is.
    pub connected: watch::Sender<bool>,
}

/// Why there can be no connection until a person mends something.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Slack does not accept the token.
    #[error("Slack does not accept the token in {APP_TOKEN}: {code}\n    help: {remedy}")]
    Token {
        /// Slack's error code.
        code: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Slack refuses for another reason.
    #[error(
        "Slack does not open a Socket Mode connection: {0}\n    help: check that Socket Mode is on at https://api.slack.com/apps → your app → Socket Mode, and that the app's manifest is the one `liaison manifest` prints"
    )]
    Refused(String),
    /// The connection cannot be made from here at all.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// Reads deliveries into `receiver` until `shutdown` resolves; then finishes what is at hand and returns.
///
/// # Errors
/// Only what no waiting mends: a token or scope that is not accepted, or a refusal of the very first connection.
pub async fn run(
    options: SocketOptions,
    receiver: Arc<dyn Receiver>,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), SocketError> {
    let SocketOptions { api_url, token, bot, timing, connected } = options;
    let opener = Opener::new(api_url.as_deref(), &token, timing.open_within)?;
    let context = Arc::new(Context { receiver, bot, timing });
    let mut links = Links { now: None, leaving: JoinSet::new() };
    let outcome = tokio::select! {
        outcome = keep_connected(&opener, &context, &connected, &mut links) => outcome,
        () = shutdown => Ok(()),
    };
    links.leave_all().await;
    connected.send_replace(false);
    outcome
}

/// Connects again and again; ends only with what a person must mend.
async fn keep_connected(
    opener: &Opener,
    context: &Arc<Context>,
    connected: &watch::Sender<bool>,
    links: &mut Links,
) -> Result<(), SocketError> {
    let mut backoff = Backoff::new(context.timing.retry_after);
    let mut ever = false;
    loop {
        let socket = match opener.open().await {
            Ok(socket) => socket,
            Err(NotOpened::Fatal(error)) => return Err(error),
            Err(NotOpened::Refused(code)) if !ever => return Err(SocketError::Refused(code)),
            Err(NotOpened::Refused(reason)) => {
                pause(&mut backoff, Duration::ZERO, &reason, connected, links).await;
                continue;
            }
            Err(NotOpened::Later(wait, reason)) => {
                pause(&mut backoff, wait, &reason, connected, links).await;
                continue;
            }
        };
        let mut link = Link::start(socket, context);
        if !matches!(link.notices.recv().await, Some(Notice::Hello)) {
            pause(&mut backoff, Duration::ZERO, "the connection ended before its greeting", connected, links).await;
            continue;
        }
        ever = true;
        connected.send_replace(true);
        tracing::info!("connected to Slack by Socket Mode");
        let since = Instant::now();
        // Only now is the one before it left.
        let link = links.replace(link);
        let notice = loop {
            match link.notices.recv().await {
                Some(Notice::Hello) => {}
                other => break other,
            }
        };
        if since.elapsed() >= context.timing.ping_every {
            backoff.reset();
        }
        match notice {
            // Slack wants it replaced; it goes on until the next one is up.
            Some(Notice::Refresh) => {
                if backoff.is_fresh() {
                    backoff.next();
                } else {
                    pause(&mut backoff, Duration::ZERO, "Slack asks for a new connection", connected, links).await;
                }
            }
            Some(Notice::Disabled) => {
                let reason = "Socket Mode is switched off for the app at https://api.slack.com/apps";
                pause(&mut backoff, Duration::from_secs(30), reason, connected, links).await;
            }
            Some(Notice::Hello) | None => {
                links.now = None;
                pause(&mut backoff, Duration::ZERO, "the connection was lost", connected, links).await;
            }
        }
    }
}

/// Waits before connecting again, at least `least`.
async fn pause(backoff: &mut Backoff, least: Duration, reason: &str, connected: &watch::Sender<bool>, links: &Links) {
    let wait = backoff.next().max(least);
    if !links.is_up() {
        connected.send_replace(false);
    }
    tracing::warn!(reason, wait_ms = wait.as_millis(), "connecting to Slack again");
    tokio::time::sleep(wait).await;
}

/// One connection and its task, which ends with it.
struct Link {
    notices: mpsc::Receiver<Notice>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Link {
    fn start(socket: Socket, context: &Arc<Context>) -> Self {
        let (tell, notices) = mpsc::channel(8);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(connection::drive(socket, Arc::clone(context), tell, stopped));
        Self { notices, stop: Some(stop), task }
    }

    /// Lets it finish what is at hand.
    async fn leave(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(()); // it may have ended by itself
        }
        let _ = (&mut self.task).await;
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The connection in use, and those that are finishing.
struct Links {
    now: Option<Link>,
    leaving: JoinSet<()>,
}

impl Links {
    fn is_up(&self) -> bool {
        self.now.as_ref().is_some_and(|link| !link.task.is_finished())
    }

    /// Takes a new connection into use and leaves the one before it.
    fn replace(&mut self, link: Link) -> &mut Link {
        while self.leaving.try_join_next().is_some() {}
        if let Some(before) = self.now.take() {
            self.leaving.spawn(before.leave());
        }
        self.now.insert(link)
    }

    async fn leave_all(mut self) {
        if let Some(link) = self.now.take() {
            self.leaving.spawn(link.leave());
        }
        while self.leaving.join_next().await.is_some() {}
    }
}

#[cfg(test)]
mod tests;
