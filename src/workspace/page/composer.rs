//! Where one writes, with the commands a slash offers and what one may try first: drawn under a channel and under a
//! thread. Gives forms that send without a script too.

use maud::{Markup, html};

use super::scene::{Scene, encoded};
use super::sidebar::direct;
use super::texts::{Suggestion, fill};
use crate::workspace::state::ChannelKind;

/// Where one writes: a message in the channel, or a reply in the open thread.
pub(super) fn composer(scene: &Scene<'_>, draft: &str, in_thread: bool) -> Markup {
    let texts = scene.texts;
    if !scene.may_write() {
        let why = if scene.channel.archived { texts.archived } else { texts.not_a_member };
        return html! { p.looking-in { (why) } };
    }
    let title = scene.title(scene.channel);
    let label = match (in_thread, scene.channel.kind) {
        (true, _) => texts.write_reply.to_owned(),
        (false, ChannelKind::Direct) => fill(texts.write_to, &title),
        (false, _) => fill(texts.write_in, &title),
    };
    let id = if in_thread { "reply" } else { "composer" };
    html! {
        form.composer method="post" action=(scene.action("say")) data-live data-composer {
            @if in_thread { (scene.back()) }
            @else { input type="hidden" name="back" value=(scene.here()); }
            input type="hidden" name="channel" value=(scene.channel.id.as_str());
            @if let (true, Some(root)) = (in_thread, scene.thread) {
                input type="hidden" name="thread" value=(root.as_str());
            }
            (command_list(&format!("{id}-commands"), scene))
            label.unseen for=(id) { (label) }
            textarea id=(id) name="text" rows="1" maxlength="40000" placeholder=(label) aria-autocomplete="list"
                aria-controls=(format!("{id}-commands")) aria-describedby=[(!in_thread).then_some("send-hint")]
                autocomplete="off" required { (draft) }
            button.button.primary.send type="submit" {
                span { (texts.send) }
                svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false" {
                    path d="M3 10h12.5M10.5 4.5 16 10l-5.5 5.5" {}
                }
            }
        }
        @if !in_thread { p.send-hint id="send-hint" { (texts.send_hint) } }
    }
}

/// What `/` may begin: hidden until it is typed.
fn command_list(id: &str, scene: &Scene<'_>) -> Markup {
    html! {
        // Its keys are the text field's; where it scrolls, it can be reached by itself too.
        ul.commands id=(id) role="listbox" tabindex="0" aria-label=(scene.texts.commands) hidden {
            @for (_, command) in scene.state.slash_commands() {
                @for (number, (words, about)) in completions(&command.command, &command.description, &command.usage_hint, scene).iter().enumerate() {
                    li role="option" id=(format!("{id}-{number}")) aria-selected="false" data-insert=(words) {
                        code { (words) } span { (about) }
                    }
                }
            }
        }
    }
}

/// What a command can be completed to, and what each does.
fn completions(command: &str, description: &str, hint: &str, scene: &Scene<'_>) -> Vec<(String, String)> {
    if command != "/liaison" {
        return vec![(format!("{command} "), format!("{description} {hint}"))];
    }
    scene.texts.subcommands.iter().map(|(words, about)| (format!("{command} {words}"), (*about).to_owned())).collect()
}

/// What the reader may try first.
pub(super) fn suggestions(scene: &Scene<'_>) -> Markup {
    let texts = scene.texts;
    let list = match scene.reader.role.as_deref() {
        Some("engineering") => texts.suggestions.engineering,
        Some("liaison") => texts.suggestions.liaison,
        _ => texts.suggestions.sales,
    };
    html! {
        details.try id="try" open[scene.thread.is_none()] {
            summary { (texts.try_this) span.try-hint { (texts.try_hint) } }
            ul { @for suggestion in list { @if let Some(chip) = chip(suggestion, scene) { li { (chip) } } } }
        }
    }
}

fn chip(suggestion: &Suggestion, scene: &Scene<'_>) -> Option<Markup> {
    let channel = if suggestion.draft.starts_with('/') {
        scene.channel // a command works anywhere
    } else if suggestion.channel.is_empty() {
        direct(scene.state.apps().next()?, scene)?.1
    } else {
        scene.state.channel_named(suggestion.channel)?
    };
    let here = channel.id == scene.channel.id;
    let address = scene.address(channel);
    let address = match suggestion.draft {
        "" if here => return None,
        "" => address,
        draft => format!("{address}?draft={}", encoded(draft)),
    };
    let words = if suggestion.label.is_empty() { suggestion.draft } else { suggestion.label };
    let fills = (here && !suggestion.draft.is_empty()).then_some(suggestion.draft);
    Some(html! {
        a.chip href=(address) data-draft=[fills] title=(words) {
            span.chip-words { (words) }
            @if !here { span.chip-place { (fill(scene.texts.in_channel, &scene.title(channel))) } }
        }
    })
}
