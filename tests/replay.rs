//! `liaison replay`: what the bot would have said over a Slack export, and what becomes of a damaged one.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use liaison::config::{self, Folder};
use liaison::replay::archive::{Fault, Limits};
use liaison::replay::bot::Said;
use liaison::replay::people::People;
use liaison::replay::report::Summary;
use liaison::replay::{self, Listener};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORDS: &str = "
subject_field: engineering
concepts:
  - id: rollback
    terms: {en: [rollback], ja: [ロールバック]}
    definition: {en: Going back to the version before., ja: 前の版に戻すこと。}
";

/// What is explained is looked at here, not what is offered.
const QUIET: &str = "[friction]\nmode = \"off\"\n";

/// A message of an export, at a second of 2026-11-25.
fn message(second: u32, user: &str, text: &str) -> Value {
    json!({"type": "message", "ts": format!("{}.000100", 1_795_600_000 + second), "user": user, "text": text})
}

fn join(second: u32) -> Value {
    let mut join = message(second, "U1", "<@U1> has joined the channel");
    join["subtype"] = json!("channel_join");
    join
}

/// The files of a small export with two channels; others are added or put in their place.
fn export(changes: &[(&str, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let users = json!([
        {"id": "U1", "team_id": "T1", "name": "aiko", "profile": {"display_name": "Aiko", "real_name": "Aiko M."}},
        {"id": "U2", "team_id": "T1", "name": "ben", "profile": {"display_name": "", "real_name": "Ben"}},
        {"id": "UBOT", "team_id": "T1", "name": "builder", "is_bot": true, "profile": {}},
    ]);
    let channels = json!([{"id": "C1", "name": "general"}, {"id": "C2", "name": "talk"}]);
    let mut from_bot = message(30, "UBOT", "rollback done");
    from_bot["bot_id"] = json!("B1");
    let mut files = vec![
        ("users.json".to_owned(), json_bytes(&users)),
        ("channels.json".to_owned(), json_bytes(&channels)),
        (
            "general/2026-11-25.json".to_owned(),
            json_bytes(&json!([
                join(0),
                message(10, "U1", "do we need a rollback?"),
                from_bot,
                message(60, "U2", "yes, a rollback")
            ])),
        ),
        ("talk/2026-11-25.json".to_owned(), json_bytes(&json!([message(40, "U2", "ロールバックしました")]))),
    ];
    for (name, bytes) in changes {
        files.retain(|(other, _)| other != name);
        files.push(((*name).to_owned(), bytes.clone()));
    }
    files
}

fn without(files: Vec<(String, Vec<u8>)>, name: &str) -> Vec<(String, Vec<u8>)> {
    files.into_iter().filter(|(other, _)| other != name).collect()
}

fn json_bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

fn zipped(files: &[(String, Vec<u8>)]) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (folder, path)
}

fn run(export: &Path, arguments: &[&str]) -> (String, String, i32) {
    run_with(&[("glossary/words.yaml", WORDS), ("liaison.toml", QUIET)], export, arguments)
}

fn run_with(files: &[(&str, &str)], export: &Path, arguments: &[&str]) -> (String, String, i32) {
    let config = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = config.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .arg("replay")
        .arg(export)
        .args(arguments)
        .arg("--config")
        .arg(config.path())
        .output()
        .unwrap();
    let place = export.parent().unwrap().display().to_string();
    let said = String::from_utf8(stderr).unwrap().replace(&format!("{place}/"), "");
    (String::from_utf8(stdout).unwrap(), said, status.code().unwrap())
}

fn replay_zip(files: &[(String, Vec<u8>)]) -> (String, String, i32) {
    let (_folder, path) = zipped(files);
    run(&path, &[])
}

#[test]
fn a_word_is_explained_once_in_each_channel_in_its_language_and_then_marked() {
    let (found, said, status) = replay_zip(&export(&[]));
    assert_eq!((said.as_str(), status), ("", 0));
    insta::assert_snapshot!(found);
}

#[test]
fn findings_come_as_json_lines_too() {
    let (_folder, path) = zipped(&export(&[]));
    let (found, said, status) = run(&path, &["--format", "jsonl"]);
    assert_eq!((said.as_str(), status), ("", 0));
    let lines: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let deeds: Vec<_> = lines.iter().filter_map(|line| line["deeds"][0]["deed"].as_str()).collect();
    assert_eq!(deeds, ["explanation", "explanation", "mark"]);
    assert_eq!((&lines[0]["channel"], &lines[0]["ts"]), (&json!("#general"), &json!("1795600010.000100")));
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!(summary["messages"], 5);
    assert_eq!(summary["ignored"], json!({"bot-message": 1, "system-message": 1}));
    assert_eq!(summary["channels"]["#talk"], json!({"messages": 1, "deeds": {"explanation": 1}}));
    assert!(!found.contains("do we need"), "what people wrote stays in the export");
}

#[test]
fn a_folder_and_a_zip_with_everything_in_one_folder_read_the_same() {
    let files = export(&[]);
    let expected = replay_zip(&files);
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &files {
        let path = folder.path().join("export").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(run(&folder.path().join("export"), &[]), expected);
    let packed: Vec<_> = files.into_iter().map(|(name, bytes)| (format!("my export/{name}"), bytes)).collect();
    assert_eq!(replay_zip(&packed), expected);
}

#[test]
fn messages_of_all_channels_come_in_the_order_of_time() {
    let (found, ..) = replay_zip(&export(&[]));
    let times: Vec<_> = found.lines().filter(|line| line.starts_with("2026-")).map(|line| &line[..16]).collect();
    assert!(times.is_sorted(), "{times:?}");
    let places: Vec<_> =
        found.lines().filter(|line| line.starts_with("2026-")).map(|line| line[17..].split(' ').next()).collect();
    assert_eq!(places, [Some("#general"), Some("#talk"), Some("#general")]);
}

#[test]
fn what_would_have_been_offered_is_counted_where_it_was_said() {
    let rules = "
cues:
  - id: date-to-keep
    side: revenue
    name: {en: a date to keep, ja: 期日}
    phrases: {en: [ship it by friday]}
    tests: {match: [ship it by Friday]}
  - id: not-ready
    side: quality
    name: {en: not ready, ja: 未完了}
    phrases: {en: [is not tested]}
    tests: {match: [it is not tested]}
rules:
  - id: date-against-readiness
    kind: divergent-goals
    level: strong
    meets: [{cues: [date-to-keep]}, {cues: [not-ready]}]
    why: {en: A date and a check compete., ja: 期日と確認が競合しています。}
    tests: {fires: [[sales: ship it by Friday, engineering: it is not tested]]}
";
    let weights = "divergent-goals: {bias: -1, calm: 0.5, keen: 0.4, weights: {'rule:date-against-readiness': 3}}\n";
    let root = message(10, "U1", "please ship it by Friday");
    let mut reply = message(20, "U2", "it is not tested");
    reply["thread_ts"] = root["ts"].clone();
    let files = export(&[("general/2026-11-25.json", json_bytes(&json!([root, reply])))]);
    let (_folder, path) = zipped(&files);
    let teams = "teams: [{id: liaisons, triage_channel: '#triage', members: ['@liaisons']}]\n";
    for (mode, deed) in [("offer", "offer"), ("notify", "card")] {
        let settings = format!("[friction]\nmode = \"{mode}\"\n");
        let config = [
            ("rules/rules.yaml", rules),
            ("rules/weights.yaml", weights),
            ("liaison.toml", &settings),
            ("teams.yaml", teams),
        ];
        let (found, said, status) = run_with(&config, &path, &["--format", "jsonl"]);
        assert_eq!((said.as_str(), status), ("", 0));
        let summary: Value = serde_json::from_str(found.lines().last().unwrap()).unwrap();
        let deeds = &summary["summary"]["channels"]["#general"]["deeds"];
        assert!(deeds[deed].as_u64().is_some_and(|number| number >= 1), "{mode}: {found}");
    }
}

#[test]
fn an_export_of_joins_says_that_nobody_said_anything() {
    let files = export(&[
        ("general/2026-11-25.json", json_bytes(&json!([join(0), join(1)]))),
        ("talk/2026-11-25.json", json_bytes(&json!([join(2)]))),
    ]);
    let (found, said, status) = replay_zip(&files);
    assert_eq!((said.as_str(), status), ("", 0));
    insta::assert_snapshot!(found);
}

#[test]
fn without_users_people_go_by_their_ids() {
    let (found, said, status) = replay_zip(&without(export(&[]), "users.json"));
    assert!(found.contains("#general U1: do we need a rollback?"), "{found}");
    assert_eq!((said.as_str(), status), ("users.json: is not there; people go by their ids\n", 1));
}

#[test]
fn without_channels_they_go_by_their_folders() {
    let (found, said, status) = replay_zip(&without(export(&[]), "channels.json"));
    assert!(found.contains("#general Aiko: do we need a rollback?"), "{found}");
    assert_eq!(
        (said.as_str(), status),
        ("channels.json: is not there; channels go by the names of their folders\n", 1)
    );
}

#[test]
fn direct_messages_are_left_alone() {
    let files = export(&[
        ("dms.json", json_bytes(&json!([{"id": "D1", "members": ["U1", "U2"]}]))),
        ("D1/2026-11-25.json", json_bytes(&json!([message(5, "U1", "a rollback, between us")]))),
    ]);
    let (found, said, status) = replay_zip(&files);
    assert_eq!((said.as_str(), status), ("", 0));
    assert!(!found.contains("between us"), "{found}");
}

#[test]
fn broken_files_are_named_and_the_rest_goes_on() {
    let mut cut = json_bytes(&json!([message(1, "U1", "first a rollback"), message(2, "U1", "then more")]));
    cut.truncate(cut.len() - 20);
    let files = export(&[
        ("general/2026-11-24.json", cut),
        ("general/2026-11-23.json", b"\x00\xff".to_vec()),
        ("talk/2026-11-24.json", b"{\"ok\": false}".to_vec()),
        (
            "talk/2026-11-23.json",
            br#"[null, 7, {"type": "message"}, {"type": "message", "ts": "soon", "user": "U1"}]"#.to_vec(),
        ),
    ]);
    let (found, said, status) = replay_zip(&files);
    assert!(found.contains("first a rollback") && found.contains("ロールバックしました"), "{found}");
    assert_eq!(status, 1);
    insta::assert_snapshot!(said);
}

#[test]
fn broken_lists_are_named_and_the_rest_goes_on() {
    let files = export(&[("users.json", b"[{]".to_vec()), ("channels.json", b"{}".to_vec())]);
    let (found, said, status) = replay_zip(&files);
    assert!(found.contains("rollback"), "{found}");
    assert_eq!(status, 1);
    insta::assert_snapshot!(said);
}

#[test]
fn half_a_surrogate_pair_costs_one_character() {
    let day = br#"[{"type":"message","ts":"1795600001.000100","user":"U1","text":"\ud83d a rollback"}]"#;
    let (found, said, status) = replay_zip(&export(&[("talk/2026-11-25.json", day.to_vec())]));
    assert_eq!((said.as_str(), status), ("", 0));
    assert!(found.contains("#talk Aiko: \u{fffd} a rollback"), "{found}");
}

#[test]
fn names_that_lead_out_of_the_export_are_named_and_not_read() {
    let day = json_bytes(&json!([message(1, "U1", "an outside rollback")]));
    let mut files = export(&[]);
    for name in [
        "../general/2026-11-24.json",
        "/general/2026-11-24.json",
        "C:/general/2026-11-24.json",
        "general/../../x.json",
        "..\\x.json",
    ] {
        files.push((name.to_owned(), day.clone()));
    }
    let (found, said, status) = replay_zip(&files);
    assert!(!found.contains("outside"), "{found}");
    assert_eq!(status, 1);
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(said.contains("../general/2026-11-24.json: is not read: its name leads out of the export"), "{said}");
}

#[test]
fn a_file_that_unpacks_without_end_is_named_and_the_rest_goes_on() {
    let bomb = vec![b' '; 65 * 1024 * 1024];
    let (_folder, path) = zipped(&export(&[("general/2026-11-24.json", bomb)]));
    assert!(fs::metadata(&path).unwrap().len() < 1024 * 1024);
    let (found, said, status) = run(&path, &[]);
    assert!(found.contains("do we need a rollback?"), "{found}");
    assert_eq!((said.as_str(), status), ("general/2026-11-24.json: is not read: it holds more than 64 MB\n", 1));
}

#[test]
fn what_is_no_export_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "no zip").unwrap();
    let (_, said, status) = run(&folder.path().join("notes.txt"), &[]);
    assert!(said.starts_with("notes.txt: is neither a folder nor a zip that can be read: "), "{said}");
    assert_eq!(status, 1);
    let (_, said, status) = run(&folder.path().join("nowhere.zip"), &[]);
    assert!(said.starts_with("nowhere.zip: cannot be read: "), "{said}");
    assert_eq!(status, 1);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let (_, said, status) = run(&folder.path().join("empty"), &[]);
    assert!(said.starts_with("empty: is not a Slack export: "), "{said}");
    assert_eq!(status, 1);
}

#[test]
fn a_zip_cut_short_is_named() {
    let (_folder, path) = zipped(&export(&[]));
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let (_, said, status) = run(&path, &[]);
    assert!(said.starts_with("export.zip: is neither a folder nor a zip that can be read: "), "{said}");
    assert_eq!(status, 1);
}

#[test]
fn text_of_an_export_cannot_move_the_cursor_or_turn_the_line() {
    let day = json_bytes(&json!([message(1, "U1", "\u{1b}[2J\u{202e}a rollback\r\nnew line")]));
    let (found, ..) = replay_zip(&export(&[("talk/2026-11-25.json", day)]));
    assert!(!found.contains(['\u{1b}', '\r', '\u{202e}']), "{found}");
    assert!(found.contains("a rollback new line"), "{found}");
}

/// A listener that forgets.
struct Deaf;

impl Listener for Deaf {
    fn said(&mut self, _: &Said, _: &People) -> io::Result<()> {
        Ok(())
    }
    fn fault(&mut self, _: &Fault) -> io::Result<()> {
        Ok(())
    }
    fn progress(&mut self, _: usize, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn end(&mut self, _: &Summary, _: &People) -> io::Result<()> {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_file_makes_a_replay_panic(users in damaged(), channels in damaged(), day in damaged()) {
        let config = tempfile::tempdir().unwrap();
        fs::write(config.path().join("liaison.toml"), QUIET).unwrap();
        let policy = config::load(&Folder::Disk(config.path().to_path_buf())).unwrap().policy;
        let export = tempfile::tempdir().unwrap();
        fs::create_dir(export.path().join("general")).unwrap();
        for (name, bytes) in [("users.json", users), ("channels.json", channels), ("general/2026-11-25.json", day)] {
            fs::write(export.path().join(name), bytes).unwrap();
        }
        let _ = replay::replay(&policy, export.path(), Limits::default(), &mut Deaf);
    }
}

/// JSON much like an export's, cut or with a byte changed in it.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        prop::sample::select(vec![
            "U1",
            "C1",
            "T1",
            "general",
            "1795600001.000100",
            "message",
            "channel_join",
            "<@U1>"
        ])
        .prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "id",
        "name",
        "ts",
        "thread_ts",
        "user",
        "text",
        "type",
        "subtype",
        "team_id",
        "profile",
        "is_bot",
        "message",
    ]);
    let object = prop::collection::vec((keys, leaf), 0..8)
        .prop_map(|pairs| Value::from(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>()));
    let file = prop::collection::vec(object, 0..6).prop_map(|list| json_bytes(&Value::from(list)));
    (file, any::<prop::sample::Index>(), 0..4_u8, any::<u8>()).prop_map(|(mut bytes, at, how, byte)| {
        let at = at.index(bytes.len());
        match how {
            0 => bytes.truncate(at),
            1 => bytes[at] = byte,
            _ => {}
        }
        bytes
    })
}
