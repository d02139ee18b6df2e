//! What people choose for themselves: their role, the words they know, where the bot is quiet.

use liaison::glossary::concept::Role;
use liaison::ids::ConceptId;
use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Called, Event, ResponseUrl};
use liaison::liaison::records::{ChannelSettings, Key, PersonSettings, Record};
use liaison::wording::press::Press;

use crate::world::*;

fn calls_in(world: &mut World, user: &str, channel: &str, text: &str) -> Decision {
    world.happens(Event::Called(Called {
        channel: channel.into(),
        user: user.into(),
        text: text.to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: None,
    }))
}

fn calls(world: &mut World, user: &str, text: &str) -> Decision {
    calls_in(world, user, "CSHARED", text)
}

fn person_settings(world: &World, user: &str) -> PersonSettings {
    match world.records.get(&Key::Person(user.into()).path()) {
        Some(Record::Person(settings)) => settings.clone(),
        _ => PersonSettings::default(),
    }
}

fn channel_settings(world: &World, channel: &str) -> ChannelSettings {
    match world.records.get(&Key::Channel(channel.into()).path()) {
        Some(Record::Channel(settings)) => settings.clone(),
        _ => ChannelSettings::default(),
    }
}

/// The channel with the people in it named, few enough to be asked one by one.
fn with_readers() -> World {
    let mut world = World::new();
    let people: Vec<_> = world.people.values().cloned().collect();
    let channel = world.channels.get_mut(&"CSHARED".into()).unwrap();
    channel.readers = people.iter().filter(|it| !it.external).map(|it| (it.id.clone(), it.role)).collect();
    world
}

#[test]
fn a_role_said_with_i_am_chooses_the_words_until_it_is_taken_back() {
    let mut world = World::new();
    let said = told(&calls(&mut world, "UEMMA", "i-am engineering"));
    assert!(said.contains("Engineering"), "{said}");
    assert_eq!(person_settings(&world, "UEMMA").role, Some(Role::Engineering));
    assert!(told(&calls(&mut world, "UEMMA", "i-am")).contains("*Engineering*"));
    let back = told(&calls(&mut world, "UEMMA", "i-am reset"));
    assert!(back.contains("*Sales*"), "her user group says so: {back}");
    assert_eq!(person_settings(&world, "UEMMA").role, None);
    let odd = told(&calls(&mut world, "UEMMA", "i-am hungry"));
    assert!(odd.contains("Did you mean `/liaison i-am"), "{odd}");
}

#[test]
fn the_same_in_japanese() {
    let mut world = World::new();
    let said = told(&calls(&mut world, "USATO", "役割 開発"));
    assert!(said.contains("「*開発*」の方に向けて"), "{said}");
    let quiet = told(&calls(&mut world, "USATO", "静かに どこでも"));
    assert!(quiet.contains("控えます"), "{quiet}");
    assert!(person_settings(&world, "USATO").quiet);
    let over = told(&calls(&mut world, "USATO", "静かに 解除"));
    assert!(over.contains("再開します"), "{over}");
    assert!(!person_settings(&world, "USATO").quiet);
}

#[test]
fn quiet_here_is_told_to_the_channel_and_ends_all_that_comes_unasked() {
    let mut world = World::new();
    let done = told(&calls(&mut world, "UDAVID", "quiet here"));
    assert!(done.contains("post in CSHARED") && done.contains("<@UDAVID> changed how I work"), "{done}");
    assert!(done.contains("The channel knows"), "{done}");
    assert_eq!(world.says("UEMMA", "CSHARED", "1.1", SENTENCE).effects, []);
    // Who asks is answered all the same.
    assert!(told(&calls(&mut world, "UEMMA", "explain canary release")).contains("few customers notice"));
    // Asked once more, nothing is said to all again.
    assert!(!told(&calls(&mut world, "UEMMA", "quiet here")).contains("post in"));

    let over = told(&calls(&mut world, "UEMMA", "quiet off"));
    assert!(over.contains("post in CSHARED") && over.contains("I speak up again"), "{over}");
    assert!(!channel_settings(&world, "CSHARED").quiet);
    assert!(!world.says("UEMMA", "CSHARED", "2.2", SENTENCE).effects.is_empty());
}

#[test]
fn where_outsiders_read_along_nobody_is_named_to_them() {
    let mut world = World::new();
    world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
    let done = told(&calls(&mut world, "UDAVID", "quiet here"));
    assert!(!done.contains("post in") && done.contains("show UDAVID alone"), "{done}");
    assert!(channel_settings(&world, "CSHARED").quiet);
}

#[test]
fn whoever_wants_quiet_everywhere_gets_no_reply_and_no_offer_but_others_keep_the_mark() {
    let mut world = World::new();
    calls(&mut world, "UEMMA", "quiet everywhere");
    let said = told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    assert!(said.contains("react :book:"), "{said}");
    assert!(!said.contains("show UEMMA") && !said.contains("post in"), "{said}");
    // Somebody else is still offered help.
    assert!(told(&world.says("UDAVID", "CSHARED", "2.2", SENTENCE)).contains("show UDAVID alone"));
}

#[test]
fn quiet_alone_shows_what_there_is_to_choose_and_each_choice_is_one_click() {
    let mut world = World::new();
    let offered = buttons(&calls(&mut world, "UEMMA", "quiet"));
    assert_eq!(offered, [Press::QuietHere("CSHARED".into(), true), Press::QuietEverywhere(true)]);
    for press in offered {
        world.presses("UEMMA", press);
    }
    assert!(channel_settings(&world, "CSHARED").quiet && person_settings(&world, "UEMMA").quiet);
    let again = calls(&mut world, "UEMMA", "quiet");
    assert_eq!(buttons(&again), [Press::QuietHere("CSHARED".into(), false), Press::QuietEverywhere(false)]);
    assert!(told(&again).contains("I'm quiet already"), "{}", told(&again));
    // In a direct message there is no channel to be quiet in.
    assert_eq!(buttons(&calls_in(&mut world, "UEMMA", "DEMMA", "quiet")), [Press::QuietEverywhere(false)]);
    assert!(told(&calls_in(&mut world, "UEMMA", "DEMMA", "quiet here")).contains("is for a channel"));
}

#[test]
fn a_word_everybody_concerned_knows_is_not_explained_any_more() {
    let mut world = with_readers();
    let known = || Press::Known(vec![ConceptId::from("canary-release")]);
    let noted = told(&world.presses("UEMMA", known()));
    assert!(noted.contains("you know canary release"), "{noted}");
    assert!(told(&world.says("UDAVID", "CSHARED", "1.1", "A canary release.")).contains("post in"), "Sato may not");

    let mut world = with_readers();
    world.presses("UEMMA", known());
    told(&calls(&mut world, "USATO", "静かに カナリアリリース"));
    assert_eq!(world.says("UDAVID", "CSHARED", "1.1", "A canary release.").effects, []);
    // Undone from the Home tab, it is explained again.
    world.presses("UEMMA", Press::ExplainAgain);
    assert!(told(&world.says("UDAVID", "CSHARED", "2.2", "A canary release.")).contains("post in"));
}

#[test]
fn in_a_large_channel_nobody_speaks_for_the_others() {
    let mut world = World::new();
    for user in ["UEMMA", "USATO"] {
        world.presses(user, Press::Known(vec![ConceptId::from("canary-release")]));
    }
    assert!(told(&world.says("UDAVID", "CSHARED", "1.1", "A canary release.")).contains("post in"));
}

#[test]
fn a_word_that_is_not_there_is_not_noted_as_known() {
    let mut world = World::new();
    let said = told(&calls(&mut world, "UEMMA", "quiet gobbledygook"));
    assert!(said.contains("I don't have “gobbledygook”"), "{said}");
    assert_eq!(person_settings(&world, "UEMMA"), PersonSettings::default());
    let near = calls(&mut world, "UEMMA", "quiet canary relese");
    assert_eq!(buttons(&near), [Press::Known(vec![ConceptId::from("canary-release")])], "{}", told(&near));
}

#[test]
fn people_from_another_organisation_choose_nothing() {
    let mut world = World::new();
    for text in ["quiet here", "i-am sales", "settings", "why"] {
        let decision = calls(&mut world, "UOUT", text);
        assert_eq!(decision.changes, [], "{text}");
        assert!(matches!(&decision.effects[..], [effect] if matches!(effect.action, Action::Respond { .. })), "{text}");
        assert!(told(&decision).contains("members of the organisation"), "{text}");
    }
    assert_eq!(world.presses("UOUT", Press::QuietHere("CSHARED".into(), true)).changes, []);
}
