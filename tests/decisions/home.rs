//! The App Home, the shortcuts on messages and the raised hand.

use liaison::glossary::concept::Role;
use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Event, Filling, OpenView, Shortcut, ShortcutKind, Submitted, TriggerId};
use liaison::liaison::records::{ChannelSettings, Friction, Key, PersonSettings, Record};
use liaison::requests::request::{Place, Surface};
use liaison::text::Language;
use liaison::wording::message::{Home, Part, Row};
use liaison::wording::press::{ModalPurpose, Press};

use crate::world::{NOW, SENTENCE, World, buttons, filled, pressed};

fn home(decision: &Decision) -> &Home {
    let homes: Vec<&Home> = decision
        .effects
        .iter()
        .filter_map(|effect| match &effect.action {
            Action::PublishHome { home, .. } => Some(home),
            _ => None,
        })
        .collect();
    assert_eq!(homes.len(), 1, "{decision:?}");
    homes[0]
}

/// All that a home shows, as text.
fn shown(home: &Home) -> String {
    let mut out = String::new();
    for row in &home.rows {
        let line = match row {
            Row::Shown(Part::Header(text)) => format!("# {text}"),
            Row::Shown(Part::Section(text) | Part::Context(text)) => text.as_str().to_owned(),
            Row::Shown(Part::Buttons(buttons)) => {
                buttons.iter().map(|button| format!("[{}]", button.label)).collect::<Vec<_>>().join(" ")
            }
            Row::Shown(Part::Fields(_) | Part::Divider) => "---".to_owned(),
            Row::Input(input) => format!("{}: {:?}", input.label, input.entry),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn enters(user: &str, values: &[(&str, &str)]) -> Event {
    Event::Filling(Filling {
        user: user.into(),
        view: OpenView { id: "VHOME".to_owned(), hash: "1.a".to_owned() },
        purpose: ModalPurpose::Home,
        values: filled(values),
    })
}

fn clicks(user: &str, press: Press) -> Event {
    let mut click = pressed(user, press);
    (click.place, click.response, click.ephemeral) = (None, None, false);
    click.trigger = Some(TriggerId("1.2.3".to_owned()));
    Event::Pressed(click)
}

fn uses(user: &str, kind: ShortcutKind, channel: &str, text: &str) -> Event {
    Event::Shortcut(Shortcut {
        user: user.into(),
        user_team: None,
        kind,
        place: Place { channel: channel.into(), ts: "5.2".into() },
        thread: Some("5.1".into()),
        text: text.to_owned(),
        response: Some(liaison::liaison::event::ResponseUrl("https://hooks.slack.com/actions/2".to_owned())),
        trigger: Some(TriggerId("1.2.3".to_owned())),
    })
}

fn raises(user: &str, name: &str) -> Event {
    Event::Reacted {
        user: user.into(),
        place: Place { channel: "CSHARED".into(), ts: "5.1".into() },
        name: name.to_owned(),
    }
}

/// A world in which Emma asked for something.
fn with_request() -> World {
    let mut world = World::new();
    let purpose = ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command };
    let values = filled(&[("needed", "May we move the date?")]);
    world.happens(Event::Submitted(Submitted { user: "UEMMA".into(), purpose, values }));
    world
}

fn answer(decision: &Decision) -> String {
    let said = decision.effects.iter().find_map(|effect| match &effect.action {
        Action::Respond { message, .. } | Action::PostEphemeral { message, .. } => Some(message.fallback.as_str()),
        _ => None,
    });
    said.unwrap_or_else(|| panic!("nothing was said: {decision:?}")).to_owned()
}

#[test]
fn the_home_shows_each_person_what_is_theirs() {
    let mut world = with_request();
    for (who, user) in [("requester", "UEMMA"), ("liaison", "UMORI"), ("bystander", "UDAVID")] {
        let opened = world.happens(Event::HomeOpened(user.into()));
        insta::assert_snapshot!(format!("home_of_the_{who}"), shown(home(&opened)));
    }
}

#[test]
fn a_request_is_taken_and_solved_and_confirmed_from_the_home() {
    let mut world = with_request();
    let claimed = world.happens(clicks("UMORI", Press::Claim(liaison::ids::RequestId(1))));
    assert!(shown(home(&claimed)).contains("[完了]") || shown(home(&claimed)).contains("解決"), "{claimed:?}");
    world.happens(clicks("UMORI", Press::Solve(liaison::ids::RequestId(1))));
    let waiting = shown(home(&world.happens(Event::HomeOpened("UEMMA".into()))));
    assert!(waiting.contains("[Yes, settled] [Not yet]"), "{waiting}");
    let confirmed = shown(home(&world.happens(clicks("UEMMA", Press::Confirm(liaison::ids::RequestId(1))))));
    assert!(confirmed.contains("Nothing waits on you."), "{confirmed}");
}

#[test]
fn what_cannot_be_done_from_the_home_is_said_in_it() {
    let mut world = with_request();
    let refused = world.happens(clicks("UDAVID", Press::Claim(liaison::ids::RequestId(1))));
    assert!(shown(home(&refused)).starts_with("That step is for the liaison team."), "{refused:?}");
    let gone = world.happens(clicks("UMORI", Press::Claim(liaison::ids::RequestId(7))));
    assert!(shown(home(&gone)).contains("R-7"), "{gone:?}");
}

#[test]
fn a_word_entered_in_the_home_is_explained_there_to_that_person() {
    let mut world = World::new();
    let explained = world.happens(enters("UEMMA", &[("term", "canary release")]));
    assert!(shown(home(&explained)).contains("canary release"), "{explained:?}");
    assert_eq!(explained.effects.len(), 1, "nobody else hears of it");
    let unknown = world.happens(enters("USATO", &[("term", "ほげほげ<!channel>")]));
    assert!(shown(home(&unknown)).contains("ほげほげ&lt;!channel&gt;"), "{unknown:?}");
}

#[test]
fn role_and_language_are_chosen_in_the_home_and_left_to_slack_again() {
    let mut world = World::new();
    let settings = |world: &World| match world.records.get(&Key::Person("UEMMA".into()).path()) {
        Some(Record::Person(settings)) => settings.clone(),
        other => panic!("{other:?}"),
    };
    let chosen = world.happens(enters("UEMMA", &[("role", "engineering"), ("language", "ja")]));
    assert_eq!((settings(&world).role, settings(&world).language), (Some(Role::Engineering), Some(Language::Japanese)));
    assert!(shown(home(&chosen)).contains("個人設定"), "it speaks Japanese at once: {chosen:?}");
    world.happens(enters("UEMMA", &[("role", "as-in-slack"), ("language", "as-in-slack")]));
    assert_eq!(settings(&world), PersonSettings::default());
}

#[test]
fn forgetting_asks_first_and_then_leaves_no_trace_but_what_is_still_going_on() {
    let mut world = with_request();
    world.happens(enters("UEMMA", &[("role", "engineering")]));
    let asked = world.happens(clicks("UEMMA", Press::ForgetMe));
    assert!(matches!(&asked.effects[..], [effect] if matches!(effect.action, Action::OpenModal { .. })), "{asked:?}");

    let forget = |world: &mut World| {
        let purpose = ModalPurpose::ForgetMe;
        world.happens(Event::Submitted(Submitted { user: "UEMMA".into(), purpose, values: filled(&[]) }))
    };
    let done = forget(&mut world);
    assert!(shown(home(&done)).starts_with("Done"), "{done:?}");
    assert!(!world.records.contains_key(&Key::Person("UEMMA".into()).path()));
    assert_eq!(world.request(1).requester.as_str(), "UEMMA", "it is still open");

    for (user, press) in [("UMORI", Press::Claim as fn(_) -> _), ("UMORI", Press::Solve), ("UEMMA", Press::Confirm)] {
        world.happens(clicks(user, press(liaison::ids::RequestId(1))));
    }
    let everything = format!("{:?}", world.records);
    assert!(!everything.contains("UEMMA"), "{everything}");
    assert!(!everything.contains("move the date"), "{everything}");
    assert!(everything.contains("UMORI"), "others are still named");
}

#[test]
fn somebody_from_another_organisation_sees_nothing_in_the_home() {
    let mut world = with_request();
    for event in [Event::HomeOpened("UOUT".into()), enters("UOUT", &[("term", "canary release"), ("role", "sales")])] {
        let decision = world.happens(event);
        assert_eq!(home(&decision).rows.len(), 1);
        assert_eq!(decision.changes, []);
    }
}

#[test]
fn a_message_is_explained_to_whoever_uses_the_shortcut_alone() {
    let mut world = World::new();
    let explained = world.happens(uses("UEMMA", ShortcutKind::ExplainMessage, "CSHARED", SENTENCE));
    assert!(answer(&explained).contains("canary release"), "{explained:?}");
    assert_eq!(explained.changes, [], "nothing is remembered");
    let nothing = world.happens(uses("USATO", ShortcutKind::ExplainMessage, "CSHARED", "お昼に行きましょう"));
    assert!(answer(&nothing).contains("見当たりませんでした"), "{nothing:?}");
    let outsider = world.happens(uses("UOUT", ShortcutKind::ExplainMessage, "CSHARED", SENTENCE));
    assert!(!answer(&outsider).contains("canary"), "{outsider:?}");
}

#[test]
fn asking_about_a_message_opens_the_form_with_its_words_and_is_followed_in_its_thread() {
    let mut world = World::new();
    let opened = world.happens(uses("UEMMA", ShortcutKind::AskAbout, "CSHARED", "Can &lt;we&gt; move it?"));
    let Action::OpenModal { modal, .. } = &opened.effects[0].action else { panic!("{opened:?}") };
    assert!(format!("{modal:?}").contains("Can <we> move it?"), "{modal:?}");
    assert_eq!(opened.effects[0].not_after, Some(NOW.plus(liaison::time::Span::seconds(3))));
    let sent = Submitted {
        user: "UEMMA".into(),
        purpose: modal.purpose.clone(),
        values: filled(&[("needed", "Can we move it?")]),
    };
    world.happens(Event::Submitted(sent));
    assert_eq!(world.request(1).origin, Some(Place { channel: "CSHARED".into(), ts: "5.1".into() }));

    let again = world.happens(uses("UDAVID", ShortcutKind::AskAbout, "CSHARED", "Can we move it?"));
    assert!(answer(&again).contains("R-1"), "one request a thread: {again:?}");
}

#[test]
fn the_first_raised_hand_is_offered_the_liaison_and_a_poll_is_left_alone() {
    let mut world = World::new();
    let first = world.happens(raises("UEMMA", "raising_hand::skin-tone-3"));
    let [Press::AskAbout(about)] = &buttons(&first)[..] else { panic!("{first:?}") };
    let mut click = pressed("UEMMA", Press::AskAbout(about.clone()));
    click.trigger = Some(TriggerId("1.2.3".to_owned()));
    let opened = world.happens(Event::Pressed(click));
    assert!(matches!(opened.effects[0].action, Action::OpenModal { .. }), "{opened:?}");
    assert_eq!(world.happens(raises("UDAVID", "raising_hand")).effects, []);

    let mut off = World::new();
    off.set("CSHARED", ChannelSettings { friction: Some(Friction::Off), ..ChannelSettings::default() });
    assert_eq!(off.happens(raises("UEMMA", "raising_hand")).effects, []);
}
