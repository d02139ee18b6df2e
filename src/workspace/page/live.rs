//! Keeps an open page as it should be: listens to the workspace's changes, draws the page again and sends only
//! the parts that came out differently. Gives a stream of events that ends when there is nothing to show any more.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use axum::response::sse::Event;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;

use super::message::{self, Item, version};
use super::scene::Scene;
use super::{shell, sidebar, view};
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::workspace::Workspace;
use crate::workspace::state::{Change, State};

/// What a page shows.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) reader: UserId,
    pub(super) channel: ChannelId,
    pub(super) thread: Option<MessageTs>,
    pub(super) home: bool,
}

impl Shown {
    /// The scene, while its person and channel are there.
    pub(super) fn scene<'a>(&'a self, state: &'a State) -> Option<Scene<'a>> {
        let (reader, channel) = (state.user(&self.reader)?, state.channel(&self.channel)?);
        Some(Scene::new(state, reader, channel, self.thread.as_ref(), self.home))
    }
}

struct Live {
    workspace: Workspace,
    shown: Shown,
    changes: Receiver<Change>,
    stop: watch::Receiver<bool>,
    sent: Sent,
}

/// What the page was sent last: versions only.
#[derive(Default)]
struct Sent {
    parts: HashMap<&'static str, String>,
    lists: HashMap<&'static str, BTreeMap<String, String>>,
}

/// Follows what a page shows. The first event says all of it, so that a page that was away catches up.
pub(super) fn follow(workspace: Workspace, shown: Shown) -> impl Stream<Item = Result<Event, Infallible>> {
    let changes = workspace.changes();
    let stop = workspace.shared.stop.subscribe();
    let live = Live { workspace, shown, changes, stop, sent: Sent::default() };
    unfold(live, |mut live| async move {
        loop {
            let difference = live.difference()?;
            if !difference.is_empty() {
                let data = Value::Object(difference).to_string();
                return Some((Ok(Event::default().event("change").data(data)), live));
            }
            live.wait().await?;
        }
    })
}

impl Live {
    /// Waits for a change, and takes those that came with it; nothing once the workspace stops.
    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            change = self.changes.recv() => match change {
                Err(RecvError::Closed) => return None,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
            },
            _ = self.stop.wait_for(|stop| *stop) => return None,
        }
        while let Ok(_) | Err(TryRecvError::Lagged(_)) = self.changes.try_recv() {}
        Some(())
    }

    /// What is different from what was sent; nothing once there is nothing to show.
    fn difference(&mut self) -> Option<Map<String, Value>> {
        let Self { workspace, shown, sent, .. } = self;
        let unread = workspace.read(|state| state.unread(&shown.reader, &shown.channel) > 0);
        if unread {
            // Whoever is looking has read it. That they are no member here is no reason to stop looking.
            let _ = workspace.act(|state| state.mark_read(&shown.reader, &shown.channel));
        }
        workspace.read(|state| {
            let scene = shown.scene(state)?;
            let mut out = Map::new();
            sent.part(&mut out, "title", shell::title(&scene));
            sent.part(&mut out, "sidebar", sidebar::sidebar(&scene).into_string());
            sent.part(&mut out, "head", shell::channel_head(&scene).into_string());
            sent.part(&mut out, "modal", view::modal(&scene).into_string());
            if scene.home {
                sent.part(&mut out, "home", shell::home_tab(&scene).into_string());
            } else {
                sent.list(&mut out, "timeline", &message::timeline(&scene));
            }
            if scene.thread.is_some() {
                sent.list(&mut out, "thread", &message::thread(&scene));
            }
            Some(out)
        })
    }
}

impl Sent {
    fn part(&mut self, out: &mut Map<String, Value>, name: &'static str, html: String) {
        let now = version(&html);
        if self.parts.get(name) != Some(&now) {
            self.parts.insert(name, now);
            out.insert(name.to_owned(), Value::String(html));
        }
    }

    fn list(&mut self, out: &mut Map<String, Value>, name: &'static str, items: &[Item]) {
        let now: BTreeMap<String, String> = items.iter().map(|item| (item.key.clone(), item.version.clone())).collect();
        let before = self.lists.entry(name).or_default();
        if *before == now {
            return;
        }
        let html: Map<String, Value> = items
            .iter()
            .filter(|item| before.get(&item.key) != Some(&item.version))
            .map(|item| (item.key.clone(), Value::String(shell::versioned(item))))
            .collect();
        let order: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
        out.insert(name.to_owned(), json!({ "order": order, "html": html }));
        *before = now;
    }
}
