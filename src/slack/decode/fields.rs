//! Reads single fields of a delivery; returns them checked, or nothing.
//!
//! Identifiers are checked here once: letters and digits only, so that they can be parts of stored keys.

use serde_json::Value;

use crate::ids::{ChannelId, MessageTs, TeamId, UserId};
use crate::slack::decode::Ignored;

/// The text under a path of keys; nothing where there is none, or it is empty.
pub(super) fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(value, |inner, key| inner.get(key))?.as_str().filter(|text| !text.is_empty())
}

/// Whether something stands under a key that is not null, false or empty.
pub(super) fn present(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(|inner| !matches!(inner, Value::Null | Value::Bool(false)) && inner != "")
}

fn is_id(text: &&str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_ts(text: &&str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

pub(super) fn team(value: &Value, path: &[&str]) -> Option<TeamId> {
    text(value, path).filter(is_id).map(TeamId::from)
}

pub(super) fn channel(value: &Value, path: &[&str]) -> Result<ChannelId, Ignored> {
    text(value, path).filter(is_id).map(ChannelId::from).ok_or(Ignored("no-channel"))
}

pub(super) fn user(value: &Value, path: &[&str]) -> Result<UserId, Ignored> {
    text(value, path).filter(is_id).map(UserId::from).ok_or(Ignored("no-user"))
}

pub(super) fn ts(value: &Value, path: &[&str]) -> Result<MessageTs, Ignored> {
    text(value, path).filter(is_ts).map(MessageTs::from).ok_or(Ignored("no-timestamp"))
}
