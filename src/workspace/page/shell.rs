//! The page around the messages: drawn when somebody opens an address. Gives the whole document, and the parts
//! of it that change while it is open.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::message::{self, Item, avatar, mark};
use super::scene::{Scene, encoded};
use super::texts::{Suggestion, Texts, fill};
use super::view;
use crate::workspace::state::{App, Channel, ChannelKind, User};

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
                a.skip href="#write" { (texts.skip) }
                div class=(frame) {
                    nav.sidebar id="sidebar" popover="auto" aria-label=(texts.sidebar) { (sidebar(scene)) }
                    main.channel {
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
                                (suggestions(scene))
                                (composer(scene, draft, false))
                            }
                        }
                    }
                    @if scene.thread.is_some() { (thread(scene)) }
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

/// People to act as, channels, and the direct message with each app.
pub(super) fn sidebar(scene: &Scene<'_>) -> Markup {
    let texts = scene.texts;
    let people = scene.state.users().filter(|user| !user.is_bot && !user.deleted && !user.stranger);
    html! {
        header.team {
            span.team-mark aria-hidden="true" { (mark()) }
            span.team-name { (scene.state.team().name) span.team-note { (texts.demo) } }
            button.icon.close-sidebar type="button" popovertarget="sidebar" popovertargetaction="hide"
                aria-label=(texts.close_sidebar) { "×" }
        }
        h2 id="people" { (texts.act_as) }
        ul.people aria-labelledby="people" {
            @for person in people { li { (person_link(person, scene)) } }
        }
        h2 id="channels" { (texts.channels) }
        ul.channels aria-labelledby="channels" {
            @for channel in channels(scene) { li { (channel_link(channel, scene)) } }
        }
        @for app in scene.state.apps() {
            @if let Some((bot, channel)) = direct(app, scene) {
                h2 { (texts.direct) }
                ul.channels { li { (direct_link(app, bot, channel, scene)) } }
            }
        }
        p.local { (texts.local_only) }
    }
}

fn channels<'a>(scene: &Scene<'a>) -> Vec<&'a Channel> {
    let reader = &scene.reader.id;
    let seen = |it: &&Channel| it.kind != ChannelKind::Direct && it.members.contains(reader);
    let mut channels: Vec<&Channel> = scene.state.channels().filter(seen).collect();
    // Those with more people first: where sides meet is where there is something to see.
    channels.sort_by_key(|channel| (std::cmp::Reverse(channel.members.len()), channel.name.clone()));
    channels
}

fn person_link(person: &User, scene: &Scene<'_>) -> Markup {
    let current = person.id == scene.reader.id;
    let there = Scene::new(scene.state, person, scene.channel, None, false);
    let same = scene.channel.members.contains(&person.id) && scene.channel.kind != ChannelKind::Direct;
    // Whoever is switched to sees the same channel and thread where they are in it.
    let address = match (same, scene.thread) {
        (true, Some(root)) => there.thread_address(root),
        (true, None) => there.address(scene.channel),
        (false, _) => format!("/as/{}", person.name),
    };
    let waiting: usize =
        scene.state.channels_of(&person.id).map(|channel| scene.state.unread(&person.id, &channel.id)).sum();
    let locale = person.locale.split(['-', '_']).next().unwrap_or_default().to_uppercase();
    html! {
        a.person href=(address) aria-current=[current.then_some("true")] {
            (avatar(person, scene))
            span.person-text {
                span.person-name { (scene.name(person)) }
                span.person-about {
                    @if let Some(role) = &person.role { (scene.texts.role(role)) " · " }
                    (locale)
                    @if current { " · " (scene.texts.you) }
                }
            }
            @if !current { (unread_mark(waiting, scene)) }
        }
    }
}

fn unread_mark(count: usize, scene: &Scene<'_>) -> Markup {
    if count == 0 {
        return html! {};
    }
    let spoken = Texts::count(scene.texts.unread_one, scene.texts.unread_many, count);
    html! { span.unread { span aria-hidden="true" { (count) } span.unseen { (spoken) } } }
}

fn channel_link(channel: &Channel, scene: &Scene<'_>) -> Markup {
    let current = channel.id == scene.channel.id;
    let unread = if current { 0 } else { scene.state.unread(&scene.reader.id, &channel.id) };
    html! {
        a.channel-link href=(scene.address(channel)) aria-current=[current.then_some("page")] data-unread=[(unread > 0).then_some("")] {
            span.hash aria-hidden="true" { "#" } span.channel-name { (channel.name) }
            (unread_mark(unread, scene))
        }
    }
}

fn direct<'a>(app: &App, scene: &Scene<'a>) -> Option<(&'a User, &'a Channel)> {
    let bot = scene.state.user(&app.user)?;
    Some((bot, scene.state.direct_between(&scene.reader.id, &bot.id)?))
}

fn direct_link(app: &App, bot: &User, channel: &Channel, scene: &Scene<'_>) -> Markup {
    let current = channel.id == scene.channel.id;
    let unread = if current { 0 } else { scene.state.unread(&scene.reader.id, &channel.id) };
    let (state, words) = if scene.state.connections(&app.id) > 0 {
        ("on", scene.texts.app_connected)
    } else {
        ("off", scene.texts.app_away)
    };
    html! {
        a.channel-link href=(scene.address(channel)) aria-current=[current.then_some("page")] data-unread=[(unread > 0).then_some("")] {
            (avatar(bot, scene))
            span.channel-name { (scene.name(bot)) }
            span.presence data-state=(state) title=(words) { span.unseen { (words) } }
            (unread_mark(unread, scene))
        }
    }
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
            h1 { (scene.title(channel)) }
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
        aside.thread id="thread-pane" aria-label=(texts.thread) {
            header.thread-head {
                a.icon.back href=(scene.address(scene.channel)) aria-label=(texts.close_thread) title=(texts.close_thread) {
                    svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" {
                        path.narrow d="M12.5 4.5 7 10l5.5 5.5" {}
                        path.wide d="m5.5 5.5 9 9m0-9-9 9" {}
                    }
                }
                h2 { (texts.thread) }
                p.topic { (fill(texts.thread_in, &scene.title(scene.channel))) }
            }
            div.scroll.from-top tabindex="0" role="log" aria-label=(texts.thread) {
                div.messages id="thread" { (list(&message::thread(scene))) }
            }
            footer.write-area { (composer(scene, "", true)) }
        }
    }
}

fn composer(scene: &Scene<'_>, draft: &str, in_thread: bool) -> Markup {
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
        ul.commands id=(id) role="listbox" aria-label=(scene.texts.commands) hidden {
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

fn suggestions(scene: &Scene<'_>) -> Markup {
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
