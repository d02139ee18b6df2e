//! One message as it is shown, and the list of them: called whenever a channel or thread is drawn. Gives a piece
//! of HTML for each with a key and a version, so that a live page replaces only what changed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use maud::{Markup, html};

use super::blocks::{self, Place};
use super::emoji;
use super::mrkdwn::{language_of, mrkdwn, preview};
use super::scene::Scene;
use super::texts::{Texts, fill};
use crate::ids::MessageTs;
use crate::workspace::state::{Ephemeral, Message, Reaction, User};

/// A piece of a list: an element whose id is `key`.
pub(super) struct Item {
    /// The element's id.
    pub(super) key: String,
    /// Changes when the element does.
    pub(super) version: String,
    /// The element.
    pub(super) html: String,
}

/// The version of some HTML, the same for the same HTML.
pub(super) fn version(html: &str) -> String {
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

enum Said<'a> {
    Openly(&'a Message),
    Whispered(&'a Ephemeral),
}

impl Said<'_> {
    fn ts(&self) -> &MessageTs {
        match self {
            Self::Openly(message) => &message.ts,
            Self::Whispered(whisper) => &whisper.ts,
        }
    }
}

/// How near two messages of one person must be to stand under one name, in seconds.
const TOGETHER: i64 = 300;

/// What the channel shows outside its threads, oldest first, with a heading for every day.
pub(super) fn timeline(scene: &Scene<'_>) -> Vec<Item> {
    let channel = &scene.channel.id;
    let open = scene.state.timeline(channel).map(Said::Openly);
    let whispered = scene.state.ephemerals(&scene.reader.id, channel).filter(|whisper| whisper.thread.is_none());
    let mut all: Vec<Said<'_>> = open.chain(whispered.map(Said::Whispered)).collect();
    all.sort_by(|one, other| one.ts().cmp(other.ts()));
    items(&all, "m", true, scene)
}

/// The open thread: its root and its replies, oldest first.
pub(super) fn thread(scene: &Scene<'_>) -> Vec<Item> {
    let Some(root) = scene.thread else { return Vec::new() };
    let channel = &scene.channel.id;
    let open = scene.state.message(channel, root).into_iter().chain(scene.state.replies(channel, root));
    let whispered = scene.state.ephemerals(&scene.reader.id, channel).filter(|it| it.thread.as_ref() == Some(root));
    let mut all: Vec<Said<'_>> = open.map(Said::Openly).chain(whispered.map(Said::Whispered)).collect();
    all.sort_by(|one, other| one.ts().cmp(other.ts()));
    items(&all, "t", false, scene)
}

fn items(all: &[Said<'_>], prefix: &str, days: bool, scene: &Scene<'_>) -> Vec<Item> {
    let mut out = Vec::with_capacity(all.len() + 4);
    let mut day = None;
    let mut before: Option<(&User, i64)> = None;
    for said in all {
        let time = Scene::time(said.ts());
        if days && day != Some(time.date()) {
            day = Some(time.date());
            before = None;
            let key = format!("day-{}", time.date());
            let html = html! { h2.day id=(key) { span { (scene.day(&time)) } } };
            out.push(item(key, html));
        }
        let key = format!("{prefix}-{}", said.ts());
        let html = match said {
            Said::Openly(message) if message.deleted => {
                before = None;
                deleted(message, &key, prefix, scene)
            }
            Said::Openly(message) if message.subtype.is_some() => {
                before = None;
                system(message, &key, scene)
            }
            Said::Openly(message) => {
                let author = scene.state.user(message.author.user());
                let second = time.timestamp().as_second();
                let close = |(who, when): (&User, i64)| {
                    author.is_some_and(|author| author.id == who.id)
                        && !author.is_some_and(|it| it.is_bot)
                        && second - when < TOGETHER
                };
                let continued = before.is_some_and(close);
                before = author.map(|author| (author, second));
                open_message(message, &key, prefix, continued, scene)
            }
            Said::Whispered(whisper) => {
                before = None;
                whispered(whisper, &key, scene)
            }
        };
        out.push(item(key, html));
    }
    out
}

fn item(key: String, html: Markup) -> Item {
    let html = html.into_string();
    Item { key, version: version(&html), html }
}

fn open_message(message: &Message, key: &str, prefix: &str, continued: bool, scene: &Scene<'_>) -> Markup {
    let author = scene.state.user(message.author.user());
    let bot = author.is_some_and(|author| author.is_bot);
    let class = match (bot, continued) {
        (true, _) => "message bot",
        (false, true) => "message continued",
        (false, false) => "message",
    };
    let place = Place { kind: "message", channel: message.channel.as_str(), id: message.ts.as_str() };
    html! {
        article class=(class) id=(key) aria-labelledby=(format!("{key}-by")) {
            @if let Some(author) = author { (avatar(author, scene)) }
            div.body {
                (byline(message, author, key, scene))
                @if message.broadcast && prefix == "m" {
                    p.broadcast { a href=(scene.thread_address(message.root())) { (scene.texts.replied_in_thread) } }
                }
                @if message.blocks.is_empty() {
                    div.text lang=(language_of(&message.text)) {
                        (mrkdwn(&message.text, scene))
                        @if message.edited.is_some() { span.edited { "(" (scene.texts.edited) ")" } }
                    }
                } @else {
                    (blocks::blocks(&message.blocks, &place, scene))
                }
                (reactions(message, scene))
                @if prefix == "m" { (thread_link(message, scene)) }
            }
            @if scene.may_write() { (tools(message, prefix, scene)) }
        }
    }
}

fn byline(message: &Message, author: Option<&User>, key: &str, scene: &Scene<'_>) -> Markup {
    html! {
        header.byline id=(format!("{key}-by")) {
            @match author {
                Some(author) => {
                    span.name { (scene.name(author)) }
                    @if author.is_bot { span.badge { (scene.texts.app_badge) } }
                    @else if let Some(role) = &author.role { span.role { (scene.texts.role(role)) } }
                }
                None => { span.name { (message.author.user().as_str()) } }
            }
            (time(&message.ts))
        }
    }
}

fn time(ts: &MessageTs) -> Markup {
    let time = Scene::time(ts);
    html! { time datetime=(time.timestamp().to_string()) { (time.strftime("%H:%M").to_string()) } }
}

/// A round mark that stands for somebody; only decoration, the name is beside it.
pub(super) fn avatar(user: &User, scene: &Scene<'_>) -> Markup {
    if user.is_bot {
        return html! { span.avatar.bot-avatar aria-hidden="true" { (mark()) } };
    }
    let hue = scene.state.users().filter(|other| !other.is_bot).take_while(|other| other.id != user.id).count() % 6;
    let initial: String = scene.name(user).chars().take(1).collect();
    html! { span class=(format!("avatar hue-{hue}")) aria-hidden="true" { (initial) } }
}

/// The mark of Liaison: two circles that overlap.
pub(super) fn mark() -> Markup {
    html! {
        svg viewBox="0 0 32 32" width="32" height="32" focusable="false" {
            circle.one cx="12.5" cy="16" r="7.5" {}
            circle.two cx="19.5" cy="16" r="7.5" {}
        }
    }
}

fn reactions(message: &Message, scene: &Scene<'_>) -> Markup {
    if message.reactions.is_empty() {
        return html! {};
    }
    html! {
        form method="post" action=(scene.action("react")) data-live {
            (about(message, scene))
            div.reactions role="group" aria-label=(scene.texts.reactions) {
                @for reaction in &message.reactions { (reacted(reaction, scene)) }
            }
        }
    }
}

fn reacted(reaction: &Reaction, scene: &Scene<'_>) -> Markup {
    let own = reaction.users.contains(&scene.reader.id);
    let names = reaction.users.iter().map(|id| scene.name_of(id)).collect::<Vec<_>>().join(scene.texts.list_comma);
    let label = fill(&fill(scene.texts.reacted, &names), emoji::spoken(&reaction.name, scene.japanese()));
    html! {
        button.reaction type="submit" name="name" value=(reaction.name) aria-pressed=(own.to_string())
            title=(label) disabled[!scene.may_write()] {
            span aria-hidden="true" { (emoji::characters(&reaction.name).unwrap_or("▫️")) }
            span.count { (reaction.users.len()) }
            span.unseen { " " (label) }
        }
    }
}

fn about(message: &Message, scene: &Scene<'_>) -> Markup {
    html! {
        (scene.back())
        input type="hidden" name="channel" value=(message.channel.as_str());
        input type="hidden" name="id" value=(message.ts.as_str());
    }
}

fn thread_link(message: &Message, scene: &Scene<'_>) -> Markup {
    if message.thread.is_some() {
        return html! {};
    }
    let replies = scene.state.replies(&message.channel, &message.ts).count();
    let whispers = scene.state.ephemerals(&scene.reader.id, &message.channel);
    let whispers = whispers.filter(|it| it.thread.as_ref() == Some(&message.ts)).count();
    if replies + whispers == 0 {
        return html! {};
    }
    let last = scene.state.replies(&message.channel, &message.ts).next_back();
    let open = scene.thread == Some(&message.ts);
    html! {
        a.thread-link href=(scene.thread_address(&message.ts)) aria-current=[open.then_some("true")] {
            @if let Some(last) = last {
                @if let Some(author) = scene.state.user(last.author.user()) { (avatar(author, scene)) }
                span.thread-count { (Texts::count(scene.texts.replies_one, scene.texts.replies_many, replies)) }
                span.thread-last lang=(language_of(&last.text)) { (preview(&last.text, 90, scene)) }
            }
            @if whispers > 0 { span.thread-whisper { (scene.texts.only_you_in_thread) } }
        }
    }
}

fn tools(message: &Message, prefix: &str, scene: &Scene<'_>) -> Markup {
    html! {
        div.tools role="group" aria-label=(scene.texts.message_tools) {
            form method="post" action=(scene.action("react")) data-live {
                (about(message, scene))
                @for name in emoji::QUICK {
                    @let label = fill(scene.texts.react_with, emoji::spoken(name, scene.japanese()));
                    button.tool type="submit" name="name" value=(name) aria-label=(label) title=(label) {
                        (emoji::characters(name).unwrap_or_default())
                    }
                }
            }
            @let shortcuts: Vec<_> = scene.state.message_shortcuts().collect();
            @if !shortcuts.is_empty() {
                details.more {
                    summary.tool aria-label=(scene.texts.more_actions) title=(scene.texts.more_actions) {
                        span aria-hidden="true" { "⋯" }
                    }
                    form.menu-of-apps method="post" action=(scene.action("shortcut")) data-live {
                        (about(message, scene))
                        @for shortcut in shortcuts {
                            button type="submit" name="name" value=(shortcut.callback_id) { (shortcut.name) }
                        }
                    }
                }
            }
            @if prefix == "m" && !message.broadcast {
                a.tool.reply href=(scene.thread_address(&message.ts)) title=(scene.texts.reply_in_thread) {
                    svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false" {
                        path d="M8 5 3.5 9.5 8 14M4 9.5h7.5A4.5 4.5 0 0 1 16 14v1.5" {}
                    }
                    span { (scene.texts.reply_in_thread) }
                }
            }
            @if *message.author.user() == scene.reader.id { (deletion(message, scene)) }
        }
    }
}

fn deletion(message: &Message, scene: &Scene<'_>) -> Markup {
    html! {
        form method="post" action=(scene.action("delete")) data-live {
            (about(message, scene))
            button.tool type="submit" aria-label=(scene.texts.delete) title=(scene.texts.delete)
                data-confirm=(scene.texts.delete_really) {
                svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false" {
                    path d="M4 5.5h12M8 5.5V4h4v1.5M5.5 5.5l.7 10.5h7.6l.7-10.5M8.5 8.5v5M11.5 8.5v5" {}
                }
            }
        }
    }
}

fn whispered(whisper: &Ephemeral, key: &str, scene: &Scene<'_>) -> Markup {
    let app = whisper.app.as_ref().and_then(|app| scene.state.app(app));
    let author = app.and_then(|app| scene.state.user(&app.user));
    let place = Place { kind: "whisper", channel: whisper.channel.as_str(), id: whisper.ts.as_str() };
    html! {
        article.message.whisper id=(key) aria-labelledby=(format!("{key}-by")) {
            @match author {
                Some(author) => (avatar(author, scene)),
                None => { span.avatar.notice-avatar aria-hidden="true" { "i" } }
            }
            div.body {
                header.byline id=(format!("{key}-by")) {
                    span.only-you {
                        svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false" {
                            path d="M1.8 10S4.8 4.8 10 4.8 18.2 10 18.2 10 15.2 15.2 10 15.2 1.8 10 1.8 10Z" {}
                            circle cx="10" cy="10" r="2.4" {}
                        }
                        (scene.texts.only_you)
                    }
                    span.name { (author.map_or(scene.texts.notice, |author| scene.name(author))) }
                    @if author.is_some() { span.badge { (scene.texts.app_badge) } }
                    (time(&whisper.ts))
                }
                @if whisper.blocks.is_empty() {
                    div.text lang=(language_of(&whisper.text)) { (mrkdwn(&whisper.text, scene)) }
                } @else {
                    (blocks::blocks(&whisper.blocks, &place, scene))
                }
                form.dismiss method="post" action=(scene.action("dismiss")) data-live {
                    (scene.back())
                    input type="hidden" name="id" value=(whisper.ts.as_str());
                    button.icon type="submit" aria-label=(scene.texts.dismiss) title=(scene.texts.dismiss) { "×" }
                }
            }
        }
    }
}

fn system(message: &Message, key: &str, scene: &Scene<'_>) -> Markup {
    let name = scene.name_of(message.author.user());
    let gap = if scene.japanese() { "" } else { " " };
    html! {
        p.system id=(key) {
            @match message.subtype.as_deref() {
                Some("channel_join") => { (name) (gap) (scene.texts.joined) }
                Some("channel_leave") => { (name) (gap) (scene.texts.left) }
                _ => (mrkdwn(&message.text, scene)),
            }
        }
    }
}

fn deleted(message: &Message, key: &str, prefix: &str, scene: &Scene<'_>) -> Markup {
    html! {
        div.system id=(key) {
            p { (scene.texts.deleted) }
            @if prefix == "m" { (thread_link(message, scene)) }
        }
    }
}
