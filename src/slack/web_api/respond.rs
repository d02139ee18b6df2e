//! Answers a command or a click at its response URL; returns nothing, or what its failure means for trying again.
//!
//! Only addresses of Slack are answered at, so that a forged one cannot make the bot talk to anything else.

use serde_json::Value;
use url::Url;

use super::Client;
use super::call::{DEFAULT_WAIT, Failure, RECONNECT_WAIT, chain, coded, wait_of};
use crate::liaison::decision::Placement;
use crate::liaison::event::ResponseUrl;
use crate::slack::blocks;
use crate::wording::message::Message;

impl Client {
    pub(super) async fn respond(
        &self,
        to: &ResponseUrl,
        message: &Message,
        placement: Placement,
    ) -> Result<(), Failure> {
        let address = self.answerable(&to.0).ok_or_else(|| Failure::Refused("untrusted_response_url".to_owned()))?;
        let mut body = blocks::message(message);
        match placement {
            Placement::Beside => {
                body.insert("response_type".to_owned(), "ephemeral".into());
                body.insert("replace_original".to_owned(), false.into());
            }
            Placement::Instead => {
                body.insert("replace_original".to_owned(), true.into());
            }
        }
        let answer = match self.http.post(address).json(&body).send().await {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => {
                return Err(Failure::Later(RECONNECT_WAIT, format!("no connection: {}", chain(&error.without_url()))));
            }
            Err(error) => return Err(Failure::Unknown(chain(&error.without_url()))),
        };
        let status = answer.status();
        let after = answer.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse().ok());
        if status.as_u16() == 429 {
            let wait = after.map_or(DEFAULT_WAIT, |seconds| wait_of(std::time::Duration::from_secs(seconds)));
            return Err(Failure::Later(wait, "ratelimited".to_owned()));
        }
        // `ok` in plain text, or an error as JSON, with any status.
        let said: Value = answer.json().await.unwrap_or_default();
        match said["error"].as_str() {
            Some(code) if said["ok"] == false => Err(coded(code)),
            _ if status.is_success() => Ok(()),
            _ if status.is_client_error() => Err(Failure::Refused(format!("http_{}", status.as_u16()))),
            _ => Err(Failure::Unknown(format!("HTTP {}", status.as_u16()))),
        }
    }

    /// The address, when it is Slack's: `hooks.slack.com`, or the origin of the Web API that was set in its place.
    fn answerable(&self, address: &str) -> Option<Url> {
        let url: Url = address.parse().ok()?;
        let plain = url.username().is_empty() && url.password().is_none();
        let slacks = url.scheme() == "https" && url.host_str() == Some("hooks.slack.com") && url.port().is_none();
        let own = self.own_origin.as_ref().is_some_and(|origin| *origin == url.origin());
        (plain && (slacks || own)).then_some(url)
    }
}
