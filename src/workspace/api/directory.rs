//! `auth.test`, `users.*` and `usergroups.*`: who is who.

use serde_json::{Value, json};

use super::Call;
use super::pages::Page;
use crate::ids::UserId;
use crate::workspace::state::{ApiError, GroupId, State, User};

/// A person as these methods show them: with the offset of their time zone in seconds at this moment.
fn shown(state: &State, user: &User, call: &Call<'_>) -> Value {
    let mut shown = state.user_json(user, call.arguments.flag("include_locale"));
    let now = jiff::Timestamp::from_millisecond(state.now().0).unwrap_or_default();
    let zone = jiff::tz::TimeZone::get(&user.tz).unwrap_or(jiff::tz::TimeZone::UTC);
    shown["tz_offset"] = json!(zone.to_offset(now).seconds());
    shown
}

pub(super) fn auth_test(state: &State, call: &Call<'_>) -> Value {
    let team = state.team();
    let name = state.user(&call.app.user).map_or("", |user| user.name.as_str());
    json!({
        "url": format!("https://{}.slack.com/", team.domain), "team": team.name, "user": name,
        "team_id": team.id, "user_id": call.app.user, "bot_id": call.app.bot_id, "is_enterprise_install": false,
    })
}

pub(super) fn user(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("users:read")?;
    let id = call.arguments.text("user").map(UserId::new);
    let user = id.and_then(|id| state.user(&id)).ok_or(ApiError::new("user_not_found"))?;
    Ok(json!({"user": shown(state, user, call)}))
}

pub(super) fn users(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("users:read")?;
    let own = state.users().filter(|user| !user.stranger);
    let (page, next) = Page::of(call, 1000, 1000)?.cut(own, |user| user.id.to_string())?;
    let members: Vec<Value> = page.into_iter().map(|user| shown(state, user, call)).collect();
    Ok(json!({"members": members, "cache_ts": state.now().0 / 1000, "response_metadata": next}))
}

pub(super) fn groups(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("usergroups:read")?;
    let with_users = call.arguments.flag("include_users");
    let groups: Vec<Value> = state.groups().map(|group| state.group_json(group, with_users)).collect();
    Ok(json!({"usergroups": groups}))
}

pub(super) fn group_users(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("usergroups:read")?;
    let id = GroupId::new(call.arguments.required("usergroup")?);
    let group = state.group(&id).ok_or(ApiError::new("no_such_subteam"))?;
    Ok(json!({"users": group.members}))
}
