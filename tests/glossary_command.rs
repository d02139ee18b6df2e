//! `liaison glossary`: in and out and what could be better, by the program itself, as the documentation shows it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use liaison::config::{self, Folder};
use liaison::curation::{Kept, Version};
use liaison::glossary::concept::{Concept, Term};
use liaison::ids::{DeliveryId, TeamId};
use liaison::liaison::decision::{Change, Decision};
use liaison::liaison::event::{Envelope, Event, Subject};
use liaison::liaison::records::{Key, Record};
use liaison::store::{Accepted, Disk, Store as _};
use liaison::text::Language;
use liaison::time::Timestamp;
use tempfile::TempDir;

struct Said {
    out: String,
    err: String,
    status: i32,
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .arg("glossary")
        .args(arguments)
        .current_dir(folder)
        .env_remove("LIAISON_CONFIG")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { out: text(stdout), err: text(stderr), status: status.code().unwrap() }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const TABLE: &str = "id,term en,term ja,definition en,definition ja,subject field,remarks\n\
    lead,lead,リード,Somebody who may buy.,購入が見込まれる方。,sales,\n\
    churn,churn,解約,\"Customers who leave,\nseen over a month.\",月ごとに離れる顧客。,sales,ask Finance\n";

const OLD_TBX: &str = r#"<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<martif type="TBX-Basic" xml:lang="en"><text><body>
  <termEntry id="c1"><descrip type="subjectField">engineering</descrip>
    <langSet xml:lang="en"><descripGrp><descrip type="definition">Going back.</descrip></descripGrp>
      <tig><term>rollback</term></tig></langSet>
    <langSet xml:lang="ja"><tig><term>ロールバック</term></tig></langSet>
    <langSet xml:lang="fr"><tig><term>retour arrière</term></tig></langSet>
  </termEntry></body></text></martif>
"#;

const RULES: &str = "version: 1\nrules:\n  - expected: サーバー\n    patterns: [サーバ機, /鯖(?!の)/]\n";

#[test]
fn a_table_comes_in_and_loads_and_what_has_no_place_is_told_with_its_lines() {
    let place = folder(&[("words.csv", TABLE)]);
    let said = run(place.path(), &["import", "words.csv", "--out", "glossary/../words.yaml"]);
    assert_eq!((said.status, said.out.as_str()), (1, ""), "a folder that is not there is named: {}", said.err);
    fs::create_dir(place.path().join("glossary")).unwrap();
    let said = run(place.path(), &["import", "words.csv", "--out", "glossary/words.yaml"]);
    assert_eq!(said.status, 0, "{}", said.err);
    insta::assert_snapshot!(said.err, @r"
    not carried over:
    words.csv:3: the column `remarks`: Liaison has no place for it
    words.csv: 2 concepts carried over
    ");
    let again = run(place.path(), &["import", "words.csv", "--out", "glossary/words.yaml"]);
    assert_eq!(again.status, 1);
    assert!(again.err.contains("is there already") && again.err.contains("--force"), "{}", again.err);
    let export = run(place.path(), &["export", "--config", ".", "--to", "yaml"]);
    assert_eq!(export.out, fs::read_to_string(place.path().join("glossary/words.yaml")).unwrap());
}

#[test]
fn old_tbx_and_prh_come_in_and_no_file_is_opened_that_they_name() {
    let place = folder(&[("old.tbx", OLD_TBX), ("rules.yml", RULES)]);
    let said = run(place.path(), &["import", "old.tbx", "rules.yml", "--subject-field", "engineering"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("ロールバック") && said.out.contains("サーバ機"), "{}", said.out);
    assert!(!said.out.contains("root:"), "{}", said.out);
    insta::assert_snapshot!(said.err);
}

#[test]
fn what_goes_out_comes_in_again() {
    let place = folder(&[("words.csv", TABLE), ("glossary/.keep", "")]);
    run(place.path(), &["import", "words.csv", "--out", "glossary/words.yaml"]);
    let first = fs::read_to_string(place.path().join("glossary/words.yaml")).unwrap();
    for form in ["tbx", "csv"] {
        let file = format!("out.{form}");
        let out = run(place.path(), &["export", "--config", ".", "--to", form, "--out", &file]);
        assert_eq!((out.status, out.out.as_str()), (0, ""), "{}", out.err);
        let back = run(place.path(), &["import", &file]);
        assert_eq!(back.status, 0, "{}", back.err);
        // Readers of XML take a line break for a space, which the export has told.
        let spaced = |text: &str| text.replace("leave,\\nseen", "leave, seen");
        assert_eq!(back.out, if form == "tbx" { spaced(&first) } else { first.clone() }, "{form}");
    }
    let page = run(place.path(), &["export", "--config", ".", "--to", "markdown"]);
    assert!(page.out.contains("リード") && page.out.contains("<a id=\"churn\"></a>"), "{}", page.out);
}

#[test]
fn what_cannot_be_read_is_named_with_its_line_and_nothing_is_written() {
    let broken = [
        ("broken.tbx", "<tbx><text>\n<body></tbx>", "broken.tbx:2:"),
        ("none.csv", "a,b\n1,2\n", "none.csv"),
        ("broken.yml", "rules:\n - [a\n", "broken.yml:"),
        ("strange.doc", "x", "say it with --from"),
    ];
    for (name, text, told) in broken {
        let place = folder(&[(name, text)]);
        let said = run(place.path(), &["import", name, "--out", "words.yaml"]);
        assert_eq!((said.status, said.out.as_str()), (1, ""), "{name}: {}", said.err);
        assert!(said.err.contains(told) && said.err.contains("help: "), "{name}: {}", said.err);
        assert!(!place.path().join("words.yaml").exists(), "{name}");
    }
    let usage = run(Path::new("."), &["export"]);
    assert_eq!(usage.status, 2);
}

#[test]
fn lint_says_what_a_steward_would_mend_and_fails_only_when_asked_to() {
    let words = "
subject_field: engineering
concepts:
  - id: server
    terms: {en: [server, {term: host machine, status: deprecated}]}
    definition: {en: A server is a server.}
  - id: a
    terms: {en: [a]}
    definition: {en: A letter., ja: 文字。}
";
    let place = folder(&[("glossary/words.yaml", words)]);
    let said = run(place.path(), &["lint", "--config", "."]);
    assert_eq!(said.status, 0, "{}", said.out);
    insta::assert_snapshot!(said.out);
    assert_eq!(run(place.path(), &["lint", "--config", ".", "--strict"]).status, 1);
}

/// Writes entries into a data folder, as the bot does when a steward takes them.
fn take(data: &Path, team: &str, concepts: &[Concept]) {
    let (store, team) = (Disk::open(data).unwrap(), TeamId::from(team));
    let ids = vec![DeliveryId::from("Ev1")];
    let event = Event::Changed(Subject::Groups);
    let envelope = Envelope { team: team.clone(), ids, received: Timestamp(1), event };
    let Accepted::New(event) = store.accept(&envelope).unwrap() else { panic!("it is new") };
    let put = |concept: &Concept| {
        let (by, taken_by) = ("U1".into(), "U2".into());
        let version = Version { concept: concept.clone(), by, taken_by, at: Timestamp(1), proposal: None };
        let older = Version { concept: Concept::new(concept.id.as_str()), ..version.clone() };
        Change::Put(Key::Concept(concept.id.clone()), Record::Concept(Box::new(Kept::new(older).with(version))))
    };
    let decision = Decision { changes: concepts.iter().map(put).collect(), effects: Vec::new() };
    store.commit(event, &team, Timestamp(1), &decision).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.durable()).unwrap();
}

fn concept(id: &str, terms: &[(&str, Language)], says: &str) -> Concept {
    let mut concept = Concept { subject_field: "sales".to_owned(), ..Concept::new(id) };
    for language in Language::ALL {
        let those = terms.iter().filter(|(_, own)| *own == language);
        concept.terms.extend(Term::in_order(those.map(|(text, _)| (None, Term::new(*text, language))).collect()));
    }
    concept.definition.en = Some(says.to_owned());
    concept
}

fn loaded(config: &Path) -> Vec<Concept> {
    let policy = config::load(&Folder::Disk(config.to_owned())).unwrap_or_else(|problems| panic!("{problems}")).policy;
    policy.glossary.concepts().to_vec()
}

#[test]
fn what_people_wrote_in_slack_goes_out_with_the_files_and_loads_as_files() {
    let words = "
subject_field: sales
concepts:
  - id: lead
    terms: {en: [lead contact]}
    definition: {en: Somebody who may buy.}
    see: [churn]
    tests: {match: [a lead contact form]}
  - id: churn
    terms: {en: [churn]}
    definition: {en: Customers who leave.}
";
    let place = folder(&[("glossary/words.yaml", words)]);
    let data = place.path().join("data");
    let mut churn =
        concept("churn", &[("churn", Language::English), ("解約", Language::Japanese)], "Those who: \"leave\"\nus.");
    churn.see = vec!["gone".into()];
    let form =
        concept("form", &[("contact form", Language::English), ("lead contact form", Language::English)], "A form.");
    take(&data, "T1", &[churn.clone(), form.clone()]);
    let said = run(place.path(), &["export", "--config", ".", "--data", "data", "--to", "yaml", "--out", "out.yaml"]);
    assert_eq!(said.status, 0, "{}", said.err);
    insta::assert_snapshot!(said.err, @r#"
    left out: lead: the example "a lead contact form", which does not hold any more
    left out: churn: see `gone`, which is gone
    "#);
    fs::rename(place.path().join("out.yaml"), place.path().join("glossary/words.yaml")).unwrap();
    let all = loaded(place.path());
    churn.see.clear();
    let ids: Vec<&str> = all.iter().map(|concept| concept.id.as_str()).collect();
    assert_eq!(ids, ["lead", "churn", "form"]);
    assert_eq!((&all[1], &all[2]), (&churn, &form));
    // Once more, over files that hold it all already, it is the same.
    let again = run(place.path(), &["export", "--config", ".", "--data", "data", "--to", "yaml"]);
    assert_eq!(again.out, fs::read_to_string(place.path().join("glossary/words.yaml")).unwrap());
    let page = run(place.path(), &["export", "--config", ".", "--data", "data", "--to", "markdown"]);
    assert!(page.out.contains("解約"), "{}", page.out);
}

#[test]
fn a_data_folder_of_several_workspaces_needs_the_name_of_one_and_a_missing_one_is_named() {
    let place = folder(&[("glossary/.keep", "")]);
    let data = place.path().join("data");
    take(&data, "T1", &[concept("nps", &[("NPS", Language::English)], "One.")]);
    take(&data, "T2", &[concept("nps", &[("NPS", Language::English)], "Two.")]);
    let export =
        |more: &[&str]| run(place.path(), &[&["export", "--config", ".", "--to", "yaml", "--data"], more].concat());
    let which = export(&["data"]);
    assert!(which.status == 1 && which.err.contains("name one with --workspace: T1, T2"), "{}", which.err);
    let one = export(&["data", "--workspace", "T2"]);
    assert!(one.status == 0 && one.out.contains("Two.") && !one.out.contains("One."), "{} {}", one.out, one.err);
    assert!(export(&["data", "--workspace", "T3"]).err.contains("nothing is remembered of the workspace T3"));
    let nowhere = export(&["nowhere"]);
    assert!(nowhere.status == 1 && nowhere.err.contains("there is no data folder"), "{}", nowhere.err);
}
