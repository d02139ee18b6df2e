//! The fields of a modal: drawn when it is shown, read when it is sent. Gives HTML, and what was filled in by
//! block.

use maud::{Markup, html};
use serde_json::Value;

use super::blocks::{Place, hidden, list};
use super::mrkdwn::{language_of, plain_text};
use super::scene::{Scene, front_view};
use super::texts::fill;
use crate::workspace::state::{ChannelKind, View, ViewId};

/// The id of the form that sends a modal. Its fields name it instead of standing in it, since buttons among them
/// are forms of their own.
pub(super) const FORM: &str = "modal-form";

/// The name of a field in the form.
fn field_name(block_id: &str) -> String {
    format!("field.{block_id}")
}

/// The name of what is entered in a field that is sent by itself.
pub(super) const CHOICE: &str = "choice";

/// An input block with its label, hint and what is wrong with it. In a modal it waits to be sent with the others; in a
/// home tab it is sent by itself.
pub(super) fn input(block: &Value, block_id: &str, index: usize, place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    let front = front_view(scene).filter(|view| view.id.as_str() == place.id);
    let alone = front.is_none();
    let view = front.or_else(|| scene.state.view(&ViewId::new(place.id)));
    let element = &block["element"];
    let action_id = element["action_id"].as_str().unwrap_or_default();
    let value = view.and_then(|view| view.values.get(block_id)?.get(action_id));
    let error = view.and_then(|view| view.errors.get(block_id)).map(String::as_str);
    let label = block["label"]["text"].as_str().unwrap_or_default();
    let hint = block["hint"]["text"].as_str();
    let optional = block["optional"].as_bool().unwrap_or(false);
    // In a modal the id goes with the block, so that a field stays the same one when blocks come before it.
    let id = if alone { format!("home-field-{index}") } else { format!("field-{block_id}") };
    let form = if alone { format!("home-form-{index}") } else { FORM.to_owned() };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let limit = element["max_length"].as_u64().filter(|_| error.is_none());
    let described = format!("{hint_id} {error_id}");
    let field = Field {
        element,
        value,
        id: &id,
        form: &form,
        name: if alone { CHOICE.to_owned() } else { field_name(block_id) },
        alone,
        told: !alone && is_told_while_typed(block),
        described: &described,
        required: !optional,
        invalid: error.is_some(),
        label,
    };
    let group = matches!(element["type"].as_str(), Some("radio_buttons" | "checkboxes"));
    let caption = html! {
        span lang=(language_of(label)) { (plain_text(label)) }
        @if optional { span.optional { (scene.texts.optional) } }
    };
    html! {
        div.field-block data-block=(block_id) {
            @if group { p.label id=(format!("{id}-label")) { (caption) } } @else { label.label for=(id) { (caption) } }
            @if alone {
                form.alone id=(form) method="post" action=(scene.action("click")) data-live {
                    (hidden(place, block_id, scene))
                    input type="hidden" name="action_id" value=(action_id);
                    (control(&field, scene))
                    @if field.kind() == "plain_text_input" { button.button type="submit" { (scene.texts.enter) } }
                    @else { noscript { button.button type="submit" { (scene.texts.enter) } } }
                }
            } @else { (control(&field, scene)) }
            p.hint id=(hint_id) {
                @if let Some(hint) = hint { (plain_text(hint)) }
                @else if let Some(limit) = limit.filter(|&limit| limit < 3000) {
                    (fill(scene.texts.at_most, &limit.to_string()))
                }
            }
            p.field-error id=(error_id) role="alert" { (error.unwrap_or_default()) }
        }
    }
}

#[allow(clippy::struct_excessive_bools, reason = "each is a mark of its own on the control")]
struct Field<'a> {
    element: &'a Value,
    value: Option<&'a Value>,
    id: &'a str,
    form: &'a str,
    name: String,
    alone: bool,
    /// Whether the app hears of it while it is typed.
    told: bool,
    described: &'a str,
    required: bool,
    invalid: bool,
    label: &'a str,
}

/// Whether an app wants to hear of what is typed into a field before the modal is sent.
fn is_told_while_typed(block: &Value) -> bool {
    let on = list(&block["element"]["dispatch_action_config"]["trigger_actions_on"]);
    block["dispatch_action"] == true && on.iter().any(|on| on == "on_character_entered")
}

impl Field<'_> {
    fn kind(&self) -> &str {
        self.element["type"].as_str().unwrap_or_default()
    }

    /// What stands in a field of text.
    fn text(&self) -> &str {
        let key = match self.kind() {
            "datepicker" => "selected_date",
            "timepicker" => "selected_time",
            _ => "value",
        };
        self.value.and_then(|value| value[key].as_str()).unwrap_or_default()
    }

    /// The values that are chosen.
    fn chosen(&self) -> Vec<&str> {
        let key = match self.kind() {
            "checkboxes" | "multi_static_select" => "selected_options",
            "users_select" => "selected_user",
            "channels_select" => "selected_channel",
            "conversations_select" => "selected_conversation",
            _ => "selected_option",
        };
        match self.value.map(|value| &value[key]) {
            Some(Value::Array(options)) => options.iter().filter_map(option_value).collect(),
            Some(one) => option_value(one).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

fn option_value(option: &Value) -> Option<&str> {
    option["value"].as_str().or_else(|| option.as_str())
}

/// The choices of a menu: Slack's value and the words for it.
fn options(element: &Value, scene: &Scene<'_>) -> Vec<(String, String)> {
    match element["type"].as_str().unwrap_or_default() {
        "users_select" => scene
            .state
            .users()
            .filter(|user| !user.deleted && !user.is_bot)
            .map(|user| (user.id.to_string(), scene.name(user).to_owned()))
            .collect(),
        "channels_select" | "conversations_select" => scene
            .state
            .channels_of(&scene.reader.id)
            .filter(|channel| channel.kind != ChannelKind::Direct)
            .map(|channel| (channel.id.to_string(), scene.title(channel)))
            .collect(),
        _ => {
            let groups = list(&element["option_groups"]).iter().flat_map(|group| list(&group["options"]));
            list(&element["options"])
                .iter()
                .chain(groups)
                .map(|option| {
                    let words = option["text"]["text"].as_str().unwrap_or_default();
                    (option["value"].as_str().unwrap_or_default().to_owned(), words.to_owned())
                })
                .collect()
        }
    }
}

fn control(field: &Field<'_>, scene: &Scene<'_>) -> Markup {
    let element = field.element;
    let placeholder = element["placeholder"]["text"].as_str();
    let invalid = field.invalid.then_some("true");
    let required = field.required.then_some("true");
    let limit = element["max_length"].as_u64();
    match field.kind() {
        "plain_text_input" if element["multiline"].as_bool().unwrap_or(false) => html! {
            textarea form=(field.form) id=(field.id) name=(field.name) rows="4" placeholder=[placeholder] maxlength=[limit]
                data-tells=[field.told.then_some("")]
                aria-describedby=(field.described) aria-invalid=[invalid] aria-required=[required] { (field.text()) }
        },
        "plain_text_input" | "email_text_input" | "url_text_input" | "number_input" | "datepicker" | "timepicker" => {
            let kind = match field.kind() {
                "email_text_input" => "email",
                "url_text_input" => "url",
                "datepicker" => "date",
                "timepicker" => "time",
                _ => "text",
            };
            let mode = (field.kind() == "number_input").then_some("decimal");
            html! {
                input form=(field.form) id=(field.id) name=(field.name) type=(kind) inputmode=[mode] placeholder=[placeholder]
                    data-tells=[field.told.then_some("")]
                    maxlength=[limit] value=(field.text()) aria-describedby=(field.described) aria-invalid=[invalid]
                    aria-required=[required] autocomplete="off";
            }
        }
        "static_select" | "users_select" | "channels_select" | "conversations_select" | "multi_static_select" => {
            let many = field.kind() == "multi_static_select";
            let chosen = field.chosen();
            html! {
                select form=(field.form) id=(field.id) name=(field.name) multiple[many]
                    data-sends=[field.alone.then_some("")] aria-describedby=(field.described)
                    aria-invalid=[invalid] aria-required=[required] {
                    @if !(many || field.alone && field.required) { option value="" { (placeholder.unwrap_or(scene.texts.choose)) } }
                    @for (value, words) in options(element, scene) {
                        option value=(value) selected[chosen.contains(&value.as_str())] { (plain_text(&words)) }
                    }
                }
            }
        }
        kind @ ("radio_buttons" | "checkboxes") => {
            let (shape, role) = if kind == "checkboxes" { ("checkbox", "group") } else { ("radio", "radiogroup") };
            let chosen = field.chosen();
            html! {
                div.choices role=(role) aria-labelledby=(format!("{}-label", field.id))
                    aria-describedby=(field.described) aria-invalid=[invalid] {
                    @for (value, words) in options(element, scene) {
                        label.choice {
                            input form=(field.form) type=(shape) name=(field.name) value=(value)
                                checked[chosen.contains(&value.as_str())];
                            span { (plain_text(&words)) }
                        }
                    }
                }
            }
        }
        _ => html! { p.not-shown aria-label=(field.label) { (scene.texts.not_shown) } },
    }
}

/// Whether nothing was filled in for a block.
pub(super) fn is_empty(block_id: &str, form: &[(String, String)]) -> bool {
    let name = field_name(block_id);
    form.iter().filter(|(key, _)| *key == name).all(|(_, value)| value.trim().is_empty())
}

/// Reads the fields of a view out of a form's names and values: block id and value, one pair for each thing
/// chosen; an empty value where nothing was.
pub(super) fn read<'a>(view: &'a View, form: &'a [(String, String)]) -> Vec<(&'a str, String)> {
    let mut values = Vec::new();
    for block in view.blocks().iter().filter(|block| block["type"] == "input") {
        let Some(block_id) = block["block_id"].as_str() else { continue };
        let name = field_name(block_id);
        let given = form.iter().filter(|(key, _)| *key == name);
        // A browser sends line breaks as CR LF; Slack stores LF.
        let given: Vec<String> = given.map(|(_, value)| value.replace("\r\n", "\n")).collect();
        if given.is_empty() {
            values.push((block_id, String::new()));
        }
        values.extend(given.into_iter().map(|value| (block_id, value)));
    }
    values
}
