//! The Web API: reads a call, checks its token and scopes, carries it out and answers as Slack does.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Workspace;
use super::faults::{Fault, Planned};
use super::state::{ApiError, App, State};

mod arguments;
mod chat;
mod conversations;
mod directory;
mod pages;
mod reactions;
mod views;

use arguments::Arguments;

/// A call with its token checked.
struct Call<'a> {
    app: &'a App,
    arguments: &'a Arguments,
}

impl Call<'_> {
    /// Refuses unless the app has the scope.
    fn needs(&self, scope: &'static str) -> Result<(), ApiError> {
        if self.app.scopes.contains(scope) {
            Ok(())
        } else {
            Err(ApiError { needed: Some(scope), ..ApiError::new("missing_scope") })
        }
    }
}

pub(super) async fn call(
    Shared(workspace): Shared<Workspace>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let carry_out = || match Arguments::read(query.as_deref(), &headers, &body) {
        Ok(arguments) => answered(&workspace, &method, &arguments),
        Err(error) => refused(&error, None),
    };
    unless_it_fails(&workspace, &method, carry_out).await
}

/// Answers at a response address.
pub(super) async fn respond(
    Shared(workspace): Shared<Workspace>,
    Path((_app, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let carry_out = || {
        let result = Arguments::read(None, &headers, &body)
            .and_then(|arguments| workspace.act(|state| state.respond(&token, &arguments.into_body())));
        let Err(error) = result else { return "ok".into_response() };
        let gone = matches!(error.code, "expired_url" | "used_url");
        let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
        (status, axum::Json(error_body(&error, None))).into_response()
    };
    unless_it_fails(&workspace, "response_url", carry_out).await
}

/// Carries a call out, unless a failure was planned for it.
async fn unless_it_fails(workspace: &Workspace, method: &str, carry_out: impl FnOnce() -> Response) -> Response {
    match workspace.next_fault(method) {
        None => carry_out(),
        Some(Planned { fault, carried_out: true }) => {
            let right = carry_out();
            failed(fault).await.unwrap_or(right)
        }
        Some(Planned { fault, carried_out: false }) => match failed(fault).await {
            Some(wrong) => wrong,
            None => carry_out(),
        },
    }
}

fn answered(workspace: &Workspace, method: &str, arguments: &Arguments) -> Response {
    let token = arguments.token();
    let app = workspace.read(|state| identified(state, method, token.as_deref()).cloned());
    let app = match app {
        Ok(app) => app,
        Err(error) => return refused(&error, None),
    };
    if method == "chat.postMessage" && !workspace.may_post(&app, &arguments.text("channel").unwrap_or_default()) {
        return rate_limited(1);
    }
    let call = Call { app: &app, arguments };
    let result = if method == "apps.connections.open" {
        workspace.new_socket_address(&app.id).map(|url| json!({"url": url}))
    } else {
        workspace.act(|state| dispatch(state, method, &call))
    };
    match result {
        Ok(mut body) => {
            body["ok"] = json!(true);
            with_scopes(axum::Json(body).into_response(), &app)
        }
        Err(error) => refused(&error, Some(&app)),
    }
}

fn dispatch(state: &mut State, method: &str, call: &Call<'_>) -> Result<Value, ApiError> {
    match method {
        "api.test" => Ok(json!({"args": {}})),
        "auth.test" => Ok(directory::auth_test(state, call)),
        "chat.postMessage" => chat::post_message(state, call),
        "chat.postEphemeral" => chat::post_ephemeral(state, call),
        "chat.update" => chat::update(state, call),
        "chat.delete" => chat::delete(state, call),
        "chat.getPermalink" => chat::permalink(state, call),
        "conversations.info" => conversations::info(state, call),
        "conversations.list" | "users.conversations" => conversations::list(state, call, method),
        "conversations.members" => conversations::members(state, call),
        "conversations.history" => conversations::history(state, call),
        "conversations.replies" => conversations::replies(state, call),
        "conversations.open" => conversations::open(state, call),
        "conversations.join" => conversations::join(state, call),
        "users.info" => directory::user(state, call),
        "users.list" => directory::users(state, call),
        "usergroups.list" => directory::groups(state, call),
        "usergroups.users.list" => directory::group_users(state, call),
        "reactions.add" => reactions::add(state, call),
        "reactions.remove" => reactions::remove(state, call),
        "reactions.get" => reactions::get(state, call),
        "views.open" => views::open(state, call),
        "views.push" => views::push(state, call),
        "views.update" => views::update(state, call),
        "views.publish" => views::publish(state, call),
        _ => Err(ApiError::new("unknown_method")),
    }
}

/// The app a token belongs to, when it is the kind of token the method takes.
fn identified<'a>(state: &'a State, method: &str, token: Option<&str>) -> Result<&'a App, ApiError> {
    let token = token.filter(|token| !token.is_empty()).ok_or(ApiError::new("not_authed"))?;
    let for_apps = method == "apps.connections.open";
    let app = state.apps().find(|app| app.bot_token == token || app.app_token == token);
    let app = app.ok_or(ApiError::new("invalid_auth"))?;
    let kind_fits = method == "api.test" || method == "auth.test" || (app.app_token == token) == for_apps;
    if kind_fits { Ok(app) } else { Err(ApiError::new("not_allowed_token_type")) }
}

fn refused(error: &ApiError, app: Option<&App>) -> Response {
    if error.code == "ratelimited" {
        return rate_limited(1);
    }
    let answer = axum::Json(error_body(error, app)).into_response();
    match app {
        Some(app) => with_scopes(answer, app),
        None => answer,
    }
}

fn error_body(error: &ApiError, app: Option<&App>) -> Value {
    let mut body = json!({"ok": false, "error": error.code});
    if !error.messages.is_empty() {
        body["response_metadata"] = json!({"messages": error.messages});
        body["errors"] = json!(error.messages);
    }
    if let Some(needed) = error.needed {
        body["needed"] = json!(needed);
        body["provided"] = json!(app.map(scopes));
    }
    body
}

fn scopes(app: &App) -> String {
    app.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(",")
}

fn with_scopes(mut answer: Response, app: &App) -> Response {
    if let Ok(value) = scopes(app).parse() {
        answer.headers_mut().insert("x-oauth-scopes", value);
    }
    answer
}

fn rate_limited(seconds: u64) -> Response {
    let wait = [(header::RETRY_AFTER, seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, wait, axum::Json(json!({"ok": false, "error": "ratelimited"}))).into_response()
}

/// The answer a failure gives in place of the right one; `None` when the right one is only late.
async fn failed(fault: Fault) -> Option<Response> {
    Some(match fault {
        Fault::Late(millis) => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            return None;
        }
        Fault::RateLimited(seconds) => rate_limited(seconds),
        Fault::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, "<html><body>Something went wrong</body></html>").into_response()
        }
        Fault::BrokenJson => ([(header::CONTENT_TYPE, "application/json")], "{\"ok\": tru").into_response(),
        Fault::Cut => {
            let cut = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut off")) });
            Response::new(Body::from_stream(cut))
        }
        Fault::Silence => std::future::pending().await,
        Fault::Refused(code) => axum::Json(json!({"ok": false, "error": code})).into_response(),
    })
}
