//! Deliveries in the shapes Slack documents, with made-up names.

use serde_json::json;

use super::*;

const BOT: &str = "UBOT";

fn delivery(event: &Value) -> Value {
    json!({
        "token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_id": "Ev1",
        "event_time": 1_700_000_000, "event": event,
        "authorizations": [{"enterprise_id": null, "team_id": "T1", "user_id": BOT, "is_bot": true}],
        "is_ext_shared_channel": false, "event_context": "4-x",
    })
}

fn read(event: &Value) -> Result<Event, Ignored> {
    decode(&delivery(event), None, Timestamp(5)).map(|envelope| envelope.event)
}

fn said(text: &str) -> Value {
    json!({
        "type": "message", "channel": "C1", "user": "U1", "text": text, "ts": "1700000000.000100", "team": "T1",
        "event_ts": "1700000000.000100", "channel_type": "channel", "client_msg_id": "1", "blocks": [{"type": "rich_text"}],
    })
}

fn with(mut event: Value, more: &Value) -> Value {
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

#[test]
fn a_message_is_read_with_its_author_place_and_text() {
    let envelope = decode(&delivery(&said("we canary it first")), None, Timestamp(5)).unwrap();
    assert_eq!(envelope.team.as_str(), "T1");
    assert_eq!(envelope.ids, [DeliveryId::from("post:C1:1700000000.000100"), DeliveryId::from("Ev1")]);
    let posted = Posted {
        channel: "C1".into(),
        ts: "1700000000.000100".into(),
        thread: None,
        parent: None,
        author: "U1".into(),
        text: "we canary it first".into(),
        direct: false,
        mention: false,
    };
    assert_eq!(envelope.event, Event::Posted(posted));
}

#[test]
fn a_reply_knows_its_root_and_a_root_is_not_its_own_reply() {
    let thread_of = |more: &Value| match read(&with(said("yes"), more)) {
        Ok(Event::Posted(posted)) => posted.thread,
        other => panic!("not a post: {other:?}"),
    };
    assert_eq!(thread_of(&json!({"thread_ts": "1600000000.1"})), Some("1600000000.1".into()));
    assert_eq!(thread_of(&json!({"thread_ts": "1700000000.000100"})), None);
    let reply = read(&with(said("yes"), &json!({"thread_ts": "1600000000.1", "parent_user_id": "U7"})));
    assert!(matches!(reply, Ok(Event::Posted(posted)) if posted.parent == Some("U7".into())));
    let broadcast = json!({"subtype": "thread_broadcast", "thread_ts": "1600000000.1", "root": {}});
    assert_eq!(thread_of(&broadcast), Some("1600000000.1".into()));
}

#[test]
fn a_mention_and_its_message_share_an_id_and_mean_the_bot_in_either_order() {
    let mention = json!({
        "type": "app_mention", "user": "U1", "text": "<@UBOT> help", "ts": "7.1", "channel": "C1", "event_ts": "7.1",
    });
    let message = with(said("<@UBOT> help"), &json!({"ts": "7.1"}));
    for event in [mention, message] {
        let envelope = decode(&delivery(&event), None, Timestamp(5)).unwrap();
        assert_eq!(envelope.ids[0], DeliveryId::from("post:C1:7.1"));
        assert!(matches!(envelope.event, Event::Posted(posted) if posted.mention));
    }
    assert!(matches!(read(&said("<@UBOTS> help")), Ok(Event::Posted(posted)) if !posted.mention));
}

#[test]
fn a_direct_message_says_so() {
    let event = with(said("hello"), &json!({"channel": "D1", "channel_type": "im"}));
    assert!(matches!(read(&event), Ok(Event::Posted(posted)) if posted.direct));
}

#[test]
fn bots_the_bot_itself_and_the_system_are_not_read() {
    for (more, reason) in [
        (json!({"bot_id": "B1"}), "bot-message"),
        (json!({"subtype": "bot_message", "bot_id": "B1"}), "bot-message"),
        (json!({"user": BOT}), "own-message"),
        (json!({"user": "USLACKBOT"}), "slackbot-message"),
        (json!({"subtype": "channel_join"}), "system-message"),
        (json!({"subtype": "channel_topic"}), "system-message"),
        (json!({"subtype": "something_new"}), "system-message"),
        (json!({"user": null}), "no-user"),
        (json!({"ts": 7}), "no-timestamp"),
        (json!({"channel": "a/b"}), "no-channel"),
    ] {
        assert_eq!(read(&with(said("x"), &more)), Err(Ignored(reason)), "{more}");
    }
}

#[test]
fn a_message_with_a_file_and_words_is_read_and_one_without_words_is_empty() {
    let event = with(said("see the SLA"), &json!({"subtype": "file_share", "files": [{"id": "F1"}]}));
    assert!(matches!(read(&event), Ok(Event::Posted(posted)) if posted.text == "see the SLA"));
    let event = with(said("x"), &json!({"text": null}));
    assert!(matches!(read(&event), Ok(Event::Posted(posted)) if posted.text.is_empty()));
}

#[test]
fn odd_neighbours_do_not_cost_the_text() {
    let odd = json!({"blocks": "?", "files": 3, "edited": [], "thread_ts": {}, "attachments": {"a": null}});
    assert!(matches!(read(&with(said("kept"), &odd)), Ok(Event::Posted(posted)) if posted.text == "kept"));
}

fn change(before: &str, after: &str) -> Value {
    json!({
        "type": "message", "subtype": "message_changed", "hidden": true, "channel": "C1", "ts": "9.9", "event_ts": "9.9",
        "channel_type": "channel",
        "message": {"type": "message", "user": "U1", "text": after, "ts": "1.1", "edited": {"user": "U1", "ts": "9.9"}},
        "previous_message": {"type": "message", "user": "U1", "text": before, "ts": "1.1"},
    })
}

#[test]
fn an_edit_is_the_message_as_it_is_now() {
    let envelope = decode(&delivery(&change("canary", "canary release")), None, Timestamp(5)).unwrap();
    assert_eq!(envelope.ids, [DeliveryId::from("Ev1")]);
    assert!(
        matches!(envelope.event, Event::Edited(posted) if posted.ts.as_str() == "1.1" && posted.text == "canary release")
    );
}

#[test]
fn a_change_that_leaves_the_text_alone_is_ignored() {
    assert_eq!(read(&change("same", "same")), Err(Ignored("text-unchanged")));
    let mut bot = change("a", "b");
    bot["message"]["bot_id"] = json!("B1");
    assert_eq!(read(&bot), Err(Ignored("bot-message")));
}

#[test]
fn a_deletion_names_the_message_that_is_gone() {
    let gone = Ok(Event::Deleted(Place { channel: "C1".into(), ts: "1.1".into() }));
    let deleted = json!({
        "type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "9.9", "deleted_ts": "1.1",
        "previous_message": {"user": "U1", "text": "x", "ts": "1.1"},
    });
    assert_eq!(read(&deleted), gone);
    let tombstone = json!({
        "type": "message", "subtype": "message_changed", "channel": "C1", "ts": "9.9",
        "message": {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": "1.1"},
    });
    assert_eq!(read(&tombstone), gone);
    let own = with(deleted, &json!({"previous_message": {"user": BOT, "bot_id": "B1"}}));
    assert_eq!(read(&own), Err(Ignored("bot-message-deleted")));
}

#[test]
fn a_reaction_is_read_without_its_skin_tone() {
    let event = json!({
        "type": "reaction_added", "user": "U1", "reaction": "raised_hand::skin-tone-4", "item_user": "U2",
        "item": {"type": "message", "channel": "C1", "ts": "1.1"}, "event_ts": "2.2",
    });
    let place = Place { channel: "C1".into(), ts: "1.1".into() };
    assert_eq!(read(&event), Ok(Event::Reacted { user: "U1".into(), place, name: "raised_hand".into() }));
    assert_eq!(read(&with(event.clone(), &json!({"user": BOT}))), Err(Ignored("own-reaction")));
    assert_eq!(read(&with(event, &json!({"item": {"type": "file"}}))), Err(Ignored("reaction-to-a-file")));
}

#[test]
fn the_bot_joining_is_told_from_others_joining() {
    let joined = json!({"type": "member_joined_channel", "user": BOT, "channel": "C1", "inviter": "U1", "team": "T1"});
    assert_eq!(read(&joined), Ok(Event::Joined { channel: "C1".into(), by: Some("U1".into()) }));
    let other = with(joined, &json!({"user": "U9"}));
    assert_eq!(read(&other), Ok(Event::Changed(Subject::Channel("C1".into()))));
    let unnamed = json!({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {
        "type": "member_joined_channel", "user": BOT, "channel": "C1"}});
    let given = decode(&unnamed, Some(&UserId::from(BOT)), Timestamp(5)).unwrap().event;
    assert_eq!(given, Event::Joined { channel: "C1".into(), by: None });
}

#[test]
fn what_makes_the_directory_stale_is_a_change() {
    let channel = Event::Changed(Subject::Channel("C1".into()));
    for kind in [
        "channel_archive",
        "channel_unarchive",
        "channel_shared",
        "channel_unshared",
        "member_left_channel",
        "group_left",
    ] {
        assert_eq!(read(&json!({"type": kind, "channel": "C1"})).as_ref(), Ok(&channel), "{kind}");
    }
    assert_eq!(read(&json!({"type": "channel_rename", "channel": {"id": "C1", "name": "b"}})), Ok(channel));
    let person = Event::Changed(Subject::Person("U1".into()));
    assert_eq!(read(&json!({"type": "user_change", "user": {"id": "U1", "locale": "ja-JP"}})), Ok(person));
    assert_eq!(read(&json!({"type": "subteam_updated", "subteam": {}})), Ok(Event::Changed(Subject::Groups)));
}

#[test]
fn opening_the_home_is_heard_and_opening_the_messages_is_not() {
    let opened = |tab: &str| read(&json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": tab}));
    assert_eq!(opened("home"), Ok(Event::HomeOpened("U1".into())));
    assert_eq!(opened("messages"), Err(Ignored("messages-tab-opened")));
}

#[test]
fn what_is_for_later_or_unknown_is_ignored_by_its_name() {
    for (kind, reason) in [
        ("app_home_opened", "messages-tab-opened"),
        ("tokens_revoked", "tokens-revoked"),
        ("app_uninstalled", "app-uninstalled"),
        ("brand_new", "unknown-event"),
    ] {
        assert_eq!(read(&json!({"type": kind})), Err(Ignored(reason)));
    }
    let limited = json!({"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1});
    assert_eq!(decode(&limited, None, Timestamp(5)), Err(Ignored("app-rate-limited")));
    assert_eq!(decode(&json!([]), None, Timestamp(5)), Err(Ignored("unknown-delivery")));
}
