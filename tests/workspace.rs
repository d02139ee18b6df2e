//! The local workspace behaves as Slack does, seen from outside: over HTTP, over Socket Mode, through another
//! Slack client.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::similar_names, reason = "`test` and `text` are what they are")]

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use liaison::ids::{ChannelId, MessageTs, UserId};
use liaison::workspace::state::{App, Channel, ChannelKind, Shortcut, State, Target, Transport, User};
use liaison::workspace::{Fault, Planned, Workspace, WorkspaceOptions};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message as Frame;

const SOON: Duration = Duration::from_secs(5);

fn state() -> State {
    let mut state = State::new("T0TEST", "Test", "test", 7);
    let ana = state.add_user(User { locale: "en-US".into(), ..User::new("U0ANA", "ana", "Ana Lima") });
    let ken = state.add_user(User { locale: "ja-JP".into(), ..User::new("U0KEN", "ken", "Sato Ken") });
    let bot = UserId::from("U0BOT");
    let app = App::new("A0BOT", "Liaison", &bot, "secret").with_command("/liaison", "Ask", "help");
    state.install(App {
        shortcuts: vec![Shortcut { callback_id: "explain".into(), name: "Explain".into(), on_message: true }],
        ..app
    });
    state.add_channel(Channel::new("C0SHARED", "shared").with([&ana, &ken, &bot]));
    state.add_channel(Channel::new("C0OTHER", "other").with([&ana]));
    state.add_channel(Channel { kind: ChannelKind::Private, ..Channel::new("C0HIDDEN", "hidden").with([&ken]) });
    state.add_channel(Channel { archived: true, ..Channel::new("C0OLD", "old").with([&ana, &bot]) });
    state.add_group("sre", "Reliability", [ken]);
    state
}

struct Test {
    workspace: Workspace,
    http: reqwest::Client,
    ana: UserId,
    ken: UserId,
    shared: ChannelId,
}

async fn started(options: impl FnOnce(&mut WorkspaceOptions)) -> Test {
    let _ = rustls::crypto::ring::default_provider().install_default(); // another test may have done it
    let mut chosen = WorkspaceOptions::new(state());
    options(&mut chosen);
    let workspace = Workspace::start(chosen).await.expect("a free port");
    let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().expect("a client");
    Test { workspace, http, ana: "U0ANA".into(), ken: "U0KEN".into(), shared: "C0SHARED".into() }
}

async fn test() -> Test {
    started(|_| {}).await
}

impl Test {
    async fn call(&self, method: &str, body: &Value) -> Value {
        self.call_as(&self.workspace.bot_token(), method, body).await
    }

    async fn call_as(&self, token: &str, method: &str, body: &Value) -> Value {
        let address = format!("{}{method}", self.workspace.api_url());
        let request = self.http.post(address).bearer_auth(token).json(body);
        request.send().await.expect("an answer").json().await.expect("JSON")
    }

    async fn error(&self, method: &str, body: Value) -> String {
        let answer = self.call(method, &body).await;
        assert_eq!(answer["ok"], false, "{method} {body} went through: {answer}");
        answer["error"].as_str().unwrap_or_default().to_owned()
    }

    fn posted(&self, text: &str) -> MessageTs {
        self.workspace.act(|state| state.post_as(&self.ana, &self.shared, None, text)).expect("posted")
    }

    async fn connect(&self) -> Socket {
        let opened = self.call_as(&self.workspace.app_token(), "apps.connections.open", &json!({})).await;
        let url = opened["url"].as_str().expect("an address").to_owned();
        let (stream, _) = tokio_tungstenite::connect_async(url).await.expect("a WebSocket");
        let mut socket = Socket { stream };
        assert_eq!(socket.next().await["type"], "hello");
        socket
    }
}

struct Socket {
    stream: tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
}

impl Socket {
    /// The next envelope.
    async fn next(&mut self) -> Value {
        let frame = async {
            loop {
                if let Frame::Text(text) = self.stream.next().await.expect("still open").expect("a frame") {
                    return serde_json::from_str(&text).expect("JSON");
                }
            }
        };
        tokio::time::timeout(SOON, frame).await.expect("an envelope in time")
    }

    async fn acknowledge(&mut self, envelope: &Value, payload: Value) {
        let ack = json!({"envelope_id": envelope["envelope_id"], "payload": payload});
        self.stream.send(Frame::text(ack.to_string())).await.expect("sent");
    }

    /// The next envelope, acknowledged.
    async fn take(&mut self) -> Value {
        let envelope = self.next().await;
        self.acknowledge(&envelope, Value::Null).await;
        envelope
    }
}

#[tokio::test]
async fn a_token_is_asked_for_and_must_be_the_right_one_of_the_right_kind() {
    let test = test().await;
    assert_eq!(test.call_as("", "auth.test", &json!({})).await["error"], "not_authed");
    assert_eq!(test.call_as("xoxb-wrong", "auth.test", &json!({})).await["error"], "invalid_auth");
    let app_token = test.workspace.app_token();
    assert_eq!(test.call_as(&app_token, "users.list", &json!({})).await["error"], "not_allowed_token_type");
    assert_eq!(test.error("apps.connections.open", json!({})).await, "not_allowed_token_type");
    assert_eq!(test.error("chat.shout", json!({})).await, "unknown_method");

    let address = format!("{}auth.test", test.workspace.api_url());
    let answer = test.http.get(address).query(&[("token", test.workspace.bot_token())]).send().await.unwrap();
    assert!(answer.headers()["x-oauth-scopes"].to_str().unwrap().contains("chat:write"));
    let body: Value = answer.json().await.unwrap();
    assert_eq!((body["ok"].as_bool(), body["user_id"].as_str()), (Some(true), Some("U0BOT")));
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let mut state = state();
    let mut app = state.apps().next().cloned().unwrap();
    app.scopes.retain(|scope| scope != "reactions:write");
    state.install(app);
    let test = started(|options| options.state = state).await;
    let ts = test.posted("hello");
    let answer = test.call("reactions.add", &json!({"channel": "C0SHARED", "timestamp": ts, "name": "book"})).await;
    assert_eq!((answer["error"].as_str(), answer["needed"].as_str()), (Some("missing_scope"), Some("reactions:write")));
    assert!(answer["provided"].as_str().unwrap().contains("chat:write"));
}

#[tokio::test]
async fn posting_is_refused_with_slacks_own_words() {
    let test = test().await;
    let post = |channel: &str| json!({"channel": channel, "text": "hi"});
    assert_eq!(test.error("chat.postMessage", post("C0NOWHERE")).await, "channel_not_found");
    assert_eq!(test.error("chat.postMessage", post("C0HIDDEN")).await, "channel_not_found");
    assert_eq!(test.error("chat.postMessage", post("C0OTHER")).await, "not_in_channel");
    assert_eq!(test.error("chat.postMessage", post("C0OLD")).await, "is_archived");
    assert_eq!(test.error("chat.postMessage", json!({"channel": "C0SHARED"})).await, "no_text");
    let long = "a".repeat(40_001);
    assert_eq!(test.error("chat.postMessage", json!({"channel": "C0SHARED", "text": long})).await, "msg_too_long");
    let nowhere = json!({"channel": "C0SHARED", "text": "hi", "thread_ts": "1.000001"});
    assert_eq!(test.error("chat.postMessage", nowhere).await, "thread_not_found");
    let blocks = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "x".repeat(3001)}}]);
    let answer = test.call("chat.postMessage", &json!({"channel": "C0SHARED", "text": "hi", "blocks": blocks})).await;
    assert_eq!(answer["error"], "invalid_blocks");
    assert_eq!(
        answer["response_metadata"]["messages"][0],
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    );
    let to_ken = json!({"channel": "C0OTHER", "user": "U0KEN", "text": "hi"});
    assert_eq!(test.error("chat.postEphemeral", to_ken).await, "not_in_channel");
}

#[tokio::test]
async fn a_message_is_posted_changed_and_deleted_by_its_app_alone() {
    let test = test().await;
    let theirs = test.posted("mine");
    let change = |ts: &Value| json!({"channel": "C0SHARED", "ts": ts, "text": "changed"});
    assert_eq!(test.error("chat.update", change(&json!(theirs))).await, "cant_update_message");
    assert_eq!(test.error("chat.update", change(&json!("1.000001"))).await, "message_not_found");

    let root = json!({"channel": "C0SHARED", "text": "answer", "thread_ts": theirs});
    let posted = test.call("chat.postMessage", &root).await;
    assert_eq!(posted["message"]["thread_ts"], theirs.as_str());
    assert_eq!(test.call("chat.update", &change(&posted["ts"])).await["text"], "changed");
    let thread = test.call("conversations.replies", &json!({"channel": "C0SHARED", "ts": theirs})).await;
    let texts: Vec<&str> = thread["messages"].as_array().unwrap().iter().filter_map(|m| m["text"].as_str()).collect();
    assert_eq!(texts, ["mine", "changed"]);
    assert_eq!(thread["messages"][0]["reply_count"], 1);

    let place = json!({"channel": "C0SHARED", "ts": posted["ts"]});
    assert_eq!(test.call("chat.delete", &place).await["ok"], true);
    assert_eq!(test.error("chat.delete", place).await, "message_not_found");
}

#[tokio::test]
async fn reactions_are_added_once_and_taken_away_once() {
    let test = test().await;
    let ts = test.posted("hello");
    let on = |name: &str| json!({"channel": "C0SHARED", "timestamp": ts, "name": name});
    assert_eq!(test.call("reactions.add", &on("book")).await["ok"], true);
    assert_eq!(test.error("reactions.add", on("book")).await, "already_reacted");
    assert_eq!(test.error("reactions.add", on("no such")).await, "invalid_name");
    let shown = test.call("reactions.get", &on("")).await;
    assert_eq!(shown["message"]["reactions"], json!([{"name": "book", "users": ["U0BOT"], "count": 1}]));
    assert_eq!(test.call("reactions.remove", &on("book")).await["ok"], true);
    assert_eq!(test.error("reactions.remove", on("book")).await, "no_reaction");
}

#[tokio::test]
async fn a_form_says_the_same_as_json() {
    let test = test().await;
    let address = format!("{}chat.postMessage", test.workspace.api_url());
    let blocks = json!([{"type": "divider"}]).to_string();
    let form = [
        ("token", test.workspace.bot_token()),
        ("channel", "#shared".into()),
        ("text", "a & b".into()),
        ("blocks", blocks),
    ];
    let answer: Value = test.http.post(address).form(&form).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["message"]["text"], "a & b");
    assert_eq!(answer["message"]["blocks"][0]["type"], "divider");
}

#[tokio::test]
async fn long_lists_come_in_pages_without_a_gap_or_a_double() {
    let test = test().await;
    let posted: Vec<MessageTs> = (0..25).map(|n| test.posted(&format!("message {n}"))).collect();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..10 {
        let page = json!({"channel": "C0SHARED", "limit": 7, "cursor": cursor});
        let page = test.call("conversations.history", &page).await;
        seen.extend(page["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap().to_owned()));
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap_or_default().to_owned();
        if page["has_more"] == false {
            break;
        }
    }
    let newest_first: Vec<String> = posted.iter().rev().map(ToString::to_string).collect();
    assert_eq!(seen, newest_first);
    let wrong = json!({"channel": "C0SHARED", "cursor": "nonsense"});
    assert_eq!(test.error("conversations.history", wrong).await, "invalid_cursor");
    let since = json!({"channel": "C0SHARED", "oldest": posted[22]});
    assert_eq!(test.call("conversations.history", &since).await["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn metadata_is_told_only_to_who_asks_for_it() {
    let test = test().await;
    let metadata = json!({"event_type": "effect", "event_payload": {"id": "e1"}});
    let post = json!({"channel": "C0SHARED", "text": "hi", "metadata": metadata});
    assert_eq!(test.call("chat.postMessage", &post).await["ok"], true);
    let plain = test.call("conversations.history", &json!({"channel": "C0SHARED"})).await;
    assert_eq!(plain["messages"][0]["metadata"], Value::Null);
    let all = json!({"channel": "C0SHARED", "include_all_metadata": true});
    assert_eq!(test.call("conversations.history", &all).await["messages"][0]["metadata"], metadata);
    let wrong = json!({"channel": "C0SHARED", "text": "hi", "metadata": {"event_type": 3}});
    assert_eq!(test.error("chat.postMessage", wrong).await, "invalid_metadata_format");
}

#[tokio::test]
async fn a_message_and_a_mention_reach_the_app_over_its_socket_and_its_answer_is_seen() {
    let test = test().await;
    let mut socket = test.connect().await;
    let ts = test.posted("@Liaison what is a canary?");
    let (message, mention) = (socket.take().await, socket.take().await);
    let event = &message["payload"]["event"];
    assert_eq!((message["type"].as_str(), event["type"].as_str()), (Some("events_api"), Some("message")));
    assert_eq!((event["channel_type"].as_str(), event["ts"].as_str()), (Some("channel"), Some(ts.as_str())));
    assert_eq!(event["text"], "<@U0BOT> what is a canary?");
    assert_eq!(message["payload"]["authorizations"][0]["user_id"], "U0BOT");
    assert_eq!(mention["payload"]["event"]["type"], "app_mention");
    assert_ne!(message["payload"]["event_id"], mention["payload"]["event_id"]);

    test.call("chat.postMessage", &json!({"channel": "C0SHARED", "text": "A bird.", "thread_ts": ts})).await;
    let reply = test
        .workspace
        .wait_for(SOON, |state| state.replies(&test.shared, &ts).next().map(|reply| reply.text.clone()))
        .await;
    assert_eq!(reply.as_deref(), Ok("A bird."));
}

#[tokio::test]
async fn edits_and_deletions_are_told_with_what_was_there_before() {
    let test = test().await;
    let mut socket = test.connect().await;
    let ts = test.posted("one");
    socket.take().await;
    test.workspace.act(|state| state.edit_as(&test.ana, &test.shared, &ts, "two")).unwrap();
    let edited = &socket.take().await["payload"]["event"];
    assert_eq!(edited["subtype"], "message_changed");
    assert_eq!((&edited["message"]["text"], &edited["previous_message"]["text"]), (&json!("two"), &json!("one")));
    test.workspace.act(|state| state.delete_as(&test.ana, &test.shared, &ts)).unwrap();
    let deleted = &socket.take().await["payload"]["event"];
    assert_eq!(
        (deleted["subtype"].as_str(), deleted["deleted_ts"].as_str()),
        (Some("message_deleted"), Some(ts.as_str()))
    );
}

#[tokio::test]
async fn an_app_hears_nothing_of_channels_its_bot_is_not_in() {
    let test = test().await;
    let mut socket = test.connect().await;
    test.workspace.act(|state| state.post_as(&test.ana, &"C0OTHER".into(), None, "secret @Liaison")).unwrap();
    test.posted("open");
    assert_eq!(socket.take().await["payload"]["event"]["text"], "open");
}

#[tokio::test]
async fn an_event_that_is_not_acknowledged_comes_again_up_to_three_times() {
    let test = started(|options| {
        options.ack_timeout = Duration::from_millis(60);
        options.retry_after = vec![Duration::ZERO, Duration::from_millis(20), Duration::from_millis(20)];
    })
    .await;
    let mut socket = test.connect().await;
    test.posted("hello");
    let first = socket.next().await;
    assert_eq!(first["retry_attempt"], 0);
    for attempt in 1..=3 {
        let again = socket.next().await;
        assert_eq!((&again["retry_attempt"], &again["retry_reason"]), (&json!(attempt), &json!("timeout")));
        assert_eq!(again["payload"]["event_id"], first["payload"]["event_id"]);
    }
    test.posted("next");
    assert_eq!(socket.take().await["payload"]["event"]["text"], "next", "the first was given up");
}

#[tokio::test]
async fn what_was_not_acknowledged_over_a_cut_socket_comes_over_the_next() {
    let test = started(|options| options.retry_after = vec![Duration::ZERO; 3]).await;
    let mut first = test.connect().await;
    test.posted("hello");
    let sent = first.next().await;
    test.workspace.drop_sockets();
    test.workspace
        .wait_for(SOON, |state| state.apps().all(|app| state.connections(&app.id) == 0).then_some(()))
        .await
        .unwrap();
    test.posted("while away");
    let mut second = test.connect().await;
    let texts = [second.take().await, second.take().await].map(|it| it["payload"]["event"]["text"].clone());
    assert!(texts.contains(&json!("hello")) && texts.contains(&json!("while away")), "{texts:?}");
    assert_eq!(sent["payload"]["event"]["text"], "hello");
}

#[tokio::test]
async fn several_sockets_share_the_events_and_one_that_is_leaving_gets_none() {
    let test = test().await;
    let mut leaving = test.connect().await;
    test.workspace.disconnect_sockets("refresh_requested");
    let goodbye = leaving.next().await;
    assert_eq!((&goodbye["type"], &goodbye["reason"]), (&json!("disconnect"), &json!("refresh_requested")));
    let (mut one, mut other) = (test.connect().await, test.connect().await);
    (0..4).for_each(|n| _ = test.posted(&format!("message {n}")));
    for socket in [&mut one, &mut other] {
        socket.take().await;
        socket.take().await;
    }
}

#[tokio::test]
async fn an_event_can_be_made_to_come_twice() {
    let test = test().await;
    let mut socket = test.connect().await;
    test.workspace.deliver_twice(1);
    test.posted("hello");
    let (one, other) = (socket.take().await, socket.take().await);
    assert_eq!(one["payload"]["event_id"], other["payload"]["event_id"]);
}

fn buttons() -> Value {
    json!([{"type": "actions", "block_id": "b", "elements": [
        {"type": "button", "action_id": "go", "value": "v", "text": {"type": "plain_text", "text": "Go"}}
    ]}])
}

#[tokio::test]
async fn a_click_on_an_ephemeral_message_is_told_and_can_replace_it() {
    let test = test().await;
    let mut socket = test.connect().await;
    let offer = json!({"channel": "C0SHARED", "user": "U0ANA", "text": "offer", "blocks": buttons()});
    let ts = MessageTs::from(test.call("chat.postEphemeral", &offer).await["message_ts"].as_str().unwrap());
    let target = Target::Ephemeral(ts.clone());
    assert!(test.workspace.act(|state| state.click(&test.ken, &target, "go")).is_err(), "only its reader sees it");
    test.workspace.act(|state| state.click(&test.ana, &target, "go")).unwrap();
    let click = socket.take().await;
    let payload = &click["payload"];
    assert_eq!((&click["type"], &payload["type"]), (&json!("interactive"), &json!("block_actions")));
    assert_eq!(payload["container"]["is_ephemeral"], true);
    assert_eq!((&payload["actions"][0]["value"], &payload["actions"][0]["block_id"]), (&json!("v"), &json!("b")));

    let answer = json!({"replace_original": true, "text": "thanks"});
    let url = payload["response_url"].as_str().unwrap();
    for attempt in 0..6 {
        let status = test.http.post(url).json(&answer).send().await.unwrap().status();
        assert_eq!(status.is_success(), attempt < 5, "attempt {attempt}");
    }
    let text = test.workspace.read(|state| state.ephemeral(&ts).map(|it| it.text.clone()));
    assert_eq!(text.as_deref(), Some("thanks"));
}

#[tokio::test]
async fn a_slash_command_opens_a_modal_within_its_time_and_the_submission_closes_it() {
    let test = test().await;
    let mut socket = test.connect().await;
    test.workspace.act(|state| state.slash(&test.ana, &test.shared, "/liaison", "ask now")).unwrap();
    let command = socket.next().await;
    let payload = &command["payload"];
    assert_eq!((&command["type"], &payload["text"]), (&json!("slash_commands"), &json!("ask now")));
    socket.acknowledge(&command, json!({"text": "one moment"})).await;
    let said = test
        .workspace
        .wait_for(SOON, |state| state.ephemerals(&test.ana, &test.shared).next().map(|it| it.text.clone()))
        .await;
    assert_eq!(said.as_deref(), Ok("one moment"));

    let view = json!({"type": "modal", "callback_id": "ask", "private_metadata": "m",
        "title": {"type": "plain_text", "text": "Ask"}, "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "what", "label": {"type": "plain_text", "text": "What"},
            "element": {"type": "plain_text_input", "action_id": "text"}}]});
    let open = json!({"trigger_id": payload["trigger_id"], "view": view});
    assert_eq!(test.call("views.open", &open).await["ok"], true);
    assert_eq!(test.error("views.open", open).await, "exchanged_trigger_id");
    assert_eq!(test.error("views.open", json!({"trigger_id": "1.2.3", "view": view})).await, "invalid_trigger_id");

    let id = test.workspace.read(|state| state.front_modal(&test.ana).map(|view| view.id.clone())).unwrap();
    let missing = test.workspace.act(|state| state.submit_view(&test.ana, &id, &[]));
    assert!(missing.is_err(), "a field that is needed was empty");
    test.workspace.act(|state| state.submit_view(&test.ana, &id, &[("what", "help")])).unwrap();
    let sent = socket.next().await;
    assert_eq!(sent["payload"]["view"]["state"]["values"]["what"]["text"]["value"], "help");
    assert_eq!(sent["payload"]["view"]["private_metadata"], "m");
    socket.acknowledge(&sent, json!({"response_action": "errors", "errors": {"what": "more, please"}})).await;
    let errors = test.workspace.wait_for(SOON, |state| state.view(&id)?.errors.get("what").cloned()).await;
    assert_eq!(errors.as_deref(), Ok("more, please"));

    test.workspace.act(|state| state.submit_view(&test.ana, &id, &[("what", "help me")])).unwrap();
    socket.take().await;
    let closed = test.workspace.wait_for(SOON, |state| state.front_modal(&test.ana).is_none().then_some(())).await;
    assert_eq!(closed, Ok(()));
}

#[tokio::test]
async fn a_trigger_id_lives_three_seconds() {
    let test = test().await;
    let mut socket = test.connect().await;
    // Far ahead of the wall clock, the workspace's time stands still until it is moved on.
    let at = |millis: i64| liaison::time::Timestamp(4_000_000_000_000 + millis);
    let view = json!({"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": []});
    let open = |trigger: &Value| json!({"trigger_id": trigger, "view": view});
    for (moment, lived) in [(0, 3000), (10_000, 3001)] {
        test.workspace.act(|state| state.set_now(at(moment)));
        test.workspace.act(|state| state.slash(&test.ana, &test.shared, "/liaison", "ask")).unwrap();
        let trigger = socket.take().await["payload"]["trigger_id"].clone();
        test.workspace.act(|state| state.set_now(at(moment + lived)));
        let answer = test.call("views.open", &open(&trigger)).await;
        let expected = if lived == 3000 { Value::Null } else { json!("expired_trigger_id") };
        assert_eq!(answer["error"], expected, "after {lived} ms: {answer}");
    }
}

#[tokio::test]
async fn nobody_answering_a_command_is_told_to_who_called_it() {
    let test = test().await;
    test.workspace.act(|state| state.slash(&test.ana, &test.shared, "/liaison", "")).unwrap();
    let said = test
        .workspace
        .wait_for(SOON, |state| state.ephemerals(&test.ana, &test.shared).next().map(|it| it.text.clone()))
        .await;
    assert_eq!(said.as_deref(), Ok("/liaison failed with the error \"dispatch_failed\""));
}

#[tokio::test]
async fn calls_fail_as_they_were_told_to_and_then_no_more() {
    let test = test().await;
    let post = json!({"channel": "C0SHARED", "text": "hi"});
    let count = || test.workspace.read(|state| state.messages(&test.shared).count());
    let address = format!("{}chat.postMessage", test.workspace.api_url());
    let send = || test.http.post(&address).bearer_auth(test.workspace.bot_token()).json(&post).send();

    test.workspace.fail("chat.postMessage", &Planned::instead(Fault::RateLimited(3)), 1);
    let limited = send().await.unwrap();
    assert_eq!((limited.status().as_u16(), limited.headers()["retry-after"].as_bytes()), (429, &b"3"[..]));
    assert_eq!(count(), 0);
    test.workspace.fail("chat.postMessage", &Planned::after(Fault::Status(503)), 1);
    assert_eq!(send().await.unwrap().status().as_u16(), 503);
    assert_eq!(count(), 1, "carried out, though the answer went wrong");
    test.workspace.fail("chat.postMessage", &Planned::after(Fault::BrokenJson), 1);
    assert!(send().await.unwrap().json::<Value>().await.is_err());
    test.workspace.fail("chat.postMessage", &Planned::instead(Fault::Cut), 1);
    assert!(match send().await {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    });
    test.workspace.fail("chat.postMessage", &Planned::instead(Fault::Silence), 1);
    assert!(tokio::time::timeout(Duration::from_millis(100), send()).await.is_err());
    assert_eq!(send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn posting_too_fast_is_refused_where_that_was_asked_for() {
    let test = started(|options| options.limit_posting = true).await;
    let post = json!({"channel": "C0SHARED", "text": "hi"});
    let mut refused = 0;
    for _ in 0..8 {
        refused += usize::from(test.call("chat.postMessage", &post).await["error"] == "ratelimited");
    }
    assert!(refused >= 2, "{refused}");
}

#[tokio::test]
async fn other_sites_and_other_names_are_kept_out() {
    let test = test().await;
    let post = json!({"do": "post", "user": "ana", "channel": "shared", "text": "hi"});
    let address = format!("{}/_control/act", test.workspace.base_url());
    let send =
        |name: &'static str, value: &'static str| test.http.post(&address).header(name, value).json(&post).send();
    assert_eq!(send("origin", "https://example.com").await.unwrap().status().as_u16(), 403);
    assert_eq!(send("origin", "null").await.unwrap().status().as_u16(), 403);
    assert_eq!(send("sec-fetch-site", "cross-site").await.unwrap().status().as_u16(), 403);
    assert_eq!(send("host", "rebound.example.com").await.unwrap().status().as_u16(), 421);
    assert_eq!(test.workspace.read(|state| state.messages(&test.shared).count()), 0);
    assert_eq!(send("x-none", "").await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn the_control_interface_acts_looks_and_waits() {
    let test = test().await;
    let control = |path: &str| format!("{}/_control/{path}", test.workspace.base_url());
    let act = |body: Value| test.http.post(control("act")).json(&body).send();
    let posted = act(json!({"do": "post", "user": "ana", "channel": "#shared", "text": "@ken hello"})).await.unwrap();
    let ts = posted.json::<Value>().await.unwrap()["ts"].as_str().unwrap().to_owned();
    let seen: Value = test.http.get(control("messages?channel=shared")).send().await.unwrap().json().await.unwrap();
    assert_eq!(seen["messages"][0]["text"], "<@U0KEN> hello");

    let awaited = json!({"channel": "shared", "thread": ts, "contains": "answer", "within_ms": 5000});
    let waiting = test.http.post(control("wait")).json(&awaited).send();
    let reply = json!({"channel": "C0SHARED", "thread_ts": ts, "text": "the answer"});
    let (found, _) = tokio::join!(waiting, test.call("chat.postMessage", &reply));
    assert_eq!(found.unwrap().json::<Value>().await.unwrap()["message"]["text"], "the answer");
    let never = json!({"channel": "shared", "contains": "never said", "within_ms": 30});
    assert_eq!(test.http.post(control("wait")).json(&never).send().await.unwrap().status().as_u16(), 408);

    let failing = json!({"method": "users.list", "times": 1, "rate_limited": 2, "carried_out": false});
    assert_eq!(test.http.post(control("fail")).json(&failing).send().await.unwrap().status().as_u16(), 200);
    assert_eq!(test.error("users.list", json!({})).await, "ratelimited");
    let broken = json!({"method": "users.list", "broken_json": null});
    assert_eq!(test.http.post(control("fail")).json(&broken).send().await.unwrap().status().as_u16(), 200);
    assert_eq!(act(json!({"do": "join", "user": "ken", "channel": "hidden"})).await.unwrap().status().as_u16(), 409);
}

/// An app that takes HTTP deliveries and keeps what it got.
async fn http_app(
    answer: fn(usize) -> u16,
) -> (String, tokio::sync::mpsc::UnboundedReceiver<(axum::http::HeaderMap, String)>) {
    let (got, kept) = tokio::sync::mpsc::unbounded_channel();
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let handler = move |headers: axum::http::HeaderMap, body: String| {
        let (got, count) = (got.clone(), count.clone());
        async move {
            if body.contains("\"url_verification\"") {
                let challenge = serde_json::from_str::<Value>(&body).unwrap()["challenge"].as_str().unwrap().to_owned();
                return (axum::http::StatusCode::OK, challenge);
            }
            let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            got.send((headers, body)).unwrap();
            (axum::http::StatusCode::from_u16(answer(number)).unwrap(), String::new())
        }
    };
    let router = axum::Router::new().route("/slack/events", axum::routing::post(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/slack/events", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, kept)
}

#[tokio::test]
async fn over_http_requests_are_signed_and_tried_again_with_the_reason() {
    let test = started(|options| options.retry_after = vec![Duration::ZERO; 3]).await;
    let (address, mut kept) = http_app(|number| if number == 0 { 500 } else { 200 }).await;
    assert!(test.workspace.verify_request_url("http://127.0.0.1:1/").await.is_err());
    test.workspace.verify_request_url(&address).await.unwrap();
    assert!(test.workspace.read(|state| state.apps().all(|app| app.transport == Transport::Http(address.clone()))));
    test.posted("hello");
    let ((first, body), (second, again)) = (kept.recv().await.unwrap(), kept.recv().await.unwrap());
    assert_eq!(body, again);
    assert_eq!((first.get("x-slack-retry-num"), &second["x-slack-retry-num"]), (None, &"1".parse().unwrap()));
    assert_eq!(second["x-slack-retry-reason"], "http_error");
    let verifier = slack_morphism::signature_verifier::SlackEventSignatureVerifier::new(
        &slack_morphism::SlackSigningSecret::new(test.workspace.signing_secret()),
    );
    let header = |name: &str| first[name].to_str().unwrap().to_owned();
    let verified = verifier.verify(&header("x-slack-signature"), &body, &header("x-slack-request-timestamp"));
    assert!(verified.is_ok(), "{verified:?}");

    test.workspace.act(|state| state.slash(&test.ana, &test.shared, "/liaison", "help")).unwrap();
    let (headers, form) = kept.recv().await.unwrap();
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    let fields: std::collections::HashMap<_, _> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    assert_eq!((fields["command"].as_str(), fields["text"].as_str()), ("/liaison", "help"));
}

#[tokio::test]
async fn another_slack_client_reads_what_the_workspace_says() {
    use slack_morphism::prelude::*;
    let test = test().await;
    let connector =
        SlackClientHyperConnector::with_connector(hyper_util::client::legacy::connect::HttpConnector::new())
            .with_slack_api_url(test.workspace.api_url().trim_end_matches('/'));
    let client = SlackClient::new(connector);
    let token = SlackApiToken::new(SlackApiTokenValue(test.workspace.bot_token()));
    let session = client.open_session(&token);

    let who = session.auth_test().await.expect("auth.test");
    assert_eq!(who.user_id.0, "U0BOT");
    let content = SlackMessageContent::new().with_text("hello".into());
    let request = SlackApiChatPostMessageRequest::new("C0SHARED".into(), content);
    let posted = session.chat_post_message(&request).await.expect("chat.postMessage");
    let history = SlackApiConversationsHistoryRequest::new().with_channel("C0SHARED".into());
    let history = session.conversations_history(&history).await.expect("conversations.history");
    assert_eq!(history.messages[0].origin.ts, posted.ts);
    let list = SlackApiConversationsListRequest::new();
    let channels = session.conversations_list(&list).await.expect("conversations.list").channels;
    assert!(channels.iter().any(|channel| channel.name.as_deref() == Some("shared")));
    let person = SlackApiUsersInfoRequest::new("U0KEN".into()).with_include_locale(true);
    let person = session.users_info(&person).await.expect("users.info").user;
    assert_eq!(person.locale.map(|it| it.to_string()).as_deref(), Some("ja-JP"));
    let groups = session.usergroups_list(&SlackApiUserGroupsListRequest::new().with_include_users(true)).await;
    assert_eq!(groups.expect("usergroups.list").usergroups.len(), 1);
    let missing =
        SlackApiChatPostMessageRequest::new("C0NOWHERE".into(), SlackMessageContent::new().with_text("x".into()));
    let refused = session.chat_post_message(&missing).await.expect_err("no such channel");
    assert!(
        matches!(&refused, slack_morphism::errors::SlackClientError::ApiError(error) if error.code == "channel_not_found"),
        "{refused}"
    );
    let token = SlackApiToken::new(SlackApiTokenValue(test.workspace.app_token()));
    let session = client.open_session(&token);
    let opened = session.apps_connections_open(&SlackApiAppsConnectionOpenRequest::new()).await;
    assert!(opened.expect("apps.connections.open").url.value().as_str().starts_with("ws://127.0.0.1:"));
}

#[tokio::test]
async fn an_update_without_blocks_keeps_them_and_an_empty_list_takes_them_away() {
    let test = test().await;
    let post = json!({"channel": "C0SHARED", "text": "one", "blocks": buttons()});
    let ts = test.call("chat.postMessage", &post).await["ts"].clone();
    let update = |more: Value| {
        let mut body = json!({"channel": "C0SHARED", "ts": ts});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let kept = test.call("chat.update", &update(json!({"text": "two"}))).await;
    assert_eq!(kept["message"]["blocks"].as_array().map(Vec::len), Some(1));
    let gone = test.call("chat.update", &update(json!({"text": "three", "blocks": []}))).await;
    assert_eq!(gone["message"]["blocks"], Value::Null);
}

#[tokio::test]
async fn what_happened_while_the_app_was_away_reaches_it_in_order_once_it_connects() {
    let test = test().await;
    (0..20).for_each(|n| _ = test.posted(&format!("message {n}")));
    let mut socket = test.connect().await;
    for n in 0..20 {
        assert_eq!(socket.take().await["payload"]["event"]["text"], format!("message {n}"));
    }
}

#[tokio::test]
async fn a_socket_address_opens_one_socket_only() {
    let test = test().await;
    let opened = test.call_as(&test.workspace.app_token(), "apps.connections.open", &json!({})).await;
    let url = opened["url"].as_str().unwrap();
    let (_first, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    assert!(tokio_tungstenite::connect_async(url).await.is_err());
}

#[tokio::test]
async fn an_address_is_free_again_after_stopping() {
    let test = test().await;
    let mut socket = test.connect().await;
    let port: u16 = test.workspace.base_url().rsplit(':').next().unwrap().parse().unwrap();
    test.workspace.stop();
    let closed = tokio::time::timeout(SOON, async { while let Some(Ok(_)) = socket.stream.next().await {} }).await;
    assert!(closed.is_ok(), "its sockets are closed");
    tokio::time::timeout(SOON, test.workspace.closed()).await.expect("closed");
    let again = started(|options| options.port = port).await;
    assert!(again.workspace.base_url().ends_with(&port.to_string()));
}
