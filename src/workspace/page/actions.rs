//! What a person does on the page: a form was sent. Does it in the workspace as that person, and answers a live
//! page with nothing or a word of what is wrong, any other with the way back.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::fields;
use super::scene::language_of;
use super::texts::{Texts, fill};
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::workspace::state::{ActionError, State, Target, User, ViewId};

/// The fields of a form, in order.
pub(super) type Form = Vec<(String, String)>;

/// Does what the form asks, as this person; the answer says what went wrong, if anything did.
pub(super) fn act(state: &mut State, user: &UserId, what: &str, form: &Form) -> Result<(), ActionError> {
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let channel = ChannelId::new(field("channel"));
    let id = MessageTs::new(field("id"));
    match what {
        "say" => say(state, user, &channel, field("thread"), field("text")),
        "react" => {
            let name = field("name");
            let own = state.message(&channel, &id).is_some_and(|message| {
                message.reactions.iter().any(|reaction| reaction.name == name && reaction.users.contains(user))
            });
            if own { state.unreact_as(user, &channel, &id, name) } else { state.react_as(user, &channel, &id, name) }
        }
        "click" => {
            let target = match field("kind") {
                "view" => Target::View(ViewId::new(field("id"))),
                "whisper" => Target::Ephemeral(id),
                _ => Target::Message(channel, id),
            };
            let block = Some(field("block_id")).filter(|block| !block.is_empty());
            let choices = form.iter().filter(|(key, _)| key == fields::CHOICE).map(|(_, value)| value.as_str());
            state.choose(user, &target, block, field("action_id"), &choices.collect::<Vec<_>>())
        }
        "shortcut" => state.shortcut(user, &channel, &id, field("name")),
        "submit" => {
            let id = ViewId::new(field("view"));
            let view = state.modals(user).find(|view| view.id == id).cloned().ok_or(ActionError::NoSuchView)?;
            let values = fields::read(&view, form);
            let values: Vec<(&str, &str)> = values.iter().map(|(block, value)| (*block, value.as_str())).collect();
            state.submit_view(user, &id, &values)
        }
        "fill" => {
            let id = ViewId::new(field("view"));
            let view = state.modals(user).find(|view| view.id == id).cloned().ok_or(ActionError::NoSuchView)?;
            let values = fields::read(&view, form);
            let values: Vec<(&str, &str)> = values.iter().map(|(block, value)| (*block, value.as_str())).collect();
            state.fill_view(user, &id, &values, field("block"))
        }
        "close" => state.close_view(user, &ViewId::new(field("view"))),
        "dismiss" => state.dismiss(user, &id),
        "delete" => state.delete_as(user, &channel, &id),
        _ => Err(ActionError::NoSuchElement(what.to_owned())),
    }
}

/// Posts what was written, or calls the command it begins with.
fn say(state: &mut State, user: &UserId, channel: &ChannelId, thread: &str, text: &str) -> Result<(), ActionError> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.starts_with('/') {
        // The Japanese space ends a command as well.
        let (command, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        return state.slash(user, channel, command, rest);
    }
    let root = Some(MessageTs::new(thread)).filter(|root| !root.as_str().is_empty());
    state.post_as(user, channel, root.as_ref(), text).map(drop)
}

/// The answer to a form. A live page gets JSON; any other goes back to where it came from.
pub(super) fn answer(outcome: Result<(), ActionError>, user: &User, headers: &HeaderMap, form: &Form) -> Response {
    let live = headers.get("x-live").is_some();
    let back = form.iter().find(|(key, _)| key == "back").map_or("/", |(_, value)| value.as_str());
    let texts = Texts::of(language_of(user));
    match outcome {
        Ok(()) if live => StatusCode::NO_CONTENT.into_response(),
        // Only ever within this page: an address that begins with two slashes would lead elsewhere.
        Ok(()) if back.starts_with('/') && !back.starts_with("//") => Redirect::to(back).into_response(),
        Ok(()) => Redirect::to("/").into_response(),
        Err(ActionError::Fields(blocks)) => {
            let words = |block: &str| if fields::is_empty(block, form) { texts.fill_in } else { texts.too_long };
            let errors: serde_json::Map<_, _> =
                blocks.into_iter().map(|block| (block.clone(), json!(words(&block)))).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "fields": errors }))).into_response()
        }
        Err(error) => {
            let words = fill(texts.refused, &explained(&error, texts));
            if live {
                (StatusCode::CONFLICT, Json(json!({ "error": words }))).into_response()
            } else {
                (StatusCode::CONFLICT, words).into_response()
            }
        }
    }
}

fn explained(error: &ActionError, texts: &Texts) -> String {
    match error {
        ActionError::NoSuchUser(_) => texts.no_such_person.to_owned(),
        ActionError::NoSuchChannel(_) => texts.no_such_channel.to_owned(),
        ActionError::NotAMember(_) => texts.not_a_member.to_owned(),
        ActionError::Archived => texts.archived.to_owned(),
        ActionError::NoSuchMessage(_) | ActionError::NoSuchElement(_) => texts.gone.to_owned(),
        ActionError::NotYours => texts.not_yours.to_owned(),
        ActionError::NoText => texts.no_text.to_owned(),
        ActionError::NoSuchEmoji(name) => fill(texts.no_such_emoji, name),
        ActionError::NoSuchCommand(name) => fill(texts.no_such_command, name),
        ActionError::NoSuchView => texts.window_gone.to_owned(),
        ActionError::Fields(_) => texts.fill_in.to_owned(),
    }
}
