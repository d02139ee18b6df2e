//! Slack's Web API through slack-morphism: carries out effects, looks up channels, people and groups.
//!
//! Pacing is the outbox's business: slack-morphism's rate control, which holds all posts to one a second for the
//! whole process, stays off, and what Slack says about waiting is handed back.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use slack_morphism::SlackClientHttpApiUri;

use crate::ids::{ChannelId, TeamId, UserId};
use crate::requests::request::Place;
use crate::slack::tokens::BotToken;
use crate::time::Span;
use crate::tls;

pub(in crate::slack) mod call;
mod look_up;
mod perform;
mod respond;
mod scopes;

use call::Caller;
pub use perform::METADATA_TYPE;
pub use scopes::ScopesError;
pub use tls::TlsError;

/// How one attempt at an effect ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// Done; where the message is, for effects that post one.
    Done(Option<Place>),
    /// Slack refused for good: its error code.
    Refused(String),
    /// Certainly not done: try again after this long (`Retry-After`, or no connection could be made).
    Later(Span),
    /// It may have been done (a time-out, a 5xx, a lost connection): look it up before trying again.
    Unknown(String),
}

/// Why a look-up failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookUpError {
    /// Slack said no, for good: its error code.
    #[error("Slack answered {0}")]
    Refused(String),
    /// Worth trying again after this long.
    #[error("Slack did not answer: {reason}")]
    Later {
        /// How long to wait.
        wait: Span,
        /// What happened.
        reason: String,
    },
}

/// Who the token belongs to (`auth.test`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The workspace.
    pub team: TeamId,
    /// The bot's user.
    pub user: UserId,
    /// The workspace's address with a slash at its end, as `auth.test` gives it (`https://example.slack.com/`).
    pub url: String,
}

/// A channel (`conversations.info`), without its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelInfo {
    /// Its id.
    pub id: ChannelId,
    /// Its name without `#`.
    pub name: String,
    /// A direct message with the bot.
    pub direct: bool,
    /// Shared with another organisation, or about to be.
    pub external: bool,
    /// Whether the bot is in it.
    pub member: bool,
}

/// A user group and who is in it (`usergroups.list`, `usergroups.users.list`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its handle without `@`.
    pub handle: String,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The other address of the Web API is not one.
    #[error("{0} is no address of a Web API\n    help: LIAISON_SLACK_API_URL looks like http://127.0.0.1:7878/api")]
    Address(String),
    /// No secure connection can be made.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The client for response URLs cannot be made.
    #[error("no HTTP client: {0}")]
    Http(String),
}

/// The Web API of one workspace.
#[derive(Debug)]
pub struct Client {
    caller: Caller,
    token: BotToken,
    api_url: String,
    /// The origin of the Web API that was set in place of Slack's.
    own_origin: Option<url::Origin>,
    http: reqwest::Client,
    /// The token's workspace, once it is known.
    team: OnceLock<TeamId>,
}

/// Reads the address of a Web API: Slack's own where none is given.
pub(super) fn api_address(api_url: Option<&str>) -> Result<url::Url, ClientError> {
    let text = api_url.unwrap_or(SlackClientHttpApiUri::SLACK_API_URI_STR).trim_end_matches('/');
    let url: Option<url::Url> = text.parse().ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| ClientError::Address(text.to_owned()))
}

/// A client for plain requests: no redirects, so that a secret never follows one, and no proxy, as the Web API.
pub(super) fn http_client(address: &url::Url) -> Result<reqwest::Client, ClientError> {
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls::client_config(address.scheme() == "https")?)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(call::CONNECT_LIMIT)
        .timeout(call::TIME_LIMIT);
    builder.build().map_err(|error| ClientError::Http(call::chain(&error)))
}

impl Client {
    /// A client for Slack, or for the Web API at another address (`http://127.0.0.1:7878/api`).
    ///
    /// # Errors
    /// The address is none, or the system has no certificates to recognise Slack by.
    pub fn new(api_url: Option<&str>, token: &BotToken) -> Result<Self, ClientError> {
        let address = api_address(api_url)?;
        Ok(Self {
            caller: Caller::new(&address, token.reveal())?,
            token: token.clone(),
            own_origin: api_url.map(|_| address.origin()),
            http: http_client(&address)?,
            api_url: address.as_str().trim_end_matches('/').to_owned(),
            team: OnceLock::new(),
        })
    }
}

#[cfg(test)]
mod tests;
