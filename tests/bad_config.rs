//! A configuration with anything wrong in it is refused whole, and every problem is named with its place and its
//! remedy.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

use liaison::config::{self, Folder, Loaded};
use proptest::prelude::*;
use tempfile::TempDir;

/// A configuration folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &Path) -> Result<Loaded, String> {
    config::load(&Folder::Disk(folder.to_path_buf())).map_err(|problems| {
        problems.to_string().replace(&format!("{}/", folder.display()), "").replace(folder.to_str().unwrap(), "FOLDER")
    })
}

/// What is said about a folder with these files.
fn problems(files: &[(&str, &str)]) -> String {
    load(folder(files).path()).map(|_| ()).expect_err("a problem")
}

/// What is said about a glossary of one file.
fn glossary(text: &str) -> String {
    problems(&[("glossary/words.yaml", text)])
}

/// What is said about a settings file.
fn settings(text: &str) -> String {
    problems(&[("liaison.toml", text)])
}

const GOOD: &str = "
subject_field: engineering
concepts:
  - id: rollback
    terms: {en: [rollback], ja: [ロールバック]}
    definition: {en: Going back., ja: 元に戻すこと。}
";

#[test]
fn a_folder_with_nothing_in_it_is_a_valid_configuration_of_nothing() {
    let loaded = load(folder(&[]).path()).unwrap();
    assert!(loaded.policy.glossary.concepts().is_empty());
    assert!(loaded.policy.teams.is_empty());
}

#[test]
fn a_folder_with_a_glossary_alone_is_enough_to_scan_but_not_to_serve() {
    let folder = folder(&[("glossary/words.yaml", GOOD)]);
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.policy.glossary.concepts().len(), 1);
    let problems = loaded.for_serving().unwrap_err().to_string();
    assert!(problems.contains("teams.yaml: teams: there is no liaison team"), "{problems}");
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let folder = folder(&[
        ("glossary/README.md", "# words"),
        ("glossary/.words.yaml.swp", "\u{1}"),
        ("notes.yaml", ": : :"),
        ("glossary/words.json", r#"{"subject_field": "sales", "concepts": []}"#),
        ("glossary/more.yml", GOOD),
    ]);
    assert_eq!(load(folder.path()).unwrap().policy.glossary.concepts().len(), 1);
}

#[test]
fn files_that_look_meant_for_us_are_pointed_out() {
    let folder = folder(&[("team.yaml", ""), ("liaison.tml", ""), ("notes.md", ""), ("glossary/old/words.yaml", GOOD)]);
    let warnings: Vec<_> = load(folder.path()).unwrap().warnings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(warnings.join("\n").replace(&format!("{}/", folder.path().display()), ""));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let there = tempfile::tempdir().unwrap();
    let problem = load(&there.path().join("nowhere")).unwrap_err();
    assert!(problem.starts_with("FOLDER: cannot be read: "), "{problem}");
    assert!(problem.contains("help: name an existing folder with --config"), "{problem}");
}

#[test]
fn broken_yaml_is_named_with_its_line() {
    insta::assert_snapshot!(glossary("subject_field: sales\nconcepts:\n  - id: x\n   terms: y\n"));
}

#[test]
fn broken_toml_is_named_with_every_line_that_is_broken() {
    insta::assert_snapshot!(settings("[explain]\nmode = thread\n\n[friction\nmode = \"offer\"\n"));
}

#[test]
fn text_that_is_not_utf_8_is_named_with_its_line() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("glossary")).unwrap();
    fs::write(folder.path().join("glossary/words.yaml"), b"subject_field: sales\nconcepts: \xff\n").unwrap();
    insta::assert_snapshot!(load(folder.path()).unwrap_err());
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    let folder = folder(&[("glossary/words.yaml", &format!("\u{feff}{GOOD}"))]);
    assert!(load(folder.path()).is_ok());
}

#[test]
fn an_unknown_setting_is_named_with_the_nearest_one() {
    insta::assert_snapshot!(settings(
        "[explain]\nmode = \"thread\"\nagain_after_day = 3\n\n[frction]\nmode = \"off\"\n\n[roles.marketing]\n"
    ));
}

#[test]
fn a_setting_out_of_bounds_is_named_with_its_bounds() {
    insta::assert_snapshot!(settings(
        "[explain]\nmode = \"treads\"\nmost_terms = 0\nagain_after_days = -1\n\n[requests]\nclose_solved_after_days = [5]\n\n[server]\nhttp_address = \"everywhere\"\n"
    ));
}

#[test]
fn one_group_with_two_roles_is_refused() {
    insta::assert_snapshot!(settings(
        "[roles.sales]\ngroups = [\"@field\"]\n\n[roles.engineering]\ngroups = [\"field\"]\n\n[roles.liaison]\nfields = [\"sales\"]\n"
    ));
}

#[test]
fn an_unknown_key_of_a_concept_is_named_with_the_nearest_one() {
    insta::assert_snapshot!(glossary(
        "
subject_field: engineering
concepts:
  - id: rollback
    terms: {en: [{term: rollback, excpet: [rollback party]}], fr: [retour]}
    defintion: {en: Going back.}
    definition: {en: Going back.}
    plain: {marketing: {en: Back.}}
owners: me
"
    ));
}

#[test]
fn a_concept_without_what_it_needs_is_named_for_each_thing() {
    insta::assert_snapshot!(glossary("concepts:\n  - terms: {en: []}\n  - id: Canary Release\n  - just a word\n  -\n"));
}

#[test]
fn a_glossary_of_another_shape_is_named() {
    insta::assert_snapshot!(problems(&[
        ("glossary/a.json", r#"[{"term": "GQL", "definition": "…"}]"#),
        ("glossary/b.yaml", "subject_field: sales\n"),
        ("glossary/c.yaml", "subject_field: sales\nconcepts: {id: x}\n"),
    ]));
}

#[test]
fn empty_terms_are_named() {
    insta::assert_snapshot!(glossary(
        "
subject_field: engineering
concepts:
  - id: rollback
    terms:
      en: [\"\", rollback, \"  \", {status: preferred}, [nested], {term: x, status: best, case: upper, type: verb}]
    definition: {en: Going back., ja: }
"
    ));
}

#[test]
fn a_key_said_twice_is_named_with_both_lines() {
    insta::assert_snapshot!(glossary(&GOOD.replace("    definition", "    terms: {en: [undo]}\n    definition")));
}

#[test]
fn a_concept_said_twice_is_named_with_both_places() {
    insta::assert_snapshot!(problems(&[("glossary/a.yaml", GOOD), ("glossary/b.yaml", GOOD)]));
}

#[test]
fn a_reference_to_no_concept_is_named_with_the_nearest_one() {
    let text = format!(
        "{GOOD}    see: [rollbak, rollback]\n  - id: undo\n    terms: {{en: undo}}\n    definition: {{en: Back.}}\n    see: qwertyuiop\n"
    );
    insta::assert_snapshot!(glossary(&text));
}

#[test]
fn one_broken_file_does_not_hide_the_problems_of_another() {
    let said = problems(&[
        ("liaison.toml", "[explain]\nmod = 1\n"),
        ("glossary/a.yaml", "{"),
        ("glossary/b.yaml", "concept: []\n"),
        ("teams.yaml", "team: []\n"),
    ]);
    for file in ["liaison.toml:2: ", "glossary/a.yaml:", "glossary/b.yaml:1: ", "teams.yaml:1: "] {
        assert!(said.contains(file), "{file} in {said}");
    }
}

#[test]
fn a_team_that_cannot_be_reached_is_named() {
    insta::assert_snapshot!(problems(&[(
        "teams.yaml",
        "
teams:
  - id: liaisons
    triage_channel: #liaison-triage
    members: [liaisons, \"@\", U123, \"@liaisons\"]
  - id: liaisons
    triage_channel: liaison-triage
    members: []
"
    )]));
}

#[test]
fn broken_cues_and_rules_are_named() {
    let cue = |id: &str, phrase: &str| {
        format!(
            "  - id: {id}\n    side: revenue\n    name: {{en: a, ja: b}}\n    phrases: {{en: [{phrase}]}}\n    tests: {{match: [ship it]}}\n"
        )
    };
    let rules = "rules:\n  - id: some-rule\n    kind: divergent-goal\n    level: strong\n    meets: [{cues: [shipit]}]\n    why: {en: a, ja: b}\n    test: {}\n";
    let text =
        format!("cues:\n{}{}{}{rules}", cue("ship-it", "ship it"), cue("ship-it", "ship"), cue("other", "\"/(/\""));
    insta::assert_snapshot!(problems(&[("rules/some.yaml", &text)]));
}

#[test]
fn a_cue_whose_own_example_does_not_hold_is_named() {
    let text = "cues:\n  - id: ship-it\n    side: revenue\n    name: {en: a, ja: b}\n    phrases: {en: [ship it]}\n    tests: {match: [send it], skip: [we ship it]}\n";
    insta::assert_snapshot!(problems(&[("rules/some.yaml", text)]));
}

#[test]
fn the_exit_status_of_a_check_says_that_the_input_was_at_fault() {
    let folder = folder(&[("liaison.toml", "colour = 1\n")]);
    let run =
        Command::new(env!("CARGO_BIN_EXE_liaison")).arg("check").arg("--config").arg(folder.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("liaison.toml:1: colour: unknown key"), "{said}");
    assert!(said.ends_with("1 problem\n"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_makes_the_loader_panic(
        settings in arbitrary_file(),
        teams in arbitrary_file(),
        words in arbitrary_file(),
        rules in arbitrary_file(),
    ) {
        let files = [
            ("liaison.toml", settings.as_str()),
            ("teams.yaml", &teams),
            ("glossary/a.yaml", &words),
            ("rules/a.yaml", &rules),
        ];
        let _ = load(folder(&files).path());
    }
}

/// Text made of what such files are made of, and of anything else.
fn arbitrary_file() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        prop::sample::select(vec![
            "subject_field: x\n",
            "concepts:\n",
            "  - id: a\n",
            "    terms: {en: [a]}\n",
            "    definition: {en: a}\n",
            "    see: [b]\n",
            "teams:\n",
            "    members: [U1]\n",
            "cues:\n",
            "rules:\n",
            "    phrases: {en: [\"/(/\"]}\n",
            "[explain]\n",
            "[roles.sales]\n",
            "groups = [\"a\"]\n",
            "mode = \"off\"\n",
            "{",
            "}",
            "[",
            "]",
            "\n",
            "  ",
            "- ",
            ": ",
            "&a ",
            "*a ",
            "!!x ",
            "|\n",
            "\"",
            "'",
            "#",
            "\t",
            "<<: ",
            "=",
            "\u{202e}",
            "\u{0}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}
