//! `views.*`.

use serde_json::{Value, json};

use super::Call;
use crate::ids::UserId;
use crate::workspace::state::blocks::checked_view;
use crate::workspace::state::{ApiError, State, ViewId, ViewKind, ViewRef};

fn body(call: &Call<'_>, kind: ViewKind) -> Result<Value, ApiError> {
    checked_view(call.arguments.json("view"), kind).map_err(ApiError::invalid_arguments)
}

fn shown(state: &State, id: &ViewId) -> Value {
    json!({"view": state.view(id).map(|view| state.view_json(view))})
}

fn trigger(call: &Call<'_>) -> Result<String, ApiError> {
    let given = call.arguments.text("trigger_id").or_else(|| call.arguments.text("interactivity_pointer"));
    given.ok_or(ApiError::new("invalid_trigger_id"))
}

pub(super) fn open(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let id = state.open_view(&call.app.id, &trigger(call)?, body(call, ViewKind::Modal)?)?;
    Ok(shown(state, &id))
}

pub(super) fn push(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let id = state.push_view(&call.app.id, &trigger(call)?, body(call, ViewKind::Modal)?)?;
    Ok(shown(state, &id))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let (view_id, external) = (call.arguments.text("view_id"), call.arguments.text("external_id"));
    let which = match (&view_id, &external) {
        (Some(id), _) => ViewRef::Id(id),
        (None, Some(id)) => ViewRef::External(id),
        (None, None) => return Err(ApiError::new("invalid_arguments")),
    };
    let kind = if call.arguments.json("view")["type"] == "home" { ViewKind::Home } else { ViewKind::Modal };
    let hash = call.arguments.text("hash");
    let id = state.update_view(&call.app.id, which, hash.as_deref(), body(call, kind)?)?;
    Ok(shown(state, &id))
}

pub(super) fn publish(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let user = UserId::new(call.arguments.required("user_id")?);
    let hash = call.arguments.text("hash");
    let id = state.publish_view(&call.app.id, &user, hash.as_deref(), body(call, ViewKind::Home)?)?;
    Ok(shown(state, &id))
}
