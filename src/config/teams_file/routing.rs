//! Which team a request goes to: rules in order.

use crate::requests::routing::{ChannelRef, Routing, Rule};
use crate::requests::team::{Backup, Team};
use crate::rules::finding::Theme;
use crate::text::Language;

use super::super::fields::{self, Fields, Report, suggestion};

/// Reads the rules; `teams` are the ids there are.
pub(super) fn load(top: &mut Fields<'_>, teams: &[&str], report: &mut Report<'_>) -> Routing {
    let mut rules = Vec::new();
    let mut all_taken: Option<u64> = None;
    for (index, item) in top.get("routing").map(fields::items).unwrap_or_default().iter().enumerate() {
        let name = format!("routing[{index}]");
        let Some(mut fields) = Fields::open(item, &name, report) else { continue };
        let before = report.problems.len();
        let rule = rule(&mut fields, teams, report);
        fields.close(report);
        if let Some(line) = all_taken {
            let problem = format!("never counts: the rule on line {line} takes whatever comes");
            report.problem(item.line, &name, problem, "move it above that one");
        }
        if report.problems.len() == before && rule.takes_all() {
            all_taken = all_taken.or(Some(item.line));
        }
        rules.push(rule);
    }
    Routing { rules }
}

fn rule(fields: &mut Fields<'_>, teams: &[&str], report: &mut Report<'_>) -> Rule {
    let channels = each(fields, "channels", report, |word| {
        let is_beginning = word.strip_suffix('*').is_some_and(|name| name.len() > 1 && super::is_channel(name));
        let is_one = super::is_channel(word) && !word.contains('*');
        let remedy = "write \"#name\" or \"#beginning-*\" in quotes, or a channel's id such as C0123456789";
        if is_beginning && word.starts_with('#') || is_one {
            Ok(ChannelRef::read(word))
        } else {
            Err(remedy.to_owned())
        }
    });
    let topics = each(fields, "topics", report, |word| {
        let known: Vec<&str> = Theme::ALL.into_iter().map(Theme::id).collect();
        Theme::ALL.into_iter().find(|theme| theme.id() == word).ok_or_else(|| suggestion(word, &known))
    });
    let accounts = fields.texts("accounts", report);
    let languages: Vec<_> = Language::ALL.into_iter().map(|language| (language.code(), language)).collect();
    let language = fields.choice("language", &languages, report);
    let team = fields.text("team", report);
    match &team {
        Some(team) if !teams.contains(&team.as_str()) => {
            let problem = format!("there is no team `{team}`");
            report.problem(fields.line_of("team"), &fields.name("team"), problem, suggestion(team, teams));
        }
        Some(_) => {}
        None => {
            let remedy = format!("say where it leads: {}", teams.join(", "));
            report.problem(fields.line_of("team"), &fields.name("team"), "is missing", remedy);
        }
    }
    Rule { channels, topics, accounts, language, team: team.unwrap_or_default() }
}

/// What each word of a list stands for; words that stand for nothing are reported with what to write.
fn each<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    report: &mut Report<'_>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Vec<T> {
    let name = fields.name(key);
    let mut all = Vec::new();
    for (index, item) in fields.get(key).map(fields::items).unwrap_or_default().iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(word) = fields::text(item, &name, report) else { continue };
        match read(&word) {
            Ok(one) => all.push(one),
            Err(remedy) => report.problem(item.line, &name, format!("`{word}` is not known here"), remedy),
        }
    }
    all
}

/// Warns of teams that no rule leads to, and that stand in for none that a rule leads to.
pub(super) fn unreached(teams: &[(u64, Team)], routing: &Routing, warnings: &mut Report<'_>) {
    let takes_all = routing.rules.last().is_some_and(Rule::takes_all);
    let first = teams.first().map(|(_, team)| team.id.as_str()).filter(|_| !takes_all);
    let mut reached: Vec<&str> = routing.rules.iter().map(|rule| rule.team.as_str()).chain(first).collect();
    let mut next = 0;
    while let Some(id) = reached.get(next) {
        let team = teams.iter().map(|(_, team)| team).find(|team| team.id == *id);
        if let Some(Backup::Team(backup)) = team.and_then(|team| team.backup.as_ref())
            && !reached.contains(&backup.as_str())
        {
            reached.push(backup);
        }
        next += 1;
    }
    for (line, team) in teams.iter().filter(|(_, team)| !reached.contains(&team.id.as_str())) {
        let remedy = format!("add a rule under `routing`, such as `- {{channels: [\"#deals\"], team: {}}}`", team.id);
        warnings.problem(*line, &format!("teams.{}", team.id), "no request ever goes to it", remedy);
    }
}
