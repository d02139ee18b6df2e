//! The workspace's server: one loopback listener for the protocol and the page.

use axum::Router;
use tokio::net::TcpListener;

use super::Workspace;

/// Serves until the workspace is stopped.
pub(super) fn spawn(workspace: &Workspace, listener: TcpListener, page: Option<fn(Workspace) -> Router>) {
    let mut router = Router::new();
    if let Some(page) = page {
        router = router.merge(page(workspace.clone()));
    }
    let mut stop = workspace.shared.stop.subscribe();
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await; // an error means that nobody can stop it any more
    };
    let workspace = workspace.clone();
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
            tracing::error!(%error, address = %workspace.base_url(), "the workspace stopped serving");
        }
    });
}
