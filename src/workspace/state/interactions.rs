//! What a person does with an app's things: clicks, choices, slash commands, shortcuts. Each becomes what Slack
//! would send the app.

use serde_json::{Map, Value, json};

use super::events::{DeliveryKind, Reply};
use super::inputs::chosen_value;
use super::model::{AppId, Target, View};
use super::{ActionError, State};
use crate::ids::{ChannelId, MessageTs, UserId};

/// An element found in blocks, with the block it is in.
struct Found {
    block_id: String,
    element: Value,
}

impl State {
    /// Clicks a button (or picks the only thing an element offers) in a message, an ephemeral message or a
    /// view: the first element with this action id.
    pub fn click(&mut self, user: &UserId, target: &Target, action_id: &str) -> Result<(), ActionError> {
        self.choose(user, target, None, action_id, &[])
    }

    /// Uses an interactive element. `block_id` tells elements of the same action id apart; `choices` are the
    /// values of the chosen options, or what was typed, and are empty for a button.
    pub fn choose(
        &mut self,
        user: &UserId,
        target: &Target,
        block_id: Option<&str>,
        action_id: &str,
        choices: &[&str],
    ) -> Result<(), ActionError> {
        self.somebody(user)?;
        match target {
            Target::Message(channel, ts) => {
                self.member(user, channel)?;
                let message = self.seen_message(channel, ts)?.clone();
                let app = message.author.app().cloned().ok_or_else(|| missing(action_id))?;
                let found = find(&message.blocks, block_id, action_id).ok_or_else(|| missing(action_id))?;
                let mut container = json!({"type": "message", "message_ts": ts, "channel_id": channel,
                    "is_ephemeral": false});
                if let Some(root) = &message.thread {
                    container["thread_ts"] = json!(root);
                }
                let address = self.open_address(&app, user, channel, message.thread.as_ref(), Some(target.clone()));
                let mut payload = self.interaction("block_actions", &app, user);
                payload.insert("container".into(), container);
                payload.insert("channel".into(), self.channel_ref(channel));
                payload.insert("message".into(), self.message_json(&message));
                payload.insert("state".into(), json!({"values": {}}));
                payload.insert("response_url".into(), json!(address));
                self.act(user, Some(channel), &app, payload, &found, choices);
            }
            Target::Ephemeral(ts) => {
                let ephemeral = self.ephemeral(ts).filter(|it| it.reader == *user).cloned();
                let ephemeral = ephemeral.ok_or_else(|| ActionError::NoSuchMessage(ts.clone()))?;
                let app = ephemeral.app.ok_or_else(|| missing(action_id))?;
                let found = find(&ephemeral.blocks, block_id, action_id).ok_or_else(|| missing(action_id))?;
                let channel = &ephemeral.channel;
                let mut container = json!({"type": "message", "message_ts": ts, "channel_id": channel,
                    "is_ephemeral": true});
                if let Some(root) = &ephemeral.thread {
                    container["thread_ts"] = json!(root);
                }
                let address = self.open_address(&app, user, channel, ephemeral.thread.as_ref(), Some(target.clone()));
                // As on Slack, the payload carries no message here: an ephemeral one is not kept.
                let mut payload = self.interaction("block_actions", &app, user);
                payload.insert("container".into(), container);
                payload.insert("channel".into(), self.channel_ref(channel));
                payload.insert("state".into(), json!({"values": {}}));
                payload.insert("response_url".into(), json!(address));
                self.act(user, Some(channel), &app, payload, &found, choices);
            }
            Target::View(id) => {
                let view = self.own_view(user, id)?.clone();
                let found = find(view.blocks(), block_id, action_id).ok_or_else(|| missing(action_id))?;
                let value = chosen_value(&found.element, choices);
                if let Some(value) = value.filter(|_| found.element["type"] != "button") {
                    self.fill(id, &found.block_id, action_id, value);
                }
                let mut payload = self.interaction("block_actions", &view.app, user);
                payload.insert("container".into(), json!({"type": "view", "view_id": id.as_str()}));
                let shown = self.view(id).map_or(Value::Null, |view| self.view_json(view));
                payload.insert("state".into(), shown["state"].clone());
                payload.insert("view".into(), shown);
                self.act(user, None, &view.app, payload, &found, choices);
            }
        }
        Ok(())
    }

    /// Calls a slash command (`/liaison`) with what follows it.
    pub fn slash(&mut self, user: &UserId, channel: &ChannelId, command: &str, text: &str) -> Result<(), ActionError> {
        self.may_write(user, channel)?;
        let app = self.slash_commands().find(|(_, it)| it.command == command).map(|(app, _)| app.clone());
        let app = app.ok_or_else(|| ActionError::NoSuchCommand(command.to_owned()))?;
        let address = self.open_address(&app.id, user, channel, None, None);
        let trigger = self.open_trigger(&app.id, user);
        let there = self.channel_ref(channel);
        let who = self.user(user).map(|it| it.name.clone()).unwrap_or_default();
        let body = json!({
            "token": "local", "team_id": self.team_of(user), "team_domain": self.team.domain, "channel_id": channel,
            "channel_name": there["name"], "user_id": user, "user_name": who, "command": command,
            "text": super::typed_to_mrkdwn(self, text.trim()), "api_app_id": app.id.as_str(),
            "is_enterprise_install": "false", "response_url": address, "trigger_id": trigger,
        });
        let reply =
            Reply::Command { user: user.clone(), channel: channel.clone(), command: command.to_owned(), address };
        self.deliver(&app.id, DeliveryKind::Command, body, reply);
        Ok(())
    }

    /// Uses a shortcut on a message.
    pub fn shortcut(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        ts: &MessageTs,
        callback_id: &str,
    ) -> Result<(), ActionError> {
        self.member(user, channel)?;
        let message = self.seen_message(channel, ts)?.clone();
        let app = self.app_of_shortcut(callback_id, true)?;
        let address = self.open_address(&app, user, channel, message.thread.as_ref(), None);
        let mut payload = self.interaction("message_action", &app, user);
        payload.insert("callback_id".into(), json!(callback_id));
        payload.insert("channel".into(), self.channel_ref(channel));
        payload.insert("message_ts".into(), json!(ts));
        payload.insert("message".into(), self.message_json(&message));
        payload.insert("response_url".into(), json!(address));
        payload.insert("action_ts".into(), json!(self.next_ts()));
        let reply = Reply::Click { user: user.clone(), channel: Some(channel.clone()) };
        self.deliver(&app, DeliveryKind::Interactive, Value::Object(payload), reply);
        Ok(())
    }

    /// Uses a shortcut that belongs to no message.
    pub fn global_shortcut(&mut self, user: &UserId, callback_id: &str) -> Result<(), ActionError> {
        self.somebody(user)?;
        let app = self.app_of_shortcut(callback_id, false)?;
        let mut payload = self.interaction("shortcut", &app, user);
        payload.insert("callback_id".into(), json!(callback_id));
        payload.insert("action_ts".into(), json!(self.next_ts()));
        let reply = Reply::Click { user: user.clone(), channel: None };
        self.deliver(&app, DeliveryKind::Interactive, Value::Object(payload), reply);
        Ok(())
    }

    /// Opens an app's home tab: the app hears of it and may publish what to show.
    pub fn open_home(&mut self, user: &UserId, app: &AppId) -> Result<(), ActionError> {
        self.somebody(user)?;
        let app = self.app(app).cloned().ok_or_else(|| ActionError::NoSuchCommand(app.to_string()))?;
        self.tell_of_home(&app, user);
        Ok(())
    }

    fn app_of_shortcut(&self, callback_id: &str, on_message: bool) -> Result<AppId, ActionError> {
        let fits = |it: &super::Shortcut| it.callback_id == callback_id && it.on_message == on_message;
        let app = self.apps.values().find(|app| app.shortcuts.iter().any(fits));
        app.map(|app| app.id.clone()).ok_or_else(|| ActionError::NoSuchCommand(callback_id.to_owned()))
    }

    fn act(
        &mut self,
        user: &UserId,
        channel: Option<&ChannelId>,
        app: &AppId,
        mut payload: Map<String, Value>,
        found: &Found,
        choices: &[&str],
    ) {
        let mut action = Map::new();
        for key in ["type", "action_id", "text", "value", "style", "url", "placeholder", "confirm"] {
            if let Some(value) = found.element.get(key) {
                action.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(Value::Object(chosen)) = chosen_value(&found.element, choices) {
            action.extend(chosen);
        }
        action.insert("block_id".into(), json!(found.block_id));
        action.insert("action_ts".into(), json!(self.next_ts()));
        payload.insert("actions".into(), json!([action]));
        let reply = Reply::Click { user: user.clone(), channel: channel.cloned() };
        self.deliver(app, DeliveryKind::Interactive, Value::Object(payload), reply);
    }

    /// What every interaction says, with a trigger id of its own.
    pub(super) fn interaction(&mut self, kind: &str, app: &AppId, user: &UserId) -> Map<String, Value> {
        let trigger = self.open_trigger(app, user);
        let name = self.user(user).map(|it| it.name.clone()).unwrap_or_default();
        let mut payload = Map::new();
        payload.insert("type".into(), json!(kind));
        let who = json!({"id": user, "username": name, "name": name, "team_id": self.team_of(user)});
        payload.insert("user".into(), who);
        payload.insert("api_app_id".into(), json!(app.as_str()));
        payload.insert("token".into(), json!("local"));
        payload.insert("trigger_id".into(), json!(trigger));
        payload.insert("team".into(), json!({"id": self.team.id, "domain": self.team.domain}));
        payload.insert("enterprise".into(), Value::Null);
        payload.insert("is_enterprise_install".into(), json!(false));
        payload
    }

    fn channel_ref(&self, channel: &ChannelId) -> Value {
        let name = self.channel(channel).map_or("", |it| match it.kind {
            super::ChannelKind::Direct => "directmessage",
            super::ChannelKind::Public => it.name.as_str(),
            super::ChannelKind::Private => "privategroup",
        });
        json!({"id": channel, "name": name})
    }

    fn own_view(&self, user: &UserId, id: &super::ViewId) -> Result<&View, ActionError> {
        self.view(id).filter(|view| view.user == *user).ok_or(ActionError::NoSuchView)
    }
}

fn missing(action_id: &str) -> ActionError {
    ActionError::NoSuchElement(action_id.to_owned())
}

/// The first interactive element with this action id, in the given block if any.
fn find(blocks: &[Value], block_id: Option<&str>, action_id: &str) -> Option<Found> {
    for block in blocks {
        let id = block["block_id"].as_str().unwrap_or_default();
        if block_id.is_some_and(|wanted| wanted != id) {
            continue;
        }
        let several = block["elements"].as_array().into_iter().flatten();
        let one = [&block["accessory"], &block["element"]].into_iter();
        if let Some(element) = several.chain(one).find(|element| element["action_id"] == action_id) {
            return Some(Found { block_id: id.to_owned(), element: element.clone() });
        }
    }
    None
}
