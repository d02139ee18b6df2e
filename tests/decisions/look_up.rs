//! Asking for a word: by a part of it, nearly, by search, and in vain.

use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Called, Event, ResponseUrl};
use liaison::liaison::records::{Candidate, Key, Record};
use liaison::wording::message::Message;
use liaison::wording::press::Press;

use crate::world::{World, buttons, policy, pressed, told};

fn calls(world: &mut World, user: &str, text: &str) -> Decision {
    world.happens(Event::Called(Called {
        channel: "CSHARED".into(),
        user: user.into(),
        text: text.to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: None,
    }))
}

fn answer(decision: &Decision) -> &Message {
    match &decision.effects[..] {
        [effect] => match &effect.action {
            Action::Respond { message, .. } => message,
            other => panic!("{other:?}"),
        },
        other => panic!("one answer: {other:?}"),
    }
}

fn said(decision: &Decision) -> &str {
    answer(decision).fallback.as_str()
}

fn missed(world: &World, term: &str) -> Option<Candidate> {
    match world.records.get(&Key::Missed(term.to_owned()).path()) {
        Some(Record::Candidate(candidate)) => Some(candidate.clone()),
        _ => None,
    }
}

#[test]
fn a_word_is_explained_to_everybody_where_its_caller_says_so() {
    let mut world = World::new();
    let said = told(&calls(&mut world, "USATO", "用語 カナリアリリース 全員に"));
    assert!(said.contains("post in CSHARED, thread None") && said.contains("影響はごく一部"), "{said}");
    let unknown = told(&calls(&mut world, "USATO", "explain gobbledygook for all"));
    assert!(unknown.contains("answer Beside") && !unknown.contains("post in"), "{unknown}");
}

#[test]
fn a_part_of_a_term_is_explained_at_once() {
    let mut world = World::new();
    let english = calls(&mut world, "UEMMA", "explain release");
    assert!(said(&english).starts_with("I have “release” as a part of “canary release”:"), "{english:?}");
    let japanese = calls(&mut world, "USATO", "リリースって何？");
    assert!(said(&japanese).contains("一部として登録されています"), "{japanese:?}");
}

#[test]
fn a_near_miss_offers_the_term_by_a_button_that_explains_it() {
    let mut world = World::new();
    let near = calls(&mut world, "UEMMA", "explain canary relaese");
    assert!(said(&near).contains("Did you mean canary release?"), "{near:?}");
    let [Press::Explain(id)] = &buttons(&near)[..] else { panic!("{near:?}") };
    let explained = world.happens(Event::Pressed(pressed("UEMMA", Press::Explain(id.clone()))));
    assert!(said(&explained).contains("*canary release*"), "{explained:?}");
    let gone = world.happens(Event::Pressed(pressed("UEMMA", Press::Explain("gone".into()))));
    assert!(said(&gone).contains("I don't have “gone” yet."), "{gone:?}");
}

#[test]
fn a_search_finds_terms_by_what_their_definitions_say() {
    let mut world = World::new();
    let found = calls(&mut world, "UEMMA", "search new version");
    assert!(said(&found).contains("canary release"), "{found:?}");
    let nothing = calls(&mut world, "USATO", "検索 宇宙旅行");
    assert!(said(&nothing).contains("見つかりませんでした"), "{nothing:?}");
    let incomplete = calls(&mut world, "USATO", "検索");
    assert!(said(&incomplete).contains("どんな言葉から探しますか"), "{incomplete:?}");
}

#[test]
fn where_outsiders_read_along_only_public_words_are_found() {
    let mut world = World::new();
    world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
    let asked = ["explain canary release", "explain release", "explain canary relaese", "search version"];
    for asked in asked {
        let decision = calls(&mut world, "UEMMA", asked);
        assert!(said(&decision).contains("canary release"), "the concept is public: {asked}");
    }
    world.policy = Box::leak(Box::new(policy(|text| text.replace("visibility: public", "visibility: internal"))));
    for asked in asked {
        let decision = calls(&mut world, "UEMMA", asked);
        let told = format!("{:?}", answer(&decision)).replace(asked.trim_start_matches("explain "), "…");
        assert!(!told.contains("canary") && !told.contains("few customers"), "{asked}: {told}");
    }
    let button = world.happens(Event::Pressed(pressed("UEMMA", Press::Explain("canary-release".into()))));
    assert!(!said(&button).contains("few customers"), "{button:?}");
}

#[test]
fn a_word_asked_for_in_vain_is_counted_and_a_sentence_is_not() {
    let mut world = World::new();
    for user in ["UEMMA", "USATO", "UDAVID"] {
        calls(&mut world, user, "explain Ｂｕｒｎｄｏｗｎ chart");
    }
    let counted = missed(&world, "burndown chart").expect("it is counted in one spelling");
    assert_eq!((counted.ripe, counted.messages, counted.marks.len()), (true, 3, 0));
    calls(&mut world, "UEMMA", "explain why our biggest customer is so very angry with us");
    calls(&mut world, "UEMMA", "explain canary release");
    calls(&mut world, "UEMMA", "explain <!channel>");
    assert_eq!(world.records.keys().filter(|key| key.starts_with("missed/")).count(), 1);
}
