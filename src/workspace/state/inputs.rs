//! What a person put into an element, in Slack's JSON, and whether it may be sent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What the value object of an element says after these choices: the values of options, or what was typed.
/// `None` for elements that hold no value (a button).
pub(super) fn chosen_value(element: &Value, choices: &[&str]) -> Option<Value> {
    let kind = element["type"].as_str()?;
    let first = choices.first().copied().filter(|choice| !choice.is_empty());
    let option = |wanted: &str| options(element).find(|option| option["value"] == wanted).cloned();
    let (key, value) = match kind {
        "plain_text_input" | "number_input" | "email_text_input" | "url_text_input" => ("value", json!(first)),
        "static_select" | "external_select" | "radio_buttons" | "overflow" => {
            ("selected_option", json!(first.and_then(option)))
        }
        "checkboxes" | "multi_static_select" | "multi_external_select" => {
            ("selected_options", choices.iter().filter_map(|choice| option(choice)).collect())
        }
        "users_select" => ("selected_user", json!(first)),
        "channels_select" => ("selected_channel", json!(first)),
        "conversations_select" => ("selected_conversation", json!(first)),
        "multi_users_select" => ("selected_users", json!(choices)),
        "multi_channels_select" => ("selected_channels", json!(choices)),
        "multi_conversations_select" => ("selected_conversations", json!(choices)),
        "datepicker" => ("selected_date", json!(first)),
        "timepicker" => ("selected_time", json!(first)),
        "datetimepicker" => ("selected_date_time", json!(first.and_then(|it| it.parse::<i64>().ok()))),
        _ => return None,
    };
    let mut out = json!({"type": kind});
    out[key] = value;
    Some(out)
}

/// What an element holds before anybody touched it.
fn initial_value(element: &Value) -> Option<Value> {
    const INITIALS: [(&str, &str); 11] = [
        ("initial_value", "value"),
        ("initial_option", "selected_option"),
        ("initial_options", "selected_options"),
        ("initial_user", "selected_user"),
        ("initial_users", "selected_users"),
        ("initial_channel", "selected_channel"),
        ("initial_channels", "selected_channels"),
        ("initial_conversation", "selected_conversation"),
        ("initial_conversations", "selected_conversations"),
        ("initial_date", "selected_date"),
        ("initial_time", "selected_time"),
    ];
    let mut value = chosen_value(element, &[])?;
    for (given, kept) in INITIALS {
        if let Some(initial) = element.get(given).filter(|_| value.get(kept).is_some()) {
            value[kept] = initial.clone();
        }
    }
    Some(value)
}

/// The values a view starts with. What `before` holds for the same block and action stays.
pub(super) fn initial_values(
    blocks: &[Value],
    before: &BTreeMap<String, BTreeMap<String, Value>>,
) -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut values = BTreeMap::<String, BTreeMap<String, Value>>::new();
    for (block_id, element) in stateful(blocks) {
        let Some(action_id) = element["action_id"].as_str() else { continue };
        let kept = before.get(block_id).and_then(|actions| actions.get(action_id)).cloned();
        if let Some(value) = kept.or_else(|| initial_value(element)) {
            values.entry(block_id.to_owned()).or_default().insert(action_id.to_owned(), value);
        }
    }
    values
}

/// The block and action that a key of a submission names: a block id or an action id.
pub(super) fn input_named<'a>(blocks: &'a [Value], key: &str) -> Option<(&'a str, &'a Value)> {
    let all = || stateful(blocks);
    all().find(|(block_id, _)| *block_id == key).or_else(|| all().find(|(_, element)| element["action_id"] == key))
}

/// The ids of input blocks that are empty without being optional, or hold too little or too much.
pub(super) fn unacceptable(blocks: &[Value], values: &BTreeMap<String, BTreeMap<String, Value>>) -> Vec<String> {
    let inputs = blocks.iter().filter(|block| block["type"] == "input");
    let bad = inputs.filter(|block| {
        let element = &block["element"];
        let id = block["block_id"].as_str().unwrap_or_default();
        let action = element["action_id"].as_str().unwrap_or_default();
        let value = values.get(id).and_then(|actions| actions.get(action));
        let optional = block["optional"].as_bool().unwrap_or(false);
        match value.map(held) {
            None | Some(None) => !optional,
            Some(Some(held)) => {
                let length = held.chars().count() as u64;
                let least = element["min_length"].as_u64().unwrap_or(0);
                let most = element["max_length"].as_u64().unwrap_or(3000);
                element["type"] == "plain_text_input" && !(least..=most).contains(&length)
            }
        }
    });
    bad.filter_map(|block| block["block_id"].as_str()).map(str::to_owned).collect()
}

/// What a value object holds as text; `None` when it is empty.
fn held(value: &Value) -> Option<String> {
    let object = value.as_object()?;
    object.iter().filter(|(key, _)| *key != "type").find_map(|(_, value)| match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Array(list) => (!list.is_empty()).then(|| "chosen".to_owned()),
        _ => Some("chosen".to_owned()),
    })
}

fn stateful(blocks: &[Value]) -> impl Iterator<Item = (&str, &Value)> {
    blocks.iter().flat_map(|block| {
        let id = block["block_id"].as_str().unwrap_or_default();
        let several = block["elements"].as_array().into_iter().flatten();
        let one = ["accessory", "element"].into_iter().filter_map(|key| block.get(key));
        several.chain(one).map(move |element| (id, element))
    })
}

fn options(element: &Value) -> impl Iterator<Item = &Value> {
    let grouped = element["option_groups"].as_array().into_iter().flatten();
    let grouped = grouped.flat_map(|group| group["options"].as_array().into_iter().flatten());
    element["options"].as_array().into_iter().flatten().chain(grouped)
}
