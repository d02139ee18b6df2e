//! `liaison glossary`: in and out and what could be better, by the program itself, as the documentation shows it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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
