//! How long things may take, by priority.

use crate::requests::calendar::Week;
use crate::requests::levels::{self, Level, Levels, Priority};
use crate::time::Span;

use super::super::fields::{Fields, Report};

/// Reads the service levels of a team with these hours.
pub(super) fn load(fields: &mut Fields<'_>, week: &Week, report: &mut Report<'_>) -> Levels {
    let mut levels = Levels::default();
    let name = fields.name("service_levels");
    let Some(mut table) = fields.get("service_levels").and_then(|node| Fields::open(node, &name, report)) else {
        return levels;
    };
    for priority in Priority::ALL {
        let name = table.name(priority.id());
        let Some(mut one) = table.get(priority.id()).and_then(|node| Fields::open(node, &name, report)) else {
            continue;
        };
        let first_response = length(&mut one, "first_response", week, report);
        let resolution = length(&mut one, "resolution", week, report);
        if first_response.zip(resolution).is_some_and(|(response, resolution)| resolution < response) {
            let problem = "is shorter than the first response";
            report.problem(one.line_of("resolution"), &one.name("resolution"), problem, "it begins when that does");
        }
        one.close(report);
        levels.set(priority, Level { first_response, resolution });
    }
    table.close(report);
    levels
}

fn length(fields: &mut Fields<'_>, key: &'static str, week: &Week, report: &mut Report<'_>) -> Option<Span> {
    let word = fields.text(key, report)?;
    let length = levels::length(&word, week);
    if length.is_none() {
        let remedy = "business time in minutes, hours, working days or weeks: `30m`, `4h`, `2d`, `1w`, `1d 4h`";
        report.problem(fields.line_of(key), &fields.name(key), format!("`{word}` is no length of time"), remedy);
    }
    length
}
