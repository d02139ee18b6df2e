//! The web page of the local workspace: drawn on this machine for whoever looks, kept live by a stream of
//! changes. Gives the router that the workspace serves beside Slack's protocol.
//!
//! The way of a page: an address names a person, a channel and perhaps a thread; [`scene`] gathers what that
//! person sees; [`shell`], [`sidebar`], [`message`], [`blocks`], [`composer`] and [`view`] draw it; [`live`] draws it again after every change
//! and sends what differs. A form goes to [`actions`]. Nothing is asked of the outside, no script stands in the
//! markup, and the content security policy holds both.

use axum::Router;
use axum::extract::{Form, Path, Query, Request, State as Served};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

mod actions;
mod assets;
mod blocks;
mod composer;
mod emoji;
mod fields;
mod live;
mod message;
mod mrkdwn;
mod scene;
mod shell;
mod sidebar;
mod texts;
mod view;

use super::Workspace;
use super::state::{Channel, ChannelKind, State, User};
use crate::ids::{ChannelId, MessageTs};
use crate::text::Language;
use live::Shown;
use texts::Texts;

/// The pages for people. Hand it to [`super::WorkspaceOptions::page`].
pub fn router(workspace: Workspace) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/as/{person}", get(person))
        .route("/as/{person}/{channel}", get(channel))
        .route("/as/{person}/{channel}/{thread}", get(thread))
        .route("/archives/{channel}/{message}", get(archive))
        .route("/live/{person}/{channel}", get(follow))
        .route("/do/{person}/{what}", post(act))
        .route("/assets/{name}", get(|Path(name): Path<String>| async move { assets::serve(&name) }))
        .layer(from_fn(with_policy))
        .with_state(workspace)
}

/// Where a permalink leads: to the message as the one sees it who followed the link, else as a member does.
async fn archive(
    Served(workspace): Served<Workspace>,
    Path((channel, message)): Path<(String, String)>,
    Query(query): Query<Fields>,
    headers: HeaderMap,
) -> Response {
    let from = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let handle = from.split_once("/as/").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    workspace.read(|state| {
        let root = query.get("thread_ts").cloned().or_else(|| scene::archived_ts(&message)).map(MessageTs::new);
        let channel = state.channel(&ChannelId::new(channel));
        let (Some(channel), Some(root)) = (channel, root) else { return missing(Language::English) };
        let member = || state.users().find(|user| !user.is_bot && channel.members.contains(&user.id));
        let reader = state.user_named(handle).filter(|user| channel.members.contains(&user.id)).or_else(member);
        let Some(reader) = reader else { return missing(Language::English) };
        let there = scene::Scene::new(state, reader, channel, None, false);
        Redirect::to(&there.thread_address(&root)).into_response()
    })
}

type Fields = std::collections::HashMap<String, String>;

/// What the markup may load and where forms may go: this page only.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Says with every answer what may be loaded. What comes from other sites never gets here: the workspace refuses it.
async fn with_policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Somebody who speaks the browser's language, where people meet.
async fn start(Served(workspace): Served<Workspace>, headers: HeaderMap) -> Response {
    let wanted = preferred(&headers);
    workspace.read(|state| {
        let people = || state.users().filter(|user| !user.is_bot && !user.stranger && !user.deleted);
        let first = people().find(|user| scene::language_of(user) == wanted).or_else(|| people().next());
        first.map_or_else(|| missing(wanted), |user| Redirect::to(&format!("/as/{}", user.name)).into_response())
    })
}

/// The first language of ours that the browser names.
fn preferred(headers: &HeaderMap) -> Language {
    let named = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = named.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
    tags.find_map(Language::from_locale).unwrap_or(Language::English)
}

async fn person(Served(workspace): Served<Workspace>, Path(name): Path<String>) -> Response {
    workspace.read(|state| {
        let Some(user) = state.user_named(&name) else { return missing(Language::English) };
        let joined = state.channels_of(&user.id).filter(|channel| channel.kind != ChannelKind::Direct);
        let Some(channel) = joined.max_by_key(|channel| channel.members.len()) else {
            return missing(scene::language_of(user));
        };
        let there = scene::Scene::new(state, user, channel, None, false);
        Redirect::to(&there.address(channel)).into_response()
    })
}

async fn channel(
    Served(workspace): Served<Workspace>,
    Path((person, channel)): Path<(String, String)>,
    Query(query): Query<Fields>,
) -> Response {
    show(&workspace, &person, &channel, None, &query)
}

async fn thread(
    Served(workspace): Served<Workspace>,
    Path((person, channel, thread)): Path<(String, String, String)>,
    Query(query): Query<Fields>,
) -> Response {
    show(&workspace, &person, &channel, Some(&thread), &query)
}

fn show(workspace: &Workspace, person: &str, channel: &str, thread: Option<&str>, query: &Fields) -> Response {
    let home = query.contains_key("home");
    let Some(shown) = workspace.read(|state| find(state, person, channel, thread, home)) else {
        return missing(workspace.read(|state| state.user_named(person).map_or(Language::English, scene::language_of)));
    };
    workspace.act(|state| {
        let _ = state.mark_read(&shown.reader, &shown.channel); // whoever only looks in has nothing to mark
        open_home(state, &shown);
    });
    workspace.read(|state| {
        let Some(scene) = shown.scene(state) else { return missing(Language::English) };
        if thread.is_some() && scene.thread.is_none() {
            return missing(scene::language_of(scene.reader));
        }
        let draft = query.get("draft").map_or("", String::as_str);
        Html(shell::document(&scene, draft).into_string()).into_response()
    })
}

/// Opening a direct message with an app opens its home, of which the app hears, as at Slack.
fn open_home(state: &mut State, shown: &Shown) {
    let Some(channel) = state.channel(&shown.channel).filter(|channel| channel.kind == ChannelKind::Direct) else {
        return;
    };
    let app = state.apps().find(|app| channel.members.contains(&app.user)).map(|app| app.id.clone());
    if let Some(app) = app {
        let _ = state.open_home(&shown.reader, &app); // fails only for people who are gone
    }
}

async fn follow(
    Served(workspace): Served<Workspace>,
    Path((person, channel)): Path<(String, String)>,
    Query(query): Query<Fields>,
) -> Response {
    let thread = query.get("thread").map(String::as_str).filter(|thread| !thread.is_empty());
    let home = query.contains_key("home");
    let Some(shown) = workspace.read(|state| find(state, &person, &channel, thread, home)) else {
        // Tells an event source not to come again.
        return StatusCode::NO_CONTENT.into_response();
    };
    Sse::new(live::follow(workspace, shown)).keep_alive(KeepAlive::default()).into_response()
}

async fn act(
    Served(workspace): Served<Workspace>,
    Path((person, what)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<actions::Form>,
) -> Response {
    let Some(user) = workspace.read(|state| state.user_named(&person).cloned()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let outcome = workspace.act(|state| actions::act(state, &user.id, &what, &form));
    actions::answer(outcome, &user, &headers, &form)
}

/// Who and what an address names, as far as that person may see it.
fn find(state: &State, person: &str, channel: &str, thread: Option<&str>, home: bool) -> Option<Shown> {
    let reader = state.user_named(person).filter(|user| !user.is_bot && !user.deleted)?;
    let channel = find_channel(state, reader, channel)?;
    let direct = channel.kind == ChannelKind::Direct;
    Some(Shown {
        reader: reader.id.clone(),
        channel: channel.id.clone(),
        thread: thread.map(MessageTs::new),
        home: home && direct,
    })
}

fn find_channel<'a>(state: &'a State, reader: &User, name: &str) -> Option<&'a Channel> {
    let channel = match name.strip_prefix('@') {
        Some(partner) => state.direct_between(&reader.id, &state.user_named(partner)?.id)?,
        None => state.channel_named(name)?,
    };
    (channel.kind == ChannelKind::Public || channel.members.contains(&reader.id)).then_some(channel)
}

fn missing(language: Language) -> Response {
    (StatusCode::NOT_FOUND, Html(shell::missing(Texts::of(language)).into_string())).into_response()
}

#[cfg(test)]
mod served;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_somebody_who_speaks_the_browser_s_language() {
        let of = |tags: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(tags).unwrap());
            preferred(&headers)
        };
        assert_eq!(of("ja,en;q=0.8"), Language::Japanese);
        assert_eq!(of("fr-FR,ja;q=0.7,en;q=0.5"), Language::Japanese);
        assert_eq!(of("fr-FR"), Language::English);
        assert_eq!(preferred(&HeaderMap::new()), Language::English);
    }
}
