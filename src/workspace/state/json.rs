//! The workspace's things in Slack's JSON, as the Web API and the events show them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::State;
use super::model::{Author, Channel, ChannelKind, Message, User, UserGroup, View, ViewKind};
use crate::ids::{TeamId, UserId};

/// The workspace strangers belong to.
const OTHER_TEAM: &str = "T0OTHERORG";

impl State {
    /// Which workspace somebody belongs to.
    pub fn team_of(&self, user: &UserId) -> TeamId {
        let stranger = self.user(user).is_some_and(|it| it.stranger);
        if stranger { TeamId::from(OTHER_TEAM) } else { self.team.id.clone() }
    }

    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let user = message.author.user();
        let mut out = Map::new();
        let mut set = |key: &str, value: Value| _ = out.insert(key.to_owned(), value);
        set("type", json!("message"));
        if let Some(subtype) = message.subtype.as_deref().or(message.broadcast.then_some("thread_broadcast")) {
            set("subtype", json!(subtype));
        }
        set("user", json!(if message.deleted { "USLACKBOT" } else { user.as_str() }));
        set("text", json!(message.text));
        set("ts", json!(message.ts));
        set("team", json!(self.team_of(user)));
        match &message.author {
            Author::Person(_) if message.subtype.is_none() => {
                set("client_msg_id", json!(format!("local-{}", message.ts)));
                set("blocks", json!([super::rich_text::block_of(&message.text)]));
            }
            Author::Person(_) => {}
            Author::App { app, .. } => {
                let known = self.app(app);
                let bot_id = known.map_or("", |it| it.bot_id.as_str());
                set("bot_id", json!(bot_id));
                set("app_id", json!(app.as_str()));
                let name = known.map_or("", |it| it.name.as_str());
                let profile = json!({"id": bot_id, "app_id": app.as_str(), "name": name, "deleted": false,
                    "updated": 0, "team_id": self.team.id});
                set("bot_profile", profile);
                if !message.blocks.is_empty() {
                    set("blocks", json!(message.blocks));
                }
            }
        }
        if let Some(metadata) = &message.metadata {
            set("metadata", metadata.clone());
        }
        if let Some(edited) = &message.edited {
            set("edited", json!({"user": user, "ts": edited}));
        }
        if let Some(root) = &message.thread {
            set("thread_ts", json!(root));
            if let Some(parent) = self.message(&message.channel, root) {
                set("parent_user_id", json!(parent.author.user()));
            }
        } else {
            let replies: Vec<&Message> = self.replies(&message.channel, &message.ts).collect();
            if let Some(latest) = replies.last() {
                let who: BTreeSet<&UserId> = replies.iter().map(|reply| reply.author.user()).collect();
                set("thread_ts", json!(message.ts));
                set("reply_count", json!(replies.len()));
                set("reply_users_count", json!(who.len()));
                set("reply_users", json!(who));
                set("latest_reply", json!(latest.ts));
                set("is_locked", json!(false));
                set("subscribed", json!(false));
            }
        }
        if !message.reactions.is_empty() {
            let reactions = message.reactions.iter();
            let shown = reactions.map(|it| json!({"name": it.name, "users": it.users, "count": it.users.len()}));
            set("reactions", shown.collect());
        }
        Value::Object(out)
    }

    pub(crate) fn user_json(&self, user: &User, with_locale: bool) -> Value {
        let team = self.team_of(&user.id);
        let mut out = json!({
            "id": user.id, "team_id": team, "name": user.name, "deleted": user.deleted,
            "real_name": user.real_name, "tz": user.tz, "tz_label": user.tz,
            "profile": {
                "real_name": user.real_name, "real_name_normalized": user.real_name,
                "display_name": user.display_name, "display_name_normalized": user.display_name,
                "title": user.role.clone().unwrap_or_default(), "status_text": "", "status_emoji": "",
                "avatar_hash": "", "team": team,
            },
            "is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": false,
            "is_ultra_restricted": false, "is_bot": user.is_bot, "is_app_user": false,
            "is_stranger": user.stranger, "updated": 0,
        });
        if with_locale {
            out["locale"] = json!(user.locale);
        }
        out
    }

    pub(crate) fn channel_json(&self, channel: &Channel, viewer: &UserId) -> Value {
        let created = channel.created.0 / 1000;
        let member = channel.members.contains(viewer);
        if channel.kind == ChannelKind::Direct {
            let other = channel.members.iter().find(|it| *it != viewer).unwrap_or(viewer);
            return json!({"id": channel.id, "created": created, "is_im": true, "is_archived": channel.archived,
                "is_org_shared": false, "user": other, "is_user_deleted": false, "is_open": true});
        }
        let private = channel.kind == ChannelKind::Private;
        json!({
            "id": channel.id, "name": channel.name, "name_normalized": channel.name, "created": created,
            "is_channel": !private, "is_group": private, "is_im": false, "is_mpim": false,
            "is_private": private, "is_archived": channel.archived, "is_general": false,
            "is_member": member, "is_shared": channel.ext_shared, "is_org_shared": false,
            "is_ext_shared": channel.ext_shared, "is_pending_ext_shared": channel.pending_ext_shared,
            "context_team_id": self.team.id, "creator": "USLACKBOT", "unlinked": 0,
            "topic": {"value": channel.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        })
    }

    pub(crate) fn group_json(&self, group: &UserGroup, with_users: bool) -> Value {
        let mut out = json!({
            "id": group.id.as_str(), "team_id": self.team.id, "is_usergroup": true, "name": group.name,
            "description": "", "handle": group.handle, "is_external": false, "date_create": 0, "date_update": 0,
            "date_delete": 0, "auto_type": null, "created_by": "USLACKBOT", "updated_by": "USLACKBOT",
            "deleted_by": null, "prefs": {"channels": [], "groups": []}, "user_count": group.members.len(),
        });
        if with_users {
            out["users"] = json!(group.members);
        }
        out
    }

    pub(crate) fn view_json(&self, view: &View) -> Value {
        let app = self.app(&view.app);
        let body = |key: &str, otherwise: Value| view.body.get(key).cloned().unwrap_or(otherwise);
        json!({
            "id": view.id.as_str(), "team_id": self.team.id, "app_id": view.app.as_str(),
            "bot_id": app.map_or("", |it| it.bot_id.as_str()), "app_installed_team_id": self.team.id,
            "type": match view.kind { ViewKind::Modal => "modal", ViewKind::Home => "home" },
            "title": body("title", json!({"type": "plain_text", "text": "View Title", "emoji": true})),
            "submit": body("submit", Value::Null), "close": body("close", Value::Null),
            "blocks": body("blocks", json!([])), "private_metadata": body("private_metadata", json!("")),
            "callback_id": body("callback_id", json!("")), "external_id": body("external_id", json!("")),
            "clear_on_close": body("clear_on_close", json!(false)),
            "notify_on_close": body("notify_on_close", json!(false)),
            "state": {"values": view.values}, "hash": view.hash, "root_view_id": view.root.as_str(),
            "previous_view_id": view.previous.as_ref().map(super::ViewId::as_str),
        })
    }
}
