//! The cues and rules that are shipped: what they hear, and what they leave alone.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use liaison::config::{Source, rule_files};
use liaison::glossary::concept::Role;
use liaison::rules::finding::{Finding, Kind, Theme};
use liaison::rules::memory::ThreadMemory;
use liaison::rules::{RuleSet, Said, Threshold};
use liaison::text::{Language, Passage};
use liaison::time::{Span, Timestamp};
use proptest::prelude::*;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/rules");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let source = |path: std::path::PathBuf| Source { text: std::fs::read_to_string(&path).unwrap(), path };
    let sources: Vec<Source> = paths.into_iter().map(source).collect();
    rule_files::load(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"))
});

/// What is found in a conversation, message by message.
#[allow(clippy::cast_possible_wrap, reason = "a conversation is a few lines long")]
fn judged(lines: &[(Role, &str)], threshold: Threshold) -> Vec<Option<Finding>> {
    let mut memory = ThreadMemory::default();
    let said = |(place, (role, text)): (usize, &(Role, &str))| {
        let passage = Passage::read(text);
        let (message, at) = (place.to_string(), Timestamp::default().plus(Span::minutes(place as i64)));
        let said = Said { message: &message, at, speaker: *role as u32, role: *role, passage: &passage };
        RULES.judge(&mut memory, said, threshold)
    };
    lines.iter().enumerate().map(said).collect()
}

#[test]
fn a_promise_that_skips_the_canary_release_is_found_in_english() {
    let text = "the customer asks whether we can skip the canary release and ship on Friday, I already promised";
    let found = judged(&[(Role::Sales, text)], Threshold::Calm).remove(0).unwrap();
    assert_eq!(found.kind, Kind::DivergentGoals);
    for theme in [Theme::Deadline, Theme::Promise, Theme::Quality] {
        assert!(found.themes.contains(&theme), "{:?}", found.themes);
    }
    assert!(found.because.iter().all(|because| because.surface.as_deref().is_some_and(|s| text.contains(s))));
}

#[test]
fn a_promise_that_skips_the_canary_release_is_found_in_japanese() {
    for text in [
        "お客様から、カナリアリリースを省いて金曜に出せないかと聞かれました。もう約束してしまっていて…",
        "先方からカナリアリリースを飛ばして金曜日に出してほしいと言われていて、もう約束しちゃいました",
        "カナリアリリースなしで金曜に出せますか？お客様には約束済みです",
    ] {
        let found = judged(&[(Role::Sales, text)], Threshold::Calm).remove(0);
        assert_eq!(found.map(|found| found.kind), Some(Kind::DivergentGoals), "{text}");
    }
}

#[test]
fn a_soft_no_passed_on_as_a_yes_is_found_when_it_is_passed_on() {
    let english = judged(
        &[
            (Role::Sales, "Could we have the new login by the 3rd?"),
            (Role::Engineering, "In theory, sure. We'd have to see where it fits."),
            (Role::Sales, "Great, I'll tell the client it's confirmed!"),
        ],
        Threshold::Keen,
    );
    assert_eq!(english[2].as_ref().map(|found| found.kind), Some(Kind::CommunicationStyle));
    let japanese = judged(
        &[
            (Role::Sales, "来月に間に合いますか"),
            (Role::Engineering, "前向きに検討します。ちょっと難しいかもしれませんが"),
            (Role::Sales, "ありがとうございます！では来月対応可能と先方にお伝えしておきます"),
        ],
        Threshold::Keen,
    );
    assert!(japanese.iter().flatten().any(|found| found.kind == Kind::CommunicationStyle));
}

#[test]
fn everyday_talk_is_left_alone() {
    for lines in [
        vec![(Role::Sales, "Morning! Is the demo room free at ten?"), (Role::Engineering, "Yes, it's yours.")],
        vec![(Role::Engineering, "v3.2 is out, all tests passed, no customer impact. Thanks everyone!")],
        vec![(Role::Sales, "お昼どうします？"), (Role::Engineering, "カレーにします")],
        vec![(Role::Sales, "納期の件、先方とも合意済みです。ありがとうございました！")],
    ] {
        assert!(judged(&lines, Threshold::Calm).iter().all(Option::is_none), "{lines:?}");
    }
}

#[test]
fn a_kind_is_not_raised_twice_in_a_row_in_one_thread() {
    let text = "the customer asks whether we can skip the canary release and ship on Friday, I already promised";
    let found = judged(&[(Role::Sales, text), (Role::Sales, text), (Role::Sales, text)], Threshold::Keen);
    assert!(found[0].is_some());
    assert!(found[1..].iter().all(Option::is_none));
}

#[test]
fn every_rule_and_cue_says_what_it_is_in_both_languages() {
    for language in Language::ALL {
        assert!(RULES.rules().iter().all(|rule| RULES.why(&rule.id, language).is_some()));
        assert!(RULES.cues().iter().all(|cue| RULES.cue_name(&cue.id, language).is_some()));
    }
}

#[test]
fn no_words_are_written_down_with_what_a_thread_remembers() {
    let mut memory = ThreadMemory::default();
    let passage = Passage::read("I already promised them Friday");
    let said = Said { message: "1", at: Timestamp(0), speaker: 1, role: Role::Sales, passage: &passage };
    RULES.judge(&mut memory, said, Threshold::Calm);
    let stored = serde_json::to_string(&memory).unwrap();
    assert!(stored.contains("gave-their-word") && !stored.contains("Friday"), "{stored}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_judged_without_a_panic_and_always_the_same(
        texts in proptest::collection::vec(
            prop_oneof!["\\PC{0,80}", "[a-z '約束できません品質納期。？\\n<>`*]{0,120}"], 1..5)
    ) {
        let lines: Vec<(Role, &str)> = texts.iter().map(|text| (Role::Sales, text.as_str())).collect();
        let first = judged(&lines, Threshold::Keen);
        prop_assert_eq!(&first, &judged(&lines, Threshold::Keen));
        for because in first.iter().flatten().flat_map(|found| &found.because) {
            let place: usize = because.message.parse().unwrap();
            let surface = because.surface.as_deref().unwrap();
            prop_assert!(texts[place].contains(surface));
        }
    }
}
