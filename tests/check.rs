//! `liaison check`: how much a configuration holds, whether its own examples hold, and what it still lacks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::process::{Command, Output};

use liaison::config::{self, Folder};
use liaison::ids::{DeliveryId, RuleId, TeamId};
use liaison::liaison::decision::{Change, Decision};
use liaison::liaison::event::{Envelope, Event, Subject};
use liaison::liaison::policy::Settings;
use liaison::liaison::records::{Key, Reception, Record};
use liaison::store::{Accepted, Disk, Store as _};
use liaison::time::Timestamp;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn check(folder: &TempDir) -> (String, i32) {
    check_with(folder, &[])
}

fn check_with(folder: &TempDir, arguments: &[&str]) -> (String, i32) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["check", "--config", folder.path().to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(stderr).unwrap(), "");
    let said = String::from_utf8(stdout).unwrap().replace(&format!("{}/", folder.path().display()), "");
    (said, status.code().unwrap())
}

const GOOD: &str = "
subject_field: engineering
concepts:
  - id: rollback
    terms: {en: [rollback], ja: [ロールバック]}
    definition: {en: Going back., ja: 元に戻すこと。}
    tests: {match: [the rollback is done, ロールバックした], skip: [roll your back]}
";

#[test]
fn a_good_configuration_is_counted() {
    let (said, status) = check(&folder(&[("glossary/words.yaml", GOOD)]));
    assert_eq!(status, 0, "{said}");
    assert!(said.starts_with("1 concept, ") && said.ends_with(", 3 examples: all right\n"), "{said}");
}

#[test]
fn an_example_that_does_not_hold_is_named_with_its_text() {
    let text = GOOD.replace("the rollback is done", "we undo it").replace("roll your back", "no rollback");
    let (said, status) = check(&folder(&[("glossary/words.yaml", &text)]));
    assert_eq!(status, 1, "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_there_in_one_language_only_is_a_warning() {
    let text = "
concepts:
  - id: rollback
    subject_field: engineering
    terms: {en: [rollback]}
    definition: {en: Going back.}
    plain: {sales: {ja: 元に戻すこと。}}
  - id: yield
    subject_field: agriculture
    terms: {en: [yield], ja: [収量]}
    definition: {en: What a field gives., ja: 畑から取れる量。}
";
    let (said, status) = check(&folder(&[("glossary/words.yaml", text)]));
    assert_eq!(status, 0, "{said}");
    let (warnings, verdict) = said.trim_end().rsplit_once('\n').unwrap();
    assert!(verdict.ends_with("all right (2 warnings)"), "{verdict}");
    insta::assert_snapshot!(warnings);
}

#[test]
fn the_shipped_configuration_is_all_right() {
    // Built in, since there is no `config` folder where it runs.
    let elsewhere = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .arg("check")
        .current_dir(elsewhere.path())
        .env_remove("LIAISON_CONFIG")
        .output()
        .unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{said}");
    assert!(said.ends_with(": all right\n"), "it lacks nothing in either language: {said}");
}

#[test]
fn where_requests_of_each_channel_named_go_is_shown() {
    let teams = "
teams:
  - {id: liaisons, triage_channel: \"#triage\", members: [\"@liaisons\"]}
  - {id: security, triage_channel: \"#security\", members: [U1]}
  - {id: desk, triage_channel: \"#desk\", members: [U2]}
  - {id: tokyo, triage_channel: \"#tokyo\", members: [U3]}
  - {id: left-out, triage_channel: \"#left\", members: [U4]}
routing:
  - {accounts: [Acme, アクメ], language: ja, team: tokyo}
  - {channels: [\"#deal-*\", \"#presales\"], topics: [security, quality], team: security}
  - {channels: [\"#deal-acme\", C0123456789], team: desk}
";
    let (said, status) = check(&folder(&[("teams.yaml", teams)]));
    assert_eq!(status, 0, "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn the_examples_of_teams_in_the_documentation_and_in_the_shipped_file_are_right() {
    let page = include_str!("../docs/configuration.md");
    let documented = page.split("```yaml\n").nth(3).and_then(|rest| rest.split("```").next()).unwrap();
    // An example is behind a # and no space, or within one and so behind several.
    let uncomment = |line: &str| {
        let (before, after) = line.split_once('#').unwrap_or((line, ""));
        let is_example = before.trim().is_empty() && (!after.starts_with(' ') || after.starts_with("  "));
        if is_example { format!("{before}{after}\n") } else { format!("{line}\n") }
    };
    let shipped: String = include_str!("../config/teams.yaml").lines().map(uncomment).collect();
    let calendars = ["japan.ics", "company.example.ics"].map(|name| {
        let path = format!("{}/config/holidays/{name}", env!("CARGO_MANIFEST_DIR"));
        (format!("holidays/{name}"), fs::read_to_string(path).unwrap())
    });
    for text in [documented, &shipped] {
        let files = calendars.iter().map(|(name, text)| (name.as_str(), text.as_str())).chain([("teams.yaml", text)]);
        let folder = folder(&files.collect::<Vec<_>>());
        let loaded = config::load(&Folder::Disk(folder.path().to_path_buf())).unwrap_or_else(|p| panic!("{p}\n{text}"));
        assert_eq!(loaded.warnings, []);
        assert!(loaded.policy.teams[0].rota.is_some() && loaded.policy.routing.rules.len() == 4, "{text}");
    }
}

#[test]
fn the_shipped_settings_name_every_default() {
    let shipped = config::load(&Folder::BuiltIn).unwrap().policy.settings;
    let defaults = Settings::default();
    assert_eq!(Settings { fields: defaults.fields.clone(), groups: defaults.groups.clone(), ..shipped }, defaults);
}

#[test]
fn how_the_rules_were_received_is_shown_from_the_data_folder() {
    let data = tempfile::tempdir().unwrap();
    let team = TeamId::from("T1");
    let store = Disk::open(data.path()).unwrap();
    let event = Event::Changed(Subject::Groups);
    let envelope = Envelope { team: team.clone(), ids: vec![DeliveryId::from("Ev1")], received: Timestamp(1), event };
    let Accepted::New(event) = store.accept(&envelope).unwrap() else { panic!("it is new") };
    let reception = |accepted, refused, silent| Reception { accepted, refused, silent, ..Reception::default() };
    let received = [
        (RuleId::from("date-against-check"), reception(4, 2, None)),
        (RuleId::from("blame"), reception(1, 9, Some(Timestamp(1)))),
    ];
    let changes = vec![Change::Put(Key::Receptions, Record::Receptions(received.into_iter().collect()))];
    store.commit(event, &team, Timestamp(1), &Decision { changes, effects: Vec::new() }).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.durable()).unwrap();
    drop(store);

    let arguments = ["--feedback", "--data", data.path().to_str().unwrap()];
    let (said, status) = check_with(&folder(&[("glossary/words.yaml", GOOD)]), &arguments);
    assert_eq!(status, 0);
    insta::assert_snapshot!(said);
}
