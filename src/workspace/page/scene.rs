//! What one person looks at: made for every rendering from the workspace's state, so that names, addresses and
//! words come out in the reader's language.

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::mrkdwn::Directory;
use super::texts::Texts;
use crate::ids::{ChannelId, MessageTs, UserId};
use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::state::{Channel, ChannelKind, GroupId, State, User, View};

/// What is on somebody's screen.
pub(super) struct Scene<'a> {
    pub(super) state: &'a State,
    /// Whose eyes.
    pub(super) reader: &'a User,
    /// Which channel or direct message.
    pub(super) channel: &'a Channel,
    /// The root of the open thread.
    pub(super) thread: Option<&'a MessageTs>,
    /// The app's home tab is shown instead of its messages.
    pub(super) home: bool,
    /// The page's words.
    pub(super) texts: &'static Texts,
    japanese: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        state: &'a State,
        reader: &'a User,
        channel: &'a Channel,
        thread: Option<&'a MessageTs>,
        home: bool,
    ) -> Self {
        let language = language_of(reader);
        let thread = thread.filter(|ts| state.message(&channel.id, ts).is_some());
        let japanese = language == Language::Japanese;
        Self { state, reader, channel, thread, home, texts: Texts::of(language), japanese }
    }

    /// Whether the page is in Japanese.
    pub(super) const fn japanese(&self) -> bool {
        self.japanese
    }

    /// What the reader calls somebody: a name in their own writing where there is one.
    pub(super) fn name<'u>(&self, user: &'u User) -> &'u str {
        if self.japanese { user.shown_name() } else { &user.real_name }
    }

    /// The name of somebody by id.
    pub(super) fn name_of(&self, id: &UserId) -> String {
        self.state.user(id).map_or_else(|| id.to_string(), |user| self.name(user).to_owned())
    }

    /// The other one in a direct message.
    pub(super) fn partner(&self, channel: &Channel) -> Option<&'a User> {
        let other = channel.members.iter().find(|id| **id != self.reader.id)?;
        self.state.user(other)
    }

    /// `#proj-aozora`, or the name of the other one in a direct message.
    pub(super) fn title(&self, channel: &Channel) -> String {
        match channel.kind {
            ChannelKind::Direct => self.partner(channel).map_or_else(String::new, |it| self.name(it).to_owned()),
            ChannelKind::Public | ChannelKind::Private => format!("#{}", channel.name),
        }
    }

    /// The last part of a channel's address: its name, or `@` and the other one's handle.
    pub(super) fn slug(&self, channel: &Channel) -> String {
        match channel.kind {
            ChannelKind::Direct => self.partner(channel).map_or_else(String::new, |it| format!("@{}", it.name)),
            ChannelKind::Public | ChannelKind::Private => channel.name.clone(),
        }
    }

    /// Where the reader sees a channel.
    pub(super) fn address(&self, channel: &Channel) -> String {
        format!("/as/{}/{}", self.reader.name, encoded(&self.slug(channel)))
    }

    /// Where the reader sees a thread.
    pub(super) fn thread_address(&self, root: &MessageTs) -> String {
        format!("{}/{root}", self.address(self.channel))
    }

    /// Where the reader is now.
    pub(super) fn here(&self) -> String {
        match self.thread {
            Some(root) => self.thread_address(root),
            None if self.home => format!("{}?home", self.address(self.channel)),
            None => self.address(self.channel),
        }
    }

    /// Where a form of the reader's goes.
    pub(super) fn action(&self, what: &str) -> String {
        format!("/do/{}/{what}", self.reader.name)
    }

    /// Tells a form where to come back to.
    pub(super) fn back(&self) -> Markup {
        html! { input type="hidden" name="back" value=(self.here()); }
    }

    /// Whether the reader may write here.
    pub(super) fn may_write(&self) -> bool {
        self.channel.members.contains(&self.reader.id) && !self.channel.archived
    }

    /// When a message was written, in this machine's time zone.
    pub(super) fn time(ts: &MessageTs) -> ZonedDateTime {
        zoned(Timestamp::of_message(ts).unwrap_or_default())
    }

    /// A day as a heading: today, yesterday, or its date.
    pub(super) fn day(&self, day: &ZonedDateTime) -> String {
        let today = zoned(self.state.now()).date();
        if day.date() == today {
            return self.texts.today.to_owned();
        }
        if day.date().tomorrow().is_ok_and(|next| next == today) {
            return self.texts.yesterday.to_owned();
        }
        let date = day.strftime(self.texts.date_format).to_string();
        if !self.japanese {
            return date;
        }
        let weekday = ["月", "火", "水", "木", "金", "土", "日"];
        let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        format!("{date}（{}）", weekday.get(index).copied().unwrap_or_default())
    }
}

impl Directory for Scene<'_> {
    fn person(&self, id: &str) -> Option<String> {
        self.state.user(&UserId::new(id)).map(|user| self.name(user).to_owned())
    }

    fn channel(&self, id: &str) -> Option<String> {
        let channel = self.state.channel(&ChannelId::new(id))?;
        let visible = channel.kind == ChannelKind::Public || channel.members.contains(&self.reader.id);
        visible.then(|| channel.name.clone())
    }

    fn group(&self, id: &str) -> Option<String> {
        self.state.group(&GroupId::new(id)).map(|group| group.handle.clone())
    }

    fn channel_address(&self, id: &str) -> String {
        self.state.channel(&ChannelId::new(id)).map_or_else(|| self.here(), |channel| self.address(channel))
    }

    fn local_address(&self, url: &str) -> Option<String> {
        let (channel, root) = permalink(url)?;
        let channel = self.state.channel(&channel)?;
        let visible = channel.kind == ChannelKind::Public || channel.members.contains(&self.reader.id);
        visible.then(|| format!("{}/{root}", self.address(channel)))
    }

    fn is_reader(&self, id: &str) -> bool {
        self.reader.id.as_str() == id
    }
}

/// The language of the page for somebody: their locale's, English where Liaison does not speak it.
pub(super) fn language_of(user: &User) -> Language {
    Language::from_locale(&user.locale).unwrap_or(Language::English)
}

/// The channel, and the root of the thread, that a permalink of a local workspace names:
/// `http://127.0.0.1:7878/archives/C1/p1700000000000100?thread_ts=…`.
fn permalink(url: &str) -> Option<(ChannelId, MessageTs)> {
    let url = url::Url::parse(url).ok()?;
    if !matches!(url.host_str(), Some("127.0.0.1" | "localhost")) {
        return None;
    }
    let mut parts = url.path().strip_prefix("/archives/")?.split('/');
    let (channel, message) = (parts.next()?, parts.next()?);
    let thread = url.query_pairs().find(|(key, _)| key == "thread_ts").map(|(_, ts)| ts.into_owned());
    let root = thread.or_else(|| archived_ts(message))?;
    Some((ChannelId::new(channel), MessageTs::new(root)))
}

/// `1700000000.000100` of the `p1700000000000100` in a permalink.
pub(super) fn archived_ts(part: &str) -> Option<String> {
    let digits = part.strip_prefix('p')?;
    let whole = digits.len().checked_sub(6).filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
    Some(format!("{}.{}", &digits[..whole], &digits[whole..]))
}

/// The view in front of somebody, with what the page needs to show it.
pub(super) fn front_view<'a>(scene: &Scene<'a>) -> Option<&'a View> {
    scene.state.front_modal(&scene.reader.id)
}

fn zoned(at: Timestamp) -> ZonedDateTime {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned_datetime(TimeZone::system())
}

/// A part of an address, percent-encoded.
pub(super) fn encoded(part: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'@');
    let mut out = String::with_capacity(part.len());
    for b in part.bytes() {
        if keep(b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.extend([b >> 4, b & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permalink_names_a_channel_and_the_root_of_the_thread() {
        let at = |url: &str| permalink(url).map(|(channel, root)| format!("{channel} {root}"));
        assert_eq!(at("http://127.0.0.1:7878/archives/C1/p1700000000000100").as_deref(), Some("C1 1700000000.000100"));
        let reply = "http://localhost:1/archives/C1/p1700000000000200?thread_ts=1700000000.000100&cid=C1";
        assert_eq!(at(reply).as_deref(), Some("C1 1700000000.000100"));
        assert_eq!(at("https://elsewhere.test/archives/C1/p1700000000000100"), None);
        assert_eq!(at("http://127.0.0.1/archives/C1/p12"), None);
    }

    #[test]
    fn a_part_of_an_address_is_encoded() {
        assert_eq!(encoded("@liaison"), "@liaison");
        assert_eq!(encoded("a b/ü?"), "a%20b%2F%C3%BC%3F");
    }
}
