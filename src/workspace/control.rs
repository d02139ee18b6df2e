//! The control interface, `/_control/…`: JSON for tests that run the program as a child, and for scripts. It acts
//! as a person, looks, waits, and makes things fail. People and channels are named by id, handle or name.

use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::extract::{Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Workspace;
use super::faults::Planned;
use super::state::{ActionError, Ephemeral, State, Target, ViewId};
use crate::ids::{ChannelId, MessageTs, UserId};

pub(super) fn router() -> Router<Workspace> {
    Router::new()
        .route("/state", get(overview))
        .route("/messages", get(messages))
        .route("/act", post(act))
        .route("/wait", post(wait))
        .route("/fail", post(fail))
        .route("/clear", post(clear))
        .route("/twice", post(twice))
        .route("/sockets", post(sockets))
        .route("/request_url", post(request_url))
}

/// `GET /_control/state`: team, people, channels, groups, apps with their tokens and open connections.
async fn overview(Shared(workspace): Shared<Workspace>) -> Json<Value> {
    Json(workspace.read(|state| {
        let users: Vec<Value> = state.users().map(|user| state.user_json(user, true)).collect();
        let channels: Vec<Value> = state
            .channels()
            .map(|it| {
                json!({"id": it.id, "name": it.name, "topic": it.topic, "members": it.members,
                    "archived": it.archived, "ext_shared": it.ext_shared})
            })
            .collect();
        let apps: Vec<Value> = state
            .apps()
            .map(|app| {
                json!({"id": app.id.as_str(), "name": app.name, "user": app.user, "bot_token": app.bot_token,
                    "app_token": app.app_token, "signing_secret": app.signing_secret,
                    "connections": state.connections(&app.id)})
            })
            .collect();
        let groups: Vec<Value> = state.groups().map(|group| state.group_json(group, true)).collect();
        json!({"team": {"id": state.team().id, "name": state.team().name, "domain": state.team().domain},
            "users": users, "channels": channels, "usergroups": groups, "apps": apps})
    }))
}

#[derive(Debug, Deserialize)]
struct Looked {
    channel: String,
    reader: Option<String>,
}

/// `GET /_control/messages?channel=…[&reader=…]`: every message of a channel, threads too; with a reader also
/// what only they see there and the modals on their screen.
async fn messages(Shared(workspace): Shared<Workspace>, Query(looked): Query<Looked>) -> Response {
    let found = workspace.read(|state| {
        let channel = channel_of(state, &looked.channel)?;
        let messages: Vec<Value> = state.messages(&channel).map(|message| state.message_json(message)).collect();
        let mut answer = json!({"channel": channel, "messages": messages});
        if let Some(reader) = &looked.reader {
            let reader = user_of(state, reader)?;
            answer["ephemerals"] = state.ephemerals(&reader, &channel).map(ephemeral_json).collect();
            answer["modals"] = state.modals(&reader).map(|view| state.view_json(view)).collect();
        }
        Ok(answer)
    });
    answer(found)
}

/// What a person does.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Action {
    Post {
        user: String,
        channel: String,
        thread: Option<MessageTs>,
        text: String,
    },
    Edit {
        user: String,
        channel: String,
        ts: MessageTs,
        text: String,
    },
    Delete {
        user: String,
        channel: String,
        ts: MessageTs,
    },
    React {
        user: String,
        channel: String,
        ts: MessageTs,
        name: String,
    },
    Unreact {
        user: String,
        channel: String,
        ts: MessageTs,
        name: String,
    },
    /// In a message when a channel is given, else in an ephemeral message, or in a view.
    Click {
        user: String,
        channel: Option<String>,
        ts: Option<MessageTs>,
        view: Option<String>,
        action: String,
    },
    Slash {
        user: String,
        channel: String,
        command: String,
        #[serde(default)]
        text: String,
    },
    Shortcut {
        user: String,
        channel: String,
        ts: MessageTs,
        callback: String,
    },
    Submit {
        user: String,
        view: String,
        #[serde(default)]
        values: Vec<(String, String)>,
    },
    Close {
        user: String,
        view: String,
    },
    Home {
        user: String,
    },
    Direct {
        user: String,
        with: String,
    },
    Join {
        user: String,
        channel: String,
    },
    Leave {
        user: String,
        channel: String,
    },
    Invite {
        user: String,
        channel: String,
        guest: String,
    },
    Archive {
        user: String,
        channel: String,
        archived: bool,
    },
    Share {
        channel: String,
        shared: bool,
        pending: bool,
    },
}

/// `POST /_control/act`: `{"do": "post", "user": …, "channel": …, "text": …}` and so on.
async fn act(Shared(workspace): Shared<Workspace>, Json(action): Json<Action>) -> Response {
    answer(workspace.act(|state| perform(state, action)))
}

fn perform(state: &mut State, action: Action) -> Result<Value, ActionError> {
    let done = json!({"ok": true});
    match action {
        Action::Post { user, channel, thread, text } => {
            let (user, channel) = (user_of(state, &user)?, channel_of(state, &channel)?);
            let ts = state.post_as(&user, &channel, thread.as_ref(), &text)?;
            return Ok(json!({"ok": true, "channel": channel, "ts": ts}));
        }
        Action::Edit { user, channel, ts, text } => {
            state.edit_as(&user_of(state, &user)?, &channel_of(state, &channel)?, &ts, &text)?;
        }
        Action::Delete { user, channel, ts } => {
            state.delete_as(&user_of(state, &user)?, &channel_of(state, &channel)?, &ts)?;
        }
        Action::React { user, channel, ts, name } => {
            state.react_as(&user_of(state, &user)?, &channel_of(state, &channel)?, &ts, &name)?;
        }
        Action::Unreact { user, channel, ts, name } => {
            state.unreact_as(&user_of(state, &user)?, &channel_of(state, &channel)?, &ts, &name)?;
        }
        Action::Click { user, channel, ts, view, action } => {
            let target = match (channel, ts, view) {
                (_, _, Some(view)) => Target::View(ViewId::new(view)),
                (Some(channel), Some(ts), None) => Target::Message(channel_of(state, &channel)?, ts),
                (None, Some(ts), None) => Target::Ephemeral(ts),
                (_, None, None) => return Err(ActionError::NoSuchElement(action)),
            };
            state.click(&user_of(state, &user)?, &target, &action)?;
        }
        Action::Slash { user, channel, command, text } => {
            state.slash(&user_of(state, &user)?, &channel_of(state, &channel)?, &command, &text)?;
        }
        Action::Shortcut { user, channel, ts, callback } => {
            state.shortcut(&user_of(state, &user)?, &channel_of(state, &channel)?, &ts, &callback)?;
        }
        Action::Submit { user, view, values } => {
            let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            state.submit_view(&user_of(state, &user)?, &ViewId::new(view), &values)?;
        }
        Action::Close { user, view } => state.close_view(&user_of(state, &user)?, &ViewId::new(view))?,
        Action::Home { user } => {
            let app = state.apps().next().map(|app| app.id.clone());
            let app = app.ok_or_else(|| ActionError::NoSuchCommand("home".to_owned()))?;
            state.open_home(&user_of(state, &user)?, &app)?;
        }
        Action::Direct { user, with } => {
            let channel = state.open_direct(&user_of(state, &user)?, &user_of(state, &with)?);
            return Ok(json!({"ok": true, "channel": channel}));
        }
        Action::Join { user, channel } => state.join(&user_of(state, &user)?, &channel_of(state, &channel)?)?,
        Action::Leave { user, channel } => state.leave(&user_of(state, &user)?, &channel_of(state, &channel)?)?,
        Action::Invite { user, channel, guest } => {
            let (user, guest) = (user_of(state, &user)?, user_of(state, &guest)?);
            state.invite(&user, &channel_of(state, &channel)?, &guest)?;
        }
        Action::Archive { user, channel, archived } => {
            state.set_archived(&user_of(state, &user)?, &channel_of(state, &channel)?, archived)?;
        }
        Action::Share { channel, shared, pending } => state.share(&channel_of(state, &channel)?, shared, pending)?,
    }
    Ok(done)
}

/// What is waited for: the first message that fits all that is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Awaited {
    channel: String,
    /// Only an ephemeral message for this reader fits.
    reader: Option<String>,
    /// In this thread.
    thread: Option<MessageTs>,
    /// Later than this.
    after: Option<MessageTs>,
    /// By this user.
    by: Option<String>,
    /// With these words in its text or blocks.
    contains: Option<String>,
    #[serde(default = "five_seconds")]
    within_ms: u64,
}

const fn five_seconds() -> u64 {
    5000
}

/// `POST /_control/wait`: the message, or 408 when none came in time.
async fn wait(Shared(workspace): Shared<Workspace>, Json(awaited): Json<Awaited>) -> Response {
    let names = workspace.read(|state| {
        let channel = channel_of(state, &awaited.channel)?;
        let reader = awaited.reader.as_deref().map(|it| user_of(state, it)).transpose()?;
        let by = awaited.by.as_deref().map(|it| user_of(state, it)).transpose()?;
        Ok((channel, reader, by))
    });
    let (channel, reader, by) = match names {
        Ok(names) => names,
        Err(error) => return answer(Err(error)),
    };
    let limit = Duration::from_millis(awaited.within_ms.min(120_000));
    let fits = |ts: &MessageTs, thread: Option<&MessageTs>, shown: &Value| {
        let words = |words: &String| said(&shown["text"], words) || said(&shown["blocks"], words);
        awaited.thread.as_ref().is_none_or(|root| thread == Some(root))
            && awaited.after.as_ref().is_none_or(|after| ts > after)
            && awaited.contains.as_ref().is_none_or(words)
    };
    let found = workspace.wait_for(limit, |state| match &reader {
        Some(reader) => state.ephemerals(reader, &channel).find_map(|it| {
            let shown = ephemeral_json(it);
            fits(&it.ts, it.thread.as_ref(), &shown).then_some(shown)
        }),
        None => {
            state.messages(&channel).filter(|it| by.as_ref().is_none_or(|by| it.author.user() == by)).find_map(|it| {
                let shown = state.message_json(it);
                fits(&it.ts, it.thread.as_ref(), &shown).then_some(shown)
            })
        }
    });
    match found.await {
        Ok(message) => Json(json!({"ok": true, "message": message})).into_response(),
        Err(late) => {
            (StatusCode::REQUEST_TIMEOUT, Json(json!({"ok": false, "error": late.to_string()}))).into_response()
        }
    }
}

/// Whether these words stand in any text of a JSON value.
fn said(value: &Value, words: &str) -> bool {
    match value {
        Value::String(text) => text.contains(words),
        Value::Array(list) => list.iter().any(|it| said(it, words)),
        Value::Object(object) => object.values().any(|it| said(it, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[derive(Debug, Deserialize)]
struct Failing {
    method: String,
    #[serde(default = "once")]
    times: usize,
    #[serde(flatten)]
    planned: Planned,
}

const fn once() -> usize {
    1
}

/// `POST /_control/fail`: `{"method": "chat.postMessage", "times": 2, "rate_limited": 1, "carried_out": false}`;
/// the other failures are `status`, `late` (ms), `refused` (code), and the words `broken_json`, `cut`, `silence`
/// as keys with null.
async fn fail(Shared(workspace): Shared<Workspace>, Json(failing): Json<Failing>) -> Json<Value> {
    workspace.fail(&failing.method, &failing.planned, failing.times.min(1000));
    Json(json!({"ok": true}))
}

/// `POST /_control/clear`: nothing fails any more.
async fn clear(Shared(workspace): Shared<Workspace>) -> Json<Value> {
    workspace.clear_faults();
    Json(json!({"ok": true}))
}

#[derive(Debug, Deserialize)]
struct Twice {
    times: usize,
}

/// `POST /_control/twice`: `{"times": 3}`; the next events are each delivered twice.
async fn twice(Shared(workspace): Shared<Workspace>, Json(twice): Json<Twice>) -> Json<Value> {
    workspace.deliver_twice(twice.times);
    Json(json!({"ok": true}))
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum SocketOrder {
    Drop,
    Disconnect { reason: String },
}

/// `POST /_control/sockets`: `{"do": "drop"}` or `{"do": "disconnect", "reason": "refresh_requested"}`.
async fn sockets(Shared(workspace): Shared<Workspace>, Json(order): Json<SocketOrder>) -> Json<Value> {
    match order {
        SocketOrder::Drop => workspace.drop_sockets(),
        SocketOrder::Disconnect { reason } => workspace.disconnect_sockets(&reason),
    }
    Json(json!({"ok": true}))
}

#[derive(Debug, Deserialize)]
struct RequestUrl {
    url: String,
}

/// `POST /_control/request_url`: checks an address with a challenge; from then on the first app's events go there.
async fn request_url(Shared(workspace): Shared<Workspace>, Json(given): Json<RequestUrl>) -> Response {
    match workspace.verify_request_url(&given.url).await {
        Ok(()) => Json(json!({"ok": true})).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({"ok": false, "error": error.to_string()}))).into_response(),
    }
}

fn ephemeral_json(ephemeral: &Ephemeral) -> Value {
    json!({"ts": ephemeral.ts, "channel": ephemeral.channel, "thread_ts": ephemeral.thread,
        "app_id": ephemeral.app.as_ref().map(super::state::AppId::as_str), "text": ephemeral.text,
        "blocks": ephemeral.blocks})
}

fn user_of(state: &State, name: &str) -> Result<UserId, ActionError> {
    let id = UserId::from(name);
    let found = state.user(&id).or_else(|| state.user_named(name.trim_start_matches('@')));
    found.map(|user| user.id.clone()).ok_or(ActionError::NoSuchUser(id))
}

fn channel_of(state: &State, name: &str) -> Result<ChannelId, ActionError> {
    let id = ChannelId::from(name);
    let found = state.channel(&id).or_else(|| state.channel_named(name.trim_start_matches('#')));
    found.map(|channel| channel.id.clone()).ok_or(ActionError::NoSuchChannel(id))
}

fn answer(result: Result<Value, ActionError>) -> Response {
    match result {
        Ok(body) => Json(body).into_response(),
        Err(error) => (StatusCode::CONFLICT, Json(json!({"ok": false, "error": error.to_string()}))).into_response(),
    }
}
