//! What the core decides: an event and the facts in, changes and effects out. No runtime, no store, no clock. The
//! configuration is the example of `docs/configuration.md`, so that the example is right too.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod bad_input;
mod candidates;
mod channel;
mod choices;
mod define;
mod home;
#[path = "../surfaces/limits.rs"]
mod limits;
mod look_up;
mod noise;
mod outsiders;
mod routing;
mod webhooks;
mod world;

use liaison::ids::{ChannelId, ConceptId, MessageTs, RequestId};
use liaison::liaison::decision::{Action, Change, Decision, Purpose};
use liaison::liaison::event::{Called, Envelope, Event, Outcome, Posted, Pressed, ResponseUrl, Submitted, TriggerId};
use liaison::liaison::records::{ChannelSettings, Explain, Friction, Key, TimerKind};
use liaison::liaison::{forms, gather};
use liaison::requests::request::{Place, Surface};
use liaison::time::Span;
use liaison::wording::message::{Entry, Row};
use liaison::wording::press::{ModalPurpose, Press};
use world::*;

#[test]
fn a_new_word_is_explained_and_an_offer_made() {
    insta::assert_snapshot!(told(&World::new().says("UEMMA", "CSHARED", "1.1", SENTENCE)));
}

#[test]
fn the_same_in_japanese() {
    let said = "カナリアリリースのテストを省いて、金曜までに出せますか";
    insta::assert_snapshot!(told(&World::new().says("USATO", "CSHARED", "1.1", said)));
}

#[test]
fn a_word_explained_within_a_fortnight_is_only_marked() {
    let mut world = World::new();
    world.says("UDAVID", "CSHARED", "1.1", "The canary release starts on Tuesday.");
    world.now = NOW.plus(Span::days(13));
    insta::assert_snapshot!(told(&world.says("UDAVID", "CSHARED", "2.2", "Canary releases again.")));
    world.now = NOW.plus(Span::days(15));
    assert!(told(&world.says("UDAVID", "CSHARED", "3.3", "A canary release.")).contains("post in CSHARED"));
}

#[test]
fn engineers_among_themselves_need_no_explanation_of_their_own_words() {
    assert_eq!(World::new().says("UDAVID", "CENG", "1.1", "Canary release first."), Decision::default());
}

#[test]
fn a_word_explained_where_it_stands_is_left_alone() {
    let mut world = World::new();
    let said = "A canary release means that a small share of users gets it first.";
    assert_eq!(world.says("UDAVID", "CSHARED", "1.1", said).effects, []);
    assert!(told(&world.says("UDAVID", "CSHARED", "2.2", "The canary release is out.")).contains("react :book:"));
}

#[test]
fn a_bot_a_stranger_and_the_bot_itself_are_not_read() {
    let mut world = World::new();
    for author in ["UBOT", "UNOBODY"] {
        assert_eq!(world.says(author, "CSHARED", "1.1", SENTENCE), Decision::default(), "{author}");
    }
}

#[test]
fn a_channel_the_bot_does_not_know_is_left_alone() {
    assert_eq!(World::new().says("UEMMA", "CUNKNOWN", "1.1", SENTENCE), Decision::default());
}

#[test]
fn a_channel_with_outsiders_hears_public_words_only_and_is_offered_nothing() {
    let mut world = World::new();
    world.channels.get_mut(&ChannelId::from("CSHARED")).unwrap().external = true;
    let decision = world.says("UEMMA", "CSHARED", "1.1", SENTENCE);
    assert!(told(&decision).contains("post in CSHARED"), "the concept is marked as public");
    assert!(!told(&decision).contains("show UEMMA"), "{}", told(&decision));
    assert!(!decision.changes.iter().any(|change| matches!(change, Change::Put(Key::Thread(..), _))));
}

#[test]
fn explain_as_a_reaction_only_marks_and_off_does_nothing() {
    let mut world = World::new();
    let settings =
        ChannelSettings { explain: Some(Explain::Reaction), friction: Some(Friction::Off), ..Default::default() };
    world.set("CSHARED", settings.clone());
    let told_of = told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    assert!(told_of.contains("react :book:") && !told_of.contains("post in"), "{told_of}");
    world.set("CSHARED", ChannelSettings { explain: Some(Explain::Off), ..settings });
    assert_eq!(world.says("UEMMA", "CSHARED", "2.2", SENTENCE), Decision::default());
}

#[test]
fn friction_set_to_notify_is_a_silent_card_and_set_to_post_a_card_for_all() {
    let mut world = World::new();
    let settings =
        ChannelSettings { explain: Some(Explain::Off), friction: Some(Friction::Notify), ..Default::default() };
    world.set("CSHARED", settings.clone());
    insta::assert_snapshot!(told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE)));
    world.set("CSHARED", ChannelSettings { friction: Some(Friction::Post), ..settings });
    assert!(
        told(&world.says("UEMMA", "CSHARED", "2.2", SENTENCE))
            .contains("post in CSHARED, thread Some(MessageTs(\"2.2\"))")
    );
}

#[test]
fn in_a_thread_the_person_answered_is_offered_help_too() {
    let mut world = World::new();
    let reply = Posted {
        thread: Some("1.0".into()),
        parent: Some("UDAVID".into()),
        ..posted("UEMMA", "CSHARED", "1.1", SENTENCE)
    };
    let told_of = told(&world.happens(Event::Posted(reply)));
    assert!(told_of.contains("show UEMMA alone") && told_of.contains("show UDAVID alone"), "{told_of}");
}

#[test]
fn muting_a_word_ends_its_explanation_in_that_channel() {
    let mut world = World::new();
    world.presses("UEMMA", Press::MuteHere(vec![ConceptId::from("canary-release")]));
    assert!(!told(&world.says("UDAVID", "CSHARED", "1.1", "A canary release.")).contains("canary-release"));
}

/// A world in which Emma brought in the liaison, and the card is posted.
fn with_request() -> World {
    let mut world = World::new();
    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    let opened = world.presses("UEMMA", bring);
    world.settles(&opened, "CTRIAGE", "5.5");
    world
}

#[test]
fn bringing_in_the_liaison_makes_a_card_tells_the_thread_and_thanks_the_asker() {
    let mut world = World::new();
    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    insta::assert_snapshot!(told(&world.presses("UEMMA", bring.clone())));
    // Once more makes no second one.
    assert!(told(&world.presses("UDAVID", bring)).contains("already"));
    assert!(!world.records.contains_key(&Key::Request(RequestId(2)).path()));
}

#[test]
fn a_claim_updates_the_card_and_tells_the_thread() {
    insta::assert_snapshot!(told(&with_request().presses("UMORI", Press::Claim(RequestId(1)))));
}

#[test]
fn a_claim_that_comes_before_the_card_is_known_catches_up() {
    let mut world = World::new();
    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    let opened = world.presses("UEMMA", bring);
    let claimed = world.presses("UMORI", Press::Claim(RequestId(1)));
    assert!(!told(&claimed).contains("update"), "there is nothing to update yet");
    assert!(told(&world.settles(&opened, "CTRIAGE", "5.5")).contains("update CTRIAGE 5.5"));
    assert_eq!(world.request(1).card_shows, 2);
}

#[test]
fn the_second_of_two_claims_is_told_who_was_first() {
    let mut world = with_request();
    world.presses("UMORI", Press::Claim(RequestId(1)));
    let told_of = told(&world.presses("ULEE", Press::Claim(RequestId(1))));
    assert!(told_of.contains("<@UMORI> is looking after R-1 already"), "{told_of}");
    assert_eq!(world.request(1).liaison, Some("UMORI".into()));
}

#[test]
fn only_the_team_may_claim_and_only_the_requester_confirm() {
    let mut world = with_request();
    assert!(told(&world.presses("UDAVID", Press::Claim(RequestId(1)))).contains("for the liaison team"));
    world.presses("UMORI", Press::Claim(RequestId(1)));
    world.presses("UMORI", Press::Solve(RequestId(1)));
    assert!(told(&world.presses("UDAVID", Press::Confirm(RequestId(1)))).contains("for <@UEMMA>, who asked"));
}

#[test]
fn solving_asks_the_requester_and_sets_a_timer_that_closes() {
    let mut world = with_request();
    world.presses("UMORI", Press::Claim(RequestId(1)));
    insta::assert_snapshot!(told(&world.presses("UMORI", Press::Solve(RequestId(1)))));
    insta::assert_snapshot!("closed by itself", told(&world.happens(Event::Due(TimerKind::CloseSolved(RequestId(1))))));
    // Fired twice, it changes nothing.
    assert_eq!(world.happens(Event::Due(TimerKind::CloseSolved(RequestId(1)))), Decision::default());
}

#[test]
fn a_reply_by_the_requester_reopens_and_one_by_anybody_else_does_not() {
    let mut world = with_request();
    world.presses("UMORI", Press::Claim(RequestId(1)));
    world.presses("UMORI", Press::Solve(RequestId(1)));
    let reply = |author: &str, ts: &str| {
        Event::Posted(Posted { thread: Some("1.1".into()), ..posted(author, "CSHARED", ts, "not quite") })
    };
    world.happens(reply("UDAVID", "6.6"));
    assert_eq!(world.request(1).history.len(), 3);
    let told_of = told(&world.happens(reply("UEMMA", "7.7")));
    assert!(told_of.contains("<@UEMMA> has reopened") && told_of.contains("stop close-solved/R-1"), "{told_of}");
    assert!(told_of.contains("update CTRIAGE 5.5"), "the liaisons see it on the card: {told_of}");
}

#[test]
fn a_click_from_another_organisation_is_refused() {
    let mut world = with_request();
    assert!(told(&world.presses("UOUT", Press::Claim(RequestId(1)))).contains("members of the organisation"));
    let foreign = Pressed { user_team: Some("T2".into()), ..pressed("ULEE", Press::Claim(RequestId(1))) };
    assert!(told(&world.happens(Event::Pressed(foreign))).contains("members of the organisation"));
    assert_eq!(world.request(1).liaison, None);
}

#[test]
fn a_channel_that_outsiders_joined_since_hears_no_more_of_its_request() {
    let mut world = with_request();
    world.channels.get_mut(&ChannelId::from("CSHARED")).unwrap().external = true;
    let told_of = told(&world.presses("UMORI", Press::Claim(RequestId(1))));
    assert!(told_of.contains("tell UEMMA directly") && !told_of.contains("post in CSHARED"), "{told_of}");
}

#[test]
fn without_a_triage_channel_the_request_is_kept_and_its_asker_told() {
    let mut world = World::new();
    world.teams.clear();
    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    let told_of = told(&world.presses("UEMMA", bring));
    assert!(told_of.contains("can't reach the liaison channel"), "{told_of}");
    assert_eq!(world.request(1).requester, "UEMMA".into());
}

#[test]
fn asking_opens_a_form_and_sending_it_makes_a_request_followed_in_a_direct_message() {
    let mut world = World::new();
    let called = Called {
        channel: "CSHARED".into(),
        user: "UEMMA".into(),
        text: "ask May we move the date?".to_owned(),
        response: None,
        trigger: Some(TriggerId("1.2.3".to_owned())),
    };
    let opened = world.happens(Event::Called(called));
    let Action::OpenModal { modal, .. } = &opened.effects[0].action else { panic!("{opened:?}") };
    let Row::Input(first) = &modal.rows[1] else { panic!("{modal:?}") };
    let Entry::Text { initial, .. } = &first.entry else { panic!("{first:?}") };
    assert_eq!(initial.as_deref(), Some("May we move the date?"));
    assert_eq!(opened.effects[0].not_after, Some(NOW.plus(Span::seconds(3))), "a trigger lives three seconds");

    let submitted = Submitted {
        user: "UEMMA".into(),
        purpose: ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command },
        values: filled(&[("needed", "May we move <!channel> the date?"), ("worth", "  ")]),
    };
    insta::assert_snapshot!(told(&world.happens(Event::Submitted(submitted))));
}

#[test]
fn a_brief_without_a_word_is_given_back_in_the_persons_language() {
    let world = World::new();
    let faults = |user: &str, values: &[(&str, &str)]| {
        let submitted = Submitted {
            user: user.into(),
            purpose: ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command },
            values: filled(values),
        };
        let envelope =
            Envelope { team: "T1".into(), ids: Vec::new(), received: NOW, event: Event::Submitted(submitted) };
        let facts = gather(&POLICY, &envelope, &world, &world).unwrap().unwrap();
        forms::faults(&POLICY, &facts, &envelope)
    };
    assert_eq!(faults("UEMMA", &[("needed", "May we move the date?")]), forms::Faults::new());
    assert_eq!(faults("UEMMA", &[("worth", "a deal")])["needed"], "A few words are enough.");
    assert_eq!(faults("USATO", &[("needed", " \u{3000} ")])["needed"], "ひとことで結構ですので、ご記入ください。");
}

/// A world in which Emma asked by a command, and nothing of it has been posted yet.
fn with_request_by_command() -> (World, Decision) {
    let mut world = World::new();
    let submitted = Submitted {
        user: "UEMMA".into(),
        purpose: ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command },
        values: filled(&[("needed", "May we move the date?")]),
    };
    let opened = world.happens(Event::Submitted(submitted));
    (world, opened)
}

/// What became of the direct message that a request asked by a command is followed under.
fn root_settles(world: &mut World, opened: &Decision, outcome: Outcome) -> Decision {
    let root = opened.effects.iter().find(|effect| matches!(effect.purpose, Purpose::Origin(_))).expect("a root");
    world.happens(Event::Settled { effect: root.id.clone(), purpose: root.purpose.clone(), outcome })
}

#[test]
fn a_step_taken_before_the_direct_message_is_known_is_told_in_its_thread() {
    let (mut world, opened) = with_request_by_command();
    let claimed = told(&world.presses("UMORI", Press::Claim(RequestId(1))));
    assert!(!claimed.contains("UEMMA directly"), "there is no thread to tell it in yet: {claimed}");
    let place = Place { channel: "DEMMA".into(), ts: "3.3".into() };
    let caught_up = told(&root_settles(&mut world, &opened, Outcome::Done(Some(place))));
    assert!(caught_up.contains("post in DEMMA, thread Some"), "{caught_up}");
    assert!(caught_up.contains("is looking after"), "{caught_up}");
    assert_eq!(caught_up.matches("post in DEMMA").count(), 1, "what was told is not told again: {caught_up}");
    let solved = told(&world.presses("UMORI", Press::Solve(RequestId(1))));
    assert_eq!(solved.matches("post in DEMMA").count(), 1, "{solved}");
}

#[test]
fn a_step_is_told_all_the_same_where_the_first_direct_message_was_refused() {
    let (mut world, opened) = with_request_by_command();
    world.presses("UMORI", Press::Claim(RequestId(1)));
    let refused = told(&root_settles(&mut world, &opened, Outcome::Refused("is_archived".to_owned())));
    assert!(refused.contains("tell UEMMA directly") && refused.contains("is looking after"), "{refused}");

    let (mut world, opened) = with_request_by_command();
    root_settles(&mut world, &opened, Outcome::Refused("is_archived".to_owned()));
    let claimed = told(&world.presses("UMORI", Press::Claim(RequestId(1))));
    assert!(claimed.contains("tell UEMMA directly"), "{claimed}");
}

#[test]
fn requests_are_found_by_what_waits_and_by_their_words_but_only_by_those_they_concern() {
    let (mut world, _) = with_request_by_command();
    let mut asks = |user: &str, text: &str| {
        told(&world.happens(Event::Called(Called {
            channel: "CSHARED".into(),
            user: user.into(),
            text: text.to_owned(),
            response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
            trigger: None,
        })))
    };
    assert!(asks("UEMMA", "requests search MOVE date").contains("*R-1*"));
    assert!(asks("UMORI", "一覧 検索 move").contains("*R-1*"), "the liaison team sees it too");
    assert!(asks("UDAVID", "requests search move").contains("no request with these words"));
    assert!(asks("UEMMA", "requests search elephant").contains("no request with these words"));
    assert!(asks("UEMMA", "requests waiting").contains("No request waits"));
    world.presses("UMORI", Press::Claim(RequestId(1)));
    world.presses("UMORI", Press::Solve(RequestId(1)));
    let waiting = world.happens(Event::Called(Called {
        channel: "CSHARED".into(),
        user: "USATO".into(),
        text: "一覧 確認待ち".to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: None,
    }));
    assert!(told(&waiting).contains("*R-1*"), "{}", told(&waiting));
}

#[test]
fn what_slack_escapes_in_a_command_is_read_as_it_was_typed() {
    let called = Called {
        channel: "CSHARED".into(),
        user: "UEMMA".into(),
        text: "explain R&amp;D".to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: None,
    };
    let decision = World::new().happens(Event::Called(called));
    let answer = message(&decision.effects[0].action).expect("an answer");
    // Escaped once, for the way back.
    assert!(answer.fallback.as_str().contains("“R&amp;D”"), "{answer:?}");
}

#[test]
fn a_deleted_message_takes_its_explanation_with_it_even_one_still_on_its_way() {
    let mut world = World::new();
    let said = world.says("UDAVID", "CSHARED", "1.1", "A canary release.");
    world.settles(&said, "CSHARED", "1.5");
    let place = Place { channel: "CSHARED".into(), ts: "1.1".into() };
    assert!(told(&world.happens(Event::Deleted(place))).contains("delete CSHARED 1.5"));

    let mut world = World::new();
    let said = world.says("UDAVID", "CSHARED", "1.1", "A canary release.");
    world.happens(Event::Deleted(Place { channel: "CSHARED".into(), ts: "1.1".into() }));
    assert!(told(&world.settles(&said, "CSHARED", "1.5")).contains("delete CSHARED 1.5"));
}

#[test]
fn an_edit_that_takes_the_word_away_takes_the_mark_away() {
    let mut world = World::new();
    world.says("UDAVID", "CSHARED", "1.1", "A canary release.");
    world.says("UDAVID", "CSHARED", "2.2", "Another canary release.");
    let same = posted("UDAVID", "CSHARED", "2.2", "Another canary release!");
    assert_eq!(world.happens(Event::Edited(same)), Decision::default());
    let gone = posted("UDAVID", "CSHARED", "2.2", "Another one.");
    assert!(told(&world.happens(Event::Edited(gone))).contains("take :book: off CSHARED 2.2"));
}

#[test]
fn nothing_of_a_conversation_is_remembered() {
    let mut world = with_request();
    world.says("UEMMA", "CSHARED", "2.2", "zebra zebra, skip the review and ship it by Friday, canary release");
    let kept = serde_json::to_string(&world.records).unwrap();
    for word in ["zebra", "Friday", "ship it", "skip the"] {
        assert!(!kept.contains(word), "“{word}” is kept: {kept}");
    }
    assert!(kept.contains("date-to-keep"), "the cue is");
}

#[test]
fn a_link_leads_to_the_message_also_within_a_thread() {
    let mut world = World::new();
    let reply = Posted { thread: Some("1.0".into()), ..posted("UEMMA", "CSHARED", "1.25", SENTENCE) };
    let offered = buttons(&world.happens(Event::Posted(reply)));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    world.presses("UEMMA", bring);
    let link = world.request(1).permalink.unwrap();
    assert_eq!(link, "https://example.slack.com/archives/CSHARED/p125?thread_ts=1.0&cid=CSHARED");
    let ts = MessageTs::from("1.0");
    assert!(world.records.contains_key(&Key::RequestAt("CSHARED".into(), ts).path()));
}
