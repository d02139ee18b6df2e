//! The bot as a whole against a local workspace: both ways in, its configuration read again, its end, and what it
//! says when it cannot start.
#![allow(clippy::unwrap_used, reason = "a test stops where something fails")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use liaison::config::{self, Folder};
use liaison::ids::{ChannelId, MessageTs, UserId};
use liaison::runtime::serve::LoadPolicy;
use liaison::runtime::{self, Data, Options, ServeError, Serving};
use liaison::slack::tokens::Tokens;
use liaison::store::Backlog;
use liaison::webhooks::Secrets;
use liaison::workspace::state::{App, Channel, State, User};
use liaison::workspace::{Fault, Planned, Workspace, WorkspaceOptions};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(20);

fn channel() -> ChannelId {
    ChannelId::from("C1")
}

async fn workspace() -> Workspace {
    let mut state = State::new("T1", "Serve", "serve", 7);
    let seller = state.add_user(User::new("USELL", "emma", "Emma"));
    let builder = state.add_user(User::new("UBUILD", "david", "David"));
    let bot = state.add_user(User { is_bot: true, ..User::new("UBOT", "liaison", "Liaison") });
    state.add_group("sales", "Sales", [seller.clone()]);
    state.add_group("engineering", "Engineering", [builder.clone()]);
    state.add_channel(Channel::new("C1", "triage").with([&seller, &builder, &bot]));
    state.install(App::new("A1", "Liaison", &bot, "0123456789abcdef").with_command("/liaison", "Words", "help"));
    Workspace::start(WorkspaceOptions::new(state)).await.unwrap()
}

/// A configuration that explains these words.
fn write_config(folder: &Path, words: &[&str]) {
    let concept =
        |word: &&str| format!("  - id: {word}\n    terms: {{en: [{word}]}}\n    definition: {{en: It is {word}.}}\n");
    let concepts: String = words.iter().map(concept).collect();
    std::fs::create_dir_all(folder.join("glossary")).unwrap();
    std::fs::write(folder.join("glossary/words.yaml"), format!("subject_field: engineering\nconcepts:\n{concepts}"))
        .unwrap();
    let settings = "[friction]\nmode = \"off\"\n[roles.sales]\ngroups = [\"sales\"]\n\
                    [roles.engineering]\ngroups = [\"engineering\"]\n";
    std::fs::write(folder.join("liaison.toml"), settings).unwrap();
    let teams = "teams: [{id: liaisons, triage_channel: \"#triage\", members: [\"@engineering\"]}]\n";
    std::fs::write(folder.join("teams.yaml"), teams).unwrap();
}

fn load(folder: &Path) -> LoadPolicy {
    let folder = Folder::Disk(folder.to_owned());
    Arc::new(move || Ok(config::load(&folder)?.for_serving()?.0))
}

#[derive(Clone, Copy, PartialEq)]
enum WayIn {
    Socket,
    Http,
}

fn tokens(workspace: &Workspace, way: WayIn) -> Tokens {
    let variable = |name: &str| match (name, way) {
        ("LIAISON_SLACK_BOT_TOKEN", _) => Some(workspace.bot_token()),
        ("LIAISON_SLACK_APP_TOKEN", WayIn::Socket) => Some(workspace.app_token()),
        ("LIAISON_SLACK_SIGNING_SECRET", WayIn::Http) => Some(workspace.signing_secret()),
        _ => None,
    };
    Tokens::from_variables(variable).unwrap()
}

fn options(workspace: &Workspace, config: &Path, way: WayIn) -> Options {
    Options {
        policy: load(config),
        data: Data::Memory,
        tokens: tokens(workspace, way),
        api: Some(workspace.api_url().parse().unwrap()),
        http: "127.0.0.1:0".parse().unwrap(),
        webhooks: Secrets::from_variables(|_| None),
    }
}

async fn serving(workspace: &Workspace, config: &Path, way: WayIn) -> Serving {
    let serving = runtime::serve(options(workspace, config, way)).await.unwrap();
    if let Some(address) = serving.address() {
        workspace.verify_request_url(&format!("http://{address}/slack/events")).await.unwrap();
    }
    serving
}

fn say(workspace: &Workspace, text: &str) -> MessageTs {
    workspace.act(|state| state.post_as(&UserId::from("USELL"), &channel(), None, text)).unwrap()
}

async fn answered(workspace: &Workspace, ts: &MessageTs) -> String {
    let answer = |state: &State| state.replies(&channel(), ts).next().map(|reply| reply.text.clone());
    workspace.wait_for(LIMIT, answer).await.unwrap()
}

async fn explains_in_a_thread(way: WayIn) {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let serving = serving(&workspace, folder.path(), way).await;
    assert_eq!(serving.identity().user, UserId::from("UBOT"));
    let ts = say(&workspace, "they want a blorp by Friday");
    assert!(answered(&workspace, &ts).await.contains("blorp"));
    workspace.act(|state| state.slash(&UserId::from("USELL"), &channel(), "/liaison", "help")).unwrap();
    let help = |state: &State| state.ephemerals(&UserId::from("USELL"), &channel()).next().map(|_| ());
    workspace.wait_for(LIMIT, help).await.unwrap();
    serving.stop().await.unwrap();
}

#[tokio::test]
async fn over_socket_mode_a_word_is_explained_and_a_command_answered() {
    explains_in_a_thread(WayIn::Socket).await;
}

#[tokio::test]
async fn over_http_a_word_is_explained_and_a_command_answered() {
    explains_in_a_thread(WayIn::Http).await;
}

#[tokio::test]
async fn over_http_it_says_how_it_is_doing() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let serving = serving(&workspace, folder.path(), WayIn::Http).await;
    let ts = say(&workspace, "they want a blorp by Friday");
    answered(&workspace, &ts).await;
    let address = serving.address().unwrap();
    let get = async |path: &str| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    assert!(get("/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(get("/readyz").await.starts_with("HTTP/1.1 200"));
    let metrics = get("/metrics").await;
    assert!(metrics.contains("liaison_events_total{kind=\"posted\"} 1"), "{metrics}");
    serving.stop().await.unwrap();
}

#[tokio::test]
async fn a_changed_configuration_is_taken_up_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let serving = serving(&workspace, folder.path(), WayIn::Socket).await;

    std::fs::write(folder.path().join("liaison.toml"), "[nonsense]\n").unwrap();
    let problems = serving.reload().unwrap_err();
    assert!(problems.to_string().contains("nonsense"), "{problems}");
    let ts = say(&workspace, "they want a blorp by Friday");
    assert!(answered(&workspace, &ts).await.contains("blorp"), "the one before still holds");

    write_config(folder.path(), &["blorp", "quazz"]);
    serving.reload().unwrap();
    let ts = say(&workspace, "they want a quazz by Friday");
    assert!(answered(&workspace, &ts).await.contains("quazz"));
    serving.stop().await.unwrap();
}

#[tokio::test]
async fn stopping_finishes_what_was_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let serving = serving(&workspace, folder.path(), WayIn::Socket).await;
    workspace.fail("chat.postMessage", &Planned::instead(Fault::RateLimited(1)), 1);
    let ts = say(&workspace, "they want a blorp by Friday");
    let metrics = serving.metrics();
    let taken = async {
        while !metrics.render(Backlog::default()).contains("kind=\"posted\"") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, taken).await.unwrap();
    serving.stop().await.unwrap();
    assert!(workspace.read(|state| state.replies(&channel(), &ts).next().is_some()), "before it ended");
}

#[tokio::test]
async fn a_token_slack_does_not_know_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let mut options = options(&workspace, folder.path(), WayIn::Socket);
    options.tokens.bot = liaison::slack::tokens::BotToken::parse("xoxb-0000-nobody").unwrap();
    let error = runtime::serve(options).await.unwrap_err();
    assert!(matches!(error, ServeError::Scopes(_)), "{error}");
    assert!(error.to_string().contains("invalid_auth") && error.to_string().contains("help:"), "{error}");
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut options = options(&workspace, folder.path(), WayIn::Http);
    options.http = taken.local_addr().unwrap();
    let error = runtime::serve(options).await.unwrap_err().to_string();
    assert!(error.contains(&taken.local_addr().unwrap().to_string()) && error.contains("--http"), "{error}");
}

#[tokio::test]
async fn a_data_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &["blorp"]);
    let workspace = workspace().await;
    let mut options = options(&workspace, folder.path(), WayIn::Socket);
    options.data = Data::Folder(folder.path().join("data"));
    let first = runtime::serve(options.clone()).await.unwrap();
    let error = runtime::serve(options.clone()).await.unwrap_err().to_string();
    assert!(error.contains("in use by another process"), "{error}");
    first.stop().await.unwrap();
    runtime::serve(options).await.unwrap().stop().await.unwrap();
}
