//! Decodes an Events API delivery; returns what happened in a channel, or to a channel, a person or the groups.

use serde_json::Value;

use super::fields::{channel, present, team, text, ts, user};
use super::{Decoded, Ignored};
use crate::ids::{ChannelId, DeliveryId, UserId};
use crate::liaison::event::{Envelope, Event, Posted, Subject};
use crate::requests::request::Place;
use crate::time::Timestamp;

pub(super) fn decode(body: &Value, bot: Option<&UserId>, received: Timestamp) -> Decoded {
    match text(body, &["type"]) {
        Some("event_callback") => {}
        Some("app_rate_limited") => return Err(Ignored("app-rate-limited")),
        _ => return Err(Ignored("unknown-delivery")),
    }
    let authorization = body.get("authorizations").and_then(|all| all.get(0)).unwrap_or(&Value::Null);
    // In a shared channel `team_id` may be the other organisation's; the authorization is the one of our bot.
    let team = team(authorization, &["team_id"]).or_else(|| team(body, &["team_id"])).ok_or(Ignored("no-team"))?;
    let named = user(authorization, &["user_id"]).ok().filter(|_| authorization["is_bot"] == true);
    let bot = named.as_ref().or(bot);
    let inner = body.get("event").ok_or(Ignored("no-event"))?;
    let event = happened(inner, bot)?;

    // A post comes as a message and, when it mentions the bot, as a mention too: both are the same by their place.
    let mut ids = Vec::with_capacity(2);
    if let Event::Posted(posted) = &event {
        ids.push(DeliveryId::new(format!("post:{}:{}", posted.channel, posted.ts)));
    }
    ids.extend(text(body, &["event_id"]).map(DeliveryId::from));
    if ids.is_empty() {
        return Err(Ignored("no-event-id"));
    }
    Ok(Envelope { team, ids, received, event })
}

fn happened(event: &Value, bot: Option<&UserId>) -> Result<Event, Ignored> {
    match text(event, &["type"]).unwrap_or_default() {
        "message" => message(event, bot),
        "app_mention" => match text(event, &["subtype"]) {
            None => {
                let channel_id = channel(event, &["channel"])?;
                posted(event, event, channel_id, bot).map(|posted| Event::Posted(Posted { mention: true, ..posted }))
            }
            Some(_) => Err(Ignored("mention-of-another-kind")),
        },
        "reaction_added" => reacted(event, bot),
        "member_joined_channel" => {
            let channel = channel(event, &["channel"])?;
            if bot.is_some_and(|bot| text(event, &["user"]) == Some(bot.as_str())) {
                Ok(Event::Joined { channel, by: user(event, &["inviter"]).ok() })
            } else {
                Ok(Event::Changed(Subject::Channel(channel)))
            }
        }
        "channel_rename" | "group_rename" | "channel_created" => {
            channel(event, &["channel", "id"]).map(Subject::Channel).map(Event::Changed)
        }
        "member_left_channel"
        | "channel_archive"
        | "channel_unarchive"
        | "channel_deleted"
        | "channel_left"
        | "channel_shared"
        | "channel_unshared"
        | "group_archive"
        | "group_unarchive"
        | "group_deleted"
        | "group_left" => channel(event, &["channel"]).map(Subject::Channel).map(Event::Changed),
        "channel_id_changed" => channel(event, &["old_channel_id"]).map(Subject::Channel).map(Event::Changed),
        "user_change" | "user_profile_changed" => user(event, &["user", "id"]).map(Subject::Person).map(Event::Changed),
        "subteam_created" | "subteam_updated" | "subteam_members_changed" => Ok(Event::Changed(Subject::Groups)),
        "app_home_opened" => match text(event, &["tab"]) {
            Some("home") => user(event, &["user"]).map(Event::HomeOpened),
            _ => Err(Ignored("messages-tab-opened")),
        },
        "tokens_revoked" => Err(Ignored("tokens-revoked")),
        "app_uninstalled" => Err(Ignored("app-uninstalled")),
        _ => Err(Ignored("unknown-event")),
    }
}

fn message(event: &Value, bot: Option<&UserId>) -> Result<Event, Ignored> {
    let channel = channel(event, &["channel"])?;
    match text(event, &["subtype"]) {
        // A file or an action (`/me`) comes with words of a person like any other message.
        None | Some("thread_broadcast" | "file_share" | "me_message") => {
            posted(event, event, channel, bot).map(Event::Posted)
        }
        Some("message_changed") => edited(event, channel, bot),
        Some("message_deleted") => {
            let before = &event["previous_message"];
            if present(before, "bot_id") || bot.is_some_and(|bot| before["user"] == bot.as_str()) {
                return Err(Ignored("bot-message-deleted"));
            }
            Ok(Event::Deleted(Place { channel, ts: ts(event, &["deleted_ts"])? }))
        }
        Some("bot_message") => Err(Ignored("bot-message")),
        Some(_) => Err(Ignored("system-message")),
    }
}

fn edited(event: &Value, channel: ChannelId, bot: Option<&UserId>) -> Result<Event, Ignored> {
    let now = &event["message"];
    match text(now, &["subtype"]) {
        None | Some("thread_broadcast" | "file_share" | "me_message") => {}
        // What is left of a thread's first message when only that one is deleted.
        Some("tombstone") => return Ok(Event::Deleted(Place { channel, ts: ts(now, &["ts"])? })),
        Some(_) => return Err(Ignored("system-message")),
    }
    let edited = posted(now, event, channel, bot)?;
    // Slack says "changed" for an unfurled link, a first reply or a reaction too.
    if text(&event["previous_message"], &["text"]).unwrap_or_default() == edited.text
        && present(event, "previous_message")
    {
        return Err(Ignored("text-unchanged"));
    }
    Ok(Event::Edited(edited))
}

/// Reads a message by a person: `message` holds it, `event` says what kind of channel it is in.
fn posted(message: &Value, event: &Value, channel: ChannelId, bot: Option<&UserId>) -> Result<Posted, Ignored> {
    if present(message, "bot_id") || present(message, "bot_profile") {
        return Err(Ignored("bot-message"));
    }
    let author = user(message, &["user"])?;
    if bot == Some(&author) {
        return Err(Ignored("own-message"));
    }
    if author.as_str() == "USLACKBOT" {
        return Err(Ignored("slackbot-message"));
    }
    let ts_ = ts(message, &["ts"])?;
    let thread = ts(message, &["thread_ts"]).ok().filter(|root| *root != ts_);
    let written = text(message, &["text"]).unwrap_or_default();
    Ok(Posted {
        direct: text(event, &["channel_type"]).map_or(channel.as_str().starts_with('D'), |kind| kind == "im"),
        parent: thread.as_ref().and_then(|_| user(message, &["parent_user_id"]).ok()),
        thread,
        mention: bot.is_some_and(|bot| mentions(written, bot)),
        channel,
        ts: ts_,
        author,
        text: written.to_owned(),
    })
}

/// Whether a text mentions a user, as `<@U1>` or `<@U1|name>`.
fn mentions(text: &str, user: &UserId) -> bool {
    text.split("<@")
        .skip(1)
        .filter_map(|rest| rest.strip_prefix(user.as_str()))
        .any(|rest| rest.starts_with(['>', '|']))
}

fn reacted(event: &Value, bot: Option<&UserId>) -> Result<Event, Ignored> {
    if text(event, &["item", "type"]) != Some("message") {
        return Err(Ignored("reaction-to-a-file"));
    }
    let user = user(event, &["user"])?;
    if bot == Some(&user) {
        return Err(Ignored("own-reaction"));
    }
    let name = text(event, &["reaction"]).ok_or(Ignored("no-reaction"))?;
    // A skin tone does not change what is meant.
    let name = name.split("::").next().unwrap_or(name).to_owned();
    let place = Place { channel: channel(event, &["item", "channel"])?, ts: ts(event, &["item", "ts"])? };
    Ok(Event::Reacted { user, place, name })
}

#[cfg(test)]
mod tests;
