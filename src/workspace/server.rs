//! The workspace's server: one loopback listener for the Web API, Socket Mode, response addresses, the control
//! interface and the page.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{any, get, post};
use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};

use super::{Workspace, api, control, delivery, guard};

/// As much as a message of 40,000 characters with 50 blocks can need, several times over.
const LARGEST_BODY: usize = 4 << 20;

/// Serves until the workspace is stopped.
pub(super) fn spawn(workspace: &Workspace, listener: TcpListener, page: Option<fn(Workspace) -> Router>) {
    let mut router = Router::new()
        .route("/api/{method}", any(api::call))
        .route("/response/{app}/{token}", post(api::respond))
        .route("/socket", get(delivery::socket::open))
        .nest("/_control", control::router())
        .with_state(workspace.clone());
    if let Some(page) = page {
        router = router.merge(page(workspace.clone()));
    }
    let router = router.layer(DefaultBodyLimit::max(LARGEST_BODY)).layer(from_fn(guard::only_from_here));
    let mut stop = workspace.shared.stop.subscribe();
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await; // an error means that nobody can stop it any more
    };
    let workspace = workspace.clone();
    tokio::spawn(async move {
        let listener = Bound { listener, _freed: Freed(workspace.clone()) };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
            tracing::error!(%error, address = %workspace.base_url(), "the workspace stopped serving");
        }
    });
}

/// The listener; tells when its address is free again.
struct Bound {
    listener: TcpListener,
    _freed: Freed, // after the listener: dropped once that is closed
}

struct Freed(Workspace);

impl Drop for Freed {
    fn drop(&mut self) {
        self.0.shared.closed.send_replace(true);
    }
}

impl Listener for Bound {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let _ = stream.set_nodelay(true); // only slower without
        (stream, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
