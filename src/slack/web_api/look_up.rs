//! Looks things up at Slack when the directory does not know them; returns them in our words.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{Failure, RECONNECT_WAIT};
use super::{ChannelInfo, Client, Group, Identity, LookUpError};
use crate::ids::{ChannelId, TeamId, UserId};
use crate::liaison::facts::Person;
use crate::slack::app::Method;
use crate::text::Language;

/// Pages read of one list at most, against a cursor that never ends.
const MOST_PAGES: usize = 200;

impl From<Failure> for LookUpError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(code) => Self::Refused(code),
            Failure::Later(wait, reason) => Self::Later { wait, reason },
            // Asking again does no harm.
            Failure::Unknown(reason) => Self::Later { wait: RECONNECT_WAIT, reason },
        }
    }
}

/// Reads a list page by page until `look` finds something, or the list ends.
pub(super) async fn pages<T>(
    client: &Client,
    method: Method,
    arguments: &[(&str, Option<String>)],
    mut look: impl FnMut(&Value) -> Option<T>,
) -> Result<Option<T>, LookUpError> {
    let mut arguments = arguments.to_vec();
    arguments.push(("cursor", None));
    for _ in 0..MOST_PAGES {
        let page = client.caller.get(method, &arguments).await?;
        if let Some(found) = look(&page) {
            return Ok(Some(found));
        }
        let cursor = page["response_metadata"]["next_cursor"].as_str().filter(|cursor| !cursor.is_empty());
        let Some(cursor) = cursor else { return Ok(None) };
        if let Some(last) = arguments.last_mut() {
            last.1 = Some(cursor.to_owned());
        }
    }
    tracing::warn!(method = method.name(), "a list at Slack did not end after {MOST_PAGES} pages");
    Ok(None)
}

fn not_slacks(what: &str) -> LookUpError {
    LookUpError::Later { wait: RECONNECT_WAIT, reason: format!("an answer without {what}") }
}

fn ids(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

impl Client {
    /// Who the token belongs to.
    pub async fn identity(&self) -> Result<Identity, LookUpError> {
        let answer = self.caller.get(Method::AuthTest, &[]).await?;
        let text = |key: &str| answer[key].as_str().filter(|text| !text.is_empty());
        let team = TeamId::from(text("team_id").ok_or_else(|| not_slacks("team_id"))?);
        let user = UserId::from(text("user_id").ok_or_else(|| not_slacks("user_id"))?);
        let url = text("url").ok_or_else(|| not_slacks("url"))?;
        let _ = self.team.set(team.clone()); // the first answer stays; a token never changes its workspace
        Ok(Identity { team, user, url: format!("{}/", url.trim_end_matches('/')) })
    }

    /// A channel.
    pub async fn channel(&self, id: &ChannelId) -> Result<ChannelInfo, LookUpError> {
        let answer = self.caller.get(Method::ConversationsInfo, &[("channel", Some(id.as_str().to_owned()))]).await?;
        let channel = &answer["channel"];
        let is = |key: &str| channel[key] == true;
        Ok(ChannelInfo {
            id: channel["id"].as_str().map_or_else(|| id.clone(), ChannelId::from),
            name: channel["name"].as_str().unwrap_or_default().to_owned(),
            direct: is("is_im"),
            external: is("is_ext_shared") || is("is_pending_ext_shared"),
            member: is("is_member") || is("is_im"),
        })
    }

    /// The people in a channel, at most `limit`.
    pub async fn members(&self, id: &ChannelId, limit: usize) -> Result<BTreeSet<UserId>, LookUpError> {
        let mut members = BTreeSet::new();
        let arguments = [("channel", Some(id.as_str().to_owned())), ("limit", Some(limit.clamp(1, 200).to_string()))];
        let full = pages(self, Method::ConversationsMembers, &arguments, |page| {
            members.extend(ids(&page["members"]).take(limit - members.len().min(limit)).map(UserId::from));
            (members.len() >= limit).then_some(())
        });
        full.await?;
        Ok(members)
    }

    /// The channels the bot can see that are neither archived nor shared with another organisation, id and name.
    pub async fn channels(&self) -> Result<Vec<(ChannelId, String)>, LookUpError> {
        let mut channels = Vec::new();
        let arguments = [
            ("types", Some("public_channel,private_channel".to_owned())),
            ("exclude_archived", Some("true".to_owned())),
            ("limit", Some("999".to_owned())),
        ];
        let all = pages(self, Method::ConversationsList, &arguments, |page| {
            let shared = |channel: &Value| channel["is_ext_shared"] == true || channel["is_pending_ext_shared"] == true;
            for channel in page["channels"].as_array().into_iter().flatten().filter(|channel| !shared(channel)) {
                if let (Some(id), Some(name)) = (channel["id"].as_str(), channel["name"].as_str()) {
                    channels.push((ChannelId::from(id), name.to_owned()));
                }
            }
            None::<()>
        });
        all.await?;
        Ok(channels)
    }

    /// A person; the role is left to the directory. Whether they are from outside is known once the bot's own
    /// workspace is ([`Client::identity`]).
    pub async fn person(&self, id: &UserId) -> Result<Person, LookUpError> {
        let arguments = [("user", Some(id.as_str().to_owned())), ("include_locale", Some("true".to_owned()))];
        let answer = self.caller.get(Method::UsersInfo, &arguments).await?;
        let user = &answer["user"];
        let profile = &user["profile"];
        let names = [&profile["display_name"], &profile["real_name"], &user["real_name"], &user["name"]];
        let name = names.into_iter().filter_map(Value::as_str).map(str::trim).find(|name| !name.is_empty());
        Ok(Person {
            id: id.clone(),
            name: name.unwrap_or(id.as_str()).to_owned(),
            language: user["locale"].as_str().and_then(Language::from_locale),
            role: None,
            zone: user["tz"].as_str().map(str::to_owned),
            bot: user["is_bot"] == true || id.as_str() == "USLACKBOT",
            external: user["is_stranger"] == true || self.is_elsewhere(user),
            deactivated: user["deleted"] == true,
        })
    }

    /// Whether a user belongs to another workspace and not, through an enterprise, to ours as well.
    fn is_elsewhere(&self, user: &Value) -> bool {
        let (Some(ours), Some(theirs)) = (self.team.get(), user["team_id"].as_str()) else { return false };
        ours.as_str() != theirs && !ids(&user["enterprise_user"]["teams"]).any(|team| team == ours.as_str())
    }

    /// The user groups with their members.
    pub async fn groups(&self) -> Result<Vec<Group>, LookUpError> {
        let answer = self.caller.get(Method::UsergroupsList, &[("include_users", Some("true".to_owned()))]).await?;
        let mut groups = Vec::new();
        for group in answer["usergroups"].as_array().into_iter().flatten() {
            let (Some(id), Some(handle)) = (group["id"].as_str(), group["handle"].as_str()) else { continue };
            let members = if group["users"].is_array() {
                ids(&group["users"]).map(UserId::from).collect()
            } else {
                let users = self.caller.get(Method::UsergroupsUsersList, &[("usergroup", Some(id.to_owned()))]).await?;
                ids(&users["users"]).map(UserId::from).collect()
            };
            groups.push(Group { handle: handle.to_owned(), members });
        }
        Ok(groups)
    }
}
