//! Reads the `rules` of a rule file: what must meet, within what, said by whom, and the little conversations that
//! test it.

use crate::config::fields::{Fields, Report, items, suggestion};
use crate::config::tree::{Node, Value};
use crate::glossary::concept::Role;
use crate::ids::RuleId;
use crate::rules::cue::{Cue, Side};
use crate::rules::finding::{Kind, Theme};
use crate::rules::memory::ThreadMemory;
use crate::rules::rule::{Condition, Level, Line, Rule, RuleTests, Speakers};
use crate::time::Span;

use super::cues::{bilingual, need, stable_id};

/// How many messages back a rule looks unless it says otherwise.
const MESSAGES: u32 = 6;
/// How many minutes back a rule looks unless it says otherwise: three days.
const MINUTES: u32 = 3 * 24 * 60;
/// The most conditions of a rule; their combinations are tried one by one.
const MOST_CONDITIONS: usize = 4;

/// All rules of a file that can be read, each with its line.
pub(super) fn read(root: &Node, cues: &[Cue], report: &mut Report<'_>) -> Vec<(u64, Rule)> {
    let Some(mut top) = Fields::open(root, "", report) else { return vec![] };
    let Some(list) = top.get("rules") else { return vec![] };
    let nodes = items(list).iter().enumerate();
    nodes.filter_map(|(index, node)| Some((node.line, rule(node, index, cues, report)?))).collect()
}

fn rule(node: &Node, index: usize, cues: &[Cue], report: &mut Report<'_>) -> Option<Rule> {
    let mut fields = Fields::open(node, &format!("rules[{index}]"), report)?;
    let id = stable_id(&mut fields, report);
    if let Some(id) = &id {
        fields.call(id);
    }
    let kinds = [Kind::DivergentGoals, Kind::CommunicationStyle, Kind::KnowledgeGap].map(|kind| (kind.id(), kind));
    let kind = fields.choice("kind", &kinds, report);
    if kind.is_none() {
        need(&mut fields, "kind", "one of divergent-goals, communication-style, knowledge-gap", report);
    }
    let levels = [("weak", Level::Weak), ("normal", Level::Normal), ("strong", Level::Strong)];
    let level = fields.choice("level", &levels, report).unwrap_or_default();
    let speakers = [
        ("any", Speakers::Any),
        ("same", Speakers::Same),
        ("different", Speakers::Different),
        ("different-roles", Speakers::DifferentRoles),
    ];
    let speakers = fields.choice("speakers", &speakers, report).unwrap_or_default();
    let in_order = fields.choice("in_order", &[("true", true), ("false", false)], report).unwrap_or(false);

    let name = fields.name("meets");
    let nodes = fields.get("meets").map(items).unwrap_or_default();
    let mut meets = vec![];
    for (place, node) in nodes.iter().enumerate() {
        meets.extend(condition(node, &format!("{name}[{place}]"), cues, report));
    }
    if nodes.is_empty() {
        need(&mut fields, "meets", "what must be heard, such as `[{side: revenue}, {side: quality}]`", report);
    } else if nodes.len() > MOST_CONDITIONS {
        let line = fields.line_of("meets");
        report.problem(line, &name, "has too many conditions", format!("at most {MOST_CONDITIONS}; make it two rules"));
    }

    let (mut messages, mut minutes) = (MESSAGES, MINUTES);
    let name = fields.name("within");
    if let Some(mut within) = fields.get("within").and_then(|node| Fields::open(node, &name, report)) {
        messages = within.number("messages", 1..=ThreadMemory::LIMIT as u32, report).unwrap_or(messages);
        minutes = within.number("minutes", 1..=43_200, report).unwrap_or(minutes);
        within.close(report);
    }
    let name = fields.name("unless");
    let mut unless = vec![false; cues.len()];
    let line = fields.line_of("unless");
    for word in fields.texts("unless", report) {
        mark(&word, line, &name, cues, &mut unless, report);
    }
    let why = bilingual(&mut fields, "why", report);
    let tests = tests(&mut fields, report);
    fields.close(report);
    Some(Rule {
        id: RuleId::new(id?),
        kind: kind?,
        level,
        meets,
        in_order,
        messages: messages as usize,
        time: Span::minutes(i64::from(minutes)),
        speakers,
        unless,
        why,
        tests,
    })
}

fn condition(node: &Node, name: &str, cues: &[Cue], report: &mut Report<'_>) -> Option<Condition> {
    let mut fields = Fields::open(node, name, report)?;
    let side = fields.choice("side", &Side::ALL.map(|side| (side.id(), side)), report);
    let theme = fields.choice("theme", &Theme::ALL.map(|theme| (theme.id(), theme)), report);
    let roles = [Role::Sales, Role::Engineering, Role::Liaison].map(|role| (role.id(), role));
    let role = fields.choice("role", &roles, report);
    let count = fields.number("count", 1..=9, report).unwrap_or(1) as usize;
    let mut which = vec![false; cues.len()];
    let of_cues = fields.name("cues");
    let line = fields.line_of("cues");
    let named = fields.texts("cues", report);
    for word in &named {
        mark(word, line, &of_cues, cues, &mut which, report);
    }
    for (place, cue) in cues.iter().enumerate() {
        let of_side =
            side.is_some_and(|side| cue.side == side) && theme.is_none_or(|theme| cue.themes.contains(&theme));
        let speaks = side.is_none() && cue.side != Side::Topic;
        let of_theme = speaks && theme.is_some_and(|theme| cue.themes.contains(&theme));
        which[place] |= of_side || of_theme;
    }
    if side.is_none() && theme.is_none() && named.is_empty() {
        report.problem(fields.line, name, "names no cue", "write a `side`, a `theme` or `cues: […]`");
    }
    fields.close(report);
    Some(Condition { cues: which, role, count })
}

/// Marks the cue of an id, or all cues of a side.
fn mark(word: &str, line: u64, name: &str, cues: &[Cue], marks: &mut [bool], report: &mut Report<'_>) {
    let side = Side::from_id(word);
    let mut found = false;
    for (mark, cue) in marks.iter_mut().zip(cues) {
        let meant = side.map_or(cue.id.as_str() == word, |side| cue.side == side);
        *mark |= meant;
        found |= meant;
    }
    if !found {
        let known: Vec<&str> = cues.iter().map(|cue| cue.id.as_str()).chain(Side::ALL.map(Side::id)).collect();
        let near = super::super::fields::nearest(word, &known)
            .map_or_else(|| "write the id of a cue, or a side".to_owned(), |near| format!("did you mean `{near}`?"));
        report.problem(line, name, format!("there is no cue or side called `{word}`"), near);
    }
}

fn tests(fields: &mut Fields<'_>, report: &mut Report<'_>) -> RuleTests {
    let name = fields.name("tests");
    let Some(mut inner) = fields.get("tests").and_then(|node| Fields::open(node, &name, report)) else {
        return RuleTests::default();
    };
    let mut conversations = |key: &'static str, report: &mut Report<'_>| {
        let name = inner.name(key);
        let Some(node) = inner.get(key) else { return vec![] };
        items(node).iter().map(|node| conversation(node, &name, report)).collect()
    };
    let fires = conversations("fires", report);
    let quiet = conversations("quiet", report);
    inner.close(report);
    RuleTests { fires, quiet }
}

/// Lines such as `- sales: we need it on Friday`, `- engineering-2: it is not tested`.
fn conversation(node: &Node, name: &str, report: &mut Report<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    for item in items(node) {
        let Value::Map(entries) = &item.value else {
            report.problem(item.line, name, "expected who says it", "write `- sales: what is said`");
            continue;
        };
        for entry in entries {
            let (role, number) =
                entry.key.rsplit_once('-').map_or((entry.key.as_str(), "1"), |(role, number)| (role, number));
            let (Some(role), Ok(number)) = (Role::from_id(role), number.parse::<u32>()) else {
                let known = ["sales", "engineering", "liaison", "other"];
                report.problem(
                    entry.line,
                    name,
                    format!("`{}` is not a role", entry.key),
                    suggestion(&entry.key, &known),
                );
                continue;
            };
            let Some(text) = super::super::fields::text(&entry.node, name, report) else { continue };
            let speaker = (role as u32) * 10 + number;
            lines.push(Line { role, speaker, text });
        }
    }
    lines
}
