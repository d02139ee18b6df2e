//! Decodes an interaction; returns [`Event::Pressed`] for a click on one of our buttons, [`Event::Submitted`] for a
//! modal of ours, [`Event::Filling`] for a watched field of one that is still open, [`Event::Shortcut`] for one of our shortcuts.

use serde_json::Value;

use super::fields::{channel, team, text, ts, user};
use super::{Decoded, Ignored};
use crate::ids::{DeliveryId, MessageTs, TeamId};
use crate::liaison::event::{
    Envelope, Event, Filled, Filling, OpenView, Pressed, ResponseUrl, Shortcut, ShortcutKind, Submitted, TriggerId,
};
use crate::requests::request::Place;
use crate::time::Timestamp;
use crate::wording::press::{ModalPurpose, Press};

pub(super) fn decode(payload: &Value, received: Timestamp) -> Decoded {
    let team = installed_in(payload).ok_or(Ignored("no-team"))?;
    let (id, event) = match text(payload, &["type"]) {
        Some("block_actions") if is_filling(payload) => filling(payload)?,
        Some("block_actions") => pressed(payload, &team)?,
        Some("view_submission") => submitted(payload)?,
        Some("view_closed") => return Err(Ignored("modal-closed")),
        Some("message_action") => shortcut(payload, &team)?,
        Some("shortcut") => return Err(Ignored("unknown-shortcut")),
        _ => return Err(Ignored("unknown-interaction")),
    };
    Ok(Envelope { team, ids: vec![DeliveryId::new(id)], received, event })
}

/// The workspace whose bot is meant. In a channel shared with another organisation `team` may be the clicker's;
/// the message with the button is ours, and a view says where its app is installed.
fn installed_in(payload: &Value) -> Option<TeamId> {
    let places: [&[&str]; 5] = [
        &["view", "app_installed_team_id"],
        &["message", "team"],
        &["team", "id"],
        &["view", "team_id"],
        &["user", "team_id"],
    ];
    places.into_iter().find_map(|path| team(payload, path))
}

fn pressed(payload: &Value, team_id: &TeamId) -> Result<(String, Event), Ignored> {
    let action = payload.get("actions").and_then(|actions| actions.get(0)).ok_or(Ignored("no-action"))?;
    if text(action, &["type"]) != Some("button") {
        return Err(Ignored("unknown-action"));
    }
    let value = text(action, &["value"]).ok_or(Ignored("link-button"))?;
    let press: Press = serde_json::from_str(value).map_err(|_| Ignored("unknown-button"))?;
    let trigger = text(payload, &["trigger_id"]).ok_or(Ignored("no-trigger"))?;
    let place = match (
        channel(payload, &["container", "channel_id"]).or_else(|_| channel(payload, &["channel", "id"])),
        ts(payload, &["container", "message_ts"]).or_else(|_| ts(payload, &["message", "ts"])),
    ) {
        (Ok(channel), Ok(ts)) => Some(Place { channel, ts }),
        _ => None,
    };
    let thread = ts(payload, &["message", "thread_ts"]).or_else(|_| ts(payload, &["container", "thread_ts"])).ok();
    let is_itself = |root: &MessageTs| place.as_ref().is_some_and(|place| place.ts == *root);
    let event = Event::Pressed(Pressed {
        user: user(payload, &["user", "id"])?,
        user_team: team(payload, &["user", "team_id"]).filter(|own| own != team_id),
        thread: thread.filter(|root| !is_itself(root)),
        ephemeral: payload["container"]["is_ephemeral"] == true,
        place,
        press,
        response: text(payload, &["response_url"]).map(|url| ResponseUrl(url.to_owned())),
        trigger: Some(TriggerId(trigger.to_owned())),
    });
    Ok((format!("act:{trigger}"), event))
}

/// Whether it is a field of a view that was changed, and not a button that was clicked.
fn is_filling(payload: &Value) -> bool {
    payload["view"].is_object() && payload["actions"][0]["type"] != "button"
}

fn filling(payload: &Value) -> Result<(String, Event), Ignored> {
    let (purpose, view) = modal(payload)?;
    let trigger = text(payload, &["trigger_id"]).ok_or(Ignored("no-trigger"))?;
    let user = user(payload, &["user", "id"])?;
    Ok((format!("act:{trigger}"), Event::Filling(Filling { user, view, purpose, values: filled(payload) })))
}

fn shortcut(payload: &Value, team_id: &TeamId) -> Result<(String, Event), Ignored> {
    let name = text(payload, &["callback_id"]).unwrap_or_default();
    let kind = ShortcutKind::ALL.into_iter().find(|kind| kind.id() == name).ok_or(Ignored("unknown-shortcut"))?;
    let trigger = text(payload, &["trigger_id"]).ok_or(Ignored("no-trigger"))?;
    let message_ts = ts(payload, &["message_ts"]).or_else(|_| ts(payload, &["message", "ts"]))?;
    let event = Event::Shortcut(Shortcut {
        user: user(payload, &["user", "id"])?,
        user_team: team(payload, &["user", "team_id"]).filter(|own| own != team_id),
        kind,
        thread: ts(payload, &["message", "thread_ts"]).ok().filter(|root| *root != message_ts),
        place: Place { channel: channel(payload, &["channel", "id"])?, ts: message_ts },
        text: text(payload, &["message", "text"]).unwrap_or_default().to_owned(),
        response: text(payload, &["response_url"]).map(|url| ResponseUrl(url.to_owned())),
        trigger: Some(TriggerId(trigger.to_owned())),
    });
    Ok((format!("act:{trigger}"), event))
}

fn submitted(payload: &Value) -> Result<(String, Event), Ignored> {
    let (purpose, view) = modal(payload)?;
    let event = Event::Submitted(Submitted { user: user(payload, &["user", "id"])?, purpose, values: filled(payload) });
    Ok((format!("view:{}:{}", view.id, view.hash), event))
}

fn modal(payload: &Value) -> Result<(ModalPurpose, OpenView), Ignored> {
    let metadata = text(payload, &["view", "private_metadata"]).ok_or(Ignored("unknown-modal"))?;
    let purpose: ModalPurpose = serde_json::from_str(metadata).map_err(|_| Ignored("unknown-modal"))?;
    let id = text(payload, &["view", "id"]).ok_or(Ignored("no-view-id"))?.to_owned();
    let hash = text(payload, &["view", "hash"]).unwrap_or_default().to_owned();
    Ok((purpose, OpenView { id, hash }))
}

/// What is filled into the fields of a view, by the ids of their blocks.
fn filled(payload: &Value) -> Filled {
    let blocks = payload["view"]["state"]["values"].as_object().into_iter().flatten();
    let fields = blocks.filter_map(|(id, inputs)| {
        let given: Vec<String> = inputs.as_object()?.values().flat_map(given).collect();
        (!given.is_empty()).then(|| (id.clone(), given))
    });
    Filled(fields.collect())
}

/// What one element holds: a text, or the values of what was chosen.
fn given(element: &Value) -> Vec<String> {
    if let Some(written) = text(element, &["value"]) {
        let written = written.trim();
        return if written.is_empty() { Vec::new() } else { vec![written.to_owned()] };
    }
    let one = element.get("selected_option").into_iter();
    let several = element["selected_options"].as_array().into_iter().flatten();
    one.chain(several).filter_map(|option| text(option, &["value"])).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::RequestId;
    use crate::requests::request::Surface;

    fn click(value: &str) -> Value {
        json!({
            "type": "block_actions", "api_app_id": "A1", "token": "x",
            "user": {"id": "U1", "username": "hana", "name": "hana", "team_id": "T1"},
            "team": {"id": "T1", "domain": "madeup"}, "enterprise": null, "is_enterprise_install": false,
            "container": {"type": "message", "message_ts": "2.1", "channel_id": "C1", "is_ephemeral": false},
            "trigger_id": "13.37.abc", "channel": {"id": "C1", "name": "triage"},
            "message": {"type": "message", "ts": "2.1", "thread_ts": "1.5", "bot_id": "B1", "team": "T1"},
            "response_url": "https://hooks.slack.com/actions/1",
            "actions": [{"type": "button", "action_id": "claim-0", "block_id": "b", "value": value, "action_ts": "3.0"}],
        })
    }

    fn pressed(payload: &Value) -> Pressed {
        match decode(payload, Timestamp(5)).map(|envelope| envelope.event) {
            Ok(Event::Pressed(pressed)) => pressed,
            other => panic!("not a click: {other:?}"),
        }
    }

    #[test]
    fn a_click_carries_what_the_button_means_and_where_it_is() {
        let payload = click(r#"{"claim":7}"#);
        assert_eq!(decode(&payload, Timestamp(5)).unwrap().ids, [DeliveryId::from("act:13.37.abc")]);
        let click = pressed(&payload);
        assert_eq!(click.press, Press::Claim(RequestId(7)));
        assert_eq!(click.place, Some(Place { channel: "C1".into(), ts: "2.1".into() }));
        assert_eq!(click.thread, Some("1.5".into()));
        assert_eq!((click.user_team, click.ephemeral), (None, false));
    }

    #[test]
    fn a_click_on_an_ephemeral_message_has_only_its_container() {
        let mut payload = click(r#"{"claim":7}"#);
        payload.as_object_mut().unwrap().remove("message");
        payload["container"]["is_ephemeral"] = json!(true);
        payload["container"]["thread_ts"] = json!("1.5");
        let click = pressed(&payload);
        assert_eq!((click.ephemeral, click.thread), (true, Some("1.5".into())));
    }

    #[test]
    fn a_click_from_outside_names_the_other_workspace() {
        let mut payload = click(r#"{"claim":7}"#);
        payload["user"]["team_id"] = json!("T2");
        payload["team"]["id"] = json!("T2");
        let envelope = decode(&payload, Timestamp(5)).unwrap();
        assert_eq!(envelope.team, TeamId::from("T1"));
        assert_eq!(pressed(&payload).user_team, Some("T2".into()));
    }

    #[test]
    fn buttons_that_are_not_ours_are_ignored() {
        assert_eq!(decode(&click("buy"), Timestamp(5)), Err(Ignored("unknown-button")));
        assert_eq!(decode(&click(r#"{"explode":7}"#), Timestamp(5)), Err(Ignored("unknown-button")));
        assert_eq!(decode(&click(""), Timestamp(5)), Err(Ignored("link-button")));
        let mut payload = click("x");
        payload["actions"][0]["type"] = json!("overflow");
        assert_eq!(decode(&payload, Timestamp(5)), Err(Ignored("unknown-action")));
    }

    #[test]
    fn a_modal_gives_its_purpose_and_the_fields_that_were_filled_in() {
        let payload = json!({
            "type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "9",
            "view": {
                "id": "V1", "hash": "1.a", "type": "modal", "private_metadata": r#"{"ask":{"channel":"C1","about":null,"surface":"command"}}"#,
                "state": {"values": {
                    "needed": {"needed": {"type": "plain_text_input", "value": " by Friday "}},
                    "worth": {"worth": {"type": "plain_text_input", "value": null}},
                    "cost": {"cost": {"type": "plain_text_input", "value": "  "}},
                }},
            },
        });
        let envelope = decode(&payload, Timestamp(5)).unwrap();
        assert_eq!(envelope.ids, [DeliveryId::from("view:V1:1.a")]);
        let Event::Submitted(sent) = envelope.event else { panic!("not a submission") };
        assert_eq!(sent.purpose, ModalPurpose::Ask { channel: "C1".into(), about: None, surface: Surface::Command });
        assert_eq!((sent.values.typed("needed"), sent.values.0.len()), (Some("by Friday"), 1));
    }

    #[test]
    fn a_modal_gives_what_was_chosen_by_its_values() {
        let payload = json!({
            "type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "9",
            "view": {
                "id": "V1", "hash": "1.a", "type": "modal", "private_metadata": r#"{"ask":{"channel":"C1","about":null,"surface":"command"}}"#,
                "state": {"values": {
                    "explain": {"explain": {"type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "In the thread"}, "value": "thread"}}},
                    "audience": {"audience": {"type": "checkboxes", "selected_options": [{"value": "sales"}, {"value": "engineering"}]}},
                    "language": {"language": {"type": "static_select", "selected_option": null}},
                    "roles": {"roles": {"type": "checkboxes", "selected_options": []}},
                }},
            },
        });
        let Event::Submitted(sent) = decode(&payload, Timestamp(5)).unwrap().event else { panic!("not a submission") };
        assert_eq!(sent.values.typed("explain"), Some("thread"));
        assert_eq!(sent.values.chosen("audience"), ["sales", "engineering"]);
        assert_eq!(sent.values.0.len(), 2);
    }

    #[test]
    fn a_watched_field_tells_what_is_filled_in_so_far() {
        let payload = json!({
            "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "13.37.abc",
            "actions": [{"type": "plain_text_input", "block_id": "needed", "action_id": "needed", "value": "by"}],
            "view": {
                "id": "V1", "hash": "1.a", "type": "modal", "private_metadata": r#"{"ask":{"channel":"C1","about":null,"surface":"command"}}"#,
                "state": {"values": {"needed": {"needed": {"type": "plain_text_input", "value": "by"}}}},
            },
        });
        let envelope = decode(&payload, Timestamp(5)).unwrap();
        assert_eq!(envelope.ids, [DeliveryId::from("act:13.37.abc")]);
        let Event::Filling(filling) = envelope.event else { panic!("not a change") };
        assert_eq!(filling.view, OpenView { id: "V1".to_owned(), hash: "1.a".to_owned() });
        assert_eq!(filling.values.typed("needed"), Some("by"));
    }

    #[test]
    fn a_word_entered_in_the_app_home_tells_what_is_filled_in() {
        let payload = json!({
            "type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"},
            "trigger_id": "13.37.abc", "container": {"type": "view", "view_id": "V1"},
            "actions": [{"type": "plain_text_input", "action_id": "term", "block_id": "term", "value": "NRR"}],
            "view": {
                "id": "V1", "hash": "1.a", "team_id": "T1", "type": "home", "private_metadata": "\"home\"",
                "state": {"values": {"term": {"term": {"type": "plain_text_input", "value": "NRR"}}}},
            },
        });
        let Event::Filling(filling) = decode(&payload, Timestamp(5)).unwrap().event else { panic!("not a change") };
        assert_eq!((filling.purpose, filling.values.typed("term")), (ModalPurpose::Home, Some("NRR")));
    }

    #[test]
    fn a_shortcut_tells_which_message_and_what_it_says() {
        let payload = json!({
            "type": "message_action", "callback_id": "explain-message", "trigger_id": "13.37.abc",
            "token": "x", "action_ts": "9.9", "team": {"id": "T1", "domain": "madeup"},
            "user": {"id": "U1", "name": "hana", "team_id": "T1"}, "channel": {"id": "C1", "name": "general"},
            "is_enterprise_install": false, "enterprise": null, "message_ts": "5.2",
            "message": {"type": "message", "user": "U2", "ts": "5.2", "thread_ts": "5.1", "text": "about &lt;NRR&gt;"},
            "response_url": "https://hooks.slack.com/app/T1/1/x",
        });
        let envelope = decode(&payload, Timestamp(5)).unwrap();
        assert_eq!(envelope.ids, [DeliveryId::from("act:13.37.abc")]);
        let Event::Shortcut(used) = envelope.event else { panic!("not a shortcut") };
        assert_eq!(
            (used.kind, used.user.as_str(), used.user_team.as_ref()),
            (ShortcutKind::ExplainMessage, "U1", None)
        );
        assert_eq!((used.place.channel.as_str(), used.place.ts.as_str(), used.root().as_str()), ("C1", "5.2", "5.1"));
        assert_eq!(used.text, "about &lt;NRR&gt;");
        assert!(used.response.is_some() && used.trigger.is_some());
    }

    #[test]
    fn what_is_for_later_or_unknown_is_ignored_by_its_name() {
        for (kind, reason) in [
            ("message_action", "unknown-shortcut"),
            ("shortcut", "unknown-shortcut"),
            ("view_closed", "modal-closed"),
            ("block_suggestion", "unknown-interaction"),
        ] {
            let payload = json!({"type": kind, "team": {"id": "T1"}});
            assert_eq!(decode(&payload, Timestamp(5)), Err(Ignored(reason)));
        }
    }
}
