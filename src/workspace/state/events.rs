//! What apps hear of what happens: each change as Slack's event, for every app that subscribed to it and whose
//! bot is in the channel.

use serde_json::{Value, json};

use super::State;
use super::installed::App;
use super::model::{AppId, Author, Channel, ChannelKind, Message, ViewId};
use crate::ids::{ChannelId, MessageTs, UserId};

/// What kind of thing an app is sent, which decides the envelope it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeliveryKind {
    /// An `event_callback`.
    Event,
    /// A click, a shortcut, a window sent in.
    Interactive,
    /// A slash command.
    Command,
}

/// What an app's answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// Nothing beyond having arrived.
    Nothing,
    /// What becomes of a window that was sent in.
    Submission(ViewId),
    /// The answer to a command, said through its response address.
    Command { user: UserId, channel: ChannelId, command: String, address: String },
    /// Nothing; but if there is none, the person is told.
    Click { user: UserId, channel: Option<ChannelId> },
}

/// Something an app must be sent.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) app: AppId,
    pub(crate) kind: DeliveryKind,
    /// Slack's JSON (of a command: its form as an object).
    pub(crate) body: Value,
    pub(crate) reply: Reply,
}

impl State {
    pub(super) fn deliver(&mut self, app: &AppId, kind: DeliveryKind, body: Value, reply: Reply) {
        self.deliveries.push(Delivery { app: app.clone(), kind, body, reply });
    }

    pub(super) fn tell_of_message(&mut self, channel: &ChannelId, ts: &MessageTs) {
        let (Some(there), Some(message)) = (self.channel(channel).cloned(), self.message(channel, ts).cloned()) else {
            return;
        };
        let mut event = self.message_json(&message);
        event["channel"] = json!(channel);
        event["event_ts"] = json!(ts);
        event["channel_type"] = json!(channel_type(there.kind));
        self.tell_members(&there, message_event(there.kind), &event);
        if message.subtype.is_some() || there.kind == ChannelKind::Direct {
            return;
        }
        for app in self.listeners(&there, "app_mention") {
            let mention = format!("<@{}>", app.user);
            if message.text.contains(&mention) && message.author.app() != Some(&app.id) {
                let mut mention = event.clone();
                mention["type"] = json!("app_mention");
                if let Some(object) = mention.as_object_mut() {
                    object.remove("channel_type");
                }
                self.tell(&app, Some(&there), &mention);
            }
        }
    }

    pub(super) fn tell_of_edit(&mut self, channel: &ChannelId, ts: &MessageTs, before: &Message) {
        let Some(now) = self.message(channel, ts).cloned() else { return };
        self.tell_of_change(channel, &now, before);
    }

    fn tell_of_change(&mut self, channel: &ChannelId, now: &Message, before: &Message) {
        let Some(there) = self.channel(channel).cloned() else { return };
        let event_ts = self.next_ts();
        let event = json!({
            "type": "message", "subtype": "message_changed", "hidden": true, "channel": channel,
            "message": self.message_json(now), "previous_message": self.message_json(before),
            "ts": event_ts, "event_ts": event_ts, "channel_type": channel_type(there.kind),
        });
        self.tell_members(&there, message_event(there.kind), &event);
    }

    /// A deleted root with replies is a change to a tombstone, as on Slack; anything else is a deletion.
    pub(super) fn tell_of_deletion(&mut self, channel: &ChannelId, before: &Message) {
        if let Some(mark) = self.message(channel, &before.ts).cloned() {
            return self.tell_of_change(channel, &mark, before);
        }
        let Some(there) = self.channel(channel).cloned() else { return };
        let event_ts = self.next_ts();
        let event = json!({
            "type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel,
            "deleted_ts": before.ts, "previous_message": self.message_json(before),
            "ts": event_ts, "event_ts": event_ts, "channel_type": channel_type(there.kind),
        });
        self.tell_members(&there, message_event(there.kind), &event);
    }

    pub(super) fn tell_of_reaction(
        &mut self,
        user: &UserId,
        channel: &ChannelId,
        ts: &MessageTs,
        name: &str,
        added: bool,
    ) {
        let Some(there) = self.channel(channel).cloned() else { return };
        let kind = if added { "reaction_added" } else { "reaction_removed" };
        let item_user = self.message(channel, ts).map(|message| message.author.user().clone());
        let event = json!({
            "type": kind, "user": user, "reaction": name, "item_user": item_user,
            "item": {"type": "message", "channel": channel, "ts": ts}, "event_ts": self.next_ts(),
        });
        self.tell_members(&there, kind, &event);
    }

    pub(super) fn tell_of_member(&mut self, channel: &ChannelId, user: &UserId, by: Option<&UserId>, joined: bool) {
        let Some(there) = self.channel(channel).cloned() else { return };
        let kind = if joined { "member_joined_channel" } else { "member_left_channel" };
        let letter = if there.kind == ChannelKind::Public { "C" } else { "G" };
        let mut event = json!({
            "type": kind, "user": user, "channel": channel, "channel_type": letter,
            "team": self.team_of(user), "event_ts": self.next_ts(),
        });
        if let Some(by) = by {
            event["inviter"] = json!(by);
        }
        self.tell_members(&there, kind, &event);
    }

    /// An app whose bot left hears of it, too, though it is no longer in the channel.
    pub(super) fn tell_of_leaving(&mut self, channel: &ChannelId, user: &UserId) {
        let private = self.channel(channel).is_some_and(|it| it.kind == ChannelKind::Private);
        let kind = if private { "group_left" } else { "channel_left" };
        let event = json!({"type": kind, "channel": channel, "event_ts": self.next_ts()});
        for app in self.subscribers(kind).into_iter().filter(|app| app.user == *user) {
            self.tell(&app, None, &event);
        }
    }

    pub(super) fn tell_of_archiving(&mut self, channel: &ChannelId, by: &UserId, archived: bool) {
        let Some(there) = self.channel(channel).cloned() else { return };
        let kind = if archived { "channel_archive" } else { "channel_unarchive" };
        let event = json!({"type": kind, "channel": channel, "user": by, "event_ts": self.next_ts()});
        self.tell_members(&there, kind, &event);
    }

    pub(super) fn tell_of_rename(&mut self, channel: &ChannelId) {
        let Some(there) = self.channel(channel).cloned() else { return };
        let named = json!({"id": channel, "name": there.name, "created": there.created.0 / 1000});
        let event = json!({"type": "channel_rename", "channel": named, "event_ts": self.next_ts()});
        self.tell_members(&there, "channel_rename", &event);
    }

    pub(super) fn tell_of_user_change(&mut self, user: &UserId) {
        let Some(there) = self.user(user).cloned() else { return };
        let event = json!({"type": "user_change", "user": self.user_json(&there, true), "event_ts": self.next_ts()});
        for app in self.subscribers("user_change") {
            self.tell(&app, None, &event);
        }
    }

    /// Tells an app that a person looks at its home tab. Its first view of it carries none.
    pub(super) fn tell_of_home(&mut self, app: &App, user: &UserId) {
        let channel = self.open_direct(user, &app.user);
        let mut event = json!({
            "type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": self.next_ts(),
        });
        if let Some(view) = self.home(user, &app.id) {
            event["view"] = self.view_json(view);
        }
        if app.events.contains("app_home_opened") {
            self.tell(app, None, &event);
        }
    }

    fn tell_members(&mut self, channel: &Channel, subscription: &str, event: &Value) {
        for app in self.listeners(channel, subscription) {
            self.tell(&app, Some(channel), event);
        }
    }

    fn listeners(&self, channel: &Channel, subscription: &str) -> Vec<App> {
        self.subscribers(subscription).into_iter().filter(|app| channel.members.contains(&app.user)).collect()
    }

    fn subscribers(&self, subscription: &str) -> Vec<App> {
        self.apps.values().filter(|app| app.events.contains(subscription)).cloned().collect()
    }

    fn tell(&mut self, app: &App, channel: Option<&Channel>, event: &Value) {
        let event_id = format!("Ev{}", self.next_id());
        let shared = channel.is_some_and(|it| it.ext_shared);
        let body = json!({
            "token": "local", "team_id": self.team.id, "context_team_id": self.team.id,
            "context_enterprise_id": null, "api_app_id": app.id.as_str(), "event": event,
            "type": "event_callback", "event_id": event_id, "event_time": self.now.0 / 1000,
            "authorizations": [{"enterprise_id": null, "team_id": self.team.id, "user_id": app.user,
                "is_bot": true, "is_enterprise_install": false}],
            "is_ext_shared_channel": shared, "event_context": format!("4-{event_id}"),
        });
        self.deliver(&app.id, DeliveryKind::Event, body, Reply::Nothing);
    }
}

fn channel_type(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Public => "channel",
        ChannelKind::Private => "group",
        ChannelKind::Direct => "im",
    }
}

fn message_event(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Public => "message.channels",
        ChannelKind::Private => "message.groups",
        ChannelKind::Direct => "message.im",
    }
}

impl Author {
    /// A message of this app.
    pub(super) fn of(app: &App) -> Self {
        Self::App { app: app.id.clone(), user: app.user.clone() }
    }
}
