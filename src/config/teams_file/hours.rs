//! When a team or a person is at work: time zone, working hours, holidays.

use crate::ids::UserId;
use crate::requests::calendar::{Calendar, DaysOff, Shift, Week, Zone};
use crate::requests::holidays::Holiday;
use crate::requests::team::{Member, Team};

use super::super::fields::{self, Fields, Report, suggestion};
use super::super::holiday_files::Holidays;
use super::super::tree::Node;
use super::person;

/// The days of a week as they are written.
pub(super) const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const HOURS: &str = "such as `09:00-18:00`, or `22:00-06:00` for one past midnight; the end of a day is 24:00";

/// When a team is at work; always where it does not say.
pub(super) fn of_team(fields: &mut Fields<'_>, holidays: &Holidays, report: &mut Report<'_>) -> Calendar {
    let zone = zone(fields, report);
    let week = week(fields, report);
    let mut off = DaysOff::default();
    let name = fields.name("holidays");
    for (index, item) in fields.get("holidays").map(fields::items).unwrap_or_default().iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(file) = fields::text(item, &name, report) else { continue };
        if let Some(days) = holidays.get(&file) {
            off.extend(days.iter().flat_map(Holiday::days));
        } else {
            let known: Vec<&str> = holidays.keys().map(String::as_str).collect();
            let problem = format!("there is no file `holidays/{file}`");
            report.problem(item.line, &name, problem, suggestion(&file, &known));
        }
    }
    // What a clock shows means nothing without a place to read it.
    let by_the_clock = ["hours", "holidays", "rota"].into_iter().find(|key| fields.get(key).is_some());
    if let (Some(key), None) = (by_the_clock, fields.get("time_zone")) {
        let problem = format!("is missing, and there is `{key}`");
        report.problem(
            fields.line_of(key),
            &fields.name("time_zone"),
            problem,
            "add one, such as `time_zone: Asia/Tokyo`",
        );
    }
    Calendar { zone: zone.unwrap_or_else(Zone::utc), week: week.unwrap_or_else(Week::always), off }
}

/// What is special about the people of a team.
pub(super) fn people(fields: &mut Fields<'_>, team: &mut Team, report: &mut Report<'_>) {
    let name = fields.name("people");
    for (index, item) in fields.get("people").map(fields::items).unwrap_or_default().iter().enumerate() {
        let Some(mut one) = Fields::open(item, &format!("{name}[{index}]"), report) else { continue };
        let id = one_person(&mut one, "id", report);
        let (zone, week) = (zone(&mut one, report), week(&mut one, report));
        let calendar = (zone.is_some() || week.is_some()).then(|| Calendar {
            zone: zone.unwrap_or_else(|| team.calendar.zone.clone()),
            week: week.unwrap_or_else(|| team.calendar.week.clone()),
            off: team.calendar.off.clone(),
        });
        let max_open = one.number("max_open", super::OPEN, report);
        if let Some(id) = id
            && team.people.insert(id.clone(), Member { calendar, max_open }).is_some()
        {
            report.problem(one.line_of("id"), &one.name("id"), format!("`{id}` is there twice"), "keep one of the two");
        }
        one.close(report);
    }
}

/// A person who must be named.
pub(super) fn one_person(fields: &mut Fields<'_>, key: &'static str, report: &mut Report<'_>) -> Option<UserId> {
    if fields.get(key).is_none() {
        report.problem(fields.line_of(key), &fields.name(key), "is missing", "name a person by their id: U0123456789");
        return None;
    }
    let word = fields.text(key, report)?;
    let id = person(&word);
    if id.is_none() {
        report.problem(fields.line_of(key), &fields.name(key), format!("`{word}` is not a person"), super::PERSON);
    }
    id
}

fn zone(fields: &mut Fields<'_>, report: &mut Report<'_>) -> Option<Zone> {
    let word = fields.text("time_zone", report)?;
    let zone = Zone::named(&word);
    if zone.is_none() {
        let names: Vec<String> = Zone::names().collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = fields::nearest(&word, &names).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let remedy = format!("{near}names are those of the IANA database, such as Asia/Tokyo or Europe/Berlin");
        let problem = format!("`{word}` is not a time zone");
        report.problem(fields.line_of("time_zone"), &fields.name("time_zone"), problem, remedy);
    }
    zone
}

fn week(fields: &mut Fields<'_>, report: &mut Report<'_>) -> Option<Week> {
    let node = fields.get("hours")?;
    let name = fields.name("hours");
    let before = report.problems.len();
    let table = Fields::open(node, &name, report)?;
    let mut days: [Vec<Shift>; 7] = Default::default();
    for entry in table.all() {
        let name = table.name(&entry.key);
        let Some(named) = days_named(&entry.key) else {
            let remedy = format!("{}; or a row of them: `monday-friday`", suggestion(&entry.key, &DAYS));
            report.problem(entry.line, &name, "is no day of the week", remedy);
            continue;
        };
        let shifts = shifts(&entry.node, &name, report);
        for day in named {
            if !days[day].is_empty() {
                report.problem(entry.line, &name, format!("{} has hours already", DAYS[day]), "name each day once");
            }
            days[day].clone_from(&shifts);
        }
    }
    let week = Week::new(days);
    if report.problems.len() > before {
        return None;
    }
    if let Some(day) = week.overlap() {
        let problem = format!("two stretches of {} overlap, one maybe from the night before", DAYS[day]);
        report.problem(node.line, &name, problem, "let each begin where the other has ended");
    } else if week.day().is_none() {
        report.problem(node.line, &name, "there are no hours in it", "name some, or take the key away for always");
    }
    Some(week)
}

fn shifts(node: &Node, name: &str, report: &mut Report<'_>) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for (index, item) in fields::items(node).iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(word) = fields::text(item, &name, report) else { continue };
        match Shift::read(&word) {
            Some(shift) => shifts.push(shift),
            None => report.problem(item.line, &name, format!("`{word}` is no stretch of hours"), HOURS),
        }
    }
    shifts
}

/// A day or a row of days, by their names or the first three letters of them.
fn days_named(text: &str) -> Option<Vec<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    Some((0..7).map(|more| (first + more) % 7).take((last + 7 - first) % 7 + 1).collect())
}

/// A day by its name or the first three letters of it.
pub(super) fn day(text: &str) -> Option<usize> {
    let word = text.trim().to_lowercase();
    DAYS.iter().position(|day| *day == word || day[..3] == word)
}
