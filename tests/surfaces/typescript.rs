//! Everything that is sent, as TypeScript for the official definitions to judge: `.ci/run` compiles it with the pinned
//! compiler and `@slack/types` of `types/`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

/// The beginning of the file. A view's blocks are named anew, since the definitions let pass any block there.
const HEAD: &str = r#"import type { HomeView, KnownBlock, ModalView } from "@slack/types";

type Message = { text: string; blocks?: KnownBlock[] };
type Modal = Omit<ModalView, "blocks"> & { blocks: KnownBlock[] };
type Home = Omit<HomeView, "blocks"> & { blocks: KnownBlock[] };
"#;

/// The file so far.
pub(crate) struct Script {
    text: String,
    count: usize,
    shapes: BTreeSet<String>,
}

impl Script {
    pub(crate) fn new() -> Self {
        Self { text: HEAD.to_owned(), count: 0, shapes: BTreeSet::new() }
    }

    /// Adds what is sent, under a name for people to find it by, unless something of the same type was added.
    pub(crate) fn add(&mut self, name: &str, kind: &str, sent: &Value) {
        if !self.shapes.insert(format!("{kind} {}", reworded(sent, &|_| String::new()))) {
            return;
        }
        self.count += 1;
        let sent = reworded(sent, &|text| text.chars().take(120).collect());
        let json = serde_json::to_string_pretty(&sent).unwrap();
        // Two characters that JSON allows within a text and older scripts do not.
        let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        writeln!(self.text, "\n// {name}\nexport const sent{}: {kind} = {json};", self.count).unwrap();
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// The same with other words: what people read and what we read back may be any text, as far as types go. All else
/// says what kind a thing is.
fn reworded(sent: &Value, word: &impl Fn(&str) -> String) -> Value {
    match sent {
        Value::Array(items) => items.iter().map(|item| reworded(item, word)).collect(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                let free = ["text", "value", "action_id", "block_id", "private_metadata", "url", "initial_value"];
                let text = value.as_str().filter(|_| free.contains(&name.as_str()));
                (name.clone(), text.map_or_else(|| reworded(value, word), |text| word(text).into()))
            };
            Value::Object(fields.iter().map(field).collect())
        }
        other => other.clone(),
    }
}
