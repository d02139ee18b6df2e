//! What nobody would call good input, through every door: nothing, too much, signs alone, markup, buttons of what is
//! gone, forms that open too late, people who have left or of whom Slack says little.

use liaison::glossary::concept::Role;
use liaison::ids::RequestId;
use liaison::liaison::decision::{Action, Decision, Purpose};
use liaison::liaison::event::{
    Called, Event, Filling, OpenView, Outcome, Posted, Pressed, ResponseUrl, Shortcut, ShortcutKind, Submitted,
    TriggerId,
};
use liaison::liaison::records::{ChannelSettings, Key, TimerKind};
use liaison::requests::life::State;
use liaison::requests::request::{Place, Surface};
use liaison::slack::blocks;
use liaison::text::Language;
use liaison::wording::press::{ModalPurpose, Press};
use serde_json::Value;

use crate::limits;
use crate::world::*;

/// What people can write where something else was hoped for.
fn odd() -> Vec<String> {
    let odd = [
        "",
        " \u{3000}\n",
        "🎉",
        ":tada: :tada:",
        "👩🏽‍🚀🏳️‍🌈",
        "<!channel> <!here> <@UDAVID> <#CENG>",
        "<https://evil.example|canary release>",
        "*bold* _it_ ~gone~ `code` ```block``` > quote",
        "&lt;!channel&gt; &amp;amp;",
        "\u{202e}\u{0}\u{feff}",
        "explain explain explain",
        "R-0",
        "R-99999999999999999999999",
    ];
    let long = ["x".repeat(3001), "長い文です。".repeat(501), "🎉".repeat(3001), "<!channel>".repeat(301)];
    odd.into_iter().map(str::to_owned).chain(long).collect()
}

/// Holds what a decision shows to Slack's limits, and that it pings nobody it was told to.
fn is_fit(decision: &Decision, about: &str) {
    for effect in &decision.effects {
        let (sent, faults) = match &effect.action {
            Action::OpenModal { modal, .. } | Action::UpdateModal { modal, .. } => {
                let view = blocks::modal(modal);
                (view.clone(), limits::view(&view))
            }
            Action::PublishHome { home, .. } => {
                let view = blocks::home(home);
                (view.clone(), limits::view(&view))
            }
            action => {
                let Some(message) = message(action) else { continue };
                let message = Value::Object(blocks::message(message));
                (message.clone(), limits::message(&message))
            }
        };
        let about = about.chars().take(60).collect::<String>();
        assert!(faults.is_empty(), "{about:?}: {faults:?}");
        let sent = markup(&sent);
        for ping in ["<!", "<@UDAVID>", "<#CENG>", "<https://evil"] {
            assert!(!sent.contains(ping), "{about:?} comes back as {ping}: {sent}");
        }
    }
}

/// What Slack reads markup in: the fallback and every text that is not plain.
fn markup(sent: &Value) -> String {
    match sent {
        Value::Object(fields) if sent["type"] != "plain_text" => {
            let own = sent["text"].as_str().unwrap_or_default();
            fields.values().map(markup).fold(own.to_owned(), |all, one| all + "\n" + &one)
        }
        Value::Array(items) => items.iter().map(markup).collect(),
        _ => String::new(),
    }
}

fn called(user: &str, text: &str) -> Event {
    Event::Called(Called {
        channel: "CSHARED".into(),
        user: user.into(),
        text: text.to_owned(),
        response: Some(response()),
        trigger: Some(TriggerId("1.2.3".to_owned())),
    })
}

fn response() -> ResponseUrl {
    ResponseUrl("https://hooks.slack.com/commands/1".to_owned())
}

fn submitted(user: &str, values: &[(&str, &str)]) -> Event {
    Event::Submitted(Submitted {
        user: user.into(),
        purpose: ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command },
        values: filled(values),
    })
}

#[test]
fn odd_commands_and_mentions_are_answered_within_the_limits() {
    let english = ["", "explain ", "search ", "ask ", "requests ", "help "].map(|command| ("UEMMA", command));
    let japanese = ["", "用語 ", "検索 ", "相談 ", "一覧 "].map(|command| ("USATO", command));
    for text in odd() {
        for (user, command) in english.into_iter().chain(japanese) {
            let line = format!("{command}{text}");
            let answered = World::new().happens(called(user, &line));
            assert_eq!(answered.effects.len(), 1, "{line:?} has one answer");
            is_fit(&answered, &line);
            let mention = Posted { mention: true, ..posted(user, "CSHARED", "1.1", &format!("<@UBOT> {line}")) };
            is_fit(&World::new().happens(Event::Posted(mention)), &line);
        }
    }
}

#[test]
fn odd_messages_forms_and_entries_are_read_within_the_limits() {
    for text in odd() {
        is_fit(&World::new().says("UEMMA", "CSHARED", "1.1", &text), &text);
        is_fit(&World::new().says("UEMMA", "CSHARED", "1.1", &format!("{text} {SENTENCE} {text}")), &text);
        is_fit(&World::new().says("UEMMA", "DEMMA", "1.1", &text), &text);

        let mut world = World::new();
        let fields = ["needed", "worth", "cost", "tried", "surprise"].map(|id| (id, text.as_str()));
        is_fit(&world.happens(submitted("UEMMA", &fields)), &text);
        is_fit(&world.happens(called("UMORI", "requests open")), &text);
        is_fit(&world.happens(called("UEMMA", "requests R-1")), &text);

        let view = OpenView { id: "V1".to_owned(), hash: "1".to_owned() };
        let (user, purpose) = ("UEMMA".into(), ModalPurpose::Home);
        let values = filled(&[("term", &text), ("role", &text), ("language", &text)]);
        is_fit(&world.happens(Event::Filling(Filling { user, view, purpose, values })), &text);

        for kind in ShortcutKind::ALL {
            let place = Place { channel: "CSHARED".into(), ts: "1.1".into() };
            let shortcut = Shortcut {
                user: "UEMMA".into(),
                user_team: None,
                kind,
                place,
                thread: None,
                text: text.clone(),
                response: Some(response()),
                trigger: Some(TriggerId("1.2.3".to_owned())),
            };
            is_fit(&world.happens(Event::Shortcut(shortcut)), &text);
        }
    }
}

#[test]
fn buttons_of_what_is_gone_say_so() {
    let mut world = World::new();
    for press in [Press::Claim, Press::Solve, Press::Confirm, Press::Reopen] {
        let answer = told(&world.presses("UMORI", press(RequestId(7))));
        assert!(answer.contains("R-7 は見つかりませんでした"), "{answer}");
        assert!(!answer.contains("remember"), "{answer}");
    }
    let muted = told(&world.presses("UEMMA", Press::MuteHere(vec!["gone".into(), "canary-release".into()])));
    assert!(muted.contains("I won't explain gone, canary release in this channel any more."), "{muted}");

    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let Some(Press::Why(mut finding)) = offered.into_iter().find(|press| matches!(press, Press::Why(_))) else {
        panic!("an offer")
    };
    finding.rules = vec!["a-rule-of-old".into()];
    finding.because = vec![("a-cue-of-old".into(), "by Friday".to_owned())];
    let why = told(&world.presses("UEMMA", Press::Why(finding.clone())));
    assert!(why.contains("A rule that is no longer in use (`a-rule-of-old`)"), "{why}");
    assert!(why.contains("“by Friday”: a-cue-of-old"), "{why}");
    // The channel went, or the bot was taken out of it: nobody knows any more who reads there.
    finding.channel = "CGONE".into();
    let brought = told(&world.presses("UEMMA", Press::BringLiaison(finding)));
    assert!(brought.contains("members of the organisation") && !brought.contains("CGONE"), "{brought}");
}

#[test]
fn a_form_that_opens_too_late_is_said_to_whoever_asked_for_it() {
    let settled = |user: &str, outcome: Outcome| {
        let mut world = World::new();
        let asked = world.happens(called(user, "ask"));
        let [effect] = &asked.effects[..] else { panic!("one form: {asked:?}") };
        assert!(matches!(effect.purpose, Purpose::Form(..)), "{effect:?}");
        let (effect, purpose) = (effect.id.clone(), effect.purpose.clone());
        told(&world.happens(Event::Settled { effect, purpose, outcome }))
    };
    let refused = |code: &str| Outcome::Refused(code.to_owned());
    assert!(settled("UEMMA", Outcome::Expired).contains("I could not open the form in time."));
    assert!(settled("USATO", Outcome::Expired).contains("もう一度お試しください"));
    assert!(settled("UEMMA", refused("expired_trigger_id")).contains("I could not open the form in time."));
    // It may be open after all.
    for outcome in [Outcome::Done(None), refused("unknown"), refused("exchanged_trigger_id")] {
        assert_eq!(settled("UEMMA", outcome), "");
    }
}

#[test]
fn a_request_goes_its_way_when_its_requester_has_left() {
    let mut world = World::new();
    let asked = world.happens(submitted("UEMMA", &[("needed", "May we move the date?")]));
    world.people.get_mut(&"UEMMA".into()).unwrap().deactivated = true;
    let root = asked.effects.iter().find(|effect| matches!(effect.purpose, Purpose::Origin(_))).expect("a root");
    let refused = |world: &mut World, effect: &liaison::liaison::decision::Effect| {
        let (effect, purpose) = (effect.id.clone(), effect.purpose.clone());
        world.happens(Event::Settled { effect, purpose, outcome: Outcome::Refused("user_disabled".to_owned()) })
    };
    assert_eq!(refused(&mut world, root).effects, [], "a message that cannot arrive is not sent again");
    for press in [Press::Claim(RequestId(1)), Press::Solve(RequestId(1))] {
        let step = world.presses("UMORI", press);
        for effect in step.effects.iter().filter(|effect| effect.purpose != Purpose::None) {
            assert_eq!(refused(&mut world, effect).effects, []);
        }
    }
    assert_eq!(world.request(1).state, State::Solved);
    world.happens(Event::Due(TimerKind::CloseSolved(RequestId(1))));
    assert_eq!(world.request(1).state, State::Closed);
}

#[test]
fn a_person_without_a_locale_is_answered_in_the_channels_language_or_that_of_what_they_wrote() {
    let world = || {
        let mut world = World::new();
        world.people.insert("UNEW".into(), person("UNEW", None, Some(Role::Sales)));
        world
    };
    let help = |world: &mut World, line: &str| told(&world.happens(called("UNEW", line)));
    assert!(help(&mut world(), "help").contains("What I can do"));
    assert!(help(&mut world(), "ヘルプ").contains("できること"));
    let mut japanese = world();
    japanese.set("CSHARED", ChannelSettings { language: Some(Language::Japanese), ..ChannelSettings::default() });
    assert!(help(&mut japanese, "help").contains("できること"));
    assert!(japanese.records.contains_key(&Key::Channel("CSHARED".into()).path()));
}

#[test]
fn a_click_twice_counts_once() {
    let mut world = World::new();
    world.happens(submitted("UEMMA", &[("needed", "May we move the date?")]));
    world.presses("UMORI", Press::Claim(RequestId(1)));
    let again = told(&world.presses("UMORI", Press::Claim(RequestId(1))));
    assert!(again.contains("すでに") && !again.contains("remember"), "{again}");
    world.presses("UMORI", Press::Solve(RequestId(1)));
    let confirm = |world: &mut World| {
        let place = Some(Place { channel: "DEMMA".into(), ts: "3.3".into() });
        world.happens(Event::Pressed(Pressed { place, ..pressed("UEMMA", Press::Confirm(RequestId(1))) }))
    };
    confirm(&mut world);
    let again = told(&confirm(&mut world));
    assert!(again.contains("is over already") && !again.contains("remember"), "{again}");
    assert_eq!(world.request(1).history.len(), 4);
}
