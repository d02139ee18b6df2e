//! Renders Block Kit when a message, modal or home tab is shown. Gives HTML for every block Slack has that apps
//! of this workspace use, and a plain word in place of one it does not know.

use maud::{Markup, html};
use serde_json::Value;

use super::fields;
use super::mrkdwn::{Directory as _, language_of, mrkdwn, plain_text};
use super::scene::Scene;

/// Where the buttons of some blocks belong: hidden fields that name it in a form.
pub(super) struct Place<'a> {
    /// `message`, `whisper` or `view`.
    pub(super) kind: &'a str,
    /// The channel's id, for a message.
    pub(super) channel: &'a str,
    /// The timestamp or view id.
    pub(super) id: &'a str,
}

/// Renders blocks in order.
pub(super) fn blocks(blocks: &[Value], place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    html! {
        @for (index, block) in blocks.iter().enumerate() {
            (one(block, index, place, scene))
        }
    }
}

fn one(block: &Value, index: usize, place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    let block_id = block["block_id"].as_str().unwrap_or_default();
    match block["type"].as_str().unwrap_or_default() {
        "header" => {
            let title = block["text"]["text"].as_str().unwrap_or_default();
            html! { h2.block-header lang=(language_of(title)) { (plain_text(title)) } }
        }
        "section" => section(block, block_id, place, scene),
        "context" => html! {
            div.block-context {
                @for element in list(&block["elements"]) {
                    @if element["type"] == "image" { (image(element, "context-image")) }
                    @else { (text(element, scene)) }
                }
            }
        },
        "divider" => html! { hr; },
        "image" => html! {
            figure.block-image {
                (image(block, "block-picture"))
                @if let Some(title) = block["title"]["text"].as_str() { figcaption { (plain_text(title)) } }
            }
        },
        "actions" => html! {
            form.block-actions method="post" action=(scene.action("click")) data-live {
                (hidden(place, block_id, scene))
                @for element in list(&block["elements"]) { (element_of(element, block_id, place, scene)) }
            }
        },
        "input" => fields::input(block, block_id, index, place, scene),
        "rich_text" => html! { div.text { (rich_text(block, scene)) } },
        _ => html! { p.not-shown { (scene.texts.not_shown) } },
    }
}

fn section(block: &Value, block_id: &str, place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    let accessory = &block["accessory"];
    html! {
        div.block-section {
            div.section-main {
                @if block["text"].is_object() { (text(&block["text"], scene)) }
                @if block["fields"].is_array() {
                    div.block-fields {
                        @for field in list(&block["fields"]) { div.field { (text(field, scene)) } }
                    }
                }
            }
            @if accessory["type"] == "image" {
                (image(accessory, "accessory-image"))
            } @else if accessory.is_object() {
                form.accessory method="post" action=(scene.action("click")) data-live {
                    (hidden(place, block_id, scene))
                    (element_of(accessory, block_id, place, scene))
                }
            }
        }
    }
}

/// A text object, in Slack's markup or plain.
pub(super) fn text(object: &Value, scene: &Scene<'_>) -> Markup {
    let words = object["text"].as_str().unwrap_or_default();
    html! {
        div.text lang=(language_of(words)) {
            @if object["type"] == "mrkdwn" { (mrkdwn(words, scene)) }
            @else { p { (plain_text(words)) } }
        }
    }
}

pub(super) fn hidden(place: &Place<'_>, block_id: &str, scene: &Scene<'_>) -> Markup {
    html! {
        (scene.back())
        input type="hidden" name="kind" value=(place.kind);
        input type="hidden" name="channel" value=(place.channel);
        input type="hidden" name="id" value=(place.id);
        input type="hidden" name="block_id" value=(block_id);
    }
}

fn element_of(element: &Value, block_id: &str, place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    if element["type"] == "button" {
        button(element, block_id, place, scene)
    } else {
        html! { span.not-shown { (scene.texts.not_shown) } }
    }
}

fn button(element: &Value, block_id: &str, place: &Place<'_>, scene: &Scene<'_>) -> Markup {
    let label = element["text"]["text"].as_str().unwrap_or_default();
    let class = match element["style"].as_str() {
        Some("primary") => "button primary",
        Some("danger") => "button danger",
        _ => "button",
    };
    let spoken = element["accessibility_label"].as_str();
    let url = element["url"].as_str().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let action = element["action_id"].as_str().unwrap_or_default();
    if let Some(url) = url {
        let local = scene.local_address(url);
        let outward = local.is_none();
        // A link button opens its address and tells the app too, as in Slack.
        return html! {
            a class=(format!("{class} link")) href=(local.as_deref().unwrap_or(url))
                target=[outward.then_some("_blank")] rel=[outward.then_some("noopener noreferrer")]
                data-told-to=(scene.action("click")) data-action=(action) data-block=(block_id)
                data-kind=(place.kind) data-channel=(place.channel) data-id=(place.id)
                aria-label=[spoken] lang=(language_of(label)) {
                (plain_text(label))
                @if outward {
                    span aria-hidden="true" { "↗" }
                    span.unseen { " (" (scene.texts.opens_in_new_tab) ")" }
                }
            }
        };
    }
    let confirm = element["confirm"].as_object().map(|confirm| {
        let part = |key: &str| confirm.get(key).and_then(|text| text["text"].as_str()).unwrap_or_default();
        format!("{}\n\n{}", part("title"), part("text")).trim().to_owned()
    });
    html! {
        button class=(class) type="submit" name="action_id" value=(action) aria-label=[spoken]
            data-confirm=[confirm] lang=(language_of(label)) { (plain_text(label)) }
    }
}

fn image(object: &Value, class: &str) -> Markup {
    let alt = object["alt_text"].as_str().unwrap_or_default();
    // The page asks nothing of the outside: a picture elsewhere is shown as its description.
    html! { span class=(class) role="img" aria-label=(alt) { (plain_text(alt)) } }
}

fn rich_text(value: &Value, scene: &Scene<'_>) -> Markup {
    let inner = || html! { @for element in list(&value["elements"]) { (rich_text(element, scene)) } };
    match value["type"].as_str().unwrap_or_default() {
        "rich_text_section" => html! { p { (inner()) } },
        "rich_text_quote" => html! { blockquote { (inner()) } },
        "rich_text_preformatted" => html! { pre tabindex="0" { code { (inner()) } } },
        "rich_text_list" => html! { ul { @for item in list(&value["elements"]) { li { (rich_text(item, scene)) } } } },
        "text" => styled(&value["style"], value["text"].as_str().unwrap_or_default()),
        "link" => {
            let url = value["url"].as_str().unwrap_or_default();
            mrkdwn(&format!("<{url}|{}>", value["text"].as_str().unwrap_or(url)), scene)
        }
        "user" => mrkdwn(&format!("<@{}>", value["user_id"].as_str().unwrap_or_default()), scene),
        "channel" => mrkdwn(&format!("<#{}>", value["channel_id"].as_str().unwrap_or_default()), scene),
        "usergroup" => mrkdwn(&format!("<!subteam^{}>", value["usergroup_id"].as_str().unwrap_or_default()), scene),
        "emoji" => plain_text(&format!(":{}:", value["name"].as_str().unwrap_or_default())),
        _ => inner(),
    }
}

fn styled(style: &Value, words: &str) -> Markup {
    let is = |name: &str| style[name].as_bool().unwrap_or(false);
    let mut shown = html! { (words) };
    if is("code") {
        shown = html! { code { (shown) } };
    }
    if is("italic") {
        shown = html! { em { (shown) } };
    }
    if is("bold") {
        shown = html! { strong { (shown) } };
    }
    if is("strike") {
        shown = html! { s { (shown) } };
    }
    shown
}

/// The values of an array, or none.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
