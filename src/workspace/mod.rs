//! A local workspace that speaks Slack's protocol: the demo and the end-to-end tests run on it, and any other
//! Slack client can.
//!
//! [`state`] is the workspace in memory; [`Workspace`] serves it on a loopback address and is the handle to it.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};

use crate::time::Timestamp;

mod api;
mod control;
mod delivery;
mod faults;
mod guard;
mod pacing;
pub mod page;
pub mod seed;
mod server;
pub mod state;

pub use delivery::http::AddressError;
pub use faults::{Fault, Planned};
use state::{ApiError, App, AppId, Change, Delivery, State};

/// How a workspace is started.
#[derive(Debug)]
pub struct WorkspaceOptions {
    /// Who and what is there at first. Its first app is the one whose tokens the handle tells.
    pub state: State,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Pages for people, served beside the protocol.
    pub page: Option<fn(Workspace) -> Router>,
    /// How long an app has to acknowledge; Slack gives 3 seconds.
    pub ack_timeout: Duration,
    /// How long after each failed delivery of an event the next is tried; Slack tries at once, after a minute
    /// and after five.
    pub retry_after: Vec<Duration>,
    /// Refuse more than a message a second in a channel, as Slack does, with some tolerance for bursts.
    pub limit_posting: bool,
}

impl WorkspaceOptions {
    /// A workspace as strict and patient as Slack, except that apps may post as fast as they like.
    pub fn new(state: State) -> Self {
        Self {
            state,
            port: 0,
            page: None,
            ack_timeout: Duration::from_secs(3),
            retry_after: [0, 60, 300].map(Duration::from_secs).to_vec(),
            limit_posting: false,
        }
    }
}

/// A running workspace; clones are the same one. It runs until [`Workspace::stop`] or the end of the runtime.
#[derive(Clone)]
pub struct Workspace {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changes: broadcast::Sender<Change>,
    deliveries: mpsc::UnboundedSender<Delivery>,
    address: SocketAddr,
    sockets: delivery::Sockets,
    poster: delivery::http::Poster,
    faults: Mutex<faults::Faults>,
    pacing: Option<Mutex<pacing::Pacing>>,
    ack_timeout: Duration,
    retry_after: Vec<Duration>,
    stop: tokio::sync::watch::Sender<bool>,
    closed: tokio::sync::watch::Sender<bool>,
}

/// What was waited for did not happen in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it did not happen within {0:?}")]
pub struct TimedOut(pub Duration);

impl Workspace {
    /// Starts serving. Only programs on this machine can reach it.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(options: WorkspaceOptions) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let mut state = options.state;
        state.set_base_url(format!("http://{address}"));
        state.set_now(wall_clock());
        state.take_changes();
        state.take_deliveries(); // nobody was there to hear of how it came to be
        let (deliveries, to_send) = mpsc::unbounded_channel();
        let shared = Shared {
            state: Mutex::new(state),
            changes: broadcast::Sender::new(4096),
            deliveries,
            address,
            sockets: delivery::Sockets::default(),
            poster: delivery::http::poster(),
            faults: Mutex::default(),
            pacing: options.limit_posting.then(Mutex::default),
            ack_timeout: options.ack_timeout,
            retry_after: options.retry_after,
            stop: tokio::sync::watch::Sender::new(false),
            closed: tokio::sync::watch::Sender::new(false),
        };
        let workspace = Self { shared: Arc::new(shared) };
        server::spawn(&workspace, listener, options.page);
        tokio::spawn(delivery::run(workspace.clone(), to_send));
        Ok(workspace)
    }

    /// `http://127.0.0.1:…`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// The Web API: `http://127.0.0.1:…/api/`.
    pub fn api_url(&self) -> String {
        format!("{}/api/", self.base_url())
    }

    /// The bot token of the first app; empty when there is none.
    pub fn bot_token(&self) -> String {
        self.of_first_app(|app| app.bot_token.clone())
    }

    /// The app-level token of the first app; empty when there is none.
    pub fn app_token(&self) -> String {
        self.of_first_app(|app| app.app_token.clone())
    }

    /// The signing secret of the first app; empty when there is none.
    pub fn signing_secret(&self) -> String {
        self.of_first_app(|app| app.signing_secret.clone())
    }

    fn of_first_app(&self, read: impl Fn(&App) -> String) -> String {
        self.read(|state| state.apps().next().map(&read).unwrap_or_default())
    }

    /// Looks at the state.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.lock())
    }

    /// Acts on the state at the present time; then whoever listens hears of the changes, and apps of the events.
    pub fn act<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        state.set_now(wall_clock());
        let result = act(&mut state);
        // Sent under the lock, so that everybody hears of things in the order they happened.
        for delivery in state.take_deliveries() {
            let _ = self.shared.deliveries.send(delivery); // the receiver lives as long as the server
        }
        for change in state.take_changes() {
            let _ = self.shared.changes.send(change); // fails only when nobody listens
        }
        result
    }

    /// Every change from now on. A listener that falls far behind is told that it missed some.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.changes.subscribe()
    }

    /// Waits until the state shows something, looking again after every change.
    ///
    /// # Errors
    /// When it does not within `limit`.
    pub async fn wait_for<T>(
        &self,
        limit: Duration,
        mut shown: impl FnMut(&State) -> Option<T>,
    ) -> Result<T, TimedOut> {
        let mut changes = self.changes();
        let seen = async {
            loop {
                if let Some(found) = self.read(&mut shown) {
                    return Some(found);
                }
                if let Err(broadcast::error::RecvError::Closed) = changes.recv().await {
                    return None;
                }
            }
        };
        tokio::time::timeout(limit, seen).await.ok().flatten().ok_or(TimedOut(limit))
    }

    /// The next `times` calls of a Web API method fail so; `response_url` stands for answers at response
    /// addresses.
    pub fn fail(&self, method: &str, planned: &Planned, times: usize) {
        self.faults().plan(method, planned, times);
    }

    /// The next `times` events are each delivered twice.
    pub fn deliver_twice(&self, times: usize) {
        self.faults().plan_twice(times);
    }

    /// Nothing fails any more.
    pub fn clear_faults(&self) {
        self.faults().clear();
    }

    /// Cuts every open socket without a word.
    pub fn drop_sockets(&self) {
        self.shared.sockets.drop_all();
    }

    /// Sends every open socket a `disconnect` with this reason (`refresh_requested`, `warning`,
    /// `link_disabled`); it gets nothing new and is closed ten seconds later.
    pub fn disconnect_sockets(&self, reason: &str) {
        self.shared.sockets.dismiss_all(reason);
    }

    /// Checks an address with Slack's challenge; from then on the first app's events go there.
    ///
    /// # Errors
    /// When the address does not answer the challenge.
    pub async fn verify_request_url(&self, address: &str) -> Result<(), AddressError> {
        let app = self.read(|state| state.apps().next().map(|app| app.id.clone()));
        delivery::http::verify(self, &app.ok_or(AddressError::NoSuchApp)?, address).await
    }

    /// Stops serving; open connections are closed. [`Self::closed`] tells when the address is free again.
    pub fn stop(&self) {
        self.shared.stop.send_replace(true);
    }

    /// Ready once nobody listens at the address any more.
    pub async fn closed(&self) {
        let _ = self.shared.closed.subscribe().wait_for(|closed| *closed).await; // we hold the sender
    }

    fn next_fault(&self, method: &str) -> Option<Planned> {
        self.faults().next_call(method)
    }

    fn event_comes_twice(&self) -> bool {
        self.faults().next_event_twice()
    }

    fn faults(&self) -> MutexGuard<'_, faults::Faults> {
        self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner) // its changes are single steps
    }

    /// Whether an app may post now; always when posting is not limited.
    fn may_post(&self, app: &App, channel: &str) -> bool {
        let Some(pacing) = &self.shared.pacing else { return true };
        pacing.lock().unwrap_or_else(PoisonError::into_inner).admit(&app.id, channel, Instant::now())
    }

    /// An address at which an app can open one socket.
    fn new_socket_address(&self, app: &AppId) -> Result<String, ApiError> {
        let ticket = self.act(State::unguessable);
        let address = format!("ws://{}/socket?ticket={ticket}&app_id={app}", self.shared.address);
        self.shared.sockets.admit(app, ticket)?;
        Ok(address)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic in the middle of an action leaves at worst a half-done action behind; the rest stays usable.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Workspace({})", self.base_url())
    }
}

fn wall_clock() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
