//! The reader against a little Slack on loopback, which opens, greets, delivers and hangs up as each test says.

use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use super::*;
use crate::liaison::event::{Envelope, Event};
use crate::slack::Receipt;

const SOON: Duration = Duration::from_secs(10);

/// Slack's side: connections come out of `connections`, ready to be driven by the test.
struct Slack {
    api: String,
    connections: mpsc::Receiver<WebSocketStream<TcpStream>>,
    opened: Arc<AtomicUsize>,
}

/// `answer` is what `apps.connections.open` says the n-th time, counted from 0; nothing: the address.
async fn slack(answer: impl Fn(usize) -> Option<Value> + Clone + Send + Sync + 'static) -> Slack {
    let sockets = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ws://{}/link?ticket=1", sockets.local_addr().unwrap());
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let open = move |headers: HeaderMap| {
        let said = if headers["authorization"] == "Bearer xapp-1-made-up" {
            answer(count.fetch_add(1, Ordering::SeqCst)).unwrap_or_else(|| json!({"ok": true, "url": address}))
        } else {
            json!({"ok": false, "error": "not_authed"})
        };
        std::future::ready(axum::Json(said))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}/api", listener.local_addr().unwrap());
    let router = Router::new().route("/api/apps.connections.open", post(open));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let (send, connections) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok((stream, _)) = sockets.accept().await {
            if let Ok(socket) = tokio_tungstenite::accept_async(stream).await {
                let _ = send.send(socket).await;
            }
        }
    });
    Slack { api, connections, opened }
}

impl Slack {
    /// The next connection, greeted.
    async fn connection(&mut self) -> WebSocketStream<TcpStream> {
        let mut socket = timeout(SOON, self.connections.recv()).await.unwrap().unwrap();
        tell(&mut socket, &json!({"type": "hello", "num_connections": 1, "debug_info": {}})).await;
        socket
    }
}

async fn tell(socket: &mut WebSocketStream<TcpStream>, value: &Value) {
    socket.send(Message::text(value.to_string())).await.unwrap();
}

/// The next text from the bot; nothing when it closed the connection.
async fn hear(socket: &mut WebSocketStream<TcpStream>) -> Option<Value> {
    loop {
        match timeout(SOON, socket.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(_)) => {}
        }
    }
}

fn said(envelope_id: &str, text: &str) -> Value {
    let event = json!({"type": "message", "channel": "C1", "user": "U1", "text": text, "ts": "1.1"});
    let payload = json!({"type": "event_callback", "team_id": "T1", "event_id": envelope_id, "event": event});
    json!({"type": "events_api", "envelope_id": envelope_id, "accepts_response_payload": false, "payload": payload})
}

struct Recorder {
    texts: Mutex<Vec<String>>,
    counted: Mutex<Vec<&'static str>>,
    /// What saying `wait` waits for.
    gate: Semaphore,
}

impl Receiver for Recorder {
    fn receive(&self, envelope: Envelope) -> Pin<Box<dyn Future<Output = Receipt> + Send + '_>> {
        let text = match envelope.event {
            Event::Posted(posted) => posted.text,
            other => format!("{other:?}"),
        };
        Box::pin(async move {
            assert!(text != "panic", "asked for");
            if text == "wait" {
                self.gate.acquire().await.unwrap().forget();
            }
            if text == "full" {
                return Receipt::NotTaken("the disk is full".to_owned());
            }
            if text == "amiss" {
                return Receipt::Corrected([("needed".to_owned(), "A few words".to_owned())].into());
            }
            self.texts.lock().unwrap().push(text);
            Receipt::Taken
        })
    }
    fn ignored(&self, reason: &'static str) {
        self.counted.lock().unwrap().push(reason);
    }
    fn refused(&self, reason: &'static str) {
        self.counted.lock().unwrap().push(reason);
    }
}

struct Bot {
    recorder: Arc<Recorder>,
    connected: watch::Receiver<bool>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), SocketError>>,
}

fn quick() -> Timing {
    Timing { retry_after: Duration::from_millis(5), ..Timing::default() }
}

fn start(slack: &Slack, timing: Timing) -> Bot {
    let recorder = Arc::new(Recorder { texts: Mutex::default(), counted: Mutex::default(), gate: Semaphore::new(0) });
    let (connected, status) = watch::channel(false);
    let token = AppToken::parse("xapp-1-made-up").unwrap();
    let options = SocketOptions { api_url: Some(slack.api.clone()), token, bot: None, timing, connected };
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async {
        let _ = stopped.await;
    };
    let ended = tokio::spawn(run(options, recorder.clone(), shutdown));
    Bot { recorder, connected: status, stop, ended }
}

impl Bot {
    async fn is_connected(&mut self, wanted: bool) {
        timeout(SOON, self.connected.wait_for(|now| *now == wanted)).await.unwrap().unwrap();
    }
    fn texts(&self) -> Vec<String> {
        self.recorder.texts.lock().unwrap().clone()
    }
    fn counted(&self) -> Vec<&'static str> {
        self.recorder.counted.lock().unwrap().clone()
    }
}

async fn acknowledged(socket: &mut WebSocketStream<TcpStream>, id: &str) {
    assert_eq!(hear(socket).await, Some(json!({"envelope_id": id})));
}

#[tokio::test]
async fn an_envelope_is_acknowledged_once_it_is_taken() {
    let mut slack = slack(|_| None).await;
    let mut bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    bot.is_connected(true).await;
    tell(&mut socket, &said("e1", "hello")).await;
    acknowledged(&mut socket, "e1").await;
    assert_eq!(bot.texts(), ["hello"]);
}

#[tokio::test]
async fn an_acknowledgement_says_what_is_amiss_in_a_form() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    tell(&mut socket, &said("e1", "amiss")).await;
    let payload = json!({"response_action": "errors", "errors": {"needed": "A few words"}});
    assert_eq!(hear(&mut socket).await, Some(json!({"envelope_id": "e1", "payload": payload})));
    assert_eq!(bot.texts(), Vec::<String>::new());
}

#[tokio::test]
async fn a_slow_one_holds_nobody_up_and_is_acknowledged_when_it_is_done() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    tell(&mut socket, &said("e1", "wait")).await;
    tell(&mut socket, &said("e2", "quick")).await;
    acknowledged(&mut socket, "e2").await;
    bot.recorder.gate.add_permits(1);
    acknowledged(&mut socket, "e1").await;
}

#[tokio::test]
async fn what_could_not_be_stored_is_not_acknowledged_and_a_panic_costs_its_own_envelope_only() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    for (id, text) in [("e1", "full"), ("e2", "panic"), ("e3", "go on")] {
        tell(&mut socket, &said(id, text)).await;
    }
    acknowledged(&mut socket, "e3").await;
    // That neither of the others was acknowledged shows in what comes next.
    tell(&mut socket, &said("e4", "and on")).await;
    acknowledged(&mut socket, "e4").await;
    assert_eq!(bot.counted(), ["panic"]);
}

#[tokio::test]
async fn commands_and_clicks_come_by_the_same_connection() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    let command = json!({"team_id": "T1", "channel_id": "C1", "user_id": "U1", "text": "help", "trigger_id": "1.2"});
    tell(&mut socket, &json!({"type": "slash_commands", "envelope_id": "e1", "payload": command})).await;
    acknowledged(&mut socket, "e1").await;
    let click = json!({"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1.3",
        "actions": [{"type": "button", "value": r#"{"claim":1}"#}]});
    tell(&mut socket, &json!({"type": "interactive", "envelope_id": "e2", "payload": click})).await;
    acknowledged(&mut socket, "e2").await;
    let texts = bot.texts();
    assert!(texts[0].starts_with("Called") && texts[1].starts_with("Pressed"), "{texts:?}");
}

#[tokio::test]
async fn unknown_and_malformed_frames_are_counted_and_never_fatal() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    for text in ["{", "[]", "7", r#"{"no":"type"}"#, r#"{"type":"brand_new"}"#] {
        socket.send(Message::text(text)).await.unwrap();
    }
    socket.send(Message::Binary(b"\xff".as_slice().into())).await.unwrap();
    tell(&mut socket, &json!({"type": "brand_new", "envelope_id": "e1", "payload": {}})).await;
    acknowledged(&mut socket, "e1").await;
    let malformed = "malformed-frame";
    let counted = [malformed, malformed, malformed, malformed, "unknown-frame", malformed, "unknown-envelope"];
    assert_eq!(bot.counted(), counted);
    tell(&mut socket, &said("e2", "odd")).await;
    acknowledged(&mut socket, "e2").await;
}

#[tokio::test]
async fn a_connection_about_to_close_is_replaced_before_it_is_left() {
    let mut slack = slack(|_| None).await;
    let mut bot = start(&slack, quick());
    let mut first = slack.connection().await;
    tell(&mut first, &said("e1", "wait")).await;
    tell(&mut first, &json!({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})).await;
    // The second is there, not yet greeted: the first still delivers.
    let mut second = timeout(SOON, slack.connections.recv()).await.unwrap().unwrap();
    tell(&mut first, &said("e2", "meanwhile")).await;
    acknowledged(&mut first, "e2").await;
    tell(&mut second, &json!({"type": "hello"})).await;
    // The first is left once what is at hand is done.
    tell(&mut second, &said("e3", "after")).await;
    acknowledged(&mut second, "e3").await;
    bot.recorder.gate.add_permits(1);
    acknowledged(&mut first, "e1").await;
    assert_eq!(hear(&mut first).await, None);
    bot.is_connected(true).await;
    assert_eq!(slack.opened.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_lost_connection_is_made_again() {
    let mut slack = slack(|_| None).await;
    let mut bot = start(&slack, quick());
    drop(slack.connection().await);
    let mut again = slack.connection().await;
    bot.is_connected(true).await;
    tell(&mut again, &said("e1", "back")).await;
    acknowledged(&mut again, "e1").await;
}

#[tokio::test]
async fn a_silent_connection_is_asked_and_then_given_up() {
    let mut slack = slack(|_| None).await;
    let timing = Timing { ping_every: Duration::from_millis(20), silent_after: Duration::from_millis(60), ..quick() };
    let bot = start(&slack, timing);
    // A server that does not read does not answer pings.
    let silent = slack.connection().await;
    let mut again = slack.connection().await;
    // One that reads does, and is kept.
    assert!(matches!(timeout(SOON, again.next()).await.unwrap(), Some(Ok(Message::Ping(_)))));
    tell(&mut again, &said("e1", "here")).await;
    acknowledged(&mut again, "e1").await;
    assert_eq!(bot.texts(), ["here"]);
    drop(silent);
}

#[tokio::test]
async fn pings_are_answered() {
    let mut slack = slack(|_| None).await;
    let _bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    socket.send(Message::Ping(b"applink".as_slice().into())).await.unwrap();
    let answer = timeout(SOON, socket.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(answer, Message::Pong(b"applink".as_slice().into()));
}

#[tokio::test]
async fn a_connection_that_is_never_greeted_is_given_up() {
    let mut slack = slack(|_| None).await;
    let mut bot = start(&slack, Timing { open_within: Duration::from_millis(300), ..quick() });
    let ungreeted = timeout(SOON, slack.connections.recv()).await.unwrap().unwrap();
    let _greeted = slack.connection().await;
    bot.is_connected(true).await;
    drop(ungreeted);
}

#[tokio::test]
async fn opening_is_tried_again_while_slack_says_later() {
    let mut slack = slack(|n| match n {
        0 => Some(json!({"ok": false, "error": "internal_error"})),
        1 => Some(json!({"ok": true, "url": "http://127.0.0.1/no-websocket"})),
        2 => Some(json!({"ok": true, "url": "ws://127.0.0.1:1/nobody-listens"})),
        3 => Some(json!("odd")),
        _ => None,
    })
    .await;
    let mut bot = start(&slack, quick());
    let _socket = slack.connection().await;
    bot.is_connected(true).await;
    assert_eq!(slack.opened.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn a_token_that_is_not_accepted_ends_it_with_the_remedy() {
    for (code, remedy) in [
        ("invalid_auth", "make an app-level token"),
        ("not_allowed_token_type", "begins with xapp-"),
        ("missing_scope", "connections:write"),
        ("account_inactive", "install it again"),
        ("unknown_method", "Socket Mode is on"),
    ] {
        let slack = slack(move |_| Some(json!({"ok": false, "error": code}))).await;
        let bot = start(&slack, quick());
        let error = timeout(SOON, bot.ended).await.unwrap().unwrap().unwrap_err().to_string();
        assert!(error.contains(code) && error.contains(remedy), "{error}");
        assert!(!error.contains("made-up"), "{error}");
    }
}

#[tokio::test]
async fn stopping_finishes_what_is_at_hand() {
    let mut slack = slack(|_| None).await;
    let mut bot = start(&slack, quick());
    let mut socket = slack.connection().await;
    tell(&mut socket, &said("e1", "wait")).await;
    tell(&mut socket, &said("e2", "quick")).await;
    acknowledged(&mut socket, "e2").await;
    bot.stop.send(()).unwrap();
    bot.recorder.gate.add_permits(1);
    acknowledged(&mut socket, "e1").await;
    assert_eq!(hear(&mut socket).await, None);
    timeout(SOON, bot.ended).await.unwrap().unwrap().unwrap();
    assert!(!*bot.connected.borrow_and_update());
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let mut slack = slack(|_| None).await;
    let bot = start(&slack, Timing { drain_within: Duration::from_millis(50), ..quick() });
    let mut socket = slack.connection().await;
    tell(&mut socket, &said("e1", "wait")).await;
    tell(&mut socket, &said("e2", "quick")).await;
    acknowledged(&mut socket, "e2").await;
    bot.stop.send(()).unwrap();
    timeout(SOON, bot.ended).await.unwrap().unwrap().unwrap();
}
