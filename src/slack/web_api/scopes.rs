//! Checks at start that the bot token is accepted and carries every scope in use; returns nothing, or what to do.

use super::Client;
use super::call::chain;
use crate::slack::app::{self, Method};
use crate::slack::tokens::BOT_TOKEN;

/// Why the bot token will not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopesError {
    /// Slack does not accept the token.
    #[error(
        "Slack does not accept the token in {BOT_TOKEN}: {0}\n    help: copy it anew from https://api.slack.com/apps → \
         your app → OAuth & Permissions → Bot User OAuth Token; if the app was removed from the workspace, install it \
         again there"
    )]
    Refused(String),
    /// Scopes are missing.
    #[error(
        "the app lacks the scopes {}\n    help: put the manifest that `liaison manifest` prints at \
         https://api.slack.com/apps → your app → App Manifest, save it, and reinstall the app to the workspace",
        .0.join(", ")
    )]
    Missing(Vec<String>),
    /// Slack did not answer.
    #[error("Slack did not answer: {0}\n    help: check the network, and that {1} can be reached from here")]
    Unreachable(String, String),
}

impl Client {
    /// Asks Slack (`auth.test`) whether the token is good and which scopes it has. Where the answer does not say (a
    /// local workspace may not), nothing is held against it.
    ///
    /// slack-morphism does not show the headers of an answer, and the scopes are in one: hence the plain request.
    pub async fn verify_scopes(&self) -> Result<(), ScopesError> {
        let unreachable = |reason: String| ScopesError::Unreachable(reason, self.api_url.clone());
        let address = format!("{}/{}", self.api_url, Method::AuthTest.name());
        let request = self.http.post(address).bearer_auth(self.token.reveal());
        let answer = request.send().await.map_err(|error| unreachable(chain(&error)))?;
        let status = answer.status();
        let granted = answer.headers().get("x-oauth-scopes").and_then(|scopes| scopes.to_str().ok().map(str::to_owned));
        let said: serde_json::Value = answer.json().await.unwrap_or_default();
        match (said["ok"].as_bool(), said["error"].as_str()) {
            (Some(true), _) => {}
            (Some(false), Some("ratelimited" | "internal_error" | "fatal_error" | "service_unavailable"))
            | (None, _) => {
                return Err(unreachable(format!("HTTP {}", status.as_u16())));
            }
            (Some(false), code) => return Err(ScopesError::Refused(code.unwrap_or("no reason given").to_owned())),
        }
        let Some(granted) = granted else { return Ok(()) };
        let granted: Vec<_> = granted.split(',').map(str::trim).collect();
        let missing = app::scopes().into_iter().filter(|scope| !granted.contains(scope));
        let missing: Vec<_> = missing.map(str::to_owned).collect();
        if missing.is_empty() { Ok(()) } else { Err(ScopesError::Missing(missing)) }
    }
}
