//! Tells a target once: signs, sends, and says what came of it. Follows no redirect, goes through no proxy, waits and
//! reads no longer than it must, and says nothing of where the target is.

use std::error::Error;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};

use crate::ids::EffectId;
use crate::liaison::webhook::Webhook;
use crate::time::{Span, Timestamp};
use crate::tls;
use crate::webhooks::reach::Bounds;
use crate::webhooks::resolver::{Bounded, OutOfBounds};
use crate::webhooks::secrets::Secret;
use crate::webhooks::signature::{self, sign};

/// The most of an answer that is read, in bytes; it is read only so that the connection can be used again.
const MOST_READ: usize = 64 * 1024;

/// The longest wait a target can ask for at a time.
const LONGEST_WAIT: Span = Span::hours(1);

/// What telling a target once came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was taken, with this status.
    Delivered(u16),
    /// It was refused for good.
    Refused(String),
    /// It is worth trying again.
    Later {
        /// What happened.
        reason: String,
        /// How long to wait, where the target says so.
        at_least: Option<Span>,
    },
}

/// How long telling a target may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From looking its name up until it is connected to.
    pub connect: Duration,
    /// From the beginning to the last byte of its answer.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10) }
    }
}

/// One client for each bounds, made when it is first needed.
#[derive(Debug, Default)]
pub struct Clients {
    limits: Limits,
    public: OnceLock<reqwest::Client>,
    any: OnceLock<reqwest::Client>,
    private: OnceLock<reqwest::Client>,
}

impl Clients {
    /// With these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn within(&self, bounds: Bounds) -> Result<&reqwest::Client, String> {
        let place = match bounds {
            Bounds::Public => &self.public,
            Bounds::Any => &self.any,
            Bounds::Private => &self.private,
        };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let secure = bounds != Bounds::Private;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config(secure).map_err(|error| error.to_string())?)
            .https_only(secure)
            .dns_resolver(Bounded(bounds))
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("Liaison/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.limits.connect)
            .timeout(self.limits.total)
            .build();
        let client = client.map_err(|error| format!("no HTTP client: {error}"))?;
        Ok(place.get_or_init(|| client))
    }

    /// Tells a target.
    pub async fn tell(&self, webhook: &Webhook, secret: &Secret, id: &EffectId, body: &str, now: Timestamp) -> Answer {
        let refused = |reason: &str| Answer::Refused(reason.to_owned());
        let Some(bounds) = Bounds::of(&webhook.url, webhook.allow_private) else {
            return refused("its address is not encrypted");
        };
        // An address in place of a name is connected to without being looked up.
        if !bounds.hold_literal(&webhook.url) {
            return refused(&OutOfBounds.to_string());
        }
        let client = match self.within(bounds) {
            Ok(client) => client,
            Err(reason) => return Answer::Later { reason, at_least: None },
        };
        let timestamp = now.0.div_euclid(1000);
        let request = client
            .post(webhook.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(signature::ID, id.as_str())
            .header(signature::TIMESTAMP, timestamp)
            .header(signature::SIGNATURE, sign(secret, timestamp, body))
            .body(body.to_owned());
        match request.send().await {
            Ok(response) => {
                let answer = judge(response.status(), response.headers(), now);
                read(response).await;
                answer
            }
            Err(error) => failed(&error.without_url()),
        }
    }
}

/// What a status means.
fn judge(status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Answer {
    let reason = format!("status {}", status.as_u16());
    let code = status.as_u16();
    if status.is_success() {
        Answer::Delivered(code)
    } else if status.is_redirection() {
        Answer::Refused(format!("{reason}: redirects are not followed"))
    } else if matches!(code, 408 | 425 | 429) || !status.is_client_error() {
        Answer::Later { reason, at_least: retry_after(headers, now) }
    } else {
        Answer::Refused(reason)
    }
}

/// How long a target asks to wait: in seconds, or until a date; never longer than we let it.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Span> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Span::seconds(i64::from(seconds)).min(LONGEST_WAIT));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp(at.timestamp().as_millisecond()).since(now))
        .filter(|wait| wait.0 > 0)
        .map(|wait| wait.min(LONGEST_WAIT))
}

/// Reads an answer, so far. What is in it does not matter, nor whether it ends well.
async fn read(mut response: Response) {
    let mut left = MOST_READ;
    while let Ok(Some(chunk)) = response.chunk().await {
        match left.checked_sub(chunk.len()) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

fn failed(error: &reqwest::Error) -> Answer {
    let mut causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |&error| error.source());
    if causes.any(<dyn Error>::is::<OutOfBounds>) {
        return Answer::Refused(OutOfBounds.to_string());
    }
    // The causes below may name the address, so they are not told.
    let reason = if error.is_timeout() {
        "no answer in time"
    } else if error.is_builder() {
        return Answer::Refused("it cannot be sent".to_owned());
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection was lost"
    };
    Answer::Later { reason: reason.to_owned(), at_least: None }
}
