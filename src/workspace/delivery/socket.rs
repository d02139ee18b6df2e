//! Socket Mode, Slack's side: an app exchanges its app-level token for an address, opens a WebSocket there, and
//! gets envelopes that it must acknowledge. Several sockets of one app share its deliveries in turn.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Query, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::workspace::Workspace;
use crate::workspace::state::{ApiError, AppId, Delivery, DeliveryKind};

/// How long an address from `apps.connections.open` can be used.
const TICKET_LIFE: Duration = Duration::from_secs(30);
/// How many sockets an app may have open at once.
const MOST_SOCKETS: usize = 10;
/// How often an idle socket is pinged.
const PING_EVERY: Duration = Duration::from_secs(10);
/// How long a socket stays open after it was told to go.
const GRACE: Duration = Duration::from_secs(10);

/// The open sockets and the tickets to open more.
#[derive(Default)]
pub(crate) struct Sockets {
    inner: Mutex<Inner>,
}

/// Gives, once a delivery was sent, what gives the app's answer; fails when it cannot be sent, or when the socket
/// is lost before it was acknowledged.
pub(super) type Handed = oneshot::Receiver<oneshot::Receiver<Option<Value>>>;

/// A delivery that waits for a socket.
struct Waiting {
    delivery: Delivery,
    attempt: usize,
    why: &'static str,
    handed: oneshot::Sender<oneshot::Receiver<Option<Value>>>,
}

#[derive(Default)]
struct Inner {
    waiting: VecDeque<Waiting>,
    tickets: HashMap<String, (AppId, Instant)>,
    open: BTreeMap<u64, Open>,
    pending: HashMap<String, Pending>,
    count: u64,
    turn: usize,
}

struct Open {
    app: AppId,
    out: mpsc::UnboundedSender<Order>,
    leaving: bool,
}

struct Pending {
    socket: u64,
    answer: oneshot::Sender<Option<Value>>,
}

/// What a socket is told to do.
enum Order {
    Send(String),
    /// Say goodbye with a reason and close after a while.
    Leave(String),
    /// Cut the connection without a word.
    Drop,
}

impl Inner {
    /// Sends over the app's next socket; gives the delivery back when there is none.
    fn hand_over(&mut self, waiting: Waiting) -> Option<Waiting> {
        self.count += 1;
        self.turn = self.turn.wrapping_add(1);
        let able = |(_, it): &(&u64, &Open)| it.app == waiting.delivery.app && !it.leaving;
        let able: Vec<u64> = self.open.iter().filter(able).map(|(id, _)| *id).collect();
        let Some(&socket) = able.get(self.turn % able.len().max(1)) else { return Some(waiting) };
        let envelope_id = format!("{:08x}-0000-4000-8000-{socket:012x}", self.count);
        let frame = envelope(&waiting, &envelope_id).to_string();
        let sent = self.open.get(&socket).is_some_and(|it| it.out.send(Order::Send(frame)).is_ok());
        if !sent {
            return Some(waiting);
        }
        let (answer, answered) = oneshot::channel();
        self.pending.retain(|_, it| !it.answer.is_closed()); // those that nobody waits for any more
        self.pending.insert(envelope_id, Pending { socket, answer });
        let _ = waiting.handed.send(answered); // nobody waits for it any more
        None
    }
}

fn envelope(waiting: &Waiting, id: &str) -> Value {
    let mut envelope = json!({"envelope_id": id, "payload": waiting.delivery.body});
    match waiting.delivery.kind {
        DeliveryKind::Event => {
            envelope["type"] = json!("events_api");
            envelope["accepts_response_payload"] = json!(false);
            envelope["retry_attempt"] = json!(waiting.attempt);
            envelope["retry_reason"] = json!(waiting.why);
        }
        DeliveryKind::Interactive | DeliveryKind::Command => {
            let command = waiting.delivery.kind == DeliveryKind::Command;
            envelope["type"] = json!(if command { "slash_commands" } else { "interactive" });
            envelope["accepts_response_payload"] = json!(true);
        }
    }
    envelope
}

impl Sockets {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner) // every change to it is a single step
    }

    /// Lets the holder of a ticket open a socket, once.
    pub(in crate::workspace) fn admit(&self, app: &AppId, ticket: String) -> Result<(), ApiError> {
        let mut inner = self.inner();
        inner.tickets.retain(|_, (_, issued)| issued.elapsed() < TICKET_LIFE);
        if inner.open.values().filter(|it| it.app == *app && !it.leaving).count() >= MOST_SOCKETS {
            return Err(ApiError::new("too_many_websockets"));
        }
        inner.tickets.insert(ticket, (app.clone(), Instant::now()));
        Ok(())
    }

    fn redeem(&self, ticket: &str) -> Option<AppId> {
        let (app, issued) = self.inner().tickets.remove(ticket)?;
        (issued.elapsed() < TICKET_LIFE).then_some(app)
    }

    fn enter(&self, app: &AppId) -> (u64, mpsc::UnboundedReceiver<Order>) {
        let mut inner = self.inner();
        inner.count += 1;
        let (id, (out, orders)) = (inner.count, mpsc::unbounded_channel());
        inner.open.insert(id, Open { app: app.clone(), out, leaving: false });
        for waiting in std::mem::take(&mut inner.waiting) {
            // Of another app, or given up by now: it waits on or is gone.
            if let Some(unsent) = inner.hand_over(waiting).filter(|it| !it.handed.is_closed()) {
                inner.waiting.push_back(unsent);
            }
        }
        (id, orders)
    }

    /// Forgets a socket; what it had not acknowledged counts as failed now.
    fn exit(&self, id: u64) {
        let mut inner = self.inner();
        inner.open.remove(&id);
        inner.pending.retain(|_, pending| pending.socket != id);
    }

    fn open_of(&self, app: &AppId) -> usize {
        self.inner().open.values().filter(|it| it.app == *app && !it.leaving).count()
    }

    /// Hands a delivery to the app's next socket. While there is none, events wait for one, in order; a click
    /// or a command does not, and the receiver fails at once.
    pub(super) fn send(&self, delivery: &Delivery, attempt: usize, why: &'static str) -> Handed {
        let mut inner = self.inner();
        let (handed, receiver) = oneshot::channel();
        let waiting = Waiting { delivery: delivery.clone(), attempt, why, handed };
        if let Some(unsent) = inner.hand_over(waiting)
            && unsent.delivery.kind == DeliveryKind::Event
        {
            inner.waiting.push_back(unsent);
        }
        receiver
    }

    fn acknowledged(&self, frame: &str) {
        let Ok(ack) = serde_json::from_str::<Value>(frame) else { return };
        let Some(id) = ack["envelope_id"].as_str() else { return };
        if let Some(pending) = self.inner().pending.remove(id) {
            let payload = ack.get("payload").filter(|it| it.as_object().is_some_and(|it| !it.is_empty())).cloned();
            let _ = pending.answer.send(payload); // late: nobody waits any more
        }
    }

    /// Cuts every socket, without a word.
    pub(in crate::workspace) fn drop_all(&self) {
        for open in self.inner().open.values() {
            let _ = open.out.send(Order::Drop); // it is gone already
        }
    }

    /// Tells every socket to go, with a reason (`refresh_requested`, `warning`, `link_disabled`). It gets
    /// nothing new, and closes after ten seconds unless its app closes it before.
    pub(in crate::workspace) fn dismiss_all(&self, reason: &str) {
        for open in self.inner().open.values_mut() {
            open.leaving = true;
            let _ = open.out.send(Order::Leave(reason.to_owned())); // it is gone already
        }
    }
}

/// The query of a socket's address.
#[derive(Debug, Deserialize)]
pub(in crate::workspace) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// Takes a WebSocket handshake.
pub(in crate::workspace) async fn open(
    Shared(workspace): Shared<Workspace>,
    Query(Ticket { ticket }): Query<Ticket>,
    mut request: Request,
) -> Response {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let upgrade = header(header::UPGRADE).eq_ignore_ascii_case("websocket");
    let key = header(header::SEC_WEBSOCKET_KEY).to_owned();
    if !upgrade || key.is_empty() || header(header::SEC_WEBSOCKET_VERSION) != "13" {
        return (StatusCode::UPGRADE_REQUIRED, "a WebSocket is opened here\n").into_response();
    }
    let Some(app) = workspace.shared.sockets.redeem(&ticket) else {
        return (StatusCode::FORBIDDEN, "this address was used or has expired\n").into_response();
    };
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        match upgraded.await {
            Ok(connection) => {
                let stream = WebSocketStream::from_raw_socket(TokioIo::new(connection), Role::Server, None).await;
                serve(&workspace, &app, stream).await;
            }
            Err(error) => tracing::debug!(%error, "a WebSocket did not open"),
        }
    });
    let accept = derive_accept_key(key.as_bytes());
    let headers = [
        (header::CONNECTION, "upgrade".to_owned()),
        (header::UPGRADE, "websocket".to_owned()),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

async fn serve<S>(workspace: &Workspace, app: &AppId, mut stream: WebSocketStream<S>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let sockets = Arc::clone(&workspace.shared.sockets);
    let greeting = json!({
        "type": "hello", "num_connections": sockets.open_of(app) + 1,
        "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 3600},
        "connection_info": {"app_id": app.as_str()},
    });
    // Greeted before anything else can be sent over it.
    if stream.send(Frame::text(greeting.to_string())).await.is_err() {
        return;
    }
    let (id, mut orders) = sockets.enter(app);
    workspace.act(|state| state.set_connections(app, sockets.open_of(app)));
    let mut stop = workspace.shared.stop.subscribe();
    let mut pings = tokio::time::interval(PING_EVERY);
    pings.reset();
    let leaves = tokio::time::sleep(Duration::from_secs(365 * 24 * 3600));
    tokio::pin!(leaves);
    loop {
        let sent = tokio::select! {
            order = orders.recv() => match order {
                Some(Order::Send(text)) => stream.send(Frame::text(text)).await,
                Some(Order::Leave(reason)) => {
                    leaves.as_mut().reset(tokio::time::Instant::now() + GRACE);
                    workspace.act(|state| state.set_connections(app, sockets.open_of(app)));
                    let goodbye = json!({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}});
                    stream.send(Frame::text(goodbye.to_string())).await
                }
                Some(Order::Drop) | None => break,
            },
            frame = stream.next() => match frame {
                Some(Ok(Frame::Text(text))) => {
                    sockets.acknowledged(&text);
                    Ok(())
                }
                Some(Ok(Frame::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => stream.flush().await, // the pong that answers a ping
            },
            _ = pings.tick() => stream.send(Frame::Ping("local".into())).await,
            () = &mut leaves => {
                let _ = stream.close(None).await; // it goes either way
                break;
            }
            _ = async { stop.wait_for(|stop| *stop).await.map(|_| ()) } => break,
        };
        if sent.is_err() {
            break;
        }
    }
    sockets.exit(id);
    workspace.act(|state| state.set_connections(app, sockets.open_of(app)));
}
