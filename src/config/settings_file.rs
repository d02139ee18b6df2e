//! Reads `liaison.toml` into the settings of the policy and those of the process.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::glossary::concept::Role;
use crate::liaison::policy::Settings;
use crate::liaison::records::{Budget, Explain, Friction};
use crate::time::Span;

use super::error::ConfigError;
use super::fields::{self, Fields, Report};
use super::source::Source;
use super::tree;
use super::webhooks;

/// What `[server]` says; settings of the process, which flags and the environment come before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerFile {
    /// Where the data lies; relative to the folder the process is started in.
    pub data_dir: Option<PathBuf>,
    /// Where to listen for HTTP, as written.
    pub http_address: Option<String>,
}

/// Reads the settings file. What it does not say keeps its default.
pub(super) fn load(source: &Source) -> Result<(Settings, ServerFile), Vec<ConfigError>> {
    let root = tree::of_toml(source)?;
    let mut report = Report::about(source);
    let mut settings = Settings::default();
    let mut server = ServerFile::default();
    if let Some(mut top) = Fields::open(&root, "", &mut report) {
        section(&mut top, "explain", &mut report, |table, report| {
            let modes = [("thread", Explain::Thread), ("reaction", Explain::Reaction), ("off", Explain::Off)];
            settings.explain = table.choice("mode", &modes, report).unwrap_or(settings.explain);
            if let Some(days) = table.number("again_after_days", 0..=3650, report) {
                settings.explain_again_after = Span::days(i64::from(days));
            }
            if let Some(most) = table.number("most_terms", 1..=10, report) {
                settings.most_terms = most as usize;
            }
        });
        section(&mut top, "friction", &mut report, |table, report| {
            let modes = [
                ("offer", Friction::Offer),
                ("notify", Friction::Notify),
                ("post", Friction::Post),
                ("off", Friction::Off),
            ];
            settings.friction = table.choice("mode", &modes, report).unwrap_or(settings.friction);
            if let Some(minutes) = table.number("again_after_minutes", 0..=10_080, report) {
                settings.offer_again_after = Span::minutes(i64::from(minutes));
            }
        });
        section(&mut top, "noise", &mut report, |table, report| {
            let most = |given: Option<u32>, usual: u16| given.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual);
            let Budget { hour, day } = settings.budget;
            let range = 0..=u32::from(Budget::MOST);
            let hour = most(table.number("posts_an_hour", range.clone(), report), hour);
            let day = most(table.number("posts_a_day", range, report), day);
            settings.budget = Budget { hour, day };
        });
        section(&mut top, "threads", &mut report, |table, report| {
            if let Some(days) = table.number("forget_after_days", 1..=90, report) {
                settings.forget_thread_after = Span::days(i64::from(days));
            }
        });
        section(&mut top, "requests", &mut report, |table, report| {
            if let Some(days) = table.number("close_solved_after_days", 1..=365, report) {
                settings.close_solved_after = Span::days(i64::from(days));
            }
        });
        section(&mut top, "roles", &mut report, |table, report| {
            (settings.fields, settings.groups) = roles(table, report);
        });
        section(&mut top, "stewards", &mut report, |table, report| {
            let groups = table.texts("groups", report);
            settings.stewards = groups.iter().map(|group| group.trim_start_matches('@').to_owned()).collect();
        });
        if let Some(node) = top.get("webhooks") {
            settings.webhooks = webhooks::read(fields::items(node), &mut report);
        }
        section(&mut top, "server", &mut report, |table, report| {
            server.data_dir = table.text("data_dir", report).map(PathBuf::from);
            server.http_address = table.text("http_address", report);
            if let Some(address) = &server.http_address
                && super::process::address(address).is_none()
            {
                let remedy = "an address and a port, such as `127.0.0.1:3000` or `0.0.0.0:3000`";
                let problem = format!("`{address}` is not an address to listen on");
                report.problem(table.line_of("http_address"), &table.name("http_address"), problem, remedy);
            }
        });
        top.close(&mut report);
    }
    if report.problems.is_empty() { Ok((settings, server)) } else { Err(report.problems) }
}

fn section(
    top: &mut Fields<'_>,
    key: &'static str,
    report: &mut Report<'_>,
    mut read: impl FnMut(&mut Fields<'_>, &mut Report<'_>),
) {
    if let Some(mut table) = top.get(key).and_then(|node| Fields::open(node, key, report)) {
        read(&mut table, report);
        table.close(report);
    }
}

fn roles(table: &mut Fields<'_>, report: &mut Report<'_>) -> (BTreeMap<Role, Vec<String>>, BTreeMap<String, Role>) {
    let mut fields = BTreeMap::new();
    let mut groups = BTreeMap::new();
    for role in [Role::Sales, Role::Engineering, Role::Liaison] {
        let name = table.name(role.id());
        let Some(mut of_role) = table.get(role.id()).and_then(|node| Fields::open(node, &name, report)) else {
            continue;
        };
        for group in of_role.texts("groups", report) {
            let handle = group.trim_start_matches('@').to_owned();
            if let Some(other) = groups.insert(handle.clone(), role)
                && other != role
            {
                let problem = format!("the group `{handle}` already has the role `{}`", other.id());
                report.problem(of_role.line_of("groups"), &of_role.name("groups"), problem, "name it under one role");
            }
        }
        if role == Role::Liaison {
            // Liaisons know the words of both sides: there is no list to keep.
            if of_role.get("fields").is_some() {
                let problem = "liaisons know every subject field";
                report.problem(of_role.line_of("fields"), &of_role.name("fields"), problem, "take the key away");
            }
        } else if of_role.get("fields").is_some() {
            fields.insert(role, of_role.texts("fields", report));
        }
        of_role.close(report);
    }
    (fields, groups)
}
