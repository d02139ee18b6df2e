//! The structure of the code, held by a test: dependencies point one way, and the pure rooms know nothing of
//! runtimes, stores, Slack's types, files or clocks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with the rooms its production code may use.
const ROOMS: [(&str, &[&str]); 20] = [
    ("ids", &[]),
    ("time", &["ids"]),
    ("text", &[]),
    ("glossary", &["ids", "text"]),
    ("rules", &["ids", "time", "text", "glossary"]),
    ("settings", &["ids", "time", "text", "glossary"]),
    ("requests", &["ids", "time", "text", "rules"]),
    ("curation", &["ids", "time", "text", "glossary", "requests"]),
    ("commands", &["ids", "text", "glossary"]),
    ("wording", &["ids", "text", "glossary", "rules", "settings", "requests", "curation", "commands"]),
    (
        "liaison",
        &["ids", "time", "text", "glossary", "rules", "settings", "requests", "curation", "commands", "wording"],
    ),
    ("tls", &[]),
    ("webhooks", &["ids", "time", "liaison", "tls"]),
    ("config", &["ids", "time", "text", "glossary", "rules", "requests", "wording", "liaison", "webhooks"]),
    ("store", &["ids", "time", "liaison"]),
    ("slack", &["ids", "time", "text", "glossary", "requests", "rules", "wording", "liaison", "tls"]),
    ("workspace", &["ids", "time", "text"]),
    (
        "replay", // it decodes messages as live ones are, and keeps its records in the store in memory
        &["ids", "time", "text", "glossary", "rules", "wording", "liaison", "requests", "config", "store", "slack"],
    ),
    (
        "runtime",
        &[
            "ids", "time", "text", "glossary", "rules", "requests", "curation", "wording", "liaison", "config",
            "store", "slack", "webhooks",
        ],
    ),
    (
        "cli",
        &[
            "ids",
            "time",
            "text",
            "glossary",
            "rules",
            "requests",
            "curation",
            "wording",
            "liaison",
            "config",
            "store",
            "slack",
            "workspace",
            "replay",
            "runtime",
            "webhooks",
        ],
    ),
];

/// The rooms that only compute.
const PURE: [&str; 11] =
    ["ids", "time", "text", "glossary", "rules", "settings", "requests", "curation", "commands", "wording", "liaison"];

/// What a room that only computes may not name.
const OUTSIDE: [&str; 15] = [
    "tokio",
    "sled",
    "slack_morphism",
    "reqwest",
    "axum",
    "hyper",
    "tracing",
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant",
    "Zoned::now",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_of(room: &str) -> Vec<PathBuf> {
    let file = source().join(format!("{room}.rs"));
    if file.exists() {
        return vec![file];
    }
    let mut files = Vec::new();
    let mut folders = vec![source().join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The code of a file without its comments and without its tests, which stand at the end.
fn production_code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines()
        .map(|line| match line.trim_start() {
            comment if comment.starts_with("//") => "",
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test_file(file: &Path) -> bool {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name == "tests" || file.components().any(|part| part.as_os_str() == "tests")
}

fn rooms_used(code: &str) -> BTreeSet<String> {
    code.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .map(|item| item.trim().split("::").next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>(),
            None => vec![rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()],
        })
        .filter(|name| ROOMS.iter().any(|(room, _)| room == name))
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        for file in files_of(room) {
            for used in rooms_used(&production_code(&file)) {
                if used != room && !allowed.contains(&used.as_str()) && !is_test_file(&file) {
                    wrong.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_of_the_rooms_has_no_circle() {
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for used in *allowed {
            let place = ROOMS.iter().position(|(name, _)| name == used);
            assert!(place.is_some_and(|place| place < at), "{room} may use {used}, which does not come before it");
        }
    }
}

#[test]
fn the_pure_rooms_name_nothing_from_outside() {
    let mut wrong = Vec::new();
    for room in PURE {
        for file in files_of(room) {
            let code = production_code(&file);
            for name in OUTSIDE {
                let named = code.match_indices(name).any(|(at, _)| {
                    let before = code[..at].chars().next_back();
                    let after = code[at + name.len()..].chars().next();
                    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
                    !word(before) && !word(after)
                });
                if named && !is_test_file(&file) {
                    wrong.push(format!("{} names {name}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_is_on_the_map() {
    let map = fs::read_to_string(source().join("lib.rs")).unwrap();
    let named: BTreeSet<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.split(';').next()).collect();
    let listed: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(named, listed);
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    let mut silent = Vec::new();
    for (room, _) in ROOMS {
        for file in files_of(room) {
            if !fs::read_to_string(&file).unwrap().starts_with("//! ") {
                silent.push(file.display().to_string());
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
