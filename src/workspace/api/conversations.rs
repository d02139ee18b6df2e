//! `conversations.*`: channels, who is in them and what was said.

use serde_json::{Value, json};

use super::Call;
use super::pages::Page;
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::workspace::state::{ApiError, Channel, ChannelKind, Message, State};

fn id(call: &Call<'_>) -> Result<ChannelId, ApiError> {
    call.arguments.text("channel").map(ChannelId::new).ok_or(ApiError::new("channel_not_found"))
}

fn reading(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Public => "channels:read",
        ChannelKind::Private => "groups:read",
        ChannelKind::Direct => "im:read",
    }
}

fn seen<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a Channel, ApiError> {
    let channel = state.seen_by(call.app, &id(call)?)?;
    call.needs(reading(channel.kind))?;
    Ok(channel)
}

pub(super) fn info(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let channel = seen(state, call)?;
    let mut shown = state.channel_json(channel, &call.app.user);
    if call.arguments.flag("include_num_members") {
        shown["num_members"] = json!(channel.members.len());
    }
    Ok(json!({"channel": shown}))
}

pub(super) fn list(state: &mut State, call: &Call<'_>, method: &str) -> Result<Value, ApiError> {
    let mut kinds = Vec::new();
    for kind in call.arguments.words("types") {
        kinds.push(match kind.as_str() {
            "public_channel" => ChannelKind::Public,
            "private_channel" => ChannelKind::Private,
            "im" => ChannelKind::Direct,
            "mpim" => continue, // this workspace has none
            _ => return Err(ApiError::new("invalid_types")),
        });
    }
    if kinds.is_empty() && call.arguments.words("types").is_empty() {
        kinds.push(ChannelKind::Public);
    }
    for kind in &kinds {
        call.needs(reading(*kind))?;
    }
    let living_only = call.arguments.flag("exclude_archived");
    let only_own = method == "users.conversations";
    let bot = &call.app.user;
    let wanted = state.channels().filter(|channel| {
        let visible = channel.members.contains(bot) || (channel.kind == ChannelKind::Public && !only_own);
        visible && kinds.contains(&channel.kind) && !(living_only && channel.archived)
    });
    let (page, next) = Page::of(call, 100, 1000)?.cut(wanted, |channel| channel.id.to_string())?;
    let shown = page.into_iter().map(|channel| {
        let mut shown = state.channel_json(channel, bot);
        if channel.kind != ChannelKind::Direct {
            shown["num_members"] = json!(channel.members.len());
        }
        shown
    });
    Ok(json!({"channels": shown.collect::<Vec<_>>(), "response_metadata": next}))
}

pub(super) fn members(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let channel = seen(state, call)?;
    let (page, next) = Page::of(call, 100, 1000)?.cut(channel.members.iter(), ToString::to_string)?;
    Ok(json!({"members": page, "response_metadata": next}))
}

fn readable<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a Channel, ApiError> {
    let channel = state.read_by(call.app, &id(call)?)?;
    call.needs(match channel.kind {
        ChannelKind::Public => "channels:history",
        ChannelKind::Private => "groups:history",
        ChannelKind::Direct => "im:history",
    })?;
    Ok(channel)
}

/// Whether a message lies in the span of time that was asked for.
fn within(call: &Call<'_>) -> impl Fn(&Message) -> bool + use<> {
    let bound = |name| call.arguments.text(name).filter(|ts| !ts.is_empty() && ts != "0").map(MessageTs::new);
    let (oldest, latest, inclusive) = (bound("oldest"), bound("latest"), call.arguments.flag("inclusive"));
    move |message| {
        let after = oldest.as_ref().is_none_or(|it| later(&message.ts, it) || (inclusive && message.ts == *it));
        let before = latest.as_ref().is_none_or(|it| later(it, &message.ts) || (inclusive && message.ts == *it));
        after && before
    }
}

/// Compares timestamps that may be written without their fraction.
fn later(one: &MessageTs, other: &MessageTs) -> bool {
    let parts = |ts: &MessageTs| {
        let (seconds, fraction) = ts.as_str().split_once('.').unwrap_or((ts.as_str(), ""));
        (seconds.parse::<u64>().unwrap_or(0), format!("{fraction:0<6}"))
    };
    parts(one) > parts(other)
}

fn shown_message(state: &State, call: &Call<'_>, message: &Message) -> Value {
    let mut shown = state.message_json(message);
    if let Some(object) = shown.as_object_mut().filter(|_| !call.arguments.flag("include_all_metadata")) {
        object.remove("metadata"); // as on Slack: only who asks for it gets it
    }
    shown
}

pub(super) fn history(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let channel = readable(state, call)?;
    let within = within(call);
    let timeline = state.timeline(&channel.id).rev().filter(|message| within(message));
    let (page, next) = Page::of(call, 100, 999)?.cut(timeline, |message| message.ts.to_string())?;
    let shown: Vec<Value> = page.into_iter().map(|message| shown_message(state, call, message)).collect();
    let more = next["next_cursor"] != "";
    let mut answer = json!({"messages": shown, "has_more": more, "pin_count": 0});
    if more {
        answer["response_metadata"] = next;
    }
    Ok(answer)
}

pub(super) fn replies(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let channel = readable(state, call)?;
    let ts = MessageTs::new(call.arguments.required("ts")?);
    let message = state.message(&channel.id, &ts).ok_or(ApiError::new("thread_not_found"))?;
    // A reply's own timestamp shows that reply alone; the root shows the thread, beginning with itself.
    let within = within(call);
    let thread = state.replies(&channel.id, &ts).filter(|message| within(message));
    let all = std::iter::once(message).chain(thread);
    let (page, next) = Page::of(call, 1000, 1000)?.cut(all, |message| message.ts.to_string())?;
    let shown: Vec<Value> = page.into_iter().map(|message| shown_message(state, call, message)).collect();
    let more = next["next_cursor"] != "";
    let mut answer = json!({"messages": shown, "has_more": more});
    if more {
        answer["response_metadata"] = next;
    }
    Ok(answer)
}

pub(super) fn open(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("im:write")?;
    if call.arguments.text("channel").is_some() {
        let channel = seen(state, call)?;
        return Ok(json!({"channel": {"id": channel.id}, "already_open": true, "no_op": true}));
    }
    let mut users = call.arguments.words("users").into_iter().map(UserId::new);
    let user = match (users.next(), users.next()) {
        (Some(user), None) => user,
        (None, _) => return Err(ApiError::new("users_list_not_supplied")),
        (Some(_), Some(_)) => return Err(ApiError::new("not_enough_users")), // no groups of several here
    };
    if state.user(&user).is_none_or(|it| it.deleted) {
        return Err(ApiError::new("user_not_found"));
    }
    if user == call.app.user {
        return Err(ApiError::new("cannot_dm_bot"));
    }
    let known = state.direct_between(&call.app.user, &user).is_some();
    let channel = state.open_direct(&call.app.user, &user);
    Ok(json!({"channel": {"id": channel}, "already_open": known, "no_op": known}))
}

pub(super) fn join(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("channels:join")?;
    let channel = id(call)?;
    let known = state.seen_by(call.app, &channel)?.members.contains(&call.app.user);
    state.join_by(call.app, &channel)?;
    let shown = state.seen_by(call.app, &channel)?;
    let mut answer = json!({"channel": state.channel_json(shown, &call.app.user)});
    if known {
        answer["warning"] = json!("already_in_channel");
        answer["response_metadata"] = json!({"warnings": ["already_in_channel"]});
    }
    Ok(answer)
}
