//! Who to act as and where to go: drawn beside every channel, again whenever something is unread. Gives the inside
//! of the sidebar.

use maud::{Markup, html};

use super::message::{avatar, mark};
use super::scene::Scene;
use super::texts::Texts;
use crate::workspace::state::{App, Channel, ChannelKind, User};

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

/// The bot of an app, and the reader's direct message with it.
pub(super) fn direct<'a>(app: &App, scene: &Scene<'a>) -> Option<(&'a User, &'a Channel)> {
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
