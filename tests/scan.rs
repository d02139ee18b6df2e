//! `liaison scan`: messages in, what was found out, line by line; what cannot be read is named and costs nothing
//! else.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

const WORDS: &str = "
subject_field: engineering
concepts:
  - id: rollback
    terms: {en: [rollback], ja: [ロールバック]}
    definition: {en: Going back., ja: 元に戻すこと。}
  - id: sla
    terms: {en: [SLA, service level agreement], ja: [SLA]}
    definition: {en: A promise., ja: 約束。}
";

/// A configuration that has two concepts and nothing else.
fn words() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("glossary")).unwrap();
    fs::write(folder.path().join("glossary/words.yaml"), WORDS).unwrap();
    folder
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.arg("scan").args(arguments).env_remove("LIAISON_CONFIG");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || {
        let _ = stdin.write_all(&input); // it may have had enough
    });
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    output
}

fn scan(input: &[u8]) -> (Vec<Value>, String, i32) {
    let folder = words();
    let output = run(&["--config", folder.path().to_str().unwrap()], input);
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (answers, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

#[test]
fn terms_are_found_at_their_byte_offsets() {
    let text = "🚀 金曜にロールバック、then a rollback";
    let (answers, said, status) = scan(format!("{}\n", json!({"id": "m1", "text": text})).as_bytes());
    assert_eq!((said.as_str(), status), ("", 0));
    let terms = answers[0]["terms"].as_array().unwrap();
    assert_eq!(terms.len(), 2, "{terms:?}");
    for (term, surface) in terms.iter().zip(["ロールバック", "rollback"]) {
        let (start, end) = (term["start"].as_u64().unwrap() as usize, term["end"].as_u64().unwrap() as usize);
        assert_eq!(&text[start..end], surface);
        assert_eq!(term["surface"], surface);
        assert_eq!(term["concept"], "rollback");
    }
}

#[test]
fn an_answer_has_the_agreed_shape() {
    let (answers, ..) = scan(br#"{"id": "m1", "text": "our SLA (service level agreement)", "channel": "c"}"#);
    assert_eq!(answers.len(), 1);
    let keys: Vec<_> = answers[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["finding", "id", "language", "terms"]);
    assert_eq!((&answers[0]["id"], &answers[0]["language"]), (&json!("m1"), &json!("en")));
    assert_eq!(answers[0]["finding"], Value::Null);
    let term = answers[0]["terms"][0].as_object().unwrap();
    let keys: Vec<_> = term.keys().cloned().collect();
    assert_eq!(keys, ["concept", "end", "explained", "start", "surface", "term"]);
    assert_eq!(term["explained"], true);
}

#[test]
fn answers_come_in_the_order_of_the_messages_with_the_ids_they_came_with() {
    let lines: Vec<_> = (0..500).map(|n| json!({"id": n, "text": "a rollback"}).to_string()).collect();
    let input = lines.join("\n");
    let (answers, _, status) = scan(input.as_bytes());
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..500).collect::<Vec<_>>());
    assert_eq!(status, 0);
}

#[test]
fn an_answer_comes_before_the_next_message_is_sent() {
    let folder = words();
    let mut child = command(&["--config", folder.path().to_str().unwrap()]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in ["a", "b", "c"] {
        writeln!(stdin, "{}", json!({"id": id, "text": "a rollback"})).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], id);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn lines_that_are_no_messages_are_named_by_number_and_the_rest_goes_on() {
    let mut input = Vec::new();
    for line in [
        br#"{"id": "1", "text": "a rollback"}"#.as_slice(),
        b"{\"id\": \"2\", \"text\": \"\xff\"}",
        b"not json",
        br#"{"id": "4"}"#,
        br#"{"id": ["5"], "text": ""}"#,
        br#"{"id": "6", "text": "\ud800"}"#,
        br#"{"id": "7", "text": "x", "ts": "tomorrow"}"#,
        b"",
        br#"[{"id": "9", "text": "x"}]"#,
        br#"{"id": "10", "text": "a rollback", "ts": 1700000000.5, "channel": null, "more": {}}"#,
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    let (answers, said, status) = scan(&input);
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1", "10"]);
    assert_eq!(status, 1);
    insta::assert_snapshot!(said);
}

#[test]
fn the_last_line_needs_no_end() {
    let (answers, said, status) = scan(br#"{"id": "1", "text": "a rollback"}"#);
    assert_eq!((answers.len(), said.as_str(), status), (1, "", 0));
}

#[test]
fn no_input_is_no_output() {
    let (answers, said, status) = scan(b"");
    assert_eq!((answers.len(), said.as_str(), status), (0, "", 0));
}

#[test]
fn a_megabyte_in_one_line_is_fine() {
    let text = "words and words and a rollback. ".repeat(33_000);
    let (answers, said, status) = scan(json!({"id": "1", "text": text}).to_string().as_bytes());
    assert_eq!((said.as_str(), status), ("", 0));
    assert_eq!(answers[0]["terms"].as_array().unwrap().len(), 33_000);
}

#[test]
fn a_line_without_end_is_named_and_the_rest_goes_on() {
    let mut input = vec![b'x'; 17 * 1024 * 1024];
    input.extend_from_slice(b"\n{\"id\": \"2\", \"text\": \"a rollback\"}\n");
    let (answers, said, status) = scan(&input);
    assert_eq!((answers.len(), said.as_str(), status), (1, "line 1: longer than 16 MB\n", 1));
}

#[test]
fn a_folder_without_rules_or_words_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["--config", folder.path().to_str().unwrap()], br#"{"id": "1", "text": "a rollback"}"#);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["terms"], json!([]));
    assert!(output.status.success());
}

#[test]
fn a_broken_configuration_is_named_before_anything_is_read() {
    let folder = words();
    fs::write(folder.path().join("liaison.toml"), "[explain]\nmod = 1\n").unwrap();
    let output = run(&["--config", folder.path().to_str().unwrap()], br#"{"id": "1", "text": "a rollback"}"#);
    assert_eq!((output.stdout.as_slice(), output.status.code()), (b"".as_slice(), Some(1)));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("liaison.toml:2: explain.mod: unknown key"), "{said}");
}

#[test]
fn the_environment_names_the_configuration_where_no_flag_does() {
    let folder = words();
    let mut command = command(&[]);
    let mut child = command.env("LIAISON_CONFIG", folder.path()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(br#"{"id": "1", "text": "a rollback"}"#).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["terms"].as_array().unwrap().len(), 1);
}

const RULES: &str = "
cues:
  - id: date-to-keep
    side: revenue
    themes: [deadline]
    name: {en: a date to keep, ja: 期日}
    phrases: {en: [ship it by friday]}
    tests: {match: [ship it by Friday]}
  - id: not-ready
    side: quality
    themes: [quality]
    name: {en: not ready, ja: 未完了}
    phrases: {en: [is not tested]}
    tests: {match: [it is not tested]}
rules:
  - id: date-against-readiness
    kind: divergent-goals
    level: strong
    meets: [{cues: [date-to-keep]}, {cues: [not-ready]}]
    within: {messages: 4, minutes: 30}
    why: {en: A date and a check compete., ja: 期日と確認が競合しています。}
    tests: {fires: [[sales: ship it by Friday, engineering: it is not tested]]}
";

/// Which of these messages raise something, by their ids.
fn raised(messages: &[Value]) -> Vec<Value> {
    let folder = words();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/rules.yaml"), RULES).unwrap();
    fs::write(
        folder.path().join("rules/weights.yaml"),
        "divergent-goals: {bias: -1, calm: 0.5, keen: 0.4, weights: {'rule:date-against-readiness': 3}}\n",
    )
    .unwrap();
    let lines: Vec<_> = messages.iter().map(Value::to_string).collect();
    let output = run(&["--config", folder.path().to_str().unwrap()], lines.join("\n").as_bytes());
    assert!(output.status.success(), "{output:?}");
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers = answers.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    answers.filter(|answer| !answer["finding"].is_null()).collect()
}

fn said(id: &str, text: &str, more: &Value) -> Value {
    let mut message = json!({"id": id, "text": text, "channel": "c", "thread": "t"});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

#[test]
fn messages_of_one_thread_are_judged_together_and_the_finding_says_which_words_made_it() {
    let raised = raised(&[
        said("1", "please ship it by Friday", &json!({"user": "U1", "role": "sales"})),
        said("2", "but it is not tested", &json!({"user": "U2", "role": "engineering"})),
    ]);
    assert_eq!(raised.len(), 1);
    let finding = &raised[0]["finding"];
    assert_eq!((&raised[0]["id"], &finding["kind"]), (&json!("2"), &json!("divergent-goals")));
    assert_eq!(finding["rules"], json!(["date-against-readiness"]));
    assert!(finding["score"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)));
    let because = finding["because"].as_array().unwrap();
    let mut words: Vec<_> =
        because.iter().map(|it| (it["message"].as_str().unwrap(), it["surface"].as_str().unwrap())).collect();
    words.sort_unstable();
    assert_eq!(words, [("1", "ship it by Friday"), ("2", "is not tested")]);
}

#[test]
fn messages_of_two_threads_are_judged_apart() {
    let elsewhere = [
        said("1", "please ship it by Friday", &json!({})),
        said("2", "but it is not tested", &json!({"thread": "another"})),
        said("3", "but it is not tested", &json!({"thread": null})),
        said("4", "but it is not tested", &json!({"channel": "d"})),
    ];
    assert_eq!(raised(&elsewhere), Vec::<Value>::new());
}

#[test]
fn a_message_without_a_time_comes_one_minute_after_the_last_of_its_thread() {
    let date = "please ship it by Friday";
    let check = "but it is not tested";
    let late = [said("1", date, &json!({"ts": "1700000000.0"})), said("2", check, &json!({"ts": "1700007200.0"}))];
    assert_eq!(raised(&late).len(), 0);
    let next = [
        said("1", date, &json!({"ts": "1700000000.0"})),
        said("x", "hello", &json!({"ts": "1800000000.0", "channel": "elsewhere"})),
        said("2", check, &json!({})),
    ];
    assert_eq!(raised(&next).len(), 1);
}

#[test]
fn a_threshold_that_does_not_exist_is_a_matter_of_usage() {
    let output = run(&["--threshold", "loud"], b"");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let folder = words();
    let mut child = command(&["--config", folder.path().to_str().unwrap()]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let line = format!("{}\n", json!({"id": "1", "text": "a rollback"}));
    for _ in 0..100_000 {
        if stdin.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.stderr.as_slice(), output.status.code()), (b"".as_slice(), Some(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_input_makes_scan_panic(lines in prop::collection::vec(line(), 0..40)) {
        let input: Vec<u8> = lines.iter().flat_map(|line| line.iter().copied().chain([b'\n'])).collect();
        let folder = words();
        let output = run(&["--config", folder.path().to_str().unwrap()], &input);
        prop_assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
        for line in output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            let answer: Value = serde_json::from_slice(line).unwrap();
            prop_assert!(answer["terms"].is_array());
        }
    }
}

/// A line that may be a message, nearly one, or nothing of the kind.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let texts = prop::collection::vec(
        prop_oneof![
            "\\PC{0,8}",
            prop::sample::select(vec![
                "rollback",
                "ロールバック",
                "ﾛｰﾙﾊﾞｯｸ",
                "ＳＬＡ",
                "SLA",
                "`",
                "```",
                "*",
                "_",
                "~",
                "<@U1>",
                "<",
                ">",
                "|",
                "&amp;",
                "\n> ",
                "\u{202e}",
                "\u{200b}",
                "が",
                "か\u{3099}",
                "🚀",
                "(",
                ")",
                "（",
                "）",
                " ",
                "の",
            ])
            .prop_map(str::to_owned),
        ],
        0..16,
    );
    prop_oneof![
        4 => (texts, prop::option::of("[a-c]"), prop::option::of("\\PC{0,6}"), prop::option::of(any::<f64>())).prop_map(
            |(texts, thread, role, ts)| {
                json!({"id": "m", "text": texts.concat(), "thread": thread, "role": role, "ts": ts}).to_string().into_bytes()
            }
        ),
        1 => prop::collection::vec(any::<u8>().prop_filter("within a line", |&byte| byte != b'\n'), 0..60),
    ]
}

#[test]
fn a_language_it_does_not_know_is_met_with_silence() {
    let threads = [
        ["Il faut livrer vendredi, le client menace de partir.", "C'est impossible, rien n'est testé et la sécurité…"],
        ["Wir müssen am Freitag liefern, sonst ist der Vertrag weg.", "Unmöglich, das ist alles ungetestet."],
        ["금요일까지 꼭 배포해야 해요. 고객이 떠나요.", "테스트도 안 했는데 말도 안 돼요."],
        ["周五必须上线，否则客户就走了。", "还没有测试，不可能的。"],
        ["Надо выпустить в пятницу, иначе клиент уйдёт.", "Это невозможно, ничего не проверено."],
    ];
    let mut input = String::new();
    for (at, [sales, engineering]) in threads.iter().enumerate() {
        let channel = at.to_string();
        for (role, text) in [("sales", sales), ("engineering", engineering)] {
            let message =
                json!({"id": format!("{at}-{role}"), "channel": channel, "user": role, "role": role, "text": text});
            input += &message.to_string();
            input.push('\n');
        }
    }
    let output = run(&["--threshold", "keen"], input.as_bytes());
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), 10);
    for answer in answers.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        assert_eq!((&answer["finding"], &answer["terms"]), (&Value::Null, &json!([])), "{answer}");
    }
}
