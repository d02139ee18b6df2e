//! A stage for stories: the local workspace of the demo with the real bot connected to it over Slack's protocol,
//! and words to say what people do and what they see. Everything is waited for by condition, within a bound.

use std::sync::Arc;
use std::time::Duration;

use liaison::config::{self, Folder};
use liaison::ids::{ChannelId, MessageTs, UserId};
use liaison::runtime::serve::{Data, Options, Serving, serve};
use liaison::slack::tokens::Tokens;
use liaison::time::Timestamp;
use liaison::webhooks::Secrets;
use liaison::workspace::seed::aozora;
use liaison::workspace::state::{AppId, State, Target, ViewId};
use liaison::workspace::{Workspace, WorkspaceOptions};
use serde_json::Value;

/// How long anything may take. Far more than it does; only a failing test ever waits that long.
const PATIENCE: Duration = Duration::from_secs(20);

/// The workspace and the bot.
pub(crate) struct Stage {
    pub(crate) workspace: Workspace,
    bot: Option<Serving>,
}

/// A message somebody sees.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) target: Target,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Value>,
}

impl Seen {
    /// The action id of the button that means this.
    pub(crate) fn button(&self, press: &str) -> Option<String> {
        let elements = self.blocks.iter().filter_map(|block| block["elements"].as_array()).flatten();
        let mut ids = elements.filter_map(|element| element["action_id"].as_str());
        ids.find(|id| id.starts_with(press)).map(str::to_owned)
    }
}

impl Stage {
    /// The curtain rises: everybody is there and the bot is connected over Socket Mode.
    pub(crate) async fn open() -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let state = aozora(Timestamp(i64::try_from(now.as_millis()).unwrap()), 7).unwrap();
        let workspace = Workspace::start(WorkspaceOptions::new(state)).await.unwrap();
        let tokens = Tokens::from_variables(|name| match name {
            "LIAISON_SLACK_BOT_TOKEN" => Some(workspace.bot_token()),
            "LIAISON_SLACK_APP_TOKEN" => Some(workspace.app_token()),
            _ => None,
        })
        .unwrap();
        let options = Options {
            policy: Arc::new(|| Ok(config::load(&Folder::BuiltIn)?.for_serving()?.0)),
            data: Data::Memory,
            tokens,
            api: Some(workspace.api_url().parse().unwrap()),
            http: ([127, 0, 0, 1], 0).into(),
            webhooks: Secrets::from_variables(|_| None),
        };
        let bot = serve(options).await.unwrap();
        Self { workspace, bot: Some(bot) }
    }

    /// The curtain falls, in order.
    pub(crate) async fn close(mut self) {
        if let Some(bot) = self.bot.take() {
            bot.stop().await.unwrap();
        }
        self.workspace.stop();
    }

    pub(crate) fn person(&self, name: &str) -> UserId {
        self.workspace.read(|state| state.user_named(name).unwrap().id.clone())
    }

    pub(crate) fn channel(&self, name: &str) -> ChannelId {
        self.workspace.read(|state| state.channel_named(name).unwrap().id.clone())
    }

    /// The direct messages of a person with the bot.
    pub(crate) fn direct(&self, name: &str) -> ChannelId {
        let (person, bot) = (self.person(name), self.person("liaison"));
        self.workspace.read(|state| state.direct_between(&person, &bot).unwrap().id.clone())
    }

    /// Somebody writes something.
    pub(crate) fn says(&self, name: &str, channel: &ChannelId, thread: Option<&MessageTs>, text: &str) -> MessageTs {
        let person = self.person(name);
        self.workspace.act(|state| state.post_as(&person, channel, thread, text)).unwrap()
    }

    /// Somebody clicks a button.
    pub(crate) fn clicks(&self, name: &str, seen: &Seen, press: &str) {
        self.clicks_times(1, name, seen, press);
    }

    /// Somebody clicks a button so many times before anything can come of it.
    pub(crate) fn clicks_times(&self, times: usize, name: &str, seen: &Seen, press: &str) {
        let person = self.person(name);
        let action = seen.button(press).unwrap_or_else(|| panic!("no button {press} in {seen:?}"));
        self.workspace.act(|state| {
            for _ in 0..times {
                state.click(&person, &seen.target, &action).unwrap();
            }
        });
    }

    /// Somebody calls `/liaison …`.
    pub(crate) fn calls(&self, name: &str, channel: &ChannelId, text: &str) {
        let person = self.person(name);
        self.workspace.act(|state| state.slash(&person, channel, "/liaison", text)).unwrap();
    }

    /// Waits until the state shows something.
    pub(crate) async fn until<T>(&self, what: &str, shown: impl FnMut(&State) -> Option<T>) -> T {
        match self.workspace.wait_for(PATIENCE, shown).await {
            Ok(found) => found,
            Err(late) => panic!("{what}: {late}\n{}", self.transcript()),
        }
    }

    /// What the bot says in a thread, once it says something with these words.
    pub(crate) async fn reply(&self, channel: &ChannelId, root: &MessageTs, words: &str) -> Seen {
        let bot = self.person("liaison");
        self.until(&format!("a reply with “{words}”"), |state| {
            let replies = state.messages(channel).filter(|m| m.thread.as_ref() == Some(root));
            replies.filter(|m| *m.author.user() == bot).find(|m| said(&m.text, &m.blocks).contains(words)).map(|m| {
                Seen {
                    target: Target::Message(channel.clone(), m.ts.clone()),
                    text: said(&m.text, &m.blocks),
                    blocks: m.blocks.clone(),
                }
            })
        })
        .await
    }

    /// What the bot says in a channel, once it says something with a button that means this.
    pub(crate) async fn card(&self, channel: &ChannelId, press: &str) -> Seen {
        let bot = self.person("liaison");
        self.until(&format!("a card with the button {press}"), |state| {
            let posts = state.messages(channel).filter(|m| *m.author.user() == bot);
            posts
                .map(|m| Seen {
                    target: Target::Message(channel.clone(), m.ts.clone()),
                    text: said(&m.text, &m.blocks),
                    blocks: m.blocks.clone(),
                })
                .find(|seen| seen.button(press).is_some())
        })
        .await
    }

    /// What a person alone sees in a channel, once it has these words.
    pub(crate) async fn private(&self, name: &str, channel: &ChannelId, words: &str) -> Seen {
        let person = self.person(name);
        self.until(&format!("something for {name} alone with “{words}”"), |state| {
            state
                .ephemerals(&person, channel)
                .map(|e| Seen {
                    target: Target::Ephemeral(e.ts.clone()),
                    text: said(&e.text, &e.blocks),
                    blocks: e.blocks.clone(),
                })
                .find(|seen| seen.text.contains(words))
        })
        .await
    }

    /// Waits until the bot has put an emoji on a message.
    pub(crate) async fn marked(&self, channel: &ChannelId, ts: &MessageTs, emoji: &str) {
        let bot = self.person("liaison");
        self.until(&format!("a :{emoji}:"), |state| {
            let message = state.message(channel, ts)?;
            message.reactions.iter().find(|r| r.name == emoji && r.users.contains(&bot)).map(|_| ())
        })
        .await;
    }

    /// The window a person has open, once there is one.
    pub(crate) async fn window(&self, name: &str) -> ViewId {
        let person = self.person(name);
        self.until("a window", |state| state.front_modal(&person).map(|view| view.id.clone())).await
    }

    /// Waits until somebody's App Home shows a text; gives the view.
    pub(crate) async fn home(&self, name: &str, app: &AppId, text: &str) -> ViewId {
        let person = self.person(name);
        let shows = |state: &State| {
            let view = state.home(&person, app)?;
            let shown = serde_json::to_string(view.blocks()).ok()?;
            Some((shown.contains(text).then(|| view.id.clone()), shown))
        };
        let found = self.workspace.wait_for(PATIENCE, |state| shows(state)?.0).await;
        found.unwrap_or_else(|late| panic!("“{text}” in the home: {late}\n{:?}", self.workspace.read(shows)))
    }

    fn transcript(&self) -> String {
        self.workspace.read(|state| {
            let mut lines = Vec::new();
            for channel in state.channels() {
                for m in state.messages(&channel.id) {
                    lines.push(format!(
                        "#{} {} {:?} {}",
                        channel.name,
                        m.author.user(),
                        m.thread,
                        said(&m.text, &m.blocks)
                    ));
                }
                for user in state.users() {
                    for e in state.ephemerals(&user.id, &channel.id) {
                        lines.push(format!("#{} (only {}) {}", channel.name, user.id, said(&e.text, &e.blocks)));
                    }
                }
            }
            lines.join("\n")
        })
    }
}

/// Everything a message says: its text and the text of its blocks.
fn said(text: &str, blocks: &[Value]) -> String {
    fn collect(value: &Value, into: &mut String) {
        match value {
            Value::Object(map) => {
                if let (Some(Value::String(text)), Some(_)) = (map.get("text"), map.get("type")) {
                    into.push('\n');
                    into.push_str(text);
                }
                map.values().for_each(|value| collect(value, into));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut out = text.to_owned();
    for block in blocks {
        collect(block, &mut out);
    }
    out
}
