//! The client against a Web API on loopback that answers as each test says and records what it was asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method as HttpMethod, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::*;
use crate::ids::MessageTs;
use crate::liaison::decision::{Action, Effect, Placement, Purpose};
use crate::liaison::event::{OpenView, ResponseUrl, TriggerId};
use crate::requests::request::Surface;
use crate::text::Language;
use crate::time::Timestamp;
use crate::wording::message::{Message, Modal, Mrkdwn, Part};
use crate::wording::press::ModalPurpose;

/// One request: the method's name with its query, and the JSON body if there was one.
type Asked = (String, Value);
type Answer = Box<dyn Fn(&str, &Value) -> Response + Send + Sync>;

struct Slack {
    answer: Answer,
    asked: Mutex<Vec<Asked>>,
}

/// A Web API that answers by the path and query that follow `/api/`.
async fn slack(answer: impl Fn(&str, &Value) -> Response + Send + Sync + 'static) -> (Client, Arc<Slack>, String) {
    async fn handle(
        State(slack): State<Arc<Slack>>,
        _: HttpMethod,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        if uri.path().starts_with("/api/")
            && headers.get("authorization").is_none_or(|token| token != "Bearer xoxb-1-made-up")
        {
            return ok(&json!({"ok": false, "error": "not_authed"}));
        }
        let path = uri.path_and_query().map_or("", |path| path.as_str()).trim_start_matches("/api/").to_owned();
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let answer = (slack.answer)(&path, &body);
        slack.asked.lock().unwrap().push((path, body));
        answer
    }
    let slack = Arc::new(Slack { answer: Box::new(answer), asked: Mutex::default() });
    let router = Router::new().fallback(handle).with_state(Arc::clone(&slack));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let token = BotToken::parse("xoxb-1-made-up").unwrap();
    (Client::new(Some(&format!("{address}/api/")), &token).unwrap(), slack, address)
}

fn ok(body: &Value) -> Response {
    axum::Json(body).into_response()
}

fn refused(code: &str) -> Response {
    ok(&json!({"ok": false, "error": code}))
}

fn hello() -> Message {
    Message { fallback: Mrkdwn::plain("hello"), parts: vec![Part::Section(Mrkdwn::bold("hello"))] }
}

fn effect(action: Action) -> Effect {
    Effect { id: "post:C1:1.1/0".into(), action, purpose: Purpose::None, not_after: None }
}

fn post() -> Effect {
    effect(Action::Post { channel: "C1".into(), thread: Some("1.1".into()), message: hello() })
}

fn place(channel: &str, ts: &str) -> Place {
    Place { channel: channel.into(), ts: ts.into() }
}

#[tokio::test]
async fn a_post_carries_its_effects_id_and_says_where_it_went() {
    // The nested message is not what slack-morphism's types expect; the post counts all the same.
    let (client, slack, _) =
        slack(|_, _| ok(&json!({"ok": true, "channel": "C1", "ts": "2.2", "message": {"odd": 1}}))).await;
    assert_eq!(client.perform(&post()).await, Attempt::Done(Some(place("C1", "2.2"))));
    let (method, body) = slack.asked.lock().unwrap().remove(0);
    assert_eq!(method, "chat.postMessage");
    assert_eq!(body["metadata"], json!({"event_type": "liaison_effect", "event_payload": {"id": "post:C1:1.1/0"}}));
    assert_eq!(
        (&body["thread_ts"], &body["text"], &body["unfurl_links"]),
        (&json!("1.1"), &json!("hello"), &json!(false))
    );
    assert_eq!(body["blocks"][0]["type"], "section");
}

#[tokio::test]
async fn a_direct_post_opens_the_conversation_first() {
    let (client, slack, _) = slack(|method, _| match method {
        "conversations.open" => ok(&json!({"ok": true, "channel": {"id": "D7"}})),
        _ => ok(&json!({"ok": true, "channel": "D7", "ts": "2.2"})),
    })
    .await;
    let direct = effect(Action::PostDirect { user: "U1".into(), message: hello() });
    assert_eq!(client.perform(&direct).await, Attempt::Done(Some(place("D7", "2.2"))));
    let asked = slack.asked.lock().unwrap();
    assert_eq!(asked[0], ("conversations.open".to_owned(), json!({"users": "U1"})));
    assert_eq!(asked[1].1["channel"], "D7");
}

#[tokio::test]
async fn every_other_effect_goes_to_its_method() {
    let (client, slack, address) = slack(|_, _| ok(&json!({"ok": true}))).await;
    let (channel, ts) = (ChannelId::from("C1"), MessageTs::from("1.1"));
    let modal = Modal {
        title: "Ask".into(),
        submit: Some("Send".into()),
        close: "Cancel".into(),
        rows: Vec::new(),
        purpose: ModalPurpose::Ask { channel: channel.clone(), about: None, surface: Surface::Offer },
    };
    let cases = [
        (
            Action::PostEphemeral { channel: channel.clone(), user: "U1".into(), thread: None, message: hello() },
            "chat.postEphemeral",
        ),
        (Action::Update { channel: channel.clone(), ts: ts.clone(), message: hello() }, "chat.update"),
        (Action::Delete { channel: channel.clone(), ts: ts.clone() }, "chat.delete"),
        (Action::React { channel: channel.clone(), ts: ts.clone(), name: "book".into() }, "reactions.add"),
        (Action::Unreact { channel, ts, name: "book".into() }, "reactions.remove"),
        (Action::OpenModal { trigger: TriggerId("13.37".into()), modal: modal.clone() }, "views.open"),
        (Action::UpdateModal { view: OpenView { id: "V1".into(), hash: "1.a".into() }, modal }, "views.update"),
        (
            Action::Respond {
                to: ResponseUrl(format!("{address}/response/1")),
                message: hello(),
                placement: Placement::Instead,
            },
            "/response/1",
        ),
    ];
    for (action, method) in cases {
        assert!(matches!(client.perform(&effect(action)).await, Attempt::Done(_)), "{method}");
        let (asked, body) = slack.asked.lock().unwrap().pop().unwrap();
        assert_eq!(asked, method);
        assert!(body.is_object(), "{method}");
    }
}

#[tokio::test]
async fn what_is_already_as_wanted_is_done() {
    let (client, _, _) = slack(|method, _| {
        refused(match method {
            "reactions.add" => "already_reacted",
            "reactions.remove" => "no_reaction",
            _ => "message_not_found",
        })
    })
    .await;
    let (channel, ts) = (ChannelId::from("C1"), MessageTs::from("1.1"));
    for action in [
        Action::React { channel: channel.clone(), ts: ts.clone(), name: "book".into() },
        Action::Unreact { channel: channel.clone(), ts: ts.clone(), name: "book".into() },
        Action::Delete { channel, ts },
    ] {
        assert_eq!(client.perform(&effect(action)).await, Attempt::Done(None));
    }
}

#[tokio::test]
async fn each_failure_says_whether_to_try_again() {
    let limited = || {
        (
            StatusCode::TOO_MANY_REQUESTS,
            [("retry-after", "7")],
            axum::Json(json!({"ok": false, "error": "ratelimited"})),
        )
    };
    let cases: Vec<(Box<dyn Fn() -> Response + Send + Sync>, Attempt)> = vec![
        (Box::new(|| refused("is_archived")), Attempt::Refused("is_archived".into())),
        (Box::new(|| refused("invalid_blocks")), Attempt::Refused("invalid_blocks".into())),
        (Box::new(|| refused("ratelimited")), Attempt::Later(Span::seconds(30))),
        (Box::new(move || limited().into_response()), Attempt::Later(Span::seconds(7))),
        (Box::new(|| refused("internal_error")), Attempt::Unknown("internal_error".into())),
        (Box::new(|| StatusCode::BAD_GATEWAY.into_response()), Attempt::Unknown("HTTP 502".into())),
        (Box::new(|| ok(&json!("odd"))), Attempt::Unknown("an answer that is not Slack's".into())),
        (Box::new(|| "<html>".into_response()), Attempt::Unknown("an answer that is not Slack's".into())),
        (Box::new(|| StatusCode::FORBIDDEN.into_response()), Attempt::Refused("http_403".into())),
    ];
    for (answer, attempt) in cases {
        let (client, _, _) = slack(move |_, _| answer()).await;
        assert_eq!(client.perform(&post()).await, attempt);
    }
}

#[tokio::test]
async fn where_nobody_listens_it_was_certainly_not_done() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/api", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(Some(&address), &BotToken::parse("xoxb-1-made-up").unwrap()).unwrap();
    assert!(matches!(client.perform(&post()).await, Attempt::Later(_)));
    let answer = Action::Respond {
        to: ResponseUrl(address.replace("/api", "/r")),
        message: hello(),
        placement: Placement::Beside,
    };
    assert!(matches!(client.perform(&effect(answer)).await, Attempt::Later(_)));
}

#[tokio::test]
async fn a_connection_lost_after_sending_leaves_it_unknown() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/api", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut some = [0; 64];
        tokio::io::AsyncReadExt::read_exact(&mut stream, &mut some).await.unwrap();
    });
    let client = Client::new(Some(&address), &BotToken::parse("xoxb-1-made-up").unwrap()).unwrap();
    assert!(matches!(client.perform(&post()).await, Attempt::Unknown(_)));
}

#[tokio::test]
async fn only_slacks_addresses_are_answered_at() {
    let (client, slack, address) = slack(|_, _| ok(&json!({"ok": false, "error": "used_url"}))).await;
    let answer = |to: &str| {
        effect(Action::Respond { to: ResponseUrl(to.to_owned()), message: hello(), placement: Placement::Beside })
    };
    for to in [
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.example/x",
        "https://user@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "",
    ] {
        assert_eq!(client.perform(&answer(to)).await, Attempt::Refused("untrusted_response_url".into()), "{to}");
    }
    assert!(slack.asked.lock().unwrap().is_empty());
    assert_eq!(client.perform(&answer(&format!("{address}/r"))).await, Attempt::Refused("used_url".into()));
    assert_eq!(slack.asked.lock().unwrap()[0].1["response_type"], "ephemeral");
}

#[tokio::test]
async fn a_post_is_found_by_its_metadata_on_a_later_page() {
    let (client, slack, _) = slack(|path, _| {
        if path.contains("cursor=next") {
            let metadata = json!({"event_type": "liaison_effect", "event_payload": {"id": "post:C1:1.1/0"}});
            ok(&json!({"ok": true, "messages": [{"ts": "3.3", "metadata": metadata}]}))
        } else {
            let other = json!({"event_type": "liaison_effect", "event_payload": {"id": "post:C1:1.1/1"}});
            let messages = json!([{"ts": "1.1"}, {"ts": "2.2", "metadata": other}]);
            ok(&json!({"ok": true, "messages": messages, "response_metadata": {"next_cursor": "next"}}))
        }
    })
    .await;
    let since = Timestamp(1_700_000_000_000);
    assert_eq!(client.find(&post(), since).await, Ok(Some(place("C1", "3.3"))));
    let first = slack.asked.lock().unwrap()[0].0.clone();
    assert!(first.starts_with("conversations.replies?") && first.contains("include_all_metadata=true"), "{first}");
    assert!(first.contains("ts=1.1") && first.contains("oldest=1699999700.000000"), "{first}");
}

#[tokio::test]
async fn a_post_that_is_not_there_is_not_found_and_others_are_not_looked_for() {
    let (client, slack, _) = slack(|_, _| ok(&json!({"ok": true, "messages": []}))).await;
    let post = effect(Action::Post { channel: "C1".into(), thread: None, message: hello() });
    assert_eq!(client.find(&post, Timestamp(0)).await, Ok(None));
    assert!(slack.asked.lock().unwrap()[0].0.starts_with("conversations.history?"));
    let delete = effect(Action::Delete { channel: "C1".into(), ts: "1.1".into() });
    assert_eq!(client.find(&delete, Timestamp(0)).await, Ok(None));
    assert_eq!(slack.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn people_channels_and_groups_are_looked_up() {
    let (client, _, _) = slack(|path, _| {
        let (method, query) = path.split_once('?').unwrap_or((path, ""));
        ok(&match (method, query.contains("cursor=two")) {
            ("auth.test", _) => json!({"ok": true, "url": "https://madeup.slack.com", "team_id": "T1", "user_id": "UBOT"}),
            ("conversations.info", _) => json!({"ok": true, "channel": {"id": "C1", "name": "proj", "is_member": true, "is_pending_ext_shared": true}}),
            ("conversations.members", false) => json!({"ok": true, "members": ["U1", "U2"], "response_metadata": {"next_cursor": "two"}}),
            ("conversations.members", true) => json!({"ok": true, "members": ["U3", "U4"]}),
            ("conversations.list", _) => json!({"ok": true, "channels": [{"id": "C1", "name": "proj"}, {"id": 3},
                {"id": "C2", "name": "with-a-customer", "is_ext_shared": true}, {"id": "C3", "name": "soon", "is_pending_ext_shared": true}]}),
            ("users.info", _) if query.contains("U9") => json!({"ok": true, "user": {"id": "U9", "team_id": "T2", "name": "kim", "deleted": true}}),
            ("users.info", _) => json!({"ok": true, "user": {"id": "U1", "team_id": "T1", "locale": "ja-JP", "is_bot": false,
                "profile": {"display_name": "", "real_name": "Sato Hana"}}}),
            ("usergroups.list", _) => json!({"ok": true, "usergroups": [{"id": "S1", "handle": "sales", "users": ["U1"]}, {"id": "S2", "handle": "eng"}]}),
            ("usergroups.users.list", _) => json!({"ok": true, "users": ["U2"]}),
            _ => json!({"ok": false, "error": "unknown_method"}),
        })
    })
    .await;
    let identity = client.identity().await.unwrap();
    assert_eq!(
        (identity.team.as_str(), identity.user.as_str(), identity.url.as_str()),
        ("T1", "UBOT", "https://madeup.slack.com/")
    );
    let channel = client.channel(&"C1".into()).await.unwrap();
    assert!(channel.external && channel.member && !channel.direct && channel.name == "proj");
    assert_eq!(client.members(&"C1".into(), 3).await.unwrap().len(), 3);
    assert_eq!(client.members(&"C1".into(), 9).await.unwrap().len(), 4);
    assert_eq!(client.channels().await.unwrap(), [("C1".into(), "proj".to_owned())]);
    let hana = client.person(&"U1".into()).await.unwrap();
    assert_eq!((hana.name.as_str(), hana.language, hana.external), ("Sato Hana", Some(Language::Japanese), false));
    let kim = client.person(&"U9".into()).await.unwrap();
    assert_eq!((kim.name.as_str(), kim.external, kim.deactivated), ("kim", true, true));
    let groups = client.groups().await.unwrap();
    assert_eq!(groups[0].members, ["U1".into()].into());
    assert_eq!((groups[1].handle.as_str(), groups[1].members.len()), ("eng", 1));
}

#[tokio::test]
async fn a_look_up_that_fails_says_whether_to_ask_again() {
    let (client, _, _) = slack(|_, _| refused("user_not_found")).await;
    assert_eq!(client.person(&"U1".into()).await, Err(LookUpError::Refused("user_not_found".into())));
    let (client, _, _) = slack(|_, _| StatusCode::INTERNAL_SERVER_ERROR.into_response()).await;
    assert!(matches!(client.groups().await, Err(LookUpError::Later { .. })));
}

#[tokio::test]
async fn missing_scopes_are_named_with_the_remedy() {
    let granted = |scopes: String| {
        move |_: &str, _: &Value| {
            ([("x-oauth-scopes", scopes.clone())], axum::Json(json!({"ok": true}))).into_response()
        }
    };
    let all: Vec<_> = crate::slack::app::scopes().into_iter().collect();
    let (client, _, _) = slack(granted(all.join(", "))).await;
    assert_eq!(client.verify_scopes().await, Ok(()));
    let fewer: Vec<_> = all.into_iter().filter(|scope| !scope.starts_with("reactions")).collect();
    let (client, _, _) = slack(granted(fewer.join(","))).await;
    insta::assert_snapshot!(client.verify_scopes().await.unwrap_err());
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_said_to_be() {
    let (client, _, _) = slack(|_, _| refused("account_inactive")).await;
    let error = client.verify_scopes().await.unwrap_err().to_string();
    assert!(error.contains("account_inactive") && error.contains("LIAISON_SLACK_BOT_TOKEN"), "{error}");
    let (client, _, _) = slack(|_, _| StatusCode::BAD_GATEWAY.into_response()).await;
    assert!(matches!(client.verify_scopes().await, Err(ScopesError::Unreachable(..))));
}

#[test]
fn an_address_that_is_none_is_refused() {
    let token = BotToken::parse("xoxb-1-made-up").unwrap();
    for address in ["not an address", "ftp://127.0.0.1/api", "127.0.0.1:80"] {
        assert!(matches!(Client::new(Some(address), &token), Err(ClientError::Address(_))), "{address}");
    }
}
