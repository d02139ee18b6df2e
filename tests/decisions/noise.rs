//! How much the bot says by itself, how the rules are received, and why it spoke.

use liaison::ids::{ConceptId, RuleId};
use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Called, Event, Posted, ResponseUrl};
use liaison::liaison::records::{Budget, ChannelSettings, Explain, Feedback, Friction, Key, QuietHours, Record};
use liaison::time::{Span, Timestamp};
use liaison::wording::press::{FindingRef, Press};
use proptest::prelude::*;

use crate::world::*;

const HOUR: Span = Span::hours(1);

fn only(explain: Explain, friction: Friction) -> ChannelSettings {
    ChannelSettings { explain: Some(explain), friction: Some(friction), ..ChannelSettings::default() }
}

fn offers(decision: &Decision) -> Vec<Press> {
    buttons(decision).into_iter().filter(|press| matches!(press, Press::NotAProblem(_))).collect()
}

fn finding(decision: &Decision) -> FindingRef {
    match offers(decision).into_iter().next() {
        Some(Press::NotAProblem(finding)) => finding,
        other => panic!("no offer: {other:?}"),
    }
}

fn asks_why(world: &mut World, user: &str) -> String {
    told(&world.happens(Event::Called(Called {
        channel: "CSHARED".into(),
        user: user.into(),
        text: "why".to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: None,
    })))
}

#[test]
fn what_goes_beyond_the_budget_is_marked_and_not_said() {
    let mut world = World::new();
    let settings = only(Explain::Thread, Friction::Off);
    world.set("CSHARED", ChannelSettings { budget: Some(Budget { hour: 1, day: 2 }), ..settings });
    // Explained anew each time, were it not for the budget.
    let mut says = |after: Span, ts: &str| {
        world.now = NOW.plus(after);
        world.records.remove(&Key::Explained("CSHARED".into(), ConceptId::from("canary-release")).path());
        told(&world.says("UDAVID", "CSHARED", ts, "A canary release."))
    };
    assert!(says(Span::minutes(0), "1.1").contains("post in"));
    let second = says(Span::minutes(59), "2.2");
    assert!(!second.contains("post in") && second.contains("react :book:"), "{second}");
    assert!(says(Span::minutes(61), "3.3").contains("post in"), "an hour later there is room again");
    assert!(!says(Span::hours(5), "4.4").contains("post in"), "the day's two are used up");
    assert!(says(Span::hours(25), "5.5").contains("post in"));
}

#[test]
fn in_quiet_hours_the_bot_only_marks_by_the_clock_of_the_channel() {
    let hours = |from, to, zone: &str| Some(QuietHours { from, to, zone: zone.to_owned() });
    // 2027-01-15 08:00 in UTC, 17:00 in Tokyo.
    for (quiet_hours, quiet) in [
        (hours(8, 9, "UTC"), true),
        (hours(9, 8, "UTC"), false),
        (hours(20, 9, "UTC"), true),
        (hours(17, 18, "Asia/Tokyo"), true),
        (hours(18, 17, "Asia/Tokyo"), false),
        (hours(8, 9, "Nowhere/Land"), true),
        (None, false),
    ] {
        let mut world = World::new();
        world.set("CSHARED", ChannelSettings { quiet_hours: quiet_hours.clone(), ..ChannelSettings::default() });
        let said = told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
        assert_eq!(!said.contains("post in") && !said.contains("show UEMMA"), quiet, "{quiet_hours:?}: {said}");
        assert_eq!(said.contains("react :book:"), quiet, "{quiet_hours:?}: {said}");
    }
}

#[test]
fn nobody_is_offered_help_twice_within_ten_minutes() {
    let mut world = World::new();
    world.set("CSHARED", only(Explain::Off, Friction::Offer));
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE)).len(), 1);
    world.now = NOW.plus(Span::minutes(9));
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "2.2", SENTENCE)).len(), 0);
    assert_eq!(offers(&world.says("UDAVID", "CSHARED", "3.3", SENTENCE)).len(), 1, "another person");
    world.now = NOW.plus(Span::minutes(11));
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "4.4", SENTENCE)).len(), 1);
}

#[test]
fn a_silent_card_for_the_liaisons_comes_in_quiet_hours_too() {
    let mut world = World::new();
    let quiet_hours = Some(QuietHours { from: 0, to: 23, zone: "UTC".to_owned() });
    world.set("CSHARED", ChannelSettings { quiet_hours, ..only(Explain::Off, Friction::Notify) });
    assert!(told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE)).contains("post in CTRIAGE"));
}

#[test]
fn each_refusal_makes_a_rule_less_ready_to_speak_and_three_silence_it_there() {
    let feedback = |accepted, refused| Feedback { accepted, refused };
    assert!(feedback(0, 0).reserve() < f64::EPSILON);
    assert!((feedback(0, 1).reserve() - 0.5).abs() < 1e-9);
    assert!((feedback(0, 2).reserve() - 0.75).abs() < 1e-9);
    assert!((feedback(0, 3).reserve() - 1.0).abs() < f64::EPSILON);
    assert!((feedback(1, 2).reserve() - 0.5).abs() < 1e-9, "one acceptance makes up for one refusal");
    assert!(feedback(5, 5).reserve() < f64::EPSILON);

    let mut world = World::new();
    world.set("CSHARED", only(Explain::Off, Friction::Offer));
    let refused = finding(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    for _ in 0..3 {
        world.presses("UEMMA", Press::NotAProblem(refused.clone()));
    }
    world.now = NOW.plus(HOUR);
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "2.2", SENTENCE)).len(), 0);
    world.set("CENG", only(Explain::Off, Friction::Offer));
    assert_eq!(offers(&world.says("UEMMA", "CENG", "3.3", SENTENCE)).len(), 1, "other channels are as before");
}

#[test]
fn a_rule_most_people_reject_is_silent_everywhere_until_a_liaison_wakes_it() {
    let mut world = World::new();
    world.set("CSHARED", only(Explain::Off, Friction::Offer));
    let refused = finding(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let elsewhere = FindingRef { channel: "CENG".into(), ..refused.clone() };
    // One person's taste does not speak for all, however often.
    for _ in 0..9 {
        assert_eq!(world.presses("UEMMA", Press::NotAProblem(elsewhere.clone())).effects.len(), 1);
    }
    world.presses("USATO", Press::NotAProblem(elsewhere.clone()));
    let last = world.presses("UDAVID", Press::NotAProblem(elsewhere));
    insta::assert_snapshot!(told(&last));
    world.now = NOW.plus(HOUR);
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "2.2", SENTENCE)).len(), 0);

    let wake = buttons(&last).into_iter().find(|press| matches!(press, Press::WakeRule(_))).expect("a button");
    assert!(told(&world.presses("UEMMA", wake.clone())).contains("for the liaison team"));
    for press in buttons(&last).into_iter().filter(|press| matches!(press, Press::WakeRule(_))) {
        world.presses("UMORI", press);
    }
    world.now = NOW.plus(Span::hours(2));
    assert_eq!(offers(&world.says("UEMMA", "CSHARED", "3.3", SENTENCE)).len(), 1);
    assert!(told(&world.presses("UMORI", wake)).contains("再開しました"), "pressed once more it does no harm");
}

#[test]
fn who_refused_a_rule_is_not_kept() {
    let mut world = World::new();
    let refused = finding(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    world.presses("UDAVID", Press::NotAProblem(refused));
    let kept: Vec<(&String, String)> =
        world.records.iter().map(|(path, record)| (path, serde_json::to_string(record).unwrap())).collect();
    assert!(kept.iter().any(|(path, _)| *path == "receptions"));
    for (path, record) in kept {
        assert!(!path.contains("UDAVID") && !record.contains("UDAVID"), "{path}: {record}");
    }
}

#[test]
fn why_shows_what_was_said_of_late_and_the_liaisons_how_the_rules_are_received() {
    let mut world = World::new();
    assert!(asks_why(&mut world, "UEMMA").contains("said nothing by myself"));
    let refused = finding(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    world.presses("UEMMA", Press::NotAProblem(refused));
    let for_sales = asks_why(&mut world, "UEMMA");
    assert!(for_sales.contains("canary release") && for_sales.contains("2 of 12 times"), "{for_sales}");
    assert!(!for_sales.contains("How the rules are received"), "{for_sales}");
    // An offer is for its reader alone: nobody learns from this who was made one.
    assert!(!for_sales.contains("A date and a check"), "{for_sales}");
    insta::assert_snapshot!(asks_why(&mut world, "ULEE"));
    world.stewards.insert("UDAVID".into());
    assert!(asks_why(&mut world, "UDAVID").contains("How the rules are received"), "a steward sees it");
    world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
    assert!(!asks_why(&mut world, "ULEE").contains("canary"), "nothing of this where outsiders may look on");
}

#[test]
fn a_word_added_by_an_edit_is_explained_as_if_it_had_been_there() {
    let ts = format!("{}.000100", NOW.0 / 1000);
    let edit = |text: &str| Event::Edited(posted("UDAVID", "CSHARED", &ts, text));
    let mut world = World::new();
    world.now = NOW.plus(Span::minutes(5));
    assert_eq!(world.happens(edit("Tomorrow then.")), Decision::default());
    assert!(told(&world.happens(edit("A canary release tomorrow then."))).contains("post in CSHARED"));
    assert_eq!(world.happens(edit("A canary release tomorrow, then.")), Decision::default(), "nothing changed");

    let mut late = World::new();
    late.now = NOW.plus(Span::hours(2));
    assert_eq!(late.happens(edit("A canary release tomorrow then.")), Decision::default(), "an old message");
    let mut bot = World::new();
    let tidied = Event::Edited(Posted { author: "UBOT".into(), ..posted("UBOT", "CSHARED", &ts, "A canary release.") });
    assert_eq!(bot.happens(tidied), Decision::default());
}

proptest! {
    #[test]
    fn a_budget_is_never_exceeded(hour in 0..4_u16, day in 0..6_u16, minutes in prop::collection::vec(0..120_i64, 1..25)) {
        let mut world = World::new();
        let settings = only(Explain::Thread, Friction::Offer);
        world.set("CSHARED", ChannelSettings { budget: Some(Budget { hour, day }), ..settings });
        let mut spoken: Vec<Timestamp> = Vec::new();
        for (number, minutes) in minutes.into_iter().enumerate() {
            world.now = world.now.plus(Span::minutes(minutes));
            world.records.remove(&Key::Explained("CSHARED".into(), ConceptId::from("canary-release")).path());
            let decision = world.says("UEMMA", "CSHARED", &format!("{number}.1"), SENTENCE);
            let by_itself = decision.effects.iter().filter(|effect| {
                matches!(effect.action, Action::Post { .. } | Action::PostEphemeral { .. })
            });
            // A message that is explained and offered help for is spoken to twice.
            spoken.extend(by_itself.map(|_| world.now));
            let within = |span: Span| spoken.iter().filter(|at| world.now.since(**at) < span).count();
            prop_assert!(within(HOUR) <= usize::from(hour) && within(Span::days(1)) <= usize::from(day));
        }
    }
}

#[test]
fn what_the_rules_are_called_is_what_is_counted() {
    let mut world = World::new();
    let refused = finding(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    world.presses("UEMMA", Press::NotAProblem(refused.clone()));
    let Some(Record::Feedback(counts)) = world.records.get(&Key::Feedback("CSHARED".into()).path()) else {
        panic!("nothing counted")
    };
    let rules: Vec<&RuleId> = counts.keys().collect();
    assert_eq!(rules, refused.rules.iter().collect::<Vec<_>>());
}
