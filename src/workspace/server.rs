//! The workspace's server: one loopback listener for the Web API, Socket Mode, response addresses, the control
//! interface and the page.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;

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
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            let _ = stream.set_nodelay(true); // only slower without
        });
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
            tracing::error!(%error, address = %workspace.base_url(), "the workspace stopped serving");
        }
    });
}
