//! Acronyms that the glossary does not have.

use liaison::liaison::decision::Change;
use liaison::liaison::event::Event;
use liaison::liaison::records::{Candidate, ChannelSettings, Explain, Key, Record, TimerKind};
use liaison::time::Span;

use crate::world::{NOW, World};

fn counted(world: &World, acronym: &str) -> Option<Candidate> {
    match world.records.get(&Key::Candidate(acronym.to_owned()).path()) {
        Some(Record::Candidate(candidate)) => Some(candidate.clone()),
        _ => None,
    }
}

#[test]
fn an_acronym_used_by_three_people_is_ripe_and_its_users_are_not_kept() {
    let mut world = World::new();
    for (at, user) in ["UEMMA", "UEMMA", "USATO", "UEMMA"].into_iter().enumerate() {
        world.says(user, "CSHARED", &format!("{at}.1"), "Is the QBR on Monday?");
    }
    let two = counted(&world, "QBR").unwrap();
    assert_eq!((two.ripe, two.messages, two.marks.len()), (false, 4, 2));
    world.says("UDAVID", "CENG", "9.1", "QBRの資料です");
    let three = counted(&world, "QBR").unwrap();
    assert_eq!((three.ripe, three.messages, three.marks.len()), (true, 5, 0));
    let kept = format!("{:?}", world.records.get("candidate/QBR"));
    assert!(!kept.contains("UEMMA") && !kept.contains("Monday"), "{kept}");
}

#[test]
fn words_of_the_glossary_and_of_everybody_are_not_counted() {
    let mut world = World::new();
    world.says("UEMMA", "CSHARED", "1.1", "OK, FYI: the canary release is at 10 AM JST");
    assert!(!world.records.keys().any(|key| key.starts_with("candidate/")), "{:?}", world.records.keys());
}

#[test]
fn nothing_is_counted_where_outsiders_read_or_where_nothing_is_explained() {
    let mut world = World::new();
    world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
    world.says("UEMMA", "CSHARED", "1.1", "Is the QBR on Monday?");
    world.set("CENG", ChannelSettings { explain: Some(Explain::Off), ..ChannelSettings::default() });
    world.says("UDAVID", "CENG", "1.2", "Is the QBR on Monday?");
    assert_eq!(counted(&world, "QBR"), None);
}

#[test]
fn an_acronym_nobody_uses_any_more_is_forgotten() {
    let mut world = World::new();
    let said = world.says("UEMMA", "CSHARED", "1.1", "Is the QBR on Monday?");
    let timer = TimerKind::ForgetCandidate("QBR".to_owned());
    assert!(said.changes.contains(&Change::SetTimer(timer.clone(), NOW.plus(Span::days(30)))), "{said:?}");
    world.happens(Event::Due(timer));
    assert_eq!(counted(&world, "QBR"), None);
}
