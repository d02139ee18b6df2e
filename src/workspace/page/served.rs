//! The page as a browser without a script gets it: a workspace serves it, the tests read and send forms.

use std::time::Duration;

use axum::http::{StatusCode, header};
use reqwest::redirect::Policy;
use serde_json::json;

use crate::ids::{ChannelId, MessageTs, UserId};
use crate::time::Timestamp;
use crate::workspace::state::{Post, State};
use crate::workspace::{Workspace, WorkspaceOptions, page, seed};

/// The workspace of the demo, its page, and somebody who asks for it.
struct Visit {
    workspace: Workspace,
    client: reqwest::Client,
}

impl Visit {
    async fn start() -> Self {
        let state = seed::aozora(Timestamp(1_700_000_000_000), 7).unwrap();
        let options = WorkspaceOptions { page: Some(page::router), ..WorkspaceOptions::new(state) };
        let workspace = Workspace::start(options).await.unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default(); // an earlier test may have
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { workspace, client }
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.workspace.base_url())).send().await.unwrap()
    }

    async fn read(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    async fn send(&self, path: &str, form: &[(&str, &str)]) -> reqwest::Response {
        self.client.post(format!("{}{path}", self.workspace.base_url())).form(form).send().await.unwrap()
    }

    fn say_as_bot(&self, reader: Option<&str>, text: &str) -> MessageTs {
        let button = json!({"type": "button", "action_id": "go-1", "text": {"type": "plain_text", "text": "Go"}});
        let post = Post {
            text: text.to_owned(),
            blocks: vec![
                json!({"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": text}}),
                json!({"type": "actions", "block_id": "row", "elements": [button]}),
            ],
            thread: None,
            broadcast: false,
            metadata: None,
        };
        self.workspace.act(|state| {
            let app = state.apps().next().unwrap().clone();
            match reader {
                Some(reader) => state.post_ephemeral_by(&app, "C0AOZORA", &UserId::from(reader), post).unwrap(),
                None => state.post_by(&app, "C0AOZORA", post).unwrap().ts,
            }
        })
    }

    fn last(&self, channel: &str) -> String {
        let channel = ChannelId::from(channel);
        self.workspace.read(|state: &State| state.timeline(&channel).next_back().unwrap().text.clone())
    }
}

#[tokio::test]
async fn the_page_is_in_the_language_of_whoever_one_acts_as() {
    let visit = Visit::start().await;
    let english = visit.read("/as/emma/proj-aozora").await;
    assert!(english.contains("<html lang=\"en\">") && english.contains("Misaki Sato"));
    let japanese = visit.read("/as/sato/proj-aozora").await;
    assert!(japanese.contains("<html lang=\"ja\">") && japanese.contains("佐藤 美咲"));
}

#[tokio::test]
async fn the_page_needs_nothing_from_outside_and_runs_no_script_in_its_markup() {
    let visit = Visit::start().await;
    visit.say_as_bot(None, "see <https://example.com|there>");
    let answer = visit.get("/as/emma/proj-aozora").await;
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"));
    let page = answer.text().await.unwrap();
    for bad in [" style=", " onclick=", " onload=", "javascript:", "src=\"http", "<script>", "<style"] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[tokio::test]
async fn without_a_script_a_form_posts_and_leads_back() {
    let visit = Visit::start().await;
    let form = [("channel", "C0AOZORA"), ("text", "1 < 2 & *so*\r\nindeed"), ("back", "/as/emma/proj-aozora")];
    let answer = visit.send("/do/emma/say", &form).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], "/as/emma/proj-aozora");
    assert_eq!(visit.last("C0AOZORA"), "1 &lt; 2 &amp; *so*\nindeed");
    assert!(visit.read("/as/sato/proj-aozora").await.contains("1 &lt; 2 &amp; <strong>so</strong><br>indeed"));
}

#[tokio::test]
async fn a_page_elsewhere_cannot_act_here() {
    let visit = Visit::start().await;
    let before = visit.last("C0AOZORA");
    let address = format!("{}/do/emma/say", visit.workspace.base_url());
    let form = [("channel", "C0AOZORA"), ("text", "hello")];
    let answer = visit.client.post(address).header(header::ORIGIN, "https://elsewhere.test").form(&form).send().await;
    assert_eq!(answer.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(visit.last("C0AOZORA"), before);
}

#[tokio::test]
async fn a_form_never_leads_away_from_the_page() {
    let visit = Visit::start().await;
    for away in ["//elsewhere.test/", "https://elsewhere.test/"] {
        let form = [("channel", "C0AOZORA"), ("text", "hello"), ("back", away)];
        assert_eq!(visit.send("/do/emma/say", &form).await.headers()[header::LOCATION], "/");
    }
}

#[tokio::test]
async fn what_only_one_person_sees_is_on_that_person_s_page_only_until_dismissed() {
    let visit = Visit::start().await;
    let ts = visit.say_as_bot(Some("U2EMMA"), "between you and me");
    assert!(visit.read("/as/emma/proj-aozora").await.contains("between you and me"));
    assert!(!visit.read("/as/sato/proj-aozora").await.contains("between you and me"));
    let form = [("id", ts.as_str()), ("back", "/")];
    assert_eq!(visit.send("/do/sato/dismiss", &form).await.status(), StatusCode::CONFLICT);
    assert_eq!(visit.send("/do/emma/dismiss", &form).await.status(), StatusCode::SEE_OTHER);
    assert!(!visit.read("/as/emma/proj-aozora").await.contains("between you and me"));
}

#[tokio::test]
async fn an_address_that_names_nothing_says_so() {
    let visit = Visit::start().await;
    let paths = [
        "/as/nobody",
        "/as/emma/no-such-channel",
        "/as/emma/proj-aozora/1.000000",
        "/as/liaison/proj-aozora",
        "/archives/C0NONE/p1700000000000100",
    ];
    for path in paths {
        assert_eq!(visit.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_permalink_leads_to_the_page_of_whoever_followed_it() {
    let visit = Visit::start().await;
    let ts = visit.say_as_bot(None, "here");
    let link = format!("{}/archives/C0AOZORA/p{}", visit.workspace.base_url(), ts.as_str().replace('.', ""));
    let from = format!("{}/as/mori/liaison-triage", visit.workspace.base_url());
    let answer = visit.client.get(link).header(header::REFERER, from).send().await.unwrap();
    assert_eq!(answer.headers()[header::LOCATION].to_str().unwrap(), format!("/as/mori/proj-aozora/{ts}"));
}

#[tokio::test]
async fn somebody_who_may_not_write_is_told_so_in_their_language() {
    let visit = Visit::start().await;
    assert!(visit.read("/as/sato/eng-only").await.contains("閲覧中です"));
    let answer = visit.send("/do/sato/say", &[("channel", "C0ENG"), ("text", "hello")]).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(answer.text().await.unwrap().contains("閲覧中です"));
}

#[tokio::test]
async fn an_open_page_hears_of_a_change_and_ends_with_the_workspace() {
    let visit = Visit::start().await;
    let mut events = visit.get("/live/emma/proj-aozora?thread=").await;
    let mut heard = String::new();
    visit.workspace.act(|state| {
        state.post_as(&UserId::from("U4DAVID"), &ChannelId::from("C0AOZORA"), None, "news").map(drop).unwrap();
    });
    let listen = async {
        while !heard.contains("news") {
            heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
        }
        visit.workspace.stop();
        while events.chunk().await.ok().flatten().is_some() {}
    };
    tokio::time::timeout(Duration::from_secs(10), listen).await.expect("the change, and the end");
}

#[tokio::test]
async fn looking_at_a_channel_reads_it() {
    let visit = Visit::start().await;
    visit.say_as_bot(None, "something new");
    let unread = || visit.workspace.read(|state| state.unread(&UserId::from("U2EMMA"), &ChannelId::from("C0AOZORA")));
    assert_eq!(unread(), 1);
    visit.read("/as/emma/sales-only").await;
    assert_eq!(unread(), 1);
    visit.read("/as/emma/proj-aozora").await;
    assert_eq!(unread(), 0);
}
