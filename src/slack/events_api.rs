//! The HTTP way in: takes Slack's signed requests at `POST /slack/events` and answers 200 once they are safe with us,
//! 503 when they could not be stored, 401 when they are not Slack's, too old or sent before.
//!
//! One path takes events, slash commands and interactions, told apart by content type and shape. `GET /healthz`,
//! `/readyz` and `/metrics` stand beside it.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use futures_util::FutureExt as _;
use serde_json::{Map, Value};
use slack_morphism::SlackSigningSecret;
use slack_morphism::signature_verifier::{SlackEventSignatureVerifier, SlackEventSignatureVerifierError};
use tokio::net::TcpListener;

use crate::ids::UserId;
use crate::slack::decode::{self, Decoded, Ignored};
use crate::slack::tokens::SigningSecret;
use crate::slack::{Receipt, Receiver, correction, now};

mod replay;

use replay::Replays;

/// The largest body that is read, in bytes. Slack's are far smaller.
pub const BODY_LIMIT: usize = 1 << 20;

/// How long a body may take to arrive. Slack gives up after 3 seconds itself.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// How the bot is doing, for `/healthz`, `/readyz` and `/metrics`. The runtime implements it.
pub trait Health: Send + Sync + 'static {
    /// Whether deliveries are taken, else why not.
    fn ready(&self) -> Result<(), String>;

    /// The metrics in Prometheus' text format.
    fn metrics(&self) -> String;
}

struct Door {
    verifier: SlackEventSignatureVerifier,
    replays: Mutex<Replays>,
    bot: Option<UserId>,
    receiver: Arc<dyn Receiver>,
}

/// The routes: `/slack/events` for requests signed with `secret`, and those of [`health_router`]. `bot` is the bot's
/// own user, where it is known.
pub fn router(
    secret: &SigningSecret,
    bot: Option<UserId>,
    receiver: Arc<dyn Receiver>,
    health: Arc<dyn Health>,
) -> Router {
    let verifier = SlackEventSignatureVerifier::new(&SlackSigningSecret(secret.reveal().to_owned()));
    let door = Door { verifier, replays: Mutex::default(), bot, receiver };
    Router::new().route("/slack/events", post(enter)).with_state(Arc::new(door)).merge(health_router(health))
}

/// `GET /healthz` (the process lives), `/readyz` (it takes deliveries) and `/metrics`.
pub fn health_router(health: Arc<dyn Health>) -> Router {
    async fn readyz(State(health): State<Arc<dyn Health>>) -> Response {
        match health.ready() {
            Ok(()) => "ready\n".into_response(),
            Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
        }
    }
    async fn metrics(State(health): State<Arc<dyn Health>>) -> Response {
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], health.metrics()).into_response()
    }
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(health)
}

/// Serves until `shutdown` resolves, then finishes the requests at hand.
///
/// # Errors
/// What the system says when the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection answers with delay");
        }
    });
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}

/// Takes one request; a panic costs this request only.
async fn enter(State(door): State<Arc<Door>>, headers: HeaderMap, body: Body) -> Response {
    match AssertUnwindSafe(door.take(&headers, body)).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(Refusal { status, reason })) => {
            tracing::debug!(%status, reason, "a request was refused");
            door.receiver.refused(reason);
            (status, format!("{reason}\n")).into_response()
        }
        Err(_) => {
            tracing::error!("taking a request panicked; Slack will send it again");
            door.receiver.refused("panic");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Why a request is not even decoded.
struct Refusal {
    status: StatusCode,
    reason: &'static str,
}

const fn refuse(status: StatusCode, reason: &'static str) -> Refusal {
    Refusal { status, reason }
}

/// What a request's content type says it is.
#[derive(Clone, Copy)]
enum Shape {
    Json,
    Form,
}

impl Door {
    async fn take(&self, headers: &HeaderMap, body: Body) -> Result<Response, Refusal> {
        let shape = shape(headers).ok_or(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-content-type"))?;
        let signature = text(headers, SlackEventSignatureVerifier::SLACK_SIGNED_HASH_HEADER);
        let timestamp = text(headers, SlackEventSignatureVerifier::SLACK_SIGNED_TIMESTAMP);
        let (Some(signature), Some(timestamp)) = (signature, timestamp) else {
            return Err(refuse(StatusCode::UNAUTHORIZED, "no-signature"));
        };
        let body = read(headers, body).await?;
        let body = std::str::from_utf8(&body).map_err(|_| refuse(StatusCode::BAD_REQUEST, "not-utf8"))?;
        self.verifier.verify(signature, body, timestamp).map_err(|error| {
            let reason = match error {
                SlackEventSignatureVerifierError::IncorrectOrExpiredTimestampError(_) => "old-timestamp",
                SlackEventSignatureVerifierError::AbsentSignatureError(_)
                | SlackEventSignatureVerifierError::WrongSignatureError(_)
                | SlackEventSignatureVerifierError::CryptoInitError(_) => "wrong-signature",
            };
            refuse(StatusCode::UNAUTHORIZED, reason)
        })?;
        // Slack signs each retry anew; the same signature again is somebody else repeating what they overheard.
        if !self.replays().first(signature, Instant::now()) {
            return Err(refuse(StatusCode::UNAUTHORIZED, "replayed"));
        }
        let decoded = match shape {
            Shape::Json => {
                let value = decode::parse(body.as_bytes()).ok_or(refuse(StatusCode::BAD_REQUEST, "malformed"))?;
                if value["type"] == "url_verification" {
                    let challenge = value["challenge"].as_str().unwrap_or_default().to_owned();
                    return Ok(([(header::CONTENT_TYPE, "text/plain")], challenge).into_response());
                }
                decode::event(&value, self.bot.as_ref(), now())
            }
            Shape::Form => form(body),
        };
        match decoded {
            Ok(envelope) => match self.receiver.receive(envelope).await {
                Receipt::Taken => Ok(StatusCode::OK.into_response()),
                Receipt::Corrected(faults) => Ok(axum::Json(correction(&faults)).into_response()),
                Receipt::NotTaken(reason) => {
                    tracing::warn!(reason, "a delivery could not be stored; Slack will send it again");
                    // The next attempt may come within the same second, and then bears the same signature.
                    self.replays().forget(signature);
                    Ok(StatusCode::SERVICE_UNAVAILABLE.into_response())
                }
            },
            Err(Ignored(reason)) => {
                self.receiver.ignored(reason);
                Ok(StatusCode::OK.into_response())
            }
        }
    }

    fn replays(&self) -> std::sync::MutexGuard<'_, Replays> {
        // Nothing in there panics half-way through a change.
        self.replays.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn shape(headers: &HeaderMap) -> Option<Shape> {
    match text(headers, "content-type")?.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        "application/json" => Some(Shape::Json),
        "application/x-www-form-urlencoded" => Some(Shape::Form),
        _ => None,
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let too_large = refuse(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    let announced = text(headers, "content-length").and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_large);
    }
    match tokio::time::timeout(BODY_WITHIN, axum::body::to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if is_too_large(&error) => Err(too_large),
        Ok(Err(_)) => Err(refuse(StatusCode::BAD_REQUEST, "broken-off")),
        Err(_) => Err(refuse(StatusCode::REQUEST_TIMEOUT, "too-slow")),
    }
}

fn is_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>)
}

/// A slash command's fields, or an interaction's JSON in the field `payload`.
fn form(body: &str) -> Decoded {
    let fields: Map<String, Value> =
        url::form_urlencoded::parse(body.as_bytes()).map(|(key, value)| (key.into_owned(), value.into())).collect();
    if let Some(payload) = fields.get("payload").and_then(Value::as_str) {
        let payload = decode::parse(payload.as_bytes()).ok_or(Ignored("malformed-payload"))?;
        return decode::interaction(&payload, now());
    }
    if fields.contains_key("command") {
        return decode::command(&Value::Object(fields), now());
    }
    Err(Ignored(if fields.contains_key("ssl_check") { "ssl-check" } else { "unknown-form" }))
}

#[cfg(test)]
mod tests;
