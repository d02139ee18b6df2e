//! Tells whether a message is meant for the bot, and what it says to it.

use crate::ids::UserId;
use crate::liaison::event::Posted;

/// What a message says to the bot, as plain text; nothing when it is not meant for the bot. Meant is a direct
/// message, one that begins by mentioning the bot, and a mention where the bot only sees mentions.
pub(super) fn addressed_text(bot: &UserId, posted: &Posted) -> Option<String> {
    let opening = format!("<@{bot}");
    let text = posted.text.trim_start();
    let begins = text.starts_with(&opening);
    if !(posted.direct || begins || posted.mention && text.contains(&opening)) {
        return None;
    }
    Some(plain(&without_mentions(text, &opening)))
}

fn without_mentions(text: &str, opening: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(opening) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.find('>') {
            Some(end) => rest = rest[end + 1..].trim_start_matches([',', ':', '、', '，', '：', ' ', '　']),
            None => break,
        }
    }
    out.push_str(rest);
    out
}

/// What a person typed, without Slack's escapes: it escapes three characters and nothing else.
pub(super) fn plain(text: &str) -> String {
    text.trim().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ChannelId, MessageTs};

    fn posted(text: &str, direct: bool, mention: bool) -> Posted {
        Posted {
            channel: ChannelId::from("C1"),
            ts: MessageTs::from("1.1"),
            thread: None,
            parent: None,
            author: UserId::from("U1"),
            text: text.to_owned(),
            direct,
            mention,
        }
    }

    #[test]
    fn a_message_that_begins_with_the_bots_name_is_for_the_bot() {
        let said = |text| addressed_text(&UserId::from("UBOT"), &posted(text, false, false));
        assert_eq!(said("<@UBOT> help").as_deref(), Some("help"));
        assert_eq!(said(" <@UBOT>: what is A&amp;B?").as_deref(), Some("what is A&B?"));
        assert_eq!(said("<@UBOT|liaison>、用語 検収").as_deref(), Some("用語 検収"));
        assert_eq!(said("<@UBOT>").as_deref(), Some(""));
    }

    #[test]
    fn a_message_about_the_bot_is_talk_like_any_other_where_the_bot_reads_along() {
        let said = |mention| addressed_text(&UserId::from("UBOT"), &posted("thanks to <@UBOT> I know", false, mention));
        assert_eq!(said(false), None);
        assert_eq!(said(true).as_deref(), Some("thanks to I know"));
    }

    #[test]
    fn everything_in_a_direct_message_is_for_the_bot() {
        let said = addressed_text(&UserId::from("UBOT"), &posted("検収とは", true, false));
        assert_eq!(said.as_deref(), Some("検収とは"));
    }

    #[test]
    fn a_broken_mention_does_no_harm() {
        let said = addressed_text(&UserId::from("UBOT"), &posted("<@UBOT help", false, false));
        assert_eq!(said.as_deref(), Some("<@UBOT help"));
    }
}
