//! The rules of the workspace, without a server around it.

use serde_json::{Value, json};

use super::events::DeliveryKind;
use super::views::ViewRef;
use super::*;
use crate::time::Span;

fn state() -> State {
    let mut state = State::new("T1", "Test", "test", 1);
    state.set_now(Timestamp(1_800_000_000_000));
    let ana = state.add_user(User::new("U1ANA", "ana", "Ana Lima"));
    let ken = state.add_user(User::new("U2KEN", "ken", "Sato Ken"));
    let guest = state.add_user(User { stranger: true, ..User::new("U3GUEST", "guest", "Guest") });
    let bot = UserId::from("U9BOT");
    let app = App::new("A1", "Liaison", &bot, "s").with_command("/liaison", "", "");
    let shortcut = Shortcut { callback_id: "explain".into(), name: "Explain".into(), on_message: true };
    state.install(App { shortcuts: vec![shortcut], ..app });
    state.add_channel(Channel::new("C1", "one").with([&ana, &ken, &bot]));
    state.add_channel(Channel { ext_shared: true, ..Channel::new("C2", "two").with([&ana, &guest, &bot]) });
    state.add_channel(Channel { kind: ChannelKind::Private, ..Channel::new("C3", "three").with([&ken]) });
    state.take_deliveries();
    state.take_changes();
    state
}

fn app(state: &State) -> App {
    state.app(&AppId::new("A1")).cloned().unwrap()
}

fn ids() -> (UserId, UserId, ChannelId) {
    ("U1ANA".into(), "U2KEN".into(), "C1".into())
}

fn events(state: &mut State) -> Vec<Value> {
    let deliveries = state.take_deliveries();
    deliveries.into_iter().filter(|it| it.kind == DeliveryKind::Event).map(|mut it| it.body["event"].take()).collect()
}

fn interaction(state: &mut State) -> Value {
    state.take_deliveries().into_iter().find(|it| it.kind == DeliveryKind::Interactive).unwrap().body
}

fn modal(blocks: &Value) -> Value {
    json!({"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": blocks})
}

#[test]
fn timestamps_are_unique_and_grow_even_when_time_stands_still_or_goes_back() {
    let mut state = state();
    let (ana, _, one) = ids();
    let first = state.post_as(&ana, &one, None, "a").unwrap();
    state.set_now(Timestamp(0));
    let second = state.post_as(&ana, &one, None, "b").unwrap();
    assert_eq!((first.as_str(), second.as_str()), ("1800000000.000000", "1800000000.000001"));
}

#[test]
fn people_post_only_where_they_are_and_see_only_what_they_may() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let hidden = ChannelId::from("C3");
    assert_eq!(state.post_as(&ana, &hidden, None, "x"), Err(ActionError::NoSuchChannel(hidden.clone())));
    assert_eq!(state.join(&ana, &hidden), Err(ActionError::NoSuchChannel(hidden.clone())));
    state.leave(&ana, &one).unwrap();
    assert_eq!(state.post_as(&ana, &one, None, "x"), Err(ActionError::NotAMember(ana.clone())));
    state.join(&ana, &one).unwrap();
    assert!(state.post_as(&ana, &one, None, "x").is_ok());
    state.invite(&ken, &hidden, &ana).unwrap();
    assert!(state.post_as(&ana, &hidden, None, "x").is_ok());
    state.set_archived(&ana, &one, true).unwrap();
    assert_eq!(state.post_as(&ana, &one, None, "x"), Err(ActionError::Archived));
    assert_eq!(state.post_as(&ana, &hidden, None, "  "), Err(ActionError::NoText));
}

#[test]
fn only_the_author_changes_a_message() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let ts = state.post_as(&ana, &one, None, "mine").unwrap();
    assert_eq!(state.edit_as(&ken, &one, &ts, "yours"), Err(ActionError::NotYours));
    assert_eq!(state.delete_as(&ken, &one, &ts), Err(ActionError::NotYours));
    state.edit_as(&ana, &one, &ts, "mine & better").unwrap();
    assert_eq!(state.message(&one, &ts).unwrap().text, "mine &amp; better");
}

#[test]
fn a_reply_to_a_reply_stays_in_the_thread_of_the_root() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let root = state.post_as(&ana, &one, None, "root").unwrap();
    let reply = state.post_as(&ken, &one, Some(&root), "reply").unwrap();
    let deeper = state.post_as(&ana, &one, Some(&reply), "deeper").unwrap();
    assert_eq!(state.message(&one, &deeper).unwrap().thread, Some(root.clone()));
    assert_eq!(state.timeline(&one).count(), 1);
    assert_eq!(state.replies(&one, &root).count(), 2);
}

#[test]
fn a_deleted_root_leaves_a_mark_while_it_has_replies_and_the_app_hears_of_a_change() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let root = state.post_as(&ana, &one, None, "root").unwrap();
    state.post_as(&ken, &one, Some(&root), "reply").unwrap();
    events(&mut state);
    state.delete_as(&ana, &one, &root).unwrap();
    let told = events(&mut state);
    assert_eq!(told[0]["subtype"], "message_changed");
    assert_eq!(told[0]["message"]["subtype"], "tombstone");
    assert_eq!(told[0]["previous_message"]["text"], "root");
    assert!(state.message(&one, &root).unwrap().deleted);
}

#[test]
fn unread_counts_what_others_said_and_threads_only_where_one_takes_part() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let root = state.post_as(&ana, &one, None, "hello @ken").unwrap();
    assert_eq!((state.unread(&ken, &one), state.unread_mentions(&ken, &one), state.unread(&ana, &one)), (1, 1, 0));
    state.mark_read(&ken, &one).unwrap();
    assert_eq!(state.unread(&ken, &one), 0);
    state.post_as(&ana, &one, Some(&root), "more").unwrap();
    assert_eq!(state.unread(&ken, &one), 0, "not ken's thread");
    state.post_as(&ken, &one, Some(&root), "me too").unwrap();
    state.post_as(&ana, &one, Some(&root), "good").unwrap();
    assert_eq!((state.unread(&ken, &one), state.unread_mentions(&ken, &one)), (1, 0));
}

#[test]
fn joining_and_leaving_are_told_to_the_apps_in_the_channel() {
    let mut state = state();
    let (ana, _, one) = ids();
    state.leave(&ana, &one).unwrap();
    let kinds = |told: &[Value]| told.iter().map(|it| it["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(kinds(&events(&mut state)), ["message", "member_left_channel"]);
    state.join(&ana, &one).unwrap();
    let told = events(&mut state);
    assert_eq!(kinds(&told), ["message", "member_joined_channel"]);
    assert_eq!((&told[0]["subtype"], &told[1]["channel_type"]), (&json!("channel_join"), &json!("C")));
    state.invite(&"U2KEN".into(), &"C3".into(), &"U9BOT".into()).unwrap();
    let told = events(&mut state);
    assert_eq!((&told[1]["user"], &told[1]["inviter"]), (&json!("U9BOT"), &json!("U2KEN")));
    state.leave(&"U9BOT".into(), &"C3".into()).unwrap();
    assert_eq!(events(&mut state).last().unwrap()["type"], "group_left");
}

#[test]
fn reactions_are_told_once_with_whose_message_it_is() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let ts = state.post_as(&ana, &one, None, "hi").unwrap();
    events(&mut state);
    state.react_as(&ken, &one, &ts, "book").unwrap();
    state.react_as(&ken, &one, &ts, "book").unwrap();
    let told = events(&mut state);
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["item_user"], &told[0]["reaction"]), (&json!("U1ANA"), &json!("book")));
    assert_eq!(state.react_as(&ken, &one, &ts, "no emoji"), Err(ActionError::NoSuchEmoji("no emoji".into())));
    state.unreact_as(&ken, &one, &ts, "book").unwrap();
    assert_eq!(events(&mut state)[0]["type"], "reaction_removed");
}

#[test]
fn a_shared_channel_says_so_and_a_stranger_carries_another_team() {
    let mut state = state();
    let (guest, two) = (UserId::from("U3GUEST"), ChannelId::from("C2"));
    state.post_as(&guest, &two, None, "hello").unwrap();
    let delivery = state.take_deliveries().remove(0);
    assert_eq!(delivery.body["is_ext_shared_channel"], true);
    assert_ne!(delivery.body["event"]["team"], delivery.body["team_id"]);
    let post = Post { text: "hi".into(), blocks: buttons(), ..Post::default() };
    let ts = state.post_by(&app(&state), "C2", post).unwrap().ts;
    state.take_deliveries();
    state.click(&guest, &Target::Message(two, ts), "go").unwrap();
    let click = interaction(&mut state);
    assert_ne!(click["user"]["team_id"], click["team"]["id"]);
}

fn buttons() -> Vec<Value> {
    let blocks = json!([{"type": "actions", "elements": [
        {"type": "button", "action_id": "go", "value": "1", "text": {"type": "plain_text", "text": "Go"}},
        {"type": "static_select", "action_id": "pick", "options": [
            {"text": {"type": "plain_text", "text": "A"}, "value": "a"},
            {"text": {"type": "plain_text", "text": "B"}, "value": "b"}
        ]}
    ]}]);
    blocks::checked_message_blocks(&blocks).unwrap()
}

#[test]
fn a_click_in_a_thread_says_where_it_was_and_a_choice_says_what_was_chosen() {
    let mut state = state();
    let (ana, _, one) = ids();
    let root = state.post_as(&ana, &one, None, "root").unwrap();
    let post = Post { text: "hi".into(), blocks: buttons(), thread: Some(root.clone()), ..Post::default() };
    let ts = state.post_by(&app(&state), "C1", post).unwrap().ts;
    let target = Target::Message(one.clone(), ts);
    state.take_deliveries();
    state.click(&ana, &target, "go").unwrap();
    let click = interaction(&mut state);
    assert_eq!((&click["container"]["thread_ts"], &click["message"]["text"]), (&json!(root), &json!("hi")));
    state.choose(&ana, &target, None, "pick", &["b"]).unwrap();
    assert_eq!(interaction(&mut state)["actions"][0]["selected_option"]["value"], "b");
    assert_eq!(state.click(&ana, &target, "none"), Err(ActionError::NoSuchElement("none".into())));
}

#[test]
fn an_answer_to_a_click_on_a_message_can_replace_delete_or_add() {
    let mut state = state();
    let (ana, _, one) = ids();
    let post = Post { text: "hi".into(), blocks: buttons(), ..Post::default() };
    let ts = state.post_by(&app(&state), "C1", post).unwrap().ts;
    state.take_deliveries();
    state.click(&ana, &Target::Message(one.clone(), ts.clone()), "go").unwrap();
    let url = interaction(&mut state)["response_url"].as_str().unwrap().to_owned();
    let token = url.rsplit('/').next().unwrap();
    state.respond(token, &json!({"text": "only you"})).unwrap();
    assert_eq!(state.ephemerals(&ana, &one).next().unwrap().text, "only you");
    state.respond(token, &json!({"text": "all", "response_type": "in_channel"})).unwrap();
    assert_eq!(state.messages(&one).next_back().unwrap().text, "all");
    state.respond(token, &json!({"text": "new", "replace_original": true})).unwrap();
    let replaced = state.message(&one, &ts).unwrap();
    assert_eq!((replaced.text.as_str(), replaced.blocks.len()), ("new", 0));
    state.respond(token, &json!({"delete_original": true})).unwrap();
    assert!(state.message(&one, &ts).is_none());
    state.set_now(state.now().plus(Span::minutes(31)));
    assert_eq!(state.respond(token, &json!({"text": "late"})), Err(ApiError::new("expired_url")));
}

#[test]
fn a_shortcut_on_a_message_carries_the_message() {
    let mut state = state();
    let (ana, _, one) = ids();
    let ts = state.post_as(&ana, &one, None, "what is this").unwrap();
    state.take_deliveries();
    state.shortcut(&ana, &one, &ts, "explain").unwrap();
    let sent = interaction(&mut state);
    assert_eq!((&sent["type"], &sent["callback_id"]), (&json!("message_action"), &json!("explain")));
    assert_eq!(sent["message"]["text"], "what is this");
    assert!(state.shortcut(&ana, &one, &ts, "other").is_err());
}

#[test]
fn views_stack_up_to_three_and_close_from_the_top() {
    let mut state = state();
    let (ana, _, _) = ids();
    let bot = app(&state).id;
    let mut trigger = || state.open_trigger(&bot, &ana);
    let (one, two, three, four) = (trigger(), trigger(), trigger(), trigger());
    let first = state.open_view(&bot, &one, modal(&json!([]))).unwrap();
    let second = state.push_view(&bot, &two, modal(&json!([]))).unwrap();
    state.push_view(&bot, &three, modal(&json!([]))).unwrap();
    assert_eq!(state.push_view(&bot, &four, modal(&json!([]))), Err(ApiError::new("push_limit_reached")));
    assert_eq!(state.view(&second).unwrap().previous, Some(first.clone()));
    state.close_view(&ana, &second).unwrap();
    assert_eq!(state.front_modal(&ana).unwrap().id, first);
}

#[test]
fn an_update_with_an_old_hash_is_refused_and_what_was_typed_stays() {
    let mut state = state();
    let (ana, _, _) = ids();
    let bot = app(&state).id;
    let trigger = state.open_trigger(&bot, &ana);
    let input = json!([{"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "L"},
        "element": {"type": "plain_text_input", "action_id": "a", "initial_value": "start"}}]);
    let id = state.open_view(&bot, &trigger, modal(&input)).unwrap();
    let hash = state.view(&id).unwrap().hash.clone();
    state.choose(&ana, &Target::View(id.clone()), None, "a", &["typed"]).unwrap();
    state.update_view(&bot, ViewRef::Id(id.as_str()), Some(&hash), modal(&input)).unwrap();
    assert_eq!(state.view(&id).unwrap().values["b"]["a"]["value"], "typed");
    let again = state.update_view(&bot, ViewRef::Id(id.as_str()), Some(&hash), modal(&input));
    assert_eq!(again, Err(ApiError::new("hash_conflict")));
}

#[test]
fn a_submission_can_be_answered_with_another_view() {
    let mut state = state();
    let (ana, _, _) = ids();
    let bot = app(&state).id;
    let trigger = state.open_trigger(&bot, &ana);
    let id = state.open_view(&bot, &trigger, modal(&json!([]))).unwrap();
    state.submit_view(&ana, &id, &[]).unwrap();
    let reply = state.take_deliveries().remove(0).reply;
    state.answered(&reply, Ok(Some(&json!({"response_action": "push", "view": modal(&json!([{"type": "divider"}]))}))));
    assert_eq!(state.modals(&ana).count(), 2);
    let wrong = json!({"response_action": "update", "view": {"type": "modal", "blocks": []}});
    state.answered(&reply, Ok(Some(&wrong)));
    assert!(state.view(&id).unwrap().failed.as_ref().unwrap().contains("/view/title"));
    state.answered(&reply, Ok(Some(&json!({"response_action": "clear"}))));
    assert_eq!(state.modals(&ana).count(), 0);
}

#[test]
fn a_submission_nobody_answers_keeps_the_window_open_and_says_so() {
    let mut state = state();
    let (ana, _, _) = ids();
    let bot = app(&state).id;
    let trigger = state.open_trigger(&bot, &ana);
    let id = state.open_view(&bot, &trigger, modal(&json!([]))).unwrap();
    state.submit_view(&ana, &id, &[]).unwrap();
    let reply = state.take_deliveries().remove(0).reply;
    state.answered(&reply, Err("operation_timeout"));
    let view = state.view(&id).unwrap();
    assert!(view.failed.is_some() && !view.submitting);
}

#[test]
fn a_home_is_asked_for_published_and_shown() {
    let mut state = state();
    let (ana, _, _) = ids();
    let bot = app(&state).id;
    state.open_home(&ana, &bot).unwrap();
    let told = events(&mut state);
    assert_eq!(
        (&told[0]["type"], &told[0]["tab"], &told[0]["view"]),
        (&json!("app_home_opened"), &json!("home"), &Value::Null)
    );
    let home = json!({"type": "home", "blocks": [{"type": "divider"}]});
    let id = state.publish_view(&bot, &ana, None, home.clone()).unwrap();
    assert_eq!(state.publish_view(&bot, &ana, None, home).unwrap(), id);
    assert_eq!(state.home(&ana, &bot).unwrap().blocks().len(), 1);
    state.open_home(&ana, &bot).unwrap();
    assert_eq!(events(&mut state)[0]["view"]["id"], id.as_str());
}

#[test]
fn every_change_is_told() {
    let mut state = state();
    let (ana, ken, one) = ids();
    let ts = state.post_as(&ana, &one, None, "hi").unwrap();
    assert_eq!(state.take_changes(), [Change::Message { channel: one.clone(), ts: ts.clone(), thread: None }]);
    state.mark_read(&ken, &one).unwrap();
    assert_eq!(state.take_changes(), [Change::Read { user: ken.clone(), channel: one.clone() }]);
    state.mark_read(&ken, &one).unwrap();
    assert_eq!(state.take_changes(), [], "nothing changed");
    state.react_as(&ken, &one, &ts, "book").unwrap();
    assert_eq!(state.take_changes().len(), 1);
}
