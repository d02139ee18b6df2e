//! Slack's published limits, as strict as they are written: everything that a message or a view breaks, with the place
//! as a JSON pointer. Knows nothing of how the bot renders; a kind of block or element it does not know is a fault, so
//! that a new one comes with its limits.
//!
//! Written from <https://docs.slack.dev/reference/block-kit/> (blocks, elements, composition objects),
//! <https://docs.slack.dev/reference/views/> and <https://docs.slack.dev/reference/methods/chat.postMessage>. Lengths
//! are counted in UTF-16 units, which are never fewer than characters.

use std::collections::BTreeSet;

use serde_json::Value;

/// Everything wrong with a message.
pub(crate) fn message(sent: &Value) -> Vec<String> {
    let mut held = Held::default();
    // 4,000 are recommended, and the most that chat.update takes.
    held.string(sent, "", "text", 1, 4000, true);
    if !sent["blocks"].is_null() {
        held.blocks(sent, 50);
    }
    held.faults
}

/// Everything wrong with a modal or an App Home.
pub(crate) fn view(sent: &Value) -> Vec<String> {
    let mut held = Held::default();
    held.blocks(sent, 100);
    held.string(sent, "", "private_metadata", 0, 3000, false);
    held.string(sent, "", "callback_id", 0, 255, false);
    held.string(sent, "", "external_id", 0, 255, false);
    match sent["type"].as_str() {
        Some("home") => {}
        Some("modal") => {
            held.text(sent, "", "title", 24, true, Kind::Plain);
            for button in ["submit", "close"] {
                held.text(sent, "", button, 24, false, Kind::Plain);
            }
            let blocks = sent["blocks"].as_array().into_iter().flatten();
            if blocks.into_iter().any(|block| block["type"] == "input") && sent["submit"].is_null() {
                held.fault("/submit", "is missing in a modal that asks");
            }
        }
        other => held.fault("/type", &format!("is {other:?}")),
    }
    held.faults
}

/// The length of a text as it is counted here.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What a text object may be.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Either,
}

#[derive(Default)]
struct Held {
    faults: Vec<String>,
    block_ids: BTreeSet<String>,
    action_ids: BTreeSet<String>,
}

impl Held {
    fn fault(&mut self, at: &str, words: &str) {
        self.faults.push(format!("{at} {words}"));
    }

    fn string(&mut self, of: &Value, at: &str, key: &str, least: usize, most: usize, due: bool) {
        match (&of[key], due) {
            (Value::Null, false) => {}
            (Value::String(text), _) => {
                let size = length(text);
                if !(least..=most).contains(&size) {
                    self.fault(&format!("{at}/{key}"), &format!("is {size} long, not {least} to {most}"));
                }
                if least > 0 && text.trim().is_empty() {
                    self.fault(&format!("{at}/{key}"), "has nothing in it to read");
                }
            }
            (other, _) => self.fault(&format!("{at}/{key}"), &format!("is {other}")),
        }
    }

    fn text(&mut self, of: &Value, at: &str, key: &str, most: usize, due: bool, kind: Kind) {
        if due || !of[key].is_null() {
            self.text_object(&of[key], &format!("{at}/{key}"), most, kind);
        }
    }

    fn text_object(&mut self, text: &Value, at: &str, most: usize, kind: Kind) {
        match text["type"].as_str() {
            Some("plain_text") if text["verbatim"].is_null() => {}
            Some("mrkdwn") if kind == Kind::Either && text["emoji"].is_null() => {}
            _ => self.fault(at, &format!("is {text}")),
        }
        self.string(text, at, "text", 1, most, true);
    }

    fn list<'v>(&mut self, of: &'v Value, at: &str, key: &str, most: usize) -> Vec<(String, &'v Value)> {
        let list = of[key].as_array().map(Vec::as_slice).unwrap_or_default();
        if !(1..=most).contains(&list.len()) {
            self.fault(&format!("{at}/{key}"), &format!("has {} items, not 1 to {most}", list.len()));
        }
        list.iter().enumerate().map(|(n, item)| (format!("{at}/{key}/{n}"), item)).collect()
    }

    fn blocks(&mut self, sent: &Value, most: usize) {
        for (at, block) in self.list(sent, "", "blocks", most) {
            self.string(block, &at, "block_id", 1, 255, false);
            if let Some(id) = block["block_id"].as_str()
                && !self.block_ids.insert(id.to_owned())
            {
                self.fault(&at, &format!("has the block_id {id}, as another"));
            }
            self.block(block, &at);
        }
    }

    fn block(&mut self, block: &Value, at: &str) {
        match block["type"].as_str().unwrap_or_default() {
            "header" => self.text(block, at, "text", 150, true, Kind::Plain),
            "divider" => {}
            "section" => {
                self.text(block, at, "text", 3000, block["fields"].is_null(), Kind::Either);
                if !block["fields"].is_null() {
                    for (at, field) in self.list(block, at, "fields", 10) {
                        self.text_object(field, &at, 2000, Kind::Either);
                    }
                }
                if !block["accessory"].is_null() {
                    self.element(&block["accessory"], &format!("{at}/accessory"));
                }
            }
            "context" => {
                for (at, element) in self.list(block, at, "elements", 10) {
                    if element["type"] == "image" {
                        self.image(element, &at);
                    } else {
                        self.text_object(element, &at, 3000, Kind::Either);
                    }
                }
            }
            "actions" => {
                for (at, element) in self.list(block, at, "elements", 25) {
                    self.element(element, &at);
                }
            }
            "input" => {
                self.text(block, at, "label", 2000, true, Kind::Plain);
                self.text(block, at, "hint", 2000, false, Kind::Plain);
                self.element(&block["element"], &format!("{at}/element"));
            }
            "image" => self.image(block, at),
            other => self.fault(at, &format!("is a block whose limits are not written here: {other:?}")),
        }
    }

    fn image(&mut self, image: &Value, at: &str) {
        self.string(image, at, "image_url", 1, 3000, true);
        self.string(image, at, "alt_text", 1, 2000, true);
    }

    fn element(&mut self, element: &Value, at: &str) {
        self.string(element, at, "action_id", 1, 255, true);
        if let Some(id) = element["action_id"].as_str()
            && !self.action_ids.insert(id.to_owned())
        {
            self.fault(at, &format!("has the action_id {id}, as another"));
        }
        self.text(element, at, "placeholder", 150, false, Kind::Plain);
        if !element["confirm"].is_null() {
            let confirm = &element["confirm"];
            for (key, most) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
                self.text(confirm, &format!("{at}/confirm"), key, most, true, Kind::Plain);
            }
        }
        match element["type"].as_str().unwrap_or_default() {
            "button" => {
                self.text(element, at, "text", 75, true, Kind::Plain);
                self.string(element, at, "value", 1, 2000, false);
                self.string(element, at, "url", 1, 3000, false);
                self.string(element, at, "accessibility_label", 1, 75, false);
                if element["value"].is_null() && element["url"].is_null() {
                    self.fault(at, "is a button that does nothing");
                }
                if !["null", "\"primary\"", "\"danger\""].contains(&element["style"].to_string().as_str()) {
                    self.fault(&format!("{at}/style"), &format!("is {}", element["style"]));
                }
            }
            "plain_text_input" => {
                let most = element["max_length"].as_u64().unwrap_or(3000);
                if !(1..=3000).contains(&most) {
                    self.fault(&format!("{at}/max_length"), &format!("is {most}"));
                }
                if element["min_length"].as_u64().is_some_and(|least| least > most) {
                    self.fault(&format!("{at}/min_length"), "is more than max_length");
                }
                let most = usize::try_from(most).unwrap_or_default();
                self.string(element, at, "initial_value", 0, most, false);
            }
            "static_select" => self.options(element, at, 100, "initial_option"),
            "multi_static_select" => self.options(element, at, 100, "initial_options"),
            "radio_buttons" => self.options(element, at, 10, "initial_option"),
            "checkboxes" => self.options(element, at, 10, "initial_options"),
            "overflow" => self.options(element, at, 5, "initial_option"),
            "datepicker"
            | "timepicker"
            | "datetimepicker"
            | "number_input"
            | "users_select"
            | "channels_select"
            | "conversations_select"
            | "multi_users_select"
            | "multi_channels_select"
            | "multi_conversations_select" => {}
            other => self.fault(at, &format!("is an element whose limits are not written here: {other:?}")),
        }
    }

    /// The options, and that what is chosen at first is one of them, to the letter.
    fn options(&mut self, element: &Value, at: &str, most: usize, chosen: &str) {
        let mut values = BTreeSet::new();
        for (at, option) in self.list(element, at, "options", most) {
            self.text(option, &at, "text", 75, true, Kind::Either);
            self.text(option, &at, "description", 75, false, Kind::Either);
            self.string(option, &at, "value", 1, 150, true);
            if !values.insert(option["value"].to_string()) {
                self.fault(&at, "has the value of another option");
            }
        }
        let options = element["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        let first = match &element[chosen] {
            Value::Null => Vec::new(),
            Value::Array(many) => many.iter().collect(),
            one => vec![one],
        };
        if element[chosen].is_array() && first.is_empty() {
            self.fault(&format!("{at}/{chosen}"), "is empty");
        }
        for one in first.into_iter().filter(|one| !options.contains(one)) {
            self.fault(&format!("{at}/{chosen}"), &format!("is not among the options: {one}"));
        }
    }
}
