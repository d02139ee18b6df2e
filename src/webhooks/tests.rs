//! Telling a target on this machine: what it gets, and what its answers come to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::client::Limits;
use super::signature::sign;
use super::{Answer, Clients, Secret, SecretError, Secrets};
use crate::ids::EffectId;
use crate::liaison::webhook::Webhook;
use crate::time::{Span, Timestamp};

const SECRET: &str = "kept-between-the-two-of-us-and-nobody-else";
const NOW: Timestamp = Timestamp(1_800_000_000_123);
const BODY: &str = r#"{"id":"Ev1/0","action":"solve"}"#;
const LIMIT: Duration = Duration::from_secs(20);

fn secret() -> Secret {
    Secret::parse("LIAISON_WEBHOOK_TRACKER_SECRET", SECRET).unwrap()
}

fn webhook(url: &str, allow_private: bool) -> Webhook {
    let url = url.parse().unwrap();
    Webhook { name: "tracker".to_owned(), url, allow_private, actions: None, include_brief: false }
}

/// A target that gives these bytes back to every request, and hands on what it got.
struct Target {
    url: String,
    got: mpsc::UnboundedReceiver<String>,
}

impl Target {
    async fn that_says(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks/path-nobody-knows", listener.local_addr().unwrap());
        let (tell, got) = mpsc::unbounded_channel();
        let answer = answer.to_owned();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = Vec::new();
                let mut part = [0; 4096];
                while !request.ends_with(BODY.as_bytes()) {
                    match stream.read(&mut part).await {
                        Ok(0) | Err(_) => break,
                        Ok(size) => request.extend_from_slice(&part[..size]),
                    }
                }
                let _ = tell.send(String::from_utf8(request).unwrap()); // the test may have seen enough
                let _ = stream.write_all(answer.as_bytes()).await; // the client may have gone
            }
        });
        Self { url, got }
    }

    async fn got(&mut self) -> String {
        timeout(LIMIT, self.got.recv()).await.unwrap().unwrap()
    }
}

async fn tell(webhook: &Webhook) -> Answer {
    tell_within(webhook, Limits::default()).await
}

async fn tell_within(webhook: &Webhook, limits: Limits) -> Answer {
    let (clients, id) = (Clients::new(limits), EffectId::from("Ev1/0"));
    timeout(LIMIT, clients.tell(webhook, &secret(), &id, BODY, NOW)).await.unwrap()
}

async fn answer_to(answer: &str) -> Answer {
    let target = Target::that_says(answer).await;
    tell(&webhook(&target.url, true)).await
}

fn later(reason: &str, at_least: Option<Span>) -> Answer {
    Answer::Later { reason: reason.to_owned(), at_least }
}

#[tokio::test]
async fn what_is_told_carries_its_id_the_time_and_a_signature_over_both_time_and_body() {
    let mut target = Target::that_says("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(tell(&webhook(&target.url, true)).await, Answer::Delivered(204));
    let request = target.got().await;
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = ring::hmac::sign(&key, format!("1800000000.{BODY}").as_bytes());
    let hex = tag.as_ref().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let header = |line: &str| request.lines().any(|sent| sent.eq_ignore_ascii_case(line));
    assert!(request.starts_with("POST /hooks/path-nobody-knows HTTP/1.1\r\n"), "{request}");
    assert!(header("Liaison-Id: Ev1/0") && header("Liaison-Timestamp: 1800000000"), "{request}");
    assert!(header(&format!("Liaison-Signature: v1={hex}")), "{request}");
    assert!(header("Content-Type: application/json"), "{request}");
    assert!(request.ends_with(&format!("\r\n\r\n{BODY}")) && !request.contains(SECRET), "{request}");
}

#[test]
fn the_signature_in_the_documentation_is_the_one_we_make() {
    let page = include_str!("../../docs/webhooks.md");
    let of = |name: &str| {
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("{name} is not in the documentation"))
    };
    let secret = Secret::parse("EXAMPLE", of("secret")).unwrap();
    let timestamp = of("Liaison-Timestamp").parse().unwrap();
    assert_eq!(sign(&secret, timestamp, of("body")), of("Liaison-Signature"));
}

#[tokio::test]
async fn a_redirect_is_refused_and_not_followed() {
    let mut elsewhere = Target::that_says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let answer = format!("HTTP/1.1 {status}\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url);
        let Answer::Refused(reason) = answer_to(&answer).await else { panic!("{status} was not refused") };
        assert!(reason.contains("redirects are not followed"), "{reason}");
    }
    assert!(elsewhere.got.try_recv().is_err(), "nothing came there");
}

#[tokio::test]
async fn a_private_address_is_refused_before_anything_is_connected_to() {
    let target = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = target.local_addr().unwrap().port();
    // By its number, and by a name that stands for it.
    for host in ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost"] {
        let answer = tell(&webhook(&format!("https://{host}:{port}/"), false)).await;
        assert_eq!(answer, Answer::Refused("it is at an address that is not allowed".to_owned()), "{host}");
    }
    let no_one = timeout(Duration::ZERO, target.accept()).await;
    assert!(no_one.is_err(), "somebody came");
}

#[tokio::test]
async fn a_name_that_stands_for_an_allowed_address_is_told() {
    let mut target = Target::that_says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let url = target.url.replace("127.0.0.1", "localhost");
    assert_eq!(tell(&webhook(&url, true)).await, Answer::Delivered(200));
    assert!(target.got().await.contains(BODY));
}

#[tokio::test]
async fn keys_of_the_machine_are_never_asked_for() {
    for host in ["169.254.169.254", "[fd00:ec2::254]", "[::ffff:a9fe:a9fe]"] {
        let answer = tell(&webhook(&format!("http://{host}/latest/meta-data"), true)).await;
        assert_eq!(answer, Answer::Refused("it is at an address that is not allowed".to_owned()), "{host}");
    }
}

#[tokio::test]
async fn plain_http_to_the_internet_is_refused() {
    let refused = |answer| matches!(answer, Answer::Refused(_));
    assert!(refused(tell(&webhook("http://1.1.1.1/", true)).await));
    assert!(refused(tell(&webhook("http://hooks.example.com/", false)).await));
}

#[tokio::test]
async fn a_refusal_is_final_unless_it_is_about_the_moment() {
    for status in [400, 401, 403, 404, 410, 413, 422] {
        let answer = answer_to(&format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(answer, Answer::Refused(format!("status {status}")));
    }
    for status in [408, 425, 429, 500, 502, 503] {
        let answer = answer_to(&format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(answer, later(&format!("status {status}"), None));
    }
}

#[tokio::test]
async fn a_wait_the_target_asks_for_is_read_in_seconds_and_as_a_date() {
    for (text, wait) in [
        ("120", Some(Span::seconds(120))),
        ("Fri, 15 Jan 2027 08:01:00 GMT", Some(Span(59_877))),
        ("Fri, 15 Jan 2027 07:59:00 GMT", None),
        ("4294967295", Some(Span::hours(1))),
        ("Fri, 15 Jan 2038 08:00:00 GMT", Some(Span::hours(1))),
        ("soon", None),
        ("-5", None),
    ] {
        let answer = format!("HTTP/1.1 429 Slow\r\nRetry-After: {text}\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(answer_to(&answer).await, later("status 429", wait), "{text}");
    }
}

#[tokio::test]
async fn a_target_that_does_not_answer_is_left_when_the_time_is_up() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let limits = Limits { total: Duration::from_millis(50), ..Limits::default() };
    assert_eq!(tell_within(&webhook(&url, true), limits).await, later("no answer in time", None));
    drop(silent);
    assert_eq!(tell(&webhook(&url, true)).await, later("no connection", None));
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let written = Arc::new(Mutex::new(0));
    let writer = tokio::spawn({
        let written = written.clone();
        async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut part = [0; 4096];
            let _ = stream.read(&mut part).await; // what it says does not matter
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
            let chunk = [b"10000\r\n".as_slice(), vec![b'x'; 0x1_0000].as_slice(), b"\r\n"].concat();
            while stream.write_all(&chunk).await.is_ok() {
                *written.lock().unwrap() += 1;
            }
        }
    });
    assert_eq!(tell(&webhook(&url, true)).await, Answer::Delivered(200));
    // The connection was closed under the writer, or it would write for ever.
    timeout(LIMIT, writer).await.unwrap().unwrap();
    assert!(*written.lock().unwrap() < 1_000);
}

#[tokio::test]
async fn something_else_than_http_is_tried_again() {
    assert_eq!(answer_to("220 mail.example.com ESMTP\r\n").await, later("the connection was lost", None));
}

#[test]
fn a_secret_comes_from_its_variable_or_a_file_and_is_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    let path = file.to_str().unwrap().to_owned();
    let secrets = Secrets::from_variables(move |name| match name {
        "LIAISON_WEBHOOK_DEAL_DESK_SECRET" | "LIAISON_WEBHOOK_BOTH_SECRET" => Some(SECRET.to_owned()),
        "LIAISON_WEBHOOK_FILED_SECRET_FILE" | "LIAISON_WEBHOOK_BOTH_SECRET_FILE" => Some(path.clone()),
        "LIAISON_WEBHOOK_SHORT_SECRET" => Some("hidden".to_owned()),
        _ => None,
    });
    assert_eq!(secrets.of("deal-desk"), Ok(secret()));
    assert_eq!(secrets.of("filed"), Ok(secret()));
    assert!(matches!(secrets.of("both"), Err(SecretError::Twice { .. })));
    assert!(matches!(secrets.of("other"), Err(SecretError::Missing { .. })));
    let short = secrets.of("short").unwrap_err();
    assert!(short.remedy().contains("openssl rand") && !short.to_string().contains("hidden"), "{short}");
    std::fs::write(&file, SECRET.to_uppercase()).unwrap();
    assert_ne!(secrets.of("filed"), Ok(secret()));
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(secrets.of("filed"), Err(SecretError::Unreadable { .. })));
}

#[test]
fn no_print_shows_a_secret_or_an_address() {
    let secrets = Secrets::from_variables(|_| Some(SECRET.to_owned()));
    let shown = format!("{:?} {secrets:?} {:?}", secret(), webhook("https://example.com/path-nobody-knows", false));
    assert!(!shown.contains(SECRET) && !shown.contains("nobody-knows"), "{shown}");
}

#[tokio::test]
async fn no_answer_tells_the_secret_or_the_address() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/path-nobody-knows", silent.local_addr().unwrap());
    drop(silent);
    let unknown = "https://no-such-host.invalid/path-nobody-knows";
    for (url, allow) in [(url.as_str(), true), (url.as_str(), false), (unknown, false)] {
        let answer = format!("{:?}", tell(&webhook(url, allow)).await);
        assert!(!answer.contains("nobody-knows") && !answer.contains(SECRET), "{answer}");
    }
}
