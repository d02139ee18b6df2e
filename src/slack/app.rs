//! The single list of what the Slack app uses: Web API methods with the scopes they need, events with theirs, the
//! slash command; returns the manifest made of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::liaison::event::ShortcutKind;

/// The slash command.
pub const COMMAND: &str = "/liaison";

macro_rules! methods {
    ($($variant:ident $name:literal [$($scope:literal),*]),+ $(,)?) => {
        /// A Web API method the bot calls. Every call goes through here, so none lacks its scope.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are Slack's own")]
        pub(crate) enum Method { $($variant),+ }

        impl Method {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is called.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The bot's scopes it needs for everything it is used for.
            pub(crate) const fn scopes(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($scope),*]),+ }
            }
        }
    };
}

methods! {
    AppsConnectionsOpen "apps.connections.open" [], // with the app-level token, whose scope is `connections:write`
    AuthTest "auth.test" [],
    ChatDelete "chat.delete" ["chat:write"],
    ChatPostEphemeral "chat.postEphemeral" ["chat:write"],
    ChatPostMessage "chat.postMessage" ["chat:write"],
    ChatUpdate "chat.update" ["chat:write"],
    ConversationsHistory "conversations.history" ["channels:history", "groups:history", "im:history"],
    ConversationsInfo "conversations.info" ["channels:read", "groups:read", "im:read"],
    ConversationsList "conversations.list" ["channels:read", "groups:read"],
    ConversationsMembers "conversations.members" ["channels:read", "groups:read", "im:read"],
    ConversationsOpen "conversations.open" ["im:write"],
    ConversationsReplies "conversations.replies" ["channels:history", "groups:history", "im:history"],
    ReactionsAdd "reactions.add" ["reactions:write"],
    ReactionsRemove "reactions.remove" ["reactions:write"],
    UsergroupsList "usergroups.list" ["usergroups:read"],
    UsergroupsUsersList "usergroups.users.list" ["usergroups:read"],
    UsersInfo "users.info" ["users:read"],
    ViewsOpen "views.open" [],
    ViewsPublish "views.publish" [],
    ViewsUpdate "views.update" [],
}

/// The events the bot subscribes to, each with the scope it needs (none: an empty text). An event's name here is
/// the subscription's: `message.channels` arrives as `message`.
pub const EVENTS: &[(&str, &str)] = &[
    ("app_home_opened", ""),
    ("app_mention", "app_mentions:read"),
    ("app_uninstalled", ""),
    ("channel_archive", "channels:read"),
    ("channel_created", "channels:read"),
    ("channel_deleted", "channels:read"),
    ("channel_id_changed", "channels:read"),
    ("channel_left", "channels:read"),
    ("channel_rename", "channels:read"),
    ("channel_shared", "channels:read"),
    ("channel_unarchive", "channels:read"),
    ("channel_unshared", "channels:read"),
    ("group_archive", "groups:read"),
    ("group_deleted", "groups:read"),
    ("group_left", "groups:read"),
    ("group_rename", "groups:read"),
    ("group_unarchive", "groups:read"),
    ("member_joined_channel", "channels:read"),
    ("member_left_channel", "channels:read"),
    ("message.channels", "channels:history"),
    ("message.groups", "groups:history"),
    ("message.im", "im:history"),
    ("reaction_added", "reactions:read"),
    ("subteam_created", "usergroups:read"),
    ("subteam_members_changed", "usergroups:read"),
    ("subteam_updated", "usergroups:read"),
    ("tokens_revoked", ""),
    ("user_change", "users:read"),
    ("user_profile_changed", "users:read"),
];

/// The shortcuts on messages: which, the name in the menu (at most 24 characters; Slack shows the same to everybody,
/// so both languages stand side by side) and what it does (at most 150).
pub const SHORTCUTS: [(ShortcutKind, &str, &str); 2] = [
    (
        ShortcutKind::ExplainMessage,
        "Explain · 用語を説明",
        "Explains the words of this message to you alone · この投稿の用語をご本人にだけ説明します",
    ),
    (
        ShortcutKind::AskAbout,
        "Ask liaison · 相談",
        "Brings in the liaison for this message · この投稿についてリエゾンに相談します",
    ),
];

/// The bot scopes the app asks for, in alphabetical order: those of its methods, its events and its command.
pub fn scopes() -> BTreeSet<&'static str> {
    let methods = Method::ALL.iter().flat_map(|method| method.scopes().iter().copied());
    let events = EVENTS.iter().map(|&(_, scope)| scope).filter(|scope| !scope.is_empty());
    methods.chain(events).chain(["commands"]).collect()
}

/// The app manifest, ready to paste: over Socket Mode, or over HTTP at `address`, where `/slack/events` is added.
pub fn manifest(address: Option<&url::Url>) -> Value {
    let request_url = address.map(|address| format!("{}/slack/events", address.as_str().trim_end_matches('/')));
    let events: Vec<_> = EVENTS.iter().map(|&(name, _)| name).collect();
    let shortcuts: Vec<_> = SHORTCUTS
        .iter()
        .map(|(kind, name, description)| {
            json!({"name": name, "type": "message", "callback_id": kind.id(), "description": description})
        })
        .collect();
    let mut manifest = json!({
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Liaison",
            "description": "Stands between sales and engineering and helps each understand the other.",
            "long_description": "Liaison explains the words the other side does not know, in English and Japanese, \
                in the reader's own terms. Where what was promised and what can be built pull apart, it shows both \
                concerns and, if asked, brings in the person whose job is to settle it. Everything is analysed where \
                the bot runs; no message text is kept.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "bot_user": {"display_name": "Liaison", "always_online": true},
            "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
            "shortcuts": shortcuts,
            "slash_commands": [{
                "command": COMMAND,
                "description": "Explain a word, bring in the liaison · 用語の説明、相談",
                "usage_hint": "help | explain TERM | search WORDS | ask TEXT | requests",
                "should_escape": true,
            }],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {"bot_events": events},
            "interactivity": {"is_enabled": true},
            "org_deploy_enabled": false,
            "socket_mode_enabled": request_url.is_none(),
            "token_rotation_enabled": false,
        },
    });
    if let Some(request_url) = request_url {
        manifest["settings"]["event_subscriptions"]["request_url"] = json!(request_url);
        manifest["settings"]["interactivity"]["request_url"] = json!(request_url);
        manifest["features"]["slash_commands"][0]["url"] = json!(request_url);
    }
    manifest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::slack::decode::{self, Ignored};
    use crate::time::Timestamp;

    #[test]
    fn every_scope_is_there_and_no_other() {
        let wanted = [
            "app_mentions:read",
            "channels:history",
            "channels:read",
            "chat:write",
            "commands",
            "groups:history",
            "groups:read",
            "im:history",
            "im:read",
            "im:write",
            "reactions:read",
            "reactions:write",
            "usergroups:read",
            "users:read",
        ];
        assert_eq!(scopes().into_iter().collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn every_subscribed_event_is_decoded_and_its_kind_known() {
        for (name, _) in EVENTS {
            let kind = name.split('.').next().unwrap();
            let body = json!({"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": kind}});
            let unknown = Err(Ignored("unknown-event"));
            assert_ne!(decode::event(&body, None, Timestamp(1)), unknown, "{name}");
        }
    }

    #[test]
    fn every_decoded_event_is_subscribed() {
        // The names of events stand in the decoder as texts of their own; every one must be subscribed, but for the
        // one that arrives without a subscription.
        let source = include_str!("decode/events.rs");
        let decoder = source.split("fn message(").next().unwrap().split("fn happened").nth(1).unwrap();
        let arms = decoder.split('"').skip(1).step_by(2).filter(|word| word.contains('_') || *word == "message");
        let fields = ["inviter", "old_channel_id"];
        for name in arms.filter(|word| !fields.contains(word)) {
            assert!(EVENTS.iter().any(|(event, _)| event.split('.').next() == Some(name)), "{name} is not subscribed");
        }
    }

    #[test]
    fn the_manifest_for_socket_mode_asks_for_no_address() {
        let manifest = manifest(None);
        assert_eq!(manifest["settings"]["socket_mode_enabled"], true);
        assert!(!manifest.to_string().contains("request_url"));
    }

    #[test]
    fn the_manifest_for_http_sends_everything_to_one_path() {
        let manifest = manifest(Some(&"https://liaison.example/bot/".parse().unwrap()));
        let path = "https://liaison.example/bot/slack/events";
        assert_eq!(manifest["settings"]["socket_mode_enabled"], false);
        assert_eq!(manifest["settings"]["event_subscriptions"]["request_url"], path);
        assert_eq!(manifest["settings"]["interactivity"]["request_url"], path);
        assert_eq!(manifest["features"]["slash_commands"][0]["url"], path);
    }

    #[test]
    fn the_manifest_keeps_slacks_lengths() {
        let manifest = manifest(None);
        let length = |pointer: &str| manifest.pointer(pointer).unwrap().as_str().unwrap().chars().count();
        assert!(length("/display_information/name") <= 35);
        assert!(length("/display_information/description") <= 140);
        assert!((174..=4000).contains(&length("/display_information/long_description")));
        assert!(length("/features/slash_commands/0/description") <= 2000);
        assert!(length("/features/slash_commands/0/usage_hint") <= 1000);
        for (at, _) in SHORTCUTS.iter().enumerate() {
            assert!(length(&format!("/features/shortcuts/{at}/name")) <= 24);
            assert!(length(&format!("/features/shortcuts/{at}/description")) <= 150);
        }
    }
}
