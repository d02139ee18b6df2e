//! Webhooks: which other systems hear of the steps of requests, what each is told of one, and how far telling it is.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::ids::{EffectId, UserId};
use crate::liaison::draft::Draft;
use crate::requests::life::{Action, State};
use crate::requests::request::{Brief, Place, Request, Surface, Transition};
use crate::time::Timestamp;

/// A system that hears of steps. Where it is comes from the configuration alone, its secret from the environment.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Stable, kebab-case.
    pub name: String,
    /// Where to tell it.
    pub url: Url,
    /// Whether it may be at an address within the organisation's own network.
    pub allow_private: bool,
    /// Which steps it hears of; all where none are named.
    pub actions: Option<BTreeSet<Action>>,
    /// Whether it is told what the requester wrote.
    pub include_brief: bool,
}

impl fmt::Debug for Webhook {
    /// Without the address: its path may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, url: _, allow_private, actions, include_brief } = self;
        f.debug_struct("Webhook")
            .field("name", name)
            .field("allow_private", allow_private)
            .field("actions", actions)
            .field("include_brief", include_brief)
            .finish_non_exhaustive()
    }
}

/// What one target is told of one step. It is kept until it was told, and the last ones after that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Which target.
    pub webhook: String,
    /// The same however often it is told: the effect's.
    pub id: EffectId,
    /// The JSON it is told; gone once it was.
    pub body: Option<String>,
    /// How often that was tried.
    pub attempts: u32,
    /// What the last attempt came to.
    pub last: Option<String>,
    /// How far it is.
    pub progress: Progress,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// It waits for its next attempt.
    Waiting {
        /// When that is due.
        due: Timestamp,
        /// Since when it is tried: it is given up some time after this.
        since: Timestamp,
    },
    /// It was taken.
    Delivered(Timestamp),
    /// It was refused or given up. It can be replayed.
    Failed(Timestamp),
}

impl Delivery {
    /// One that is due at once.
    pub fn new(webhook: String, id: EffectId, body: String, now: Timestamp) -> Self {
        let progress = Progress::Waiting { due: now, since: now };
        Self { webhook, id, body: Some(body), attempts: 0, last: None, progress }
    }
}

/// The JSON of a step. Fields are added to it, never taken away or given another meaning.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a EffectId,
    workspace: &'a str,
    request: String,
    /// Counted from 1, so that one that comes late can be told from one that is new.
    step: usize,
    action: Action,
    state: State,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a UserId>,
    surface: Surface,
    #[serde(skip_serializing_if = "str::is_empty")]
    team: &'a str,
    links: Links<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brief: Option<&'a Brief>,
}

#[derive(Serialize)]
struct Links<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<String>,
}

/// Tells every webhook that wants to hear of it of a request's last step.
pub(super) fn tell(draft: &mut Draft<'_>, request: &Request) {
    let Some(step) = request.history.last() else { return };
    for webhook in &draft.policy.settings.webhooks {
        if webhook.actions.as_ref().is_none_or(|actions| actions.contains(&step.action)) {
            draft.notify(&webhook.name, |draft, id| body(draft, id, webhook, request, step));
        }
    }
}

fn body(draft: &Draft<'_>, id: &EffectId, webhook: &Webhook, request: &Request, step: &Transition) -> String {
    // Nobody asked yet where the bot only suggests: whose message it was about stays here.
    let asked = step.to != State::Suggested;
    let link = |place: &Place| draft.permalink(place, &place.ts);
    let body = Body {
        id,
        workspace: draft.workspace().as_str(),
        request: request.id.to_string(),
        step: request.history.len(),
        action: step.action,
        state: step.to,
        at: iso8601(step.at),
        by: step.by.as_ref().filter(|by| !by.is_forgotten()),
        surface: step.surface,
        team: &request.team,
        links: Links {
            message: request.permalink.as_deref().filter(|_| asked),
            thread: request.origin.as_ref().filter(|_| asked).map(link),
            card: request.card.as_ref().map(link),
        },
        brief: webhook.include_brief.then_some(&request.brief),
    };
    serde_json::to_string(&body).unwrap_or_default() // texts and numbers alone: it cannot fail
}

fn iso8601(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}
