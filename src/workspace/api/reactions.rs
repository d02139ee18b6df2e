//! `reactions.*`.

use serde_json::{Value, json};

use super::Call;
use crate::ids::{ChannelId, MessageTs};
use crate::workspace::state::{ApiError, State};

fn item(call: &Call<'_>) -> Result<(ChannelId, MessageTs), ApiError> {
    let missing = ApiError::new("no_item_specified");
    let channel = call.arguments.text("channel").ok_or_else(|| missing.clone())?;
    let ts = call.arguments.text("timestamp").ok_or(missing)?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !ts.split_once('.').is_some_and(|(seconds, rest)| digits(seconds) && digits(rest)) {
        return Err(ApiError::new("bad_timestamp"));
    }
    Ok((ChannelId::new(channel), MessageTs::new(ts)))
}

fn name(call: &Call<'_>) -> String {
    call.arguments.text("name").unwrap_or_default().trim_matches(':').to_owned()
}

pub(super) fn add(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("reactions:write")?;
    let (channel, ts) = item(call)?;
    state.react_by(call.app, &channel, &ts, &name(call))?;
    Ok(json!({}))
}

pub(super) fn remove(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("reactions:write")?;
    let (channel, ts) = item(call)?;
    state.unreact_by(call.app, &channel, &ts, &name(call))?;
    Ok(json!({}))
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("reactions:read")?;
    let (channel, ts) = item(call)?;
    state.read_by(call.app, &channel)?;
    let message = state.live_message(&channel, &ts)?;
    Ok(json!({"type": "message", "channel": channel, "message": state.message_json(message)}))
}
