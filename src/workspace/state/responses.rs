//! Answers of apps: through a response address (5 uses, 30 minutes), or in the acknowledgement of a command or a
//! submission.

use serde_json::Value;

use super::apps::ApiError;
use super::events::Reply;
use super::model::{AppId, Author, Ephemeral, Message, Target};
use super::notices::Notice;
use super::people::new_message;
use super::{State, blocks};
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::time::{Span, Timestamp};

const MOST_USES: u8 = 5;
const LIFE: Span = Span::minutes(30);

/// Where one interaction can be answered.
#[derive(Debug)]
pub(super) struct ResponseAddress {
    app: AppId,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageTs>,
    original: Option<Target>,
    uses: u8,
    issued: Timestamp,
}

impl State {
    /// A new response address.
    pub(super) fn open_address(
        &mut self,
        app: &AppId,
        user: &UserId,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        original: Option<Target>,
    ) -> String {
        let now = self.now;
        self.response_urls.retain(|_, it| now.since(it.issued) <= LIFE);
        let token = self.next_token();
        let address = format!("{}/response/{}/{token}", self.base_url, app);
        let address_of = ResponseAddress {
            app: app.clone(),
            user: user.clone(),
            channel: channel.clone(),
            thread: thread.cloned(),
            original,
            uses: 0,
            issued: now,
        };
        self.response_urls.insert(token, address_of);
        address
    }

    /// Answers at a response address, named by the last part of its path.
    pub(crate) fn respond(&mut self, token: &str, body: &Value) -> Result<(), ApiError> {
        let now = self.now;
        let it = self.response_urls.get_mut(token).ok_or(ApiError::new("expired_url"))?;
        if now.since(it.issued) > LIFE {
            return Err(ApiError::new("expired_url"));
        }
        if it.uses >= MOST_USES {
            return Err(ApiError::new("used_url"));
        }
        it.uses += 1;
        let (app, user, channel) = (it.app.clone(), it.user.clone(), it.channel.clone());
        let (thread, original) = (it.thread.clone(), it.original.clone());

        if body["delete_original"] == true {
            match &original {
                Some(Target::Message(channel, ts)) => self.remove_message(channel, ts),
                Some(Target::Ephemeral(ts)) => self.drop_ephemeral(ts),
                Some(Target::View(_)) | None => return Err(ApiError::new("no_original")),
            }
            if body["text"].is_null() && body["blocks"].is_null() {
                return Ok(());
            }
        }
        let text = body["text"].as_str().unwrap_or_default().to_owned();
        let blocks = blocks::checked_message_blocks(&body["blocks"]).map_err(ApiError::invalid_blocks)?;
        if text.is_empty() && blocks.is_empty() {
            return Err(ApiError::new("no_text"));
        }
        if text.chars().count() > 40_000 {
            return Err(ApiError::new("msg_too_long"));
        }
        let metadata = body.get("metadata").filter(|it| it.is_object()).cloned();
        if body["replace_original"] == true {
            return self.replace_original(original, text, blocks);
        }
        let thread = body["thread_ts"].as_str().map(MessageTs::from).or(thread);
        let ts = self.next_ts();
        if body["response_type"] == "in_channel" {
            let Some(app) = self.app(&app) else { return Err(ApiError::new("invalid_auth")) };
            let message = new_message(&channel, &ts, Author::of(app), text);
            self.put(Message { thread, blocks, metadata, ..message });
            self.tell_of_message(&channel, &ts);
        } else {
            self.put_ephemeral(Ephemeral { channel, ts, thread, reader: user, app: Some(app), text, blocks });
        }
        Ok(())
    }

    fn replace_original(&mut self, original: Option<Target>, text: String, blocks: Vec<Value>) -> Result<(), ApiError> {
        match original {
            Some(Target::Message(channel, ts)) if self.message(&channel, &ts).is_some() => {
                let edited = self.next_ts();
                self.change_message(&channel, &ts, |message| {
                    (message.text, message.blocks, message.edited) = (text, blocks, Some(edited));
                });
                Ok(())
            }
            Some(Target::Ephemeral(ts)) if self.ephemeral(&ts).is_some() => {
                if let Some(mut ephemeral) = self.ephemeral(&ts).cloned() {
                    (ephemeral.text, ephemeral.blocks) = (text, blocks);
                    self.put_ephemeral(ephemeral);
                }
                Ok(())
            }
            _ => Err(ApiError::new("no_original")),
        }
    }

    /// Does what an app's answer asks for: `Ok` with the JSON of its acknowledgement if there was any, `Err`
    /// with Slack's word for why there was none.
    pub(crate) fn answered(&mut self, reply: &Reply, answer: Result<Option<&Value>, &str>) {
        match (reply, answer) {
            (Reply::Submission(view), answer) => self.submission_answered(view, answer),
            (Reply::Nothing | Reply::Click { channel: None, .. }, _)
            | (Reply::Click { .. }, Ok(_))
            | (Reply::Command { .. }, Ok(None)) => {}
            (Reply::Command { user, channel, command, address }, Ok(Some(body))) => {
                let token = address.rsplit('/').next().unwrap_or_default().to_owned();
                if let Err(error) = self.respond(&token, body) {
                    self.notice(user, channel, &Notice::CommandFailed(command, error.code));
                }
            }
            (Reply::Command { user, channel, command, .. }, Err(why)) => {
                self.notice(user, channel, &Notice::CommandFailed(command, why));
            }
            (Reply::Click { user, channel: Some(channel) }, Err(why)) => {
                self.notice(user, channel, &Notice::ClickUnanswered(why));
            }
        }
    }
}
