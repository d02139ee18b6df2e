//! `chat.*`.

use serde_json::{Value, json};

use super::Call;
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::workspace::state::blocks::checked_message_blocks;
use crate::workspace::state::{ApiError, Post, State};

fn post_of(call: &Call<'_>) -> Result<Post, ApiError> {
    let arguments = call.arguments;
    let metadata = arguments.json("metadata");
    Ok(Post {
        text: arguments.text("text").unwrap_or_default(),
        blocks: checked_message_blocks(arguments.json("blocks")).map_err(ApiError::invalid_blocks)?,
        thread: arguments.text("thread_ts").filter(|ts| !ts.is_empty()).map(MessageTs::new),
        broadcast: arguments.flag("reply_broadcast"),
        metadata: (!metadata.is_null()).then(|| metadata.clone()),
    })
}

fn place(call: &Call<'_>, ts: &str) -> Result<(ChannelId, MessageTs), ApiError> {
    let channel = call.arguments.text("channel").ok_or(ApiError::new("channel_not_found"))?;
    let ts = call.arguments.text(ts).ok_or(ApiError::new("message_not_found"))?;
    Ok((ChannelId::new(channel), MessageTs::new(ts)))
}

pub(super) fn post_message(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("chat:write")?;
    let channel = call.arguments.text("channel").ok_or(ApiError::new("channel_not_found"))?;
    let message = state.post_by(call.app, &channel, post_of(call)?)?;
    Ok(json!({"channel": message.channel, "ts": message.ts, "message": state.message_json(&message)}))
}

pub(super) fn post_ephemeral(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("chat:write")?;
    let channel = call.arguments.text("channel").ok_or(ApiError::new("channel_not_found"))?;
    let reader = UserId::new(call.arguments.required("user")?);
    let ts = state.post_ephemeral_by(call.app, &channel, &reader, post_of(call)?)?;
    Ok(json!({"message_ts": ts}))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("chat:write")?;
    let (channel, ts) = place(call, "ts")?;
    let text = call.arguments.text("text");
    let (given_blocks, given_metadata) = (call.arguments.json("blocks"), call.arguments.json("metadata"));
    let blocks = match given_blocks {
        Value::Null => None,
        blocks => Some(checked_message_blocks(blocks).map_err(ApiError::invalid_blocks)?),
    };
    let metadata = (!given_metadata.is_null()).then(|| given_metadata.clone());
    let message = state.update_by(call.app, &channel, &ts, text, blocks, metadata)?;
    Ok(json!({"channel": channel, "ts": ts, "text": message.text, "message": state.message_json(&message)}))
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    call.needs("chat:write")?;
    let (channel, ts) = place(call, "ts")?;
    state.delete_by(call.app, &channel, &ts)?;
    Ok(json!({"channel": channel, "ts": ts}))
}

pub(super) fn permalink(state: &mut State, call: &Call<'_>) -> Result<Value, ApiError> {
    let (channel, ts) = place(call, "message_ts")?;
    state.seen_by(call.app, &channel)?;
    let message = state.message(&channel, &ts).ok_or(ApiError::new("message_not_found"))?;
    Ok(json!({"channel": channel, "permalink": state.permalink(message)}))
}
