//! The page around the messages: drawn when somebody opens an address. Gives the whole document, and the parts
//! of it that change while it is open.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::message::{self, Item, avatar, mark};
use super::scene::{Scene, encoded};
use super::texts::{Texts, fill};
use super::{composer, sidebar, view};
use crate::workspace::state::{App, ChannelKind};

/// The whole document.
pub(super) fn document(scene: &Scene<'_>, draft: &str) -> Markup {
    let texts = scene.texts;
    let frame = if scene.thread.is_some() { "frame with-thread" } else { "frame" };
    let live = format!(
        "/live/{}/{}?thread={}{}",
        scene.reader.name,
        encoded(&scene.slug(scene.channel)),
        scene.thread.map_or("", |root| root.as_str()),
        if scene.home { "&home" } else { "" },
    );
    let shown_name = scene.title(scene.channel);
    html! {
        (DOCTYPE)
        html lang=(texts.code) {
            (head(&title(scene)))
            body data-live=(live) data-failed=(texts.failed) data-lost=(texts.connection_lost) {
                @match (scene.home, scene.thread) {
                    (true, _) => { a.skip href="#home" { (texts.skip_to_home) } }
                    (_, Some(_)) => { a.skip href="#write-reply" { (texts.skip) } }
                    (_, None) => { a.skip href="#write" { (texts.skip) } }
                }
                div class=(frame) {
                    nav.sidebar id="sidebar" popover="auto" aria-label=(texts.sidebar) { (sidebar::sidebar(scene)) }
                    main {
                        div.channel {
                            header.channel-head id="head" { (channel_head(scene)) }
                            @if scene.home {
                                div.scroll.plain { div id="home" { (home_tab(scene)) } }
                            } @else {
                                div.scroll tabindex="0" role="log" aria-label=(fill(texts.messages_in, &shown_name)) {
                                    div.messages id="timeline" { (list(&message::timeline(scene))) }
                                    (empty(scene))
                                }
                                button.jump type="button" hidden { (texts.jump_down) " ↓" }
                                footer.write-area id="write" {
                                    (composer::suggestions(scene))
                                    (composer::composer(scene, draft, false))
                                }
                            }
                        }
                        @if scene.thread.is_some() { (thread(scene)) }
                    }
                }
                div id="modal-host" { (view::modal(scene)) }
                div.toast id="toast" role="status" aria-live="polite" {}
            }
        }
    }
}

/// A page that says that there is nothing at its address.
pub(super) fn missing(texts: &Texts) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.code) {
            (head(texts.missing))
            body.missing {
                main {
                    span.bot-avatar.avatar aria-hidden="true" { (mark()) }
                    h1 { (texts.missing) }
                    p { a.button.primary href="/" { (texts.back_to_start) } }
                }
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="same-origin";
            title { (title) }
            link rel="icon" type="image/svg+xml" href=(assets::ICON.address());
            link rel="stylesheet" href=(assets::STYLE.address());
            script src=(assets::SCRIPT.address()) defer {}
        }
    }
}

/// The title of the document, with the number of messages that wait elsewhere.
pub(super) fn title(scene: &Scene<'_>) -> String {
    let elsewhere: usize = scene
        .state
        .channels_of(&scene.reader.id)
        .filter(|channel| channel.id != scene.channel.id)
        .map(|channel| scene.state.unread(&scene.reader.id, &channel.id))
        .sum();
    let waiting = if elsewhere > 0 { format!("({elsewhere}) ") } else { String::new() };
    let (channel, reader, team) = (scene.title(scene.channel), scene.name(scene.reader), &scene.state.team().name);
    format!("{waiting}{channel} · {reader} · {team}")
}

/// The pieces of a list, each with its version.
fn list(items: &[Item]) -> Markup {
    html! { @for item in items { (PreEscaped(versioned(item))) } }
}

/// A piece with its version on the element, where a live page looks for it.
pub(super) fn versioned(item: &Item) -> String {
    let id = format!(" id=\"{}\"", item.key);
    item.html.replacen(&id, &format!("{id} data-version=\"{}\"", item.version), 1)
}

/// The head of the channel: its name, topic and members, and the way to the sidebar on a phone.
pub(super) fn channel_head(scene: &Scene<'_>) -> Markup {
    let texts = scene.texts;
    let channel = scene.channel;
    let members = channel.members.len();
    let elsewhere = scene
        .state
        .channels_of(&scene.reader.id)
        .any(|other| other.id != channel.id && scene.state.unread(&scene.reader.id, &other.id) > 0);
    html! {
        button.icon.menu type="button" popovertarget="sidebar" aria-label=(texts.open_sidebar) {
            svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" {
                path d="M3 5.5h14M3 10h14M3 14.5h14" {}
            }
            @if elsewhere { span.dot { span.unseen { (texts.elsewhere) } } }
        }
        div.channel-title {
            // What is read first is the page's heading: the thread where one is open, which on a phone is all there is.
            @if scene.thread.is_some() { h2 { (scene.title(channel)) } } @else { h1 { (scene.title(channel)) } }
            @if !channel.topic.is_empty() { p.topic { (super::mrkdwn::plain_text(&channel.topic)) } }
        }
        @if channel.kind == ChannelKind::Direct {
            (tabs(scene))
        } @else {
            div.members title=(member_names(scene)) {
                @for member in channel.members.iter().filter_map(|id| scene.state.user(id)).filter(|it| !it.is_bot).take(5) {
                    (avatar(member, scene))
                }
                span.member-count { (Texts::count(texts.members_one, texts.members_many, members)) }
            }
        }
        button.icon.as-who type="button" popovertarget="sidebar" {
            (avatar(scene.reader, scene))
            span.unseen { (texts.act_as) " " (scene.name(scene.reader)) }
        }
    }
}

fn member_names(scene: &Scene<'_>) -> String {
    let names = scene.channel.members.iter().map(|id| scene.name_of(id)).collect::<Vec<_>>();
    names.join(scene.texts.list_comma)
}

/// Home and messages of an app, where it has a home.
fn tabs(scene: &Scene<'_>) -> Markup {
    let app = partner_app(scene);
    let has_home = app.is_some_and(|app| scene.state.home(&scene.reader.id, &app.id).is_some());
    if !has_home {
        return html! {};
    }
    let address = scene.address(scene.channel);
    html! {
        div.tabs {
            a href=(address) aria-current=[(!scene.home).then_some("page")] { (scene.texts.messages) }
            a href=(format!("{address}?home")) aria-current=[scene.home.then_some("page")] { (scene.texts.home) }
        }
    }
}

fn partner_app<'a>(scene: &Scene<'a>) -> Option<&'a App> {
    let partner = scene.partner(scene.channel)?;
    scene.state.apps().find(|app| app.user == partner.id)
}

/// What the home tab shows.
pub(super) fn home_tab(scene: &Scene<'_>) -> Markup {
    let published = partner_app(scene).and_then(|app| scene.state.home(&scene.reader.id, &app.id));
    view::home(published, scene)
}

fn empty(scene: &Scene<'_>) -> Markup {
    let direct = scene.channel.kind == ChannelKind::Direct;
    html! { p.empty { (if direct { scene.texts.empty_direct } else { scene.texts.empty_channel }) } }
}

fn thread(scene: &Scene<'_>) -> Markup {
    let texts = scene.texts;
    html! {
        section.thread id="thread-pane" aria-label=(texts.thread) {
            header.thread-head {
                a.icon.back href=(scene.address(scene.channel)) aria-label=(texts.close_thread) title=(texts.close_thread) {
                    svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" {
                        path.narrow d="M12.5 4.5 7 10l5.5 5.5" {}
                        path.wide d="m5.5 5.5 9 9m0-9-9 9" {}
                    }
                }
                h1 { (texts.thread) }
                p.topic { (fill(texts.thread_in, &scene.title(scene.channel))) }
            }
            div.scroll.from-top tabindex="0" role="log" aria-label=(texts.thread) {
                div.messages id="thread" { (list(&message::thread(scene))) }
            }
            footer.write-area id="write-reply" { (composer::composer(scene, "", true)) }
        }
    }
}
