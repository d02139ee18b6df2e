//! Requests over loopback, signed as Slack signs them, and a receiver that records what came through.

use std::pin::Pin;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::*;
use crate::liaison::event::{Envelope, Event};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[derive(Default)]
struct Recorder {
    received: Mutex<Vec<Envelope>>,
    counted: Mutex<Vec<&'static str>>,
    /// How many deliveries are not taken before the first one is.
    full: Mutex<usize>,
}

impl Receiver for Recorder {
    fn receive(&self, envelope: Envelope) -> Pin<Box<dyn Future<Output = Receipt> + Send + '_>> {
        assert!(!format!("{envelope:?}").contains("panic, please"), "asked for");
        let mut full = self.full.lock().unwrap();
        let receipt = if format!("{envelope:?}").contains("amiss, please") {
            Receipt::Corrected([("needed".to_owned(), "A few words".to_owned())].into())
        } else if *full > 0 {
            *full -= 1;
            Receipt::NotTaken("the disk is full".to_owned())
        } else {
            self.received.lock().unwrap().push(envelope);
            Receipt::Taken
        };
        Box::pin(std::future::ready(receipt))
    }

    fn ignored(&self, reason: &'static str) {
        self.counted.lock().unwrap().push(reason);
    }

    fn refused(&self, reason: &'static str) {
        self.counted.lock().unwrap().push(reason);
    }
}

struct Fine;

impl Health for Fine {
    fn ready(&self) -> Result<(), String> {
        Err("not connected yet".to_owned())
    }
    fn metrics(&self) -> String {
        "liaison_inbox 0\n".to_owned()
    }
}

struct Running {
    recorder: Arc<Recorder>,
    address: String,
    http: reqwest::Client,
    stop: tokio::sync::oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn running() -> Running {
    let recorder = Arc::new(Recorder::default());
    let secret = SigningSecret::parse(SECRET).unwrap();
    let router = router(&secret, Some("UBOT".into()), recorder.clone(), Arc::new(Fine));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let ended = tokio::spawn(serve(listener, router, async {
        let _ = stopped.await;
    }));
    let http = crate::slack::web_api::http_client(&address.parse().unwrap()).unwrap();
    Running { recorder, address, http, stop, ended }
}

fn seconds() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn sign(secret: &str, timestamp: i64, body: &str) -> String {
    use std::fmt::Write as _;
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, format!("v0:{timestamp}:{body}").as_bytes());
    tag.as_ref().iter().fold("v0=".to_owned(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

impl Running {
    async fn send(&self, kind: &str, body: &str, timestamp: i64, signature: &str) -> (u16, String) {
        let request = self.http.post(format!("{}/slack/events", self.address)).header("content-type", kind);
        let request = request.header("x-slack-request-timestamp", timestamp).header("x-slack-signature", signature);
        let answer = request.body(body.to_owned()).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn signed(&self, kind: &str, body: &str) -> u16 {
        let at = seconds();
        self.send(kind, body, at, &sign(SECRET, at, body)).await.0
    }

    fn counted(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.recorder.counted.lock().unwrap())
    }

    fn received(&self) -> Vec<Envelope> {
        std::mem::take(&mut *self.recorder.received.lock().unwrap())
    }
}

fn said(text: &str, event_id: &str) -> String {
    let event = json!({"type": "message", "channel": "C1", "user": "U1", "text": text, "ts": "1.1"});
    json!({"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": event}).to_string()
}

#[tokio::test]
async fn a_signed_event_is_acknowledged_once_it_is_taken() {
    let slack = running().await;
    assert_eq!(slack.signed(JSON, &said("hello", "E1")).await, 200);
    assert!(matches!(&slack.received()[..], [Envelope { event: Event::Posted(posted), .. }] if posted.text == "hello"));
}

#[tokio::test]
async fn a_lone_surrogate_does_not_cost_the_event() {
    let slack = running().await;
    assert_eq!(slack.signed(JSON, &said("odd MARK", "E1").replace("MARK", "\\ud83d")).await, 200);
    assert!(matches!(&slack.received()[0].event, Event::Posted(posted) if posted.text == "odd \u{fffd}"));
}

#[tokio::test]
async fn commands_and_clicks_come_by_the_same_path() {
    let slack = running().await;
    let command = "team_id=T1&channel_id=C1&user_id=U1&command=%2Fliaison&text=explain+SLA&trigger_id=1.2";
    assert_eq!(slack.signed(FORM, command).await, 200);
    let click = json!({"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1.3",
        "actions": [{"type": "button", "value": r#"{"claim":1}"#}]});
    let click =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("payload", &click.to_string()).finish();
    assert_eq!(slack.signed("application/x-www-form-urlencoded; charset=utf-8", &click).await, 200);
    assert_eq!(slack.signed(FORM, "ssl_check=1").await, 200);
    let events: Vec<_> = slack.received().into_iter().map(|envelope| envelope.event).collect();
    assert!(matches!(&events[..], [Event::Called(called), Event::Pressed(_)] if called.text == "explain SLA"));
    assert_eq!(slack.counted(), ["ssl-check"]);
}

#[tokio::test]
async fn the_address_is_verified_by_its_challenge() {
    let slack = running().await;
    let (body, at) = (json!({"type": "url_verification", "challenge": "3eZbrw"}).to_string(), seconds());
    assert_eq!(slack.send(JSON, &body, at, &sign(SECRET, at, &body)).await, (200, "3eZbrw".to_owned()));
    let forged = slack.send(JSON, &body, at, &sign("another secret", at, &body)).await;
    assert_eq!(forged.0, 401);
}

#[tokio::test]
async fn what_is_not_slacks_is_refused_and_counted_and_not_stored() {
    let slack = running().await;
    let (body, at) = (said("x", "E1"), seconds());
    let old = at - 301;
    assert_eq!(slack.send(JSON, &body, at, &sign("another secret", at, &body)).await.0, 401);
    assert_eq!(slack.send(JSON, &body, at, &sign(SECRET, at, "another body")).await.0, 401);
    assert_eq!(slack.send(JSON, &body, at, "v0=00").await.0, 401);
    assert_eq!(slack.send(JSON, &body, old, &sign(SECRET, old, &body)).await.0, 401);
    assert_eq!(slack.send(JSON, &body, at + 330, &sign(SECRET, at + 330, &body)).await.0, 401);
    let bare = slack.http.post(format!("{}/slack/events", slack.address)).header("content-type", JSON).body(body);
    assert_eq!(bare.send().await.unwrap().status(), 401);
    let wrong = "wrong-signature";
    assert_eq!(slack.counted(), [wrong, wrong, wrong, "old-timestamp", "old-timestamp", "no-signature"]);
    assert!(slack.received().is_empty());
}

#[tokio::test]
async fn a_replayed_request_is_refused_and_a_retry_is_not() {
    let slack = running().await;
    let (body, at) = (said("x", "E1"), seconds());
    let signature = sign(SECRET, at, &body);
    assert_eq!(slack.send(JSON, &body, at, &signature).await.0, 200);
    assert_eq!(slack.send(JSON, &body, at, &signature).await.0, 401);
    assert_eq!(slack.counted(), ["replayed"]);
    assert_eq!(slack.received().len(), 1);
    // A retry is signed anew; that it is a duplicate is the inbox's business.
    assert_eq!(slack.send(JSON, &body, at - 3, &sign(SECRET, at - 3, &body)).await.0, 200);
    assert_eq!(slack.received().len(), 1);
}

#[tokio::test]
async fn what_could_not_be_stored_is_taken_at_the_next_attempt() {
    let slack = running().await;
    *slack.recorder.full.lock().unwrap() = 1;
    let (body, at) = (said("x", "E1"), seconds());
    let signature = sign(SECRET, at, &body);
    assert_eq!(slack.send(JSON, &body, at, &signature).await.0, 503);
    assert_eq!(slack.send(JSON, &body, at, &signature).await.0, 200);
    assert_eq!(slack.received().len(), 1);
}

#[tokio::test]
async fn a_form_with_faults_is_answered_with_what_to_mend() {
    let slack = running().await;
    let purpose = json!({"ask": {"channel": "C1", "about": null, "surface": "command"}}).to_string();
    let values = json!({"needed": {"needed": {"type": "plain_text_input", "value": "amiss, please"}}});
    let view = json!({"id": "V1", "hash": "1.a", "team_id": "T1", "type": "modal", "private_metadata": purpose,
        "state": {"values": values}});
    let payload = json!({"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": view});
    let body =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish();
    let at = seconds();
    let (status, answer) = slack.send(FORM, &body, at, &sign(SECRET, at, &body)).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((status, slack.received().len()), (200, 0));
    assert_eq!(answer, json!({"response_action": "errors", "errors": {"needed": "A few words"}}));
}

#[tokio::test]
async fn a_body_too_large_is_not_read() {
    let slack = running().await;
    let body = said(&"x".repeat(BODY_LIMIT), "E1");
    assert_eq!(slack.signed(JSON, &body).await, 413);
    assert_eq!(slack.counted(), ["too-large"]);
    assert_eq!(slack.signed(JSON, &said(&"長".repeat(40_000), "E2")).await, 200);
}

#[tokio::test]
async fn a_body_too_large_that_does_not_say_so_is_refused_too() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let slack = running().await;
    let mut stream = tokio::net::TcpStream::connect(slack.address.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: {JSON}\r\ntransfer-encoding: chunked\r\n\
        x-slack-signature: v0=0\r\nx-slack-request-timestamp: 1\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, "x".repeat(1 << 16));
    for _ in 0..=(BODY_LIMIT >> 16) {
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break; // it hung up, as it may
        }
    }
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[tokio::test]
async fn other_methods_types_and_shapes_have_their_answers() {
    let slack = running().await;
    let got = slack.http.get(format!("{}/slack/events", slack.address)).send().await.unwrap();
    assert_eq!(got.status(), 405);
    assert_eq!(slack.signed("text/plain", "hello").await, 415);
    assert_eq!(slack.signed(JSON, "{not json").await, 400);
    assert_eq!(slack.signed(JSON, "{}").await, 200);
    assert_eq!(slack.signed(FORM, "payload=%7B").await, 200);
    assert_eq!(slack.counted(), ["wrong-content-type", "malformed", "unknown-delivery", "malformed-payload"]);
}

#[tokio::test]
async fn a_panic_costs_its_own_request_only() {
    let slack = running().await;
    assert_eq!(slack.signed(JSON, &said("panic, please", "E1")).await, 500);
    assert_eq!(slack.signed(JSON, &said("go on", "E2")).await, 200);
    assert_eq!(slack.counted(), ["panic"]);
}

#[tokio::test]
async fn health_readiness_and_metrics_stand_beside() {
    let slack = running().await;
    let get = async |path: &str| {
        let answer = slack.http.get(format!("{}{path}", slack.address)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(get("/readyz").await, (503, "not connected yet\n".to_owned()));
    assert_eq!(get("/metrics").await, (200, "liaison_inbox 0\n".to_owned()));
}

#[tokio::test]
async fn it_ends_when_told_to() {
    let slack = running().await;
    assert_eq!(slack.signed(JSON, &said("x", "E1")).await, 200);
    slack.stop.send(()).unwrap();
    drop(slack.http);
    slack.ended.await.unwrap().unwrap();
}
