//! Reads `teams.yaml` into the liaison teams and the routing to them.

mod hours;
mod levels;
mod rota;
mod routing;

use crate::ids::UserId;
use crate::requests::routing::Routing;
use crate::requests::team::{Backup, MemberRef, Team};

use super::error::ConfigError;
use super::fields::{self, Fields, Report, suggestion};
use super::glossary_files::is_kebab_case;
use super::holiday_files::Holidays;
use super::source::Source;
use super::tree::{self, Node};

/// How many requests somebody may have open at a time.
const OPEN: std::ops::RangeInclusive<u32> = 1..=1_000;

const MEMBER: &str = "write \"@handle\" of a user group, or a person's id such as U0123456789";
const PERSON: &str = "write a person's id such as U0123456789 (in Slack: their profile, *Copy member ID*)";

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Teams {
    /// The teams, in the order of the file.
    pub(super) all: Vec<Team>,
    /// Which of them a request goes to.
    pub(super) routing: Routing,
    /// What works and may not be meant.
    pub(super) warnings: Vec<ConfigError>,
}

/// Reads the teams and the routing. `holidays` are the files they may name.
pub(super) fn load(source: &Source, holidays: &Holidays) -> Result<Teams, Vec<ConfigError>> {
    let Some(root) = tree::of_yaml(source)? else { return Ok(Teams::default()) };
    let (mut report, mut warnings) = (Report::about(source), Report::about(source));
    let mut teams: Vec<(u64, Team)> = Vec::new();
    let mut routing = Routing::default();
    if let Some(mut top) = Fields::open(&root, "", &mut report) {
        let items = top.get("teams").map(fields::items).unwrap_or_default();
        let ids: Vec<String> = items.iter().filter_map(id).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for (index, item) in items.iter().enumerate() {
            let Some(team) = team(item, index, &ids, holidays, &mut report, &mut warnings) else { continue };
            if teams.iter().any(|(_, other)| other.id == team.id) {
                let problem = "this id stands for another team already";
                report.problem(item.line, &format!("teams.{}", team.id), problem, "give one of the two another id");
            }
            teams.push((item.line, team));
        }
        routing = routing::load(&mut top, &ids, &mut report);
        top.close(&mut report);
    }
    if !report.problems.is_empty() {
        return Err(report.problems);
    }
    routing::unreached(&teams, &routing, &mut warnings);
    let teams = teams.into_iter().map(|(_, team)| team).collect();
    Ok(Teams { all: teams, routing, warnings: warnings.problems })
}

/// The id of a team before anything else of it is looked at, so that others can name it.
fn id(node: &Node) -> Option<String> {
    let tree::Value::Map(entries) = &node.value else { return None };
    match &entries.iter().find(|entry| entry.key == "id")?.node.value {
        tree::Value::Scalar(id) => Some(id.trim().to_owned()),
        _ => None,
    }
}

fn team(
    node: &Node,
    index: usize,
    ids: &[&str],
    holidays: &Holidays,
    report: &mut Report<'_>,
    warnings: &mut Report<'_>,
) -> Option<Team> {
    let mut fields = Fields::open(node, &format!("teams[{index}]"), report)?;
    let id = fields.text("id", report);
    match &id {
        Some(id) if is_kebab_case(id) => fields.call(&format!("teams.{id}")),
        Some(id) => {
            let remedy = "small letters, digits and hyphens, such as `deal-desk`";
            report.problem(fields.line_of("id"), &fields.name("id"), format!("`{id}` is not kebab-case"), remedy);
        }
        None => {
            report.problem(fields.line, &fields.name("id"), "is missing", "give it a name in kebab-case that stays");
        }
    }
    let triage_channel = fields.text("triage_channel", report);
    match &triage_channel {
        Some(channel) if is_channel(channel) => {}
        Some(channel) => {
            let problem = format!("`{channel}` is neither `#name` nor a channel id");
            let remedy =
                "write \"#liaison-triage\" in quotes (an unquoted # begins a comment), or an id such as C0123456789";
            report.problem(fields.line_of("triage_channel"), &fields.name("triage_channel"), problem, remedy);
        }
        None => {
            let remedy = "say where its cards go: `triage_channel: \"#liaison-triage\"`, in quotes";
            report.problem(fields.line_of("triage_channel"), &fields.name("triage_channel"), "is missing", remedy);
        }
    }
    let name = fields.name("members");
    let mut members = Vec::new();
    for (index, item) in fields.get("members").map(fields::items).unwrap_or_default().iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(word) = fields::text(item, &name, report) else { continue };
        let Some(member) = member(&word) else {
            let problem = format!("`{word}` is neither a user group nor a person");
            report.problem(item.line, &name, problem, MEMBER);
            continue;
        };
        members.push(member);
    }
    if members.is_empty() {
        let remedy = "name who is in it: `members: [\"@liaisons\"]`, or ids of people";
        report.problem(fields.line_of("members"), &name, "there is nobody in it", remedy);
    }
    let known = id.is_some() && triage_channel.is_some();
    let mut team = Team::new(id.unwrap_or_default(), triage_channel.unwrap_or_default(), members);
    team.backup = backup(&mut fields, &team.id, ids, report);
    if let Some(word) = fields.text("manager", report) {
        team.manager = member(&word);
        if team.manager.is_none() {
            let problem = format!("`{word}` is neither a user group nor a person");
            report.problem(fields.line_of("manager"), &fields.name("manager"), problem, MEMBER);
        }
    }
    team.calendar = hours::of_team(&mut fields, holidays, report);
    team.max_open = fields.number("max_open", OPEN, report);
    hours::people(&mut fields, &mut team, report);
    let name = fields.name("rota");
    if let Some(node) = fields.get("rota") {
        rota::load(node, &name, &mut team, report, warnings);
    }
    team.levels = levels::load(&mut fields, &team.calendar.week, report);
    fields.close(report);
    known.then_some(team)
}

/// Another team, or people.
fn backup(fields: &mut Fields<'_>, own: &str, ids: &[&str], report: &mut Report<'_>) -> Option<Backup> {
    let node = fields.get("backup")?;
    let words = fields.texts("backup", report);
    let people: Vec<UserId> = words.iter().filter_map(|word| person(word)).collect();
    if people.len() == words.len() {
        return Some(Backup::People(people)).filter(|_| !words.is_empty());
    }
    let team = words.iter().find(|word| person(word).is_none())?;
    let name = fields.name("backup");
    if words.len() > 1 {
        let problem = format!("`{team}` is not a person, and there are others beside it");
        report.problem(node.line, &name, problem, "name one team by its id, or people by theirs");
    } else if team == own {
        report.problem(node.line, &name, "it is its own backup", "name another team, or people by their ids");
    } else if !ids.contains(&team.as_str()) {
        let problem = format!("`{team}` is neither a team nor a person");
        report.problem(node.line, &name, problem, format!("{}; or people by their ids", suggestion(team, ids)));
    }
    Some(Backup::Team(team.clone()))
}

fn is_channel(text: &str) -> bool {
    match text.strip_prefix('#') {
        Some(name) => !name.is_empty() && !name.contains(char::is_whitespace),
        None => is_slack_id(text, &['C', 'G']),
    }
}

fn member(text: &str) -> Option<MemberRef> {
    match text.strip_prefix('@') {
        Some(handle) if !handle.is_empty() && !handle.contains(char::is_whitespace) => {
            Some(MemberRef::Group(handle.to_owned()))
        }
        Some(_) => None,
        None => person(text).map(MemberRef::Person),
    }
}

fn person(text: &str) -> Option<UserId> {
    is_slack_id(text, &['U', 'W']).then(|| UserId::new(text))
}

fn is_slack_id(text: &str, kinds: &[char]) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|kind| kinds.contains(&kind))
        && text.len() > 1
        && letters.all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
}
