//! Turns Slack's JSON into our events when a delivery arrives; returns an [`Envelope`], or [`Ignored`] with the
//! reason.
//!
//! Only the fields that are needed are read, from an untyped value: an unexpected shape anywhere else never
//! costs the rest. Nothing in here fails or panics on any input.

use serde_json::Value;

use crate::ids::UserId;
use crate::liaison::event::Envelope;
use crate::time::Timestamp;

mod commands;
mod events;
mod fields;
mod interactions;
mod json;

pub use json::parse;

/// A delivery that means nothing to us, and why, as a kebab-case word that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ignored(pub &'static str);

/// What decoding gives.
pub type Decoded = Result<Envelope, Ignored>;

/// Decodes the body of an Events API delivery, the same over HTTP and in Socket Mode. The bot's own user id is
/// taken from the delivery's `authorizations` where Slack names it, else from `bot`.
pub fn event(body: &Value, bot: Option<&UserId>, received: Timestamp) -> Decoded {
    events::decode(body, bot, received)
}

/// Decodes a slash command: the form's fields as an object of strings.
pub fn command(fields: &Value, received: Timestamp) -> Decoded {
    commands::decode(fields, received)
}

/// Decodes the payload of an interaction: a click, a modal sent in, a shortcut.
pub fn interaction(payload: &Value, received: Timestamp) -> Decoded {
    interactions::decode(payload, received)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    /// Any JSON, its keys drawn mostly from those that are read, so that it goes deep.
    fn any_json() -> impl Strategy<Value = Value> {
        let keys = prop::sample::select(vec![
            "type",
            "event",
            "team_id",
            "event_id",
            "channel",
            "channel_id",
            "id",
            "user",
            "user_id",
            "text",
            "ts",
            "thread_ts",
            "subtype",
            "message",
            "previous_message",
            "item",
            "reaction",
            "actions",
            "value",
            "container",
            "view",
            "state",
            "values",
            "private_metadata",
            "hash",
            "trigger_id",
            "team",
            "authorizations",
            "edited",
        ]);
        let texts = prop::sample::select(vec![
            "event_callback",
            "message",
            "message_changed",
            "message_deleted",
            "reaction_added",
            "app_mention",
            "member_joined_channel",
            "block_actions",
            "view_submission",
            "button",
            "T1",
            "C1",
            "U1",
            "1.2",
            "Ev1",
            "",
            "{\"claim\":1}",
            "/",
            "thread_broadcast",
            "im",
            "channel_rename",
            "user_change",
            "\u{202e}",
            "é\u{0}",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            texts.prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 12, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((keys.clone(), inner), 0..12).prop_map(|pairs| Value::from(
                    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>()
                )),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_json_makes_decoding_panic(value in any_json()) {
            let at = Timestamp(1);
            let bot = UserId::from("U1");
            let _ = event(&value, Some(&bot), at);
            let _ = event(&json!({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": value.clone()}), None, at);
            let _ = command(&value, at);
            let _ = interaction(&value, at);
        }

        #[test]
        fn no_bytes_make_parsing_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }
    }
}
