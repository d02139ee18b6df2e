//! How many signed events a second are acknowledged over HTTP, and how long an acknowledgement takes: 32 keep-alive
//! connections on loopback, each sending its next event when the last one was acknowledged. The server has one
//! thread; the disk store adds the one that writes. Deciding is not measured here.
//!
//! `cargo bench --bench acknowledge [-- SECONDS]`
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing better to do than to say so")]

use std::fmt::Write as _;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use liaison::liaison::event::Envelope;
use liaison::slack::events_api::{self, Health};
use liaison::slack::tokens::SigningSecret;
use liaison::slack::{Receipt, Receiver};
use liaison::store::Store;
use liaison::store::disk::Disk;
use liaison::store::memory::Memory;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const CONNECTIONS: u64 = 32;
const WARM_UP: Duration = Duration::from_secs(1);
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What the runtime's inbox does: accept, and wait until it is on disk.
struct Inbox<S>(S);

impl<S: Store> Receiver for Inbox<S> {
    fn receive(&self, envelope: Envelope) -> Pin<Box<dyn Future<Output = Receipt> + Send + '_>> {
        Box::pin(async move {
            let accepted = self.0.accept(&envelope);
            let durable = match accepted {
                Ok(_) => self.0.durable().await,
                Err(error) => Err(error),
            };
            durable.map_or_else(|error| Receipt::NotTaken(error.to_string()), |()| Receipt::Taken)
        })
    }
    fn ignored(&self, reason: &'static str) {
        panic!("ignored: {reason}");
    }
    fn refused(&self, reason: &'static str) {
        panic!("refused: {reason}");
    }
}

struct Fine;

impl Health for Fine {
    fn ready(&self) -> Result<(), String> {
        Ok(())
    }
    fn metrics(&self) -> String {
        String::new()
    }
}

fn main() {
    let seconds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(5);
    println!("{:<8} {:>12} {:>9} {:>9} {:>9}", "store", "events/s", "p50 ms", "p99 ms", "max ms");
    measure("memory", Memory::new(), seconds);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    measure("disk", Disk::open(folder.path()).unwrap(), seconds);
}

fn measure(name: &str, store: impl Store, seconds: u64) {
    let address = serve(Arc::new(Inbox(store)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut took = runtime.block_on(async {
        let begin = Instant::now() + WARM_UP;
        let end = begin + Duration::from_secs(seconds);
        let sent = Arc::new(AtomicU64::new(0));
        let senders: Vec<_> =
            (0..CONNECTIONS).map(|_| tokio::spawn(send(address, Arc::clone(&sent), begin, end))).collect();
        let mut took = Vec::new();
        for sender in senders {
            took.extend(sender.await.unwrap());
        }
        took
    });
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    let rate = took.len() as f64 / seconds as f64;
    println!("{name:<8} {rate:>12.0} {:>9.2} {:>9.2} {:>9.2}", at(50), at(99), at(100));
}

/// Serves on a thread of its own, for the rest of the process.
fn serve(receiver: Arc<dyn Receiver>) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let secret = SigningSecret::parse(SECRET).unwrap();
            let router = events_api::router(&secret, None, receiver, Arc::new(Fine));
            let listener = TcpListener::from_std(listener).unwrap();
            events_api::serve(listener, router, std::future::pending()).await.unwrap();
        });
    });
    address
}

/// Sends one event after the other; how long each took that began after `begin`.
async fn send(address: SocketAddr, sent: Arc<AtomicU64>, begin: Instant, end: Instant) -> Vec<Duration> {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut took = Vec::new();
    let mut request = String::new();
    let mut answer = [0; 512];
    loop {
        compose(&mut request, sent.fetch_add(1, Ordering::Relaxed), &key);
        let start = Instant::now();
        if start >= end {
            return took;
        }
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut read = 0;
        while !answer[..read].windows(4).any(|window| window == b"\r\n\r\n") {
            let more = stream.read(&mut answer[read..]).await.unwrap();
            assert!(more > 0, "the server hung up");
            read += more;
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..read]));
        if start >= begin {
            took.push(start.elapsed());
        }
    }
}

/// A request as Slack sends one for a message of about a hundred characters.
fn compose(request: &mut String, n: u64, key: &ring::hmac::Key) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let body = format!(
        r#"{{"token":"x","team_id":"T0000001","api_app_id":"A0000001","event":{{"type":"message","user":"U0000001","ts":"{now}.{n:06}","client_msg_id":"5d7f1b2e-0000-4000-8000-{n:012}","text":"The customer asks whether we can skip the canary release and ship on Friday, I already promised it to them.","team":"T0000001","channel":"C{n:09}","event_ts":"{now}.{n:06}","channel_type":"channel"}},"type":"event_callback","event_id":"Ev{n:09}","event_time":{now},"authorizations":[{{"enterprise_id":null,"team_id":"T0000001","user_id":"U0000009","is_bot":true,"is_enterprise_install":false}}],"is_ext_shared_channel":false}}"#,
    );
    let mut context = ring::hmac::Context::with_key(key);
    context.update(format!("v0:{now}:").as_bytes());
    context.update(body.as_bytes());
    request.clear();
    let length = body.len();
    let head = format!(
        "POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         x-slack-request-timestamp: {now}\r\nx-slack-signature: v0="
    );
    request.push_str(&head);
    for byte in context.sign().as_ref() {
        let _ = write!(request, "{byte:02x}"); // writing into a String cannot fail
    }
    request.push_str("\r\n\r\n");
    request.push_str(&body);
}
