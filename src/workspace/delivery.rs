//! Brings what apps must hear to them: over their sockets or posted to their address, again when it was not
//! acknowledged in time, and hands their answers back to the state.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc;

use super::Workspace;
use super::state::{Delivery, DeliveryKind, Transport};

pub(super) mod http;
pub(super) mod socket;

/// The first delivery and three more.
const MOST_ATTEMPTS: usize = 4;
/// How long an event waits for an app that is not connected.
const LONGEST_ABSENCE: Duration = Duration::from_secs(30 * 60);

/// Why a delivery failed: Slack's word for it, and whether it may be tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    reason: &'static str,
    final_one: bool,
}

impl Failure {
    const fn new(reason: &'static str) -> Self {
        Self { reason, final_one: false }
    }
}

/// Sends deliveries until the workspace is gone. The first attempt at each leaves in order.
pub(super) async fn run(workspace: Workspace, mut deliveries: mpsc::UnboundedReceiver<Delivery>) {
    while let Some(delivery) = deliveries.recv().await {
        let twice = delivery.kind == DeliveryKind::Event && workspace.event_comes_twice();
        for _ in 0..=usize::from(twice) {
            let first = attempt(&workspace, &delivery, 0, "");
            tokio::spawn(see_through(workspace.clone(), delivery.clone(), first));
        }
    }
}

type Answer = Result<Option<Value>, Failure>;

/// Starts an attempt at once; what comes back is its end.
fn attempt(
    workspace: &Workspace,
    delivery: &Delivery,
    number: usize,
    why: &'static str,
) -> impl Future<Output = Answer> + Send + use<> {
    let transport = workspace.read(|state| state.app(&delivery.app).map(|app| app.transport.clone()));
    let started = match transport {
        Some(Transport::Http(address)) => Started::Http(http::post(workspace, &address, delivery, number, why)),
        Some(Transport::Socket) => Started::Socket(workspace.shared.sockets.send(delivery, number, why)),
        None => Started::Nowhere,
    };
    let limit = workspace.shared.ack_timeout;
    async move {
        match started {
            Started::Http(request) => {
                tokio::time::timeout(limit, request).await.unwrap_or(Err(Failure::new("http_timeout")))
            }
            Started::Socket(handed) => {
                let handed = tokio::time::timeout(LONGEST_ABSENCE, handed).await;
                let Ok(Ok(acknowledged)) = handed else { return Err(NOT_CONNECTED) };
                match tokio::time::timeout(limit, acknowledged).await {
                    Ok(answer) => answer.map_err(|_| Failure::new("connection_closed")),
                    Err(_) => Err(Failure::new("timeout")),
                }
            }
            Started::Nowhere => Err(NOT_CONNECTED),
        }
    }
}

const NOT_CONNECTED: Failure = Failure { reason: "not_connected", final_one: true };

enum Started<F> {
    Http(F),
    Socket(socket::Handed),
    Nowhere,
}

async fn see_through(workspace: Workspace, delivery: Delivery, first: impl Future<Output = Answer> + Send) {
    let mut ended = first.await;
    let attempts = if delivery.kind == DeliveryKind::Event { MOST_ATTEMPTS } else { 1 };
    for tried in 1..attempts {
        let Err(Failure { reason, final_one: false }) = ended else { break };
        let longest = Duration::from_secs(300);
        tokio::time::sleep(workspace.shared.retry_after.get(tried - 1).copied().unwrap_or(longest)).await;
        ended = attempt(&workspace, &delivery, tried, reason).await;
    }
    if let (Err(failure), DeliveryKind::Event) = (&ended, delivery.kind) {
        let event = &delivery.body["event_id"];
        tracing::warn!(%event, reason = failure.reason, "an event was given up");
    }
    workspace.act(|state| match &ended {
        Ok(answer) => state.answered(&delivery.reply, Ok(answer.as_ref())),
        Err(failure) => state.answered(&delivery.reply, Err(told(failure))),
    });
}

/// What Slack tells a person when an app cannot be reached.
fn told(failure: &Failure) -> &'static str {
    match failure.reason {
        "timeout" | "http_timeout" => "operation_timeout",
        "http_error" => "dispatch_unknown_error",
        _ => "dispatch_failed",
    }
}

/// The app's own answer as JSON; text that is none is what it says.
fn answer_of(body: &[u8]) -> Option<Value> {
    if body.is_empty() {
        return None;
    }
    let parsed = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object);
    let said = || Value::from(serde_json::Map::from_iter([("text".to_owned(), String::from_utf8_lossy(body).into())]));
    Some(parsed.unwrap_or_else(said)).filter(|answer| answer.as_object().is_none_or(|it| !it.is_empty()))
}

pub(super) type Sockets = Arc<socket::Sockets>;
