//! `liaison requests`: what was asked, out of a data folder, for spreadsheets and programs.

#![allow(clippy::unwrap_used, reason = "a test stops where something fails")]

use std::path::Path;
use std::process::{Command, Output};

use liaison::ids::{DeliveryId, RequestId, TeamId};
use liaison::liaison::decision::{Change, Decision};
use liaison::liaison::event::{Envelope, Event, Subject};
use liaison::liaison::records::{Key, Record};
use liaison::requests::life::{Action, State};
use liaison::requests::request::{Brief, Request, Surface, Transition};
use liaison::rules::finding::Theme;
use liaison::store::{Accepted, Disk, Store as _};
use liaison::text::Language;
use liaison::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn request(id: u64, needed: &str) -> Request {
    let step = |action, to, by: &str, minutes| Transition {
        action,
        to,
        by: Some(by.into()),
        at: NOW.plus(Span::minutes(minutes)),
        surface: Surface::Command,
    };
    Request {
        id: RequestId(id),
        team: "liaisons".to_owned(),
        state: State::InProgress,
        requester: "UEMMA".into(),
        language: Language::English,
        origin: None,
        permalink: Some("https://example.slack.com/archives/C1/p1".to_owned()),
        kind: None,
        themes: vec![Theme::Deadline, Theme::Quality],
        brief: Brief { needed: Some(needed.to_owned()), ..Brief::default() },
        liaison: Some("UMORI".into()),
        card: None,
        card_shows: 0,
        origin_shows: 0,
        forget: Vec::new(),
        history: vec![step(Action::Ask, State::Open, "UEMMA", 0), step(Action::Claim, State::InProgress, "UMORI", 90)],
    }
}

fn run(data: &Path, arguments: &[&str]) -> (String, String, i32) {
    let config = tempfile::tempdir().unwrap(); // an empty one: nothing of it is needed
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["requests", "--config", config.path().to_str().unwrap(), "--data", data.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap(), status.code().unwrap())
}

#[test]
fn requests_come_out_as_a_table_or_as_lines_of_json_with_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let team = TeamId::from("T1");
    let store = Disk::open(folder.path()).unwrap();
    let event = Event::Changed(Subject::Groups);
    let envelope = Envelope { team: team.clone(), ids: vec![DeliveryId::from("Ev1")], received: NOW, event };
    let Accepted::New(event) = store.accept(&envelope).unwrap() else { panic!("it is new") };
    let requests = [request(2, "=HYPERLINK(\"http://x\")"), request(10, "金曜に出せますか、\n「至急」で")];
    let put = |one: &Request| Change::Put(Key::Request(one.id), Record::Request(Box::new(one.clone())));
    let decision = Decision { changes: requests.iter().map(put).collect(), effects: Vec::new() };
    store.commit(event, &team, NOW, &decision).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.durable()).unwrap();
    drop(store);

    let (table, errors, status) = run(folder.path(), &[]);
    assert_eq!((errors.as_str(), status), ("", 0));
    insta::assert_snapshot!("table", table);
    let (lines, _, _) = run(folder.path(), &["--format", "jsonl"]);
    insta::assert_snapshot!("lines", lines);
}

#[test]
fn a_folder_that_is_not_there_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (said, errors, status) = run(&folder.path().join("nowhere"), &[]);
    assert_eq!((said.as_str(), status), ("", 1));
    assert!(errors.contains("there is no data folder") && errors.contains("--data"), "{errors}");
}
