//! The way in for deliveries: Socket Mode when there is an app token, the HTTP Events API otherwise. Opened when the
//! rest of the bot is ready, closed before the rest is stopped.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::runtime::engine::{Engine, Failure};
use crate::runtime::serve::{Options, ServeError};
use crate::slack::events_api;
use crate::slack::socket_mode::{self, SocketOptions, Timing};
use crate::slack::tokens::TokenError;
use crate::slack::web_api::Identity;
use crate::store::Store;

/// One of the two ways in, open. Dropping it shuts it at once.
pub(super) struct Door {
    address: Option<SocketAddr>,
    connected: watch::Receiver<bool>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Door {
    /// Opens the way in that the tokens are for.
    pub(super) async fn open<S: Store>(
        options: &Options,
        identity: &Identity,
        engine: &Engine<S>,
    ) -> Result<Self, ServeError> {
        let (bot, receiver) = (Some(identity.user.clone()), engine.inbox());
        let (stop, told_to_stop) = oneshot::channel::<()>();
        let stopped = async {
            let _ = told_to_stop.await; // an end without a word is an end too
        };
        let Options { tokens, api, http, .. } = options;
        if let Some(token) = tokens.app.clone() {
            let (connected, is_connected) = watch::channel(false);
            let api_url = api.as_ref().map(ToString::to_string);
            let socket = SocketOptions { api_url, token, bot, timing: Timing::default(), connected };
            let task = tokio::spawn(async move { Ok(socket_mode::run(socket, receiver, stopped).await?) });
            return Ok(Self { address: None, connected: is_connected, stop: Some(stop), task });
        }
        let Some(secret) = &tokens.signing_secret else { return Err(TokenError::NoWayIn.into()) };
        let cannot = |reason| ServeError::Listen { address: *http, reason };
        let listener = TcpListener::bind(http).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let router = events_api::router(secret, bot, receiver, Arc::new(engine.health()));
        let task = tokio::spawn(async move {
            let served = events_api::serve(listener, router, stopped).await;
            served.map_err(|reason| ServeError::Listen { address, reason })
        });
        let (_, connected) = watch::channel(true);
        Ok(Self { address: Some(address), connected, stop: Some(stop), task })
    }

    /// Waits for the first connection.
    pub(super) async fn connected(&mut self) -> Result<(), ServeError> {
        let mut connected = self.connected.clone();
        tokio::select! {
            Ok(_) = connected.wait_for(|connected| *connected) => Ok(()),
            error = self.ended() => Err(error),
        }
    }

    /// Where it listens for HTTP.
    pub(super) const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Waits until nothing can come in any more though nobody closed it.
    pub(super) async fn ended(&mut self) -> ServeError {
        match (&mut self.task).await {
            Ok(Err(error)) => error,
            Ok(Ok(())) | Err(_) => Failure::Ended.into(),
        }
    }

    /// Lets nothing more in and finishes what is at hand, until `end` at most.
    pub(super) async fn close(mut self, end: Instant) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(()); // it may have ended by itself
        }
        if tokio::time::timeout_at(end, &mut self.task).await.is_err() {
            tracing::warn!("deliveries at hand were not finished in time; Slack sends them again");
        }
    }
}
