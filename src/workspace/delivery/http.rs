//! The HTTP Events API, Slack's side: posts signed requests to an app's address, and checks the address with a
//! challenge first.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Answer, Failure, answer_of};
use crate::workspace::Workspace;
use crate::workspace::state::{AppId, Delivery, DeliveryKind, State, Transport};

/// The client that posts to apps; plain HTTP, since they are on this machine.
pub(in crate::workspace) type Poster = Client<HttpConnector, Full<Bytes>>;

pub(in crate::workspace) fn poster() -> Poster {
    Client::builder(hyper_util::rt::TokioExecutor::new()).build_http()
}

/// Why an address was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is no such app.
    #[error("there is no such app")]
    NoSuchApp,
    /// It did not answer, or with an error.
    #[error("the address did not answer as it should: {0}")]
    NoAnswer(String),
    /// It answered something else than the challenge.
    #[error("the address did not repeat the challenge")]
    WrongChallenge,
}

/// Starts posting a delivery; the future ends with the app's answer.
pub(super) fn post(
    workspace: &Workspace,
    address: &str,
    delivery: &Delivery,
    attempt: usize,
    why: &str,
) -> impl Future<Output = Answer> + Send + use<> {
    let form = |pairs: &[(&str, &str)]| {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs).finish()
    };
    let (content_type, body) = match delivery.kind {
        DeliveryKind::Event => ("application/json", delivery.body.to_string()),
        DeliveryKind::Interactive => {
            ("application/x-www-form-urlencoded", form(&[("payload", &delivery.body.to_string())]))
        }
        DeliveryKind::Command => {
            let fields = delivery.body.as_object().into_iter().flatten();
            let fields: Vec<(&str, &str)> =
                fields.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default())).collect();
            ("application/x-www-form-urlencoded", form(&fields))
        }
    };
    let mut headers = vec![("content-type", content_type.to_owned())];
    if attempt > 0 {
        headers.push(("x-slack-retry-num", attempt.to_string()));
        headers.push(("x-slack-retry-reason", why.to_owned()));
    }
    let sent = tokio::spawn(send(workspace.clone(), delivery.app.clone(), address.to_owned(), headers, body));
    async move {
        let (status, no_retry, body) = sent.await.map_err(|_| Failure::new("unknown_error"))??;
        if (200..300).contains(&status) {
            Ok(answer_of(&body))
        } else {
            Err(Failure { reason: "http_error", final_one: no_retry })
        }
    }
}

/// Sends the challenge to an address and, when it comes back, delivers the app's events there from now on.
pub(in crate::workspace) async fn verify(
    workspace: &Workspace,
    app: &AppId,
    address: &str,
) -> Result<(), AddressError> {
    workspace.read(|state| state.app(app).map(|_| ())).ok_or(AddressError::NoSuchApp)?;
    let challenge = workspace.act(State::unguessable);
    let body = json!({"token": "local", "challenge": challenge, "type": "url_verification"}).to_string();
    let headers = vec![("content-type", "application/json".to_owned())];
    let answer = send(workspace.clone(), app.clone(), address.to_owned(), headers, body);
    let answer = tokio::time::timeout(workspace.shared.ack_timeout.max(Duration::from_secs(1)), answer).await;
    let (status, _, body) = answer
        .map_err(|_| AddressError::NoAnswer("too late".to_owned()))?
        .map_err(|failure| AddressError::NoAnswer(failure.reason.to_owned()))?;
    if !(200..300).contains(&status) {
        return Err(AddressError::NoAnswer(format!("status {status}")));
    }
    let said = String::from_utf8_lossy(&body).trim().to_owned();
    let as_json = serde_json::from_slice::<Value>(&body).ok();
    if said != challenge && as_json.is_none_or(|answer| answer["challenge"] != challenge.as_str()) {
        return Err(AddressError::WrongChallenge);
    }
    let address = address.to_owned();
    workspace.act(|state| state.set_transport(app, Transport::Http(address)));
    Ok(())
}

/// Slack's signature of a request body: HMAC-SHA256 of `v0:timestamp:body`.
/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub(in crate::workspace) fn signature(secret: &str, timestamp: u64, body: &str) -> String {
    // HMAC takes a key of any length, so this is never an empty string.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    let digest = mac.finalize().into_bytes();
    digest.iter().fold("v0=".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// Status, whether it asked not to be tried again, body.
type Answered = (u16, bool, Bytes);

async fn send(
    workspace: Workspace,
    app: AppId,
    address: String,
    headers: Vec<(&'static str, String)>,
    body: String,
) -> Result<Answered, Failure> {
    let timestamp = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let secret = workspace.read(|state| state.app(&app).map(|app| app.signing_secret.clone())).unwrap_or_default();
    let mut request = hyper::Request::post(&address)
        .header("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
        .header("x-slack-request-timestamp", timestamp.to_string())
        .header("x-slack-signature", signature(&secret, timestamp, &body));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(|_| Failure::new("unknown_error"))?;
    let answer = workspace.shared.poster.request(request).await.map_err(|_| Failure::new("connection_failed"))?;
    let status = answer.status().as_u16();
    let no_retry = answer.headers().get("x-slack-no-retry").is_some_and(|value| value == "1");
    let body = Limited::new(answer.into_body(), 1 << 20).collect().await;
    let body = body.map_err(|_| Failure::new("connection_failed"))?.to_bytes();
    Ok((status, no_retry, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of Slack's documentation of signatures.
    #[test]
    fn the_signature_is_slacks_own() {
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
                    channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&\
                    response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F\
                    96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        assert_eq!(
            signature("8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618, body),
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
        );
    }
}
