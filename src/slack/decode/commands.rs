//! Decodes a slash command; returns [`Event::Called`].

use serde_json::Value;

use super::fields::{channel, team, text, user};
use super::{Decoded, Ignored};
use crate::ids::DeliveryId;
use crate::liaison::event::{Called, Envelope, Event, ResponseUrl, TriggerId};
use crate::time::Timestamp;

pub(super) fn decode(fields: &Value, received: Timestamp) -> Decoded {
    let trigger = text(fields, &["trigger_id"]).ok_or(Ignored("no-trigger"))?;
    Ok(Envelope {
        team: team(fields, &["team_id"]).ok_or(Ignored("no-team"))?,
        ids: vec![DeliveryId::new(format!("cmd:{trigger}"))],
        received,
        event: Event::Called(Called {
            channel: channel(fields, &["channel_id"])?,
            user: user(fields, &["user_id"])?,
            text: text(fields, &["text"]).unwrap_or_default().trim().to_owned(),
            response: text(fields, &["response_url"]).map(|url| ResponseUrl(url.to_owned())),
            trigger: Some(TriggerId(trigger.to_owned())),
        }),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_says_who_where_and_what() {
        let fields = json!({
            "team_id": "T1", "team_domain": "madeup", "channel_id": "C1", "channel_name": "proj", "user_id": "U1",
            "command": "/liaison", "text": " explain canary ", "response_url": "https://hooks.slack.com/commands/1",
            "trigger_id": "13.37.abc", "api_app_id": "A1",
        });
        let envelope = decode(&fields, Timestamp(5)).unwrap();
        assert_eq!(envelope.ids, [DeliveryId::from("cmd:13.37.abc")]);
        let Event::Called(called) = envelope.event else { panic!("not a command") };
        assert_eq!((called.text.as_str(), called.user.as_str()), ("explain canary", "U1"));
        assert_eq!(called.response, Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())));
    }

    #[test]
    fn a_command_without_words_is_one_too() {
        let fields = json!({"team_id": "T1", "channel_id": "C1", "user_id": "U1", "trigger_id": "t"});
        assert!(
            matches!(decode(&fields, Timestamp(5)).unwrap().event, Event::Called(called) if called.text.is_empty())
        );
    }

    #[test]
    fn what_lacks_a_trigger_or_a_user_is_ignored() {
        assert_eq!(decode(&json!({"team_id": "T1"}), Timestamp(5)), Err(Ignored("no-trigger")));
        let fields = json!({"team_id": "T1", "channel_id": "C1", "user_id": "../U1", "trigger_id": "t"});
        assert_eq!(decode(&fields, Timestamp(5)), Err(Ignored("no-user")));
    }
}
