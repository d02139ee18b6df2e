//! A configuration with anything wrong in it is refused whole, and every problem is named with its place and its
//! remedy.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

use liaison::config::{self, Folder, Loaded};
use liaison::requests::levels::Priority;
use liaison::requests::rota::{OnDuty, Situation, Standing, on_duty};
use liaison::requests::team::Backup;
use liaison::time::Span;
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

/// A team of these lines, and whatever else the file says.
fn team(lines: &str, rest: &str) -> String {
    let head = "teams:\n  - id: liaisons\n    triage_channel: \"#triage\"\n    members: [U1, U2]\n";
    let lines = lines.trim().lines().map(|line| format!("    {line}\n")).collect::<Vec<_>>().concat();
    format!("{head}{lines}{rest}")
}

/// What is said about a team of these lines.
fn team_problems(lines: &str) -> String {
    problems(&[("teams.yaml", &team(lines, "")), ("holidays/japan.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")])
}

/// What works about such a file and may not be meant.
fn team_warnings(text: &str) -> String {
    let folder = folder(&[("teams.yaml", text)]);
    let warnings: Vec<_> = load(folder.path()).unwrap().warnings.iter().map(ToString::to_string).collect();
    warnings.join("\n").replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_team_with_everything_a_team_can_say_is_read() {
    let file = team(
        r#"
backup: desk
manager: U9
time_zone: Asia/Tokyo
hours: {monday-thursday: ["09:00-12:00", "13:00-18:00"], fri: 09:00-15:00, sunday: 22:00-06:00}
holidays: [japan.ics]
max_open: 8
rota:
  every: week
  handover: {day: monday, time: "09:30"}
  since: 2026-11-30
  order: [U1, U2]
  overrides:
    - {from: 2026-12-24 09:00, to: 2026-12-25T09:00, who: U2}
    - {from: 2026-12-25 09:00, to: 2026-12-26 09:00, who: U1}
people:
  - {id: U2, time_zone: Europe/Berlin, hours: {monday-friday: 08:00-17:00}, max_open: 3}
service_levels:
  urgent: {first_response: 30m, resolution: 1d}
  normal: {first_response: 4h, resolution: 1d 4h}
"#,
        "  - {id: desk, triage_channel: C1, members: [\"@desk\"], backup: [U1, U9]}
routing:
  - {channels: [\"#deal-*\", C2], topics: [security, price], accounts: Acme, language: ja, team: desk}
  - team: liaisons
",
    );
    let folder = folder(&[
        ("teams.yaml", &file),
        (
            "holidays/japan.ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261223\nEND:VEVENT\nEND:VCALENDAR\n",
        ),
    ]);
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.warnings, []);
    let [team, desk] = &loaded.policy.teams[..] else { panic!("two teams") };
    assert_eq!(team.backup, Some(Backup::Team("desk".to_owned())));
    assert_eq!(desk.backup, Some(Backup::People(vec!["U1".into(), "U9".into()])));
    assert_eq!((team.max_open(&"U1".into()), team.max_open(&"U2".into())), (Some(8), Some(3)));
    assert_eq!(team.own_calendar(&"U2".into()).unwrap().zone.name(), "Europe/Berlin");

    let at = |shown: &str| team.calendar.zone.instant(shown.parse().unwrap()).unwrap();
    assert!(team.calendar.is_open(at("2026-12-21T05:00")), "Sunday's night");
    assert!(team.calendar.is_open(at("2026-12-25T14:59")) && !team.calendar.is_open(at("2026-12-25T15:00")));
    assert!(!team.calendar.is_open(at("2026-12-23T10:00")), "a holiday");
    // Four days of 8 hours, one of 6 and a night of 8: a day is their mean.
    let day = Span::minutes(60 * (4 * 8 + 6 + 8) / 6);
    assert_eq!(team.levels.of(Priority::Normal).resolution, Some(Span(day.0 + Span::hours(4).0)));

    let whose = |shown: &str| {
        let duty = on_duty(&loaded.policy.teams, "liaisons", at(shown), &Situation::default());
        let OnDuty::Person { who, standing } = duty.who else { panic!("{duty:?}") };
        (who.as_str().to_owned(), standing)
    };
    assert_eq!(whose("2026-11-30T09:30"), ("U1".to_owned(), Standing::Turn));
    assert_eq!(whose("2026-12-25T09:00"), ("U1".to_owned(), Standing::Override));
    assert_eq!(loaded.policy.routing.rules.len(), 2);
}

#[test]
fn hours_that_cannot_be_kept_are_named() {
    insta::assert_snapshot!(team_problems(
        "time_zone: Asia/Tokio
hours: {monday-friday: [9-18, \"09:00-18:60\"], caturday: 09:00-18:00, fri: 10:00-12:00}
holidays: [japna.ics]
max_open: 0
people: [{hours: {sun: 1}}, {id: mori}, {id: U1}, {id: U1, timezone: UTC}]"
    ));
}

#[test]
fn hours_without_a_zone_or_that_overlap_or_are_none_are_named() {
    let each = [
        "hours: {mon: 09:00-18:00}",
        "holidays: [japan.ics]",
        "time_zone: Asia/Tokyo\nhours: {}",
        "time_zone: Asia/Tokyo\nhours: {mon: [09:00-12:00, 11:00-18:00]}",
        "time_zone: Asia/Tokyo\nhours: {sun: 22:00-06:00, mon: 05:00-12:00}",
        "time_zone: Asia/Tokyo\nhours: {mon: 09:00-12:00, monday-friday: 13:00-18:00}",
    ];
    insta::assert_snapshot!(each.map(team_problems).join("\n"));
}

#[test]
fn a_rota_with_something_missing_is_named() {
    insta::assert_snapshot!(team_problems(
        "time_zone: Asia/Tokyo
rota:
  every: fortnight
  handover: {day: moonday, time: 25:00}
  since: 30.11.2026
  order: [U1, U3, \"@liaisons\"]
  override: []"
    ));
    insta::assert_snapshot!(
        "a_rota_of_nobody_at_no_time",
        team_problems("rota: {every: day, handover: {day: monday}, order: []}")
    );
}

#[test]
fn overrides_that_overlap_or_end_before_they_begin_are_named() {
    insta::assert_snapshot!(team_problems(
        "time_zone: Asia/Tokyo
rota:
  every: day
  handover: {time: \"09:30\"}
  since: 2026-11-30
  order: [U1, U2]
  overrides:
    - {from: 2026-12-24 09:00, to: 2026-12-25 09:00, who: U2}
    - {from: 2026-12-25 08:59, to: 2026-12-26 09:00, who: U1}
    - {from: 2026-12-28 09:00, to: 2026-12-28 09:00, who: U1}
    - {from: 2026-12-29, until: 2026-12-30 09:00}"
    ));
}

#[test]
fn a_time_of_the_week_at_which_nobody_of_the_rota_is_at_work_is_pointed_out() {
    let rota = |berlin: &str| {
        team(
            &format!(
                "time_zone: Asia/Tokyo
hours: {{monday-friday: 09:00-18:00}}
people:
  - {{id: U1, hours: {{monday-thursday: 09:00-18:00}}}}
  - {{id: U2, {berlin}}}
rota: {{every: week, handover: {{day: monday, time: \"09:00\"}}, since: 2026-11-30, order: [U1, U2]}}"
            ),
            "",
        )
    };
    insta::assert_snapshot!(team_warnings(&rota("time_zone: Europe/Berlin")));
    assert_eq!(team_warnings(&rota("hours: {fri: 09:00-18:00}")), "");
}

#[test]
fn levels_and_backups_that_mean_nothing_are_named() {
    insta::assert_snapshot!(team_problems(
        "backup: liaisons
manager: mori
service_levels:
  urgent: {first_response: 2d, resolution: 4h}
  normal: {first_response: 4 hours, resolve: 2d}
  hihg: {first_response: 1h}"
    ));
    insta::assert_snapshot!(
        "backups_that_are_none",
        ["backup: laisons", "backup: [U1, desk]"].map(team_problems).join("\n")
    );
}

#[test]
fn routing_that_leads_nowhere_is_named() {
    let rules = "routing:
  - {channels: [deals, \"#*\", \"#a*b\"], topics: [prize], language: english, team: liaison}
  - {channel: \"#deals\", team: liaisons}
  - team: liaisons
  - {topics: price, team: liaisons}
  - {topics: security}
";
    insta::assert_snapshot!(problems(&[("teams.yaml", &team("", rules))]));
}

#[test]
fn a_team_no_request_goes_to_is_pointed_out() {
    let rest = "  - {id: desk, triage_channel: C1, members: [U3]}
  - {id: night, triage_channel: C2, members: [U4]}
routing: [{channels: C9, team: liaisons}, {team: liaisons}]
";
    insta::assert_snapshot!(team_warnings(&team("backup: night", rest)));
    assert_eq!(team_warnings(&team("backup: night", &rest.replace("C9, team: liaisons", "C9, team: desk"))), "");
}

#[test]
fn a_calendar_that_is_not_read_is_named_with_its_file_and_line() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Asia/Tokyo:20260101T090000\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n";
    insta::assert_snapshot!(problems(&[
        ("holidays/ours.ics", text),
        ("teams.yaml", &team("time_zone: Asia/Tokyo\nholidays: ours.ics", "")),
    ]));
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

#[test]
fn what_is_wrong_with_webhooks_is_named_with_its_line_and_remedy() {
    insta::assert_snapshot!(settings(
        r#"
[[webhooks]]
name = "Tracker"
url = "http://tracker.example.com/hooks"

[[webhooks]]
name = "inside"
url = "https://10.0.0.7/hooks"
events = ["ask", "solved"]

[[webhooks]]
name = "keys"
url = "http://169.254.169.254/"
allow_private = true

[[webhooks]]
name = "told"
url = "https://bot:hidden@example.com/"
secret = "hidden"
allow_privat = true

[[webhooks]]
name = "twice"
url = "ftp://example.com/"
include_brief = "maybe"

[[webhooks]]
name = "twice"
url = "https://example.com/a"

[[webhooks]]
name = "twice"
url = "https://example.com/b"

[[webhooks]]
events = []
"#
    ));
}

#[test]
fn a_webhook_has_defaults_that_tell_little() {
    let text = "[[webhooks]]\nname = \"tracker\"\nurl = \"https://example.com/hooks\"\n";
    let loaded = load(folder(&[("liaison.toml", text)]).path()).unwrap();
    let [webhook] = loaded.policy.settings.webhooks.as_slice() else { panic!("one webhook") };
    assert_eq!(webhook.name, "tracker");
    assert_eq!((webhook.allow_private, webhook.include_brief, &webhook.actions), (false, false, &None));
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
            ("holidays/a.ics", &words),
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
            "    time_zone: Asia/Tokyo\n",
            "    hours: {mon: 9:00-18:00}\n",
            "    rota: {order: [U1]}\n",
            "    service_levels: {normal: {resolution: 1d}}\n",
            "routing:\n",
            "BEGIN:VCALENDAR\n",
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
