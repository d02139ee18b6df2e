//! What a person types into the composer, as Slack stores it: mentions by id, links wrapped, the rest escaped.

use super::{ChannelKind, State};

/// Converts typed text. `@Name` (a handle, display name, full name or group handle; `@here`, `@channel`,
/// `@everyone`) and `#channel` become mentions, bare addresses links; `&`, `<` and `>` are escaped. Nothing but
/// escaping happens inside code.
pub fn typed_to_mrkdwn(state: &State, text: &str) -> String {
    let names = people_by_longest_name(state);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code(rest, &mut out),
            '@' if !before.is_ascii_alphanumeric() => mention(rest, &names, &mut out),
            '#' if !before.is_alphanumeric() => channel(rest, state, &mut out),
            'h' | 'H' if !before.is_alphanumeric() => link(rest, &mut out),
            _ => 0,
        };
        let taken = if taken == 0 {
            escape(c, &mut out);
            c.len_utf8()
        } else {
            taken
        };
        before = rest[..taken].chars().next_back().unwrap_or(' ');
        rest = &rest[taken..];
    }
    out
}

fn escape(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        _ => out.push(c),
    }
}

/// Code between backticks, one or three; how many bytes of `rest` it was, none if it is not closed.
fn code(rest: &str, out: &mut String) -> usize {
    let fence = if rest.starts_with("```") { "```" } else { "`" };
    let Some(inside) = rest[fence.len()..].find(fence).filter(|&length| length > 0) else { return 0 };
    let end = fence.len() + inside + fence.len();
    rest[..end].chars().for_each(|c| escape(c, out));
    end
}

fn people_by_longest_name(state: &State) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = ["here", "channel", "everyone"]
        .iter()
        .map(|word| ((*word).to_owned(), format!("<!{word}>")))
        .chain(state.groups().map(|group| (group.handle.clone(), format!("<!subteam^{}>", group.id))))
        .chain(state.users().filter(|user| !user.deleted).flat_map(|user| {
            [&user.name, &user.display_name, &user.real_name].map(|name| (name.clone(), format!("<@{}>", user.id)))
        }))
        .filter(|(name, _)| !name.is_empty())
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}

fn mention(rest: &str, names: &[(String, String)], out: &mut String) -> usize {
    let typed = &rest[1..];
    for (name, mark) in names {
        let Some(head) = typed.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name)) else { continue };
        let part_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let goes_on = typed[head.len()..].starts_with(part_of_word) && head.ends_with(part_of_word);
        if !goes_on {
            out.push_str(mark);
            return 1 + head.len();
        }
    }
    0
}

fn channel(rest: &str, state: &State, out: &mut String) -> usize {
    let name_ends = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
    let name = rest[1..].split(name_ends).next().unwrap_or_default();
    let known = state.channel_named(name).filter(|channel| channel.kind != ChannelKind::Direct);
    known.map_or(0, |channel| {
        out.push_str("<#");
        out.push_str(channel.id.as_str());
        out.push('>');
        1 + name.len()
    })
}

fn link(rest: &str, out: &mut String) -> usize {
    let is_web = |scheme: &&str| rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let Some(scheme) = ["https://", "http://"].into_iter().find(is_web) else { return 0 };
    let address =
        rest.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '、' | '。' | '」' | '）'));
    let address = address.map(|it| it.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '\''])).next();
    let address = address.filter(|it| it.len() > scheme.len());
    address.map_or(0, |address| {
        out.push('<');
        address.chars().for_each(|c| escape(c, out));
        out.push('>');
        address.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::state::{Channel, User};

    fn state() -> State {
        let mut state = State::new("T1", "Test", "test", 1);
        state.add_user(User { display_name: "佐藤".into(), ..User::new("U1", "sato", "Sato Hanako") });
        state.add_user(User::new("U2", "sato-k", "Ken Sato"));
        state.add_channel(Channel::new("C1", "proj-aozora"));
        state.add_group("sre", "Reliability", []);
        state
    }

    fn stored(text: &str) -> String {
        typed_to_mrkdwn(&state(), text)
    }

    #[test]
    fn a_name_becomes_a_mention_whichever_name_was_typed() {
        assert_eq!(stored("@sato hello"), "<@U1> hello");
        assert_eq!(stored("hi @Sato Hanako!"), "hi <@U1>!");
        assert_eq!(stored("@佐藤さん、お願いします"), "<@U1>さん、お願いします");
        assert_eq!(stored("(@sato-k)"), "(<@U2>)");
        assert_eq!(stored("@sre @here"), "<!subteam^S0SRE> <!here>");
    }

    #[test]
    fn a_longer_word_is_not_a_mention_of_a_shorter_name() {
        assert_eq!(stored("@satomi"), "@satomi");
        assert_eq!(stored("mail@sato"), "mail@sato");
    }

    #[test]
    fn channels_become_mentions_only_when_they_exist() {
        assert_eq!(stored("see #proj-aozora, not #proj or #1"), "see <#C1>, not #proj or #1");
    }

    #[test]
    fn addresses_are_wrapped_and_the_sentence_keeps_its_full_stop() {
        assert_eq!(stored("see https://example.com/a?b=1&c=2."), "see <https://example.com/a?b=1&amp;c=2>.");
        assert_eq!(stored("https://"), "https://");
    }

    #[test]
    fn signs_of_markup_are_escaped_and_code_is_left_alone() {
        assert_eq!(stored("a < b && c > d"), "a &lt; b &amp;&amp; c &gt; d");
        assert_eq!(stored("`@sato <x>`"), "`@sato &lt;x&gt;`");
        assert_eq!(stored("a ` b"), "a ` b");
    }
}
