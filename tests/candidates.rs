//! `liaison candidates`: the acronyms several people use that the glossary does not have, read from a data folder.

#![allow(clippy::unwrap_used, reason = "a test stops where something fails")]

use std::path::Path;
use std::process::{Command, Output};

use liaison::ids::{DeliveryId, TeamId};
use liaison::liaison::decision::{Change, Decision};
use liaison::liaison::event::{Envelope, Event, Subject};
use liaison::liaison::records::{Candidate, Key, Record};
use liaison::store::{Accepted, Disk, Store as _};
use liaison::time::Timestamp;

const NOW: Timestamp = Timestamp(1_700_000_000_000);

fn candidate(word: &str, ripe: bool, messages: u32) -> Candidate {
    Candidate { word: word.to_owned(), marks: Vec::new(), ripe, messages, first: NOW, last: NOW }
}

fn remember(folder: &Path, words: &[Candidate]) {
    let store = Disk::open(folder).unwrap();
    let team = TeamId::from("T1");
    let event = Event::Changed(Subject::Groups);
    let envelope = Envelope { team: team.clone(), ids: vec![DeliveryId::from("Ev1")], received: NOW, event };
    let Accepted::New(event) = store.accept(&envelope).unwrap() else { panic!("it is new") };
    let put = |one: &Candidate| Change::Put(Key::Candidate(one.word.clone()), Record::Candidate(one.clone()));
    let decision = Decision { changes: words.iter().map(put).collect(), effects: Vec::new() };
    store.commit(event, &team, NOW, &decision).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.durable()).unwrap();
}

fn run(data: &Path, arguments: &[&str]) -> (String, String, i32) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["candidates", "--config", "config", "--data", data.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap(), status.code().unwrap())
}

#[test]
fn what_several_people_use_is_listed_most_used_first_without_what_the_glossary_has() {
    let folder = tempfile::tempdir().unwrap();
    let words = [
        candidate("ZZQ", true, 4),
        candidate("QXR", true, 9),
        candidate("YYK", false, 50),
        candidate("SLA", true, 70), // the shipped glossary has it by now
    ];
    remember(folder.path(), &words);
    let (said, errors, status) = run(folder.path(), &[]);
    assert_eq!((errors.as_str(), status), ("", 0));
    insta::assert_snapshot!(said, @r"
    QXR          used 9 times, last on 2023-11-14
    ZZQ          used 4 times, last on 2023-11-14
    Each by 3 people or more. To explain one, add a concept to a file in glossary/ or use `/liaison define`.
    ");
    let (lines, _, _) = run(folder.path(), &["--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&first["word"], &first["times"]), (&"QXR".into(), &9.into()));
}

#[test]
fn a_folder_that_is_in_use_or_not_there_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    remember(folder.path(), &[]);
    let (said, _, status) = run(folder.path(), &[]);
    assert_eq!(
        (said.as_str(), status),
        ("Several people use or ask for nothing that the glossary does not have.\n", 0)
    );
    let held = Disk::open(folder.path()).unwrap();
    let (_, errors, status) = run(folder.path(), &[]);
    assert!(status == 1 && errors.contains("in use") && errors.contains("help:"), "{errors}");
    drop(held);
    let (_, errors, status) = run(&folder.path().join("nowhere"), &[]);
    assert!(status == 1 && errors.contains("there is no data folder") && errors.contains("help:"), "{errors}");
}
