//! Who of a team is on duty when: order, handover, overrides.

use std::collections::BTreeSet;

use jiff::civil;

use crate::ids::UserId;
use crate::requests::calendar::minute_of_day;
use crate::requests::rota::{Cover, Rota};
use crate::requests::team::{MemberRef, Team};
use crate::time::{Span, Timestamp};

use super::super::fields::{self, Fields, Report, suggestion};
use super::super::tree::Node;
use super::hours::{DAYS, day, one_person};
use super::{PERSON, person};

#[derive(Clone, Copy, PartialEq)]
enum Every {
    Day,
    Week,
}

/// Reads the rota of a team whose calendar and people are known, and warns of a gap in it.
pub(super) fn load(node: &Node, name: &str, team: &mut Team, report: &mut Report<'_>, warnings: &mut Report<'_>) {
    let Some(mut fields) = Fields::open(node, name, report) else { return };
    let every = fields.choice("every", &[("week", Every::Week), ("day", Every::Day)], report).unwrap_or(Every::Week);
    let (weekdays, minute) = handover(&mut fields, every, team, report);
    let since = fields.text("since", report);
    let first = since.as_deref().and_then(|text| text.parse::<civil::Date>().ok().filter(|_| text.len() == 10));
    if first.is_none() {
        let problem = since.map_or("is missing".to_owned(), |text| format!("`{text}` is no date"));
        let remedy = "the day from which the first in `order` is on duty, such as `since: 2026-11-30`";
        report.problem(fields.line_of("since"), &fields.name("since"), problem, remedy);
    }
    let order = order(&mut fields, team, report);
    let overrides = overrides(&mut fields, team, report);
    let line = fields.line;
    fields.close(report);
    if let (Some(minute), Some(first)) = (minute, first) {
        team.rota = Rota::new(team.calendar.zone.clone(), &weekdays, minute, first, order);
        team.rota = team.rota.take().map(|rota| rota.with(overrides));
        let begin = first.to_datetime(civil::Time::midnight());
        if let Some((rota, begin)) = team.rota.as_ref().zip(team.calendar.zone.instant(begin))
            && let Some(gap) = gap(team, rota, begin)
        {
            let problem = format!("nobody of it is at work on {gap}, though the team is");
            warnings.problem(line, name, problem, "ask the backup, change somebody's hours, or add somebody");
        }
    }
}

fn handover(
    fields: &mut Fields<'_>,
    every: Every,
    team: &Team,
    report: &mut Report<'_>,
) -> (BTreeSet<u8>, Option<u16>) {
    let as_day = |day: usize| u8::try_from(day).unwrap_or_default();
    let mut weekdays: BTreeSet<u8> = match every {
        Every::Day => team.calendar.week.days().map(as_day).collect(),
        Every::Week => BTreeSet::from([0]),
    };
    let example = "say when: `handover: {day: monday, time: \"09:30\"}`; a daily rota has no day";
    let name = fields.name("handover");
    let line = fields.line;
    let Some(node) = fields.get("handover") else {
        report.problem(line, &name, "is missing", example);
        return (weekdays, None);
    };
    let Some(mut table) = Fields::open(node, &name, report) else { return (weekdays, None) };
    if let Some(word) = table.text("day", report) {
        match day(&word) {
            _ if every == Every::Day => {
                let problem = "a daily rota hands over on each day with working hours";
                report.problem(table.line_of("day"), &table.name("day"), problem, "take the key away");
            }
            Some(day) => weekdays = BTreeSet::from([as_day(day)]),
            None => {
                let problem = format!("`{word}` is no day of the week");
                report.problem(table.line_of("day"), &table.name("day"), problem, suggestion(&word, &DAYS));
            }
        }
    } else if every == Every::Week && table.get("day").is_none() {
        report.problem(table.line, &table.name("day"), "is missing", example);
    }
    let word = table.text("time", report);
    let minute = word.as_deref().and_then(minute_of_day).filter(|minute| *minute < 24 * 60);
    if minute.is_none() {
        let problem = word.map_or("is missing".to_owned(), |word| format!("`{word}` is no time of day"));
        report.problem(table.line_of("time"), &table.name("time"), problem, "hours and minutes, such as \"09:30\"");
    }
    table.close(report);
    (weekdays, minute)
}

fn order(fields: &mut Fields<'_>, team: &Team, report: &mut Report<'_>) -> Vec<UserId> {
    let name = fields.name("order");
    let line = fields.line_of("order");
    let mut order = Vec::new();
    let items = fields.get("order").map(fields::items).unwrap_or_default();
    for (index, item) in items.iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(word) = fields::text(item, &name, report) else { continue };
        let Some(who) = person(&word) else {
            report.problem(item.line, &name, format!("`{word}` is not a person"), PERSON);
            continue;
        };
        // Who is in a group is known at Slack alone.
        let by_id_alone = team.members.iter().all(|member| matches!(member, MemberRef::Person(_)));
        if by_id_alone && !team.members.contains(&MemberRef::Person(who.clone())) {
            report.problem(item.line, &name, format!("`{who}` is not in the team"), "add them to its `members`");
        }
        order.push(who);
    }
    if items.is_empty() {
        let remedy = "name who takes turns: `order: [U0123456789, U0234567890]`";
        report.problem(line, &name, "there is nobody in it, so that nobody would ever be on duty", remedy);
    }
    order
}

fn overrides(fields: &mut Fields<'_>, team: &Team, report: &mut Report<'_>) -> Vec<Cover> {
    let name = fields.name("overrides");
    let mut covers: Vec<(u64, Cover)> = Vec::new();
    for (index, item) in fields.get("overrides").map(fields::items).unwrap_or_default().iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(mut one) = Fields::open(item, &name, report) else { continue };
        let from = moment(&mut one, "from", team, report);
        let until = moment(&mut one, "to", team, report);
        let who = one_person(&mut one, "who", report);
        one.close(report);
        let (Some(from), Some(until), Some(who)) = (from, until, who) else { continue };
        if until <= from {
            report.problem(item.line, &name, "it ends before it begins", "let `to` be later than `from`");
            continue;
        }
        let cover = Cover { from, until, who };
        if let Some((line, _)) = covers.iter().find(|(_, other)| other.overlaps(&cover)) {
            let problem = format!("overlaps the one on line {line}");
            report.problem(item.line, &name, problem, "let one begin where the other ends");
        }
        covers.push((item.line, cover));
    }
    covers.into_iter().map(|(_, cover)| cover).collect()
}

/// A date and time in the team's zone.
fn moment(fields: &mut Fields<'_>, key: &'static str, team: &Team, report: &mut Report<'_>) -> Option<Timestamp> {
    let word = fields.text(key, report);
    let read = |text: &str| {
        let (date, time) = text.split_once([' ', 'T'])?;
        let minute = minute_of_day(time.trim()).filter(|minute| *minute < 24 * 60)?;
        let time = civil::Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
        team.calendar.zone.instant(date.parse::<civil::Date>().ok()?.to_datetime(time))
    };
    let at = word.as_deref().and_then(read);
    if at.is_none() {
        let problem = word.map_or("is missing".to_owned(), |word| format!("`{word}` is no date with a time"));
        let remedy = "in the team's time zone, such as `2026-12-24 09:00`";
        report.problem(fields.line_of(key), &fields.name(key), problem, remedy);
    }
    at
}

/// The first time in a fortnight at which the team is at work and nobody on its rota is.
fn gap(team: &Team, rota: &Rota, begin: Timestamp) -> Option<String> {
    let each: Option<Vec<_>> = rota.order().iter().map(|who| team.own_calendar(who)).collect();
    let each = each?; // whoever has no hours of their own is at work when the team is
    let quarters = (0..14 * 24 * 4).map(|quarter| begin.plus(Span::minutes(15 * quarter)));
    let alone = |at: &Timestamp| team.calendar.is_open(*at) && !each.iter().any(|hours| hours.is_open(*at));
    let at = quarters.into_iter().find(alone)?;
    Some(team.calendar.zone.shown(at)?.strftime("%A at %H:%M").to_string())
}
