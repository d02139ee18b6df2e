//! Whether the bot may speak by itself in a channel, or to a person, at this moment: not in its quiet hours, not beyond
//! its budget, not to who wants quiet or was just offered help. Remembers what it said, for 24 hours.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::ids::{ChannelId, ConceptId, MessageTs, UserId};
use crate::liaison::draft::Draft;
use crate::liaison::facts::Channel;
use crate::liaison::records::{Cause, ChannelSettings, Key, PersonSettings, QuietHours, Record, Saying, Spoken};
use crate::time::{Span, Timestamp};

/// The time zones of the world, part of the program, so that a decision is the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// How far back a day's budget looks.
const DAY: Span = Span::days(1);

/// Whether there is a time zone of that name.
pub(super) fn is_zone(name: &str) -> bool {
    ZONES.get(name).is_ok()
}

/// Whether the bot may post in a channel by itself. What it may not say it marks with :book: at most.
pub(super) fn may_post(draft: &Draft<'_>, channel: &ChannelId, settings: &ChannelSettings) -> bool {
    if settings.quiet_hours.as_ref().is_some_and(|hours| are_now(hours, draft.now())) {
        return false;
    }
    let budget = settings.budget.unwrap_or(draft.policy.settings.budget);
    let (mut hour, mut day) = (0, 0);
    for saying in spoken(draft, channel).recent {
        let ago = draft.now().since(saying.at);
        hour += u16::from(ago < Span::hours(1));
        day += u16::from(ago < DAY);
    }
    hour < budget.hour && day < budget.day
}

/// Whether it is within quiet hours.
fn are_now(hours: &QuietHours, now: Timestamp) -> bool {
    let zone = ZONES.get(&hours.zone).unwrap_or(TimeZone::UTC);
    let now = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned_datetime(zone).hour();
    if hours.from < hours.to { (hours.from..hours.to).contains(&now) } else { now >= hours.from || now < hours.to }
}

/// What the bot said in a channel by itself, as this decision leaves it.
pub(super) fn spoken(draft: &Draft<'_>, channel: &ChannelId) -> Spoken {
    match draft.latest(&Key::Spoken(channel.clone())) {
        Some(Record::Spoken(spoken)) => spoken.clone(),
        _ => Spoken::default(),
    }
}

/// Remembers that the bot spoke by itself.
pub(super) fn spoke(draft: &mut Draft<'_>, channel: &ChannelId, about: &MessageTs, cause: Cause) {
    let mut spoken = spoken(draft, channel);
    let now = draft.now();
    spoken.recent.retain(|saying| now.since(saying.at) < DAY);
    spoken.recent.push(Saying { at: now, about: about.clone(), cause });
    draft.put(Key::Spoken(channel.clone()), Record::Spoken(spoken));
}

/// Whether a person may be offered help now; if so, it is remembered that they were.
pub(super) fn may_offer(draft: &mut Draft<'_>, user: &UserId) -> bool {
    let settings = draft.facts.person_settings(user);
    let lately = settings.offered.is_some_and(|at| draft.now().since(at) < draft.policy.settings.offer_again_after);
    if settings.quiet || lately {
        return false;
    }
    if draft.policy.settings.offer_again_after > Span::default() {
        let settings = PersonSettings { offered: Some(draft.now()), ..settings };
        draft.put(Key::Person(user.clone()), Record::Person(settings));
    }
    true
}

/// Whether everybody in a channel who might need a concept explained has said that they know it. Never where they
/// are not known one by one.
pub(super) fn everybody_knows(draft: &Draft<'_>, channel: &Channel, id: &ConceptId, field: &str) -> bool {
    let facts = draft.facts;
    let mut readers = channel.readers.iter().filter(|(user, _)| **user != facts.bot.user).map(|(user, group)| {
        let settings = facts.person_settings(user);
        (settings.role.or(*group), settings.known.contains(id))
    });
    // Where roles are known, who has none is no reader to explain things to; so it is with bots.
    let roles_known = !channel.roles.is_empty();
    let mut knows = false;
    let all = readers.all(|(role, known)| {
        knows |= known;
        known || role.map_or(roles_known, |role| draft.policy.settings.knows(role, field))
    });
    all && knows
}
