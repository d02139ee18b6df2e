//! What holds for the words of everything that is sent: nobody is pinged, no text formats or links what it should not,
//! and the fallback says what the blocks say.

use serde_json::Value;

use crate::limits::length;

/// The mentions and the links that our own sentences make; all else that looks like one was somebody's text.
const OURS: [&str; 4] =
    ["@U0EMMA", "@U0MORI", "#C0AOZORA", "https://example.slack.com/archives/C0AOZORA/p1700000000000100|"];

/// Everything in markup: the fallback, and each text in blocks, with whether Slack is told to take it as it stands.
pub(crate) fn markup(sent: &Value) -> Vec<(&str, bool)> {
    let mut found: Vec<(&str, bool)> = sent["text"].as_str().map(|text| (text, true)).into_iter().collect();
    in_blocks(&sent["blocks"], &mut |text| {
        if text["type"] == "mrkdwn" {
            found.push((text["text"].as_str().unwrap_or_default(), text["verbatim"] == true));
        }
    });
    found
}

/// Calls for each text object.
fn in_blocks<'v>(value: &'v Value, each: &mut impl FnMut(&'v Value)) {
    match value {
        Value::Object(fields) => {
            if value["text"].is_string() && (value["type"] == "mrkdwn" || value["type"] == "plain_text") {
                each(value);
            }
            fields.values().for_each(|field| in_blocks(field, each));
        }
        Value::Array(items) => items.iter().for_each(|item| in_blocks(item, each)),
        _ => {}
    }
}

/// What is in angle brackets and not ours, and what escapes nothing.
pub(crate) fn pings(sent: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (text, verbatim) in markup(sent) {
        if !verbatim {
            found.push(format!("Slack may make links and mentions of what is in {text:?}"));
        }
        for (at, bracket) in text.match_indices(['<', '>', '&']) {
            let rest = &text[at + 1..];
            let fine = match bracket {
                "<" => OURS.iter().any(|ours| rest.starts_with(ours)) && rest.contains('>'),
                ">" => text[..at].rfind('<').is_some_and(|open| !text[open..at].contains(['>', '\n'])),
                _ => ["amp;", "lt;", "gt;"].iter().any(|escape| rest.starts_with(escape)),
            };
            if !fine {
                let excerpt: String = text[at..].chars().take(30).collect();
                found.push(format!("{excerpt:?} is not ours"));
            }
        }
    }
    found
}

/// Words of somebody's that Slack would format, as they wrote marks around them.
pub(crate) fn formatted(sent: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (text, _) in markup(sent) {
        for (at, word) in text.match_indices("MARKED") {
            let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
            let cut = after == Some('…') || after.is_none();
            if before != Some('\u{2060}') || !(after == Some('\u{2060}') || cut) {
                found.push(text[at.saturating_sub(20)..].chars().take(60).collect());
            }
        }
    }
    found
}

/// The lines that are read in a message's blocks, other than on buttons.
fn lines(sent: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for block in sent["blocks"].as_array().into_iter().flatten().filter(|block| block["type"] != "actions") {
        in_blocks(block, &mut |text| {
            let said = text["text"].as_str().unwrap_or_default();
            // A header is plain text, and the fallback is markup.
            let said = if text["type"] == "plain_text" { escaped(said) } else { said.to_owned() };
            found.extend(said.lines().map(str::to_owned));
        });
    }
    found
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Words alone: without marks of formatting, and with each run of white space as one space.
fn bare(text: &str) -> String {
    let text = text.replace(['*', '_', '~', '`', '\u{2060}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines in a message's blocks that its fallback does not say, as long as it has room for them.
pub(crate) fn unsaid(sent: &Value) -> Vec<String> {
    let text = sent["text"].as_str().unwrap_or_default();
    let said = bare(text);
    let mut lines = lines(sent);
    // What does not fit is cut off at the end; what is left is what the blocks begin with.
    let mut whole = 0;
    in_blocks(&sent["blocks"], &mut |text| whole += length(text["text"].as_str().unwrap_or_default()));
    let cut = text.ends_with('…') && whole > 3000;
    if cut {
        lines.truncate(1);
        lines = lines.into_iter().map(|line| line.chars().take(200).collect()).collect();
    }
    // A title that is too long for a block ends there and goes on in the fallback.
    let lines = lines.iter().map(|line| bare(line.trim_end_matches('…')));
    lines.filter(|line| !said.contains(line.as_str())).collect()
}
