//! The bot killed again and again between taking a message in and answering it, over Slack's own protocol: every
//! message is answered, and none twice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use liaison::ids::{ChannelId, MessageTs, UserId};
use liaison::workspace::state::{App, Channel, State, User};
use liaison::workspace::{Fault, Planned, Workspace, WorkspaceOptions};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How often the bot is killed.
const ROUNDS: usize = 20;
/// One message each a round.
const CHANNELS: usize = 4;
/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(60);

/// What the bot says in its log at each stage of a message, from before the acknowledgement to after the reply.
const STAGES: [&str; 3] = ["accepted", "decided", "done"];

/// What must not stand in a log: words of a message, tokens, addresses to answer at.
const SECRETS: [&str; 4] = ["asked about the", "xoxb-", "xapp-", "response_url"];

/// A word nobody knows, another one for every number.
fn word(number: usize) -> String {
    let letters = b"bdfgklmnprtvz";
    let letter = |n: usize| char::from(letters[n % letters.len()]);
    format!("qu{}o{}a{}", letter(number), letter(number / letters.len()), letter(number / 7))
}

fn write_config(folder: &Path) {
    let mut glossary = String::from("subject_field: engineering\nconcepts:\n");
    for number in 0..ROUNDS * CHANNELS {
        let word = word(number);
        let _ = writeln!(
            glossary,
            "  - id: word-{number}\n    terms: {{en: [{word}]}}\n    definition: {{en: A word for the number {number}.}}"
        );
    }
    std::fs::create_dir_all(folder.join("glossary")).unwrap();
    std::fs::write(folder.join("glossary/words.yaml"), glossary).unwrap();
    let settings = "[friction]\nmode = \"off\"\n[noise]\nposts_an_hour = 500\nposts_a_day = 500\n\
                    [roles.sales]\ngroups = [\"sales\"]\n[roles.engineering]\ngroups = [\"engineering\"]\n";
    std::fs::write(folder.join("liaison.toml"), settings).unwrap();
    let teams = "teams: [{id: liaisons, triage_channel: \"#channel-0\", members: [\"@engineering\"]}]\n";
    std::fs::write(folder.join("teams.yaml"), teams).unwrap();
}

fn channel(number: usize) -> ChannelId {
    ChannelId::new(format!("C{number}"))
}

async fn workspace() -> Workspace {
    let mut state = State::new("T1", "Crash", "crash", 7);
    let seller = state.add_user(User::new("USELL", "emma", "Emma"));
    let builder = state.add_user(User::new("UBUILD", "david", "David"));
    let bot = state.add_user(User { is_bot: true, ..User::new("UBOT", "liaison", "Liaison") });
    state.add_group("sales", "Sales", [seller.clone()]);
    state.add_group("engineering", "Engineering", [builder.clone()]);
    for number in 0..CHANNELS {
        let channel = Channel::new(channel(number).as_str(), format!("channel-{number}"));
        state.add_channel(channel.with([&seller, &builder, &bot]));
    }
    state.install(App::new("A1", "Liaison", &bot, "0123456789abcdef"));
    let patience = Duration::from_millis(50);
    let options = WorkspaceOptions { retry_after: vec![patience; 3], ..WorkspaceOptions::new(state) };
    Workspace::start(options).await.unwrap()
}

/// The bot as a process of its own. Dropping it kills it.
struct Bot {
    process: Child,
    log: mpsc::UnboundedReceiver<String>,
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
            .env_remove("LIAISON_SLACK_SIGNING_SECRET")
            .env("LIAISON_LOG", "trace")
            .env("LIAISON_LOG_FORMAT", "json")
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
        let mut bot = Self { process, log };
        bot.says("ready in", 1).await;
        bot
    }

    /// Waits until the log has said something so many times; and never what people wrote, or a secret.
    async fn says(&mut self, what: &str, times: usize) {
        let mut heard = Vec::new();
        let said = async {
            let mut count = 0;
            while count < times {
                match self.log.recv().await {
                    Some(line) => {
                        assert!(!SECRETS.iter().any(|secret| line.contains(secret)), "{line}");
                        let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
                        let message = entry["fields"]["message"].as_str().unwrap_or_default();
                        count += usize::from(message.contains(what));
                        heard.push(line);
                    }
                    None => return false,
                }
            }
            true
        };
        let said = timeout(LIMIT, said).await;
        assert_eq!(said, Ok(true), "the bot did not say `{what}` {times} times; it said {heard:#?}");
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
        self.says("stopped", 1).await;
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}

type Asked = BTreeMap<MessageTs, (ChannelId, String)>;

/// How often each message was answered.
fn answers(state: &State, asked: &Asked) -> Vec<(String, usize)> {
    let bot = UserId::from("UBOT");
    let of_bot = |channel, root| state.replies(channel, root).filter(|reply| *reply.author.user() == bot).count();
    asked.iter().map(|(ts, (channel, word))| (word.clone(), of_bot(channel, ts))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_answered_exactly_once_however_often_the_bot_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (config, data) = (folder.path().join("config"), folder.path().join("data"));
    write_config(&config);
    let workspace = workspace().await;
    let mut asked = Asked::new();
    for round in 0..ROUNDS {
        let mut bot = Bot::start(&workspace, &config, &data).await;
        if round % 2 == 1 {
            // The message arrives at Slack, and its answer is still on the way when the bot dies.
            workspace.fail("chat.postMessage", &Planned::after(Fault::Late(1_000)), 2);
        }
        for number in 0..CHANNELS {
            let (word, channel) = (word(round * CHANNELS + number), channel(number));
            let text = format!("the customer asked about the {word} again");
            let author = UserId::from("USELL");
            let ts = workspace.act(|state| state.post_as(&author, &channel, None, &text)).unwrap();
            asked.insert(ts, (channel, word));
        }
        let stage = STAGES[round % STAGES.len()];
        let most = if round % 2 == 1 && stage == "done" { CHANNELS - 2 } else { CHANNELS };
        bot.says(stage, 1 + round / STAGES.len() % most).await;
        bot.kill();
        workspace.clear_faults();
    }
    let bot = Bot::start(&workspace, &config, &data).await;
    let all = workspace.wait_for(LIMIT, |state| answers(state, &asked).iter().all(|&(_, n)| n > 0).then_some(())).await;
    assert!(all.is_ok(), "not answered: {:?}", workspace.read(|state| answers(state, &asked)));
    bot.stop().await; // what it still had to do is done
    let wrong: Vec<_> =
        workspace.read(|state| answers(state, &asked)).into_iter().filter(|&(_, count)| count != 1).collect();
    assert!(wrong.is_empty(), "answered more than once: {wrong:?}");
    assert_eq!(asked.len(), ROUNDS * CHANNELS);
    workspace.stop();
}
