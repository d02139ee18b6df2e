//! Block Kit as strict as Slack: the blocks of a message or a view come back with their missing ids filled in, or
//! with one sentence for each limit they break, in Slack's words with the place as a JSON pointer.
//!
//! Limits: <https://docs.slack.dev/reference/block-kit/blocks>.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::model::ViewKind;

/// Checks the blocks of a message; none is an empty list.
pub(crate) fn checked_message_blocks(blocks: &Value) -> Result<Vec<Value>, Vec<String>> {
    if blocks.is_null() {
        return Ok(Vec::new());
    }
    let mut check = Check::default();
    let blocks = check.blocks(blocks, "/blocks", 50);
    check.done(blocks)
}

/// Checks a view.
pub(crate) fn checked_view(view: &Value, kind: ViewKind) -> Result<Value, Vec<String>> {
    let mut check = Check::default();
    if !view.is_object() {
        check.problem("/view", "must provide an object");
        return check.done(Value::Null);
    }
    let wanted = if kind == ViewKind::Modal { "modal" } else { "home" };
    if view["type"] != wanted {
        check.problem("/view/type", &format!("must be \"{wanted}\""));
    }
    let blocks = check.blocks(&view["blocks"], "/view/blocks", 100);
    check.string(view, "/view", "private_metadata", 3000);
    check.string(view, "/view", "callback_id", 255);
    check.string(view, "/view", "external_id", 255);
    if kind == ViewKind::Modal {
        check.plain(&view["title"], "/view/title", 24);
        for key in ["submit", "close"] {
            check.optional_plain(view, "/view", key, 24);
        }
        if blocks.iter().any(|block| block["type"] == "input") && view["submit"].is_null() {
            check.problem("/view/submit", "is required when the view has input blocks");
        }
    }
    let mut view = view.clone();
    view["blocks"] = Value::Array(blocks);
    check.done(view)
}

#[derive(Default)]
struct Check {
    problems: Vec<String>,
    block_ids: BTreeSet<String>,
}

impl Check {
    fn done<T>(self, checked: T) -> Result<T, Vec<String>> {
        if self.problems.is_empty() { Ok(checked) } else { Err(self.problems) }
    }

    fn problem(&mut self, at: &str, words: &str) {
        self.problems.push(format!("[ERROR] {words} [json-pointer:{at}]"));
    }

    fn blocks(&mut self, blocks: &Value, at: &str, most: usize) -> Vec<Value> {
        let Some(list) = blocks.as_array() else {
            self.problem(at, "must provide an array");
            return Vec::new();
        };
        if list.len() > most {
            self.problem(at, &format!("no more than {most} items allowed"));
        }
        let mut list = list.clone();
        for (index, block) in list.iter_mut().enumerate() {
            let at = format!("{at}/{index}");
            if !block.is_object() {
                self.problem(&at, "must provide an object");
                continue;
            }
            self.string(block, &at, "block_id", 255);
            if block["block_id"].as_str().is_none_or(str::is_empty) {
                block["block_id"] = json!(format!("block-{}", index + 1));
            }
            let id = block["block_id"].as_str().unwrap_or_default().to_owned();
            if !self.block_ids.insert(id.clone()) {
                self.problem(&format!("{at}/block_id"), &format!("`block_id` \"{id}\" already exists"));
            }
            self.block(block, &at);
        }
        list
    }

    fn block(&mut self, block: &mut Value, at: &str) {
        let kind = block["type"].as_str().unwrap_or_default().to_owned();
        match kind.as_str() {
            "section" => {
                if block["text"].is_null() && block["fields"].is_null() {
                    self.problem(at, "missing required field: text or fields");
                }
                if !block["text"].is_null() {
                    self.text(&block["text"], &format!("{at}/text"), 3000);
                }
                if !block["fields"].is_null() {
                    self.each(&block["fields"].clone(), &format!("{at}/fields"), 10, |check, field, at| {
                        check.text(field, at, 2000);
                    });
                }
                if let Some(accessory) = block.get_mut("accessory") {
                    self.element(accessory, &format!("{at}/accessory"), 1);
                }
            }
            "header" => self.plain(&block["text"], &format!("{at}/text"), 150),
            "context" => {
                self.each(&block["elements"].clone(), &format!("{at}/elements"), 10, |check, it, at| {
                    if it["type"] == "image" { check.image(it, at) } else { check.text(it, at, 3000) }
                });
            }
            "actions" => {
                let at = format!("{at}/elements");
                self.each(&block["elements"].clone(), &at, 25, |_, _, _| {});
                self.elements(&mut block["elements"], &at);
            }
            "input" => {
                self.plain(&block["label"], &format!("{at}/label"), 2000);
                self.optional_plain(block, at, "hint", 2000);
                if block["element"].is_object() {
                    self.element(&mut block["element"], &format!("{at}/element"), 1);
                } else {
                    self.problem(at, "missing required field: element");
                }
            }
            "image" => self.image(block, at),
            "divider" | "rich_text" | "video" | "file" | "table" | "context_actions" => {}
            "markdown" => {
                self.string(block, at, "text", 12_000);
            }
            other => self.problem(&format!("{at}/type"), &format!("unsupported type: {other}")),
        }
    }

    fn elements(&mut self, elements: &mut Value, at: &str) {
        let mut seen = BTreeSet::new();
        for (index, element) in elements.as_array_mut().into_iter().flatten().enumerate() {
            let at = format!("{at}/{index}");
            self.element(element, &at, index + 1);
            let id = element["action_id"].as_str().unwrap_or_default().to_owned();
            if !seen.insert(id.clone()) {
                self.problem(&format!("{at}/action_id"), &format!("`action_id` \"{id}\" already exists in this block"));
            }
        }
    }

    fn element(&mut self, element: &mut Value, at: &str, number: usize) {
        if !element.is_object() {
            return self.problem(at, "must provide an object");
        }
        let kind = element["type"].as_str().unwrap_or_default().to_owned();
        if kind == "image" {
            return self.image(element, at);
        }
        self.string(element, at, "action_id", 255);
        if element["action_id"].as_str().is_none_or(str::is_empty) {
            element["action_id"] = json!(format!("action-{number}"));
        }
        self.optional_plain(element, at, "placeholder", 150);
        self.confirm(&element["confirm"], &format!("{at}/confirm"));
        match kind.as_str() {
            "button" => {
                self.plain(&element["text"], &format!("{at}/text"), 75);
                self.string(element, at, "value", 2000);
                self.string(element, at, "url", 3000);
                self.string(element, at, "accessibility_label", 75);
                if !element["style"].is_null() && element["style"] != "primary" && element["style"] != "danger" {
                    self.problem(&format!("{at}/style"), "must be one of: primary, danger");
                }
            }
            "static_select" | "multi_static_select" => {
                if element["option_groups"].is_null() {
                    self.options(&element["options"], &format!("{at}/options"), 100);
                } else {
                    let groups = element["option_groups"].clone();
                    self.each(&groups, &format!("{at}/option_groups"), 100, |check, group, at| {
                        check.plain(&group["label"], &format!("{at}/label"), 75);
                        check.options(&group["options"], &format!("{at}/options"), 100);
                    });
                }
            }
            "overflow" => self.options(&element["options"], &format!("{at}/options"), 5),
            "checkboxes" | "radio_buttons" => self.options(&element["options"], &format!("{at}/options"), 10),
            "plain_text_input" => {
                let (least, most) = (element["min_length"].as_u64(), element["max_length"].as_u64());
                if most.is_some_and(|most| !(1..=3000).contains(&most)) {
                    self.problem(&format!("{at}/max_length"), "must be between 1 and 3000");
                }
                if least.is_some_and(|least| least > most.unwrap_or(3000)) {
                    self.problem(&format!("{at}/min_length"), "must not be more than max_length");
                }
            }
            "datepicker"
            | "timepicker"
            | "datetimepicker"
            | "number_input"
            | "email_text_input"
            | "url_text_input"
            | "file_input"
            | "rich_text_input"
            | "users_select"
            | "channels_select"
            | "conversations_select"
            | "external_select"
            | "multi_users_select"
            | "multi_channels_select"
            | "multi_conversations_select"
            | "multi_external_select"
            | "workflow_button" => {}
            other => self.problem(&format!("{at}/type"), &format!("unsupported type: {other}")),
        }
    }

    fn options(&mut self, options: &Value, at: &str, most: usize) {
        self.each(options, at, most, |check, option, at| {
            check.text(&option["text"], &format!("{at}/text"), 75);
            check.optional_text(option, at, "description", 75);
            if option["value"].as_str().is_none_or(str::is_empty) {
                check.problem(&format!("{at}/value"), "must be more than 0 characters");
            }
            check.string(option, at, "value", 150);
        });
    }

    fn confirm(&mut self, confirm: &Value, at: &str) {
        if !confirm.is_null() {
            for (key, most) in [("title", 100), ("confirm", 30), ("deny", 30)] {
                self.optional_plain(confirm, at, key, most);
            }
            self.text(&confirm["text"], &format!("{at}/text"), 300);
        }
    }

    fn image(&mut self, image: &Value, at: &str) {
        if image["image_url"].is_null() && image["slack_file"].is_null() {
            self.problem(at, "missing required field: image_url");
        }
        self.string(image, at, "image_url", 3000);
        if image["alt_text"].as_str().is_none() {
            self.problem(at, "missing required field: alt_text");
        }
        self.string(image, at, "alt_text", 2000);
        self.optional_plain(image, at, "title", 2000);
    }

    fn each(&mut self, list: &Value, at: &str, most: usize, mut check: impl FnMut(&mut Self, &Value, &str)) {
        let items = list.as_array().map_or(&[][..], Vec::as_slice);
        if items.is_empty() {
            self.problem(at, "must have at least 1 item");
        }
        if items.len() > most {
            self.problem(at, &format!("no more than {most} items allowed"));
        }
        for (index, item) in items.iter().enumerate() {
            check(self, item, &format!("{at}/{index}"));
        }
    }

    fn optional_plain(&mut self, parent: &Value, at: &str, key: &str, most: usize) {
        if !parent[key].is_null() {
            self.plain(&parent[key], &format!("{at}/{key}"), most);
        }
    }

    fn optional_text(&mut self, parent: &Value, at: &str, key: &str, most: usize) {
        if !parent[key].is_null() {
            self.text(&parent[key], &format!("{at}/{key}"), most);
        }
    }

    fn plain(&mut self, text: &Value, at: &str, most: usize) {
        if text.is_object() && text["type"] != "plain_text" {
            return self.problem(&format!("{at}/type"), "must be \"plain_text\"");
        }
        self.text(text, at, most);
    }

    fn text(&mut self, text: &Value, at: &str, most: usize) {
        if text["type"] != "plain_text" && text["type"] != "mrkdwn" {
            return self.problem(at, "must provide a text object");
        }
        if text["text"].as_str().is_none_or(str::is_empty) {
            return self.problem(&format!("{at}/text"), "must be more than 0 characters");
        }
        if text["type"] == "mrkdwn" && !text["emoji"].is_null() {
            self.problem(&format!("{at}/emoji"), "is only allowed in plain_text");
        }
        self.string(text, at, "text", most);
    }

    fn string(&mut self, parent: &Value, at: &str, key: &str, most: usize) {
        match &parent[key] {
            Value::String(text) if text.chars().count() > most => {
                self.problem(&format!("{at}/{key}"), &format!("must be less than {} characters", most + 1));
            }
            Value::Null | Value::String(_) => {}
            _ => self.problem(&format!("{at}/{key}"), "must be a string"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str) -> Value {
        json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})
    }

    fn problems(blocks: &Value) -> Vec<String> {
        checked_message_blocks(blocks).err().unwrap_or_default()
    }

    #[test]
    fn good_blocks_come_back_with_ids() {
        let blocks = json!([section("hi"), {"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
        ]}]);
        let checked = checked_message_blocks(&blocks).unwrap();
        assert_eq!(checked[0]["block_id"], "block-1");
        assert_eq!(checked[1]["elements"][0]["action_id"], "action-1");
    }

    #[test]
    fn a_text_one_character_too_long_is_refused_with_its_place() {
        assert_eq!(problems(&json!([section(&"あ".repeat(3000))])), [""; 0]);
        assert_eq!(
            problems(&json!([section(&"あ".repeat(3001))])),
            ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
        );
    }

    #[test]
    fn counts_ids_and_labels_are_limited() {
        let many: Vec<Value> = (0..51).map(|_| json!({"type": "divider"})).collect();
        assert_eq!(problems(&json!(many)), ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]);
        let twice = json!([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]);
        assert_eq!(problems(&twice), ["[ERROR] `block_id` \"a\" already exists [json-pointer:/blocks/1/block_id]"]);
        let button =
            |label: &str| json!({"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": label}});
        let long = json!([{"type": "actions", "elements": [button(&"x".repeat(76)), button("")]}]);
        assert_eq!(
            problems(&long),
            [
                "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
                "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/elements/1/text/text]",
                "[ERROR] `action_id` \"x\" already exists in this block [json-pointer:/blocks/0/elements/1/action_id]"
            ]
        );
    }

    #[test]
    fn a_modal_title_has_at_most_24_characters_and_inputs_need_a_button_to_send_them() {
        let modal = json!({"type": "modal", "title": {"type": "plain_text", "text": "x".repeat(25)}, "blocks": [
            {"type": "input", "label": {"type": "plain_text", "text": "What"}, "element": {"type": "plain_text_input"}}
        ]});
        assert_eq!(
            checked_view(&modal, ViewKind::Modal).unwrap_err(),
            [
                "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
                "[ERROR] is required when the view has input blocks [json-pointer:/view/submit]"
            ]
        );
    }

    #[test]
    fn nonsense_is_refused_and_never_panics() {
        for blocks in [json!(1), json!("x"), json!([1]), json!([{}]), json!([{"type": "actions", "elements": 3}])] {
            assert!(checked_message_blocks(&blocks).is_err(), "{blocks}");
        }
        assert!(checked_view(&json!(3), ViewKind::Home).is_err());
    }
}
