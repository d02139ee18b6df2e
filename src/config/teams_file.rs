//! Reads `teams.yaml` into the liaison teams.

use crate::ids::UserId;
use crate::requests::team::{MemberRef, Team};

use super::error::ConfigError;
use super::fields::{self, Fields, Report};
use super::glossary_files::is_kebab_case;
use super::source::Source;
use super::tree::{self, Node};

/// Reads the teams, in the order of the file.
pub(super) fn load(source: &Source) -> Result<Vec<Team>, Vec<ConfigError>> {
    let Some(root) = tree::of_yaml(source)? else { return Ok(Vec::new()) };
    let mut report = Report::about(source);
    let mut teams: Vec<Team> = Vec::new();
    if let Some(mut top) = Fields::open(&root, "", &mut report) {
        let items = top.get("teams").map(fields::items).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            let Some(team) = team(item, index, &mut report) else { continue };
            if teams.iter().any(|other| other.id == team.id) {
                let problem = "this id stands for another team already";
                report.problem(item.line, &format!("teams.{}", team.id), problem, "give one of the two another id");
            }
            teams.push(team);
        }
        top.close(&mut report);
    }
    if report.problems.is_empty() { Ok(teams) } else { Err(report.problems) }
}

fn team(node: &Node, index: usize, report: &mut Report<'_>) -> Option<Team> {
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
            let remedy = "write \"@handle\" of a user group, or a person's id such as U0123456789";
            report.problem(item.line, &name, problem, remedy);
            continue;
        };
        members.push(member);
    }
    if members.is_empty() {
        let remedy = "name who is in it: `members: [\"@liaisons\"]`, or ids of people";
        report.problem(fields.line_of("members"), &name, "there is nobody in it", remedy);
    }
    fields.close(report);
    Some(Team { id: id?, triage_channel: triage_channel?, members })
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
        None => is_slack_id(text, &['U', 'W']).then(|| MemberRef::Person(UserId::new(text))),
    }
}

fn is_slack_id(text: &str, kinds: &[char]) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|kind| kinds.contains(&kind))
        && text.len() > 1
        && letters.all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
}
