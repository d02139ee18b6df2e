//! Carries out one effect when the outbox says so; returns how that ended, or finds the message an effect posted.

use serde_json::{Map, Value, json};

use super::call::{Failure, RECONNECT_WAIT};
use super::look_up::pages;
use super::{Attempt, Client, LookUpError};
use crate::ids::{ChannelId, EffectId, MessageTs, UserId};
use crate::liaison::decision::{Action, Effect};
use crate::requests::request::Place;
use crate::slack::app::Method;
use crate::slack::blocks;
use crate::time::{Span, Timestamp};
use crate::wording::message::Message;

/// The type of the metadata that our messages carry.
pub const METADATA_TYPE: &str = "liaison_effect";

/// How much Slack's clock and ours may differ when a message is looked for.
const CLOCK_SKEW: Span = Span::minutes(5);

impl Client {
    /// Carries out an effect once.
    pub async fn perform(&self, effect: &Effect) -> Attempt {
        let done = match &effect.action {
            Action::Post { channel, thread, message } => {
                self.post_message(&effect.id, channel, thread.as_ref(), message).await.map(Some)
            }
            Action::PostDirect { user, message } => match self.direct_channel(user).await {
                Ok(channel) => self.post_message(&effect.id, &channel, None, message).await.map(Some),
                // Nothing was posted yet.
                Err(Failure::Unknown(reason)) => Err(Failure::Later(RECONNECT_WAIT, reason)),
                Err(failure) => Err(failure),
            },
            Action::PostEphemeral { channel, user, thread, message } => {
                let mut body = blocks::message(message);
                body.insert("channel".to_owned(), channel.as_str().into());
                body.insert("user".to_owned(), user.as_str().into());
                insert_thread(&mut body, thread.as_ref());
                self.caller.post(Method::ChatPostEphemeral, &body.into()).await.map(|_| None)
            }
            Action::Update { channel, ts, message } => {
                let mut body = blocks::message(message);
                // Without parts the old blocks are to go; Slack keeps them unless told.
                body.entry("blocks").or_insert_with(|| json!([]));
                body.insert("channel".to_owned(), channel.as_str().into());
                body.insert("ts".to_owned(), ts.as_str().into());
                let place = Place { channel: channel.clone(), ts: ts.clone() };
                self.caller.post(Method::ChatUpdate, &body.into()).await.map(|_| Some(place))
            }
            Action::Delete { channel, ts } => {
                let deleted = self.caller.post(Method::ChatDelete, &json!({"channel": channel, "ts": ts})).await;
                as_good(deleted, "message_not_found").map(|()| None)
            }
            Action::React { channel, ts, name } => {
                let body = json!({"channel": channel, "timestamp": ts, "name": name});
                as_good(self.caller.post(Method::ReactionsAdd, &body).await, "already_reacted").map(|()| None)
            }
            Action::Unreact { channel, ts, name } => {
                let body = json!({"channel": channel, "timestamp": ts, "name": name});
                as_good(self.caller.post(Method::ReactionsRemove, &body).await, "no_reaction").map(|()| None)
            }
            Action::Respond { to, message, placement } => self.respond(to, message, *placement).await.map(|()| None),
            Action::OpenModal { trigger, modal } => {
                let body = json!({"trigger_id": trigger.0, "view": blocks::modal(modal)});
                self.caller.post(Method::ViewsOpen, &body).await.map(|_| None)
            }
            Action::PublishHome { user, home } => {
                let body = json!({"user_id": user, "view": blocks::home(home)});
                self.caller.post(Method::ViewsPublish, &body).await.map(|_| None)
            }
            Action::UpdateModal { view, modal } => {
                let body = json!({"view_id": view.id, "hash": view.hash, "view": blocks::modal(modal)});
                // A modal that was closed or changed in the meantime needs nothing any more.
                let done = as_good(self.caller.post(Method::ViewsUpdate, &body).await, "not_found");
                match done {
                    Err(Failure::Refused(code)) if code == "hash_conflict" => Ok(None),
                    done => done.map(|()| None),
                }
            }
            // Nothing to do at Slack; it never comes this far.
            Action::Notify { .. } => Err(Failure::Refused("not_for_slack".to_owned())),
        };
        match done {
            Ok(place) => Attempt::Done(place),
            Err(Failure::Refused(code)) => Attempt::Refused(code),
            Err(Failure::Later(wait, _)) => Attempt::Later(wait),
            Err(Failure::Unknown(reason)) => Attempt::Unknown(reason),
        }
    }

    async fn post_message(
        &self,
        id: &EffectId,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        message: &Message,
    ) -> Result<Place, Failure> {
        let mut body = blocks::message(message);
        body.insert("channel".to_owned(), channel.as_str().into());
        insert_thread(&mut body, thread);
        body.insert("unfurl_links".to_owned(), false.into());
        body.insert("unfurl_media".to_owned(), false.into());
        body.insert("metadata".to_owned(), json!({"event_type": METADATA_TYPE, "event_payload": {"id": id}}));
        let answer = self.caller.post(Method::ChatPostMessage, &body.into()).await?;
        let ts = answer["ts"].as_str().ok_or_else(|| Failure::Unknown("an answer without ts".to_owned()))?;
        let channel = answer["channel"].as_str().map_or_else(|| channel.clone(), ChannelId::from);
        Ok(Place { channel, ts: MessageTs::from(ts) })
    }

    async fn direct_channel(&self, user: &UserId) -> Result<ChannelId, Failure> {
        let answer = self.caller.post(Method::ConversationsOpen, &json!({"users": user})).await?;
        let id = answer["channel"]["id"].as_str();
        id.map(ChannelId::from).ok_or_else(|| Failure::Unknown("an answer without a channel".to_owned()))
    }

    /// Looks for the message an effect may have posted, by the id in its metadata, not older than `since`.
    /// Nothing for effects that post none.
    pub async fn find(&self, effect: &Effect, since: Timestamp) -> Result<Option<Place>, LookUpError> {
        let (channel, thread) = match &effect.action {
            Action::Post { channel, thread, .. } => (channel.clone(), thread.clone()),
            Action::PostDirect { user, .. } => (self.direct_channel(user).await.map_err(LookUpError::from)?, None),
            Action::PostEphemeral { .. }
            | Action::Update { .. }
            | Action::Delete { .. }
            | Action::React { .. }
            | Action::Unreact { .. }
            | Action::Respond { .. }
            | Action::OpenModal { .. }
            | Action::PublishHome { .. }
            | Action::UpdateModal { .. }
            | Action::Notify { .. } => return Ok(None),
        };
        let oldest = Timestamp(since.0.saturating_sub(CLOCK_SKEW.0).max(0));
        // slack-morphism's request for a thread's replies cannot ask for metadata; these go as plain arguments.
        let mut arguments = vec![
            ("channel", Some(channel.as_str().to_owned())),
            ("oldest", Some(format!("{}.{:03}000", oldest.0 / 1000, oldest.0 % 1000))),
            ("inclusive", Some("true".to_owned())),
            ("include_all_metadata", Some("true".to_owned())),
            ("limit", Some("200".to_owned())),
        ];
        let method = if let Some(root) = &thread {
            arguments.push(("ts", Some(root.as_str().to_owned())));
            Method::ConversationsReplies
        } else {
            Method::ConversationsHistory
        };
        let found = pages(self, method, &arguments, |page| {
            let messages = page["messages"].as_array().into_iter().flatten();
            let ours = messages.into_iter().find(|message| is_of(message, &effect.id));
            ours.and_then(|message| message["ts"].as_str()).map(MessageTs::from)
        });
        Ok(found.await?.map(|ts| Place { channel, ts }))
    }
}

/// Whether a message was posted by an effect.
fn is_of(message: &Value, id: &EffectId) -> bool {
    let metadata = &message["metadata"];
    metadata["event_type"] == METADATA_TYPE && metadata["event_payload"]["id"] == id.as_str()
}

fn insert_thread(body: &mut Map<String, Value>, thread: Option<&MessageTs>) {
    if let Some(root) = thread {
        body.insert("thread_ts".to_owned(), root.as_str().into());
    }
}

/// A refusal that says that things are already as wanted is as good as an answer.
fn as_good(answer: Result<Value, Failure>, already: &str) -> Result<(), Failure> {
    match answer {
        Ok(_) => Ok(()),
        Err(Failure::Refused(code)) if code == already => Ok(()),
        Err(failure) => Err(failure),
    }
}
