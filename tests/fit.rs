//! Weights come from labelled conversations: the shipped ones can be had again, hold their floors on conversations
//! they were not fitted to, and the command says what is wrong with a file.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use liaison::config::{self, Folder};
use liaison::liaison::policy::Policy;
use liaison::rules::RuleSet;
use liaison::rules::fit::labelled::{Conversation, Trace};
use liaison::rules::fit::trial::Reading;
use liaison::rules::fit::{Options, cross_validate, figures, fit};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

static POLICY: LazyLock<Policy> =
    LazyLock::new(|| config::load(&Folder::Disk(at("config"))).unwrap_or_else(|problems| panic!("{problems}")).policy);

fn rules() -> &'static RuleSet {
    &POLICY.rules
}

/// The sets the shipped weights are fitted to, in the order of the documented command.
static TRACES: LazyLock<Vec<Trace>> = LazyLock::new(|| {
    let sets = ["friction-en", "friction-ja-2", "friction-ja", "ordinary-en", "ordinary-ja-2", "ordinary-ja"];
    let mut traces = vec![];
    for set in sets {
        let text = std::fs::read_to_string(at(&format!("tests/labelled/{set}.jsonl"))).unwrap();
        for line in text.lines() {
            let mut trace = Trace::of(rules(), set, &Conversation::read(line).unwrap());
            trace.ordinary = set.starts_with("ordinary");
            traces.push(trace);
        }
    }
    traces
});

#[test]
fn the_shipped_weights_are_what_the_labelled_sets_give() {
    let shipped = std::fs::read_to_string(at("config/rules/weights.yaml")).unwrap();
    let fitted = fit(rules(), &TRACES, Options::default()).to_yaml();
    assert!(
        fitted == shipped,
        "fit again: liaison fit --config config tests/labelled/friction-*.jsonl tests/labelled/ordinary-*.jsonl \
         --out config/rules/weights.yaml"
    );
}

#[test]
fn the_floors_hold_on_conversations_the_weights_were_not_fitted_to() {
    let verdicts = cross_validate(rules(), &TRACES, Options::default(), 1.0);
    for set in ["friction-en", "friction-ja"] {
        for (calm, keen) in [(Reading::Calm, Reading::Keen), (Reading::CalmWithoutRoles, Reading::KeenWithoutRoles)] {
            let calm = figures(&TRACES, &verdicts, calm, |trace| trace.set == set);
            assert!(calm.any.precision() >= 0.85 && calm.any.recall() >= 0.40, "{set}: {calm:?}");
            assert!(calm.in_time.share() >= 0.85, "{set}: {calm:?}");
            assert!(calm.themes.share() >= 0.80, "{set}: {calm:?}");
            let keen = figures(&TRACES, &verdicts, keen, |trace| trace.set == set);
            assert!(keen.any.f1() >= 0.70, "{set}: {keen:?}");
            let [goals, style, gap] = keen.kinds.map(|tally| tally.f1());
            assert!(goals >= 0.65 && style >= 0.55 && gap >= 0.60, "{set}: {keen:?}");
        }
    }
    for set in ["ordinary-en", "ordinary-ja"] {
        for reading in [Reading::Calm, Reading::CalmWithoutRoles] {
            let ordinary = figures(&TRACES, &verdicts, reading, |trace| trace.set == set);
            assert!(ordinary.per_thousand() <= 5.0, "{set}: {ordinary:?}");
        }
    }
}

#[test]
fn the_command_says_what_is_wrong_with_a_file_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let labelled = folder.path().join("talk.jsonl");
    std::fs::write(&labelled, "{\"id\": \"1\", \"label\": \"gap\", \"messages\": [{\"text\": \"a\"}]}\n").unwrap();
    let out = folder.path().join("weights.yaml");
    let run = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["fit", labelled.to_str().unwrap(), "--out", out.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("talk.jsonl:1: `label` is `gap`: write none, or one of"), "{told}");
    assert!(!out.exists());
}

#[test]
fn the_command_prints_figures_and_suggestions_and_writes_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("weights.yaml");
    let run = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["fit", "--folds", "3", "--suggest", "3", "--curve", "--out", out.to_str().unwrap()])
        .arg(at("tests/labelled/held-out/friction-ja-3.jsonl"))
        .arg(at("tests/labelled/held-out/ordinary-ja-3.jsonl"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8(run.stdout).unwrap();
    for part in ["before:", "cross-validated", "100 %", "knowledge-gap", "findings per 1000 messages"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert!(std::fs::read_to_string(&out).unwrap().contains("divergent-goals:"));
}
