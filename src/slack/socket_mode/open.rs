//! Opens one connection: asks Slack for its address (`apps.connections.open`), then connects; returns the socket, or
//! whether waiting helps.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};
use url::Url;

use super::SocketError;
use crate::slack::app::Method;
use crate::slack::tokens::AppToken;
use crate::slack::web_api::call::{Caller, Failure, chain};
use crate::slack::web_api::{ClientError, api_address};
use crate::tls;

/// A connected WebSocket.
pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Larger messages than this are not Slack's, in bytes.
const MESSAGE_LIMIT: usize = 16 << 20;

/// Why there is no connection this time.
#[derive(Debug)]
pub(super) enum NotOpened {
    /// A person must mend something.
    Fatal(SocketError),
    /// Slack says no: its error code.
    Refused(String),
    /// Worth trying again after at least this long.
    Later(Duration, String),
}

/// Opens connections with one token.
pub(super) struct Opener {
    caller: Caller,
    tls: Connector,
    /// Whether addresses without encryption are accepted: only where the Web API itself has none.
    plain: bool,
    within: Duration,
}

impl Opener {
    pub(super) fn new(api_url: Option<&str>, token: &AppToken, within: Duration) -> Result<Self, ClientError> {
        let address = api_address(api_url)?;
        let secure = address.scheme() == "https";
        Ok(Self {
            caller: Caller::new(&address, token.reveal())?,
            tls: Connector::Rustls(Arc::new(tls::client_config(secure)?)),
            plain: !secure,
            within,
        })
    }

    /// Asks for an address and connects to it. The address holds a ticket, so it is never logged.
    pub(super) async fn open(&self) -> Result<Socket, NotOpened> {
        let later = |reason: String| NotOpened::Later(Duration::ZERO, reason);
        let asked = tokio::time::timeout(self.within, self.caller.post(Method::AppsConnectionsOpen, &json!({}))).await;
        let answer = match asked {
            Err(_) => return Err(later("Slack gave no address in time".to_owned())),
            Ok(Err(Failure::Refused(code))) => return Err(refused(code)),
            Ok(Err(Failure::Later(wait, reason))) => {
                return Err(NotOpened::Later(Duration::from_millis(u64::try_from(wait.0).unwrap_or(0)), reason));
            }
            Ok(Err(Failure::Unknown(reason))) => return Err(later(reason)),
            Ok(Ok(answer)) => answer,
        };
        let url: Option<Url> = answer["url"].as_str().and_then(|url| url.parse().ok());
        let url = url.filter(|url| url.scheme() == "wss" || (self.plain && url.scheme() == "ws"));
        let url = url.ok_or_else(|| later("Slack gave no address of a WebSocket".to_owned()))?;
        let config = WebSocketConfig::default()
            .read_buffer_size(16 << 10)
            .write_buffer_size(0)
            .max_message_size(Some(MESSAGE_LIMIT))
            .max_frame_size(Some(MESSAGE_LIMIT));
        let connecting = connect_async_tls_with_config(url.as_str(), Some(config), true, Some(self.tls.clone()));
        match tokio::time::timeout(self.within, connecting).await {
            Ok(Ok((socket, _))) => Ok(socket),
            Ok(Err(error)) => Err(later(format!("no connection: {}", chain(&error)))),
            Err(_) => Err(later("no connection in time".to_owned())),
        }
    }
}

/// Tells what a person must mend from what is only this attempt's.
fn refused(code: String) -> NotOpened {
    const ANEW: &str = "make an app-level token at https://api.slack.com/apps → your app → Basic Information → \
        App-Level Tokens, with the scope connections:write";
    let remedy = match code.as_str() {
        "invalid_auth" | "not_authed" | "token_revoked" | "token_expired" => ANEW,
        "not_allowed_token_type" => {
            "it is a token of another kind; an app-level token begins with xapp- and is made at \
             https://api.slack.com/apps → your app → Basic Information → App-Level Tokens"
        }
        "missing_scope" | "no_permission" => {
            "the token lacks the scope connections:write; make one with it at https://api.slack.com/apps → your app → \
             Basic Information → App-Level Tokens"
        }
        "account_inactive" | "user_removed_from_team" | "access_denied" | "app_uninstalled" => {
            "the app is not installed in the workspace any more, or was switched off there; install it again at \
             https://api.slack.com/apps → your app → Install App"
        }
        _ => return NotOpened::Refused(code),
    };
    NotOpened::Fatal(SocketError::Token { code, remedy })
}
