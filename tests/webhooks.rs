//! Webhooks end to end: steps of requests told to a receiver on this machine, by the bot against a local workspace.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use liaison::config::{self, Folder};
use liaison::ids::{ChannelId, UserId};
use liaison::runtime::{self, Data, Options, Serving};
use liaison::slack::tokens::Tokens;
use liaison::webhooks::Secrets;
use liaison::workspace::state::{App, Channel, State, User};
use liaison::workspace::{Workspace, WorkspaceOptions};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_secs(30);
const SECRET: &str = "kept-between-the-two-of-us-and-nobody-else";

/// What a receiver got.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    head: String,
    body: String,
}

impl Told {
    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).expect("a header")
    }

    fn id(&self) -> &str {
        self.header("liaison-id")
    }

    /// The body, if it is signed as the documentation says.
    fn signed(&self) -> Value {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
        let tag = ring::hmac::sign(&key, format!("{}.{}", self.header("liaison-timestamp"), self.body).as_bytes());
        let hex = tag.as_ref().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(self.header("liaison-signature"), format!("v1={hex}"));
        let body: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(body["id"], self.id());
        body
    }
}

/// A system that is told of steps.
struct Receiver {
    url: String,
    told: mpsc::UnboundedReceiver<Told>,
    /// The status it answers with; none says nothing and holds the connection.
    answer: Arc<Mutex<Option<&'static str>>>,
}

impl Receiver {
    async fn start(answer: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks/path-nobody-knows", listener.local_addr().unwrap());
        let (tell, told) = mpsc::unbounded_channel();
        let answer = Arc::new(Mutex::new(answer));
        let says = answer.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (tell, says) = (tell.clone(), says.clone());
                tokio::spawn(async move {
                    let mut got = String::new();
                    let mut part = [0; 4096];
                    let told = loop {
                        match stream.read(&mut part).await {
                            Ok(0) | Err(_) => return,
                            Ok(size) => got.push_str(std::str::from_utf8(&part[..size]).unwrap()),
                        }
                        let Some((head, body)) = got.split_once("\r\n\r\n") else { continue };
                        let told = Told { head: head.to_owned(), body: body.to_owned() };
                        if told.header("content-length") == body.len().to_string() {
                            break told;
                        }
                    };
                    let answer = *says.lock().unwrap();
                    let _ = tell.send(told); // the test may have seen enough
                    match answer {
                        Some(status) => {
                            let line = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                            let _ = stream.write_all(line.as_bytes()).await; // the bot may have gone
                        }
                        None => drop(stream.read(&mut part).await), // until the bot goes
                    }
                });
            }
        });
        Self { url, told, answer }
    }

    async fn told(&mut self) -> Told {
        timeout(LIMIT, self.told.recv()).await.expect("nothing was told").unwrap()
    }

    fn answers(&self, status: &'static str) {
        *self.answer.lock().unwrap() = Some(status);
    }
}

fn write_config(folder: &Path, webhooks: &[(&str, &str)]) {
    let mut settings =
        "[roles.sales]\ngroups = [\"sales\"]\n[roles.engineering]\ngroups = [\"engineering\"]\n".to_owned();
    for (name, url) in webhooks {
        settings.extend(["[[webhooks]]\nname = \"", name, "\"\nurl = \"", url, "\"\nallow_private = true\n"]);
    }
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("liaison.toml"), settings).unwrap();
    let teams = "teams: [{id: liaisons, triage_channel: \"#triage\", members: [\"@engineering\"]}]\n";
    std::fs::write(folder.join("teams.yaml"), teams).unwrap();
}

async fn workspace() -> Workspace {
    let mut state = State::new("T1", "Hooks", "hooks", 7);
    let seller = state.add_user(User::new("USELL", "emma", "Emma"));
    let builder = state.add_user(User::new("UBUILD", "david", "David"));
    let bot = state.add_user(User { is_bot: true, ..User::new("UBOT", "liaison", "Liaison") });
    state.add_group("sales", "Sales", [seller.clone()]);
    state.add_group("engineering", "Engineering", [builder.clone()]);
    state.add_channel(Channel::new("C1", "triage").with([&seller, &builder, &bot]));
    state.add_channel(Channel::new("C2", "project").with([&seller, &builder, &bot]));
    state.install(App::new("A1", "Liaison", &bot, "0123456789abcdef"));
    Workspace::start(WorkspaceOptions::new(state)).await.unwrap()
}

/// Somebody asks the liaison for something.
fn ask(workspace: &Workspace, what: &str) {
    let (author, channel) = (UserId::from("USELL"), ChannelId::from("C2"));
    let text = format!("@liaison ask {what}");
    workspace.act(|state| state.post_as(&author, &channel, None, &text)).unwrap();
}

/// Waits until there are so many cards in the triage channel.
async fn cards(workspace: &Workspace, count: usize) {
    let bot = UserId::from("UBOT");
    let there = |state: &State| {
        let cards = state.messages(&ChannelId::from("C1")).filter(|post| *post.author.user() == bot).count();
        (cards >= count).then_some(())
    };
    workspace.wait_for(LIMIT, there).await.unwrap();
}

fn secrets() -> Secrets {
    Secrets::from_variables(|name| Some(SECRET.to_owned()).filter(|_| name.ends_with("_SECRET")))
}

fn options(workspace: &Workspace, config: &Path, webhooks: Secrets) -> Options {
    let tokens = Tokens::from_variables(|name| match name {
        "LIAISON_SLACK_BOT_TOKEN" => Some(workspace.bot_token()),
        "LIAISON_SLACK_APP_TOKEN" => Some(workspace.app_token()),
        _ => None,
    });
    let folder = Folder::Disk(config.to_owned());
    Options {
        policy: Arc::new(move || Ok(config::load(&folder)?.for_serving()?.0)),
        data: Data::Memory,
        tokens: tokens.unwrap(),
        api: Some(workspace.api_url().parse().unwrap()),
        http: "127.0.0.1:0".parse().unwrap(),
        webhooks,
    }
}

async fn serving(workspace: &Workspace, config: &Path) -> Serving {
    runtime::serve(options(workspace, config, secrets())).await.unwrap()
}

#[tokio::test]
async fn a_step_is_told_signed_and_a_receiver_that_is_down_holds_up_neither_slack_nor_another() {
    let folder = tempfile::tempdir().unwrap();
    let (mut down, mut up) = (Receiver::start(None).await, Receiver::start(Some("200 OK")).await);
    write_config(folder.path(), &[("down", &down.url), ("up", &up.url)]);
    let workspace = workspace().await;
    let serving = serving(&workspace, folder.path()).await;
    for (number, what) in [(1, "May we move the date?"), (2, "Who pays?"), (3, "Is it safe?")] {
        ask(&workspace, what);
        cards(&workspace, number).await;
        let body = up.told().await.signed();
        assert_eq!(body["request"], format!("R-{number}"));
        assert_eq!((&body["action"], &body["state"]), (&Value::from("ask"), &Value::from("open")));
        assert!(!body.to_string().contains(what), "what they wrote is not told: {body}");
    }
    assert_eq!(down.told().await.signed()["request"], "R-1");
    serving.stop().await.unwrap();
}

#[tokio::test]
async fn without_a_secret_for_each_webhook_the_bot_neither_starts_nor_takes_up_a_changed_file() {
    let folder = tempfile::tempdir().unwrap();
    write_config(folder.path(), &[("tracker", "http://127.0.0.1:9/")]);
    let workspace = workspace().await;
    let none = options(&workspace, folder.path(), Secrets::from_variables(|_| None));
    let error = runtime::serve(none).await.unwrap_err().to_string();
    assert!(error.contains("LIAISON_WEBHOOK_TRACKER_SECRET is not set") && error.contains("openssl rand"), "{error}");

    write_config(folder.path(), &[]);
    let none = options(&workspace, folder.path(), Secrets::from_variables(|_| None));
    let serving = runtime::serve(none).await.unwrap();
    write_config(folder.path(), &[("tracker", "http://127.0.0.1:9/")]);
    let problems = serving.reload().unwrap_err().to_string();
    assert!(problems.contains("LIAISON_WEBHOOK_TRACKER_SECRET"), "{problems}");
    serving.stop().await.unwrap();
}

/// The bot as a process of its own. Dropping it kills it.
struct Bot {
    process: Child,
    log: mpsc::UnboundedReceiver<String>,
    heard: Vec<String>,
}

impl Bot {
    async fn start(workspace: &Workspace, config: &Path, data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_liaison"))
            .arg("serve")
            .arg("--config")
            .arg(config)
            .arg("--data")
            .arg(data)
            .env("LIAISON_SLACK_API_URL", workspace.api_url())
            .env("LIAISON_SLACK_BOT_TOKEN", workspace.bot_token())
            .env("LIAISON_SLACK_APP_TOKEN", workspace.app_token())
            .env("LIAISON_WEBHOOK_TRACKER_SECRET", SECRET)
            .env_remove("LIAISON_SLACK_SIGNING_SECRET")
            .env("LIAISON_LOG", "trace")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, log) = mpsc::unbounded_channel();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = tell.send(line); // the test may have seen enough
            }
        });
        let mut bot = Self { process, log, heard: Vec::new() };
        bot.says("ready in").await;
        bot
    }

    /// Waits until the log says something, or has said it; and never the secret, or where it is told.
    async fn says(&mut self, what: &str) {
        let said = async {
            while !self.heard.iter().any(|line| line.contains(what)) {
                let line = self.log.recv().await.expect("the bot ended");
                assert!(!line.contains(SECRET) && !line.contains("nobody-knows"), "{line}");
                self.heard.push(line);
            }
        };
        let said = timeout(LIMIT, said).await.is_ok();
        assert!(said, "the bot did not say `{what}`; it said {:#?}", self.heard);
    }

    /// Ends it as the system would: no chance to finish anything (SIGKILL).
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end and waits until it has.
    async fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.says("stopped").await;
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}

/// What `liaison webhooks …` says, and its exit status.
fn webhooks(config: &Path, data: &Path, arguments: &[&str]) -> (String, i32) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .arg("webhooks")
        .args(arguments)
        .arg("--config")
        .arg(config)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    assert!(!said.contains(SECRET) && !said.contains("nobody-knows"), "{said}");
    (said, status.code().unwrap())
}

fn files_below(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files =
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![std::fs::read(path).unwrap()] });
    files.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_outlives_a_kill_is_kept_when_refused_and_replayed_with_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let (config, data) = (folder.path().join("config"), folder.path().join("data"));
    let mut receiver = Receiver::start(None).await;
    write_config(&config, &[("tracker", &receiver.url)]);
    let workspace = workspace().await;

    let bot = Bot::start(&workspace, &config, &data).await;
    ask(&workspace, "May we move the date?");
    let first = receiver.told().await;
    assert_eq!(first.signed()["request"], "R-1");
    bot.kill();

    receiver.answers("404 Not Found");
    let mut bot = Bot::start(&workspace, &config, &data).await;
    let second = receiver.told().await;
    assert_eq!((second.id(), second.signed()), (first.id(), first.signed()));
    bot.says("not told;").await;
    bot.stop().await;

    let (list, status) = webhooks(&config, &data, &["list"]);
    assert_eq!(status, 0);
    let line = list.lines().next().unwrap();
    for part in ["tracker", "failed", first.id(), "status 404"] {
        assert!(line.contains(part), "{list}");
    }
    let (said, status) = webhooks(&config, &data, &["replay", "Ev-of-no-one"]);
    assert!(status == 1 && said.contains("is not known"), "{said}");
    assert_eq!(webhooks(&config, &data, &["replay"]).1, 2, "nothing named is no request");
    let (said, status) = webhooks(&config, &data, &["replay", first.id()]);
    assert!(status == 0 && said.starts_with("1 to be told again"), "{said}");
    assert!(webhooks(&config, &data, &["list"]).0.contains("waiting"));
    let (said, _) = webhooks(&config, &data, &["replay", "--failed"]);
    assert!(said.starts_with("0 to be told again"), "it waits already: {said}");

    receiver.answers("200 OK");
    let mut bot = Bot::start(&workspace, &config, &data).await;
    let third = receiver.told().await;
    assert_eq!((third.id(), third.signed()), (first.id(), first.signed()));
    bot.says("told webhook=").await;
    bot.stop().await;
    assert!(receiver.told.try_recv().is_err(), "once it is taken it is not told again");

    let (list, _) = webhooks(&config, &data, &["list", "--format", "jsonl"]);
    let entry: Value = serde_json::from_str(list.trim()).unwrap();
    assert_eq!((&entry["progress"], &entry["last"]), (&Value::from("delivered"), &Value::from("status 200")));
    let (said, status) = webhooks(&config, &data, &["replay", first.id()]);
    assert!(status == 1 && said.contains("was delivered"), "{said}");
    let kept =
        |text: &str| files_below(&data).iter().any(|file| file.windows(text.len()).any(|w| w == text.as_bytes()));
    assert!(!kept(SECRET) && !kept("nobody-knows"), "neither the secret nor the address is stored");
    workspace.stop();
}
