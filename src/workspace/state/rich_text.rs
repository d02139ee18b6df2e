//! The rich text block Slack makes of what a person typed: the same message, in parts.

use serde_json::{Value, json};

/// The block for a message in Slack's markup: one section of text, mentions, links and emoji.
pub(super) fn block_of(markup: &str) -> Value {
    let mut elements = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        push_text(&rest[..start], &mut elements);
        elements.push(marked(&rest[start + 1..start + length]));
        rest = &rest[start + length + 1..];
    }
    push_text(rest, &mut elements);
    json!({"type": "rich_text", "block_id": "local", "elements": [
        {"type": "rich_text_section", "elements": elements}
    ]})
}

fn push_text(text: &str, elements: &mut Vec<Value>) {
    if !text.is_empty() {
        elements.push(json!({"type": "text", "text": unescaped(text)}));
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn marked(inside: &str) -> Value {
    let (target, label) = inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    match target.split_at_checked(1) {
        Some(("@", user)) => json!({"type": "user", "user_id": user}),
        Some(("#", channel)) => json!({"type": "channel", "channel_id": channel}),
        Some(("!", range)) => match range.strip_prefix("subteam^") {
            Some(group) => json!({"type": "usergroup", "usergroup_id": group}),
            None => json!({"type": "broadcast", "range": range}),
        },
        _ => {
            let mut link = json!({"type": "link", "url": unescaped(target)});
            if let Some(label) = label {
                link["text"] = json!(unescaped(label));
            }
            link
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_links_and_text_become_parts_in_order() {
        let block = block_of("hi <@U1>, see <https://example.com/?a=1&amp;b|this> &amp; <#C1> <!here>");
        let parts = json!([
            {"type": "text", "text": "hi "},
            {"type": "user", "user_id": "U1"},
            {"type": "text", "text": ", see "},
            {"type": "link", "url": "https://example.com/?a=1&b", "text": "this"},
            {"type": "text", "text": " & "},
            {"type": "channel", "channel_id": "C1"},
            {"type": "text", "text": " "},
            {"type": "broadcast", "range": "here"}
        ]);
        assert_eq!(block["elements"][0]["elements"], parts);
    }
}
