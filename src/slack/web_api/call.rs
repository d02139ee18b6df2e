//! One call of a Web API method: sends it with a time limit, returns Slack's answer, or what its failure means for
//! trying again.
//!
//! Slack's answers are taken as untyped JSON on purpose: slack-morphism's response types refuse a whole answer for
//! one nested field they did not expect, and a message that was posted would look as if it was not.

use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::*;

use crate::slack::app::Method;
use crate::time::Span;
use crate::tls::{self, TlsError};

/// How long a call may take, from connecting to the last byte.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How long to wait where Slack says *later* without saying when.
pub(super) const DEFAULT_WAIT: Span = Span::seconds(30);
/// How long to wait after no connection could be made.
pub(super) const RECONNECT_WAIT: Span = Span::seconds(2);

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::slack) enum Failure {
    /// Slack said no, for good: its error code.
    Refused(String),
    /// Certainly not done; worth trying again after this long.
    Later(Span, String),
    /// It may have been done.
    Unknown(String),
}

/// How long making a connection may take; a call that fails here was certainly not done.
pub(super) const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Calls methods at one address with one token.
#[derive(Debug)]
pub(in crate::slack) struct Caller {
    api: SlackClient<SlackClientHyperConnector<hyper_rustls::HttpsConnector<HttpConnector>>>,
    token: SlackApiToken,
}

impl Caller {
    /// For the Web API at `address`, without a slash at its end.
    pub(in crate::slack) fn new(address: &url::Url, token: &str) -> Result<Self, TlsError> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT_LIMIT));
        http.set_nodelay(true);
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls::client_config(address.scheme() == "https")?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let connector = SlackClientHyperConnector::with_connector(connector);
        let connector = connector.with_slack_api_url(address.as_str().trim_end_matches('/'));
        Ok(Self { api: SlackClient::new(connector), token: SlackApiToken::new(SlackApiTokenValue(token.to_owned())) })
    }

    /// Calls a method with a JSON body.
    pub(in crate::slack) async fn post(&self, method: Method, body: &Value) -> Result<Value, Failure> {
        let session = self.api.open_session(&self.token);
        let call = session.http_session_api.http_post(method.name(), body, None);
        answer(method, tokio::time::timeout(TIME_LIMIT, call).await)
    }

    /// Calls a method that only takes its arguments in the address.
    pub(in crate::slack) async fn get(
        &self,
        method: Method,
        arguments: &[(&str, Option<String>)],
    ) -> Result<Value, Failure> {
        let session = self.api.open_session(&self.token);
        let arguments: Vec<(&str, Option<&String>)> = arguments.iter().map(|(k, v)| (*k, v.as_ref())).collect();
        let call = session.http_session_api.http_get(method.name(), &arguments, None);
        answer(method, tokio::time::timeout(TIME_LIMIT, call).await)
    }
}

type Sent = Result<Result<Value, SlackClientError>, tokio::time::error::Elapsed>;

fn answer(method: Method, sent: Sent) -> Result<Value, Failure> {
    let failure = match sent {
        Ok(Ok(body)) => match body.get("ok").and_then(Value::as_bool) {
            Some(true) => return Ok(body),
            Some(false) => coded(body["error"].as_str().unwrap_or("unknown_error")),
            None => Failure::Unknown("an answer that is not Slack's".to_owned()),
        },
        Ok(Err(error)) => failed(&error),
        Err(_) => Failure::Unknown(format!("no answer within {} s", TIME_LIMIT.as_secs())),
    };
    tracing::debug!(method = method.name(), ?failure, "a Slack call failed");
    Err(failure)
}

/// What an error code means for trying again.
pub(super) fn coded(code: &str) -> Failure {
    match code {
        "ratelimited" | "rate_limited" | "service_unavailable" | "request_timeout" | "team_added_to_org" => {
            Failure::Later(DEFAULT_WAIT, code.to_owned())
        }
        // "It's possible some aspect of the operation succeeded before the error was raised."
        "internal_error" | "fatal_error" => Failure::Unknown(code.to_owned()),
        _ => Failure::Refused(code.to_owned()),
    }
}

fn failed(error: &SlackClientError) -> Failure {
    match error {
        SlackClientError::ApiError(error) => coded(&error.code),
        SlackClientError::RateLimitError(error) => {
            let wait = error.retry_after.map_or(DEFAULT_WAIT, wait_of);
            Failure::Later(wait, "ratelimited".to_owned())
        }
        SlackClientError::HttpError(error) if error.status_code.is_client_error() => {
            Failure::Refused(format!("http_{}", error.status_code.as_u16()))
        }
        SlackClientError::HttpError(error) => Failure::Unknown(format!("HTTP {}", error.status_code.as_u16())),
        SlackClientError::HttpProtocolError(error) => {
            let cause =
                error.cause.as_deref().and_then(|cause| cause.downcast_ref::<hyper_util::client::legacy::Error>());
            match cause {
                Some(cause) if cause.is_connect() => {
                    Failure::Later(RECONNECT_WAIT, format!("no connection: {}", chain(cause)))
                }
                Some(cause) => Failure::Unknown(format!("the connection was lost: {}", chain(cause))),
                None => Failure::Unknown("the connection was lost".to_owned()),
            }
        }
        SlackClientError::ProtocolError(_) => Failure::Unknown("an answer that is not Slack's".to_owned()),
        SlackClientError::SystemError(error) => Failure::Unknown(match &error.cause {
            Some(cause) => format!("the answer broke off: {cause}"),
            None => "the answer broke off".to_owned(),
        }),
        SlackClientError::EndOfStream(_) | SlackClientError::SocketModeProtocolError(_) => {
            Failure::Unknown("the answer broke off".to_owned())
        }
    }
}

/// A wait as `Retry-After` gives it, at least a second and at most an hour.
pub(super) fn wait_of(wait: Duration) -> Span {
    Span::seconds(i64::try_from(wait.as_secs().clamp(1, 3600)).unwrap_or(3600))
}

/// An error with what caused it.
pub(in crate::slack) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect::<Vec<_>>().join(": ")
}
