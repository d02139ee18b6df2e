//! How a channel is set, and the hello of a bot that joins one.

use std::collections::BTreeMap;

use liaison::glossary::concept::Role;
use liaison::ids::ConceptId;
use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Called, Envelope, Event, Filled, ResponseUrl, Submitted, TriggerId};
use liaison::liaison::records::{Budget, ChannelSettings, Explain, Friction, Key, QuietHours, Record};
use liaison::liaison::{forms, gather};
use liaison::text::Language;
use liaison::wording::message::{Entry, Modal, Row};
use liaison::wording::press::{ModalPurpose, Press};

use crate::world::*;

fn opens(world: &mut World, user: &str, channel: &str, text: &str) -> Decision {
    world.happens(Event::Called(Called {
        channel: channel.into(),
        user: user.into(),
        text: text.to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: Some(TriggerId("1.2.3".to_owned())),
    }))
}

fn form(decision: &Decision) -> Modal {
    match &decision.effects[..] {
        [effect] => match &effect.action {
            Action::OpenModal { modal, .. } => modal.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// What a form holds when nobody touches it.
fn untouched(modal: &Modal) -> BTreeMap<String, Vec<String>> {
    let mut values = BTreeMap::new();
    for row in &modal.rows {
        let Row::Input(input) = row else { continue };
        let held = match &input.entry {
            Entry::Text { initial, .. } => initial.iter().cloned().collect::<Vec<_>>(),
            Entry::One { chosen, .. } => chosen.iter().cloned().collect(),
            Entry::Any { chosen, .. } => chosen.clone(),
        };
        if !held.is_empty() {
            values.insert(input.id.clone(), held);
        }
    }
    values
}

/// The form of a channel with some fields filled in anew, as it is sent in.
fn filled_in(modal: &Modal, user: &str, changes: &[(&str, &[&str])]) -> Submitted {
    let mut values = untouched(modal);
    for (field, chosen) in changes {
        let known = modal.rows.iter().any(|row| matches!(row, Row::Input(input) if input.id == *field));
        assert!(known, "the form has no field {field}");
        values.insert((*field).to_owned(), chosen.iter().map(|it| (*it).to_owned()).collect());
    }
    Submitted { user: user.into(), purpose: modal.purpose.clone(), values: Filled(values) }
}

fn settings(world: &World) -> ChannelSettings {
    match world.records.get(&Key::Channel("CSHARED".into()).path()) {
        Some(Record::Channel(settings)) => settings.clone(),
        _ => ChannelSettings::default(),
    }
}

#[test]
fn a_form_sent_in_untouched_changes_nothing_and_says_nothing() {
    let mut world = World::new();
    world.set(
        "CSHARED",
        ChannelSettings {
            explain: Some(Explain::Reaction),
            audience: Some(vec![Role::Engineering]),
            language: Some(Language::Japanese),
            muted: vec![ConceptId::from("canary-release")],
            quiet_hours: Some(QuietHours { from: 20, to: 8, zone: "Asia/Tokyo".to_owned() }),
            budget: Some(Budget { hour: 3, day: 9 }),
            ..ChannelSettings::default()
        },
    );
    let modal = form(&opens(&mut world, "UEMMA", "CSHARED", "settings"));
    let sent = world.happens(Event::Submitted(filled_in(&modal, "UEMMA", &[])));
    assert_eq!(sent, Decision::default());
}

#[test]
fn what_is_chosen_in_the_form_holds_and_the_channel_hears_who_changed_what() {
    let mut world = World::new();
    world.people.get_mut(&"UEMMA".into()).unwrap().zone = Some("Europe/Berlin".to_owned());
    let modal = form(&opens(&mut world, "UEMMA", "CSHARED", "settings"));
    let changes: [(&str, &[&str]); 7] = [
        ("explain", &["off"]),
        ("friction", &["notify"]),
        ("audience", &["sales", "engineering"]),
        ("quiet-from", &["19"]),
        ("quiet-to", &["7"]),
        ("posts-an-hour", &["２"]),
        ("posts-a-day", &["5"]),
    ];
    insta::assert_snapshot!(told(&world.happens(Event::Submitted(filled_in(&modal, "UEMMA", &changes)))));
    assert_eq!(
        settings(&world),
        ChannelSettings {
            explain: Some(Explain::Off),
            friction: Some(Friction::Notify),
            audience: Some(vec![Role::Sales, Role::Engineering]),
            quiet_hours: Some(QuietHours { from: 19, to: 7, zone: "Europe/Berlin".to_owned() }),
            budget: Some(Budget { hour: 2, day: 5 }),
            ..ChannelSettings::default()
        }
    );
    // Sent in twice, it is said once.
    assert_eq!(world.happens(Event::Submitted(filled_in(&modal, "UEMMA", &changes))), Decision::default());
}

#[test]
fn the_same_in_japanese_with_a_word_that_is_explained_again() {
    let mut world = World::new();
    let muted = vec![ConceptId::from("canary-release")];
    world.set("CSHARED", ChannelSettings { muted, ..ChannelSettings::default() });
    let modal = form(&opens(&mut world, "USATO", "CSHARED", "設定"));
    assert_eq!(modal.title, "チャンネルの設定");
    let changes: [(&str, &[&str]); 2] = [("muted", &[]), ("quiet", &["quiet"])];
    insta::assert_snapshot!(told(&world.happens(Event::Submitted(filled_in(&modal, "USATO", &changes)))));
    assert_eq!(settings(&world), ChannelSettings { quiet: true, ..ChannelSettings::default() });
}

#[test]
fn what_cannot_be_is_said_beside_its_field() {
    let mut world = World::new();
    let modal = form(&opens(&mut world, "USATO", "CSHARED", "設定"));
    let faults = |world: &World, user: &str, changes: &[(&str, &[&str])]| {
        let event = Event::Submitted(filled_in(&modal, user, changes));
        let envelope = Envelope { team: "T1".into(), ids: Vec::new(), received: NOW, event };
        let facts = gather(&POLICY, &envelope, world, world).unwrap().unwrap();
        forms::faults(&POLICY, &facts, &envelope)
    };
    assert_eq!(faults(&world, "UEMMA", &[]), forms::Faults::new());
    let wrong: [(&str, &[&str]); 3] =
        [("posts-an-hour", &["many"]), ("posts-a-day", &["9999"]), ("quiet-from", &["8"])];
    let said = faults(&world, "UEMMA", &wrong);
    assert_eq!(said["posts-an-hour"], "A whole number from 0 to 500, please.");
    assert!(said.contains_key("posts-a-day"), "{said:?}");
    assert_eq!(said["quiet-to"], "Please choose both times, and two different ones.");
    assert_eq!(faults(&world, "USATO", &wrong)["quiet-to"], "開始と終了の両方を、別々の時刻でお選びください。");
    let same: [(&str, &[&str]); 2] = [("quiet-from", &["8"]), ("quiet-to", &["8"])];
    assert!(faults(&world, "UEMMA", &same).contains_key("quiet-to"));
}

#[test]
fn a_mention_is_given_a_button_since_it_cannot_open_a_form() {
    let mut world = World::new();
    let asked = world.says("UEMMA", "CSHARED", "1.1", "<@UBOT> settings");
    assert_eq!(buttons(&asked), [Press::Settings("CSHARED".into())]);
    let mut click = pressed("UEMMA", Press::Settings("CSHARED".into()));
    click.trigger = Some(TriggerId("1.2.3".to_owned()));
    let ModalPurpose::Settings { channel, zone, .. } = form(&world.happens(Event::Pressed(click))).purpose else {
        panic!("another form")
    };
    assert_eq!((channel.as_str(), zone.as_str()), ("CSHARED", "UTC"));
}

#[test]
fn settings_are_for_channels_the_bot_is_in() {
    let mut world = World::new();
    assert!(told(&opens(&mut world, "UEMMA", "DEMMA", "settings")).contains("type `/liaison settings` there"));
    world.channels.get_mut(&"CENG".into()).unwrap().member = false;
    assert!(told(&opens(&mut world, "UEMMA", "CENG", "settings")).contains("`/invite`"));
    assert!(told(&opens(&mut world, "UEMMA", "CNOWHERE", "settings")).contains("`/invite`"));
}

fn joins(channel: &str, by: Option<&str>) -> Event {
    Event::Joined { channel: channel.into(), by: by.map(Into::into) }
}

#[test]
fn a_channel_the_bot_joins_gets_one_short_hello_with_how_to_tune_or_remove_it() {
    let mut world = World::new();
    let hello = world.happens(joins("CSHARED", Some("USATO")));
    insta::assert_snapshot!(told(&hello));
    assert_eq!(buttons(&hello), [Press::Settings("CSHARED".into()), Press::QuietHere("CSHARED".into(), true)]);
    assert_eq!(world.happens(joins("CSHARED", Some("UEMMA"))), Decision::default(), "once is enough");
    assert_eq!(world.happens(joins("CTRIAGE", None)), Decision::default(), "the liaisons know it");
    assert!(told(&world.happens(joins("CENG", None))).contains("post in CENG"));
}

#[test]
fn a_channel_with_outsiders_gets_no_hello_but_whoever_added_the_bot_does() {
    let mut world = World::new();
    world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
    assert_eq!(world.happens(joins("CSHARED", None)), Decision::default());
    assert_eq!(world.happens(joins("CSHARED", Some("UOUT"))), Decision::default());
    let told_of = told(&world.happens(joins("CSHARED", Some("UEMMA"))));
    assert!(told_of.contains("tell UEMMA directly") && !told_of.contains("post in"), "{told_of}");
}
