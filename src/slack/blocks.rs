//! Renders a message or a modal in Slack's blocks when it is about to be sent; returns JSON that keeps every limit of
//! Slack's, whatever the message holds.

use serde_json::{Map, Value, json};
use slack_morphism::prelude::*;

use crate::wording::message::{
    Button, Choice, Emphasis, Entry, Home, Input, Message, Modal, Mrkdwn, Part, Row, Watched,
};
use crate::wording::press::{FindingRef, ModalPurpose, Press};

mod limits;

use limits::{clip, clip_markup, length, split};

/// The fields of a message: `text`, and `blocks` unless it has no parts.
pub fn message(message: &Message) -> Map<String, Value> {
    let mut named = 0; // buttons so far: an action's name is unique within its message
    let mut blocks: Vec<SlackBlock> = message.parts.iter().flat_map(|item| part(item, &mut named)).collect();
    while blocks.len() > limits::MESSAGE_BLOCKS {
        // Words go first, from the end: the fallback text still has them, and buttons are what a person acts with.
        let words = blocks.iter().rposition(|block| !matches!(block, SlackBlock::Actions(_)));
        blocks.remove(words.unwrap_or(blocks.len() - 1));
    }
    let mut fields = Map::new();
    fields.insert("text".to_owned(), fallback(message).into());
    if !blocks.is_empty() {
        fields.insert("blocks".to_owned(), json!(blocks));
    }
    fields
}

/// A modal's view.
pub fn modal(modal: &Modal) -> Value {
    let mut view = json!({
        "type": "modal",
        "callback_id": "liaison",
        "title": plain(&modal.title, limits::TITLE),
        "close": plain(&modal.close, limits::TITLE),
        "blocks": rows(&modal.rows),
    });
    let asks = modal.rows.iter().any(|row| matches!(row, Row::Input(_)));
    // A form cannot be without a button to send it.
    if let Some(submit) = modal.submit.as_deref().or(asks.then_some("OK")) {
        view["submit"] = json!(plain(submit, limits::TITLE));
    }
    // Made of a few identifiers; should they ever be too long, a modal without it is refused when it is sent in.
    if let Some(purpose) = serde_json::to_string(&modal.purpose).ok().filter(|json| length(json) <= limits::METADATA) {
        view["private_metadata"] = purpose.into();
    }
    view
}

/// The view of somebody's App Home.
pub fn home(home: &Home) -> Value {
    let mut view = json!({"type": "home", "callback_id": "liaison", "blocks": rows(&home.rows)});
    if let Ok(purpose) = serde_json::to_string(&ModalPurpose::Home) {
        view["private_metadata"] = purpose.into();
    }
    view
}

/// The blocks of a view. Where there are too many, what is only shown goes first, from the end.
fn rows(rows: &[Row]) -> Vec<Value> {
    let mut named = 0;
    let mut blocks: Vec<(bool, Value)> = Vec::new();
    for row in rows {
        match row {
            Row::Shown(shown) => blocks.extend(part(shown, &mut named).into_iter().map(|block| (false, json!(block)))),
            Row::Input(item) => blocks.extend(input(item).map(|block| (true, block))),
        }
    }
    while blocks.len() > limits::VIEW_BLOCKS {
        let shown = blocks.iter().rposition(|(asks, _)| !asks);
        blocks.remove(shown.unwrap_or(blocks.len() - 1));
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// The text that stands for the message where blocks are not shown.
fn fallback(message: &Message) -> String {
    let first = || {
        message.parts.iter().find_map(|part| match part {
            Part::Header(text) => Some(Mrkdwn::plain(text)),
            Part::Section(text) | Part::Context(text) => Some(text.clone()),
            Part::Fields(texts) => texts.first().cloned(),
            Part::Divider | Part::Buttons(_) => None,
        })
    };
    let text = Some(message.fallback.clone()).filter(|text| !text.as_str().trim().is_empty());
    let text = text.or_else(first).filter(|text| !text.as_str().trim().is_empty());
    text.map_or_else(|| "…".to_owned(), |text| clip_markup(text.as_str(), limits::FALLBACK))
}

fn part(part: &Part, named: &mut usize) -> Vec<SlackBlock> {
    match part {
        Part::Header(text) if text.trim().is_empty() => Vec::new(),
        Part::Header(text) => vec![SlackHeaderBlock::new(plain(text, limits::HEADER)).into()],
        Part::Section(text) => sections(text),
        Part::Fields(texts) => {
            let fields: Vec<SlackBlockText> = texts
                .iter()
                .filter(|text| !text.as_str().trim().is_empty())
                .map(|text| markup(text, limits::FIELD))
                .collect();
            fields.chunks(limits::FIELDS).map(|row| SlackSectionBlock::new().with_fields(row.to_vec()).into()).collect()
        }
        Part::Context(text) => {
            let texts = split(text.as_str(), limits::CONTEXT);
            let texts = texts.into_iter().map(|text| SlackContextBlockElement::MarkDown(verbatim(text)));
            let texts: Vec<_> = texts.collect();
            texts.chunks(limits::CONTEXT_ELEMENTS).map(|row| SlackContextBlock::new(row.to_vec()).into()).collect()
        }
        Part::Divider => vec![SlackDividerBlock::new().into()],
        Part::Buttons(buttons) => {
            let buttons = buttons.iter().filter_map(|item| {
                *named += 1;
                button(item, *named)
            });
            let buttons: Vec<_> = buttons.map(SlackActionBlockElement::Button).collect();
            buttons.chunks(limits::BUTTONS).map(|row| SlackActionsBlock::new(row.to_vec()).into()).collect()
        }
    }
}

fn sections(text: &Mrkdwn) -> Vec<SlackBlock> {
    let pieces = split(text.as_str(), limits::SECTION).into_iter();
    let pieces = pieces.map(|piece| SlackBlockText::MarkDown(verbatim(piece)));
    pieces.map(|text| SlackSectionBlock::new().with_text(text).into()).collect()
}

/// Markup as it stands: Slack is not to turn names or addresses in it into links and mentions of its own.
fn verbatim(text: String) -> SlackBlockMarkDownText {
    SlackBlockMarkDownText::new(text).with_verbatim(true)
}

fn markup(text: &Mrkdwn, most: usize) -> SlackBlockText {
    SlackBlockText::MarkDown(verbatim(clip_markup(text.as_str().trim(), most)))
}

fn plain(text: &str, most: usize) -> SlackBlockPlainTextOnly {
    let text = text.trim();
    let shown = if text.is_empty() { "…".to_owned() } else { clip(text, most) };
    SlackBlockPlainText::new(shown).with_emoji(true).into()
}

/// A button; nothing when what it means cannot be carried, since a button that does nothing is worse than none.
fn button(button: &Button, index: usize) -> Option<SlackBlockButtonElement> {
    let id = clip(&format!("{}-{index}", button.press.id()), limits::ID);
    let element = SlackBlockButtonElement::new(plain(&button.label, limits::LABEL)).with_action_id(id.into());
    let element = match button.emphasis {
        Emphasis::Normal => element,
        Emphasis::Primary => element.with_style(SlackBlockButtonStyle::Primary),
        Emphasis::Danger => element.with_style(SlackBlockButtonStyle::Danger),
    };
    if let Press::Open(address) = &button.press {
        let url: url::Url = address.parse().ok()?;
        let safe = matches!(url.scheme(), "http" | "https") && length(url.as_str()) <= limits::ADDRESS;
        return safe.then(|| element.with_url(url));
    }
    value(&button.press).map(|value| element.with_value(value))
}

/// A press as JSON that fits a button. Where it does not fit, the least is left out: the words a finding was heard
/// in, from the last, then cues, rules and themes; of a list of concepts, the last.
fn value(press: &Press) -> Option<String> {
    let mut press = press.clone();
    loop {
        let json = serde_json::to_string(&press).ok()?;
        if length(&json) <= limits::VALUE {
            return Some(json);
        }
        if !shrink(&mut press) {
            return None;
        }
    }
}

/// Leaves the next least important thing out; whether there was one.
fn shrink(press: &mut Press) -> bool {
    match press {
        Press::MuteHere(concepts) | Press::Known(concepts) | Press::More(concepts) | Press::ImproveOne(concepts) => {
            concepts.len() > 1 && concepts.pop().is_some()
        }
        Press::BringLiaison(finding)
        | Press::ShowBothSides(finding)
        | Press::NotAProblem(finding)
        | Press::Why(finding) => shrink_finding(finding),
        Press::QuietHere(..)
        | Press::QuietEverywhere(_)
        | Press::Settings(_)
        | Press::WakeRule(_)
        | Press::Claim(_)
        | Press::Solve(_)
        | Press::Confirm(_)
        | Press::Reopen(_)
        | Press::AskAbout(_)
        | Press::Explain(_)
        | Press::ExplainAgain
        | Press::ForgetMe
        | Press::Define(_)
        | Press::Improve(_)
        | Press::Approve(_)
        | Press::EditProposal(_)
        | Press::Decline(_)
        | Press::StillRight(_)
        | Press::Open(_) => false,
    }
}

fn shrink_finding(finding: &mut FindingRef) -> bool {
    if let Some((_, words)) = finding.because.iter_mut().rev().find(|(_, words)| !words.is_empty()) {
        words.clear();
        return true;
    }
    finding.because.pop().is_some() || finding.rules.pop().is_some() || finding.themes.pop().is_some()
}

/// A field; nothing where none of its choices can be carried, since Slack refuses a list of none with all around it.
fn input(input: &Input) -> Option<Value> {
    if let Entry::One { choices, .. } | Entry::Any { choices, .. } = &input.entry {
        carried(choices, 1).next()?;
    }
    let id = clip(&input.id, limits::ID);
    let shown = |text: &Option<String>, most| {
        text.as_deref().filter(|text| !text.trim().is_empty()).map(|text| plain(text, most))
    };
    let element: SlackInputBlockElement = match &input.entry {
        Entry::Text { initial, placeholder, multiline, max_length } => {
            let most = usize::from(*max_length).clamp(1, limits::INPUT);
            SlackBlockPlainTextInputElement::new()
                .with_action_id(id.clone().into())
                .with_multiline(*multiline)
                .with_max_length(most as u64)
                .opt_initial_value(initial.as_deref().filter(|text| !text.is_empty()).map(|text| clip(text, most)))
                .opt_placeholder(shown(placeholder, limits::PLACEHOLDER))
                .into()
        }
        Entry::One { choices, chosen } => {
            let options: Vec<_> = carried(choices, limits::CHOICES).map(option).collect();
            let first = options.iter().find(|option| chosen.as_ref() == Some(&option.value)).cloned();
            SlackBlockStaticSelectElement::new()
                .with_action_id(id.clone().into())
                .with_options(options)
                .opt_initial_option(first)
                .into()
        }
        Entry::Any { choices, chosen } => {
            let options: Vec<SlackBlockChoiceItem<SlackBlockText>> = carried(choices, limits::BOXES)
                .map(|choice| {
                    let SlackBlockChoiceItem { text, value, .. } = option(choice);
                    let item = SlackBlockChoiceItem::new(SlackBlockText::from(text), value);
                    item.opt_description(shown(&choice.detail, limits::LABEL))
                })
                .collect();
            let ticked: Vec<_> = options.iter().filter(|option| chosen.contains(&option.value)).cloned().collect();
            SlackBlockCheckboxesElement::new(options)
                .with_action_id(id.clone().into())
                .opt_initial_options(Some(ticked).filter(|ticked| !ticked.is_empty()))
                .into()
        }
    };
    let block = SlackInputBlock::new(plain(&input.label, limits::INPUT_LABEL), element)
        .with_block_id(id.into())
        .with_optional(input.optional)
        .opt_hint(shown(&input.hint, limits::INPUT_LABEL));
    let mut block = json!(SlackBlock::Input(block));
    let told_of: &[&str] = match input.watched {
        Watched::No => return Some(block),
        Watched::Changes => &["on_enter_pressed", "on_character_entered"],
        Watched::Entered => &["on_enter_pressed"],
    };
    block["dispatch_action"] = true.into();
    if block["element"]["type"] == "plain_text_input" {
        block["element"]["dispatch_action_config"] = json!({"trigger_actions_on": told_of});
    }
    Some(block)
}

/// The choices that Slack takes: one whose value cannot be carried whole is left out, as it would come back as another.
fn carried(choices: &[Choice], most: usize) -> impl Iterator<Item = &Choice> {
    choices.iter().filter(|choice| (1..=limits::CHOICE_VALUE).contains(&length(&choice.value))).take(most)
}

fn option(choice: &Choice) -> SlackBlockChoiceItem<SlackBlockPlainTextOnly> {
    SlackBlockChoiceItem::new(plain(&choice.label, limits::LABEL), choice.value.clone())
}

#[cfg(test)]
mod tests;
