//! Reads `[[webhooks]]` of `liaison.toml`: which other systems hear of the steps of requests.

use std::collections::BTreeSet;

use url::Url;

use crate::liaison::webhook::Webhook;
use crate::requests::life::Action;
use crate::webhooks::reach::Bounds;
use crate::webhooks::secrets;

use super::fields::{self, Fields, Report};
use super::glossary_files::is_kebab_case;
use super::tree::Node;

/// Reads the webhooks, in the order of the file.
pub(super) fn read(items: &[Node], report: &mut Report<'_>) -> Vec<Webhook> {
    let mut webhooks: Vec<Webhook> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(webhook) = webhook(item, index, report) else { continue };
        if webhooks.iter().any(|other| other.name == webhook.name) {
            let problem = "this name stands for another webhook already";
            let key = format!("webhooks.{}", webhook.name);
            report.problem(item.line, &key, problem, "give one of the two another name");
        }
        webhooks.push(webhook);
    }
    webhooks
}

fn webhook(node: &Node, index: usize, report: &mut Report<'_>) -> Option<Webhook> {
    let mut table = Fields::open(node, &format!("webhooks[{index}]"), report)?;
    let name = table.text("name", report);
    match &name {
        Some(name) if is_kebab_case(name) => table.call(&format!("webhooks.{name}")),
        Some(name) => {
            let remedy = "small letters, digits and hyphens, such as `tracker`";
            report.problem(table.line_of("name"), &table.name("name"), format!("`{name}` is not kebab-case"), remedy);
        }
        None => {
            report.problem(table.line, &table.name("name"), "is missing", "give it a name in kebab-case that stays");
        }
    }
    let allow_private = switch(&mut table, "allow_private", report);
    let include_brief = switch(&mut table, "include_brief", report);
    let url = url(&mut table, allow_private, report);
    let actions = actions(&mut table, report);
    if table.all().iter().any(|entry| entry.key == "secret") {
        let _ = table.get("secret"); // it is not unknown, it is wrong
        let variable = secrets::variable(name.as_deref().unwrap_or("name"));
        let remedy = format!("take the key away, make another secret, and set {variable} or {variable}_FILE to it");
        report.problem(table.line_of("secret"), &table.name("secret"), "a secret has no place in this file", remedy);
    }
    table.close(report);
    Some(Webhook { name: name?, url: url?, allow_private, actions, include_brief })
}

fn switch(table: &mut Fields<'_>, key: &'static str, report: &mut Report<'_>) -> bool {
    table.choice(key, &[("true", true), ("false", false)], report).unwrap_or_default()
}

/// The address, if it can be used. What is wrong is told without it: its path may be a secret.
fn url(table: &mut Fields<'_>, allow_private: bool, report: &mut Report<'_>) -> Option<Url> {
    let (line, name) = (table.line_of("url"), table.name("url"));
    let mut wrong = |problem: &str, remedy: &str| {
        report.problem(line, &name, problem, remedy);
        None
    };
    let example = "an address such as `https://tracker.example.com/hooks/liaison`";
    let Some(node) = table.get("url") else { return wrong("is missing", example) };
    let text = match &node.value {
        super::tree::Value::Scalar(text) => text.trim(),
        _ => return wrong("is not an address", example),
    };
    let Some(url) = text.parse::<Url>().ok().filter(Url::has_host) else { return wrong("is not an address", example) };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong(
            "there is a name or a password in it",
            "take it away: the signature tells the receiver who it is",
        );
    }
    let Some(bounds) = Bounds::of(&url, allow_private) else {
        return match url.scheme() {
            "http" => wrong(
                "plain `http` is readable on its way",
                "write `https`; for a receiver in your own network `allow_private = true` takes `http` as well",
            ),
            _ => wrong("is neither `https` nor `http`", example),
        };
    };
    if !bounds.hold_literal(&url) {
        return if Bounds::Any.hold_literal(&url) && bounds == Bounds::Public {
            wrong("is an address in a private network", "if that is meant, add `allow_private = true`")
        } else {
            wrong("is an address nothing can be told at this way", example)
        };
    }
    Some(url)
}

/// The steps that are told; none where all are.
fn actions(table: &mut Fields<'_>, report: &mut Report<'_>) -> Option<BTreeSet<Action>> {
    let name = table.name("events");
    let node = table.get("events")?;
    if matches!(&node.value, super::tree::Value::Scalar(word) if word == "all") {
        return None;
    }
    let mut chosen = BTreeSet::new();
    for (index, item) in fields::items(node).iter().enumerate() {
        let name = format!("{name}[{index}]");
        let Some(word) = fields::text(item, &name, report) else { continue };
        if let Some(action) = Action::ALL.into_iter().find(|action| action.name() == word) {
            chosen.insert(action);
        } else {
            let known = Action::ALL.map(Action::name);
            let problem = format!("`{word}` is no step of a request");
            report.problem(item.line, &name, problem, fields::suggestion(&word, &known));
        }
    }
    if chosen.is_empty() {
        report.problem(node.line, &name, "names no step", "name some, or write \"all\"");
    }
    Some(chosen)
}
